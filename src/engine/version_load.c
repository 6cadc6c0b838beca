#include "engine/version_load.h"

#include "engine/projection.h"
#include "engine/version_force.h"
#include "rules/prove.h"

enum { VERSION_BYTES = 256 << 20 };

static struct rulebook *read_rulebook(struct arena *arena, const struct source_file *sources, size_t count,
                                      struct problems *problems)
{
    problems->arena = arena;
    return rulebook_load_sources(arena, sources, count, problems);
}

/* Nobody may come by a way round what policy never allows. */
static void check_nevers(struct arena *arena, const struct rulebook *rulebook, struct objections *objections)
{
    size_t count;
    const struct prove_result *results = rulebook_prove(arena, rulebook, NULL, &count);
    for (size_t i = 0; i < count; i++)
        if (results[i].verdict != PROVE_PROVED)
            *ARENA_ADD(arena, *objections) = text_trim(prove_print(arena, &results[i], 1));
}

static void check_data(struct engine *engine, struct arena *arena, const struct rulebook *rulebook,
                       struct version_load *load)
{
    VIEW_SCOPED view = {0};
    load->broken = !view_open(&view, arena, engine, 0);
    if (load->broken)
        load->why = TEXT("The data cannot be read just now. Try again shortly");
    else
        version_check(view.conn, view.world->versions, rulebook, view.world->now, &load->objections);
}

struct rulebook *version_try(struct engine *engine, struct arena *arena, const struct source_file *sources,
                             size_t count, struct version_load *load)
{
    *load = (struct version_load){.objections = {.arena = arena}};
    struct rulebook *rulebook = read_rulebook(arena, sources, count, &load->problems);
    if (!rulebook)
        return NULL;
    version_hash(arena, rulebook);
    check_data(engine, arena, rulebook, load);
    if (!load->broken && !load->objections.count)
        check_nevers(arena, rulebook, &load->objections);
    return load->broken || load->objections.count ? NULL : rulebook;
}

/* ---- on the writer ---- */

struct loading {
    struct job job; /* first: the writer hands it back */
    struct engine *engine;
    struct arena *arena; /* of the rulebook and of what is made of it; the engine's once it is taken */
    struct rulebook *rulebook;
    int64_t actor;
    struct version_load *load;
    const struct versions *versions;
};

static const struct versions *with(struct arena *arena, const struct versions *before,
                                   const struct version *added, int64_t now)
{
    struct version *items = ARENA_ARRAY(arena, struct version, before->count + 1);
    for (size_t i = 0; i < before->count; i++)
        items[i] = before->items[i];
    items[before->count] = *added;
    return versions_make(arena, items, before->count + 1, now);
}

static bool take(struct loading *loading, struct conn *conn)
{
    const struct versions *before = engine_versions(loading->engine);
    int64_t now = engine_now(loading->engine);
    struct version added = {.rulebook = loading->rulebook, .loaded = now, .by = loading->actor};
    if (version_starts(loading->arena, loading->rulebook, now, &added.starts))
        loading->versions = with(loading->arena, before, &added, now);
    if (!loading->versions) {
        loading->load->why = text_of(version_no_zone);
        return false;
    }
    loading->load->starts = added.starts;
    loading->load->waits = added.starts > now;
    return version_write(conn, loading->arena, loading->rulebook, loading->actor, now) &&
           projection_create(conn, loading->rulebook) &&
           (loading->load->waits || version_take_force(conn, loading->versions, before->in_force->rulebook));
}

static enum job_wish run(struct job *job, struct conn *conn)
{
    struct loading *loading = (struct loading *)job;
    version_check(conn, engine_versions(loading->engine), loading->rulebook, engine_now(loading->engine),
                  &loading->load->objections);
    return !loading->load->objections.count && take(loading, conn) ? JOB_KEEP : JOB_UNDO;
}

static void done(struct job *job, enum job_end end)
{
    struct loading *loading = (struct loading *)job;
    if (end != JOB_DURABLE)
        return;
    engine_take_versions(loading->engine, loading->versions, loading->arena);
    loading->arena = NULL;
}

bool version_load(struct engine *engine, struct arena *arena, const struct source_file *sources, size_t count,
                  int64_t actor, struct version_load *load)
{
    if (!version_try(engine, arena, sources, count, load))
        return false;
    struct problems none = {0};
    struct loading loading = {.job = {.run = run, .done = done},
                              .engine = engine,
                              .arena = arena_new(VERSION_BYTES),
                              .actor = actor,
                              .load = load};
    loading.rulebook = read_rulebook(loading.arena, sources, count, &none);
    engine_turn(engine);
    enum job_end end = writer_run(engine_writer(engine), &loading.job);
    load->broken = end == JOB_FAILED || load->why.n;
    if (end == JOB_FAILED)
        load->why = loading.job.status == STORE_FULL
                        ? TEXT("The disk is full: nothing was changed. Make room and try again")
                        : TEXT("The data could not be written: nothing was changed");
    if (end == JOB_DURABLE)
        load->version = arena_text(arena, loading.rulebook->version);
    arena_free(loading.arena);
    return end == JOB_DURABLE;
}

/* ---- taking back ---- */

struct withdrawing {
    struct job job; /* first: the writer hands it back */
    struct engine *engine;
    struct arena *arena; /* of what follows; the engine's once it is taken */
    struct text name;
    int64_t actor;
    const struct versions *versions;
    struct text *why; /* in the caller's arena */
    struct arena *words;
};

/* NULL with `why`: it does not wait. */
static const struct version *waiting(struct withdrawing *withdrawing, const struct versions *before)
{
    const struct version *version = versions_find(before, withdrawing->name);
    const char *why = !version                      ? "was never put here"
                      : version->withdrawn          ? "is withdrawn already"
                      : version <= before->in_force ? "does not wait: it has been in force"
                                                    : NULL;
    if (why)
        *withdrawing->why =
            arena_format(withdrawing->words, "Version \"%.*s\" %s", TEXT_ARGS(withdrawing->name), why);
    return why ? NULL : version;
}

static enum job_wish withdraw_run(struct job *job, struct conn *conn)
{
    struct withdrawing *withdrawing = (struct withdrawing *)job;
    const struct versions *before = engine_versions(withdrawing->engine);
    const struct version *version = waiting(withdrawing, before);
    int64_t now = engine_now(withdrawing->engine);
    if (!version)
        return JOB_UNDO;
    struct version *items = ARENA_ARRAY(withdrawing->arena, struct version, before->count);
    for (size_t i = 0; i < before->count; i++)
        items[i] = before->items[i];
    items[version - before->items].withdrawn = true;
    withdrawing->versions = versions_make(withdrawing->arena, items, before->count, now);
    return withdrawing->versions && version_write_withdrawn(conn, withdrawing->arena, before,
                                                            withdrawing->name, withdrawing->actor, now)
               ? JOB_KEEP
               : JOB_UNDO;
}

static void withdraw_done(struct job *job, enum job_end end)
{
    struct withdrawing *withdrawing = (struct withdrawing *)job;
    if (end != JOB_DURABLE)
        return;
    engine_take_versions(withdrawing->engine, withdrawing->versions, withdrawing->arena);
    withdrawing->arena = NULL;
}

bool version_withdraw(struct engine *engine, struct arena *arena, struct text name, int64_t actor,
                      struct text *why)
{
    struct withdrawing withdrawing = {.job = {.run = withdraw_run, .done = withdraw_done},
                                      .engine = engine,
                                      .arena = arena_new(VERSION_BYTES),
                                      .name = name,
                                      .actor = actor,
                                      .why = why,
                                      .words = arena};
    *why = (struct text){0};
    engine_turn(engine);
    enum job_end end = writer_run(engine_writer(engine), &withdrawing.job);
    if (end != JOB_DURABLE && !why->n)
        *why = TEXT("The data could not be written: nothing was changed");
    arena_free(withdrawing.arena);
    return end == JOB_DURABLE;
}
