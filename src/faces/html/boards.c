/* The list of boards, and one board: how it works, its meetings, what waits for it. */
#include "faces/html/ask.h"
#include "faces/html/board_words.h"
#include "faces/html/errors.h"
#include "faces/html/handlers.h"
#include "faces/html/row.h"
#include "faces/html/show.h"
#include "faces/html/templates.h"

enum { MEETINGS_SHOWN = 50, WAITING_SHOWN = 50 };

/* ---- all of them ---- */

static struct ui_board_card card_of(struct frame *frame, const struct board *board)
{
    struct arena *arena = frame->arena;
    const struct meeting *next = board_next(frame->world, board);
    struct text meets = board_meets(arena, board);
    struct ui_board_card card = {
        .title = board->label,
        .href = board_href(arena, board, (struct text){0}),
        .text = arena_format(arena, "%.*s. Chair: %.*s.", TEXT_ARGS(meets), TEXT_ARGS(board->chair->label)),
        .next = TEXT("No meeting is called."),
        .cites = show_cites(arena, &board->cites)};
    if (!next)
        return card;
    struct text when = show_time(frame->world, next->starts);
    card.next = arena_format(arena, "%s: %.*s", next->state == MEETING_OPEN ? "Meeting now" : "Next",
                             TEXT_ARGS(when));
    card.next_href = board_href(arena, board, next->record->number);
    if (next->state == MEETING_OPEN)
        card.tag = board_state(next->state);
    return card;
}

void boards_list(struct asked *asked)
{
    FRAME_SCOPED frame;
    if (!frame_open(&frame, asked, TEXT("/board")))
        return;
    struct boards_page page = {.nothing = TEXT("")};
    const struct rulebook *rulebook = frame.world->rulebook;
    for (size_t i = 0; i < rulebook->board_count; i++)
        *ARENA_ADD(frame.arena, page.boards) = card_of(&frame, rulebook->boards[i]);
    if (!rulebook->board_count)
        page.nothing = TEXT("The rulebook names no board.");
    frame.layout.title = TEXT("Boards");
    page.layout = frame.layout;
    page_boards(frame_begin(&frame, 200), &page);
    frame_send(&frame);
}

/* ---- one ---- */

static struct ui_facts facts_of(struct frame *frame, const struct board *board)
{
    static const char *const absent[] = {
        [ABSENT_DEPUTY] = "A deputy sits in it, or it stays empty",
        [ABSENT_NOTED] = "It is noted in the minutes",
        [ABSENT_APPROVES] = "It counts as filled, and as a vote for",
    };
    struct ui_facts facts = {0};
    show_fact(frame->arena, &facts, "Meets", board_meets(frame->arena, board));
    show_fact(frame->arena, &facts, "Quorum", board_quorum(frame->arena, board));
    struct text meaning, decides = board_decides(board, &meaning);
    show_fact(frame->arena, &facts, "Decides", decides);
    facts.items[facts.count - 1].small = meaning;
    show_fact(frame->arena, &facts, "An empty seat", text_of(absent[board->absent]));
    return facts;
}

static struct text holders(struct frame *frame, const struct role *role)
{
    size_t count;
    int64_t *people = board_candidates(frame->world, role, &count);
    struct buf out = buf_in(frame->arena);
    for (size_t i = 0; i < count; i++) {
        bool deputy;
        if (!board_fits(frame->world, role, people[i], &deputy))
            continue;
        struct text name = world_person_name(frame->world, people[i]);
        buf_format(&out, "%s%.*s%s", out.n ? ", " : "", TEXT_ARGS(name), deputy ? " (deputy)" : "");
    }
    return out.n ? buf_text(&out) : TEXT("Nobody holds this role");
}

static void add_seat(struct frame *frame, struct ui_seats *seats, const struct board *board,
                     const struct role *role, bool listed)
{
    struct ui_seat seat = {.who = role->label, .detail = holders(frame, role)};
    if (role == board->chair)
        seat.tag = (struct ui_tag){TEXT("Chair"), UI_TONE_INFO};
    else if (!listed)
        seat.tag = (struct ui_tag){TEXT("Secretary"), UI_TONE_PLAIN};
    *ARENA_ADD(frame->arena, *seats) = seat;
}

static bool is_member(const struct board *board, const struct role *role)
{
    for (size_t i = 0; i < board->member_count; i++)
        if (board->members[i] == role)
            return true;
    return false;
}

static struct ui_seats seats_of(struct frame *frame, const struct board *board)
{
    struct ui_seats seats = {0};
    if (!is_member(board, board->chair))
        add_seat(frame, &seats, board, board->chair, false);
    for (size_t i = 0; i < board->member_count; i++)
        add_seat(frame, &seats, board, board->members[i], true);
    if (board->secretary && !is_member(board, board->secretary))
        add_seat(frame, &seats, board, board->secretary, false);
    return seats;
}

static struct ui_table meetings_of(struct frame *frame, const struct board *board)
{
    static const char *const labels[] = {"Meeting", "State", "Seats filled", "Decided", NULL};
    struct arena *arena = frame->arena;
    struct ui_table table = {.caption = TEXT("Meetings, newest first")};
    size_t count;
    struct meeting **meetings = board_meetings(frame->world, board, MEETINGS_SHOWN, &count);
    row_columns(arena, &table, labels);
    for (size_t i = 0; i < count; i++) {
        const struct meeting *meeting = meetings[i];
        struct ui_table_row *row = row_add(arena, &table);
        struct ui_cell *first = row_cell(arena, row, "");
        first->text = show_time(frame->world, meeting->starts);
        first->href = board_href(arena, board, meeting->record->number);
        first->note = meeting->record->number;
        row_cell(arena, row, "")->tag = board_state(meeting->state);
        row_cell(arena, row, "Seats filled")->text =
            arena_format(arena, "%zu of %zu", meeting->filled, meeting->seat_count);
        row_cell(arena, row, "Decided")->text = arena_format(arena, "%zu", meeting->decision_count);
    }
    return table;
}

static void add_waiting(struct frame *frame, struct ui_table *table, const struct agenda_item *item)
{
    struct arena *arena = frame->arena;
    struct list_request request = {
        .reg = item->reg, .test = item->where, .sort = TEXT("created"), .limit = WAITING_SHOWN};
    struct list_view list = {0};
    view_list(frame->world, &request, &list);
    for (size_t i = 0; i < list.record_count; i++) {
        struct record *record = list.records[i];
        struct ui_link link = show_record(frame->world, record);
        struct ui_table_row *row = row_add(arena, table);
        struct ui_cell *first = row_cell(arena, row, "");
        first->text = link.label;
        first->href = link.href;
        first->note = record->number;
        row_cell(arena, row, "Kind")->text = item->reg->label;
        row_cell(arena, row, "")->tag = link.tag;
        row_time(arena, row, "Last touched", show_time(frame->world, record->updated));
    }
}

static struct ui_table waiting_of(struct frame *frame, const struct board *board)
{
    static const char *const labels[] = {"Record", "Kind", "State", "Last touched", NULL};
    struct ui_table table = {.caption = TEXT("What waits for this board")};
    row_columns(frame->arena, &table, labels);
    for (size_t i = 0; i < board->agenda_count; i++)
        add_waiting(frame, &table, &board->agenda[i]);
    return table;
}

static struct ui_form call_form(struct frame *frame, const struct board *board,
                                const struct returned *returned)
{
    struct text action = board_href(frame->arena, board, (struct text){0});
    struct asking asking = ask_begin(frame, returned, TEXT("call"), action, "Call the meeting");
    if (!board_runs(frame->world, board))
        return (struct ui_form){0};
    struct ui_field *starts = ask_field(&asking, "starts", "Starts", UI_INPUT_TIME);
    int64_t next = board_next_start(frame->world, board);
    starts->required = true;
    if (!asking.returned && next != INT64_MIN)
        starts->value = show_form_value(frame->world, (struct type){.kind = TYPE_TIME},
                                        (struct value){.kind = VALUE_TIME, .i = next});
    asking.form.title = TEXT("Call a meeting");
    return asking.form;
}

static void show_board(struct asked *asked, const struct board *board, const struct returned *returned)
{
    FRAME_SCOPED frame;
    struct text href = board_href(asked->exchange->request.arena, board, (struct text){0});
    if (!frame_open(&frame, asked, href))
        return;
    struct text runners = board_runners(frame.arena, board);
    struct board_page page = {.title = board->label,
                              .lead = arena_format(frame.arena, "Run by: %.*s.", TEXT_ARGS(runners)),
                              .cites = show_cites(frame.arena, &board->cites),
                              .facts = facts_of(&frame, board),
                              .seats = seats_of(&frame, board),
                              .errors = ask_errors(&frame, returned),
                              .call = call_form(&frame, board, returned),
                              .waiting = waiting_of(&frame, board),
                              .waiting_nothing = TEXT("Nothing that you may read waits for this board."),
                              .meetings = meetings_of(&frame, board),
                              .meetings_nothing = TEXT("No meeting has been called yet.")};
    frame_crumb(&frame, TEXT("Boards"), TEXT("/board"));
    frame_crumb(&frame, board->label, (struct text){0});
    frame.layout.title = board->label;
    frame.layout.failed = page.errors.count > 0;
    page.layout = frame.layout;
    page_board(frame_begin(&frame, ask_status(returned)), &page);
    frame_send(&frame);
}

static void no_board(struct asked *asked)
{
    FRAME_SCOPED frame;
    if (frame_open(&frame, asked, TEXT("/board")))
        error_missing(&frame);
}

void boards_show(struct asked *asked)
{
    const struct board *board = board_asked(asked);
    if (board)
        show_board(asked, board, NULL);
    else
        no_board(asked);
}

/* ---- calling a meeting ---- */

static void show_again(struct asked *asked, const struct http_form *form, const struct answer *answer)
{
    struct returned returned = {TEXT("call"), &form->fields, answer};
    show_board(asked, board_asked(asked), &returned);
}

static void called(struct face_command *done)
{
    if (done->answer.outcome == OUTCOME_DONE)
        frame_redirect(done->asked, board_href(done->asked->exchange->request.arena, board_asked(done->asked),
                                               done->answer.number));
    else
        show_again(done->asked, done->data, &done->answer);
}

void boards_call(struct asked *asked)
{
    struct arena *arena = asked->exchange->request.arena;
    struct http_form *form = ARENA_NEW(arena, struct http_form);
    if (!board_asked(asked)) {
        no_board(asked);
        return;
    }
    if (!frame_form(asked, form))
        return;
    struct face_command *command = ARENA_NEW(arena, struct face_command);
    *command = (struct face_command){.asked = asked, .then = called, .data = form};
    command->command =
        (struct command){.kind = COMMAND_MEETING, .board = board_asked(asked)->name, .to = INT64_MIN};
    if (ask_time(asked, form, "starts", &command->command.from, &command->answer))
        face_command(command);
    else
        show_again(asked, form, &command->answer);
}
