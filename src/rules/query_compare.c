#include "rules/query_parts.h"

static const char *const SIGNS[] = {
    [COMPARE_EQ] = " = ",  [COMPARE_NE] = " <> ", [COMPARE_LT] = " < ",
    [COMPARE_LE] = " <= ", [COMPARE_GT] = " > ",  [COMPARE_GE] = " >= ",
};
/* The same comparison with its sides exchanged. */
static const enum compare_op FLIPPED[] = {
    [COMPARE_EQ] = COMPARE_EQ, [COMPARE_NE] = COMPARE_NE, [COMPARE_LT] = COMPARE_GT,
    [COMPARE_LE] = COMPARE_GE, [COMPARE_GT] = COMPARE_LT, [COMPARE_GE] = COMPARE_LE,
};

static bool holds(enum compare_op op, int64_t a, int64_t b)
{
    return ((op == COMPARE_EQ || op == COMPARE_LE || op == COMPARE_GE) && a == b) ||
           ((op == COMPARE_LT || op == COMPARE_LE || op == COMPARE_NE) && a < b) ||
           ((op == COMPARE_GT || op == COMPARE_GE || op == COMPARE_NE) && a > b);
}

static void emit_pair(struct query *query, const struct expr *a, enum compare_op op, const struct expr *b)
{
    query_put(query, "(");
    query_emit_value(query, a);
    query_put(query, SIGNS[op]);
    query_emit_value(query, b);
    query_put(query, ")");
}

/* Against a known choice: the names for which it holds, which an index can find. */
static void emit_names(struct query *query, const struct expr *a, enum compare_op op, int64_t rank)
{
    const struct choice *choice = a->type.choice;
    bool any = false;
    for (size_t i = 0; i < choice->count; i++) {
        if (!holds(op, (int64_t)i, rank))
            continue;
        query_put(query, any ? ", " : "(");
        if (!any) {
            query_emit_value(query, a);
            query_put(query, " IN (");
        }
        query_bind_text(query, choice->values[i].name);
        any = true;
    }
    query_put(query, any ? "))" : "FALSE");
}

static void emit_rank(struct query *query, const struct expr *expr)
{
    query_rank_open(query);
    query_emit_value(query, expr);
    query_rank_close(query, expr->type.choice);
}

static void emit_choices(struct query *query, const struct expr *a, enum compare_op op, const struct expr *b)
{
    if (op == COMPARE_EQ || op == COMPARE_NE) {
        emit_pair(query, a, op, b);
    } else if (query_constant(query, b, 0)) {
        struct value value = evaluate_value(query->scene, b);
        if (value.kind == VALUE_CHOICE)
            emit_names(query, a, op, value.i);
        else
            query_put(query, "FALSE");
    } else if (query_constant(query, a, 0)) {
        emit_choices(query, b, FLIPPED[op], a);
    } else {
        query_put(query, "(");
        emit_rank(query, a);
        query_put(query, SIGNS[op]);
        emit_rank(query, b);
        query_put(query, ")");
    }
}

static bool is_moment(enum value_kind kind)
{
    return kind == VALUE_DATE || kind == VALUE_MONTH || kind == VALUE_TIME;
}

/* Is an instant before the day's first one exactly when its local day is before? Not where clocks go back
 * over midnight. */
static bool starts_cleanly(const struct zone *zone, int64_t day, int64_t start)
{
    enum { HALF_HOURS = 8 };
    for (int i = 0; i <= HALF_HOURS; i++)
        if (zone_day(zone, start + i * 30 * TIME_MINUTE) < day)
            return false;
    return true;
}

/* A stored time against a known day, as a comparison of instants, which an index can serve. */
static bool emit_time_against_day(struct query *query, const struct expr *a, enum compare_op op,
                                  const struct expr *b)
{
    const struct clocks *clocks = query->scene->clocks;
    if (a->kind != EXPR_PATH || !query_constant(query, b, 0) || op == COMPARE_EQ || op == COMPARE_NE)
        return false;
    struct value value = evaluate_value(query->scene, b);
    if (value.kind == VALUE_MISSING)
        return false;
    bool from_next = op == COMPARE_LE || op == COMPARE_GT;
    int64_t day = clocks_day(clocks, value) + from_next, start = zone_day_start(clocks->zone, day);
    if (!starts_cleanly(clocks->zone, day, start))
        return false;
    query_put(query, "(");
    query_emit_value(query, a);
    query_put(query, op == COMPARE_LT || op == COMPARE_LE ? " < " : " >= ");
    query_bind_int(query, start);
    query_put(query, ")");
    return true;
}

static void emit_days(struct query *query, const struct expr *a, enum compare_op op, const struct expr *b)
{
    if (query_kind(a) == VALUE_TIME && emit_time_against_day(query, a, op, b))
        return;
    if (query_kind(b) == VALUE_TIME && emit_time_against_day(query, b, FLIPPED[op], a))
        return;
    query_put(query, "(");
    query_emit_day(query, a, 0);
    query_put(query, SIGNS[op]);
    query_emit_day(query, b, 0);
    query_put(query, ")");
}

static void emit_comparison(struct query *query, const struct expr *a, enum compare_op op,
                            const struct expr *b)
{
    enum value_kind kind_a = query_kind(a), kind_b = query_kind(b);
    if (kind_a == VALUE_CHOICE && kind_b == VALUE_CHOICE)
        emit_choices(query, a, op, b);
    else if (kind_a != kind_b && is_moment(kind_a) && is_moment(kind_b))
        emit_days(query, a, op, b);
    else
        emit_pair(query, a, op, b);
}

void query_emit_compare(struct query *query, const struct expr *expr)
{
    emit_comparison(query, expr->args[0], expr->op, expr->args[1]);
}

/* Days and times in one list: each compares in its own way. */
static void emit_in_mixed(struct query *query, const struct expr *expr)
{
    for (size_t i = 1; i < expr->count; i++) {
        query_put(query, i > 1 ? " OR " : "(");
        emit_comparison(query, expr->args[0], COMPARE_EQ, expr->args[i]);
    }
    query_put(query, ")");
}

void query_emit_in(struct query *query, const struct expr *expr)
{
    enum value_kind kind = query_kind(expr->args[0]);
    for (size_t i = 1; i < expr->count; i++)
        if (is_moment(kind) && query_kind(expr->args[i]) != kind) {
            emit_in_mixed(query, expr);
            return;
        }
    for (size_t i = 0; i < expr->count; i++) {
        query_put(query, i == 0 ? "(" : i == 1 ? " IN (" : ", ");
        query_emit_value(query, expr->args[i]);
    }
    query_put(query, "))");
}
