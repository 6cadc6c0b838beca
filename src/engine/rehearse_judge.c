/* What the draft says to one decision, on the world as it was before it. */
#include <jansson.h>

#include "engine/codec.h"
#include "engine/effects.h"
#include "engine/projection.h"
#include "engine/rehearse.h"

struct judging {
    struct world *world;
    const struct event *event;
    const struct action *was; /* the action as the version that judged it had it; NULL: none */
    struct judged *judged;
};

static struct text value_of(const struct event *event, const char *tag)
{
    const struct event_value *value = event_find(event, tag);
    return value && !value->disposed ? value->value : (struct text){0};
}

static void object(struct judging *judging, struct text message, const struct cites *cites)
{
    verdict_add(judging->world, &judging->judged->verdict, message, cites);
}

static void object_about(struct judging *judging, const char *words, struct text name,
                         const struct cites *cites)
{
    object(judging, arena_format(judging->world->arena, "%.*s %s", TEXT_ARGS(name), words), cites);
}

/* ---- what was given ---- */

struct given { /* a value that the event put into a field */
    struct text name;
    const struct field *field; /* the draft's; NULL: it has none */
    struct value value;
    bool fits; /* the draft's field takes it */
};

static bool is_set_by_rule(const struct action *action, struct text name)
{
    for (size_t i = 0; action && i < action->set_count; i++)
        if (text_eq(action->sets[i].set.field->name, name))
            return true;
    return false;
}

/* All that people gave; what an action's own `set` put there is the rulebook's. */
static struct given *read_given(const struct judging *judging, size_t *count)
{
    const struct event *event = judging->event;
    struct arena *arena = judging->world->arena;
    struct given *all = ARENA_ARRAY(arena, struct given, event->value_count + 1);
    *count = 0;
    for (size_t i = 0; i < event->value_count; i++) {
        const struct event_value *value = &event->values[i];
        if (value->disposed || !text_starts(value->tag, TEXT("field:")))
            continue;
        struct given given = {.name = {value->tag.s + 6, value->tag.n - 6}};
        if (is_set_by_rule(judging->was, given.name))
            continue;
        given.field = reg_field(judging->judged->record->reg, given.name);
        given.fits = given.field && !given.field->computed &&
                     codec_parse(arena, given.field->type, value->value, &given.value);
        all[(*count)++] = given;
    }
    return all;
}

static bool refuse_unknown(struct judging *judging, const struct given *given)
{
    if (given->fits)
        return false;
    object_about(judging, given->field ? "no longer takes what was given" : "is no longer a field",
                 given->name, NULL);
    return true;
}

static void put(struct record *record, const struct given *given, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (given[i].fits) {
            record->values[given[i].field->index] = given[i].value;
            record->many_read[given[i].field->index] = true;
        }
}

/* The event as it happened, but for what the draft's own `set` says; then whatever may never be. */
static void judge_after(struct judging *judging, const struct action *action)
{
    struct world *world = judging->world;
    struct record *record = judging->judged->record;
    size_t count = action ? action->set_count : 0;
    struct value *set = ARENA_ARRAY(world->arena, struct value, count + 1);
    if (action)
        effects_set(world, record, action);
    for (size_t i = 0; i < count; i++)
        set[i] = record->values[action->sets[i].set.field->index];
    projection_replay(world->arena, record, judging->event);
    for (size_t i = 0; i < count; i++)
        record->values[action->sets[i].set.field->index] = set[i];
    guard_required(world, record, record->state, NULL, &judging->judged->verdict);
    effects_nevers(world, record, &judging->judged->verdict);
}

/* ---- each kind of decision ---- */

static void judge_opening(struct judging *judging)
{
    struct world *world = judging->world;
    struct record *record = judging->judged->record;
    const struct action *create = record->reg->create;
    size_t count;
    const struct given *given = read_given(judging, &count);
    if (!guard_by(world, record, create))
        object_about(judging, "may open it, and nobody else", guard_who(world, record, create),
                     &create->by_cites);
    for (size_t i = 0; i < count; i++) {
        const struct field *field = given[i].field;
        if (!refuse_unknown(judging, &given[i]) &&
            !value_same(record->values[field->index], given[i].value) && !guard_gives(world, record, field))
            object_about(judging, "is not theirs to give", field->label, &field->cites);
    }
    put(record, given, count);
    for (size_t i = 0; i < create->ask_count; i++)
        if (guard_lacks(world, record, &create->asks[i]))
            object(judging, arena_format(world->arena, "Give: %.*s", TEXT_ARGS(create->asks[i].field->label)),
                   &create->asks[i].field->cites);
    guard_needs(world, record, create, NEEDS_ALL, &judging->judged->verdict);
    judging->judged->asked = true;
    guard_unique(world, record, &judging->judged->verdict);
    judge_after(judging, create);
}

static void judge_edit(struct judging *judging)
{
    struct world *world = judging->world;
    struct record *record = judging->judged->record;
    size_t count;
    const struct given *given = read_given(judging, &count);
    for (size_t i = 0; i < count; i++)
        if (!refuse_unknown(judging, &given[i]) && !guard_edit(world, record, given[i].field))
            object_about(judging, "is not theirs to edit here", given[i].field->label,
                         &given[i].field->cites);
    put(record, given, count);
    guard_unique(world, record, &judging->judged->verdict);
    guard_required(world, record, record->state, NULL, &judging->judged->verdict);
    judge_after(judging, NULL);
}

static bool may_as(struct world *world, const struct record *record, const struct expr *by, int64_t person)
{
    int64_t actor = world->actor;
    world->actor = person;
    bool may = guard_holds(world, record, by);
    world->actor = actor;
    return may;
}

static bool any_may(struct world *world, const struct record *record, const struct expr *by,
                    const int64_t *people, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (may_as(world, record, by, people[i]))
            return true;
    return false;
}

/* Whoever opened the record, or fails a need that names the actor, could only have abstained. */
static void judge_voters(struct judging *judging, const struct action *action)
{
    struct world *world = judging->world;
    struct record *record = judging->judged->record;
    struct text votes = value_of(judging->event, "votes");
    json_t *array = json_loadb(votes.s ? votes.s : "", votes.n, 0, NULL);
    int64_t actor = world->actor;
    const char *person;
    json_t *vote;
    json_object_foreach(array, person, vote)
    {
        if (!text_to_int(text_of(person), &world->actor) ||
            text_is(text_of(json_string_value(vote)), "abstain"))
            continue;
        if (record->creator == world->actor)
            object_about(judging, "opened this record, and may only abstain",
                         world_person_name(world, world->actor), &action->cites);
        guard_needs(world, record, action, NEEDS_OF_ACTOR, &judging->judged->verdict);
    }
    json_decref(array);
    world->actor = actor;
}

/* May those who did it do it. One who signs for a part is enough for it, whoever signed for the others. */
static void judge_by(struct judging *judging, const struct action *action)
{
    struct world *world = judging->world;
    struct record *record = judging->judged->record;
    bool voted = event_find(judging->event, "votes") != NULL;
    bool together = voted || (judging->was && judging->was->by_kind == BY_EACH);
    size_t count = 1;
    const int64_t *people = &world->actor;
    if (together)
        people = codec_ids(world->arena, value_of(judging->event, "people"), &count);
    bool may =
        action->by_kind == BY_BOARD ? voted : action->by_kind != BY_SYSTEM && count >= action->by_count;
    for (size_t i = 0; action->by_kind != BY_BOARD && may && i < action->by_count; i++)
        may = any_may(world, record, action->by[i], people, count);
    if (!may)
        object_about(judging, "may do this, and nobody else", guard_who(world, record, action),
                     action->by_cites.count ? &action->by_cites : &action->cites);
}

static void judge_act(struct judging *judging)
{
    struct world *world = judging->world;
    struct record *record = judging->judged->record;
    const struct action *action = reg_action(record->reg, judging->event->action);
    size_t count;
    const struct given *given = read_given(judging, &count);
    if (!action || action->is_create) {
        object_about(judging, "is no longer an action", judging->event->action, NULL);
        return;
    }
    judge_by(judging, action);
    for (size_t i = 0; i < count; i++)
        if (!refuse_unknown(judging, &given[i]) && !action_asks(action, given[i].field))
            object_about(judging, "is not asked for here", given[i].field->label, &action->cites);
    put(record, given, count);
    struct verdict found =
        guard_action(world, record, action, action->by_kind == BY_BOARD ? NEEDS_OF_RECORD : NEEDS_ALL);
    for (size_t i = 0; i < judging->judged->verdict.unmet_count; i++)
        verdict_add(world, &found, judging->judged->verdict.unmet[i].message,
                    judging->judged->verdict.unmet[i].cites);
    judging->judged->verdict = found;
    judging->judged->asked = true;
    if (action->by_kind == BY_BOARD)
        judge_voters(judging, action);
    judge_after(judging, action);
}

static void judge_signature(struct judging *judging)
{
    struct world *world = judging->world;
    struct record *record = judging->judged->record;
    const struct action *action = reg_action(record->reg, judging->event->action);
    if (!action || action->is_create)
        object_about(judging, "is no longer an action", judging->event->action, NULL);
    else if (!guard_by(world, record, action))
        object_about(judging, "may sign this, and nobody else", guard_who(world, record, action),
                     action->by_cites.count ? &action->by_cites : &action->cites);
    else
        judging->judged->verdict = guard_action(world, record, action, NEEDS_ALL);
}

/* ---- which it is ---- */

static void (*const judges[EVENT_KIND_COUNT])(struct judging *judging) = {
    [EVENT_OPEN] = judge_opening,
    [EVENT_EDIT] = judge_edit,
    [EVENT_ACT] = judge_act,
    [EVENT_SIGN] = judge_signature,
};

/* Of a person, here: not of the system, an action that opens records, or another system's history. */
static bool is_decision(const struct event *event)
{
    return judges[event->kind] && event->actor > 0 && !event_find(event, "imported") &&
           !event_find(event, "opened_by");
}

static struct text what_of(struct world *world, const struct judging *judging)
{
    struct text label = judging->was ? judging->was->label : judging->event->action;
    if (judging->event->kind == EVENT_OPEN)
        return TEXT("Opened");
    if (judging->event->kind == EVENT_EDIT)
        return TEXT("Edited");
    if (judging->event->kind == EVENT_SIGN)
        return arena_format(world->arena, "Signed: %.*s", TEXT_ARGS(label));
    return label;
}

bool rehearse_judge(struct world *world, const struct event *event, struct judged *judged)
{
    const struct version *version = versions_find(world->versions, event->rulebook);
    const struct reg *was = version ? rulebook_register(version->rulebook, event->reg) : NULL;
    const struct reg *reg = rulebook_register(world->rulebook, event->reg);
    *judged = (struct judged){0};
    if (!was || was->builtin || !is_decision(event))
        return false;
    struct judging judging = {world, event, reg_action(was, event->action), judged};
    judged->what = what_of(world, &judging);
    if (reg)
        judged->record = event->kind == EVENT_OPEN ? world_blank(world, reg, event->record)
                                                   : world_record(world, reg, event->record);
    if (!judged->record)
        object_about(&judging, "is no longer a register", event->reg, NULL);
    else if (event->kind != EVENT_OPEN && !world_may_read(world, judged->record))
        object(&judging, TEXT("They could not have seen the record"), NULL);
    else {
        world_take_up(world, judged->record);
        judges[event->kind](&judging);
    }
    return true;
}
