#include "store/writer.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

#include "base/log.h"
#include "store/backend.h"

enum { TELL_EVERY_US = 60 * 1000 * 1000 };

struct waiter {
    pthread_mutex_t mutex;
    pthread_cond_t ended;
    bool has_ended;
};

struct queue {
    struct job *first;
    struct job **last;
};

struct writer {
    struct conn *conn;
    pthread_t thread;
    pthread_mutex_t mutex;
    pthread_cond_t woken;
    struct queue waiting;
    bool stopping;
    int64_t told; /* when it was last told that nothing can be written */
};

static void queue_add(struct queue *queue, struct job *job)
{
    job->next = NULL;
    *queue->last = job;
    queue->last = &job->next;
}

static struct job *queue_take(struct queue *queue)
{
    struct job *job = queue->first;
    if (!job)
        return NULL;
    queue->first = job->next;
    if (!queue->first)
        queue->last = &queue->first;
    return job;
}

static int64_t now_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

/* For whoever keeps the machine. */
static void tell_failing(struct writer *writer)
{
    enum store_status status = conn_status(writer->conn);
    bool disk = status == STORE_FULL || status == STORE_STOPPED || status == STORE_READ_ONLY;
    if (!disk || (writer->told && now_us() - writer->told < TELL_EVERY_US))
        return;
    log_error("nothing can be written: %s", conn_error(writer->conn));
    writer->told = now_us();
}

static void job_fail(struct job *job, const struct conn *conn)
{
    job->end = JOB_FAILED;
    job->status = conn_status(conn);
}

/* False when the whole transaction is gone, as on a full disk, or must go: a job's part cannot be undone. */
static bool run_job(struct writer *writer, struct job *job)
{
    struct conn *conn = writer->conn;
    unsigned depth = conn->depth;
    bool kept = false;
    if (conn_savepoint(conn)) {
        enum job_wish wish = job->run(job, conn);
        job->end = wish == JOB_KEEP ? JOB_DURABLE : JOB_UNDONE;
        while (conn->depth > depth + 1 && conn_rollback_to(conn))
            conn_fail(conn, STORE_BROKEN, "a command left a savepoint open");
        kept = wish == JOB_KEEP && conn_release(conn);
    }
    if (conn_status(conn) != STORE_OK)
        job_fail(job, conn);
    bool settled = kept || conn->depth == depth || conn_rollback_to(conn);
    tell_failing(writer);
    conn_clear(conn);
    return settled && conn_in_transaction(conn);
}

/* The next job for a batch that has `count` since `began`, or NULL to close it. */
static struct job *next_job(struct writer *writer, unsigned count, int64_t began)
{
    if (count == WRITER_JOBS || (count && now_us() - began > WRITER_MS * 1000))
        return NULL;
    pthread_mutex_lock(&writer->mutex);
    struct job *job = queue_take(&writer->waiting);
    pthread_mutex_unlock(&writer->mutex);
    return job;
}

static void batch_fail(struct queue *batch, enum store_status status)
{
    for (struct job *job = batch->first; job; job = job->next) {
        if (job->end != JOB_FAILED)
            job->status = status;
        job->end = JOB_FAILED;
    }
}

static void job_tell(struct job *job)
{
    struct waiter *waiter = job->waiter;
    if (job->done)
        job->done(job, job->end);
    if (!waiter)
        return;
    pthread_mutex_lock(&waiter->mutex);
    waiter->has_ended = true;
    pthread_cond_signal(&waiter->ended);
    pthread_mutex_unlock(&waiter->mutex);
}

static void run_batch(struct writer *writer)
{
    struct conn *conn = writer->conn;
    struct queue batch = {.last = &batch.first};
    struct job *job;
    unsigned count = 0;
    int64_t began = now_us();
    conn_clear(conn);
    bool open = conn_begin(conn);
    enum store_status status = conn_status(conn);
    while ((job = next_job(writer, count++, began))) {
        queue_add(&batch, job);
        job->status = STORE_OK;
        job->end = JOB_UNDONE;
        if (!open)
            break;
        if (!run_job(writer, job)) {
            open = false;
            status = job->status != STORE_OK ? job->status : STORE_BROKEN;
            break;
        }
    }
    if (!open || !conn_commit(conn)) {
        tell_failing(writer);
        batch_fail(&batch, open ? conn_status(conn) : status);
        conn_rollback(conn);
    }
    while ((job = queue_take(&batch)))
        job_tell(job);
    conn_tend(conn);
}

static void *run_writer(void *context)
{
    struct writer *writer = context;
    for (;;) {
        pthread_mutex_lock(&writer->mutex);
        while (!writer->waiting.first && !writer->stopping)
            pthread_cond_wait(&writer->woken, &writer->mutex);
        bool finished = !writer->waiting.first;
        pthread_mutex_unlock(&writer->mutex);
        if (finished)
            return NULL;
        run_batch(writer);
    }
}

struct writer *writer_start(struct store *store)
{
    struct writer *writer = store_writer(store) ? calloc(1, sizeof *writer) : NULL;
    if (!writer)
        return NULL;
    writer->conn = store_writer(store);
    writer->waiting.last = &writer->waiting.first;
    pthread_mutex_init(&writer->mutex, NULL);
    pthread_cond_init(&writer->woken, NULL);
    if (pthread_create(&writer->thread, NULL, run_writer, writer) == 0)
        return writer;
    pthread_cond_destroy(&writer->woken);
    pthread_mutex_destroy(&writer->mutex);
    free(writer);
    return NULL;
}

static bool submit(struct writer *writer, struct job *job, struct waiter *waiter)
{
    pthread_mutex_lock(&writer->mutex);
    bool taken = !writer->stopping;
    if (taken) {
        job->waiter = waiter;
        queue_add(&writer->waiting, job);
        pthread_cond_signal(&writer->woken);
    }
    pthread_mutex_unlock(&writer->mutex);
    return taken;
}

bool writer_submit(struct writer *writer, struct job *job)
{
    return submit(writer, job, NULL);
}

enum job_end writer_run(struct writer *writer, struct job *job)
{
    struct waiter waiter = {.mutex = PTHREAD_MUTEX_INITIALIZER, .ended = PTHREAD_COND_INITIALIZER};
    if (!submit(writer, job, &waiter)) {
        job->status = STORE_STOPPED;
        return JOB_FAILED;
    }
    pthread_mutex_lock(&waiter.mutex);
    while (!waiter.has_ended)
        pthread_cond_wait(&waiter.ended, &waiter.mutex);
    pthread_mutex_unlock(&waiter.mutex);
    pthread_cond_destroy(&waiter.ended);
    pthread_mutex_destroy(&waiter.mutex);
    return job->end;
}

void writer_stop(struct writer *writer)
{
    if (!writer)
        return;
    pthread_mutex_lock(&writer->mutex);
    writer->stopping = true;
    pthread_cond_signal(&writer->woken);
    pthread_mutex_unlock(&writer->mutex);
    pthread_join(writer->thread, NULL);
    pthread_cond_destroy(&writer->woken);
    pthread_mutex_destroy(&writer->mutex);
    free(writer);
}
