#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "store/sqlite.h"

struct place {
    struct arena *arena;
    char folder[40];
    char data[60];
    struct text why;
};

static int set_up(void **state)
{
    struct place *place = calloc(1, sizeof *place);
    place->arena = arena_new(1 << 20);
    strcpy(place->folder, "/tmp/reeve-store-XXXXXX");
    assert_non_null(mkdtemp(place->folder));
    snprintf(place->data, sizeof place->data, "%s/a.data", place->folder);
    *state = place;
    return 0;
}

static int tear_down(void **state)
{
    struct place *place = *state;
    char command[80];
    snprintf(command, sizeof command, "rm -rf %s", place->folder);
    assert_int_equal(system(command), 0);
    arena_free(place->arena);
    free(place);
    return 0;
}

static enum store_status try_open(struct place *place, enum store_mode mode, struct store **store)
{
    enum store_status status = store_open(place->arena, place->data, mode, store, &place->why);
    assert_int_equal(status == STORE_OK, place->why.n == 0);
    assert_int_equal(status == STORE_OK, *store != NULL);
    return status;
}

static struct store *make(struct place *place)
{
    struct store *store;
    assert_int_equal(try_open(place, STORE_CREATE, &store), STORE_OK);
    assert_true(
        conn_exec(store_writer(store), "CREATE TABLE t(a INTEGER PRIMARY KEY, b TEXT, c BLOB) STRICT"));
    return store;
}

static void says(const struct place *place, const char *words)
{
    if (!memmem(place->why.s, place->why.n, words, strlen(words)))
        fail_msg("'%.*s' does not say '%s'", TEXT_ARGS(place->why), words);
}

static bool put(struct conn *conn, int64_t a, const char *b)
{
    STMT_SCOPED stmt = conn_prepare(conn, TEXT("INSERT INTO t(a, b) VALUES(?1, ?2)"));
    stmt_bind_int(stmt, 1, a);
    stmt_bind_text(stmt, 2, text_of(b));
    return stmt_run(stmt);
}

static int64_t count(struct conn *conn)
{
    STMT_SCOPED stmt = conn_prepare(conn, TEXT("SELECT count(*) FROM t"));
    assert_true(stmt_row(stmt));
    return stmt_int(stmt, 0);
}

static void write_file(const char *path, const char *bytes, size_t n)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, n, file), n);
    fclose(file);
}

static void test_refusals(void **state)
{
    struct place *place = *state;
    struct store *store;
    struct store *second;
    assert_int_equal(try_open(place, STORE_WRITE, &store), STORE_MISSING);
    says(place, "reeve init");
    assert_int_equal(try_open(place, STORE_READ, &store), STORE_MISSING);
    store = make(place);
    assert_int_equal(try_open(place, STORE_CREATE, &second), STORE_EXISTS);
    says(place, "exists already");
    assert_int_equal(try_open(place, STORE_WRITE, &second), STORE_TAKEN);
    says(place, "another process, number");
    store_close(store);
    assert_int_equal(try_open(place, STORE_WRITE, &store), STORE_OK);
    assert_true(conn_exec(store_writer(store), "PRAGMA user_version=99"));
    store_close(store);
    assert_int_equal(try_open(place, STORE_WRITE, &store), STORE_NEWER);
    says(place, "newer Reeve");
    assert_int_equal(store_open(place->arena, "postgresql://db/reeve", STORE_CREATE, &store, &place->why),
                     STORE_REFUSED);
    says(place, "no PostgreSQL store");
    assert_int_equal(
        store_open(place->arena, "/tmp/no-such-folder-here/a", STORE_CREATE, &store, &place->why),
        STORE_MISSING);
    says(place, "folder");
    assert_int_equal(store_open(place->arena, "/tmp", STORE_WRITE, &store, &place->why), STORE_BROKEN);
}

static void test_foreign(void **state)
{
    struct place *place = *state;
    struct store *store;
    static const char words[] =
        "this is not a database, whatever its name says; it goes on for quite a while here";
    write_file(place->data, words, sizeof words);
    assert_int_equal(try_open(place, STORE_WRITE, &store), STORE_FOREIGN);
    write_file(place->data, "", 0);
    assert_int_equal(try_open(place, STORE_WRITE, &store), STORE_FOREIGN);
    unlink(place->data);
    sqlite3 *db;
    assert_int_equal(sqlite3_open(place->data, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "CREATE TABLE other(x)", NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
    assert_int_equal(try_open(place, STORE_WRITE, &store), STORE_FOREIGN);
    assert_int_equal(try_open(place, STORE_READ, &store), STORE_FOREIGN);
    says(place, "not a Reeve data file");
}

/* Root may write anything, so the file is opened by a user who may not. */
static void assert_read_only(struct place *place)
{
    pid_t child = fork();
    if (child == 0) {
        struct store *store;
        if (seteuid(65534) != 0)
            _exit(9);
        _exit(store_open(place->arena, place->data, STORE_WRITE, &store, &place->why) == STORE_READ_ONLY ? 0
                                                                                                         : 1);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
}

static void test_read_only(void **state)
{
    struct place *place = *state;
    char path[200];
    if (geteuid() != 0)
        skip();
    store_close(make(place));
    chmod(place->folder, 0777);
    chmod(place->data, 0444);
    snprintf(path, sizeof path, "%s.lock", place->data);
    chmod(path, 0666);
    assert_read_only(place);
    chmod(place->data, 0666);
    chmod(place->folder, 0755);
    assert_read_only(place);
    chmod(place->folder, 0777);
    snprintf(path, sizeof path, "%s-shm", place->data);
    close(open(path, O_CREAT | O_WRONLY, 0400));
    assert_read_only(place);
    unlink(path);
}

static void test_discard(void **state)
{
    struct place *place = *state;
    store_discard(make(place));
    assert_int_equal(access(place->data, F_OK), -1);
    assert_int_equal(rmdir(place->folder), 0);
    assert_int_equal(mkdir(place->folder, 0700), 0);
}

static void test_private_file(void **state)
{
    struct place *place = *state;
    struct stat st;
    struct store *store = make(place);
    assert_int_equal(stat(place->data, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    store_close(store);
}

static void test_values(void **state)
{
    struct place *place = *state;
    struct store *store = make(place);
    struct conn *conn = store_writer(store);
    STMT_SCOPED in = conn_prepare(conn, TEXT("INSERT INTO t VALUES(?1, ?2, ?3)"));
    stmt_bind_int(in, 1, INT64_MIN);
    stmt_bind_text(in, 2, (struct text){"a\0b", 3});
    stmt_bind_blob(in, 3, (struct text){0});
    assert_true(stmt_run(in));
    assert_int_equal(conn_changes(conn), 1);
    STMT_SCOPED out = conn_prepare(conn, TEXT("SELECT a, b, c, NULL, '' FROM t"));
    assert_int_equal(stmt_step(out), STEP_ROW);
    assert_true(stmt_int(out, 0) == INT64_MIN);
    assert_true(text_eq(stmt_text(out, 1), (struct text){"a\0b", 3}));
    assert_false(stmt_is_null(out, 2));
    assert_int_equal(stmt_blob(out, 2).n, 0);
    assert_true(stmt_is_null(out, 3));
    assert_false(stmt_is_null(out, 4));
    assert_int_equal(stmt_step(out), STEP_DONE);
    stmt_reset(out);
    store_close(store);
    out = in = NULL;
}

static void test_failures_stand(void **state)
{
    struct place *place = *state;
    struct store *store = make(place);
    struct conn *conn = store_writer(store);
    assert_null(conn_prepare(conn, TEXT("SELEC 1")));
    assert_int_equal(conn_status(conn), STORE_BROKEN);
    assert_false(stmt_run(NULL));
    conn_clear(conn);
    assert_true(conn_begin(conn));
    assert_true(put(conn, 1, "one"));
    assert_false(put(conn, 1, "again"));
    assert_true(put(conn, 2, "two"));
    assert_int_equal(conn_status(conn), STORE_CONFLICT);
    assert_false(conn_commit(conn));
    conn_rollback(conn);
    assert_int_equal(conn_status(conn), STORE_CONFLICT);
    conn_clear(conn);
    assert_int_equal(count(conn), 0);
    store_close(store);
}

static void test_savepoints(void **state)
{
    struct place *place = *state;
    struct store *store = make(place);
    struct conn *conn = store_writer(store);
    assert_true(conn_begin(conn));
    assert_true(conn_savepoint(conn) && put(conn, 1, "kept"));
    assert_true(conn_savepoint(conn) && put(conn, 2, "undone") && put(conn, 3, "undone"));
    assert_true(conn_rollback_to(conn));
    assert_true(conn_savepoint(conn) && put(conn, 4, "kept") && conn_release(conn));
    assert_true(conn_release(conn));
    assert_false(conn_release(conn));
    assert_true(conn_commit(conn));
    assert_int_equal(count(conn), 2);
    store_close(store);
}

static void test_readers(void **state)
{
    struct place *place = *state;
    struct store *store = make(place);
    struct conn *reader = store_take(store);
    assert_non_null(reader);
    assert_true(conn_snapshot(reader));
    assert_true(put(store_writer(store), 1, "later"));
    assert_int_equal(count(reader), 0);
    conn_snapshot_end(reader);
    assert_int_equal(count(reader), 1);
    assert_false(put(reader, 2, "never"));
    assert_int_equal(conn_status(reader), STORE_READ_ONLY);
    store_give(store, reader);
    assert_ptr_equal(store_take(store), reader);
    assert_int_equal(conn_status(reader), STORE_OK);
    store_give(store, reader);
    struct store *beside;
    assert_int_equal(try_open(place, STORE_READ, &beside), STORE_OK);
    assert_null(store_writer(beside));
    reader = store_take(beside);
    assert_int_equal(count(reader), 1);
    store_give(beside, reader);
    store_close(beside);
    store_close(store);
}

static void test_deadline(void **state)
{
    struct place *place = *state;
    struct store *store = make(place);
    struct conn *reader = store_take(store);
    conn_deadline(reader, 50);
    struct stmt *stmt =
        conn_prepare(reader, TEXT("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
                                  "SELECT count(*) FROM n"));
    assert_int_equal(stmt_step(stmt), STEP_FAILED);
    stmt_reset(stmt);
    assert_int_equal(conn_status(reader), STORE_TIMEOUT);
    conn_clear(reader);
    conn_deadline(reader, 0);
    assert_int_equal(count(reader), 0);
    store_give(store, reader);
    store_close(store);
}

static void test_statement_cache(void **state)
{
    struct place *place = *state;
    struct store *store = make(place);
    struct conn *conn = store_writer(store);
    struct stmt *a = conn_prepare(conn, TEXT("SELECT 1"));
    struct stmt *b = conn_prepare(conn, TEXT("SELECT 1"));
    assert_ptr_not_equal(a, b);
    stmt_reset(a);
    assert_ptr_equal(conn_prepare(conn, TEXT("SELECT 1")), a);
    for (int i = 0; i < 2 * CONN_STATEMENTS; i++) {
        char sql[40];
        snprintf(sql, sizeof sql, "SELECT %d", 100 + i);
        STMT_SCOPED stmt = conn_prepare(conn, text_of(sql));
        assert_true(stmt_row(stmt));
        assert_int_equal(stmt_int(stmt, 0), 100 + i);
    }
    assert_int_equal(conn->statements, CONN_STATEMENTS);
    assert_true(stmt_row(a) && stmt_row(b));
    stmt_reset(a);
    stmt_reset(b);
    store_close(store);
}

/* A full disk undoes the transaction behind our back; what the caller goes on to write must not be kept
 * alone. */
static void test_full(void **state)
{
    struct place *place = *state;
    struct store *store = make(place);
    struct conn *conn = store_writer(store);
    assert_true(conn_exec(conn, "PRAGMA max_page_count=20"));
    char *large = arena_alloc(place->arena, 200000);
    memset(large, 'x', 199999);
    assert_true(conn_begin(conn));
    assert_true(put(conn, 1, "small"));
    assert_false(put(conn, 2, large));
    assert_int_equal(conn_status(conn), STORE_FULL);
    if (!conn_in_transaction(conn)) {
        conn_clear(conn);
        assert_false(put(conn, 3, "alone"));
    }
    conn_rollback(conn);
    conn_clear(conn);
    assert_int_equal(count(conn), 0);
    assert_true(put(conn, 4, "there is room again"));
    assert_false(store_stopped(store));
    store_close(store);
}

static void test_stopped(void **state)
{
    struct place *place = *state;
    struct store *store = make(place);
    struct conn *conn = store_writer(store);
    backend_fail(conn, STORE_STOPPED, "as after a failed fsync");
    conn_clear(conn);
    assert_true(store_stopped(store));
    assert_false(conn_begin(conn));
    assert_false(put(conn, 1, "no"));
    assert_int_equal(conn_status(conn), STORE_STOPPED);
    struct conn *reader = store_take(store);
    assert_int_equal(count(reader), 0);
    store_give(store, reader);
    store_close(store);
}

/* The log is copied back while writing goes on, and so stays short; a reader that holds it up is not
 * disturbed. */
static void test_checkpoints(void **state)
{
    struct place *place = *state;
    struct store *store = make(place);
    struct conn *conn = store_writer(store);
    struct conn *reader = store_take(store);
    struct stat st;
    char log[80];
    snprintf(log, sizeof log, "%s-wal", place->data);
    ((struct lite_store *)store)->log_pages = 20;
    assert_true(conn_snapshot(reader));
    for (int i = 0; i < 400; i++) {
        if (i == 30) {
            assert_int_equal(count(reader), 0);
            conn_snapshot_end(reader);
        }
        assert_true(conn_begin(conn) && put(conn, i, "a row") && conn_commit(conn));
        conn_tend(conn);
    }
    assert_int_equal(count(reader), 400);
    store_give(store, reader);
    assert_int_equal(stat(log, &st), 0);
    assert_true(st.st_size < 200 * 4096);
    store_close(store);
    assert_int_equal(stat(log, &st), -1);
}

int main(void)
{
#define CASE(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        CASE(test_refusals),     CASE(test_foreign),     CASE(test_read_only),       CASE(test_discard),
        CASE(test_private_file), CASE(test_values),      CASE(test_failures_stand),  CASE(test_savepoints),
        CASE(test_readers),      CASE(test_deadline),    CASE(test_statement_cache), CASE(test_full),
        CASE(test_stopped),      CASE(test_checkpoints),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
