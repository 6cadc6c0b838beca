/* power_test [CUTS] [without-log-sync | without-data-sync]
 *
 * Cuts the power CUTS times (600 unless told) at random moments, under random jobs of the group-committing
 * writer. After each cut the store must open, the ledger verify, every acknowledged job be there once and
 * whole, every refused one not at all, and every other one whole or not at all. With a fault the disk
 * pretends some syncs, and this test must notice: then its exit status is 0 only if it did. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ledger/ledger.h"
#include "power.h"
#include "store/sqlite.h"
#include "store/writer.h"

enum { CAP = 64 << 20, CUTS_PER_FILE = 25, JOBS_MAX = 20000, BURST_MAX = 24, LOG_PAGES = 60 };

enum fate { UNKNOWN, THERE, NOT_THERE };

struct task {
    struct job job; /* first */
    int64_t record; /* its index */
    int64_t events; /* 1 or 2, all or none */
    size_t length;  /* of its text */
    enum job_wish wish;
    enum fate fate;
};

struct run {
    char folder[40], data[60];
    struct store *store;
    struct task *tasks;
    int64_t task_count;
    uint64_t seed;
    enum power_fault pretend;
    int64_t acknowledged;
    char fault[300]; /* what was found wrong */
};

static uint64_t draw(struct run *run, uint64_t below)
{
    run->seed = run->seed * 6364136223846793005u + 1442695040888963407u;
    return (run->seed >> 33) % below;
}

static bool open_store(struct run *run, enum store_mode mode)
{
    ARENA_SCOPED arena = arena_new(CAP);
    struct text why;
    if (store_open(arena, run->data, mode, &run->store, &why) != STORE_OK) {
        snprintf(run->fault, sizeof run->fault, "it does not open: %.*s", TEXT_ARGS(why));
        return false;
    }
    ((struct lite_store *)run->store)->log_pages = LOG_PAGES;
    return true;
}

/* Jobs. */

static enum job_wish run_task(struct job *job, struct conn *conn)
{
    static const char letters[] = "the text of a change, over and over; ";
    const struct task *task = (struct task *)job;
    ARENA_SCOPED arena = arena_new(CAP);
    char *words = arena_alloc(arena, task->length + 1);
    for (size_t i = 0; i < task->length; i++)
        words[i] = letters[i % (sizeof letters - 1)];
    for (int64_t i = 0; i < task->events; i++) {
        struct event_value value = {.tag = TEXT("field:summary"), .value = {words, task->length}};
        struct event event = {
            .kind = i ? EVENT_EDIT : EVENT_OPEN,
            .reg = TEXT("change"),
            .record = task->record,
            .version = i + 1,
            .values = &value,
            .value_count = 1,
        };
        if (!ledger_append(conn, arena, &event))
            return JOB_UNDO;
    }
    return task->wish;
}

static void settle(struct task *task, enum job_end end)
{
    if (end == JOB_DURABLE)
        task->fate = THERE;
    else if (end == JOB_UNDONE)
        task->fate = NOT_THERE;
}

static void task_done(struct job *job, enum job_end end)
{
    settle((struct task *)job, end);
}

static struct task *new_task(struct run *run)
{
    struct task *task = &run->tasks[run->task_count];
    *task = (struct task){
        .job = {.run = run_task, .done = task_done},
        .record = run->task_count++,
        .events = 1 + (int64_t)draw(run, 2),
        .length = (size_t)(draw(run, 10) ? draw(run, 300) : draw(run, 30000)),
        .wish = draw(run, 8) ? JOB_KEEP : JOB_UNDO,
    };
    return task;
}

/* Bursts of jobs until the power goes. The last of each burst is waited for, and so are all before it. */
static void work(struct run *run)
{
    struct writer *writer = writer_start(run->store);
    while (writer && !store_stopped(run->store) && run->task_count + BURST_MAX < JOBS_MAX) {
        for (uint64_t n = draw(run, BURST_MAX); n; n--)
            writer_submit(writer, &new_task(run)->job);
        struct task *last = new_task(run);
        settle(last, writer_run(writer, &last->job));
    }
    writer_stop(writer);
}

/* What must hold after a cut. */

static bool check_ledger(struct run *run, struct conn *conn)
{
    ARENA_SCOPED arena = arena_new(CAP);
    struct ledger_report report;
    if (ledger_verify(conn, arena, NULL, NULL, NULL, &report) && report.fits)
        return true;
    snprintf(run->fault, sizeof run->fault, "the ledger does not verify: event %lld: %.*s %s",
             (long long)report.bad_seq, TEXT_ARGS(report.why), conn_error(conn));
    return false;
}

static bool check_task(struct run *run, struct conn *conn, struct task *task)
{
    STMT_SCOPED stmt = conn_prepare(conn, TEXT("SELECT count(*), count(DISTINCT version) FROM reeve_event "
                                               "WHERE register = 'change' AND record = ?1"));
    stmt_bind_int(stmt, 1, task->record);
    if (!stmt_row(stmt)) {
        snprintf(run->fault, sizeof run->fault, "it cannot be read: %s", conn_error(conn));
        return false;
    }
    int64_t found = stmt_int(stmt, 0);
    bool whole = found == task->events && stmt_int(stmt, 1) == found;
    if ((found && !whole) || (task->fate == THERE && !found) || (task->fate == NOT_THERE && found)) {
        snprintf(run->fault, sizeof run->fault, "job %lld, %s, has %lld of its %lld events",
                 (long long)task->record,
                 task->fate == THERE       ? "acknowledged"
                 : task->fate == NOT_THERE ? "refused"
                                           : "unanswered",
                 (long long)found, (long long)task->events);
        return false;
    }
    /* What survived one cut is on the disk, and must survive the next. */
    task->fate = found ? THERE : NOT_THERE;
    return true;
}

static bool check(struct run *run)
{
    struct conn *conn = store_take(run->store);
    if (!conn) {
        snprintf(run->fault, sizeof run->fault, "it gives no reader");
        return false;
    }
    bool good = check_ledger(run, conn);
    for (int64_t i = 0; good && i < run->task_count; i++) {
        run->acknowledged += run->tasks[i].fate == THERE;
        good = check_task(run, conn, &run->tasks[i]);
    }
    store_give(run->store, conn);
    return good;
}

/* One cut: while opening, working or, now and then, closing. */
static void suffer(struct run *run)
{
    power_cut_after(draw(run, 4) ? draw(run, 400) : draw(run, 12));
    if (open_store(run, STORE_WRITE)) {
        if (draw(run, 10))
            work(run);
        store_close(run->store);
    }
    run->fault[0] = 0;
}

static bool make_file(struct run *run)
{
    power_forget();
    power_pretend(POWER_SOUND);
    run->task_count = 0;
    unlink(run->data);
    if (!open_store(run, STORE_CREATE))
        return false;
    bool made = ledger_create(store_writer(run->store));
    store_close(run->store);
    power_pretend(run->pretend);
    return made;
}

/* True when all was well after every cut. */
static bool cut_often(struct run *run, uint64_t cuts)
{
    for (uint64_t i = 0; i < cuts; i++) {
        if (i % CUTS_PER_FILE == 0 && !make_file(run))
            return false;
        suffer(run);
        if (!power_back(run->seed))
            return false;
        /* Now and then the next cut comes before anybody looked. */
        if ((i + 1) % CUTS_PER_FILE && draw(run, 4) == 0)
            continue;
        if (!open_store(run, STORE_WRITE))
            return false;
        bool good = check(run);
        store_close(run->store);
        if (!good) {
            printf("cut %llu: %s\n", (unsigned long long)i + 1, run->fault);
            return false;
        }
    }
    return true;
}

static void clean_up(struct run *run)
{
    char command[80];
    power_forget();
    free(run->tasks);
    snprintf(command, sizeof command, "rm -rf %s", run->folder);
    if (system(command) != 0)
        printf("%s is left behind\n", run->folder);
}

int main(int argc, char **argv)
{
    uint64_t cuts = argc > 1 ? strtoull(argv[1], NULL, 10) : 600;
    const char *with = argc > 2 ? argv[2] : "";
    enum power_fault fault = strcmp(with, "without-log-sync") == 0    ? POWER_NO_LOG_SYNC
                             : strcmp(with, "without-data-sync") == 0 ? POWER_NO_DATA_SYNC
                                                                      : POWER_SOUND;
    struct run run = {.seed = 20261122, .pretend = fault, .tasks = calloc(JOBS_MAX, sizeof(struct task))};
    strcpy(run.folder,
           access("/dev/shm", W_OK) == 0 ? "/dev/shm/reeve-power-XXXXXX" : "/tmp/reeve-power-XXXXXX");
    if (!run.tasks || !mkdtemp(run.folder) || !power_install())
        return 2;
    snprintf(run.data, sizeof run.data, "%s/a.data", run.folder);
    bool good = cut_often(&run, cuts);
    printf("%llu cuts, %lld acknowledged jobs looked for: %s %s\n", (unsigned long long)cuts,
           (long long)run.acknowledged, good ? "all there, once" : "NOT SOUND", run.fault);
    clean_up(&run);
    return good == (fault == POWER_SOUND) ? 0 : 1;
}
