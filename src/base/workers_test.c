#include "base/workers.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

enum { THREADS = 4, PIECES = 12, LIMIT = 10 };

/* What the pieces of work do: note that they run, and stay until the gate opens. */
static struct {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    bool open;
    unsigned running, most, done, order[PIECES];
} seen = {.lock = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER};

struct piece {
    struct work work; /* first: the workers hand it back */
    unsigned n;
    bool stays;
};

static void run(struct work *work)
{
    const struct piece *piece = (const struct piece *)work;
    pthread_mutex_lock(&seen.lock);
    seen.running += piece->stays;
    seen.most = seen.running > seen.most ? seen.running : seen.most;
    pthread_cond_broadcast(&seen.changed);
    while (piece->stays && !seen.open)
        pthread_cond_wait(&seen.changed, &seen.lock);
    seen.running -= piece->stays;
    seen.order[seen.done++] = piece->n;
    pthread_cond_broadcast(&seen.changed);
    pthread_mutex_unlock(&seen.lock);
}

static void wait_for(const unsigned *counted, unsigned n)
{
    pthread_mutex_lock(&seen.lock);
    while (*counted < n)
        pthread_cond_wait(&seen.changed, &seen.lock);
    pthread_mutex_unlock(&seen.lock);
}

static int begin(void **state)
{
    (void)state;
    seen.open = false;
    seen.running = seen.most = seen.done = 0;
    return 0;
}

static void open_gate(void)
{
    pthread_mutex_lock(&seen.lock);
    seen.open = true;
    pthread_cond_broadcast(&seen.changed);
    pthread_mutex_unlock(&seen.lock);
}

static void slow_work_leaves_threads_to_others(void **state)
{
    (void)state;
    struct piece slow[6], quick[3];
    struct workers *workers = workers_start(THREADS, LIMIT);
    assert_non_null(workers);
    for (unsigned i = 0; i < 6; i++) {
        slow[i] = (struct piece){.work = {.run = run}, .n = i, .stays = true};
        assert_true(workers_submit_slow(workers, &slow[i].work));
    }
    wait_for(&seen.running, THREADS / 2);
    for (unsigned i = 0; i < 3; i++) {
        quick[i] = (struct piece){.work = {.run = run}, .n = 100 + i};
        assert_true(workers_submit(workers, &quick[i].work));
    }
    wait_for(&seen.done, 3);
    for (unsigned i = 0; i < 3; i++)
        assert_true(seen.order[i] >= 100);
    open_gate();
    workers_stop(workers);
    assert_int_equal(seen.done, 9);
    assert_int_equal(seen.most, THREADS / 2);
}

static void too_much_is_not_taken(void **state)
{
    (void)state;
    struct piece pieces[LIMIT + 2];
    struct workers *workers = workers_start(1, LIMIT);
    assert_non_null(workers);
    for (unsigned i = 0; i < LIMIT + 2; i++)
        pieces[i] = (struct piece){.work = {.run = run}, .n = i, .stays = true};
    assert_true(workers_submit(workers, &pieces[0].work));
    wait_for(&seen.running, 1);
    for (unsigned i = 1; i <= LIMIT; i++)
        assert_true(i % 2 ? workers_submit(workers, &pieces[i].work)
                          : workers_submit_slow(workers, &pieces[i].work));
    assert_false(workers_submit(workers, &pieces[LIMIT + 1].work));
    assert_false(workers_submit_slow(workers, &pieces[LIMIT + 1].work));
    open_gate();
    workers_stop(workers);
    assert_int_equal(seen.done, LIMIT + 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(slow_work_leaves_threads_to_others, begin),
        cmocka_unit_test_setup(too_much_is_not_taken, begin),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
