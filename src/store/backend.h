/* What an engine of the store provides: a const struct of functions over structs that begin with those below.
 *
 * store.c and conn.c do what every engine shares: choosing the engine, the pool of readers, the cache of
 * statements, savepoint names, the failure that stands on a connection. An engine does the rest and nothing
 * more. Statements come from one connection on one thread; only open, connect and store_failed may meet other
 * threads.
 *
 * Engines report failures with backend_fail, in the categories of store.h, and never print, log or exit. */
#pragma once

#include <pthread.h>
#include <stdatomic.h>

#include "store/store.h"

struct store {
    const struct store_backend *backend;
    char *data;
    enum store_mode mode;
    atomic_bool stopped;
    struct conn *writer; /* NULL for STORE_READ */
    pthread_mutex_t mutex;
    pthread_cond_t given; /* a reader came back */
    struct conn *idle[STORE_READERS];
    unsigned idle_count, taken_count;
};

struct stmt {
    struct conn *conn;
    struct text sql; /* owned, from malloc */
    uint64_t hash;
    struct stmt *next; /* in the bucket */
    uint64_t used;     /* conn->clock at its last use */
    bool busy;
};

enum { CONN_BUCKETS = 64, CONN_STATEMENTS = 256 };

struct conn {
    struct store *store;
    bool writes;
    enum store_status status;
    char error[400];
    struct stmt *buckets[CONN_BUCKETS];
    unsigned statements;
    uint64_t clock;
    bool begun;     /* by conn_begin, and not yet committed or rolled back */
    unsigned depth; /* open savepoints */
};

struct store_backend {
    const char *name;
    /* Whether this engine serves that DATA. */
    bool (*serves)(const char *data);
    /* Opens it for `mode`: lock, look whether it is ours, make it if it is to be created. Gives a store whose
     * base is zeroed; on failure nothing is left behind, and `why` says in plain words what to do. */
    enum store_status (*open)(struct arena *arena, const char *data, enum store_mode mode,
                              struct store **store, struct text *why);
    /* After every connection was disconnected: gives up the lock and frees the store. */
    void (*close)(struct store *store, bool discard);
    /* A new connection, or NULL. */
    struct conn *(*connect)(struct store *store, bool writes);
    /* After every statement was finalized. Frees it. */
    void (*disconnect)(struct conn *conn);

    bool (*exec)(struct conn *conn, const char *sql);
    int64_t (*changes)(const struct conn *conn);
    bool (*in_transaction)(const struct conn *conn);
    /* 0 lifts it. */
    void (*deadline)(struct conn *conn, unsigned milliseconds);
    /* Begins the writer's transaction, taking the write lock; begins a reader's, fixing what it sees. */
    bool (*begin)(struct conn *conn);
    /* After a commit, at leisure: checkpoints and the like. Its failures are the store's, not the last
     * commit's. */
    void (*tend)(struct conn *conn);

    /* As conn_check; what cannot be read at all is left on the connection. */
    bool (*check)(struct conn *conn, struct arena *arena, struct text *fault);

    /* A statement with a zeroed base, or NULL with the failure set. */
    struct stmt *(*prepare)(struct conn *conn, struct text sql);
    void (*finalize)(struct stmt *stmt);
    void (*bind_int)(struct stmt *stmt, int place, int64_t n);
    void (*bind_bytes)(struct stmt *stmt, int place, struct text bytes, bool blob);
    void (*bind_null)(struct stmt *stmt, int place);
    enum stepped (*step)(struct stmt *stmt);
    void (*reset)(struct stmt *stmt);
    int64_t (*column_int)(struct stmt *stmt, int column);
    struct text (*column_bytes)(struct stmt *stmt, int column, bool blob);
    bool (*column_is_null)(struct stmt *stmt, int column);
};

extern const struct store_backend store_sqlite;

/* Notes the first failure on the connection; STORE_STOPPED also stops the whole store. */
void backend_fail(struct conn *conn, enum store_status status, const char *why);
/* Finalizes every cached statement, then disconnects. NULL is allowed. */
void conn_close(struct conn *conn);
/* Lets the engine tidy up between two batches of the writer. */
void conn_tend(struct conn *conn);
