#include "rules/query_parts.h"

/* The body with the element bound; `before` is what the variable held. */
static void emit_body(struct query *query, const struct expr *expr, const struct expr *body,
                      struct query_var element)
{
    struct query_var before = query->vars[expr->var];
    query->vars[expr->var] = element;
    query_emit_test(query, body);
    query->vars[expr->var] = before;
}

void query_emit_each(struct query *query, const struct expr *expr)
{
    bool all = expr->quantifier == QUANTIFIER_ALL;
    if (!query_enter(query))
        return;
    query_put(query, expr->quantifier == QUANTIFIER_ANY ? "EXISTS (SELECT 1 " : "NOT EXISTS (SELECT 1 ");
    struct query_var element = query_emit_elements(query, expr->args[0], true);
    query_put(query, " AND ");
    emit_body(query, expr, expr->args[1], element);
    query_put(query, all ? " IS NOT TRUE)" : ")");
    query_leave(query);
}

struct query_var query_emit_rows(struct query *query, const struct reg *reg)
{
    struct query_row row = {query_alias(query, "t"), reg};
    query_put_table(query, row);
    query_put(query, " WHERE ");
    if (query->scene->narrowed)
        query_emit_readable(query, row);
    else
        query_put(query, "TRUE");
    return (struct query_var){.row = row};
}

void query_emit_records(struct query *query, const struct expr *expr)
{
    if (!query_enter(query))
        return;
    query_put(query,
              expr->quantifier == QUANTIFIER_NO ? "NOT EXISTS (SELECT 1 FROM " : "EXISTS (SELECT 1 FROM ");
    struct query_var element = query_emit_rows(query, expr->reg);
    if (expr->count) {
        query_put(query, " AND ");
        emit_body(query, expr, expr->args[0], element);
    }
    query_put(query, ")");
    query_leave(query);
}

/* ---- overlaps (rule 8) ---- */

static void emit_begin(struct query *query, struct query_row row)
{
    struct query_saved saved = query_step_into(query, row);
    query_emit_instant(query, row.reg->begins, 0);
    query_step_back(query, saved);
}

/* A day in a period is in it to its end. */
static void emit_end(struct query *query, struct query_row row)
{
    struct query_saved saved = query_step_into(query, row);
    query_emit_instant(query, row.reg->ends, 1);
    query_step_back(query, saved);
}

/* The period of `this`: columns of a row, or (NULL) known. */
struct period {
    const char *from_column, *to_column;
    int64_t from, to;
};

static void put_moment(struct query *query, const char *column, int64_t known)
{
    if (column)
        query_put(query, column);
    else
        query_bind_int(query, known);
}

static void emit_shares(struct query *query, struct query_row row, struct period period)
{
    emit_begin(query, row);
    query_put(query, " < ");
    put_moment(query, period.to_column, period.to);
    query_put(query, " AND ");
    emit_end(query, row);
    query_put(query, " > ");
    put_moment(query, period.from_column, period.from);
    query_put(query, " AND ");
    emit_begin(query, row);
    query_put(query, " < ");
    emit_end(query, row);
}

void query_emit_shares_time(struct query *query, const struct expr *expr)
{
    struct scene *scene = query->scene;
    struct period period = {0};
    if (!expr->reg->begins || !expr->reg->ends ||
        !evaluate_period(scene, scene->self, &period.from, &period.to)) {
        query_put(query, "FALSE");
        return;
    }
    struct query_row row = query->vars[expr->var].row;
    query_put(query, "(");
    if (scene->self.reg == row.reg) {
        buf_format(&query->out->text, "%s.\"_id\" <> ", row.alias);
        query_bind_int(query, scene->self.id);
        query_put(query, " AND ");
    }
    emit_shares(query, row, period);
    query_put(query, ")");
}

void query_emit_overlaps(struct query *query, const struct expr *expr)
{
    struct query_row self = query->self;
    struct buf *text = &query->out->text;
    if (!self.reg->begins || !self.reg->ends || !expr->reg->begins || !expr->reg->ends) {
        query_put(query, "FALSE");
        return;
    }
    if (!query_enter(query))
        return;
    const char *period = query_alias(query, "o");
    query_put(query, "EXISTS (SELECT 1 FROM (SELECT ");
    emit_begin(query, self);
    query_put(query, " AS b, ");
    emit_end(query, self);
    buf_format(text, " AS e LIMIT 1 OFFSET 0) %s, ", period);
    struct query_var element = query_emit_rows(query, expr->reg);
    struct query_row row = element.row;
    if (self.reg == row.reg) {
        buf_format(text, " AND %s.\"_id\" <> ", row.alias);
        query_emit_id(query, self);
    }
    buf_format(text, " AND %s.b < %s.e AND ", period, period);
    emit_shares(query, row,
                (struct period){arena_format(text->arena, "%s.b", period).s,
                                arena_format(text->arena, "%s.e", period).s, 0, 0});
    if (expr->count) {
        query_put(query, " AND ");
        emit_body(query, expr, expr->args[0], element);
    }
    query_put(query, ")");
    query_leave(query);
}

/* ---- same ---- */

static struct expr field_path(const struct reg *reg, const struct field *field, struct step *step)
{
    *step = (struct step){.reg = reg, .field = field};
    return (struct expr){
        .kind = EXPR_PATH,
        .type = field->type,
        .path = {.root = ROOT_THIS, .reg = reg, .steps = step, .count = 1},
    };
}

static void emit_elements_of(struct query *query, struct query_row row, const struct field *field,
                             const char *select)
{
    struct step step;
    struct expr path = field_path(row.reg, field, &step);
    struct sql elements = {.text = buf_in(query->out->text.arena)}, *out = query->out;
    struct query_saved saved = query_step_into(query, row);
    query->out = &elements;
    struct query_var element = query_emit_elements(query, &path, false);
    query->out = out;
    query_step_back(query, saved);
    buf_format(&out->text, "%s %s ", select, element.column);
    query_splice(query, &elements);
}

/* No element of the one that the other lacks. */
static void emit_within(struct query *query, struct query_row a, const struct field *field_a,
                        struct query_row b, const struct field *field_b)
{
    query_put(query, "NOT EXISTS (");
    emit_elements_of(query, a, field_a, "SELECT");
    emit_elements_of(query, b, field_b, " EXCEPT SELECT");
    query_put(query, ")");
}

static void emit_same_field(struct query *query, struct query_row a, const struct field *field_a,
                            struct query_row b, const struct field *field_b)
{
    query_put(query, " AND ");
    if (field_a->type.many) {
        emit_within(query, a, field_a, b, field_b);
        query_put(query, " AND ");
        emit_within(query, b, field_b, a, field_a);
    } else {
        query_emit_field(query, a, field_a, LEAF_VALUE);
        query_put(query, " IS NOT DISTINCT FROM ");
        query_emit_field(query, b, field_b, LEAF_VALUE);
    }
}

void query_emit_same(struct query *query, const struct expr *expr)
{
    const struct reg *reg = expr->args[0]->type.target;
    struct query_row other = {query_alias(query, "t"), reg};
    if (!query_enter(query))
        return;
    if (!query_root(query, &expr->path).alias)
        query_fail(query, TEXT("A known record cannot be compared with others."));
    query_put(query, "EXISTS (SELECT 1 FROM ");
    query_put_table(query, other);
    buf_format(&query->out->text, " WHERE %s.\"_id\" = ", other.alias);
    query_emit_value(query, expr->args[0]);
    for (size_t i = 0; i < expr->field_count; i++) {
        const struct field *mine = expr->fields[i];
        const struct field *theirs = mine->reg == reg ? mine : reg_field(reg, mine->name);
        if (theirs)
            emit_same_field(query, query_root(query, &expr->path), mine, other, theirs);
        else
            query_put(query, " AND FALSE");
    }
    query_put(query, ")");
    query_leave(query);
}
