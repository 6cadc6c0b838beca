#include "rules/prove_model.h"

/* ---- what is kept ---- */

static bool same_var(const struct var *a, const struct var *b)
{
    return a->kind == b->kind && a->field == b->field && a->action == b->action && a->other == b->other &&
           a->state == b->state && a->x == b->x && a->y == b->y && text_eq(a->key, b->key);
}

/* A pair of slots stands in one order. */
static void put_in_order(struct var *var)
{
    if (var->kind != VAR_SAME || var->x < var->y)
        return;
    unsigned x = var->x;
    var->x = var->y;
    var->y = x;
}

size_t model_find(const struct model *model, struct var wanted)
{
    put_in_order(&wanted);
    for (size_t i = 0; i < model->var_count; i++)
        if (same_var(&model->vars[i], &wanted))
            return i;
    return SIZE_MAX;
}

static void size_var(struct model *model, struct var *var, unsigned size)
{
    var->size = size < 2 ? 2 : size;
    var->bits = 1;
    while (1U << var->bits < var->size)
        var->bits++;
    var->leaf = logic_leaf(model->logic);
    for (unsigned i = 1; i < var->bits; i++)
        logic_leaf(model->logic);
    model->grew = true;
}

size_t model_var(struct model *model, struct var wanted)
{
    size_t at = model_find(model, wanted);
    if (at == SIZE_MAX) {
        put_in_order(&wanted);
        *ARENA_PUSH(model->arena, model->vars, model->var_count, model->var_capacity) = wanted;
        at = model->var_count - 1;
        size_var(model, &model->vars[at], wanted.size);
    } else if (wanted.size > model->vars[at].size) {
        size_var(model, &model->vars[at], wanted.size);
    }
    return at;
}

/* Done by one person, whom no test admits for standing in. */
static bool is_done_by_one(struct model *model, const struct action *action)
{
    bool one = action->by_kind == BY_EXPR || action->by_kind == BY_SYSTEM;
    for (size_t i = 0; i < action->by_count; i++)
        one &= !asks_of(model->arena, action->by[i]).deputies;
    return one;
}

unsigned model_slot(struct model *model, struct slot wanted)
{
    for (unsigned i = 0; i < model->slot_count; i++) {
        const struct slot *slot = &model->slots[i];
        if (slot->kind == wanted.kind && slot->field == wanted.field && slot->action == wanted.action)
            return i;
    }
    wanted.single = wanted.kind != SLOT_ACT || is_done_by_one(model, wanted.action);
    *ARENA_PUSH(model->arena, model->slots, model->slot_count, model->slot_capacity) = wanted;
    return (unsigned)model->slot_count - 1;
}

bool slot_is_set(const struct model *model, unsigned slot)
{
    return model->slots[slot].kind == SLOT_ACT;
}

bool slot_is_single(const struct model *model, unsigned slot)
{
    return model->slots[slot].single;
}

unsigned model_moment(struct model *model, struct moment wanted)
{
    for (unsigned i = 0; i < model->moment_count; i++) {
        const struct moment *moment = &model->moments[i];
        if (moment->kind == wanted.kind && moment->state == wanted.state && moment->action == wanted.action)
            return i;
    }
    *ARENA_PUSH(model->arena, model->moments, model->moment_count, model->moment_capacity) = wanted;
    return (unsigned)model->moment_count - 1;
}

/* ---- how it stands while a step is built ---- */

lit *state_bits(struct state *state, size_t var)
{
    const struct model *model = state->model;
    if (state->known < model->var_count) {
        lit *bits = ARENA_ARRAY(model->arena, lit, model->var_count * VAR_BITS);
        for (size_t i = 0; i < model->var_count; i++)
            for (unsigned b = 0; b < VAR_BITS; b++)
                bits[i * VAR_BITS + b] = i < state->known          ? state->bits[i * VAR_BITS + b]
                                         : b < model->vars[i].bits ? var_bit(&model->vars[i], b)
                                                                   : LIT_FALSE;
        state->bits = bits;
        state->known = model->var_count;
    }
    return &state->bits[var * VAR_BITS];
}

lit state_is(struct state *state, size_t var, unsigned value)
{
    struct logic *logic = state->model->logic;
    const lit *bits = state_bits(state, var);
    lit all = LIT_TRUE;
    for (unsigned b = 0; b < state->model->vars[var].bits; b++)
        all = logic_and(logic, all, value >> b & 1 ? bits[b] : logic_not(bits[b]));
    return all;
}

void state_put(struct state *state, size_t var, lit when, unsigned value)
{
    lit *bits = state_bits(state, var);
    for (unsigned b = 0; b < state->model->vars[var].bits; b++)
        bits[b] = logic_if(state->model->logic, when, value >> b & 1 ? LIT_TRUE : LIT_FALSE, bits[b]);
}

void state_put_lit(struct state *state, size_t var, lit when, lit value)
{
    lit *bits = state_bits(state, var);
    bits[0] = logic_if(state->model->logic, when, value, bits[0]);
}

struct input *state_input(struct state *state, enum input_kind kind, bool assumed)
{
    struct model_step *step = state->step;
    struct input *input =
        ARENA_PUSH(state->model->arena, step->inputs, step->input_count, step->input_capacity);
    *input = (struct input){
        .kind = kind, .leaf = logic_leaf(state->model->logic), .assumed = assumed, .var = SIZE_MAX};
    return input;
}

struct input *state_input_for(struct state *state, enum input_kind kind, bool assumed, size_t var,
                              unsigned bit)
{
    struct input *input = state_input(state, kind, assumed);
    input->var = var;
    input->bit = bit;
    return input;
}

void state_require(struct state *state, lit condition)
{
    state->step->holds = logic_and(state->model->logic, state->step->holds, condition);
}

void state_assume(struct state *state, lit condition)
{
    state->step->consistent = logic_and(state->model->logic, state->step->consistent, condition);
}

/* ---- the whole ---- */

static size_t count_bits(const struct model *model)
{
    size_t bits = 0;
    for (size_t i = 0; i < model->var_count; i++)
        bits += model->vars[i].bits;
    return bits;
}

static void read_never(struct model *model, const struct never *never)
{
    struct model_step *step = ARENA_NEW(model->arena, struct model_step);
    step->holds = step->consistent = LIT_TRUE;
    model->asked = step;
    struct state state = {.model = model, .step = step};
    size_t exists = model_var(model, (struct var){.kind = VAR_EXISTS});
    lit broken = read_test(&state, NULL, never->test);
    model->bad = logic_and(model->logic, state_is(&state, exists, 1), broken);
}

struct model *model_of(const struct model_plan *plan)
{
    struct model *model = ARENA_NEW(plan->arena, struct model);
    *model = (struct model){.arena = plan->arena,
                            .lasting = plan->lasting,
                            .logic = logic_new(plan->arena),
                            .rulebook = plan->rulebook,
                            .reg = plan->reg,
                            .closely = plan->closely};
    do {
        model->grew = false;
        model->steps = NULL;
        model->step_count = model->step_capacity = 0;
        read_never(model, plan->never);
        steps_open(model);
        steps_edit(model);
        steps_act(model);
        model->sound = people_sound(model);
    } while (model->grew);
    model->bits = count_bits(model);
    return model;
}
