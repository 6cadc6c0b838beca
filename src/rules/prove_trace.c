/* From a way through the model to one in the rulebook's words: what people give, rely on, and when. */
#include "rules/prove_trace.h"

#include "rules/prove_cast.h"

/* ---- what is told ---- */

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
        if (input->kind == INPUT_PERSONAL && input->late && input->x == slot && cast_leaf(cast, input))
            return cast_person(cast, input->actor);
    }
    cast->strained |= is_set;
    return cast_any(cast->after[slot], 0);
}

static struct prove_given given_of(struct cast *cast, const struct model_gift *gift)
{
    const struct field *field = gift->field;
    unsigned value = 0;
    for (unsigned b = 0; b < VAR_BITS; b++)
        value |= (unsigned)cast_holds(cast, gift->value[b]) << b;
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

/* Each signer gives what is asked anew. Whom they name need not be the same person. */
static void tell_given(struct arena *arena, struct cast *cast, struct prove_step *told)
{
    const struct model_step *step = cast->walk->step;
    size_t capacity = 0;
    for (size_t i = 0; i < step->gift_count; i++) {
        const struct model_gift *gift = &step->gifts[i];
        if (!cast_holds(cast, gift->differs))
            continue;
        struct prove_given given = given_of(cast, gift);
        cast->strained |= gift->before && given.kind == PROVE_PERSON;
        if (step->kind == PROVE_SIGN)
            given.by = gift->before ? cast_person(cast, gift->before) : cast_actor_now(cast);
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
            input->test->role == has->test->role && cast_leaf(cast, input))
            return true;
    }
    return false;
}

/* Holds a role, and not in person: it is another who holds it. */
static bool by_deputy(const struct cast *cast, const struct input *has)
{
    const struct input *other = sibling(cast->walk->step, has);
    return !has->test->personally && cast_leaf(cast, has) && other && !cast_leaf(cast, other);
}

/* The same was so when they signed. */
static bool was_said(const struct cast *cast, const struct input *input)
{
    const struct model_step *step = cast->walk->step;
    for (size_t i = 0; i < step->input_count; i++)
        if (input_later(step, &step->inputs[i]) == input &&
            cast_leaf(cast, &step->inputs[i]) == cast_leaf(cast, input))
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
    if (input->test->personally && other && !cast_leaf(cast, other))
        return false;
    return !(by_deputy(cast, input) && stands_for_holder(cast, input));
}

static void tell_answers(struct arena *arena, const struct cast *cast, struct prove_step *told)
{
    const struct model_step *step = cast->walk->step;
    size_t capacity = 0;
    for (size_t i = 0; i < step->input_count; i++) {
        const struct input *input = &step->inputs[i];
        if (input->kind == INPUT_HOLDS && cast_leaf(cast, input))
            *ARENA_PUSH(arena, told->answers, told->answer_count, capacity) = (struct prove_answer){
                .question = input->test, .about = cast_any(cast->before[input->x], 0), .answer = true};
        if (input->kind == INPUT_ANSWER && (!input->assumed || cast->walk->leans[i]) && is_said(cast, input))
            *ARENA_PUSH(arena, told->answers, told->answer_count, capacity) =
                (struct prove_answer){.question = input->test,
                                      .about = cast_person(cast, input->actor),
                                      .answer = cast_leaf(cast, input),
                                      .assumed = input->assumed};
    }
}

static bool stands_fully(const struct cast *cast, const struct input *stands)
{
    const struct model_step *step = cast->walk->step;
    for (size_t i = 0; i < step->input_count; i++) {
        const struct input *input = &step->inputs[i];
        if (input->kind == INPUT_STANDS_FULLY && input->actor == stands->actor && input->x == stands->x &&
            input->late == stands->late && cast_leaf(cast, input))
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
        if (input->kind == INPUT_STANDS && input->actor == actor && !cast_leaf(cast, input))
            people |= people_in(cast, input);
    }
    return people;
}

static struct prove_deputy *told_of(const struct prove_step *told, unsigned deputy, unsigned person)
{
    for (size_t i = 0; i < told->deputy_count; i++)
        if (told->deputies[i].deputy == deputy && told->deputies[i].person == person)
            return &told->deputies[i];
    return NULL;
}

static void tell_deputies(struct arena *arena, struct cast *cast, struct prove_step *told)
{
    const struct model_step *step = cast->walk->step;
    size_t capacity = 0;
    for (size_t i = 0; i < step->input_count; i++) {
        const struct input *input = &step->inputs[i];
        if (input->kind != INPUT_STANDS || !cast_leaf(cast, input))
            continue;
        unsigned deputy = cast_person(cast, input->actor);
        uint64_t people = people_in(cast, input);
        unsigned person = cast_any(people & ~not_stood_for(cast, input->actor), deputy);
        if (!person) {
            person = cast_any(people, deputy);
            cast->strained |= person != 0;
        }
        struct prove_deputy *known = told_of(told, deputy, person);
        if (known)
            known->everything |= stands_fully(cast, input);
        else if (deputy && person)
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
        *ARENA_PUSH(arena, told->people, told->people_count, capacity) = cast_actor_now(cast);
}

static bool depends_on_actor(const struct effect *effect)
{
    return expr_names_actor(effect->set.value) || (effect->when && expr_names_actor(effect->when));
}

/* Who records a decision matters where a field depends on it. Where only the chair can, and decides by their
 * vote, it must be one who votes for. */
static void tell_recorder(struct cast *cast, struct prove_step *told)
{
    const struct action *action = cast->walk->step->action;
    bool matters = false;
    for (size_t i = 0; told->kind == PROVE_DECIDE && i < action->set_count; i++)
        matters |= depends_on_actor(&action->sets[i]);
    if (!matters)
        return;
    told->recorder = cast_actor_now(cast);
    cast->strained |=
        action->board->decides == DECIDES_CHAIR && (!told->people_count || told->people[0] != told->recorder);
}

/* Somebody answers to the same question otherwise when they sign and when all have signed. */
static bool answers_change(const struct cast *cast)
{
    const struct model_step *step = cast->walk->step;
    for (size_t i = 0; i < step->input_count; i++) {
        const struct input *later = input_later(step, &step->inputs[i]);
        if (later && cast_leaf(cast, later) != cast_leaf(cast, &step->inputs[i]))
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
    *told =
        (struct prove_step){.kind = step->kind,
                            .action = step->action,
                            .opened_by = step->opened_by,
                            .waived = cast_holds(cast, step->waived),
                            .state = state == SIZE_MAX ? step->rests : (int)cast_value(cast, state, true)};
    tell_people(arena, cast, told);
    tell_recorder(cast, told);
    tell_given(arena, cast, told);
    tell_answers(arena, cast, told);
    tell_deputies(arena, cast, told);
    for (size_t i = 0; i < step->void_count; i++)
        if (cast_holds(cast, step->voids[i].when))
            told->voided = step->voids[i].action;
    *assumed |= leans(cast) || cast->walk->unsure || cast_holds(cast, step->doubt) || answers_change(cast) ||
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
    return moment < step->now_count && cast_holds(cast, step->now[moment]);
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
        if (cast_value(cast, i, true))
            *ARENA_PUSH(model->arena, clock->gaps, clock->gap_count, clock->gap_capacity) =
                (struct gap){clock->last[var->y], at};
        for (size_t s = clock->last[var->y]; s <= at && !cast_value(cast, i, true); s++)
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

void trace_tell(struct arena *arena, struct model *model, const struct search_result *found,
                struct prove_result *result)
{
    struct cast cast = cast_new(model);
    struct clock clock = {.model = model};
    clock.last = ARENA_ARRAY(model->arena, size_t, model->moment_count + 1);
    result->steps = ARENA_ARRAY(arena, struct prove_step, found->count + 1);
    result->assumed = model->asked->input_count > 0; /* the never itself asks what the model leaves open */
    for (size_t i = 0; i < found->count; i++) {
        cast_step(&cast, &found->walks[i]);
        tell(arena, &cast, &result->steps[i], &result->assumed);
        tell_time(&clock, &cast, result->steps, result->step_count++);
    }
    result->assumed |= !is_late_enough(&clock, result->steps);
}
