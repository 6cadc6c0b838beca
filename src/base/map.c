#include "base/map.h"

enum { FIRST_SLOTS = 16 };

/* The slot of the key, or the free one where it would stand. */
static size_t slot_of(const struct map *map, struct text key)
{
    size_t mask = map->slot_count - 1;
    size_t slot = (size_t)text_hash(key) & mask;
    while (map->slots[slot] && !text_eq(map->entries[map->slots[slot] - 1].key, key))
        slot = (slot + 1) & mask;
    return slot;
}

static const struct map_entry *find(const struct map *map, struct text key)
{
    if (!map->count)
        return NULL;
    uint32_t at = map->slots[slot_of(map, key)];
    return at ? &map->entries[at - 1] : NULL;
}

void *map_get(const struct map *map, struct text key)
{
    const struct map_entry *entry = find(map, key);
    return entry ? entry->value : NULL;
}

bool map_has(const struct map *map, struct text key)
{
    return find(map, key) != NULL;
}

static void widen(struct map *map)
{
    map->slot_count = map->slot_count ? map->slot_count * 2 : FIRST_SLOTS;
    map->slots = ARENA_ARRAY(map->arena, uint32_t, map->slot_count);
    for (size_t i = 0; i < map->count; i++)
        map->slots[slot_of(map, map->entries[i].key)] = (uint32_t)i + 1;
}

void *map_put(struct map *map, struct text key, void *value)
{
    if ((map->count + 1) * 4 > map->slot_count * 3)
        widen(map);
    size_t slot = slot_of(map, key);
    if (map->slots[slot]) {
        struct map_entry *entry = &map->entries[map->slots[slot] - 1];
        void *before = entry->value;
        entry->value = value;
        return before;
    }
    struct map_entry *entry = ARENA_PUSH(map->arena, map->entries, map->count, map->capacity);
    *entry = (struct map_entry){key, value};
    map->slots[slot] = (uint32_t)map->count;
    return NULL;
}
