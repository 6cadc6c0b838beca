/* A world's facts about people, by the names and with the meaning of rules/facts.h. In a view everything that
 * is kept about a person is read once, when it is first asked for. */
#pragma once

#include "engine/world.h"

bool world_holds(void *world, int64_t person, const struct role *role, int64_t per, int64_t since);
bool world_deputy_holds(void *world, int64_t person, const struct role *role, int64_t per, int64_t since);
bool world_deputises(void *world, int64_t deputy, int64_t person, bool everything);
bool world_manages(void *world, int64_t manager, int64_t person);
bool world_sits_on(void *world, int64_t person, const struct board *board);
bool world_absent(void *world, const struct role *role);

/* Who holds the role now (for `per`, or any value when -1), each once, in the order in which it was given to
 * them; at most `room` of them. */
size_t world_holders(struct world *world, const struct role *role, int64_t per, int64_t *people, size_t room);
