#include "engine/input.h"

#include <regex.h>

#include "base/time.h"
#include "base/utf8.h"
#include "base/zone.h"
#include "engine/codec.h"

static struct text choices_of(struct arena *arena, const struct choice *choice)
{
    struct buf out = buf_in(arena);
    for (size_t i = 0; i < choice->count && i < 12; i++)
        buf_format(&out, "%s%.*s", i ? ", " : "", TEXT_ARGS(choice->values[i].name));
    if (choice->count > 12)
        buf_puts(&out, " ...");
    return buf_text(&out);
}

/* The plain text of an input that must be text; NULL and a message otherwise. */
static bool plain(struct world *world, const struct input *input, const char *want, struct text *out,
                  struct text *message)
{
    if (input->kind != INPUT_TEXT) {
        *message = text_of(want);
        return false;
    }
    const char *fault = utf8_clean(world->arena, input->text, out);
    if (fault) {
        *message = arena_format(world->arena, "This text %s", fault);
        return false;
    }
    return true;
}

static bool matches(const struct field *field, struct world *world, struct text text)
{
    regex_t regex;
    struct text whole = arena_format(world->arena, "^(%.*s)$", TEXT_ARGS(field->pattern));
    if (regcomp(&regex, whole.s, REG_EXTENDED | REG_NOSUB))
        return false;
    bool match = regexec(&regex, arena_string(world->arena, text), 0, NULL, 0) == 0;
    regfree(&regex);
    return match;
}

static bool read_line(struct world *world, const struct field *field, const struct input *input,
                      struct value *out, struct text *message)
{
    struct text text;
    if (!plain(world, input, "Give a text", &text, message))
        return false;
    text = utf8_trim(text);
    size_t characters = utf8_count(text);
    if (characters > LINE_CHARACTERS) {
        *message = arena_format(world->arena, "Shorten this to %d characters; it has %zu", LINE_CHARACTERS,
                                characters);
        return false;
    }
    if (text_find(text, '\n') < text.n) {
        *message = TEXT("Keep this on one line");
        return false;
    }
    if (text.n && field->pattern.n && !matches(field, world, text)) {
        *message = field->help.n ? field->help
                                 : arena_format(world->arena, "This must have the form %.*s",
                                                TEXT_ARGS(field->pattern));
        return false;
    }
    *out = text.n ? (struct value){.kind = VALUE_TEXT, .text = text} : (struct value){0};
    return true;
}

static bool read_text(struct world *world, const struct input *input, struct value *out, struct text *message)
{
    struct text text;
    if (!plain(world, input, "Give a text", &text, message))
        return false;
    if (text.n > TEXT_BYTES) {
        *message = arena_format(world->arena, "Shorten this to 64 KiB; it has %zu bytes", text.n);
        return false;
    }
    *out = utf8_trim(text).n ? (struct value){.kind = VALUE_TEXT, .text = text} : (struct value){0};
    return true;
}

static bool read_link(struct world *world, const struct input *input, struct value *out, struct text *message)
{
    struct text text;
    if (!plain(world, input, "Give a web address", &text, message))
        return false;
    text = utf8_trim(text);
    bool web = text_starts(text, TEXT("https://")) || text_starts(text, TEXT("http://"));
    bool broken = text_find(text, ' ') < text.n || text_find(text, '\n') < text.n;
    if (text.n && (!web || broken || text.n > LINK_BYTES)) {
        *message = TEXT("Give a web address that begins with https:// (at most 2,000 characters, no spaces)");
        return false;
    }
    *out = text.n ? (struct value){.kind = VALUE_TEXT, .text = text} : (struct value){0};
    return true;
}

static bool read_number(const struct input *input, struct value *out, struct text *message)
{
    int64_t n = input->number;
    bool fits = input->kind == INPUT_NUMBER ||
                (input->kind == INPUT_TEXT && input->typed && text_to_int(utf8_trim(input->text), &n));
    if (!fits || n > VALUE_NUMBER_MAX || n < -VALUE_NUMBER_MAX) {
        *message = TEXT("Give a whole number between -9007199254740991 and 9007199254740991");
        return false;
    }
    *out = (struct value){.kind = VALUE_NUMBER, .i = n};
    return true;
}

static bool read_flag(const struct input *input, struct value *out, struct text *message)
{
    bool yes = input->kind == INPUT_FLAG ? input->number != 0 : text_is(input->text, "true");
    bool word = input->typed && input->kind == INPUT_TEXT && (yes || text_is(input->text, "false"));
    if (input->kind != INPUT_FLAG && !word) {
        *message = TEXT("Say yes or no (true or false)");
        return false;
    }
    *out = (struct value){.kind = VALUE_FLAG, .i = yes};
    return true;
}

bool input_time(const struct world *world, struct text text, int64_t *out)
{
    text = utf8_trim(text);
    if (time_parse(text, out))
        return true;
    int64_t day;
    int clock;
    if (text.n < 16 || (text.s[10] != 'T' && text.s[10] != ' ') || text.n > 19)
        return false;
    if (text.n == 19 && !text_ends(text, TEXT(":00")))
        return false;
    if (!day_parse((struct text){text.s, 10}, &day) || !clock_parse((struct text){text.s + 11, 5}, &clock))
        return false;
    *out = zone_instant(world->clocks->zone, day, clock * TIME_MINUTE);
    return true;
}

static bool read_moment(struct world *world, const struct field *field, const struct input *input,
                        struct value *out, struct text *message)
{
    struct text text = utf8_trim(input->text);
    bool is_text = input->kind == INPUT_TEXT;
    if (field->type.kind == TYPE_DATE) {
        out->kind = VALUE_DATE;
        if (is_text && day_parse(text, &out->i))
            return true;
        *message = TEXT("Give a day that exists, as 2026-11-22");
    } else if (field->type.kind == TYPE_MONTH) {
        out->kind = VALUE_MONTH;
        if (is_text && month_parse(text, &out->i))
            return true;
        *message = TEXT("Give a month, as 2026-11");
    } else {
        out->kind = VALUE_TIME;
        if (is_text && (input->typed ? input_time(world, text, &out->i) : time_parse(text, &out->i)))
            return true;
        *message = input->typed ? TEXT("Give a date and a time that exist, as 2026-11-22 09:00")
                                : TEXT("Give an instant in UTC, as 2026-11-22T09:00:00Z");
    }
    *out = (struct value){0};
    return false;
}

static bool read_choice(struct world *world, const struct field *field, const struct input *input,
                        struct value *out, struct text *message)
{
    int i = input->kind == INPUT_TEXT ? choice_index(field->type.choice, input->text) : -1;
    if (i < 0) {
        struct text choices = choices_of(world->arena, field->type.choice);
        *message = arena_format(world->arena, "Choose one of: %.*s", TEXT_ARGS(choices));
        return false;
    }
    *out = (struct value){.kind = VALUE_CHOICE, .i = i};
    return true;
}

static bool read_record(struct world *world, const struct field *field, const struct input *input,
                        struct value *out, struct text *message)
{
    const struct reg *target = field->type.target;
    bool person = reg_is_people(target);
    struct record *found = NULL;
    struct text text = utf8_trim(input->text);
    if (input->kind == INPUT_TEXT && text.n <= LINE_CHARACTERS)
        found = person ? world_person(world, text) : world_find(world, target, text);
    if (!found || !world_may_read(world, found)) {
        *message = person ? TEXT("Nobody has this username. Give one as it stands in the list of people")
                          : arena_format(world->arena, "There is no %.*s %.*s that you may see",
                                         TEXT_ARGS(target->label), TEXT_ARGS(text));
        return false;
    }
    *out = (struct value){.kind = VALUE_RECORD, .i = found->id};
    return true;
}

static bool read_one(struct world *world, const struct field *field, const struct input *input,
                     struct value *out, struct text *message)
{
    switch (field->type.kind) {
    case TYPE_LINE:
    case TYPE_FILE: /* an id; whose file it is, is for whoever takes the value (file.h) */
        return read_line(world, field, input, out, message);
    case TYPE_TEXT:
        return read_text(world, input, out, message);
    case TYPE_LINK:
        return read_link(world, input, out, message);
    case TYPE_NUMBER:
        return read_number(input, out, message);
    case TYPE_FLAG:
        return read_flag(input, out, message);
    case TYPE_DATE:
    case TYPE_MONTH:
    case TYPE_TIME:
        return read_moment(world, field, input, out, message);
    case TYPE_CHOICE:
        return read_choice(world, field, input, out, message);
    case TYPE_RECORD:
        return read_record(world, field, input, out, message);
    case TYPE_NONE:
    case TYPE_DURATION:
        break;
    }
    *message = TEXT("This field takes no value");
    return false;
}

static bool is_empty(const struct input *input)
{
    if (input->kind == INPUT_LIST)
        return input->count == 0;
    return input->kind == INPUT_NULL || (input->typed && utf8_trim(input->text).n == 0);
}

static bool read_many(struct world *world, const struct field *field, const struct input *input,
                      struct value *out, struct text *message)
{
    const struct input *items = input->kind == INPUT_LIST ? input->items : input;
    size_t count = input->kind == INPUT_LIST ? input->count : 1;
    if (input->kind != INPUT_LIST && !input->typed) {
        *message = TEXT("Give a list");
        return false;
    }
    if (count > MANY_ITEMS) {
        *message = arena_format(world->arena, "Give at most %d; this has %zu", MANY_ITEMS, count);
        return false;
    }
    struct value *values = ARENA_ARRAY(world->arena, struct value, count);
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (is_empty(&items[i]))
            continue;
        if (items[i].kind == INPUT_LIST) {
            *message = TEXT("Give a list of single values");
            return false;
        }
        if (!read_one(world, field, &items[i], &values[kept], message))
            return false;
        kept += values[kept].kind != VALUE_MISSING;
    }
    *out = codec_set(values, kept);
    return true;
}

bool input_value(struct world *world, const struct field *field, const struct input *input, struct value *out,
                 struct text *message)
{
    *out = (struct value){0};
    if (is_empty(input))
        return true;
    if (field->type.many)
        return read_many(world, field, input, out, message);
    if (input->kind == INPUT_LIST) {
        *message = TEXT("Give one value, not a list");
        return false;
    }
    return read_one(world, field, input, out, message);
}
