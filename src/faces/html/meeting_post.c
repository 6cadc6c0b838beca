/* What the chair or the secretary does in a meeting: opens, fills seats, records decisions, closes. */
#include "engine/view.h"
#include "faces/html/attach.h"
#include "faces/html/errors.h"
#include "faces/html/fields.h"
#include "faces/html/handlers.h"
#include "faces/html/meeting.h"

/* What a refused form needs to be shown again. */
struct sent {
    struct text form;
    struct http_form given;
};

static struct text href_of(const struct asked *asked)
{
    const struct board *board = board_asked(asked);
    return board_href(asked->exchange->request.arena, board, ask_parameter(asked, "meeting"));
}

static void done(struct face_command *command)
{
    const struct sent *sent = command->data;
    struct asked *asked = command->asked;
    if (command->answer.outcome == OUTCOME_MISSING || command->answer.outcome == OUTCOME_MALFORMED) {
        error_outcome(asked, &command->answer,
                      (struct ui_link){.label = TEXT("Back to the meeting"), .href = href_of(asked)});
        return;
    }
    if (command->answer.outcome == OUTCOME_DONE) {
        frame_redirect(asked, href_of(asked));
        return;
    }
    struct returned returned = {sent->form, &sent->given.fields, &command->answer};
    meeting_show(asked, &returned);
}

/* NULL: answered, because there is no such board or the form is not ours. */
static struct face_command *begin(struct asked *asked, enum command_kind kind, const char *form)
{
    struct arena *arena = asked->exchange->request.arena;
    const struct board *board = board_asked(asked);
    struct sent *sent = ARENA_NEW(arena, struct sent);
    sent->form = text_of(form);
    if (!board) {
        meeting_show(asked, NULL);
        return NULL;
    }
    if (!frame_form(asked, &sent->given))
        return NULL;
    struct face_command *command = ARENA_NEW(arena, struct face_command);
    *command = (struct face_command){.asked = asked, .then = done, .data = sent};
    command->command = (struct command){.kind = kind,
                                        .board = board->name,
                                        .meeting = ask_parameter(asked, "meeting"),
                                        .from = INT64_MIN,
                                        .to = INT64_MIN};
    return command;
}

void meeting_open(struct asked *asked)
{
    struct face_command *command = begin(asked, COMMAND_MEETING_OPEN, "open");
    if (command)
        face_command(command);
}

void meeting_close(struct asked *asked)
{
    struct face_command *command = begin(asked, COMMAND_MEETING_CLOSE, "close");
    if (command)
        face_command(command);
}

void meeting_attend(struct asked *asked)
{
    struct face_command *command = begin(asked, COMMAND_ATTENDANCE, "");
    if (!command)
        return;
    struct sent *sent = command->data;
    command->command.seat = http_pairs_get(&sent->given.fields, "seat");
    command->command.person = text_trim(http_pairs_get(&sent->given.fields, "person"));
    sent->form = arena_format(asked->exchange->request.arena, "seat-%.*s", TEXT_ARGS(command->command.seat));
    face_command(command);
}

/* ---- decisions ---- */

static void read_votes(struct arena *arena, const struct http_pairs *fields, struct command *command)
{
    static const struct text prefix = {"vote.", 5};
    struct vote *votes = ARENA_ARRAY(arena, struct vote, fields->count + 1);
    for (size_t i = 0; i < fields->count; i++) {
        struct text name = fields->items[i].name;
        if (text_starts(name, prefix))
            votes[command->vote_count++] =
                (struct vote){{name.s + prefix.n, name.n - prefix.n}, fields->items[i].value};
    }
    command->votes = votes;
}

/* The record in hand as the reader may see it; the engine says what is wrong when there is none. */
static struct record *find_item(struct world *world, struct text number)
{
    for (size_t i = 0; i < world->rulebook->register_count; i++) {
        const struct reg *reg = world->rulebook->registers[i];
        struct record *record = reg->builtin ? NULL : world_find(world, reg, number);
        if (record && world_may_read(world, record))
            return world_own(world, record);
    }
    return NULL;
}

/* False: the refusal says why not. */
static bool read_fields(struct frame *frame, struct record *record, struct http_form *given,
                        struct command *command, struct answer *refusal)
{
    const struct action *action = reg_action(record->reg, command->action);
    if (!action)
        return true;
    struct fields_form form = {.frame = frame, .record = record, .given = &given->fields};
    const struct field **asks = ARENA_ARRAY(frame->arena, const struct field *, action->ask_count + 1);
    for (size_t i = 0; i < action->ask_count; i++)
        asks[i] = action->asks[i].field;
    bool taken = attach_files(frame->asked, given, asks, action->ask_count, refusal) &&
                 fields_current(&form, asks, action->ask_count, refusal);
    command->register_name = record->reg->name;
    command->inputs = fields_read(&form, asks, action->ask_count, &command->input_count);
    return taken;
}

void meeting_decide(struct asked *asked)
{
    struct face_command *command = begin(asked, COMMAND_DECIDE, "vote");
    if (!command)
        return;
    struct sent *sent = command->data;
    const struct http_pairs *given = &sent->given.fields;
    struct answer refusal = {0};
    struct command *c = &command->command;
    FRAME_SCOPED frame = {0};
    if (!frame_open(&frame, asked, (struct text){0}))
        return;
    c->number = http_pairs_get(given, "item");
    c->action = http_pairs_get(given, "action");
    c->reason = text_trim(http_pairs_get(given, "reason"));
    text_to_int(http_pairs_get(given, "version"), &c->expected_version);
    c->sealed_only = true;
    read_votes(frame.arena, given, c);
    struct record *record = find_item(frame.world, c->number);
    bool taken = !record || read_fields(&frame, record, &sent->given, c, &refusal);
    frame_close(&frame);
    attach_go(command, taken, &refusal);
}
