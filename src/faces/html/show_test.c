/* Words that need no data: clause labels, initials, counts; and whether a form came from another site. */
#include <setjmp.h>
#include <stdarg.h>

#include <stddef.h>

#include <cmocka.h>

#include "faces/html/frame.h"
#include "faces/html/show.h"

static void same(struct text got, const char *wanted)
{
    if (!text_is(got, wanted))
        fail_msg("wanted %s, got %.*s", wanted, TEXT_ARGS(got));
}

static void test_clauses(void **state)
{
    static const struct {
        const char *policy, *clause, *label, *slug;
    } cases[] = {
        {"Inf/20", "2.3.e", "Inf/20 2.3(e)", "Inf-20"},  {"Inf/20", "2.6", "Inf/20 2.6", "Inf-20"},
        {"Inf/06", "4.2.6b", "Inf/06 4.2.6b", "Inf-06"}, {"P 1", "3.1.2", "P 1 3.1.2", "P-1"},
        {"NIST", "ID.RA-07", "NIST ID.RA-07", "NIST"},
    };
    ARENA_SCOPED arena = arena_new(1 << 20);
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct policy policy = {.reference = text_of(cases[i].policy)};
        struct clause clause = {.policy = &policy, .id = text_of(cases[i].clause)};
        same(show_clause_label(arena, &clause), cases[i].label);
        same(show_policy_slug(arena, policy.reference), cases[i].slug);
    }
}

static void test_small_words(void **state)
{
    ARENA_SCOPED arena = arena_new(1 << 20);
    (void)state;
    same(show_initials(arena, TEXT("Priya Nair")), "PN");
    same(show_initials(arena, TEXT("  Zoë")), "Z");
    same(show_initials(arena, TEXT("Éva Maria Kis")), "ÉM");
    same(show_count(arena, 1, "change", "changes"), "1 change");
    same(show_count(arena, 0, "change", "changes"), "0 changes");
    same(show_lower(arena, TEXT("Request for change")), "request for change");
    same(show_lower(arena, TEXT("CAB decision")), "CAB decision");
    same(show_lower(arena, TEXT("")), "");
}

/* What a rulebook says decides: an end is grey, and work that somebody has in hand waits for nobody. */
static void test_states(void **state)
{
    struct choice_value values[] = {
        {.name = TEXT("draft")},
        {.name = TEXT("assessing")},
        {.name = TEXT("with_cab")},
        {.name = TEXT("panel")},
        {.name = TEXT("approved")},
        {.name = TEXT("implementing")},
        {.name = TEXT("implemented")},
        {.name = TEXT("inactive")},
        {.name = TEXT("breached")},
        {.name = TEXT("closed"), .final = true},
        {.name = TEXT("approved_by_none"), .final = true},
        {.name = TEXT("rejected"), .final = true},
    };
    static const enum ui_tone wanted[] = {UI_TONE_OFF, UI_TONE_INFO, UI_TONE_WAIT, UI_TONE_WAIT,
                                          UI_TONE_OK,  UI_TONE_RUN,  UI_TONE_RUN,  UI_TONE_INFO,
                                          UI_TONE_BAD, UI_TONE_OVER, UI_TONE_OVER, UI_TONE_OFF};
    enum { COUNT = sizeof values / sizeof *values };
    struct choice states = {.values = values, .count = COUNT};
    bool here[COUNT] = {[1] = true, [3] = true}, worked[COUNT] = {[1] = true};
    struct action decide = {.in = here, .by_kind = BY_BOARD}, work = {.in = worked, .by_kind = BY_EXPR};
    struct action *actions[] = {&decide, &work};
    struct reg reg = {.states = &states, .actions = actions, .action_count = 2};
    (void)state;
    for (int i = 0; i < COUNT; i++)
        if (show_state(&reg, i).tone != wanted[i])
            fail_msg("%.*s is %s", TEXT_ARGS(values[i].name), ui_tone_word(show_state(&reg, i).tone));
}

static void test_foreign(void **state)
{
    static const struct {
        const char *site, *origin, *host;
        bool foreign;
    } cases[] = {
        {NULL, NULL, "reeve.example", false},
        {"same-origin", NULL, "reeve.example", false},
        {"none", NULL, "reeve.example", false},
        {"same-site", NULL, "reeve.example", true},
        {"cross-site", "https://reeve.example", "reeve.example", true},
        {NULL, "https://reeve.example", "reeve.example", false},
        {NULL, "https://REEVE.example:8420", "reeve.example:8420", false},
        {NULL, "https://evil.example", "reeve.example", true},
        {NULL, "null", "reeve.example", true},
        {NULL, "https://reeve.example.evil.example", "reeve.example", true},
    };
    ARENA_SCOPED arena = arena_new(1 << 20);
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct http_request request = {.arena = arena};
        http_pairs_add(&request.headers, arena, TEXT("host"), text_of(cases[i].host));
        if (cases[i].site)
            http_pairs_add(&request.headers, arena, TEXT("sec-fetch-site"), text_of(cases[i].site));
        if (cases[i].origin)
            http_pairs_add(&request.headers, arena, TEXT("origin"), text_of(cases[i].origin));
        if (frame_foreign(&request) != cases[i].foreign)
            fail_msg("case %zu", i);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_clauses),
        cmocka_unit_test(test_small_words),
        cmocka_unit_test(test_states),
        cmocka_unit_test(test_foreign),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
