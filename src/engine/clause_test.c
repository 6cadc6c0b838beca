/* What is known of a clause besides its rules: how often it refused, which acts rest on it, what stood in for
 * it. */
#include <unistd.h>

#include "base/zone.h"
#include "engine/evidence.h"
#include "engine/proofs.h"
#include "engine/refusals.h"
#include "engine/test_force.h"

const char rules[] =
    "rulebook \"Test Force\" { version \"1\" from 2026-01-01 timezone \"Europe/London\" holidays none\n"
    " working monday to friday 08:00 to 18:00 }\n"
    "policy \"P\" \"A policy\" { clause 1 \"One\" clause 2 \"Two\" clause 3 \"Three\" clause 4 \"Four\" }\n"
    "role staff \"Staff\" role boss \"Boss\" role clerk \"Clerk\"\n"
    "choice level { low medium high }\n"
    "register job \"Job\" {\n"
    "  number \"JOB-{year}-{n:3}\" title name\n"
    "  field name line required\n"
    "  field size level field requester person default actor field owner person\n"
    "  states draft, waiting, done\n"
    "  final done\n"
    "  create by actor has staff cite \"P\" 4\n"
    "  read actor is requester or actor has boss\n"
    "  edit name, size, owner in draft by actor is requester\n"
    "  action submit \"Submit\" { from draft to waiting by actor is requester\n"
    "    need size given else \"Give its size\" cite \"P\" 1, 2\n"
    "    need owner given else \"Name an owner\" cite \"P\" 1 }\n"
    "  action finish \"Finish\" { from waiting to done by actor has boss cite \"P\" 3\n"
    "    need size = low else \"Too big\" cite \"P\" 2 waived by pass (job is this) }\n"
    "  never waiting_alone { state = waiting and not done submit cite \"P\" 3 }\n"
    "  never medium { state = draft and size = medium cite \"P\" 3 }\n"
    "}\n"
    "register pass \"Pass\" \"Passes\" {\n"
    "  number \"PASS-{n:2}\"\n"
    "  field job job required\n"
    "  states open\n"
    "  final open\n"
    "  create by actor has boss\n"
    "  read actor has boss\n"
    "}\n";

static const struct clause *clause(const char *id)
{
    return policy_clause(rulebook_policy(engine_rulebook(b.engine), TEXT("P")), text_of(id));
}

static int64_t refused(const char *id)
{
    VIEW_SCOPED view = {0};
    struct refusals_year year;
    assert_true(view_open(&view, b.arena, b.engine, 0));
    assert_true(refusals_year(view.world, clause(id), &year));
    return year.total;
}

static void refusals_are_counted_once_each(void **state)
{
    (void)state;
    struct text number = open_job(b.ann, "A job");
    assert_int_equal(refused("1"), 0);
    assert_int_equal(act(b.ann, number, "submit", ""), OUTCOME_BLOCKED); /* two needs, one clause */
    assert_int_equal(refused("1"), 1);
    assert_int_equal(refused("2"), 1);
    assert_int_equal(edit(b.ann, number, "size", "low"), OUTCOME_DONE);
    assert_int_equal(act(b.ann, number, "submit", ""), OUTCOME_BLOCKED);
    assert_int_equal(refused("1"), 2);
    assert_int_equal(refused("2"), 1);
    assert_int_equal(edit(b.ann, number, "owner", "dan"), OUTCOME_DONE);
    assert_int_equal(act(b.ann, number, "submit", ""), OUTCOME_DONE);
    assert_int_equal(act(b.ann, number, "finish", ""), OUTCOME_REFUSED); /* by whom */
    assert_int_equal(refused("3"), 1);
    assert_int_equal(act(b.dan, number, "finish", ""),
                     OUTCOME_MISSING); /* nothing was cited: not theirs to see */
    assert_int_equal(refused("3"), 1);
    assert_int_equal(refused("1"), 2);
}

/* A view may be older than what has become durable meanwhile. */
static void a_count_is_true_while_it_is_written(void **state)
{
    (void)state;
    struct text number = open_job(b.ann, "A job");
    for (int i = 1; i <= 20; i++) {
        struct refusals_year year;
        VIEW_SCOPED view = {0};
        assert_true(engine_set_clock(b.engine, engine_now(b.engine) + 11 * TIME_SECOND));
        assert_int_equal(act(b.ann, number, "submit", ""), OUTCOME_BLOCKED);
        assert_true(view_open(&view, b.arena, b.engine, 0));
        usleep(10000);
        assert_true(refusals_year(view.world, clause("1"), &year));
        assert_int_equal(year.total, i);
        assert_int_equal(refused("1"), i);
    }
}

static void refusals_outlive_a_stop(void **state)
{
    (void)state;
    struct text number = open_job(b.ann, "A job");
    for (int i = 0; i < 3; i++)
        assert_int_equal(act(b.ann, number, "submit", ""), OUTCOME_BLOCKED);
    reopen("2026-07-01T09:00:00Z");
    assert_int_equal(refused("1"), 3);
    assert_int_equal(act(b.ann, number, "submit", ""), OUTCOME_BLOCKED);
    assert_int_equal(refused("1"), 4);
}

static void refusals_by_month(void **state)
{
    (void)state;
    struct refusals_year year;
    struct text number = open_job(b.ann, "A job");
    assert_int_equal(act(b.ann, number, "submit", ""), OUTCOME_BLOCKED);
    reopen("2026-06-30T22:59:59Z");
    assert_int_equal(act(b.ann, number, "submit", ""), OUTCOME_BLOCKED);
    assert_true(engine_set_clock(b.engine, at("2026-06-30T23:00:00Z"))); /* July, where the force is */
    assert_int_equal(act(b.ann, number, "submit", ""), OUTCOME_BLOCKED);
    VIEW_SCOPED view = {0};
    assert_true(view_open(&view, b.arena, b.engine, 0));
    assert_true(refusals_year(view.world, clause("1"), &year));
    assert_int_equal(year.month, 2025 * 12 + 7); /* August */
    assert_int_equal(year.counts[REFUSALS_MONTHS - 1], 1);
    assert_int_equal(year.counts[REFUSALS_MONTHS - 2], 2);
    assert_int_equal(year.total, 3);
}

static void refusals_are_forgotten(void **state)
{
    (void)state;
    struct text number = open_job(b.ann, "A job");
    assert_int_equal(act(b.ann, number, "submit", ""), OUTCOME_BLOCKED);
    reopen("2027-07-01T09:00:00Z");
    assert_int_equal(refused("1"), 0); /* over a year ago */
    reopen("2027-07-20T09:00:00Z");    /* and over 400 days */
    assert_int_equal(act(b.ann, number, "submit", ""), OUTCOME_BLOCKED);
    reopen("2027-07-20T09:00:00Z");
    VIEW_SCOPED view = {0};
    assert_true(view_open(&view, b.arena, b.engine, 0));
    STMT_SCOPED stmt = conn_prepare(view.world->conn, TEXT("SELECT min(day),count(*) FROM reeve_refusal"));
    assert_true(stmt_row(stmt));
    assert_int_equal(stmt_int(stmt, 0), zone_day(view.world->clocks->zone, engine_now(b.engine)));
    assert_int_equal(stmt_int(stmt, 1), 2);
}

/* Asked for until it is known, for at most a minute. */
static struct proof wait_for(const char *reg, const char *name)
{
    const struct rulebook *rulebook = engine_rulebook(b.engine);
    const struct reg *of = rulebook_register(rulebook, text_of(reg));
    struct proof proof = {0};
    for (size_t i = 0; i < of->never_count; i++)
        for (int tries = 0; text_is(of->nevers[i]->name, name) && !proof.result && tries < 6000; tries++) {
            proof = proofs_find(engine_proofs(b.engine), rulebook, of->nevers[i]);
            usleep(10000);
        }
    return proof;
}

static void nevers_are_proved_once(void **state)
{
    (void)state;
    struct proof alone = wait_for("job", "waiting_alone"), medium = wait_for("job", "medium");
    assert_non_null(alone.result);
    assert_int_equal(alone.result->verdict, PROVE_PROVED);
    assert_true(alone.result->states > 0);
    assert_int_equal(alone.time, engine_now(b.engine));
    assert_int_equal(medium.result->verdict, PROVE_VIOLATED);
    assert_ptr_equal(wait_for("job", "medium").result, medium.result);
}

static void a_proof_may_be_under_way_at_the_stop(void **state)
{
    (void)state;
    const struct rulebook *rulebook = engine_rulebook(b.engine);
    const struct reg *job = rulebook_register(rulebook, TEXT("job"));
    proofs_find(engine_proofs(b.engine), rulebook, job->nevers[0]);
    reopen("2026-06-01T09:00:00Z");
}

/* A job of ann's, submitted and finished by bob; waived when it is big. */
static struct text finished(const char *size)
{
    struct text number = ready_job(b.ann, size);
    struct input inputs[] = {text_input("job", arena_string(b.arena, number))};
    if (text_is(text_of(size), "high"))
        assert_int_equal(run((struct command){.kind = COMMAND_OPEN,
                                              .actor = b.bob,
                                              .register_name = TEXT("pass"),
                                              .inputs = inputs,
                                              .input_count = 1}),
                         OUTCOME_DONE);
    assert_int_equal(act(b.bob, number, "finish", ""), OUTCOME_DONE);
    return number;
}

static void find(int64_t reader, const char *id, struct clause_evidence *found, struct view *view)
{
    assert_true(view_open(view, b.arena, b.engine, reader));
    assert_true(evidence_find(view->world, clause(id), found));
}

static void acts_rest_on_clauses(void **state)
{
    (void)state;
    struct clause_evidence found;
    VIEW_SCOPED view = {0};
    finished("low");
    struct text last = finished("high");
    find(b.bob, "2", &found, &view);
    assert_int_equal(found.act_count, 4); /* twice submitted, twice finished */
    assert_text(found.acts[0].action->name, "finish");
    assert_text(found.acts[0].record->number, arena_string(b.arena, last));
    assert_int_equal(found.acts[0].actor, b.bob);
    assert_text(found.acts[1].action->name, "submit");
    assert_int_equal(found.exception_count, 1);
    assert_text(found.exceptions[0].waiver->number, "PASS-01");
    assert_text(found.exceptions[0].record->number, arena_string(b.arena, last));
}

static const struct event_view *last_event(struct view *view, int64_t reader, struct text number)
{
    struct history_view *history = ARENA_NEW(b.arena, struct history_view);
    assert_true(view_open(view, b.arena, b.engine, reader));
    struct world *world = view->world;
    view_history(world, world_find(world, rulebook_register(world->rulebook, TEXT("job")), number), INT64_MAX,
                 history);
    return &history->events[history->count - 1];
}

static void history_names_what_waived(void **state)
{
    (void)state;
    VIEW_SCOPED his = {0}, hers = {0}, plain = {0};
    struct text low = finished("low"), high = finished("high");
    const struct event_view *event = last_event(&his, b.bob, high);
    assert_true(event->waived);
    assert_int_equal(event->waiver_count, 1);
    assert_text(event->waivers[0]->number, "PASS-01");
    event = last_event(&hers, b.ann, high); /* may not read the pass */
    assert_true(event->waived);
    assert_int_equal(event->waiver_count, 0);
    assert_false(last_event(&plain, b.bob, low)->waived);
}

static void opening_rests_on_clauses(void **state)
{
    (void)state;
    struct clause_evidence found;
    VIEW_SCOPED view = {0};
    open_job(b.ann, "A job");
    find(b.ann, "4", &found, &view);
    assert_int_equal(found.act_count, 1);
    assert_text(found.acts[0].action->name, "create");
}

static void evidence_is_for_readers(void **state)
{
    (void)state;
    struct clause_evidence found;
    finished("high");
    VIEW_SCOPED hers = {0};
    find(b.ann, "2", &found, &hers); /* her job, but not the pass */
    assert_int_equal(found.act_count, 2);
    assert_int_equal(found.exception_count, 0);
    VIEW_SCOPED his = {0};
    find(b.dan, "2", &found, &his);
    assert_int_equal(found.act_count, 0);
}

static void evidence_is_limited(void **state)
{
    (void)state;
    struct clause_evidence found;
    VIEW_SCOPED view = {0};
    for (int i = 0; i < EVIDENCE_MAX + 2; i++)
        open_job(b.ann, "A job");
    find(b.ann, "4", &found, &view);
    assert_int_equal(found.act_count, EVIDENCE_MAX);
    assert_text(found.acts[0].record->number, "JOB-2026-012");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(refusals_are_counted_once_each),
        CASE(a_count_is_true_while_it_is_written),
        CASE(refusals_outlive_a_stop),
        CASE(refusals_by_month),
        CASE(refusals_are_forgotten),
        CASE(nevers_are_proved_once),
        CASE(a_proof_may_be_under_way_at_the_stop),
        CASE(acts_rest_on_clauses),
        CASE(history_names_what_waived),
        CASE(opening_rests_on_clauses),
        CASE(evidence_is_for_readers),
        CASE(evidence_is_limited),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
