#include "rules/prove_read.h"

struct text question_key(struct arena *arena, const struct expr *test)
{
    return arena_text(arena, expr_print(arena, test));
}

bool question_can_be_arranged(const struct expr *test)
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
    struct question asked = {.key = question_key(arena, test),
                             .actor = asks->actor ? actor : NULL,
                             .changes = own ? state->changes : 0};
    if (actor && actor->acts != ACTS_AS_IS)
        actor->untold |= may_count_deputies(test, asks);
    for (size_t i = 0; i < state->question_count; i++) {
        const struct question *known = &state->questions[i];
        if (known->actor == asked.actor && known->changes == asked.changes && text_eq(known->key, asked.key))
            return known->answer;
    }
    struct input *input = state_input(state, INPUT_ANSWER, !question_can_be_arranged(test));
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

lit question_ask(struct state *state, struct actor *actor, const struct expr *test)
{
    struct model *model = state->model;
    struct asks asks = asks_of(model->arena, test);
    lit given = operands_given(state, test);
    if (asks.world)
        return logic_and(model->logic, given, ask_world(state, actor, test, &asks));
    struct var wanted = {
        .kind = VAR_TEST, .key = question_key(model->arena, test), .test = test, .asks = asks};
    size_t var = model_var(model, wanted);
    return logic_and(model->logic, given, state_is(state, var, 1));
}

lit question_ask_each(struct state *state, struct actor *actor, const struct expr *test)
{
    bool own = test->args[0]->kind == EXPR_PATH;
    lit given = own ? reached(state, &test->args[0]->path) : LIT_TRUE;
    lit empty = test->quantifier == QUANTIFIER_ANY ? LIT_FALSE : LIT_TRUE;
    return logic_if(state->model->logic, given, question_ask(state, actor, test), empty);
}
