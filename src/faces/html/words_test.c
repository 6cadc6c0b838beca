/* Boards and clauses in words, over a small rulebook. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "faces/html/board_words.h"
#include "faces/html/clause_words.h"

static const char source[] =
    "rulebook \"Test Force\" { version \"1\" from 2026-01-01 timezone \"Europe/London\" holidays none\n"
    "    working monday to friday 08:00 to 18:00 }\n"
    "policy \"T/1\" \"Testing\" { clause 2.3.e \"Say why\" clause 4 \"Write\" }\n"
    "role boss \"Boss\"\n"
    "role clerk \"Clerk\"\n"
    "board cab \"Cab\" { meets weekly on tuesday at 09:05 for 2 hours chair boss secretary clerk\n"
    "    members boss, clerk absent deputy quorum majority decides chair }\n"
    "board ecab \"Ecab\" { meets when called chair boss members boss quorum 1 decides unanimous }\n"
    "register change \"Change\" {\n"
    "    number \"C-{n:3}\"\n"
    "    title  summary\n"
    "    field  summary line required\n"
    "    states draft, done\n"
    "    final  done\n"
    "    read   by actor has boss\n"
    "    create by actor has boss\n"
    "    action finish \"Finish\" {\n"
    "        from draft to done\n"
    "        by   actor has boss\n"
    "        need summary given\n"
    "             else \"Say why\"      cite \"T/1\" 2.3.e\n"
    "    }\n"
    "}\n";

static const struct rulebook *load(struct arena *arena)
{
    struct problems problems = {.arena = arena};
    struct source_file file = {TEXT("force.rules"), text_of(source)};
    const struct rulebook *rulebook = rulebook_load_sources(arena, &file, 1, &problems);
    if (!rulebook)
        fail_msg("%s", problems_print(arena, &problems).s);
    return rulebook;
}

static void same(struct arena *arena, struct text text, const char *expected)
{
    assert_string_equal(arena_string(arena, text), expected);
}

static void boards_in_words(void **state)
{
    (void)state;
    ARENA_SCOPED arena = arena_new(1 << 24);
    const struct rulebook *rulebook = load(arena);
    const struct board *cab = rulebook_board(rulebook, TEXT("cab")),
                       *ecab = rulebook_board(rulebook, TEXT("ecab"));
    struct text meaning;
    same(arena, board_meets(arena, cab), "Weekly on Tuesday at 09:05 for 2 hours");
    same(arena, board_meets(arena, ecab), "When it is called");
    same(arena, board_quorum(arena, cab), "More than half of the seats must be filled");
    same(arena, board_quorum(arena, ecab), "1 of the seats must be filled");
    same(arena, board_decides(cab, &meaning), "By the chair");
    same(arena, board_decides(ecab, &meaning), "With one voice");
    same(arena, board_runners(arena, cab), "Boss, their deputy, or Clerk");
    same(arena, board_runners(arena, ecab), "Boss, or their deputy");
    same(arena, board_href(arena, cab, TEXT("CAB-2026-1")), "/board/cab/CAB-2026-1");
}

static void clauses_in_addresses(void **state)
{
    (void)state;
    static const struct {
        const char *id, *number, *href;
    } rows[] = {
        {"2.3.e", "2.3(e)", "/policy/T-1/2.3.e"},
        {"4", "4", "/policy/T-1/4"},
        {"4.2.6b", "4.2.6b", "/policy/T-1/4.2.6b"},
        {"a/b", "a/b", "/policy/T-1/a%2Fb"},
    };
    ARENA_SCOPED arena = arena_new(1 << 24);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        same(arena, clause_number(arena, text_of(rows[i].id)), rows[i].number);
        same(arena, clause_href(arena, TEXT("T/1"), text_of(rows[i].id)), rows[i].href);
    }
}

static void rules_as_written(void **state)
{
    (void)state;
    ARENA_SCOPED arena = arena_new(1 << 24);
    const struct rulebook *rulebook = load(arena);
    const struct action *finish = reg_action(rulebook_register(rulebook, TEXT("change")), TEXT("finish"));
    same(arena, clause_rule(arena, rulebook, finish->needs[0].place),
         "need summary given\n     else \"Say why\" cite \"T/1\" 2.3.e");
    same(arena, clause_rule(arena, rulebook, finish->place),
         "action finish \"Finish\" {\n    from draft to done\n    by actor has boss\n    need summary given\n"
         "         else \"Say why\" cite \"T/1\" 2.3.e\n}");
    same(arena, clause_rule(arena, rulebook, (struct place){.file = TEXT("other.rules"), .line = 3}), "");
    same(arena, clause_rule(arena, rulebook, (struct place){.file = TEXT("force.rules"), .line = 999}), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(boards_in_words),
        cmocka_unit_test(clauses_in_addresses),
        cmocka_unit_test(rules_as_written),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
