/* What follows a decision: sets, nevers, tells and openings, in that order (language reference, Exact meaning
 * 5). */
#pragma once

#include "engine/guard.h"

/* Puts the action's sets into the record's values, in order. */
void effects_set(struct world *world, struct record *record, const struct action *action);
/* Adds to the verdict every `never` that the record, as it now stands, would break. */
void effects_nevers(struct world *world, struct record *record, struct verdict *verdict);
/* Writes a message about a record into the outbox. False: the store failed. */
bool effects_message(struct world *world, const struct record *record, int64_t person, struct text message);
/* Writes messages into the outbox for those who may read the record. False: the store failed. */
bool effects_tell(struct world *world, struct record *record, const struct action *action);
/* Opens other records. What is missing in them goes into the verdict. False: the store failed. */
bool effects_open(struct world *world, struct record *record, const struct action *action,
                  struct verdict *verdict);
