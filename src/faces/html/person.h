/* One person's page and the reader's own (/me), which are one page with more or fewer forms. */
#pragma once

#include "faces/html/ask.h"

struct person_shown {
    struct text username;
    bool own_page;                                 /* /me: wishes, tokens, password too */
    const struct returned *returned;               /* a form that was refused, or NULL */
    struct text secret_title, secret, secret_note; /* made just now, shown this once */
};

/* Answers. */
void person_show(struct asked *asked, const struct person_shown *shown);
/* "/person/mina.shah", or "/me" for the own page. */
struct text person_href(struct arena *arena, const struct person_shown *shown);
/* Whom the address names, or who asks; `own_page` by the address or by the form's field "page". */
struct person_shown person_named(struct asked *asked, const struct http_pairs *given);

/* person_forms.c: the forms at the side. */
struct person_page;
void person_forms(struct frame *frame, struct record *person, const struct person_shown *shown,
                  struct person_page *page);
/* May the reader arrange who stands in for this person, and when they are away. */
bool person_may_cover(struct world *world, const struct record *person);
