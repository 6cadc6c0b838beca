#include "rulebook_holds.h"

#include "base/utf8.h"
#include "fuzz.h"
#include "rules/diff.h"
#include "rules/explain.h"

static struct rulebook *load(struct arena *arena, struct text text, struct problems *problems)
{
    struct source_file source = {TEXT("force.rules"), text};
    return rulebook_load_sources(arena, &source, 1, problems);
}

static size_t lines_of(struct text text)
{
    size_t lines = 1; /* what is missing at the end is missing in the line after the last */
    for (size_t i = 0; i < text.n; i++)
        lines += text.s[i] == '\n';
    return lines;
}

/* A mistake of the file as a whole has no line. */
static void check_said(struct arena *arena, struct text text, const struct problems *problems)
{
    size_t lines = lines_of(text);
    for (size_t i = 0; i < problems->count; i++) {
        const struct problem *problem = &problems->items[i];
        assert(problem->message.n > 0 && text_is(problem->place.file, "force.rules"));
        assert(problem->place.line <= lines);
        assert(!problem->place.line || (problem->place.column >= 1 && problem->place.column <= text.n + 1));
    }
    assert(!problems->count || problems_print(arena, problems).n > 0);
}

static void check_explained(struct arena *arena, const struct rulebook *rulebook)
{
    for (size_t i = 0; i < rulebook->role_count; i++) {
        const struct role *role = rulebook->roles[i];
        struct known known = {.roles = &role, .role_count = 1};
        struct explanation explanation = explain(arena, rulebook, &known);
        assert(explain_print(arena, rulebook, role, &explanation).n > 0);
    }
}

bool rulebook_holds(struct text text)
{
    ARENA_SCOPED arena = arena_new((size_t)1 << 30);
    struct problems problems = {.arena = arena}, again = {.arena = arena};
    struct rulebook *rulebook = load(arena, text, &problems);
    assert((rulebook == NULL) == (problems.count > 0));
    check_said(arena, text, &problems);
    if (!rulebook)
        return false;
    struct text printed = rulebook_print(arena, rulebook);
    struct rulebook *second = load(arena, printed, &again);
    assert(second);
    assert(text_eq(printed, rulebook_print(arena, second)));
    struct coverage coverage = rulebook_coverage(arena, rulebook);
    coverage_print(arena, rulebook, &coverage);
    check_explained(arena, rulebook);
    assert(!rulebook_diff(arena, rulebook, second).count);
    return true;
}

const struct rulebook *rulebook_of(const char *text)
{
    static struct rulebook *loaded;
    static struct arena *arena;
    if (loaded)
        return loaded;
    arena = arena_new(64 << 20);
    struct problems problems = {.arena = arena};
    loaded = load(arena, text_of(text), &problems);
    assert(loaded);
    return loaded;
}
