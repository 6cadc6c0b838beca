/* Rehearsal: decisions of a small force under drafts that change one thing each; the counts are known. */
#include "engine/rehearse.h"

#include <string.h>

#include "engine/test_force.h"

const char rules[] =
    "rulebook \"Test Force\" { version \"1\" from 2026-01-01 timezone \"Europe/London\" }\n"
    "policy \"P\" \"A policy\" { clause 1 \"One\" clause 2 \"Two\" }\n"
    "role staff \"Staff\" role boss \"Boss\" role clerk \"Clerk\"\n"
    "choice level { low medium high }\n"
    "board cab \"CAB\" { meets when called chair boss members boss absent deputy quorum all cite \"P\" 1 }\n"
    "register exception \"Exception\" { number \"EXC-{n:3}\" field about job states granted, ended final "
    "ended\n"
    "  read actor has staff or actor has boss create by actor has boss action end \"End\" { from granted to "
    "ended by "
    "actor has boss } }\n"
    "register job \"Job\" {\n"
    "  number \"JOB-{n:3}\" title name\n"
    "  field name line required field note text field size level field requester person default actor\n"
    "  states draft, waiting, agreed, done final done\n"
    "  create by actor has staff\n"
    "  read actor has staff or actor has boss or actor has clerk\n"
    "  edit name, note, size in draft by actor is requester\n"
    "  action submit \"Submit\" { from draft to waiting by actor is requester }\n"
    "  action agree \"Agree\" { from waiting to agreed by actor has boss\n"
    "    need size != high else \"It is too large\" cite \"P\" 1 waived by exception (about is this) }\n"
    "  action decide \"Decide\" { from waiting to agreed by board cab }\n"
    "  action close \"Close\" { from agreed to done by each of actor has boss, actor has clerk }\n"
    "  duty finish on requester { when state = waiting within 3 days of submit until state = agreed cite "
    "\"P\" 2 }\n"
    "}\n";

/* Four jobs: 1 agreed; 2 agreed under an exception; 3 decided by the board and closed by two; 4 waits. */
static void live(void)
{
    for (int i = 1; i <= 4; i++) {
        struct text number = arena_format(b.arena, "JOB-%03d", i);
        open_job(b.ann, "A job");
        assert_int_equal(edit(b.ann, number, "size", i == 2 ? "high" : "low"), OUTCOME_DONE);
        assert_int_equal(act(b.ann, number, "submit", ""), OUTCOME_DONE);
        assert_true(engine_set_clock(b.engine, engine_now(b.engine) + TIME_DAY));
    }
    assert_int_equal(act(b.bob, TEXT("JOB-001"), "agree", ""), OUTCOME_DONE);
    struct input about[] = {text_input("about", "JOB-002")};
    assert_int_equal(run((struct command){.kind = COMMAND_OPEN,
                                          .actor = b.bob,
                                          .register_name = TEXT("exception"),
                                          .inputs = about,
                                          .input_count = 1}),
                     OUTCOME_DONE);
    assert_int_equal(act(b.bob, TEXT("JOB-002"), "agree", ""), OUTCOME_DONE);
}

static void decide(void)
{
    struct command command = {
        .kind = COMMAND_MEETING, .actor = b.bob, .board = TEXT("cab"), .from = engine_now(b.engine)};
    struct vote votes[] = {{TEXT("bob"), TEXT("for")}};
    assert_int_equal(run(command), OUTCOME_DONE);
    command = (struct command){.kind = COMMAND_ATTENDANCE,
                               .actor = b.bob,
                               .board = TEXT("cab"),
                               .meeting = b.answer.number,
                               .seat = TEXT("boss"),
                               .person = TEXT("bob"),
                               .number = TEXT("JOB-003"),
                               .action = TEXT("decide"),
                               .votes = votes,
                               .vote_count = 1};
    assert_int_equal(run(command), OUTCOME_DONE);
    command.kind = COMMAND_MEETING_OPEN;
    assert_int_equal(run(command), OUTCOME_DONE);
    command.kind = COMMAND_DECIDE;
    assert_int_equal(run(command), OUTCOME_DONE);
    assert_int_equal(act(b.bob, TEXT("JOB-003"), "close", ""), OUTCOME_DONE);
    assert_int_equal(act(b.cat, TEXT("JOB-003"), "close", ""), OUTCOME_DONE);
}

static struct text with(const char *from, const char *to)
{
    const char *at = strstr(rules, from);
    assert_non_null(at);
    return arena_format(b.arena, "%.*s%s%s", (int)(at - rules), rules, to, at + strlen(from));
}

static struct rehearsal rehearsed(struct text text, int64_t since)
{
    struct problems problems = {.arena = b.arena};
    struct source_file file = {.name = TEXT("force.rules"), .text = text};
    struct rulebook *draft = rulebook_load_sources(b.arena, &file, 1, &problems);
    struct rehearse how = {.since = since, .keep = 100};
    struct rehearsal found;
    if (!draft)
        fail_msg("%s", problems_print(b.arena, &problems).s);
    if (!rehearse(b.engine, b.arena, draft, &how, &found))
        fail_msg("%s", found.why.s);
    return found;
}

static void each_draft_refuses_what_it_should(void **state)
{
    (void)state;
    static const struct {
        const char *from, *to;
        int refusals, wanting, orphans, more, fewer;
        const char *first; /* record, what, reason of the first */
    } cases[] = {
        {"version \"1\"", "version \"1\"", 0, 0, 0, 0, 0, NULL},
        {"create by actor has staff\n", "create by actor has boss\n", 4, 0, 0, 0, 0,
         "JOB-001 Opened: Boss (bob) may open it, and nobody else"},
        {"edit name, note, size in", "edit name, note in", 4, 0, 0, 0, 0,
         "JOB-001 Edited: Size is not theirs to edit here"},
        {"by actor is requester }\n",
         "by actor is requester need note given else \"Say more\" cite \"P\" 2 }\n", 4, 0, 0, 0, 0,
         "JOB-001 Submit: Say more"},
        {"by actor is requester }\n",
         "by actor is requester should note given else \"Say more\" cite \"P\" 2 }\n", 0, 4, 0, 0, 0,
         "JOB-001 Submit: Say more"},
        {" waived by exception (about is this) }", " }", 1, 0, 1, 0, 0, "JOB-002 Agree: It is too large"},
        {"    need size != high else \"It is too large\" cite \"P\" 1 waived by exception (about is this) }",
         "}", 0, 0, 1, 0, 0, NULL},
        {"action agree \"Agree\" { from waiting", "action agree \"Agree\" { from draft", 2, 0, 0, 0, 0,
         "JOB-001 Agree: Agree is done from Draft; this one is Waiting"},
        {"action decide \"Decide\" { from waiting to agreed by board cab }",
         "action decide \"Decide\" { from waiting to agreed by actor has clerk }", 1, 0, 0, 0, 0,
         "JOB-003 Decide: Clerk (cat) may do this, and nobody else"},
        {"action decide \"Decide\" {", "action settle \"Settle\" {", 1, 0, 0, 0, 0,
         "JOB-003 Decide: decide is no longer an action"},
        {"each of actor has boss, actor has clerk", "each of actor has boss, actor has staff", 1, 0, 0, 0, 0,
         "JOB-003 Close: "},
        {"each of actor has boss, actor has clerk", "each of actor has staff, actor has clerk", 2, 0, 0, 0, 0,
         "JOB-003 Signed: Close: "},
        {"  duty finish", "  never agreed_low { state = agreed and size = low cite \"P\" 1 }\n  duty finish",
         2, 0, 0, 0, 0, "JOB-001 Agree: Policy never allows this: agreed low"},
        {"low medium high", "medium high", 4, 0, 0, 0, 0,
         "JOB-001 Edited: size no longer takes what was given"},
        {"read actor has staff or actor has boss or actor has clerk",
         "read actor has staff or actor has clerk", 4, 0, 0, 0, 0,
         "JOB-001 Agree: They could not have seen the record"},
        {"when state = waiting within", "when state = agreed within", 0, 0, 0, 0, 1, NULL},
        {"until state = agreed cite", "until state = done cite", 0, 0, 0, 0, 0, NULL},
        {"  duty finish",
         "  duty other on requester { when state = agreed within 3 days of submit cite \"P\" 2 }\n  duty "
         "finish",
         0, 0, 0, 2, 0, NULL},
        {"  duty finish",
         "  duty read_it on each person as p (p has staff or p has clerk) { when state = agreed\n"
         "    within 3 days of submit until p is requester cite \"P\" 2 }\n  duty finish",
         0, 0, 0, 4, 0, NULL},
        {"  duty finish",
         "  duty look on each exception as x (state = granted and about is this) { when x given\n"
         "    within 3 days of submit cite \"P\" 2 }\n  duty finish",
         0, 0, 0, 1, 0, NULL},
        {"duty finish on requester {", "duty finish on each person as p (p has staff or p has boss) {", 0, 0,
         0, 3, 1, NULL},
    };
    live();
    decide();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct rehearsal found = rehearsed(with(cases[i].from, cases[i].to), 0);
        int64_t more = 0, fewer = 0;
        for (size_t o = 0; o < found.owed_count; o++) {
            more += found.owed[o].more;
            fewer += found.owed[o].fewer;
        }
        if (found.refusals != cases[i].refusals || found.wanting != cases[i].wanting ||
            (int)found.orphan_count != cases[i].orphans || more != cases[i].more || fewer != cases[i].fewer)
            fail_msg("`%s`: %lld refused, %lld want a reason, %zu orphaned, %lld more, %lld fewer",
                     cases[i].to, (long long)found.refusals, (long long)found.wanting, found.orphan_count,
                     (long long)more, (long long)fewer);
        assert_int_equal(found.decisions, 18);
        assert_int_equal(found.refused_count, cases[i].refusals + cases[i].wanting);
        const struct rehearsed *first = found.refused;
        if (cases[i].first &&
            !text_starts(arena_format(b.arena, "%.*s %.*s: %.*s", TEXT_ARGS(first->number),
                                      TEXT_ARGS(first->what), TEXT_ARGS(first->reasons[0].message)),
                         text_of(cases[i].first)))
            fail_msg("%.*s %.*s: %.*s", TEXT_ARGS(first->number), TEXT_ARGS(first->what),
                     TEXT_ARGS(first->reasons[0].message));
    }
}

static void it_says_who_when_and_by_which_clause(void **state)
{
    (void)state;
    live();
    struct rehearsal found = rehearsed(with(" waived by exception (about is this) }", " }"), 0);
    assert_int_equal(found.refused_count, 1);
    assert_text(found.refused[0].who, "bob");
    assert_text(found.refused[0].title, "A job");
    assert_text(found.refused[0].reg, "job");
    assert_int_equal(found.refused[0].time, at("2026-06-05T09:00:00Z"));
    assert_text(found.refused[0].reasons[0].cites->items[0].clause->id, "1");
    assert_text(found.orphans[0].number, "EXC-001");
    assert_text(found.orphans[0].used_by, "JOB-002");
}

static void only_the_days_asked_for_are_judged(void **state)
{
    (void)state;
    live();
    struct text draft = with("create by actor has staff\n", "create by actor has boss\n");
    assert_int_equal(rehearsed(draft, at("2026-06-03T00:00:00Z")).refusals, 2);
    assert_int_equal(rehearsed(draft, at("2026-06-03T00:00:00Z")).decisions, 9);
}

static bool twice(void *context, int64_t done, int64_t of)
{
    (void)done;
    (void)of;
    return ++*(int *)context < 2;
}

static void nothing_is_written(void **state)
{
    (void)state;
    struct ledger_head before, after;
    int asked = 0;
    live();
    VIEW_SCOPED view = {0};
    assert_true(view_open(&view, b.arena, b.engine, 0));
    assert_true(ledger_head(view.conn, &before));
    rehearsed(text_of(rules), 0);
    view_close(&view);
    assert_true(view_open(&view, b.arena, b.engine, 0));
    assert_true(ledger_head(view.conn, &after));
    assert_int_equal(before.size, after.size);
    assert_string_equal(arena_string(b.arena, engine_rulebook(b.engine)->version), "1");
    for (int i = 0; i < 600; i++)
        open_job(b.ann, "Another");
    struct problems problems = {.arena = b.arena};
    struct source_file file = {.name = TEXT("force.rules"), .text = text_of(rules)};
    struct rehearse how = {.keep = 1, .on = twice, .context = &asked};
    struct rehearsal found;
    assert_true(
        rehearse(b.engine, b.arena, rulebook_load_sources(b.arena, &file, 1, &problems), &how, &found));
    assert_true(found.stopped);
    assert_true(found.events < 600);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(each_draft_refuses_what_it_should),
        CASE(it_says_who_when_and_by_which_clause),
        CASE(only_the_days_asked_for_are_judged),
        CASE(nothing_is_written),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
