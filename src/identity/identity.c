#include <sodium.h>
#include <stdlib.h>

#include "engine/write.h"
#include "identity/service.h"

enum { HASHERS = 2, HASHERS_WAIT = 64 };

/* One account a person who has, or was given, a password; password: Argon2id. one_time: to be changed, and
 * void after `expires`. Sessions and tokens are kept by the SHA-256 of their secret. Times are microseconds
 * of the engine's clock. */
static const char tables[] =
    "CREATE TABLE reeve_account(person INTEGER PRIMARY KEY,password TEXT NOT NULL,one_time INTEGER NOT NULL,"
    "expires INTEGER NOT NULL);"
    "CREATE TABLE reeve_session(hash BLOB PRIMARY KEY,person INTEGER NOT NULL,created INTEGER NOT NULL,"
    "seen INTEGER NOT NULL,csrf TEXT NOT NULL,must_change INTEGER NOT NULL) WITHOUT ROWID;"
    "CREATE INDEX reeve_session_by_person ON reeve_session(person);"
    "CREATE TABLE reeve_token(id INTEGER PRIMARY KEY,hash BLOB NOT NULL UNIQUE,person INTEGER NOT NULL,"
    "name TEXT NOT NULL,created INTEGER NOT NULL,expires INTEGER NOT NULL);"
    "CREATE INDEX reeve_token_by_person ON reeve_token(person);";

static bool create(struct world *world, void *context)
{
    (void)context;
    return conn_exec(world->conn, tables);
}

bool identity_create(struct engine *engine)
{
    return engine_write(engine, 0, create, NULL);
}

struct identity *identity_open(struct engine *engine)
{
    if (sodium_init() < 0)
        return NULL;
    struct identity *identity = calloc(1, sizeof *identity);
    if (!identity)
        return NULL;
    identity->engine = engine;
    identity->throttle = throttle_new();
    identity->hashing = workers_start(HASHERS, HASHERS_WAIT);
    if (identity->throttle && identity->hashing)
        return identity;
    identity_close(identity);
    return NULL;
}

void identity_close(struct identity *identity)
{
    if (!identity)
        return;
    workers_stop(identity->hashing);
    throttle_free(identity->throttle);
    free(identity);
}
