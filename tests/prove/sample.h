/* Random pages of rulebook (force.h), small, in which everything comes up that proofs have been lost on. */
#pragma once

#include "base/arena.h"
#include "chance.h"

/* One page, with one to three `never`s; nearly all of them load. The same seed gives the same page. */
struct text sample_page(struct arena *arena, uint64_t seed);
/* As above, but with few people, values and actions: small enough to try everything (explore_all). */
struct text sample_tiny(struct arena *arena, uint64_t seed);
/* The next one at or after `seed` that loads by itself; `refused` counts those passed over. */
struct text sample_loads(struct arena *arena, uint64_t *seed, bool tiny, size_t *refused);
