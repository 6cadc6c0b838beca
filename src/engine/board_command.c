/* Commands on meetings: call, attend, open, close. */
#include <stdlib.h>

#include "base/zone.h"
#include "engine/board.h"
#include "engine/change.h"
#include "engine/commands.h"
#include "engine/projection.h"

static struct value choice_value(const struct field *field, struct text name)
{
    int i = choice_index(field->type.choice, name);
    return i < 0 ? (struct value){0} : (struct value){.kind = VALUE_CHOICE, .i = i};
}

static const struct board *find_board(struct doing *doing)
{
    const struct board *board = rulebook_board(doing->world->rulebook, doing->command->board);
    if (!board)
        refuse(doing, OUTCOME_MISSING, TEXT("There is no such board"));
    return board;
}

bool refuse_runner(struct doing *doing, const struct board *board)
{
    if (board_runs(doing->world, board))
        return false;
    struct arena *arena = doing->world->arena;
    struct text who = board->secretary
                          ? arena_format(arena, "%.*s, their deputy, or %.*s", TEXT_ARGS(board->chair->label),
                                         TEXT_ARGS(board->secretary->label))
                          : arena_format(arena, "%.*s or their deputy", TEXT_ARGS(board->chair->label));
    refuse_by(doing, TEXT("A meeting is run and recorded by its chair, the chair's deputy or its secretary"),
              arena_format(arena, "board %.*s", TEXT_ARGS(board->name)), who, &board->cites);
    return true;
}

struct meeting *find_meeting(struct doing *doing, const struct board **board)
{
    *board = find_board(doing);
    struct meeting *meeting = *board ? board_meeting(doing->world, *board, doing->command->meeting) : NULL;
    if (*board && !meeting)
        refuse(doing, OUTCOME_MISSING, TEXT("This board has no such meeting"));
    return meeting;
}

/* ---- calling ---- */

static struct text next_number(struct world *world, const struct board *board, int64_t starts)
{
    struct date date = day_date(zone_day(world->clocks->zone, starts));
    STMT_SCOPED stmt =
        conn_prepare(world->conn, TEXT("INSERT INTO reeve_counter VALUES(?1,?2,1) ON CONFLICT(register,year) "
                                       "DO UPDATE SET n=n+1 RETURNING n"));
    stmt_bind_text(stmt, 1, arena_format(world->arena, "meeting:%.*s", TEXT_ARGS(board->name)));
    stmt_bind_int(stmt, 2, date.year);
    int64_t n = stmt_row(stmt) ? stmt_int(stmt, 0) : 0;
    while (stmt_row(stmt))
        continue;
    char *upper = arena_string(world->arena, board->name);
    for (char *c = upper; *c; c++)
        *c = *c >= 'a' && *c <= 'z' ? (char)(*c - 'a' + 'A') : *c == '_' ? '-' : *c;
    return arena_format(world->arena, "%s-%d-%lld", upper, date.year, (long long)n);
}

/* A slip in the year would stand at the head of the list of meetings for good. */
static const int64_t FARTHEST_MEETING = 3653 * TIME_DAY;

void command_meeting(struct doing *doing)
{
    struct world *world = doing->world;
    const struct board *board = find_board(doing);
    if (!board || refuse_runner(doing, board))
        return;
    if (doing->command->from == INT64_MIN) {
        refuse_field(doing, TEXT("starts"), TEXT("Give the time at which it starts"));
        refuse(doing, OUTCOME_INVALID, TEXT("A meeting needs a start"));
        return;
    }
    if (llabs(doing->command->from - world->now) > FARTHEST_MEETING) {
        refuse_field(doing, TEXT("starts"), TEXT("Give a time within ten years of now: look at the year"));
        refuse(doing, OUTCOME_INVALID, TEXT("No meeting is so far away"));
        return;
    }
    const struct reg *reg = world->rulebook->meeting;
    struct record *record = projection_blank(world->arena, reg);
    record->id = change_next_id(world, reg);
    record->state = MEETING_CALLED;
    record->number = next_number(world, board, doing->command->from);
    record->values[reg_field(reg, TEXT("board"))->index] =
        choice_value(reg_field(reg, TEXT("board")), board->name);
    record->values[reg_field(reg, TEXT("starts"))->index] =
        (struct value){.kind = VALUE_TIME, .i = doing->command->from};
    struct change change = change_of(world, record, EVENT_MEETING);
    change_value(&change, "number", record->number);
    put_changed(&change, record, NULL);
    record->state = -1; /* so that taking the event in notes when it was called */
    if (!change_write(&change)) {
        broken(doing);
        return;
    }
    finish(doing, record);
    doing->answer->created = true;
}

/* ---- attendance ---- */

static struct record *seat_record(struct world *world, const struct meeting *meeting, const struct role *role)
{
    const struct reg *reg = world->rulebook->attendance;
    struct value of = value_record(meeting->record->id);
    struct value seat = choice_value(reg_field(reg, TEXT("seat")), role->name);
    size_t count;
    const int64_t *ids = world_having(world, reg_field(reg, TEXT("meeting")), of, &count);
    for (size_t i = 0; i < count; i++) {
        struct record *record = world_record(world, reg, ids[i]);
        if (value_same(world_value(world, record, reg_field(reg, TEXT("seat"))), seat))
            return record;
    }
    struct record *record = projection_blank(world->arena, reg);
    record->id = change_next_id(world, reg);
    record->number = arena_format(world->arena, "%lld", (long long)record->id);
    record->values[reg_field(reg, TEXT("meeting"))->index] = of;
    record->values[reg_field(reg, TEXT("seat"))->index] = seat;
    return record;
}

static const struct seat *find_seat(struct doing *doing, const struct meeting *meeting)
{
    for (size_t i = 0; i < meeting->seat_count; i++)
        if (text_eq(meeting->seats[i].role->name, doing->command->seat))
            return &meeting->seats[i];
    refuse_field(doing, TEXT("seat"), TEXT("This board has no such seat"));
    refuse(doing, OUTCOME_INVALID, TEXT("This board has no such seat"));
    return NULL;
}

static bool refuse_sitter(struct doing *doing, const struct meeting *meeting, const struct seat *seat,
                          int64_t person)
{
    struct world *world = doing->world;
    bool deputy;
    if (!board_fits(world, seat->role, person, &deputy))
        return refuse_for(
            doing,
            arena_format(world->arena,
                         "Only a holder of the role %.*s, or a deputy they appointed, fills this seat",
                         TEXT_ARGS(seat->role->label)),
            &meeting->board->cites);
    for (size_t i = 0; i < meeting->seat_count; i++)
        if (&meeting->seats[i] != seat && meeting->seats[i].person == person)
            return refuse_for(doing, TEXT("Nobody fills two seats"), &meeting->board->cites);
    return false;
}

static void write_seat(struct doing *doing, const struct meeting *meeting, const struct seat *seat,
                       int64_t person)
{
    struct world *world = doing->world;
    struct record *record = seat_record(world, meeting, seat->role);
    struct value *before = record->version ? values_before(world, record) : NULL;
    record->values[reg_field(record->reg, TEXT("person"))->index] = value_record(person);
    struct change change = change_of(world, record, EVENT_ATTENDANCE);
    change.event.state = TEXT("kept");
    if (!before)
        change_value(&change, "number", record->number);
    if (put_changed(&change, record, before) && !change_write(&change))
        broken(doing);
    else
        finish(doing, meeting->record);
}

void command_attendance(struct doing *doing)
{
    const struct board *board;
    struct meeting *meeting = find_meeting(doing, &board);
    if (!meeting || refuse_runner(doing, board))
        return;
    if (meeting->state == MEETING_CLOSED) {
        refuse_for(doing, TEXT("The meeting is closed"), &board->cites);
        return;
    }
    const struct seat *seat = find_seat(doing, meeting);
    if (!seat)
        return;
    struct record *person =
        doing->command->person.n ? world_person(doing->world, doing->command->person) : NULL;
    if (doing->command->person.n && !person) {
        refuse_field(doing, TEXT("person"), TEXT("Nobody has this username"));
        refuse(doing, OUTCOME_INVALID, TEXT("Nobody has this username"));
        return;
    }
    if (!person || !refuse_sitter(doing, meeting, seat, person->id))
        write_seat(doing, meeting, seat, person ? person->id : 0);
}

/* ---- opening and closing ---- */

static void move_meeting(struct doing *doing, struct meeting *meeting, struct text state)
{
    struct change change = change_of(doing->world, meeting->record, EVENT_MEETING);
    change.event.state = state;
    if (change_write(&change))
        finish(doing, meeting->record);
    else
        broken(doing);
}

void refuse_quorum(struct doing *doing, const struct meeting *meeting)
{
    struct world *world = doing->world;
    struct verdict verdict = {0};
    for (size_t i = 0; i < meeting->seat_count; i++)
        if (!meeting->seats[i].person)
            verdict_add(world, &verdict,
                        arena_format(world->arena,
                                     "The seat %.*s is empty: its holder attends or sends a deputy",
                                     TEXT_ARGS(meeting->seats[i].role->label)),
                        &meeting->board->cites);
    if (!verdict.unmet_count)
        verdict_add(world, &verdict, TEXT("The meeting is not quorate"), &meeting->board->cites);
    refuse_blocked(doing, &verdict);
}

void command_meeting_open(struct doing *doing)
{
    const struct board *board;
    struct meeting *meeting = find_meeting(doing, &board);
    if (!meeting || refuse_runner(doing, board))
        return;
    if (meeting->state != MEETING_CALLED)
        refuse_for(doing,
                   meeting->state == MEETING_OPEN ? TEXT("The meeting is open already")
                                                  : TEXT("The meeting is closed"),
                   &board->cites);
    else if (!meeting->quorate)
        refuse_quorum(doing, meeting);
    else
        move_meeting(doing, meeting, TEXT("open"));
}

void command_meeting_close(struct doing *doing)
{
    const struct board *board;
    struct meeting *meeting = find_meeting(doing, &board);
    if (!meeting || refuse_runner(doing, board))
        return;
    if (meeting->state != MEETING_OPEN)
        refuse_for(doing,
                   meeting->state == MEETING_CALLED ? TEXT("The meeting was never opened")
                                                    : TEXT("The meeting is closed already"),
                   &board->cites);
    else
        move_meeting(doing, meeting, TEXT("closed"));
}
