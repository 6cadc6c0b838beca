/* A model for spin. Private to the prover. */
#pragma once

#include "rules/prove_model.h"

/* `result`: what was found in this model. Begins with a line of how many of its bits are written and how many
 * states these have; writes nothing when it gives up. */
void promela_put(struct buf *out, const struct model *model, const struct prove_result *result);
