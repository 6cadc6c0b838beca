/* Chance that comes out the same for the same seed: xorshift64*. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct chance {
    uint64_t state; /* never 0 */
};

static inline struct chance chance_of(uint64_t seed)
{
    return (struct chance){seed * UINT64_C(0x9E3779B97F4A7C15) + 1};
}

static inline uint64_t chance_next(struct chance *chance)
{
    chance->state ^= chance->state >> 12;
    chance->state ^= chance->state << 25;
    chance->state ^= chance->state >> 27;
    return chance->state * UINT64_C(0x2545F4914F6CDD1D);
}

/* 0 to n - 1; n is not 0. */
static inline size_t chance_below(struct chance *chance, size_t n)
{
    return (size_t)((chance_next(chance) >> 33) % n);
}

static inline bool chance_percent(struct chance *chance, unsigned percent)
{
    return chance_below(chance, 100) < percent;
}
