/* Several versions of a rulebook over one set of data (language reference, Exact meaning 12). */
#include "engine/version_load.h"

#include <string.h>

#include "engine/file.h"
#include "engine/rebuild.h"
#include "engine/test_force.h"

const char rules[] =
    "rulebook \"Test Force\" { version \"1\" from 2026-01-01 timezone \"Europe/London\" }\n"
    "policy \"P\" \"A policy\" { clause 1 \"One\" clause 2 \"Two\" }\n"
    "role staff \"Staff\" role boss \"Boss\" role clerk \"Clerk\" role spare \"Spare\"\n"
    "choice level { low medium high }\n"
    "board cab \"CAB\" { meets when called chair boss members boss absent deputy quorum all agenda job where "
    "state = "
    "waiting cite \"P\" 1 }\n"
    "board idle \"Idle\" { meets when called chair clerk members clerk absent deputy quorum all cite \"P\" 1 "
    "}\n"
    "register job \"Job\" {\n"
    "  number \"JOB-{year}-{n:3}\" title name\n"
    "  field name line required field note text field size level field requester person default actor\n"
    "  field owner person field until date field hint line field paper file field tags many level\n"
    "  states draft, waiting, agreed, done, lapsed, shelved final done, lapsed\n"
    "  create by actor has staff\n"
    "  read actor has staff or actor has boss\n"
    "  edit name, note, size, owner, until, hint, paper, tags in draft by actor is requester\n"
    "  edit note in agreed by actor has boss\n"
    "  action submit \"Submit\" { from draft to waiting by actor is requester need size given else \"Give "
    "its size\" "
    "cite \"P\" 1 }\n"
    "  action shelve \"Shelve\" { from waiting to shelved by actor has boss }\n"
    "  action fetch \"Fetch\" { from shelved to waiting by actor has boss }\n"
    "  action agree \"Agree\" { from waiting to agreed by actor has boss seals note else void to waiting }\n"
    "  action decide \"Decide\" { from waiting to agreed by board cab }\n"
    "  action close \"Close\" { from agreed to done by actor has boss open task { about = this } }\n"
    "  action lapse \"Lapse\" { from waiting to lapsed by system when today > until }\n"
    "}\n"
    "register task \"Task\" { number \"T-{n:3}\" field about job states new, over final over read actor has "
    "staff\n"
    "  create by actor has staff action end \"End\" { from new to over by actor has staff } }\n";

static struct version_load loaded;

/* The rulebook with some of its words replaced: pairs, ended by NULL. */
static struct text changed(const char *const *pairs)
{
    struct text text = text_of(rules);
    for (; *pairs; pairs += 2) {
        const char *at = strstr(text.s, pairs[0]);
        if (!at)
            fail_msg("no `%s`", pairs[0]);
        text = arena_format(b.arena, "%.*s%s%s", (int)(at - text.s), text.s, pairs[1], at + strlen(pairs[0]));
    }
    return text;
}

static bool load(struct text text)
{
    struct source_file file = {.name = TEXT("force.rules"), .text = text};
    bool done = version_load(b.engine, b.arena, &file, 1, 0, &loaded);
    if (loaded.problems.count)
        print_message("%s", problems_print(b.arena, &loaded.problems).s);
    return done;
}
#define LOAD(...) load(changed((const char *const[]){__VA_ARGS__, NULL}))

/* Version 2 as most tests want it, in force on the day of the test. */
#define SECOND "version \"1\" from 2026-01-01", "version \"2\" from 2026-06-01"

static void a_record_keeps_its_version(void **state)
{
    (void)state;
    struct text old = open_job(b.ann, "Old");
    assert_int_equal(edit(b.ann, old, "size", "low"), OUTCOME_DONE);
    assert_true(LOAD(SECOND, "need size given else \"Give its size\"",
                     "need owner given else \"Name an owner\"", "edit name, note,", "edit note,",
                     "field hint line", "field hint line field more line"));
    assert_false(loaded.waits);
    struct text new = open_job(b.ann, "New");
    assert_int_equal(edit(b.ann, new, "name", "Newer"), OUTCOME_REFUSED);
    assert_int_equal(edit(b.ann, old, "name", "Older"), OUTCOME_DONE);
    assert_int_equal(edit(b.ann, old, "more", "x"), OUTCOME_MALFORMED);
    assert_int_equal(act(b.ann, new, "submit", ""), OUTCOME_BLOCKED);
    assert_text(b.answer.unmet[0].message, "Name an owner");
    assert_int_equal(act(b.ann, old, "submit", ""), OUTCOME_DONE);
    reopen(NULL);
    assert_int_equal(act(b.bob, old, "agree", ""), OUTCOME_DONE);
}

/* The value of a column of the events of a job. */
static struct text judged_by(struct text number)
{
    VIEW_SCOPED view = {0};
    struct history_view history;
    struct buf out = buf_in(b.arena);
    assert_true(view_open(&view, b.arena, b.engine, 0));
    struct record_view *shown =
        view_record(view.world, rulebook_register(engine_rulebook(b.engine), TEXT("job")), number);
    view_history(view.world, shown->record, INT64_MAX, &history);
    for (size_t i = 0; i < history.count; i++)
        buf_format(&out, "%.*s:%.*s ", TEXT_ARGS(history.events[i].kind),
                   TEXT_ARGS(history.events[i].rulebook));
    return buf_text(&out);
}

static enum outcome comment(int64_t actor, struct text number)
{
    return run((struct command){.kind = COMMAND_COMMENT,
                                .actor = actor,
                                .register_name = TEXT("job"),
                                .number = number,
                                .text = TEXT("Hm")});
}

static void reading_is_as_the_version_in_force_says(void **state)
{
    (void)state;
    struct text old = open_job(b.ann, "Old");
    assert_int_equal(comment(b.cat, old), OUTCOME_MISSING);
    assert_true(LOAD(SECOND, "read actor has staff or actor has boss",
                     "read actor has clerk or actor has staff comment by actor has clerk"));
    assert_int_equal(comment(b.cat, old), OUTCOME_DONE);
    assert_int_equal(comment(b.ann, old), OUTCOME_REFUSED);
    assert_int_equal(comment(b.bob, old), OUTCOME_MISSING);
    assert_int_equal(edit(b.ann, old, "note", "x"), OUTCOME_DONE);
    assert_text(judged_by(old), "open:1 comment:2 edit:1 ");
}

static const char *in_force(void)
{
    return arena_string(b.arena, engine_rulebook(b.engine)->version);
}

static void a_version_waits_for_its_day(void **state)
{
    (void)state;
    assert_true(LOAD("version \"1\" from 2026-01-01", "version \"2\" from 2026-06-03", "by actor has staff\n",
                     "by actor has clerk or actor has staff\n"));
    assert_true(loaded.waits);
    assert_int_equal(loaded.starts, at("2026-06-02T23:00:00Z")); /* midnight in London */
    assert_string_equal(in_force(), "1");
    assert_true(engine_set_clock(b.engine, at("2026-06-02T22:59:59Z")));
    open_job(b.ann, "Before");
    assert_string_equal(in_force(), "1");
    reopen(NULL);
    assert_string_equal(in_force(), "1");
    assert_true(engine_set_clock(b.engine, at("2026-06-02T23:00:00Z")));
    struct text after = open_job(b.ann, "After");
    assert_string_equal(in_force(), "2");
    assert_text(judged_by(after), "open:2 ");
}

static bool withdraw(const char *name, const char *words)
{
    struct text why;
    bool done = version_withdraw(b.engine, b.arena, text_of(name), 0, &why);
    if (words)
        assert_text(why, words);
    return done;
}

static void a_version_that_waits_is_withdrawn(void **state)
{
    (void)state;
    assert_false(withdraw("2", "Version \"2\" was never put here"));
    assert_false(withdraw("1", "Version \"1\" does not wait: it has been in force"));
    assert_true(LOAD("version \"1\" from 2026-01-01", "version \"2\" from 2026-06-03"));
    assert_true(withdraw("2", NULL));
    assert_false(withdraw("2", "Version \"2\" is withdrawn already"));
    reopen(NULL);
    assert_true(engine_set_clock(b.engine, at("2026-06-03T09:00:00Z")));
    assert_text(judged_by(open_job(b.ann, "After its day")), "open:1 ");
    assert_false(LOAD("version \"1\" from 2026-01-01", "version \"2\" from 2026-06-05"));
    /* an earlier day than that of the withdrawn one, which is no longer the last */
    assert_true(LOAD("version \"1\" from 2026-01-01", "version \"3\" from 2026-06-02"));
    assert_false(loaded.waits);
    assert_string_equal(in_force(), "3");
    assert_false(withdraw("3", "Version \"3\" does not wait: it has been in force"));
}

static void a_day_that_came_while_nobody_looked(void **state)
{
    (void)state;
    assert_true(LOAD("version \"1\" from 2026-01-01", "version \"2\" from 2026-06-03"));
    reopen("2026-07-01T09:00:00Z");
    assert_string_equal(in_force(), "2");
}

static void a_later_one_takes_the_place_of_one_that_waits(void **state)
{
    (void)state;
    assert_true(LOAD("version \"1\" from 2026-01-01", "version \"2\" from 2026-06-03"));
    assert_true(LOAD("version \"1\" from 2026-01-01", "version \"2a\" from 2026-06-03"));
    assert_true(engine_set_clock(b.engine, at("2026-06-04T00:00:00Z")));
    open_job(b.ann, "After");
    assert_string_equal(in_force(), "2a");
}

/* What the data hold in the refusals below. */
static void fill(void)
{
    struct text number = open_job(b.ann, "A job");
    assert_int_equal(edit(b.ann, number, "size", "low"), OUTCOME_DONE);
    assert_int_equal(edit(b.ann, number, "note", "A note"), OUTCOME_DONE);
    struct input tags[] = {{.name = TEXT("tags"),
                            .kind = INPUT_LIST,
                            .items = (struct input[]){{.kind = INPUT_TEXT, .text = TEXT("medium")}},
                            .count = 1}};
    assert_int_equal(run((struct command){.kind = COMMAND_EDIT,
                                          .actor = b.ann,
                                          .register_name = TEXT("job"),
                                          .number = number,
                                          .inputs = tags,
                                          .input_count = 1}),
                     OUTCOME_DONE);
    assert_int_equal(act(b.ann, number, "submit", ""), OUTCOME_DONE);
    assert_int_equal(act(b.bob, number, "shelve", ""), OUTCOME_DONE);
    open_job(b.ann, "Another");
}

static void what_would_be_lost_is_refused(void **state)
{
    (void)state;
    static const struct {
        const char *pairs[13];
        const char *says;
    } cases[] = {
        {{"version \"1\" from 2026-01-01", "version \"1\" from 2026-06-01"},
         "Version \"1\" was put here before: give this one a new name"},
        {{"version \"1\" from 2026-01-01", "version \"2\" from 2025-12-31"},
         "Version \"1\" is in force from 2026-01-01, and a later one cannot begin before it"},
        {{SECOND, "Test Force", "Other Force"},
         "This is the rulebook of \"Other Force\", and the data is of \"Test Force\""},
        {{SECOND, "field note text", "", "name, note, size", "name, size",
          "edit note in agreed by actor has boss\n", " ", "seals note else void to waiting", ""},
         "Field note of job is gone, and 1 record holds something in it: keep it as it was and give the new "
         "one "
         "another name"},
        {{SECOND, "field name line", "field name text"}, ""}, /* a longer text holds every line */
        {{SECOND, "field note text", "field note number"},
         "Field note of job changes its kind, and 1 record holds something in it: keep it as it was and give "
         "the "
         "new one another name"},
        {{SECOND, "field hint line", "field hint number"},
         "Field hint of job changes its kind, and 2 records opened under version 1 may still fill it as it "
         "was: "
         "give the new one another name"},
        {{SECOND, "low medium high", "medium high"},
         "Field size of job no longer knows the value low, and 1 record has it"},
        {{SECOND, "low medium high", "low high"},
         "Field tags of job no longer knows the value medium, and 1 record has it"},
        {{SECOND, "action shelve \"Shelve\" { from waiting to shelved by actor has boss }", "",
          "action fetch \"Fetch\" { from shelved to waiting by actor has boss }", "", "lapsed, shelved",
          "lapsed"},
         "Register job no longer has the state shelved, and 1 record is in it"},
        {{SECOND, "field about job", "field on job", "{ about = this }", "{ on = this }"},
         "task.about is gone, and the action close of 2 records opened under version 1 still opens one with "
         "it"},
        {{SECOND, "role clerk \"Clerk\"", "", "chair clerk members clerk", "chair boss members boss"},
         "Role clerk is gone, and 1 person holds it or stands in for it: end that first"},
    };
    fill();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct text text = changed(cases[i].pairs);
        struct source_file file = {.name = TEXT("force.rules"), .text = text};
        bool fine = version_try(b.engine, b.arena, &file, 1, &loaded) != NULL;
        if (!fine && !loaded.objections.count)
            fail_msg("%s", problems_print(b.arena, &loaded.problems).s);
        assert_text(fine ? TEXT("") : loaded.objections.items[0], cases[i].says);
    }
    assert_false(LOAD(SECOND, "Test Force", "Other Force"));
    assert_string_equal(in_force(), "1");
}

static void a_never_with_a_way_round_is_refused(void **state)
{
    (void)state;
    assert_false(LOAD(SECOND, "action lapse",
                      "never own { state = agreed and agree.actor is requester cite \"P\" 1 }\n"
                      "  action lapse"));
    assert_int_equal(loaded.objections.count, 1);
    assert_non_null(
        strstr(arena_string(b.arena, loaded.objections.items[0]), "never own: VIOLATED in 3 steps"));
    assert_string_equal(in_force(), "1");
    assert_true(
        LOAD(SECOND, "agreed by actor has boss seals",
             "agreed by actor has boss need actor is not requester else \"Not your own\" cite \"P\" 1 seals",
             "edit name, note",
             "never own { state = agreed and agree.actor is requester cite \"P\" 1 }\n"
             "  edit name, note"));
}

static void what_is_empty_may_go(void **state)
{
    (void)state;
    fill();
    assert_true(LOAD(
        SECOND, "field hint line", "", "until, hint, paper", "until, paper", "role spare \"Spare\"", "",
        "board idle \"Idle\" { meets when called chair clerk members clerk absent deputy quorum all cite "
        "\"P\" 1 }",
        ""));
}

static void it_acts_by_itself_as_its_version_says(void **state)
{
    (void)state;
    struct text old = open_job(b.ann, "Old");
    assert_int_equal(edit(b.ann, old, "size", "low"), OUTCOME_DONE);
    assert_int_equal(edit(b.ann, old, "until", "2026-06-05"), OUTCOME_DONE);
    assert_int_equal(act(b.ann, old, "submit", ""), OUTCOME_DONE);
    assert_true(LOAD(SECOND, "by system when today > until", "by system when today > until + 1 month"));
    struct text new = open_job(b.ann, "New");
    assert_int_equal(edit(b.ann, new, "size", "low"), OUTCOME_DONE);
    assert_int_equal(edit(b.ann, new, "until", "2026-06-05"), OUTCOME_DONE);
    assert_int_equal(act(b.ann, new, "submit", ""), OUTCOME_DONE);
    assert_true(engine_set_clock(b.engine, at("2026-06-20T09:00:00Z")));
    engine_catch_up(b.engine);
    assert_text(state_of(old), "lapsed");
    assert_text(state_of(new), "waiting");
}

static void what_is_opened_is_of_the_version_in_force(void **state)
{
    (void)state;
    struct text old = open_job(b.ann, "Old");
    assert_int_equal(edit(b.ann, old, "size", "low"), OUTCOME_DONE);
    assert_int_equal(act(b.ann, old, "submit", ""), OUTCOME_DONE);
    assert_int_equal(act(b.bob, old, "agree", ""), OUTCOME_DONE);
    assert_true(
        LOAD(SECOND, "states new, over", "states fresh, over", "from new to over", "from fresh to over"));
    assert_int_equal(act(b.bob, old, "close", ""), OUTCOME_DONE);
    VIEW_SCOPED view = {0};
    assert_true(view_open(&view, b.arena, b.engine, 0));
    const struct reg *task = rulebook_register(engine_rulebook(b.engine), TEXT("task"));
    struct record *opened = world_find(view.world, task, TEXT("T-001"));
    assert_non_null(opened);
    assert_text(opened->rulebook, "2");
    assert_text(task->states->values[opened->state].name, "fresh");
    assert_int_equal(opened->values[reg_field(task, TEXT("about"))->index].i, 1);
}

/* A record may go where only its own version knows: it is there for all, and says so. */
static void a_state_that_is_no_longer_known(void **state)
{
    (void)state;
    struct text old = open_job(b.ann, "Old");
    assert_int_equal(edit(b.ann, old, "size", "low"), OUTCOME_DONE);
    assert_int_equal(act(b.ann, old, "submit", ""), OUTCOME_DONE);
    assert_true(LOAD(SECOND, "action shelve \"Shelve\" { from waiting to shelved by actor has boss }", "",
                     "action fetch \"Fetch\" { from shelved to waiting by actor has boss }", "",
                     "lapsed, shelved", "lapsed"));
    assert_int_equal(act(b.bob, old, "shelve", ""), OUTCOME_DONE);
    VIEW_SCOPED view = {0};
    struct list_view list;
    struct list_request request = {.reg = rulebook_register(engine_rulebook(b.engine), TEXT("job")),
                                   .limit = 10};
    assert_true(view_open(&view, b.arena, b.engine, b.bob));
    view_list(view.world, &request, &list);
    assert_int_equal(list.record_count, 1);
    assert_int_equal(list.records[0]->state, -1);
    assert_text(list.records[0]->other_state, "shelved");
    struct record_view *shown = view_record(view.world, request.reg, old);
    assert_int_equal(shown->action_count, 1);
    assert_text(shown->actions[0].action->name, "fetch");
    assert_true(shown->actions[0].allowed);
}

static int64_t counted(struct world *world, const struct version *version, const char *test)
{
    struct problems problems = {.arena = b.arena};
    const struct reg *job = rulebook_register(version->rulebook, TEXT("job"));
    struct expr *expr = rulebook_parse_where(b.arena, version->rulebook, job, text_of(test), &problems);
    assert_non_null(expr);
    struct scene scene = world_scene_of(world, job);
    return (int64_t)world_count(world, &scene, expr, SIZE_MAX);
}

/* To the version that does not know it, it is missing, as it is to a rule about that one record. */
static void a_quantifier_sees_a_value_as_its_version_does(void **state)
{
    (void)state;
    open_job(b.ann, "Old");
    assert_true(LOAD(SECOND, "low medium high", "low medium high urgent", "done, lapsed, shelved final",
                     "done, lapsed, shelved, parked final", "action fetch",
                     "action park \"Park\" { from draft to parked by actor has staff } action fetch"));
    struct text number = open_job(b.ann, "New");
    assert_int_equal(edit(b.ann, number, "size", "urgent"), OUTCOME_DONE);
    assert_int_equal(edit(b.ann, number, "tags", "urgent"), OUTCOME_DONE);
    assert_int_equal(act(b.ann, number, "park", ""), OUTCOME_DONE);
    VIEW_SCOPED view = {0};
    assert_true(view_open(&view, b.arena, b.engine, 0));
    static const struct {
        const char *test;
        int64_t old, new;
    } tests[] = {
        {"exists job as j (j.size != low)", 0, 1},
        {"exists job as j (j.size missing)", 2, 1},
        {"exists job as j (j.state != done)", 1, 2},
        {"exists job as j (no j.tags as t (t = high))", 2, 2},
        {"exists job as j (all j.tags as t (t = high))", 2, 1},
        {"exists job as j (j.requester sits on cab or j.name = \"New\")", 1, 1},
    };
    const struct versions *versions = engine_versions(b.engine);
    for (size_t i = 0; i < sizeof tests / sizeof *tests; i++) {
        assert_int_equal(counted(view.world, &versions->items[0], tests[i].test), tests[i].old);
        assert_int_equal(counted(view.world, &versions->items[1], tests[i].test), tests[i].new);
    }
}

static void a_board_decides_on_records_of_any_version(void **state)
{
    (void)state;
    struct text old = open_job(b.ann, "Old");
    assert_int_equal(edit(b.ann, old, "size", "low"), OUTCOME_DONE);
    assert_int_equal(act(b.ann, old, "submit", ""), OUTCOME_DONE);
    assert_true(LOAD(SECOND, "role spare \"Spare\"", "role spare \"Sparer\""));
    struct command command = {
        .kind = COMMAND_MEETING, .actor = b.bob, .board = TEXT("cab"), .from = at("2026-06-02T09:00:00Z")};
    assert_int_equal(run(command), OUTCOME_DONE);
    command = (struct command){.kind = COMMAND_ATTENDANCE,
                               .actor = b.bob,
                               .board = TEXT("cab"),
                               .meeting = b.answer.number,
                               .seat = TEXT("boss"),
                               .person = TEXT("bob")};
    assert_int_equal(run(command), OUTCOME_DONE);
    command.kind = COMMAND_MEETING_OPEN;
    assert_int_equal(run(command), OUTCOME_DONE);
    struct vote votes[] = {{TEXT("bob"), TEXT("for")}};
    command.kind = COMMAND_DECIDE;
    command.number = old;
    command.action = TEXT("decide");
    command.votes = votes;
    command.vote_count = 1;
    assert_int_equal(run(command), OUTCOME_DONE);
    assert_true(b.answer.carried);
    assert_text(state_of(old), "agreed");
}

static struct text upload(int64_t actor)
{
    struct upload file = {.name = TEXT("plan.txt"), .bytes = TEXT("A plan")};
    file_put(b.engine, b.arena, actor, &file, &b.answer);
    assert_int_equal(b.answer.outcome, OUTCOME_DONE);
    return b.answer.number;
}

static void a_file_stays_in_a_field_that_only_its_version_knows(void **state)
{
    (void)state;
    struct text old = open_job(b.ann, "Old");
    assert_true(LOAD(SECOND, "field paper file", "", "hint, paper, tags", "hint, tags"));
    struct text id = upload(b.ann);
    assert_int_equal(edit(b.ann, old, "paper", arena_string(b.arena, id)), OUTCOME_DONE);
    assert_true(engine_set_clock(b.engine, engine_now(b.engine) + 3 * TIME_DAY));
    upload(b.ann); /* settles what is a day old */
    VIEW_SCOPED view = {0};
    struct kept_file file;
    assert_true(view_open(&view, b.arena, b.engine, 0));
    assert_true(file_get(view.world, id, &file));
}

/* What history refers to is evidence. */
static void a_file_stays_when_another_takes_its_place(void **state)
{
    (void)state;
    struct text number = open_job(b.ann, "A job");
    struct text first = upload(b.ann), second = upload(b.ann), stray = upload(b.ann);
    assert_int_equal(edit(b.ann, number, "paper", arena_string(b.arena, first)), OUTCOME_DONE);
    assert_int_equal(edit(b.ann, number, "paper", arena_string(b.arena, second)), OUTCOME_DONE);
    assert_true(engine_set_clock(b.engine, engine_now(b.engine) + 3 * TIME_DAY));
    upload(b.ann); /* drops what is a day old and nobody's */
    VIEW_SCOPED view = {0};
    struct kept_file file;
    assert_true(view_open(&view, b.arena, b.engine, 0));
    assert_true(file_get(view.world, first, &file));
    assert_true(file_get(view.world, second, &file));
    assert_false(file_get(view.world, stray, &file));
}

/* ---- rebuilding ---- */

static struct text columns_of(struct conn *conn, struct text table)
{
    struct buf out = buf_in(b.arena);
    STMT_SCOPED stmt = conn_prepare(conn, TEXT("SELECT name FROM pragma_table_info(?1)"));
    stmt_bind_text(stmt, 1, table);
    while (stmt_row(stmt))
        buf_format(&out, "%squote(\"%s\")", out.n ? "||'|'||" : "", stmt_text(stmt, 0).s);
    return buf_text(&out);
}

static void dump_table(struct conn *conn, struct buf *out, struct text table)
{
    struct text columns = columns_of(conn, table);
    STMT_SCOPED stmt = conn_prepare(conn, arena_format(b.arena, "SELECT %.*s FROM \"%.*s\" ORDER BY 1",
                                                       TEXT_ARGS(columns), TEXT_ARGS(table)));
    buf_format(out, "== %.*s: %.*s\n", TEXT_ARGS(table), TEXT_ARGS(columns));
    while (stmt_row(stmt))
        buf_format(out, "%s\n", stmt_text(stmt, 0).s);
}

/* Every table but the search engine's own, column by column. */
static struct text dump(void)
{
    struct buf out = buf_in(b.arena);
    struct text names[200];
    size_t count = 0;
    VIEW_SCOPED view = {0};
    assert_true(view_open(&view, b.arena, b.engine, 0));
    STMT_SCOPED stmt = conn_prepare(
        view.conn,
        TEXT("SELECT name FROM sqlite_schema WHERE type='table' AND name NOT LIKE '%\\_\\_search\\_%' "
             "ESCAPE '\\' AND name NOT LIKE 'sqlite%' ORDER BY name"));
    while (stmt_row(stmt) && count < 200)
        names[count++] = arena_text(b.arena, stmt_text(stmt, 0));
    for (size_t i = 0; i < count; i++)
        dump_table(view.conn, &out, names[i]);
    return buf_text(&out);
}

static void rebuilding_gives_the_same_over_several_versions(void **state)
{
    (void)state;
    struct text why;
    fill();
    assert_true(LOAD(
        SECOND, "field hint line", "", "until, hint, paper", "until, paper", "field note text",
        "field note text private field hinted line", "lapsed, shelved final", "lapsed, shelved, parked final",
        "action shelve",
        "action park \"Park\" { from draft to parked by actor has boss } action unpark \"Unpark\" { from "
        "parked to draft by actor has boss } action shelve"));
    struct text new = open_job(b.ann, "New");
    assert_int_equal(edit(b.ann, TEXT("JOB-2026-002"), "hint", "An old field"), OUTCOME_DONE);
    assert_int_equal(edit(b.ann, TEXT("JOB-2026-002"), "note", "Searched no more"), OUTCOME_DONE);
    assert_int_equal(comment(b.ann, new), OUTCOME_DONE);
    assert_true(LOAD("version \"1\" from 2026-01-01", "version \"3\" from 2026-06-02", "field hint line",
                     "field hinted line field level number", "until, hint, paper", "until, paper, level"));
    assert_true(engine_set_clock(b.engine, at("2026-06-03T09:00:00Z")));
    open_job(b.dan, "Newest");
    struct text before = dump();
    assert_non_null(strstr(before.s, "An old field"));
    assert_true(engine_rebuild(b.engine, b.arena, &why));
    struct text after = dump();
    if (!text_eq(before, after))
        fail_msg("%.*s\n------\n%.*s", TEXT_ARGS(before), TEXT_ARGS(after));
    VIEW_SCOPED view = {0};
    struct ledger_report report;
    assert_true(view_open(&view, b.arena, b.engine, 0));
    assert_true(ledger_verify(view.conn, b.arena, NULL, NULL, NULL, &report));
    assert_true(report.fits);
}

static void an_empty_field_may_change_its_kind(void **state)
{
    (void)state;
    struct text old = open_job(b.ann, "Old"), why;
    assert_false(LOAD(SECOND, "field hint line", "field hint number"));
    assert_int_equal(edit(b.ann, old, "hint", "a word"), OUTCOME_DONE);
    assert_int_equal(edit(b.ann, old, "hint", ""), OUTCOME_DONE);
    assert_int_equal(edit(b.ann, old, "size", "low"), OUTCOME_DONE);
    assert_int_equal(edit(b.ann, old, "until", "2026-05-01"), OUTCOME_DONE);
    assert_int_equal(act(b.ann, old, "submit", ""), OUTCOME_DONE); /* and lapses by itself */
    assert_true(engine_set_clock(b.engine, engine_now(b.engine) + TIME_DAY));
    engine_catch_up(b.engine);
    assert_true(LOAD(SECOND, "field hint line", "field hint number"));
    for (int i = 0; i < 2; i++)
        assert_int_equal(edit(b.ann, open_job(b.ann, "New"), "hint", i ? "10" : "9"), OUTCOME_DONE);
    struct text before = dump();
    assert_true(engine_rebuild(b.engine, b.arena, &why));
    assert_true(text_eq(before, dump()));
    VIEW_SCOPED view = {0};
    struct list_view list;
    struct list_request request = {.reg = rulebook_register(engine_rulebook(b.engine), TEXT("job")),
                                   .limit = 10,
                                   .where = TEXT("hint > 9")};
    assert_true(view_open(&view, b.arena, b.engine, b.bob));
    view_list(view.world, &request, &list);
    assert_int_equal(list.record_count, 1);
}

static size_t found(const char *words)
{
    VIEW_SCOPED view = {0};
    struct list_view list;
    struct list_request request = {.reg = rulebook_register(engine_rulebook(b.engine), TEXT("job")),
                                   .limit = 10,
                                   .words = text_of(words)};
    assert_true(view_open(&view, b.arena, b.engine, b.bob));
    view_list(view.world, &request, &list);
    return list.record_count;
}

static void what_becomes_private_is_no_longer_found(void **state)
{
    (void)state;
    struct text old = open_job(b.ann, "Old");
    assert_int_equal(edit(b.ann, old, "note", "Confidential"), OUTCOME_DONE);
    assert_int_equal(found("confidential"), 1);
    assert_true(LOAD(SECOND, "field note text", "field note text private"));
    assert_int_equal(found("confidential"), 0);
    assert_int_equal(found("old"), 1);
    assert_int_equal(edit(b.ann, old, "note", "Confidential still"), OUTCOME_DONE);
    assert_int_equal(found("confidential"), 0);
}

static void changed_sources_are_noticed(void **state)
{
    (void)state;
    struct text why = {0};
    meddle("DROP TRIGGER reeve_source_update; UPDATE reeve_source SET text=CAST(text||'# more' AS BLOB)");
    b.engine = engine_open(b.arena, b.data, (struct engine_options){.test_clock = true}, &why);
    assert_null(b.engine);
    assert_text(
        why,
        "Version 1 of the rulebook in the data is not what the ledger says was put there: restore a backup");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(a_record_keeps_its_version),
        CASE(reading_is_as_the_version_in_force_says),
        CASE(a_version_waits_for_its_day),
        CASE(a_version_that_waits_is_withdrawn),
        CASE(a_day_that_came_while_nobody_looked),
        CASE(a_later_one_takes_the_place_of_one_that_waits),
        CASE(what_would_be_lost_is_refused),
        CASE(a_never_with_a_way_round_is_refused),
        CASE(what_is_empty_may_go),
        CASE(it_acts_by_itself_as_its_version_says),
        CASE(what_is_opened_is_of_the_version_in_force),
        CASE(a_state_that_is_no_longer_known),
        CASE(a_quantifier_sees_a_value_as_its_version_does),
        CASE(a_board_decides_on_records_of_any_version),
        CASE(a_file_stays_in_a_field_that_only_its_version_knows),
        CASE(a_file_stays_when_another_takes_its_place),
        CASE(an_empty_field_may_change_its_kind),
        CASE(rebuilding_gives_the_same_over_several_versions),
        CASE(what_becomes_private_is_no_longer_found),
        CASE(changed_sources_are_noticed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
