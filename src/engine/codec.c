#include "engine/codec.h"

#include <jansson.h>
#include <stdlib.h>

#include "base/json.h"
#include "base/time.h"

struct text codec_print(struct arena *arena, struct type type, struct value value)
{
    struct buf out = buf_in(arena);
    if (value.kind != VALUE_SET) {
        value_put(&out, type, value);
        return buf_text(&out);
    }
    struct json json = json_in(&out);
    json_put_array(&json);
    for (size_t i = 0; i < value.count; i++) {
        struct buf one = buf_in(arena);
        value_put(&one, type, value.items[i]);
        json_put_text(&json, buf_text(&one));
    }
    json_put_array_end(&json);
    return buf_text(&out);
}

static bool parse_int(struct text text, enum value_kind kind, struct value *out)
{
    out->kind = kind;
    return text_to_int(text, &out->i);
}

static bool parse_flag(struct text text, struct value *out)
{
    *out = (struct value){.kind = VALUE_FLAG, .i = text_is(text, "true")};
    return out->i || text_is(text, "false");
}

static bool parse_one(struct arena *arena, struct type type, struct text text, struct value *out)
{
    *out = (struct value){0};
    switch (type.kind) {
    case TYPE_LINE:
    case TYPE_TEXT:
    case TYPE_FILE:
    case TYPE_LINK:
        *out = (struct value){.kind = VALUE_TEXT, .text = arena_text(arena, text)};
        return true;
    case TYPE_NUMBER:
        return parse_int(text, VALUE_NUMBER, out);
    case TYPE_RECORD:
        return parse_int(text, VALUE_RECORD, out);
    case TYPE_FLAG:
        return parse_flag(text, out);
    case TYPE_DATE:
        out->kind = VALUE_DATE;
        return day_parse(text, &out->i);
    case TYPE_MONTH:
        out->kind = VALUE_MONTH;
        return month_parse(text, &out->i);
    case TYPE_TIME:
        out->kind = VALUE_TIME;
        return time_parse(text, &out->i);
    case TYPE_CHOICE:
        *out = (struct value){.kind = VALUE_CHOICE, .i = choice_index(type.choice, text)};
        return out->i >= 0;
    case TYPE_NONE:
    case TYPE_DURATION:
        break;
    }
    return false;
}

static bool parse_set(struct arena *arena, struct type type, struct text text, struct value *out)
{
    json_t *array = json_loadb(text.s ? text.s : "", text.n, JSON_REJECT_DUPLICATES, NULL);
    size_t count = json_array_size(array);
    struct value *items = ARENA_ARRAY(arena, struct value, count + 1);
    bool fits = json_is_array(array);
    for (size_t i = 0; fits && i < count; i++) {
        json_t *one = json_array_get(array, i);
        fits =
            json_is_string(one) &&
            parse_one(arena, type, (struct text){json_string_value(one), json_string_length(one)}, &items[i]);
    }
    json_decref(array);
    if (fits)
        *out = codec_set(items, count);
    return fits;
}

bool codec_parse(struct arena *arena, struct type type, struct text text, struct value *out)
{
    *out = (struct value){0};
    if (!text.n)
        return true;
    return type.many ? parse_set(arena, type, text, out) : parse_one(arena, type, text, out);
}

static int order(const void *a, const void *b)
{
    const struct value *x = a, *y = b;
    if (x->kind == VALUE_TEXT && y->kind == VALUE_TEXT)
        return text_compare(x->text, y->text);
    return (x->i > y->i) - (x->i < y->i);
}

struct value codec_set(struct value *items, size_t count)
{
    size_t kept = 0, in_order = 1;
    while (in_order < count && order(&items[in_order - 1], &items[in_order]) <= 0)
        in_order++;
    if (in_order < count)
        qsort(items, count, sizeof *items, order);
    for (size_t i = 0; i < count; i++)
        if (!kept || order(&items[kept - 1], &items[i]) != 0)
            items[kept++] = items[i];
    if (!kept)
        return (struct value){0};
    return (struct value){.kind = VALUE_SET, .items = items, .count = kept};
}

int64_t *codec_ids(struct arena *arena, struct text text, size_t *count)
{
    json_t *array = json_loadb(text.s ? text.s : "", text.n, 0, NULL);
    *count = json_array_size(array);
    int64_t *ids = ARENA_ARRAY(arena, int64_t, *count + 1);
    for (size_t i = 0; i < *count; i++)
        text_to_int(text_of(json_string_value(json_array_get(array, i))), &ids[i]);
    json_decref(array);
    return ids;
}
