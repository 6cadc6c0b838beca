/* Retries: what came with an Idempotency-Key happens once in 24 hours, however often it is sent.
 *
 * A key is a person's own. What is kept is how it ended, never the answer: a retry is answered anew, under
 * the rights of that moment. */
#pragma once

#include "engine/command.h"

/* Inside a writer job, by the world's actor. True when the key was used before: the answer says how that
 * ended, as `repeated`, or refuses the key for another request. Without a key: false. What it points at lives
 * in `arena`. */
bool once_known(struct world *world, struct arena *arena, const struct once *once, struct answer *answer);
/* Inside the job that did it: keeps how it ended. False: the store failed. */
bool once_remember(struct world *world, const struct once *once, const struct answer *answer);
/* For what is no command: runs fn(world, context) in a job of its own, unless the key was used before
 * (engine_write; fn says in `answer` why it says no). Waits for the writer; all else is in the answer. */
void once_write(struct engine *engine, struct arena *arena, int64_t person, const struct once *once,
                struct answer *answer, bool (*fn)(struct world *world, void *context), void *context);
