/* What the API says about itself and the force: for people who write clients, and for machines that watch. */
#include "engine/once.h"
#include "engine/people.h"
#include "engine/view.h"
#include "faces/json/api.h"
#include "faces/json/body.h"
#include "faces/json/calls.h"
#include "faces/json/problem.h"
#include "faces/json/render.h"

/* ---- /api/v1 ---- */

static void put_type(struct json *json, struct type type)
{
    static const char *const names[] = {
        [TYPE_NONE] = "none",         [TYPE_LINE] = "line",     [TYPE_TEXT] = "text",
        [TYPE_NUMBER] = "number",     [TYPE_FLAG] = "flag",     [TYPE_DATE] = "date",
        [TYPE_MONTH] = "month",       [TYPE_TIME] = "time",     [TYPE_FILE] = "file",
        [TYPE_LINK] = "link",         [TYPE_CHOICE] = "choice", [TYPE_RECORD] = "record",
        [TYPE_DURATION] = "duration",
    };
    json_key_text(json, "type", type.kind == TYPE_RECORD ? type.target->name : text_of(names[type.kind]));
    json_key_bool(json, "many", type.many);
}

/* The names of a choice's values, in their order, and under "labels" what people call them. */
static void put_choice(struct json *json, const char *key, const struct choice *choice)
{
    json_key_array(json, key);
    for (size_t i = 0; i < choice->count; i++)
        json_put_text(json, choice->values[i].name);
    json_put_array_end(json);
    json_key_object(json, "labels");
    for (size_t i = 0; i < choice->count; i++) {
        json_put_key(json, choice->values[i].name);
        json_put_text(json, choice->values[i].label);
    }
    json_put_object_end(json);
}

static void put_fields(struct json *json, const struct reg *reg)
{
    json_key_array(json, "fields");
    for (size_t i = 0; i < reg->field_count; i++) {
        const struct field *field = reg->fields[i];
        json_put_object(json);
        json_key_text(json, "name", field->name);
        json_key_text(json, "label", field->label);
        put_type(json, field->type);
        json_key_bool(json, "required", field->required);
        json_key_bool(json, "computed", field->computed != NULL);
        if (field->type.kind == TYPE_CHOICE)
            put_choice(json, "values", field->type.choice);
        json_put_object_end(json);
    }
    json_put_array_end(json);
}

static void put_action(struct json *json, const struct reg *reg, const struct action *action)
{
    json_put_object(json);
    json_key_text(json, "name", action->name);
    json_key_text(json, "label", action->label);
    json_key_array(json, "from");
    for (size_t i = 0; action->in && i < reg->states->count; i++)
        if (action->in[i])
            json_put_text(json, reg->states->values[i].name);
    json_put_array_end(json);
    if (action->moves)
        json_key_text(json, "to", reg->states->values[action->to].name);
    else
        json_key_null(json, "to");
    render_asks(json, action);
    json_put_object_end(json);
}

static void put_register(struct json *json, const struct reg *reg)
{
    json_put_object(json);
    json_key_text(json, "name", reg->name);
    json_key_text(json, "label", reg->label);
    json_key_text(json, "plural", reg->plural);
    if (reg->title)
        json_key_text(json, "title", reg->title->name);
    put_fields(json, reg);
    put_choice(json, "states", reg->states);
    json_key_array(json, "final");
    for (size_t i = 0; i < reg->states->count; i++)
        if (reg->states->values[i].final)
            json_put_text(json, reg->states->values[i].name);
    json_put_array_end(json);
    json_key_array(json, "actions");
    for (size_t i = 0; i < reg->action_count; i++)
        if (!reg->actions[i]->is_create && reg->actions[i]->by_kind != BY_SYSTEM)
            put_action(json, reg, reg->actions[i]);
    json_put_array_end(json);
    json_put_object_end(json);
}

static void put_boards(struct json *json, const struct rulebook *rulebook)
{
    json_key_array(json, "boards");
    for (size_t i = 0; i < rulebook->board_count; i++) {
        const struct board *board = rulebook->boards[i];
        json_put_object(json);
        json_key_text(json, "name", board->name);
        json_key_text(json, "label", board->label);
        json_key_array(json, "seats");
        for (size_t s = 0; s < board->member_count; s++)
            json_put_text(json, board->members[s]->name);
        json_put_array_end(json);
        json_put_object_end(json);
    }
    json_put_array_end(json);
}

static void put_me(struct json *json, struct world *world)
{
    size_t count;
    struct held_role *roles = people_roles(world, world->actor, false, &count);
    json_key_object(json, "me");
    json_key_text(json, "username", world_name(world, world->rulebook->person, world->actor));
    json_key_text(json, "name", world_person_name(world, world->actor));
    json_key_array(json, "roles");
    for (size_t i = 0; i < count; i++)
        json_put_text(json, roles[i].role->name);
    json_put_array_end(json);
    json_put_object_end(json);
}

static void put_description(struct json *json, struct world *world)
{
    const struct rulebook *rulebook = world->rulebook;
    json_put_object(json);
    json_key_text(json, "force", engine_force(world->engine));
    json_key_object(json, "rulebook");
    json_key_text(json, "version", rulebook->version);
    json_key_text(json, "from", day_print(world->arena, rulebook->from));
    json_key_text(json, "hash", text_of(rulebook->hash));
    json_put_object_end(json);
    put_me(json, world);
    json_key_array(json, "registers");
    for (size_t i = 0; i < rulebook->register_count; i++)
        if (!rulebook->registers[i]->builtin && view_register(world, rulebook->registers[i]))
            put_register(json, rulebook->registers[i]);
    json_put_array_end(json);
    put_boards(json, rulebook);
    json_put_object_end(json);
}

void call_describe(struct asked *asked)
{
    struct view view;
    if (body_parameters(asked, NULL))
        return;
    if (!face_view(asked, &view))
        return;
    struct json json = call_begin(asked, 200);
    put_description(&json, view.world);
    call_close(asked, &view, true);
}

/* ---- openapi.json: the route table in OpenAPI 3.1 ---- */

static bool same_path(const struct http_route *a, const struct http_route *b)
{
    return text_eq(text_of(a->pattern), text_of(b->pattern));
}

static void put_path_parameters(struct json *json, struct text pattern)
{
    json_key_array(json, "parameters");
    for (size_t at; (at = text_find(pattern, '{')) < pattern.n;) {
        pattern = (struct text){pattern.s + at + 1, pattern.n - at - 1};
        json_put_object(json);
        json_key_text(json, "name", text_cut(&pattern, '}'));
        json_key_text(json, "in", TEXT("path"));
        json_key_bool(json, "required", true);
        json_key_object(json, "schema");
        json_key_text(json, "type", TEXT("string"));
        json_put_object_end(json);
        json_put_object_end(json);
    }
    json_put_array_end(json);
}

static void put_operation(struct arena *arena, struct json *json, const struct http_route *route)
{
    const struct face_target *target = route->target;
    json_put_key(json, arena_lower(arena, text_of(http_method_name(route->method))));
    json_put_object(json);
    json_key_text(json, "summary", text_of(target->summary));
    json_key_object(json, "responses");
    json_key_object(json, "default");
    json_key_text(json, "description", TEXT("The answer, or a problem (RFC 9457)"));
    json_put_object_end(json);
    json_put_object_end(json);
    json_put_object_end(json);
}

static void put_paths(struct arena *arena, struct json *json, const struct http_route *routes, size_t count)
{
    json_key_object(json, "paths");
    for (size_t i = 0; i < count; i++) {
        if (i && same_path(&routes[i - 1], &routes[i]))
            continue;
        json_put_key(json, text_of(routes[i].pattern));
        json_put_object(json);
        put_path_parameters(json, text_of(routes[i].pattern));
        for (size_t k = i; k < count && same_path(&routes[i], &routes[k]); k++)
            put_operation(arena, json, &routes[k]);
        json_put_object_end(json);
    }
    json_put_object_end(json);
}

void call_openapi(struct asked *asked)
{
    size_t count;
    const struct http_route *routes = api_routes(engine_has_test_clock(asked->face->engine), &count);
    struct json json = call_begin(asked, 200);
    json_put_object(&json);
    json_key_text(&json, "openapi", TEXT("3.1.0"));
    json_key_object(&json, "info");
    json_key_text(&json, "title", TEXT("Reeve"));
    json_key_text(&json, "version", TEXT("1"));
    json_put_object_end(&json);
    put_paths(asked->exchange->request.arena, &json, routes, count);
    json_put_object_end(&json);
    call_end(asked);
}

void call_later(struct asked *asked)
{
    problem_answer(asked, 501, text_of(asked->target->summary));
}

/* ---- machines that watch; the test clock ---- */

void call_health(struct asked *asked)
{
    bool well = !store_stopped(engine_store(asked->face->engine));
    http_begin(asked->exchange, well ? 200 : 503, "text/plain; charset=utf-8");
    buf_puts(&asked->exchange->response.body, well ? "ok\n" : "an error of the disk stopped all writing\n");
    http_answer(asked->exchange);
}

void call_metrics(struct asked *asked)
{
    struct ledger_head head = {0};
    struct view view;
    if (!face_view(asked, &view))
        return;
    ledger_head(view.world->conn, &head);
    view_close(&view);
    http_begin(asked->exchange, 200, "text/plain; version=0.0.4; charset=utf-8");
    buf_format(&asked->exchange->response.body,
               "# HELP reeve_ledger_events Events in the ledger.\n# TYPE reeve_ledger_events counter\n"
               "reeve_ledger_events %lld\n"
               "# HELP reeve_store_stopped Whether an error of the disk stopped all writing.\n"
               "# TYPE reeve_store_stopped gauge\nreeve_store_stopped %d\n",
               (long long)head.size, store_stopped(engine_store(asked->face->engine)));
    http_answer(asked->exchange);
}

struct setting {
    int64_t now;
    struct answer *answer;
};

static bool set_clock(struct world *world, void *context)
{
    struct setting *setting = context;
    if (engine_set_clock(world->engine, setting->now))
        return true;
    *setting->answer =
        (struct answer){.outcome = OUTCOME_BLOCKED, .message = TEXT("The clock only moves forward")};
    return false;
}

void call_clock(struct asked *asked)
{
    static const char *const keys[] = {"now", NULL};
    BODY_SCOPED body = body_read(asked, keys);
    int64_t now;
    if (!body || !body_time(asked, body, "now", &now))
        return;
    if (now == INT64_MIN) {
        problem_field(asked, 422, TEXT("now"), TEXT("Give an instant in UTC, as 2026-11-22T09:00:00Z"));
        return;
    }
    struct setting setting = {now, &(struct answer){0}};
    struct once once = {0};
    if (!body_once(asked, &once))
        return;
    once_write(asked->face->engine, asked->exchange->request.arena, asked->caller.person, &once,
               setting.answer, set_clock, &setting);
    if (setting.answer->outcome != OUTCOME_DONE) {
        problem_outcome(asked, setting.answer);
        return;
    }
    struct json json = call_begin(asked, 200);
    json_put_object(&json);
    json_key_time(&json, "now", now);
    json_put_object_end(&json);
    call_end(asked);
}
