/* The second reading of an expression: a SQL predicate over the projections (rules/schema.h names them).
 *
 * What depends only on the actor and the moment (`actor has ict_staff`, `today`) is worked out while
 * compiling, through the scene's facts, and becomes a constant; the rest becomes SQL that both stores run.
 * Values are bound, never written into the text. A predicate is fit for WHERE: it is true for exactly the
 * rows for which evaluate_test says so, and false or NULL for the others, so that indexes can serve it;
 * `(...) IS TRUE` makes it a value of 0 or 1. */
#pragma once

#include "base/buf.h"
#include "rules/evaluate.h"

struct sql {
    struct buf text;      /* grows; `?` for each parameter in order */
    struct value *params; /* VALUE_TEXT or any integer kind */
    size_t count, capacity;
};

/* Appends a predicate for `expr` over a row of `reg`'s table named `alias`. `this` is that row.
 * With scene->narrowed every record reached by a path or quantifier is narrowed to what the actor may read,
 * and fields with `read by` to those for whom it holds. False: it cannot be said within the limits (nesting);
 * `why` says so. */
bool query_test(struct scene *scene, const struct reg *reg, const char *alias, const struct expr *expr,
                struct sql *out, struct text *why);
/* The same over pairs of rows: the variable `var` is the row of `element`'s table named `beside`. */
bool query_pair_test(struct scene *scene, const struct reg *reg, const char *alias, unsigned var,
                     const struct reg *element, const char *beside, const struct expr *expr, struct sql *out,
                     struct text *why);
/* May SQL look into the tables for this register's rows, and (step not NULL) for this field or state of
 * theirs: do they have there what evaluation would see? */
typedef bool query_tables(void *world, const struct reg *reg, const struct step *step);
/* Appends ` AND ...` for what a row must be to meet the quantifier (evaluate_meets), where `this` and the
 * variables around it are known to the scene. False: something could not be said and was left out, so that
 * evaluation judges the rows that are found. */
bool query_meets(struct scene *scene, const struct expr *quantifier, const char *alias, query_tables *tables,
                 struct sql *out);
/* Appends the value as a SQL expression fit for ORDER BY (choices by their order, references by their
 * number). */
bool query_order(struct scene *scene, const struct reg *reg, const char *alias, const struct expr *value,
                 struct sql *out, struct text *why);
/* Appends who may read a row: the `or` of the register's reads; FALSE when nobody said any, except for the
 * built-in registers (people, roles, meetings), which are then open to whoever is signed in. */
bool query_readable(struct scene *scene, const struct reg *reg, const char *alias, struct sql *out,
                    struct text *why);
/* Is every record of this register to be read by the actor, or none, so that one need not look at it? */
bool query_reads_alike(struct scene *scene, const struct reg *reg, bool *may_read);
