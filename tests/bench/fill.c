/* Makes data to measure on: `fill DATA RULEBOOK CHANGES EVENTS` writes that many changes with that many
 * events each, by commands through the engine, many at a time, and says how fast. RULEBOOK has the registers
 * `asset` and `change` of tests/rulebooks/example. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#include "engine/command.h"
#include "identity/identity.h"
#include "modules/policy/shelf.h"

enum { IN_FLIGHT = 64, ASSETS = 500, WORDS_RARE = 100 };

struct slot {
    struct arena *arena;
    struct command command;
    struct input inputs[8];
    struct input services[2];
    struct answer answer;
    struct fill *fill;
    bool busy;
};

struct fill {
    struct engine *engine;
    pthread_mutex_t lock;
    pthread_cond_t freed;
    struct slot slots[IN_FLIGHT];
    size_t failed;
};

static void done(void *context)
{
    struct slot *slot = context;
    struct fill *fill = slot->fill;
    pthread_mutex_lock(&fill->lock);
    if (slot->answer.outcome != OUTCOME_DONE && fill->failed++ < 3)
        fprintf(stderr, "fill: %.*s\n", TEXT_ARGS(slot->answer.message));
    slot->busy = false;
    pthread_cond_signal(&fill->freed);
    pthread_mutex_unlock(&fill->lock);
}

static struct slot *take(struct fill *fill)
{
    struct slot *slot = NULL;
    pthread_mutex_lock(&fill->lock);
    while (!slot) {
        for (size_t i = 0; i < IN_FLIGHT && !slot; i++)
            if (!fill->slots[i].busy)
                slot = &fill->slots[i];
        if (!slot)
            pthread_cond_wait(&fill->freed, &fill->lock);
    }
    slot->busy = true;
    pthread_mutex_unlock(&fill->lock);
    arena_reset(slot->arena);
    return slot;
}

static void wait_all(struct fill *fill)
{
    pthread_mutex_lock(&fill->lock);
    for (size_t i = 0; i < IN_FLIGHT; i++)
        while (fill->slots[i].busy)
            pthread_cond_wait(&fill->freed, &fill->lock);
    pthread_mutex_unlock(&fill->lock);
}

static void submit(struct slot *slot)
{
    command_submit(slot->fill->engine, slot->arena, &slot->command, &slot->answer, done, slot);
}

static struct input line(const char *name, struct text text)
{
    return (struct input){.name = text_of(name), .kind = INPUT_TEXT, .text = text};
}

static int64_t make_person(struct fill *fill, struct arena *arena)
{
    static const char *const roles[] = {"ict_staff", "change_manager", "change_assessor"};
    struct input inputs[] = {line("username", TEXT("bench")), line("name", TEXT("Bench Mark"))};
    struct command command = {.kind = COMMAND_PERSON_NEW, .inputs = inputs, .input_count = 2};
    struct answer answer;
    command_run(fill->engine, arena, &command, &answer);
    int64_t person = answer.record;
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++) {
        struct command grant = {.kind = COMMAND_GRANT,
                                .person = TEXT("bench"),
                                .role = text_of(roles[i]),
                                .from = INT64_MIN,
                                .to = INT64_MIN};
        command_run(fill->engine, arena, &grant, &answer);
    }
    return person;
}

static void make_asset(struct fill *fill, int64_t person, size_t i)
{
    struct slot *slot = take(fill);
    slot->inputs[0] = line("name", arena_format(slot->arena, "Service %zu", i));
    slot->command = (struct command){.kind = COMMAND_OPEN,
                                     .actor = person,
                                     .register_name = TEXT("asset"),
                                     .inputs = slot->inputs,
                                     .input_count = 1};
    submit(slot);
}

static void make_change(struct fill *fill, int64_t person, size_t i)
{
    struct slot *slot = take(fill);
    struct arena *arena = slot->arena;
    const char *rare = i % WORDS_RARE ? "ordinary" : "uncommonword";
    slot->services[0] = line("", arena_format(arena, "AST-%05zu", i % ASSETS + 1));
    slot->services[1] = line("", arena_format(arena, "AST-%05zu", (i * 7) % ASSETS + 1));
    slot->inputs[0] = line("summary", arena_format(arena, "Replace component %zu of the %s kind", i, rare));
    slot->inputs[1] = line("description",
                           arena_format(arena,
                                        "Change %zu replaces a part that leaves support. Users notice "
                                        "nothing; the %s part is swapped at night and tested before morning.",
                                        i, rare));
    slot->inputs[2] =
        line("impact_statement",
             TEXT("One service for up to ten minutes, outside working hours. Nothing else depends on it."));
    slot->inputs[3] = line("backout_plan", TEXT("Put the old part back and test; thirty minutes."));
    slot->inputs[4] =
        (struct input){.name = TEXT("services"), .kind = INPUT_LIST, .items = slot->services, .count = 2};
    slot->inputs[5] = line("begins", time_print(arena, 1790000000 * TIME_SECOND + (int64_t)i * TIME_HOUR));
    slot->inputs[6] =
        line("ends", time_print(arena, 1790000000 * TIME_SECOND + (int64_t)i * TIME_HOUR + 2 * TIME_HOUR));
    slot->command = (struct command){.kind = COMMAND_OPEN,
                                     .actor = person,
                                     .register_name = TEXT("change"),
                                     .inputs = slot->inputs,
                                     .input_count = 7};
    submit(slot);
}

static void edit_change(struct fill *fill, int64_t person, int year, size_t i, size_t round)
{
    struct slot *slot = take(fill);
    struct arena *arena = slot->arena;
    slot->inputs[0] =
        line("backout_plan", arena_format(arena, "Put the old part back and test; %zu minutes.", 30 + round));
    slot->command = (struct command){.kind = round == 1 && i % 3 ? COMMAND_ACT : COMMAND_EDIT,
                                     .actor = person,
                                     .register_name = TEXT("change"),
                                     .action = TEXT("submit"),
                                     .number = arena_format(arena, "RFC-%d-%05zu", year, i + 1),
                                     .inputs = slot->inputs,
                                     .input_count = round == 1 && i % 3 ? 0 : 1};
    submit(slot);
}

static void fill_all(struct fill *fill, struct arena *arena, size_t changes, size_t events)
{
    int64_t person = make_person(fill, arena);
    for (size_t i = 0; i < ASSETS; i++)
        make_asset(fill, person, i);
    wait_all(fill);
    int64_t began = time_now();
    int year = day_date(time_day(engine_now(fill->engine))).year;
    for (size_t i = 0; i < changes; i++)
        make_change(fill, person, i);
    wait_all(fill);
    double seconds = (double)(time_now() - began) / 1e6;
    printf("%zu changes opened in %.1f s: %.0f a second\n", changes, seconds, (double)changes / seconds);
    began = time_now();
    for (size_t round = 1; round < events; round++)
        for (size_t i = 0; i < changes; i++)
            edit_change(fill, person, year, i, round);
    wait_all(fill);
    seconds = (double)(time_now() - began) / 1e6;
    if (events > 1)
        printf("%zu more events in %.1f s: %.0f a second\n", changes * (events - 1), seconds,
               (double)(changes * (events - 1)) / seconds);
}

int main(int argc, char **argv)
{
    if (argc != 5) {
        fprintf(stderr, "usage: fill DATA RULEBOOK CHANGES EVENTS\n");
        return 2;
    }
    static struct fill fill = {.lock = PTHREAD_MUTEX_INITIALIZER, .freed = PTHREAD_COND_INITIALIZER};
    ARENA_SCOPED arena = arena_new(256 << 20);
    struct problems problems = {.arena = arena};
    struct text why;
    hooks_add(&policy_hook);
    fill.engine = engine_create(arena, argv[1], argv[2], (struct text){0}, TEXT("admin"),
                                (struct engine_options){0}, &problems, &why);
    if (!fill.engine || !identity_create(fill.engine)) {
        fprintf(stderr, "fill: %s%.*s\n", problems_print(arena, &problems).s, TEXT_ARGS(why));
        return 1;
    }
    for (size_t i = 0; i < IN_FLIGHT; i++)
        fill.slots[i] = (struct slot){.arena = arena_new(16 << 20), .fill = &fill};
    fill_all(&fill, arena, strtoul(argv[3], NULL, 10), strtoul(argv[4], NULL, 10));
    engine_close(fill.engine);
    for (size_t i = 0; i < IN_FLIGHT; i++)
        arena_free(fill.slots[i].arena);
    return fill.failed ? 1 : 0;
}
