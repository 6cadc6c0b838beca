/* The written cases, judged by the engine: what can be brought about is, and what cannot is not. */
#include <stdio.h>

#include "cases.h"
#include "explore.h"

enum { WALKS = 6000, WALKS_IN_VAIN = 100, LENGTH = 14 };

static bool check(struct force *force, size_t page, const struct prove_case *c)
{
    struct explored explored = {0};
    struct chance chance = chance_of(page + 1);
    bool can = c->expected == VIOLATED || c->expected == ASSUMED;
    explore_by_chance(force, page, &chance, can ? WALKS : WALKS_IN_VAIN, LENGTH, &explored);
    if (explored.reached[0] == can)
        return true;
    printf("case %zu, %.*s: %.*s: %s in %zu commands, %zu of them done\n%.*s\n%.*s\n", page,
           TEXT_ARGS(c->feature), TEXT_ARGS(c->why), can ? "not reached" : "reached", explored.commands,
           explored.done, TEXT_ARGS(c->page), TEXT_ARGS(explored.how[0]));
    return false;
}

int main(int argc, char **argv)
{
    ARENA_SCOPED arena = arena_new(64 << 20);
    size_t count, passed = 0;
    struct prove_case *cases = argc == 2 ? cases_read(arena, argv[1], &count) : NULL;
    if (!cases)
        return 2;
    struct text *pages = ARENA_ARRAY(arena, struct text, count);
    for (size_t i = 0; i < count; i++)
        pages[i] = cases[i].page;
    struct force *force = force_new(pages, count);
    if (!force)
        return 1;
    for (size_t i = 0; i < count; i++)
        passed += check(force, i, &cases[i]);
    force_free(force);
    printf("%zu passed, %zu failed\n", passed, count - passed);
    return passed != count;
}
