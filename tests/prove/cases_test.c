/* The written cases, judged by the engine and by the prover: what can be brought about is, what cannot is
 * not, and the prover says so. */
#include <stdio.h>

#include "cases.h"
#include "explore.h"
#include "replay.h"

enum { WALKS = 6000, WALKS_IN_VAIN = 60, LENGTH = 14 };

static bool fail(const struct prove_case *c, const char *what, struct text how)
{
    printf("%.*s: %.*s: %s\n%.*s\n%.*s\n", TEXT_ARGS(c->feature), TEXT_ARGS(c->why), what, TEXT_ARGS(c->page),
           TEXT_ARGS(how));
    return false;
}

static bool engine_agrees(struct force *force, size_t page, const struct prove_case *c)
{
    struct explored explored = {0};
    struct chance chance = chance_of(page + 1);
    bool can = c->expected == VIOLATED || c->expected == ASSUMED;
    explore_by_chance(force, page, &chance, can ? WALKS : WALKS_IN_VAIN, LENGTH, &explored);
    if (explored.reached[0] == can)
        return true;
    return fail(c, can ? "the engine does not reach it" : "the engine reaches it", explored.how[0]);
}

static bool prover_agrees(struct force *force, size_t page, const struct prove_case *c)
{
    size_t count;
    struct prove_result *result = rulebook_prove(force->arena, force->rulebook, force->pages[page], &count);
    bool proved = result->verdict == PROVE_PROVED, violated = result->verdict == PROVE_VIOLATED;
    bool fits[] = {[PROVED] = proved,
                   [VIOLATED] = violated && !result->assumed,
                   [ASSUMED] = violated,
                   [BEYOND] = proved || (violated && result->assumed)};
    struct text why = {0};
    if (!fits[c->expected])
        return fail(c, "the prover says otherwise", prove_print(force->arena, result, 1));
    if (violated && !result->assumed && replay(force, page, result, &why) != REPLAY_REACHED)
        return fail(c, "the way cannot be walked", replay_told(force, result, why));
    return true;
}

int main(int argc, char **argv)
{
    ARENA_SCOPED arena = arena_new(64 << 20);
    size_t count, passed = 0;
    struct text only = argc > 2 ? text_of(argv[2]) : (struct text){0};
    struct prove_case *cases = argc > 1 ? cases_read(arena, argv[1], &count) : NULL;
    if (!cases)
        return 2;
    struct text *pages = ARENA_ARRAY(arena, struct text, count);
    for (size_t i = 0; i < count; i++)
        pages[i] = cases[i].page;
    struct force *force = force_new(pages, count);
    if (!force)
        return 1;
    for (size_t i = 0; i < count; i++)
        passed += (text_is(only, "prover") || engine_agrees(force, i, &cases[i])) &&
                  (text_is(only, "engine") || prover_agrees(force, i, &cases[i]));
    force_free(force);
    printf("%zu passed, %zu failed\n", passed, count - passed);
    return passed != count;
}
