/* Compares evaluate and query on random expressions over random records: every operator and type, both
 * outcomes and missing values each in a fifth or more, and what decided them. `agree [SEED [COMPARISONS]]`;
 * what is printed says how many. */
#include "drawn.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { COMPARISONS = 200000, WORLDS = 12, DECIDED_PERCENT = 20 };

struct tally {
    size_t comparisons, holds, fails, missing, narrowed, expressions, unsaid, asked[2];
    struct drawn drawn;
};

static bool disagree(const char *what, struct text source, const struct world *world,
                     const struct scene *scene, const struct sql *sql)
{
    printf("%s\n  %.*s\n  actor %jd, now ", what, TEXT_ARGS(source), (intmax_t)world->actor);
    printf("%s%s%s\n", time_print(world->passing, world->now).s, scene->narrowed ? ", narrowed" : "",
           scene->reading ? ", reading" : "");
    printf("  %s\n", buf_text((struct buf *)&sql->text).s);
    return false;
}

/* One expression on every item; false when the readings differ. */
static bool compare(struct world *world, sqlite3 *db, const struct reg *reg, const struct expr *expr,
                    struct text source, struct scene *scene, bool decided, struct tally *tally)
{
    struct arena *arena = world->passing;
    struct sql sql = {.text = buf_in(arena)};
    if (!world_compile(scene, reg, expr, &sql)) {
        tally->unsaid++;
        return true;
    }
    __attribute__((cleanup(world_finalize))) sqlite3_stmt *statement = world_prepare(db, &sql);
    if (!statement)
        return disagree(sqlite3_errmsg(db), source, world, scene, &sql);
    size_t n = 0;
    while (sqlite3_step(statement) == SQLITE_ROW) {
        scene->self = (struct ref){reg, sqlite3_column_int64(statement, 0)};
        world->missing = 0;
        bool holds = evaluate_test(scene, expr), found = sqlite3_column_int(statement, 1);
        tally->missing += world->missing > 0;
        tally->holds += holds;
        tally->fails += !holds;
        n++;
        if (decided)
            drawn_decided(&tally->drawn, world, scene, expr, holds);
        if (holds != found)
            return disagree(arena_format(arena, "record %jd: evaluate says %s, query %s",
                                         (intmax_t)scene->self.id, holds ? "yes" : "no", found ? "yes" : "no")
                                .s,
                            source, world, scene, &sql);
    }
    if (n != world->tables[reg->index].count)
        return disagree(sqlite3_errmsg(db), source, world, scene, &sql);
    tally->comparisons += n;
    tally->narrowed += scene->narrowed ? n : 0;
    tally->expressions++;
    drawn_expr(&tally->drawn, expr, n);
    return true;
}

static bool one_expression(struct world *world, sqlite3 *db, const struct reg *reg, struct chance *chance,
                           struct tally *tally)
{
    struct arena *arena = world->passing;
    struct problems problems = {.arena = arena};
    struct text source = sample_test(arena, chance, world->rulebook, reg);
    const struct expr *expr = rulebook_parse_where(arena, world->rulebook, reg, source, &problems);
    if (!expr) {
        printf("refused: %.*s\n%s\n", TEXT_ARGS(source), problems_print(arena, &problems).s);
        return false;
    }
    world->actor = (int64_t)chance_below(chance, 8);
    world->asks = chance_of(chance, 30);
    size_t unsaid = chance_below(chance, 2 * world->rulebook->register_count);
    world->unsaid = unsaid < world->rulebook->register_count ? world->rulebook->registers[unsaid] : NULL;
    struct scene scene = world_scene(world, chance_of(chance, 30), chance_of(chance, 25));
    bool decided = !world->asks && chance_of(chance, DECIDED_PERCENT);
    return compare(world, db, reg, expr, source, &scene, decided, tally);
}

static bool one_world(struct arena *arena, const struct rulebook *rulebook, const struct clocks *clocks,
                      struct chance *chance, struct tally *tally, size_t until)
{
    struct world world;
    world_make(&world, arena, rulebook, clocks, chance);
    __attribute__((cleanup(world_close))) sqlite3 *db = NULL;
    if (sqlite3_open(":memory:", &db) != SQLITE_OK)
        return false;
    world_project(&world, db);
    world.db = db;
    ARENA_SCOPED passing = arena_new((size_t)256 << 20);
    world.passing = passing;
    const struct reg *reg = rulebook_register(rulebook, TEXT("item"));
    while (tally->comparisons < until) {
        if (!one_expression(&world, db, reg, chance, tally))
            return false;
        arena_reset(passing);
    }
    tally->asked[0] += world.asked[0];
    tally->asked[1] += world.asked[1];
    return true;
}

static bool balanced(const struct tally *tally, size_t wanted)
{
    printf("%zu expressions, %zu comparisons: %zu hold, %zu fail, %zu meet a missing value; %zu narrowed; "
           "%zu unsaid\n",
           tally->expressions, tally->comparisons, tally->holds, tally->fails, tally->missing,
           tally->narrowed, tally->unsaid);
    printf("%9zu quantifiers counted by SQL alone\n%9zu with evaluation\n", tally->asked[1], tally->asked[0]);
    /* What nests too deeply for the store is refused, not run. */
    size_t fifth = tally->comparisons / 5;
    return tally->comparisons >= wanted && tally->holds >= fifth && tally->fails >= fifth &&
           tally->missing >= fifth && tally->unsaid < tally->expressions / 50 && tally->asked[0] >= 1000 &&
           tally->asked[1] >= 1000;
}

int main(int argc, char **argv)
{
    struct chance chance = {.state = argc > 1 ? strtoull(argv[1], NULL, 10) : 20261122};
    printf("seed %ju\n", (uintmax_t)chance.state);
    chance.state = chance.state * 2654435761u + 1;
    size_t wanted = argc > 2 ? strtoull(argv[2], NULL, 10) : COMPARISONS;
    ARENA_SCOPED arena = arena_new((size_t)512 << 20);
    struct problems problems = {.arena = arena};
    const struct rulebook *rulebook = rulebook_load_dir(arena, AGREE_RULEBOOK, &problems);
    if (!rulebook) {
        printf("%s", problems_print(arena, &problems).s);
        return 1;
    }
    struct clocks *clocks = clocks_new(arena, rulebook);
    struct tally tally = {.drawn = drawn_begin(arena, rulebook)};
    bool good = clocks != NULL;
    for (size_t i = 1; i <= WORLDS && good; i++)
        good = one_world(arena, rulebook, clocks, &chance, &tally, wanted * i / WORLDS);
    good = balanced(&tally, wanted) && drawn_enough(&tally.drawn) && good;
    printf("%d passed, %d failed\n", good, !good);
    return good ? 0 : 1;
}
