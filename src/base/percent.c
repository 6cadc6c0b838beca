#include "base/percent.h"

#include <string.h>

#include "base/encode.h"
#include "base/utf8.h"

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
            int high = hex_digit(in.s[i + 1]), low = hex_digit(in.s[i + 2]);
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
