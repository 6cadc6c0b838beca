#include "engine/write.h"

#include "engine/change.h"

enum { WRITE_ARENA = 64 * 1024 * 1024 };

struct write {
    struct job job; /* first: the writer hands it back */
    struct engine *engine;
    int64_t actor;
    bool (*fn)(struct world *world, void *context);
    void *context;
};

static enum job_wish run(struct job *job, struct conn *conn)
{
    struct write *write = (struct write *)job;
    ARENA_SCOPED arena = arena_new(WRITE_ARENA);
    struct world *world = world_new(arena, write->engine, conn, write->actor);
    return write->fn(world, write->context) ? JOB_KEEP : JOB_UNDO;
}

bool engine_write(struct engine *engine, int64_t actor, bool (*fn)(struct world *world, void *context),
                  void *context)
{
    struct write write = {
        .job = {.run = run}, .engine = engine, .actor = actor, .fn = fn, .context = context};
    engine_turn(engine);
    return writer_run(engine_writer(engine), &write.job) == JOB_DURABLE;
}

bool engine_note(struct world *world, struct record *person, enum event_kind kind, int64_t actor)
{
    struct change change = change_of(world, person, kind);
    change.event.actor = actor;
    return change_write(&change);
}
