/* Writing one change: an event, appended to the ledger and taken into the projection, in the command's
 * transaction. */
#pragma once

#include "engine/command.h"

struct change {
    struct world *world;
    struct record *record;
    struct event event;
    size_t capacity; /* of event.values */
};

/* A change of `record` (a blank one with its id for an opening) as the version it was opened under has it, by
 * the world's actor, at the world's moment. */
struct change change_of(struct world *world, struct record *record, enum event_kind kind);
void change_value(struct change *change, const char *tag, struct text value);
void change_field(struct change *change, const struct field *field, struct value value);
/* People as a JSON array of ids, the actor first. */
void change_people(struct change *change, const char *tag, const int64_t *people, size_t count);
/* False: the failure stands on the connection, and the command comes to nothing. */
bool change_write(struct change *change);

/* The next id and number of a register. */
int64_t change_next_id(struct world *world, const struct reg *reg);
struct text change_next_number(struct world *world, const struct reg *reg);
/* Undoes sealed decisions that the change just written no longer covers; one that the same change made
 * stands. */
bool change_void_seals(struct world *world, struct record *record, const struct value *before);
