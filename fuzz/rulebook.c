/* A rulebook of one file. What loads, prints; what was printed loads again and prints the same. */
#include "fuzz.h"
#include "rules/load.h"

static struct rulebook *load(struct arena *arena, struct text text, struct problems *problems)
{
    struct source_file source = {TEXT("force.rules"), text};
    return rulebook_load_sources(arena, &source, 1, problems);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ARENA_SCOPED arena = arena_new((size_t)1 << 30);
    struct problems problems = {.arena = arena}, again = {.arena = arena};
    struct rulebook *rulebook = load(arena, (struct text){(const char *)data, size}, &problems);
    assert((rulebook == NULL) == problems_refuse(&problems));
    struct text said = problems_print(arena, &problems);
    assert(rulebook || said.n > 0);
    if (!rulebook)
        return 0;
    struct text printed = rulebook_print(arena, rulebook);
    struct rulebook *second = load(arena, printed, &again);
    assert(second);
    assert(text_eq(printed, rulebook_print(arena, second)));
    return 0;
}
