#include "rules/words.h"

#include <assert.h>

/* ---- paths ---- */

static void put_step(struct buf *out, const struct step *step)
{
    static const char *const builtins[] = {
        [BUILTIN_NONE] = "",
        [BUILTIN_NUMBER] = "Number",
        [BUILTIN_STATE] = "State",
        [BUILTIN_CREATED] = "Time of opening",
        [BUILTIN_CREATOR] = "whoever opened it",
        [BUILTIN_UPDATED] = "Time of the last touch",
        [BUILTIN_MARKING] = "Marking",
    };
    static const char *const parts[] = {
        [ACT_NONE] = "",
        [ACT_ACTOR] = "whoever did ",
        [ACT_TIME] = "the time of ",
        [ACT_COUNT] = "the number of times of ",
        [ACT_WAIVED] = "a waiver of ",
    };
    if (step->action) {
        buf_format(out, "%s\"%.*s\"", parts[step->part], TEXT_ARGS(step->action->label));
    } else {
        buf_put(out, step->field ? step->field->label : text_of(builtins[step->builtin]));
    }
}

/* Whose field it is: nothing for the record's own, where no element stands between. */
static struct text owner_words(struct arena *arena, const struct path *path, const struct print_scope *scope)
{
    if (path->root == ROOT_ACTOR)
        return text_of(scope->to_actor ? "your " : "their ");
    if (path->root == ROOT_THIS)
        return text_of(scope->inner < 0 ? "" : "this record's ");
    if (scope->inner == (int)path->var)
        return TEXT("its ");
    struct text name = scope->names[path->var];
    return name.n ? arena_format(arena, "%.*s's ", TEXT_ARGS(name)) : TEXT("that record's ");
}

/* A record or person itself: the one the rule stands in, or who asks. */
static const char *self_words(const struct expr *value, const struct print_scope *scope)
{
    if (value->path.root == ROOT_ACTOR)
        return scope->to_actor ? "you" : "them";
    return value->type.target && value->type.target->builtin ? "this person" : "this record";
}

/* `model.state` is "State of Model": the last step first. */
static void put_path(struct buf *out, const struct expr *value, const struct print_scope *scope)
{
    const struct path *path = &value->path;
    struct text name = path->root == ROOT_VAR ? scope->names[path->var] : TEXT("");
    if (!path->count && path->root == ROOT_VAR)
        buf_put(out, name.n ? name : TEXT("it"));
    else if (!path->count)
        buf_puts(out, self_words(value, scope));
    for (size_t i = path->count; i-- > 0;) {
        if (!i)
            buf_put(out, owner_words(out->arena, path, scope));
        put_step(out, &path->steps[i]);
        if (i)
            buf_puts(out, " of ");
    }
}

/* ---- other values ---- */

static void put_literal(struct buf *out, const struct expr *value, const struct print_scope *scope)
{
    (void)scope;
    if (value->literal.kind == VALUE_CHOICE)
        buf_put(out, value->type.choice->values[value->literal.i].label);
    else if (value->literal.kind == VALUE_FLAG)
        buf_puts(out, value->literal.i ? "yes" : "no");
    else
        print_literal(out, value->literal, value->type);
}

static void put_span(struct buf *out, const struct expr *value, const struct print_scope *scope)
{
    (void)scope;
    print_span(out, value->span);
}

static void put_moment(struct buf *out, const struct expr *value, const struct print_scope *scope)
{
    (void)scope;
    buf_puts(out, value->kind == EXPR_NOW ? "now" : "today");
}

/* `today + 3 days` is "3 days after today". */
static void put_sum(struct buf *out, const struct expr *value, const struct print_scope *scope)
{
    bool moved = value->args[1]->kind == EXPR_SPAN, adds = value->kind == EXPR_ADD;
    words_put_value(out, value->args[moved ? 1 : 0], scope);
    buf_puts(out, moved ? (adds ? " after " : " before ") : adds ? " plus " : " minus ");
    words_put_value(out, value->args[moved ? 0 : 1], scope);
}

static void put_count(struct buf *out, const struct expr *value, const struct print_scope *scope)
{
    bool each = value->kind == EXPR_COUNT_EACH;
    buf_puts(out, "the number of ");
    if (each)
        words_put_value(out, value->args[0], scope);
    else
        buf_put(out, value->reg->plural);
    if (value->count <= each)
        return;
    struct print_scope inside = print_scope_inside(scope, value->var, value->var_name);
    buf_puts(out, " for which (");
    words_put_test(out, value->args[each], &inside);
    buf_char(out, ')');
}

static void put_args(struct buf *out, const struct expr *value, const char *between,
                     const struct print_scope *scope)
{
    for (size_t i = 0; i < value->count; i++) {
        buf_puts(out, i ? between : "");
        words_put_value(out, value->args[i], scope);
    }
}

static void put_matrix(struct buf *out, const struct expr *value, const struct print_scope *scope)
{
    buf_format(out, "what %.*s gives for ", TEXT_ARGS(value->matrix->name));
    put_args(out, value, " and ", scope);
}

static void put_best(struct buf *out, const struct expr *value, const struct print_scope *scope)
{
    buf_puts(out, value->kind == EXPR_LATEST ? "the latest of " : "the earliest of ");
    put_args(out, value, ", ", scope);
}

static void put_between(struct buf *out, const struct expr *value, const struct print_scope *scope)
{
    static const char *const words[] = {
        [EXPR_HOURS] = "hours", [EXPR_DAYS] = "days", [EXPR_WORKDAYS] = "working days"};
    buf_puts(out, "the ");
    if (value->calendar)
        buf_format(out, "%.*s ", TEXT_ARGS(value->calendar->name));
    buf_format(out, "%s from ", words[value->kind]);
    put_args(out, value, " to ", scope);
}

static void put_entered(struct buf *out, const struct expr *value, const struct print_scope *scope)
{
    (void)scope;
    buf_format(out, "the time it became %.*s",
               TEXT_ARGS(value->path.reg->states->values[value->state].label));
}

static void put_next(struct buf *out, const struct expr *value, const struct print_scope *scope)
{
    (void)scope;
    buf_format(out, "the next meeting of %.*s", TEXT_ARGS(value->board->label));
}

typedef void put_value(struct buf *out, const struct expr *value, const struct print_scope *scope);

static put_value *const VALUES[] = {
    [EXPR_LITERAL] = put_literal, [EXPR_SPAN] = put_span,        [EXPR_PATH] = put_path,
    [EXPR_NOW] = put_moment,      [EXPR_TODAY] = put_moment,     [EXPR_ADD] = put_sum,
    [EXPR_SUBTRACT] = put_sum,    [EXPR_COUNT_EACH] = put_count, [EXPR_COUNT_RECORDS] = put_count,
    [EXPR_MATRIX] = put_matrix,   [EXPR_LATEST] = put_best,      [EXPR_EARLIEST] = put_best,
    [EXPR_HOURS] = put_between,   [EXPR_DAYS] = put_between,     [EXPR_WORKDAYS] = put_between,
    [EXPR_ENTERED] = put_entered, [EXPR_NEXT] = put_next,
};
static_assert(sizeof VALUES / sizeof *VALUES == EXPR_NEXT + 1, "every kind of value has words");

void words_put_value(struct buf *out, const struct expr *value, const struct print_scope *scope)
{
    if (value->kind < EXPR_LITERAL)
        words_put_test(out, value, scope);
    else
        VALUES[value->kind](out, value, scope);
}
