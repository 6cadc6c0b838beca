#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void buf_widen(struct buf *buf, size_t more)
{
    size_t wider = buf->capacity ? buf->capacity * 2 : 256;
    while (wider - buf->n <= more)
        wider *= 2;
    char *grown = arena_bytes(buf->arena, wider);
    if (buf->n)
        memcpy(grown, buf->s, buf->n);
    buf->s = grown;
    buf->capacity = wider;
}

void buf_put(struct buf *buf, struct text text)
{
    if (!text.n)
        return;
    buf_reserve(buf, text.n);
    memcpy(buf->s + buf->n, text.s, text.n);
    buf->n += text.n;
}

void buf_puts(struct buf *buf, const char *s)
{
    buf_put(buf, text_of(s));
}

void buf_int(struct buf *buf, int64_t n)
{
    if (n < 0)
        buf_char(buf, '-');
    buf_digits(buf, n < 0 ? -(uint64_t)n : (uint64_t)n, 1);
}

void buf_digits(struct buf *buf, uint64_t n, unsigned width)
{
    char digits[32];
    unsigned at = sizeof digits;
    do {
        digits[--at] = (char)('0' + n % 10);
        n /= 10;
    } while (n && at);
    while (sizeof digits - at < width && at)
        digits[--at] = '0';
    buf_put(buf, (struct text){digits + at, sizeof digits - at});
}

void buf_format(struct buf *buf, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    buf_reserve(buf, 1);
    size_t room = buf->capacity - buf->n;
    int n = vsnprintf(buf->s + buf->n, room, format, args);
    if (n > 0 && (size_t)n >= room) {
        buf_widen(buf, (size_t)n);
        vsnprintf(buf->s + buf->n, (size_t)n + 1, format, again);
    }
    if (n > 0)
        buf->n += (size_t)n;
    va_end(again);
    va_end(args);
}

struct text buf_text(struct buf *buf)
{
    buf_reserve(buf, 0);
    buf->s[buf->n] = 0;
    return (struct text){buf->s, buf->n};
}
