/* Commands on records that are there: edit, act, comment; and what all commands on records share. */
#include "engine/change.h"
#include "engine/commands.h"
#include "engine/effects.h"
#include "engine/file.h"
#include "engine/input.h"
#include "engine/replay.h"
#include "engine/sign.h"

/* ---- shared ---- */

struct record *find_record(struct doing *doing)
{
    struct world *world = doing->world;
    struct text name = doing->command->register_name;
    for (size_t i = 0; i < world->rulebook->register_count; i++) {
        const struct reg *reg = world->rulebook->registers[i];
        bool meant = name.n ? text_eq(reg->name, name) : !reg->builtin;
        struct record *record = meant ? world_find(world, reg, doing->command->number) : NULL;
        if (!record)
            continue;
        record = world_own(world, record);
        if (!system_due(world, record)) {
            broken(doing);
            return NULL;
        }
        if (world_may_read(world, record))
            return record;
    }
    refuse(doing, OUTCOME_MISSING, TEXT("There is no such record, or it is not yours to see"));
    return NULL;
}

static bool sealed_changed(struct world *world, struct record *record, const struct action *action,
                           int64_t version)
{
    struct record *past = replay_to(world->conn, world->arena, record, version);
    const struct value *now = values_before(world, record);
    world_keep(world, past); /* computed fields ask the world for what they are computed from */
    const struct value *then = values_before(world, past);
    world_keep(world, record);
    for (size_t i = 0; i < action->seal_count; i++)
        if (!value_same(now[action->seals[i]->index], then[action->seals[i]->index]))
            return true;
    return false;
}

bool refuse_stale(struct doing *doing, struct record *record, const struct action *action)
{
    const struct command *command = doing->command;
    if (!command->expected_version || command->expected_version == record->version)
        return false;
    if (command->sealed_only &&
        (!action || !sealed_changed(doing->world, record, action, command->expected_version)))
        return false;
    refuse(doing, OUTCOME_STALE,
           TEXT("Somebody changed this record meanwhile. Look at it again, then decide"));
    return true;
}

static bool is_sealed(const struct reg *reg, const struct field *field)
{
    for (size_t i = 0; i < reg->action_count; i++)
        for (size_t s = 0; s < reg->actions[i]->seal_count; s++)
            if (reg->actions[i]->seals[s] == field)
                return true;
    return false;
}

struct value *values_before(struct world *world, struct record *record)
{
    struct value *before = ARENA_ARRAY(world->arena, struct value, record->reg->field_count);
    for (size_t i = 0; i < record->reg->field_count; i++)
        if (!record->reg->fields[i]->computed || is_sealed(record->reg, record->reg->fields[i]))
            before[i] = world_value(world, record, record->reg->fields[i]);
    return before;
}

void values_restore(struct record *record, const struct value *values)
{
    for (size_t i = 0; i < record->reg->field_count; i++)
        record->values[i] = values[i];
}

static bool is_repeated(const struct command *command, size_t at)
{
    for (size_t i = 0; i < at; i++)
        if (text_eq(command->inputs[i].name, command->inputs[at].name))
            return true;
    return false;
}

bool take_inputs(struct doing *doing, struct record *record,
                 bool (*admits)(void *context, const struct field *field), void *context)
{
    struct world *world = doing->world;
    bool unknown = false;
    world_take_up(world, record);
    for (size_t i = 0; i < doing->command->input_count; i++) {
        const struct input *input = &doing->command->inputs[i];
        const struct field *field = reg_field(record->reg, input->name);
        struct value value;
        struct text message;
        if (!field || !world_may_read_field(world, record, field)) {
            unknown = true;
            refuse_field(doing, input->name, TEXT("There is no such field"));
        } else if (is_repeated(doing->command, i)) {
            unknown = true;
            refuse_field(doing, input->name, TEXT("Give this field once"));
        } else if (!admits(context, field)) {
            unknown = true;
            refuse_field(doing, input->name, TEXT("This field cannot be given here"));
        } else if (!input_value(world, field, input, &value, &message)) {
            refuse_field(doing, input->name, message);
        } else if (field->type.kind == TYPE_FILE && !file_may_attach(world, record, &value)) {
            refuse_field(
                doing, input->name,
                TEXT("You have uploaded no such file. Upload it first, then give its id; one that is not "
                     "attached is kept for a day"));
        } else {
            record->values[field->index] = value;
            record->many_read[field->index] = true;
        }
    }
    if (doing->answer->error_count)
        refuse(doing, unknown ? OUTCOME_MALFORMED : OUTCOME_INVALID,
               TEXT("Some of what was given cannot be taken"));
    return doing->answer->error_count == 0;
}

static bool admits_asked(void *context, const struct field *field)
{
    return action_asks(context, field);
}

bool take_asked(struct doing *doing, struct record *record, const struct action *action)
{
    return take_inputs(doing, record, admits_asked, (void *)(uintptr_t)action);
}

size_t put_changed(struct change *change, const struct record *record, const struct value *before)
{
    size_t changed = 0;
    for (size_t i = 0; i < record->reg->field_count; i++) {
        const struct field *field = record->reg->fields[i];
        if (field->computed ||
            (before ? value_same(before[i], record->values[i]) : record->values[i].kind == VALUE_MISSING))
            continue;
        change_field(change, field, record->values[i]);
        changed++;
    }
    return changed;
}

void put_verdict(struct change *change, const struct verdict *verdict, struct text reason)
{
    struct arena *arena = change->world->arena;
    struct buf waivers = buf_in(arena);
    for (size_t i = 0; i < verdict->waiver_count; i++)
        buf_format(&waivers, "%s%.*s", i ? ", " : "", TEXT_ARGS(verdict->waivers[i]));
    if (verdict->waived)
        change_value(change, "waived", buf_text(&waivers));
    if (reason.n)
        change_value(change, "reason", reason);
    for (size_t i = 0; i < verdict->should_count; i++)
        change_value(change, arena_format(arena, "should:%zu", i).s, verdict->should[i].message);
}

/* Seals first: a change that voids a decision is judged by where the record comes to rest; so is what is
 * required, which the state or the history may decide. */
void settle_change(struct doing *doing, struct record *record, const struct action *action,
                   const struct value *before)
{
    struct world *world = doing->world;
    struct verdict after = {0};
    if (before && !change_void_seals(world, record, before)) {
        broken(doing);
        return;
    }
    guard_required(world, record, record->state, NULL, &after);
    effects_nevers(world, record, &after);
    if (refuse_blocked(doing, &after))
        return;
    if (action && (!effects_tell(world, record, action) || !effects_open(world, record, action, &after)))
        broken(doing);
    else if (!refuse_blocked(doing, &after))
        finish(doing, record);
}

void perform(struct doing *doing, struct record *record, const struct action *action,
             const struct value *before, struct verdict *verdict, const int64_t *people, size_t people_count,
             const struct text *votes)
{
    struct world *world = doing->world;
    struct verdict after = {0};
    effects_set(world, record, action);
    guard_unique(world, record, &after);
    struct change change = change_of(world, record, EVENT_ACT);
    change.event.action = action->name;
    if (action->moves)
        change.event.state = record->reg->states->values[action->to].name;
    put_changed(&change, record, before);
    put_verdict(&change, verdict, doing->reason);
    change_people(&change, "people", people, people_count);
    if (votes)
        change_value(&change, "votes", *votes);
    if (refuse_blocked(doing, &after))
        return;
    if (!change_write(&change)) {
        broken(doing);
        return;
    }
    settle_change(doing, record, action, before);
}

/* ---- editing ---- */

struct editing {
    struct world *world;
    struct record *record;
};

static bool admits_any(void *context, const struct field *field)
{
    (void)context;
    return !field->computed && !field->engine;
}

/* The rule that could have let this field be edited in this state, for the refusal's words. */
static const struct edit_rule *rule_for(const struct record *record, const struct field *field)
{
    const struct edit_rule *other = NULL;
    for (size_t i = 0; i < record->reg->edit_count; i++) {
        const struct edit_rule *rule = record->reg->edits[i];
        for (size_t f = 0; f < rule->field_count; f++) {
            if (rule->fields[f] != field)
                continue;
            bool here =
                rule->in ? rule->in[record->state] : !record->reg->states->values[record->state].final;
            if (here)
                return rule;
            other = rule;
        }
    }
    return other;
}

void refuse_edit(struct doing *doing, const struct record *record, const struct field *field)
{
    struct world *world = doing->world;
    const struct edit_rule *rule = rule_for(record, field);
    bool here =
        rule && (rule->in ? rule->in[record->state] : !record->reg->states->values[record->state].final);
    struct text who = here ? guard_who_expr(world, record, rule->by) : TEXT("nobody, in this state");
    struct text why = arena_format(world->arena, "%.*s is not yours to change here", TEXT_ARGS(field->label));
    refuse_by(doing, why, rule ? expr_print(world->arena, rule->by) : TEXT("no edit names this field"), who,
              rule ? &rule->cites : NULL);
}

/* Whether the record as it was lets the actor edit every field named; take_inputs sees to unknown ones. */
static bool may_edit_all(struct doing *doing, struct record *record)
{
    for (size_t i = 0; i < doing->command->input_count; i++) {
        const struct field *field = reg_field(record->reg, doing->command->inputs[i].name);
        if (!field || !world_may_read_field(doing->world, record, field))
            continue;
        if (!guard_edit(doing->world, record, field)) {
            refuse_edit(doing, record, field);
            return false;
        }
    }
    return true;
}

/* Whom the actor stands in for by editing these fields, judged on the record as it was. */
static int64_t *edit_stood_for(struct doing *doing, struct record *record, size_t *count)
{
    struct world *world = doing->world;
    int64_t *people = NULL;
    size_t capacity = 0;
    *count = 0;
    for (size_t i = 0; i < doing->command->input_count; i++) {
        const struct field *field = reg_field(record->reg, doing->command->inputs[i].name);
        const struct edit_rule *rule = guard_edit(world, record, field);
        size_t found;
        const int64_t *stood = guard_stood_for(world, record, rule ? rule->by : NULL, &found);
        for (size_t p = 0; p < found; p++) {
            bool known = false;
            for (size_t k = 0; k < *count; k++)
                known |= people[k] == stood[p];
            if (!known)
                *ARENA_PUSH(world->arena, people, *count, capacity) = stood[p];
        }
    }
    return people;
}

static void write_edit(struct doing *doing, struct record *record, const struct value *before,
                       const int64_t *stood, size_t stood_count)
{
    struct world *world = doing->world;
    struct verdict verdict = {0};
    guard_unique(world, record, &verdict);
    guard_required(world, record, record->state, NULL, &verdict);
    if (refuse_blocked(doing, &verdict))
        return;
    struct change change = change_of(world, record, EVENT_EDIT);
    if (!put_changed(&change, record, before)) {
        finish(doing, record);
        return;
    }
    if (stood_count)
        change_people(&change, "stood_for", stood, stood_count);
    if (!change_write(&change)) {
        broken(doing);
        return;
    }
    settle_change(doing, record, NULL, before);
}

void command_edit(struct doing *doing)
{
    struct record *record = find_record(doing);
    if (!record)
        return;
    const struct reg *reg = record->reg;
    if (reg->builtin) {
        refuse(doing, OUTCOME_MISSING, TEXT("There is no such record, or it is not yours to see"));
        return;
    }
    struct value *before = values_before(doing->world, record);
    bool types = take_inputs(doing, record, admits_any, NULL);
    struct value *asked = values_before(doing->world, record);
    values_restore(record, before);
    if (!types || !may_edit_all(doing, record) || refuse_stale(doing, record, NULL))
        return;
    size_t stood_count;
    const int64_t *stood = edit_stood_for(doing, record, &stood_count);
    values_restore(record, asked);
    write_edit(doing, record, before, stood, stood_count);
}

/* ---- acting ---- */

static void refuse_action(struct doing *doing, struct record *record, const struct action *action)
{
    struct world *world = doing->world;
    struct text rule = action->by_kind == BY_BOARD
                           ? arena_format(world->arena, "board %.*s", TEXT_ARGS(action->board->name))
                       : action->by_kind == BY_SYSTEM ? TEXT("system")
                                                      : expr_print(world->arena, action->by[0]);
    refuse_by(doing, arena_format(world->arena, "You may not do this: %.*s", TEXT_ARGS(action->label)), rule,
              guard_who(world, record, action), action->by_cites.count ? &action->by_cites : &action->cites);
}

/* The actor, and whom they stand in for. */
static int64_t *acting_people(struct world *world, const struct record *record, const struct action *action,
                              size_t *count)
{
    size_t stood_count = 0;
    const int64_t *stood =
        action->by_kind == BY_EXPR ? guard_stood_for(world, record, action->by[0], &stood_count) : NULL;
    int64_t *people = ARENA_ARRAY(world->arena, int64_t, stood_count + 1);
    people[0] = world->actor;
    for (size_t i = 0; i < stood_count; i++)
        people[i + 1] = stood[i];
    *count = stood_count + 1;
    return people;
}

static void act_on(struct doing *doing, struct record *record, const struct action *action)
{
    struct world *world = doing->world;
    struct value *before = values_before(world, record);
    bool types = take_asked(doing, record, action);
    struct value *asked = values_before(world, record);
    values_restore(record, before);
    if (!types)
        return;
    if (!guard_by(world, record, action)) {
        refuse_action(doing, record, action);
        return;
    }
    if (refuse_stale(doing, record, action))
        return;
    size_t people_count;
    const int64_t *people = acting_people(world, record, action, &people_count);
    values_restore(record, asked);
    struct verdict verdict = guard_action(world, record, action, NEEDS_ALL);
    if (refuse_blocked(doing, &verdict))
        return;
    if (action->by_kind == BY_EACH) {
        people = sign_each(doing, record, action, before, &verdict, &people_count);
        if (!people)
            return;
    }
    perform(doing, record, action, before, &verdict, people, people_count, NULL);
}

void command_act(struct doing *doing)
{
    struct record *record = find_record(doing);
    if (!record)
        return;
    const struct action *action = reg_action(record->reg, doing->command->action);
    if (action && !action->is_create) {
        act_on(doing, record, action);
        return;
    }
    refuse_field(doing, TEXT("action"), TEXT("There is no such action"));
    refuse(doing, OUTCOME_MALFORMED,
           arena_format(doing->world->arena, "%.*s: there is no action of this name",
                        TEXT_ARGS(record->reg->label)));
}

/* ---- comments ---- */

/* Of the built-in registers only people are more than what other commands leave behind. */
static bool read_only(const struct reg *reg)
{
    return reg->builtin && !reg_is_people(reg);
}

static bool may_comment(struct world *world, const struct record *record)
{
    if (record->reg->comment_count == 0)
        return !read_only(record->reg);
    return guard_any(world, record, record->reg->comments, record->reg->comment_count);
}

static void refuse_comment(struct doing *doing, const struct record *record)
{
    if (!record->reg->comment_count) {
        refuse_by(doing, TEXT("Nobody comments here: these entries are only to be read"), TEXT("read-only"),
                  TEXT("nobody"), NULL);
        return;
    }
    const struct guard *guard = &record->reg->comments[0];
    refuse_by(doing, TEXT("You may not comment here"), TEXT("comment"),
              guard_who_expr(doing->world, record, guard->test), &guard->cites);
}

void command_comment(struct doing *doing)
{
    struct record *record = find_record(doing);
    if (!record)
        return;
    struct world *world = doing->world;
    static const struct field comment = {.name = {"text", 4}, .type = {.kind = TYPE_TEXT}};
    struct input input = {.kind = INPUT_TEXT, .text = doing->command->text};
    struct value value;
    struct text message = TEXT("Write a comment");
    if (!input_value(world, &comment, &input, &value, &message) || value.kind == VALUE_MISSING) {
        refuse_field(doing, TEXT("text"), message);
        refuse(doing, OUTCOME_INVALID, TEXT("The comment cannot be taken"));
        return;
    }
    const struct record *current = world_current(world, record);
    if (current && !may_comment(world, current)) {
        refuse_comment(doing, current);
        return;
    }
    struct change change = change_of(world, record, EVENT_COMMENT);
    change.event.rulebook = world->rulebook->version;
    change_value(&change, "comment", value.text);
    if (change_write(&change))
        finish(doing, record);
    else
        broken(doing);
}
