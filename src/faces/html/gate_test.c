/* What a record's page says stands in its way: whose, in which order, each reason once; and what its forms
 * say may wait. */
#include "engine/test_force.h"
#include "faces/html/gate.h"
#include "faces/html/wanted.h"

const char rules[] =
    "rulebook \"Test Force\" { version \"1\" from 2026-01-01 timezone \"Europe/London\" holidays none\n"
    " working monday to friday 08:00 to 18:00 }\n"
    "policy \"P\" \"A policy\" { clause 1 \"One\" clause 2 \"Two\" }\n"
    "role staff \"Staff\" role boss \"Boss\" role clerk \"Clerk\"\n"
    "register job \"Job\" {\n"
    "  number \"JOB-{n:3}\" title name\n"
    "  field name line required field plan text field size number field checked flag field due date\n"
    "  field requester person default actor\n"
    "  states draft, waiting, agreed, done, dropped\n"
    "  final done, dropped\n"
    "  create by actor has staff\n"
    "  read actor has staff or actor has boss or actor has clerk\n"
    "  edit name, plan, size, checked, due in draft, waiting by actor is requester\n"
    "  action submit \"Submit\" { from draft to waiting by actor is requester\n"
    "    need plan given else \"Write the plan\" cite \"P\" 1 }\n"
    "  action fast \"Go the fast way\" { from draft to agreed by actor is requester\n"
    "    need size given else \"Give its size\" cite \"P\" 1\n"
    "    need plan given else \"Write the plan\" cite \"P\" 2\n"
    "    need checked else \"Have it checked\" cite \"P\" 2 }\n"
    "  action note \"Note\" { in draft, waiting by actor has staff need size given else \"Give its size\" "
    "cite "
    "\"P\" 1 }\n"
    "  action agree \"Agree\" { from waiting to agreed by actor has boss need checked else \"Have it "
    "checked\" "
    "cite \"P\" 1 }\n"
    "  action finish \"Finish\" { from agreed to done by actor has boss need due <= today and size > 0 else "
    "\"Too early\"\n"
    "    cite \"P\" 1 }\n"
    "  action drop \"Drop\" { from draft, waiting to dropped by actor has boss need size missing else \"Too "
    "late\" cite \"P\" 1 }\n"
    "}\n";

static struct view view;

static struct ui_gate gate(int64_t actor, struct text number)
{
    assert_true(view_open(&view, b.arena, b.engine, actor));
    const struct reg *job = rulebook_register(engine_rulebook(b.engine), TEXT("job"));
    struct ui_gate card = gate_card(view.world, view_record(view.world, job, number));
    view_close(&view);
    return card;
}

static void says(const struct ui_unmets *reasons, size_t at, const char *message, const char *of)
{
    assert_true(at < reasons->count);
    assert_text(reasons->items[at].message, message);
    assert_text(reasons->items[at].of, of);
}

/* The way that lacks least is first; what it shares with another is told once, with the clauses of both. */
static void test_mine(void **state)
{
    (void)state;
    struct text number = open_job(b.ann, "A job");
    struct ui_gate card = gate(b.ann, number);
    assert_text(card.title, "One thing stands in the way of “Submit” and “Go the fast way”");
    assert_int_equal(card.unmet.count, 1);
    says(&card.unmet, 0, "Write the plan", "");
    assert_int_equal(card.unmet.items[0].cites.count, 2);
    assert_text(card.more_title, "Two more things stand in the way of “Go the fast way”");
    assert_int_equal(card.more.count, 2);
    says(&card.more, 0, "Give its size", "“Go the fast way” and “Note”");
    says(&card.more, 1, "Have it checked", "");
}

/* Where the record can be taken on, the other ways are folded. */
static void test_ready(void **state)
{
    (void)state;
    struct text number = open_job(b.ann, "A job");
    assert_int_equal(edit(b.ann, number, "plan", "Do it"), OUTCOME_DONE);
    struct ui_gate card = gate(b.ann, number);
    assert_int_equal(card.unmet.count, 0);
    assert_text(card.more_title, "Two things stand in the way of “Go the fast way”");
}

/* Who cannot take it on sees what stands in the way of those who can, and nothing of the side paths. */
static void test_others(void **state)
{
    (void)state;
    struct text number = open_job(b.ann, "A job");
    assert_int_equal(edit(b.ann, number, "plan", "Do it"), OUTCOME_DONE);
    assert_int_equal(edit(b.ann, number, "size", "3"), OUTCOME_DONE);
    assert_int_equal(act(b.ann, number, "submit", ""), OUTCOME_DONE);
    struct ui_gate card = gate(b.cat, number);
    assert_text(card.title, "One thing stands in the way of “Agree”");
    says(&card.unmet, 0, "Have it checked", "");
    assert_int_equal(card.more.count, 0);
    card = gate(b.bob, number);
    assert_text(card.title, "One thing stands in the way of “Agree”");
    assert_text(card.more_title, "One more thing stands in the way of “Drop”");
}

/* A field says for what it is needed here, or else for the first thing later on; what cannot be done without
 * it but gives the record up says nothing. */
static void test_wanted(void **state)
{
    static const struct {
        int state;
        const char *field, *needed;
    } cases[] = {
        {0, "name", "needed for “Submit” and “Go the fast way”"},
        {0, "plan", "needed for “Submit” and “Go the fast way”"},
        {0, "size", "needed for “Go the fast way” and “Note”"},
        {0, "due", "needed for “Finish”"},
        {0, "requester", ""},
        {1, "plan", ""},
        {1, "size", "needed for “Note”"},
        {2, "due", "needed for “Finish”"},
        {3, "due", ""},
    };
    (void)state;
    assert_true(view_open(&view, b.arena, b.engine, b.ann));
    const struct reg *job = rulebook_register(engine_rulebook(b.engine), TEXT("job"));
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct wanted *wanted = wanted_look(view.world, job, cases[i].state);
        assert_text(wanted_for(wanted, reg_field(job, text_of(cases[i].field))), cases[i].needed);
    }
    view_close(&view);
}

int main(void)
{
    const struct CMUnitTest tests[] = {CASE(test_mine), CASE(test_ready), CASE(test_others),
                                       CASE(test_wanted)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
