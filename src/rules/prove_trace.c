/* From a way through the model to one in the rulebook's words: who each actor is, what they give, what they
 * rely on. */
#include "rules/prove_trace.h"

enum { PEOPLE_MAX = 63 };

/* Who is in each slot, by the way so far: a set of people, bit n for person n. */
struct cast {
    struct model *model;
    const struct walk *walk;
    uint64_t *before, *after; /* per slot */
    uint64_t *moved;          /* per slot: who a `set` puts there, if it does */
    bool *settled;            /* per slot: `after` is known */
    size_t slots;
    unsigned known;   /* people who have appeared */
    unsigned *actors; /* per actor of the step: who it is; 0: the system, or takes no part */
    bool strained;    /* somebody cannot be who they would have to be */
};

static bool holds(const struct cast *cast, lit formula)
{
    return logic_value(cast->model->logic, formula, cast->walk->leaves);
}

static bool leaf(const struct cast *cast, const struct input *input)
{
    return holds(cast, input->leaf);
}

static unsigned value_of(const struct cast *cast, size_t var, bool after)
{
    const struct model *model = cast->model;
    unsigned value = 0;
    for (unsigned b = 0; b < model->vars[var].bits; b++) {
        lit bit = after ? cast->walk->step->after[var * VAR_BITS + b] : var_bit(&model->vars[var], b);
        value |= (unsigned)holds(cast, bit) << b;
    }
    return value;
}

/* ---- who acts ---- */

/* The step has put somebody else there. */
static bool is_touched(const struct cast *cast, unsigned slot)
{
    const struct slot *at = &cast->model->slots[slot];
    const lit *touched = cast->walk->step->touched;
    return at->kind == SLOT_FIELD && touched && holds(cast, touched[at->field->index]);
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

/* Whoever this step puts into the slot is the same as those in others, or is not: so is this person. */
static bool fits_as_put(const struct cast *cast, unsigned slot, unsigned person)
{
    const struct model *model = cast->model;
    for (size_t i = 0; i < model->var_count; i++) {
        const struct var *var = &model->vars[i];
        if (var->kind != VAR_SAME || (var->x != slot && var->y != slot))
            continue;
        unsigned other = var->x == slot ? var->y : var->x;
        if (stays(cast, other) && cast->before[other] &&
            value_of(cast, i, true) != (cast->before[other] >> person & 1))
            return false;
    }
    return true;
}

static bool fits(const struct cast *cast, const struct actor *actor, unsigned person)
{
    const struct model_step *step = cast->walk->step;
    for (size_t i = 0; i < step->input_count; i++) {
        const struct input *input = &step->inputs[i];
        if (input->kind != INPUT_PERSONAL || input->actor != actor)
            continue;
        bool put = input->late && is_touched(cast, input->x);
        if (put && leaf(cast, input) && !fits_as_put(cast, input->x, person))
            return false;
        if (!put && cast->before[input->x] && leaf(cast, input) != (cast->before[input->x] >> person & 1))
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

static uint64_t *place_after(struct cast *cast, unsigned slot)
{
    return cast->settled[slot] ? &cast->after[slot] : NULL;
}

static bool suits(struct cast *cast, unsigned slot, unsigned person)
{
    const struct model *model = cast->model;
    for (size_t i = 0; i < model->var_count; i++) {
        const struct var *var = &model->vars[i];
        if (var->kind != VAR_SAME || (var->x != slot && var->y != slot))
            continue;
        const uint64_t *other = place_after(cast, var->x == slot ? var->y : var->x);
        if (other && value_of(cast, i, true) != (*other >> person & 1))
            return false;
    }
    for (size_t a = 0; a < cast->walk->step->actor_count; a++) {
        const struct actor *actor = cast->walk->step->actors[a];
        bool related = slot < actor->to_count && actor->to[slot].personal != LIT_NONE && cast->actors[a];
        if (related && holds(cast, actor->to[slot].personal) != (cast->actors[a] == person))
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
        const struct var *var = &model->vars[i];
        bool about = var->kind == VAR_SAME && (var->x == slot || var->y == slot);
        const uint64_t *other = about ? place_after(cast, var->x == slot ? var->y : var->x) : NULL;
        if (other && value_of(cast, i, true) && (*other >> person & 1))
            return true;
    }
    for (size_t a = 0; a < cast->walk->step->actor_count; a++) {
        const struct actor *actor = cast->walk->step->actors[a];
        if (cast->actors[a] == person && slot < actor->to_count && actor->to[slot].personal != LIT_NONE &&
            holds(cast, actor->to[slot].personal))
            return true;
    }
    return false;
}

static unsigned any_of(uint64_t people, unsigned but)
{
    for (unsigned person = 1; person <= PEOPLE_MAX; person++)
        if ((people >> person & 1) && person != but)
            return person;
    return 0;
}

/* Who is `actor` as a value: of several, the last to sign; of a board, who records it. 0: nobody. */
static unsigned actor_now(const struct cast *cast)
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
        return UINT64_C(1) << actor_now(cast);
    if (read_slot(cast->model, value, &from) && from < cast->slots)
        return cast->moved[from];
    return 0;
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
    unsigned moved = any_of(cast->moved[slot], 0);
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
        const struct var *var = &model->vars[i];
        if (var->kind != VAR_SAME || (var->x != slot && var->y != slot) || !value_of(cast, i, true))
            continue;
        unsigned other = var->x == slot ? var->y : var->x;
        if (slot_is_single(model, other) && cast->settled[other])
            people |= cast->after[other];
    }
    return people;
}

static void settle(struct cast *cast, unsigned slot)
{
    size_t given = given_var(cast->model, &cast->model->slots[slot]);
    bool is_set = slot_is_set(cast->model, slot);
    if (given != SIZE_MAX && !value_of(cast, given, true))
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

/* ---- what is told ---- */

static unsigned person_of(const struct cast *cast, const struct actor *actor)
{
    for (size_t i = 0; i < cast->walk->step->actor_count; i++)
        if (cast->walk->step->actors[i] == actor)
            return cast->actors[i];
    return 0;
}

static struct value value_of_code(const struct field *field, unsigned code)
{
    enum value_kind kind = field->type.kind == TYPE_FLAG ? VALUE_FLAG : VALUE_CHOICE;
    return (struct value){.kind = kind, .i = (int64_t)code - 1};
}

/* Whom a field is given: they are there after the step, unless it sets the field to somebody else. */
static unsigned whom_given(struct cast *cast, unsigned slot)
{
    const struct model_step *step = cast->walk->step;
    bool is_set = false;
    for (size_t i = 0; step->action && i < step->action->set_count; i++)
        is_set |= step->action->sets[i].set.field == cast->model->slots[slot].field;
    for (size_t i = 0; is_set && i < step->input_count; i++) {
        const struct input *input = &step->inputs[i];
        if (input->kind == INPUT_PERSONAL && input->late && input->x == slot && leaf(cast, input))
            return person_of(cast, input->actor);
    }
    cast->strained |= is_set;
    return any_of(cast->after[slot], 0);
}

static struct prove_given given_of(struct cast *cast, const struct model_gift *gift)
{
    const struct field *field = gift->field;
    unsigned value = 0;
    for (unsigned b = 0; b < VAR_BITS; b++)
        value |= (unsigned)holds(cast, gift->value[b]) << b;
    struct prove_given given = {.field = field, .kind = value ? PROVE_SOMETHING : PROVE_NOTHING};
    if (value && field_is_slot(field)) {
        unsigned slot = model_slot(cast->model, (struct slot){.kind = SLOT_FIELD, .field = field});
        given.person = slot < cast->slots ? whom_given(cast, slot) : 0;
        given.kind = given.person ? PROVE_PERSON : given.kind;
    } else if (value && field_is_few(field)) {
        given.kind = PROVE_VALUE;
        given.value = value_of_code(field, value);
    }
    return given;
}

static bool same_gift(const struct prove_given *a, const struct prove_given *b)
{
    return a->kind == b->kind && a->person == b->person &&
           (a->kind != PROVE_VALUE || a->value.i == b->value.i);
}

/* Each signer gives what is asked anew: a way tells it once, if they give the same. Whom they name need not
 * be the same person. */
static void tell_given(struct arena *arena, struct cast *cast, struct prove_step *told)
{
    const struct model_step *step = cast->walk->step;
    size_t capacity = 0;
    for (size_t i = 0; i < step->gift_count; i++) {
        struct prove_given given = given_of(cast, &step->gifts[i]);
        bool known = !holds(cast, step->gifts[i].differs);
        cast->strained |= !known && step->gifts[i].before_last && given.kind == PROVE_PERSON;
        for (size_t j = 0; j < told->given_count && !known; j++) {
            known = told->given[j].field == given.field;
            cast->strained |= known && !same_gift(&told->given[j], &given);
        }
        if (!known)
            *ARENA_PUSH(arena, told->given, told->given_count, capacity) = given;
    }
}

/* The other answer about the same role and person: in person, or anyhow. */
static const struct input *sibling(const struct model_step *step, const struct input *has)
{
    for (size_t i = 0; i < step->input_count; i++) {
        const struct input *input = &step->inputs[i];
        if (input->kind == INPUT_ANSWER && input->actor == has->actor && input->test->kind == EXPR_HAS &&
            input->test->role == has->test->role && input->test->personally != has->test->personally)
            return input;
    }
    return NULL;
}

static bool stands_for_holder(const struct cast *cast, const struct input *has)
{
    const struct model_step *step = cast->walk->step;
    for (size_t i = 0; i < step->input_count; i++) {
        const struct input *input = &step->inputs[i];
        if (input->kind == INPUT_HOLDS && input->actor == has->actor &&
            input->test->role == has->test->role && leaf(cast, input))
            return true;
    }
    return false;
}

/* Holds a role, and not in person: it is another who holds it. */
static bool by_deputy(const struct cast *cast, const struct input *has)
{
    const struct input *other = sibling(cast->walk->step, has);
    return !has->test->personally && leaf(cast, has) && other && !leaf(cast, other);
}

/* The same was so when they signed. */
static bool was_said(const struct cast *cast, const struct input *input)
{
    const struct model_step *step = cast->walk->step;
    for (size_t i = 0; i < step->input_count; i++)
        if (input_later(step, &step->inputs[i]) == input && leaf(cast, &step->inputs[i]) == leaf(cast, input))
            return true;
    return false;
}

/* Worth telling: not what follows from another answer. */
static bool is_said(const struct cast *cast, const struct input *input)
{
    if (input->test->kind != EXPR_HAS)
        return true;
    if (was_said(cast, input))
        return false;
    const struct input *other = sibling(cast->walk->step, input);
    if (input->test->personally && other && !leaf(cast, other))
        return false;
    return !(by_deputy(cast, input) && stands_for_holder(cast, input));
}

static void tell_answers(struct arena *arena, const struct cast *cast, struct prove_step *told)
{
    const struct model_step *step = cast->walk->step;
    size_t capacity = 0;
    for (size_t i = 0; i < step->input_count; i++) {
        const struct input *input = &step->inputs[i];
        if (input->kind == INPUT_HOLDS && leaf(cast, input))
            *ARENA_PUSH(arena, told->answers, told->answer_count, capacity) = (struct prove_answer){
                .question = input->test, .about = any_of(cast->before[input->x], 0), .answer = true};
        if (input->kind == INPUT_ANSWER && (!input->assumed || cast->walk->leans[i]) && is_said(cast, input))
            *ARENA_PUSH(arena, told->answers, told->answer_count, capacity) =
                (struct prove_answer){.question = input->test,
                                      .about = person_of(cast, input->actor),
                                      .answer = leaf(cast, input),
                                      .assumed = input->assumed};
    }
}

static bool stands_fully(const struct cast *cast, const struct input *stands)
{
    const struct model_step *step = cast->walk->step;
    for (size_t i = 0; i < step->input_count; i++) {
        const struct input *input = &step->inputs[i];
        if (input->kind == INPUT_STANDS_FULLY && input->actor == stands->actor && input->x == stands->x &&
            input->late == stands->late && leaf(cast, input))
            return true;
    }
    return false;
}

static uint64_t people_in(const struct cast *cast, const struct input *input)
{
    return input->late ? cast->after[input->x] : cast->before[input->x];
}

/* People for whom the actor does not stand in. */
static uint64_t not_stood_for(const struct cast *cast, const struct actor *actor)
{
    const struct model_step *step = cast->walk->step;
    uint64_t people = 0;
    for (size_t i = 0; i < step->input_count; i++) {
        const struct input *input = &step->inputs[i];
        if (input->kind == INPUT_STANDS && input->actor == actor && !leaf(cast, input))
            people |= people_in(cast, input);
    }
    return people;
}

static void tell_deputies(struct arena *arena, struct cast *cast, struct prove_step *told)
{
    const struct model_step *step = cast->walk->step;
    size_t capacity = 0;
    for (size_t i = 0; i < step->input_count; i++) {
        const struct input *input = &step->inputs[i];
        if (input->kind != INPUT_STANDS || !leaf(cast, input))
            continue;
        unsigned deputy = person_of(cast, input->actor);
        uint64_t people = people_in(cast, input);
        unsigned person = any_of(people & ~not_stood_for(cast, input->actor), deputy);
        cast->strained |= !person && any_of(people, deputy);
        if (deputy && person)
            *ARENA_PUSH(arena, told->deputies, told->deputy_count, capacity) =
                (struct prove_deputy){deputy, person, stands_fully(cast, input)};
    }
}

/* Of a board, those who vote for, each once; of signers the last comes last. */
static void tell_people(struct arena *arena, const struct cast *cast, struct prove_step *told)
{
    const struct model_step *step = cast->walk->step;
    bool signs = step->kind == PROVE_SIGN;
    size_t capacity = 0, from = step->kind == PROVE_DECIDE ? 1 : 0;
    size_t to = signs ? step->action->by_count : step->actor_count;
    for (size_t i = from; i < to; i++) {
        bool known = !cast->actors[i] || (signs && i == step->last);
        for (size_t j = 0; j < told->people_count; j++)
            known |= told->people[j] == cast->actors[i];
        if (!known)
            *ARENA_PUSH(arena, told->people, told->people_count, capacity) = cast->actors[i];
    }
    if (signs)
        *ARENA_PUSH(arena, told->people, told->people_count, capacity) = actor_now(cast);
}

/* Somebody answers to the same question otherwise when they sign and when all have signed. */
static bool answers_change(const struct cast *cast)
{
    const struct model_step *step = cast->walk->step;
    for (size_t i = 0; i < step->input_count; i++) {
        const struct input *later = input_later(step, &step->inputs[i]);
        if (later && leaf(cast, later) != leaf(cast, &step->inputs[i]))
            return true;
    }
    return false;
}

/* Somebody holds a role for somebody who is in no slot. */
static bool stands_for_stranger(const struct cast *cast)
{
    const struct model_step *step = cast->walk->step;
    for (size_t i = 0; i < step->input_count; i++) {
        const struct input *input = &step->inputs[i];
        if (input->kind == INPUT_ANSWER && input->test->kind == EXPR_HAS && by_deputy(cast, input) &&
            !stands_for_holder(cast, input))
            return true;
    }
    return false;
}

static bool leans(const struct cast *cast)
{
    for (size_t i = 0; i < cast->walk->step->input_count; i++)
        if (cast->walk->leans[i])
            return true;
    return false;
}

static void tell(struct arena *arena, struct cast *cast, struct prove_step *told, bool *assumed)
{
    const struct model_step *step = cast->walk->step;
    size_t state = model_find(cast->model, (struct var){.kind = VAR_STATE});
    *told = (struct prove_step){.kind = step->kind,
                                .action = step->action,
                                .opened_by = step->opened_by,
                                .waived = holds(cast, step->waived),
                                .state = state == SIZE_MAX ? step->rests : (int)value_of(cast, state, true)};
    tell_people(arena, cast, told);
    tell_given(arena, cast, told);
    tell_answers(arena, cast, told);
    tell_deputies(arena, cast, told);
    for (size_t i = 0; i < step->void_count; i++)
        if (holds(cast, step->voids[i].when))
            told->voided = step->voids[i].action;
    *assumed |= leans(cast) || cast->walk->unsure || holds(cast, step->doubt) || answers_change(cast) ||
                stands_for_stranger(cast) || cast->strained || told->waived;
}

/* ---- when ---- */

/* What must be later than something before: not all the steps from the one to the other are at one moment. */
struct gap {
    size_t from, to;
};

/* The moments of a way: for each the step in which it was last, from 1; 0: it was not. */
struct clock {
    struct model *model;
    size_t *last;
    struct gap *gaps;
    size_t gap_count, gap_capacity;
};

static bool happens(const struct cast *cast, unsigned moment)
{
    const struct model_step *step = cast->walk->step;
    return moment < step->now_count && holds(cast, step->now[moment]);
}

/* What happens by itself does so at the moment at which it was due. */
static void tell_time(struct clock *clock, const struct cast *cast, struct prove_step *steps, size_t at)
{
    const struct model *model = clock->model;
    steps[at].at_once = cast->walk->step->kind == PROVE_SYSTEM;
    for (size_t i = 0; i < model->var_count; i++) {
        const struct var *var = &model->vars[i];
        if (var->kind != VAR_LATER || !happens(cast, var->x) || happens(cast, var->y) || !clock->last[var->y])
            continue;
        if (value_of(cast, i, true))
            *ARENA_PUSH(model->arena, clock->gaps, clock->gap_count, clock->gap_capacity) =
                (struct gap){clock->last[var->y], at};
        for (size_t s = clock->last[var->y]; s <= at && !value_of(cast, i, true); s++)
            steps[s].at_once = true;
    }
    for (unsigned m = 0; m < model->moment_count; m++)
        if (happens(cast, m))
            clock->last[m] = at + 1;
}

static bool is_late_enough(const struct clock *clock, const struct prove_step *steps)
{
    bool all = true;
    for (size_t i = 0; i < clock->gap_count; i++) {
        bool any = false;
        for (size_t s = clock->gaps[i].from; s <= clock->gaps[i].to; s++)
            any |= !steps[s].at_once;
        all &= any;
    }
    return all;
}

/* Of voters beyond the first, those that the way needs. */
static bool takes_part(const struct cast *cast, size_t actor)
{
    const struct model_step *step = cast->walk->step;
    return step->kind != PROVE_DECIDE || actor == 0 || holds(cast, step->parts[actor - 1].took);
}

void trace_tell(struct arena *arena, struct model *model, const struct search_result *found,
                struct prove_result *result)
{
    struct cast cast = {.model = model};
    struct clock clock = {.model = model};
    clock.last = ARENA_ARRAY(model->arena, size_t, model->moment_count + 1);
    cast.before = ARENA_ARRAY(model->arena, uint64_t, model->slot_count + 1);
    cast.after = ARENA_ARRAY(model->arena, uint64_t, model->slot_count + 1);
    cast.moved = ARENA_ARRAY(model->arena, uint64_t, model->slot_count + 1);
    cast.settled = ARENA_ARRAY(model->arena, bool, model->slot_count + 1);
    cast.slots = model->slot_count;
    result->steps = ARENA_ARRAY(arena, struct prove_step, found->count + 1);
    result->assumed = model->asked->input_count > 0; /* the never itself asks what the model leaves open */
    for (size_t i = 0; i < found->count; i++) {
        cast.walk = &found->walks[i];
        cast.actors = ARENA_ARRAY(model->arena, unsigned, cast.walk->step->actor_count + 1);
        for (size_t a = 0; a < cast.walk->step->actor_count; a++)
            cast.actors[a] = takes_part(&cast, a) ? find_actor(&cast, a) : 0;
        settle_all(&cast);
        tell(arena, &cast, &result->steps[i], &result->assumed);
        tell_time(&clock, &cast, result->steps, result->step_count++);
        for (unsigned slot = 0; slot < cast.slots; slot++)
            cast.before[slot] = cast.after[slot];
    }
    result->assumed |= !is_late_enough(&clock, result->steps);
}
