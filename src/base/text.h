/* Text slices: bytes with a length, usually UTF-8, never owned by the slice.
 *
 * A slice borrows its bytes; they live as long as the arena (or literal) they stand in. Slices need not end
 * in NUL. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct text {
    const char *s; /* may be NULL when n is 0 */
    size_t n;      /* bytes */
};

/* A slice over a string literal. */
#define TEXT(literal) ((struct text){"" literal, sizeof(literal) - 1})
/* For printf("%.*s", TEXT_ARGS(t)). `t` is a variable, so that nothing is worked out three times. */
#define TEXT_ARGS(t) ((int)(&(t))->n), ((t).s ? (t).s : "")

/* A slice over a NUL-terminated string; NULL gives the empty slice. */
static inline struct text text_of(const char *s)
{
    return (struct text){s, s ? strlen(s) : 0};
}
static inline bool text_eq(struct text a, struct text b)
{
    return a.n == b.n && (a.n == 0 || memcmp(a.s, b.s, a.n) == 0);
}
/* ASCII letters in lower case, every other byte as it is. */
char text_lower(char c);
/* Without looking at the case of ASCII letters: equal, begins with, has anywhere in it (as every text has
 * nothing). */
bool text_same(struct text a, struct text b);
bool text_starts_same(struct text a, struct text prefix);
bool text_holds_same(struct text a, struct text part);
/* Equality with a NUL-terminated string. */
bool text_is(struct text a, const char *b);
/* Byte order, like strcmp. */
int text_compare(struct text a, struct text b);
static inline bool text_starts(struct text a, struct text prefix)
{
    return a.n >= prefix.n && text_eq((struct text){a.s, prefix.n}, prefix);
}
bool text_ends(struct text a, struct text suffix);
/* Without leading and trailing ASCII white space. For what people write: utf8_trim. */
struct text text_trim(struct text a);
/* Position of c, or a.n when absent. */
size_t text_find(struct text a, char c);
/* Cuts `rest` at the first `c`: returns what stood before it and leaves what stood after; takes all when
 * absent. */
struct text text_cut(struct text *rest, char c);
/* A whole decimal integer with optional '-'; false on anything else or overflow. */
bool text_to_int(struct text a, int64_t *out);
/* For hash tables only: it may be another in the next version, and on another machine. */
uint64_t text_hash(struct text a);
/* Bytes at its beginning that neither JSON nor HTML escapes: no control characters, none of " & ' < > \. */
size_t text_ordinary(struct text a);
/* Edits (insert, delete, change, swap) between two short names; at most 64 bytes each. For "did you mean". */
unsigned text_distance(struct text a, struct text b);
