/* A model with fewer variables of which the same is said. Private to the prover.
 *
 * Where the bad state cannot be reached, variables are let go: at every step they may be anything, so what
 * cannot be reached then cannot be reached at all. Where it can, variables are held as they are before there
 * is a record: what can be reached then can be reached. */
#pragma once

#include "rules/prove_diagrams.h"

struct lessened {
    struct diagrams d; /* its moves lead to sound states only */
    bool *kept;        /* per variable */
};

/* The whole model. */
struct lessened lessen_nothing(const struct diagrams *d);
/* With no more variables than it takes: without any one of them the answer would be another. Whether there is
 * a record is always told. */
struct lessened lessen(const struct diagrams *d, bool violated);
/* How many bits are kept. */
size_t lessened_bits(const struct lessened *less);
