#include "identity/throttle.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

enum { SLOTS = 4096, WAYS = 8, WAIT_MAX_S = 900, FORGET_MS = 3600 * 1000 };

struct slot {
    uint64_t key;
    unsigned failures;
    int64_t last, until; /* monotonic milliseconds */
};

struct throttle {
    pthread_mutex_t lock;
    struct slot slots[SLOTS];
};

struct throttle *throttle_new(void)
{
    struct throttle *throttle = calloc(1, sizeof *throttle);
    if (throttle)
        pthread_mutex_init(&throttle->lock, NULL);
    return throttle;
}

void throttle_free(struct throttle *throttle)
{
    if (!throttle)
        return;
    pthread_mutex_destroy(&throttle->lock);
    free(throttle);
}

int64_t throttle_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* The slot of this key, or the one in its reach that was used longest ago. */
static struct slot *find(struct throttle *throttle, uint64_t key)
{
    struct slot *oldest = NULL;
    for (uint64_t i = 0; i < WAYS; i++) {
        struct slot *slot = &throttle->slots[(key + i) % SLOTS];
        if (slot->key == key)
            return slot;
        if (!oldest || slot->last < oldest->last)
            oldest = slot;
    }
    return oldest;
}

static int64_t wait_ms(unsigned beyond)
{
    int64_t seconds = beyond > 10 ? WAIT_MAX_S : INT64_C(1) << beyond;
    return (seconds > WAIT_MAX_S ? WAIT_MAX_S : seconds) * 1000;
}

unsigned throttle_attempt(struct throttle *throttle, struct text key, unsigned free, int64_t now)
{
    uint64_t hash = text_hash(key);
    pthread_mutex_lock(&throttle->lock);
    struct slot *slot = find(throttle, hash);
    if (slot->key != hash || now - slot->last > FORGET_MS)
        *slot = (struct slot){.key = hash, .last = now};
    unsigned wait = 0;
    if (slot->until > now) {
        wait = (unsigned)((slot->until - now + 999) / 1000);
    } else {
        slot->failures++;
        slot->last = now;
        if (slot->failures >= free)
            slot->until = now + wait_ms(slot->failures - free);
    }
    pthread_mutex_unlock(&throttle->lock);
    return wait;
}

void throttle_forgive(struct throttle *throttle, struct text key)
{
    uint64_t hash = text_hash(key);
    pthread_mutex_lock(&throttle->lock);
    struct slot *slot = find(throttle, hash);
    if (slot->key == hash)
        *slot = (struct slot){0};
    pthread_mutex_unlock(&throttle->lock);
}
