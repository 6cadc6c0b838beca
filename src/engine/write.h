/* A way into the writer for tables that are not records: accounts, tokens, uploaded files. Records have
 * commands (command.h). */
#pragma once

#include "engine/world.h"

/* Runs fn(world, context) on the writer, in its transaction, with the world of `actor`, and waits until it is
 * durable. False: fn said no and nothing was kept, or the store failed. Never from the writer's thread. */
bool engine_write(struct engine *engine, int64_t actor, bool (*fn)(struct world *world, void *context),
                  void *context);
/* Writes an event about a person that has no values, such as a password reset; `actor` as in struct event. */
bool engine_note(struct world *world, struct record *person, enum event_kind kind, int64_t actor);
