#include "faces/html/escape.h"

#include "base/percent.h"

static const char *entity(unsigned char c)
{
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    case '\t':
    case '\n':
    case '\r':
        return NULL;
    default:
        return c < ' ' || c == 0x7f ? "\xef\xbf\xbd" : NULL;
    }
}

static void escaped(struct buf *out, struct text text)
{
    while (text.n) {
        size_t plain = text_ordinary(text);
        buf_put(out, (struct text){text.s, plain});
        if (plain < text.n) {
            const char *instead = entity((unsigned char)text.s[plain]);
            buf_put(out, instead ? text_of(instead) : (struct text){text.s + plain, 1});
            plain++;
        }
        text = (struct text){text.s + plain, text.n - plain};
    }
}

void html_text(struct buf *out, struct text text)
{
    escaped(out, text);
}

void html_attribute(struct buf *out, struct text text)
{
    escaped(out, text);
}

/* Browsers drop tabs and line ends inside an address and read "\" as "/", so none of them may pass. */
static bool has_odd_bytes(struct text text)
{
    for (size_t i = text_ordinary(text); i < text.n; i++)
        if ((unsigned char)text.s[i] < ' ' || text.s[i] == '\\' || text.s[i] == 0x7f)
            return true;
    return text_find(text, ' ') < text.n;
}

static bool is_relative(struct text text)
{
    if (!text.n || text_starts(text, TEXT("//")))
        return false;
    if (text.s[0] == '/' || text.s[0] == '?' || text.s[0] == '#')
        return true;
    size_t colon = text_find(text, ':'), slash = text_find(text, '/');
    return colon == text.n || slash < colon;
}

void html_url(struct buf *out, struct text text)
{
    bool allowed = is_relative(text) || text_starts_same(text, TEXT("http://")) ||
                   text_starts_same(text, TEXT("https://"));
    if (!allowed || has_odd_bytes(text))
        text = TEXT("#");
    escaped(out, text);
}

void html_url_part(struct buf *out, struct text text)
{
    percent_encode(out, text);
}

void html_int(struct buf *out, int64_t n)
{
    buf_int(out, n);
}

void html_safe(struct buf *out, struct safe_html html)
{
    buf_put(out, html.html);
}
