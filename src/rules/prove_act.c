/* The steps that are actions on a record which is there. */
#include "rules/prove_model.h"

/* ---- does an action matter ---- */

static bool var_is_about(const struct model *model, const struct var *var, const struct action *action)
{
    if (var->kind == VAR_TEST)
        return asks_action(&var->asks, action) || (action->moves && (var->asks.state || var->asks.moments));
    if (var->kind == VAR_SAME) {
        const struct slot *x = &model->slots[var->x], *y = &model->slots[var->y];
        return x->action == action || y->action == action;
    }
    if (var->kind == VAR_LATER)
        return model->moments[var->x].action == action || model->moments[var->y].action == action;
    return var->action == action || var->other == action ||
           (action->moves && (var->kind == VAR_STATE || var->kind == VAR_ENTERED));
}

static bool matters(const struct model *model, const struct action *action)
{
    for (size_t i = 0; i < model->var_count; i++)
        if (var_is_about(model, &model->vars[i], action))
            return true;
    for (size_t i = 0; i < action->ask_count; i++)
        if (field_matters(model, action->asks[i].field))
            return true;
    for (size_t i = 0; i < action->set_count; i++)
        if (field_matters(model, action->sets[i].set.field))
            return true;
    return false;
}

/* ---- the parts of an action ---- */

static void begin(struct state *state, const struct action *action)
{
    struct model *model = state->model;
    lit here = LIT_FALSE;
    state_require(state, state_is(state, model_var(model, (struct var){.kind = VAR_EXISTS}), 1));
    for (size_t s = 0; s < model->reg->states->count; s++)
        if (action->in[s])
            here = logic_or(model->logic, here, state_is(state, state_var(model), (unsigned)s));
    state_require(state, here);
}

/* The asked fields are given, or left as they are. */
static void give_asked(struct state *state, const struct action *action, const lit *may)
{
    for (size_t i = 0; i < action->ask_count; i++)
        if (field_matters(state->model, action->asks[i].field))
            field_give(state, action->asks[i].field, may[i]);
}

static const lit *may_give(struct state *state, struct actor *actor, const struct action *action)
{
    lit *may = ARENA_ARRAY(state->model->arena, lit, action->ask_count + 1);
    for (size_t i = 0; i < action->ask_count; i++)
        may[i] = step_may_see(state, actor, action->asks[i].field);
    return may;
}

static lit asked_given(struct state *state, const struct action *action)
{
    lit all = LIT_TRUE;
    for (size_t i = 0; i < action->ask_count; i++)
        if (action->asks[i].required)
            all = logic_and(state->model->logic, all, field_given(state, action->asks[i].field));
    return all;
}

/* Where the record rests after the action is not its first state. */
static lit leaves_first(struct state *state, const struct action *action)
{
    if (action->moves)
        return action->to ? LIT_TRUE : LIT_FALSE;
    return logic_not(state_is(state, state_var(state->model), 0));
}

/* The sets, the history, the seals: what follows once nothing stands in the way. */
static void conclude(struct state *state, struct actor *actor, const struct action *action,
                     const struct part *parts, size_t count, lit waived)
{
    lit outside = leaves_first(state, action);
    state_require(state, step_required(state, actor, outside, action));
    step_sets(state, actor, action);
    people_put_acted(state, action, parts, count);
    step_did(state, action, actor->is_system ? LIT_FALSE : LIT_TRUE, waived);
    if (action->moves)
        step_enter(state, LIT_TRUE, action->to);
    step_voids(state, action);
    step_rest(state, actor);
    step_end(state);
}

/* ---- by one person, or by itself ---- */

static void act_alone(struct model *model, const struct action *action)
{
    bool is_system = action->by_kind == BY_SYSTEM;
    struct state state = step_begin(model, is_system ? PROVE_SYSTEM : PROVE_ACT, action);
    struct actor *actor = people_actor(&state, is_system);
    lit waived = LIT_FALSE;
    begin(&state, action);
    struct part part = {actor, LIT_TRUE, people_stood_for(&state, actor, action, action->by[0])};
    if (!is_system)
        state_require(&state, step_may_read(&state, actor));
    state_require(&state, read_test(&state, actor, action->by[0]));
    if (!is_system) {
        give_asked(&state, action, may_give(&state, actor, action));
        state_require(&state, asked_given(&state, action));
    }
    state_require(&state, step_needs(&state, actor, action, NEEDS_ALL, is_system ? NULL : &waived));
    conclude(&state, actor, action, &part, 1, waived);
}

/* ---- by a board (Exact meaning 2 and 9) ---- */

/* May vote for: did not open the record, nor sits for who did, and meets the needs that name the actor. */
static lit may_vote(struct state *state, struct actor *voter, const struct action *action)
{
    unsigned creator = model_slot(state->model, (struct slot){.kind = SLOT_CREATOR});
    lit opened = people_relation(state, voter, creator)->stands;
    return logic_and(state->model->logic, logic_not(opened),
                     step_needs(state, voter, action, NEEDS_OF_ACTOR, NULL));
}

/* One who votes for, and one more for each slot that is compared with the voters: it may take as many to be
 * all of them. Where empty seats count for, there may be nobody. */
static struct part *voters(struct state *state, const struct action *action, size_t *count)
{
    struct model *model = state->model;
    unsigned slot = model_slot(model, (struct slot){.kind = SLOT_ACT, .action = action});
    *count = 1;
    for (size_t i = 0; i < model->var_count; i++)
        *count += model->vars[i].kind == VAR_SAME && (model->vars[i].x == slot || model->vars[i].y == slot);
    struct part *parts = ARENA_ARRAY(model->arena, struct part, *count);
    for (size_t i = 0; i < *count; i++) {
        bool surely = i == 0 && action->board->absent != ABSENT_APPROVES;
        parts[i].actor = people_actor(state, false);
        lit may = may_vote(state, parts[i].actor, action);
        parts[i].took =
            surely ? LIT_TRUE : logic_and(model->logic, may, state_input(state, INPUT_OTHER, i > 0)->leaf);
        state_require(state, surely ? may : LIT_TRUE);
    }
    return parts;
}

static void act_by_board(struct model *model, const struct action *action)
{
    struct state state = step_begin(model, PROVE_DECIDE, action);
    struct actor *recorder = people_actor(&state, false);
    lit waived = LIT_FALSE;
    size_t count;
    begin(&state, action);
    state_require(&state, step_may_read(&state, recorder));
    give_asked(&state, action, may_give(&state, recorder, action));
    state_require(&state, asked_given(&state, action));
    state_require(&state, step_needs(&state, recorder, action, NEEDS_SHARED, &waived));
    state.step->parts = voters(&state, action, &count);
    conclude(&state, recorder, action, state.step->parts, count, waived);
}

/* ---- by several, each with a signature ---- */

/* Its decision may be undone although no field changes: what it seals is computed from other things. */
static bool may_be_undone(const struct action *action)
{
    bool computed = false;
    for (size_t i = 0; i < action->seal_count; i++)
        computed |= action->seals[i]->computed != NULL;
    return computed && action->void_to >= 0;
}

bool may_come_between(const struct action *other, const struct action *action)
{
    bool meet = false;
    for (size_t s = 0; s < action->reg->states->count; s++)
        meet |= action->in[s] && other->in && other->in[s] && (!other->moves || other->to == (int)s);
    return may_be_undone(other) || (meet && other != action && !other->is_create);
}

static void forget_var(struct state *state, size_t at)
{
    struct var *var = &state->model->vars[at];
    lit *bits = state_bits(state, at);
    for (unsigned b = 0; b < var->bits; b++)
        bits[b] = state_input_for(state, INPUT_OTHER, true, at, b)->leaf;
}

/* How the record stood when an earlier signer signed: its fields and its state were as now, but other
 * decisions may have come since, and what was asked then was given for that moment only. */
static struct state earlier(struct state *state, const struct action *action)
{
    struct model *model = state->model;
    struct state then = {.model = model, .step = state->step};
    state_bits(&then, 0);
    for (size_t a = 0; a < model->reg->action_count; a++) {
        if (!may_come_between(model->reg->actions[a], action))
            continue;
        for (size_t i = 0; i < model->var_count; i++) {
            bool stays = model->vars[i].kind == VAR_STATE || model->vars[i].kind == VAR_ENTERED;
            if (!stays && var_is_about(model, &model->vars[i], model->reg->actions[a]))
                forget_var(&then, i);
        }
    }
    return then;
}

/* Somebody who signs is admitted by one of the parts, as the record was. */
static lit may_sign(struct state *state, struct actor *signer, const struct action *action)
{
    lit any = LIT_FALSE;
    for (size_t i = 0; i < action->by_count; i++)
        any = logic_or(state->model->logic, any, read_test(state, signer, action->by[i]));
    return any;
}

/* Whom a signer stands in for in the part that falls to them now: which it is, of those that admit them,
 * depends on who else has signed, and it need not be theirs in the end. */
static const lit *stood_for_in_a_part(struct state *state, struct actor *signer, const struct action *action)
{
    struct logic *logic = state->model->logic;
    lit *stood_for = people_stood_for(state, signer, action, NULL), later = LIT_FALSE;
    for (size_t p = action->by_count; p-- > 0;) {
        const lit *in_part = people_stood_for(state, signer, action, action->by[p]);
        if (signer->untold)
            return in_part;
        lit admits = read_test(state, signer, action->by[p]);
        lit chosen = logic_or(logic, state_input(state, INPUT_OTHER, true)->leaf, logic_not(later));
        for (unsigned slot = 0; slot < state->model->slot_count; slot++)
            stood_for[slot] =
                logic_if(logic, logic_and(logic, admits, chosen), in_part[slot], stood_for[slot]);
        later = logic_or(logic, later, admits);
    }
    return stood_for;
}

/* Of three and more, whoever signs must find a part that those before leave open: sure only of their own. */
static void doubt_part(struct state *then, struct actor *signer, const struct action *action, size_t part)
{
    struct logic *logic = then->model->logic;
    lit theirs = read_test(then, signer, action->by[part]);
    if (action->by_count > 2)
        then->step->doubt = logic_or(logic, then->step->doubt, logic_not(theirs));
}

static const lit *sign_earlier(struct state *state, struct actor *signer, const struct action *action,
                               size_t part)
{
    struct state then = earlier(state, action);
    struct actor *before = people_actor(&then, false);
    before->same_as = signer;
    before->now = state;
    before->signed_for = action;
    state_require(&then, step_may_read(&then, before));
    state_require(&then, may_sign(&then, before, action));
    give_asked(&then, action, may_give(&then, before, action));
    state_require(&then, may_sign(&then, before, action));
    doubt_part(&then, before, action, part);
    state_require(&then, asked_given(&then, action));
    state_require(&then, step_needs(&then, before, action, NEEDS_ALL, NULL));
    state_require(&then, step_required(&then, before, leaves_first(&then, action), action));
    return stood_for_in_a_part(&then, before, action);
}

static struct part *signers(struct state *state, const struct action *action)
{
    struct part *parts = ARENA_ARRAY(state->model->arena, struct part, action->by_count);
    for (size_t i = 0; i < action->by_count; i++)
        parts[i] = (struct part){.actor = people_actor(state, false), .took = LIT_TRUE};
    for (size_t i = 0; i < action->by_count; i++)
        parts[i].actor->signs = true;
    return parts;
}

/* Signer i signs for by[i]; the last to sign is `last`. */
static void act_by_each(struct model *model, const struct action *action, size_t last)
{
    struct state state = step_begin(model, PROVE_SIGN, action);
    struct part *parts = signers(&state, action);
    struct actor *actor = parts[last].actor;
    lit waived = LIT_FALSE;
    state.step->last = last;
    begin(&state, action);
    for (size_t i = 0; i < action->by_count; i++)
        if (i != last)
            parts[i].stood_for = sign_earlier(&state, parts[i].actor, action, i);
    state_require(&state, step_may_read(&state, actor));
    state_require(&state, may_sign(&state, actor, action));
    give_asked(&state, action, may_give(&state, actor, action));
    for (size_t i = 0; i < action->by_count; i++)
        state_require(&state, read_test(&state, parts[i].actor, action->by[i]));
    parts[last].stood_for = stood_for_in_a_part(&state, actor, action);
    state_require(&state, asked_given(&state, action));
    state_require(&state, step_needs(&state, actor, action, NEEDS_ALL, &waived));
    conclude(&state, actor, action, parts, action->by_count, waived);
}

void steps_act(struct model *model)
{
    for (size_t a = 0; a < model->reg->action_count; a++) {
        const struct action *action = model->reg->actions[a];
        if (action->is_create || !matters(model, action))
            continue;
        if (action->by_kind == BY_BOARD)
            act_by_board(model, action);
        else if (action->by_kind == BY_EACH)
            for (size_t last = 0; last < action->by_count; last++)
                act_by_each(model, action, last);
        else
            act_alone(model, action);
    }
}
