#include "ledger/event.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/encode.h"
#include "base/json.h"
#include "base/utf8.h"

static const char *const words[] = {
#define EVENT_KIND_WORD(name, word) [EVENT_##name] = (word),
    EVENT_KINDS(EVENT_KIND_WORD)
#undef EVENT_KIND_WORD
};

const char *event_kind_word(enum event_kind kind)
{
    return words[kind];
}

struct hash event_commit(struct text tag, struct text value, const struct hash *salt)
{
    char length[8];
    for (unsigned i = 0; i < 8; i++)
        length[i] = (char)((uint64_t)tag.n >> (56 - 8 * i));
    const struct text parts[] = {
        {"reeve-value-1", sizeof "reeve-value-1"}, hash_bytes(salt), {length, sizeof length}, tag, value,
    };
    return hash_parts(parts, sizeof parts / sizeof *parts);
}

const struct event_value *event_find(const struct event *event, const char *tag)
{
    for (size_t i = 0; i < event->value_count; i++) {
        if (text_is(event->values[i].tag, tag))
            return &event->values[i];
    }
    return NULL;
}

static int by_tag(const void *a, const void *b)
{
    return text_compare(((const struct event_value *)a)->tag, ((const struct event_value *)b)->tag);
}

static bool plain(struct text tag)
{
    for (size_t i = 0; i < tag.n; i++) {
        if (tag.s[i] < ' ' || tag.s[i] > '~' || tag.s[i] == '"' || tag.s[i] == '\\')
            return false;
    }
    return tag.n > 0;
}

/* Tags are ASCII, so that the order of bytes is the order of UTF-16 units which RFC 8785 wants. */
static bool sort_values(struct event *event)
{
    if (event->value_count)
        qsort(event->values, event->value_count, sizeof *event->values, by_tag);
    for (size_t i = 0; i < event->value_count; i++) {
        if (!plain(event->values[i].tag) || (i && by_tag(&event->values[i - 1], &event->values[i]) == 0))
            return false;
    }
    return true;
}

static void put_text(struct buf *out, const char *key, struct text text)
{
    buf_puts(out, key);
    json_quote(out, text);
}

static void put_int(struct buf *out, const char *key, int64_t n)
{
    buf_puts(out, key);
    buf_char(out, '"');
    buf_int(out, n);
    buf_char(out, '"');
}

static void put_values(struct arena *arena, struct buf *out, const struct event *event)
{
    buf_puts(out, ",\"values\":{");
    for (size_t i = 0; i < event->value_count; i++) {
        if (i)
            buf_char(out, ',');
        json_quote(out, event->values[i].tag);
        put_text(out, ":", hash_hex(arena, &event->values[i].commitment));
    }
    buf_char(out, '}');
}

bool event_canonical(struct arena *arena, struct event *event, struct text *body)
{
    if (!sort_values(event) || !utf8_valid(event->action) || !utf8_valid(event->reg) ||
        !utf8_valid(event->rulebook) || !utf8_valid(event->state))
        return false;
    struct buf out = buf_in(arena);
    put_text(&out, "{\"action\":", event->action);
    put_int(&out, ",\"actor\":", event->actor);
    put_int(&out, ",\"format\":", 1);
    put_text(&out, ",\"kind\":", text_of(words[event->kind]));
    put_int(&out, ",\"record\":", event->record);
    put_text(&out, ",\"register\":", event->reg);
    put_text(&out, ",\"rulebook\":", event->rulebook);
    put_int(&out, ",\"seq\":", event->seq);
    put_text(&out, ",\"state\":", event->state);
    put_int(&out, ",\"time\":", event->time);
    put_values(arena, &out, event);
    put_int(&out, ",\"version\":", event->version);
    buf_char(&out, '}');
    *body = buf_text(&out);
    return true;
}

/* Reading. What is read is written again and compared with the bytes, so it need only be safe, not strict. */

static bool skip(struct text *rest, const char *expected)
{
    struct text prefix = text_of(expected);
    if (!text_starts(*rest, prefix))
        return false;
    rest->s += prefix.n;
    rest->n -= prefix.n;
    return true;
}

/* The character an escape stands for, after its backslash, or -1; canonical escapes are all below 0x80. */
static int unescape(struct text raw, size_t *at)
{
    static const char shorts[] = "\"\"\\\\b\bf\fn\nr\rt\t";
    if (*at >= raw.n)
        return -1;
    char c = raw.s[(*at)++];
    for (size_t i = 0; i + 1 < sizeof shorts; i += 2) {
        if (shorts[i] == c)
            return shorts[i + 1];
    }
    if (c != 'u' || raw.n - *at < 4 || raw.s[*at] != '0' || raw.s[*at + 1] != '0')
        return -1;
    int high = hex_digit(raw.s[*at + 2]);
    int low = hex_digit(raw.s[*at + 3]);
    *at += 4;
    return high < 0 || high > 7 || low < 0 ? -1 : high * 16 + low;
}

static bool read_escaped(struct arena *arena, struct text raw, struct text *out)
{
    char *to = arena_alloc(arena, raw.n);
    size_t n = 0;
    for (size_t i = 0; i < raw.n;) {
        int c = raw.s[i++];
        if (c == '\\') {
            c = unescape(raw, &i);
            if (c < 0)
                return false;
        }
        to[n++] = (char)c;
    }
    *out = (struct text){to, n};
    return true;
}

static bool read_text(struct arena *arena, struct text *rest, const char *key, struct text *out)
{
    if (!skip(rest, key) || !skip(rest, "\""))
        return false;
    size_t n = text_find(*rest, '"');
    bool escaped = text_find((struct text){rest->s, n}, '\\') < n;
    for (n = escaped ? 0 : n; n < rest->n && rest->s[n] != '"';)
        n += rest->s[n] == '\\' ? 2 : 1;
    if (n >= rest->n)
        return false;
    *out = (struct text){rest->s, n};
    rest->s += n + 1;
    rest->n -= n + 1;
    return !escaped || read_escaped(arena, *out, out);
}

static bool read_int(struct arena *arena, struct text *rest, const char *key, int64_t *n)
{
    struct text digits;
    return read_text(arena, rest, key, &digits) && text_to_int(digits, n);
}

static bool read_kind(struct arena *arena, struct text *rest, enum event_kind *kind)
{
    struct text word;
    if (!read_text(arena, rest, ",\"kind\":", &word))
        return false;
    for (unsigned i = 0; i < EVENT_KIND_COUNT; i++) {
        if (text_is(word, words[i])) {
            *kind = (enum event_kind)i;
            return true;
        }
    }
    return false;
}

static bool read_values(struct arena *arena, struct text *rest, struct event *event)
{
    size_t capacity = 0;
    if (!skip(rest, ",\"values\":{"))
        return false;
    while (!skip(rest, "}")) {
        struct text hex;
        struct event_value value = {.disposed = true};
        if (event->value_count && !skip(rest, ","))
            return false;
        if (!read_text(arena, rest, "", &value.tag) || !read_text(arena, rest, ":", &hex) ||
            !hash_from_hex(hex, &value.commitment))
            return false;
        *ARENA_PUSH(arena, event->values, event->value_count, capacity) = value;
    }
    return true;
}

static bool read_body(struct arena *arena, struct text rest, struct event *event)
{
    int64_t format;
    return read_text(arena, &rest, "{\"action\":", &event->action) &&
           read_int(arena, &rest, ",\"actor\":", &event->actor) &&
           read_int(arena, &rest, ",\"format\":", &format) && read_kind(arena, &rest, &event->kind) &&
           read_int(arena, &rest, ",\"record\":", &event->record) &&
           read_text(arena, &rest, ",\"register\":", &event->reg) &&
           read_text(arena, &rest, ",\"rulebook\":", &event->rulebook) &&
           read_int(arena, &rest, ",\"seq\":", &event->seq) &&
           read_text(arena, &rest, ",\"state\":", &event->state) &&
           read_int(arena, &rest, ",\"time\":", &event->time) && read_values(arena, &rest, event) &&
           read_int(arena, &rest, ",\"version\":", &event->version);
}

bool event_read(struct arena *arena, struct text body, struct event *event)
{
    *event = (struct event){0};
    return read_body(arena, body, event);
}

bool event_parse(struct arena *arena, struct text body, struct event *event)
{
    struct text again;
    return event_read(arena, body, event) && event_canonical(arena, event, &again) && text_eq(again, body);
}
