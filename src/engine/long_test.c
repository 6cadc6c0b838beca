/* A record whose history is longer than the memory any one request may use. */
#include <stdio.h>
#include <string.h>

#include "engine/test_force.h"

const char rules[] =
    "rulebook \"Test Force\" { version \"1\" from 2026-01-01 timezone \"Europe/London\" holidays "
    "england_and_wales\n"
    " working monday to friday 08:00 to 18:00 }\n"
    "policy \"P\" \"A policy\" { clause 1 \"One\" }\n"
    "role staff \"Staff\" role boss \"Boss\" role clerk \"Clerk\"\n"
    "register job \"Job\" {\n"
    "  number \"JOB-{year}-{n:3}\" title name\n"
    "  field name line required field note text field due date field nudges number default 0\n"
    "  states draft, agreed final agreed\n"
    "  create by actor has staff read actor has staff or actor has boss\n"
    "  edit name, note, due in draft by actor has staff\n"
    "  action agree \"Agree\" { from draft to agreed by actor has boss seals due, note else void to draft }\n"
    "  action nudge \"Nudge\" { in draft by system when today > due set nudges = nudges + 1 }\n"
    "}\n";

/* EDITS * NOTE bytes are more than REQUEST, which is what a request over HTTP has. */
enum { EDITS = 1150, NOTE = 60000, REQUEST = 64 << 20 };

static enum outcome run_alone(struct command command)
{
    ARENA_SCOPED arena = arena_new(REQUEST);
    struct answer answer;
    command_run(b.engine, arena, &command, &answer);
    return answer.outcome;
}

static struct command edit_of(struct text number, const struct input *input)
{
    return (struct command){.kind = COMMAND_EDIT,
                            .actor = b.ann,
                            .register_name = TEXT("job"),
                            .number = number,
                            .inputs = input,
                            .input_count = 1};
}

static struct text long_job(void)
{
    static char note[NOTE + 1];
    struct text number = open_job(b.ann, "A job");
    for (int i = 0; i < EDITS; i++) {
        memset(note, 'x', NOTE);
        note[snprintf(note, 20, "%d", i)] = ' ';
        struct input input = text_input("note", note);
        assert_int_equal(run_alone(edit_of(number, &input)), OUTCOME_DONE);
    }
    return number;
}

static int number_of(struct value value)
{
    int n = -1;
    if (value.kind != VALUE_MISSING)
        sscanf(value.text.s, "%d", &n);
    return n;
}

/* The versions of a page, its notes and what they replaced; gives where the page before it begins. */
static int64_t read_page(struct text number, int64_t before, int64_t *expected)
{
    ARENA_SCOPED arena = arena_new(REQUEST);
    VIEW_SCOPED view = {0};
    struct history_view history;
    assert_true(view_open(&view, arena, b.engine, b.ann));
    view_history(view.world,
                 world_find(view.world, rulebook_register(engine_rulebook(b.engine), TEXT("job")), number),
                 before, &history);
    assert_true(history.count > 0);
    for (size_t i = history.count; i-- > 0; --*expected) {
        const struct event_view *event = &history.events[i];
        assert_int_equal(event->version, *expected);
        assert_text(event->state_before, *expected > 1 ? "draft" : "");
        if (*expected == 1)
            continue;
        assert_int_equal(event->change_count, 1);
        assert_int_equal(number_of(event->changes[0].after), *expected - 2);
        assert_int_equal(number_of(event->changes[0].before), *expected - 3);
    }
    return history.earlier;
}

static void a_long_history_is_read_in_pages(struct text number)
{
    int64_t before = INT64_MAX, expected = EDITS + 1;
    int pages = 0;
    for (; before; pages++)
        before = read_page(number, before, &expected);
    assert_int_equal(expected, 0);
    assert_true(pages > EDITS / 200);
}

static void the_past_is_found(struct text number)
{
    ARENA_SCOPED arena = arena_new(REQUEST);
    VIEW_SCOPED view = {0};
    assert_true(view_open(&view, arena, b.engine, b.ann));
    struct record *record =
        world_find(view.world, rulebook_register(engine_rulebook(b.engine), TEXT("job")), number);
    struct record *then = view_record_at(view.world, record, INT64_MAX);
    assert_int_equal(number_of(then->values[reg_field(then->reg, TEXT("note"))->index]), EDITS - 1);
    assert_int_equal(then->values[reg_field(then->reg, TEXT("nudges"))->index].i, 0);
}

static void it_is_nudged_once(struct text number)
{
    struct input due = text_input("due", "2026-06-03"), name = text_input("name", "Another");
    assert_int_equal(run_alone(edit_of(number, &due)), OUTCOME_DONE);
    assert_true(engine_set_clock(b.engine, at("2026-06-05T12:00:00Z")));
    engine_catch_up(b.engine);
    assert_int_equal(run_alone(edit_of(number, &name)), OUTCOME_DONE);
    VIEW_SCOPED view = {0};
    assert_true(view_open(&view, b.arena, b.engine, b.ann));
    struct record *record =
        world_find(view.world, rulebook_register(engine_rulebook(b.engine), TEXT("job")), number);
    assert_int_equal(record->values[reg_field(record->reg, TEXT("nudges"))->index].i, 1);
}

/* What was looked at for the action that stays is not looked at again with every later command. */
static void only_what_follows_is_looked_at(struct text number)
{
    struct input name = text_input("name", "Odd");
    assert_int_equal(run_alone(edit_of(number, &name)), OUTCOME_DONE);
    VIEW_SCOPED view = {0};
    assert_true(view_open(&view, b.arena, b.engine, b.ann));
    struct record *record =
        world_find(view.world, rulebook_register(engine_rulebook(b.engine), TEXT("job")), number);
    STMT_SCOPED stmt = conn_prepare(view.conn, TEXT("SELECT version FROM reeve_spent WHERE record=?1"));
    stmt_bind_int(stmt, 1, record->id);
    assert_true(stmt_row(stmt));
    assert_int_equal(stmt_int(stmt, 0), record->version);
}

static void a_sealed_decision_is_checked(struct text number)
{
    struct command agree = {.kind = COMMAND_ACT,
                            .actor = b.bob,
                            .register_name = TEXT("job"),
                            .number = number,
                            .action = TEXT("agree"),
                            .expected_version = EDITS,
                            .sealed_only = true};
    assert_int_equal(run_alone(agree), OUTCOME_STALE);
    agree.expected_version = EDITS + 2; /* since then it was nudged and has other names */
    assert_int_equal(run_alone(agree), OUTCOME_DONE);
}

static void however_long_a_history_it_can_be_read(void **state)
{
    (void)state;
    struct text number = long_job();
    a_long_history_is_read_in_pages(number);
    the_past_is_found(number);
    it_is_nudged_once(number);
    only_what_follows_is_looked_at(number);
    a_sealed_decision_is_checked(number);
}

int main(void)
{
    const struct CMUnitTest tests[] = {CASE(however_long_a_history_it_can_be_read)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
