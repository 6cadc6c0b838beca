#include "base/workers.h"

#include <pthread.h>
#include <stdlib.h>

enum { THREADS_MAX = 16 };

struct queue {
    struct work *first, *last;
};

struct workers {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    struct queue quick, slow;
    size_t waiting, limit;
    unsigned slow_running, slow_most;
    bool stopping;
    unsigned count;
    pthread_t threads[THREADS_MAX];
};

static void put(struct queue *queue, struct work *work)
{
    work->next = NULL;
    if (queue->first)
        queue->last->next = work;
    else
        queue->first = work;
    queue->last = work;
}

/* The queue whose turn it is; NULL when nothing may be begun now. */
static struct queue *turn(struct workers *workers)
{
    bool slow = workers->slow.first && workers->slow_running < workers->slow_most;
    if (slow && (!workers->slow_running || !workers->quick.first))
        return &workers->slow;
    return workers->quick.first ? &workers->quick : NULL;
}

/* With the lock, which is open while the work is done. */
static void carry_out(struct workers *workers, struct queue *queue)
{
    struct work *work = queue->first;
    bool slow = queue == &workers->slow;
    queue->first = work->next;
    workers->waiting--;
    workers->slow_running += slow;
    pthread_mutex_unlock(&workers->lock);
    work->run(work);
    pthread_mutex_lock(&workers->lock);
    workers->slow_running -= slow;
}

static void *labour(void *context)
{
    struct workers *workers = context;
    pthread_mutex_lock(&workers->lock);
    for (struct queue *queue; (queue = turn(workers)) || !workers->stopping;) {
        if (queue)
            carry_out(workers, queue);
        else
            pthread_cond_wait(&workers->changed, &workers->lock);
    }
    pthread_mutex_unlock(&workers->lock);
    return NULL;
}

struct workers *workers_start(unsigned threads, size_t limit)
{
    struct workers *workers = calloc(1, sizeof *workers);
    if (!workers)
        return NULL;
    pthread_mutex_init(&workers->lock, NULL);
    pthread_cond_init(&workers->changed, NULL);
    workers->limit = limit;
    workers->slow_most = threads > 1 ? threads / 2 : 1;
    while (workers->count < threads && workers->count < THREADS_MAX) {
        if (pthread_create(&workers->threads[workers->count], NULL, labour, workers)) {
            workers_stop(workers);
            return NULL;
        }
        workers->count++;
    }
    return workers;
}

static bool submit(struct workers *workers, struct queue *queue, struct work *work)
{
    pthread_mutex_lock(&workers->lock);
    bool taken = !workers->stopping && workers->waiting < workers->limit;
    if (taken) {
        put(queue, work);
        workers->waiting++;
        pthread_cond_signal(&workers->changed);
    }
    pthread_mutex_unlock(&workers->lock);
    return taken;
}

bool workers_submit(struct workers *workers, struct work *work)
{
    return submit(workers, &workers->quick, work);
}

bool workers_submit_slow(struct workers *workers, struct work *work)
{
    return submit(workers, &workers->slow, work);
}

void workers_stop(struct workers *workers)
{
    if (!workers)
        return;
    pthread_mutex_lock(&workers->lock);
    workers->stopping = true;
    pthread_cond_broadcast(&workers->changed);
    pthread_mutex_unlock(&workers->lock);
    for (unsigned i = 0; i < workers->count; i++)
        pthread_join(workers->threads[i], NULL);
    pthread_cond_destroy(&workers->changed);
    pthread_mutex_destroy(&workers->lock);
    free(workers);
}
