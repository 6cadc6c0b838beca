/* The writer: one thread that runs every command, and makes many of them durable with one fsync.
 *
 * Jobs are run in the order they were submitted, each in a savepoint of its own inside one transaction; the
 * batch closes when the queue is empty, or after WRITER_JOBS jobs or WRITER_MS milliseconds, and is
 * committed. Only then is each job told how it ended. A batch whose commit fails has failed for every job in
 * it. */
#pragma once

#include "store/store.h"

enum { WRITER_JOBS = 256, WRITER_MS = 10 };

enum job_wish {
    JOB_KEEP, /* commit what this job wrote */
    JOB_UNDO, /* refused: roll back what it wrote, the others go on */
};

enum job_end {
    JOB_DURABLE, /* written, and on the disk */
    JOB_UNDONE,  /* asked for JOB_UNDO; what its refusal rests on is on the disk */
    JOB_FAILED,  /* a statement of its own, or the commit, failed: see job.status. Nothing of it was kept,
                  * except that  after STORE_STOPPED nobody can say before the next start */
};

struct waiter;

/* Embed it in the command; the submitter owns it and keeps it alive until `done` was called. */
struct job {
    /* Runs on the writer's thread, in its transaction. It may read and write with `conn`, and use savepoints
     * of its own; it must not begin or commit, and must not call the writer. A failure left standing on
     * `conn` undoes the job, whatever it wishes. */
    enum job_wish (*run)(struct job *job, struct conn *conn);
    /* Called once, on the writer's thread, after the commit and before the next batch: caches may follow
     * here. Keep it short. The writer does not touch the job afterwards. */
    void (*done)(struct job *job, enum job_end end);
    enum store_status status; /* set before `done`; why it failed */
    /* The writer's own. */
    struct job *next;
    struct waiter *waiter;
    enum job_end end;
};

struct writer;

/* Starts the thread over the store's writing connection, which is the writer's until writer_stop. NULL when
 * there is none, or no thread is to be had. */
struct writer *writer_start(struct store *store);
/* Queues a job; any thread. False when the writer is stopping: the job was not taken and `done` will not be
 * called. */
bool writer_submit(struct writer *writer, struct job *job);
/* Submits and waits: for the command line, start-up and tests. `done` may be NULL. Never from the writer's
 * own thread. */
enum job_end writer_run(struct writer *writer, struct job *job);
/* Takes no more jobs, finishes those queued, ends the thread and frees the writer. NULL is allowed. */
void writer_stop(struct writer *writer);
