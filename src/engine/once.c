#include "engine/once.h"

#include "engine/write.h"

static const int64_t lifetime = 24 * TIME_HOUR;

bool once_known(struct world *world, struct arena *arena, const struct once *once, struct answer *answer)
{
    if (!once->key.n)
        return false;
    STMT_SCOPED stmt = conn_prepare(
        world->conn, TEXT("SELECT hash,register,record,number,created,id,waiting,carried FROM reeve_once "
                          "WHERE key=?1 AND person=?2 AND time>?3"));
    stmt_bind_text(stmt, 1, once->key);
    stmt_bind_int(stmt, 2, world->actor);
    stmt_bind_int(stmt, 3, world->now - lifetime);
    if (!stmt_row(stmt))
        return false;
    if (!text_eq(stmt_text(stmt, 0), once->hash)) {
        *answer = (struct answer){
            .outcome = OUTCOME_INVALID,
            .message = TEXT("This Idempotency-Key was used for another request. Send a new one")};
        return true;
    }
    *answer = (struct answer){.outcome = OUTCOME_DONE,
                              .reg = rulebook_register(world->rulebook, stmt_text(stmt, 1)),
                              .record = stmt_int(stmt, 2),
                              .number = arena_text(arena, stmt_text(stmt, 3)),
                              .created = stmt_int(stmt, 4) != 0,
                              .id = stmt_int(stmt, 5),
                              .waiting = stmt_int(stmt, 6) != 0,
                              .carried = stmt_int(stmt, 7) != 0,
                              .repeated = true};
    return true;
}

bool once_remember(struct world *world, const struct once *once, const struct answer *answer)
{
    if (!once->key.n || answer->outcome != OUTCOME_DONE || answer->repeated)
        return true;
    STMT_SCOPED old = conn_prepare(world->conn, TEXT("DELETE FROM reeve_once WHERE time<=?1"));
    stmt_bind_int(old, 1, world->now - lifetime);
    STMT_SCOPED stmt = conn_prepare(
        world->conn, TEXT("INSERT OR REPLACE INTO reeve_once VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11)"));
    stmt_bind_text(stmt, 1, once->key);
    stmt_bind_int(stmt, 2, world->actor);
    stmt_bind_text(stmt, 3, once->hash);
    stmt_bind_int(stmt, 4, world->now);
    stmt_bind_text(stmt, 5, answer->reg ? answer->reg->name : (struct text){0});
    stmt_bind_int(stmt, 6, answer->record);
    stmt_bind_text(stmt, 7, answer->number);
    stmt_bind_int(stmt, 8, answer->created);
    stmt_bind_int(stmt, 9, answer->id);
    stmt_bind_int(stmt, 10, answer->waiting);
    stmt_bind_int(stmt, 11, answer->carried);
    return stmt_run(old) && stmt_run(stmt);
}

struct writing {
    struct arena *arena;
    const struct once *once;
    struct answer *answer;
    bool (*fn)(struct world *world, void *context);
    void *context;
};

static bool write_once(struct world *world, void *context)
{
    const struct writing *writing = context;
    if (once_known(world, writing->arena, writing->once, writing->answer))
        return writing->answer->outcome == OUTCOME_DONE;
    return writing->fn(world, writing->context) && once_remember(world, writing->once, writing->answer);
}

void once_write(struct engine *engine, struct arena *arena, int64_t person, const struct once *once,
                struct answer *answer, bool (*fn)(struct world *world, void *context), void *context)
{
    struct writing writing = {arena, once, answer, fn, context};
    *answer = (struct answer){.outcome = OUTCOME_DONE};
    if (!engine_write(engine, person, write_once, &writing) && answer->outcome == OUTCOME_DONE)
        *answer = (struct answer){
            .outcome = OUTCOME_BROKEN,
            .message = TEXT("The data could not be written: nothing was changed. Try again shortly")};
}
