#include <sodium.h>
#include <stdlib.h>

#include "engine/people.h"
#include "engine/write.h"
#include "identity/secret.h"
#include "identity/service.h"

static const int64_t idle_end = 60 * TIME_MINUTE, absolute_end = 8 * TIME_HOUR, note_after = TIME_MINUTE;

/* ---- who asks ---- */

/* The world becomes the person's, if they are let in. */
static enum caller_status admit(struct world *world, struct caller *caller)
{
    struct record *person = world_record(world, world->rulebook->person, caller->person);
    if (!person || world_inactive(world, caller->person))
        return CALLER_NOBODY;
    world->actor = caller->person;
    if (people_admitted(world, person, &caller->why, &caller->cites))
        return CALLER_KNOWN;
    return CALLER_REFUSED;
}

enum caller_status identity_session(struct world *world, struct text cookie, struct caller *caller)
{
    *caller = (struct caller){0};
    if (cookie.n != IDENTITY_SECRET_BYTES)
        return CALLER_NOBODY;
    caller->key = secret_hash(cookie);
    STMT_SCOPED stmt =
        conn_prepare(world->conn, TEXT("SELECT person,csrf,must_change,seen FROM reeve_session WHERE hash=?1 "
                                       "AND created>?2 AND seen>?3"));
    stmt_bind_blob(stmt, 1, hash_bytes(&caller->key));
    stmt_bind_int(stmt, 2, world->now - absolute_end);
    stmt_bind_int(stmt, 3, world->now - idle_end);
    if (!stmt_row(stmt))
        return CALLER_NOBODY;
    caller->person = stmt_int(stmt, 0);
    caller->csrf = arena_text(world->arena, stmt_text(stmt, 1));
    caller->must_change = stmt_int(stmt, 2) != 0;
    caller->seen = stmt_int(stmt, 3);
    caller->session = true;
    return admit(world, caller);
}

enum caller_status identity_token(struct world *world, struct text token, struct caller *caller)
{
    *caller = (struct caller){0};
    if (!text_starts(token, TEXT("rv_")) || token.n != IDENTITY_SECRET_BYTES + 3)
        return CALLER_NOBODY;
    caller->key = secret_hash(token);
    STMT_SCOPED stmt = conn_prepare(
        world->conn, TEXT("SELECT person FROM reeve_token WHERE hash=?1 AND created<=?2 AND expires>?2"));
    stmt_bind_blob(stmt, 1, hash_bytes(&caller->key));
    stmt_bind_int(stmt, 2, world->now);
    if (!stmt_row(stmt))
        return CALLER_NOBODY;
    caller->person = stmt_int(stmt, 0);
    return admit(world, caller);
}

bool identity_csrf(const struct caller *caller, struct text token)
{
    return caller->session && token.n == caller->csrf.n && token.n &&
           sodium_memcmp(token.s, caller->csrf.s, token.n) == 0;
}

/* ---- keeping a session alive, without anybody waiting ---- */

struct note {
    struct job job; /* first: the writer hands it back */
    struct hash key;
    int64_t now;
};

static enum job_wish note_run(struct job *job, struct conn *conn)
{
    struct note *note = (struct note *)job;
    STMT_SCOPED stmt = conn_prepare(conn, TEXT("UPDATE reeve_session SET seen=?2 WHERE hash=?1 AND seen<?2"));
    stmt_bind_blob(stmt, 1, hash_bytes(&note->key));
    stmt_bind_int(stmt, 2, note->now);
    return stmt_run(stmt) ? JOB_KEEP : JOB_UNDO;
}

static void note_done(struct job *job, enum job_end end)
{
    (void)end;
    free(job);
}

void identity_seen(struct identity *identity, const struct caller *caller)
{
    int64_t now = engine_now(identity->engine);
    if (!caller->session || now - caller->seen < note_after)
        return;
    struct note *note = calloc(1, sizeof *note);
    if (!note)
        return;
    *note = (struct note){.job = {.run = note_run, .done = note_done}, .key = caller->key, .now = now};
    if (!writer_submit(engine_writer(identity->engine), &note->job))
        free(note);
}

/* ---- beginning and ending ---- */

static void forget_old(struct world *world)
{
    STMT_SCOPED stmt =
        conn_prepare(world->conn, TEXT("DELETE FROM reeve_session WHERE created<=?1 OR seen<=?2"));
    stmt_bind_int(stmt, 1, world->now - absolute_end);
    stmt_bind_int(stmt, 2, world->now - idle_end);
    stmt_run(stmt);
}

struct text session_begin(struct world *world, int64_t person, bool must_change)
{
    forget_old(world);
    struct text secret = secret_random(world->arena), csrf = secret_random(world->arena);
    struct hash key = secret_hash(secret);
    STMT_SCOPED stmt = conn_prepare(world->conn, TEXT("INSERT INTO reeve_session VALUES(?1,?2,?3,?3,?4,?5)"));
    stmt_bind_blob(stmt, 1, hash_bytes(&key));
    stmt_bind_int(stmt, 2, person);
    stmt_bind_int(stmt, 3, world->now);
    stmt_bind_text(stmt, 4, csrf);
    stmt_bind_int(stmt, 5, must_change);
    return stmt_run(stmt) ? secret : (struct text){0};
}

static bool delete_of(struct conn *conn, const char *sql, int64_t person)
{
    STMT_SCOPED stmt = conn_prepare(conn, text_of(sql));
    stmt_bind_int(stmt, 1, person);
    return stmt_run(stmt);
}

bool session_end_all(struct conn *conn, int64_t person)
{
    return delete_of(conn, "DELETE FROM reeve_session WHERE person=?1", person);
}

bool session_lives(struct conn *conn, const struct hash *key)
{
    STMT_SCOPED stmt = conn_prepare(conn, TEXT("SELECT 1 FROM reeve_session WHERE hash=?1"));
    stmt_bind_blob(stmt, 1, hash_bytes(key));
    return stmt_row(stmt);
}

static bool end_all(struct conn *conn, int64_t person)
{
    return session_end_all(conn, person) &&
           delete_of(conn, "DELETE FROM reeve_token WHERE person=?1", person);
}

const struct hook identity_hook = {.name = "identity", .deactivated = end_all};

static bool end_one(struct world *world, void *context)
{
    const struct caller *caller = context;
    STMT_SCOPED stmt = conn_prepare(world->conn, TEXT("DELETE FROM reeve_session WHERE hash=?1"));
    stmt_bind_blob(stmt, 1, hash_bytes(&caller->key));
    return stmt_run(stmt);
}

bool identity_sign_out(struct identity *identity, const struct caller *caller)
{
    struct caller copy = *caller;
    return engine_write(identity->engine, 0, end_one, &copy);
}
