#include "http/watch.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>

enum { LOOK_EVERY_MS = 500 };

struct watch {
    pthread_t thread;
    pthread_mutex_t lock; /* over everything below */
    pthread_cond_t stop;
    bool stopping;
    struct watched *first;
};

static int64_t now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

static void cut_overdue(struct watch *watch)
{
    int64_t time = now();
    for (struct watched *each = watch->first; each; each = each->next) {
        if (each->deadline && each->deadline <= time) {
            shutdown(each->socket, SHUT_RDWR);
            each->deadline = 0;
        }
    }
}

static void *look(void *argument)
{
    struct watch *watch = argument;
    pthread_mutex_lock(&watch->lock);
    while (!watch->stopping) {
        cut_overdue(watch);
        int64_t until = now() + LOOK_EVERY_MS;
        struct timespec time = {.tv_sec = until / 1000, .tv_nsec = until % 1000 * 1000000};
        pthread_cond_clockwait(&watch->stop, &watch->lock, CLOCK_MONOTONIC, &time);
    }
    pthread_mutex_unlock(&watch->lock);
    return NULL;
}

struct watch *watch_start(void)
{
    struct watch *watch = calloc(1, sizeof *watch);
    if (!watch)
        return NULL;
    pthread_mutex_init(&watch->lock, NULL);
    pthread_cond_init(&watch->stop, NULL);
    if (pthread_create(&watch->thread, NULL, look, watch) != 0) {
        free(watch);
        return NULL;
    }
    return watch;
}

void watch_stop(struct watch *watch)
{
    if (!watch)
        return;
    pthread_mutex_lock(&watch->lock);
    watch->stopping = true;
    pthread_cond_signal(&watch->stop);
    pthread_mutex_unlock(&watch->lock);
    pthread_join(watch->thread, NULL);
    pthread_cond_destroy(&watch->stop);
    pthread_mutex_destroy(&watch->lock);
    free(watch);
}

void watch_add(struct watch *watch, struct watched *watched, int socket)
{
    pthread_mutex_lock(&watch->lock);
    *watched = (struct watched){.socket = socket, .next = watch->first};
    if (watch->first)
        watch->first->previous = watched;
    watch->first = watched;
    pthread_mutex_unlock(&watch->lock);
}

void watch_remove(struct watch *watch, struct watched *watched)
{
    pthread_mutex_lock(&watch->lock);
    if (watched->next)
        watched->next->previous = watched->previous;
    if (watched->previous)
        watched->previous->next = watched->next;
    else
        watch->first = watched->next;
    pthread_mutex_unlock(&watch->lock);
}

void watch_expect(struct watch *watch, struct watched *watched, uint64_t seconds)
{
    pthread_mutex_lock(&watch->lock);
    watched->deadline = seconds ? now() + (int64_t)seconds * 1000 : 0;
    pthread_mutex_unlock(&watch->lock);
}
