/* SHA-256, over parts that need not stand together. Includes base only. Without OpenSSL's SHA-256 the program
 * ends. */
#pragma once

#include "base/arena.h"

enum { HASH_BYTES = 32 };

struct hash {
    unsigned char b[HASH_BYTES];
};

/* The hash of the parts one after the other, without separators. */
struct hash hash_parts(const struct text *parts, size_t count);
bool hash_eq(const struct hash *a, const struct hash *b);
/* Its bytes as a slice over `hash`, for binding; and back (false unless exactly 32 bytes). */
struct text hash_bytes(const struct hash *hash);
bool hash_from_bytes(struct text bytes, struct hash *hash);
/* 64 lower-case hexadecimal digits, in the arena; and back (upper case is taken too). */
struct text hash_hex(struct arena *arena, const struct hash *hash);
bool hash_from_hex(struct text hex, struct hash *hash);
