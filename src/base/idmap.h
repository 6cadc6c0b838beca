/* Hash maps from an id, a whole number other than 0, to a pointer, in an arena. Nothing is removed. */
#pragma once

#include "base/arena.h"

struct idmap {
    struct arena *arena;
    int64_t *ids; /* 0: a free slot */
    void **values;
    size_t count, slot_count;
};

static inline struct idmap idmap_in(struct arena *arena)
{
    return (struct idmap){.arena = arena};
}
/* NULL when absent. */
void *idmap_get(const struct idmap *map, int64_t id);
void idmap_put(struct idmap *map, int64_t id, void *value);
