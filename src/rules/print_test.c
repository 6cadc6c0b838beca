/* The canonical form: printing what was printed gives the same bytes, and means the same. */
#include "rules/load.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

enum { ARENA_CAP = 256 * 1024 * 1024 };

static struct rulebook *load_text(struct arena *arena, struct text source)
{
    struct problems problems = {.arena = arena};
    struct source_file file = {.name = TEXT("force.rules"), .text = source};
    struct rulebook *rulebook = rulebook_load_sources(arena, &file, 1, &problems);
    if (!rulebook)
        print_error("%s\n---\n%.*s\n", problems_print(arena, &problems).s, TEXT_ARGS(source));
    assert_non_null(rulebook);
    return rulebook;
}

static void assert_same(struct text a, struct text b)
{
    if (text_eq(a, b))
        return;
    for (size_t line = 1; a.n || b.n; line++) {
        struct text one = text_cut(&a, '\n'), two = text_cut(&b, '\n');
        if (!text_eq(one, two)) {
            print_error("line %zu\n  %.*s\n  %.*s\n", line, TEXT_ARGS(one), TEXT_ARGS(two));
            break;
        }
    }
    fail();
}

static void prints_folder_twice(const char *dir)
{
    ARENA_SCOPED arena = arena_new(ARENA_CAP);
    struct problems problems = {.arena = arena};
    struct rulebook *rulebook = rulebook_load_dir(arena, dir, &problems);
    if (!rulebook)
        print_error("%s\n", problems_print(arena, &problems).s);
    assert_non_null(rulebook);
    struct text once = rulebook_print(arena, rulebook);
    struct rulebook *again = load_text(arena, once);
    assert_same(once, rulebook_print(arena, again));
    struct coverage before = rulebook_coverage(arena, rulebook), after = rulebook_coverage(arena, again);
    assert_int_equal(before.clauses, after.clauses);
    assert_int_equal(before.count, after.count);
    assert_int_equal(before.enforced, after.enforced);
    assert_int_equal(before.owed, after.owed);
    assert_int_equal(before.recorded, after.recorded);
    assert_int_equal(before.nothing, after.nothing);
}

static void prints_rulebooks_twice(void **state)
{
    (void)state;
    static const char *const dirs[] = {
        "rulebooks/west-midlands",         "rulebooks/dyfed-powys",     "rulebooks/metropolitan",
        "tests/rulebooks/example",         "tests/rulebooks/exhibits",  "tests/rulebooks/files",
        "tests/rulebooks/firearms",        "tests/rulebooks/incidents", "tests/rulebooks/versions/first",
        "tests/rulebooks/versions/second", "tests/rules/whole",
    };
    for (size_t i = 0; i < sizeof dirs / sizeof *dirs; i++) {
        ARENA_SCOPED arena = arena_new(ARENA_CAP);
        prints_folder_twice(arena_format(arena, REEVE_SOURCE "/%s", dirs[i]).s);
    }
}

#define HEAD                                                                                                 \
    "rulebook \"T\" {\n    version \"1\" from 2026-01-01\n    timezone \"Europe/London\"\n    holidays "     \
    "none\n"                                                                                                 \
    "    working saturday to tuesday 08:00 to 18:00\n}\n"
#define POLICY "\npolicy \"P\" \"Policy\" {\n    clause 1 \"One\"\n    clause \"ID.RA-07\" \"Quoted\"\n}\n"

/* Written canonically: prints as it stands. */
static void prints_as_written(void **state)
{
    (void)state;
    static const char *const cases[] = {
        HEAD,
        HEAD POLICY "\nrole staff \"Staff\" cite \"P\" 1, \"ID.RA-07\"\nrole head \"Head\" single granted by "
                    "actor has staff\n",
        HEAD "\nchoice level \"Grade\" {\n    low\n    top \"The top\"\n}\n\nmatrix grid from a by b gives "
             "level {\n"
             "    columns low top\n    row low low low\n    row top low top\n}\n",
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ARENA_SCOPED arena = arena_new(ARENA_CAP);
        struct text source = text_of(cases[i]);
        assert_same(rulebook_print(arena, load_text(arena, source)), source);
    }
}

#define REGISTER                                                                                             \
    "role staff \"Staff\"\nboard cab \"CAB\" { meets weekly on tuesday at 10:00 for 1 hour chair staff "     \
    "members staff "                                                                                         \
    "absent deputy quorum all decides majority }\n"                                                          \
    "register job \"Job\" \"Jobs\" { number \"J-{n}\" title name field name line required field due date "   \
    "field a flag field b flag field c flag field n number field owner person field tags many one of x, y "  \
    "field next job field begins time field ends time calendar begins to ends where state = open "           \
    "states open, shut final shut create by actor has staff read by actor has staff "                        \
    "edit due, a, b, c, n, owner, tags, next, begins, ends in open by actor has staff "                      \
    "action close \"Close\" { from open to shut by actor has staff } }\n"

/* Each prints as it is written here: no needless parentheses, none missing. */
static void prints_expressions(void **state)
{
    (void)state;
    static const char *const cases[] = {
        "a or b and not c",
        "(a or b) and c",
        "not (a and b)",
        "not a",
        "n > 3 and n <= -4",
        "due = today + 3 working days",
        "due < 2026-11-22",
        "name = \"a \\\"quote\\\"\"",
        "state in (open, shut)",
        "owner is not actor",
        "owner is actor personally",
        "actor has staff since 2 years personally",
        "actor manages owner",
        "actor sits on cab",
        "absent staff",
        "any tags as t (t = x)",
        "tags includes x",
        "exists job (next is this and n > this.n)",
        "no job as other (next is this and exists job (next is other))",
        "count job (owner is this.owner) > 3",
        "done close",
        "same due, n as next",
        "weekday(due) in (friday, saturday)",
        "weekday(begins to ends) != sunday",
        "holiday(due)",
        "clock(begins) between 22:00 and 06:00",
        "overlaps job (state = open)",
        "latest(begins, ends) > now - 2 hours",
        "workdays(due, today) >= 1",
        "entered shut < next cab",
        "close.time > begins and not close.waived and close.actor is owner",
        "next.next.owner given and due missing",
    };
    ARENA_SCOPED arena = arena_new(ARENA_CAP);
    struct rulebook *rulebook = load_text(arena, TEXT(HEAD REGISTER));
    const struct reg *job = rulebook_register(rulebook, TEXT("job"));
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct problems problems = {.arena = arena};
        struct expr *expr = rulebook_parse_where(arena, rulebook, job, text_of(cases[i]), &problems);
        if (!expr)
            print_error("%s\n%s\n", cases[i], problems_print(arena, &problems).s);
        assert_non_null(expr);
        assert_same(expr_print(arena, expr), text_of(cases[i]));
    }
}

static void counts_clauses_by_their_best_keeper(void **state)
{
    (void)state;
    static const char source[] = HEAD
        "policy \"P\" \"Policy\" { clause 1 \"One\" clause 2 \"Two\" clause 3 \"Three\" guidance "
        "clause 4 \"Four\" outside \"paper\" clause 5 \"Five\" clause 6 \"Six\" clause 7 \"Seven\" guidance "
        "}\n"
        "role staff \"Staff\"\n"
        "register job \"Job\" { cite \"P\" 1 number \"J-{n}\" field name line required cite \"P\" 1, 2, 7 "
        "states open, shut final shut create by actor has staff read by actor has staff "
        "action close \"Close\" { from open to shut by actor has staff need name given else \"Name it\" "
        "cite \"P\" 1 } "
        "duty look on role staff { within 3 days of create cite \"P\" 6 } }\n";
    static const enum coverage_kind kinds[] = {COVERED_ENFORCED, COVERED_RECORDED, COVERED_GUIDANCE,
                                               COVERED_OUTSIDE,  COVERED_NOTHING,  COVERED_OWED,
                                               COVERED_RECORDED};
    ARENA_SCOPED arena = arena_new(ARENA_CAP);
    struct rulebook *rulebook = load_text(arena, text_of(source));
    struct coverage coverage = rulebook_coverage(arena, rulebook);
    for (size_t i = 0; i < rulebook->policies[0]->count; i++)
        assert_string_equal(coverage_name(coverage_of(&coverage, rulebook->policies[0]->clauses[i])),
                            coverage_name(kinds[i]));
    struct text printed = coverage_print(arena, rulebook, &coverage);
    assert_true(text_ends(
        printed, TEXT("Nothing keeps these 1 of 7 clauses:\nP Policy\n  nothing   5  Five\n\n"
                      "7 clauses: 1 enforced, 1 owed, 2 recorded, 1 guidance, 1 outside, 1 nothing\n")));
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(prints_rulebooks_twice),
        cmocka_unit_test(prints_as_written),
        cmocka_unit_test(prints_expressions),
        cmocka_unit_test(counts_clauses_by_their_best_keeper),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
