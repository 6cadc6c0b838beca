#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "store/backend.h"
#include "store/writer.h"

struct place {
    struct arena *arena;
    char folder[40];
    struct store *store;
    struct writer *writer;
};

static int set_up(void **state)
{
    struct place *place = calloc(1, sizeof *place);
    char data[60];
    struct text why;
    place->arena = arena_new(1 << 20);
    strcpy(place->folder, "/tmp/reeve-writer-XXXXXX");
    assert_non_null(mkdtemp(place->folder));
    snprintf(data, sizeof data, "%s/a.data", place->folder);
    assert_int_equal(store_open(place->arena, data, STORE_CREATE, &place->store, &why), STORE_OK);
    assert_true(conn_exec(store_writer(place->store), "CREATE TABLE t(a INTEGER PRIMARY KEY) STRICT"));
    place->writer = writer_start(place->store);
    assert_non_null(place->writer);
    *state = place;
    return 0;
}

static int tear_down(void **state)
{
    struct place *place = *state;
    char command[80];
    writer_stop(place->writer);
    store_close(place->store);
    snprintf(command, sizeof command, "rm -rf %s", place->folder);
    assert_int_equal(system(command), 0);
    arena_free(place->arena);
    free(place);
    return 0;
}

struct put {
    struct job job; /* first */
    int64_t a;
    enum job_wish wish;
    bool leave_open;
    enum job_end end;
    atomic_int done;
    struct store *store;
    bool seen; /* by a reader, when done was called */
};

static bool insert(struct conn *conn, int64_t a)
{
    STMT_SCOPED stmt = conn_prepare(conn, TEXT("INSERT INTO t VALUES(?1)"));
    stmt_bind_int(stmt, 1, a);
    return stmt_run(stmt);
}

static bool has(struct store *store, int64_t a)
{
    struct conn *conn = store_take(store);
    struct stmt *stmt = conn_prepare(conn, TEXT("SELECT 1 FROM t WHERE a = ?1"));
    stmt_bind_int(stmt, 1, a);
    bool there = stmt_row(stmt);
    stmt_reset(stmt);
    store_give(store, conn);
    return there;
}

static enum job_wish run(struct job *job, struct conn *conn)
{
    struct put *put = (struct put *)job;
    if (put->leave_open)
        conn_savepoint(conn);
    insert(conn, put->a);
    return put->wish;
}

static void done(struct job *job, enum job_end end)
{
    struct put *put = (struct put *)job;
    put->end = end;
    put->seen = has(put->store, put->a);
    atomic_fetch_add(&put->done, 1);
}

static void test_ends(void **state)
{
    struct place *place = *state;
    static const struct {
        int64_t a;
        enum job_wish wish;
        bool leave_open;
        enum job_end end;
        enum store_status status;
    } cases[] = {
        {1, JOB_KEEP, false, JOB_DURABLE, STORE_OK},      {2, JOB_UNDO, false, JOB_UNDONE, STORE_OK},
        {1, JOB_KEEP, false, JOB_FAILED, STORE_CONFLICT}, {3, JOB_KEEP, true, JOB_FAILED, STORE_BROKEN},
        {4, JOB_KEEP, false, JOB_DURABLE, STORE_OK},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct put put = {
            .job = {.run = run}, .a = cases[i].a, .wish = cases[i].wish, .leave_open = cases[i].leave_open};
        assert_int_equal(writer_run(place->writer, &put.job), cases[i].end);
        assert_int_equal(put.job.status, cases[i].status);
    }
    static const bool kept[] = {false, true, false, false, true};
    for (int a = 0; a < 5; a++)
        assert_int_equal(has(place->store, a), kept[a]);
}

static bool fails_to_undo(struct conn *conn, const char *sql)
{
    if (strncmp(sql, "ROLLBACK TO", 11) != 0)
        return store_sqlite.exec(conn, sql);
    backend_fail(conn, STORE_BROKEN, "it cannot be undone");
    return false;
}

/* Nothing that was refused is ever kept: if it cannot be undone alone, the whole batch is. */
static void test_undo_that_fails(void **state)
{
    struct place *place = *state;
    static struct store_backend backend;
    struct put refused = {.job = {.run = run}, .a = 1, .wish = JOB_UNDO};
    struct put next = {.job = {.run = run}, .a = 2};
    backend = store_sqlite;
    backend.exec = fails_to_undo;
    place->store->backend = &backend;
    assert_int_equal(writer_run(place->writer, &refused.job), JOB_FAILED);
    assert_int_equal(refused.job.status, STORE_BROKEN);
    place->store->backend = &store_sqlite;
    assert_int_equal(writer_run(place->writer, &next.job), JOB_DURABLE);
    assert_false(has(place->store, 1));
    assert_true(has(place->store, 2));
}

enum { THREADS = 4, EACH = 500 };

struct crowd {
    struct place *place;
    struct put puts[EACH];
};

static void *submit_many(void *context)
{
    struct crowd *crowd = context;
    for (int i = 0; i < EACH; i++) {
        if (!writer_submit(crowd->place->writer, &crowd->puts[i].job))
            abort();
    }
    return NULL;
}

/* Every job ends once, after its commit, whatever its neighbours in the batch wish. */
static void test_crowd(void **state)
{
    struct place *place = *state;
    struct crowd *crowds = calloc(THREADS, sizeof *crowds);
    pthread_t threads[THREADS];
    for (int t = 0; t < THREADS; t++) {
        crowds[t].place = place;
        for (int i = 0; i < EACH; i++)
            crowds[t].puts[i] = (struct put){.job = {.run = run, .done = done},
                                             .a = t * EACH + i,
                                             .wish = i % 7 == 3 ? JOB_UNDO : JOB_KEEP,
                                             .store = place->store};
        assert_int_equal(pthread_create(&threads[t], NULL, submit_many, &crowds[t]), 0);
    }
    for (int t = 0; t < THREADS; t++)
        pthread_join(threads[t], NULL);
    writer_stop(place->writer);
    place->writer = NULL;
    for (int t = 0; t < THREADS; t++) {
        for (int i = 0; i < EACH; i++) {
            const struct put *put = &crowds[t].puts[i];
            assert_int_equal(atomic_load(&put->done), 1);
            assert_int_equal(put->end, i % 7 == 3 ? JOB_UNDONE : JOB_DURABLE);
            assert_int_equal(put->seen, i % 7 != 3);
        }
    }
    free(crowds);
}

static enum job_wish fail_disk(struct job *job, struct conn *conn)
{
    backend_fail(conn, STORE_STOPPED, "as after a failed fsync");
    return run(job, conn);
}

static void test_stopped(void **state)
{
    struct place *place = *state;
    struct put bad = {.job = {.run = fail_disk}, .a = 1};
    struct put next = {.job = {.run = run}, .a = 2};
    assert_int_equal(writer_run(place->writer, &bad.job), JOB_FAILED);
    assert_int_equal(bad.job.status, STORE_STOPPED);
    assert_int_equal(writer_run(place->writer, &next.job), JOB_FAILED);
    assert_int_equal(next.job.status, STORE_STOPPED);
    assert_false(has(place->store, 1) || has(place->store, 2));
}

/* The disk is full for the second of three jobs: none of a batch is told it is durable when it is not. */
static enum job_wish fill(struct job *job, struct conn *conn)
{
    conn_exec(conn, "PRAGMA max_page_count=5");
    conn_exec(conn, "CREATE TABLE big(x)");
    conn_exec(conn, "INSERT INTO big VALUES(zeroblob(100000))");
    conn_clear(conn);
    return run(job, conn);
}

static void test_full(void **state)
{
    struct place *place = *state;
    struct put puts[3];
    for (int i = 0; i < 3; i++) {
        puts[i] =
            (struct put){.job = {.run = i == 1 ? fill : run, .done = done}, .a = i, .store = place->store};
        assert_true(writer_submit(place->writer, &puts[i].job));
    }
    writer_stop(place->writer);
    place->writer = NULL;
    for (int i = 0; i < 3; i++)
        assert_int_equal(puts[i].end == JOB_DURABLE, has(place->store, i));
}

int main(void)
{
#define CASE(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
    const struct CMUnitTest tests[] = {CASE(test_ends), CASE(test_undo_that_fails), CASE(test_crowd),
                                       CASE(test_stopped), CASE(test_full)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
