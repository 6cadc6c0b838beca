/* What the commands of the model have in common: guards, sets, history, seals. */
#include "rules/prove_model.h"

struct state step_begin(struct model *model, enum prove_step_kind kind, const struct action *action)
{
    struct model_step *step = ARENA_PUSH(model->arena, model->steps, model->step_count, model->step_capacity);
    *step = (struct model_step){.kind = kind,
                                .action = action,
                                .rests = -1,
                                .holds = LIT_TRUE,
                                .consistent = LIT_TRUE,
                                .waived = LIT_FALSE};
    return (struct state){.model = model, .step = step};
}

void step_end(struct state *state)
{
    state_bits(state, 0);
    state->step->after = state->bits;
    state->step->touched = state->touched;
    state->step->now = state->now;
    state->step->now_count = state->now_count;
}

/* ---- guards ---- */

lit step_may_read(struct state *state, struct actor *actor)
{
    const struct reg *reg = state->model->reg;
    lit any = reg->builtin && !reg->read_count ? LIT_TRUE : LIT_FALSE; /* people are known to all */
    actor->reading = true;
    for (size_t i = 0; i < reg->read_count; i++)
        any = logic_or(state->model->logic, any, read_test(state, actor, reg->reads[i].test));
    actor->reading = false;
    return any;
}

lit step_may_see(struct state *state, struct actor *actor, const struct field *field)
{
    if (!field->read_by)
        return LIT_TRUE;
    actor->reading = true;
    lit may = read_test(state, actor, field->read_by);
    actor->reading = false;
    return may;
}

static lit covers(struct state *state, const struct edit_rule *rule, const struct field *field)
{
    const struct choice *states = state->model->reg->states;
    lit here = LIT_FALSE;
    bool named = false;
    for (size_t f = 0; f < rule->field_count; f++)
        named |= rule->fields[f] == field;
    for (size_t s = 0; named && s < states->count; s++)
        if (rule->in ? rule->in[s] : !states->values[s].final)
            here = logic_or(state->model->logic, here, state_is(state, state_var(state->model), (unsigned)s));
    return here;
}

lit step_may_edit(struct state *state, struct actor *actor, const struct field *field)
{
    struct logic *logic = state->model->logic;
    const struct reg *reg = state->model->reg;
    lit any = LIT_FALSE;
    for (size_t i = 0; i < reg->edit_count && !field->computed && !field->engine; i++) {
        lit here = covers(state, reg->edits[i], field);
        if (here != LIT_FALSE)
            any = logic_or(logic, any, logic_and(logic, here, read_test(state, actor, reg->edits[i]->by)));
    }
    return any;
}

lit step_needs(struct state *state, struct actor *actor, const struct action *action, enum which_needs which,
               lit *waived)
{
    struct logic *logic = state->model->logic;
    lit all = LIT_TRUE;
    for (size_t i = 0; i < action->need_count; i++) {
        const struct need *need = &action->needs[i];
        if (which != NEEDS_ALL && need->names_actor != (which == NEEDS_OF_ACTOR))
            continue;
        lit met = read_test(state, actor, need->test);
        lit instead = need->waiver
                          ? logic_and(logic, logic_not(met), state_input(state, INPUT_WAIVER, true)->leaf)
                          : LIT_FALSE;
        all = logic_and(logic, all, logic_or(logic, met, instead));
        if (waived)
            *waived = logic_or(logic, *waived, instead);
    }
    return all;
}

static bool action_sets(const struct action *action, const struct field *field)
{
    for (size_t i = 0; i < action->set_count; i++)
        if (action->sets[i].set.field == field)
            return true;
    return false;
}

lit step_required(struct state *state, struct actor *actor, lit when, const struct action *but_set)
{
    struct logic *logic = state->model->logic;
    const struct reg *reg = state->model->reg;
    lit all = LIT_TRUE;
    for (size_t i = 0; i < reg->field_count && when != LIT_FALSE; i++) {
        const struct field *field = reg->fields[i];
        if (field->computed || field->engine || !(field->required || field->required_when) ||
            (but_set && action_sets(but_set, field)))
            continue;
        lit asked = field->required_when ? read_test(state, actor, field->required_when) : LIT_TRUE;
        asked = logic_and(logic, asked, when);
        if (asked != LIT_FALSE)
            all = logic_and(logic, all, logic_implies(logic, asked, field_given(state, field)));
    }
    return all;
}

void step_rest(struct state *state, struct actor *actor)
{
    lit outside = logic_not(state_is(state, state_var(state->model), 0));
    state_require(state, step_required(state, actor, outside, NULL));
}

void step_sets(struct state *state, struct actor *actor, const struct action *action)
{
    for (size_t i = 0; i < action->set_count; i++) {
        const struct effect *effect = &action->sets[i];
        if (!field_matters(state->model, effect->set.field))
            continue;
        lit when = effect->when ? read_test(state, actor, effect->when) : LIT_TRUE;
        field_set(state, actor, effect->set.field, effect->set.value, when);
    }
}

/* ---- history ---- */

static lit *now_at(struct state *state, unsigned moment)
{
    if (state->now_count <= moment) {
        lit *now = ARENA_ARRAY(state->model->arena, lit, state->model->moment_count);
        for (size_t i = 0; i < state->model->moment_count; i++)
            now[i] = i < state->now_count ? state->now[i] : LIT_FALSE;
        state->now = now;
        state->now_count = state->model->moment_count;
    }
    return &state->now[moment];
}

/* The clock never goes back, but it may stand still: what happens now is later than what was, or as late. */
void step_happens(struct state *state, struct moment what, lit when)
{
    struct model *model = state->model;
    struct logic *logic = model->logic;
    unsigned moment = model_moment(model, what);
    lit *now = now_at(state, moment);
    for (size_t i = 0; i < model->var_count; i++) {
        const struct var *var = &model->vars[i];
        if (var->kind != VAR_LATER || (var->x != moment && var->y != moment))
            continue;
        lit later = LIT_FALSE;
        if (var->x == moment)
            later = logic_and(logic, logic_not(*now_at(state, var->y)),
                              state_input_for(state, INPUT_OTHER, false, i, 0)->leaf);
        state_put_lit(state, i, when, later);
    }
    now = now_at(state, moment);
    *now = logic_or(logic, *now, when);
}

static bool about_action(const struct asks *asks, const void *what)
{
    return asks_action(asks, what);
}

static bool about_state(const struct asks *asks, const void *what)
{
    (void)what;
    return asks->state || asks->moments;
}

/* One more than before, up to the most that is counted. */
static void count_up(struct state *state, size_t var)
{
    unsigned most = state->model->vars[var].size - 1;
    lit was[VAR_VALUES];
    for (unsigned n = 0; n < most; n++)
        was[n] = state_is(state, var, n);
    for (unsigned n = 0; n < most; n++)
        state_put(state, var, was[n], n + 1);
}

void step_did(struct state *state, const struct action *action, lit by_person, lit waived)
{
    const struct model *model = state->model;
    for (size_t i = 0; i < model->var_count; i++) {
        const struct var var = model->vars[i];
        if (var.kind == VAR_ORDER && (var.action == action || var.other == action))
            state_put(state, i, LIT_TRUE, var.action == action);
        if (var.action != action)
            continue;
        if (var.kind == VAR_DONE)
            state_put(state, i, LIT_TRUE, 1);
        if (var.kind == VAR_COUNT)
            count_up(state, i);
        if (var.kind == VAR_WAIVED)
            state_put_lit(state, i, LIT_TRUE, waived);
        if (var.kind == VAR_BY_PERSON)
            state_put_lit(state, i, LIT_TRUE, by_person);
    }
    step_happens(state, (struct moment){.kind = MOMENT_DONE, .action = action}, LIT_TRUE);
    tests_ask_again(state, LIT_TRUE, about_action, action);
    state->step->waived = waived;
}

void step_enter(struct state *state, lit when, int to)
{
    struct model *model = state->model;
    size_t var = model_find(model, (struct var){.kind = VAR_STATE});
    if (var == SIZE_MAX)
        return;
    lit moved = logic_and(model->logic, when, logic_not(state_is(state, var, (unsigned)to)));
    state_put(state, var, moved, (unsigned)to);
    size_t entered = model_find(model, (struct var){.kind = VAR_ENTERED, .state = to});
    if (entered != SIZE_MAX)
        state_put(state, entered, moved, 1);
    step_happens(state, (struct moment){.kind = MOMENT_ENTERED, .state = to}, moved);
    tests_ask_again(state, moved, about_state, NULL);
}

/* ---- seals ---- */

/* As if it had never been done, but for how often. */
static void undo(struct state *state, const struct action *action, lit when)
{
    const struct model *model = state->model;
    for (size_t i = 0; i < model->var_count; i++) {
        const struct var *var = &model->vars[i];
        bool history = var->kind == VAR_DONE || var->kind == VAR_WAIVED || var->kind == VAR_BY_PERSON;
        if (history && var->action == action)
            state_put(state, i, when, 0);
    }
    people_clear(state, action, when);
    tests_ask_again(state, when, about_action, action);
}

static lit seal_broken(struct state *state, const struct action *action)
{
    lit any = LIT_FALSE;
    for (size_t i = 0; i < action->seal_count; i++)
        any = logic_or(state->model->logic, any, field_changed(state, action->seals[i]));
    return any;
}

void step_voids(struct state *state, const struct action *made)
{
    struct model *model = state->model;
    bool moves = model_find(model, (struct var){.kind = VAR_STATE}) != SIZE_MAX;
    for (size_t i = 0; i < model->reg->action_count; i++) {
        const struct action *action = model->reg->actions[i];
        struct var done = {.kind = VAR_DONE, .action = action};
        if (action->void_to < 0 || action == made || (!moves && model_find(model, done) == SIZE_MAX))
            continue;
        lit when =
            logic_and(model->logic, state_is(state, model_var(model, done), 1), seal_broken(state, action));
        if (when == LIT_FALSE)
            continue;
        struct model_step *step = state->step;
        *ARENA_PUSH(model->arena, step->voids, step->void_count, step->void_capacity) =
            (struct model_void){action, when};
        undo(state, action, when);
        step_enter(state, when, action->void_to);
    }
}
