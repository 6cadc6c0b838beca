#include "engine/proofs.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/log.h"

static const size_t proof_bytes = (size_t)1 << 30;

/* One version, proved or being proved. */
struct attempt {
    struct attempt *next;
    struct proofs *proofs;
    const struct rulebook *rulebook; /* lives as long as the engine */
    struct arena *arena;
    pthread_t thread;
    const struct prove_result *results; /* with `known`, under the mutex */
    size_t count;
    int64_t time;
    bool known;
};

struct proofs {
    struct engine *engine;
    pthread_mutex_t mutex;
    struct attempt *attempts;
};

struct proofs *proofs_open(struct engine *engine)
{
    struct proofs *proofs = calloc(1, sizeof *proofs);
    if (!proofs)
        abort();
    proofs->engine = engine;
    pthread_mutex_init(&proofs->mutex, NULL);
    return proofs;
}

void proofs_close(struct proofs *proofs)
{
    if (!proofs)
        return;
    for (struct attempt *attempt = proofs->attempts, *next; attempt; attempt = next) {
        next = attempt->next;
        pthread_join(attempt->thread, NULL);
        arena_free(attempt->arena); /* it lies in there itself */
    }
    pthread_mutex_destroy(&proofs->mutex);
    free(proofs);
}

static void *prove(void *context)
{
    struct attempt *attempt = context;
    struct proofs *proofs = attempt->proofs;
    size_t count;
    const struct prove_result *results = rulebook_prove(attempt->arena, attempt->rulebook, NULL, &count);
    pthread_mutex_lock(&proofs->mutex);
    attempt->results = results;
    attempt->count = count;
    attempt->time = engine_now(proofs->engine);
    attempt->known = true;
    pthread_mutex_unlock(&proofs->mutex);
    return NULL;
}

/* With the mutex held. Without a thread to be had the next one to ask tries again. */
static void begin(struct proofs *proofs, const struct rulebook *rulebook)
{
    struct arena *arena = arena_new(proof_bytes);
    struct attempt *attempt = ARENA_NEW(arena, struct attempt);
    *attempt =
        (struct attempt){.next = proofs->attempts, .proofs = proofs, .rulebook = rulebook, .arena = arena};
    if (pthread_create(&attempt->thread, NULL, prove, attempt) == 0) {
        proofs->attempts = attempt;
        return;
    }
    log_error("the rulebook cannot be proved: no thread is to be had");
    arena_free(arena);
}

static const struct attempt *find_attempt(const struct proofs *proofs, const struct rulebook *rulebook)
{
    const struct attempt *attempt = proofs->attempts;
    while (attempt && attempt->rulebook != rulebook)
        attempt = attempt->next;
    return attempt;
}

struct proof proofs_find(struct proofs *proofs, const struct rulebook *rulebook, const struct never *never)
{
    struct proof proof = {0};
    pthread_mutex_lock(&proofs->mutex);
    const struct attempt *attempt = find_attempt(proofs, rulebook);
    if (!attempt)
        begin(proofs, rulebook);
    for (size_t i = 0; attempt && attempt->known && i < attempt->count; i++)
        if (attempt->results[i].never == never)
            proof = (struct proof){&attempt->results[i], attempt->time};
    pthread_mutex_unlock(&proofs->mutex);
    return proof;
}
