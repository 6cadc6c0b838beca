#include "engine/refusals.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/zone.h"

enum { WAITING_MAX = 256 }; /* clauses and days in memory; beyond them nothing is counted */

static const int64_t write_every = 10 * TIME_SECOND;

/* What came to a clause on a day. Once it is written it stays here until others are, since a view may be older
 * than the table, or newer than what is known to be durable: what is said here of a day is true for both. */
struct waiting {
    const struct clause *clause; /* of a rulebook, which lives as long as the engine */
    int64_t day;
    int64_t before;           /* in the table, without these; -1: nobody has looked yet */
    int64_t count;            /* since */
    int64_t writing, durable; /* how many of them a job has put into its transaction; how many stay */
    uint64_t answer;          /* the last one counted: an answer counts a clause once */
};

struct refusals {
    struct job job; /* first: the writer hands it back */
    struct engine *engine;
    pthread_mutex_t mutex;
    struct waiting waiting[WAITING_MAX];
    size_t count;
    uint64_t answers;
    bool queued;
    int64_t written; /* when; INT64_MIN: never */
};

bool refusals_create(struct conn *conn)
{
    return conn_exec(
        conn, "CREATE TABLE IF NOT EXISTS reeve_refusal(policy TEXT,clause TEXT,day INTEGER,count INTEGER,"
              "PRIMARY KEY(policy,clause,day)) WITHOUT ROWID;");
}

static int64_t today(const struct engine *engine)
{
    return zone_day(engine_clocks(engine)->zone, engine_now(engine));
}

/* ---- writing ---- */

static bool is_same(const struct clause *a, const struct clause *b)
{
    return text_eq(a->id, b->id) && text_eq(a->policy->reference, b->policy->reference);
}

static int64_t stored(struct conn *conn, const struct waiting *waiting)
{
    STMT_SCOPED stmt =
        conn_prepare(conn, TEXT("SELECT count FROM reeve_refusal WHERE policy=?1 AND clause=?2 AND day=?3"));
    stmt_bind_text(stmt, 1, waiting->clause->policy->reference);
    stmt_bind_text(stmt, 2, waiting->clause->id);
    stmt_bind_int(stmt, 3, waiting->day);
    return stmt_row(stmt) ? stmt_int(stmt, 0) : 0;
}

static void write_one(struct conn *conn, struct waiting *waiting)
{
    if (waiting->before < 0)
        waiting->before = stored(conn, waiting);
    STMT_SCOPED stmt = conn_prepare(conn, TEXT("INSERT OR REPLACE INTO reeve_refusal VALUES(?1,?2,?3,?4)"));
    stmt_bind_text(stmt, 1, waiting->clause->policy->reference);
    stmt_bind_text(stmt, 2, waiting->clause->id);
    stmt_bind_int(stmt, 3, waiting->day);
    stmt_bind_int(stmt, 4, waiting->before + waiting->count);
    stmt_run(stmt);
    waiting->writing = waiting->count;
}

static void forget_durable(struct refusals *refusals)
{
    size_t kept = 0;
    for (size_t i = 0; i < refusals->count; i++)
        if (refusals->waiting[i].count > refusals->waiting[i].durable)
            refusals->waiting[kept++] = refusals->waiting[i];
    refusals->count = kept;
}

static void write_all(struct refusals *refusals, struct conn *conn)
{
    STMT_SCOPED old = conn_prepare(conn, TEXT("DELETE FROM reeve_refusal WHERE day<?1"));
    stmt_bind_int(old, 1, today(refusals->engine) - REFUSALS_DAYS_KEPT);
    stmt_run(old);
    pthread_mutex_lock(&refusals->mutex);
    forget_durable(refusals);
    for (size_t i = 0; i < refusals->count; i++)
        write_one(conn, &refusals->waiting[i]);
    pthread_mutex_unlock(&refusals->mutex);
}

static enum job_wish write_run(struct job *job, struct conn *conn)
{
    write_all((struct refusals *)job, conn);
    return JOB_KEEP;
}

/* What could not be written waits for the next time. */
static void write_done(struct job *job, enum job_end end)
{
    struct refusals *refusals = (struct refusals *)job;
    pthread_mutex_lock(&refusals->mutex);
    for (size_t i = 0; end == JOB_DURABLE && i < refusals->count; i++)
        refusals->waiting[i].durable = refusals->waiting[i].writing;
    refusals->queued = false;
    pthread_mutex_unlock(&refusals->mutex);
}

struct refusals *refusals_open(struct engine *engine)
{
    struct refusals *refusals = calloc(1, sizeof *refusals);
    if (!refusals)
        abort();
    refusals->job = (struct job){.run = write_run, .done = write_done};
    refusals->engine = engine;
    refusals->written = INT64_MIN;
    pthread_mutex_init(&refusals->mutex, NULL);
    return refusals;
}

struct last {
    struct job job;
    struct refusals *refusals;
};

static enum job_wish last_run(struct job *job, struct conn *conn)
{
    write_all(((struct last *)job)->refusals, conn);
    return JOB_KEEP;
}

static bool any_waiting(struct refusals *refusals)
{
    pthread_mutex_lock(&refusals->mutex);
    forget_durable(refusals);
    bool any = refusals->count > 0;
    pthread_mutex_unlock(&refusals->mutex);
    return any;
}

void refusals_close(struct refusals *refusals)
{
    if (!refusals)
        return;
    struct last last = {.job = {.run = last_run}, .refusals = refusals};
    if (any_waiting(refusals))
        writer_run(engine_writer(refusals->engine), &last.job);
    pthread_mutex_destroy(&refusals->mutex);
    free(refusals);
}

/* ---- counting ---- */

static void count_clause(struct refusals *refusals, const struct clause *clause, int64_t day)
{
    size_t i = 0;
    while (i < refusals->count &&
           (refusals->waiting[i].day != day || !is_same(refusals->waiting[i].clause, clause)))
        i++;
    if (i == WAITING_MAX)
        return;
    if (i == refusals->count)
        refusals->waiting[refusals->count++] = (struct waiting){.clause = clause, .day = day, .before = -1};
    struct waiting *waiting = &refusals->waiting[i];
    waiting->count += waiting->answer != refusals->answers;
    waiting->answer = refusals->answers;
}

static void count_cites(struct refusals *refusals, const struct cites *cites, int64_t day)
{
    for (size_t i = 0; cites && i < cites->count; i++)
        if (cites->items[i].clause)
            count_clause(refusals, cites->items[i].clause, day);
}

/* Of the rule about who may, and of everything that stands in the way. */
static void count_answer(struct refusals *refusals, const struct answer *answer)
{
    int64_t day = today(refusals->engine);
    refusals->answers++;
    count_cites(refusals, answer->cites, day);
    for (size_t i = 0; i < answer->unmet_count; i++)
        count_cites(refusals, answer->unmet[i].cites, day);
}

void refusals_count(struct refusals *refusals, const struct answer *answer)
{
    if (!refusals || (answer->outcome != OUTCOME_BLOCKED && answer->outcome != OUTCOME_REFUSED))
        return;
    int64_t now = engine_now(refusals->engine);
    pthread_mutex_lock(&refusals->mutex);
    count_answer(refusals, answer);
    bool due = refusals->written == INT64_MIN || now - refusals->written >= write_every ||
               refusals->count > WAITING_MAX / 2;
    bool write = refusals->count && due && !refusals->queued;
    if (write) {
        refusals->queued = true;
        refusals->written = now;
    }
    pthread_mutex_unlock(&refusals->mutex);
    if (write && !writer_submit(engine_writer(refusals->engine), &refusals->job))
        write_done(&refusals->job, JOB_FAILED);
}

/* ---- reading ---- */

static void add_day(struct refusals_year *year, int64_t day, int64_t count)
{
    int64_t at = day_month(day) - year->month;
    if (at < 0 || at >= REFUSALS_MONTHS)
        return;
    year->counts[at] += count;
    year->total += count;
}

/* Of one clause; the table's, but for the days that are known better here. */
static enum stepped add_stored(const struct refusals *refusals, struct stmt *stmt,
                               const struct clause *clause, struct refusals_year *year)
{
    enum stepped step;
    while ((step = stmt_step(stmt)) == STEP_ROW) {
        bool known = false;
        for (size_t i = 0; refusals && i < refusals->count; i++) {
            const struct waiting *waiting = &refusals->waiting[i];
            known |=
                waiting->before >= 0 && waiting->day == stmt_int(stmt, 0) && is_same(waiting->clause, clause);
        }
        if (!known)
            add_day(year, stmt_int(stmt, 0), stmt_int(stmt, 1));
    }
    return step;
}

static void add_waiting(const struct refusals *refusals, const struct clause *clause,
                        struct refusals_year *year)
{
    for (size_t i = 0; i < refusals->count; i++) {
        const struct waiting *waiting = &refusals->waiting[i];
        if (is_same(waiting->clause, clause))
            add_day(year, waiting->day, waiting->count + (waiting->before > 0 ? waiting->before : 0));
    }
}

bool refusals_year(struct world *world, const struct clause *clause, struct refusals_year *year)
{
    struct refusals *refusals = engine_refusals(world->engine);
    int64_t this_month = day_month(zone_day(world->clocks->zone, world->now));
    *year = (struct refusals_year){.month = this_month - REFUSALS_MONTHS + 1};
    STMT_SCOPED stmt =
        conn_prepare(world->conn, TEXT("SELECT day,count FROM reeve_refusal WHERE policy=?1 AND clause=?2"));
    stmt_bind_text(stmt, 1, clause->policy->reference);
    stmt_bind_text(stmt, 2, clause->id);
    if (!refusals)
        return add_stored(NULL, stmt, clause, year) == STEP_DONE;
    pthread_mutex_lock(&refusals->mutex);
    enum stepped step = add_stored(refusals, stmt, clause, year);
    add_waiting(refusals, clause, year);
    pthread_mutex_unlock(&refusals->mutex);
    return step == STEP_DONE;
}
