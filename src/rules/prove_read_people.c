#include "rules/prove_read.h"

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

lit read_is(struct state *state, struct actor *actor, const struct expr *test)
{
    struct logic *logic = state->model->logic;
    struct identity found;
    if (!identify(state, actor, test->args[0], test->args[1], test->kind == EXPR_IS, &found))
        return question_ask(state, actor, test);
    return test->negated ? logic_and(logic, found.given, logic_not(found.same)) : found.same;
}

static bool is_one(struct model *model, const struct expr *value)
{
    unsigned slot;
    return expr_is_actor(value) || (read_slot(model, value, &slot) && !slot_is_set(model, slot));
}

bool read_two_people(struct state *state, struct actor *actor, const struct expr *a, const struct expr *b,
                     enum compare_op op, lit *result)
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
           text_eq(question_key(model->arena, input->test), key);
}

/* The one for whom the actor stands in holds the role, and appointed them for it. */
static lit principal_has(struct state *state, const struct actor *actor, const struct expr *test, lit anyhow)
{
    struct model *model = state->model;
    struct text key = question_key(model->arena, test);
    struct model_step *step = state->step;
    for (size_t i = 0; i < step->input_count; i++)
        if (is_holding(model, &step->inputs[i], actor, key) && step->inputs[i].x == actor->one)
            return logic_and(model->logic, anyhow, step->inputs[i].leaf);
    struct input *input = state_input(state, INPUT_HOLDS, !question_can_be_arranged(test));
    input->test = test;
    input->actor = actor;
    input->x = actor->one;
    lit leaf = input->leaf;
    for (size_t i = 0; i + 1 < step->input_count; i++)
        if (is_holding(model, &step->inputs[i], actor, key))
            people_agree(state, actor->one, leaf, step->inputs[i].x, step->inputs[i].leaf);
    return logic_and(model->logic, anyhow, leaf);
}

lit read_has(struct state *state, struct actor *actor, const struct expr *test)
{
    struct logic *logic = state->model->logic;
    if (!expr_is_actor(test->args[0]))
        return question_ask(state, actor, test);
    if (!actor || actor->is_system)
        return LIT_FALSE;
    struct expr *anyhow = ARENA_NEW(state->model->lasting, struct expr);
    *anyhow = *test;
    anyhow->personally = false;
    lit holds = question_ask(state, actor, anyhow);
    if (!test->personally && actor->acts == ACTS_AS_IS)
        return holds;
    struct expr *alone = ARENA_NEW(state->model->lasting, struct expr);
    *alone = *test;
    alone->personally = true;
    lit personal = logic_and(logic, holds, question_ask(state, actor, alone));
    if (test->personally || actor->acts == ACTS_ALONE)
        return personal;
    return logic_or(logic, personal, principal_has(state, actor, anyhow, holds));
}
