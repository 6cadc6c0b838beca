/* How the cost of proving grows: a register of 12 states and 20 actions, whose guards ask about up to 12
 * enumerated fields of 4 values each and compare six persons; and whole rulebooks.
 *
 *     prove_scale [RULEBOOK ...]
 *
 * Prints processor time, memory and the states that can be reached, for each number of fields, each in a
 * process of its own. Fails when the whole takes more than 10 s or 1 GiB. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "rules/prove.h"

enum { STATES = 12, PERSONS = 6, FIELDS = 12, SECONDS_MAX = 10, KIB_MAX = 1024 * 1024 };

/* Fields and persons may be edited until the step forward that asks about them, and again after a step back
 * to before it; so `checked` is proved, and every field and person is in its cone. `deep` is violated, at the
 * very end. */
static void put_fields(struct buf *out, size_t fields)
{
    for (size_t i = 0; i < fields; i++)
        buf_format(out, "  field f%zu grade default low edit f%zu in s0 by true", i, i);
    for (size_t i = 0; i < fields; i++)
        for (size_t s = 1; s <= i && s < STATES - 1; s++)
            buf_format(out, "\n  edit f%zu in s%zu by actor is p%zu", i, s, i % PERSONS);
    for (size_t i = 0; i < PERSONS; i++)
        buf_format(out, "\n  field p%zu person edit p%zu in s0, s1, s2 by true", i, i);
}

static void put_actions(struct buf *out, size_t fields)
{
    for (size_t i = 0; i + 1 < STATES; i++) {
        buf_format(out,
                   "\n  action go%zu { from s%zu to s%zu by actor is not p%zu need p%zu is not p%zu else "
                   "\"x\" cite \"P\" 1",
                   i, i, i + 1, i % PERSONS, i % PERSONS, (i + 1) % PERSONS);
        for (size_t f = i; f < fields; f += STATES - 1)
            buf_format(out, " need f%zu != poor else \"x\" cite \"P\" 1", f);
        buf_puts(out, " }");
    }
    for (size_t i = 4; i < 9; i++)
        buf_format(out, "\n  action back%zu { from s%zu to s%zu by actor is p%zu }", i, i, i - 3,
                   i % PERSONS);
    for (size_t i = 0; i < 4; i++)
        buf_format(out, "\n  action take%zu { in s%zu by f%zu = low set p%zu = actor }", i, i + 3, i % fields,
                   i);
}

static struct text rulebook_of(struct arena *arena, size_t fields)
{
    struct buf out = buf_in(arena);
    buf_puts(&out,
             "rulebook \"Scale\" { version \"1\" from 2026-01-01 }\npolicy \"P\" \"P\" { clause 1 \"One\" }\n"
             "choice grade { low fair good poor }\nregister change \"Change\" {\n  states s0");
    for (size_t i = 1; i < STATES; i++)
        buf_format(&out, ", s%zu", i);
    buf_puts(&out, "\n  final s11 create by true read by true\n");
    put_fields(&out, fields);
    put_actions(&out, fields);
    buf_puts(&out, "\n  never checked { state = s10 and (");
    for (size_t i = 0; i < fields && i < STATES - 2; i++)
        buf_format(&out, "%sf%zu = poor", i ? " or " : "", i);
    buf_puts(&out, ") cite \"P\" 1 }\n  never deep { state = s10 and p0 is p2");
    for (size_t i = 0; i < fields; i++)
        buf_format(&out, " and f%zu = %s", i, i % 2 ? "good" : "fair");
    buf_puts(&out, " cite \"P\" 1 }\n}\n");
    return buf_text(&out);
}

static const char *const verdicts[] = {
    [PROVE_PROVED] = "proved", [PROVE_VIOLATED] = "VIOLATED", [PROVE_GAVE_UP] = "given up"};

static double processor_seconds(const struct rusage *usage)
{
    return (double)(usage->ru_utime.tv_sec + usage->ru_stime.tv_sec) +
           (double)(usage->ru_utime.tv_usec + usage->ru_stime.tv_usec) / 1e6;
}

/* In a process of its own; `name` is its row's first column. */
static void prove_all(const char *name, struct arena *arena, const struct rulebook *rulebook,
                      struct problems *problems)
{
    struct rusage usage;
    size_t count, steps = 0, by_verdict[3] = {0};
    double states = 0;
    if (!rulebook) {
        printf("%s", problems_print(arena, problems).s);
        exit(2);
    }
    struct prove_result *results = rulebook_prove(arena, rulebook, NULL, &count);
    for (size_t i = 0; i < count; i++) {
        by_verdict[results[i].verdict]++;
        steps = results[i].step_count > steps ? results[i].step_count : steps;
        states = results[i].states > states ? results[i].states : states;
    }
    getrusage(RUSAGE_SELF, &usage);
    printf("%-28s %8.2f s %8ld MiB %12.3g states", name, processor_seconds(&usage), usage.ru_maxrss / 1024,
           states);
    for (size_t i = 0; i < 3; i++)
        if (by_verdict[i])
            printf("  %zu %s", by_verdict[i], verdicts[i]);
    printf(steps ? ", the longest way %zu steps\n" : "\n", steps);
    fflush(stdout);
    exit(processor_seconds(&usage) > SECONDS_MAX || usage.ru_maxrss > KIB_MAX || by_verdict[PROVE_GAVE_UP]);
}

static void prove_fields(size_t fields)
{
    char name[32];
    struct arena *arena = arena_new((size_t)4 << 30);
    struct problems problems = {.arena = arena};
    struct source_file source = {TEXT("force.rules"), rulebook_of(arena, fields)};
    snprintf(name, sizeof name, "%zu fields", fields);
    prove_all(name, arena, rulebook_load_sources(arena, &source, 1, &problems), &problems);
}

static void prove_folder(const char *folder)
{
    struct arena *arena = arena_new((size_t)4 << 30);
    struct problems problems = {.arena = arena};
    prove_all(folder, arena, rulebook_load_dir(arena, folder, &problems), &problems);
}

static bool wait_for(pid_t child)
{
    int status;
    return child > 0 && waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

int main(int argc, char **argv)
{
    bool within = true;
    for (size_t fields = 2; fields <= FIELDS; fields += 2) {
        pid_t child = fork();
        if (child == 0)
            prove_fields(fields);
        within &= wait_for(child);
    }
    for (int i = 1; i < argc; i++) {
        pid_t child = fork();
        if (child == 0)
            prove_folder(argv[i]);
        within &= wait_for(child);
    }
    printf("%s %d s and 1 GiB\n", within ? "all within" : "NOT all within", SECONDS_MAX);
    return !within;
}
