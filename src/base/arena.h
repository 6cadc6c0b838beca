/* Arenas: memory for one request, command or rulebook, freed all at once.
 *
 * Nothing in an arena is freed alone. Running past the cap, or out of memory, ends the program with a
 * message: every input is bounded before it reaches one, so either is a fault of ours or of the machine. */
#pragma once

#include "base/text.h"

struct arena;

/* An empty arena that may grow to `cap` bytes. The caller frees it with arena_free. */
struct arena *arena_new(size_t cap);
void arena_free(struct arena *arena);
/* Keeps the first block and forgets everything in it, for reuse by the next request. */
void arena_reset(struct arena *arena);
/* Bytes handed out since the start or the last reset. */
size_t arena_used(const struct arena *arena);

/* Zeroed memory, aligned for any type. Never NULL. */
void *arena_alloc(struct arena *arena, size_t size);
/* The same, not zeroed: for bytes that are written at once. */
void *arena_bytes(struct arena *arena, size_t size);
/* `count` zeroed elements of `size`; a product that overflows ends the program. */
void *arena_array(struct arena *arena, size_t count, size_t size);
/* A copy, followed by a NUL that is not counted. */
struct text arena_text(struct arena *arena, struct text text);
/* The same as a C string. */
char *arena_string(struct arena *arena, struct text text);
/* A copy with ASCII letters in lower case. */
struct text arena_lower(struct arena *arena, struct text text);
struct text arena_format(struct arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));

#define ARENA_NEW(arena, type)          ((type *)arena_alloc((arena), sizeof(type)))
#define ARENA_ARRAY(arena, type, count) ((type *)arena_array((arena), (count), sizeof(type)))

/* Appends one element to a growing array held in an arena: `items` (a typed pointer), `count`, `capacity`
 * are lvalues of the caller's struct. Gives a pointer to the new, zeroed element. */
#define ARENA_PUSH(arena, items, count, capacity)                                                            \
    ((count) == (capacity) ? (void)((items) = arena_grow((arena), (items), sizeof *(items), &(capacity)))    \
                           : (void)0,                                                                        \
     &(items)[(count)++])
/* The same for a list: a struct with just these members. `*list` of a pointer to one. */
#define ARENA_ADD(arena, list) ARENA_PUSH(arena, (list).items, (list).count, (list).capacity)
void *arena_grow(struct arena *arena, const void *items, size_t size, size_t *capacity);

/* For __attribute__((cleanup)). */
void arena_cleanup(struct arena **arena);
#define ARENA_SCOPED __attribute__((cleanup(arena_cleanup))) struct arena *
