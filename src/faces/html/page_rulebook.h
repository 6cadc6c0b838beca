/* The rulebook's versions, and a draft of the next one. */
#pragma once

#include "faces/html/view.h"

struct ui_version {
    struct text name;
    struct text from;   /* "1 December 2026" */
    struct text loaded; /* when, and by whom */
    struct ui_tag tag;  /* in force, waits, withdrawn, earlier */
    bool waits;         /* and can be withdrawn */
};
struct ui_versions {
    struct ui_version *items;
    size_t count, capacity;
};

/* A mistake of the draft, at its place. */
struct ui_mistake {
    struct text place, href; /* "change.rules:12:9", and the box it stands in */
    struct text message;
    struct text excerpt; /* the line with a caret under it, and a suggestion */
    bool note;
};
struct ui_mistakes {
    struct ui_mistake *items;
    size_t count, capacity;
};

/* One of the draft's files. */
struct ui_source {
    struct text id, field, name, lines, text;
    bool open;
};
struct ui_sources {
    struct ui_source *items;
    size_t count, capacity;
};

/* What the draft changes, by kind. */
struct ui_difference {
    struct text what, where;
    struct ui_cites cites;
};
struct ui_differences {
    struct ui_difference *items;
    size_t count, capacity;
};
struct ui_difference_group {
    struct text id, title;
    struct ui_differences items;
};
struct ui_difference_groups {
    struct ui_difference_group *items;
    size_t count, capacity;
};

/* A decision that would have gone otherwise. */
struct ui_rehearsed {
    struct ui_link record;
    /* Its register's name, where the reader may not see the record: then no who and when. */
    struct text withheld;
    struct text what, who, when;
    bool wants; /* only a reason is missing */
    struct ui_unmets reasons;
};
struct ui_rehearsals {
    struct ui_rehearsed *items;
    size_t count, capacity;
};

/* pages/rulebook.html */
struct rulebook_page {
    struct ui_layout layout;
    struct text lead;
    struct ui_versions versions;
    struct text csrf;
    bool draft; /* there is one */
    bool fine;  /* it is read without a mistake */
    bool ready; /* and could be put in force */
    struct ui_mistakes mistakes;
    struct ui_unmets unmet;
    struct ui_difference_groups differences;
    bool rehearsed;
    struct ui_facts counts;
    struct text rehearsal_note;
    struct ui_rehearsals refused;
    struct ui_texts others; /* exceptions and duties */
    struct ui_sources sources;
    struct text days;
    struct text confirm; /* what loading it will do; empty: not asked yet */
};
