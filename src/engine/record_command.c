/* Commands on records: open, edit, act, comment. */
#include "engine/change.h"
#include "engine/commands.h"
#include "engine/effects.h"
#include "engine/input.h"
#include "engine/projection.h"

/* ---- shared ---- */

struct record *find_record(struct doing *doing, const struct reg **reg)
{
    struct world *world = doing->world;
    *reg = rulebook_register(world->rulebook, doing->command->register_name);
    struct record *record = *reg ? world_find(world, *reg, doing->command->number) : NULL;
    if (record && !system_due(world, record)) {
        broken(doing);
        return NULL;
    }
    if (record && world_may_read(world, record))
        return record;
    refuse(doing, OUTCOME_MISSING, TEXT("There is no such record, or it is not yours to see"));
    return NULL;
}

struct seen {
    struct arena *arena;
    struct record *then;
    int64_t version;
};

static bool replay_to(void *context, struct ledger_entry *entry)
{
    struct seen *seen = context;
    if (entry->event.version > seen->version)
        return false;
    projection_replay(seen->arena, seen->then, &entry->event);
    return true;
}

static bool sealed_changed(struct world *world, struct record *record, const struct action *action, int64_t version)
{
    struct seen seen = {world->arena, projection_blank(world->arena, record->reg), version};
    ledger_record_each(world->conn, record->reg->name, record->id, 1, replay_to, &seen);
    for (size_t i = 0; i < action->seal_count; i++) {
        const struct field *field = action->seals[i];
        if (!value_same(world_value(world, record, field), seen.then->values[field->index]))
            return true;
    }
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
    refuse(doing, OUTCOME_STALE, TEXT("Somebody changed this record meanwhile. Look at it again, then decide"));
    return true;
}

struct value *values_before(struct world *world, struct record *record)
{
    struct value *before = ARENA_ARRAY(world->arena, struct value, record->reg->field_count);
    for (size_t i = 0; i < record->reg->field_count; i++)
        if (!record->reg->fields[i]->computed)
            before[i] = world_value(world, record, record->reg->fields[i]);
    return before;
}

bool take_inputs(struct doing *doing, struct record *record, bool (*admits)(void *context, const struct field *field),
                 void *context)
{
    struct world *world = doing->world;
    bool unknown = false;
    for (size_t i = 0; i < doing->command->input_count; i++) {
        const struct input *input = &doing->command->inputs[i];
        const struct field *field = reg_field(record->reg, input->name);
        struct value value;
        struct text message;
        if (!field || !world_may_read_field(world, record, field)) {
            unknown = true;
            refuse_field(doing, input->name, TEXT("There is no such field"));
        } else if (!admits(context, field)) {
            unknown = true;
            refuse_field(doing, input->name, TEXT("This field cannot be given here"));
        } else if (!input_value(world, field, input, &value, &message)) {
            refuse_field(doing, input->name, message);
        } else {
            record->values[field->index] = value;
            record->many_read[field->index] = true;
        }
    }
    if (doing->answer->error_count)
        refuse(doing, unknown ? OUTCOME_MALFORMED : OUTCOME_INVALID, TEXT("Some of what was given cannot be taken"));
    return doing->answer->error_count == 0;
}

static bool is_taken(struct world *world, const struct record *record, const struct field *field)
{
    struct hint hint = {.kind = HINT_FIELD, .field = field, .value = record->values[field->index]};
    size_t count;
    const int64_t *ids = world_facts.records(world, record->reg, &hint, 1, &count);
    for (size_t i = 0; i < count; i++)
        if (ids[i] != record->id)
            return true;
    return false;
}

void check_whole(struct doing *doing, struct record *record, struct verdict *verdict)
{
    struct world *world = doing->world;
    for (size_t i = 0; i < record->reg->field_count; i++) {
        const struct field *field = record->reg->fields[i];
        bool judged = field->unique && !field->computed && record->values[i].kind != VALUE_MISSING;
        if (judged && is_taken(world, record, field))
            verdict_add(world, verdict,
                        arena_format(world->arena, "Another %.*s has this %.*s already", TEXT_ARGS(record->reg->label),
                                     TEXT_ARGS(field->label)),
                        &field->cites)
                ->field = field;
    }
}

size_t put_changed(struct change *change, const struct record *record, const struct value *before)
{
    size_t changed = 0;
    for (size_t i = 0; i < record->reg->field_count; i++) {
        const struct field *field = record->reg->fields[i];
        if (field->computed || (before ? value_same(before[i], record->values[i]) : record->values[i].kind == VALUE_MISSING))
            continue;
        change_field(change, field, record->values[i]);
        changed++;
    }
    return changed;
}

static void put_verdict(struct change *change, const struct verdict *verdict, const struct command *command)
{
    struct arena *arena = change->world->arena;
    struct buf waivers = buf_in(arena);
    for (size_t i = 0; i < verdict->waiver_count; i++)
        buf_format(&waivers, "%s%.*s", i ? ", " : "", TEXT_ARGS(verdict->waivers[i]));
    if (verdict->waived)
        change_value(change, "waived", buf_text(&waivers));
    if (text_trim(command->reason).n)
        change_value(change, "reason", command->reason);
    for (size_t i = 0; i < verdict->should_count; i++)
        change_value(change, arena_format(arena, "should:%zu", i).s, verdict->should[i].message);
}

void perform(struct doing *doing, struct record *record, const struct action *action, const struct value *before,
             struct verdict *verdict, const int64_t *people, size_t people_count, const struct text *votes)
{
    struct world *world = doing->world;
    struct verdict after = {0};
    effects_set(world, record, action);
    check_whole(doing, record, &after);
    struct change change = change_of(world, record, EVENT_ACT);
    change.event.action = action->name;
    if (action->moves)
        change.event.state = record->reg->states->values[action->to].name;
    put_changed(&change, record, before);
    put_verdict(&change, verdict, doing->command);
    change_people(&change, "people", people, people_count);
    if (votes)
        change_value(&change, "votes", *votes);
    guard_required(world, record, action->moves ? action->to : record->state, &after);
    if (refuse_blocked(doing, &after))
        return;
    if (!change_write(&change)) {
        broken(doing);
        return;
    }
    effects_nevers(world, record, &after);
    if (refuse_blocked(doing, &after))
        return;
    bool kept = change_void_seals(world, record, before) && effects_tell(world, record, action) &&
                effects_open(world, record, action, &after);
    if (!kept)
        broken(doing);
    else if (!refuse_blocked(doing, &after))
        finish(doing, record);
}

/* ---- opening ---- */

struct opening {
    struct world *world;
    struct record *record;
};

static bool is_asked(const struct action *action, const struct field *field)
{
    for (size_t i = 0; i < action->ask_count; i++)
        if (action->asks[i].field == field)
            return true;
    return false;
}

static bool admits_opening(void *context, const struct field *field)
{
    struct opening *opening = context;
    if (field->computed || field->engine)
        return false;
    return is_asked(opening->record->reg->create, field) || guard_edit(opening->world, opening->record, field);
}

static struct record *blank_open(struct world *world, const struct reg *reg)
{
    struct record *record = projection_blank(world->arena, reg);
    record->id = change_next_id(world, reg);
    record->state = reg->states ? 0 : -1;
    record->created = record->updated = world->now;
    record->creator = world->actor;
    world_keep(world, record);
    for (size_t i = 0; i < reg->field_count; i++) {
        struct scene scene = world_scene(world, record);
        if (reg->fields[i]->initial)
            record->values[i] = evaluate_value(&scene, reg->fields[i]->initial);
    }
    return record;
}

static void require_at_opening(struct doing *doing, struct record *record)
{
    const struct action *create = record->reg->create;
    for (size_t i = 0; i < create->ask_count; i++) {
        const struct field *field = create->asks[i].field;
        bool required = create->asks[i].required || field->required ||
                        (field->required_when && guard_holds(doing->world, record, field->required_when));
        if (required && world_value(doing->world, record, field).kind == VALUE_MISSING)
            refuse_field(doing, field->name, arena_format(doing->world->arena, "Give: %.*s", TEXT_ARGS(field->label)));
    }
    if (doing->answer->error_count)
        refuse(doing, OUTCOME_INVALID, TEXT("Something required is missing"));
}

static void write_opening(struct doing *doing, struct record *record, struct verdict *verdict)
{
    struct world *world = doing->world;
    const struct action *create = record->reg->create;
    size_t stood_count;
    const int64_t *stood = guard_stood_for(world, record, create->by_count ? create->by[0] : NULL, &stood_count);
    int64_t *people = ARENA_ARRAY(world->arena, int64_t, stood_count + 1);
    people[0] = world->actor;
    for (size_t i = 0; i < stood_count; i++)
        people[i + 1] = stood[i];
    record->number = change_next_number(world, record->reg);
    struct change change = change_of(world, record, EVENT_OPEN);
    change.event.action = TEXT("create");
    change_value(&change, "number", record->number);
    put_changed(&change, record, NULL);
    put_verdict(&change, verdict, doing->command);
    change_people(&change, "people", people, stood_count + 1);
    record->state = -1; /* so that taking the event in notes when its first state was entered */
    struct verdict after = {0};
    if (!change_write(&change)) {
        broken(doing);
        return;
    }
    effects_nevers(world, record, &after);
    if (refuse_blocked(doing, &after))
        return;
    if (!effects_tell(world, record, create) || !effects_open(world, record, create, &after))
        broken(doing);
    else if (!refuse_blocked(doing, &after))
        finish(doing, record);
    doing->answer->created = true;
}

void command_open(struct doing *doing)
{
    struct world *world = doing->world;
    const struct reg *reg = rulebook_register(world->rulebook, doing->command->register_name);
    if (!reg || reg->builtin) {
        refuse(doing, OUTCOME_MISSING, TEXT("There is no such register"));
        return;
    }
    struct record *record = blank_open(world, reg);
    struct opening opening = {world, record};
    const struct action *create = reg->create;
    /* Opening needs the right to open as well as that no one else learns what registers there are. */
    if (!guard_by(world, record, create)) {
        refuse_by(doing, arena_format(world->arena, "You may not open a %.*s", TEXT_ARGS(reg->label)),
                  create->by_count ? expr_print(world->arena, create->by[0]) : TEXT("create"),
                  guard_who(world, record, create), &create->by_cites);
        return;
    }
    if (!take_inputs(doing, record, admits_opening, &opening))
        return;
    require_at_opening(doing, record);
    if (doing->answer->error_count)
        return;
    struct verdict verdict = {0};
    guard_needs(world, record, create, -1, &verdict);
    effects_set(world, record, create);
    check_whole(doing, record, &verdict);
    if (!refuse_blocked(doing, &verdict))
        write_opening(doing, record, &verdict);
}

/* ---- editing ---- */

struct editing {
    struct world *world;
    struct record *record;
    const struct edit_rule *refused_by;
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
            bool here = rule->in ? rule->in[record->state] : !record->reg->states->values[record->state].final;
            if (here)
                return rule;
            other = rule;
        }
    }
    return other;
}

static void refuse_edit(struct doing *doing, const struct record *record, const struct field *field)
{
    struct world *world = doing->world;
    const struct edit_rule *rule = rule_for(record, field);
    bool here = rule && (rule->in ? rule->in[record->state] : !record->reg->states->values[record->state].final);
    struct text who = here ? guard_who_expr(world, record, rule->by) : TEXT("nobody, in this state");
    struct text why = arena_format(world->arena, "%.*s is not yours to change here", TEXT_ARGS(field->label));
    refuse_by(doing, why, rule ? expr_print(world->arena, rule->by) : TEXT("no edit names this field"), who,
              rule ? &rule->cites : NULL);
}

/* Whether the record as it was lets the actor edit every field named; unknown ones are left to take_inputs. */
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

static void put_edit_people(struct doing *doing, struct change *change, struct record *record)
{
    for (size_t i = 0; i < doing->command->input_count; i++) {
        const struct field *field = reg_field(record->reg, doing->command->inputs[i].name);
        const struct edit_rule *rule = guard_edit(doing->world, record, field);
        size_t count;
        const int64_t *stood = guard_stood_for(doing->world, record, rule ? rule->by : NULL, &count);
        if (count) {
            change_people(change, "stood_for", stood, count);
            return;
        }
    }
}

static void write_edit(struct doing *doing, struct record *record, const struct value *before)
{
    struct world *world = doing->world;
    struct verdict verdict = {0};
    check_whole(doing, record, &verdict);
    guard_required(world, record, record->state, &verdict);
    if (refuse_blocked(doing, &verdict))
        return;
    struct change change = change_of(world, record, EVENT_EDIT);
    if (!put_changed(&change, record, before)) {
        finish(doing, record);
        return;
    }
    put_edit_people(doing, &change, record);
    if (!change_write(&change)) {
        broken(doing);
        return;
    }
    effects_nevers(world, record, &verdict);
    if (refuse_blocked(doing, &verdict))
        return;
    if (!change_void_seals(world, record, before))
        broken(doing);
    else
        finish(doing, record);
}

void command_edit(struct doing *doing)
{
    const struct reg *reg;
    struct record *record = find_record(doing, &reg);
    if (!record)
        return;
    if (reg->builtin) {
        refuse(doing, OUTCOME_MISSING, TEXT("There is no such record, or it is not yours to see"));
        return;
    }
    struct value *before = values_before(doing->world, record);
    bool types = take_inputs(doing, record, admits_any, NULL);
    struct value *asked = ARENA_ARRAY(doing->world->arena, struct value, reg->field_count);
    for (size_t i = 0; i < reg->field_count; i++) {
        asked[i] = record->values[i];
        record->values[i] = before[i];
    }
    if (!types || !may_edit_all(doing, record) || refuse_stale(doing, record, NULL))
        return;
    for (size_t i = 0; i < reg->field_count; i++)
        record->values[i] = asked[i];
    write_edit(doing, record, before);
}

/* ---- acting ---- */

static bool admits_asked(void *context, const struct field *field)
{
    return is_asked(context, field);
}

static void refuse_action(struct doing *doing, struct record *record, const struct action *action)
{
    struct world *world = doing->world;
    struct text rule = action->by_kind == BY_BOARD    ? arena_format(world->arena, "board %.*s", TEXT_ARGS(action->board->name))
                       : action->by_kind == BY_SYSTEM ? TEXT("system")
                                                      : expr_print(world->arena, action->by[0]);
    refuse_by(doing, arena_format(world->arena, "You may not do this: %.*s", TEXT_ARGS(action->label)), rule,
              guard_who(world, record, action), action->by_cites.count ? &action->by_cites : &action->cites);
}

enum { SIGNERS_MAX = 16 };

struct signers {
    int64_t people[SIGNERS_MAX];
    size_t count;
};

static struct signers read_signers(struct world *world, const struct record *record, const struct action *action)
{
    struct signers signers = {0};
    STMT_SCOPED stmt = conn_prepare(world->conn, TEXT("SELECT person FROM reeve_signature WHERE register=?1 AND record=?2 "
                                                      "AND action=?3 ORDER BY time,person"));
    stmt_bind_text(stmt, 1, record->reg->name);
    stmt_bind_int(stmt, 2, record->id);
    stmt_bind_text(stmt, 3, action->name);
    while (stmt_row(stmt) && signers.count < SIGNERS_MAX - 1)
        signers.people[signers.count++] = stmt_int(stmt, 0);
    return signers;
}

static bool holds_for(struct world *world, const struct record *record, const struct expr *by, int64_t person)
{
    int64_t actor = world->actor;
    world->actor = person;
    bool holds = guard_holds(world, record, by);
    world->actor = actor;
    return holds;
}

/* One augmenting path of a matching between signers and parts; parts[p] is the signer + 1 who has it. */
static bool pair(struct world *world, const struct record *record, const struct action *action,
                 const struct signers *signers, size_t signer, size_t *parts, bool *tried)
{
    for (size_t p = 0; p < action->by_count; p++) {
        if (tried[p] || !holds_for(world, record, action->by[p], signers->people[signer]))
            continue;
        tried[p] = true;
        if (!parts[p] || pair(world, record, action, signers, parts[p] - 1, parts, tried)) {
            parts[p] = signer + 1;
            return true;
        }
    }
    return false;
}

/* How many of the signers can be paired one to one with the parts of an `each of`. */
static size_t paired(struct world *world, const struct record *record, const struct action *action,
                     const struct signers *signers)
{
    size_t *parts = ARENA_ARRAY(world->arena, size_t, action->by_count);
    size_t count = 0;
    for (size_t s = 0; s < signers->count; s++) {
        bool *tried = ARENA_ARRAY(world->arena, bool, action->by_count);
        count += pair(world, record, action, signers, s, parts, tried);
    }
    return count;
}

static bool sign(struct doing *doing, struct record *record, const struct action *action)
{
    struct world *world = doing->world;
    struct change change = change_of(world, record, EVENT_SIGN);
    change.event.action = action->name;
    if (text_trim(doing->command->reason).n)
        change_value(&change, "reason", doing->command->reason);
    if (!change_write(&change)) {
        broken(doing);
        return false;
    }
    return true;
}

/* Records the signature of an `each of`; true when it was the last one. */
static bool sign_each(struct doing *doing, struct record *record, const struct action *action,
                      const struct value *before, struct signers *signers)
{
    struct world *world = doing->world;
    *signers = read_signers(world, record, action);
    struct verdict verdict = {0};
    for (size_t i = 0; i < signers->count; i++)
        if (signers->people[i] == world->actor)
            verdict_add(world, &verdict, TEXT("You have signed this already. Somebody else must sign next"), &action->cites);
    size_t had = paired(world, record, action, signers);
    signers->people[signers->count++] = world->actor;
    size_t have = paired(world, record, action, signers);
    if (!verdict.unmet_count && have == had)
        verdict_add(world, &verdict, TEXT("Somebody has already signed for your part. Another part is still open"),
                    &action->cites);
    if (refuse_blocked(doing, &verdict))
        return false;
    if (have == action->by_count)
        return true;
    for (size_t i = 0; i < record->reg->field_count; i++)
        record->values[i] = before[i];
    if (sign(doing, record, action)) {
        finish(doing, record);
        doing->answer->waiting = true;
    }
    return false;
}

static int64_t *acting_people(struct world *world, const struct record *record, const struct action *action,
                              const struct signers *signers, size_t *count)
{
    size_t stood_count = 0, kept = 0;
    const int64_t *stood = NULL;
    if (action->by_kind == BY_EXPR)
        stood = guard_stood_for(world, record, action->by[0], &stood_count);
    int64_t *people = ARENA_ARRAY(world->arena, int64_t, stood_count + SIGNERS_MAX + 1);
    for (size_t i = 0; i < signers->count; i++)
        people[kept++] = signers->people[i];
    if (!signers->count)
        people[kept++] = world->actor;
    for (size_t i = 0; i < stood_count; i++)
        people[kept++] = stood[i];
    *count = kept;
    return people;
}

/* Everything that stands in the way, with the asked values in place. */
static struct verdict judge_action(struct world *world, struct record *record, const struct action *action)
{
    struct verdict verdict = {0};
    guard_state(world, record, action, &verdict);
    guard_asks(world, record, action, &verdict);
    guard_needs(world, record, action, -1, &verdict);
    guard_required(world, record, action->moves ? action->to : record->state, &verdict);
    return verdict;
}

/* A required field that this action's own `set` fills is not in the way. */
static void forgive_sets(const struct action *action, struct verdict *verdict)
{
    size_t kept = 0;
    for (size_t i = 0; i < verdict->unmet_count; i++) {
        bool is_set = false;
        for (size_t s = 0; verdict->unmet[i].field && s < action->set_count; s++)
            is_set |= action->sets[s].set.field == verdict->unmet[i].field;
        if (!is_set)
            verdict->unmet[kept++] = verdict->unmet[i];
    }
    verdict->unmet_count = kept;
}

static void act_on(struct doing *doing, struct record *record, const struct action *action)
{
    struct world *world = doing->world;
    struct value *before = values_before(world, record);
    bool types = take_inputs(doing, record, admits_asked, (void *)(uintptr_t)action);
    struct value *asked = values_before(world, record);
    for (size_t i = 0; i < record->reg->field_count; i++)
        record->values[i] = before[i];
    if (!types)
        return;
    if (!guard_by(world, record, action)) {
        refuse_action(doing, record, action);
        return;
    }
    if (refuse_stale(doing, record, action))
        return;
    size_t people_count;
    struct signers signers = {0};
    const int64_t *people = acting_people(world, record, action, &signers, &people_count);
    for (size_t i = 0; i < record->reg->field_count; i++)
        record->values[i] = asked[i];
    struct verdict verdict = judge_action(world, record, action);
    forgive_sets(action, &verdict);
    if (refuse_blocked(doing, &verdict))
        return;
    if (action->by_kind == BY_EACH) {
        if (!sign_each(doing, record, action, before, &signers))
            return;
        people = acting_people(world, record, action, &signers, &people_count);
    }
    perform(doing, record, action, before, &verdict, people, people_count, NULL);
}

void command_act(struct doing *doing)
{
    const struct reg *reg;
    struct record *record = find_record(doing, &reg);
    if (!record)
        return;
    const struct action *action = reg_action(reg, doing->command->action);
    if (!action || action->is_create)
        refuse(doing, OUTCOME_MALFORMED,
               arena_format(doing->world->arena, "A %.*s has no action of this name", TEXT_ARGS(reg->label)));
    else
        act_on(doing, record, action);
}

/* ---- comments ---- */

enum { COMMENT_BYTES = TEXT_BYTES };

static bool may_comment(struct world *world, const struct record *record)
{
    return record->reg->comment_count == 0 ||
           guard_any(world, record, record->reg->comments, record->reg->comment_count);
}

void command_comment(struct doing *doing)
{
    const struct reg *reg;
    struct record *record = find_record(doing, &reg);
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
    if (!may_comment(world, record)) {
        refuse_by(doing, TEXT("You may not comment here"), TEXT("comment"),
                  guard_who_expr(world, record, reg->comments[0].test), &reg->comments[0].cites);
        return;
    }
    struct change change = change_of(world, record, EVENT_COMMENT);
    change_value(&change, "comment", value.text);
    if (change_write(&change))
        finish(doing, record);
    else
        broken(doing);
}
