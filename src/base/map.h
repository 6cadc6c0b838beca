/* Hash maps from text to a pointer, in an arena. Keys are borrowed: they must live as long as the map.
 * Entries keep the order in which they were first put; nothing is removed. */
#pragma once

#include "base/arena.h"

struct map_entry {
    struct text key;
    void *value;
};

struct map {
    struct arena *arena;
    struct map_entry *entries; /* `count` of them, in order; moves when the map grows */
    size_t count, capacity;
    uint32_t *slots; /* index into entries + 1; 0 is free */
    size_t slot_count;
};

static inline struct map map_in(struct arena *arena)
{
    return (struct map){.arena = arena};
}
/* NULL when absent. */
void *map_get(const struct map *map, struct text key);
bool map_has(const struct map *map, struct text key);
/* Gives what stood there before, NULL when nothing did. */
void *map_put(struct map *map, struct text key, void *value);
