/* Guards a second on one core: the ten needs of an action, judged by the first reading of the language,
 * beside the same ten conditions written in C over the same record; then how long a rulebook takes to load
 * and link.
 *
 * `guards RULEBOOK [SECONDS]` prints rates and their ratio. The records lie in memory, as they do once a
 * command has read them. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "rules/clocks.h"
#include "rules/load.h"

static const char RULES[] =
    "rulebook \"Fellshire Constabulary\" { version \"1\" from 2026-01-01 timezone \"Europe/London\"\n"
    "  holidays england_and_wales working monday to friday 08:00 to 18:00 }\n"
    "policy \"P\" \"Policy\" { clause 1 \"One\" }\n"
    "choice level { low \"Low\" medium \"Medium\" high \"High\" }\n"
    "role manager \"Manager\"\n"
    "register change \"Change\" { number \"C-{n}\" title summary\n"
    "  field summary line field impact level field likelihood level field services many level\n"
    "  field backout_plan text field requester person field starts time field effort number field due date\n"
    "  states open, with_cab, approved final approved\n"
    "  create by actor has manager read true\n"
    "  edit summary, impact, likelihood, services, backout_plan, requester, starts, effort, due by actor has "
    "manager\n"
    "  action submit \"Submit\" { from open to with_cab by actor has manager }\n"
    "  action reopen \"Reopen\" { from with_cab to open by actor has manager }\n"
    "  action approve \"Approve\" { from with_cab to approved by actor has manager\n"
    "    need state = with_cab else \"1\" cite \"P\" 1\n"
    "    need impact given else \"2\" cite \"P\" 1\n"
    "    need services includes medium else \"3\" cite \"P\" 1\n"
    "    need impact < high or backout_plan given else \"4\" cite \"P\" 1\n"
    "    need actor is not requester else \"5\" cite \"P\" 1\n"
    "    need done submit since reopen else \"6\" cite \"P\" 1\n"
    "    need starts > now else \"7\" cite \"P\" 1\n"
    "    need not weekday(starts) in (friday, saturday, sunday) else \"8\" cite \"P\" 1\n"
    "    need clock(starts) between 08:00 and 18:00 else \"9\" cite \"P\" 1\n"
    "    need effort <= 40 and due >= today else \"10\" cite \"P\" 1 } }\n";

enum { RECORDS = 1024 };
enum state { OPEN, WITH_CAB, APPROVED };
enum field_index {
    SUMMARY,
    IMPACT,
    LIKELIHOOD,
    SERVICES,
    BACKOUT_PLAN,
    REQUESTER,
    STARTS,
    EFFORT,
    DUE,
    FIELDS
};

struct change {
    enum state state;
    struct value values[FIELDS];
    int64_t submitted, reopened; /* order of the last; 0: never */
};

struct bench {
    const struct rulebook *rulebook;
    const struct reg *reg;
    const struct action *approve, *submit;
    struct clocks *clocks;
    struct change changes[RECORDS];
    int64_t actor, now;
};

/* ---- by hand ---- */

static bool includes_medium(const struct value *set)
{
    for (size_t i = 0; i < set->count; i++)
        if (set->items[i].i == 1)
            return true;
    return false;
}

static bool is_office_time(const struct zone *zone, int64_t time)
{
    int64_t clock = zone_clock(zone, time);
    return day_weekday(zone_day(zone, time)) < FRIDAY && clock >= 8 * TIME_HOUR && clock < 18 * TIME_HOUR;
}

static bool by_hand(const struct bench *bench, const struct change *change)
{
    const struct value *values = change->values;
    if (change->state != WITH_CAB || !values[IMPACT].kind || !includes_medium(&values[SERVICES]))
        return false;
    if (values[IMPACT].i >= 2 && !values[BACKOUT_PLAN].kind)
        return false;
    if (!values[REQUESTER].kind || values[REQUESTER].i == bench->actor)
        return false;
    if (!change->submitted || change->submitted < change->reopened)
        return false;
    if (!values[STARTS].kind || values[STARTS].i <= bench->now)
        return false;
    return is_office_time(bench->clocks->zone, values[STARTS].i) && values[EFFORT].kind &&
           values[EFFORT].i <= 40 && values[DUE].kind &&
           values[DUE].i >= zone_day(bench->clocks->zone, bench->now);
}

/* ---- by the rulebook ---- */

static const struct change *change_of(const struct bench *bench, struct ref ref)
{
    return &bench->changes[ref.id - 1];
}

static struct value fact_field(void *world, struct ref ref, const struct field *field)
{
    return change_of(world, ref)->values[field->index];
}

static struct value fact_builtin(void *world, struct ref ref, enum builtin builtin)
{
    if (builtin == BUILTIN_STATE)
        return (struct value){.kind = VALUE_CHOICE, .i = change_of(world, ref)->state};
    return (struct value){0};
}

static struct act fact_act(void *world, struct ref ref, const struct action *action)
{
    const struct bench *bench = world;
    const struct change *change = change_of(world, ref);
    return (struct act){.seq = action == bench->submit ? change->submitted : change->reopened};
}

static bool fact_deputises(void *world, int64_t deputy, int64_t person, bool everything)
{
    (void)world;
    (void)everything;
    return deputy == 0 && person == 0;
}

static const struct facts FACTS = {
    .field = fact_field, .builtin = fact_builtin, .act = fact_act, .deputises = fact_deputises};

static bool by_rulebook(struct scene *scene, const struct action *action)
{
    for (size_t i = 0; i < action->need_count; i++)
        if (!evaluate_test(scene, action->needs[i].test))
            return false;
    return true;
}

/* ---- measuring ---- */

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static size_t round_by_hand(const struct bench *bench)
{
    size_t held = 0;
    for (size_t i = 0; i < RECORDS; i++)
        held += by_hand(bench, &bench->changes[i]);
    return held;
}

static size_t round_by_rulebook(struct bench *bench, struct scene *scene)
{
    size_t held = 0;
    for (size_t i = 0; i < RECORDS; i++) {
        scene->self = (struct ref){bench->reg, (int64_t)i + 1};
        held += by_rulebook(scene, bench->approve);
    }
    return held;
}

struct rates {
    double hand, rulebook; /* guards a second */
};

static struct rates measure(struct bench *bench, struct scene *scene, double limit)
{
    double spent[2] = {0};
    size_t rounds = 0, held = 0;
    for (; spent[0] + spent[1] < limit; rounds++) {
        double begun = seconds();
        held += round_by_hand(bench);
        double between = seconds();
        held -= round_by_rulebook(bench, scene);
        spent[0] += between - begun;
        spent[1] += seconds() - between;
    }
    if (held)
        printf("the two disagree about %zu records\n", held);
    double guards = (double)(rounds * RECORDS);
    return (struct rates){guards / spent[0], guards / spent[1]};
}

/* Records of which all ten hold, so that all ten are judged. */
static void fill(struct arena *arena, struct bench *bench)
{
    struct value *services = ARENA_ARRAY(arena, struct value, 2);
    services[0] = (struct value){.kind = VALUE_CHOICE, .i = 0};
    services[1] = (struct value){.kind = VALUE_CHOICE, .i = 1};
    int64_t monday = day_of((struct date){2026, 11, 23});
    bench->actor = RECORDS + 1;
    bench->now = monday * TIME_DAY - TIME_DAY / 2;
    for (int64_t i = 0; i < RECORDS; i++) {
        struct change *change = &bench->changes[i];
        *change = (struct change){.state = WITH_CAB, .submitted = 2 + i % 7, .reopened = i % 2};
        change->values[IMPACT] = (struct value){.kind = VALUE_CHOICE, .i = i % 3};
        change->values[SERVICES] = (struct value){.kind = VALUE_SET, .items = services, .count = 2};
        change->values[BACKOUT_PLAN] = (struct value){.kind = VALUE_TEXT, .text = TEXT("As it was")};
        change->values[REQUESTER] = (struct value){.kind = VALUE_RECORD, .i = 1 + i};
        change->values[STARTS] =
            (struct value){.kind = VALUE_TIME,
                           .i = (monday + i % 4 + 7 * (i % 50)) * TIME_DAY + 9 * TIME_HOUR + i * TIME_SECOND};
        change->values[EFFORT] = (struct value){.kind = VALUE_NUMBER, .i = i % 41};
        change->values[DUE] = (struct value){.kind = VALUE_DATE, .i = monday + i % 90};
    }
}

static bool prepare(struct arena *arena, struct bench *bench)
{
    struct source_file source = {TEXT("force.rules"), text_of(RULES)};
    struct problems problems = {.arena = arena};
    bench->rulebook = rulebook_load_sources(arena, &source, 1, &problems);
    if (!bench->rulebook) {
        printf("%s", problems_print(arena, &problems).s);
        return false;
    }
    bench->clocks = clocks_new(arena, bench->rulebook);
    bench->reg = rulebook_register(bench->rulebook, TEXT("change"));
    bench->approve = reg_action(bench->reg, TEXT("approve"));
    bench->submit = reg_action(bench->reg, TEXT("submit"));
    fill(arena, bench);
    return bench->clocks != NULL;
}

/* Milliseconds to read, parse, link and check the folder; the best of a few. */
static double loading(const char *folder)
{
    double best = 1e9;
    for (int i = 0; i < 10; i++) {
        ARENA_SCOPED arena = arena_new((size_t)256 << 20);
        struct problems problems = {.arena = arena};
        double begun = seconds();
        if (!rulebook_load_dir(arena, folder, &problems))
            return -1;
        double spent = (seconds() - begun) * 1000;
        best = spent < best ? spent : best;
    }
    return best;
}

int main(int argc, char **argv)
{
    static struct bench bench;
    ARENA_SCOPED arena = arena_new((size_t)64 << 20);
    if (argc < 2 || !prepare(arena, &bench)) {
        fprintf(stderr, "usage: guards RULEBOOK [SECONDS]\n");
        return 1;
    }
    struct scene scene = {.arena = arena,
                          .rulebook = bench.rulebook,
                          .clocks = bench.clocks,
                          .facts = &FACTS,
                          .world = &bench,
                          .actor = bench.actor,
                          .now = bench.now};
    struct rates rates = measure(&bench, &scene, argc > 2 ? atof(argv[2]) : 2);
    printf("guards of ten conditions   %9.2f million/s   by hand %9.2f million/s   ratio %.2f\n",
           rates.rulebook / 1e6, rates.hand / 1e6, rates.rulebook / rates.hand);
    printf("load and link              %9.2f ms          (%s)\n", loading(argv[1]), argv[1]);
    return 0;
}
