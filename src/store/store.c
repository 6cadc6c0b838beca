#include "store/store.h"

#include <stdlib.h>
#include <string.h>

#include "store/backend.h"

static const struct store_backend *const backends[] = {&store_sqlite};

enum store_status store_open(struct arena *arena, const char *data, enum store_mode mode,
                             struct store **store, struct text *why)
{
    *store = NULL;
    *why = (struct text){0};
    for (size_t i = 0; i < sizeof backends / sizeof *backends; i++) {
        if (!backends[i]->serves(data))
            continue;
        enum store_status status = backends[i]->open(arena, data, mode, store, why);
        if (status != STORE_OK)
            return status;
        (*store)->backend = backends[i];
        pthread_mutex_init(&(*store)->mutex, NULL);
        pthread_cond_init(&(*store)->given, NULL);
        return STORE_OK;
    }
    *why = arena_format(arena,
                        "This build has no PostgreSQL store, so it cannot open %s. Name a file instead, "
                        "such as force.reeve.",
                        data);
    return STORE_REFUSED;
}

static void finish(struct store *store, bool discard)
{
    if (!store)
        return;
    for (unsigned i = 0; i < store->idle_count; i++)
        conn_close(store->idle[i]);
    conn_close(store->writer);
    pthread_cond_destroy(&store->given);
    pthread_mutex_destroy(&store->mutex);
    store->backend->close(store, discard);
}

void store_close(struct store *store)
{
    finish(store, false);
}

void store_discard(struct store *store)
{
    finish(store, store && store->mode == STORE_CREATE);
}

bool store_stopped(const struct store *store)
{
    return atomic_load(&store->stopped);
}

struct conn *store_writer(struct store *store)
{
    return store->writer;
}

/* An idle reader, or room for a new one (NULL with *fresh set). */
static struct conn *await_reader(struct store *store, bool *fresh)
{
    struct conn *conn = NULL;
    pthread_mutex_lock(&store->mutex);
    while (store->taken_count == STORE_READERS)
        pthread_cond_wait(&store->given, &store->mutex);
    store->taken_count++;
    *fresh = store->idle_count == 0;
    if (!*fresh)
        conn = store->idle[--store->idle_count];
    pthread_mutex_unlock(&store->mutex);
    return conn;
}

static void return_reader(struct store *store, struct conn *conn)
{
    pthread_mutex_lock(&store->mutex);
    store->taken_count--;
    if (conn)
        store->idle[store->idle_count++] = conn;
    pthread_cond_signal(&store->given);
    pthread_mutex_unlock(&store->mutex);
}

struct conn *store_take(struct store *store)
{
    bool fresh;
    struct conn *conn = await_reader(store, &fresh);
    if (fresh)
        conn = store->backend->connect(store, false);
    if (!conn)
        return_reader(store, NULL);
    return conn;
}

void store_give(struct store *store, struct conn *conn)
{
    if (!conn)
        return;
    conn_deadline(conn, 0);
    conn_snapshot_end(conn);
    conn_clear(conn);
    return_reader(store, conn);
}
