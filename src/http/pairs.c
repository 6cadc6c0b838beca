#include "http/pairs.h"

void http_pairs_add(struct http_pairs *pairs, struct arena *arena, struct text name, struct text value)
{
    struct http_pair *pair = ARENA_ADD(arena, *pairs);
    *pair = (struct http_pair){name, value};
}

const struct text *http_pairs_find(const struct http_pairs *pairs, const char *name)
{
    struct text wanted = text_of(name);
    for (size_t i = 0; i < pairs->count; i++) {
        if (text_eq(pairs->items[i].name, wanted))
            return &pairs->items[i].value;
    }
    return NULL;
}

struct text http_pairs_get(const struct http_pairs *pairs, const char *name)
{
    const struct text *value = http_pairs_find(pairs, name);
    return value ? *value : TEXT("");
}

size_t http_pairs_count(const struct http_pairs *pairs, const char *name)
{
    size_t count = 0;
    for (size_t i = 0; i < pairs->count; i++)
        count += text_is(pairs->items[i].name, name);
    return count;
}
