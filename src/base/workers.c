#include "base/workers.h"

#include <pthread.h>
#include <stdlib.h>

enum { THREADS_MAX = 16 };

struct workers {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    struct work *first, **last;
    size_t waiting, limit;
    bool stopping;
    unsigned count;
    pthread_t threads[THREADS_MAX];
};

static struct work *take(struct workers *workers)
{
    pthread_mutex_lock(&workers->lock);
    while (!workers->first && !workers->stopping)
        pthread_cond_wait(&workers->changed, &workers->lock);
    struct work *work = workers->first;
    if (work) {
        workers->first = work->next;
        if (!workers->first)
            workers->last = &workers->first;
        workers->waiting--;
    }
    pthread_mutex_unlock(&workers->lock);
    return work;
}

static void *labour(void *context)
{
    struct workers *workers = context;
    struct work *work;
    while ((work = take(workers)))
        work->run(work);
    return NULL;
}

struct workers *workers_start(unsigned threads, size_t limit)
{
    struct workers *workers = calloc(1, sizeof *workers);
    if (!workers)
        return NULL;
    pthread_mutex_init(&workers->lock, NULL);
    pthread_cond_init(&workers->changed, NULL);
    workers->last = &workers->first;
    workers->limit = limit;
    while (workers->count < threads && workers->count < THREADS_MAX) {
        if (pthread_create(&workers->threads[workers->count], NULL, labour, workers)) {
            workers_stop(workers);
            return NULL;
        }
        workers->count++;
    }
    return workers;
}

bool workers_submit(struct workers *workers, struct work *work)
{
    pthread_mutex_lock(&workers->lock);
    bool taken = !workers->stopping && workers->waiting < workers->limit;
    if (taken) {
        work->next = NULL;
        *workers->last = work;
        workers->last = &work->next;
        workers->waiting++;
        pthread_cond_signal(&workers->changed);
    }
    pthread_mutex_unlock(&workers->lock);
    return taken;
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
