#include "engine/view.h"
#include "faces/json/body.h"
#include "faces/json/calls.h"
#include "faces/json/problem.h"
#include "faces/json/render.h"

/* ---- shared ---- */

struct text call_parameter(const struct asked *asked, const char *name)
{
    return http_pairs_get(&asked->parameters, name);
}

void call_missing(struct asked *asked)
{
    problem_answer(asked, 404, TEXT("There is no such thing, or it is not yours to see"));
}

struct record_view *call_record(const struct asked *asked, struct world *world)
{
    const struct reg *reg = rulebook_register(world->rulebook, call_parameter(asked, "register"));
    return reg ? view_record(world, reg, call_parameter(asked, "number")) : NULL;
}

struct json call_begin(struct asked *asked, unsigned status)
{
    http_begin(asked->exchange, status, "application/json");
    return json_in(&asked->exchange->response.body);
}

void call_end(struct asked *asked)
{
    http_answer(asked->exchange);
}

void call_close(struct asked *asked, struct view *view, bool found)
{
    view_close(view);
    if (found)
        call_end(asked);
    else
        call_missing(asked);
}

static void put_etag(struct asked *asked, const struct record *record)
{
    http_set_header(asked->exchange, "ETag",
                    arena_format(asked->exchange->request.arena, "\"%lld\"", (long long)record->version));
}

/* What somebody who may open records but not read them is told of theirs. */
static void put_number_only(struct json *json, const struct answer *answer)
{
    json_put_object(json);
    json_key_text(json, "register", answer->reg->name);
    json_key_text(json, "number", answer->number);
    json_put_object_end(json);
}

void call_answer_record(struct face_command *done)
{
    struct asked *asked = done->asked;
    const struct answer *answer = &done->answer;
    struct view view;
    if (answer->outcome != OUTCOME_DONE) {
        problem_outcome(asked, answer);
        return;
    }
    if (!face_view(asked, &view))
        return;
    struct record_view *record = view_record(view.world, answer->reg, answer->number);
    struct json json = call_begin(asked, answer->created ? 201 : 200);
    if (answer->created)
        http_set_header(asked->exchange, "Location",
                        arena_format(asked->exchange->request.arena, "/api/v1/%.*s/%.*s",
                                     TEXT_ARGS(answer->reg->name), TEXT_ARGS(answer->number)));
    if (record) {
        put_etag(asked, record->record);
        render_record(&json, view.world, record);
    } else {
        put_number_only(&json, answer);
    }
    call_close(asked, &view, true);
}

/* ---- lists ---- */

static bool list_number(struct asked *asked, struct text value, struct list_request *request)
{
    int64_t limit;
    if (!text_to_int(value, &limit) || limit < 1 || limit > 200) {
        problem_field(asked, 400, TEXT("limit"), TEXT("Give a number from 1 to 200"));
        return false;
    }
    request->limit = (unsigned)limit;
    return true;
}

static bool list_count(struct asked *asked, struct text value, struct list_request *request)
{
    request->count = text_is(value, "true");
    if (request->count || text_is(value, "false"))
        return true;
    problem_field(asked, 400, TEXT("count"), TEXT("Say true or false"));
    return false;
}

static bool list_parameter(struct asked *asked, const struct http_pair *pair, struct list_request *request)
{
    if (http_pairs_count(&asked->exchange->request.query,
                         arena_string(asked->exchange->request.arena, pair->name)) > 1) {
        problem_field(asked, 400, pair->name, TEXT("Give this parameter once"));
        return false;
    }
    if (text_is(pair->name, "limit"))
        return list_number(asked, pair->value, request);
    if (text_is(pair->name, "count"))
        return list_count(asked, pair->value, request);
    if (text_is(pair->name, "where"))
        request->where = pair->value;
    else if (text_is(pair->name, "sort"))
        request->sort = pair->value;
    else if (text_is(pair->name, "q"))
        request->words = pair->value;
    else if (text_is(pair->name, "after"))
        request->after = pair->value;
    else {
        problem_field(asked, 400, pair->name,
                      TEXT("There is no such parameter: use where, q, sort, limit, after, count"));
        return false;
    }
    return true;
}

static void put_list(struct asked *asked, struct world *world, const struct list_request *request,
                     const struct list_view *list)
{
    struct json json = call_begin(asked, 200);
    json_put_object(&json);
    json_key_array(&json, "records");
    for (size_t i = 0; i < list->record_count; i++)
        render_row(&json, world, list->records[i]);
    json_put_array_end(&json);
    if (list->next.n)
        json_key_text(&json, "next", list->next);
    else
        json_key_null(&json, "next");
    if (request->count)
        json_key_int(&json, "count", list->total);
    json_put_object_end(&json);
}

void call_list(struct asked *asked)
{
    const struct http_pairs *query = &asked->exchange->request.query;
    struct list_request request = {.limit = 50};
    for (size_t i = 0; i < query->count; i++)
        if (!list_parameter(asked, &query->items[i], &request))
            return;
    struct view view;
    if (!face_view(asked, &view))
        return;
    request.reg = rulebook_register(view.world->rulebook, call_parameter(asked, "register"));
    if (!request.reg || !(request.reg->builtin || view_register(view.world, request.reg))) {
        call_close(asked, &view, false);
        return;
    }
    struct list_view list = {0};
    view_list(view.world, &request, &list);
    if (list.outcome == OUTCOME_DONE)
        put_list(asked, view.world, &request, &list);
    view_close(&view);
    if (list.outcome == OUTCOME_DONE)
        call_end(asked);
    else if (list.outcome == OUTCOME_BROKEN)
        problem_answer(asked, face_status(list.outcome), list.message);
    else
        problem_field(asked, face_status(list.outcome), text_of(list.wrong), list.message);
}

/* ---- one record ---- */

static bool put_past(struct asked *asked, struct world *world, struct record_view *record, struct text at)
{
    int64_t time;
    struct record *then = time_parse(at, &time) ? view_record_at(world, record->record, time) : NULL;
    if (!then)
        return false;
    struct json json = call_begin(asked, 200);
    render_past(&json, world, then);
    return true;
}

void call_get(struct asked *asked)
{
    const struct text *at = http_pairs_find(&asked->exchange->request.query, "at");
    int64_t time;
    struct view view;
    if (body_parameters(asked, "at"))
        return;
    if (at && !time_parse(*at, &time)) {
        problem_field(asked, 400, TEXT("at"), TEXT("Give an instant in UTC, as 2026-11-22T09:00:00Z"));
        return;
    }
    if (!face_view(asked, &view))
        return;
    struct record_view *record = call_record(asked, view.world);
    bool found = record != NULL;
    if (found && at) {
        found = put_past(asked, view.world, record, *at);
    } else if (found) {
        struct json json = call_begin(asked, 200);
        put_etag(asked, record->record);
        render_record(&json, view.world, record);
    }
    call_close(asked, &view, found);
}

void call_events(struct asked *asked)
{
    const struct text *before = http_pairs_find(&asked->exchange->request.query, "before");
    int64_t version = INT64_MAX;
    struct view view;
    if (body_parameters(asked, "before"))
        return;
    if (before && (!text_to_int(*before, &version) || version < 1)) {
        problem_field(asked, 400, TEXT("before"), TEXT("Give the \"next\" of the page before"));
        return;
    }
    if (!face_view(asked, &view))
        return;
    struct record_view *record = call_record(asked, view.world);
    if (record) {
        struct history_view history = {0};
        view_history(view.world, record->record, version, &history);
        struct json json = call_begin(asked, 200);
        render_history(&json, view.world, &history);
    }
    call_close(asked, &view, record != NULL);
}

/* ---- commands ---- */

static struct face_command *record_command(struct asked *asked, enum command_kind kind, const json_t *body)
{
    struct face_command *command = body_command(asked, kind, call_answer_record);
    if (!command)
        return NULL;
    struct command *c = &command->command;
    c->register_name = call_parameter(asked, "register");
    c->number = call_parameter(asked, "number");
    c->action = call_parameter(asked, "action");
    if (!body_inputs(asked, json_object_get(body, "fields"), "fields", &c->inputs, &c->input_count) ||
        !body_text(asked, body, "reason", &c->reason) || !body_text(asked, body, "text", &c->text))
        return NULL;
    return command;
}

static void run_record_command(struct asked *asked, enum command_kind kind, const char *const *keys)
{
    BODY_SCOPED body = body_read(asked, keys);
    struct face_command *command = body ? record_command(asked, kind, body) : NULL;
    if (command)
        face_command(command);
}

void call_open(struct asked *asked)
{
    static const char *const keys[] = {"fields", NULL};
    const struct rulebook *rulebook = engine_rulebook(asked->face->engine);
    const struct reg *reg = rulebook_register(rulebook, call_parameter(asked, "register"));
    if (!reg || reg->builtin)
        call_missing(asked);
    else
        run_record_command(asked, COMMAND_OPEN, keys);
}

void call_edit(struct asked *asked)
{
    static const char *const keys[] = {"fields", NULL};
    run_record_command(asked, COMMAND_EDIT, keys);
}

void call_act(struct asked *asked)
{
    static const char *const keys[] = {"fields", "reason", NULL};
    run_record_command(asked, COMMAND_ACT, keys);
}

static void comment_answer(struct face_command *done)
{
    if (done->answer.outcome == OUTCOME_DONE)
        done->answer.created = true;
    call_answer_record(done);
}

void call_comment(struct asked *asked)
{
    static const char *const keys[] = {"text", NULL};
    BODY_SCOPED body = body_read(asked, keys);
    struct face_command *command = body ? record_command(asked, COMMAND_COMMENT, body) : NULL;
    if (!command)
        return;
    command->then = comment_answer;
    face_command(command);
}
