/* The shortest way to a bad state, once the layers of states are laid out. Private to the prover. */
#pragma once

#include "rules/prove_search.h"

/* The states first reached after so many steps; the last layer is the first with a bad one. */
struct layers {
    BDD *items;
    size_t count, capacity;
};

/* Fills the walks of the result; fewer than it takes if the diagrams grow too large. */
void way_find(struct diagrams *d, const struct layers *layers, struct search_result *result);
