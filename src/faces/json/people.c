#include "engine/once.h"
#include "engine/powers.h"
#include "faces/json/body.h"
#include "faces/json/calls.h"
#include "faces/json/problem.h"
#include "faces/json/render.h"
#include "rules/explain_json.h"

/* ---- accounts ---- */

static struct face_command *person_command(struct asked *asked, enum command_kind kind,
                                           void (*then)(struct face_command *done))
{
    struct face_command *command = body_command(asked, kind, then);
    if (command)
        command->command.person = call_parameter(asked, "person");
    return command;
}

/* The fields of a person stand in the body itself, or under "fields" as those of every other record. */
static void account_command(struct asked *asked, enum command_kind kind)
{
    BODY_SCOPED body = body_read(asked, NULL);
    struct face_command *command = body ? person_command(asked, kind, call_answer_record) : NULL;
    if (!command)
        return;
    static const char *const keys[] = {"fields", NULL};
    const json_t *fields = json_object_get(body, "fields");
    if (fields && !body_only(asked, body, keys))
        return;
    if (body_inputs(asked, fields ? fields : body, "fields", &command->command.inputs,
                    &command->command.input_count))
        face_command(command);
}

void call_person_new(struct asked *asked)
{
    account_command(asked, COMMAND_PERSON_NEW);
}

void call_person_edit(struct asked *asked)
{
    account_command(asked, COMMAND_PERSON_EDIT);
}

static void activity_command(struct asked *asked, enum command_kind kind)
{
    static const char *const keys[] = {NULL};
    BODY_SCOPED body = body_read(asked, keys);
    struct face_command *command = body ? person_command(asked, kind, call_answer_record) : NULL;
    if (command)
        face_command(command);
}

void call_deactivate(struct asked *asked)
{
    activity_command(asked, COMMAND_DEACTIVATE);
}

void call_activate(struct asked *asked)
{
    activity_command(asked, COMMAND_ACTIVATE);
}

/* ---- one-time passwords ---- */

/* The person, when the one who asks may reset their password; 0 when it was answered otherwise. */
static int64_t may_reset(struct asked *asked)
{
    struct answer refused = {.outcome = OUTCOME_REFUSED, .rule = TEXT("manage people")};
    struct view view;
    if (!face_view(asked, &view))
        return 0;
    struct record *person = world_person(view.world, call_parameter(asked, "person"));
    int64_t id = person ? person->id : 0;
    bool may = person && people_may_manage(view.world, person);
    refused.who = people_managers(view.world);
    view_close(&view);
    if (may)
        return id;
    refused.message = TEXT("You may not reset passwords");
    if (id)
        problem_outcome(asked, &refused);
    else
        call_missing(asked);
    return 0;
}

static bool nothing_more(struct world *world, void *context)
{
    (void)world, (void)context;
    return true;
}

/* Takes the key before the work: a one-time password is kept nowhere, so that no retry can show it again.
 * False: answered. */
static bool take_key(struct asked *asked, const struct once *once)
{
    struct answer answer;
    once_write(asked->face->engine, asked->exchange->request.arena, asked->caller.person, once, &answer,
               nothing_more, NULL);
    if (answer.repeated)
        problem_answer(
            asked, 409,
            TEXT("A password was made for this Idempotency-Key, and is shown once only. If you did not get "
                 "it, ask for another with a new key"));
    else if (answer.outcome != OUTCOME_DONE)
        problem_outcome(asked, &answer);
    return answer.outcome == OUTCOME_DONE && !answer.repeated;
}

void call_password(struct asked *asked)
{
    static const char *const keys[] = {NULL};
    BODY_SCOPED body = body_read(asked, keys);
    struct once once = {0};
    int64_t person = body && body_once(asked, &once) ? may_reset(asked) : 0;
    if (!person || (once.key.n && !take_key(asked, &once)))
        return;
    struct text password =
        identity_one_time(asked->face->engine, asked->exchange->request.arena, person, asked->caller.person);
    if (!password.n) {
        problem_answer(asked, 503, TEXT("The password could not be kept. Try again shortly"));
        return;
    }
    struct json json = call_begin(asked, 200);
    json_put_object(&json);
    json_key_text(&json, "password", password);
    json_key_bool(&json, "one_time", true);
    json_key_time(&json, "expires", engine_now(asked->face->engine) + IDENTITY_ONE_TIME_HOURS * TIME_HOUR);
    json_put_object_end(&json);
    call_end(asked);
}

/* ---- roles, deputies, absences: entries with an id ---- */

/* An entry as it is kept: its id and what it holds. */
static void put_entry(struct json *json, struct world *world, struct record *entry)
{
    json_put_object(json);
    json_key_int(json, "id", entry->id);
    for (size_t i = 0; i < entry->reg->field_count; i++) {
        const struct field *field = entry->reg->fields[i];
        struct value value = world_value(world, entry, field);
        if (value.kind == VALUE_MISSING)
            continue;
        json_put_key(json, text_is(field->name, "per") ? TEXT("for") : field->name);
        render_value(json, world, field->type, value);
    }
    json_put_object_end(json);
}

static void entry_answer(struct face_command *done)
{
    struct asked *asked = done->asked;
    struct view view;
    if (done->answer.outcome != OUTCOME_DONE) {
        problem_outcome(asked, &done->answer);
        return;
    }
    if (!face_view(asked, &view))
        return;
    struct json json = call_begin(asked, done->answer.created ? 201 : 200);
    put_entry(&json, view.world, world_record(view.world, done->answer.reg, done->answer.record));
    call_close(asked, &view, true);
}

static void entry_command(struct asked *asked, enum command_kind kind, const char *const *keys)
{
    BODY_SCOPED body = body_read(asked, keys);
    struct face_command *command = body ? person_command(asked, kind, entry_answer) : NULL;
    if (!command)
        return;
    struct command *c = &command->command;
    if (body_text(asked, body, "role", &c->role) && body_text(asked, body, "for", &c->per) &&
        body_text(asked, body, "deputy", &c->deputy) && body_time(asked, body, "from", &c->from) &&
        body_time(asked, body, "to", &c->to))
        face_command(command);
}

/* Ends an entry now, or at the moment given as "to". */
static void end_command(struct asked *asked, enum command_kind kind)
{
    static const char *const keys[] = {"to", NULL};
    BODY_SCOPED body = body_read(asked, keys);
    struct face_command *command = body ? person_command(asked, kind, entry_answer) : NULL;
    if (!command || !body_time(asked, body, "to", &command->command.from))
        return;
    if (text_to_int(call_parameter(asked, "id"), &command->command.id))
        face_command(command);
    else
        call_missing(asked);
}

void call_grant(struct asked *asked)
{
    static const char *const keys[] = {"role", "for", "from", "to", NULL};
    entry_command(asked, COMMAND_GRANT, keys);
}

void call_grant_end(struct asked *asked)
{
    end_command(asked, COMMAND_GRANT_END);
}

void call_deputy(struct asked *asked)
{
    static const char *const keys[] = {"deputy", "role", "from", "to", NULL};
    entry_command(asked, COMMAND_DEPUTY, keys);
}

void call_deputy_end(struct asked *asked)
{
    end_command(asked, COMMAND_DEPUTY_END);
}

void call_absence(struct asked *asked)
{
    static const char *const keys[] = {"from", "to", NULL};
    entry_command(asked, COMMAND_ABSENCE, keys);
}

void call_absence_end(struct asked *asked)
{
    end_command(asked, COMMAND_ABSENCE_END);
}

/* ---- what they can see and do ---- */

static void put_set(struct json *json, struct world *world, const struct power_set *set)
{
    json_put_object(json);
    if (set->principal) {
        json_key_text(json, "deputy_of", world_name(world, world->rulebook->person, set->principal));
        if (set->role)
            json_key_text(json, "role", set->role->name);
        if (set->to != INT64_MAX)
            json_key_time(json, "to", set->to);
    }
    json_key_array(json, "roles");
    for (size_t i = 0; i < set->held_count; i++) {
        json_put_object(json);
        json_key_text(json, "role", set->held[i].role->name);
        json_key_given(json, "for", set->held[i].per);
        json_put_object_end(json);
    }
    json_put_array_end(json);
    explain_json(json, world->arena, &set->explanation);
    json_put_object_end(json);
}

static void put_powers(struct asked *asked, struct world *world, struct record *person)
{
    size_t count;
    struct power_set *sets = powers_of(world, person, &count);
    struct json json = call_begin(asked, 200);
    json_put_object(&json);
    json_key_text(&json, "person", person->number);
    json_key_array(&json, "sets");
    for (size_t i = 0; i < count; i++)
        put_set(&json, world, &sets[i]);
    json_put_array_end(&json);
    json_put_object_end(&json);
}

void call_explain(struct asked *asked)
{
    struct view view;
    if (body_parameters(asked, NULL))
        return;
    if (!face_view(asked, &view))
        return;
    struct record *person = world_person(view.world, call_parameter(asked, "person"));
    bool may = person && (person->id == view.world->actor || world_may_read(view.world, person));
    if (may)
        put_powers(asked, view.world, person);
    call_close(asked, &view, may);
}
