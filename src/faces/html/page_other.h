/* Pages without a record: errors, the accessibility statement, the keyboard. */
#pragma once

#include "faces/html/view.h"

/* pages/error.html: 403, 404, 409, 412, 413, 429, 5xx. */
struct error_page {
    struct layout layout;
    struct text title;     /* "You cannot approve this change" */
    struct text text;      /* what happened */
    struct texts next;     /* what to do */
    struct text who;       /* 403: who can */
    struct cites cites;
    struct unmets unmet;   /* 409 */
    struct text reference; /* 5xx: what to quote */
    struct links links;
    bool search;           /* 404: offer the search box */
};

struct key {
    struct text keys, does;
};
struct keys {
    struct key *items;
    size_t count, capacity;
};
/* pages/keyboard.html; the list is help_keys() */
struct keyboard_page {
    struct layout layout;
    struct keys keys;
};

/* pages/accessibility.html */
struct accessibility_page {
    struct layout layout;
    struct text contact;  /* who to tell, with an address or a number */
    struct text prepared; /* "22 November 2026" */
};
