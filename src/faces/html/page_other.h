/* Pages without a record: errors, the accessibility statement, the keyboard. */
#pragma once

#include "faces/html/view.h"

/* pages/error.html: 403, 404, 409, 412, 413, 429, 5xx. */
struct error_page {
    struct ui_layout layout;
    struct text title;    /* "You cannot approve this change" */
    struct text text;     /* what happened */
    struct ui_texts next; /* what to do */
    struct text who;      /* 403: who can */
    struct ui_cites cites;
    struct ui_unmets unmet; /* 409 */
    struct text reference;  /* 5xx: what to quote */
    struct ui_links links;
    bool search; /* 404: offer the search box */
};

struct ui_key {
    struct text keys, does;
};
struct ui_keys {
    struct ui_key *items;
    size_t count, capacity;
};
/* Every shortcut assets/reeve.js knows. */
struct ui_keys ui_help_keys(void);
/* pages/keyboard.html; keys is ui_help_keys() */
struct keyboard_page {
    struct ui_layout layout;
    struct ui_keys keys;
};

/* pages/accessibility.html */
struct accessibility_page {
    struct ui_layout layout;
    struct text contact;  /* who to tell, with an address or a number */
    struct text prepared; /* "22 November 2026" */
};
