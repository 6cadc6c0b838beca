/* What is proved of a rulebook in use: each version is proved once while the engine is open, when first asked
 * about, on a thread of its own. Nobody waits for it: until then a proof is not known. */
#pragma once

#include "engine/engine.h"
#include "rules/prove.h"

struct proofs;

struct proofs *proofs_open(struct engine *engine);
/* Waits for a proof that is under way, and frees. NULL is allowed. */
void proofs_close(struct proofs *proofs);

struct proof {
    const struct prove_result *result; /* as long as the engine; NULL: not known yet */
    int64_t time;                      /* when it was proved, microseconds */
};

/* Of a never of one of the engine's rulebooks. Any thread. */
struct proof proofs_find(struct proofs *proofs, const struct rulebook *rulebook, const struct never *never);
