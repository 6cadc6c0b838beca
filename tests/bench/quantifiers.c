/* Quantifiers over a register, judged for a change, against the bare SQL statement that a person would write
 * for them: `quantifiers DATA [SECONDS]`, on data that `fill` made. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "engine/view.h"
#include "rules/load.h"

/* All true; `sql` gives one row with a 1. ?1 is the change. */
static const struct question {
    const char *test, *sql;
} QUESTIONS[] = {
    {"exists change as c (c.requester is this.requester and c.state = this.state)",
     "SELECT EXISTS(SELECT 1 FROM change c JOIN change r ON r._id=?1 WHERE c.requester=r.requester AND "
     "c._state=r._state)"},
    {"exists change as c (any c.services as s (this.services includes s) and c is not this)",
     "SELECT EXISTS(SELECT 1 FROM change__services s JOIN change__services m ON m.value=s.value "
     "WHERE m.record=?1 AND s.record<>?1)"},
    {"no change as c (c.begins > c.ends)", "SELECT NOT EXISTS(SELECT 1 FROM change WHERE begins>ends)"},
    {"count change as c (c.begins >= this.begins) > 0",
     "SELECT count(*)>0 FROM change WHERE begins>=(SELECT begins FROM change WHERE _id=?1)"},
};

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static bool by_statement(struct world *world, const struct question *question, int64_t change)
{
    STMT_SCOPED stmt = conn_prepare(world->conn, text_of(question->sql));
    stmt_bind_int(stmt, 1, change);
    return stmt_row(stmt) && stmt_int(stmt, 0);
}

struct judged {
    struct engine *engine;
    const struct question *question;
    const struct expr *test;
    bool bare;
};

/* Times a second, each in a view of its own, as a request has it. */
static double rate(const struct judged *judged, double limit)
{
    ARENA_SCOPED arena = arena_new(64 << 20);
    size_t times = 0;
    double begun = seconds(), spent = 0;
    for (; spent < limit; times++, spent = seconds() - begun) {
        VIEW_SCOPED view = {0};
        arena_reset(arena);
        if (!view_open(&view, arena, judged->engine, 0))
            return 0;
        struct record *change =
            world_record(view.world, rulebook_register(view.world->rulebook, TEXT("change")), 1);
        struct scene scene = world_scene(view.world, change);
        if (!(judged->bare ? by_statement(view.world, judged->question, 1)
                           : evaluate_test(&scene, judged->test))) {
            fprintf(stderr, "quantifiers: does not hold%s: %s\n", judged->bare ? " in SQL" : "",
                    judged->question->test);
            return 0;
        }
    }
    return (double)times / spent;
}

static bool measure(struct engine *engine, struct arena *arena, const struct question *question, double limit)
{
    const struct rulebook *rulebook = engine_rulebook(engine);
    struct problems problems = {.arena = arena};
    struct judged judged = {.engine = engine, .question = question};
    judged.test = rulebook_parse_where(arena, rulebook, rulebook_register(rulebook, TEXT("change")),
                                       text_of(question->test), &problems);
    if (!judged.test) {
        fprintf(stderr, "quantifiers: %s\n", problems_print(arena, &problems).s);
        return false;
    }
    double rules = rate(&judged, limit);
    judged.bare = true;
    double bare = rate(&judged, limit);
    printf("%9.0f/s, bare SQL %9.0f/s, ratio %.2f: %s\n", rules, bare, bare > 0 ? rules / bare : 0,
           question->test);
    return rules > 0 && bare > 0;
}

int main(int argc, char **argv)
{
    struct text why;
    if (argc < 2) {
        fprintf(stderr, "usage: quantifiers DATA [SECONDS]\n");
        return 2;
    }
    ARENA_SCOPED arena = arena_new(64 << 20);
    struct engine *engine = engine_open(arena, argv[1], (struct engine_options){0}, &why);
    if (!engine) {
        fprintf(stderr, "quantifiers: %.*s\n", TEXT_ARGS(why));
        return 1;
    }
    bool good = true;
    for (size_t i = 0; i < sizeof QUESTIONS / sizeof *QUESTIONS; i++)
        good = measure(engine, arena, &QUESTIONS[i], argc > 2 ? strtod(argv[2], NULL) : 1) && good;
    engine_close(engine);
    return good ? 0 : 1;
}
