#include "engine/engine.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "engine/change.h"
#include "engine/commands.h"
#include "engine/hooks.h"
#include "engine/projection.h"

enum { RULEBOOK_BYTES = 256 << 20, SWEEP_BYTES = 256 << 20 };

struct engine {
    struct arena *arena; /* the rulebook and what was made of it */
    struct store *store;
    struct writer *writer;
    struct rulebook *rulebook;
    struct clocks *clocks;
    struct projection *projection;
    struct text force;
    bool test_clock, sweeps;
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

const struct rulebook *engine_rulebook(const struct engine *engine)
{
    return engine->rulebook;
}

const struct clocks *engine_clocks(const struct engine *engine)
{
    return engine->clocks;
}

const struct projection *engine_projection(const struct engine *engine)
{
    return engine->projection;
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
static int64_t last_touch(const struct engine *engine, struct conn *conn, int64_t last)
{
    for (size_t i = 0; i < engine->rulebook->register_count; i++) {
        STMT_SCOPED stmt =
            conn_prepare(conn, arena_format(engine->arena, "SELECT max(\"_updated\") FROM \"%.*s\"",
                                            TEXT_ARGS(engine->rulebook->registers[i]->name)));
        if (stmt_row(stmt) && !stmt_is_null(stmt, 0) && stmt_int(stmt, 0) > last)
            last = stmt_int(stmt, 0);
    }
    return last;
}

/* The clock begins no earlier than anything that happened. */
static void start_clock(struct engine *engine, struct conn *conn, struct engine_options options)
{
    struct ledger_head head;
    int64_t last = INT64_MIN;
    if (ledger_head(conn, &head) && head.size)
        ledger_each(conn, head.size, last_time, &last);
    last = last_touch(engine, conn, last);
    engine->test_clock = options.test_clock;
    atomic_store(&engine->clock, options.test_clock && options.now > last ? options.now : last);
    atomic_store(&engine->swept, INT64_MIN);
}

/* The rulebook's hash: over its sources, in order. */
static void hash_sources(struct engine *engine)
{
    struct rulebook *rulebook = engine->rulebook;
    struct text *parts = ARENA_ARRAY(engine->arena, struct text, rulebook->source_count);
    for (size_t i = 0; i < rulebook->source_count; i++)
        parts[i] = rulebook->sources[i].text;
    struct hash hash = hash_parts(parts, rulebook->source_count);
    struct text hex = hash_hex(engine->arena, &hash);
    memcpy(rulebook->hash, hex.s, hex.n);
}

static bool settle(struct engine *engine, struct text *why)
{
    hash_sources(engine);
    engine->clocks = clocks_new(engine->arena, engine->rulebook);
    if (!engine->clocks) {
        *why = TEXT("The rulebook's time zone is not on this machine: install the package tzdata");
        return false;
    }
    engine->projection = projection_new(engine->arena, engine->rulebook);
    engine->sweeps = system_any(engine->rulebook);
    return true;
}

struct sources {
    struct arena *arena;
    struct source_file *files;
    size_t count, capacity;
};

static bool keep_source(void *context, struct text file, struct text source)
{
    struct sources *sources = context;
    *ARENA_PUSH(sources->arena, sources->files, sources->count, sources->capacity) =
        (struct source_file){arena_text(sources->arena, file), arena_text(sources->arena, source)};
    return true;
}

static bool load_kept(struct engine *engine, struct conn *conn, struct text *why)
{
    struct problems problems = {.arena = engine->arena};
    struct sources sources = {.arena = engine->arena};
    struct text version = setting_get(conn, engine->arena, "rulebook");
    engine->force = setting_get(conn, engine->arena, "force");
    if (!version.n || !source_each(conn, version, keep_source, &sources) || !sources.count) {
        *why = TEXT("The data holds no rulebook: it was not made by `reeve init`");
        return false;
    }
    engine->rulebook = rulebook_load_sources(engine->arena, sources.files, sources.count, &problems);
    if (engine->rulebook)
        return settle(engine, why);
    *why = arena_format(engine->arena, "The rulebook in the data is no longer read:\n%.*s",
                        TEXT_ARGS(problems_print(engine->arena, &problems)));
    return false;
}

static struct engine *give_up(struct engine *engine, struct arena *arena, struct text *why)
{
    *why = arena_text(arena, *why);
    store_close(engine->store);
    arena_free(engine->arena);
    free(engine);
    return NULL;
}

static struct engine *engine_new(void)
{
    struct engine *engine = calloc(1, sizeof *engine);
    if (!engine)
        abort();
    engine->arena = arena_new(RULEBOOK_BYTES);
    return engine;
}

struct engine *engine_open(struct arena *arena, const char *data, struct engine_options options,
                           struct text *why)
{
    struct engine *engine = engine_new();
    if (store_open(arena, data, options.read_only ? STORE_READ : STORE_WRITE, &engine->store, why) !=
        STORE_OK)
        return give_up(engine, arena, why);
    struct conn *conn = options.read_only ? store_take(engine->store) : store_writer(engine->store);
    bool loaded = conn && load_kept(engine, conn, why);
    if (loaded)
        start_clock(engine, conn, options);
    if (options.read_only && conn)
        store_give(engine->store, conn);
    if (!loaded)
        return give_up(engine, arena, why);
    if (!options.read_only)
        engine->writer = writer_start(engine->store);
    return engine;
}

void engine_close(struct engine *engine)
{
    if (!engine)
        return;
    writer_stop(engine->writer);
    store_close(engine->store);
    arena_free(engine->arena);
    free(engine);
}

void engine_discard(struct engine *engine)
{
    writer_stop(engine->writer);
    store_discard(engine->store);
    arena_free(engine->arena);
    free(engine);
}

/* ---- making ---- */

static bool write_sources(struct engine *engine, struct conn *conn)
{
    const struct rulebook *rulebook = engine->rulebook;
    struct hash hash;
    struct text *parts = ARENA_ARRAY(engine->arena, struct text, rulebook->source_count);
    for (size_t i = 0; i < rulebook->source_count; i++) {
        parts[i] = rulebook->sources[i].text;
        if (!source_put(conn, rulebook->version, rulebook->sources[i].name, rulebook->sources[i].text))
            return false;
    }
    hash = hash_parts(parts, rulebook->source_count);
    struct event event = {.kind = EVENT_RULEBOOK, .time = engine_now(engine), .rulebook = rulebook->version};
    struct event_value values[] = {{.tag = TEXT("sources"), .value = hash_hex(engine->arena, &hash)}};
    event.values = values;
    event.value_count = 1;
    return ledger_append(conn, engine->arena, &event);
}

static bool write_person(struct engine *engine, struct conn *conn, struct text username)
{
    struct world *world = world_new(engine->arena, engine, conn, EVENT_SYSTEM);
    struct input inputs[] = {{.name = TEXT("username"), .kind = INPUT_TEXT, .text = username},
                             {.name = TEXT("name"), .kind = INPUT_TEXT, .text = username}};
    struct command make = {.kind = COMMAND_PERSON_NEW, .inputs = inputs, .input_count = 2};
    struct command grant = {.kind = COMMAND_GRANT,
                            .person = username,
                            .role = engine->rulebook->administrator->name,
                            .from = INT64_MIN,
                            .to = INT64_MIN};
    struct answer made = {0}, granted = {0};
    struct doing making = {.world = world, .command = &make, .answer = &made},
                 granting = {.world = world, .command = &grant, .answer = &granted};
    command_person_new(&making);
    if (made.outcome == OUTCOME_DONE)
        command_grant(&granting);
    return made.outcome == OUTCOME_DONE && granted.outcome == OUTCOME_DONE;
}

static bool write_all(struct engine *engine, struct conn *conn, struct text username)
{
    const struct rulebook *rulebook = engine->rulebook;
    return ledger_create(conn) && conn_exec(conn, tables) && projection_create(conn, rulebook) &&
           hooks_create(conn) && projection_clocks(conn, rulebook, engine->clocks) &&
           setting_put(conn, "force", engine->force) && setting_put(conn, "rulebook", rulebook->version) &&
           write_sources(engine, conn) && write_person(engine, conn, username);
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
    engine->rulebook = rulebook_load_dir(engine->arena, rulebook_dir, &found);
    if (!engine->rulebook) /* read again to say what is wrong: problems quote the source, which must outlive
                              the engine */
        rulebook_load_dir(arena, rulebook_dir, problems);
    if (!engine->rulebook || !settle(engine, why))
        return give_up(engine, arena, why);
    engine->force = arena_text(engine->arena, force.n ? force : engine->rulebook->name);
    if (store_open(arena, data, STORE_CREATE, &engine->store, why) != STORE_OK)
        return give_up(engine, arena, why);
    struct conn *conn = store_writer(engine->store);
    if (conn_begin(conn) && write_all(engine, conn, username) && conn_commit(conn)) {
        atomic_store(&engine->swept, INT64_MIN);
        engine->writer = writer_start(engine->store);
        return engine;
    }
    *why = conn_status(conn) == STORE_OK
               ? TEXT("The first administrator's name cannot be taken: use lower-case letters, digits, dots "
                      "and dashes")
               : arena_format(arena, "The data could not be written: %s", conn_error(conn));
    conn_rollback(conn);
    engine_discard(engine);
    return NULL;
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

void engine_catch_up(struct engine *engine)
{
    int64_t now = engine_now(engine), swept = atomic_load(&engine->swept);
    bool fresh = swept != INT64_MIN && now - swept < (engine->test_clock ? 1 : TIME_SECOND);
    if (!engine->sweeps || !engine->writer || fresh ||
        !atomic_compare_exchange_strong(&engine->swept, &swept, now))
        return;
    struct sweep sweep = {.job = {.run = sweep_run}, .engine = engine};
    if (writer_run(engine->writer, &sweep.job) == JOB_FAILED)
        log_error("system actions that were due could not be written");
}

/* ---- rebuilding ---- */

struct rebuild {
    struct job job;
    struct engine *engine;
    struct conn *conn;
    bool fits;
};

static bool rebuild_event(void *context, struct ledger_entry *entry)
{
    struct rebuild *rebuild = context;
    const struct reg *reg = rulebook_register(rebuild->engine->rulebook, entry->event.reg);
    if (!reg)
        return hooks_apply(rebuild->conn, &entry->event);
    ARENA_SCOPED arena = arena_new(64 << 20);
    struct record *record = NULL;
    if (entry->event.version == 1)
        record = projection_blank(arena, reg);
    else
        record = projection_load(rebuild->engine->projection, rebuild->conn, arena, reg, entry->event.record,
                                 (struct text){0});
    if (!record) {
        rebuild->fits = false;
        return false;
    }
    for (size_t i = 0; i < reg->field_count; i++)
        if (!record->many_read[i] && reg->fields[i]->type.many)
            projection_many(rebuild->engine->projection, rebuild->conn, arena, reg->fields[i], &record, 1);
    return projection_apply(rebuild->engine->projection, rebuild->conn, arena, record, &entry->event) &&
           hooks_apply(rebuild->conn, &entry->event);
}

static enum job_wish rebuild_run(struct job *job, struct conn *conn)
{
    struct rebuild *rebuild = (struct rebuild *)job;
    struct engine *engine = rebuild->engine;
    rebuild->conn = conn;
    rebuild->fits = true;
    bool done = projection_drop(conn, engine->rulebook) && projection_create(conn, engine->rulebook) &&
                hooks_drop(conn) && hooks_create(conn) &&
                projection_clocks(conn, engine->rulebook, engine->clocks) &&
                ledger_each(conn, 1, rebuild_event, rebuild);
    return done && rebuild->fits ? JOB_KEEP : JOB_UNDO;
}

bool engine_rebuild(struct engine *engine, struct arena *arena, struct text *why)
{
    struct rebuild rebuild = {.job = {.run = rebuild_run}, .engine = engine};
    enum job_end end = writer_run(engine->writer, &rebuild.job);
    if (end == JOB_DURABLE)
        return true;
    *why = arena_text(arena, rebuild.fits
                                 ? TEXT("The data could not be written: the projections are as they were")
                                 : TEXT("An event does not follow from those before it: run `reeve verify`"));
    return false;
}
