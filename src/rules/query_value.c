#include "rules/query_parts.h"

static enum value_kind kind_of_type(enum type_kind kind)
{
    switch (kind) {
    case TYPE_LINE:
    case TYPE_TEXT:
    case TYPE_FILE:
    case TYPE_LINK:
        return VALUE_TEXT;
    case TYPE_NUMBER:
        return VALUE_NUMBER;
    case TYPE_FLAG:
        return VALUE_FLAG;
    case TYPE_DATE:
        return VALUE_DATE;
    case TYPE_MONTH:
        return VALUE_MONTH;
    case TYPE_TIME:
        return VALUE_TIME;
    case TYPE_CHOICE:
        return VALUE_CHOICE;
    case TYPE_RECORD:
        return VALUE_RECORD;
    case TYPE_NONE:
    case TYPE_DURATION:
        return VALUE_MISSING;
    }
    return VALUE_MISSING;
}

enum value_kind query_kind(const struct expr *expr)
{
    if (expr->kind == EXPR_LITERAL)
        return expr->literal.kind;
    if (expr->kind == EXPR_ADD || expr->kind == EXPR_SUBTRACT) {
        if (expr->args[1]->kind == EXPR_SPAN)
            return query_span_kind(query_kind(expr->args[0]), expr->args[1]->span);
        if (expr->args[0]->kind == EXPR_SPAN)
            return query_span_kind(query_kind(expr->args[1]), expr->args[0]->span);
        return VALUE_NUMBER;
    }
    return expr->kind < EXPR_LITERAL ? VALUE_FLAG : kind_of_type(expr->type.kind);
}

static void bind_constant(struct query *query, const struct expr *expr)
{
    query_bind_as(query, expr->type, evaluate_value(query->scene, expr));
}

void query_rank_open(struct query *query)
{
    query_put(query, "CASE ");
}

void query_rank_close(struct query *query, const struct choice *choice)
{
    for (size_t i = 0; i < choice->count; i++) {
        query_put(query, " WHEN ");
        query_bind_text(query, choice->values[i].name);
        buf_format(&query->out->text, " THEN %zu", i);
    }
    query_put(query, " END");
}

static void emit_number_sum(struct query *query, const struct expr *expr)
{
    query_put(
        query,
        "(SELECT CASE WHEN v.x BETWEEN -9007199254740991 AND 9007199254740991 THEN v.x END FROM (SELECT ");
    query_emit_value(query, expr->args[0]);
    query_put(query, expr->kind == EXPR_ADD ? " + " : " - ");
    query_emit_value(query, expr->args[1]);
    query_put(query, " AS x" QUERY_LET_END);
}

static void emit_sum(struct query *query, const struct expr *expr)
{
    int sign = expr->kind == EXPR_SUBTRACT ? -1 : 1;
    if (expr->args[1]->kind == EXPR_SPAN)
        query_emit_span(query, expr->args[0], expr->args[1]->span, sign);
    else if (expr->args[0]->kind == EXPR_SPAN)
        query_emit_span(query, expr->args[1], expr->args[0]->span, sign);
    else
        emit_number_sum(query, expr);
}

static void emit_count(struct query *query, const struct expr *expr)
{
    if (!query_enter(query))
        return;
    query_put(query, "(SELECT COUNT(*) ");
    struct query_var before = query->vars[expr->var];
    const struct expr *body = NULL;
    if (expr->kind == EXPR_COUNT_EACH) {
        body = expr->count > 1 ? expr->args[1] : NULL;
        query->vars[expr->var] = query_emit_elements(query, expr->args[0], body != NULL);
    } else {
        body = expr->count ? expr->args[0] : NULL;
        query_put(query, "FROM ");
        query->vars[expr->var] = query_emit_rows(query, expr->reg);
    }
    if (body) {
        query_put(query, " AND ");
        query_emit_test(query, body);
    }
    query_put(query, ")");
    query->vars[expr->var] = before;
    query_leave(query);
}

static void emit_matrix(struct query *query, const struct expr *expr)
{
    const struct matrix *matrix = expr->matrix;
    query_put(query, "(SELECT CASE v.x");
    for (size_t row = 0; row < matrix->rows->count; row++) {
        query_put(query, " WHEN ");
        query_bind_text(query, matrix->rows->values[row].name);
        query_put(query, " THEN CASE v.y");
        for (size_t column = 0; column < matrix->columns->count; column++) {
            query_put(query, " WHEN ");
            query_bind_text(query, matrix->columns->values[column].name);
            query_put(query, " THEN ");
            query_bind_as(query, matrix->gives, matrix->cells[row * matrix->columns->count + column]);
        }
        query_put(query, " END");
    }
    query_put(query, " END FROM (SELECT ");
    query_emit_value(query, expr->args[0]);
    query_put(query, " AS x, ");
    query_emit_value(query, expr->args[1]);
    query_put(query, " AS y" QUERY_LET_END);
}

void query_emit_as(struct query *query, const struct expr *expr, struct type type)
{
    if (type.kind == TYPE_DATE && query_kind(expr) != VALUE_DATE)
        query_emit_day(query, expr, 0);
    else if (type.kind == TYPE_TIME && query_kind(expr) != VALUE_TIME)
        query_emit_instant(query, expr, 0);
    else
        query_emit_value(query, expr);
}

static void emit_order_of(struct query *query, const char *column, const struct type *type)
{
    if (type->kind == TYPE_CHOICE && type->choice)
        query_rank_open(query);
    query_put(query, column);
    if (type->kind == TYPE_CHOICE && type->choice)
        query_rank_close(query, type->choice);
}

/* The latest or earliest of the first `count` arguments; missing when one is, which MAX and GREATEST disagree
 * about. */
static void emit_extreme_of(struct query *query, const struct expr *expr, size_t count)
{
    const struct expr *last = expr->args[count - 1];
    if (count == 1) {
        query_emit_as(query, last, expr->type);
        return;
    }
    query_put(query, "(SELECT CASE WHEN ");
    emit_order_of(query, "v.x", &expr->type);
    query_put(query, expr->kind == EXPR_LATEST ? " >= " : " <= ");
    emit_order_of(query, "v.y", &expr->type);
    query_put(query, " THEN v.x WHEN v.x IS NOT NULL THEN v.y END FROM (SELECT ");
    emit_extreme_of(query, expr, count - 1);
    query_put(query, " AS x, ");
    query_emit_as(query, last, expr->type);
    query_put(query, " AS y" QUERY_LET_END);
}

static void emit_extreme(struct query *query, const struct expr *expr)
{
    emit_extreme_of(query, expr, expr->count);
}

static void emit_path(struct query *query, const struct expr *expr)
{
    query_emit_path(query, &expr->path, LEAF_VALUE);
}

static void emit_entered(struct query *query, const struct expr *expr)
{
    struct query_row row = query_root(query, &expr->path);
    schema_entered(&query->out->text, row.alias, row.reg, expr->state);
}

typedef void emit_node(struct query *query, const struct expr *expr);

/* Literals, now, today and `next BOARD` are constant, so they have no row. */
static emit_node *const NODES[] = {
    [EXPR_PATH] = emit_path,
    [EXPR_ADD] = emit_sum,
    [EXPR_SUBTRACT] = emit_sum,
    [EXPR_COUNT_EACH] = emit_count,
    [EXPR_COUNT_RECORDS] = emit_count,
    [EXPR_MATRIX] = emit_matrix,
    [EXPR_LATEST] = emit_extreme,
    [EXPR_EARLIEST] = emit_extreme,
    [EXPR_HOURS] = query_emit_between,
    [EXPR_DAYS] = query_emit_between,
    [EXPR_WORKDAYS] = query_emit_between,
    [EXPR_ENTERED] = emit_entered,
};

void query_emit_value(struct query *query, const struct expr *expr)
{
    if (query_constant(query, expr, 0)) {
        bind_constant(query, expr);
    } else if (expr->kind < EXPR_LITERAL) {
        query_put(query, "CASE WHEN ");
        query_emit_test(query, expr);
        query_put(query, " THEN 1 ELSE 0 END");
    } else if (query_enter(query)) {
        NODES[expr->kind](query, expr);
        query_leave(query);
    }
}
