/* The first reading of an expression: evaluate it on one record, for one actor, at one moment.
 *
 * Where the language reference leaves it open: `any`, `all` and `no` over a many field without elements are
 * false, true and true; a function of a missing value is missing; text compares by its bytes; `weekday` and
 * `holiday` of a period count its end as not in it, when that is an instant; a person test of ACTION.actor
 * holds if it does for any who count as its actor; in a narrowed scene a reference to a record that may not
 * be read is missing. */
#pragma once

#include "base/arena.h"
#include "rules/facts.h"

/* Zone and working calendars of a rulebook, loaded once beside it (base/workdays.h). */
struct clocks {
    const struct zone *zone;
    const struct workdays *own;    /* the rulebook's working days */
    const struct workdays **named; /* as rulebook->calendars */
};

/* NULL when the zone is unknown. */
struct clocks *clocks_new(struct arena *arena, const struct rulebook *rulebook);

struct scene {
    struct arena *arena; /* for sets and texts made on the way */
    const struct rulebook *rulebook;
    const struct clocks *clocks;
    const struct facts *facts;
    void *world;
    struct ref self; /* `this`; id 0 while a record opens */
    int64_t actor;   /* person; 0: system */
    int64_t now;     /* microseconds */
    bool reading;    /* judging a `read`: a deputy counts only when appointed for everything (rule 3) */
    bool narrowed;   /* where=, lists, search: see only what the actor may read (rule 6) */
    int64_t vars[EXPR_NESTING_MAX];
    const struct reg *var_regs[EXPR_NESTING_MAX]; /* NULL: the variable is not a record but `var_values` */
    struct value var_values[EXPR_NESTING_MAX];
};

/* Who a person's path may mean: one, or everybody who counts as an action's actor. */
struct people_meant {
    const int64_t *ids; /* `one` when there is one */
    size_t count;       /* 0: missing */
    int64_t one;
};

bool evaluate_test(struct scene *scene, const struct expr *expr);
void evaluate_people(struct scene *scene, const struct expr *expr, struct people_meant *people);
struct value evaluate_value(struct scene *scene, const struct expr *expr);
/* The same, as a field of this type holds it: of a moment its day by the force's clock, of a day its first
 * instant. */
struct value evaluate_as(struct scene *scene, const struct expr *expr, struct type type);
/* Is this record one of those that a quantifier over its register (EXPR_RECORDS, EXPR_COUNT_RECORDS,
 * EXPR_OVERLAPS) looks for? Not what a narrowed scene may not read; for `overlaps`, another than `this` that
 * shares time with it. */
bool evaluate_meets(struct scene *scene, const struct expr *quantifier, struct ref record);
/* The record's calendar period as [*from, *to); false when it has none: no calendar, a missing or empty one
 * (rule 8). */
bool evaluate_period(struct scene *scene, struct ref ref, int64_t *from, int64_t *to);
/* A field of a record, computed ones included. */
struct value evaluate_field(struct scene *scene, struct ref ref, const struct field *field);
/* Order of two values of one type: <0, 0, >0. Neither is missing. Dates against times compare local days. */
int value_compare(const struct scene *scene, struct value a, struct value b);
bool value_same(struct value a, struct value b); /* equal, or both missing; sets as sets */
