/* A model for spin. Private to the prover. */
#pragma once

#include "rules/prove_model.h"

void promela_put(struct buf *out, const struct model *model);
