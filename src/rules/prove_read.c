#include "rules/prove_read.h"

/* ---- values that can be one of a few ---- */

static void few_add(struct arena *arena, struct few *few, struct value value, lit when)
{
    if (when != LIT_FALSE)
        *ARENA_ADD(arena, *few) = (struct few_item){value, when};
}

static void read_field(struct state *state, const struct field *field, struct few *few)
{
    struct arena *arena = state->model->arena;
    bool flag = field->type.kind == TYPE_FLAG;
    size_t count = flag ? 2 : field->type.choice->count;
    size_t var =
        model_var(state->model, (struct var){.kind = VAR_FIELD, .field = field, .size = (unsigned)count + 1});
    few_add(arena, few, (struct value){0}, state_is(state, var, 0));
    for (unsigned i = 0; i < count; i++)
        few_add(arena, few, (struct value){.kind = flag ? VALUE_FLAG : VALUE_CHOICE, .i = i},
                state_is(state, var, i + 1));
}

size_t state_var(struct model *model)
{
    return model_var(model, (struct var){.kind = VAR_STATE, .size = (unsigned)model->reg->states->count});
}

static void read_state(struct state *state, struct few *few)
{
    size_t var = state_var(state->model);
    for (unsigned i = 0; i < state->model->reg->states->count; i++)
        few_add(state->model->arena, few, (struct value){.kind = VALUE_CHOICE, .i = i},
                state_is(state, var, i));
}

static void read_waived(struct state *state, const struct action *action, struct few *few)
{
    struct model *model = state->model;
    lit done = state_is(state, model_var(model, (struct var){.kind = VAR_DONE, .action = action}), 1);
    lit waived = state_is(state, model_var(model, (struct var){.kind = VAR_WAIVED, .action = action}), 1);
    few_add(model->arena, few, (struct value){0}, logic_not(done));
    few_add(model->arena, few, (struct value){.kind = VALUE_FLAG, .i = 1},
            logic_and(model->logic, done, waived));
    few_add(model->arena, few, (struct value){.kind = VALUE_FLAG},
            logic_and(model->logic, done, logic_not(waived)));
}

static bool read_path(struct state *state, struct actor *actor, const struct path *path, struct few *few)
{
    if (path->root != ROOT_THIS || path->count != 1)
        return false;
    const struct step *step = &path->steps[0];
    if (step->field && step->field->computed)
        return read_few(state, actor, step->field->computed, few);
    if (step->field && field_is_few(step->field)) {
        read_field(state, step->field, few);
        return true;
    }
    if (step->builtin == BUILTIN_STATE && state->model->reg->states) {
        read_state(state, few);
        return true;
    }
    if (step->part == ACT_WAIVED) {
        read_waived(state, step->action, few);
        return true;
    }
    return false;
}

static bool read_matrix(struct state *state, struct actor *actor, const struct expr *expr, struct few *few)
{
    struct few rows = {0}, columns = {0};
    if (!read_few(state, actor, expr->args[0], &rows) || !read_few(state, actor, expr->args[1], &columns))
        return false;
    for (size_t r = 0; r < rows.count; r++)
        for (size_t c = 0; c < columns.count; c++) {
            struct value row = rows.items[r].value, column = columns.items[c].value, cell = {0};
            if (row.kind == VALUE_CHOICE && column.kind == VALUE_CHOICE)
                cell = expr->matrix->cells[(size_t)row.i * expr->matrix->columns->count + (size_t)column.i];
            few_add(state->model->arena, few, cell,
                    logic_and(state->model->logic, rows.items[r].when, columns.items[c].when));
        }
    return true;
}

static bool is_test(const struct expr *expr)
{
    return expr->kind < EXPR_LITERAL;
}

bool read_few(struct state *state, struct actor *actor, const struct expr *expr, struct few *few)
{
    enum value_kind kind = expr->literal.kind;
    if (is_test(expr)) {
        lit holds = read_test(state, actor, expr);
        few_add(state->model->arena, few, (struct value){.kind = VALUE_FLAG, .i = 1}, holds);
        few_add(state->model->arena, few, (struct value){.kind = VALUE_FLAG}, logic_not(holds));
        return true;
    }
    if (expr->kind == EXPR_PATH)
        return read_path(state, actor, &expr->path, few);
    if (expr->kind == EXPR_MATRIX)
        return read_matrix(state, actor, expr, few);
    if (expr->kind != EXPR_LITERAL || (kind != VALUE_CHOICE && kind != VALUE_FLAG && kind != VALUE_NUMBER))
        return false;
    few_add(state->model->arena, few, expr->literal, LIT_TRUE);
    return true;
}

/* ---- comparisons ---- */

static bool holds(enum compare_op op, int64_t a, int64_t b)
{
    switch (op) {
    case COMPARE_EQ:
        return a == b;
    case COMPARE_NE:
        return a != b;
    case COMPARE_LT:
        return a < b;
    case COMPARE_LE:
        return a <= b;
    case COMPARE_GT:
        return a > b;
    case COMPARE_GE:
        return a >= b;
    }
    return false;
}

static lit compare_few(struct logic *logic, const struct few *a, const struct few *b, enum compare_op op)
{
    lit any = LIT_FALSE;
    for (size_t i = 0; i < a->count; i++)
        for (size_t j = 0; j < b->count; j++) {
            struct value x = a->items[i].value, y = b->items[j].value;
            if (x.kind != VALUE_MISSING && y.kind != VALUE_MISSING && holds(op, x.i, y.i))
                any = logic_or(logic, any, logic_and(logic, a->items[i].when, b->items[j].when));
        }
    return any;
}

enum { COUNT_MAX = 30 };

/* ACTION.count against a number: counted as far as that number, and one more. */
static bool compare_count(struct state *state, const struct expr *count, const struct expr *number,
                          enum compare_op op, lit *result)
{
    const struct path *path = &count->path;
    if (count->kind != EXPR_PATH || path->root != ROOT_THIS || path->count != 1 ||
        path->steps[0].part != ACT_COUNT || number->kind != EXPR_LITERAL || number->literal.i < 0 ||
        number->literal.i > COUNT_MAX)
        return false;
    unsigned n = (unsigned)number->literal.i;
    size_t var = model_var(state->model,
                           (struct var){.kind = VAR_COUNT, .action = path->steps[0].action, .size = n + 2});
    *result = LIT_FALSE;
    for (unsigned i = 0; i < state->model->vars[var].size; i++)
        if (holds(op, i, n))
            *result = logic_or(state->model->logic, *result, state_is(state, var, i));
    return true;
}

static enum compare_op turned(enum compare_op op)
{
    static const enum compare_op other[] = {COMPARE_EQ, COMPARE_NE, COMPARE_GT,
                                            COMPARE_GE, COMPARE_LT, COMPARE_LE};
    return other[op];
}

static bool read_moment(struct state *state, const struct expr *expr, unsigned *moment, lit *given)
{
    struct model *model = state->model;
    const struct path *path = &expr->path;
    if (expr->kind == EXPR_ENTERED && path->root == ROOT_THIS) {
        *moment = model_moment(model, (struct moment){.kind = MOMENT_ENTERED, .state = expr->state});
        *given = read_given(state, NULL, expr);
        return true;
    }
    if (expr->kind != EXPR_PATH || path->root != ROOT_THIS || path->count != 1)
        return false;
    const struct step *step = &path->steps[0];
    if (step->builtin == BUILTIN_CREATED)
        *moment = model_moment(model, (struct moment){.kind = MOMENT_CREATED});
    else if (step->part == ACT_TIME)
        *moment = model_moment(model, (struct moment){.kind = MOMENT_DONE, .action = step->action});
    else
        return false;
    *given = read_given(state, NULL, expr);
    return true;
}

static lit is_later(struct state *state, unsigned x, unsigned y)
{
    if (x == y)
        return LIT_FALSE;
    return state_is(state, model_var(state->model, (struct var){.kind = VAR_LATER, .x = x, .y = y}), 1);
}

static bool compare_moments(struct state *state, const struct expr *a, const struct expr *b,
                            enum compare_op op, lit *result)
{
    struct logic *logic = state->model->logic;
    unsigned x, y;
    lit x_given, y_given;
    if (!read_moment(state, a, &x, &x_given) || !read_moment(state, b, &y, &y_given))
        return false;
    lit later = is_later(state, x, y), earlier = is_later(state, y, x);
    lit equal = logic_not(logic_or(logic, later, earlier)), all = LIT_FALSE;
    if (holds(op, 1, 0))
        all = logic_or(logic, all, later);
    if (holds(op, 0, 1))
        all = logic_or(logic, all, earlier);
    if (holds(op, 0, 0))
        all = logic_or(logic, all, equal);
    *result = logic_and(logic, all, logic_and(logic, x_given, y_given));
    return true;
}

static lit compare_two(struct state *state, struct actor *actor, const struct expr *a, const struct expr *b,
                       enum compare_op op, bool *told)
{
    struct few x = {0}, y = {0};
    lit result;
    *told = true;
    if (compare_count(state, a, b, op, &result) || compare_count(state, b, a, turned(op), &result) ||
        compare_moments(state, a, b, op, &result) || read_two_people(state, actor, a, b, op, &result))
        return result;
    if (read_few(state, actor, a, &x) && read_few(state, actor, b, &y))
        return compare_few(state->model->logic, &x, &y, op);
    *told = false;
    return LIT_FALSE;
}

static lit read_compare(struct state *state, struct actor *actor, const struct expr *test)
{
    bool told;
    lit result = compare_two(state, actor, test->args[0], test->args[1], test->op, &told);
    return told ? result : question_ask(state, actor, test);
}

static lit read_in(struct state *state, struct actor *actor, const struct expr *test)
{
    struct logic *logic = state->model->logic;
    lit any = LIT_FALSE;
    for (size_t i = 1; i < test->count; i++) {
        bool told;
        any =
            logic_or(logic, any, compare_two(state, actor, test->args[0], test->args[i], COMPARE_EQ, &told));
        if (!told)
            return question_ask(state, actor, test);
    }
    return any;
}

/* ---- given ---- */

static bool path_given(struct state *state, struct actor *actor, const struct step *step, lit *given)
{
    struct model *model = state->model;
    if (step->field && step->field->computed)
        *given = read_given(state, actor, step->field->computed);
    else if (step->field)
        *given = field_given(state, step->field);
    else if (step->part == ACT_COUNT || step->builtin == BUILTIN_CREATED || step->builtin == BUILTIN_NUMBER)
        *given = LIT_TRUE;
    else if (step->part == ACT_ACTOR)
        *given =
            state_is(state, model_var(model, (struct var){.kind = VAR_BY_PERSON, .action = step->action}), 1);
    else if (step->part == ACT_TIME)
        *given = state_is(state, model_var(model, (struct var){.kind = VAR_DONE, .action = step->action}), 1);
    else if (step->builtin == BUILTIN_CREATOR)
        *given = people_given(state, model_slot(model, (struct slot){.kind = SLOT_CREATOR}));
    else
        return false;
    return true;
}

lit read_given(struct state *state, struct actor *actor, const struct expr *value)
{
    struct model *model = state->model;
    const struct path *path = &value->path;
    struct few few = {0};
    lit given = LIT_FALSE;
    if (read_few(state, actor, value, &few)) {
        for (size_t i = 0; i < few.count; i++)
            if (few.items[i].value.kind != VALUE_MISSING)
                given = logic_or(model->logic, given, few.items[i].when);
        return given;
    }
    if (value->kind == EXPR_PATH && path->root == ROOT_THIS && path->count == 1 &&
        path_given(state, actor, &path->steps[0], &given))
        return given;
    if (value->kind == EXPR_ENTERED && path->root == ROOT_THIS)
        return state_is(state, model_var(model, (struct var){.kind = VAR_ENTERED, .state = value->state}), 1);
    if (value->kind == EXPR_NOW || value->kind == EXPR_TODAY)
        return LIT_TRUE;
    struct expr *asked = ARENA_NEW(model->lasting, struct expr);
    struct expr **args = ARENA_ARRAY(model->lasting, struct expr *, 1);
    args[0] = (struct expr *)(uintptr_t)value;
    *asked = (struct expr){
        .kind = EXPR_GIVEN, .place = value->place, .type = {.kind = TYPE_FLAG}, .args = args, .count = 1};
    return question_ask(state, actor, asked);
}

/* ---- tests ---- */

static lit read_all(struct state *state, struct actor *actor, const struct expr *test)
{
    struct logic *logic = state->model->logic;
    bool either = test->kind == EXPR_OR;
    lit result = either ? LIT_FALSE : LIT_TRUE;
    for (size_t i = 0; i < test->count; i++) {
        lit part = read_test(state, actor, test->args[i]);
        result = either ? logic_or(logic, result, part) : logic_and(logic, result, part);
    }
    return result;
}

static lit read_done(struct state *state, struct actor *actor, const struct expr *test)
{
    struct model *model = state->model;
    if (test->path.root != ROOT_THIS)
        return question_ask(state, actor, test);
    lit done = state_is(state, model_var(model, (struct var){.kind = VAR_DONE, .action = test->action}), 1);
    if (!test->since)
        return done;
    if (test->since == test->action)
        return LIT_FALSE;
    lit other = state_is(state, model_var(model, (struct var){.kind = VAR_DONE, .action = test->since}), 1);
    struct var order = {.kind = VAR_ORDER, .action = test->action, .other = test->since};
    lit after = state_is(state, model_var(model, order), 1);
    return logic_and(model->logic, done, logic_or(model->logic, logic_not(other), after));
}

static lit few_true(struct logic *logic, const struct few *few)
{
    lit any = LIT_FALSE;
    for (size_t i = 0; i < few->count; i++)
        if (few->items[i].value.kind == VALUE_FLAG && few->items[i].value.i)
            any = logic_or(logic, any, few->items[i].when);
    return any;
}

static lit read_flag(struct state *state, struct actor *actor, const struct expr *test)
{
    struct few few = {0};
    if (!test->count && test->literal.kind == VALUE_FLAG)
        return test->literal.i ? LIT_TRUE : LIT_FALSE;
    bool told = test->count ? read_few(state, actor, test->args[0], &few)
                            : read_path(state, actor, &test->path, &few);
    return told ? few_true(state->model->logic, &few) : question_ask(state, actor, test);
}

lit read_test(struct state *state, struct actor *actor, const struct expr *test)
{
    struct few few = {0};
    if (!is_test(test))
        return read_few(state, actor, test, &few) ? few_true(state->model->logic, &few)
                                                  : question_ask(state, actor, test);
    if (test->kind == EXPR_OR || test->kind == EXPR_AND)
        return read_all(state, actor, test);
    if (test->kind == EXPR_NOT)
        return logic_not(read_test(state, actor, test->args[0]));
    if (test->kind == EXPR_COMPARE)
        return read_compare(state, actor, test);
    if (test->kind == EXPR_IN)
        return read_in(state, actor, test);
    if (test->kind == EXPR_GIVEN)
        return read_given(state, actor, test->args[0]);
    if (test->kind == EXPR_MISSING)
        return logic_not(read_given(state, actor, test->args[0]));
    if (test->kind == EXPR_IS || test->kind == EXPR_IS_PERSONALLY)
        return read_is(state, actor, test);
    if (test->kind == EXPR_HAS)
        return read_has(state, actor, test);
    if (test->kind == EXPR_DONE)
        return read_done(state, actor, test);
    if (test->kind == EXPR_FLAG)
        return read_flag(state, actor, test);
    if (test->kind == EXPR_EACH)
        return question_ask_each(state, actor, test);
    return question_ask(state, actor, test);
}
