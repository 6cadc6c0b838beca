/* Reading the rulebook's tests as formulas. What cannot be told exactly becomes a question: about the record
 * itself, one whose answer stands until the record changes (VAR_TEST); about the world beside it, one
 * answered anew at every step. */
#include "base/buf.h"
#include "rules/prove_model.h"

/* ---- questions ---- */

static struct text key_of(struct arena *arena, const struct expr *test)
{
    return arena_text(arena, expr_print(arena, test));
}

/* Somebody holds a role, or nobody does: that can be arranged, if the role is not bound to one person. */
static bool can_be_arranged(const struct expr *test)
{
    return test->kind == EXPR_HAS && test->count == 1 && !test->has_span && !test->role->single &&
           expr_is_actor(test->args[0]);
}

/* Without some of the actor's appointments the answer may be another. */
static bool may_count_deputies(const struct expr *test, const struct asks *asks)
{
    bool is_told = test->kind == EXPR_HAS && expr_is_actor(test->args[0]); /* read_has */
    return asks->deputies && !is_told;
}

static lit ask_world(struct state *state, struct actor *actor, const struct expr *test,
                     const struct asks *asks)
{
    struct arena *arena = state->model->arena;
    bool own = asks->field_count || asks->action_count || asks->state || asks->moments || asks->period;
    struct question asked = {
        .key = key_of(arena, test), .actor = asks->actor ? actor : NULL, .changes = own ? state->changes : 0};
    if (actor && actor->acts != ACTS_AS_IS)
        actor->untold |= may_count_deputies(test, asks);
    for (size_t i = 0; i < state->question_count; i++) {
        const struct question *known = &state->questions[i];
        if (known->actor == asked.actor && known->changes == asked.changes && text_eq(known->key, asked.key))
            return known->answer;
    }
    struct input *input = state_input(state, INPUT_ANSWER, !can_be_arranged(test));
    input->test = test;
    input->actor = asked.actor;
    asked.answer = input->leaf;
    *ARENA_PUSH(arena, state->questions, state->question_count, state->question_capacity) = asked;
    return asked.answer;
}

/* A test of something that is reached through a field, or is one, is answered by no while that field is
 * missing. */
static lit reached(struct state *state, const struct path *path)
{
    bool own =
        path->root == ROOT_THIS && path->count && path->steps[0].field && !path->steps[0].field->computed;
    return own ? field_given(state, path->steps[0].field) : LIT_TRUE;
}

static lit operands_given(struct state *state, const struct expr *test)
{
    struct logic *logic = state->model->logic;
    lit all = LIT_TRUE;
    if (test->kind == EXPR_FLAG && !test->count)
        return reached(state, &test->path);
    bool every = test->kind == EXPR_COMPARE || test->kind == EXPR_IS || test->kind == EXPR_IS_PERSONALLY ||
                 test->kind == EXPR_HAS || test->kind == EXPR_MANAGES || test->kind == EXPR_INCLUDES;
    bool first = test->kind == EXPR_IN || test->kind == EXPR_GIVEN || test->kind == EXPR_FLAG ||
                 test->kind == EXPR_SITS_ON;
    for (size_t i = 0; i < test->count && (every || (first && i == 0)); i++)
        if (test->args[i]->kind == EXPR_PATH)
            all = logic_and(logic, all, reached(state, &test->args[i]->path));
    return all;
}

static lit ask(struct state *state, struct actor *actor, const struct expr *test)
{
    struct model *model = state->model;
    struct asks asks = asks_of(model->arena, test);
    lit given = operands_given(state, test);
    if (asks.world)
        return logic_and(model->logic, given, ask_world(state, actor, test, &asks));
    struct var wanted = {.kind = VAR_TEST, .key = key_of(model->arena, test), .test = test, .asks = asks};
    size_t var = model_var(model, wanted);
    return logic_and(model->logic, given, state_is(state, var, 1));
}

/* Of the elements of nothing: `any` is false, `all` and `no` are true. */
static lit ask_each(struct state *state, struct actor *actor, const struct expr *test)
{
    bool own = test->args[0]->kind == EXPR_PATH;
    lit given = own ? reached(state, &test->args[0]->path) : LIT_TRUE;
    lit empty = test->quantifier == QUANTIFIER_ANY ? LIT_FALSE : LIT_TRUE;
    return logic_if(state->model->logic, given, ask(state, actor, test), empty);
}

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

/* ---- people ---- */

bool read_slot(struct model *model, const struct expr *expr, unsigned *slot)
{
    if (expr->kind != EXPR_PATH || expr->path.root != ROOT_THIS || expr->path.count != 1)
        return false;
    const struct step *step = &expr->path.steps[0];
    if (step->field && step->field->computed) /* as a value it is one of those who acted */
        return read_slot(model, step->field->computed, slot) && slot_is_single(model, *slot);
    if (step->field && field_is_slot(step->field))
        *slot = model_slot(model, (struct slot){.kind = SLOT_FIELD, .field = step->field});
    else if (step->builtin == BUILTIN_CREATOR)
        *slot = model_slot(model, (struct slot){.kind = SLOT_CREATOR});
    else if (step->part == ACT_ACTOR)
        *slot = model_slot(model, (struct slot){.kind = SLOT_ACT, .action = step->action});
    else
        return false;
    return true;
}

/* Only `actor is X`, with the actor on the left, takes a deputy for the person (Exact meaning 3). */
static lit actor_is(struct state *state, struct actor *actor, unsigned slot, bool deputies)
{
    struct logic *logic = state->model->logic;
    if (!actor)
        return LIT_FALSE;
    const struct relation *relation = people_relation(state, actor, slot);
    if (!deputies || actor->acts == ACTS_ALONE)
        return relation->personal;
    if (actor->acts == ACTS_AS_IS)
        return actor->reading ? relation->fully : relation->stands;
    lit stands = relation->stands, personal = relation->personal;
    lit by_one = slot == actor->one ? LIT_TRUE : people_same(state, slot, actor->one);
    return logic_or(logic, personal, logic_and(logic, stands, by_one));
}

struct identity {
    lit same, given; /* they are the same; both are there */
};

/* False: one of the two is neither the actor nor in a slot. */
static bool identify(struct state *state, struct actor *actor, const struct expr *a, const struct expr *b,
                     bool deputies, struct identity *found)
{
    struct logic *logic = state->model->logic;
    lit somebody = actor && !actor->is_system ? LIT_TRUE : LIT_FALSE;
    unsigned x, y;
    if (expr_is_actor(a) && expr_is_actor(b)) {
        *found = (struct identity){somebody, somebody};
    } else if (expr_is_actor(a) && read_slot(state->model, b, &y)) {
        found->same = actor_is(state, actor, y, deputies);
        found->given = logic_and(logic, somebody, people_given(state, y));
    } else if (expr_is_actor(b) && read_slot(state->model, a, &x)) {
        found->same = actor_is(state, actor, x, false);
        found->given = logic_and(logic, somebody, people_given(state, x));
    } else if (read_slot(state->model, a, &x) && read_slot(state->model, b, &y)) {
        found->same = people_same(state, x, y);
        found->given = logic_and(logic, people_given(state, x), people_given(state, y));
    } else {
        return false;
    }
    return true;
}

static lit read_is(struct state *state, struct actor *actor, const struct expr *test)
{
    struct logic *logic = state->model->logic;
    struct identity found;
    if (!identify(state, actor, test->args[0], test->args[1], test->kind == EXPR_IS, &found))
        return ask(state, actor, test);
    return test->negated ? logic_and(logic, found.given, logic_not(found.same)) : found.same;
}

static bool is_one(struct model *model, const struct expr *value)
{
    unsigned slot;
    return expr_is_actor(value) || (read_slot(model, value, &slot) && !slot_is_set(model, slot));
}

/* Two people, each alone, compared as values: in person. */
static bool compare_people(struct state *state, struct actor *actor, const struct expr *a,
                           const struct expr *b, enum compare_op op, lit *result)
{
    struct logic *logic = state->model->logic;
    struct identity found;
    if (!is_one(state->model, a) || !is_one(state->model, b) || !identify(state, actor, a, b, false, &found))
        return false;
    *result = op == COMPARE_NE ? logic_and(logic, found.given, logic_not(found.same)) : found.same;
    return true;
}

static bool is_holding(const struct model *model, const struct input *input, const struct actor *actor,
                       struct text key)
{
    return input->kind == INPUT_HOLDS && input->actor == actor &&
           text_eq(key_of(model->arena, input->test), key);
}

/* The one for whom the actor stands in holds the role, and appointed them for it. */
static lit principal_has(struct state *state, const struct actor *actor, const struct expr *test, lit anyhow)
{
    struct model *model = state->model;
    struct text key = key_of(model->arena, test);
    struct model_step *step = state->step;
    for (size_t i = 0; i < step->input_count; i++)
        if (is_holding(model, &step->inputs[i], actor, key) && step->inputs[i].x == actor->one)
            return logic_and(model->logic, anyhow, step->inputs[i].leaf);
    struct input *input = state_input(state, INPUT_HOLDS, !can_be_arranged(test));
    input->test = test;
    input->actor = actor;
    input->x = actor->one;
    lit leaf = input->leaf;
    for (size_t i = 0; i + 1 < step->input_count; i++)
        if (is_holding(model, &step->inputs[i], actor, key))
            people_agree(state, actor->one, leaf, step->inputs[i].x, step->inputs[i].leaf);
    return logic_and(model->logic, anyhow, leaf);
}

/* Who holds a role in person holds it, deputies or not. */
static lit read_has(struct state *state, struct actor *actor, const struct expr *test)
{
    struct logic *logic = state->model->logic;
    if (!expr_is_actor(test->args[0]))
        return ask(state, actor, test);
    if (!actor || actor->is_system)
        return LIT_FALSE;
    struct expr *anyhow = ARENA_NEW(state->model->lasting, struct expr);
    *anyhow = *test;
    anyhow->personally = false;
    lit holds = ask(state, actor, anyhow);
    if (!test->personally && actor->acts == ACTS_AS_IS)
        return holds;
    struct expr *alone = ARENA_NEW(state->model->lasting, struct expr);
    *alone = *test;
    alone->personally = true;
    lit personal = logic_and(logic, holds, ask(state, actor, alone));
    if (test->personally || actor->acts == ACTS_ALONE)
        return personal;
    return logic_or(logic, personal, principal_has(state, actor, anyhow, holds));
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
        compare_moments(state, a, b, op, &result) || compare_people(state, actor, a, b, op, &result))
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
    return told ? result : ask(state, actor, test);
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
            return ask(state, actor, test);
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
    return ask(state, actor, asked);
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
        return ask(state, actor, test);
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
    return told ? few_true(state->model->logic, &few) : ask(state, actor, test);
}

lit read_test(struct state *state, struct actor *actor, const struct expr *test)
{
    struct few few = {0};
    if (!is_test(test))
        return read_few(state, actor, test, &few) ? few_true(state->model->logic, &few)
                                                  : ask(state, actor, test);
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
        return ask_each(state, actor, test);
    return ask(state, actor, test);
}
