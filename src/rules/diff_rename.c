#include "rules/diff_parts.h"

/* What has a name, in either rulebook. */
struct named {
    struct text *name, *label;
    struct place place;
    bool known; /* the other rulebook has the name too */
};

struct naming {
    struct differ *differ;
    const char *what;
    const struct reg *reg; /* of the rulebook after; NULL: the whole force */
    struct named *before, *after;
    size_t before_count, after_count;
};

/* The only one of that label that the other rulebook does not know; NULL: none, or several. */
static struct named *unknown(struct named *items, size_t count, struct text label)
{
    struct named *found = NULL;
    for (size_t i = 0; i < count; i++) {
        if (items[i].known || !text_eq(*items[i].label, label))
            continue;
        if (found)
            return NULL;
        found = &items[i];
    }
    return found;
}

/* "Field Size: is now written length, was size" */
static void tell(struct naming *naming, const struct named *now, const char *form, struct text from)
{
    diff_add(naming->differ, (struct change){.kind = CHANGE_RENAMED,
                                             .reg = naming->reg ? naming->reg->name : TEXT(""),
                                             .group = diff_group(naming->reg),
                                             .what = arena_format(
                                                 naming->differ->arena, "%s %.*s: is now %s, was %.*s",
                                                 naming->what, TEXT_ARGS(*now->label), form, TEXT_ARGS(from)),
                                             .place = now->place});
}

static void match(struct naming *naming, struct named *was, struct named *now)
{
    was->known = now->known = true;
    if (text_eq(*was->label, *now->label))
        return;
    tell(naming, now, "called so", *was->label);
    *was->label = *now->label;
}

static void match_names(struct naming *naming)
{
    for (size_t i = 0; i < naming->before_count; i++)
        for (size_t j = 0; j < naming->after_count; j++)
            if (text_eq(*naming->before[i].name, *naming->after[j].name))
                match(naming, &naming->before[i], &naming->after[j]);
}

static void rename_all(struct naming *naming)
{
    match_names(naming);
    for (size_t i = 0; i < naming->before_count; i++) {
        struct named *was = &naming->before[i];
        struct named *now = was->known ? NULL : unknown(naming->after, naming->after_count, *was->label);
        if (!now || unknown(naming->before, naming->before_count, *was->label) != was)
            continue;
        struct arena *arena = naming->differ->arena;
        tell(naming, now, arena_format(arena, "written %.*s", TEXT_ARGS(*now->name)).s, *was->name);
        *was->name = *now->name;
        was->known = now->known = true;
    }
}

/* ---- what can be renamed ---- */

#define NAMED_LIST(function, type, list, count_of)                                                           \
    static struct named *function(struct arena *arena, type owner, size_t *count)                            \
    {                                                                                                        \
        struct named *named = ARENA_ARRAY(arena, struct named, owner->count_of + 1);                         \
        *count = owner->count_of;                                                                            \
        for (size_t i = 0; i < *count; i++)                                                                  \
            named[i] = (struct named){.name = &owner->list[i]->name,                                         \
                                      .label = &owner->list[i]->label,                                       \
                                      .place = owner->list[i]->place};                                       \
        return named;                                                                                        \
    }

NAMED_LIST(choices_of, struct rulebook *, choices, choice_count)
NAMED_LIST(measures_of, struct rulebook *, measures, measure_count)
NAMED_LIST(roles_of, struct rulebook *, roles, role_count)
NAMED_LIST(boards_of, struct rulebook *, boards, board_count)
NAMED_LIST(registers_of, struct rulebook *, registers, register_count)
NAMED_LIST(fields_of, struct reg *, fields, field_count)
NAMED_LIST(actions_of, struct reg *, actions, action_count)

#undef NAMED_LIST

static struct named *values_of(struct arena *arena, const struct choice *choice, size_t *count)
{
    struct named *named = ARENA_ARRAY(arena, struct named, choice->count + 1);
    *count = choice->count;
    for (size_t i = 0; i < *count; i++)
        named[i] = (struct named){.name = &choice->values[i].name,
                                  .label = &choice->values[i].label,
                                  .place = choice->values[i].place};
    return named;
}

#define RENAME(differ, what_is, in, list, old_owner, new_owner)                                              \
    do {                                                                                                     \
        struct naming naming = {.differ = (differ), .what = (what_is), .reg = (in)};                         \
        naming.before = list((differ)->arena, (old_owner), &naming.before_count);                            \
        naming.after = list((differ)->arena, (new_owner), &naming.after_count);                              \
        rename_all(&naming);                                                                                 \
    } while (0)

/* The values of fields that have a choice of their own; those of declared ones are told by then. */
static void rename_own_values(struct differ *differ, const struct reg *before, const struct reg *after)
{
    for (size_t i = 0; i < after->field_count; i++) {
        const struct field *now = after->fields[i], *was = reg_field(before, now->name);
        const struct choice *before_choice = was ? was->type.choice : NULL;
        if (!now->engine && before_choice && now->type.choice &&
            text_eq(before_choice->name, now->type.choice->name))
            RENAME(differ, "Value", after, values_of, before_choice, now->type.choice);
    }
}

static void rename_register(struct differ *differ, struct reg *before, struct reg *after)
{
    RENAME(differ, "Field", after, fields_of, before, after);
    RENAME(differ, "State", after, values_of, before->states, after->states);
    RENAME(differ, "Action", after, actions_of, before, after);
    rename_own_values(differ, before, after);
}

void diff_renames(struct differ *differ)
{
    struct rulebook *before = differ->before, *after = differ->after;
    RENAME(differ, "Role", NULL, roles_of, before, after);
    RENAME(differ, "Board", NULL, boards_of, before, after);
    RENAME(differ, "Register", NULL, registers_of, before, after);
    RENAME(differ, "Choice", NULL, choices_of, before, after);
    RENAME(differ, "Measure", NULL, measures_of, before, after);
    for (size_t i = 0; i < before->choice_count; i++)
        for (size_t j = 0; j < after->choice_count; j++)
            if (text_eq(before->choices[i]->name, after->choices[j]->name))
                RENAME(differ, "Value", NULL, values_of, before->choices[i], after->choices[j]);
    for (size_t i = 0; i < before->register_count; i++) {
        const struct reg *now = rulebook_register(after, before->registers[i]->name);
        if (now)
            rename_register(differ, before->registers[i], (struct reg *)now);
    }
}
#undef RENAME
