/* What a clause's page says of the nevers that cite it: proved, or the way round. */
#include <unistd.h>

#include "engine/test_force.h"
#include "faces/html/clause_proofs.h"

const char rules[] =
    "rulebook \"Test Force\" { version \"1\" from 2026-01-01 timezone \"Europe/London\" holidays none\n"
    " working monday to friday 08:00 to 18:00 }\n"
    "policy \"P\" \"A policy\" { clause 1 \"One\" clause 2 \"Two\" }\n"
    "role staff \"Staff\" role boss \"Boss\" role clerk \"Clerk\"\n"
    "register job \"Job\" {\n"
    "  number \"JOB-{n:3}\" title name\n"
    "  field name line required field checked flag\n"
    "  states draft, done final done\n"
    "  create by actor has staff\n"
    "  read actor has staff\n"
    "  action finish \"Finish\" { from draft to done by actor has boss }\n"
    "  never unchecked { done finish and not checked cite \"P\" 1 }\n"
    "  never nameless { state = done and name missing cite \"P\" 2 }\n"
    "}\n";

/* The proofs of a clause, once they are known. */
static struct ui_proofs proofs_of(const char *id)
{
    struct view view;
    struct clause_page page = {0};
    assert_true(view_open(&view, b.arena, b.engine, b.ann));
    for (int tries = 0; tries < 500 && !clause_proofs_known(view.world); tries++)
        usleep(20000);
    struct frame frame = {.arena = b.arena, .world = view.world};
    const struct policy *policy = view.world->rulebook->policies[0];
    for (size_t i = 0; i < policy->count; i++)
        if (text_is(policy->clauses[i]->id, id))
            clause_proofs(&frame, policy->clauses[i], &page);
    view_close(&view);
    return page.proofs;
}

static void test_proofs(void **state)
{
    (void)state;
    struct ui_proofs proofs = proofs_of("1");
    assert_int_equal(proofs.count, 1);
    assert_text(proofs.items[0].tag.word, "There is a way round");
    struct text way = proofs.items[0].way; /* with what is for the prover to say */
    assert_true(text_starts(text_cut(&way, '\n'), TEXT("   1  Ann opens a Job  ")));
    assert_true(text_starts(text_cut(&way, '\n'), TEXT("   2  Ann: Finish  ")));
    proofs = proofs_of("2");
    assert_int_equal(proofs.count, 1);
    assert_text(proofs.items[0].tag.word, "Proved");
    assert_text(proofs.items[0].way, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {CASE(test_proofs)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
