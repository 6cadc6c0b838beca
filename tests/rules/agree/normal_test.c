/* The normal form of a test means the test, and whatever entailment says is so in every record, on chance.
 * `normal SEED` tries another sequence. */
#include "agree.h"

#include <stdio.h>
#include <stdlib.h>

#include "rules/normal.h"

enum { WORLDS = 4, ROUNDS = 1500, POOL = 12, FAMILIES = 8, PROVED_AT_LEAST = 20000 };

struct found {
    size_t forms, proved, evaluations;
};

/* Tests that lie near each other, so that some follow from others: of one family, nearer still. */
static struct text near_test(struct arena *arena, struct chance *chance, uint64_t family)
{
    static const char *const ops[] = {"=", "!=", "<", "<=", ">", ">="};
    static const char *const levels[] = {"low", "medium", "high"};
    static const char *const spans[] = {"days", "working days", "weeks", "months", "years"};
    static const char *const people[] = {"actor has staff",
                                         "actor has staff personally",
                                         "actor has staff since 2 months",
                                         "actor has staff since 5 months",
                                         "actor has expert for radio",
                                         "actor has expert",
                                         "actor is owner",
                                         "actor is owner personally",
                                         "owner given",
                                         "owner is requester",
                                         "requester missing"};
    const char *op = ops[chance_below(chance, 6)];
    int n = (int)chance_below(chance, 5);
    switch (family) {
    case 0:
        return arena_format(arena, "amount %s %d", op, n - 2);
    case 1:
        return arena_format(arena, "impact %s %s", op, levels[chance_below(chance, 3)]);
    case 2:
        return arena_format(arena, "impact in (%s, %s)", levels[chance_below(chance, 3)],
                            levels[chance_below(chance, 3)]);
    case 3:
        return arena_format(arena, "due %s today %s %d %s", op, n % 2 ? "+" : "-", n,
                            spans[chance_below(chance, 5)]);
    case 4:
        return arena_format(arena, "%d %s amount", n - 2, op);
    case 5:
        return arena_format(arena, "%s thing (size %s %d)", n % 2 ? "exists" : "no", op, n);
    case 6:
        return arena_format(arena, n % 2 ? "amount given" : "amount missing or urgent");
    default:
        return text_of(people[chance_below(chance, 11)]);
    }
}

static struct text any_test(struct world *world, struct chance *chance, const struct reg *reg,
                            uint64_t family)
{
    if (family == FAMILIES)
        family = chance_below(chance, FAMILIES);
    return chance_of(chance, 75) ? near_test(world->passing, chance, family)
                                 : sample_test(world->passing, chance, world->rulebook, reg);
}

static const char *const SHAPES[] = {"(%.*s)",
                                     "(%.*s) and (%.*s)",
                                     "(%.*s) or (%.*s)",
                                     "not (%.*s)",
                                     "not ((%.*s) and (%.*s))",
                                     "(%.*s) and not (%.*s)",
                                     "((%.*s) or (%.*s)) and (%.*s)",
                                     "((%.*s) and (%.*s)) or (%.*s)"};

/* A few single tests, joined in several ways. */
static void make_pool(struct world *world, struct chance *chance, const struct reg *reg, struct expr **tests)
{
    struct text singles[4];
    uint64_t family = chance_below(chance, FAMILIES + 4);
    if (family > FAMILIES)
        family = FAMILIES;
    for (size_t i = 0; i < 4; i++)
        singles[i] = any_test(world, chance, reg, family);
    for (size_t i = 0; i < POOL; i++) {
        struct text a = singles[chance_below(chance, 4)], b = singles[chance_below(chance, 4)],
                    c = singles[chance_below(chance, 4)];
        struct buf source = buf_in(world->passing);
        struct text rest = text_of(SHAPES[chance_below(chance, 8)]), next[] = {a, b, c};
        for (size_t j = 0; rest.n; j++) {
            buf_put(&source, text_cut(&rest, '%'));
            if (rest.n) {
                buf_put(&source, next[j]);
                rest.s += 3; /* ".*s" */
                rest.n -= 3;
            }
        }
        struct problems problems = {.arena = world->passing};
        tests[i] = rulebook_parse_where(world->passing, world->rulebook, reg, buf_text(&source), &problems);
        if (!tests[i])
            printf("not read: %s\n", buf_text(&source).s);
    }
}

static bool holds_at(struct world *world, const struct reg *reg, size_t row, const struct expr *test)
{
    struct scene scene = world_scene(world, false, false);
    scene.self = (struct ref){reg, world->tables[reg->index].rows[row].id};
    return evaluate_test(&scene, test);
}

static bool wrong(struct world *world, const char *what, const struct expr *a, const struct expr *b)
{
    printf("%s:\n  %s\n  %s\n", what, expr_print(world->passing, a).s, expr_print(world->passing, b).s);
    return false;
}

static bool one_pool(struct world *world, struct chance *chance, const struct reg *reg, struct found *found)
{
    struct expr *tests[POOL], *normal[POOL];
    struct print_scope scope = print_scope_top();
    size_t rows = world->tables[reg->index].count;
    bool *held = ARENA_ARRAY(world->passing, bool, POOL *rows);
    make_pool(world, chance, reg, tests);
    world->actor = (int64_t)chance_below(chance, 8);
    for (size_t i = 0; i < POOL; i++) {
        if (!tests[i])
            return false;
        normal[i] = normal_form(world->passing, tests[i], &scope);
        for (size_t row = 0; row < rows; row++) {
            held[i * rows + row] = holds_at(world, reg, row, tests[i]);
            if (holds_at(world, reg, row, normal[i]) != held[i * rows + row])
                return wrong(world, "the normal form means something else", tests[i], normal[i]);
        }
        found->forms++;
        found->evaluations += rows;
    }
    for (size_t i = 0; i < POOL; i++)
        for (size_t j = 0; j < POOL; j++) {
            if (i == j || !normal_entails(world->passing, normal[i], normal[j]))
                continue;
            found->proved++;
            for (size_t row = 0; row < rows; row++)
                if (held[i * rows + row] && !held[j * rows + row])
                    return wrong(world, "does not follow", tests[i], tests[j]);
        }
    return true;
}

static bool one_world(const struct rulebook *rulebook, const struct clocks *clocks, struct chance *chance,
                      struct found *found)
{
    ARENA_SCOPED arena = arena_new((size_t)64 << 20);
    ARENA_SCOPED passing = arena_new((size_t)256 << 20);
    struct world world;
    world_make(&world, arena, rulebook, clocks, chance);
    world.passing = passing;
    const struct reg *reg = rulebook_register(rulebook, TEXT("item"));
    for (size_t i = 0; i < ROUNDS / WORLDS; i++) {
        if (!one_pool(&world, chance, reg, found))
            return false;
        arena_reset(passing);
    }
    return true;
}

int main(int argc, char **argv)
{
    struct chance chance = {.state = argc > 1 ? strtoull(argv[1], NULL, 10) : 20261122};
    printf("seed %ju\n", (uintmax_t)chance.state);
    chance.state = chance.state * 2654435761u + 1;
    ARENA_SCOPED arena = arena_new((size_t)512 << 20);
    struct problems problems = {.arena = arena};
    const struct rulebook *rulebook = rulebook_load_dir(arena, AGREE_RULEBOOK, &problems);
    struct clocks *clocks = rulebook ? clocks_new(arena, rulebook) : NULL;
    struct found found = {0};
    bool good = clocks != NULL;
    for (size_t i = 0; i < WORLDS && good; i++)
        good = one_world(rulebook, clocks, &chance, &found);
    printf("%zu forms, %zu evaluations, %zu entailments\n", found.forms, found.evaluations, found.proved);
    good = good && found.proved >= PROVED_AT_LEAST;
    printf("%d passed, %d failed\n", good, !good);
    return good ? 0 : 1;
}
