#include "rules/evaluate_parts.h"

static bool is_moment(struct value value)
{
    return value.kind == VALUE_DATE || value.kind == VALUE_MONTH || value.kind == VALUE_TIME;
}

int value_compare(const struct scene *scene, struct value a, struct value b)
{
    if (a.kind == VALUE_TEXT && b.kind == VALUE_TEXT)
        return text_compare(a.text, b.text);
    if (a.kind != b.kind && is_moment(a) && is_moment(b)) {
        a.i = clocks_day(scene->clocks, a);
        b.i = clocks_day(scene->clocks, b);
    }
    return (a.i > b.i) - (a.i < b.i);
}

static bool set_within(struct value a, struct value b)
{
    for (size_t i = 0; i < a.count; i++) {
        bool found = false;
        for (size_t j = 0; j < b.count && !found; j++)
            found = value_same(a.items[i], b.items[j]);
        if (!found)
            return false;
    }
    return true;
}

bool value_same(struct value a, struct value b)
{
    if (a.kind != b.kind)
        return false;
    if (a.kind == VALUE_TEXT)
        return text_eq(a.text, b.text);
    if (a.kind == VALUE_SET)
        return a.count == b.count && set_within(a, b);
    return a.kind == VALUE_MISSING || a.i == b.i;
}

static bool and_or(struct scene *scene, const struct expr *expr)
{
    bool stops = expr->kind == EXPR_OR;
    for (size_t i = 0; i < expr->count; i++)
        if (evaluate_test(scene, expr->args[i]) == stops)
            return stops;
    return !stops;
}

static bool not_test(struct scene *scene, const struct expr *expr)
{
    return !evaluate_test(scene, expr->args[0]);
}

static bool holds(enum compare_op op, int order)
{
    switch (op) {
    case COMPARE_EQ:
        return order == 0;
    case COMPARE_NE:
        return order != 0;
    case COMPARE_LT:
        return order < 0;
    case COMPARE_LE:
        return order <= 0;
    case COMPARE_GT:
        return order > 0;
    case COMPARE_GE:
        return order >= 0;
    }
    return false;
}

static bool compare(struct scene *scene, const struct expr *expr)
{
    struct value a = evaluate_value(scene, expr->args[0]);
    if (a.kind == VALUE_MISSING)
        return false;
    struct value b = evaluate_value(scene, expr->args[1]);
    return b.kind != VALUE_MISSING && holds(expr->op, value_compare(scene, a, b));
}

static bool in(struct scene *scene, const struct expr *expr)
{
    struct value a = evaluate_value(scene, expr->args[0]);
    if (a.kind == VALUE_MISSING)
        return false;
    for (size_t i = 1; i < expr->count; i++) {
        struct value b = evaluate_value(scene, expr->args[i]);
        if (b.kind != VALUE_MISSING && value_compare(scene, a, b) == 0)
            return true;
    }
    return false;
}

static bool given(struct scene *scene, const struct expr *expr)
{
    bool is_given = evaluate_value(scene, expr->args[0]).kind != VALUE_MISSING;
    return is_given == (expr->kind == EXPR_GIVEN);
}

static bool includes(struct scene *scene, const struct expr *expr)
{
    struct value set = evaluate_value(scene, expr->args[0]), value = evaluate_value(scene, expr->args[1]);
    if (set.kind != VALUE_SET || value.kind == VALUE_MISSING)
        return false;
    return set_within((struct value){.kind = VALUE_SET, .items = &value, .count = 1}, set);
}

static bool absent(struct scene *scene, const struct expr *expr)
{
    return scene->facts->absent(scene->world, expr->role);
}

static bool done(struct scene *scene, const struct expr *expr)
{
    struct ref ref;
    if (!evaluate_root(scene, &expr->path, &ref))
        return false;
    int64_t seq = scene->facts->act(scene->world, ref, expr->action).seq;
    if (!seq || !expr->since)
        return seq != 0;
    return seq > scene->facts->act(scene->world, ref, expr->since).seq;
}

static bool same(struct scene *scene, const struct expr *expr)
{
    const struct reg *reg = expr->args[0]->type.target;
    struct value other = evaluate_value(scene, expr->args[0]);
    struct ref self;
    if (other.kind != VALUE_RECORD || !evaluate_root(scene, &expr->path, &self))
        return false;
    for (size_t i = 0; i < expr->field_count; i++) {
        const struct field *mine = expr->fields[i];
        const struct field *theirs = mine->reg == reg ? mine : reg_field(reg, mine->name);
        if (!theirs || !value_same(evaluate_field(scene, self, mine),
                                   evaluate_field(scene, (struct ref){reg, other.i}, theirs)))
            return false;
    }
    return true;
}

static bool flag(struct scene *scene, const struct expr *expr)
{
    struct value value = expr->literal;
    if (expr->count)
        value = evaluate_value(scene, expr->args[0]);
    else if (value.kind != VALUE_FLAG)
        value = evaluate_path(scene, &expr->path);
    return value.kind == VALUE_FLAG && value.i;
}

typedef bool evaluate_node(struct scene *scene, const struct expr *expr);

static evaluate_node *const NODES[] = {
    [EXPR_OR] = and_or,
    [EXPR_AND] = and_or,
    [EXPR_NOT] = not_test,
    [EXPR_COMPARE] = compare,
    [EXPR_IN] = in,
    [EXPR_GIVEN] = given,
    [EXPR_MISSING] = given,
    [EXPR_INCLUDES] = includes,
    [EXPR_IS] = evaluate_is,
    [EXPR_IS_PERSONALLY] = evaluate_is,
    [EXPR_HAS] = evaluate_has,
    [EXPR_MANAGES] = evaluate_manages,
    [EXPR_SITS_ON] = evaluate_sits_on,
    [EXPR_ABSENT] = absent,
    [EXPR_EACH] = evaluate_each,
    [EXPR_RECORDS] = evaluate_records,
    [EXPR_DONE] = done,
    [EXPR_SAME] = same,
    [EXPR_WEEKDAY] = evaluate_weekday,
    [EXPR_HOLIDAY] = evaluate_holiday,
    [EXPR_CLOCK] = evaluate_clock,
    [EXPR_OVERLAPS] = evaluate_records,
    [EXPR_FLAG] = flag,
};

bool evaluate_test(struct scene *scene, const struct expr *expr)
{
    if (expr->kind < EXPR_LITERAL)
        return NODES[expr->kind](scene, expr);
    struct value value = evaluate_value(scene, expr);
    return value.kind == VALUE_FLAG && value.i;
}
