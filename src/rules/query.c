#include "rules/query_parts.h"

void query_put(struct query *query, const char *s)
{
    buf_puts(&query->out->text, s);
}

#define TOO_MUCH TEXT("This asks too much at once. Ask for less, or in several steps.")
#define TOO_DEEP                                                                                             \
    TEXT("This is nested too deeply. Use fewer steps, brackets and quantifiers within each other.")

void query_fail(struct query *query, struct text why)
{
    if (!query->why.n)
        query->why = why;
}

void query_look(struct query *query, const struct reg *reg, const struct step *step)
{
    if (query->tables && !query->tables(query->scene->world, reg, step))
        query_fail(query, TEXT("The tables do not have this as it is now."));
}

void query_put_table(struct query *query, struct query_row row)
{
    query_look(query, row.reg, NULL);
    schema_table(&query->out->text, row.reg);
    buf_format(&query->out->text, " %s", row.alias);
}

void query_bind(struct query *query, struct value value)
{
    struct sql *sql = query->out;
    if (value.kind == VALUE_MISSING || value.kind == VALUE_SET) {
        query_put(query, "NULL");
        return;
    }
    if (sql->count >= QUERY_PARAMS_MAX || sql->text.n > QUERY_TEXT_MAX)
        query_fail(query, TOO_MUCH);
    buf_char(&sql->text, '?');
    *ARENA_PUSH(sql->text.arena, sql->params, sql->count, sql->capacity) = value;
}

void query_bind_as(struct query *query, struct type type, struct value value)
{
    if (value.kind == VALUE_CHOICE && type.choice)
        query_bind_text(query, type.choice->values[value.i].name);
    else
        query_bind(query, value);
}

void query_bind_rows(struct query *query, const char *column, struct type type, const struct value *values,
                     size_t count)
{
    enum { TERMS_MAX = 500 }; /* of a compound SELECT in SQLite */
    if (count >= TERMS_MAX)
        query_fail(query, TOO_MUCH);
    buf_format(&query->out->text, "(SELECT NULL AS %s WHERE FALSE", column);
    for (size_t i = 0; i < count; i++) {
        query_put(query, " UNION ALL SELECT ");
        query_bind_as(query, type, values[i]);
    }
    query_put(query, ") ");
}

void query_bind_int(struct query *query, int64_t n)
{
    query_bind(query, (struct value){.kind = VALUE_NUMBER, .i = n});
}

void query_bind_text(struct query *query, struct text text)
{
    query_bind(query, (struct value){.kind = VALUE_TEXT, .text = text});
}

void query_splice(struct query *query, struct sql *part)
{
    struct sql *out = query->out;
    buf_put(&out->text, buf_text(&part->text));
    for (size_t i = 0; i < part->count; i++)
        *ARENA_PUSH(out->text.arena, out->params, out->count, out->capacity) = part->params[i];
}

const char *query_alias(struct query *query, const char *prefix)
{
    return arena_format(query->out->text.arena, "%s%u", prefix, ++query->aliases).s;
}

bool query_enter(struct query *query)
{
    if (query->subqueries >= QUERY_SUBQUERIES_MAX || query->out->text.n > QUERY_TEXT_MAX)
        query_fail(query, TOO_DEEP);
    if (query->why.n) {
        query_put(query, "NULL");
        return false;
    }
    query->subqueries++;
    return true;
}

void query_leave(struct query *query)
{
    query->subqueries--;
}

/* ---- what is known while compiling ---- */

static bool path_constant(const struct query *query, const struct path *path, unsigned bound)
{
    const struct query_var *var = &query->vars[path->var];
    if (path->root == ROOT_VAR)
        return (bound >> path->var & 1) || !(var->row.alias || var->column);
    return path->root == ROOT_ACTOR || !query->self.alias;
}

static bool args_constant(const struct query *query, const struct expr *expr, unsigned bound)
{
    for (size_t i = 0; i < expr->count; i++)
        if (!query_constant(query, expr->args[i], bound))
            return false;
    return true;
}

static bool has_path(const struct expr *expr)
{
    return expr->kind == EXPR_PATH || expr->kind == EXPR_DONE || expr->kind == EXPR_SAME ||
           expr->kind == EXPR_ENTERED ||
           (expr->kind == EXPR_FLAG && !expr->count && expr->literal.kind == VALUE_MISSING);
}

/* A quantifier over a register never is: it would have all its rows read before a statement is run. */
bool query_constant(const struct query *query, const struct expr *expr, unsigned bound)
{
    if (expr->kind == EXPR_RECORDS || expr->kind == EXPR_COUNT_RECORDS || expr->kind == EXPR_OVERLAPS ||
        (has_path(expr) && !path_constant(query, &expr->path, bound)))
        return false;
    if (expr->kind == EXPR_EACH || expr->kind == EXPR_COUNT_EACH)
        return query_constant(query, expr->args[0], bound) &&
               (expr->count < 2 || query_constant(query, expr->args[1], bound | 1U << expr->var));
    return args_constant(query, expr, bound);
}

static enum known of(bool holds)
{
    return holds ? KNOWN_TRUE : KNOWN_FALSE;
}

static enum known known_of(struct query *query, const struct expr *expr)
{
    if (expr->kind == EXPR_NOT) {
        enum known known = known_of(query, expr->args[0]);
        return known == UNKNOWN ? UNKNOWN : of(known == KNOWN_FALSE);
    }
    if (expr->kind != EXPR_AND && expr->kind != EXPR_OR)
        return query_constant(query, expr, 0) ? of(evaluate_test(query->scene, expr)) : UNKNOWN;
    enum known decides = of(expr->kind == EXPR_OR), all = of(expr->kind == EXPR_AND);
    for (size_t i = 0; i < expr->count; i++) {
        enum known known = known_of(query, expr->args[i]);
        if (known == decides)
            return decides;
        if (known == UNKNOWN)
            all = UNKNOWN;
    }
    return all;
}

struct query_saved query_step_into(struct query *query, struct query_row row)
{
    struct query_saved saved = {query->self, query->scene};
    query->self = row;
    return saved;
}

void query_step_back(struct query *query, struct query_saved saved)
{
    query->self = saved.self;
    query->scene = saved.scene;
}

/* Rules about reading are the rulebook's own, so they see everything (rule 6). */
static struct scene reading_scene(const struct query *query)
{
    struct scene scene = *query->scene;
    scene.narrowed = false;
    scene.reading = true;
    return scene;
}

/* People, roles and meetings are open to whoever is signed in, unless the rulebook says who reads them. */
static bool open_to_all(const struct query *query, const struct reg *reg)
{
    return reg->builtin && !reg->read_count && query->scene->actor;
}

enum known query_rule_known(struct query *query, const struct reg *reg, const struct expr *rule)
{
    struct scene scene = reading_scene(query);
    struct query_saved saved = query_step_into(query, (struct query_row){"any", reg});
    query->scene = &scene;
    enum known known = known_of(query, rule);
    query_step_back(query, saved);
    return known;
}

enum known query_reads_known(struct query *query, const struct reg *reg)
{
    if (open_to_all(query, reg))
        return KNOWN_TRUE;
    enum known all = KNOWN_FALSE;
    for (size_t i = 0; i < reg->read_count && all != KNOWN_TRUE; i++) {
        enum known known = query_rule_known(query, reg, reg->reads[i].test);
        if (known != KNOWN_FALSE)
            all = known;
    }
    return all;
}

void query_emit_readable(struct query *query, struct query_row row)
{
    enum known known = query_reads_known(query, row.reg);
    if (known != UNKNOWN) {
        query_put(query, known == KNOWN_TRUE ? "TRUE" : "FALSE");
        return;
    }
    struct scene scene = reading_scene(query);
    struct query_saved saved = query_step_into(query, row);
    query->scene = &scene;
    for (size_t i = 0; i < row.reg->read_count; i++) {
        query_put(query, i ? " OR " : "(");
        query_emit_test(query, row.reg->reads[i].test);
    }
    query_put(query, ")");
    query_step_back(query, saved);
}

/* ---- tests ---- */

static void emit_and_or(struct query *query, const struct expr *expr)
{
    const char *between = expr->kind == EXPR_OR ? " OR " : " AND ";
    bool first = true;
    query_put(query, "(");
    for (size_t i = 0; i < expr->count; i++) {
        if (known_of(query, expr->args[i]) != UNKNOWN)
            continue;
        query_put(query, first ? "" : between);
        query_emit_test(query, expr->args[i]);
        first = false;
    }
    query_put(query, ")");
}

static void emit_not(struct query *query, const struct expr *expr)
{
    query_put(query, "(");
    query_emit_test(query, expr->args[0]);
    query_put(query, " IS NOT TRUE)");
}

static void emit_given(struct query *query, const struct expr *expr)
{
    bool given = expr->kind == EXPR_GIVEN;
    if (expr->args[0]->type.many) {
        query_put(query, given ? "EXISTS (SELECT 1 " : "NOT EXISTS (SELECT 1 ");
        query_emit_elements(query, expr->args[0], false);
        query_put(query, ")");
        return;
    }
    query_put(query, "(");
    query_emit_value(query, expr->args[0]);
    query_put(query, given ? " IS NOT NULL)" : " IS NULL)");
}

/* The stored field of a row in scope that a path leads to in one step, as everybody sees it. */
static const struct field *plain_many(const struct query *query, const struct expr *expr)
{
    const struct path *path = &expr->path;
    bool plain = path->count == 1 && path->root != ROOT_ACTOR && query_root(query, path).alias &&
                 !query->scene->narrowed && !path->steps[0].field->computed;
    return plain ? path->steps[0].field : NULL;
}

/* Of a known value an index has the records, so that not every one is looked into. */
static void emit_includes_known(struct query *query, const struct expr *expr, const struct field *field)
{
    struct buf *text = &query->out->text;
    struct step step = {.reg = field->reg, .field = field};
    query_look(query, field->reg, &step);
    buf_format(text, "%s.\"_id\" IN (SELECT m.\"record\" FROM ",
               query_root(query, &expr->args[0]->path).alias);
    schema_many(text, field);
    query_put(query, " m WHERE m.\"value\" = ");
    query_emit_value(query, expr->args[1]);
    query_put(query, ")");
}

static void emit_includes(struct query *query, const struct expr *expr)
{
    const struct field *plain = plain_many(query, expr->args[0]);
    if (plain && query_constant(query, expr->args[1], 0)) {
        emit_includes_known(query, expr, plain);
        return;
    }
    query_put(query, "EXISTS (SELECT 1 ");
    struct query_var element = query_emit_elements(query, expr->args[0], false);
    buf_format(&query->out->text, " AND %s = ", element.column);
    query_emit_value(query, expr->args[1]);
    query_put(query, ")");
}

static void emit_done(struct query *query, const struct expr *expr)
{
    struct query_row row = query_root(query, &expr->path);
    struct buf *text = &query->out->text;
    query_put(query, "(");
    schema_act(text, row.alias, expr->action, "seq");
    query_put(query, " > ");
    if (expr->since) {
        query_put(query, "COALESCE(");
        schema_act(text, row.alias, expr->since, "seq");
        query_put(query, ", 0)");
    } else {
        query_put(query, "0");
    }
    query_put(query, ")");
}

static void emit_flag(struct query *query, const struct expr *expr)
{
    query_put(query, "(");
    if (expr->count)
        query_emit_value(query, expr->args[0]);
    else
        query_emit_path(query, &expr->path, LEAF_VALUE);
    query_put(query, " = 1)");
}

typedef void emit_node(struct query *query, const struct expr *expr);

static emit_node *const NODES[] = {
    [EXPR_OR] = emit_and_or,
    [EXPR_AND] = emit_and_or,
    [EXPR_NOT] = emit_not,
    [EXPR_COMPARE] = query_emit_compare,
    [EXPR_IN] = query_emit_in,
    [EXPR_GIVEN] = emit_given,
    [EXPR_MISSING] = emit_given,
    [EXPR_INCLUDES] = emit_includes,
    [EXPR_IS] = query_emit_is,
    [EXPR_IS_PERSONALLY] = query_emit_is,
    [EXPR_HAS] = query_emit_has,
    [EXPR_MANAGES] = query_emit_manages,
    [EXPR_SITS_ON] = query_emit_sits_on,
    [EXPR_EACH] = query_emit_each,
    [EXPR_RECORDS] = query_emit_records,
    [EXPR_DONE] = emit_done,
    [EXPR_SAME] = query_emit_same,
    [EXPR_WEEKDAY] = query_emit_weekday,
    [EXPR_HOLIDAY] = query_emit_holiday,
    [EXPR_CLOCK] = query_emit_clock,
    [EXPR_OVERLAPS] = query_emit_overlaps,
    [EXPR_FLAG] = emit_flag,
};

/* `absent ROLE` is always known, so it has no row above. */
void query_emit_test(struct query *query, const struct expr *expr)
{
    enum known known = known_of(query, expr);
    if (known != UNKNOWN) {
        query_put(query, known == KNOWN_TRUE ? "TRUE" : "FALSE");
    } else if (expr->kind < EXPR_LITERAL) {
        NODES[expr->kind](query, expr);
    } else {
        query_put(query, "(");
        query_emit_value(query, expr);
        query_put(query, " = 1)");
    }
}

/* ---- the ways in ---- */

static struct query query_begin(struct scene *scene, const struct reg *reg, const char *alias,
                                struct sql *out)
{
    return (struct query){.scene = scene, .out = out, .self = {alias, reg}, .start = out->text.n};
}

static bool query_end(struct query *query, struct text *why)
{
    struct text sql = {query->out->text.s + query->start, query->out->text.n - query->start};
    if (!query_parses(sql))
        query_fail(query, TOO_DEEP);
    if (query->why.n && why)
        *why = query->why;
    return query->why.n == 0;
}

bool query_test(struct scene *scene, const struct reg *reg, const char *alias, const struct expr *expr,
                struct sql *out, struct text *why)
{
    struct query query = query_begin(scene, reg, alias, out);
    query_emit_test(&query, expr);
    return query_end(&query, why);
}

bool query_pair_test(struct scene *scene, const struct reg *reg, const char *alias, unsigned var,
                     const struct reg *element, const char *beside, const struct expr *expr, struct sql *out,
                     struct text *why)
{
    struct query query = query_begin(scene, reg, alias, out);
    query.vars[var].row = (struct query_row){beside, element};
    query_emit_test(&query, expr);
    return query_end(&query, why);
}

/* Appends the test after AND; leaves nothing behind when it cannot be said. */
static bool emit_conjunct(struct query *query, emit_node *emit, const struct expr *expr)
{
    struct sql *out = query->out;
    size_t length = out->text.n, count = out->count;
    query_put(query, " AND ");
    query->start = out->text.n;
    emit(query, expr);
    if (query_end(query, NULL))
        return true;
    query->why = (struct text){0};
    out->text.n = length;
    out->count = count;
    return false;
}

static bool emit_conjuncts(struct query *query, const struct expr *test)
{
    if (test->kind != EXPR_AND)
        return emit_conjunct(query, query_emit_test, test);
    bool all = true;
    for (size_t i = 0; i < test->count; i++)
        all = emit_conjuncts(query, test->args[i]) && all;
    return all;
}

bool query_meets(struct scene *scene, const struct expr *quantifier, const char *alias, query_tables *tables,
                 struct sql *out)
{
    struct query query = query_begin(scene, scene->self.reg, NULL, out);
    bool all = !scene->narrowed;
    query.tables = tables;
    query.vars[quantifier->var].row = (struct query_row){alias, quantifier->reg};
    if (quantifier->kind == EXPR_OVERLAPS)
        all = emit_conjunct(&query, query_emit_shares_time, quantifier) && all;
    return (!quantifier->count || emit_conjuncts(&query, quantifier->args[0])) && all;
}

bool query_order(struct scene *scene, const struct reg *reg, const char *alias, const struct expr *value,
                 struct sql *out, struct text *why)
{
    struct query query = query_begin(scene, reg, alias, out);
    const struct type *type = &value->type;
    if (type->kind == TYPE_CHOICE && type->choice) {
        query_rank_open(&query);
        query_emit_value(&query, value);
        query_rank_close(&query, type->choice);
    } else if (type->kind == TYPE_RECORD && type->target) {
        query_put(&query, "(SELECT o.\"_number\" FROM ");
        schema_table(&out->text, type->target);
        query_put(&query, " o WHERE o.\"_id\" = ");
        query_emit_value(&query, value);
        query_put(&query, ")");
    } else {
        query_emit_value(&query, value);
    }
    return query_end(&query, why);
}

bool query_readable(struct scene *scene, const struct reg *reg, const char *alias, struct sql *out,
                    struct text *why)
{
    struct query query = query_begin(scene, reg, alias, out);
    query_emit_readable(&query, query.self);
    return query_end(&query, why);
}

bool query_reads_alike(struct scene *scene, const struct reg *reg, bool *may_read)
{
    struct sql unused = {.text = buf_in(scene->arena)};
    struct query query = query_begin(scene, reg, "r", &unused);
    enum known known = query_reads_known(&query, reg);
    *may_read = known == KNOWN_TRUE;
    return known != UNKNOWN;
}
