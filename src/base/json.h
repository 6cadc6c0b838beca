/* Writing JSON (RFC 8259) into a buffer, commas and escapes included.
 *
 * Texts are taken to be valid UTF-8. The caller pairs begins and ends; nesting deeper than JSON_DEPTH ends
 * the program. Reading is jansson's work, whose names begin with json_ too: these begin with json_put_ and
 * json_key_. */
#pragma once

#include "base/buf.h"

enum { JSON_DEPTH = 64 };

struct json {
    struct buf *out;
    uint64_t begun; /* bit per depth: an element stands there already */
    unsigned depth;
    bool keyed; /* a key waits for its value */
};

static inline struct json json_in(struct buf *out)
{
    return (struct json){.out = out};
}
void json_put_object(struct json *json);
void json_put_array(struct json *json);
void json_put_object_end(struct json *json);
void json_put_array_end(struct json *json);
/* Inside an object, before each value. */
void json_put_key(struct json *json, struct text key);
void json_put_text(struct json *json, struct text text);
void json_put_int(struct json *json, int64_t n);
void json_put_bool(struct json *json, bool yes);
void json_put_null(struct json *json);
/* An instant in RFC 3339. */
void json_put_time(struct json *json, int64_t time);

/* A key and its value, or what begins it. */
void json_key_object(struct json *json, const char *key);
void json_key_array(struct json *json, const char *key);
void json_key_text(struct json *json, const char *key, struct text text);
/* Nothing at all for an empty text. */
void json_key_given(struct json *json, const char *key, struct text text);
void json_key_int(struct json *json, const char *key, int64_t n);
void json_key_bool(struct json *json, const char *key, bool yes);
void json_key_null(struct json *json, const char *key);
void json_key_time(struct json *json, const char *key, int64_t time);

/* A JSON string with its quotes, for whoever writes JSON another way. */
void json_quote(struct buf *out, struct text text);
