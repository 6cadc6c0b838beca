/* From a way through the model (prove_search.h) to the steps that `reeve prove` tells (prove.h). Private to
 * the prover. */
#pragma once

#include "rules/prove_search.h"

/* Fills the steps of `result`, in `arena`, and whether they lean on anything that may be impossible. */
void trace_tell(struct arena *arena, struct model *model, const struct search_result *found,
                struct prove_result *result);
