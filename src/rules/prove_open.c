/* The steps that make a record: opened by hand, by another record's action, or imported. */
#include "rules/prove_model.h"

/* A blank record: nothing given, nothing done, in its first state. */
static struct state begin(struct model *model, enum prove_step_kind kind, const struct action *action)
{
    struct state state = step_begin(model, kind, action);
    size_t exists = model_var(model, (struct var){.kind = VAR_EXISTS});
    state_require(&state, logic_not(state_is(&state, exists, 1)));
    for (size_t i = 0; i < model->var_count; i++)
        state_put(&state, i, LIT_TRUE, 0);
    state_put(&state, exists, LIT_TRUE, 1);
    tests_ask_again(&state, LIT_TRUE, NULL, NULL);
    return state;
}

static unsigned creator_slot(struct model *model)
{
    return model_slot(model, (struct slot){.kind = SLOT_CREATOR});
}

static void put_creator(struct state *state, struct actor *actor)
{
    if (model_find(state->model, (struct var){.kind = VAR_CREATOR}) != SIZE_MAX)
        people_put_actor(state, creator_slot(state->model), LIT_TRUE, actor);
}

static void put_defaults(struct state *state, struct actor *actor)
{
    const struct reg *reg = state->model->reg;
    for (size_t i = 0; i < reg->field_count; i++)
        if (reg->fields[i]->initial && field_matters(state->model, reg->fields[i]))
            field_set(state, actor, reg->fields[i], reg->fields[i]->initial, LIT_TRUE);
}

/* The opening's place in the history; `actor` NULL: the operator, who is nobody in the register of people. */
static void conclude(struct state *state, struct actor *actor, const lit *stood_for, lit waived, int to)
{
    const struct action *create = state->model->reg->create;
    struct model *model = state->model;
    struct part part = {actor, LIT_TRUE, stood_for};
    size_t entered = model_find(model, (struct var){.kind = VAR_ENTERED, .state = to});
    size_t at = model_find(model, (struct var){.kind = VAR_STATE});
    people_put_acted(state, create, &part, actor ? 1 : 0);
    step_did(state, create, actor && !actor->is_system ? LIT_TRUE : LIT_FALSE, waived);
    step_happens(state, (struct moment){.kind = MOMENT_CREATED}, LIT_TRUE);
    step_happens(state, (struct moment){.kind = MOMENT_ENTERED, .state = to}, LIT_TRUE);
    if (entered != SIZE_MAX)
        state_put(state, entered, LIT_TRUE, 1);
    if (at != SIZE_MAX)
        state_put(state, at, LIT_TRUE, (unsigned)to);
    state->step->rests = to;
    if (to)
        step_rest(state, actor);
    step_end(state);
}

/* ---- by hand ---- */

/* May the opener give this field (language reference, Opening). */
static lit may_give(struct state *state, struct actor *actor, const struct field *field)
{
    const struct reg *reg = state->model->reg;
    const struct action *create = reg->create;
    bool asked = action_asks(create, field) && !(create->implied && reg_edits_first(reg, field));
    lit may = asked ? LIT_TRUE : step_may_edit(state, actor, field);
    return logic_and(state->model->logic, may, step_may_see(state, actor, field));
}

static void give_fields(struct state *state, struct actor *actor)
{
    const struct reg *reg = state->model->reg;
    lit *may = ARENA_ARRAY(state->model->arena, lit, reg->field_count + 1);
    for (size_t i = 0; i < reg->field_count; i++)
        if (field_matters(state->model, reg->fields[i]))
            may[i] = may_give(state, actor, reg->fields[i]);
    for (size_t i = 0; i < reg->field_count; i++)
        if (may[i] != LIT_FALSE)
            field_give(state, reg->fields[i], may[i]);
}

static lit asked_given(struct state *state, struct actor *actor)
{
    struct logic *logic = state->model->logic;
    const struct action *create = state->model->reg->create;
    lit all = LIT_TRUE;
    for (size_t i = 0; i < create->ask_count; i++) {
        const struct field *field = create->asks[i].field;
        lit wanted = create->asks[i].required ? LIT_TRUE : LIT_FALSE;
        if (wanted == LIT_FALSE && !reg_edits_first(state->model->reg, field))
            wanted = field->required_when ? read_test(state, actor, field->required_when)
                     : field->required    ? LIT_TRUE
                                          : LIT_FALSE;
        if (wanted != LIT_FALSE)
            all = logic_and(logic, all, logic_implies(logic, wanted, field_given(state, field)));
    }
    return all;
}

static lit may_open(struct state *state, struct actor *actor)
{
    const struct action *create = state->model->reg->create;
    lit may = LIT_FALSE;
    for (size_t i = 0; i < create->by_count && create->by_kind != BY_BOARD && create->by_kind != BY_SYSTEM;
         i++)
        may = logic_or(state->model->logic, may, read_test(state, actor, create->by[i]));
    return may;
}

/* An import in somebody's name gives what they could give; needs and sets are for those who open by hand. */
static void open_by_person(struct model *model, bool imported)
{
    const struct action *create = model->reg->create;
    struct state state = begin(model, imported ? PROVE_IMPORT : PROVE_OPEN, create);
    struct actor *actor = people_actor(&state, false);
    lit waived = LIT_FALSE;
    put_creator(&state, actor);
    put_defaults(&state, actor);
    const lit *stood_for =
        people_stood_for(&state, actor, create, imported || !create->by_count ? NULL : create->by[0]);
    state_require(&state, may_open(&state, actor));
    give_fields(&state, actor);
    if (imported) {
        state_require(&state, step_required(&state, actor, LIT_TRUE, NULL));
    } else {
        state_require(&state, asked_given(&state, actor));
        state_require(&state, step_needs(&state, actor, create, NEEDS_ALL, &waived));
        step_sets(&state, actor, create);
    }
    conclude(&state, actor, stood_for, waived, 0);
}

/* ---- by another record's action ---- */

/* What another record gives is not known here, unless it is written down, or whoever acts. */
static void put_opened(struct state *state, struct actor *actor, const struct assignment *assignment)
{
    const struct expr *value = assignment->value;
    if (!field_matters(state->model, assignment->field))
        return;
    if (value->kind == EXPR_LITERAL || value->kind == EXPR_NOW || value->kind == EXPR_TODAY ||
        expr_is_actor(value))
        field_set(state, actor, assignment->field, value, LIT_TRUE);
    else
        field_take(state, assignment->field);
}

static void open_by(struct model *model, const struct effect *effect, bool is_system)
{
    struct state state = begin(model, PROVE_OPENED, model->reg->create);
    struct actor *actor = people_actor(&state, is_system);
    state.step->opened_by = effect;
    put_creator(&state, actor);
    put_defaults(&state, actor);
    for (size_t i = 0; i < effect->value_count; i++)
        put_opened(&state, actor, &effect->values[i]);
    conclude(&state, actor, people_stood_for(&state, actor, model->reg->create, NULL), LIT_FALSE, 0);
}

static void open_by_others(struct model *model)
{
    const struct rulebook *rulebook = model->rulebook;
    for (size_t r = 0; r < rulebook->register_count; r++)
        for (size_t a = 0; a < rulebook->registers[r]->action_count; a++) {
            const struct action *action = rulebook->registers[r]->actions[a];
            for (size_t i = 0; i < action->open_count; i++)
                if (action->opens[i].open == model->reg)
                    open_by(model, &action->opens[i], action->by_kind == BY_SYSTEM);
        }
}

/* ---- imported (Exact meaning 13) ---- */

static void import_by_operator(struct model *model, int to)
{
    struct state state = begin(model, PROVE_IMPORT, NULL);
    const struct reg *reg = model->reg;
    put_defaults(&state, NULL);
    for (size_t i = 0; i < reg->field_count; i++)
        if (field_matters(model, reg->fields[i]))
            field_give(&state, reg->fields[i], LIT_TRUE);
    state_require(&state, step_required(&state, NULL, LIT_TRUE, NULL));
    conclude(&state, NULL, NULL, LIT_FALSE, to);
}

/* ---- an account ---- */

/* By whoever manages people, which anybody may. */
static void open_account(struct model *model)
{
    const struct reg *reg = model->reg;
    struct state state = begin(model, PROVE_OPEN, reg->create);
    struct actor *actor = people_actor(&state, false);
    put_creator(&state, actor);
    put_defaults(&state, actor);
    for (size_t i = 0; i < reg->field_count; i++)
        if (field_matters(model, reg->fields[i]))
            field_give(&state, reg->fields[i],
                       reg_manages(reg->fields[i]) ? LIT_TRUE : step_may_edit(&state, actor, reg->fields[i]));
    conclude(&state, actor, people_stood_for(&state, actor, reg->create, NULL), LIT_FALSE, 0);
}

void steps_open(struct model *model)
{
    const struct choice *states = model->reg->states;
    if (reg_is_people(model->reg))
        open_account(model);
    open_by_person(model, false);
    open_by_person(model, true);
    open_by_others(model);
    for (size_t s = 0; s < states->count; s++)
        if (s == 0 || states->values[s].final)
            import_by_operator(model, (int)s);
}
