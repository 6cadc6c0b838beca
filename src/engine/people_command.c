/* Commands on people: accounts, roles for periods, deputies, absences. */
#include "engine/change.h"
#include "engine/commands.h"
#include "engine/effects.h"
#include "engine/hooks.h"
#include "engine/input.h"
#include "engine/people.h"
#include "engine/projection.h"

static const struct field *field_of(const struct reg *reg, const char *name)
{
    return reg_field(reg, text_of(name));
}

/* A new record of a built-in register, numbered by its id. */
static struct record *begin(struct world *world, const struct reg *reg)
{
    struct record *record = projection_blank(world->arena, reg);
    record->id = change_next_id(world, reg);
    record->number = arena_format(world->arena, "%lld", (long long)record->id);
    record->state = 0;
    record->creator = world->actor;
    record->created = record->updated = world->now;
    return record;
}

static void write_new(struct doing *doing, struct record *record, enum event_kind kind)
{
    struct change change = change_of(doing->world, record, kind);
    change_value(&change, "number", record->number);
    put_changed(&change, record, NULL);
    record->state = -1; /* so that taking the event in notes when its first state was entered */
    if (!change_write(&change)) {
        broken(doing);
        return;
    }
    settle_change(doing, record, NULL, NULL);
    doing->answer->created = true;
    doing->answer->id = record->id;
}

static struct record *find_person(struct doing *doing)
{
    struct record *person = world_person(doing->world, doing->command->person);
    if (!person)
        refuse(doing, OUTCOME_MISSING, TEXT("Nobody has this username"));
    return person;
}

/* ---- accounts ---- */

static bool is_username(struct text username)
{
    if (!username.n || username.n > 64)
        return false;
    for (size_t i = 0; i < username.n; i++) {
        char c = username.s[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (!plain && (i == 0 || (c != '.' && c != '_' && c != '-')))
            return false;
    }
    return true;
}

static bool admits_person(void *context, const struct field *field)
{
    const bool *opening = context;
    return !field->computed && (*opening || !text_is(field->name, "username"));
}

/* What `extend person` requires is asked for at opening like any other, but not of the operator, who cannot
 * know it. */
static void check_person(struct doing *doing, struct record *record, bool opening)
{
    struct value username = record->values[field_of(record->reg, "username")->index];
    for (size_t i = 0; i < record->reg->field_count; i++) {
        const struct field *field = record->reg->fields[i];
        bool asked = field->engine || (opening && doing->world->actor > 0 && !reg_names(record->reg, field));
        if (asked && field->required && record->values[i].kind == VALUE_MISSING)
            refuse_field(doing, field->name,
                         arena_format(doing->world->arena, "Give: %.*s", TEXT_ARGS(field->label)));
    }
    if (username.kind == VALUE_TEXT && !is_username(username.text))
        refuse_field(doing, TEXT("username"),
                     TEXT("Use lower-case letters, digits, dots, dashes and underscores, at most 64, "
                          "beginning with a letter or digit"));
    if (doing->answer->error_count)
        refuse(doing, OUTCOME_INVALID, TEXT("Some of what was given cannot be taken"));
}

static bool refuse_manager(struct doing *doing, const struct record *person)
{
    if (people_may_manage(doing->world, person))
        return false;
    refuse_by(doing, TEXT("You may not administer people"), TEXT("manage people"),
              people_managers(doing->world), NULL);
    return true;
}

/* 403 for a field that is not the actor's to give; `managed`: who they must manage for what no rule names. */
static bool refuse_given(struct doing *doing, const struct record *person, const struct record *managed)
{
    for (size_t i = 0; i < doing->command->input_count; i++) {
        const struct field *field = reg_field(person->reg, doing->command->inputs[i].name);
        if (!field && people_may_change(doing->world, person))
            continue; /* for take_inputs to say */
        bool ruled = field && !field->engine && reg_names(person->reg, field);
        if (!ruled && refuse_manager(doing, managed))
            return true;
        if (!ruled || people_may_give(doing->world, person, field))
            continue;
        refuse_edit(doing, person, field);
        return true;
    }
    return false;
}

/* `before` NULL: a new one. */
static void write_person(struct doing *doing, struct record *person, const struct value *before)
{
    struct verdict verdict = {0};
    guard_unique(doing->world, person, &verdict);
    if (refuse_blocked(doing, &verdict))
        return;
    if (!before) {
        write_new(doing, person, EVENT_PERSON);
        return;
    }
    struct change change = change_of(doing->world, person, EVENT_PERSON);
    if (!put_changed(&change, person, before))
        finish(doing, person);
    else if (!change_write(&change))
        broken(doing);
    else
        settle_change(doing, person, NULL, before);
}

void command_person_new(struct doing *doing)
{
    struct world *world = doing->world;
    const struct reg *reg = world->rulebook->person;
    const struct record *self = world_record(world, reg, world->actor);
    struct record *person = world_blank(world, reg, change_next_id(world, reg));
    bool opening = true;
    if (refuse_manager(doing, self) || refuse_given(doing, person, self) ||
        !take_inputs(doing, person, admits_person, &opening))
        return;
    check_person(doing, person, opening);
    if (doing->answer->error_count)
        return;
    person->number = person->values[field_of(reg, "username")->index].text;
    write_person(doing, person, NULL);
}

void command_person_edit(struct doing *doing)
{
    struct record *person = find_person(doing);
    bool opening = false;
    if (!person || refuse_given(doing, person, person))
        return;
    struct value *before = values_before(doing->world, person);
    if (!take_inputs(doing, person, admits_person, &opening))
        return;
    check_person(doing, person, opening);
    if (!doing->answer->error_count && !refuse_stale(doing, person, NULL))
        write_person(doing, person, before);
}

void command_activity(struct doing *doing)
{
    struct record *person = find_person(doing);
    if (!person || refuse_manager(doing, person))
        return;
    if (person->id == doing->world->actor) {
        refuse_by(doing, TEXT("Nobody deactivates their own account"), TEXT("manage people"),
                  people_managers(doing->world), NULL);
        return;
    }
    struct change change = change_of(doing->world, person, EVENT_PERSON);
    struct verdict after = {0};
    bool ends = doing->command->kind == COMMAND_DEACTIVATE;
    bool same = world_inactive(doing->world, person->id) == ends;
    change.event.state = ends ? TEXT("inactive") : TEXT("active");
    if ((!same && !change_write(&change)) || (ends && !hooks_deactivated(doing->world->conn, person->id))) {
        broken(doing);
        return;
    }
    effects_nevers(doing->world, person, &after);
    if (!refuse_blocked(doing, &after))
        finish(doing, person);
}

/* ---- roles ---- */

static const struct role *find_role(struct doing *doing, bool required)
{
    const struct role *role = rulebook_role(doing->world->rulebook, doing->command->role);
    if (role || (!required && !doing->command->role.n))
        return role;
    refuse_field(doing, TEXT("role"), TEXT("There is no such role"));
    refuse(doing, OUTCOME_INVALID, TEXT("There is no such role"));
    return NULL;
}

static bool check_per(struct doing *doing, const struct role *role)
{
    struct text per = doing->command->per;
    if (!per.n || (role->per && choice_index(role->per, per) >= 0))
        return true;
    refuse_field(doing, TEXT("for"),
                 role->per ? TEXT("The role is not held for such a value")
                           : TEXT("This role is held for nothing in particular"));
    refuse(doing, OUTCOME_INVALID, TEXT("The role cannot be held so"));
    return false;
}

static bool check_period(struct doing *doing, int64_t from)
{
    if (doing->command->to == INT64_MIN || doing->command->to > from)
        return true;
    refuse_field(doing, TEXT("to"), TEXT("Give an end after the start"));
    refuse(doing, OUTCOME_INVALID, TEXT("The period ends before it begins"));
    return false;
}

static bool taken_single(struct world *world, const struct role *role, int64_t from, int64_t to)
{
    STMT_SCOPED stmt =
        conn_prepare(world->conn, TEXT("SELECT 1 FROM \"holding\" WHERE \"role\"=?1 AND \"from\"<?3 AND "
                                       "(\"to\" IS NULL OR (\"to\">?2 AND \"to\">\"from\"))"));
    stmt_bind_text(stmt, 1, role->name);
    stmt_bind_int(stmt, 2, from);
    stmt_bind_int(stmt, 3, to);
    return stmt_row(stmt);
}

static void set_period(struct record *record, int64_t from, int64_t to)
{
    record->values[field_of(record->reg, "from")->index] = (struct value){.kind = VALUE_TIME, .i = from};
    if (to != INT64_MIN)
        record->values[field_of(record->reg, "to")->index] = (struct value){.kind = VALUE_TIME, .i = to};
}

static struct value role_value(const struct reg *reg, const struct role *role)
{
    int i = choice_index(field_of(reg, "role")->type.choice, role->name);
    return i < 0 ? (struct value){0} : (struct value){.kind = VALUE_CHOICE, .i = i};
}

static bool refuse_grant(struct doing *doing, const struct role *role, const struct record *person)
{
    struct world *world = doing->world;
    if (person->id == world->actor) {
        refuse_by(doing, TEXT("Nobody grants themselves a role: somebody else must do it"),
                  TEXT("manage roles"), people_granters(world, role, person), &role->cites);
        return true;
    }
    if (people_may_grant(world, role, person))
        return false;
    struct text rule = role->granted_by ? expr_print(world->arena, role->granted_by) : TEXT("manage roles");
    refuse_by(doing,
              arena_format(world->arena, "You may not give or end the role %.*s", TEXT_ARGS(role->label)),
              rule, people_granters(world, role, person), &role->cites);
    return true;
}

void command_grant(struct doing *doing)
{
    struct world *world = doing->world;
    struct record *person = find_person(doing);
    const struct role *role = person ? find_role(doing, true) : NULL;
    int64_t from = doing->command->from == INT64_MIN ? world->now : doing->command->from;
    if (!role || refuse_grant(doing, role, person) || !check_per(doing, role) || !check_period(doing, from))
        return;
    int64_t to = doing->command->to == INT64_MIN ? INT64_MAX : doing->command->to;
    if (role->single && taken_single(world, role, from, to)) {
        refuse_for(doing, TEXT("Only one person holds this role at a time. End the other's first"),
                   &role->cites);
        return;
    }
    struct record *record = begin(world, world->rulebook->holding);
    record->values[field_of(record->reg, "person")->index] = value_record(person->id);
    record->values[field_of(record->reg, "role")->index] = role_value(record->reg, role);
    if (doing->command->per.n)
        record->values[field_of(record->reg, "per")->index] =
            (struct value){.kind = VALUE_TEXT, .text = doing->command->per};
    set_period(record, from, doing->command->to);
    write_new(doing, record, EVENT_GRANT);
    effects_message(world, person, person->id,
                    arena_format(world->arena, "You were given the role %.*s", TEXT_ARGS(role->label)));
}

/* Sets the end of a period; one that has not begun ends where it would begin. */
static void end_period(struct doing *doing, struct record *record)
{
    struct world *world = doing->world;
    const struct field *to = field_of(record->reg, "to");
    int64_t at = doing->command->from == INT64_MIN ? world->now : doing->command->from;
    struct value before = world_value(world, record, to);
    struct value begun = world_value(world, record, field_of(record->reg, "from"));
    struct verdict verdict = {0};
    if (before.kind == VALUE_TIME && before.i <= world->now)
        verdict_add(world, &verdict, TEXT("This has ended already"), NULL);
    if (at < world->now)
        verdict_add(world, &verdict, TEXT("It cannot end in the past. Leave the time out to end it now"),
                    NULL);
    if (refuse_blocked(doing, &verdict))
        return;
    struct change change = change_of(world, record, EVENT_END);
    if (begun.kind == VALUE_TIME && at < begun.i)
        at = begun.i;
    change_field(&change, to, (struct value){.kind = VALUE_TIME, .i = at});
    if (change_write(&change))
        finish(doing, record);
    else
        broken(doing);
}

/* A record of a built-in register that belongs to the person the command names. */
static struct record *find_owned(struct doing *doing, const struct reg *reg, const struct record *person)
{
    struct record *record = world_record(doing->world, reg, doing->command->id);
    if (record && world_value(doing->world, record, field_of(reg, "person")).i == person->id)
        return record;
    refuse(doing, OUTCOME_MISSING, TEXT("There is no such entry for this person"));
    return NULL;
}

void command_grant_end(struct doing *doing)
{
    struct world *world = doing->world;
    struct record *person = find_person(doing);
    struct record *record = person ? find_owned(doing, world->rulebook->holding, person) : NULL;
    if (!record)
        return;
    const struct field *field = field_of(record->reg, "role");
    struct value held = record->values[field->index];
    if (held.kind != VALUE_CHOICE) {
        refuse(doing, OUTCOME_MISSING, TEXT("The rulebook in force no longer has this role: it has ended"));
        return;
    }
    const struct role *role = rulebook_role(world->rulebook, field->type.choice->values[held.i].name);
    if (!people_may_grant(world, role, person)) {
        refuse_grant(doing, role, person);
        return;
    }
    end_period(doing, record);
    if (doing->answer->outcome == OUTCOME_DONE)
        effects_message(world, person, person->id,
                        arena_format(world->arena, "Your role %.*s ends", TEXT_ARGS(role->label)));
}

/* ---- deputies and absences ---- */

static bool manages_any_role(struct world *world, const struct record *person)
{
    for (size_t i = 0; i < world->rulebook->role_count; i++)
        if (people_may_grant(world, world->rulebook->roles[i], person))
            return true;
    return false;
}

/* For oneself, or by whoever manages roles. */
static bool refuse_for_others(struct doing *doing, const struct record *person)
{
    if (person->id == doing->world->actor || manages_any_role(doing->world, person))
        return false;
    struct text name = world_person_name(doing->world, person->id);
    refuse_by(doing, TEXT("You may arrange cover only for yourself"), TEXT("manage roles"),
              arena_format(doing->world->arena, "%.*s, or whoever manages roles", TEXT_ARGS(name)), NULL);
    return true;
}

void command_deputy(struct doing *doing)
{
    struct world *world = doing->world;
    struct record *person = find_person(doing);
    if (!person || refuse_for_others(doing, person))
        return;
    struct record *deputy = world_person(world, doing->command->deputy);
    if (!deputy || deputy->id == person->id) {
        refuse_field(doing, TEXT("deputy"),
                     deputy ? TEXT("Nobody is their own deputy") : TEXT("Nobody has this username"));
        refuse(doing, OUTCOME_INVALID, TEXT("The deputy cannot be appointed"));
        return;
    }
    if (deputy->id == world->actor) {
        refuse_by(doing, TEXT("Nobody appoints themselves: the one you would stand in for must do it"),
                  TEXT("manage roles"), world_person_name(world, person->id), NULL);
        return;
    }
    const struct role *role = find_role(doing, false);
    int64_t from = doing->command->from == INT64_MIN ? world->now : doing->command->from;
    if ((!role && doing->command->role.n) || !check_period(doing, from))
        return;
    struct record *record = begin(world, world->rulebook->deputy);
    record->values[field_of(record->reg, "person")->index] = value_record(person->id);
    record->values[field_of(record->reg, "deputy")->index] = value_record(deputy->id);
    if (role)
        record->values[field_of(record->reg, "role")->index] = role_value(record->reg, role);
    set_period(record, from, doing->command->to);
    write_new(doing, record, EVENT_DEPUTY);
    struct text name = world_person_name(world, person->id);
    effects_message(world, deputy, deputy->id,
                    arena_format(world->arena, "You were appointed deputy of %.*s", TEXT_ARGS(name)));
}

void command_absence(struct doing *doing)
{
    struct world *world = doing->world;
    struct record *person = find_person(doing);
    int64_t from = doing->command->from == INT64_MIN ? world->now : doing->command->from;
    if (!person || refuse_for_others(doing, person) || !check_period(doing, from))
        return;
    struct record *record = begin(world, world->rulebook->absence);
    record->values[field_of(record->reg, "person")->index] = value_record(person->id);
    set_period(record, from, doing->command->to);
    write_new(doing, record, EVENT_ABSENCE);
}

static void end_own(struct doing *doing, const struct reg *reg)
{
    struct record *person = find_person(doing);
    struct record *record = person ? find_owned(doing, reg, person) : NULL;
    if (record && !refuse_for_others(doing, person))
        end_period(doing, record);
}

void command_deputy_end(struct doing *doing)
{
    end_own(doing, doing->world->rulebook->deputy);
}

void command_absence_end(struct doing *doing)
{
    end_own(doing, doing->world->rulebook->absence);
}
