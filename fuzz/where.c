/* A `where=` over a small register. What is taken, prints; what was printed is taken again and prints the
 * same. */
#include "fuzz.h"
#include "rulebook_holds.h"

static const char rules[] =
    "rulebook \"Northmoor Police\" { version \"1\" from 2026-01-01 }\n"
    "choice level { low \"Low\" medium \"Medium\" high \"High\" }\n"
    "role staff \"Staff\" role boss \"Boss\" per level\n"
    "board cab \"Board\" { meets when called chair staff members staff }\n"
    "workdays foi { holidays uk_any }\n"
    "register change \"Change\" {\n"
    "  number \"C-{n}\" title name\n"
    "  field name line field n number field impact level field ok flag field begins time field day date "
    "field month month\n"
    "  field who person field people many person field parts many change field secret line private\n"
    "  states open, shut final shut create by actor has staff read actor has staff\n"
    "  calendar begins to day where state = open\n"
    "  action finish \"Finish\" { from open to shut by actor has staff }\n"
    "}\n";

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ARENA_SCOPED arena = arena_new(64 << 20);
    const struct reg *change = rulebook_register(rulebook_of(rules), TEXT("change"));
    struct problems problems = {.arena = arena}, again = {.arena = arena};
    struct expr *expr = rulebook_parse_where(arena, rulebook_of(rules), change,
                                             (struct text){(const char *)data, size}, &problems);
    assert((expr == NULL) == (problems.count > 0));
    if (!expr)
        return 0;
    struct text printed = expr_print(arena, expr);
    if (printed.n > 4096)
        return 0;
    expr = rulebook_parse_where(arena, rulebook_of(rules), change, printed, &again);
    assert(expr);
    assert(text_eq(printed, expr_print(arena, expr)));
    return 0;
}
