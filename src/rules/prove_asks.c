/* What a test asks about: the record itself, or the world beside it. */
#include "rules/prove_model.h"

static void collect(struct arena *arena, struct asks *asks, const struct expr *expr);

static void add_field(struct arena *arena, struct asks *asks, const struct field *field)
{
    if (field->computed)
        collect(arena, asks, field->computed);
    else if (!asks_field(asks, field))
        *ARENA_PUSH(arena, asks->fields, asks->field_count, asks->field_capacity) = field;
}

static void add_action(struct arena *arena, struct asks *asks, const struct action *action)
{
    *ARENA_PUSH(arena, asks->actions, asks->action_count, asks->action_capacity) = action;
}

static void add_path(struct arena *arena, struct asks *asks, const struct path *path)
{
    if (path->root == ROOT_ACTOR)
        asks->actor = asks->world = true;
    if (path->count > 1 || (path->root == ROOT_VAR && path->count))
        asks->world = true;
    if (path->root != ROOT_THIS || !path->count)
        return;
    const struct step *step = &path->steps[0];
    if (step->field)
        add_field(arena, asks, step->field);
    else if (step->action)
        add_action(arena, asks, step->action);
    else if (step->builtin == BUILTIN_STATE)
        asks->state = true;
    else if (step->builtin == BUILTIN_UPDATED || step->builtin == BUILTIN_MARKING)
        asks->world = true;
}

static bool asks_world(const struct expr *expr)
{
    static const enum expr_kind world[] = {EXPR_HAS,     EXPR_MANAGES,  EXPR_SITS_ON, EXPR_ABSENT,
                                           EXPR_RECORDS, EXPR_OVERLAPS, EXPR_SAME,    EXPR_HOLIDAY,
                                           EXPR_NOW,     EXPR_TODAY,    EXPR_NEXT,    EXPR_COUNT_RECORDS};
    for (size_t i = 0; i < sizeof world / sizeof *world; i++)
        if (expr->kind == world[i])
            return true;
    return false;
}

static bool asks_deputies(const struct expr *expr)
{
    bool of_actor = expr->kind == EXPR_IS && (expr_is_actor(expr->args[0]) || expr_is_actor(expr->args[1]));
    return of_actor || expr->kind == EXPR_SITS_ON || (expr->kind == EXPR_HAS && !expr->personally);
}

static void collect(struct arena *arena, struct asks *asks, const struct expr *expr)
{
    asks->world |= asks_world(expr);
    asks->deputies |= asks_deputies(expr);
    if (expr->kind == EXPR_PATH ||
        (expr->kind == EXPR_FLAG && !expr->count && expr->literal.kind != VALUE_FLAG))
        add_path(arena, asks, &expr->path);
    if (expr->kind == EXPR_DONE && expr->path.root != ROOT_THIS)
        asks->world = true;
    if (expr->kind == EXPR_DONE && expr->path.root == ROOT_THIS)
        add_action(arena, asks, expr->action);
    if (expr->kind == EXPR_DONE && expr->path.root == ROOT_THIS && expr->since)
        add_action(arena, asks, expr->since);
    if (expr->kind == EXPR_ENTERED) {
        asks->moments = true;
        asks->world |= expr->path.root != ROOT_THIS;
    }
    if (expr->kind == EXPR_OVERLAPS)
        asks->period = true;
    for (size_t i = 0; i < expr->field_count; i++)
        add_field(arena, asks, expr->fields[i]);
    for (size_t i = 0; i < expr->count; i++)
        collect(arena, asks, expr->args[i]);
}

struct asks asks_of(struct arena *arena, const struct expr *expr)
{
    struct asks asks = {0};
    collect(arena, &asks, expr);
    return asks;
}

bool asks_field(const struct asks *asks, const struct field *field)
{
    for (size_t i = 0; i < asks->field_count; i++)
        if (asks->fields[i] == field)
            return true;
    return false;
}

bool asks_action(const struct asks *asks, const struct action *action)
{
    for (size_t i = 0; i < asks->action_count; i++)
        if (asks->actions[i] == action)
            return true;
    return false;
}
