#include "ledger/ledger.h"
#include "ledger/rows.h"

/* An event's rows, one for each value that is kept and at least one, stand together and are sorted by tag. */
#define ENTRIES                                                                                              \
    "SELECT e.seq, e.body, e.leaf, v.tag, v.salt, v.value"                                                   \
    " FROM reeve_event e LEFT JOIN reeve_value v ON v.seq = e.seq WHERE "

/* Puts the row's value beside the tag and commitment that the body gave, from place `at` on; both are sorted
 * by tag. Gives the place to go on from. */
static size_t fill_value(struct arena *arena, struct stmt *stmt, struct event *event, size_t at)
{
    struct text tag = stmt_text(stmt, 3);
    while (at < event->value_count && !text_eq(event->values[at].tag, tag))
        at++;
    if (at == event->value_count)
        return at;
    struct event_value *value = &event->values[at];
    value->salted = hash_from_bytes(stmt_blob(stmt, 4), &value->salt);
    value->value = arena_text(arena, stmt_blob(stmt, 5));
    value->disposed = false;
    return at + 1;
}

/* The event whose rows begin where `stmt` stands; `step` is what came after the last of them. */
static bool read_entry(struct conn *conn, struct arena *arena, struct stmt *stmt, struct ledger_entry *entry,
                       enum stepped *step)
{
    int64_t seq = stmt_int(stmt, 0);
    size_t at = 0;
    entry->body = arena_text(arena, stmt_blob(stmt, 1));
    if (!hash_from_bytes(stmt_blob(stmt, 2), &entry->leaf) ||
        !event_read(arena, entry->body, &entry->event)) {
        conn_fail(conn, STORE_BROKEN, "an event of the ledger cannot be read; run: reeve verify");
        return false;
    }
    do {
        if (!stmt_is_null(stmt, 3))
            at = fill_value(arena, stmt, &entry->event, at);
        *step = stmt_step(stmt);
    } while (*step == STEP_ROW && stmt_int(stmt, 0) == seq);
    return *step != STEP_FAILED;
}

static bool read_all(struct conn *conn, struct stmt *stmt, ledger_visit *visit, void *context)
{
    ARENA_SCOPED arena = arena_new(ROWS_CAP);
    enum stepped step = stmt_step(stmt);
    while (step == STEP_ROW) {
        struct ledger_entry entry;
        arena_reset(arena);
        if (!read_entry(conn, arena, stmt, &entry, &step))
            return false;
        if (!visit(context, &entry))
            return true;
    }
    return step == STEP_DONE;
}

bool ledger_each(struct conn *conn, int64_t from, ledger_visit *visit, void *context)
{
    STMT_SCOPED stmt = conn_prepare(conn, TEXT(ENTRIES "e.seq >= ?1 ORDER BY e.seq, v.tag"));
    stmt_bind_int(stmt, 1, from);
    return read_all(conn, stmt, visit, context);
}

bool ledger_record_each(struct conn *conn, struct text reg, int64_t record, int64_t from_version,
                        ledger_visit *visit, void *context)
{
    STMT_SCOPED stmt = conn_prepare(conn, TEXT(ENTRIES "e.register = ?1 AND e.record = ?2 AND "
                                                       "e.version >= ?3 ORDER BY e.version, v.tag"));
    stmt_bind_text(stmt, 1, reg);
    stmt_bind_int(stmt, 2, record);
    stmt_bind_int(stmt, 3, from_version);
    return read_all(conn, stmt, visit, context);
}

bool ledger_record_back(struct conn *conn, struct text reg, int64_t record, int64_t before,
                        ledger_visit *visit, void *context)
{
    STMT_SCOPED stmt = conn_prepare(conn, TEXT(ENTRIES "e.register = ?1 AND e.record = ?2 AND "
                                                       "e.version < ?3 ORDER BY e.version DESC, v.tag"));
    stmt_bind_text(stmt, 1, reg);
    stmt_bind_int(stmt, 2, record);
    stmt_bind_int(stmt, 3, before);
    return read_all(conn, stmt, visit, context);
}

bool ledger_record_tagged(struct conn *conn, struct text reg, int64_t record, struct text tag, int64_t above,
                          int64_t before, ledger_visit *visit, void *context)
{
    STMT_SCOPED stmt = conn_prepare(
        conn,
        TEXT(ENTRIES "e.register = ?1 AND e.record = ?2 AND e.version > ?3 AND e.version < ?5 AND EXISTS "
                     "(SELECT 1 FROM reeve_value t WHERE t.seq = e.seq AND t.tag = ?4) "
                     "ORDER BY e.version DESC, v.tag"));
    stmt_bind_text(stmt, 1, reg);
    stmt_bind_int(stmt, 2, record);
    stmt_bind_int(stmt, 3, above);
    stmt_bind_text(stmt, 4, tag);
    stmt_bind_int(stmt, 5, before);
    return read_all(conn, stmt, visit, context);
}

bool ledger_record_value(struct conn *conn, struct arena *arena, struct text reg, int64_t record,
                         int64_t before, struct text tag, struct text *value)
{
    STMT_SCOPED stmt =
        conn_prepare(conn, TEXT("SELECT v.value FROM reeve_event e CROSS JOIN reeve_value v ON v.seq = e.seq "
                                "AND v.tag = ?4 WHERE e.register = ?1 AND e.record = ?2 AND e.version < ?3 "
                                "ORDER BY e.version DESC LIMIT 1"));
    stmt_bind_text(stmt, 1, reg);
    stmt_bind_int(stmt, 2, record);
    stmt_bind_int(stmt, 3, before);
    stmt_bind_text(stmt, 4, tag);
    if (!stmt_row(stmt))
        return false;
    *value = arena_text(arena, stmt_blob(stmt, 0));
    return true;
}

/* Canonical bytes begin with the action, and a name needs no escapes (event.h). */
static struct text action_of(struct text body)
{
    static const struct text before = TEXT("{\"action\":\"");
    if (!text_starts(body, before))
        return (struct text){0};
    struct text rest = {body.s + before.n, body.n - before.n};
    return text_cut(&rest, '"');
}

bool ledger_newest(struct conn *conn, int64_t limit,
                   bool (*visit)(void *context, const struct ledger_line *line), void *context)
{
    STMT_SCOPED stmt = conn_prepare(
        conn, TEXT("SELECT seq, register, record, body FROM reeve_event ORDER BY seq DESC LIMIT ?1"));
    enum stepped step;
    stmt_bind_int(stmt, 1, limit);
    while ((step = stmt_step(stmt)) == STEP_ROW) {
        struct ledger_line line = {stmt_int(stmt, 0), stmt_text(stmt, 1), stmt_int(stmt, 2),
                                   action_of(stmt_blob(stmt, 3))};
        if (!visit(context, &line))
            return true;
    }
    return step == STEP_DONE;
}

bool ledger_entry(struct conn *conn, struct arena *arena, int64_t seq, struct ledger_entry *entry)
{
    STMT_SCOPED stmt = conn_prepare(conn, TEXT(ENTRIES "e.seq = ?1 ORDER BY v.tag"));
    enum stepped step;
    stmt_bind_int(stmt, 1, seq);
    return stmt_row(stmt) && read_entry(conn, arena, stmt, entry, &step);
}
