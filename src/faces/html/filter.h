/* The filters of a list: by state, by the register's choices, by a person. They become a test by the
 * rulebook's own names; nothing a reader wrote is pasted into an expression. */
#pragma once

#include "faces/html/frame.h"
#include "faces/html/page_list.h"

enum { FILTER_CHOICES_MAX = 3 };

struct filter {
    const struct reg *reg;
    int state;                                      /* -1: any */
    const struct field *fields[FILTER_CHOICES_MAX]; /* the choices that are offered */
    int values[FILTER_CHOICES_MAX];                 /* -1: any */
    size_t field_count;
    struct text username;
    struct record *person; /* NULL: anybody, or nobody has that username (see `problem`) */
    struct text problem;   /* what cannot be used, and what to do */
};

/* What the query of the request asks for: `state`, `f.FIELD`, `person`. */
struct filter filter_read(struct frame *frame, const struct reg *reg);
/* The test; NULL: everything. */
struct expr *filter_test(struct frame *frame, const struct filter *filter);
/* The filters as fields of the list's form: words and state, and in `more` the others. Is one of those in
 * force, or wrong? */
bool filter_fields(struct frame *frame, const struct filter *filter, struct ui_fields *fields,
                   struct ui_fields *more);
/* Those in force, each a link that takes it away. */
void filter_chosen(struct frame *frame, const struct filter *filter, struct ui_links *chosen);
/* The request's address with `key` set to `value` (empty: taken away); the cursor is dropped. */
struct text filter_href(struct frame *frame, struct text key, struct text value);
