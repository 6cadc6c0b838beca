/* Boards: who votes, what a decision needs and what it sets (language reference, Exact meaning 2 and 9). */
#include <stdio.h>

#include "engine/board.h"
#include "engine/test_force.h"

const char rules[] =
    "rulebook \"Test Force\" { version \"1\" from 2026-01-01 }\n"
    "policy \"P\" \"A policy\" { clause 1 \"One\" }\n"
    "role staff \"Staff\" role boss \"Boss\" role clerk \"Clerk\"\n"
    "role seat_a \"Seat A\" role seat_b \"Seat B\"\n"
    "board cab \"CAB\" { meets when called chair boss secretary clerk members seat_a, seat_b\n"
    "  agenda job where state = put cite \"P\" 1 }\n"
    "register job \"Job\" {\n"
    "  number \"JOB-{n}\" title name\n"
    "  field name line required field note text field owner person\n"
    "  field ruling line required\n"
    "  states put, carried final carried\n"
    "  create by actor has staff read true\n"
    "  edit name, note in put by actor is creator edit owner by actor has boss\n"
    "  action decide \"Decide\" { from put to carried by board cab ask note\n"
    "    need actor is not owner else \"The owner does not decide\" cite \"P\" 1\n"
    "    set ruling = \"As proposed\" seals note }\n"
    "}\n";

struct sitting { /* an open meeting, its two seats filled, and a record before it */
    struct text meeting, number;
    int64_t creator;
    struct vote votes[2];
};

static void fill_seat(struct text meeting, const char *seat, const char *username)
{
    struct command sit = {.kind = COMMAND_ATTENDANCE,
                          .actor = b.cat,
                          .board = TEXT("cab"),
                          .meeting = meeting,
                          .seat = text_of(seat),
                          .person = text_of(username)};
    assert_int_equal(run(sit), OUTCOME_DONE);
}

/* eve, who sits in seat A, opened the job; dan owns it. */
static struct sitting sitting(void)
{
    struct sitting sitting = {.creator = person("eve", "seat_a"),
                              .votes = {{TEXT("eve"), TEXT("abstain")}, {TEXT("fay"), TEXT("for")}}};
    person("fay", "seat_b");
    struct command grant = {.kind = COMMAND_GRANT,
                            .person = TEXT("eve"),
                            .role = TEXT("staff"),
                            .from = INT64_MIN,
                            .to = INT64_MIN};
    assert_int_equal(run(grant), OUTCOME_DONE);
    sitting.number = open_job(sitting.creator, "A job");
    assert_int_equal(edit(b.bob, sitting.number, "owner", "dan"), OUTCOME_DONE);
    struct command call = {
        .kind = COMMAND_MEETING, .actor = b.cat, .board = TEXT("cab"), .from = at("2026-06-02T09:00:00Z")};
    assert_int_equal(run(call), OUTCOME_DONE);
    sitting.meeting = b.answer.number;
    fill_seat(sitting.meeting, "seat_a", "eve");
    fill_seat(sitting.meeting, "seat_b", "fay");
    struct command open = {
        .kind = COMMAND_MEETING_OPEN, .actor = b.bob, .board = TEXT("cab"), .meeting = sitting.meeting};
    assert_int_equal(run(open), OUTCOME_DONE);
    return sitting;
}

static struct command decision(const struct sitting *sitting)
{
    return (struct command){.kind = COMMAND_DECIDE,
                            .actor = b.bob,
                            .board = TEXT("cab"),
                            .meeting = sitting->meeting,
                            .number = sitting->number,
                            .action = TEXT("decide"),
                            .votes = sitting->votes,
                            .vote_count = 2};
}

static void who_opened_it_may_only_abstain(void **state)
{
    (void)state;
    struct sitting now = sitting();
    static const struct {
        const char *vote;
        enum outcome outcome;
    } rows[] = {{"for", OUTCOME_BLOCKED}, {"against", OUTCOME_BLOCKED}, {"abstain", OUTCOME_DONE}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        now.votes[0].vote = text_of(rows[i].vote);
        assert_int_equal(run(decision(&now)), rows[i].outcome);
    }
    assert_true(b.answer.carried);
}

static void a_decision_may_set_what_is_required(void **state)
{
    (void)state;
    struct sitting now = sitting();
    assert_int_equal(run(decision(&now)), OUTCOME_DONE);
    assert_text(state_of(now.number), "carried");
}

/* What it asks for is not what changed since. */
static void a_decision_is_stale_only_by_what_others_changed(void **state)
{
    (void)state;
    struct sitting now = sitting();
    struct input inputs[] = {text_input("note", "As the board saw it")};
    struct command decide = decision(&now);
    decide.expected_version = 2;
    decide.sealed_only = true;
    decide.inputs = inputs;
    decide.input_count = 1;
    assert_int_equal(edit(now.creator, now.number, "note", "Another"), OUTCOME_DONE);
    assert_int_equal(run(decide), OUTCOME_STALE);
    decide.expected_version = 3;
    assert_int_equal(edit(now.creator, now.number, "name", "Another"), OUTCOME_DONE);
    assert_int_equal(run(decide), OUTCOME_DONE);
}

/* Exact meaning 5: names before who may. */
static void a_decision_is_judged_in_order(void **state)
{
    (void)state;
    struct sitting now = sitting();
    struct input inputs[] = {text_input("mood", "Good")};
    struct command decide = decision(&now);
    decide.actor = b.ann;
    assert_int_equal(run(decide), OUTCOME_REFUSED);
    decide.inputs = inputs;
    decide.input_count = 1;
    assert_int_equal(run(decide), OUTCOME_MALFORMED);
}

static struct text call(const char *when)
{
    struct command call = {.kind = COMMAND_MEETING, .actor = b.cat, .board = TEXT("cab"), .from = at(when)};
    assert_int_equal(run(call), OUTCOME_DONE);
    return b.answer.number;
}

/* The number of the board's next meeting; empty: none. */
static struct text next(void)
{
    struct view view;
    assert_true(view_open(&view, b.arena, b.engine, b.bob));
    const struct meeting *meeting = board_next(view.world, rulebook_board(view.world->rulebook, TEXT("cab")));
    struct text number = meeting ? arena_text(b.arena, meeting->record->number) : (struct text){0};
    view_close(&view);
    return number;
}

static void the_next_meeting_is_the_open_one_or_the_nearest(void **state)
{
    (void)state;
    struct text july = call("2026-07-01T09:00:00Z"), june = call("2026-06-20T09:00:00Z");
    assert_true(text_eq(next(), june));
    assert_true(engine_set_clock(b.engine, at("2026-06-21T08:00:00Z")));
    assert_true(text_eq(next(), june));
    assert_true(engine_set_clock(b.engine, at("2026-06-21T10:00:00Z")));
    assert_true(text_eq(next(), july));
    struct text open = sitting().meeting;
    assert_true(text_eq(next(), open));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(who_opened_it_may_only_abstain),
        CASE(a_decision_may_set_what_is_required),
        CASE(a_decision_is_stale_only_by_what_others_changed),
        CASE(a_decision_is_judged_in_order),
        CASE(the_next_meeting_is_the_open_one_or_the_nearest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
