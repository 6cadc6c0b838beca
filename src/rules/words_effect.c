#include "rules/words.h"

struct text words_who(struct arena *arena, const struct who *who)
{
    if (who->kind == WHO_PATH)
        return words_value(arena, who->path);
    if (who->kind == WHO_BOARD)
        return who->board->label;
    if (!who->role_for)
        return arena_format(arena, "whoever holds the role %.*s", TEXT_ARGS(who->role->label));
    struct text value = words_value(arena, who->role_for);
    return arena_format(arena, "whoever holds the role %.*s for %.*s", TEXT_ARGS(who->role->label),
                        TEXT_ARGS(value));
}

static void put_set(struct buf *out, const struct assignment *set, const char *to)
{
    buf_put(out, set->field->label);
    buf_puts(out, to);
    buf_put(out, words_value(out->arena, set->value));
}

struct text words_effect(struct arena *arena, const struct effect *effect)
{
    struct buf out = buf_in(arena);
    switch (effect->kind) {
    case EFFECT_SET:
        buf_puts(&out, "sets ");
        put_set(&out, &effect->set, " to ");
        break;
    case EFFECT_TELL:
        buf_puts(&out, "tells ");
        buf_put(&out, words_who(arena, &effect->who));
        buf_format(&out, " \"%.*s\"", TEXT_ARGS(effect->message.source));
        break;
    case EFFECT_OPEN:
        buf_format(&out, "opens a record of %.*s with ", TEXT_ARGS(effect->open->label));
        for (size_t i = 0; i < effect->value_count; i++) {
            buf_puts(&out, i ? ", " : "");
            put_set(&out, &effect->values[i], " being ");
        }
        break;
    }
    if (effect->when) {
        buf_puts(&out, " when ");
        buf_put(&out, words_test(arena, effect->when));
    }
    return buf_text(&out);
}
