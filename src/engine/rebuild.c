#include "engine/rebuild.h"

#include "engine/hooks.h"
#include "engine/projection.h"

enum { EVENT_BYTES = 64 << 20 };

/* The version in whose layout an event of this register is taken in: the record's own, and for what is built
 * in the one that was in force then. */
static const struct version *laid_out(struct conn *conn, struct arena *arena, const struct versions *versions,
                                      const struct event *event)
{
    const struct version *judged = versions_find(versions, event->rulebook);
    const struct reg *reg = judged ? rulebook_register(judged->rulebook, event->reg) : NULL;
    if (event->version == 1 || (reg && reg->builtin))
        return judged;
    STMT_SCOPED stmt =
        conn_prepare(conn, arena_format(arena, "SELECT \"_rulebook\" FROM \"%.*s\" WHERE \"_id\"=?1",
                                        TEXT_ARGS(event->reg)));
    stmt_bind_int(stmt, 1, event->record);
    return stmt_row(stmt) ? versions_find(versions, stmt_text(stmt, 0)) : NULL;
}

static struct record *load(struct conn *conn, struct arena *arena, const struct version *version,
                           const struct event *event)
{
    const struct reg *reg = version ? rulebook_register(version->rulebook, event->reg) : NULL;
    if (!reg)
        return NULL;
    struct record *record = event->version == 1 ? projection_blank(arena, reg)
                                                : projection_load(version->projection, conn, arena, reg,
                                                                  event->record, (struct text){0});
    for (size_t i = 0; record && i < reg->field_count; i++)
        if (!record->many_read[i] && reg->fields[i]->type.many)
            projection_many(version->projection, conn, arena, reg->fields[i], &record, 1);
    return record;
}

bool rebuild_event(struct conn *conn, const struct versions *versions, const struct event *event, bool *fits)
{
    ARENA_SCOPED arena = arena_new(EVENT_BYTES);
    *fits = true;
    if (!event->reg.n || !versions_have(versions, event->reg))
        return true;
    const struct version *version = laid_out(conn, arena, versions, event);
    struct record *record = load(conn, arena, version, event);
    *fits = record != NULL;
    return record && projection_apply(version->projection, conn, arena, record, event);
}

struct rebuild {
    struct job job;
    struct conn *conn;
    const struct versions *versions;
    bool fits;
};

static bool take_event(void *context, struct ledger_entry *entry)
{
    struct rebuild *rebuild = context;
    return rebuild_event(rebuild->conn, rebuild->versions, &entry->event, &rebuild->fits) &&
           hooks_apply(rebuild->conn, &entry->event);
}

bool rebuild_tables(struct conn *conn, const struct versions *versions)
{
    bool fine = true;
    for (size_t i = 0; fine && i < versions->count; i++)
        fine = projection_create(conn, versions->items[i].rulebook);
    return fine && projection_clocks(conn, versions);
}

static bool drop_tables(struct conn *conn, const struct versions *versions)
{
    bool fine = true;
    for (size_t i = 0; fine && i < versions->count; i++)
        fine = projection_drop(conn, versions->items[i].rulebook);
    return fine;
}

static enum job_wish rebuild_run(struct job *job, struct conn *conn)
{
    struct rebuild *rebuild = (struct rebuild *)job;
    rebuild->conn = conn;
    rebuild->fits = true;
    bool done = drop_tables(conn, rebuild->versions) && rebuild_tables(conn, rebuild->versions) &&
                hooks_drop(conn) && hooks_create(conn) && ledger_each(conn, 1, take_event, rebuild);
    return done && rebuild->fits ? JOB_KEEP : JOB_UNDO;
}

bool engine_rebuild(struct engine *engine, struct arena *arena, struct text *why)
{
    struct rebuild rebuild = {.job = {.run = rebuild_run}, .versions = engine_versions(engine)};
    enum job_end end = writer_run(engine_writer(engine), &rebuild.job);
    if (end == JOB_DURABLE)
        return true;
    *why = arena_text(arena,
                      rebuild.fits
                          ? TEXT("The events could not be read or the tables not written, which are as they "
                                 "were: run `reeve verify`, and look whether the disk is full")
                          : TEXT("An event does not follow from those before it: run `reeve verify`"));
    return false;
}
