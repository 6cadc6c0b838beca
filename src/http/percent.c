#include "http/percent.h"

#include <string.h>

#include "base/utf8.h"

int percent_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

static bool nothing_to_decode(struct text in, bool plus)
{
    return text_find(in, '%') == in.n && !(plus && text_find(in, '+') < in.n);
}

static bool fit_to_keep(struct text text)
{
    return text_find(text, '\0') == text.n && utf8_valid(text);
}

bool percent_decode(struct arena *arena, struct text in, bool plus, struct text *out)
{
    *out = in;
    if (nothing_to_decode(in, plus))
        return fit_to_keep(in);
    char *s = arena_alloc(arena, in.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < in.n; i++) {
        char c = in.s[i];
        if (c == '%') {
            if (in.n - i < 3)
                return false;
            int high = percent_digit(in.s[i + 1]), low = percent_digit(in.s[i + 2]);
            if (high < 0 || low < 0)
                return false;
            c = (char)(high * 16 + low);
            i += 2;
        } else if (c == '+' && plus) {
            c = ' ';
        }
        s[n++] = c;
    }
    *out = (struct text){s, n};
    return fit_to_keep(*out);
}

static bool is_unreserved(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           (c && strchr("-._~", c));
}

void percent_encode(struct buf *out, struct text in)
{
    for (size_t i = 0; i < in.n; i++) {
        if (is_unreserved(in.s[i]))
            buf_char(out, in.s[i]);
        else
            buf_format(out, "%%%02X", (unsigned)(unsigned char)in.s[i]);
    }
}
