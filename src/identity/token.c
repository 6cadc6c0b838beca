#include "engine/write.h"
#include "identity/secret.h"
#include "identity/service.h"

struct making {
    struct text name, token;
    int64_t person, actor;
    unsigned days;
};

static bool make(struct world *world, void *context)
{
    struct making *making = context;
    struct record *person = world_record(world, world->rulebook->person, making->person);
    if (!person)
        return false;
    struct hash key = secret_hash(making->token);
    STMT_SCOPED stmt = conn_prepare(
        world->conn,
        TEXT("INSERT INTO reeve_token(hash,person,name,created,expires) VALUES(?1,?2,?3,?4,?5)"));
    stmt_bind_blob(stmt, 1, hash_bytes(&key));
    stmt_bind_int(stmt, 2, making->person);
    stmt_bind_text(stmt, 3, making->name);
    stmt_bind_int(stmt, 4, world->now);
    stmt_bind_int(stmt, 5, world->now + making->days * TIME_DAY);
    return stmt_run(stmt) && engine_note(world, person, EVENT_TOKEN, making->actor);
}

struct text identity_token_make(struct engine *engine, struct arena *arena, int64_t person, struct text name,
                                unsigned days, int64_t actor)
{
    struct making making = {.name = name, .person = person, .actor = actor, .days = days};
    struct text secret = secret_random(arena);
    making.token = arena_format(arena, "rv_%.*s", TEXT_ARGS(secret));
    return engine_write(engine, 0, make, &making) ? making.token : (struct text){0};
}

size_t identity_tokens(struct world *world, int64_t person, struct token_view **tokens)
{
    size_t count = 0, capacity = 0;
    *tokens = NULL;
    STMT_SCOPED stmt =
        conn_prepare(world->conn, TEXT("SELECT id,name,created,expires FROM reeve_token WHERE person=?1 "
                                       "AND expires>?2 ORDER BY id DESC"));
    stmt_bind_int(stmt, 1, person);
    stmt_bind_int(stmt, 2, world->now);
    while (stmt_row(stmt)) {
        struct token_view *token = ARENA_PUSH(world->arena, *tokens, count, capacity);
        *token = (struct token_view){.id = stmt_int(stmt, 0),
                                     .name = arena_text(world->arena, stmt_text(stmt, 1)),
                                     .created = stmt_int(stmt, 2),
                                     .expires = stmt_int(stmt, 3)};
    }
    return count;
}

struct ending {
    int64_t person, id, actor;
};

static bool end(struct world *world, void *context)
{
    const struct ending *ending = context;
    struct record *person = world_record(world, world->rulebook->person, ending->person);
    STMT_SCOPED stmt = conn_prepare(world->conn, TEXT("DELETE FROM reeve_token WHERE id=?1 AND person=?2"));
    stmt_bind_int(stmt, 1, ending->id);
    stmt_bind_int(stmt, 2, ending->person);
    return person && stmt_run(stmt) && conn_changes(world->conn) == 1 &&
           engine_note(world, person, EVENT_END, ending->actor);
}

bool identity_token_end(struct engine *engine, int64_t person, int64_t id, int64_t actor)
{
    struct ending ending = {.person = person, .id = id, .actor = actor};
    return engine_write(engine, 0, end, &ending);
}
