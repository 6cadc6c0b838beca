/* Inside identity: what its files share. */
#pragma once

#include "base/workers.h"
#include "identity/identity.h"
#include "identity/throttle.h"

struct identity {
    struct engine *engine;
    struct workers *hashing; /* two: each takes 64 MiB while it works */
    struct throttle *throttle;
};

/* Inside a writer job: a new session of that person; its secret, in the world's arena. */
struct text session_begin(struct world *world, int64_t person, bool must_change);
/* Inside a writer job: ends all sessions of a person. */
bool session_end_all(struct conn *conn, int64_t person);
/* Is there still a session of this key. */
bool session_lives(struct conn *conn, const struct hash *key);
