#include "base/log.h"

#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

#include "base/time.h"

enum { MESSAGE_MAX = 2000, ARENA_CAP = 64 * 1024 };

static void put_escaped(struct buf *out, const char *s)
{
    for (; *s; s++) {
        unsigned char c = (unsigned char)*s;
        if (c < 0x20 || c == 0x7f)
            buf_format(out, "\\x%02x", c);
        else
            buf_char(out, *s);
    }
}

static void __attribute__((format(printf, 2, 0)))
write_line(const char *level, const char *format, va_list args)
{
    char message[MESSAGE_MAX];
    vsnprintf(message, sizeof message, format, args);
    ARENA_SCOPED arena = arena_new(ARENA_CAP);
    struct buf out = buf_in(arena);
    time_put(&out, time_now());
    buf_format(&out, " %s ", level);
    put_escaped(&out, message);
    buf_char(&out, '\n');
    /* Where standard error is gone there is nobody left to tell. */
    ssize_t written = write(STDERR_FILENO, out.s, out.n);
    (void)written;
}

#define LOG_FUNCTION(level)                                                                                  \
    void log_##level(const char *format, ...)                                                                \
    {                                                                                                        \
        va_list args;                                                                                        \
        va_start(args, format);                                                                              \
        write_line(#level, format, args);                                                                    \
        va_end(args);                                                                                        \
    }

LOG_FUNCTION(info)
LOG_FUNCTION(warning)
LOG_FUNCTION(error)
