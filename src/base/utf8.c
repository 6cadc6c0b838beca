#include "base/utf8.h"

#include <string.h>

/* RFC 3629 section 4: which second bytes a first byte allows; that alone keeps out overlong forms, surrogates
 * and values that are too large. */
static const struct lead {
    unsigned char from, to, second_from, second_to;
    size_t length;
} leads[] = {
    {0x00, 0x7f, 0, 0, 1},       {0xc2, 0xdf, 0x80, 0xbf, 2}, {0xe0, 0xe0, 0xa0, 0xbf, 3},
    {0xe1, 0xec, 0x80, 0xbf, 3}, {0xed, 0xed, 0x80, 0x9f, 3}, {0xee, 0xef, 0x80, 0xbf, 3},
    {0xf0, 0xf0, 0x90, 0xbf, 4}, {0xf1, 0xf3, 0x80, 0xbf, 4}, {0xf4, 0xf4, 0x80, 0x8f, 4},
};

static const struct lead *find_lead(unsigned char byte)
{
    for (size_t i = 0; i < sizeof leads / sizeof *leads; i++)
        if (byte >= leads[i].from && byte <= leads[i].to)
            return &leads[i];
    return NULL;
}

size_t utf8_next(struct text text, uint32_t *out)
{
    const unsigned char *bytes = (const unsigned char *)text.s;
    const struct lead *lead = text.n ? find_lead(bytes[0]) : NULL;
    if (!lead || lead->length > text.n)
        return 0;
    uint32_t sum = lead->length == 1 ? bytes[0] : bytes[0] & (0xffu >> (lead->length + 1));
    for (size_t i = 1; i < lead->length; i++) {
        unsigned char from = i == 1 ? lead->second_from : 0x80, to = i == 1 ? lead->second_to : 0xbf;
        if (bytes[i] < from || bytes[i] > to)
            return 0;
        sum = sum << 6 | (bytes[i] & 0x3f);
    }
    *out = sum;
    return lead->length;
}

bool utf8_valid(struct text text)
{
    uint32_t character;
    while (text.n) {
        size_t n = (unsigned char)text.s[0] < 0x80 ? 1 : utf8_next(text, &character);
        if (!n)
            return false;
        text = (struct text){text.s + n, text.n - n};
    }
    return true;
}

static bool begins_character(char byte)
{
    return ((unsigned char)byte & 0xc0) != 0x80;
}

size_t utf8_count(struct text text)
{
    size_t count = 0;
    for (size_t i = 0; i < text.n; i++)
        count += begins_character(text.s[i]);
    return count;
}

struct text utf8_cut(struct text text, size_t characters)
{
    size_t n = 0;
    for (size_t count = 0; n < text.n; n++) {
        if (begins_character(text.s[n]) && count++ == characters)
            break;
    }
    return (struct text){text.s, n};
}

static bool is_white(uint32_t character)
{
    static const struct {
        uint32_t from, to;
    } white[] = {{0x09, 0x0d},     {0x20, 0x20},     {0x85, 0x85},     {0xa0, 0xa0},
                 {0x1680, 0x1680}, {0x2000, 0x200b}, {0x2028, 0x2029}, {0x202f, 0x202f},
                 {0x205f, 0x2060}, {0x3000, 0x3000}, {0xfeff, 0xfeff}};
    for (size_t i = 0; i < sizeof white / sizeof *white; i++)
        if (character >= white[i].from && character <= white[i].to)
            return true;
    return false;
}

size_t utf8_white(struct text text)
{
    uint32_t character;
    size_t n = utf8_next(text, &character);
    return n && is_white(character) ? n : 0;
}

struct text utf8_trim(struct text text)
{
    for (size_t n; (n = utf8_white(text));)
        text = (struct text){text.s + n, text.n - n};
    while (text.n) {
        size_t last = text.n - 1;
        while (last && !begins_character(text.s[last]))
            last--;
        if (utf8_white((struct text){text.s + last, text.n - last}) != text.n - last)
            break;
        text.n = last;
    }
    return text;
}

static bool has_control(struct text text)
{
    for (size_t i = 0; i < text.n; i++) {
        unsigned char c = (unsigned char)text.s[i];
        if (c == 0x7f || (c < 0x20 && c != '\t' && c != '\n' && c != '\r'))
            return true;
    }
    return false;
}

const char *utf8_clean(struct arena *arena, struct text text, struct text *out)
{
    if (!utf8_valid(text))
        return "is not valid UTF-8";
    if (has_control(text))
        return "contains control characters; remove them";
    if (text_find(text, '\r') == text.n) {
        *out = text;
        return NULL;
    }
    char *bytes = arena_alloc(arena, text.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < text.n; i++) {
        bool pair = text.s[i] == '\r' && i + 1 < text.n && text.s[i + 1] == '\n';
        if (!pair)
            bytes[n++] = text.s[i] == '\r' ? '\n' : text.s[i];
    }
    *out = (struct text){bytes, n};
    return NULL;
}
