#include "rules/link.h"

static const struct written *written_of(const struct expr *expr)
{
    return (const struct written *)expr;
}

struct scope scope_of(const struct loader *loader, const struct reg *self)
{
    return (struct scope){.arena = loader->arena,
                          .problems = loader->problems,
                          .rulebook = loader->rulebook,
                          .self = self,
                          .names = self,
                          .root = ROOT_THIS};
}

static struct type element_of(struct type type)
{
    type.many = false;
    return type;
}

/* Links a path that must be of one kind; says otherwise what it is. */
static void want(struct scope *scope, struct expr *expr, struct type type, const char *what)
{
    link_value_as(scope, expr, type, what);
}

static struct type person_type(const struct scope *scope)
{
    return (struct type){.kind = TYPE_RECORD, .target = scope->rulebook->person};
}

/* ---- comparisons ---- */

static void check_pair(struct scope *scope, const struct expr *left, const struct expr *right)
{
    struct type l = left->type, r = right->type;
    if (l.kind == TYPE_NONE || r.kind == TYPE_NONE)
        return;
    if (l.many || r.many) {
        problem_add(scope->problems, (l.many ? left : right)->place,
                    "this holds many: write `includes`, or any, all or no");
        return;
    }
    if (type_fits(l, r))
        return;
    struct text a = type_name(scope->arena, l), b = type_name(scope->arena, r);
    problem_add(scope->problems, right->place, "%.*s cannot be compared with %.*s", TEXT_ARGS(a),
                TEXT_ARGS(b));
    if (l.kind == TYPE_CHOICE && r.kind == TYPE_LINE)
        problem_hint(scope->problems, "write the value's name without quotes");
}

static void link_compare(struct scope *scope, struct expr *expr)
{
    struct expr *left = expr->args[0], *right = expr->args[1];
    link_pair(scope, left, right);
    check_pair(scope, left, right);
    bool order = expr->op != COMPARE_EQ && expr->op != COMPARE_NE;
    if (order && left->type.kind != TYPE_NONE && right->type.kind != TYPE_NONE && !left->type.many &&
        !type_ordered(left->type)) {
        struct text have = type_name(scope->arena, left->type);
        problem_add(scope->problems, expr->place, "%.*s has no order: only = and != compare it",
                    TEXT_ARGS(have));
    }
}

static void link_in(struct scope *scope, struct expr *expr)
{
    struct expr *left = expr->args[0];
    link_value(scope, left);
    if (left->type.many)
        problem_add(scope->problems, left->place, "this holds many: write `any ... (it in (...))`");
    for (size_t i = 1; i < expr->count; i++) {
        link_toward(scope, expr->args[i], left->type);
        if (!left->type.many)
            check_pair(scope, left, expr->args[i]);
    }
}

static void link_includes(struct scope *scope, struct expr *expr)
{
    link_path(scope, expr->args[0]);
    struct type type = expr->args[0]->type;
    if (expr->args[0]->kind != EXPR_PATH || (type.kind != TYPE_NONE && !type.many))
        problem_add(scope->problems, expr->args[0]->place, "`includes` needs a field that holds many");
    else if (path_is_bare(expr->args[1]) || type.kind != TYPE_NONE)
        want(scope, expr->args[1], element_of(type), "includes");
}

static void link_given(struct scope *scope, struct expr *expr)
{
    link_value(scope, expr->args[0]);
    if (expr->args[0]->kind != EXPR_PATH)
        problem_add(scope->problems, expr->args[0]->place,
                    "`given` and `missing` ask about a field or a path");
}

static bool is_one_record(const struct expr *value)
{
    return value->type.kind == TYPE_RECORD && !value->type.many;
}

static void link_is(struct scope *scope, struct expr *expr)
{
    struct expr *left = expr->args[0], *right = expr->args[1];
    link_value(scope, left);
    bool value = left->type.kind != TYPE_NONE && !is_one_record(left);
    if (!value || !path_is_bare(right)) /* `state is draft`: draft is no field, and that is not the mistake */
        link_value(scope, right);
    if (value || (right->type.kind != TYPE_NONE && !is_one_record(right))) {
        problem_add(scope->problems, value ? left->place : right->place,
                    "`is` asks whether two are the same person or record: for values write = or !=");
        return;
    }
    check_pair(scope, left, right);
    if (expr->personally && left->type.kind == TYPE_RECORD && left->type.target != scope->rulebook->person)
        problem_add(scope->problems, left->place, "only a person can do something `personally`");
}

/* ---- people ---- */

static void link_has(struct scope *scope, struct expr *expr)
{
    const struct written *written = written_of(expr);
    want(scope, expr->args[0], person_type(scope), "`has`");
    expr->role = find_role(scope, written->ref.text, written->ref.place);
    link_span(scope, &expr->span);
    if (expr->count < 2 || !expr->role)
        return;
    if (!expr->role->per)
        problem_add(scope->problems, expr->args[1]->place,
                    "the role `%.*s` is not held `per` anything, so `for` means nothing",
                    TEXT_ARGS(expr->role->name));
    else
        want(scope, expr->args[1], (struct type){.kind = TYPE_CHOICE, .choice = expr->role->per}, "`for`");
}

static void link_people(struct scope *scope, struct expr *expr)
{
    const struct written *written = written_of(expr);
    for (size_t i = 0; i < expr->count; i++)
        want(scope, expr->args[i], person_type(scope),
             expr->kind == EXPR_MANAGES ? "`manages`" : "`sits on`");
    if (expr->kind == EXPR_SITS_ON)
        expr->board = find_board(scope, written->ref.text, written->ref.place);
}

/* ---- quantifiers ---- */

void link_body(struct scope *scope, struct expr *body, struct text name, struct type type, unsigned *var)
{
    if (scope->depth >= EXPR_NESTING_MAX) {
        scope->problems->too_deep = true;
        problem_add(scope->problems, body->place,
                    "any, all, no, exists and count may be nested %d deep at most", EXPR_NESTING_MAX);
        return;
    }
    struct scope inner = *scope;
    inner.vars[inner.depth].name = name;
    inner.vars[inner.depth].type = type;
    inner.var = inner.depth++;
    inner.root = ROOT_VAR;
    inner.names = type.kind == TYPE_RECORD ? type.target : NULL;
    inner.element = true;
    *var = inner.var;
    link_test(&inner, body);
}

static void link_records(struct scope *scope, struct expr *expr, const struct reg *reg)
{
    expr->kind = EXPR_RECORDS;
    expr->reg = reg;
    link_body(scope, expr->args[0], expr->var_name, (struct type){.kind = TYPE_RECORD, .target = reg},
              &expr->var);
}

/* `any REGISTER (...)` */
static bool wants_exists(struct scope *scope, const struct expr *path)
{
    if (!path_is_bare(path) || peek_path(scope, path).kind != TYPE_NONE)
        return false;
    struct name name = written_of(path)->path.items[0];
    if (!rulebook_register(scope->rulebook, name.text))
        return false;
    problem_add(scope->problems, name.place, "`%.*s` is a register: write `exists %.*s (...)`, or `no`",
                TEXT_ARGS(name.text), TEXT_ARGS(name.text));
    return true;
}

/* `no X (...)`: a many field first, else a register */
static void link_each(struct scope *scope, struct expr *expr)
{
    struct expr *path = expr->args[0];
    const struct reg *reg = NULL;
    if (expr->quantifier == QUANTIFIER_NO && path_is_bare(path))
        reg = rulebook_register(scope->rulebook, written_of(path)->path.items[0].text);
    if (reg && !peek_path(scope, path).many) {
        expr->args++;
        expr->count--;
        link_records(scope, expr, reg);
        return;
    }
    if (wants_exists(scope, path))
        return;
    link_path(scope, path);
    struct type type = path->type;
    if (type.kind == TYPE_NONE)
        return;
    if (!type.many) {
        problem_add(scope->problems, path->place,
                    "any, all and no look through a field that holds many, and this holds one: ask about it "
                    "directly");
        return;
    }
    link_body(scope, expr->args[1], expr->var_name, element_of(type), &expr->var);
}

static void link_exists(struct scope *scope, struct expr *expr)
{
    const struct written *written = written_of(expr);
    const struct reg *reg = find_register(scope, written->ref.text, written->ref.place);
    if (reg)
        link_records(scope, expr, reg);
}

static void link_overlaps(struct scope *scope, struct expr *expr)
{
    const struct written *written = written_of(expr);
    expr->reg = find_register(scope, written->ref.text, written->ref.place);
    if (!expr->reg)
        return;
    if (expr->reg->broken || (scope->self && scope->self->broken))
        return;
    if (!expr->reg->begins || !scope->self || !scope->self->begins) {
        const struct reg *without = expr->reg->begins && scope->self ? scope->self : expr->reg;
        problem_add(scope->problems, expr->place,
                    "`overlaps` compares calendar periods, and %.*s has none: give it one with `calendar "
                    "BEGIN to END`",
                    TEXT_ARGS(without->name));
        return;
    }
    link_body(scope, expr->args[0], expr->var_name, (struct type){.kind = TYPE_RECORD, .target = expr->reg},
              &expr->var);
}

/* ---- history ---- */

static bool has_subject(struct scope *scope, struct expr *expr, const char *what)
{
    expr->path = path_to_subject(scope);
    if (!scope->names)
        problem_add(scope->problems, expr->place, "`%s` needs a record, and there is none here", what);
    return scope->names;
}

static void link_done(struct scope *scope, struct expr *expr)
{
    const struct written *written = written_of(expr);
    if (!has_subject(scope, expr, "done"))
        return;
    expr->action = find_action(scope, scope->names, written->ref.text, written->ref.place);
    if (written->ref2.text.n)
        expr->since = find_action(scope, scope->names, written->ref2.text, written->ref2.place);
}

static void link_same(struct scope *scope, struct expr *expr)
{
    const struct written *written = written_of(expr);
    if (!has_subject(scope, expr, "same"))
        return;
    link_value(scope, expr->args[0]);
    struct type type = expr->args[0]->type;
    if (type.kind != TYPE_NONE && (type.many || type.kind != TYPE_RECORD)) {
        problem_add(scope->problems, expr->args[0]->place,
                    "`same ... as` compares with another record, and this is none");
        return;
    }
    for (size_t i = 0; i < written->path.count; i++) {
        struct name name = written->path.items[i];
        const struct field *field = find_field(scope, scope->names, name.text, name.place);
        const struct field *other =
            field && type.target ? find_field(scope, type.target, name.text, name.place) : NULL;
        if (other && !type_fits(field->type, other->type))
            problem_add(scope->problems, name.place, "`%.*s` holds different things in %.*s and %.*s",
                        TEXT_ARGS(name.text), TEXT_ARGS(scope->names->name), TEXT_ARGS(type.target->name));
        if (field)
            *LIST_PUSH(scope->arena, expr->fields, expr->field_count) = field;
    }
}

static void link_moment(struct scope *scope, struct expr *expr)
{
    for (size_t i = 0; i < expr->count; i++) {
        link_value(scope, expr->args[i]);
        struct type type = expr->args[i]->type;
        bool good = expr->kind == EXPR_CLOCK ? type.kind == TYPE_TIME && !type.many : type_is_moment(type);
        if (type.kind == TYPE_NONE || good)
            continue;
        struct text have = type_name(scope->arena, type);
        problem_add(scope->problems, expr->args[i]->place, "a %s is wanted here, and this is %.*s",
                    expr->kind == EXPR_CLOCK ? "time" : "date or a time", TEXT_ARGS(have));
    }
}

static void link_flag(struct scope *scope, struct expr *expr)
{
    struct expr *arg = expr->args[0];
    link_value(scope, arg);
    if (arg->type.kind == TYPE_NONE || (arg->type.kind == TYPE_FLAG && !arg->type.many))
        return;
    struct text have = type_name(scope->arena, arg->type);
    problem_add(scope->problems, arg->place,
                "a test is wanted here, and this is %.*s: compare it with something, or write `given`",
                TEXT_ARGS(have));
}

static void link_each_test(struct scope *scope, struct expr *expr)
{
    for (size_t i = 0; i < expr->count; i++)
        link_test(scope, expr->args[i]);
}

static void link_absent(struct scope *scope, struct expr *expr)
{
    const struct written *written = written_of(expr);
    expr->role = find_role(scope, written->ref.text, written->ref.place);
}

void link_test(struct scope *scope, struct expr *expr)
{
    static void (*const links[])(struct scope * scope, struct expr * expr) = {
        [EXPR_OR] = link_each_test,   [EXPR_AND] = link_each_test,
        [EXPR_NOT] = link_each_test,  [EXPR_COMPARE] = link_compare,
        [EXPR_IN] = link_in,          [EXPR_GIVEN] = link_given,
        [EXPR_MISSING] = link_given,  [EXPR_INCLUDES] = link_includes,
        [EXPR_IS] = link_is,          [EXPR_IS_PERSONALLY] = link_is,
        [EXPR_HAS] = link_has,        [EXPR_MANAGES] = link_people,
        [EXPR_SITS_ON] = link_people, [EXPR_ABSENT] = link_absent,
        [EXPR_EACH] = link_each,      [EXPR_RECORDS] = link_exists,
        [EXPR_DONE] = link_done,      [EXPR_SAME] = link_same,
        [EXPR_WEEKDAY] = link_moment, [EXPR_HOLIDAY] = link_moment,
        [EXPR_CLOCK] = link_moment,   [EXPR_OVERLAPS] = link_overlaps,
        [EXPR_FLAG] = link_flag};
    if (expr->type.kind == TYPE_FLAG)
        return; /* linked already: several tells share a `when` */
    expr->type.kind = TYPE_FLAG;
    links[expr->kind](scope, expr);
}

void link_test_if(struct scope *scope, struct expr *expr)
{
    if (expr)
        link_test(scope, expr);
}
