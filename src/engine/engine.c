#include "engine/engine.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "engine/change.h"
#include "engine/commands.h"
#include "engine/file.h"
#include "engine/first_person.h"
#include "engine/hooks.h"
#include "engine/projection.h"
#include "engine/proofs.h"
#include "engine/refusals.h"
#include "engine/version_force.h"
#include "engine/write.h"

enum { RULEBOOK_BYTES = 256 << 20, SWEEP_BYTES = 256 << 20 };

struct kept { /* what came later */
    struct arena *arena;
    struct kept *next;
};

struct engine {
    struct arena *arena; /* the rulebooks and what was made of them */
    struct kept *kept;
    struct store *store;
    struct writer *writer;
    struct refusals *refusals;
    struct proofs *proofs;
    _Atomic(const struct versions *) versions;
    struct text force;
    bool test_clock;
    int64_t uploads;
    _Atomic bool sweeps;
    struct never_watch nevers;
    _Atomic int64_t clock; /* of the test clock */
    _Atomic int64_t swept; /* the moment of the last sweep */
};

/* Tables beside the ledger and the projection: counters, retries, messages. */
static const char tables[] =
    "CREATE TABLE reeve_counter(register TEXT,year INTEGER,n INTEGER,PRIMARY KEY(register,year)) WITHOUT "
    "ROWID;"
    "CREATE TABLE reeve_once(key TEXT,person INTEGER,hash TEXT,time INTEGER,register TEXT,record "
    "INTEGER,number TEXT,"
    "created INTEGER,id INTEGER,waiting INTEGER,carried INTEGER,PRIMARY KEY(key,person)) WITHOUT ROWID;"
    "CREATE INDEX reeve_once_by_time ON reeve_once(time);"
    "CREATE TABLE reeve_outbox(id INTEGER PRIMARY KEY,person INTEGER,register TEXT,record INTEGER,message "
    "TEXT,"
    "time INTEGER,sent INTEGER);"
    "CREATE INDEX reeve_outbox_by_person ON reeve_outbox(person,id);";

const struct versions *engine_versions(const struct engine *engine)
{
    return atomic_load(&((struct engine *)(uintptr_t)engine)->versions);
}

void engine_take_versions(struct engine *engine, const struct versions *versions, struct arena *arena)
{
    bool sweeps = false;
    for (size_t i = 0; i < versions->count; i++)
        sweeps |= system_any(versions->items[i].rulebook);
    if (arena) {
        struct kept *kept = ARENA_NEW(arena, struct kept);
        *kept = (struct kept){arena, engine->kept};
        engine->kept = kept;
    }
    atomic_store(&engine->sweeps, sweeps);
    atomic_store(&engine->versions, versions);
}

const struct rulebook *engine_rulebook(const struct engine *engine)
{
    return engine_versions(engine)->in_force->rulebook;
}

const struct clocks *engine_clocks(const struct engine *engine)
{
    return engine_versions(engine)->in_force->clocks;
}

bool engine_sweeps(const struct engine *engine)
{
    return atomic_load(&((struct engine *)(uintptr_t)engine)->sweeps);
}

struct text engine_force(const struct engine *engine)
{
    return engine->force;
}

struct store *engine_store(const struct engine *engine)
{
    return engine->store;
}

struct writer *engine_writer(const struct engine *engine)
{
    return engine->writer;
}

struct proofs *engine_proofs(const struct engine *engine)
{
    return engine->proofs;
}

struct refusals *engine_refusals(const struct engine *engine)
{
    return engine->refusals;
}

int64_t engine_uploads(const struct engine *engine)
{
    return engine->uploads;
}

void engine_set_uploads(struct engine *engine, int64_t bytes)
{
    engine->uploads = bytes;
}

bool engine_has_test_clock(const struct engine *engine)
{
    return engine->test_clock;
}

bool engine_passes_never(const struct engine *engine, const struct record *record, const struct never *never)
{
    return engine->nevers.passes && engine->nevers.passes(engine->nevers.context, record, never);
}

/* Time never goes back, whatever the machine's clock does: `clock` remembers the latest moment given out. */
int64_t engine_now(const struct engine *engine)
{
    struct engine *own = (struct engine *)(uintptr_t)engine;
    int64_t latest = atomic_load(&own->clock), now = engine->test_clock ? latest : time_now();
    while (now > latest && !atomic_compare_exchange_weak(&own->clock, &latest, now))
        continue;
    return now > latest ? now : latest;
}

bool engine_set_clock(struct engine *engine, int64_t now)
{
    int64_t latest = atomic_load(&engine->clock);
    while (now >= latest)
        if (atomic_compare_exchange_weak(&engine->clock, &latest, now))
            return true;
    return false;
}

/* ---- opening ---- */

static bool last_time(void *context, struct ledger_entry *entry)
{
    *(int64_t *)context = entry->event.time;
    return true;
}

/* The last event may be a system action stamped with a moment that is past. */
static int64_t last_touch(struct conn *conn, struct arena *arena, const struct rulebook *rulebook,
                          int64_t last)
{
    for (size_t i = 0; i < rulebook->register_count; i++) {
        STMT_SCOPED stmt = conn_prepare(conn, arena_format(arena, "SELECT max(\"_updated\") FROM \"%.*s\"",
                                                           TEXT_ARGS(rulebook->registers[i]->name)));
        if (stmt_row(stmt) && !stmt_is_null(stmt, 0) && stmt_int(stmt, 0) > last)
            last = stmt_int(stmt, 0);
    }
    return last;
}

/* The clock begins no earlier than anything that happened. False: the data could not be read. */
static bool start_clock(struct engine *engine, struct conn *conn, const struct version *versions,
                        size_t count, struct engine_options options)
{
    struct ledger_head head;
    int64_t last = INT64_MIN;
    if (!ledger_head(conn, &head) || (head.size && !ledger_each(conn, head.size, last_time, &last)))
        return false;
    for (size_t i = 0; i < count; i++)
        last = last_touch(conn, engine->arena, versions[i].rulebook, last);
    engine->test_clock = options.test_clock;
    atomic_store(&engine->clock, options.test_clock && options.now > last ? options.now : last);
    atomic_store(&engine->swept, INT64_MIN);
    return conn_status(conn) == STORE_OK;
}

static struct text cannot_write(struct engine *engine, const struct conn *conn)
{
    return arena_format(engine->arena, "The data could not be written: %s", conn_error(conn));
}

/* A version whose day came while nobody had the data open. */
static bool catch_up_force(struct engine *engine, struct conn *conn)
{
    const struct versions *versions = engine_versions(engine);
    struct text was = setting_get(conn, engine->arena, "rulebook");
    const struct version *before = versions_find(versions, was);
    if (before == versions->in_force)
        return true;
    return conn_begin(conn) && version_take_force(conn, versions, before ? before->rulebook : NULL) &&
           conn_commit(conn);
}

static bool load_kept(struct engine *engine, struct conn *conn, struct engine_options options,
                      struct text *why)
{
    struct version *items;
    size_t count;
    engine->force = setting_get(conn, engine->arena, "force");
    if (setting_get(conn, engine->arena, "unfinished").n) {
        *why =
            TEXT("Making this data was interrupted. Remove it and what is named like it, and run reeve init "
                 "again");
        return false;
    }
    if (!versions_read(conn, engine->arena, &items, &count, why))
        return false;
    if (!start_clock(engine, conn, items, count, options)) {
        *why = arena_format(engine->arena, "The data could not be read: %s", conn_error(conn));
        return false;
    }
    const struct versions *versions = versions_make(engine->arena, items, count, engine_now(engine));
    if (!versions) {
        *why = text_of(version_no_zone);
        return false;
    }
    engine_take_versions(engine, versions, NULL);
    if (options.read_only || catch_up_force(engine, conn))
        return true;
    *why = cannot_write(engine, conn);
    return false;
}

/* ---- closing ---- */

static void release(struct engine *engine)
{
    proofs_close(engine->proofs);
    for (struct kept *kept = engine->kept, *next; kept; kept = next) {
        next = kept->next;
        arena_free(kept->arena);
    }
    arena_free(engine->arena);
    free(engine);
}

static struct engine *give_up(struct engine *engine, struct arena *arena, struct text *why)
{
    *why = arena_text(arena, *why);
    store_close(engine->store);
    release(engine);
    return NULL;
}

static struct engine *engine_new(void)
{
    struct engine *engine = calloc(1, sizeof *engine);
    if (!engine)
        abort();
    engine->arena = arena_new(RULEBOOK_BYTES);
    engine->proofs = proofs_open(engine);
    engine->uploads = ENGINE_UPLOADS;
    return engine;
}

static bool start_writing(struct engine *engine, struct text *why)
{
    struct conn *conn = store_writer(engine->store);
    if (!refusals_create(conn) || !system_create(conn) || !file_create(conn)) {
        *why = cannot_write(engine, conn);
        return false;
    }
    engine->writer = writer_start(engine->store);
    if (!engine->writer) {
        *why = TEXT("The machine gives this program no more threads. Allow it more, then try again");
        return false;
    }
    engine->refusals = refusals_open(engine);
    return true;
}

struct engine *engine_open(struct arena *arena, const char *data, struct engine_options options,
                           struct text *why)
{
    struct engine *engine = engine_new();
    if (store_open(arena, data, options.read_only ? STORE_READ : STORE_WRITE, &engine->store, why) !=
        STORE_OK)
        return give_up(engine, arena, why);
    struct conn *conn = options.read_only ? store_take(engine->store) : store_writer(engine->store);
    bool loaded = conn && load_kept(engine, conn, options, why);
    if (options.read_only && conn)
        store_give(engine->store, conn);
    if (!loaded || (!options.read_only && !start_writing(engine, why)))
        return give_up(engine, arena, why);
    return engine;
}

void engine_close(struct engine *engine)
{
    if (!engine)
        return;
    refusals_close(engine->refusals);
    writer_stop(engine->writer);
    store_close(engine->store);
    release(engine);
}

void engine_discard(struct engine *engine)
{
    refusals_close(engine->refusals);
    writer_stop(engine->writer);
    store_discard(engine->store);
    release(engine);
}

struct engine *engine_ghost(const struct engine *like, const struct versions *versions)
{
    struct engine *engine = engine_new();
    engine->test_clock = like->test_clock;
    atomic_store(&engine->clock, engine_now(like));
    engine_take_versions(engine, versions, NULL);
    return engine;
}

/* ---- making ---- */

static bool write_all(struct engine *engine, struct conn *conn, struct text username, bool unfinished)
{
    const struct versions *versions = engine_versions(engine);
    struct rulebook *rulebook = versions->in_force->rulebook;
    return ledger_create(conn) && conn_exec(conn, tables) && projection_create(conn, rulebook) &&
           hooks_create(conn) && projection_clocks(conn, versions) &&
           (!unfinished || setting_put(conn, "unfinished", TEXT("yes"))) &&
           setting_put(conn, "force", engine->force) && setting_put(conn, "rulebook", rulebook->version) &&
           version_write(conn, engine->arena, rulebook, EVENT_SYSTEM, engine_now(engine)) &&
           first_person(engine, conn, username);
}

/* The first version is in force from the beginning. */
static bool take_first(struct engine *engine, struct rulebook *rulebook, struct text *why)
{
    int64_t now = engine_now(engine);
    struct version first = {.rulebook = rulebook, .loaded = now, .starts = now};
    const struct versions *versions = versions_make(engine->arena, &first, 1, now);
    version_hash(engine->arena, rulebook);
    if (versions)
        engine_take_versions(engine, versions, NULL);
    else
        *why = text_of(version_no_zone);
    return versions != NULL;
}

struct engine *engine_create(struct arena *arena, const char *data, const char *rulebook_dir,
                             struct text force, struct text username, struct engine_options options,
                             struct problems *problems, struct text *why)
{
    struct engine *engine = engine_new();
    *why = (struct text){0};
    engine->test_clock = options.test_clock;
    engine->nevers = options.nevers;
    atomic_store(&engine->clock, options.test_clock ? options.now : INT64_MIN);
    struct problems found = {.arena = engine->arena};
    struct rulebook *rulebook = rulebook_load_dir(engine->arena, rulebook_dir, &found);
    if (!rulebook) /* read again to say what is wrong: problems quote the source, which must outlive the
                      engine */
        rulebook_load_dir(arena, rulebook_dir, problems);
    if (!rulebook || !take_first(engine, rulebook, why))
        return give_up(engine, arena, why);
    engine->force = arena_text(engine->arena, force.n ? force : rulebook->name);
    if (store_open(arena, data, STORE_CREATE, &engine->store, why) != STORE_OK)
        return give_up(engine, arena, why);
    struct conn *conn = store_writer(engine->store);
    if (conn_begin(conn) && write_all(engine, conn, username, options.unfinished) && conn_commit(conn)) {
        atomic_store(&engine->swept, INT64_MIN);
        if (start_writing(engine, why))
            return engine;
    } else
        *why = conn_status(conn) == STORE_OK
                   ? TEXT("The first administrator's name cannot be taken: use lower-case letters, digits, "
                          "dots and dashes")
                   : cannot_write(engine, conn);
    conn_rollback(conn);
    *why = arena_text(arena, *why);
    engine_discard(engine);
    return NULL;
}

static bool note_finished(struct world *world, void *context)
{
    (void)context;
    return setting_put(world->conn, "unfinished", TEXT(""));
}

bool engine_finish(struct engine *engine)
{
    return engine_write(engine, 0, note_finished, NULL);
}

/* ---- a version comes into force ---- */

struct turn {
    struct job job; /* first: the writer hands it back */
    struct engine *engine;
    const struct versions *versions;
    struct arena *arena;
};

static enum job_wish turn_run(struct job *job, struct conn *conn)
{
    struct turn *turn = (struct turn *)job;
    const struct versions *before = engine_versions(turn->engine);
    int64_t now = engine_now(turn->engine);
    if (now < versions_next(before))
        return JOB_UNDO; /* somebody else was first */
    turn->versions = versions_make(turn->arena, before->items, before->count, now);
    return turn->versions && version_take_force(conn, turn->versions, before->in_force->rulebook) ? JOB_KEEP
                                                                                                  : JOB_UNDO;
}

static void turn_done(struct job *job, enum job_end end)
{
    struct turn *turn = (struct turn *)job;
    if (end != JOB_DURABLE)
        return;
    engine_take_versions(turn->engine, turn->versions, turn->arena);
    turn->arena = NULL;
}

void engine_turn(struct engine *engine)
{
    if (!engine->writer || engine_now(engine) < versions_next(engine_versions(engine)))
        return;
    struct turn turn = {
        .job = {.run = turn_run, .done = turn_done}, .engine = engine, .arena = arena_new(RULEBOOK_BYTES)};
    if (writer_run(engine->writer, &turn.job) == JOB_FAILED)
        log_error("the version of the rulebook that is due could not be put in force");
    arena_free(turn.arena);
}

/* ---- what is due by now ---- */

struct sweep {
    struct job job;
    struct engine *engine;
};

static enum job_wish sweep_run(struct job *job, struct conn *conn)
{
    struct engine *engine = ((struct sweep *)job)->engine;
    ARENA_SCOPED arena = arena_new(SWEEP_BYTES);
    system_sweep(world_new(arena, engine, conn, EVENT_SYSTEM));
    return JOB_KEEP;
}

static bool is_behind(const struct engine *engine, int64_t now, int64_t swept)
{
    bool fresh = swept != INT64_MIN && now - swept < (engine->test_clock ? 1 : TIME_SECOND);
    return engine_sweeps(engine) && engine->writer && !fresh;
}

bool engine_behind(const struct engine *engine)
{
    int64_t swept = atomic_load(&((struct engine *)(uintptr_t)engine)->swept);
    return is_behind(engine, engine_now(engine), swept);
}

void engine_catch_up(struct engine *engine)
{
    engine_turn(engine);
    int64_t now = engine_now(engine), swept = atomic_load(&engine->swept);
    if (!is_behind(engine, now, swept) || !atomic_compare_exchange_strong(&engine->swept, &swept, now))
        return;
    struct sweep sweep = {.job = {.run = sweep_run}, .engine = engine};
    if (writer_run(engine->writer, &sweep.job) == JOB_FAILED)
        log_error("system actions that were due could not be written");
}
