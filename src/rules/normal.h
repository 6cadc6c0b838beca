/* One form for one meaning, so that two rulebooks can be compared by what they say.
 *
 * In it `not` stands at single tests only, `and` and `or` are flat, sorted and without repeats, `in` is a
 * choice of
 * `=`, `missing` and `no` are negations, literals stand at the right, and variables go by their slot. Every
 * node keeps what was written and its text, which is equal for what is equal. Sound, and not complete: what
 * has one text means the same; some of what means the same has two. */
#pragma once

#include "rules/print.h"

struct normal {
    struct expr expr; /* first: a node is known by it */
    const struct expr *written;
    struct text key;
};

struct expr *normal_form(struct arena *arena, const struct expr *expr, const struct print_scope *scope);
/* Of a normal form: what was written for it, and its text. Both take NULL for nothing: NULL and "". */
const struct expr *normal_written(const struct expr *expr);
struct text normal_key(const struct expr *expr);
/* Any of the tests, which are normal forms; NULL when there are none. */
struct expr *normal_any(struct arena *arena, struct expr **tests, size_t count);
/* Puts every expression of a rulebook into this form, and sorts its cites. It is then good for comparing
 * only. */
void normal_rulebook(struct arena *arena, struct rulebook *rulebook);

/* Does `b` hold wherever `a` does? Of two normal forms. True is proved; false is not known, or too long to
 * find. */
bool normal_entails(struct arena *arena, const struct expr *a, const struct expr *b);
