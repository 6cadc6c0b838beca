#include "base/arena.h"

#include <stdalign.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"

enum { FIRST_BLOCK = 16 * 1024, LARGEST_BLOCK = 1024 * 1024 };

struct block {
    struct block *next; /* the older block */
    size_t size, used;
    alignas(max_align_t) char bytes[];
};

struct arena {
    struct block *newest;
    size_t cap, used, reserved;
};

static _Noreturn void fail(const char *why)
{
    fprintf(stderr, "reeve: %s\n", why);
    abort();
}

static struct block *block_new(struct arena *arena, size_t size)
{
    if (size > arena->cap - arena->reserved)
        fail("one piece of work needed more memory than it may use");
    struct block *block = malloc(sizeof *block + size);
    if (!block)
        fail("out of memory");
    *block = (struct block){.next = arena->newest, .size = size};
    arena->reserved += size;
    arena->newest = block;
    return block;
}

struct arena *arena_new(size_t cap)
{
    struct arena *arena = calloc(1, sizeof *arena);
    if (!arena)
        fail("out of memory");
    arena->cap = cap < FIRST_BLOCK ? FIRST_BLOCK : cap;
    return arena;
}

void arena_free(struct arena *arena)
{
    if (!arena)
        return;
    for (struct block *block = arena->newest, *next; block; block = next) {
        next = block->next;
        free(block);
    }
    free(arena);
}

void arena_cleanup(struct arena **arena)
{
    arena_free(*arena);
}

void arena_reset(struct arena *arena)
{
    struct block *block = arena->newest;
    while (block && block->next) {
        struct block *next = block->next;
        free(block);
        block = next;
    }
    if (block)
        block->used = 0;
    arena->newest = block;
    arena->reserved = block ? block->size : 0;
    arena->used = 0;
}

size_t arena_used(const struct arena *arena)
{
    return arena->used;
}

static size_t next_block_size(const struct arena *arena, size_t need)
{
    size_t size = arena->newest ? arena->newest->size * 2 : FIRST_BLOCK;
    if (size > LARGEST_BLOCK)
        size = LARGEST_BLOCK;
    if (size > arena->cap - arena->reserved)
        size = arena->cap - arena->reserved;
    return size < need ? need : size;
}

void *arena_bytes(struct arena *arena, size_t size)
{
    size_t step = alignof(max_align_t);
    if (size > arena->cap)
        fail("one piece of work needed more memory than it may use");
    size = (size + step - 1) / step * step;
    struct block *block = arena->newest;
    if (!block || block->size - block->used < size)
        block = block_new(arena, next_block_size(arena, size));
    void *memory = block->bytes + block->used;
    block->used += size;
    arena->used += size;
    return memory;
}

void *arena_alloc(struct arena *arena, size_t size)
{
    return memset(arena_bytes(arena, size), 0, size);
}

void *arena_array(struct arena *arena, size_t count, size_t size)
{
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes))
        fail("one piece of work needed more memory than it may use");
    return arena_alloc(arena, bytes);
}

void *arena_grow(struct arena *arena, const void *items, size_t size, size_t *capacity)
{
    size_t wider = *capacity ? *capacity * 2 : 4;
    void *grown = arena_array(arena, wider, size);
    if (*capacity)
        memcpy(grown, items, *capacity * size);
    *capacity = wider;
    return grown;
}

struct text arena_text(struct arena *arena, struct text text)
{
    char *copy = arena_bytes(arena, text.n + 1);
    if (text.n)
        memcpy(copy, text.s, text.n);
    copy[text.n] = 0;
    return (struct text){copy, text.n};
}

char *arena_string(struct arena *arena, struct text text)
{
    return (char *)(uintptr_t)arena_text(arena, text).s;
}

struct text arena_lower(struct arena *arena, struct text text)
{
    char *copy = arena_string(arena, text);
    for (size_t i = 0; i < text.n; i++)
        copy[i] = text_lower(copy[i]);
    return (struct text){copy, text.n};
}

struct text arena_format(struct arena *arena, const char *format, ...)
{
    char most[256]; /* of what is formatted is no longer; the rest moves to the arena by itself */
    struct buf out = {arena, most, 0, sizeof most};
    va_list args;
    va_start(args, format);
    buf_vformat(&out, format, args);
    va_end(args);
    return out.s == most ? arena_text(arena, (struct text){most, out.n}) : buf_text(&out);
}
