#include "ledger/ledger.h"

#include <sodium.h>
#include <string.h>

#include "ledger/merkle.h"
#include "ledger/rows.h"

/* reeve_event.leaf is RFC 6962's leaf hash of body, and level 0 of the tree; reeve_node has the levels above.
 * Its index finds a record's history in order, and refuses a version twice. */
static const char tables[] =
    "CREATE TABLE reeve_event("
    "  seq INTEGER PRIMARY KEY," /* 1, 2, 3, ... */
    "  register TEXT NOT NULL, record INTEGER NOT NULL, version INTEGER NOT NULL,"
    "  body BLOB NOT NULL," /* canonical bytes */
    "  leaf BLOB NOT NULL"
    ") STRICT;"
    "CREATE UNIQUE INDEX reeve_event_record ON reeve_event(register, record, version);"
    "CREATE TABLE reeve_value(" /* what the commitments in body commit to; deleted by disposal */
    "  seq INTEGER NOT NULL, tag TEXT NOT NULL, salt BLOB NOT NULL, value BLOB NOT NULL,"
    "  PRIMARY KEY(seq, tag)"
    ") STRICT, WITHOUT ROWID;"
    "CREATE TABLE reeve_node("
    "  level INTEGER NOT NULL, idx INTEGER NOT NULL, hash BLOB NOT NULL, PRIMARY KEY(level, idx)"
    ") STRICT, WITHOUT ROWID;"
    "CREATE TABLE reeve_setting(name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID;"
    "CREATE TABLE reeve_source("
    "  version TEXT NOT NULL, file TEXT NOT NULL, text BLOB NOT NULL, PRIMARY KEY(version, file)"
    ") STRICT, WITHOUT ROWID;";

static const char guards[] = "CREATE TRIGGER reeve_event_update BEFORE UPDATE ON reeve_event BEGIN"
                             "  SELECT RAISE(ABORT, 'the ledger is append-only'); END;"
                             "CREATE TRIGGER reeve_event_delete BEFORE DELETE ON reeve_event BEGIN"
                             "  SELECT RAISE(ABORT, 'the ledger is append-only'); END;"
                             "CREATE TRIGGER reeve_node_update BEFORE UPDATE ON reeve_node BEGIN"
                             "  SELECT RAISE(ABORT, 'the ledger is append-only'); END;"
                             "CREATE TRIGGER reeve_node_delete BEFORE DELETE ON reeve_node BEGIN"
                             "  SELECT RAISE(ABORT, 'the ledger is append-only'); END;"
                             "CREATE TRIGGER reeve_value_update BEFORE UPDATE ON reeve_value BEGIN"
                             "  SELECT RAISE(ABORT, 'the ledger is append-only'); END;"
                             "CREATE TRIGGER reeve_source_update BEFORE UPDATE ON reeve_source BEGIN"
                             "  SELECT RAISE(ABORT, 'the ledger is append-only'); END;";

bool ledger_create(struct conn *conn)
{
    return conn_exec(conn, tables) && conn_exec(conn, guards);
}

/* The tree. */

bool rows_node(void *context, unsigned level, uint64_t index, struct hash *hash)
{
    struct conn *conn = context;
    STMT_SCOPED stmt = NULL;
    if (level == 0) {
        stmt = conn_prepare(conn, TEXT("SELECT leaf FROM reeve_event WHERE seq = ?1 + 1"));
        stmt_bind_int(stmt, 1, (int64_t)index);
    } else {
        stmt = conn_prepare(conn, TEXT("SELECT hash FROM reeve_node WHERE level = ?1 AND idx = ?2"));
        stmt_bind_int(stmt, 1, level);
        stmt_bind_int(stmt, 2, (int64_t)index);
    }
    return stmt_row(stmt) && hash_from_bytes(stmt_blob(stmt, 0), hash);
}

int64_t ledger_size(struct conn *conn)
{
    STMT_SCOPED stmt = conn_prepare(conn, TEXT("SELECT coalesce(max(seq), 0) FROM reeve_event"));
    return stmt_row(stmt) ? stmt_int(stmt, 0) : -1;
}

bool ledger_root(struct conn *conn, int64_t size, struct hash *root)
{
    const struct merkle_nodes nodes = {rows_node, conn};
    return size >= 0 && merkle_root(&nodes, (uint64_t)size, root);
}

bool ledger_head(struct conn *conn, struct ledger_head *head)
{
    head->size = ledger_size(conn);
    return head->size >= 0 && ledger_root(conn, head->size, &head->root);
}

/* Appending. */

static bool put_node(void *context, unsigned level, uint64_t index, const struct hash *hash)
{
    struct conn *conn = context;
    STMT_SCOPED stmt =
        conn_prepare(conn, TEXT("INSERT INTO reeve_node(level, idx, hash) VALUES(?1, ?2, ?3)"));
    stmt_bind_int(stmt, 1, level);
    stmt_bind_int(stmt, 2, (int64_t)index);
    stmt_bind_blob(stmt, 3, hash_bytes(hash));
    return stmt_run(stmt);
}

static bool put_event(struct conn *conn, const struct event *event, struct text body, const struct hash *leaf)
{
    STMT_SCOPED stmt =
        conn_prepare(conn, TEXT("INSERT INTO reeve_event(seq, register, record, version, body, leaf) "
                                "VALUES(?1, ?2, ?3, ?4, ?5, ?6)"));
    stmt_bind_int(stmt, 1, event->seq);
    stmt_bind_text(stmt, 2, event->reg);
    stmt_bind_int(stmt, 3, event->record);
    stmt_bind_int(stmt, 4, event->version);
    stmt_bind_blob(stmt, 5, body);
    stmt_bind_blob(stmt, 6, hash_bytes(leaf));
    return stmt_run(stmt);
}

static bool put_values(struct conn *conn, const struct event *event)
{
    STMT_SCOPED stmt =
        conn_prepare(conn, TEXT("INSERT INTO reeve_value(seq, tag, salt, value) VALUES(?1, ?2, ?3, ?4)"));
    for (size_t i = 0; i < event->value_count; i++) {
        const struct event_value *value = &event->values[i];
        stmt_again(stmt);
        stmt_bind_int(stmt, 1, event->seq);
        stmt_bind_text(stmt, 2, value->tag);
        stmt_bind_blob(stmt, 3, hash_bytes(&value->salt));
        stmt_bind_blob(stmt, 4, value->value);
        if (stmt_step(stmt) != STEP_DONE)
            return false;
    }
    return true;
}

/* One draw for all: each is a system call. */
static void seal(struct arena *arena, struct event *event)
{
    struct hash *salts = ARENA_ARRAY(arena, struct hash, event->value_count);
    randombytes_buf(salts, event->value_count * sizeof *salts);
    for (size_t i = 0; i < event->value_count; i++) {
        struct event_value *value = &event->values[i];
        if (!value->salted)
            value->salt = salts[i];
        value->salted = true;
        value->commitment = event_commit(value->tag, value->value, &value->salt);
    }
}

int64_t ledger_version(struct conn *conn, struct text reg, int64_t record)
{
    STMT_SCOPED stmt =
        conn_prepare(conn, TEXT("SELECT max(version) FROM reeve_event WHERE register = ?1 AND record = ?2"));
    stmt_bind_text(stmt, 1, reg);
    stmt_bind_int(stmt, 2, record);
    return stmt_row(stmt) ? stmt_int(stmt, 0) : 0;
}

bool ledger_append(struct conn *conn, struct arena *arena, struct event *event)
{
    struct text body;
    const struct merkle_nodes nodes = {rows_node, conn};
    int64_t last = ledger_size(conn);
    if (last < 0)
        return false;
    event->seq = last + 1;
    if (!event->version)
        event->version = ledger_version(conn, event->reg, event->record) + 1;
    if (event->value_count)
        seal(arena, event);
    if (!event_canonical(arena, event, &body)) {
        conn_fail(conn, STORE_BROKEN,
                  "an event with two values of one name, a bad name, or text that is not UTF-8");
        return false;
    }
    struct hash leaf = merkle_leaf(body);
    if (!put_event(conn, event, body, &leaf) || !put_values(conn, event))
        return false;
    if (merkle_grow(&nodes, (uint64_t)last, &leaf, put_node, conn))
        return true;
    conn_fail(conn, STORE_BROKEN, "a node of the ledger's tree is missing");
    return false;
}

bool ledger_dispose(struct conn *conn, struct arena *arena, struct event *event)
{
    if (event->kind != EVENT_DISPOSE) {
        conn_fail(conn, STORE_BROKEN, "a disposal that is not one");
        return false;
    }
    if (!ledger_append(conn, arena, event))
        return false;
    STMT_SCOPED stmt = conn_prepare(
        conn, TEXT("DELETE FROM reeve_value WHERE seq IN "
                   "(SELECT seq FROM reeve_event WHERE register = ?1 AND record = ?2 AND seq < ?3)"));
    stmt_bind_text(stmt, 1, event->reg);
    stmt_bind_int(stmt, 2, event->record);
    stmt_bind_int(stmt, 3, event->seq);
    return stmt_run(stmt);
}

/* Settings and sources. */

struct text setting_get(struct conn *conn, struct arena *arena, const char *name)
{
    STMT_SCOPED stmt = conn_prepare(conn, TEXT("SELECT value FROM reeve_setting WHERE name = ?1"));
    stmt_bind_text(stmt, 1, text_of(name));
    return stmt_row(stmt) ? arena_text(arena, stmt_blob(stmt, 0)) : (struct text){0};
}

bool setting_put(struct conn *conn, const char *name, struct text value)
{
    STMT_SCOPED stmt = conn_prepare(conn, TEXT("INSERT INTO reeve_setting(name, value) VALUES(?1, ?2) "
                                               "ON CONFLICT(name) DO UPDATE SET value = excluded.value"));
    stmt_bind_text(stmt, 1, text_of(name));
    stmt_bind_blob(stmt, 2, value);
    return stmt_run(stmt);
}

bool source_put(struct conn *conn, struct text version, struct text file, struct text source)
{
    STMT_SCOPED stmt =
        conn_prepare(conn, TEXT("INSERT INTO reeve_source(version, file, text) VALUES(?1, ?2, ?3)"));
    stmt_bind_text(stmt, 1, version);
    stmt_bind_text(stmt, 2, file);
    stmt_bind_blob(stmt, 3, source);
    return stmt_run(stmt);
}

bool source_each(struct conn *conn, struct text version,
                 bool (*visit)(void *context, struct text file, struct text source), void *context)
{
    STMT_SCOPED stmt =
        conn_prepare(conn, TEXT("SELECT file, text FROM reeve_source WHERE version = ?1 ORDER BY file"));
    stmt_bind_text(stmt, 1, version);
    enum stepped step;
    while ((step = stmt_step(stmt)) == STEP_ROW) {
        if (!visit(context, stmt_text(stmt, 0), stmt_blob(stmt, 1)))
            return true;
    }
    return step == STEP_DONE;
}
