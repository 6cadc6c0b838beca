#include "rules/link.h"

static const struct written *written_of(const struct expr *expr)
{
    return (const struct written *)expr;
}

static struct name bare_name(const struct expr *expr)
{
    return written_of(expr)->path.items[0];
}

void link_span(struct scope *scope, struct span *span)
{
    if (span->calendar)
        span->calendar = find_calendar(scope, span->calendar->name, span->calendar->place);
}

static void mismatch(struct scope *scope, struct place place, struct type wanted, struct type given,
                     const char *what)
{
    struct text want = type_name(scope->arena, wanted), have = type_name(scope->arena, given);
    problem_add(scope->problems, place, "%s wants %s%.*s, and this is %.*s", what,
                wanted.kind == TYPE_TIME ? "a date or " : "", TEXT_ARGS(want), TEXT_ARGS(have));
    if (wanted.kind == TYPE_CHOICE && given.kind == TYPE_LINE)
        problem_hint(scope->problems, "write the value's name without quotes");
}

/* ---- values among the values of a choice ---- */

static void become_value(struct expr *expr, const struct choice *choice, int value)
{
    expr->kind = EXPR_LITERAL;
    expr->literal = (struct value){.kind = VALUE_CHOICE, .i = value};
    expr->type = (struct type){.kind = TYPE_CHOICE, .choice = choice};
}

static bool both(struct scope *scope, const struct expr *expr, const struct choice *choice)
{
    struct name name = bare_name(expr);
    if (peek_path(scope, expr).kind == TYPE_NONE)
        return false;
    problem_add(scope->problems, name.place,
                "`%.*s` is both a field here and a value of `%.*s`: rename one of them", TEXT_ARGS(name.text),
                TEXT_ARGS(choice->name));
    return true;
}

static void not_a_value(struct scope *scope, const struct choice *choice, struct name name)
{
    struct text words = type_name(scope->arena, (struct type){.kind = TYPE_CHOICE, .choice = choice});
    struct nearest nearest = nearest_to(name.text);
    problem_unknown(scope->problems, name.place, name.text, "`%.*s` is neither a field here nor %.*s",
                    TEXT_ARGS(name.text), TEXT_ARGS(words));
    for (size_t i = 0; i < choice->count; i++)
        nearest_offer(&nearest, choice->values[i].name);
    for (size_t i = 0; scope->names && i < scope->names->field_count; i++)
        nearest_offer(&nearest, scope->names->fields[i]->name);
    nearest_hint(scope->problems, &nearest);
}

/* A name that may be a value of what a mistake, reported already, left unknown: nothing can be said of it. */
static bool follows_mistake(struct scope *scope, const struct expr *expr, struct type type)
{
    return type.kind == TYPE_NONE && scope->problems->count && path_is_bare(expr) &&
           peek_path(scope, expr).kind == TYPE_NONE;
}

void link_toward(struct scope *scope, struct expr *expr, struct type type)
{
    if (follows_mistake(scope, expr, type))
        return;
    if (!path_is_bare(expr) || type.kind != TYPE_CHOICE) {
        link_value(scope, expr);
        return;
    }
    struct name name = bare_name(expr);
    int value = choice_index(type.choice, name.text);
    if (value >= 0) {
        bool ambiguous = both(scope, expr, type.choice);
        become_value(expr, type.choice, value);
        if (ambiguous)
            expr->type = (struct type){0};
    } else if (peek_path(scope, expr).kind == TYPE_NONE && type.choice->count &&
               !(scope->names && reg_action(scope->names, name.text))) {
        not_a_value(scope, type.choice, name);
    } else
        link_value(scope, expr);
}

void link_value_as(struct scope *scope, struct expr *expr, struct type type, const char *what)
{
    link_toward(scope, expr, type);
    bool day_as_month =
        type.kind == TYPE_MONTH && type_is_moment(expr->type) && expr->type.kind != TYPE_MONTH;
    if (!type_fits(type, expr->type) || day_as_month)
        mismatch(scope, expr->place, type, expr->type, what);
}

static struct type peek(struct scope *scope, const struct expr *expr)
{
    return path_is_bare(expr) ? peek_path(scope, expr) : expr->type;
}

static struct type element_of(struct type type)
{
    type.many = false;
    return type;
}

void link_pair(struct scope *scope, struct expr *left, struct expr *right)
{
    if (!path_is_bare(left))
        link_value(scope, left);
    if (!path_is_bare(right))
        link_value(scope, right);
    struct type l = element_of(peek(scope, left)), r = element_of(peek(scope, right));
    bool left_is_value =
        path_is_bare(left) && r.kind == TYPE_CHOICE && choice_index(r.choice, bare_name(left).text) >= 0;
    bool right_is_field =
        path_is_bare(right) && scope->names && reg_field(scope->names, bare_name(right).text);
    if (path_is_bare(left) && (left_is_value || l.kind == TYPE_NONE) &&
        (r.kind != TYPE_NONE || right_is_field))
        link_toward(scope, left, r);
    else if (path_is_bare(left))
        link_value(scope, left);
    if (path_is_bare(right))
        link_toward(scope, right, left_is_value && l.kind == TYPE_NONE ? (struct type){0} : l);
}

/* ---- arithmetic ---- */

static bool unit_fits(struct type type, enum duration_unit unit)
{
    bool clock = unit == DURATION_MINUTES || unit == DURATION_HOURS || unit == DURATION_WORKHOURS;
    return type.kind == TYPE_TIME || !clock;
}

static struct type moved(struct type type, enum duration_unit unit)
{
    if (type.kind == TYPE_MONTH && unit != DURATION_MONTHS && unit != DURATION_YEARS)
        type.kind = TYPE_DATE;
    return type;
}

static void link_sum(struct scope *scope, struct expr *expr)
{
    struct expr *left = expr->args[0], *right = expr->args[1];
    link_value(scope, left);
    link_value(scope, right);
    struct type l = left->type, r = right->type;
    if (l.kind == TYPE_NONE || r.kind == TYPE_NONE)
        return;
    if (!l.many && !r.many && l.kind == TYPE_NUMBER && r.kind == TYPE_NUMBER) {
        expr->type = l;
    } else if (type_is_moment(l) && right->kind == EXPR_SPAN) {
        expr->type = moved(l, right->span.unit);
        if (!unit_fits(l, right->span.unit))
            problem_add(scope->problems, right->place,
                        "a day has no clock to count hours or minutes from: use days, or a time");
    } else if (type_is_moment(l) && type_is_moment(r)) {
        problem_add(scope->problems, expr->place,
                    "write hours(a, b), days(a, b) or workdays(a, b) for the time between two moments");
    } else {
        struct text a = type_name(scope->arena, l), b = type_name(scope->arena, r);
        problem_add(scope->problems, expr->place, "%.*s and %.*s cannot be %s", TEXT_ARGS(a), TEXT_ARGS(b),
                    expr->kind == EXPR_ADD ? "added" : "subtracted");
        if (type_is_moment(l) && r.kind == TYPE_NUMBER)
            problem_hint(scope->problems, "say what the number counts, such as `3 days` or `3 hours`");
    }
}

/* ---- functions ---- */

static void link_moments(struct scope *scope, struct expr *expr, enum type_kind gives)
{
    for (size_t i = 0; i < expr->count; i++) {
        link_value(scope, expr->args[i]);
        struct type type = expr->args[i]->type;
        if (type.kind != TYPE_NONE && !type_is_moment(type)) {
            struct text have = type_name(scope->arena, type);
            problem_add(scope->problems, expr->args[i]->place,
                        "a date or a time is wanted here, and this is %.*s", TEXT_ARGS(have));
        }
    }
    expr->type.kind = gives;
}

static void link_latest(struct scope *scope, struct expr *expr)
{
    link_moments(scope, expr, TYPE_NONE);
    enum type_kind kind = expr->args[0]->type.kind;
    for (size_t i = 1; i < expr->count; i++)
        if (expr->args[i]->type.kind != kind)
            kind = TYPE_TIME;
    expr->type.kind = kind;
}

static bool takes(const struct choice *choice, const struct expr *arg)
{
    return arg->type.kind == TYPE_NONE ||
           (arg->type.kind == TYPE_CHOICE && !arg->type.many && choices_same(choice, arg->type.choice));
}

static void bad_argument(struct scope *scope, const struct matrix *matrix, const struct expr *arg)
{
    struct text have = type_name(scope->arena, arg->type);
    problem_add(scope->problems, arg->place,
                "`%.*s` takes a choice with exactly its rows (%.*s) or its columns (%.*s), and this is %.*s",
                TEXT_ARGS(matrix->name), TEXT_ARGS(matrix->row_label), TEXT_ARGS(matrix->column_label),
                TEXT_ARGS(have));
}

static void link_matrix_call(struct scope *scope, struct expr *expr)
{
    const struct written *written = written_of(expr);
    expr->matrix = find_matrix(scope, written->ref.text, written->ref.place);
    for (size_t i = 0; i < expr->count; i++)
        link_value(scope, expr->args[i]);
    const struct matrix *matrix = expr->matrix;
    if (!matrix)
        return;
    struct expr **args = expr->args;
    expr->type = matrix->gives;
    if (!(takes(matrix->rows, args[0]) && takes(matrix->columns, args[1])) && takes(matrix->rows, args[1]) &&
        takes(matrix->columns, args[0])) {
        struct expr *row = args[1];
        args[1] = args[0];
        args[0] = row;
    }
    if (!takes(matrix->rows, args[0]))
        bad_argument(scope, matrix, args[0]);
    else if (!takes(matrix->columns, args[1]))
        bad_argument(scope, matrix, args[1]);
    else if ((args[0]->type.kind && !choices_agree(matrix->rows, args[0]->type.choice)) ||
             (args[1]->type.kind && !choices_agree(matrix->columns, args[1]->type.choice)))
        problem_add(scope->problems, expr->place,
                    "an argument of `%.*s` has the right values in another order: put both in one order",
                    TEXT_ARGS(matrix->name));
}

static void link_count(struct scope *scope, struct expr *expr)
{
    struct expr *path = expr->args[0];
    struct expr *body = expr->count > 1 ? expr->args[1] : NULL;
    struct type type = peek_path(scope, path);
    const struct reg *reg =
        path_is_bare(path) ? rulebook_register(scope->rulebook, bare_name(path).text) : NULL;
    expr->type.kind = TYPE_NUMBER;
    if (!type.many && reg) {
        expr->kind = EXPR_COUNT_RECORDS;
        expr->reg = reg;
        expr->args++;
        expr->count--;
        type = (struct type){.kind = TYPE_RECORD, .target = reg};
    } else {
        link_path(scope, path);
        if (path->type.kind != TYPE_NONE && !path->type.many)
            problem_add(scope->problems, path->place,
                        "`count` wants a field that holds many, or a register, and this is neither");
    }
    if (body)
        link_body(scope, body, expr->var_name, element_of(type), &expr->var);
}

static void link_entered(struct scope *scope, struct expr *expr)
{
    const struct written *written = written_of(expr);
    expr->type.kind = TYPE_TIME;
    expr->path = path_to_subject(scope);
    if (!scope->names)
        problem_add(scope->problems, expr->place, "`entered` needs a record, and there is none here");
    else if (scope->names->states->count)
        expr->state = find_value(scope, scope->names->states, written->ref.text, written->ref.place);
}

void link_value(struct scope *scope, struct expr *expr)
{
    const struct written *written = written_of(expr);
    switch ((int)expr->kind) {
    case EXPR_PATH:
        link_path(scope, expr);
        break;
    case EXPR_SPAN:
        link_span(scope, &expr->span);
        break;
    case EXPR_NOW:
        expr->type.kind = TYPE_TIME;
        break;
    case EXPR_TODAY:
        expr->type.kind = TYPE_DATE;
        break;
    case EXPR_ADD:
    case EXPR_SUBTRACT:
        link_sum(scope, expr);
        break;
    case EXPR_COUNT_EACH:
        link_count(scope, expr);
        break;
    case EXPR_MATRIX:
        link_matrix_call(scope, expr);
        break;
    case EXPR_LATEST:
    case EXPR_EARLIEST:
        link_latest(scope, expr);
        break;
    case EXPR_WORKDAYS:
        if (written->ref.text.n)
            expr->calendar = find_calendar(scope, written->ref.text, written->ref.place);
        link_moments(scope, expr, TYPE_NUMBER);
        break;
    case EXPR_HOURS:
    case EXPR_DAYS:
        link_moments(scope, expr, TYPE_NUMBER);
        break;
    case EXPR_ENTERED:
        link_entered(scope, expr);
        break;
    case EXPR_NEXT:
        expr->type.kind = TYPE_TIME;
        expr->board = find_board(scope, written->ref.text, written->ref.place);
        break;
    default: /* a literal is complete as parsed */
        break;
    }
}
