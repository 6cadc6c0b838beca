#include "base/utf8.h"
#include "rules/evaluate_parts.h"

static const struct value MISSING = {0};

static struct value number(int64_t n)
{
    if (n > VALUE_NUMBER_MAX || n < -VALUE_NUMBER_MAX)
        return MISSING;
    return (struct value){.kind = VALUE_NUMBER, .i = n};
}

static struct value literal(struct scene *scene, const struct expr *expr)
{
    (void)scene;
    bool blank = expr->literal.kind == VALUE_TEXT && !utf8_trim(expr->literal.text).n;
    return blank ? MISSING : expr->literal;
}

static struct value path(struct scene *scene, const struct expr *expr)
{
    return evaluate_path(scene, &expr->path);
}

static struct value now(struct scene *scene, const struct expr *expr)
{
    struct value value = {.kind = VALUE_TIME, .i = scene->now};
    if (expr->kind == EXPR_TODAY)
        value = (struct value){.kind = VALUE_DATE, .i = clocks_day(scene->clocks, value)};
    return value;
}

static struct value sum(struct scene *scene, const struct expr *expr)
{
    int sign = expr->kind == EXPR_SUBTRACT ? -1 : 1;
    const struct expr *left = expr->args[0], *right = expr->args[1];
    if (left->kind == EXPR_SPAN) {
        const struct expr *swapped = left;
        left = right;
        right = swapped;
    }
    struct value a = evaluate_value(scene, left);
    if (right->kind == EXPR_SPAN)
        return clocks_add(scene->clocks, scene->rulebook, a, right->span, sign);
    struct value b = evaluate_value(scene, right);
    return a.kind == VALUE_NUMBER && b.kind == VALUE_NUMBER ? number(a.i + sign * b.i) : MISSING;
}

static struct value count(struct scene *scene, const struct expr *expr)
{
    return number(evaluate_count(scene, expr));
}

static struct value matrix(struct scene *scene, const struct expr *expr)
{
    struct value row = evaluate_value(scene, expr->args[0]), column = evaluate_value(scene, expr->args[1]);
    if (row.kind != VALUE_CHOICE || column.kind != VALUE_CHOICE)
        return MISSING;
    return expr->matrix->cells[(size_t)row.i * expr->matrix->columns->count + (size_t)column.i];
}

struct value evaluate_as(struct scene *scene, const struct expr *expr, struct type type)
{
    struct value value = evaluate_value(scene, expr);
    if (value.kind == VALUE_MISSING)
        return value;
    if (type.kind == TYPE_DATE && value.kind != VALUE_DATE)
        return (struct value){.kind = VALUE_DATE, .i = clocks_day(scene->clocks, value)};
    if (type.kind == TYPE_TIME && value.kind != VALUE_TIME)
        return (struct value){.kind = VALUE_TIME, .i = clocks_instant(scene->clocks, value)};
    return value;
}

static struct value extreme(struct scene *scene, const struct expr *expr)
{
    struct value best = MISSING;
    for (size_t i = 0; i < expr->count; i++) {
        struct value value = evaluate_as(scene, expr->args[i], expr->type);
        if (value.kind == VALUE_MISSING)
            return MISSING;
        int order = i ? value_compare(scene, value, best) : 0;
        if (!i || (expr->kind == EXPR_LATEST ? order > 0 : order < 0))
            best = value;
    }
    return best;
}

static int64_t local_time(const struct clocks *clocks, int64_t time)
{
    return time + zone_offset(clocks->zone, time) * TIME_SECOND;
}

static struct value between(struct scene *scene, const struct expr *expr)
{
    const struct clocks *clocks = scene->clocks;
    struct value a = evaluate_value(scene, expr->args[0]), b = evaluate_value(scene, expr->args[1]);
    if (a.kind == VALUE_MISSING || b.kind == VALUE_MISSING)
        return MISSING;
    if (expr->kind == EXPR_HOURS)
        return number((clocks_instant(clocks, b) - clocks_instant(clocks, a)) / TIME_HOUR);
    if (expr->kind == EXPR_DAYS && a.kind == VALUE_TIME && b.kind == VALUE_TIME)
        return number((local_time(clocks, b.i) - local_time(clocks, a.i)) / TIME_DAY);
    int64_t from = clocks_day(clocks, a), to = clocks_day(clocks, b);
    if (expr->kind == EXPR_DAYS)
        return number(to - from);
    if (!clocks_known(from) || !clocks_known(to))
        return MISSING;
    return number(workdays_between(clocks_calendar(clocks, scene->rulebook, expr->calendar), from, to));
}

static struct value entered(struct scene *scene, const struct expr *expr)
{
    struct ref ref;
    struct value time = {.kind = VALUE_TIME};
    if (!evaluate_root(scene, &expr->path, &ref))
        return MISSING;
    return scene->facts->entered(scene->world, ref, expr->state, &time.i) ? time : MISSING;
}

static struct value next(struct scene *scene, const struct expr *expr)
{
    struct value time = {.kind = VALUE_TIME};
    return scene->facts->next_meeting(scene->world, expr->board, &time.i) ? time : MISSING;
}

typedef struct value evaluate_node(struct scene *scene, const struct expr *expr);

static evaluate_node *const NODES[] = {
    [EXPR_LITERAL] = literal,  [EXPR_PATH] = path,
    [EXPR_NOW] = now,          [EXPR_TODAY] = now,
    [EXPR_ADD] = sum,          [EXPR_SUBTRACT] = sum,
    [EXPR_COUNT_EACH] = count, [EXPR_COUNT_RECORDS] = count,
    [EXPR_MATRIX] = matrix,    [EXPR_LATEST] = extreme,
    [EXPR_EARLIEST] = extreme, [EXPR_HOURS] = between,
    [EXPR_DAYS] = between,     [EXPR_WORKDAYS] = between,
    [EXPR_ENTERED] = entered,  [EXPR_NEXT] = next,
};

struct value evaluate_value(struct scene *scene, const struct expr *expr)
{
    if (expr->kind < EXPR_LITERAL)
        return (struct value){.kind = VALUE_FLAG, .i = evaluate_test(scene, expr)};
    return NODES[expr->kind] ? NODES[expr->kind](scene, expr) : MISSING;
}
