#include "rules/evaluate_parts.h"

/* The time since which a role must have been held; false when there is none such. */
static bool held_since(struct scene *scene, const struct expr *expr, int64_t *since)
{
    *since = INT64_MAX;
    if (!expr->has_span)
        return true;
    struct value now = {.kind = VALUE_TIME, .i = scene->now};
    struct value from = clocks_add(scene->clocks, scene->rulebook, now, expr->span, -1);
    *since = from.i;
    return from.kind == VALUE_TIME;
}

bool evaluate_has(struct scene *scene, const struct expr *expr)
{
    const struct facts *facts = scene->facts;
    struct people_meant people;
    int64_t per = -1, since;
    evaluate_people(scene, expr->args[0], &people);
    if (expr->count > 1) {
        struct value value = evaluate_value(scene, expr->args[1]);
        if (value.kind != VALUE_CHOICE)
            return false;
        per = value.i;
    }
    if (!held_since(scene, expr, &since))
        return false;
    for (size_t i = 0; i < people.count; i++)
        if (facts->holds(scene->world, people.ids[i], expr->role, per, since) ||
            (!expr->personally && facts->deputy_holds(scene->world, people.ids[i], expr->role, per, since)))
            return true;
    return false;
}

/* Rule 3: only `actor is X` takes a deputy for the person; of others identity is meant. */
bool evaluate_is(struct scene *scene, const struct expr *expr)
{
    struct people_meant left, right;
    evaluate_people(scene, expr->args[0], &left);
    evaluate_people(scene, expr->args[1], &right);
    if (!left.count || !right.count)
        return false;
    bool deputies = expr->kind == EXPR_IS && expr_is_actor(expr->args[0]);
    for (size_t i = 0; i < left.count; i++)
        for (size_t j = 0; j < right.count; j++)
            if (left.ids[i] == right.ids[j] ||
                (deputies &&
                 scene->facts->deputises(scene->world, left.ids[i], right.ids[j], scene->reading)))
                return !expr->negated;
    return expr->negated;
}

bool evaluate_manages(struct scene *scene, const struct expr *expr)
{
    struct people_meant managers, people;
    evaluate_people(scene, expr->args[0], &managers);
    evaluate_people(scene, expr->args[1], &people);
    for (size_t i = 0; i < managers.count; i++)
        for (size_t j = 0; j < people.count; j++)
            if (scene->facts->manages(scene->world, managers.ids[i], people.ids[j]))
                return true;
    return false;
}

bool evaluate_sits_on(struct scene *scene, const struct expr *expr)
{
    struct people_meant people;
    evaluate_people(scene, expr->args[0], &people);
    for (size_t i = 0; i < people.count; i++)
        if (scene->facts->sits_on(scene->world, people.ids[i], expr->board))
            return true;
    return false;
}
