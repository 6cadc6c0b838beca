#include "modules/policy/line.h"

static bool line_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool line_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static struct text line_after(struct text text, size_t n)
{
    return (struct text){text.s + n, text.n - n};
}

/* Cuts any of these off the front; true when one was there. */
static bool line_cut_front(struct text *text, const char *const *signs)
{
    for (; *signs; signs++) {
        struct text sign = text_of(*signs);
        if (text_starts(*text, sign)) {
            *text = line_after(*text, sign.n);
            return true;
        }
    }
    return false;
}

static bool line_cut_back(struct text *text, const char *const *signs)
{
    for (; *signs; signs++) {
        struct text sign = text_of(*signs);
        if (text_ends(*text, sign)) {
            text->n -= sign.n;
            return true;
        }
    }
    return false;
}

struct text line_unmarked(struct text text)
{
    static const char *const front[] = {"#", "*", "<b>", "<strong>", "_", "\\*", NULL};
    static const char *const back[] = {"*", "</b>", "</strong>", "_", NULL};
    do
        text = text_trim(text);
    while (line_cut_front(&text, front) || line_cut_back(&text, back));
    return text;
}

static bool line_is_one_of(struct text plain, const char *const *list)
{
    for (; *list; list++)
        if (text_same(plain, text_of(*list)))
            return true;
    return false;
}

bool line_is_marking(struct text plain)
{
    static const char *const markings[] = {"NOT PROTECTIVELY MARKED",
                                           "OFFICIAL",
                                           "OFFICIAL-SENSITIVE",
                                           "OFFICIAL - SENSITIVE",
                                           "OFFICIAL SENSITIVE",
                                           "OFFICIAL – SENSITIVE",
                                           "OFFICIAL: SENSITIVE",
                                           "UNCLASSIFIED",
                                           "PROTECT",
                                           "RESTRICTED",
                                           "CONFIDENTIAL",
                                           "SECRET",
                                           "TOP SECRET",
                                           "GPMS NOT PROTECTIVELY MARKED",
                                           NULL};
    return !line_has_lower(plain) && line_is_one_of(plain, markings);
}

bool line_is_signatory(struct text plain)
{
    static const char *const ranks[] = {"CHIEF CONSTABLE",           "DEPUTY CHIEF CONSTABLE",
                                        "ASSISTANT CHIEF CONSTABLE", "COMMISSIONER",
                                        "DEPUTY COMMISSIONER",       NULL};
    return !line_has_lower(plain) && line_is_one_of(plain, ranks);
}

bool line_is_website(struct text plain)
{
    static const char *const said[] = {"cookies",
                                       "cookie settings",
                                       "cookie preferences",
                                       "exit this site",
                                       "Leave this site",
                                       "This site is a beta",
                                       "there was a technical problem",
                                       "Skip to main content",
                                       NULL};
    for (const char *const *words = said; *words; words++)
        if (line_find_word(plain, text_of(*words)) < plain.n)
            return true;
    return false;
}

bool line_has_lower(struct text text)
{
    for (size_t i = 0; i < text.n; i++)
        if (text.s[i] >= 'a' && text.s[i] <= 'z')
            return true;
    return false;
}

size_t line_words(struct text text)
{
    size_t words = 0;
    bool inside = false;
    for (size_t i = 0; i < text.n; i++) {
        bool space = text.s[i] == ' ' || text.s[i] == '\t';
        words += !space && !inside;
        inside = !space;
    }
    return words;
}

size_t line_find_word(struct text text, struct text word)
{
    for (size_t i = 0; i + word.n <= text.n; i++) {
        if (!text_same((struct text){text.s + i, word.n}, word))
            continue;
        bool begins = i == 0 || !(line_letter(text.s[i - 1]) || line_digit(text.s[i - 1]));
        bool ends =
            i + word.n == text.n || !(line_letter(text.s[i + word.n]) || line_digit(text.s[i + word.n]));
        if (begins && ends)
            return i;
    }
    return text.n;
}

struct text line_cell(struct text raw, size_t index)
{
    char between = text_find(raw, '\t') < raw.n ? '\t' : '|';
    struct text rest = raw, cell = TEXT("");
    for (size_t i = 0; i <= index; i++) {
        if (!rest.n)
            return TEXT("");
        cell = text_cut(&rest, between);
    }
    return line_unmarked(cell);
}

/* Bullet signs, a second one behind the first included (`- ✓`), and letters in brackets. */
static void line_read_bullet(struct line *line, struct text *rest)
{
    static const char *const signs[] = {"- ", "* ", "• ", "– ", "✓ ", "\xef\x82\xb7 ", "o ", "●", NULL};
    while (line_cut_front(rest, signs)) {
        line->bullet = true;
        *rest = text_trim(*rest);
    }
    bool open = rest->n > 3 && rest->s[0] == '(';
    size_t at = open ? 1 : 0;
    if (rest->n > at + 2 && rest->s[at] >= 'a' && rest->s[at] <= 'z' && rest->s[at + 1] == ')') {
        line->bullet = true;
        *rest = text_trim(line_after(*rest, at + 2));
    }
}

/* `2.3.1`, `2.3.`, `2.` or `2)`, then white space. A lone number needs its dot: `37 officers` is text. */
static void line_read_number(struct line *line, struct text *rest)
{
    unsigned parts[LINE_PARTS_MAX] = {0};
    unsigned depth = 0;
    size_t at = 0, end = 0;
    bool dot = false;
    while (at < rest->n && line_digit(rest->s[at]) && depth < LINE_PARTS_MAX) {
        unsigned value = 0;
        size_t start = at;
        for (; at < rest->n && line_digit(rest->s[at]) && at - start < 4; at++)
            value = value * 10 + (unsigned)(rest->s[at] - '0');
        parts[depth++] = value;
        end = at;
        dot = at < rest->n && (rest->s[at] == '.' || (rest->s[at] == ')' && depth == 1));
        at += dot;
        if (!dot)
            break;
    }
    bool space = at < rest->n && (rest->s[at] == ' ' || rest->s[at] == '\t');
    if (!depth || !space || (depth == 1 && !dot && !line->hash) || parts[0] == 0)
        return;
    for (unsigned i = 0; i < depth; i++)
        line->parts[i] = parts[i];
    line->depth = depth;
    line->printed = (struct text){rest->s, end};
    *rest = text_trim(line_after(*rest, at));
}

struct line line_read(struct text raw, size_t number)
{
    struct line line = {.raw = raw, .number = number};
    struct text rest = text_trim(raw);
    line.blank = rest.n == 0;
    while (rest.n && rest.s[0] == '#') {
        line.hash = true;
        rest = line_after(rest, 1);
    }
    rest = text_trim(rest);
    line_read_bullet(&line, &rest);
    struct text inner = line_unmarked(rest);
    if (rest.n && inner.n && !line_digit(rest.s[0]) && line_digit(inner.s[0]))
        rest = inner; /* a number in bold is a number all the same */
    line_read_number(&line, &rest);
    line.body = rest;
    line.plain = line_unmarked(rest);
    line.row = text_find(rest, '\t') < rest.n || text_find(rest, '|') < rest.n ||
               (text_find(raw, '\t') < raw.n && !line.depth && !line.bullet && raw.n && raw.s[0] != '\t');
    return line;
}
