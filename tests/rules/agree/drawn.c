#include "drawn.h"

#include <stdio.h>

#include "rules/link.h"

enum { ENOUGH = 50 };

/* ---- in an expression ---- */

static void count_path(struct drawn *drawn, const struct expr *expr, unsigned rows, size_t n)
{
    const struct path *path = &expr->path;
    const struct step *last = path->count ? &path->steps[path->count - 1] : NULL;
    drawn->paths[expr->type.kind][expr->type.many] += n;
    if (path->count > 1)
        drawn->reference += n;
    if (path->count > 2)
        drawn->second_reference += n;
    if (path->root == ROOT_ACTOR && path->count)
        drawn->actor_path += n;
    if (rows && (path->root == ROOT_THIS || (path->root == ROOT_VAR && path->var + 1 < rows)))
        drawn->around += n;
    if (last)
        drawn->parts[last->part] += n;
    if (last && last->field && last->field->computed)
        drawn->computed += n;
}

static bool is_moment(struct type type)
{
    return type.kind == TYPE_DATE || type.kind == TYPE_MONTH || type.kind == TYPE_TIME;
}

static void count_compared(struct drawn *drawn, const struct expr *expr, size_t n)
{
    struct type a = expr->args[0]->type, b = expr->args[1]->type;
    if (expr->kind == EXPR_IN)
        drawn->listed[a.kind] += n;
    else
        drawn->compared[a.kind][expr->op] += n;
    if (is_moment(a) && a.kind != b.kind)
        drawn->day_and_time += n;
}

static void count_named(struct drawn *drawn, const struct expr *expr, size_t n)
{
    if (expr->kind == EXPR_CLOCK)
        *(expr->clock_from < expr->clock_to ? &drawn->window : &drawn->midnight) += n;
    if (expr->personally || expr->kind == EXPR_IS_PERSONALLY)
        drawn->personally += n;
    if (expr->kind == EXPR_HAS && expr->has_span)
        drawn->held_since += n;
    if (expr->kind == EXPR_HAS && expr->count > 1)
        drawn->held_for += n;
    if (expr->calendar || (expr->kind == EXPR_SPAN && expr->span.calendar))
        drawn->other_calendar += n;
}

/* `rows`: one more than the slot of the quantifier over a register around this; 0: none is. */
static void count_expr(struct drawn *drawn, const struct expr *expr, bool bound, unsigned rows, size_t n)
{
    bool each = expr->kind == EXPR_EACH || expr->kind == EXPR_COUNT_EACH;
    bool records =
        expr->kind == EXPR_RECORDS || expr->kind == EXPR_COUNT_RECORDS || expr->kind == EXPR_OVERLAPS;
    drawn->kinds[expr->kind] += n;
    if (expr->kind == EXPR_COMPARE || expr->kind == EXPR_IN)
        count_compared(drawn, expr, n);
    if (expr->kind == EXPR_EACH || expr->kind == EXPR_RECORDS)
        drawn->quantifiers[expr->quantifier] += n;
    if (expr->kind == EXPR_SPAN)
        drawn->units[expr->span.unit] += n;
    if (expr->kind == EXPR_PATH)
        count_path(drawn, expr, rows, n);
    if ((each || records) && bound)
        drawn->nested += n;
    count_named(drawn, expr, n);
    for (size_t i = 0; i < expr->count; i++)
        count_expr(drawn, expr->args[i], bound || each || records, records ? expr->var + 1 : rows, n);
}

void drawn_expr(struct drawn *drawn, const struct expr *expr, size_t n)
{
    count_expr(drawn, expr, false, 0, n);
}

/* ---- what decided ---- */

static const struct clocks *other_clocks(struct arena *arena, const struct rulebook *rulebook,
                                         struct text timezone, enum holidays holidays)
{
    struct rulebook other = *rulebook;
    other.timezone = timezone;
    other.holidays = holidays;
    return clocks_new(arena, &other);
}

struct drawn drawn_begin(struct arena *arena, const struct rulebook *rulebook)
{
    return (struct drawn){
        .no_holidays = other_clocks(arena, rulebook, rulebook->timezone, HOLIDAYS_NONE),
        .always_winter = other_clocks(arena, rulebook, TEXT("Etc/GMT"), rulebook->holidays),
        .always_summer = other_clocks(arena, rulebook, TEXT("Etc/GMT-1"), rulebook->holidays),
    };
}

static bool holds_by(const struct scene *scene, const struct expr *expr, const struct clocks *clocks)
{
    struct scene other = *scene;
    other.clocks = clocks;
    return evaluate_test(&other, expr);
}

void drawn_decided(struct drawn *drawn, struct world *world, const struct scene *scene,
                   const struct expr *expr, bool holds)
{
    struct scene open = *scene;
    open.narrowed = false;
    drawn->by_rights += evaluate_test(&open, expr) != holds;
    drawn->by_holidays += holds_by(scene, expr, drawn->no_holidays) != holds;
    drawn->by_clock_changes += holds_by(scene, expr, drawn->always_winter) != holds &&
                               holds_by(scene, expr, drawn->always_summer) != holds;
    world->no_deputies = true;
    drawn->by_deputies += holds_by(scene, expr, scene->clocks) != holds;
    world->no_deputies = false;
}

/* ---- enough ---- */

static bool enough(const char *what, size_t index, size_t count)
{
    if (count < ENOUGH)
        printf("too few comparisons of %s %zu: %zu\n", what, index, count);
    return count >= ENOUGH;
}

static bool enough_of_types(const struct drawn *drawn)
{
    bool good = true;
    for (size_t type = TYPE_LINE; type < TYPE_KINDS; type++) {
        bool ordered = type_ordered((struct type){.kind = (enum type_kind)type});
        good = enough("type", type, drawn->paths[type][0]) && good;
        good = enough("a list of type", type, drawn->listed[type]) && good;
        for (size_t op = 0; op < (ordered ? OPERATORS : COMPARE_NE + 1); op++)
            good = enough("type * 10 + comparison", type * 10 + op, drawn->compared[type][op]) && good;
    }
    for (size_t type = TYPE_FILE; type < TYPE_KINDS; type++)
        good = enough("many of type", type, drawn->paths[type][1]) && good;
    return good;
}

bool drawn_enough(const struct drawn *drawn)
{
    bool good = enough_of_types(drawn);
    for (size_t i = 0; i < EXPR_KINDS; i++)
        good = enough("expression kind", i, drawn->kinds[i]) && good;
    for (size_t i = 0; i < QUANTIFIERS; i++)
        good = enough("quantifier", i, drawn->quantifiers[i]) && good;
    for (size_t i = 0; i < UNITS; i++)
        good = enough("duration", i, drawn->units[i]) && good;
    for (size_t i = ACT_ACTOR; i < PARTS; i++)
        good = enough("part of an action", i, drawn->parts[i]) && good;
#define THING(name, words)                                                                                   \
    printf("%9zu %s\n", drawn->name, words);                                                                 \
    good = enough(words, 0, drawn->name) && good;
    DRAWN_THINGS(THING)
#undef THING
    return good;
}
