#include "modules/policy/shelf.h"

#include <string.h>

#include "engine/write.h"
#include "modules/policy/match.h"

/* ---- the table ---- */

static bool create(struct conn *conn)
{
    return conn_exec(
        conn, "CREATE TABLE reeve_document(seq INTEGER PRIMARY KEY,key TEXT,reference TEXT,source TEXT,"
              "time INTEGER);CREATE INDEX reeve_document_by_key ON reeve_document(key,seq);");
}

static bool drop(struct conn *conn)
{
    return conn_exec(conn, "DROP TABLE IF EXISTS reeve_document;");
}

/* References as addresses write them: lower case, `-` for `/` and space. */
static struct text key_of(struct arena *arena, struct text reference)
{
    char *key = arena_string(arena, reference);
    for (size_t i = 0; i < reference.n; i++)
        key[i] = key[i] == '/' || key[i] == ' ' ? '-' : text_lower(key[i]);
    return (struct text){key, reference.n};
}

static bool apply(struct conn *conn, const struct event *event)
{
    const struct event_value *document = event_find(event, "document"),
                             *reference = event_find(event, "reference");
    if (event->kind != EVENT_IMPORT || event->reg.n || !document || document->disposed || !reference)
        return true;
    ARENA_SCOPED arena = arena_new(1 << 20);
    STMT_SCOPED stmt = conn_prepare(conn, TEXT("INSERT INTO reeve_document VALUES(?1,?2,?3,?4,?5)"));
    stmt_bind_int(stmt, 1, event->seq);
    stmt_bind_text(stmt, 2, key_of(arena, reference->value));
    stmt_bind_text(stmt, 3, reference->value);
    stmt_bind_text(stmt, 4, document->value);
    stmt_bind_int(stmt, 5, event->time);
    return stmt_run(stmt);
}

const struct hook policy_hook = {.name = "policy", .create = create, .drop = drop, .apply = apply};

/* ---- importing ---- */

struct import {
    struct text reference, source;
    int64_t actor;
    bool same;
};

static bool is_on_top(struct world *world, const struct import *import)
{
    STMT_SCOPED stmt = conn_prepare(
        world->conn, TEXT("SELECT source=?2 FROM reeve_document WHERE key=?1 ORDER BY seq DESC LIMIT 1"));
    stmt_bind_text(stmt, 1, key_of(world->arena, import->reference));
    stmt_bind_text(stmt, 2, import->source);
    return stmt_row(stmt) && stmt_int(stmt, 0);
}

static bool write_import(struct world *world, void *context)
{
    struct import *import = context;
    import->same = is_on_top(world, import);
    if (import->same)
        return true;
    struct event_value values[] = {{.tag = TEXT("document"), .value = import->source},
                                   {.tag = TEXT("reference"), .value = import->reference}};
    struct event event = {.kind = EVENT_IMPORT,
                          .actor = import->actor,
                          .time = world->now,
                          .rulebook = world->rulebook->version,
                          .values = values,
                          .value_count = 2};
    return ledger_append(world->conn, world->arena, &event) && apply(world->conn, &event);
}

bool policy_shelf_import(struct engine *engine, struct arena *arena, struct text source,
                         struct text reference, int64_t actor, bool *imported, struct text *why)
{
    struct policy_document *document;
    const char *fault = document_read(arena, source, &document);
    if (fault) {
        *why = text_of(fault);
        return false;
    }
    struct import import = {.reference = text_trim(reference.n ? reference : document->reference),
                            .source = source,
                            .actor = actor};
    if (!import.reference.n || import.reference.n > 60) {
        *why = TEXT("The document states no reference of its own: give one with --reference");
        return false;
    }
    if (!engine_write(engine, actor, write_import, &import)) {
        *why = TEXT("The data could not be written: nothing was imported");
        return false;
    }
    *imported = !import.same;
    return true;
}

/* ---- reading ---- */

/* The latest version of a document, its clauses named as in the versions before it. */
static struct policy_document *read_versions(struct world *world, struct text key)
{
    STMT_SCOPED stmt =
        conn_prepare(world->conn, TEXT("SELECT source FROM reeve_document WHERE key=?1 ORDER BY seq"));
    struct policy_document *document = NULL;
    struct map used = map_in(world->arena);
    stmt_bind_text(stmt, 1, key);
    while (stmt_row(stmt)) {
        struct policy_document *before = document;
        document_read(world->arena, arena_text(world->arena, stmt_text(stmt, 0)), &document);
        if (before)
            match_versions(world->arena, before, document, &used);
    }
    return document;
}

struct shelf_entry *policy_shelf_find(struct world *world, struct text reference)
{
    struct text key = key_of(world->arena, reference);
    STMT_SCOPED stmt =
        conn_prepare(world->conn, TEXT("SELECT max(seq),reference,time,count(*) FROM reeve_document "
                                       "WHERE key=?1 GROUP BY key"));
    stmt_bind_text(stmt, 1, key);
    if (!stmt_row(stmt))
        return NULL;
    struct shelf_entry *entry = ARENA_NEW(world->arena, struct shelf_entry);
    *entry = (struct shelf_entry){.reference = arena_text(world->arena, stmt_text(stmt, 1)),
                                  .time = stmt_int(stmt, 2),
                                  .versions = (size_t)stmt_int(stmt, 3),
                                  .document = read_versions(world, key)};
    return entry;
}

struct text *policy_shelf_references(struct world *world, size_t *count)
{
    STMT_SCOPED stmt = conn_prepare(
        world->conn, TEXT("SELECT max(seq),reference FROM reeve_document GROUP BY key ORDER BY key"));
    struct text *references = NULL;
    size_t capacity = 0;
    *count = 0;
    while (stmt_row(stmt))
        *ARENA_PUSH(world->arena, references, *count, capacity) =
            arena_text(world->arena, stmt_text(stmt, 1));
    return references;
}
