#include "ledger/ledger.h"
#include "ledger/rows.h"

enum { PROGRESS_EVERY = 10000 };

struct disposal {
    struct conn *conn;
    struct arena *arena;
};

/* Whether a later event of the record is a disposal. */
static bool was_disposed(void *context, const struct verify_entry *entry)
{
    const struct disposal *disposal = context;
    STMT_SCOPED stmt = conn_prepare(disposal->conn, TEXT("SELECT body FROM reeve_event WHERE register = ?1 "
                                                         "AND record = ?2 AND version > ?3"));
    stmt_bind_text(stmt, 1, entry->reg);
    stmt_bind_int(stmt, 2, entry->record);
    stmt_bind_int(stmt, 3, entry->version);
    while (stmt_row(stmt)) {
        struct event event;
        if (event_parse(disposal->arena, stmt_blob(stmt, 0), &event) && event.kind == EVENT_DISPOSE &&
            event.seq > entry->seq)
            return true;
    }
    return false;
}

struct task {
    struct conn *conn;
    struct verify *verify;
    int64_t of;
    void (*progress)(void *context, int64_t done, int64_t of);
    void *context;
};

/* The kept values of one event, sorted by tag, in the arena. */
static bool rows_values(struct conn *conn, struct arena *arena, int64_t seq, struct verify_value **values,
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

static bool verify_row(const struct task *task, struct arena *scratch, struct stmt *stmt)
{
    struct verify_value *values;
    struct disposal disposal = {task->conn, scratch};
    struct verify_entry entry = {
        .seq = stmt_int(stmt, 0),
        .reg = stmt_text(stmt, 1),
        .record = stmt_int(stmt, 2),
        .version = stmt_int(stmt, 3),
        .body = stmt_blob(stmt, 4),
        .leaf = stmt_blob(stmt, 5),
        .disposed = was_disposed,
        .context = &disposal,
    };
    if (!rows_values(task->conn, scratch, entry.seq, &values, &entry.value_count))
        return false;
    entry.values = values;
    return verify_entry(task->verify, scratch, &entry);
}

/* Stops at the first misfit: the tree over what follows would say nothing. */
static void verify_events(const struct task *task)
{
    ARENA_SCOPED scratch = arena_new(ROWS_CAP);
    STMT_SCOPED stmt = conn_prepare(task->conn, TEXT("SELECT seq, register, record, version, body, leaf "
                                                     "FROM reeve_event ORDER BY seq"));
    while (stmt_row(stmt)) {
        arena_reset(scratch);
        if (!verify_row(task, scratch, stmt))
            return;
        if (task->progress && task->verify->events % PROGRESS_EVERY == 0)
            task->progress(task->context, task->verify->events, task->of);
    }
}

/* The index that finds a record's history gives the places, and must hold every event. */
static void verify_places(const struct task *task)
{
    STMT_SCOPED stmt = conn_prepare(task->conn, TEXT("SELECT register, record, version, seq FROM reeve_event "
                                                     "INDEXED BY reeve_event_record "
                                                     "ORDER BY register, record, version"));
    while (stmt_row(stmt))
        verify_place(task->verify, stmt_text(stmt, 0), stmt_int(stmt, 1), stmt_int(stmt, 2),
                     stmt_int(stmt, 3));
    if (!task->verify->why.n && task->verify->places != task->verify->events)
        verify_misfit(task->verify, 0, "the index of the events does not hold each of them once");
}

static int64_t count_of(struct conn *conn, struct text sql, int64_t bound)
{
    STMT_SCOPED stmt = conn_prepare(conn, sql);
    stmt_bind_int(stmt, 1, bound);
    return stmt_row(stmt) ? stmt_int(stmt, 0) : 0;
}

/* What stands in the tables beyond what the events account for. */
static void verify_rest(const struct task *task)
{
    int64_t size = task->verify->events;
    int64_t nodes = 0;
    for (int64_t n = size / 2; n; n /= 2)
        nodes += n;
    if (count_of(task->conn, TEXT("SELECT count(*) FROM reeve_value WHERE seq < 1 OR seq > ?1"), size))
        verify_misfit(task->verify, 0, "values are kept that belong to no event");
    if (count_of(task->conn, TEXT("SELECT count(*) - ?1 FROM reeve_node"), nodes))
        verify_misfit(task->verify, 0, "the tree kept has nodes that belong to no events");
}

static void verify_known(const struct task *task, const struct ledger_head *known)
{
    struct hash root;
    if (known->size > task->verify->events)
        verify_misfit(task->verify, task->verify->events + 1,
                      "the log ends before the %lld events it is known to have had", (long long)known->size);
    else if (!ledger_root(task->conn, known->size, &root) || !hash_eq(&root, &known->root))
        verify_misfit(task->verify, 0, "the first %lld events are not those the known checkpoint saw",
                      (long long)known->size);
}

static void verify_all(const struct task *task, const struct ledger_head *known)
{
    verify_events(task);
    verify_places(task);
    if (!task->verify->why.n)
        verify_rest(task);
    if (!task->verify->why.n && known)
        verify_known(task, known);
}

bool ledger_verify(struct conn *conn, struct arena *arena, const struct ledger_head *known,
                   void (*progress)(void *context, int64_t done, int64_t of), void *context,
                   struct ledger_report *report)
{
    struct verify *verify = ARENA_NEW(arena, struct verify);
    struct task task = {.conn = conn, .verify = verify, .progress = progress, .context = context};
    bool own = !conn_in_transaction(conn);
    *report = (struct ledger_report){.why = TEXT("the file cannot be read")};
    verify->arena = arena;
    verify->kept = (struct merkle_nodes){rows_node, conn};
    if (own && !conn_snapshot(conn))
        return false;
    task.of = count_of(conn, TEXT("SELECT coalesce(max(seq), ?1) FROM reeve_event"), 0);
    verify_all(&task, known);
    if (own)
        conn_snapshot_end(conn);
    bool read = conn_status(conn) == STORE_OK;
    if (!read)
        verify->why =
            arena_format(arena, "the file cannot be read: %s; restore it from a backup", conn_error(conn));
    *report = (struct ledger_report){
        .fits = verify->why.n == 0,
        .events = verify->events,
        .disposed = verify->disposed,
        .head = {(int64_t)verify->edge.size, merkle_edge_root(&verify->edge)},
        .bad_seq = verify->bad_seq,
        .why = verify->why,
    };
    return read;
}
