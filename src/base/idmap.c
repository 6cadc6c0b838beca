#include "base/idmap.h"

enum { FIRST_SLOTS = 16 };

/* The slot of the id, or the free one where it would stand. Ids follow one another: an odd factor spreads
 * them. */
static size_t slot_of(const struct idmap *map, int64_t id)
{
    size_t mask = map->slot_count - 1;
    size_t slot = (size_t)((uint64_t)id * 0x9e3779b97f4a7c15u >> 32) & mask;
    while (map->ids[slot] && map->ids[slot] != id)
        slot = (slot + 1) & mask;
    return slot;
}

void *idmap_get(const struct idmap *map, int64_t id)
{
    return map->count ? map->values[slot_of(map, id)] : NULL;
}

static void widen(struct idmap *map)
{
    struct idmap wider = {.arena = map->arena, .count = map->count};
    wider.slot_count = map->slot_count ? map->slot_count * 2 : FIRST_SLOTS;
    wider.ids = ARENA_ARRAY(map->arena, int64_t, wider.slot_count);
    wider.values = ARENA_ARRAY(map->arena, void *, wider.slot_count);
    for (size_t i = 0; i < map->slot_count; i++) {
        if (!map->ids[i])
            continue;
        size_t slot = slot_of(&wider, map->ids[i]);
        wider.ids[slot] = map->ids[i];
        wider.values[slot] = map->values[i];
    }
    *map = wider;
}

void idmap_put(struct idmap *map, int64_t id, void *value)
{
    if ((map->count + 1) * 4 > map->slot_count * 3)
        widen(map);
    size_t slot = slot_of(map, id);
    map->count += !map->ids[slot];
    map->ids[slot] = id;
    map->values[slot] = value;
}
