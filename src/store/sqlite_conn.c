#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "store/sqlite.h"

/* Past so many times log_pages, readers that hold a checkpoint up are waited for a moment, so that the log
 * cannot grow without end. */
enum { LOG_TIMES_MAX = 8, READERS_WAIT_MS = 100 };
/* How often a query with a deadline looks at the clock, in steps of SQLite's machine. */
enum { DEADLINE_STEPS = 2000 };

struct lite_conn *lite_conn(const struct conn *conn)
{
    return (struct lite_conn *)(uintptr_t)conn;
}

static struct lite_stmt *lite_stmt(struct stmt *stmt)
{
    return (struct lite_stmt *)stmt;
}

/* Every error of the disk stops the store: after a failed fsync the kernel may have dropped the pages, and a
 * second try that succeeds proves nothing. */
static enum store_status status_of(int code)
{
    switch (code & 0xff) {
    case SQLITE_OK:
    case SQLITE_ROW:
    case SQLITE_DONE:
        return STORE_OK;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return STORE_BUSY;
    case SQLITE_FULL:
        return STORE_FULL;
    case SQLITE_READONLY:
        return STORE_READ_ONLY;
    case SQLITE_CANTOPEN:
        return STORE_MISSING;
    case SQLITE_NOTADB:
        return STORE_FOREIGN;
    case SQLITE_CONSTRAINT:
        return STORE_CONFLICT;
    case SQLITE_INTERRUPT:
        return STORE_TIMEOUT;
    case SQLITE_IOERR:
    case SQLITE_CORRUPT:
        return STORE_STOPPED;
    default:
        return STORE_BROKEN;
    }
}

void lite_fail(struct lite_conn *conn, int code)
{
    backend_fail(&conn->base, status_of(code), sqlite3_errmsg(conn->db));
}

bool lite_exec(struct conn *conn, const char *sql)
{
    int code = sqlite3_exec(lite_conn(conn)->db, sql, NULL, NULL, NULL);
    if (code != SQLITE_OK)
        lite_fail(lite_conn(conn), code);
    return code == SQLITE_OK;
}

int64_t lite_changes(const struct conn *conn)
{
    return sqlite3_changes64(lite_conn(conn)->db);
}

bool lite_in_transaction(const struct conn *conn)
{
    return !sqlite3_get_autocommit(lite_conn(conn)->db);
}

static int64_t now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static int past_deadline(void *context)
{
    const struct lite_conn *conn = context;
    return now_ms() >= conn->deadline;
}

void lite_deadline(struct conn *conn, unsigned milliseconds)
{
    struct lite_conn *lite = lite_conn(conn);
    lite->deadline = milliseconds ? now_ms() + milliseconds : 0;
    sqlite3_progress_handler(lite->db, DEADLINE_STEPS, milliseconds ? past_deadline : NULL, lite);
}

/* What is written into a file that has lost its name is lost with the process, however durable it is. */
static bool is_in_place(struct lite_conn *conn)
{
    int moved = 0;
    sqlite3_file_control(conn->db, "main", SQLITE_FCNTL_HAS_MOVED, &moved);
    if (moved)
        backend_fail(
            &conn->base, STORE_STOPPED,
            "the data file was moved or removed while it was open. Stop, bring it back with its -wal, "
            "start again");
    return !moved;
}

bool lite_begin(struct conn *conn)
{
    if (conn->writes)
        return is_in_place(lite_conn(conn)) && lite_exec(conn, "BEGIN IMMEDIATE");
    /* A deferred transaction sees the moment of its first read, so one is made now. */
    return stmt_run(conn_prepare(conn, TEXT("BEGIN"))) &&
           stmt_run(conn_prepare(conn, TEXT("SELECT 1 FROM sqlite_schema LIMIT 1")));
}

void lite_tend(struct conn *conn)
{
    struct lite_conn *lite = lite_conn(conn);
    int limit = ((const struct lite_store *)conn->store)->log_pages;
    if (lite->wal_pages < limit)
        lite->checkpoint_at = limit;
    if (lite->wal_pages < lite->checkpoint_at)
        return;
    int mode =
        lite->wal_pages < limit * LOG_TIMES_MAX ? SQLITE_CHECKPOINT_PASSIVE : SQLITE_CHECKPOINT_RESTART;
    int in_log = 0;
    int copied = 0;
    sqlite3_busy_timeout(lite->db, READERS_WAIT_MS);
    int code = sqlite3_wal_checkpoint_v2(lite->db, NULL, mode, &in_log, &copied);
    sqlite3_busy_timeout(lite->db, LITE_BUSY_MS);
    if (status_of(code) == STORE_STOPPED)
        atomic_store(&conn->store->stopped, true);
    /* Whole, the next commit begins the log anew; held up by a reader, trying at each commit would cost two
     * syncs. */
    lite->checkpoint_at = lite->wal_pages + limit;
}

bool lite_check(struct conn *conn, struct arena *arena, struct text *fault)
{
    STMT_SCOPED stmt = conn_prepare(conn, TEXT("PRAGMA integrity_check(1)"));
    if (!stmt_row(stmt))
        return false;
    char *words = arena_string(arena, stmt_text(stmt, 0));
    for (char *c = words; *c; c++)
        if (*c == '\n')
            *c = ' ';
    *fault = text_of(words);
    return text_is(*fault, "ok");
}

struct stmt *lite_prepare(struct conn *conn, struct text sql)
{
    struct lite_conn *lite = lite_conn(conn);
    sqlite3_stmt *s = NULL;
    int code = sqlite3_prepare_v3(lite->db, sql.s, (int)sql.n, SQLITE_PREPARE_PERSISTENT, &s, NULL);
    if (code != SQLITE_OK) {
        lite_fail(lite, code);
        return NULL;
    }
    struct lite_stmt *stmt = calloc(1, sizeof *stmt);
    if (!stmt || !s) {
        backend_fail(conn, STORE_BROKEN, s ? "out of memory" : "an empty statement");
        sqlite3_finalize(s);
        free(stmt);
        return NULL;
    }
    stmt->s = s;
    return &stmt->base;
}

void lite_finalize(struct stmt *stmt)
{
    sqlite3_finalize(lite_stmt(stmt)->s);
    free(stmt);
}

static void bound(struct stmt *stmt, int code)
{
    if (code != SQLITE_OK)
        lite_fail(lite_conn(stmt->conn), code);
}

void lite_bind_int(struct stmt *stmt, int place, int64_t n)
{
    bound(stmt, sqlite3_bind_int64(lite_stmt(stmt)->s, place, n));
}

void lite_bind_bytes(struct stmt *stmt, int place, struct text bytes, bool blob)
{
    sqlite3_stmt *s = lite_stmt(stmt)->s;
    const char *from = bytes.s ? bytes.s : "";
    bound(stmt, blob ? sqlite3_bind_blob64(s, place, from, bytes.n, SQLITE_STATIC)
                     : sqlite3_bind_text64(s, place, from, bytes.n, SQLITE_STATIC, SQLITE_UTF8));
}

void lite_bind_null(struct stmt *stmt, int place)
{
    bound(stmt, sqlite3_bind_null(lite_stmt(stmt)->s, place));
}

enum stepped lite_step(struct stmt *stmt)
{
    int code = sqlite3_step(lite_stmt(stmt)->s);
    if (code == SQLITE_ROW)
        return STEP_ROW;
    if (code == SQLITE_DONE)
        return STEP_DONE;
    lite_fail(lite_conn(stmt->conn), code);
    return STEP_FAILED;
}

void lite_reset(struct stmt *stmt)
{
    sqlite3_reset(lite_stmt(stmt)->s);
    sqlite3_clear_bindings(lite_stmt(stmt)->s);
}

int64_t lite_column_int(struct stmt *stmt, int column)
{
    return sqlite3_column_int64(lite_stmt(stmt)->s, column);
}

struct text lite_column_bytes(struct stmt *stmt, int column, bool blob)
{
    sqlite3_stmt *s = lite_stmt(stmt)->s;
    const void *bytes = blob ? sqlite3_column_blob(s, column) : sqlite3_column_text(s, column);
    return (struct text){bytes, (size_t)sqlite3_column_bytes(s, column)};
}

bool lite_column_is_null(struct stmt *stmt, int column)
{
    return sqlite3_column_type(lite_stmt(stmt)->s, column) == SQLITE_NULL;
}
