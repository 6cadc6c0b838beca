#include "rules/normal.h"

#include <stdlib.h>

const struct expr *normal_written(const struct expr *expr)
{
    return expr ? ((const struct normal *)expr)->written : NULL;
}

struct text normal_key(const struct expr *expr)
{
    return expr ? ((const struct normal *)expr)->key : TEXT("");
}

static struct expr *finish(struct arena *arena, const struct expr *expr, const struct expr *written,
                           const struct print_scope *scope)
{
    struct normal *normal = ARENA_NEW(arena, struct normal);
    struct buf key = buf_in(arena);
    print_expr(&key, expr, scope);
    *normal = (struct normal){.expr = *expr, .written = written, .key = buf_text(&key)};
    return &normal->expr;
}

static int by_key(const void *left, const void *right)
{
    const struct expr *const *a = left, *const *b = right;
    return text_compare(normal_key(*a), normal_key(*b));
}

/* ---- and, or, not ---- */

static size_t flat_count(const struct expr *expr, enum expr_kind kind)
{
    size_t count = 0;
    if (expr->kind != kind)
        return 1;
    for (size_t i = 0; i < expr->count; i++)
        count += flat_count(expr->args[i], kind);
    return count;
}

static void flatten(struct expr *expr, enum expr_kind kind, struct expr **parts, size_t *count)
{
    if (expr->kind != kind)
        parts[(*count)++] = expr;
    else
        for (size_t i = 0; i < expr->count; i++)
            flatten(expr->args[i], kind, parts, count);
}

/* `and` or `or` of normal forms. */
static struct expr *junction(struct arena *arena, enum expr_kind kind, struct expr **args, size_t count,
                             const struct expr *written, const struct print_scope *scope)
{
    size_t room = 1, kept = 0;
    for (size_t i = 0; i < count; i++)
        room += flat_count(args[i], kind);
    struct expr whole = {
        .kind = kind, .type = {.kind = TYPE_FLAG}, .args = ARENA_ARRAY(arena, struct expr *, room)};
    for (size_t i = 0; i < count; i++)
        flatten(args[i], kind, whole.args, &whole.count);
    qsort(whole.args, whole.count, sizeof *whole.args, by_key);
    for (size_t i = 0; i < whole.count; i++)
        if (!kept || by_key(&whole.args[kept - 1], &whole.args[i]) != 0)
            whole.args[kept++] = whole.args[i];
    whole.count = kept;
    return kept == 1 ? whole.args[0] : finish(arena, &whole, written, scope);
}

static struct expr *wrap_not(struct arena *arena, const struct expr *of)
{
    struct expr *not = ARENA_NEW(arena, struct expr);
    *not = (struct expr){.kind = EXPR_NOT, .type = {.kind = TYPE_FLAG}, .count = 1};
    not ->args = ARENA_NEW(arena, struct expr *);
    not ->args[0] = (struct expr *)of;
    return not ;
}

/* The opposite of a normal form: `not` moves inwards. */
static struct expr *negated(struct arena *arena, const struct expr *expr, const struct print_scope *scope)
{
    const struct expr *written = wrap_not(arena, normal_written(expr));
    if (expr->kind == EXPR_NOT)
        return expr->args[0];
    if (expr->kind != EXPR_AND && expr->kind != EXPR_OR)
        return finish(arena, wrap_not(arena, expr), written, scope);
    struct expr **args = ARENA_ARRAY(arena, struct expr *, expr->count);
    for (size_t i = 0; i < expr->count; i++)
        args[i] = negated(arena, expr->args[i], scope);
    return junction(arena, expr->kind == EXPR_AND ? EXPR_OR : EXPR_AND, args, expr->count, written, scope);
}

/* ---- single tests and values ---- */

static enum compare_op turned(enum compare_op op)
{
    static const enum compare_op turns[] = {
        [COMPARE_EQ] = COMPARE_EQ, [COMPARE_NE] = COMPARE_NE, [COMPARE_LT] = COMPARE_GT,
        [COMPARE_LE] = COMPARE_GE, [COMPARE_GT] = COMPARE_LT, [COMPARE_GE] = COMPARE_LE};
    return turns[op];
}

static void turn(struct expr *copy)
{
    struct expr *left = copy->args[0];
    copy->args[0] = copy->args[1];
    copy->args[1] = left;
    copy->op = turned(copy->op);
}

/* Literals to the right; what may stand either way round by its text. `actor is X` may not: X's deputies are
 * meant. */
static void order_sides(struct expr *copy)
{
    if (copy->kind == EXPR_IS && (expr_is_actor(copy->args[0]) || expr_is_actor(copy->args[1])))
        return;
    bool literal = copy->args[0]->kind == EXPR_LITERAL, other = copy->args[1]->kind == EXPR_LITERAL;
    bool either = copy->kind != EXPR_COMPARE || copy->op == COMPARE_EQ || copy->op == COMPARE_NE;
    if (literal != other ? literal : either && by_key(&copy->args[0], &copy->args[1]) > 0)
        turn(copy);
}

static struct expr *alternatives(struct arena *arena, const struct expr *in, const struct expr *written,
                                 const struct print_scope *scope)
{
    struct expr **tests = ARENA_ARRAY(arena, struct expr *, in->count);
    for (size_t i = 1; i < in->count; i++) {
        struct expr *test = ARENA_NEW(arena, struct expr), *as_written = ARENA_NEW(arena, struct expr);
        *test = (struct expr){.kind = EXPR_COMPARE, .type = in->type, .place = in->place, .count = 2};
        *as_written = *test;
        test->args = ARENA_ARRAY(arena, struct expr *, 2);
        test->args[0] = in->args[0];
        test->args[1] = in->args[i];
        as_written->args = ARENA_ARRAY(arena, struct expr *, 2);
        as_written->args[0] = written->args[0];
        as_written->args[1] = written->args[i];
        order_sides(test);
        tests[i - 1] = finish(arena, test, as_written, scope);
    }
    return junction(arena, EXPR_OR, tests, in->count - 1, written, scope);
}

/* What is defined as the opposite of another test: `missing` of `given`, `no` of `exists` and `any`. */
static struct expr *opposite(struct arena *arena, struct expr *copy, const struct expr *written,
                             const struct print_scope *scope)
{
    struct expr *plain = ARENA_NEW(arena, struct expr);
    *plain = *written;
    if (copy->kind == EXPR_MISSING)
        copy->kind = plain->kind = EXPR_GIVEN;
    else
        copy->quantifier = plain->quantifier = copy->kind == EXPR_EACH ? QUANTIFIER_ANY : QUANTIFIER_EXISTS;
    struct expr *positive = finish(arena, copy, plain, scope);
    return finish(arena, wrap_not(arena, positive), written, scope);
}

static bool is_opposite(const struct expr *expr)
{
    return expr->kind == EXPR_MISSING ||
           ((expr->kind == EXPR_EACH || expr->kind == EXPR_RECORDS) && expr->quantifier == QUANTIFIER_NO);
}

static bool binds(const struct expr *expr, size_t arg)
{
    bool each = expr->kind == EXPR_EACH || expr->kind == EXPR_COUNT_EACH;
    bool records =
        expr->kind == EXPR_RECORDS || expr->kind == EXPR_COUNT_RECORDS || expr->kind == EXPR_OVERLAPS;
    return (each && arg == 1) || (records && arg == 0);
}

static struct text slot_name(struct arena *arena, unsigned var)
{
    return arena_format(arena, "slot %u", var);
}

/* A copy over normal arguments. */
static struct expr *copied(struct arena *arena, const struct expr *expr, const struct print_scope *scope)
{
    struct expr *copy = ARENA_NEW(arena, struct expr);
    *copy = *expr;
    copy->args = ARENA_ARRAY(arena, struct expr *, expr->count);
    for (size_t i = 0; i < expr->count; i++) {
        struct print_scope inside = *scope;
        if (binds(expr, i)) {
            copy->var_name = slot_name(arena, expr->var);
            inside = print_scope_inside(scope, expr->var, copy->var_name);
        }
        copy->args[i] = normal_form(arena, expr->args[i], &inside);
    }
    return copy;
}

struct expr *normal_form(struct arena *arena, const struct expr *expr, const struct print_scope *scope)
{
    struct expr *copy = copied(arena, expr, scope);
    switch ((int)expr->kind) {
    case EXPR_NOT:
        return negated(arena, copy->args[0], scope);
    case EXPR_AND:
    case EXPR_OR:
        return junction(arena, expr->kind, copy->args, copy->count, expr, scope);
    case EXPR_IN:
        return alternatives(arena, copy, expr, scope);
    case EXPR_COMPARE:
    case EXPR_IS:
        order_sides(copy);
        break;
    case EXPR_LATEST:
    case EXPR_EARLIEST:
        qsort(copy->args, copy->count, sizeof *copy->args, by_key);
        break;
    default:
        if (is_opposite(expr))
            return opposite(arena, copy, expr, scope);
    }
    return finish(arena, copy, expr, scope);
}

struct expr *normal_any(struct arena *arena, struct expr **tests, size_t count)
{
    struct print_scope scope = print_scope_top();
    struct expr *written = ARENA_NEW(arena, struct expr);
    *written = (struct expr){.kind = EXPR_OR, .type = {.kind = TYPE_FLAG}, .count = count};
    written->args = ARENA_ARRAY(arena, struct expr *, count + 1);
    for (size_t i = 0; i < count; i++)
        written->args[i] = (struct expr *)normal_written(tests[i]);
    return count ? junction(arena, EXPR_OR, tests, count, written, &scope) : NULL;
}

/* ---- the whole rulebook ---- */

struct walk {
    struct arena *arena;
    struct print_scope scope;
};

static void walk_expr(struct walk *walk, struct expr **slot)
{
    if (*slot)
        *slot = normal_form(walk->arena, *slot, &walk->scope);
}

static int by_clause(const void *left, const void *right)
{
    const struct cite *a = left, *b = right;
    if (!a->clause || !b->clause)
        return (a->clause == NULL) - (b->clause == NULL) +
               (!a->clause && !b->clause) * text_compare(a->own, b->own);
    int order = text_compare(a->clause->policy->reference, b->clause->policy->reference);
    return order ? order : text_compare(a->clause->id, b->clause->id);
}

static void walk_cites(struct cites *cites)
{
    if (cites->count)
        qsort(cites->items, cites->count, sizeof *cites->items, by_clause);
}

static void walk_who(struct walk *walk, struct who *who)
{
    walk_expr(walk, &who->path);
    walk_expr(walk, &who->role_for);
}

static void walk_needs(struct walk *walk, struct need *needs, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        walk_expr(walk, &needs[i].test);
        walk_cites(&needs[i].cites);
        struct walk inside = *walk;
        inside.scope = print_scope_inside(&walk->scope, needs[i].waiver_var,
                                          slot_name(walk->arena, needs[i].waiver_var));
        walk_expr(&inside, &needs[i].waiver_test);
    }
}

static void walk_effects(struct walk *walk, struct effect *effects, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        walk_expr(walk, &effects[i].set.value);
        walk_who(walk, &effects[i].who);
        for (size_t j = 0; j < effects[i].value_count; j++)
            walk_expr(walk, &effects[i].values[j].value);
        walk_expr(walk, &effects[i].when);
        walk_cites(&effects[i].cites);
    }
}

static void walk_action(struct walk *walk, struct action *action)
{
    for (size_t i = 0; i < action->by_count; i++)
        walk_expr(walk, &action->by[i]);
    walk_needs(walk, action->needs, action->need_count);
    walk_needs(walk, action->shoulds, action->should_count);
    walk_effects(walk, action->sets, action->set_count);
    walk_effects(walk, action->tells, action->tell_count);
    walk_effects(walk, action->opens, action->open_count);
    walk_cites(&action->by_cites);
    walk_cites(&action->cites);
}

static void walk_duty(struct walk *walk, struct duty *duty)
{
    struct walk inside = *walk;
    if (duty->each) {
        inside.scope = print_scope_inside(&walk->scope, duty->each_var, duty->each_name);
        walk_expr(&inside, &duty->each_test);
        inside.scope.inner = -1;
    }
    walk_who(&inside, &duty->on);
    walk_expr(&inside, &duty->when);
    walk_expr(&inside, &duty->until);
    walk_expr(&inside, &duty->by_field);
    for (size_t i = 0; i < duty->tell_count; i++)
        walk_who(&inside, &duty->tell[i]);
    walk_cites(&duty->cites);
}

static void walk_guards(struct walk *walk, struct guard *guards, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        walk_expr(walk, &guards[i].test);
        walk_cites(&guards[i].cites);
    }
}

static void walk_field(struct walk *walk, struct field *field)
{
    walk_expr(walk, &field->required_when);
    walk_expr(walk, &field->shown_when);
    walk_expr(walk, &field->read_by);
    walk_expr(walk, &field->initial);
    walk_expr(walk, &field->computed);
    walk_cites(&field->cites);
}

static void walk_others(struct walk *walk, struct reg *reg)
{
    for (size_t i = 0; i < reg->never_count; i++)
        walk_expr(walk, &reg->nevers[i]->test);
    for (size_t i = 0; i < reg->warning_count; i++)
        walk_expr(walk, &reg->warnings[i]->test);
    for (size_t i = 0; i < reg->retain_count; i++) {
        walk_expr(walk, &reg->retains[i]->after);
        walk_expr(walk, &reg->retains[i]->when);
    }
    for (size_t i = 0; i < reg->list_count; i++) {
        walk_expr(walk, &reg->lists[i]->where);
        for (size_t j = 0; j < reg->lists[i]->sort_count; j++)
            walk_expr(walk, &reg->lists[i]->sort[j].value);
    }
    walk_expr(walk, &reg->begins);
    walk_expr(walk, &reg->ends);
    walk_expr(walk, &reg->calendar_where);
}

static void walk_register(struct walk *walk, struct reg *reg)
{
    for (size_t i = 0; i < reg->field_count; i++)
        walk_field(walk, reg->fields[i]);
    walk_guards(walk, reg->reads, reg->read_count);
    walk_guards(walk, reg->creates, reg->create_count);
    walk_guards(walk, reg->comments, reg->comment_count);
    for (size_t i = 0; i < reg->edit_count; i++) {
        walk_expr(walk, &reg->edits[i]->by);
        walk_cites(&reg->edits[i]->cites);
    }
    for (size_t i = 0; i < reg->action_count; i++)
        walk_action(walk, reg->actions[i]);
    for (size_t i = 0; i < reg->duty_count; i++)
        walk_duty(walk, reg->duties[i]);
    walk_others(walk, reg);
}

static void walk_board(struct walk *walk, struct board *board)
{
    for (size_t i = 0; i < board->agenda_count; i++)
        walk_expr(walk, &board->agenda[i].where);
    walk_cites(&board->cites);
}

void normal_rulebook(struct arena *arena, struct rulebook *rulebook)
{
    struct walk walk = {.arena = arena, .scope = print_scope_top()};
    for (size_t i = 0; i < rulebook->register_count; i++)
        walk_register(&walk, rulebook->registers[i]);
    for (size_t i = 0; i < rulebook->role_count; i++)
        walk_expr(&walk, &rulebook->roles[i]->granted_by);
    for (size_t i = 0; i < rulebook->board_count; i++)
        walk_board(&walk, rulebook->boards[i]);
    walk_guards(&walk, rulebook->admits, rulebook->admit_count);
    for (size_t i = 0; i < rulebook->manage_count; i++)
        walk_expr(&walk, &rulebook->manages[i]->by);
    for (size_t i = 0; i < rulebook->measure_count; i++) {
        struct measure *measure = rulebook->measures[i];
        walk_expr(&walk, &measure->where);
        walk_expr(&walk, &measure->among);
        walk_expr(&walk, &measure->value);
    }
}
