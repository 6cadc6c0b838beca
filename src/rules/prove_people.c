/* Who is the same as whom: one bit for each pair of slots that something compares, and for whoever acts in a
 * step their relation to the slots. A person is never named: only sameness matters to a rulebook. */
#include "rules/prove_model.h"

static size_t same_var(struct model *model, unsigned x, unsigned y)
{
    return model_var(model, (struct var){.kind = VAR_SAME, .x = x, .y = y});
}

static size_t find_same(const struct model *model, unsigned x, unsigned y)
{
    return model_find(model, (struct var){.kind = VAR_SAME, .x = x, .y = y});
}

static size_t given_var(struct model *model, unsigned slot)
{
    const struct slot *at = &model->slots[slot];
    if (at->kind == SLOT_CREATOR)
        return model_var(model, (struct var){.kind = VAR_CREATOR});
    if (at->kind == SLOT_ACT)
        return model_var(model, (struct var){.kind = VAR_PEOPLE, .action = at->action});
    return model_var(model, (struct var){.kind = VAR_GIVEN, .field = at->field});
}

lit people_given(struct state *state, unsigned slot)
{
    return state_is(state, given_var(state->model, slot), 1);
}

lit people_same(struct state *state, unsigned x, unsigned y)
{
    if (x == y)
        return people_given(state, x);
    people_given(state, x);
    people_given(state, y);
    return state_is(state, same_var(state->model, x, y), 1);
}

/* ---- whoever acts ---- */

struct actor *people_actor(struct state *state, bool is_system)
{
    struct actor *actor = ARENA_NEW(state->model->arena, struct actor);
    actor->is_system = is_system;
    struct model_step *step = state->step;
    *ARENA_PUSH(state->model->arena, step->actors, step->actor_count, step->actor_capacity) = actor;
    *ARENA_PUSH(state->model->arena, state->actors, state->actor_count, state->actor_capacity) = actor;
    return actor;
}

static struct relation *relation_at(struct state *state, struct actor *actor, unsigned slot)
{
    const struct model *model = state->model;
    if (actor->to_count <= slot) {
        struct relation *to = ARENA_ARRAY(model->arena, struct relation, model->slot_count);
        for (size_t i = 0; i < model->slot_count; i++)
            to[i] = i < actor->to_count ? actor->to[i] : (struct relation){LIT_NONE, LIT_NONE, LIT_NONE};
        actor->to = to;
        actor->to_count = model->slot_count;
    }
    return &actor->to[slot];
}

static bool was_changed(const struct state *state, unsigned slot)
{
    const struct slot *at = &state->model->slots[slot];
    return at->kind == SLOT_FIELD && state->touched && state->touched[at->field->index] != LIT_FALSE;
}

/* Of who signed earlier: the act may have been done again since, by another, and a way does not tell when. */
static bool may_be_another(const struct state *state, const struct actor *actor, unsigned slot)
{
    const struct slot *at = &state->model->slots[slot];
    return actor->same_as && at->kind == SLOT_ACT && may_come_between(at->action, actor->signed_for);
}

static lit relation_input(struct state *state, const struct actor *actor, unsigned slot, enum input_kind kind)
{
    struct input *input = state_input(state, kind, may_be_another(state, actor, slot));
    input->late = was_changed(state, slot);
    input->x = slot;
    input->actor = actor;
    return input->leaf;
}

static struct relation fresh_relation(struct state *state, const struct actor *actor, unsigned slot)
{
    if (actor->is_system)
        return (struct relation){LIT_FALSE, LIT_FALSE, LIT_FALSE};
    struct logic *logic = state->model->logic;
    lit given = people_given(state, slot);
    lit personal = logic_and(logic, given, relation_input(state, actor, slot, INPUT_PERSONAL));
    lit deputy = logic_and(logic, given, relation_input(state, actor, slot, INPUT_STANDS));
    lit fully = logic_and(logic, deputy, relation_input(state, actor, slot, INPUT_STANDS_FULLY));
    return (struct relation){personal, logic_or(logic, personal, deputy), logic_or(logic, personal, fully)};
}

static bool is_kept(const struct model *model, unsigned x, unsigned y)
{
    bool closely = model->closely && !slot_is_set(model, x) && !slot_is_set(model, y);
    return closely || find_same(model, x, y) != SIZE_MAX;
}

void people_agree(struct state *state, unsigned x, lit of_x, unsigned y, lit of_y)
{
    struct logic *logic = state->model->logic;
    if (!is_kept(state->model, x, y))
        return;
    lit same = people_same(state, x, y);
    if (slot_is_single(state->model, x)) /* what holds for x holds for y */
        state_assume(state, logic_implies(logic, logic_and(logic, same, of_x), of_y));
    if (slot_is_single(state->model, y))
        state_assume(state, logic_implies(logic, logic_and(logic, same, of_y), of_x));
}

/* What is known of one of two slots that name the same person holds for the other. */
static void agree_with(struct state *state, struct actor *actor, unsigned x, unsigned y)
{
    struct logic *logic = state->model->logic;
    struct relation a = *relation_at(state, actor, x), b = *relation_at(state, actor, y);
    if (!is_kept(state->model, x, y))
        return;
    people_agree(state, x, a.personal, y, b.personal);
    people_agree(state, x, a.stands, y, b.stands);
    people_agree(state, x, a.fully, y, b.fully);
    lit both = logic_and(logic, a.personal, b.personal);
    state_assume(state, logic_implies(logic, both, people_same(state, x, y)));
}

/* Those who sign together are different people. */
static void keep_apart(struct state *state, const struct actor *signer, unsigned slot)
{
    struct logic *logic = state->model->logic;
    for (size_t i = 0; i < state->actor_count && signer->signs; i++) {
        const struct actor *other = state->actors[i];
        if (other == signer || !other->signs || slot >= other->to_count ||
            other->to[slot].personal == LIT_NONE)
            continue;
        lit both = logic_and(logic, signer->to[slot].personal, other->to[slot].personal);
        state_assume(state, logic_not(both));
    }
}

/* Somebody at an earlier moment is in the same slots as now, where those have not changed. Appointments may
 * have. */
static void stay_same(struct state *state, struct actor *actor, unsigned slot)
{
    if (!actor->same_as || may_be_another(state, actor, slot))
        return;
    lit now = people_relation(actor->now, actor->same_as, slot)->personal;
    state_assume(state, logic_equal(state->model->logic, actor->to[slot].personal, now));
}

static void agree(struct state *state, struct actor *actor, unsigned slot)
{
    if (slot_is_single(state->model, slot))
        keep_apart(state, actor, slot);
    for (unsigned other = 0; other < actor->to_count; other++)
        if (other != slot && actor->to[other].personal != LIT_NONE)
            agree_with(state, actor, slot, other);
}

struct relation *people_relation(struct state *state, struct actor *actor, unsigned slot)
{
    struct relation *relation = relation_at(state, actor, slot);
    if (relation->personal == LIT_NONE) {
        struct relation fresh = fresh_relation(state, actor, slot);
        relation = relation_at(state, actor, slot);
        *relation = fresh;
        agree(state, actor, slot);
        stay_same(state, actor, slot);
    }
    return relation_at(state, actor, slot);
}

static struct relation choose(struct logic *logic, lit when, struct relation yes, struct relation no)
{
    return (struct relation){logic_if(logic, when, yes.personal, no.personal),
                             logic_if(logic, when, yes.stands, no.stands),
                             logic_if(logic, when, yes.fully, no.fully)};
}

/* ---- what a slot holds changes ---- */

/* A slot's sameness with every other it is compared with, as it will be. */
struct sameness {
    size_t var;
    unsigned other;
    lit value;
};

static size_t compared(struct state *state, unsigned slot, struct sameness **list)
{
    const struct model *model = state->model;
    size_t count = 0, capacity = 0;
    *list = NULL;
    for (size_t i = 0; i < model->var_count; i++) {
        const struct var *var = &model->vars[i];
        if (var->kind == VAR_SAME && (var->x == slot || var->y == slot))
            *ARENA_PUSH(model->arena, *list, count, capacity) =
                (struct sameness){i, var->x == slot ? var->y : var->x, LIT_FALSE};
    }
    return count;
}

static void put_all(struct state *state, lit when, const struct sameness *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        state_put_lit(state, list[i].var, when, list[i].value);
}

void people_put_fresh(struct state *state, unsigned slot, lit when, lit given, bool assumed)
{
    struct logic *logic = state->model->logic;
    struct sameness *list;
    size_t count = compared(state, slot, &list);
    state_put_lit(state, given_var(state->model, slot), when, given);
    for (size_t i = 0; i < count; i++) {
        struct input *input = state_input_for(state, INPUT_SAME, assumed, list[i].var, 0);
        input->x = slot;
        list[i].value =
            logic_and(logic, input->leaf, logic_and(logic, given, people_given(state, list[i].other)));
        if (slot_is_single(state->model, list[i].other)) /* somebody else than before */
            list[i].value =
                logic_and(logic, list[i].value, logic_not(people_same(state, slot, list[i].other)));
    }
    put_all(state, when, list, count);
    for (size_t i = 0; i < state->actor_count; i++) {
        struct actor *actor = state->actors[i];
        struct relation old = *relation_at(state, actor, slot);
        if (old.personal == LIT_NONE)
            continue;
        struct relation fresh = fresh_relation(state, actor, slot);
        lit both = logic_and(logic, old.personal, fresh.personal);
        state_assume(state, logic_not(logic_and(logic, when, both)));
        *relation_at(state, actor, slot) = choose(logic, when, fresh, old);
        agree(state, actor, slot);
    }
}

void people_put_slot(struct state *state, unsigned slot, lit when, unsigned from)
{
    struct sameness *list;
    size_t count = compared(state, slot, &list);
    if (slot == from)
        return;
    for (size_t i = 0; i < count; i++)
        list[i].value = people_same(state, from, list[i].other);
    lit given = people_given(state, from);
    put_all(state, when, list, count);
    state_put_lit(state, given_var(state->model, slot), when, given);
    for (size_t i = 0; i < state->actor_count; i++) {
        struct actor *actor = state->actors[i];
        struct relation old = *people_relation(state, actor, slot),
                        taken = *people_relation(state, actor, from);
        *relation_at(state, actor, slot) = choose(state->model->logic, when, taken, old);
    }
}

void people_put_actor(struct state *state, unsigned slot, lit when, struct actor *actor)
{
    lit given = actor->is_system ? LIT_FALSE : LIT_TRUE;
    struct sameness *list;
    size_t count = compared(state, slot, &list);
    for (size_t i = 0; i < count; i++)
        list[i].value = people_relation(state, actor, list[i].other)->personal;
    put_all(state, when, list, count);
    state_put_lit(state, given_var(state->model, slot), when, given);
    for (size_t i = 0; i < state->actor_count; i++) {
        struct actor *other = state->actors[i];
        struct relation old = *people_relation(state, other, slot);
        struct relation now = {given, given, given};
        if (other != actor)
            now = fresh_relation(state, other, slot);
        *relation_at(state, other, slot) = choose(state->model->logic, when, now, old);
    }
}

/* ---- acting ---- */

static lit admits(struct state *state, struct actor *actor, const struct expr *by, enum acts acts,
                  unsigned one)
{
    actor->acts = acts;
    actor->one = one;
    lit holds = read_test(state, actor, by);
    actor->acts = ACTS_AS_IS;
    return holds;
}

lit *people_stood_for(struct state *state, struct actor *actor, const struct action *action,
                      const struct expr *by)
{
    struct logic *logic = state->model->logic;
    size_t slots = state->model->reg->field_count + state->model->reg->action_count + 1;
    lit *stood_for = ARENA_ARRAY(state->model->arena, lit, slots);
    struct sameness *list;
    size_t pairs =
        compared(state, model_slot(state->model, (struct slot){.kind = SLOT_ACT, .action = action}), &list);
    actor->untold = false;
    for (size_t i = 0; i < pairs && by && !actor->is_system; i++) {
        lit alone = admits(state, actor, by, ACTS_ALONE, 0);
        lit with = admits(state, actor, by, ACTS_FOR_ONE, list[i].other);
        with = actor->untold ? state_input(state, INPUT_OTHER, true)->leaf
                             : logic_and(logic, with, logic_not(alone));
        stood_for[list[i].other] =
            logic_and(logic, with, people_relation(state, actor, list[i].other)->stands);
    }
    return stood_for;
}

static lit counts_as(struct state *state, const struct part *part, unsigned slot)
{
    struct logic *logic = state->model->logic;
    if (part->actor->is_system)
        return LIT_FALSE;
    const struct relation *to = people_relation(state, part->actor, slot);
    lit personal = to->personal, stood_for;
    if (!part->stood_for || was_changed(state, slot))
        stood_for = logic_and(logic, to->stands, state_input(state, INPUT_OTHER, true)->leaf);
    else
        stood_for = part->stood_for[slot];
    return logic_and(logic, part->took, logic_or(logic, personal, stood_for));
}

void people_put_acted(struct state *state, const struct action *action, const struct part *parts,
                      size_t count)
{
    struct logic *logic = state->model->logic;
    unsigned slot = model_slot(state->model, (struct slot){.kind = SLOT_ACT, .action = action});
    struct sameness *list;
    size_t pairs = compared(state, slot, &list);
    lit anybody = LIT_FALSE;
    for (size_t p = 0; p < count; p++)
        anybody = logic_or(logic, anybody, parts[p].actor->is_system ? LIT_FALSE : parts[p].took);
    for (size_t i = 0; i < pairs; i++)
        for (size_t p = 0; p < count; p++)
            list[i].value = logic_or(logic, list[i].value, counts_as(state, &parts[p], list[i].other));
    put_all(state, LIT_TRUE, list, pairs);
    size_t people = model_find(state->model, (struct var){.kind = VAR_PEOPLE, .action = action});
    if (people != SIZE_MAX)
        state_put_lit(state, people, LIT_TRUE, anybody);
}

void people_clear(struct state *state, const struct action *action, lit when)
{
    unsigned slot = model_slot(state->model, (struct slot){.kind = SLOT_ACT, .action = action});
    struct sameness *list;
    size_t count = compared(state, slot, &list);
    put_all(state, when, list, count);
    size_t people = model_find(state->model, (struct var){.kind = VAR_PEOPLE, .action = action});
    if (people != SIZE_MAX)
        state_put_lit(state, people, when, LIT_FALSE);
}

/* ---- no contradictions ---- */

static lit pair_bit(const struct model *model, unsigned x, unsigned y)
{
    size_t var = find_same(model, x, y);
    return var == SIZE_MAX ? LIT_NONE : var_bit(&model->vars[var], 0);
}

/* x is y, and y is z: then x is z, if y is one person alone. */
static lit carries(const struct model *model, unsigned x, unsigned y, unsigned z)
{
    lit xy = pair_bit(model, x, y), yz = pair_bit(model, y, z), xz = pair_bit(model, x, z);
    if (!slot_is_single(model, y) || xy == LIT_NONE || yz == LIT_NONE || xz == LIT_NONE)
        return LIT_TRUE;
    return logic_implies(model->logic, logic_and(model->logic, xy, yz), xz);
}

lit people_sound(struct model *model)
{
    lit all = LIT_TRUE;
    for (unsigned x = 0; x < model->slot_count; x++)
        for (unsigned y = 0; y < x; y++)
            for (unsigned z = 0; z < y; z++) {
                all = logic_and(model->logic, all, carries(model, x, y, z));
                all = logic_and(model->logic, all, carries(model, y, x, z));
                all = logic_and(model->logic, all, carries(model, x, z, y));
            }
    return all;
}
