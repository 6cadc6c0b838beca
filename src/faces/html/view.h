/* What pages are made of: the plain structs every page's view is built from, and the frame around a page.
 *
 * A handler fills a view and calls page_NAME(out, &view), which tools/templates.py compiled from
 * pages/NAME.html. Everything shown is text already put in words (dates, counts, names); the templates only
 * place and escape it, so handlers never escape. All text and lists belong to the request's arena. Empty text
 * and empty lists are left out of the page. A list is a struct of items, count and capacity, so ARENA_PUSH
 * grows it in place. */
#pragma once

#include "base/text.h"

/* HTML that is written as it stands. Only html_markdown (faces/html/markdown.h) makes it. */
struct safe_html {
    struct text html;
};

/* What a colour means; every tone also has a shape, so colour never stands alone. */
enum ui_tone {
    UI_TONE_OFF,   /* draft, not started, given up */
    UI_TONE_OVER,  /* come to its end */
    UI_TONE_INFO,  /* being assessed, in hand */
    UI_TONE_WAIT,  /* waits for somebody */
    UI_TONE_OK,    /* approved, met, present */
    UI_TONE_RUN,   /* being implemented */
    UI_TONE_BAD,   /* failed, breached, overdue: nothing less */
    UI_TONE_PLAIN, /* a word without a state */
};
/* The style name of a tone: "off", "info", ... */
const char *ui_tone_word(enum ui_tone tone);

struct ui_texts {
    struct text *items;
    size_t count, capacity;
};

struct ui_tag {
    struct text word;
    enum ui_tone tone;
};
struct ui_tags {
    struct ui_tag *items;
    size_t count, capacity;
};

struct ui_link {
    struct text label;
    struct text href; /* http(s), or relative to this site; anything else is written as "#" */
    struct text note; /* grey words after it: a number, a count */
    struct ui_tag tag;
    bool current;
};
struct ui_links {
    struct ui_link *items;
    size_t count, capacity;
};

/* A clause chip. */
struct ui_cite {
    struct text label;   /* "Inf/20 2.3(e)"; for `cite none`, "Force's own rule" */
    struct text href;    /* "/policy/Inf-20/2.3.e"; empty for `cite none` */
    struct text summary; /* the clause in one line, or the reason of `cite none` */
};
struct ui_cites {
    struct ui_cite *items;
    size_t count, capacity;
};

struct ui_moment {
    struct text iso;   /* RFC 3339 in UTC, or a date: for the datetime attribute */
    struct text shown; /* "Thu 26 Nov 2026, 22:00" in the force's zone */
};

/* A label and what stands under it. */
struct ui_fact {
    struct text label, value;
    struct text href;  /* makes the value a link */
    struct text small; /* a second, lighter line */
};
struct ui_facts {
    struct ui_fact *items;
    size_t count, capacity;
};

/* One thing that stands in the way, or that needs a reason to go ahead. */
struct ui_unmet {
    struct text message; /* the rule's own words */
    struct text who;     /* who can put it right: "The Change Manager: Priya Nair" */
    struct ui_link fix;  /* the button that starts putting it right, if there is one for this reader */
    struct text of;      /* the actions it stands in the way of: "“Approve”"; empty where that is plain */
    struct ui_cites cites;
    bool late;
    struct text trace; /* line by line: the way round a `never` */
};
struct ui_unmets {
    struct ui_unmet *items;
    size_t count, capacity;
};

/* A message over the page after a redirect: "RFC-2026-00412 was submitted". */
struct ui_notice {
    struct text message;
    struct ui_link link;
    enum ui_tone tone;
};

/* The rail at the left, "Menu" on a phone. */
struct ui_rail_item {
    struct text label, href;
    struct text count;
    struct text key; /* second letter of the `g` shortcut, or empty */
    bool hot;        /* the count needs this reader */
    bool current;
};
struct ui_rail_items {
    struct ui_rail_item *items;
    size_t count, capacity;
};
struct ui_rail_group {
    struct text label;
    struct ui_rail_items items;
};
struct ui_rail_groups {
    struct ui_rail_group *items;
    size_t count, capacity;
};

struct ui_layout {
    struct text title;    /* "RFC-2026-00412 Replace firewall - Changes"; " - Reeve - FORCE" is added */
    bool failed;          /* a form came back with mistakes: the title begins "Error: " */
    struct text force;    /* "Northmoor Police" */
    struct text initials; /* "NP" */
    struct text marking;  /* "OFFICIAL" */
    struct text theme;    /* "dark" or "light" as saved by the reader, empty to follow the device */
    bool keys_off;        /* no single-key shortcuts: the reader's wish, or a meeting in progress */
    struct text me, me_initials, me_post; /* who is signed in; `me` empty when nobody is */
    struct text query;                    /* what stands in the search box */
    struct ui_rail_groups rail;
    struct ui_notice notice;
    struct ui_links crumbs; /* from the register down; the page itself last, without a link */
    struct text zone;       /* "GMT" or "BST" */
    struct text printed;    /* "Printed by Priya Nair, Tue 24 Nov 2026, 09:12" */
};
