#include "faces/json/render.h"

#include "faces/json/problem.h"
#include "rules/explain_json.h"

/* ---- values ---- */

static void put_single(struct json *json, struct world *world, struct type type, struct value value)
{
    struct arena *arena = world->arena;
    switch (value.kind) {
    case VALUE_TEXT:
        json_put_text(json, value.text);
        break;
    case VALUE_NUMBER:
        json_put_int(json, value.i);
        break;
    case VALUE_FLAG:
        json_put_bool(json, value.i != 0);
        break;
    case VALUE_DATE:
        json_put_text(json, day_print(arena, value.i));
        break;
    case VALUE_MONTH:
        json_put_text(json, month_print(arena, value.i));
        break;
    case VALUE_TIME:
        json_put_time(json, value.i);
        break;
    case VALUE_CHOICE:
        json_put_text(json, type.choice->values[value.i].name);
        break;
    case VALUE_RECORD:
        json_put_text(json, world_name(world, type.target, value.i));
        break;
    case VALUE_MISSING:
    case VALUE_SET:
        json_put_null(json);
        break;
    }
}

/* A record that may not be read is not there: its number could say what it is about. */
static bool hidden(struct world *world, struct type type, struct value value)
{
    return value.kind == VALUE_RECORD && !world_shows(world, type.target, value.i);
}

void render_value(struct json *json, struct world *world, struct type type, struct value value)
{
    if (value.kind != VALUE_SET) {
        put_single(json, world, type, hidden(world, type, value) ? (struct value){0} : value);
        return;
    }
    json_put_array(json);
    for (size_t i = 0; i < value.count; i++)
        if (!hidden(world, type, value.items[i]))
            put_single(json, world, type, value.items[i]);
    json_put_array_end(json);
}

void render_person(struct json *json, const char *key, struct world *world, int64_t person)
{
    if (person > 0)
        json_key_text(json, key, world_name(world, world->rulebook->person, person));
    else
        json_key_null(json, key);
}

/* ---- records ---- */

static void put_fields(struct json *json, struct world *world, struct record *record, bool with_private)
{
    json_key_object(json, "fields");
    for (size_t i = 0; i < record->reg->field_count; i++) {
        const struct field *field = record->reg->fields[i];
        if ((field->is_private && !with_private) || !world_may_read_field(world, record, field))
            continue;
        struct value value = world_value(world, record, field);
        if (value.kind == VALUE_MISSING || hidden(world, field->type, value))
            continue;
        json_put_key(json, field->name);
        render_value(json, world, field->type, value);
    }
    json_put_object_end(json);
}

static void put_head(struct json *json, struct world *world, struct record *record)
{
    json_key_text(json, "register", record->reg->name);
    json_key_text(json, "number", record->number);
    json_key_text(json, "title", world_title(world, record));
    json_key_text(json, "state", world_state(record));
    json_key_text(json, "marking", record->marking);
    json_key_int(json, "version", record->version);
    json_key_time(json, "created", record->created);
    json_key_time(json, "updated", record->updated);
    render_person(json, "creator", world, record->creator);
    json_key_text(json, "rulebook", record->rulebook);
}

void render_row(struct json *json, struct world *world, struct record *record)
{
    json_put_object(json);
    put_head(json, world, record);
    put_fields(json, world, record, false);
    json_put_object_end(json);
}

void render_past(struct json *json, struct world *world, struct record *record)
{
    json_put_object(json);
    put_head(json, world, record);
    put_fields(json, world, record, true);
    json_put_object_end(json);
}

static void put_ask_names(struct json *json, const char *key, const struct action *action, bool all)
{
    json_key_array(json, key);
    for (size_t i = 0; i < action->ask_count; i++)
        if (all || action->asks[i].required)
            json_put_text(json, action->asks[i].field->name);
    json_put_array_end(json);
}

void render_asks(struct json *json, const struct action *action)
{
    put_ask_names(json, "ask", action, true);
    put_ask_names(json, "required", action, false);
}

static void put_action(struct json *json, const struct action_view *view)
{
    json_put_object(json);
    json_key_text(json, "name", view->action->name);
    json_key_text(json, "label", view->action->label);
    json_key_bool(json, "allowed", view->allowed);
    render_asks(json, view->action);
    problem_unmet(json, "unmet", view->unmet, view->unmet_count);
    problem_unmet(json, "should", view->should, view->should_count);
    if (!view->may && view->who.n)
        json_key_text(json, "who", view->who);
    json_put_object_end(json);
}

static void put_signatures(struct json *json, struct world *world, const struct record_view *view)
{
    json_key_array(json, "signatures");
    for (size_t i = 0; i < view->signature_count; i++) {
        json_put_object(json);
        json_key_text(json, "action", view->signatures[i].action->name);
        render_person(json, "person", world, view->signatures[i].person);
        json_key_time(json, "time", view->signatures[i].time);
        json_put_object_end(json);
    }
    json_put_array_end(json);
}

static void put_warnings(struct json *json, const struct record_view *view)
{
    json_key_array(json, "warnings");
    for (size_t i = 0; i < view->warning_count; i++) {
        json_put_object(json);
        json_key_text(json, "message", view->warnings[i]->message);
        rules_json_cites(json, &view->warnings[i]->cites);
        json_put_object_end(json);
    }
    json_put_array_end(json);
}

static void put_overruled(struct json *json, struct world *world, const struct record_view *view)
{
    json_key_array(json, "overruled");
    for (size_t i = 0; i < view->overruled_count; i++) {
        const struct overruled *overruled = &view->overruled[i];
        json_put_object(json);
        json_key_text(json, "action", overruled->action->name);
        json_key_text(json, "message", overruled->message);
        rules_json_cites(json, overruled->cites);
        json_key_text(json, "reason", overruled->reason);
        render_person(json, "actor", world, overruled->actor);
        json_key_time(json, "time", overruled->time);
        json_put_object_end(json);
    }
    json_put_array_end(json);
}

void render_record(struct json *json, struct world *world, const struct record_view *view)
{
    json_put_object(json);
    put_head(json, world, view->record);
    put_fields(json, world, view->record, true);
    json_key_array(json, "actions");
    for (size_t i = 0; i < view->action_count; i++)
        put_action(json, &view->actions[i]);
    json_put_array_end(json);
    json_key_array(json, "editable");
    for (size_t i = 0; i < view->editable_count; i++)
        json_put_text(json, view->editable[i]->name);
    json_put_array_end(json);
    put_signatures(json, world, view);
    put_warnings(json, view);
    put_overruled(json, world, view);
    json_put_object_end(json);
}

/* ---- histories ---- */

static void put_change(struct json *json, struct world *world, const struct change_view *change)
{
    json_put_object(json);
    json_key_text(json, "field", change->field->name);
    if (change->withheld) {
        json_key_bool(json, "withheld", true);
    } else {
        json_put_key(json, TEXT("from"));
        render_value(json, world, change->field->type, change->before);
        json_put_key(json, TEXT("to"));
        render_value(json, world, change->field->type, change->after);
    }
    json_put_object_end(json);
}

/* What another system told of a time before the import. */
static void put_told(struct json *json, const struct event_view *event)
{
    json_key_object(json, "past");
    if (event->past_time != INT64_MIN)
        json_key_time(json, "time", event->past_time);
    json_key_given(json, "state", event->past_state);
    json_key_given(json, "who", event->past_who);
    json_put_object_end(json);
}

static void put_event(struct json *json, struct world *world, const struct event_view *event)
{
    json_put_object(json);
    json_key_int(json, "index", event->seq - 1); /* RFC 6962 counts leaves from 0 */
    json_key_text(json, "hash", hash_hex(world->arena, &event->leaf));
    json_key_int(json, "version", event->version);
    json_key_time(json, "time", event->time);
    if (event->actor == EVENT_SYSTEM)
        json_key_text(json, "actor", TEXT("system"));
    else if (event->actor < 0)
        json_key_text(json, "actor",
                      arena_format(world->arena, "operator:%lld", (long long)(-event->actor - 1)));
    else
        render_person(json, "actor", world, event->actor);
    json_key_text(json, "kind", event->kind);
    json_key_given(json, "action", event->action);
    json_key_text(json, "label", event->label);
    json_key_given(json, "from", event->state_before);
    json_key_given(json, "state", event->state);
    json_key_text(json, "rulebook", event->rulebook);
    json_key_given(json, "reason", event->reason);
    json_key_given(json, "comment", event->comment);
    if (event->imported)
        put_told(json, event);
    json_key_array(json, "stood_for");
    for (size_t i = 0; i < event->stood_for_count; i++)
        json_put_text(json, world_name(world, world->rulebook->person, event->stood_for[i]));
    json_put_array_end(json);
    if (event->waived) {
        json_key_array(json, "waived_by");
        for (size_t i = 0; i < event->waiver_count; i++)
            json_put_text(json, event->waivers[i]->number);
        json_put_array_end(json);
    }
    json_key_array(json, "changes");
    for (size_t i = 0; i < event->change_count; i++)
        put_change(json, world, &event->changes[i]);
    json_put_array_end(json);
    json_put_object_end(json);
}

void render_history(struct json *json, struct world *world, const struct history_view *history)
{
    json_put_object(json);
    json_key_array(json, "events");
    for (size_t i = 0; i < history->count; i++)
        put_event(json, world, &history->events[i]);
    json_put_array_end(json);
    if (history->earlier)
        json_key_int(json, "next", history->earlier);
    else
        json_key_null(json, "next");
    json_put_object_end(json);
}
