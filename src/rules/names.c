#include "rules/link.h"

/* An empty name was already reported by the parse. */
#define FIND(function, kind, list, count, what)                                                              \
    const struct kind *function(struct scope *scope, struct text name, struct place place)                   \
    {                                                                                                        \
        const struct rulebook *rulebook = scope->rulebook;                                                   \
        for (size_t i = 0; i < rulebook->count; i++)                                                         \
            if (text_eq(rulebook->list[i]->name, name))                                                      \
                return rulebook->list[i];                                                                    \
        if (!name.n)                                                                                         \
            return NULL;                                                                                     \
        struct nearest nearest = nearest_to(name);                                                           \
        problem_unknown(scope->problems, place, name, "there is no " what " `%.*s`", TEXT_ARGS(name));       \
        for (size_t i = 0; i < rulebook->count; i++)                                                         \
            nearest_offer(&nearest, rulebook->list[i]->name);                                                \
        nearest_hint(scope->problems, &nearest);                                                             \
        return NULL;                                                                                         \
    }

FIND(find_role, role, roles, role_count, "role")
FIND(find_board, board, boards, board_count, "board")
FIND(find_register, reg, registers, register_count, "register")
FIND(find_choice, choice, choices, choice_count, "choice")
FIND(find_matrix, matrix, matrices, matrix_count, "matrix or function")
FIND(find_calendar, calendar_name, calendars, calendar_count, "working calendar")

const struct field *find_field(struct scope *scope, const struct reg *reg, struct text name,
                               struct place place)
{
    const struct field *field = reg_field(reg, name);
    if ((field && !(scope->where && field->is_private)) || !name.n)
        return field;
    struct nearest nearest = nearest_to(name);
    problem_unknown(scope->problems, place, name, "%.*s has no field `%.*s`", TEXT_ARGS(reg->name),
                    TEXT_ARGS(name));
    for (size_t i = 0; i < reg->field_count; i++)
        if (!(scope->where && reg->fields[i]->is_private))
            nearest_offer(&nearest, reg->fields[i]->name);
    nearest_hint(scope->problems, &nearest);
    return NULL;
}

const struct action *find_action(struct scope *scope, const struct reg *reg, struct text name,
                                 struct place place)
{
    const struct action *action = reg_action(reg, name);
    if (action || !name.n)
        return action;
    struct nearest nearest = nearest_to(name);
    problem_unknown(scope->problems, place, name, "%.*s has no action `%.*s`", TEXT_ARGS(reg->name),
                    TEXT_ARGS(name));
    for (size_t i = 0; i < reg->action_count; i++)
        nearest_offer(&nearest, reg->actions[i]->name);
    nearest_hint(scope->problems, &nearest);
    return NULL;
}

int find_value(struct scope *scope, const struct choice *choice, struct text name, struct place place)
{
    int value = choice_index(choice, name);
    if (value >= 0 || !name.n)
        return value;
    struct nearest nearest = nearest_to(name);
    struct text words = type_name(scope->arena, (struct type){.kind = TYPE_CHOICE, .choice = choice});
    problem_add(scope->problems, place, "`%.*s` is not %.*s", TEXT_ARGS(name), TEXT_ARGS(words));
    for (size_t i = 0; i < choice->count; i++)
        nearest_offer(&nearest, choice->values[i].name);
    nearest_hint(scope->problems, &nearest);
    return -1;
}

static const char *const builtin_names[] = {
    [BUILTIN_NUMBER] = "number",   [BUILTIN_STATE] = "state",     [BUILTIN_CREATED] = "created",
    [BUILTIN_CREATOR] = "creator", [BUILTIN_UPDATED] = "updated", [BUILTIN_MARKING] = "marking"};

const char *builtin_name(enum builtin builtin)
{
    return builtin_names[builtin];
}

enum builtin builtin_named(struct text name)
{
    for (int i = BUILTIN_NUMBER; i <= BUILTIN_MARKING; i++)
        if (text_is(name, builtin_names[i]))
            return (enum builtin)i;
    return BUILTIN_NONE;
}

struct type builtin_type(const struct rulebook *rulebook, const struct reg *reg, enum builtin builtin)
{
    if (builtin == BUILTIN_STATE)
        return (struct type){.kind = TYPE_CHOICE, .choice = reg->states};
    if (builtin == BUILTIN_CREATOR)
        return (struct type){.kind = TYPE_RECORD, .target = rulebook->person};
    bool moment = builtin == BUILTIN_CREATED || builtin == BUILTIN_UPDATED;
    return (struct type){.kind = moment ? TYPE_TIME : TYPE_LINE};
}
