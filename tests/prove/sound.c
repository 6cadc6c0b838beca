/* Does the prover tell the truth? Random pages, judged by the prover and tried on the real engine: what can
 * be brought about must have been reported, and what was reported without an assumption must come about.
 *
 * sound [PAGES [SEED [WALKS [PROCESSES]]]]     for long runs on demand: sound 20000 1 60 2
 *
 * Each process has its share of the pages, and seeds of its own. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "explore.h"
#include "replay.h"
#include "sample.h"

enum { PAGES_EACH = 20, LENGTH = 12, DEPTH = 6, ALL_COMMANDS = 1500, SHOWN_MAX = 60 };

struct totals {
    size_t pages, refused, nevers, proved, violated, gave_up, assumed;
    size_t reached, replayed, beyond, unsure, real; /* unsure: violated by assumption and not reached */
    size_t commands, done, failed;
    double states, prove_seconds, prove_longest, explore_seconds;
};

static double seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void complain(struct totals *totals, const char *what, uint64_t seed, struct text page,
                     const struct prove_result *result, struct text how)
{
    if (totals->failed++ < SHOWN_MAX)
        printf("---- %s: page of seed %llu, never %.*s\n%.*s%.*s\n", what, (unsigned long long)seed,
               TEXT_ARGS(result->never->name), TEXT_ARGS(page), TEXT_ARGS(how));
}

static void judge(struct force *force, size_t page, uint64_t seed, const struct prove_result *result,
                  const struct explored *explored, size_t never, struct totals *totals)
{
    struct text why, text = force->texts[page];
    bool reached = explored->reached[never], walked = false;
    totals->nevers++;
    totals->reached += reached;
    totals->proved += result->verdict == PROVE_PROVED;
    totals->violated += result->verdict == PROVE_VIOLATED;
    totals->gave_up += result->verdict == PROVE_GAVE_UP;
    totals->states += result->states;
    if (reached && result->verdict == PROVE_PROVED)
        complain(totals, "PROVED, BUT REACHED", seed, text, result, explored->how[never]);
    if (result->verdict == PROVE_VIOLATED && result->assumed) {
        totals->assumed++;
        totals->unsure += !reached;
    } else if (result->verdict == PROVE_VIOLATED) {
        enum replayed ended = replay(force, page, result, &why);
        walked = ended == REPLAY_REACHED;
        totals->replayed += walked;
        totals->beyond += ended == REPLAY_BEYOND;
        if (ended == REPLAY_STRAYED)
            complain(totals, "A TRACE THAT CANNOT BE WALKED", seed, text, result,
                     replay_told(force, result, why));
    }
    totals->real += reached || walked;
}

static void try_page(struct force *force, size_t page, uint64_t seed, size_t walks, struct totals *totals)
{
    struct explored explored = {0};
    struct chance chance = chance_of(seed);
    bool tiny = sample_is_tiny(seed);
    size_t count;
    double started = seconds();
    struct prove_result *results = rulebook_prove(force->arena, force->rulebook, force->pages[page], &count);
    double proved = seconds();
    if (tiny)
        explore_all(force, page, DEPTH, walks * ALL_COMMANDS / 40, &explored);
    explore_by_chance(force, page, &chance, tiny ? walks / 4 : walks, LENGTH, &explored);
    totals->prove_seconds += proved - started;
    if (totals->prove_longest < proved - started)
        totals->prove_longest = proved - started;
    totals->explore_seconds += seconds() - proved;
    totals->commands += explored.commands;
    totals->done += explored.done;
    totals->pages++;
    for (size_t i = 0; i < count; i++)
        judge(force, page, seed, &results[i], &explored, i, totals);
}

static void try_force(uint64_t *seed, size_t count, size_t walks, struct totals *totals)
{
    ARENA_SCOPED arena = arena_new(64 << 20);
    struct text pages[PAGES_EACH] = {0};
    uint64_t seeds[PAGES_EACH] = {0};
    for (size_t i = 0; i < count; i++) {
        pages[i] = sample_loads(arena, seed, &totals->refused);
        seeds[i] = (*seed)++;
    }
    struct force *force = force_new(pages, count);
    if (!force)
        exit(1);
    for (size_t i = 0; i < count; i++)
        try_page(force, i, seeds[i], walks, totals);
    force_free(force);
}

static void print(const struct totals *t)
{
    printf("%zu pages (%zu drawn did not load), %zu nevers: %zu proved, %zu violated (%zu by assumption), "
           "%zu given up\n",
           t->pages, t->refused, t->nevers, t->proved, t->violated, t->assumed, t->gave_up);
    printf("%zu reached in %zu commands, %zu of them done; %zu traces walked, %zu want more people or "
           "records; %zu "
           "violated by "
           "assumption and not reached\n",
           t->reached, t->commands, t->done, t->replayed, t->beyond, t->unsure);
    printf("%.0f%% of the nevers are really violated; proving took %.1f s (at most %.2f s a page, %.0f "
           "states each), "
           "trying %.1f s\n",
           100 * (double)t->real / (double)t->nevers, t->prove_seconds, t->prove_longest,
           t->states / (double)t->nevers, t->explore_seconds);
}

static void try_pages(uint64_t seed, size_t pages, size_t walks, struct totals *totals)
{
    while (totals->pages < pages)
        try_force(&seed, pages - totals->pages < PAGES_EACH ? pages - totals->pages : PAGES_EACH, walks,
                  totals);
}

static void add(struct totals *sum, const struct totals *t)
{
    size_t *const to[] = {&sum->pages,   &sum->refused, &sum->nevers,   &sum->proved,   &sum->violated,
                          &sum->gave_up, &sum->assumed, &sum->reached,  &sum->replayed, &sum->beyond,
                          &sum->unsure,  &sum->real,    &sum->commands, &sum->done,     &sum->failed};
    const size_t from[] = {t->pages,   t->refused, t->nevers,   t->proved,   t->violated,
                           t->gave_up, t->assumed, t->reached,  t->replayed, t->beyond,
                           t->unsure,  t->real,    t->commands, t->done,     t->failed};
    for (size_t i = 0; i < sizeof from / sizeof *from; i++)
        *to[i] += from[i];
    sum->states += t->states;
    sum->prove_seconds += t->prove_seconds;
    sum->explore_seconds += t->explore_seconds;
    if (sum->prove_longest < t->prove_longest)
        sum->prove_longest = t->prove_longest;
}

/* A process that comes to grief is a failure. */
static struct totals share_out(uint64_t seed, size_t pages, size_t walks, size_t processes)
{
    struct totals sum = {0};
    struct totals *each =
        mmap(NULL, processes * sizeof *each, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (each == MAP_FAILED)
        abort();
    for (size_t p = 0; p < processes; p++)
        if (fork() == 0) {
            try_pages(seed + p * pages, (p + 1) * pages / processes - p * pages / processes, walks, &each[p]);
            fflush(stdout);
            _exit(0);
        }
    for (int status; wait(&status) > 0;)
        sum.failed += status != 0;
    for (size_t p = 0; p < processes; p++)
        add(&sum, &each[p]);
    return sum;
}

int main(int argc, char **argv)
{
    size_t pages = argc > 1 ? strtoul(argv[1], NULL, 10) : 300,
           walks = argc > 3 ? strtoul(argv[3], NULL, 10) : 16,
           processes = argc > 4 ? strtoul(argv[4], NULL, 10) : 1;
    uint64_t seed = argc > 2 ? strtoull(argv[2], NULL, 10) : 40;
    struct totals totals = share_out(seed, pages, walks, processes ? processes : 1);
    print(&totals);
    if (totals.real * 3 < totals.nevers) {
        printf("fewer than a third of the nevers are really violated\n");
        totals.failed++;
    }
    printf("%zu passed, %zu failed\n", totals.nevers, totals.failed);
    return totals.failed != 0;
}
