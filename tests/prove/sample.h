/* Random pages of rulebook (force.h), small, in which everything comes up that proofs have been lost on. */
#pragma once

#include "base/arena.h"
#include "chance.h"

/* One page, with one to three `never`s; nearly all of them load. The same seed gives the same page. */
struct text sample_page(struct arena *arena, uint64_t seed);
/* Pages of these seeds are tiny: few people, values and actions, small enough to try everything
 * (explore_all). */
bool sample_is_tiny(uint64_t seed);
/* The next one at or after `seed` that loads by itself; `seed` becomes its own, `refused` counts those passed
 * over. */
struct text sample_loads(struct arena *arena, uint64_t *seed, size_t *refused);
