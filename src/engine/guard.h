/* What stands in the way: the `by`, the needs and the shoulds of an action, judged on a record as the world
 * keeps it. Commands refuse with these; views show them before anybody tries. */
#pragma once

#include "engine/command.h"

struct verdict { /* lists in the world's arena */
    struct unmet *unmet, *should;
    size_t unmet_count, unmet_capacity, should_count, should_capacity;
    bool waived;          /* a waiver stood in for a need */
    struct text *waivers; /* numbers of the records that did */
    size_t waiver_count, waiver_capacity;
};

/* Does the actor satisfy this test on the record (a `by`, a guard). NULL is nobody. */
bool guard_holds(struct world *world, const struct record *record, const struct expr *by);
/* The same for any of the guards. */
bool guard_any(struct world *world, const struct record *record, const struct guard *guards, size_t count);
/* May the actor do this action here at all (its `by`); of an `each of`, be one of the signers. Boards and the
 * system: no. */
bool guard_by(struct world *world, const struct record *record, const struct action *action);
/* Whom the actor stands in for by doing what `by` admits: principals without whose appointment it would not
 * admit them. */
int64_t *guard_stood_for(struct world *world, const struct record *record, const struct expr *by,
                         size_t *count);
/* Which needs and shoulds: all, those that name the actor, the others. */
enum needs { NEEDS_ALL, NEEDS_OF_ACTOR, NEEDS_OF_RECORD };
/* Adds to the verdict those that fail. */
void guard_needs(struct world *world, struct record *record, const struct action *action, enum needs needs,
                 struct verdict *verdict);
/* May whoever opens this blank record, its defaults in place, give this field (language.md, Opening). */
bool guard_gives(struct world *world, const struct record *record, const struct field *field);
/* Does a record that is being opened lack what its opening asks for. */
bool guard_lacks(struct world *world, struct record *record, const struct ask *ask);
/* Must this field be given as the record stands. */
bool guard_needs_field(struct world *world, struct record *record, const struct field *field);
/* Adds every required field that is missing, but those that `but_set` (may be NULL) sets itself; nothing
 * while the record rests in its first state. */
void guard_required(struct world *world, struct record *record, int state, const struct action *but_set,
                    struct verdict *verdict);
/* Adds every `unique` field whose value another record has. */
void guard_unique(struct world *world, struct record *record, struct verdict *verdict);
/* Adds what a wrong state of the record means. */
void guard_state(struct world *world, const struct record *record, const struct action *action,
                 struct verdict *verdict);
/* Everything that stands in an action's way but its `by`, with the asked values in place. */
struct verdict guard_action(struct world *world, struct record *record, const struct action *action,
                            enum needs needs);
/* The same before anybody tries, and so without what the action itself asks for. */
struct verdict guard_ahead(struct world *world, struct record *record, const struct action *action,
                           enum needs needs);
/* Who may, in words: "Change Manager (Priya Nair)"; with record NULL of any record, without names: "Change
 * Manager". */
struct text guard_who(struct world *world, const struct record *record, const struct action *action);
struct text guard_who_expr(struct world *world, const struct record *record, const struct expr *by);
/* May this field be edited by the actor in the record's state; NULL: no rule does. */
const struct edit_rule *guard_edit(struct world *world, const struct record *record,
                                   const struct field *field);
struct unmet *verdict_add(struct world *world, struct verdict *verdict, struct text message,
                          const struct cites *cites);
