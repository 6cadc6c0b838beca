#include "base/encode.h"

#include <string.h>

static const char hex_digits[] = "0123456789abcdef";
static const char base64url_digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

struct text hex_encode(struct arena *arena, const void *bytes, size_t n)
{
    const unsigned char *from = bytes;
    char *out = arena_alloc(arena, n * 2 + 1);
    for (size_t i = 0; i < n; i++) {
        out[i * 2] = hex_digits[from[i] >> 4];
        out[i * 2 + 1] = hex_digits[from[i] & 15];
    }
    return (struct text){out, n * 2};
}

/* Index of c among `digits`, or -1. */
static int digit_of(const char *digits, char c)
{
    const char *found = c ? strchr(digits, c) : NULL;
    return found ? (int)(found - digits) : -1;
}

/* What each digit stands for and one more; 0: it is none. */
static const unsigned char hex_values[256] = {
    ['0'] = 1,  2,  3,  4,  5,  6,  7, 8, 9, 10, /* to 9 */
    ['A'] = 11, 12, 13, 14, 15, 16,              /* to F */
    ['a'] = 11, 12, 13, 14, 15, 16,              /* to f */
};

int hex_digit(char c)
{
    return hex_values[(unsigned char)c] - 1;
}

bool hex_decode(struct text text, void *bytes, size_t n)
{
    unsigned char *out = bytes;
    unsigned all = 0;
    if (text.n != n * 2)
        return false;
    for (size_t i = 0; i < n; i++) {
        unsigned high = hex_values[(unsigned char)text.s[i * 2]] - 1u;
        unsigned low = hex_values[(unsigned char)text.s[i * 2 + 1]] - 1u;
        out[i] = (unsigned char)(high << 4 | low);
        all |= high | low;
    }
    return all < 16;
}

struct text base64url_encode(struct arena *arena, const void *bytes, size_t n)
{
    const unsigned char *from = bytes;
    size_t length = (n * 4 + 2) / 3;
    char *out = arena_alloc(arena, length + 1);
    uint32_t waiting = 0;
    unsigned bits = 0;
    size_t at = 0;
    for (size_t i = 0; i < n; i++) {
        waiting = (waiting << 8 | from[i]) & 0xffff;
        for (bits += 8; bits >= 6; bits -= 6)
            out[at++] = base64url_digits[waiting >> (bits - 6) & 63];
    }
    if (bits)
        out[at++] = base64url_digits[waiting << (6 - bits) & 63];
    return (struct text){out, length};
}

bool base64url_decode(struct arena *arena, struct text text, struct text *out)
{
    size_t length = text.n * 3 / 4, at = 0;
    unsigned char *bytes = arena_alloc(arena, length + 1);
    uint32_t waiting = 0;
    unsigned bits = 0;
    for (size_t i = 0; i < text.n; i++) {
        int digit = digit_of(base64url_digits, text.s[i]);
        if (digit < 0)
            return false;
        waiting = (waiting << 6 | (uint32_t)digit) & 0xffff;
        bits += 6;
        if (bits >= 8) {
            bits -= 8;
            bytes[at++] = (unsigned char)(waiting >> bits);
        }
    }
    /* A digit too many, or bits that no byte takes, would be a second spelling. */
    if (text.n % 4 == 1 || (waiting & ((1u << bits) - 1)))
        return false;
    *out = (struct text){(const char *)bytes, length};
    return true;
}
