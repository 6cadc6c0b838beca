/* Walking a way that the prover gave, on the real engine. */
#pragma once

#include "force.h"
#include "rules/prove.h"

enum replayed {
    REPLAY_REACHED, /* it broke the never when only watched, and the last command was refused when kept */
    REPLAY_STRAYED, /* a step could not be done, or led elsewhere; or the end broke nothing, or was not
                       refused */
    REPLAY_BEYOND,  /* it wants more people than there are, or another record brought somewhere first */
};

/* A violated result of this page's own register. `why` (in the force's arena) says how it strayed, with what
 * was done until then. */
enum replayed replay(struct force *force, size_t page, const struct prove_result *result, struct text *why);
/* The way as the prover prints it, and why it strayed. */
struct text replay_told(struct force *force, const struct prove_result *result, struct text why);
