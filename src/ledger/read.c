#include <string.h>

#include "ledger/ledger.h"
#include "ledger/rows.h"

bool rows_values(struct conn *conn, struct arena *arena, int64_t seq, struct verify_value **values,
                 size_t *count)
{
    size_t capacity = 0;
    enum stepped step;
    STMT_SCOPED stmt =
        conn_prepare(conn, TEXT("SELECT tag, salt, value FROM reeve_value WHERE seq = ?1 ORDER BY tag"));
    stmt_bind_int(stmt, 1, seq);
    *values = NULL;
    *count = 0;
    while ((step = stmt_step(stmt)) == STEP_ROW) {
        *ARENA_PUSH(arena, *values, *count, capacity) = (struct verify_value){
            arena_text(arena, stmt_text(stmt, 0)), arena_text(arena, stmt_blob(stmt, 1)),
            arena_text(arena, stmt_blob(stmt, 2))};
    }
    return step == STEP_DONE;
}

/* Puts what is kept beside the tags and commitments that the body gave; both are sorted by tag. */
static bool fill_values(struct conn *conn, struct arena *arena, struct event *event)
{
    struct verify_value *kept;
    size_t count;
    size_t k = 0;
    if (!rows_values(conn, arena, event->seq, &kept, &count))
        return false;
    for (size_t i = 0; i < event->value_count && k < count; i++) {
        struct event_value *value = &event->values[i];
        if (!text_eq(value->tag, kept[k].tag))
            continue;
        value->value = kept[k].value;
        value->salted = hash_from_bytes(kept[k].salt, &value->salt);
        value->disposed = false;
        k++;
    }
    return true;
}

/* From a row of body, leaf. */
static bool read_entry(struct conn *conn, struct arena *arena, struct stmt *stmt, struct ledger_entry *entry)
{
    entry->body = arena_text(arena, stmt_blob(stmt, 0));
    if (!hash_from_bytes(stmt_blob(stmt, 1), &entry->leaf) ||
        !event_read(arena, entry->body, &entry->event)) {
        conn_fail(conn, STORE_BROKEN, "an event of the ledger cannot be read; run: reeve verify");
        return false;
    }
    return fill_values(conn, arena, &entry->event);
}

static bool read_all(struct conn *conn, struct stmt *stmt, ledger_visit *visit, void *context)
{
    ARENA_SCOPED arena = arena_new(ROWS_CAP);
    enum stepped step;
    while ((step = stmt_step(stmt)) == STEP_ROW) {
        struct ledger_entry entry;
        arena_reset(arena);
        if (!read_entry(conn, arena, stmt, &entry))
            return false;
        if (!visit(context, &entry))
            return true;
    }
    return step == STEP_DONE;
}

bool ledger_each(struct conn *conn, int64_t from, ledger_visit *visit, void *context)
{
    STMT_SCOPED stmt =
        conn_prepare(conn, TEXT("SELECT body, leaf FROM reeve_event WHERE seq >= ?1 ORDER BY seq"));
    stmt_bind_int(stmt, 1, from);
    return read_all(conn, stmt, visit, context);
}

bool ledger_record_each(struct conn *conn, struct text reg, int64_t record, int64_t from_version,
                        ledger_visit *visit, void *context)
{
    STMT_SCOPED stmt = conn_prepare(conn, TEXT("SELECT body, leaf FROM reeve_event WHERE register = ?1 "
                                               "AND record = ?2 AND version >= ?3 ORDER BY version"));
    stmt_bind_text(stmt, 1, reg);
    stmt_bind_int(stmt, 2, record);
    stmt_bind_int(stmt, 3, from_version);
    return read_all(conn, stmt, visit, context);
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
    STMT_SCOPED stmt = conn_prepare(conn, TEXT("SELECT body, leaf FROM reeve_event WHERE seq = ?1"));
    stmt_bind_int(stmt, 1, seq);
    return stmt_row(stmt) && read_entry(conn, arena, stmt, entry);
}
