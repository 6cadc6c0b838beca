/* How often each clause refused somebody: a count for each day, and nothing about whom or what.
 *
 * A refusal changes nothing, so the ledger knows nothing of it; these counts stand beside it (reeve_refusal)
 * and are not derived from anything. They are gathered in memory and written together: the first at once,
 * then at most once in ten seconds, and the rest at the stop. A crash may lose the last few; counting never
 * delays or fails a command. */
#pragma once

#include "engine/command.h"

enum { REFUSALS_MONTHS = 12, REFUSALS_DAYS_KEPT = 400 };

struct refusals;

/* Makes the table where it is not there. */
bool refusals_create(struct conn *conn);
/* Needs the engine's writer. */
struct refusals *refusals_open(struct engine *engine);
/* Writes what is in memory, and frees. While the writer runs, after the last command. NULL is allowed. */
void refusals_close(struct refusals *refusals);

/* Counts the clauses of what stood in the way, each once, if the answer is a refusal. Any thread. NULL is
 * allowed. */
void refusals_count(struct refusals *refusals, const struct answer *answer);

/* Those of the last twelve calendar months, this one last. False: the store failed. */
struct refusals_year {
    int64_t month; /* of counts[0], as base/time.h has months */
    int64_t counts[REFUSALS_MONTHS], total;
};
bool refusals_year(struct world *world, const struct clause *clause, struct refusals_year *year);
