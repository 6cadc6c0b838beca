#include "rules/link.h"

static struct text choice_words(struct arena *arena, const struct choice *choice)
{
    struct buf out = buf_in(arena);
    buf_puts(&out, "one of ");
    for (size_t i = 0; i < choice->count && i < 6; i++)
        buf_format(&out, "%s%.*s", i ? ", " : "", TEXT_ARGS(choice->values[i].name));
    if (choice->count > 6)
        buf_puts(&out, ", ...");
    return buf_text(&out);
}

static struct text one_name(struct arena *arena, struct type type)
{
    static const char *const names[] = {
        [TYPE_NONE] = "something",     [TYPE_LINE] = "a line",     [TYPE_TEXT] = "a text",
        [TYPE_NUMBER] = "a number",    [TYPE_FLAG] = "a flag",     [TYPE_DATE] = "a date",
        [TYPE_MONTH] = "a month",      [TYPE_TIME] = "a time",     [TYPE_FILE] = "a file",
        [TYPE_LINK] = "a link",        [TYPE_CHOICE] = "a choice", [TYPE_RECORD] = "a record",
        [TYPE_DURATION] = "a duration"};
    if (type.kind == TYPE_CHOICE && type.choice)
        return choice_words(arena, type.choice);
    if (type.kind == TYPE_RECORD && type.target)
        return arena_format(arena, "%s %.*s", text_is(type.target->name, "person") ? "a" : "a reference to",
                            TEXT_ARGS(type.target->name));
    return text_of(names[type.kind]);
}

struct text type_name(struct arena *arena, struct type type)
{
    struct text name = one_name(arena, type);
    return type.many ? arena_format(arena, "many (each %.*s)", TEXT_ARGS(name)) : name;
}

bool choices_same(const struct choice *a, const struct choice *b)
{
    if (a->count != b->count)
        return false;
    for (size_t i = 0; i < a->count; i++)
        if (choice_index(b, a->values[i].name) < 0)
            return false;
    return true;
}

bool choices_agree(const struct choice *a, const struct choice *b)
{
    if (a == b)
        return true;
    if (a->count != b->count)
        return false;
    for (size_t i = 0; i < a->count; i++)
        if (!text_eq(a->values[i].name, b->values[i].name))
            return false;
    return true;
}

bool type_is_moment(struct type type)
{
    return !type.many && (type.kind == TYPE_DATE || type.kind == TYPE_MONTH || type.kind == TYPE_TIME);
}

static bool is_words(enum type_kind kind)
{
    return kind == TYPE_LINE || kind == TYPE_TEXT || kind == TYPE_LINK;
}

bool type_fits(struct type wanted, struct type given)
{
    if (wanted.kind == TYPE_NONE || given.kind == TYPE_NONE)
        return true;
    if (wanted.many != given.many)
        return false;
    if (type_is_moment(wanted) && type_is_moment(given))
        return true;
    if (is_words(wanted.kind) && is_words(given.kind))
        return true;
    if (wanted.kind != given.kind)
        return false;
    if (wanted.kind == TYPE_CHOICE)
        return choices_agree(wanted.choice, given.choice);
    return wanted.kind != TYPE_RECORD || wanted.target == given.target;
}

bool type_ordered(struct type type)
{
    return !type.many && type.kind != TYPE_FLAG && type.kind != TYPE_RECORD && type.kind != TYPE_FILE;
}
