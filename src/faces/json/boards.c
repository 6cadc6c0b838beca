#include "engine/board.h"
#include "faces/json/body.h"
#include "faces/json/calls.h"
#include "faces/json/problem.h"
#include "faces/json/render.h"

/* ---- showing a meeting ---- */

static void put_seats(struct json *json, struct world *world, const struct meeting *meeting)
{
    json_key_array(json, "seats");
    for (size_t i = 0; i < meeting->seat_count; i++) {
        const struct seat *seat = &meeting->seats[i];
        json_put_object(json);
        json_key_text(json, "seat", seat->role->name);
        json_key_text(json, "label", seat->role->label);
        render_person(json, "person", world, seat->person);
        json_key_bool(json, "deputy", seat->deputy);
        json_key_bool(json, "chair", seat->chair);
        json_put_object_end(json);
    }
    json_put_array_end(json);
}

static void put_record_name(struct json *json, struct world *world, struct record *record)
{
    json_key_text(json, "register", record->reg->name);
    json_key_text(json, "record", record->number);
    json_key_text(json, "title", world_title(world, record));
}

/* Votes are kept by person id; people are shown by username. */
static void put_votes(struct json *json, struct world *world, struct text votes)
{
    json_t *kept = json_loadb(votes.s ? votes.s : "", votes.n, 0, NULL);
    const char *id;
    json_t *vote;
    json_key_object(json, "votes");
    json_object_foreach(kept, id, vote)
    {
        int64_t person = 0;
        if (!text_to_int(text_of(id), &person) || !json_is_string(vote))
            continue;
        json_put_key(json, world_name(world, world->rulebook->person, person));
        json_put_text(json, text_of(json_string_value(vote)));
    }
    json_put_object_end(json);
    json_decref(kept);
}

static void put_decisions(struct json *json, struct world *world, const struct meeting *meeting)
{
    json_key_array(json, "decisions");
    for (size_t i = 0; i < meeting->decision_count; i++) {
        const struct decision *decision = &meeting->decisions[i];
        if (!decision->record)
            continue;
        json_put_object(json);
        put_record_name(json, world, decision->record);
        json_key_text(json, "action", decision->action->name);
        json_key_bool(json, "carried", decision->carried);
        json_key_time(json, "time", decision->time);
        json_key_int(json, "for", (int64_t)decision->in_favour);
        json_key_int(json, "against", (int64_t)decision->against);
        json_key_int(json, "abstained", (int64_t)decision->abstained);
        put_votes(json, world, decision->votes);
        json_put_object_end(json);
    }
    json_put_array_end(json);
}

/* Minutes write themselves: one line for each decision the reader may see. */
static void put_minutes(struct json *json, struct world *world, const struct meeting *meeting)
{
    json_key_array(json, "minutes");
    for (size_t i = 0; i < meeting->decision_count && meeting->state == MEETING_CLOSED; i++) {
        const struct decision *decision = &meeting->decisions[i];
        if (decision->record) {
            struct text title = world_full_title(world, decision->record);
            json_put_text(json,
                          arena_format(world->arena, "%.*s: %.*s %s, %zu for, %zu against, %zu abstained",
                                       TEXT_ARGS(title), TEXT_ARGS(decision->action->label),
                                       decision->carried ? "carried" : "not carried", decision->in_favour,
                                       decision->against, decision->abstained));
        }
    }
    json_put_array_end(json);
}

static void put_meeting(struct json *json, struct world *world, const struct meeting *meeting)
{
    static const char *const states[] = {
        [MEETING_CALLED] = "called", [MEETING_OPEN] = "open", [MEETING_CLOSED] = "closed"};
    json_put_object(json);
    json_key_text(json, "board", meeting->board->name);
    json_key_text(json, "number", meeting->record->number);
    json_key_text(json, "state", text_of(states[meeting->state]));
    json_key_time(json, "starts", meeting->starts);
    json_key_int(json, "version", meeting->record->version);
    json_key_bool(json, "quorate", meeting->quorate);
    json_key_int(json, "needed", (int64_t)meeting->needed);
    put_seats(json, world, meeting);
    json_key_array(json, "agenda");
    for (size_t i = 0; i < meeting->agenda_count; i++) {
        json_put_object(json);
        put_record_name(json, world, meeting->agenda[i]);
        json_put_object_end(json);
    }
    json_put_array_end(json);
    put_decisions(json, world, meeting);
    put_minutes(json, world, meeting);
    json_put_object_end(json);
}

static const struct board *find_board(struct asked *asked)
{
    return rulebook_board(engine_rulebook(asked->face->engine), call_parameter(asked, "board"));
}

/* Answers with a meeting as it now stands. */
static void answer_meeting(struct asked *asked, struct text number, unsigned status)
{
    const struct board *board = find_board(asked);
    struct view view;
    if (!face_view(asked, &view))
        return;
    struct meeting *meeting = board ? board_meeting(view.world, board, number) : NULL;
    if (meeting) {
        struct json json = call_begin(asked, status);
        if (status == 201)
            http_set_header(asked->exchange, "Location",
                            arena_format(asked->exchange->request.arena, "/api/v1/board/%.*s/meetings/%.*s",
                                         TEXT_ARGS(board->name), TEXT_ARGS(number)));
        put_meeting(&json, view.world, meeting);
    }
    call_close(asked, &view, meeting != NULL);
}

void call_meeting(struct asked *asked)
{
    if (!body_parameters(asked, NULL))
        answer_meeting(asked, call_parameter(asked, "meeting"), 200);
}

void call_meetings(struct asked *asked)
{
    enum { SHOWN = 100 };
    const struct board *board = find_board(asked);
    struct view view;
    if (body_parameters(asked, NULL))
        return;
    if (!board) {
        call_missing(asked);
        return;
    }
    if (!face_view(asked, &view))
        return;
    size_t count;
    struct meeting **meetings = board_meetings(view.world, board, SHOWN, &count);
    struct json json = call_begin(asked, 200);
    json_put_object(&json);
    json_key_array(&json, "meetings");
    for (size_t i = 0; i < count; i++)
        put_meeting(&json, view.world, meetings[i]);
    json_put_array_end(&json);
    json_put_object_end(&json);
    call_close(asked, &view, true);
}

/* ---- commands ---- */

static void meeting_answer(struct face_command *done)
{
    struct text number = done->command.meeting.n ? done->command.meeting : done->answer.number;
    if (done->answer.outcome != OUTCOME_DONE)
        problem_outcome(done->asked, &done->answer);
    else
        answer_meeting(done->asked, number, done->answer.created ? 201 : 200);
}

static struct face_command *meeting_command(struct asked *asked, enum command_kind kind)
{
    struct face_command *command = body_command(asked, kind, meeting_answer);
    if (!command)
        return NULL;
    command->command.board = call_parameter(asked, "board");
    command->command.meeting = call_parameter(asked, "meeting");
    return command;
}

void call_meeting_new(struct asked *asked)
{
    static const char *const keys[] = {"starts", NULL};
    BODY_SCOPED body = body_read(asked, keys);
    struct face_command *command = body ? meeting_command(asked, COMMAND_MEETING) : NULL;
    if (!command || !body_time(asked, body, "starts", &command->command.from))
        return;
    if (command->command.from == INT64_MIN)
        problem_field(asked, 422, TEXT("starts"), TEXT("Say when it starts, as 2026-11-22T09:00:00Z"));
    else
        face_command(command);
}

void call_attendance(struct asked *asked)
{
    static const char *const keys[] = {"seat", "person", NULL};
    BODY_SCOPED body = body_read(asked, keys);
    struct face_command *command = body ? meeting_command(asked, COMMAND_ATTENDANCE) : NULL;
    if (command && body_text(asked, body, "seat", &command->command.seat) &&
        body_text(asked, body, "person", &command->command.person))
        face_command(command);
}

static void plain_command(struct asked *asked, enum command_kind kind)
{
    static const char *const keys[] = {NULL};
    BODY_SCOPED body = body_read(asked, keys);
    struct face_command *command = body ? meeting_command(asked, kind) : NULL;
    if (command)
        face_command(command);
}

void call_meeting_open(struct asked *asked)
{
    plain_command(asked, COMMAND_MEETING_OPEN);
}

void call_meeting_close(struct asked *asked)
{
    plain_command(asked, COMMAND_MEETING_CLOSE);
}

/* ---- decisions ---- */

static bool read_votes(struct asked *asked, const json_t *votes, struct command *command)
{
    struct arena *arena = asked->exchange->request.arena;
    const char *person;
    json_t *vote;
    if (!votes || json_is_null(votes))
        return true;
    if (!json_is_object(votes)) {
        problem_field(asked, 400, TEXT("votes"),
                      TEXT("Give an object: each username and for, against or abstain"));
        return false;
    }
    struct vote *items = ARENA_ARRAY(arena, struct vote, json_object_size(votes));
    json_object_foreach((json_t *)(uintptr_t)votes, person, vote)
    {
        if (!json_is_string(vote)) {
            problem_field(asked, 400, TEXT("votes"), TEXT("Each vote is for, against or abstain"));
            return false;
        }
        items[command->vote_count++] = (struct vote){arena_text(arena, text_of(person)),
                                                     arena_text(arena, text_of(json_string_value(vote)))};
    }
    command->votes = items;
    return true;
}

/* The register of a number: the one that holds it, among those whose actions this board decides. */
static void find_register(struct asked *asked, struct command *command)
{
    const struct rulebook *rulebook = engine_rulebook(asked->face->engine);
    struct view view;
    if (!view_open(&view, asked->exchange->request.arena, asked->face->engine, asked->caller.person))
        return;
    for (size_t i = 0; i < rulebook->register_count && !command->register_name.n; i++)
        if (!rulebook->registers[i]->builtin &&
            world_find(view.world, rulebook->registers[i], command->number))
            command->register_name = rulebook->registers[i]->name;
    view_close(&view);
}

static void put_decided_record(struct json *json, struct world *world, const struct answer *answer)
{
    struct record_view *record = answer->reg ? view_record(world, answer->reg, answer->number) : NULL;
    if (!record)
        return;
    json_put_key(json, TEXT("record"));
    render_record(json, world, record);
}

static void decide_answer(struct face_command *done)
{
    struct asked *asked = done->asked;
    struct view view;
    if (done->answer.outcome != OUTCOME_DONE) {
        problem_outcome(asked, &done->answer);
        return;
    }
    if (!face_view(asked, &view))
        return;
    struct json json = call_begin(asked, 201);
    json_put_object(&json);
    json_key_bool(&json, "carried", done->answer.carried);
    put_decided_record(&json, view.world, &done->answer);
    json_put_object_end(&json);
    call_close(asked, &view, true);
}

void call_decide(struct asked *asked)
{
    static const char *const keys[] = {"record", "action", "fields", "votes", "reason", NULL};
    BODY_SCOPED body = body_read(asked, keys);
    struct face_command *command = body ? meeting_command(asked, COMMAND_DECIDE) : NULL;
    if (!command)
        return;
    struct command *c = &command->command;
    command->then = decide_answer;
    if (!body_text(asked, body, "record", &c->number) || !body_text(asked, body, "action", &c->action) ||
        !body_text(asked, body, "reason", &c->reason) ||
        !body_inputs(asked, json_object_get(body, "fields"), "fields", &c->inputs, &c->input_count) ||
        !read_votes(asked, json_object_get(body, "votes"), c))
        return;
    find_register(asked, c);
    face_command(command);
}
