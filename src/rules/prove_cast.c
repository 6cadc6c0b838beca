#include "rules/prove_cast.h"

enum { PEOPLE_MAX = 63 };

bool cast_holds(const struct cast *cast, lit formula)
{
    return logic_value(cast->model->logic, formula, cast->walk->leaves);
}

bool cast_leaf(const struct cast *cast, const struct input *input)
{
    return cast_holds(cast, input->leaf);
}

unsigned cast_value(const struct cast *cast, size_t var, bool after)
{
    const struct model *model = cast->model;
    unsigned value = 0;
    for (unsigned b = 0; b < model->vars[var].bits; b++) {
        lit bit = after ? cast->walk->step->after[var * VAR_BITS + b] : var_bit(&model->vars[var], b);
        value |= (unsigned)cast_holds(cast, bit) << b;
    }
    return value;
}

/* ---- who acts ---- */

/* The step has put somebody else there. */
static bool is_touched(const struct cast *cast, unsigned slot)
{
    const struct slot *at = &cast->model->slots[slot];
    const lit *touched = cast->walk->step->touched;
    return at->kind == SLOT_FIELD && touched && cast_holds(cast, touched[at->field->index]);
}

static bool stays(const struct cast *cast, unsigned slot)
{
    const struct slot *at = &cast->model->slots[slot];
    const struct model_step *step = cast->walk->step;
    if (step->kind <= PROVE_IMPORT)
        return false;
    if (at->kind != SLOT_FIELD)
        return at->kind == SLOT_CREATOR || at->action != step->action;
    return !is_touched(cast, slot);
}

/* The slot that this variable compares with `slot`. */
static bool compares(const struct var *var, unsigned slot, unsigned *other)
{
    *other = var->x == slot ? var->y : var->x;
    return var->kind == VAR_SAME && (var->x == slot || var->y == slot);
}

/* Whoever this step puts into the slot is the same as those in others, or is not: so is this person. */
static bool fits_as_put(const struct cast *cast, unsigned slot, unsigned person)
{
    const struct model *model = cast->model;
    for (size_t i = 0; i < model->var_count; i++) {
        unsigned other;
        if (compares(&model->vars[i], slot, &other) && stays(cast, other) && cast->before[other] &&
            cast_value(cast, i, true) != (cast->before[other] >> person & 1))
            return false;
    }
    return true;
}

/* By hand, before anything was asked about the slot. */
static bool is_given(const struct cast *cast, unsigned slot)
{
    const struct model_step *step = cast->walk->step;
    bool given = false;
    for (size_t i = 0; i < step->gift_count; i++)
        given |= step->gifts[i].field == cast->model->slots[slot].field &&
                 cast_holds(cast, step->gifts[i].differs);
    return given;
}

static bool fits(const struct cast *cast, const struct actor *actor, unsigned person)
{
    const struct model_step *step = cast->walk->step;
    for (size_t i = 0; i < step->input_count; i++) {
        const struct input *input = &step->inputs[i];
        if (input->kind != INPUT_PERSONAL || input->actor != actor)
            continue;
        bool put = input->late && is_given(cast, input->x);
        if (put && cast_leaf(cast, input) && !fits_as_put(cast, input->x, person))
            return false;
        if (!put && cast->before[input->x] &&
            cast_leaf(cast, input) != (cast->before[input->x] >> person & 1))
            return false;
    }
    return true;
}

static bool is_taken(const struct cast *cast, size_t actors, unsigned person)
{
    bool taken = false;
    for (size_t i = 0; i < actors && cast->walk->step->kind == PROVE_SIGN; i++)
        taken |= cast->actors[i] == person;
    return taken;
}

static unsigned find_actor(struct cast *cast, size_t at)
{
    const struct actor *actor = cast->walk->step->actors[at];
    if (actor->is_system)
        return 0;
    for (size_t i = 0; i < at; i++)
        if (cast->walk->step->actors[i] == actor->same_as)
            return cast->actors[i];
    for (unsigned person = 1; person <= cast->known; person++)
        if (fits(cast, actor, person) && !is_taken(cast, at, person))
            return person;
    if (cast->known == PEOPLE_MAX || !fits(cast, actor, cast->known + 1))
        cast->strained = true;
    return cast->known < PEOPLE_MAX ? ++cast->known : cast->known;
}

/* ---- who is put where ---- */

static bool suits(struct cast *cast, unsigned slot, unsigned person)
{
    const struct model *model = cast->model;
    for (size_t i = 0; i < model->var_count; i++) {
        unsigned other;
        if (compares(&model->vars[i], slot, &other) && cast->settled[other] &&
            cast_value(cast, i, true) != (cast->after[other] >> person & 1))
            return false;
    }
    for (size_t a = 0; a < cast->walk->step->actor_count; a++) {
        const struct actor *actor = cast->walk->step->actors[a];
        bool related = slot < actor->to_count && actor->to[slot].personal != LIT_NONE && cast->actors[a];
        if (related && cast_holds(cast, actor->to[slot].personal) != (cast->actors[a] == person))
            return false;
    }
    return true;
}

static size_t given_var(const struct model *model, const struct slot *slot)
{
    if (slot->kind == SLOT_CREATOR)
        return model_find(model, (struct var){.kind = VAR_CREATOR});
    if (slot->kind == SLOT_ACT)
        return model_find(model, (struct var){.kind = VAR_PEOPLE, .action = slot->action});
    return model_find(model, (struct var){.kind = VAR_GIVEN, .field = slot->field});
}

/* Something says that the person is this one. */
static bool is_meant(struct cast *cast, unsigned slot, unsigned person)
{
    const struct model *model = cast->model;
    for (size_t i = 0; i < model->var_count; i++) {
        unsigned other;
        if (compares(&model->vars[i], slot, &other) && cast->settled[other] && cast_value(cast, i, true) &&
            (cast->after[other] >> person & 1))
            return true;
    }
    for (size_t a = 0; a < cast->walk->step->actor_count; a++) {
        const struct actor *actor = cast->walk->step->actors[a];
        if (cast->actors[a] == person && slot < actor->to_count && actor->to[slot].personal != LIT_NONE &&
            cast_holds(cast, actor->to[slot].personal))
            return true;
    }
    return false;
}

unsigned cast_any(uint64_t people, unsigned but)
{
    for (unsigned person = 1; person <= PEOPLE_MAX; person++)
        if ((people >> person & 1) && person != but)
            return person;
    return 0;
}

unsigned cast_actor_now(const struct cast *cast)
{
    const struct model_step *step = cast->walk->step;
    if (!step->actor_count)
        return 0;
    return cast->actors[step->kind == PROVE_SIGN ? step->last : 0];
}

/* Whom a `set` puts into its field; nobody if it is somebody the way does not know. */
static uint64_t whom_it_sets(struct cast *cast, const struct expr *value)
{
    unsigned from;
    if (expr_is_actor(value))
        return UINT64_C(1) << cast_actor_now(cast);
    if (!read_slot(cast->model, value, &from) || from >= cast->slots)
        return 0;
    cast->strained |= !slot_is_single(cast->model, from); /* it is one of them */
    return cast->moved[from];
}

/* Whom the sets move from slot to slot, one after the other. */
static void follow_sets(struct cast *cast)
{
    struct model *model = cast->model;
    const struct action *action = cast->walk->step->action;
    for (unsigned slot = 0; slot < cast->slots; slot++)
        cast->moved[slot] = cast->before[slot];
    for (size_t i = 0; action && i < action->set_count; i++) {
        const struct assignment *set = &action->sets[i].set;
        if (!field_is_slot(set->field))
            continue;
        unsigned to = model_slot(model, (struct slot){.kind = SLOT_FIELD, .field = set->field});
        uint64_t people = whom_it_sets(cast, set->value);
        if (to < cast->slots && people > 1)
            cast->moved[to] = people;
    }
}

/* Somebody new, unless somebody is meant: who is not compared may turn out to be anybody. */
static uint64_t find_person(struct cast *cast, unsigned slot)
{
    unsigned moved = cast_any(cast->moved[slot], 0);
    if (moved && cast->moved[slot] != cast->before[slot] && suits(cast, slot, moved))
        return UINT64_C(1) << moved;
    for (unsigned person = 1; person <= cast->known; person++)
        if (is_meant(cast, slot, person) && suits(cast, slot, person))
            return UINT64_C(1) << person;
    if (cast->known == PEOPLE_MAX || !suits(cast, slot, cast->known + 1))
        cast->strained = true;
    if (cast->known < PEOPLE_MAX)
        cast->known++;
    return UINT64_C(1) << cast->known;
}

/* Of those who did the action, in this step or before: whoever took part, and whom they stood in for. */
static uint64_t find_people(struct cast *cast, unsigned slot)
{
    const struct model *model = cast->model;
    bool now = cast->walk->step->action == model->slots[slot].action ||
               (cast->walk->step->kind >= PROVE_OPEN && cast->walk->step->kind <= PROVE_IMPORT &&
                model->slots[slot].action == model->reg->create);
    uint64_t people = now ? 0 : cast->before[slot];
    for (size_t a = 0; now && a < cast->walk->step->actor_count; a++)
        if (cast->actors[a] && !(cast->walk->step->kind == PROVE_DECIDE && a == 0))
            people |= UINT64_C(1) << cast->actors[a];
    for (size_t i = 0; now && i < model->var_count; i++) {
        unsigned other;
        if (compares(&model->vars[i], slot, &other) && slot_is_single(model, other) && cast->settled[other] &&
            cast_value(cast, i, true))
            people |= cast->after[other];
    }
    return people;
}

static void settle(struct cast *cast, unsigned slot)
{
    size_t given = given_var(cast->model, &cast->model->slots[slot]);
    bool is_set = slot_is_set(cast->model, slot);
    if (given != SIZE_MAX && !cast_value(cast, given, true))
        cast->after[slot] = 0;
    else if (is_set)
        cast->after[slot] = find_people(cast, slot);
    else if (given != SIZE_MAX)
        cast->after[slot] = find_person(cast, slot);
    cast->settled[slot] = true;
}

static void settle_all(struct cast *cast)
{
    const struct model *model = cast->model;
    follow_sets(cast);
    for (unsigned slot = 0; slot < cast->slots; slot++) {
        cast->settled[slot] = stays(cast, slot) && cast->moved[slot] == cast->before[slot];
        cast->after[slot] = cast->before[slot];
    }
    for (int sets = 1; sets >= 0;
         sets--) /* who acted is known: whoever is put into a field may be one of them */
        for (unsigned slot = 0; slot < cast->slots; slot++)
            if (!cast->settled[slot] && slot_is_set(model, slot) == (sets == 1))
                settle(cast, slot);
}

/* ---- a step ---- */

/* Of voters beyond the first, those that the way needs. */
static bool takes_part(const struct cast *cast, size_t actor)
{
    const struct model_step *step = cast->walk->step;
    return step->kind != PROVE_DECIDE || actor == 0 || cast_holds(cast, step->parts[actor - 1].took);
}

unsigned cast_person(const struct cast *cast, const struct actor *actor)
{
    for (size_t i = 0; i < cast->walk->step->actor_count; i++)
        if (cast->walk->step->actors[i] == actor)
            return cast->actors[i];
    return 0;
}

struct cast cast_new(struct model *model)
{
    struct cast cast = {.model = model, .slots = model->slot_count};
    cast.before = ARENA_ARRAY(model->arena, uint64_t, cast.slots + 1);
    cast.after = ARENA_ARRAY(model->arena, uint64_t, cast.slots + 1);
    cast.moved = ARENA_ARRAY(model->arena, uint64_t, cast.slots + 1);
    cast.settled = ARENA_ARRAY(model->arena, bool, cast.slots + 1);
    return cast;
}

void cast_step(struct cast *cast, const struct walk *walk)
{
    for (unsigned slot = 0; slot < cast->slots; slot++)
        cast->before[slot] = cast->after[slot];
    cast->walk = walk;
    cast->actors = ARENA_ARRAY(cast->model->arena, unsigned, walk->step->actor_count + 1);
    for (size_t a = 0; a < walk->step->actor_count; a++)
        cast->actors[a] = takes_part(cast, a) ? find_actor(cast, a) : 0;
    settle_all(cast);
}
