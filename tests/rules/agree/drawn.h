/* What the comparisons were about: counted, so that nothing the language has goes uncompared unseen. */
#pragma once

#include "agree.h"

enum {
    EXPR_KINDS = EXPR_NEXT + 1,
    TYPE_KINDS = TYPE_RECORD + 1,
    OPERATORS = COMPARE_GE + 1,
    QUANTIFIERS = QUANTIFIER_EXISTS + 1,
    UNITS = DURATION_WORKHOURS + 1,
    PARTS = ACT_WAIVED + 1
};

/* Each as the comparisons whose expression has it; at the end those that come out otherwise without it. */
#define DRAWN_THINGS(THING)                                                                                  \
    THING(reference, "a reference followed")                                                                 \
    THING(second_reference, "a second one from there")                                                       \
    THING(nested, "a quantifier inside another")                                                             \
    THING(around, "`this` or an outer element inside a quantifier over a register")                          \
    THING(actor_path, "something of the actor's")                                                            \
    THING(computed, "a computed field")                                                                      \
    THING(window, "a window of the clock within a day")                                                      \
    THING(midnight, "a window across midnight")                                                              \
    THING(personally, "personally")                                                                          \
    THING(held_since, "a role held since")                                                                   \
    THING(held_for, "a role held for a value")                                                               \
    THING(day_and_time, "a day against a time")                                                              \
    THING(other_calendar, "another calendar than the rulebook's own")                                        \
    THING(by_holidays, "decided by bank holidays")                                                           \
    THING(by_clock_changes, "decided by the clocks changing")                                                \
    THING(by_deputies, "decided by a deputy")                                                                \
    THING(by_rights, "decided by what the actor may read")

struct drawn {
#define THING(name, words) size_t name;
    DRAWN_THINGS(THING)
#undef THING
    size_t kinds[EXPR_KINDS], paths[TYPE_KINDS][2], compared[TYPE_KINDS][OPERATORS], listed[TYPE_KINDS];
    size_t quantifiers[QUANTIFIERS], units[UNITS], parts[PARTS];
    const struct clocks *no_holidays, *always_winter, *always_summer; /* otherwise as the rulebook's */
};

struct drawn drawn_begin(struct arena *arena, const struct rulebook *rulebook);

/* So many comparisons were of this expression. */
void drawn_expr(struct drawn *drawn, const struct expr *expr, size_t n);
/* Counts what decided that the test `holds` of scene->self: by judging it again without. */
void drawn_decided(struct drawn *drawn, struct world *world, const struct scene *scene,
                   const struct expr *expr, bool holds);
/* Prints the counts; false when one of them is too small. */
bool drawn_enough(const struct drawn *drawn);
