/* The engine over a small rulebook of its own: what commands let through, refuse, and leave behind. */
#include <string.h>

#include "engine/board.h"
#include "engine/people.h"
#include "engine/rebuild.h"
#include "engine/tally.h"
#include "engine/test_force.h"

const char rules[] =
    "rulebook \"Test Force\" { version \"1\" from 2026-01-01 timezone \"Europe/London\" holidays "
    "england_and_wales\n"
    " working monday to friday 08:00 to 18:00 }\n"
    "policy \"P\" \"A policy\" { clause 1 \"One\" clause 2 \"Two\" }\n"
    "role staff \"Staff\" role boss \"Boss\" role clerk \"Clerk\" role seat_a \"Seat A\" role seat_b \"Seat "
    "B\"\n"
    "choice level { low medium high }\n"
    "board cab \"CAB\" { meets when called chair boss secretary clerk members seat_a, seat_b absent deputy "
    "quorum all\n"
    "  agenda job where state = waiting cite \"P\" 1 }\n"
    "register job \"Job\" {\n"
    "  number \"JOB-{year}-{n:3}\" title name\n"
    "  field name line required\n"
    "  field note text field size level field requester person default actor field owner person\n"
    "  field code line unique matching \"[A-Z]+\" help \"Use capital letters\"\n"
    "  field until date field asked_by many person field double number is number_of + number_of field "
    "number_of number field submitter person field secret line read by actor has boss\n"
    "  field tag line private\n"
    "  states draft, waiting, agreed, done, dropped, lapsed\n"
    "  final done, dropped, lapsed\n"
    "  create by actor has staff or actor has boss\n"
    "  read actor has staff or actor has boss or actor has clerk\n"
    "  edit name, note, size, owner, code, until, asked_by, number_of in draft by actor is requester or "
    "actor has boss\n"
    "  edit note in agreed by actor has boss\n"
    "  edit secret, tag by actor has boss\n"
    "  action submit \"Submit\" { from draft to waiting by actor is requester\n"
    "    need size given else \"Give its size\" cite \"P\" 1\n"
    "    need owner given else \"Name an owner\" cite \"P\" 2 }\n"
    "  action agree \"Agree\" { from waiting to agreed by actor has boss\n"
    "    need actor is not requester or size = low else \"You asked for this yourself\" cite \"P\" 1\n"
    "    should note given else \"It has no note\" cite \"P\" 2\n"
    "    set submitter = submit.actor\n"
    "    seals note else void to waiting }\n"
    "  action decide \"Decide\" { from waiting to agreed by board cab\n"
    "    need actor is not owner else \"The owner does not decide\" cite \"P\" 1 }\n"
    "  action close \"Close\" { from agreed to done by each of actor has boss, actor has clerk ask code "
    "required\n"
    "    should size = low else \"It is not small\" cite \"P\" 2 }\n"
    "  action lapse \"Lapse\" { from waiting to lapsed by system when today > until }\n"
    "  action drop \"Drop\" { from draft, waiting to dropped by actor is requester }\n"
    "  never own_big { state = agreed and size = high and agree.actor is requester cite \"P\" 1 }\n"
    "}\n";

static void every_reason_is_listed(void **state)
{
    (void)state;
    struct text number = open_job(b.ann, "A job");
    assert_text(number, "JOB-2026-001");
    assert_int_equal(act(b.ann, number, "submit", ""), OUTCOME_BLOCKED);
    assert_int_equal(b.answer.unmet_count, 2);
    assert_text(b.answer.unmet[0].message, "Give its size");
    assert_text(b.answer.unmet[1].cites->items[0].clause->id, "2");
    assert_text(state_of(number), "draft");
}

static void order_inside_a_command(void **state) /* Exact meaning 5 */
{
    (void)state;
    struct text number = open_job(b.ann, "A job");
    assert_int_equal(edit(b.dan, TEXT("JOB-2026-999"), "name", "x"), OUTCOME_MISSING);
    int64_t stranger = person("eve", "seat_a");
    assert_int_equal(edit(stranger, number, "name", "x"), OUTCOME_MISSING);
    assert_int_equal(edit(b.dan, number, "nonsense", "x"), OUTCOME_MALFORMED);
    assert_int_equal(edit(b.dan, number, "size", "enormous"), OUTCOME_INVALID);
    assert_int_equal(edit(b.dan, number, "name", "x"), OUTCOME_REFUSED);
    struct input inputs[] = {text_input("name", "Another")};
    struct command stale = {.kind = COMMAND_EDIT,
                            .actor = b.ann,
                            .register_name = TEXT("job"),
                            .number = number,
                            .inputs = inputs,
                            .input_count = 1,
                            .expected_version = 7};
    assert_int_equal(run(stale), OUTCOME_STALE);
    stale.expected_version = 1;
    assert_int_equal(run(stale), OUTCOME_DONE);
    assert_int_equal(act(b.bob, number, "agree", "because"), OUTCOME_BLOCKED);
}

static void nobody_agrees_to_their_own(void **state)
{
    (void)state;
    struct text number = ready_job(b.bob, "high");
    assert_int_equal(act(b.bob, number, "agree", "because"), OUTCOME_BLOCKED);
    assert_text(b.answer.unmet[0].message, "You asked for this yourself");
    number = ready_job(b.bob, "low");
    assert_int_equal(act(b.bob, number, "agree", "because"), OUTCOME_DONE);
}

static void a_should_wants_a_reason(void **state)
{
    (void)state;
    struct text number = ready_job(b.ann, "low");
    assert_int_equal(act(b.bob, number, "agree", " \u00a0 "), OUTCOME_BLOCKED);
    assert_int_equal(b.answer.unmet_count, 0);
    assert_int_equal(b.answer.should_count, 1);
    assert_int_equal(act(b.bob, number, "agree", "Agreed by telephone"), OUTCOME_DONE);
}

static void a_later_change_voids_a_sealed_decision(void **state)
{
    (void)state;
    struct text number = ready_job(b.ann, "low");
    assert_int_equal(act(b.bob, number, "agree", "because"), OUTCOME_DONE);
    assert_text(state_of(number), "agreed");
    assert_int_equal(edit(b.bob, number, "note", "Something new"), OUTCOME_DONE);
    assert_text(state_of(number), "waiting");
}

static void an_action_remembers_who_did_it(void **state)
{
    (void)state;
    struct text number = ready_job(b.ann, "low");
    assert_int_equal(act(b.bob, number, "agree", "because"), OUTCOME_DONE);
    const struct reg *reg = rulebook_register(engine_rulebook(b.engine), TEXT("job"));
    struct view view;
    assert_true(view_open(&view, b.arena, b.engine, b.ann));
    struct record *record = world_find(view.world, reg, number);
    assert_int_equal(world_value(view.world, record, reg_field(reg, TEXT("submitter"))).i, b.ann);
    view_close(&view);
}

static void a_never_holds_inside_the_command(void **state)
{
    (void)state;
    struct text number = ready_job(b.bob, "low");
    assert_int_equal(act(b.bob, number, "agree", "because"), OUTCOME_DONE);
    assert_int_equal(edit(b.bob, number, "size", "high"), OUTCOME_REFUSED);
}

static void each_signs_once(void **state)
{
    (void)state;
    struct text number = ready_job(b.ann, "low");
    assert_int_equal(act(b.bob, number, "agree", "because"), OUTCOME_DONE);
    struct input note[] = {text_input("code", "DONE")};
    struct command close = {.kind = COMMAND_ACT,
                            .actor = b.bob,
                            .register_name = TEXT("job"),
                            .number = number,
                            .action = TEXT("close"),
                            .inputs = note,
                            .input_count = 1};
    assert_int_equal(run(close), OUTCOME_DONE);
    assert_true(b.answer.waiting);
    assert_text(state_of(number), "agreed");
    assert_int_equal(run(close), OUTCOME_BLOCKED);
    close.actor = b.cat;
    assert_int_equal(run(close), OUTCOME_DONE);
    assert_false(b.answer.waiting);
    assert_text(state_of(number), "done");
}

static size_t overruled(struct text number, const char *message)
{
    VIEW_SCOPED view = {0};
    assert_true(view_open(&view, b.arena, b.engine, b.bob));
    const struct reg *reg = rulebook_register(engine_rulebook(b.engine), TEXT("job"));
    const struct record_view *seen = view_record(view.world, reg, number);
    size_t found = 0;
    for (size_t i = 0; i < seen->overruled_count; i++)
        found += text_is(seen->overruled[i].message, message);
    return found;
}

static void advice_gone_against_stays_told(void **state)
{
    (void)state;
    struct text number = ready_job(b.ann, "high");
    struct input code = text_input("code", "AB");
    struct command close = {.kind = COMMAND_ACT,
                            .actor = b.bob,
                            .register_name = TEXT("job"),
                            .number = number,
                            .action = TEXT("close"),
                            .reason = TEXT("In a hurry"),
                            .inputs = &code,
                            .input_count = 1};
    assert_int_equal(overruled(number, "It has no note"), 0);
    assert_int_equal(act(b.bob, number, "agree", "because"), OUTCOME_DONE);
    assert_int_equal(overruled(number, "It has no note"), 1);
    assert_int_equal(run(close), OUTCOME_DONE);
    assert_true(b.answer.waiting);
    assert_int_equal(overruled(number, "It is not small"), 1); /* before the last has signed */
    assert_int_equal(edit(b.bob, number, "note", "Something new"), OUTCOME_DONE);
    assert_text(state_of(number), "waiting");
    assert_int_equal(overruled(number, "It has no note"), 1);
}

static void deputies_stand_in_and_share_the_conflict(void **state) /* Exact meaning 3 */
{
    (void)state;
    struct command appoint = {.kind = COMMAND_DEPUTY,
                              .actor = b.bob,
                              .person = TEXT("bob"),
                              .deputy = TEXT("dan"),
                              .from = INT64_MIN,
                              .to = INT64_MIN};
    struct text number = ready_job(b.bob, "high");
    assert_int_equal(act(b.dan, number, "agree", "because"), OUTCOME_REFUSED);
    assert_int_equal(run(appoint), OUTCOME_DONE);
    assert_int_equal(act(b.dan, number, "agree", "because"), OUTCOME_BLOCKED);
    number = ready_job(b.ann, "high");
    assert_int_equal(act(b.dan, number, "agree", "because"), OUTCOME_DONE);
    struct view view;
    struct history_view history;
    assert_true(view_open(&view, b.arena, b.engine, b.ann));
    view_history(view.world,
                 world_find(view.world, rulebook_register(engine_rulebook(b.engine), TEXT("job")), number),
                 INT64_MAX, &history);
    struct event_view *last = &history.events[history.count - 1];
    assert_int_equal(last->stood_for_count, 1);
    assert_int_equal(last->stood_for[0], b.bob);
    view_close(&view);
}

static void it_lapses_at_the_first_moment(void **state)
{
    (void)state;
    struct text number = open_job(b.ann, "A job");
    assert_int_equal(edit(b.ann, number, "size", "low"), OUTCOME_DONE);
    assert_int_equal(edit(b.ann, number, "owner", "dan"), OUTCOME_DONE);
    assert_int_equal(edit(b.ann, number, "until", "2026-06-03"), OUTCOME_DONE);
    assert_int_equal(act(b.ann, number, "submit", ""), OUTCOME_DONE);
    assert_true(engine_set_clock(b.engine, at("2026-06-10T12:00:00Z")));
    engine_catch_up(b.engine);
    assert_text(state_of(number), "lapsed");
    struct view view;
    assert_true(view_open(&view, b.arena, b.engine, 0));
    const struct reg *reg = rulebook_register(engine_rulebook(b.engine), TEXT("job"));
    struct record *record = world_find(view.world, reg, number);
    assert_int_equal(record->entered[choice_index(reg->states, TEXT("lapsed"))], at("2026-06-03T23:00:00Z"));
    view_close(&view);
}

static void a_board_decides_when_quorate(void **state) /* Exact meaning 9 */
{
    (void)state;
    person("eve", "seat_a");
    person("fay", "seat_b");
    struct text number = ready_job(b.ann, "high");
    struct command call = {
        .kind = COMMAND_MEETING, .actor = b.cat, .board = TEXT("cab"), .from = at("2026-06-02T09:00:00Z")};
    assert_int_equal(run(call), OUTCOME_DONE);
    struct text meeting = b.answer.number;
    assert_text(meeting, "CAB-2026-1");
    struct command open = {
        .kind = COMMAND_MEETING_OPEN, .actor = b.bob, .board = TEXT("cab"), .meeting = meeting};
    assert_int_equal(run(open), OUTCOME_BLOCKED);
    assert_int_equal(b.answer.unmet_count, 2);
    struct command sit = {.kind = COMMAND_ATTENDANCE,
                          .actor = b.cat,
                          .board = TEXT("cab"),
                          .meeting = meeting,
                          .seat = TEXT("seat_a"),
                          .person = TEXT("fay")};
    assert_int_equal(run(sit), OUTCOME_BLOCKED);
    sit.person = TEXT("eve");
    assert_int_equal(run(sit), OUTCOME_DONE);
    sit.seat = TEXT("seat_b");
    sit.person = TEXT("fay");
    assert_int_equal(run(sit), OUTCOME_DONE);
    assert_int_equal(run(open), OUTCOME_DONE);
    struct vote votes[] = {{TEXT("eve"), TEXT("for")}, {TEXT("fay"), TEXT("against")}};
    struct command decide = {.kind = COMMAND_DECIDE,
                             .actor = b.bob,
                             .board = TEXT("cab"),
                             .meeting = meeting,
                             .number = number,
                             .action = TEXT("decide"),
                             .votes = votes,
                             .vote_count = 1};
    assert_int_equal(run(decide), OUTCOME_INVALID);
    decide.vote_count = 2;
    assert_int_equal(run(decide), OUTCOME_DONE);
    assert_false(b.answer.carried);
    assert_text(state_of(number), "waiting");
    votes[1].vote = TEXT("abstain");
    assert_int_equal(run(decide), OUTCOME_DONE);
    assert_true(b.answer.carried);
    assert_text(state_of(number), "agreed");
}

static void a_key_makes_a_retry_safe(void **state)
{
    (void)state;
    struct input inputs[] = {text_input("name", "Once")};
    struct command command = {.kind = COMMAND_OPEN,
                              .actor = b.ann,
                              .register_name = TEXT("job"),
                              .inputs = inputs,
                              .input_count = 1,
                              .once = {TEXT("k1"), TEXT("h1")}};
    assert_int_equal(run(command), OUTCOME_DONE);
    struct text number = b.answer.number;
    assert_int_equal(run(command), OUTCOME_DONE);
    assert_true(b.answer.repeated);
    assert_true(text_eq(b.answer.number, number));
    command.once.hash = TEXT("h2");
    assert_int_equal(run(command), OUTCOME_INVALID);
}

static void what_may_not_be_read_is_not_there(void **state) /* Exact meaning 6 */
{
    (void)state;
    struct text number = open_job(b.ann, "A job");
    assert_int_equal(edit(b.bob, number, "secret", "hush"), OUTCOME_DONE);
    struct view view;
    assert_true(view_open(&view, b.arena, b.engine, b.ann));
    struct list_request request = {
        .reg = rulebook_register(engine_rulebook(b.engine), TEXT("job")), .limit = 10, .count = true};
    struct list_view list;
    request.where = TEXT("secret = \"hush\"");
    view_list(view.world, &request, &list);
    assert_int_equal(list.record_count, 0);
    assert_int_equal(list.total, 0);
    request.where = TEXT("tag given");
    view_list(view.world, &request, &list);
    assert_int_equal(list.outcome, OUTCOME_MALFORMED);
    request.where = (struct text){0};
    request.words = TEXT("hush");
    view_list(view.world, &request, &list);
    assert_int_equal(list.record_count, 0);
    view_close(&view);
    assert_true(view_open(&view, b.arena, b.engine, b.bob));
    request.words = (struct text){0};
    request.where = TEXT("secret = \"hush\"");
    view_list(view.world, &request, &list);
    assert_int_equal(list.record_count, 1);
    view_close(&view);
}

static void lists_page_through_everything(void **state)
{
    (void)state;
    for (int i = 0; i < 7; i++)
        open_job(b.ann, i % 2 ? "odd" : "even");
    struct view view;
    assert_true(view_open(&view, b.arena, b.engine, b.ann));
    struct list_request request = {.reg = rulebook_register(engine_rulebook(b.engine), TEXT("job")),
                                   .limit = 2,
                                   .sort = TEXT("-size,name")};
    struct list_view list;
    size_t seen = 0, pages = 0;
    do {
        view_list(view.world, &request, &list);
        assert_int_equal(list.outcome, OUTCOME_DONE);
        seen += list.record_count;
        request.after = list.next;
    } while (list.next.n && ++pages < 10);
    assert_int_equal(seen, 7);
    request.after = TEXT("nonsense");
    view_list(view.world, &request, &list);
    assert_int_equal(list.outcome, OUTCOME_MALFORMED);
    view_close(&view);
}

static void assert_same_record(struct world *world, struct record *among, struct record *alone)
{
    const struct reg *reg = alone->reg;
    const struct act_state *acts = world_acts(world, among);
    const int64_t *entered = world_entered(world, among);
    assert_true(text_eq(among->number, alone->number));
    assert_int_equal(among->version, alone->version);
    for (size_t i = 0; i < reg->field_count; i++)
        if (!reg->fields[i]->computed)
            assert_true(value_same(world_value(world, among, reg->fields[i]), alone->values[i]));
    for (size_t i = 0; i < reg->action_count; i++) {
        assert_int_equal(acts[i].seq, alone->acts[i].seq);
        assert_int_equal(acts[i].count, alone->acts[i].count);
    }
    for (size_t i = 0; i < reg->states->count; i++)
        assert_int_equal(entered[i], alone->entered[i]);
}

/* More than one statement takes at a time, some of them with acts, some with a set. */
static void records_read_together_are_as_read_alone(void **state)
{
    enum { JOBS = 75 };
    (void)state;
    for (int i = 0; i < JOBS; i++) {
        struct text number = i % 7 ? open_job(b.ann, "Plain") : ready_job(b.ann, "low");
        if (i % 5 == 0)
            edit(b.bob, number, "asked_by", i % 2 ? "dan" : "ann");
    }
    struct list_request request = {
        .reg = rulebook_register(engine_rulebook(b.engine), TEXT("job")), .limit = 200, .count = true};
    struct list_view list;
    struct view view;
    assert_true(view_open(&view, b.arena, b.engine, b.bob));
    view_list(view.world, &request, &list);
    assert_int_equal(list.total, JOBS);
    assert_int_equal(list.record_count, JOBS);
    for (size_t i = 0; i < JOBS; i++) {
        struct view other;
        assert_true(view_open(&other, b.arena, b.engine, b.bob));
        struct record *alone = world_find(other.world, request.reg, list.records[i]->number);
        world_value(other.world, alone, reg_field(request.reg, TEXT("asked_by")));
        assert_same_record(view.world, list.records[i], alone);
        view_close(&other);
    }
    view_close(&view);
}

static void a_number_is_read_without_the_row(void **state)
{
    enum { JOBS = 30, NOTE = 4000 };
    char note[NOTE + 1];
    (void)state;
    memset(note, 'x', NOTE);
    note[NOTE] = 0;
    for (int i = 0; i < JOBS; i++)
        assert_int_equal(edit(b.ann, open_job(b.ann, "A job"), "note", note), OUTCOME_DONE);
    VIEW_SCOPED view = {0};
    assert_true(view_open(&view, b.arena, b.engine, b.ann));
    const struct reg *job = rulebook_register(engine_rulebook(b.engine), TEXT("job"));
    for (int64_t id = 1; id <= JOBS + 1; id++)
        world_want(view.world, job, id);
    size_t before = arena_used(b.arena);
    for (int64_t id = 1; id <= JOBS; id++) {
        assert_true(world_shows(view.world, job, id));
        assert_text(world_name(view.world, job, id), arena_format(b.arena, "JOB-2026-%03d", (int)id).s);
    }
    assert_false(world_shows(view.world, job, JOBS + 1));
    assert_true(arena_used(b.arena) - before < JOBS * NOTE / 2);
    struct record *whole = world_record(view.world, job, JOBS);
    assert_int_equal(world_value(view.world, whole, reg_field(job, TEXT("note"))).text.n, NOTE);
    VIEW_SCOPED other = {0};
    assert_true(view_open(&other, b.arena, b.engine, person("eve", "seat_a")));
    assert_false(world_shows(other.world, job, 1));
}

static int64_t jobs_seen(struct tally *tally, int64_t actor)
{
    struct view view;
    struct text why;
    struct sql sql = {.text = buf_in(b.arena)};
    const struct reg *reg = rulebook_register(engine_rulebook(b.engine), TEXT("job"));
    assert_true(view_open(&view, b.arena, b.engine, actor));
    struct scene scene = world_scene(view.world, NULL);
    buf_puts(&sql.text, "SELECT count(*) FROM \"job\" r WHERE ");
    assert_true(query_readable(&scene, reg, "r", &sql, &why));
    int64_t count = tally_ask(tally, view.world, &sql);
    view_close(&view);
    return count;
}

/* Nobody is told a count of what they may not read: not another's, and not their own of before. */
static void counts_are_remembered_for_those_they_are_of(void **state)
{
    (void)state;
    struct tally *tally = tally_new();
    int64_t stranger = person("eve", "seat_a");
    struct command grant = {.kind = COMMAND_GRANT,
                            .person = TEXT("eve"),
                            .role = TEXT("clerk"),
                            .from = at("2026-06-02T00:00:00Z"),
                            .to = at("2026-06-03T00:00:00Z")};
    assert_int_equal(run(grant), OUTCOME_DONE);
    open_job(b.ann, "One");
    open_job(b.ann, "Two");
    assert_int_equal(jobs_seen(tally, b.bob), 2);
    assert_int_equal(jobs_seen(tally, stranger), 0);
    assert_int_equal(jobs_seen(tally, b.bob), 2);
    open_job(b.ann, "Three");
    assert_int_equal(jobs_seen(tally, b.bob), 3);
    assert_true(engine_set_clock(b.engine, at("2026-06-02T09:00:00Z")));
    assert_int_equal(jobs_seen(tally, stranger), 3);
    assert_true(engine_set_clock(b.engine, at("2026-06-03T09:00:00Z")));
    assert_int_equal(jobs_seen(tally, stranger), 0);
    tally_free(tally);
}

static void the_past_is_shown_as_it_was(void **state)
{
    (void)state;
    struct text number = open_job(b.ann, "A job");
    assert_int_equal(edit(b.ann, number, "number_of", "2"), OUTCOME_DONE);
    assert_int_equal(edit(b.ann, number, "asked_by", "dan"), OUTCOME_DONE);
    assert_true(engine_set_clock(b.engine, at("2026-06-02T09:00:00Z")));
    assert_int_equal(edit(b.ann, number, "number_of", "5"), OUTCOME_DONE);
    assert_int_equal(edit(b.ann, number, "asked_by", ""), OUTCOME_DONE);
    const struct reg *reg = rulebook_register(engine_rulebook(b.engine), TEXT("job"));
    struct view view;
    assert_true(view_open(&view, b.arena, b.engine, b.ann));
    struct record *present = world_find(view.world, reg, number);
    assert_null(view_record_at(view.world, present, at("2026-05-31T09:00:00Z")));
    struct record *then = view_record_at(view.world, present, at("2026-06-01T12:00:00Z"));
    assert_int_equal(world_value(view.world, then, reg_field(reg, TEXT("double"))).i, 4);
    assert_int_equal(world_value(view.world, then, reg_field(reg, TEXT("asked_by"))).count, 1);
    assert_int_equal(world_value(view.world, present, reg_field(reg, TEXT("double"))).i, 10);
    assert_int_equal(world_value(view.world, present, reg_field(reg, TEXT("asked_by"))).count, 0);
    view_close(&view);
}

static void nobody_grants_themselves_a_role(void **state)
{
    (void)state;
    struct view view;
    assert_true(view_open(&view, b.arena, b.engine, 0));
    int64_t admin = world_person(view.world, TEXT("admin"))->id;
    view_close(&view);
    struct command grant = {.kind = COMMAND_GRANT,
                            .actor = admin,
                            .person = TEXT("admin"),
                            .role = TEXT("boss"),
                            .from = INT64_MIN,
                            .to = INT64_MIN};
    assert_int_equal(run(grant), OUTCOME_REFUSED);
    grant.person = TEXT("ann");
    assert_int_equal(run(grant), OUTCOME_DONE);
    grant.actor = b.bob;
    assert_int_equal(run(grant), OUTCOME_REFUSED);
}

static void unique_and_pattern_are_kept(void **state)
{
    (void)state;
    struct text one = open_job(b.ann, "One"), two = open_job(b.ann, "Two");
    assert_int_equal(edit(b.ann, one, "code", "abc"), OUTCOME_INVALID);
    assert_text(b.answer.errors[0].message, "Use capital letters");
    assert_int_equal(edit(b.ann, one, "code", "ABC"), OUTCOME_DONE);
    assert_int_equal(edit(b.ann, two, "code", "ABC"), OUTCOME_BLOCKED);
}

static struct text dump(void)
{
    struct buf out = buf_in(b.arena);
    struct view view;
    assert_true(view_open(&view, b.arena, b.engine, 0));
    STMT_SCOPED stmt = conn_prepare(
        view.conn, TEXT("SELECT \"_id\",\"_number\",\"_state\",\"_updated\",\"_version\",\"name\","
                        "\"size\",\"owner\",\"agree__seq\",\"agree__count\",\"entered__waiting\" "
                        "FROM \"job\" ORDER BY 1"));
    while (stmt_row(stmt))
        for (int i = 0; i < 11; i++)
            buf_format(&out, "%s|", stmt_text(stmt, i).s);
    stmt_reset(stmt);
    view_close(&view);
    return buf_text(&out);
}

static void rebuilding_gives_the_same(void **state)
{
    (void)state;
    struct text number = ready_job(b.ann, "low"), why;
    assert_int_equal(act(b.bob, number, "agree", "because"), OUTCOME_DONE);
    assert_int_equal(edit(b.bob, number, "note", "Something new"), OUTCOME_DONE);
    open_job(b.ann, "Another");
    struct text before = dump();
    assert_true(before.n > 20);
    assert_true(engine_rebuild(b.engine, b.arena, &why));
    assert_true(text_eq(before, dump()));
}

static void it_opens_again_as_it_was(void **state)
{
    (void)state;
    struct text number = ready_job(b.ann, "low");
    reopen(NULL);
    assert_text(state_of(number), "waiting");
    assert_true(engine_now(b.engine) >= at("2026-06-01T09:00:00Z"));
}

static void it_does_not_open_where_it_could_not_write(void **state)
{
    (void)state;
    struct text why = {0};
    meddle("DROP TABLE reeve_spent; CREATE INDEX reeve_spent ON reeve_once(hash)");
    b.engine = engine_open(b.arena, b.data, (struct engine_options){.test_clock = true}, &why);
    assert_null(b.engine);
    assert_true(text_starts(why, TEXT("The data could not be written: ")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(every_reason_is_listed),
        CASE(order_inside_a_command),
        CASE(nobody_agrees_to_their_own),
        CASE(a_should_wants_a_reason),
        CASE(a_later_change_voids_a_sealed_decision),
        CASE(an_action_remembers_who_did_it),
        CASE(a_never_holds_inside_the_command),
        CASE(each_signs_once),
        CASE(advice_gone_against_stays_told),
        CASE(deputies_stand_in_and_share_the_conflict),
        CASE(it_lapses_at_the_first_moment),
        CASE(a_board_decides_when_quorate),
        CASE(a_key_makes_a_retry_safe),
        CASE(what_may_not_be_read_is_not_there),
        CASE(lists_page_through_everything),
        CASE(records_read_together_are_as_read_alone),
        CASE(a_number_is_read_without_the_row),
        CASE(counts_are_remembered_for_those_they_are_of),
        CASE(the_past_is_shown_as_it_was),
        CASE(nobody_grants_themselves_a_role),
        CASE(unique_and_pattern_are_kept),
        CASE(rebuilding_gives_the_same),
        CASE(it_opens_again_as_it_was),
        CASE(it_does_not_open_where_it_could_not_write),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
