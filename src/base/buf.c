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

/* Texts and whole numbers, which is nearly everything that is ever formatted. False: something else is asked
 * for, and what was written so far must go. */
static bool put_simply(struct buf *buf, const char *format, va_list args)
{
    for (const char *at = strchrnul(format, '%');; format = at, at = strchrnul(format, '%')) {
        buf_put(buf, (struct text){format, (size_t)(at - format)});
        if (!*at)
            return true;
        at++;
        if (strncmp(at, ".*s", 3) == 0) {
            int most = va_arg(args, int);
            const char *s = va_arg(args, const char *);
            if (most < 0)
                return false;
            buf_put(buf, (struct text){s, s ? strnlen(s, (size_t)most) : 0});
            at += 3;
        } else if (*at == 's') {
            buf_puts(buf, va_arg(args, const char *));
            at++;
        } else if (*at == 'c') {
            buf_char(buf, (char)va_arg(args, int));
            at++;
        } else if (*at == 'd') {
            buf_int(buf, va_arg(args, int));
            at++;
        } else if (*at == 'u') {
            buf_digits(buf, va_arg(args, unsigned), 1);
            at++;
        } else if (strncmp(at, "zu", 2) == 0) {
            buf_digits(buf, va_arg(args, size_t), 1);
            at += 2;
        } else if (strncmp(at, "lld", 3) == 0) {
            buf_int(buf, va_arg(args, long long));
            at += 3;
        } else {
            return false;
        }
    }
}

void buf_vformat(struct buf *buf, const char *format, va_list args)
{
    size_t before = buf->n;
    va_list again;
    va_copy(again, args);
    bool done = put_simply(buf, format, again);
    va_end(again);
    if (done)
        return;
    buf->n = before;
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
}

void buf_format(struct buf *buf, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    buf_vformat(buf, format, args);
    va_end(args);
}

struct text buf_text(struct buf *buf)
{
    if (!buf->s)
        return TEXT("");
    buf_reserve(buf, 0);
    buf->s[buf->n] = 0;
    return (struct text){buf->s, buf->n};
}
