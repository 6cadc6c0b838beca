#include "rules/load.h"
#include "rules/print.h"

#include <assert.h>

static const char *const WEEKDAYS[] = {"monday", "tuesday",  "wednesday", "thursday",
                                       "friday", "saturday", "sunday"};
static const char *const COMPARISONS[] = {
    [COMPARE_EQ] = " = ",  [COMPARE_NE] = " != ", [COMPARE_LT] = " < ",
    [COMPARE_LE] = " <= ", [COMPARE_GT] = " > ",  [COMPARE_GE] = " >= ",
};
static const char *const QUANTIFIERS[] = {[QUANTIFIER_ANY] = "any ",
                                          [QUANTIFIER_ALL] = "all ",
                                          [QUANTIFIER_NO] = "no ",
                                          [QUANTIFIER_EXISTS] = "exists "};
static const char *const BUILTINS[] = {
    [BUILTIN_NONE] = "",           [BUILTIN_NUMBER] = "number",   [BUILTIN_STATE] = "state",
    [BUILTIN_CREATED] = "created", [BUILTIN_CREATOR] = "creator", [BUILTIN_UPDATED] = "updated",
    [BUILTIN_MARKING] = "marking",
};
static const char *const ACT_PARTS[] = {[ACT_NONE] = "",
                                        [ACT_ACTOR] = ".actor",
                                        [ACT_TIME] = ".time",
                                        [ACT_COUNT] = ".count",
                                        [ACT_WAIVED] = ".waived"};
static const char *const UNITS[] = {
    [DURATION_MINUTES] = "minute", [DURATION_HOURS] = "hour",     [DURATION_DAYS] = "day",
    [DURATION_WEEKS] = "week",     [DURATION_MONTHS] = "month",   [DURATION_YEARS] = "year",
    [DURATION_WORKDAYS] = "day",   [DURATION_WORKHOURS] = "hour",
};

struct print_scope print_scope_top(void)
{
    return (struct print_scope){.inner = -1};
}

struct print_scope print_scope_inside(const struct print_scope *scope, unsigned var, struct text name)
{
    assert(var < EXPR_NESTING_MAX);
    struct print_scope inside = *scope;
    inside.names[var] = name;
    inside.known = var + 1;
    inside.inner = (int)var;
    return inside;
}

void print_string(struct buf *out, struct text text)
{
    buf_char(out, '"');
    for (size_t i = 0; i < text.n; i++) {
        char c = text.s[i];
        if (c == '\n')
            buf_puts(out, "\\n");
        else {
            if (c == '"' || c == '\\')
                buf_char(out, '\\');
            buf_char(out, c);
        }
    }
    buf_char(out, '"');
}

void print_span(struct buf *out, struct span span)
{
    buf_int(out, span.n);
    buf_char(out, ' ');
    if (span.unit == DURATION_WORKDAYS || span.unit == DURATION_WORKHOURS) {
        buf_put(out, span.calendar ? span.calendar->name : TEXT("working"));
        buf_char(out, ' ');
    }
    buf_puts(out, UNITS[span.unit]);
    if (span.n != 1)
        buf_char(out, 's');
}

void print_literal(struct buf *out, struct value value, struct type type)
{
    if (value.kind == VALUE_TEXT)
        print_string(out, value.text);
    else
        value_put(out, type, value);
}

static struct text print_step_name(const struct step *step)
{
    if (step->field)
        return step->field->name;
    return step->action ? step->action->name : text_of(BUILTINS[step->builtin]);
}

static void print_step(struct buf *out, const struct step *step)
{
    buf_put(out, print_step_name(step));
    if (step->action)
        buf_puts(out, ACT_PARTS[step->part]);
}

/* A variable is found before a field: a field called like one needs its owner named. */
static bool print_hidden(const struct print_scope *scope, struct text name)
{
    for (unsigned i = 0; i < scope->known; i++)
        if (scope->names[i].n && text_eq(scope->names[i], name))
            return true;
    return false;
}

static void print_path(struct buf *out, const struct path *path, const struct print_scope *scope)
{
    bool bare = path->count && !print_hidden(scope, print_step_name(&path->steps[0])) &&
                ((path->root == ROOT_THIS && scope->inner < 0) ||
                 (path->root == ROOT_VAR && scope->inner == (int)path->var));
    if (!bare) {
        struct text name = path->root == ROOT_VAR ? scope->names[path->var] : TEXT("");
        if (path->root == ROOT_VAR)
            buf_put(out, name.n ? name : TEXT("it"));
        else
            buf_puts(out, path->root == ROOT_ACTOR ? "actor" : "this");
    }
    for (size_t i = 0; i < path->count; i++) {
        if (i || !bare)
            buf_char(out, '.');
        print_step(out, &path->steps[i]);
    }
}

static void print_args(struct buf *out, const struct expr *expr, size_t first, const char *between,
                       const struct print_scope *scope)
{
    for (size_t i = first; i < expr->count; i++) {
        if (i > first)
            buf_puts(out, between);
        print_expr(out, expr->args[i], scope);
    }
}

static void print_call(struct buf *out, const char *name, const struct expr *expr,
                       const struct print_scope *scope)
{
    buf_puts(out, name);
    buf_char(out, '(');
    print_args(out, expr, 0, ", ", scope);
    if (expr->calendar) {
        buf_puts(out, ", ");
        buf_put(out, expr->calendar->name);
    }
    buf_char(out, ')');
}

/* `or` loosest, then `and`, then `not`, then tests. */
static int print_rank(enum expr_kind kind)
{
    if (kind == EXPR_OR)
        return 1;
    if (kind == EXPR_AND)
        return 2;
    return kind == EXPR_NOT ? 3 : 4;
}

static void print_operand(struct buf *out, const struct expr *expr, int rank, const struct print_scope *scope)
{
    bool parentheses = print_rank(expr->kind) < rank;
    if (parentheses)
        buf_char(out, '(');
    print_expr(out, expr, scope);
    if (parentheses)
        buf_char(out, ')');
}

static void print_logic(struct buf *out, const struct expr *expr, const struct print_scope *scope)
{
    int rank = print_rank(expr->kind);
    if (expr->kind == EXPR_NOT)
        buf_puts(out, "not ");
    for (size_t i = 0; i < expr->count; i++) {
        if (i)
            buf_puts(out, expr->kind == EXPR_OR ? " or " : " and ");
        print_operand(out, expr->args[i], rank, scope);
    }
}

/* `HEAD [as NAME] (TEST)`: the test reads names as the element's. */
static void print_bound(struct buf *out, const struct expr *expr, const struct expr *test,
                        const struct print_scope *scope)
{
    if (!test)
        return;
    if (expr->var_name.n) {
        buf_puts(out, " as ");
        buf_put(out, expr->var_name);
    }
    struct print_scope inside = print_scope_inside(scope, expr->var, expr->var_name);
    buf_puts(out, " (");
    print_expr(out, test, &inside);
    buf_char(out, ')');
}

static void print_quantified(struct buf *out, const struct expr *expr, const struct print_scope *scope)
{
    bool each = expr->kind == EXPR_EACH || expr->kind == EXPR_COUNT_EACH;
    bool counts = expr->kind == EXPR_COUNT_EACH || expr->kind == EXPR_COUNT_RECORDS;
    if (expr->kind == EXPR_OVERLAPS)
        buf_puts(out, "overlaps ");
    else
        buf_puts(out, counts ? "count " : QUANTIFIERS[expr->quantifier]);
    if (each)
        print_expr(out, expr->args[0], scope);
    else
        buf_put(out, expr->reg->name);
    size_t test = each ? 1 : 0;
    print_bound(out, expr, expr->count > test ? expr->args[test] : NULL, scope);
}

static void print_has(struct buf *out, const struct expr *expr, const struct print_scope *scope)
{
    print_expr(out, expr->args[0], scope);
    buf_puts(out, " has ");
    buf_put(out, expr->role->name);
    if (expr->count > 1) {
        buf_puts(out, " for ");
        print_expr(out, expr->args[1], scope);
    }
    if (expr->has_span) {
        buf_puts(out, " since ");
        print_span(out, expr->span);
    }
    if (expr->personally)
        buf_puts(out, " personally");
}

static void print_weekday(struct buf *out, const struct expr *expr, const struct print_scope *scope)
{
    bool one = (expr->days & (expr->days - 1)) == 0;
    if (expr->negated && !one)
        buf_puts(out, "not ");
    buf_puts(out, "weekday(");
    print_args(out, expr, 0, " to ", scope);
    buf_puts(out, !one ? ") in (" : expr->negated ? ") != " : ") = ");
    bool first = true;
    for (unsigned day = 0; day < 7; day++)
        if (expr->days & (1U << day)) {
            buf_puts(out, first ? "" : ", ");
            buf_puts(out, WEEKDAYS[day]);
            first = false;
        }
    if (!one)
        buf_char(out, ')');
}

static void print_same(struct buf *out, const struct expr *expr, const struct print_scope *scope)
{
    buf_puts(out, "same ");
    for (size_t i = 0; i < expr->field_count; i++) {
        buf_puts(out, i ? ", " : "");
        buf_put(out, expr->fields[i]->name);
    }
    buf_puts(out, " as ");
    print_expr(out, expr->args[0], scope);
}

static void print_done(struct buf *out, const struct expr *expr, const struct print_scope *scope)
{
    (void)scope;
    buf_puts(out, "done ");
    buf_put(out, expr->action->name);
    if (expr->since) {
        buf_puts(out, " since ");
        buf_put(out, expr->since->name);
    }
}

static void print_entered(struct buf *out, const struct expr *expr, const struct print_scope *scope)
{
    (void)scope;
    buf_puts(out, "entered ");
    buf_put(out, expr->path.reg->states->values[expr->state].name);
}

static void print_clock(struct buf *out, const struct expr *expr, const struct print_scope *scope)
{
    print_call(out, "clock", expr, scope);
    buf_puts(out, " between ");
    clock_put(out, expr->clock_from);
    buf_puts(out, " and ");
    clock_put(out, expr->clock_to);
}

/* args[0], a word or sign, and args[1]. */
static void print_pair(struct buf *out, const struct expr *expr, const char *between,
                       const struct print_scope *scope)
{
    print_expr(out, expr->args[0], scope);
    buf_puts(out, between);
    print_expr(out, expr->args[1], scope);
}

static void print_compare(struct buf *out, const struct expr *expr, const struct print_scope *scope)
{
    print_pair(out, expr, COMPARISONS[expr->op], scope);
}

static void print_in(struct buf *out, const struct expr *expr, const struct print_scope *scope)
{
    print_expr(out, expr->args[0], scope);
    buf_puts(out, " in (");
    print_args(out, expr, 1, ", ", scope);
    buf_char(out, ')');
}

static void print_given(struct buf *out, const struct expr *expr, const struct print_scope *scope)
{
    print_expr(out, expr->args[0], scope);
    buf_puts(out, expr->kind == EXPR_GIVEN ? " given" : " missing");
}

static void print_includes(struct buf *out, const struct expr *expr, const struct print_scope *scope)
{
    print_pair(out, expr, " includes ", scope);
}

static void print_is(struct buf *out, const struct expr *expr, const struct print_scope *scope)
{
    print_pair(out, expr, expr->negated ? " is not " : " is ", scope);
    if (expr->kind == EXPR_IS_PERSONALLY)
        buf_puts(out, " personally");
}

static void print_manages(struct buf *out, const struct expr *expr, const struct print_scope *scope)
{
    print_pair(out, expr, " manages ", scope);
}

static void print_sits_on(struct buf *out, const struct expr *expr, const struct print_scope *scope)
{
    print_expr(out, expr->args[0], scope);
    buf_puts(out, " sits on ");
    buf_put(out, expr->board->name);
}

static void print_absent(struct buf *out, const struct expr *expr, const struct print_scope *scope)
{
    (void)scope;
    buf_puts(out, "absent ");
    buf_put(out, expr->role->name);
}

static void print_next(struct buf *out, const struct expr *expr, const struct print_scope *scope)
{
    (void)scope;
    buf_puts(out, "next ");
    buf_put(out, expr->board->name);
}

static void print_holiday(struct buf *out, const struct expr *expr, const struct print_scope *scope)
{
    buf_puts(out, "holiday(");
    print_args(out, expr, 0, " to ", scope);
    buf_char(out, ')');
}

/* true, false, a path to a flag: as a node of its own, or with the path or literal as its argument. */
static void print_flag(struct buf *out, const struct expr *expr, const struct print_scope *scope)
{
    if (expr->count)
        print_expr(out, expr->args[0], scope);
    else if (expr->literal.kind == VALUE_FLAG)
        print_literal(out, expr->literal, expr->type);
    else
        print_path(out, &expr->path, scope);
}

static void print_literal_node(struct buf *out, const struct expr *expr, const struct print_scope *scope)
{
    (void)scope;
    print_literal(out, expr->literal, expr->type);
}

static void print_span_node(struct buf *out, const struct expr *expr, const struct print_scope *scope)
{
    (void)scope;
    print_span(out, expr->span);
}

static void print_path_node(struct buf *out, const struct expr *expr, const struct print_scope *scope)
{
    print_path(out, &expr->path, scope);
}

static void print_now(struct buf *out, const struct expr *expr, const struct print_scope *scope)
{
    (void)scope;
    buf_puts(out, expr->kind == EXPR_NOW ? "now" : "today");
}

static void print_sum(struct buf *out, const struct expr *expr, const struct print_scope *scope)
{
    print_pair(out, expr, expr->kind == EXPR_ADD ? " + " : " - ", scope);
}

static void print_matrix_node(struct buf *out, const struct expr *expr, const struct print_scope *scope)
{
    buf_put(out, expr->matrix->name);
    print_call(out, "", expr, scope);
}

static void print_function(struct buf *out, const struct expr *expr, const struct print_scope *scope)
{
    static const char *const names[] = {
        [EXPR_LATEST] = "latest", [EXPR_EARLIEST] = "earliest", [EXPR_HOURS] = "hours",
        [EXPR_DAYS] = "days",     [EXPR_WORKDAYS] = "workdays",
    };
    print_call(out, names[expr->kind], expr, scope);
}

typedef void print_node(struct buf *out, const struct expr *expr, const struct print_scope *scope);

static print_node *const NODES[] = {
    [EXPR_OR] = print_logic,
    [EXPR_AND] = print_logic,
    [EXPR_NOT] = print_logic,
    [EXPR_COMPARE] = print_compare,
    [EXPR_IN] = print_in,
    [EXPR_GIVEN] = print_given,
    [EXPR_MISSING] = print_given,
    [EXPR_INCLUDES] = print_includes,
    [EXPR_IS] = print_is,
    [EXPR_IS_PERSONALLY] = print_is,
    [EXPR_HAS] = print_has,
    [EXPR_MANAGES] = print_manages,
    [EXPR_SITS_ON] = print_sits_on,
    [EXPR_ABSENT] = print_absent,
    [EXPR_EACH] = print_quantified,
    [EXPR_RECORDS] = print_quantified,
    [EXPR_DONE] = print_done,
    [EXPR_SAME] = print_same,
    [EXPR_WEEKDAY] = print_weekday,
    [EXPR_HOLIDAY] = print_holiday,
    [EXPR_CLOCK] = print_clock,
    [EXPR_OVERLAPS] = print_quantified,
    [EXPR_FLAG] = print_flag,
    [EXPR_LITERAL] = print_literal_node,
    [EXPR_SPAN] = print_span_node,
    [EXPR_PATH] = print_path_node,
    [EXPR_NOW] = print_now,
    [EXPR_TODAY] = print_now,
    [EXPR_ADD] = print_sum,
    [EXPR_SUBTRACT] = print_sum,
    [EXPR_COUNT_EACH] = print_quantified,
    [EXPR_COUNT_RECORDS] = print_quantified,
    [EXPR_MATRIX] = print_matrix_node,
    [EXPR_LATEST] = print_function,
    [EXPR_EARLIEST] = print_function,
    [EXPR_HOURS] = print_function,
    [EXPR_DAYS] = print_function,
    [EXPR_WORKDAYS] = print_function,
    [EXPR_ENTERED] = print_entered,
    [EXPR_NEXT] = print_next,
};
static_assert(sizeof NODES / sizeof *NODES == EXPR_NEXT + 1, "every kind of expression is printed");

void print_expr(struct buf *out, const struct expr *expr, const struct print_scope *scope)
{
    NODES[expr->kind](out, expr, scope);
}

struct text expr_print(struct arena *arena, const struct expr *expr)
{
    struct buf out = buf_in(arena);
    struct print_scope scope = print_scope_top();
    print_expr(&out, expr, &scope);
    return buf_text(&out);
}
