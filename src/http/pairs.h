/* Name and value pairs in the order they were sent: headers, query parameters, cookies, form fields.
 * Names may repeat. The slices live as long as the arena (or literals) they stand in. */
#pragma once

#include "base/arena.h"

struct http_pair {
    struct text name, value;
};

struct http_pairs {
    struct http_pair *items;
    size_t count, capacity;
};

void http_pairs_add(struct http_pairs *pairs, struct arena *arena, struct text name, struct text value);
/* The first value of that name, NULL when there is none. Names compare byte by byte. */
const struct text *http_pairs_find(const struct http_pairs *pairs, const char *name);
/* The first value, or the empty slice. */
struct text http_pairs_get(const struct http_pairs *pairs, const char *name);
/* How often the name occurs. */
size_t http_pairs_count(const struct http_pairs *pairs, const char *name);
