#include "base/text.h"

char text_lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

bool text_same(struct text a, struct text b)
{
    size_t n = 0;
    while (a.n == b.n && n < a.n && text_lower(a.s[n]) == text_lower(b.s[n]))
        n++;
    return a.n == b.n && n == a.n;
}

bool text_starts_same(struct text a, struct text prefix)
{
    return a.n >= prefix.n && text_same((struct text){a.s, prefix.n}, prefix);
}

bool text_holds_same(struct text a, struct text part)
{
    for (size_t i = 0; i + part.n <= a.n; i++)
        if (text_same((struct text){a.s + i, part.n}, part))
            return true;
    return false;
}

bool text_is(struct text a, const char *b)
{
    return text_eq(a, text_of(b));
}

int text_compare(struct text a, struct text b)
{
    size_t n = a.n < b.n ? a.n : b.n;
    int order = n ? memcmp(a.s, b.s, n) : 0;
    if (order)
        return order;
    return (a.n > b.n) - (a.n < b.n);
}

bool text_ends(struct text a, struct text suffix)
{
    return a.n >= suffix.n && text_eq((struct text){a.s + (a.n - suffix.n), suffix.n}, suffix);
}

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

struct text text_trim(struct text a)
{
    while (a.n && is_space(a.s[0])) {
        a.s++;
        a.n--;
    }
    while (a.n && is_space(a.s[a.n - 1]))
        a.n--;
    return a;
}

size_t text_find(struct text a, char c)
{
    const char *at = a.n ? memchr(a.s, c, a.n) : NULL;
    return at ? (size_t)(at - a.s) : a.n;
}

struct text text_cut(struct text *rest, char c)
{
    size_t at = text_find(*rest, c);
    struct text head = {rest->s, at};
    size_t skip = at < rest->n ? at + 1 : at;
    rest->s = rest->s ? rest->s + skip : NULL;
    rest->n -= skip;
    return head;
}

bool text_to_int(struct text a, int64_t *out)
{
    bool minus = a.n && a.s[0] == '-';
    size_t i = minus;
    int64_t sum = 0;
    if (i == a.n)
        return false;
    for (; i < a.n; i++) {
        if (a.s[i] < '0' || a.s[i] > '9')
            return false;
        int64_t digit = a.s[i] - '0';
        if (__builtin_mul_overflow(sum, 10, &sum) || __builtin_sub_overflow(sum, digit, &sum))
            return false;
    }
    if (!minus && sum == INT64_MIN)
        return false;
    *out = minus ? sum : -sum;
    return true;
}

/* Eight bytes at a step: a product of twice the width, folded, lets every bit reach every other. */
static uint64_t mix(uint64_t h, uint64_t word)
{
    unsigned __int128 product = (unsigned __int128)(h ^ word) * 0x9e3779b97f4a7c15u;
    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

uint64_t text_hash(struct text a)
{
    uint64_t h = 0xcbf29ce484222325u + a.n, word;
    size_t at = 0;
    for (; a.n - at >= sizeof word; at += sizeof word) {
        memcpy(&word, a.s + at, sizeof word);
        h = mix(h, word);
    }
    word = 0;
    if (at < a.n)
        memcpy(&word, a.s + at, a.n - at);
    return mix(h, word);
}

typedef unsigned char bytes16 __attribute__((vector_size(16)));

static bool ordinary16(const char *s)
{
    bytes16 c;
    uint64_t odd[2];
    memcpy(&c, s, sizeof c);
    bytes16 is_odd = (bytes16)((c < ' ') | (c == '"') | (c == '&') | (c == '\'') | (c == '<') | (c == '>') |
                               (c == '\\') | (c == 0x7f));
    memcpy(odd, &is_odd, sizeof odd);
    return !(odd[0] | odd[1]);
}

size_t text_ordinary(struct text a)
{
    static const bool odd[256] = {
        [0 ... 31] = true, ['"'] = true, ['&'] = true,  ['\''] = true,
        ['<'] = true,      ['>'] = true, ['\\'] = true, [0x7f] = true,
    };
    size_t n = 0;
    while (a.n - n >= sizeof(bytes16) && ordinary16(a.s + n))
        n += sizeof(bytes16);
    while (n < a.n && !odd[(unsigned char)a.s[n]])
        n++;
    return n;
}

enum { DISTANCE_MAX = 64 };

unsigned text_distance(struct text a, struct text b)
{
    unsigned rows[3][DISTANCE_MAX + 1];
    if (a.n > DISTANCE_MAX || b.n > DISTANCE_MAX)
        return DISTANCE_MAX;
    unsigned *before = rows[0], *last = rows[1], *row = rows[2];
    for (unsigned j = 0; j <= b.n; j++)
        last[j] = j;
    for (unsigned i = 1; i <= a.n; i++) {
        row[0] = i;
        for (unsigned j = 1; j <= b.n; j++) {
            unsigned change = last[j - 1] + (a.s[i - 1] != b.s[j - 1]);
            unsigned best = last[j] + 1 < row[j - 1] + 1 ? last[j] + 1 : row[j - 1] + 1;
            if (change < best)
                best = change;
            bool swapped = i > 1 && j > 1 && a.s[i - 1] == b.s[j - 2] && a.s[i - 2] == b.s[j - 1];
            if (swapped && before[j - 2] + 1 < best)
                best = before[j - 2] + 1;
            row[j] = best;
        }
        unsigned *spare = before;
        before = last;
        last = row;
        row = spare;
    }
    return last[b.n];
}
