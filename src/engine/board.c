#include "engine/board.h"

#include <jansson.h>

#include "engine/guard.h"
#include "rules/query.h"

bool board_runs(struct world *world, const struct board *board)
{
    if (world->actor <= 0)
        return true;
    bool deputy;
    return board_fits(world, board->chair, world->actor, &deputy) ||
           (board->secretary && board_fits(world, board->secretary, world->actor, &deputy));
}

bool board_fits(struct world *world, const struct role *role, int64_t person, bool *deputy)
{
    *deputy = false;
    if (world_facts.holds(world, person, role, -1, INT64_MAX))
        return true;
    *deputy = world_facts.deputy_holds(world, person, role, -1, INT64_MAX);
    return *deputy;
}

static int64_t *query_people(struct world *world, struct text sql, struct text role, size_t *count)
{
    STMT_SCOPED stmt = conn_prepare(world->conn, sql);
    stmt_bind_text(stmt, 1, role);
    stmt_bind_int(stmt, 2, world->now);
    int64_t *people = NULL;
    size_t capacity = 0;
    *count = 0;
    while (stmt_row(stmt))
        *ARENA_PUSH(world->arena, people, *count, capacity) = stmt_int(stmt, 0);
    return people;
}

int64_t *board_candidates(struct world *world, const struct role *role, size_t *count)
{
    struct text holders_and_deputies =
        TEXT("SELECT DISTINCT h.\"person\" FROM \"holding\" h WHERE h.\"role\"=?1 AND h.\"from\"<=?2 AND "
             "(h.\"to\" IS NULL OR h.\"to\">?2) "
             "UNION SELECT d.\"deputy\" FROM \"deputy\" d JOIN \"holding\" h ON h.\"person\"=d.\"person\" "
             "WHERE h.\"role\"=?1 AND h.\"from\"<=?2 AND (h.\"to\" IS NULL OR h.\"to\">?2) AND "
             "(d.\"role\" IS NULL OR d.\"role\"=?1) AND (d.\"from\" IS NULL OR d.\"from\"<=?2) AND "
             "(d.\"to\" IS NULL OR d.\"to\">?2)");
    return query_people(world, holders_and_deputies, role->name, count);
}

/* ---- a meeting ---- */

static struct value field_value(struct world *world, struct record *record, const char *name)
{
    return world_value(world, record, reg_field(record->reg, text_of(name)));
}

static void fill_seat(struct world *world, struct meeting *meeting, struct record *attendance)
{
    const struct field *field = reg_field(attendance->reg, TEXT("seat"));
    struct value seat = world_value(world, attendance, field),
                 person = field_value(world, attendance, "person");
    if (seat.kind != VALUE_CHOICE)
        return;
    struct text role = field->type.choice->values[seat.i].name;
    for (size_t i = 0; i < meeting->seat_count; i++) {
        struct seat *taken = &meeting->seats[i];
        if (!text_eq(taken->role->name, role))
            continue;
        int64_t who = person.kind == VALUE_RECORD ? person.i : 0;
        bool fits = who && board_fits(world, taken->role, who, &taken->deputy);
        taken->person = fits || meeting->state == MEETING_CLOSED ? who : 0;
        taken->deputy = taken->person && (taken->deputy || !fits);
    }
}

static void read_seats(struct world *world, struct meeting *meeting)
{
    const struct board *board = meeting->board;
    meeting->seat_count = board->member_count;
    meeting->seats = ARENA_ARRAY(world->arena, struct seat, board->member_count + 1);
    for (size_t i = 0; i < board->member_count; i++)
        meeting->seats[i] =
            (struct seat){.role = board->members[i], .chair = board->members[i] == board->chair};
    const struct field *of = reg_field(world->rulebook->attendance, TEXT("meeting"));
    size_t count;
    const int64_t *ids = world_having(world, of, value_record(meeting->record->id), &count);
    for (size_t i = 0; i < count; i++)
        fill_seat(world, meeting, world_record(world, world->rulebook->attendance, ids[i]));
    for (size_t i = 0; i < meeting->seat_count; i++)
        meeting->filled += meeting->seats[i].person != 0 || board->absent == ABSENT_APPROVES;
    meeting->needed = board->quorum == QUORUM_ALL        ? meeting->seat_count
                      : board->quorum == QUORUM_MAJORITY ? meeting->seat_count / 2 + 1
                                                         : (size_t)board->quorum;
    meeting->quorate = meeting->filled >= meeting->needed;
}

static void count_votes(struct decision *decision)
{
    json_t *votes = json_loadb(decision->votes.s ? decision->votes.s : "", decision->votes.n, 0, NULL);
    const char *person;
    json_t *vote;
    json_object_foreach(votes, person, vote)
    {
        struct text word = text_of(json_string_value(vote));
        decision->in_favour += text_is(word, "for");
        decision->against += text_is(word, "against");
        decision->abstained += text_is(word, "abstain");
    }
    json_decref(votes);
}

static struct decision read_decision(struct world *world, struct stmt *stmt)
{
    struct decision decision = {
        .seq = stmt_int(stmt, 0), .carried = stmt_int(stmt, 4) != 0, .time = stmt_int(stmt, 5)};
    decision.reg = rulebook_register(world->rulebook, stmt_text(stmt, 1));
    decision.votes = arena_text(world->arena, stmt_text(stmt, 6));
    if (decision.reg)
        decision.record = world_record(world, decision.reg, stmt_int(stmt, 2));
    if (decision.record) {
        decision.record = world_own(world, decision.record);
        decision.reg = decision.record->reg;
    }
    if (decision.reg)
        decision.action = reg_action(decision.reg, stmt_text(stmt, 3));
    if (decision.record && !world_may_read(world, decision.record))
        decision.record = NULL;
    count_votes(&decision);
    return decision;
}

static void read_decisions(struct world *world, struct meeting *meeting)
{
    STMT_SCOPED stmt =
        conn_prepare(world->conn, TEXT("SELECT seq,register,record,action,carried,time,votes FROM "
                                       "reeve_decision WHERE meeting=?1 ORDER BY seq"));
    stmt_bind_int(stmt, 1, meeting->record->id);
    size_t capacity = 0;
    while (stmt_row(stmt))
        *ARENA_PUSH(world->arena, meeting->decisions, meeting->decision_count, capacity) =
            read_decision(world, stmt);
}

enum { AGENDA_MAX = 200 };

static void add_agenda(struct world *world, struct meeting *meeting, const struct agenda_item *item,
                       size_t *capacity)
{
    struct sql sql = {.text = buf_in(world->arena)};
    struct scene scene = world_scene(world, NULL);
    struct text why;
    buf_format(&sql.text, "SELECT r.\"_id\" FROM \"%.*s\" r WHERE ", TEXT_ARGS(item->reg->name));
    if (!item->where)
        buf_puts(&sql.text, "1");
    else if (!query_test(&scene, item->reg, "r", item->where, &sql, &why))
        return;
    buf_format(&sql.text, " ORDER BY r.\"_id\" LIMIT %d", AGENDA_MAX);
    STMT_SCOPED stmt = conn_prepare(world->conn, buf_text(&sql.text));
    world_bind(stmt, &sql);
    while (stmt_row(stmt)) {
        struct record *record = world_record(world, item->reg, stmt_int(stmt, 0));
        if (record && world_may_read(world, record))
            *ARENA_PUSH(world->arena, meeting->agenda, meeting->agenda_count, *capacity) =
                world_own(world, record);
    }
}

static struct meeting *read_meeting(struct world *world, const struct board *board, struct record *record)
{
    struct meeting *meeting = ARENA_NEW(world->arena, struct meeting);
    *meeting =
        (struct meeting){.record = record, .board = board, .starts = field_value(world, record, "starts").i};
    meeting->state = (enum meeting_state)record->state;
    int64_t now = world->now;
    if (meeting->state == MEETING_CLOSED)
        world->now = record->updated; /* who sat there then sat there, whatever they are today */
    read_seats(world, meeting);
    world->now = now;
    read_decisions(world, meeting);
    size_t capacity = 0;
    for (size_t i = 0; meeting->state != MEETING_CLOSED && i < board->agenda_count; i++)
        add_agenda(world, meeting, &board->agenda[i], &capacity);
    return meeting;
}

static bool is_of(struct world *world, struct record *record, const struct board *board)
{
    const struct field *field = reg_field(record->reg, TEXT("board"));
    struct value value = world_value(world, record, field);
    return value.kind == VALUE_CHOICE && text_eq(field->type.choice->values[value.i].name, board->name);
}

struct meeting *board_meeting(struct world *world, const struct board *board, struct text number)
{
    struct record *record = world_find(world, world->rulebook->meeting, number);
    return record && is_of(world, record, board) ? read_meeting(world, board, record) : NULL;
}

struct meeting *board_next(struct world *world, const struct board *board)
{
    STMT_SCOPED stmt = conn_prepare(
        world->conn,
        TEXT("SELECT \"_id\" FROM \"meeting\" WHERE \"board\"=?1 AND (\"_state\"='open' OR "
             "\"_state\"='called' AND \"starts\">?2) ORDER BY \"_state\"='open' DESC,\"starts\" LIMIT 1"));
    stmt_bind_text(stmt, 1, board->name);
    stmt_bind_int(stmt, 2, world->now - TIME_DAY);
    if (!stmt_row(stmt))
        return NULL;
    return read_meeting(world, board, world_record(world, world->rulebook->meeting, stmt_int(stmt, 0)));
}

struct meeting **board_meetings(struct world *world, const struct board *board, size_t limit, size_t *count)
{
    STMT_SCOPED stmt =
        conn_prepare(world->conn, TEXT("SELECT \"_id\" FROM \"meeting\" WHERE \"board\"=?1 ORDER BY "
                                       "\"starts\" DESC,\"_id\" DESC LIMIT ?2"));
    struct meeting **meetings = NULL;
    size_t capacity = 0;
    stmt_bind_text(stmt, 1, board->name);
    stmt_bind_int(stmt, 2, (int64_t)limit);
    *count = 0;
    while (stmt_row(stmt))
        *ARENA_PUSH(world->arena, meetings, *count, capacity) =
            read_meeting(world, board, world_record(world, world->rulebook->meeting, stmt_int(stmt, 0)));
    return meetings;
}

const struct action **board_actions(struct world *world, const struct board *board,
                                    const struct record *record, size_t *count)
{
    const struct reg *reg = record->reg;
    const struct action **actions = ARENA_ARRAY(world->arena, const struct action *, reg->action_count + 1);
    *count = 0;
    for (size_t i = 0; i < reg->action_count; i++) {
        const struct action *action = reg->actions[i];
        if (action->by_kind == BY_BOARD && text_eq(action->board->name, board->name) &&
            action->in[record->state])
            actions[(*count)++] = action;
    }
    return actions;
}
