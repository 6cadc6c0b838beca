#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/backend.h"

/* The failure that stands. */

void backend_fail(struct conn *conn, enum store_status status, const char *why)
{
    if (status == STORE_STOPPED && conn->writes)
        atomic_store(&conn->store->stopped, true);
    if (conn->status != STORE_OK)
        return;
    conn->status = status;
    snprintf(conn->error, sizeof conn->error, "%s", why);
}

void conn_fail(struct conn *conn, enum store_status status, const char *why)
{
    backend_fail(conn, status, why);
}

enum store_status conn_status(const struct conn *conn)
{
    return conn->status;
}

const char *conn_error(const struct conn *conn)
{
    return conn->error;
}

void conn_clear(struct conn *conn)
{
    conn->status = STORE_OK;
    conn->error[0] = 0;
}

/* Refuses on the writer once the store has stopped; and once the engine has dropped the transaction by
 * itself, as on a full disk: what follows would be committed alone. */
static bool may_go_on(struct conn *conn)
{
    if (!conn->writes)
        return true;
    if (store_stopped(conn->store)) {
        backend_fail(conn, STORE_STOPPED, "an earlier error of the disk stopped all writing");
        return false;
    }
    if (conn->begun && !conn_in_transaction(conn)) {
        backend_fail(conn, STORE_BROKEN, "the transaction was undone by an earlier failure");
        return false;
    }
    return true;
}

/* Transactions. */

bool conn_exec(struct conn *conn, const char *sql)
{
    return may_go_on(conn) && conn->store->backend->exec(conn, sql);
}

int64_t conn_changes(const struct conn *conn)
{
    return conn->store->backend->changes(conn);
}

bool conn_in_transaction(const struct conn *conn)
{
    return conn->store->backend->in_transaction(conn);
}

bool conn_begin(struct conn *conn)
{
    conn->depth = 0;
    conn->begun = may_go_on(conn) && conn->store->backend->begin(conn);
    return conn->begun;
}

/* Ends every statement still in use: an open one would keep the transaction open. */
static void reset_all(struct conn *conn)
{
    for (unsigned i = 0; i < CONN_BUCKETS; i++) {
        for (struct stmt *stmt = conn->buckets[i]; stmt; stmt = stmt->next) {
            if (stmt->busy)
                conn->store->backend->reset(stmt);
        }
    }
}

bool conn_commit(struct conn *conn)
{
    if (conn->status != STORE_OK || !may_go_on(conn))
        return false;
    if (!conn->store->backend->exec(conn, "COMMIT"))
        return false;
    conn->depth = 0;
    conn->begun = false;
    return true;
}

/* The rollback must work whatever stands on the connection, and must not hide it. */
static bool roll_back(struct conn *conn, const char *sql)
{
    enum store_status status = conn->status;
    conn->status = STORE_OK;
    bool done = conn->store->backend->exec(conn, sql);
    if (status != STORE_OK)
        conn->status = status;
    return done;
}

void conn_rollback(struct conn *conn)
{
    conn->depth = 0;
    conn->begun = false;
    reset_all(conn);
    if (conn_in_transaction(conn))
        roll_back(conn, "ROLLBACK");
}

bool conn_savepoint(struct conn *conn)
{
    char sql[40];
    if (conn->status != STORE_OK || !may_go_on(conn))
        return false;
    snprintf(sql, sizeof sql, "SAVEPOINT s%u", conn->depth);
    if (!conn->store->backend->exec(conn, sql))
        return false;
    conn->depth++;
    return true;
}

bool conn_release(struct conn *conn)
{
    char sql[40];
    if (conn->status != STORE_OK || conn->depth == 0)
        return false;
    snprintf(sql, sizeof sql, "RELEASE s%u", conn->depth - 1);
    if (!conn->store->backend->exec(conn, sql))
        return false;
    conn->depth--;
    return true;
}

bool conn_rollback_to(struct conn *conn)
{
    char sql[80];
    if (conn->depth == 0 || !conn_in_transaction(conn))
        return false;
    conn->depth--;
    snprintf(sql, sizeof sql, "ROLLBACK TO s%u; RELEASE s%u", conn->depth, conn->depth);
    return roll_back(conn, sql);
}

bool conn_snapshot(struct conn *conn)
{
    return conn->store->backend->begin(conn);
}

void conn_snapshot_end(struct conn *conn)
{
    reset_all(conn);
    if (conn_in_transaction(conn))
        stmt_run(conn_prepare(conn, TEXT("ROLLBACK")));
}

void conn_deadline(struct conn *conn, unsigned milliseconds)
{
    conn->store->backend->deadline(conn, milliseconds);
}

bool conn_check(struct conn *conn, struct arena *arena, struct text *fault)
{
    bool sound = conn->store->backend->check(conn, arena, fault);
    if (conn->status != STORE_OK)
        *fault = arena_text(arena, text_of(conn->error));
    sound &= conn->status == STORE_OK;
    conn_clear(conn);
    return sound;
}

void conn_tend(struct conn *conn)
{
    if (!store_stopped(conn->store))
        conn->store->backend->tend(conn);
}

/* Statements. */

static void drop(struct conn *conn, struct stmt **link)
{
    struct stmt *stmt = *link;
    char *sql = (char *)(uintptr_t)stmt->sql.s;
    *link = stmt->next;
    conn->statements--;
    conn->store->backend->finalize(stmt);
    free(sql);
}

/* Drops the idle statement that was used longest ago. */
static void make_room(struct conn *conn)
{
    struct stmt **oldest = NULL;
    for (unsigned i = 0; i < CONN_BUCKETS; i++) {
        for (struct stmt **link = &conn->buckets[i]; *link; link = &(*link)->next) {
            if (!(*link)->busy && (!oldest || (*link)->used < (*oldest)->used))
                oldest = link;
        }
    }
    if (oldest)
        drop(conn, oldest);
}

static struct stmt *prepare_new(struct conn *conn, struct text sql, uint64_t hash)
{
    char *copy = malloc(sql.n + 1);
    if (!copy) {
        backend_fail(conn, STORE_BROKEN, "out of memory");
        return NULL;
    }
    memcpy(copy, sql.s, sql.n);
    copy[sql.n] = 0;
    if (conn->statements >= CONN_STATEMENTS)
        make_room(conn);
    struct stmt *stmt = conn->store->backend->prepare(conn, (struct text){copy, sql.n});
    if (!stmt) {
        free(copy);
        return NULL;
    }
    stmt->conn = conn;
    stmt->sql = (struct text){copy, sql.n};
    stmt->hash = hash;
    stmt->next = conn->buckets[hash % CONN_BUCKETS];
    conn->buckets[hash % CONN_BUCKETS] = stmt;
    conn->statements++;
    return stmt;
}

/* Statements are long and differ near their ends; what is found is compared whole. */
static uint64_t hash_of(struct text sql)
{
    enum { TAIL = 64 };
    size_t skip = sql.n > TAIL ? sql.n - TAIL : 0;
    return text_hash((struct text){sql.s + skip, sql.n - skip}) ^ sql.n;
}

struct stmt *conn_prepare(struct conn *conn, struct text sql)
{
    uint64_t hash = hash_of(sql);
    struct stmt *stmt = conn->buckets[hash % CONN_BUCKETS];
    while (stmt && (stmt->busy || stmt->hash != hash || !text_eq(stmt->sql, sql)))
        stmt = stmt->next;
    if (!stmt)
        stmt = prepare_new(conn, sql, hash);
    if (!stmt)
        return NULL;
    stmt->busy = true;
    stmt->used = ++conn->clock;
    return stmt;
}

void stmt_cleanup(struct stmt **stmt)
{
    stmt_reset(*stmt);
}

static const struct store_backend *backend_of(const struct stmt *stmt)
{
    return stmt->conn->store->backend;
}

void stmt_bind_int(struct stmt *stmt, int place, int64_t n)
{
    if (stmt)
        backend_of(stmt)->bind_int(stmt, place, n);
}

void stmt_bind_text(struct stmt *stmt, int place, struct text text)
{
    if (stmt)
        backend_of(stmt)->bind_bytes(stmt, place, text, false);
}

void stmt_bind_blob(struct stmt *stmt, int place, struct text blob)
{
    if (stmt)
        backend_of(stmt)->bind_bytes(stmt, place, blob, true);
}

void stmt_bind_null(struct stmt *stmt, int place)
{
    if (stmt)
        backend_of(stmt)->bind_null(stmt, place);
}

enum stepped stmt_step(struct stmt *stmt)
{
    if (!stmt || !may_go_on(stmt->conn))
        return STEP_FAILED;
    return backend_of(stmt)->step(stmt);
}

bool stmt_row(struct stmt *stmt)
{
    return stmt_step(stmt) == STEP_ROW;
}

bool stmt_run(struct stmt *stmt)
{
    enum stepped step = stmt_step(stmt);
    while (step == STEP_ROW)
        step = stmt_step(stmt);
    stmt_reset(stmt);
    return step == STEP_DONE;
}

void stmt_again(struct stmt *stmt)
{
    if (stmt)
        backend_of(stmt)->reset(stmt);
}

void stmt_reset(struct stmt *stmt)
{
    if (!stmt)
        return;
    backend_of(stmt)->reset(stmt);
    stmt->busy = false;
}

int64_t stmt_int(struct stmt *stmt, int column)
{
    return stmt ? backend_of(stmt)->column_int(stmt, column) : 0;
}

struct text stmt_text(struct stmt *stmt, int column)
{
    return stmt ? backend_of(stmt)->column_bytes(stmt, column, false) : (struct text){0};
}

struct text stmt_blob(struct stmt *stmt, int column)
{
    return stmt ? backend_of(stmt)->column_bytes(stmt, column, true) : (struct text){0};
}

bool stmt_is_null(struct stmt *stmt, int column)
{
    return !stmt || backend_of(stmt)->column_is_null(stmt, column);
}

void conn_close(struct conn *conn)
{
    if (!conn)
        return;
    for (unsigned i = 0; i < CONN_BUCKETS; i++) {
        while (conn->buckets[i])
            drop(conn, &conn->buckets[i]);
    }
    conn->store->backend->disconnect(conn);
}
