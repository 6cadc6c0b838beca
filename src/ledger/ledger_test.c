#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "ledger/ledger.h"
#include "store/writer.h"

enum { CAP = 64 << 20 };

struct place {
    struct arena *arena;
    char folder[40];
    struct store *store;
    struct conn *conn;
};

static int set_up(void **state)
{
    struct place *place = calloc(1, sizeof *place);
    char data[60];
    struct text why;
    place->arena = arena_new(CAP);
    strcpy(place->folder, "/tmp/reeve-ledger-XXXXXX");
    assert_non_null(mkdtemp(place->folder));
    snprintf(data, sizeof data, "%s/a.data", place->folder);
    assert_int_equal(store_open(place->arena, data, STORE_CREATE, &place->store, &why), STORE_OK);
    place->conn = store_writer(place->store);
    assert_true(ledger_create(place->conn));
    *state = place;
    return 0;
}

static int tear_down(void **state)
{
    struct place *place = *state;
    char command[80];
    store_close(place->store);
    snprintf(command, sizeof command, "rm -rf %s", place->folder);
    assert_int_equal(system(command), 0);
    arena_free(place->arena);
    free(place);
    return 0;
}

static bool append(struct conn *conn, struct arena *arena, enum event_kind kind, int64_t record,
                   const char *summary)
{
    struct event_value values[] = {{.tag = TEXT("reason"), .value = TEXT("")},
                                   {.tag = TEXT("field:summary"), .value = text_of(summary)}};
    struct event event = {
        .kind = kind,
        .reg = TEXT("change"),
        .record = record,
        .action = TEXT("submit"),
        .state = TEXT("assessing"),
        .actor = 12,
        .time = 1795338000000000 + record,
        .rulebook = TEXT("1"),
        .values = values,
        .value_count = 2,
    };
    return kind == EVENT_DISPOSE ? ledger_dispose(conn, arena, &event) : ledger_append(conn, arena, &event);
}

/* Twenty events over three records, in one transaction. */
static void fill(struct place *place)
{
    assert_true(conn_begin(place->conn));
    for (int i = 0; i < 20; i++) {
        char summary[30];
        snprintf(summary, sizeof summary, "Summary %d", i + 1);
        assert_true(append(place->conn, place->arena, i < 3 ? EVENT_OPEN : EVENT_EDIT, i % 3, summary));
    }
    assert_true(conn_commit(place->conn));
}

static struct ledger_report verify(struct place *place, const struct ledger_head *known)
{
    struct ledger_report report;
    assert_true(ledger_verify(place->conn, place->arena, known, NULL, NULL, &report));
    return report;
}

struct seen {
    int64_t seqs[40];
    size_t count, stop_at;
};

static bool note(void *context, struct ledger_entry *entry)
{
    struct seen *seen = context;
    char expected[30];
    snprintf(expected, sizeof expected, "Summary %lld", (long long)entry->event.seq);
    const struct event_value *summary = event_find(&entry->event, "field:summary");
    assert_true(text_is(summary->value, expected) && !summary->disposed);
    seen->seqs[seen->count++] = entry->event.seq;
    return seen->count != seen->stop_at;
}

/* The last one first, as far as seq 11. */
static bool count_down(void *context, const struct ledger_line *line)
{
    int64_t *expected = context;
    assert_int_equal(line->seq, *expected);
    assert_true(text_is(line->reg, "change") && line->record == (line->seq - 1) % 3 &&
                text_is(line->action, "submit"));
    return --*expected > 10;
}

static void test_reading(void **state)
{
    struct place *place = *state;
    struct seen seen = {0};
    struct ledger_entry entry;
    fill(place);
    assert_true(ledger_each(place->conn, 1, note, &seen));
    assert_int_equal(seen.count, 20);
    seen = (struct seen){.stop_at = 2};
    assert_true(ledger_each(place->conn, 7, note, &seen));
    assert_int_equal(seen.count, 2);
    assert_int_equal(seen.seqs[0], 7);
    seen = (struct seen){0};
    assert_true(ledger_record_each(place->conn, TEXT("change"), 1, 2, note, &seen));
    assert_int_equal(seen.count, 6);
    for (size_t i = 0; i < seen.count; i++)
        assert_int_equal(seen.seqs[i], 5 + 3 * (int64_t)i);
    assert_true(ledger_entry(place->conn, place->arena, 20, &entry));
    assert_int_equal(entry.event.version, 7);
    assert_int_equal(ledger_version(place->conn, TEXT("change"), 1), 7);
    assert_false(ledger_entry(place->conn, place->arena, 21, &entry));
    int64_t expected = 20;
    assert_true(ledger_newest(place->conn, 5, count_down, &expected));
    assert_int_equal(expected, 15);
    expected = 20;
    assert_true(ledger_newest(place->conn, 50, count_down, &expected));
    assert_int_equal(expected, 10);
    assert_int_equal(conn_status(place->conn), STORE_OK);
}

static void test_heads(void **state)
{
    struct place *place = *state;
    struct ledger_head empty, head;
    assert_true(ledger_head(place->conn, &empty));
    assert_int_equal(empty.size, 0);
    fill(place);
    assert_true(ledger_head(place->conn, &head));
    assert_int_equal(head.size, 20);
    struct ledger_report report = verify(place, &head);
    assert_true(report.fits && hash_eq(&report.head.root, &head.root));
    assert_int_equal(report.events, 20);
    assert_true(append(place->conn, place->arena, EVENT_COMMENT, 1, "later"));
    assert_true(verify(place, &head).fits);
    assert_true(verify(place, &empty).fits);
    struct hash then;
    assert_true(ledger_root(place->conn, 20, &then));
    assert_true(hash_eq(&then, &head.root));
    head.root.b[0] ^= 1;
    assert_false(verify(place, &head).fits);
    head.size = 99;
    report = verify(place, &head);
    assert_false(report.fits);
    assert_int_equal(report.bad_seq, 22);
}

/* The same events give the same log only when they have the same salts; the engine may set them. */
static void test_salts(void **state)
{
    struct place *place = *state;
    struct event_value value = {.tag = TEXT("reason"), .value = TEXT("x"), .salt = {{7}}, .salted = true};
    struct event event = {.kind = EVENT_COMMENT, .reg = TEXT("change"), .values = &value, .value_count = 1};
    struct hash fixed = event_commit(value.tag, value.value, &value.salt);
    assert_true(ledger_append(place->conn, place->arena, &event));
    assert_true(hash_eq(&event.values[0].commitment, &fixed));
    value.salted = false;
    event.version = 0;
    assert_true(ledger_append(place->conn, place->arena, &event));
    assert_false(hash_eq(&event.values[0].commitment, &fixed));
}

static void test_append_refused(void **state)
{
    struct place *place = *state;
    fill(place);
    struct event event = {.kind = EVENT_EDIT, .reg = TEXT("change"), .record = 1, .version = 3};
    assert_false(ledger_append(place->conn, place->arena, &event));
    assert_int_equal(conn_status(place->conn), STORE_CONFLICT);
    conn_clear(place->conn);
    event.version = 0;
    event.state = TEXT("\xff");
    assert_false(ledger_append(place->conn, place->arena, &event));
    conn_clear(place->conn);
    assert_true(verify(place, NULL).fits);
}

static void test_append_only(void **state)
{
    struct place *place = *state;
    static const char *const attempts[] = {
        "UPDATE reeve_event SET register = 'x'",
        "DELETE FROM reeve_event WHERE seq = 20",
        "INSERT OR REPLACE INTO reeve_event SELECT * FROM reeve_event WHERE seq = 3",
        "UPDATE reeve_node SET hash = x''",
        "DELETE FROM reeve_node",
        "UPDATE reeve_value SET value = x''",
    };
    fill(place);
    for (size_t i = 0; i < sizeof attempts / sizeof *attempts; i++) {
        assert_false(conn_exec(place->conn, attempts[i]));
        assert_int_equal(conn_status(place->conn), STORE_CONFLICT);
        conn_clear(place->conn);
    }
    assert_true(verify(place, NULL).fits);
}

/* Whoever has the file can drop the triggers; verify then says where. */
static void test_tampering(void **state)
{
    struct place *place = *state;
    static const struct {
        const char *sql;
        int64_t bad_seq;
        const char *why;
    } cases[] = {
        {"UPDATE reeve_event SET body = CAST(replace(CAST(body AS TEXT), 'submit', 'reject') AS BLOB) WHERE "
         "seq = 9",
         9, "was altered"},
        {"UPDATE reeve_event SET leaf = zeroblob(32) WHERE seq = 5", 5, "was altered"},
        {"UPDATE reeve_event SET record = 77, version = 1 WHERE seq = 20", 20, "record was altered"},
        {"UPDATE reeve_event SET register = 'release' WHERE seq = 4", 4, "register was altered"},
        {"UPDATE reeve_event SET version = 40 WHERE seq = 6", 6, "version"},
        {"DELETE FROM reeve_event WHERE seq = 11", 11, "missing"},
        {"UPDATE reeve_event SET seq = 0 WHERE seq = 1", 1, "missing"},
        {"DELETE FROM reeve_event WHERE seq = 20", 0, "belong to no event"},
        {"DELETE FROM reeve_event WHERE seq = 20; DELETE FROM reeve_value WHERE seq = 20", 0,
         "nodes that belong"},
        {"UPDATE reeve_value SET value = CAST('x' AS BLOB) WHERE seq = 3 AND tag = 'reason'", 3,
         "reason was altered"},
        {"UPDATE reeve_value SET salt = zeroblob(32) WHERE seq = 3 AND tag = 'reason'", 3,
         "reason was altered"},
        {"UPDATE reeve_value SET salt = zeroblob(31) WHERE seq = 3 AND tag = 'reason'", 3,
         "reason was altered"},
        {"DELETE FROM reeve_value WHERE seq = 8", 8, "no disposal explains"},
        {"INSERT INTO reeve_value VALUES(2, 'zz', zeroblob(32), x'')", 2, "was added"},
        {"INSERT INTO reeve_value VALUES(2, 'aa', zeroblob(32), x'')", 2, "was added"},
        {"INSERT INTO reeve_value VALUES(90, 'aa', zeroblob(32), x'')", 0, "belong to no event"},
        {"UPDATE reeve_node SET hash = zeroblob(32) WHERE level = 2 AND idx = 1", 0, "events 5 to 8"},
        {"DELETE FROM reeve_node WHERE level = 1 AND idx = 0", 0, "events 1 to 2"},
        {"INSERT INTO reeve_node VALUES(1, 10, zeroblob(32))", 0, "nodes that belong"},
    };
    fill(place);
    assert_true(conn_exec(place->conn, "DROP TRIGGER reeve_event_update; DROP TRIGGER reeve_event_delete;"
                                       "DROP TRIGGER reeve_node_update; DROP TRIGGER reeve_node_delete;"
                                       "DROP TRIGGER reeve_value_update"));
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_true(conn_begin(place->conn));
        if (!conn_exec(place->conn, cases[i].sql))
            fail_msg("%s: %s", cases[i].sql, conn_error(place->conn));
        struct ledger_report report = verify(place, NULL);
        if (report.fits || report.bad_seq != cases[i].bad_seq ||
            !memmem(report.why.s, report.why.n, cases[i].why, strlen(cases[i].why)))
            fail_msg("%s: event %lld: %.*s", cases[i].sql, (long long)report.bad_seq, TEXT_ARGS(report.why));
        conn_rollback(place->conn);
    }
    assert_true(verify(place, NULL).fits);
}

static void test_disposal(void **state)
{
    struct place *place = *state;
    struct ledger_head before;
    struct ledger_entry entry;
    fill(place);
    assert_true(ledger_head(place->conn, &before));
    assert_true(append(place->conn, place->arena, EVENT_DISPOSE, 1, "by schedule 12"));
    struct ledger_report report = verify(place, &before);
    assert_true(report.fits);
    assert_int_equal(report.disposed, 14);
    assert_true(ledger_entry(place->conn, place->arena, 5, &entry));
    assert_true(entry.event.values[0].disposed && entry.event.values[0].value.n == 0);
    assert_true(ledger_entry(place->conn, place->arena, 21, &entry));
    assert_true(text_is(event_find(&entry.event, "field:summary")->value, "by schedule 12"));
    assert_true(conn_exec(place->conn, "DELETE FROM reeve_value WHERE seq = 6"));
    assert_int_equal(verify(place, NULL).bad_seq, 6);
}

static bool take_source(void *context, struct text file, struct text source)
{
    char *all = context;
    snprintf(all + strlen(all), 100 - strlen(all), "%.*s=%.*s;", TEXT_ARGS(file), TEXT_ARGS(source));
    return true;
}

static void test_settings_and_sources(void **state)
{
    struct place *place = *state;
    char all[100] = "";
    assert_int_equal(setting_get(place->conn, place->arena, "force").n, 0);
    assert_true(setting_put(place->conn, "force", TEXT("Northmoor")));
    assert_true(setting_put(place->conn, "force", TEXT("Northmoor Police")));
    assert_true(text_is(setting_get(place->conn, place->arena, "force"), "Northmoor Police"));
    assert_true(source_put(place->conn, TEXT("1"), TEXT("force.rules"), TEXT("rulebook")));
    assert_true(source_put(place->conn, TEXT("1"), TEXT("change.rules"), TEXT("register")));
    assert_true(source_put(place->conn, TEXT("2"), TEXT("force.rules"), TEXT("newer")));
    assert_false(source_put(place->conn, TEXT("2"), TEXT("force.rules"), TEXT("changed")));
    conn_clear(place->conn);
    assert_true(source_each(place->conn, TEXT("1"), take_source, all));
    assert_string_equal(all, "change.rules=register;force.rules=rulebook;");
}

struct append_job {
    struct job job; /* first */
    int64_t record;
};

static enum job_wish run_append(struct job *job, struct conn *conn)
{
    ARENA_SCOPED arena = arena_new(CAP);
    append(conn, arena, EVENT_OPEN, ((struct append_job *)job)->record,
           "A summary of the usual length, more or less");
    return JOB_KEEP;
}

static void end_append(struct job *job, enum job_end end)
{
    (void)job;
    assert_int_equal(end, JOB_DURABLE);
}

static double seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Through the writer, as the engine does; says how fast, for whoever reads the log. */
static void test_group_commit(void **state)
{
    struct place *place = *state;
    enum { JOBS = 5000 };
    struct append_job *jobs = calloc(JOBS, sizeof *jobs);
    double start = seconds();
    struct writer *writer = writer_start(place->store);
    for (int i = 0; i < JOBS; i++) {
        jobs[i] = (struct append_job){.job = {.run = run_append, .done = end_append}, .record = i};
        assert_true(writer_submit(writer, &jobs[i].job));
    }
    writer_stop(writer);
    double written = seconds();
    struct ledger_report report = verify(place, NULL);
    assert_true(report.fits);
    assert_int_equal(report.events, JOBS);
    print_message("%.0f events/s appended, %.0f events/s verified\n", JOBS / (written - start),
                  JOBS / (seconds() - written));
    free(jobs);
}

int main(void)
{
#define CASE(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        CASE(test_reading),      CASE(test_heads),     CASE(test_salts),    CASE(test_append_refused),
        CASE(test_append_only),  CASE(test_tampering), CASE(test_disposal), CASE(test_settings_and_sources),
        CASE(test_group_commit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
