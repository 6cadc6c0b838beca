/* Growing byte buffers in an arena. The bytes move when the buffer grows; take buf_text only when done. */
#pragma once

#include <stdarg.h>

#include "base/arena.h"

struct buf {
    struct arena *arena;
    char *s;
    size_t n, capacity;
};

static inline struct buf buf_in(struct arena *arena)
{
    return (struct buf){.arena = arena};
}
void buf_widen(struct buf *buf, size_t more);
/* Makes room for so many bytes more, and for the NUL. */
static inline void buf_reserve(struct buf *buf, size_t more)
{
    if (buf->capacity - buf->n <= more)
        buf_widen(buf, more);
}
static inline void buf_put(struct buf *buf, struct text text)
{
    if (!text.n)
        return;
    buf_reserve(buf, text.n);
    memcpy(buf->s + buf->n, text.s, text.n);
    buf->n += text.n;
}
void buf_puts(struct buf *buf, const char *s);
static inline void buf_char(struct buf *buf, char c)
{
    buf_reserve(buf, 1);
    buf->s[buf->n++] = c;
}
void buf_int(struct buf *buf, int64_t n);
/* At least `width` digits, with zeros before them; n is not negative. */
void buf_digits(struct buf *buf, uint64_t n, unsigned width);
/* As printf, without `n` and positions. */
void buf_format(struct buf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));
void buf_vformat(struct buf *buf, const char *format, va_list args) __attribute__((format(printf, 2, 0)));
/* What was written; followed by a NUL that is not counted. Lives in the arena. */
struct text buf_text(struct buf *buf);
