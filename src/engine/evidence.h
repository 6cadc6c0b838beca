/* What the log shows of a clause: the latest acts that rest on it, and the exceptions that stood in for one
 * of its needs. A view: only what its reader may read, newest first, everything in the world's arena. */
#pragma once

#include "engine/world.h"

/* Few are shown, and they are looked for among the newest entries of the log only, so that no page waits for
 * a search through many years: so many in all, and so many that rest on the clause. */
enum { EVIDENCE_MAX = 10, EVIDENCE_LOOKED_AT = 20000, EVIDENCE_JUDGED = 500 };

struct evidence {
    struct record *record;
    const struct action *action;
    int64_t seq, time, actor;
    struct record *waiver; /* the exception that stood in, where the reader may read it; NULL of an act */
};

struct clause_evidence {
    struct evidence acts[EVIDENCE_MAX], exceptions[EVIDENCE_MAX];
    size_t act_count, exception_count;
};

/* False: the store failed. */
bool evidence_find(struct world *world, const struct clause *clause, struct clause_evidence *found);
