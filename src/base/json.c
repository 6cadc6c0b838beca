#include "base/json.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/time.h"

static _Noreturn void fail(const char *why)
{
    fprintf(stderr, "reeve: writing JSON: %s\n", why);
    abort();
}

static uint64_t here(const struct json *json)
{
    return UINT64_C(1) << (json->depth - 1);
}

/* The comma before an element, except the first and a value after its key. */
static void separate(struct json *json)
{
    if (json->keyed || !json->depth) {
        json->keyed = false;
        return;
    }
    if (json->begun & here(json))
        buf_char(json->out, ',');
    json->begun |= here(json);
}

static void begin(struct json *json, char bracket)
{
    separate(json);
    if (json->depth == JSON_DEPTH)
        fail("nested too deep");
    buf_char(json->out, bracket);
    json->depth++;
    json->begun &= ~here(json);
}

static void end(struct json *json, char bracket)
{
    if (!json->depth)
        fail("more ends than begins");
    json->depth--;
    buf_char(json->out, bracket);
}

void json_put_object(struct json *json)
{
    begin(json, '{');
}

void json_put_array(struct json *json)
{
    begin(json, '[');
}

void json_put_object_end(struct json *json)
{
    end(json, '}');
}

void json_put_array_end(struct json *json)
{
    end(json, ']');
}

/* The short escape of a character, or NULL. */
static const char *short_escape(char c)
{
    switch (c) {
    case '"':
        return "\\\"";
    case '\\':
        return "\\\\";
    case '\b':
        return "\\b";
    case '\f':
        return "\\f";
    case '\n':
        return "\\n";
    case '\r':
        return "\\r";
    case '\t':
        return "\\t";
    default:
        return NULL;
    }
}

static void put_escaped(struct buf *out, char c)
{
    const char *escape = short_escape(c);
    if (escape)
        buf_puts(out, escape);
    else if ((unsigned char)c < 0x20)
        buf_format(out, "\\u%04x", c);
    else
        buf_char(out, c);
}

void json_quote(struct buf *out, struct text text)
{
    buf_reserve(out, text.n + 2);
    buf_char(out, '"');
    while (text.n) {
        size_t plain = text_ordinary(text);
        buf_put(out, (struct text){text.s, plain});
        if (plain < text.n)
            put_escaped(out, text.s[plain++]);
        text = (struct text){text.s + plain, text.n - plain};
    }
    buf_char(out, '"');
}

void json_put_key(struct json *json, struct text key)
{
    separate(json);
    json_quote(json->out, key);
    buf_char(json->out, ':');
    json->keyed = true;
}

void json_put_text(struct json *json, struct text text)
{
    separate(json);
    json_quote(json->out, text);
}

void json_put_int(struct json *json, int64_t n)
{
    separate(json);
    buf_int(json->out, n);
}

void json_put_bool(struct json *json, bool yes)
{
    separate(json);
    buf_puts(json->out, yes ? "true" : "false");
}

void json_put_null(struct json *json)
{
    separate(json);
    buf_puts(json->out, "null");
}

void json_put_time(struct json *json, int64_t time)
{
    separate(json);
    buf_char(json->out, '"');
    time_put(json->out, time);
    buf_char(json->out, '"');
}

void json_key_object(struct json *json, const char *key)
{
    json_put_key(json, text_of(key));
    json_put_object(json);
}

void json_key_array(struct json *json, const char *key)
{
    json_put_key(json, text_of(key));
    json_put_array(json);
}

void json_key_text(struct json *json, const char *key, struct text text)
{
    json_put_key(json, text_of(key));
    json_put_text(json, text);
}

void json_key_given(struct json *json, const char *key, struct text text)
{
    if (text.n)
        json_key_text(json, key, text);
}

void json_key_int(struct json *json, const char *key, int64_t n)
{
    json_put_key(json, text_of(key));
    json_put_int(json, n);
}

void json_key_bool(struct json *json, const char *key, bool yes)
{
    json_put_key(json, text_of(key));
    json_put_bool(json, yes);
}

void json_key_null(struct json *json, const char *key)
{
    json_put_key(json, text_of(key));
    json_put_null(json);
}

void json_key_time(struct json *json, const char *key, int64_t time)
{
    json_put_key(json, text_of(key));
    json_put_time(json, time);
}
