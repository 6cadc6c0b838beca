/* "Exact meaning" and its neighbours, rule by rule, as commands keep them. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#include "engine/import.h"
#include "engine/rebuild.h"
#include "engine/test_force.h"

const char rules[] =
    "rulebook \"Test Force\" { version \"1\" from 2026-01-01 timezone \"Europe/London\" holidays "
    "england_and_wales\n"
    " working monday to friday 08:00 to 18:00 }\n"
    "policy \"P\" \"A policy\" { clause 1 \"One\" clause 2 \"Two\" }\n"
    "role staff \"Staff\" role boss \"Boss\" role clerk \"Clerk\"\n"
    "choice level { low medium high }\n"
    "register job \"Job\" {\n"
    "  number \"JOB-{year}-{n:3}\" title name\n"
    "  field name line required\n"
    "  field note text field size level field requester person default actor\n"
    "  field owner person read by actor has boss\n"
    "  field due date field later date is due + 3 days\n"
    "  field agreed_on date field opened_from time default today field agreed_day date is agree.time\n"
    "  field boss_note line field nudges number default 0 field rings number default 0 field asked flag\n"
    "  field code line unique\n"
    "  states draft, waiting, agreed, signed, done\n"
    "  final done\n"
    "  create by actor has staff or actor has boss\n"
    "  read actor has staff or actor has boss or actor has clerk\n"
    "  edit name, note, size, due, code, asked in draft, waiting, agreed by actor is requester or actor has "
    "boss\n"
    "  edit owner, boss_note by actor has boss\n"
    "  action submit \"Submit\" { from draft to waiting by actor is requester need size given else \"Give "
    "its size\" cite \"P\" 1 }\n"
    "  action agree \"Agree\" { from waiting to agreed by actor has boss ask note set nudges = 0 set "
    "agreed_on = now\n"
    "    seals note, later else void to waiting }\n"
    "  action sign \"Sign\" { from agreed to signed by each of actor has boss, actor has clerk }\n"
    "  action finish \"Finish\" { from signed to done by actor has clerk\n"
    "    need actor is not sign.actor else \"You signed it\" cite \"P\" 1\n"
    "    open paper { must = name } when note = \"open\" }\n"
    "  action nudge \"Nudge\" { in waiting by system when today > due set nudges = nudges + 1 }\n"
    "  action ring \"Ring\" { in waiting by system when clock(now) between 10:30 and 11:00 or note = "
    "\"ring\"\n"
    "    set rings = rings + 1 }\n"
    "  action answer \"Answer\" { in waiting by system when asked set asked = false }\n"
    "  action take \"Take\" { in draft by actor is owner }\n"
    "  never agreed_high { state = agreed and size = high cite \"P\" 2 }\n"
    "}\n"
    "register paper \"Paper\" {\n"
    "  number \"P-{random:4}\" title must\n"
    "  field must line required field shown line required field extra line\n"
    "  field why line required when state = shut\n"
    "  states open, shut, expired final shut, expired\n"
    "  create by actor has staff read actor has staff or actor has boss\n"
    "  edit shown in open by actor has staff\n"
    "  action shut_it \"Shut\" { from open to shut by actor has staff ask why\n"
    "    need extra missing else \"Nothing extra\" cite \"P\" 1 }\n"
    "  action expire \"Expire\" { from open to expired by system when now > created + 1 day need extra given "
    "else \"x\" cite \"P\" 1 }\n"
    "  never no_bad { must = \"bad\" cite \"P\" 1 }\n"
    "  never no_stale { state = expired and extra = \"never\" cite \"P\" 1 }\n"
    "}\n";

static enum outcome open_with(int64_t actor, const char *reg, struct input *inputs, size_t count)
{
    return run((struct command){.kind = COMMAND_OPEN,
                                .actor = actor,
                                .register_name = text_of(reg),
                                .inputs = inputs,
                                .input_count = count});
}

static struct record *look(struct view *view, const char *reg, struct text number)
{
    assert_true(view_open(view, b.arena, b.engine, 0));
    struct record *record =
        world_find(view->world, rulebook_register(engine_rulebook(b.engine), text_of(reg)), number);
    assert_non_null(record);
    return record;
}

static int64_t number_field(struct text number, const char *field)
{
    struct view view;
    struct record *record = look(&view, "job", number);
    int64_t value = world_value(view.world, record, reg_field(record->reg, text_of(field))).i;
    view_close(&view);
    return value;
}

/* ---- Opening ---- */

static void opening_takes_what_the_opener_may_give(void **state)
{
    (void)state;
    static const struct {
        const char *reg, *field, *value;
        bool by_boss;
        enum outcome outcome;
    } rows[] = {
        {"job", "name", "A job", false, OUTCOME_DONE},
        {"job", "size", "low", false, OUTCOME_DONE},          /* a required one that an edit names may wait */
        {"job", "boss_note", "mine", false, OUTCOME_REFUSED}, /* an edit names it, but not for the opener */
        {"job", "boss_note", "mine", true, OUTCOME_DONE},
        {"job", "owner", "dan", false, OUTCOME_MALFORMED}, /* withheld: there is no such field */
        {"job", "later", "2026-06-09", false, OUTCOME_MALFORMED},
        {"job", "nudges", "7", false, OUTCOME_MALFORMED}, /* only a set names it */
        {"job", "size", "huge", false, OUTCOME_INVALID},
        {"paper", "must", "text", false, OUTCOME_DONE},
        {"paper", "shown", "text", false, OUTCOME_INVALID}, /* `must` is missing, and no edit names it */
        {"paper", "must", "text", true, OUTCOME_REFUSED},   /* create by */
        {"paper", "must", "bad", false, OUTCOME_BLOCKED},   /* never */
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct input inputs[] = {text_input(rows[i].field, rows[i].value)};
        enum outcome outcome = open_with(rows[i].by_boss ? b.bob : b.ann, rows[i].reg, inputs, 1);
        if (outcome != rows[i].outcome)
            fail_msg("row %zu: %d, want %d", i, (int)outcome, (int)rows[i].outcome);
    }
}

static void a_field_is_given_once(void **state)
{
    (void)state;
    struct input inputs[] = {text_input("name", "One"), text_input("name", "Two")};
    assert_int_equal(open_with(b.ann, "job", inputs, 2), OUTCOME_MALFORMED);
}

/* ---- required ---- */

static enum outcome shut(struct text number, const char *why)
{
    struct input inputs[] = {text_input("why", why)};
    return run((struct command){.kind = COMMAND_ACT,
                                .actor = b.ann,
                                .register_name = TEXT("paper"),
                                .number = number,
                                .action = TEXT("shut_it"),
                                .inputs = inputs,
                                .input_count = 1});
}

static void what_a_state_requires_is_given_on_the_way_there(void **state)
{
    (void)state;
    struct input inputs[] = {text_input("must", "text"), text_input("extra", "text"),
                             text_input("shown", "yes")};
    assert_int_equal(open_with(b.ann, "paper", inputs, 3), OUTCOME_DONE);
    struct text hindered = b.answer.number;
    assert_int_equal(shut(hindered, ""), OUTCOME_BLOCKED);
    assert_int_equal(b.answer.unmet_count, 2); /* both at once */
    inputs[1] = inputs[2];
    assert_int_equal(open_with(b.ann, "paper", inputs, 2), OUTCOME_DONE);
    struct text number = b.answer.number;
    assert_int_equal(shut(number, ""), OUTCOME_BLOCKED);
    assert_text(b.answer.unmet[0].field->name, "why");
    assert_int_equal(shut(number, "It is done with"), OUTCOME_DONE);
}

/* ---- seals ---- */

static enum outcome agree_with(struct text number, const char *note)
{
    struct input inputs[] = {text_input("note", note)};
    return run((struct command){.kind = COMMAND_ACT,
                                .actor = b.bob,
                                .register_name = TEXT("job"),
                                .number = number,
                                .action = TEXT("agree"),
                                .inputs = inputs,
                                .input_count = 1});
}

static struct text waiting_job(const char *size)
{
    struct text number = open_job(b.ann, "A job");
    assert_int_equal(edit(b.ann, number, "size", size), OUTCOME_DONE);
    assert_int_equal(act(b.ann, number, "submit", ""), OUTCOME_DONE);
    return number;
}

static void a_field_takes_of_a_moment_what_it_holds(void **state)
{
    (void)state;
    static const struct {
        const char *field;
        enum value_kind kind;
    } rows[] = {{"agreed_on", VALUE_DATE}, {"opened_from", VALUE_TIME}, {"agreed_day", VALUE_DATE}};
    struct text number = waiting_job("low");
    assert_int_equal(agree_with(number, "As shown"), OUTCOME_DONE);
    struct view view;
    struct record *record = look(&view, "job", number);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_int_equal(world_value(view.world, record, reg_field(record->reg, text_of(rows[i].field))).kind,
                         rows[i].kind);
    view_close(&view);
}

static void an_action_does_not_break_its_own_seal(void **state)
{
    (void)state;
    struct text number = waiting_job("low");
    assert_int_equal(agree_with(number, "As shown"), OUTCOME_DONE);
    assert_text(state_of(number), "agreed");
    assert_int_equal(edit(b.ann, number, "name", "Not sealed"), OUTCOME_DONE);
    assert_text(state_of(number), "agreed");
    assert_int_equal(edit(b.ann, number, "due", "2026-07-01"),
                     OUTCOME_DONE); /* `later` is computed from it, and sealed */
    assert_text(state_of(number), "waiting");
}

static void a_voided_decision_is_judged_where_it_comes_to_rest(void **state)
{
    (void)state;
    struct text number = waiting_job("low");
    assert_int_equal(agree_with(number, "As shown"), OUTCOME_DONE);
    assert_int_equal(edit(b.ann, number, "size", "high"), OUTCOME_BLOCKED);
    struct input both[] = {text_input("size", "high"), text_input("note", "Other")};
    struct command command = {.kind = COMMAND_EDIT,
                              .actor = b.ann,
                              .register_name = TEXT("job"),
                              .number = number,
                              .inputs = both,
                              .input_count = 2};
    assert_int_equal(run(command), OUTCOME_DONE);
    assert_text(state_of(number), "waiting");
}

static void only_a_sealed_change_makes_it_stale(void **state)
{
    (void)state;
    struct text number = waiting_job("low");
    assert_int_equal(edit(b.ann, number, "name", "Other"), OUTCOME_DONE);
    struct command command = {.kind = COMMAND_ACT,
                              .actor = b.bob,
                              .register_name = TEXT("job"),
                              .number = number,
                              .action = TEXT("agree"),
                              .expected_version = 3,
                              .sealed_only = true};
    struct command later = command;
    later.expected_version = 4;
    assert_int_equal(edit(b.ann, number, "due", "2026-07-01"), OUTCOME_DONE);
    assert_int_equal(run(later), OUTCOME_STALE);
    later.expected_version = 5;
    assert_int_equal(edit(b.ann, number, "name", "Third"), OUTCOME_DONE);
    assert_int_equal(run(later), OUTCOME_DONE);
}

/* ---- each of, deputies (2, 3) ---- */

static void appoint(const char *whom, const char *deputy, const char *role)
{
    struct command command = {.kind = COMMAND_DEPUTY,
                              .person = text_of(whom),
                              .deputy = text_of(deputy),
                              .role = text_of(role),
                              .from = INT64_MIN,
                              .to = INT64_MIN};
    assert_int_equal(run(command), OUTCOME_DONE);
}

static void a_deputy_signs_in_their_principals_name(void **state) /* Exact meaning 2, 3 */
{
    (void)state;
    struct text number = waiting_job("low");
    assert_int_equal(agree_with(number, ""), OUTCOME_DONE);
    appoint("cat", "dan", "clerk");
    assert_int_equal(act(b.dan, number, "sign", ""), OUTCOME_DONE);
    assert_true(b.answer.waiting);
    assert_int_equal(act(b.cat, number, "sign", ""), OUTCOME_BLOCKED); /* her part is signed for */
    assert_int_equal(act(b.bob, number, "sign", ""), OUTCOME_DONE);
    assert_text(state_of(number), "signed");
    assert_int_equal(act(b.cat, number, "finish", ""),
                     OUTCOME_BLOCKED); /* the event records that she was stood in for */
    assert_text(b.answer.unmet[0].message, "You signed it");
}

/* Dan signs as a clerk, and is none any more when all have signed: his signature counts for no part. */
static void who_counts_for_no_part_did_not_sign(void **state) /* Exact meaning 2 */
{
    (void)state;
    struct text number = waiting_job("low");
    struct command command = {.kind = COMMAND_GRANT,
                              .person = TEXT("dan"),
                              .role = TEXT("clerk"),
                              .from = INT64_MIN,
                              .to = INT64_MIN};
    assert_int_equal(agree_with(number, ""), OUTCOME_DONE);
    assert_int_equal(run(command), OUTCOME_DONE);
    int64_t held = b.answer.record;
    assert_int_equal(act(b.dan, number, "sign", ""), OUTCOME_DONE);
    assert_int_equal(run((struct command){
                         .kind = COMMAND_GRANT_END, .person = TEXT("dan"), .id = held, .from = INT64_MIN}),
                     OUTCOME_DONE);
    assert_int_equal(act(b.cat, number, "sign", ""), OUTCOME_DONE);
    assert_int_equal(act(b.bob, number, "sign", ""), OUTCOME_DONE);
    assert_text(state_of(number), "signed");
    assert_int_equal(run(command), OUTCOME_DONE);
    assert_int_equal(act(b.cat, number, "finish", ""), OUTCOME_BLOCKED);
    assert_int_equal(act(b.dan, number, "finish", ""), OUTCOME_DONE);
}

static void what_was_signed_is_shown_so(void **state)
{
    (void)state;
    struct text number = waiting_job("low");
    assert_int_equal(agree_with(number, ""), OUTCOME_DONE);
    assert_int_equal(act(b.bob, number, "sign", ""), OUTCOME_DONE);
    struct view view;
    assert_true(view_open(&view, b.arena, b.engine, b.bob));
    struct record_view *record =
        view_record(view.world, rulebook_register(engine_rulebook(b.engine), TEXT("job")), number);
    assert_int_equal(record->action_count, 1);
    assert_false(record->actions[0].allowed);
    assert_int_equal(record->signature_count, 1);
    view_close(&view);
    assert_int_equal(act(b.bob, number, "sign", "\xFF"), OUTCOME_INVALID);
}

static void signatures_lapse_when_a_field_changes(void **state)
{
    (void)state;
    struct text number = waiting_job("low");
    assert_int_equal(agree_with(number, ""), OUTCOME_DONE);
    assert_int_equal(act(b.bob, number, "sign", ""), OUTCOME_DONE);
    assert_int_equal(edit(b.ann, number, "name", "Other"), OUTCOME_DONE);
    assert_int_equal(act(b.cat, number, "sign", ""), OUTCOME_DONE);
    assert_true(b.answer.waiting);
    assert_int_equal(act(b.bob, number, "sign", ""), OUTCOME_DONE);
    assert_text(state_of(number), "signed");
}

static void a_deputy_of_a_deputy_is_nobody(void **state) /* Exact meaning 3 */
{
    (void)state;
    struct text number = waiting_job("low");
    appoint("bob", "dan", "");
    appoint("dan", "ann", "");
    assert_int_equal(act(b.ann, number, "agree", ""), OUTCOME_REFUSED);
    assert_int_equal(act(b.dan, number, "agree", ""), OUTCOME_DONE);
}

static void nobody_appoints_themselves(void **state)
{
    (void)state;
    struct view view;
    assert_true(view_open(&view, b.arena, b.engine, 0));
    int64_t admin = world_person(view.world, TEXT("admin"))->id;
    view_close(&view);
    struct command command = {.kind = COMMAND_DEPUTY,
                              .actor = admin,
                              .person = TEXT("bob"),
                              .deputy = TEXT("admin"),
                              .from = INT64_MIN,
                              .to = INT64_MIN};
    assert_int_equal(run(command), OUTCOME_REFUSED);
    command.deputy = TEXT("dan");
    assert_int_equal(run(command), OUTCOME_DONE);
}

/* ---- what may not be read (6) ---- */

static void a_refusal_does_not_name_the_withheld(void **state)
{
    (void)state;
    struct text number = open_job(b.ann, "A job");
    assert_int_equal(edit(b.bob, number, "owner", "dan"), OUTCOME_DONE);
    assert_int_equal(act(b.ann, number, "take", ""), OUTCOME_REFUSED);
    assert_text(b.answer.who, "the Owner");
    assert_int_equal(act(b.bob, number, "take", ""), OUTCOME_REFUSED);
    assert_text(b.answer.who, "the Owner (dan)");
}

/* ---- the system ---- */

static void a_system_action_that_stays_happens_once(void **state)
{
    (void)state;
    struct text number = waiting_job("low");
    assert_int_equal(edit(b.ann, number, "due", "2026-06-03"), OUTCOME_DONE);
    for (int day = 5; day < 8; day++) {
        char moment[32];
        snprintf(moment, sizeof moment, "2026-06-0%dT12:00:00Z", day);
        assert_true(engine_set_clock(b.engine, at(moment)));
        engine_catch_up(b.engine);
    }
    assert_int_equal(number_field(number, "nudges"), 1);
    assert_int_equal(edit(b.ann, number, "name", "Other"), OUTCOME_DONE);
    assert_int_equal(number_field(number, "nudges"), 1);
    assert_int_equal(edit(b.ann, number, "due", "2026-06-20"),
                     OUTCOME_DONE); /* false for a while, then true anew */
    assert_true(engine_set_clock(b.engine, at("2026-06-22T12:00:00Z")));
    engine_catch_up(b.engine);
    assert_int_equal(number_field(number, "nudges"), 2);
}

static void a_system_action_that_ends_its_own_spell_happens_again(void **state)
{
    (void)state;
    struct text number = waiting_job("low");
    for (int i = 0; i < 3; i++) {
        assert_int_equal(edit(b.ann, number, "asked", "true"), OUTCOME_DONE);
        assert_int_equal(number_field(number, "asked"), 0);
    }
}

static void a_spell_that_nobody_looked_at_counts(void **state)
{
    (void)state;
    struct text number = waiting_job("low");
    static const char *const days[] = {"2026-05-03", "2026-07-03", "2026-05-03", ""};
    for (int i = 0; i < 4; i++) {
        assert_int_equal(edit(b.ann, number, "name", i % 2 ? "Odd" : "Even"), OUTCOME_DONE);
        assert_int_equal(edit(b.ann, number, "due", days[i]), OUTCOME_DONE);
    }
    assert_int_equal(number_field(number, "nudges"), 2);
}

static void a_spell_ends_with_its_hour(void **state)
{
    (void)state;
    static const struct {
        const char *moment, *note; /* NULL: it is only looked at */
        int64_t rings;
    } rows[] = {
        {"2026-06-02T09:40:00Z", "a", 1},
        {"2026-06-02T09:50:00Z", "b", 1},
        {"2026-06-02T12:00:00Z", NULL, 1},
        {"2026-06-03T09:40:00Z", NULL, 1}, /* nothing happened outside its hour */
        {"2026-06-03T12:00:00Z", "c", 1},
        {"2026-06-04T09:40:00Z", NULL, 2},
        {"2026-06-04T09:50:00Z", NULL, 2},
        {"2026-06-04T12:00:00Z", "ring", 3}, /* was over before this began it anew */
        {"2026-06-04T12:05:00Z", NULL, 3},
        {"2026-06-04T12:10:00Z", "d", 3}, /* ends it */
        {"2026-06-05T09:40:00Z", NULL, 4},
    };
    struct text number = waiting_job("low");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_true(engine_set_clock(b.engine, at(rows[i].moment)));
        engine_catch_up(b.engine);
        if (rows[i].note)
            assert_int_equal(edit(b.ann, number, "note", rows[i].note), OUTCOME_DONE);
        if (number_field(number, "rings") != rows[i].rings)
            fail_msg("%s: %lld", rows[i].moment, (long long)number_field(number, "rings"));
    }
}

static void a_system_action_that_is_refused_leaves_nothing(void **state)
{
    (void)state;
    struct input inputs[] = {text_input("must", "text"), text_input("extra", "never")};
    assert_int_equal(open_with(b.ann, "paper", inputs, 2), OUTCOME_DONE);
    struct text number = b.answer.number, why;
    assert_true(engine_set_clock(b.engine, at("2026-06-05T12:00:00Z")));
    engine_catch_up(b.engine);
    struct input shown[] = {text_input("shown", "yes")};
    struct command command = {.kind = COMMAND_EDIT,
                              .actor = b.ann,
                              .register_name = TEXT("paper"),
                              .number = number,
                              .inputs = shown,
                              .input_count = 1};
    assert_int_equal(run(command), OUTCOME_DONE);
    struct view view;
    struct record *record = look(&view, "paper", number);
    assert_int_equal(record->version, 2);
    assert_int_equal(record->state, 0);
    view_close(&view);
    assert_true(engine_rebuild(b.engine, b.arena, &why));
}

/* ---- opening others ---- */

static struct text signed_job(const char *name)
{
    struct text number = waiting_job("low");
    assert_int_equal(edit(b.ann, number, "name", name), OUTCOME_DONE);
    assert_int_equal(agree_with(number, "open"), OUTCOME_DONE);
    assert_int_equal(act(b.bob, number, "sign", ""), OUTCOME_DONE);
    assert_int_equal(act(b.cat, number, "sign", ""), OUTCOME_DONE);
    return number;
}

static size_t papers(void)
{
    struct view view;
    struct list_view list;
    assert_true(view_open(&view, b.arena, b.engine, 0));
    struct list_request request = {.reg = rulebook_register(engine_rulebook(b.engine), TEXT("paper")),
                                   .limit = 10,
                                   .where = TEXT("done create")};
    view_list(view.world, &request, &list);
    view_close(&view);
    return list.record_count;
}

static void opening_another_obeys_its_nevers(void **state)
{
    (void)state;
    int64_t gus = person("gus", "clerk");
    struct text bad = signed_job("bad"), good = signed_job("good");
    assert_int_equal(act(gus, bad, "finish", ""), OUTCOME_BLOCKED);
    assert_text(b.answer.unmet[0].message,
                "This opens a Paper, and that cannot be: Policy never allows this: no bad");
    assert_text(state_of(bad), "signed");
    assert_int_equal(papers(), 0);
    assert_int_equal(act(gus, good, "finish", ""), OUTCOME_DONE);
    assert_int_equal(papers(), 1);
}

/* ---- lists (6) ---- */

static void every_way_to_page_gives_every_record_once(void **state)
{
    (void)state;
    static const char *const sorts[] = {
        "-updated",         "updated",   "size",       "-size", "size,-name", "-due,name",
        "due,-size,number", "requester", "-state,due", "owner", "nudges",     "-later"};
    static const char *const sizes[] = {"low", "high", ""}, *const days[] = {"2026-07-01", "", "2026-08-01",
                                                                             ""};
    for (int i = 0; i < 11; i++) {
        struct text number = open_job(i % 2 ? b.ann : b.dan, i % 3 ? "same" : "other");
        assert_int_equal(edit(b.bob, number, "size", sizes[i % 3]), OUTCOME_DONE);
        assert_int_equal(edit(b.bob, number, "due", days[i % 4]), OUTCOME_DONE);
        assert_int_equal(edit(b.bob, number, "owner", i % 2 ? "dan" : ""), OUTCOME_DONE);
    }
    for (size_t s = 0; s < sizeof sorts / sizeof *sorts; s++) {
        struct view view;
        assert_true(view_open(&view, b.arena, b.engine, b.ann));
        struct list_request request = {.reg = rulebook_register(engine_rulebook(b.engine), TEXT("job")),
                                       .limit = 3,
                                       .sort = text_of(sorts[s])};
        struct list_view list;
        unsigned seen = 0, pages = 0;
        do {
            view_list(view.world, &request, &list);
            if (list.outcome != OUTCOME_DONE)
                fail_msg("%s: %.*s", sorts[s], TEXT_ARGS(list.message));
            for (size_t i = 0; i < list.record_count; i++) {
                assert_false(seen & 1u << list.records[i]->id);
                seen |= 1u << list.records[i]->id;
            }
            request.after = list.next;
        } while (list.next.n && ++pages < 10);
        if (seen != 0xFFE)
            fail_msg("%s: saw %x", sorts[s], seen);
        view_close(&view);
    }
}

static void search_pages_newest_first(void **state)
{
    (void)state;
    int64_t last = 1000;
    for (int i = 0; i < 7; i++)
        open_job(b.ann, i % 2 ? "printer moves" : "printer stays");
    struct view view;
    assert_true(view_open(&view, b.arena, b.engine, b.ann));
    struct list_request request = {.reg = rulebook_register(engine_rulebook(b.engine), TEXT("job")),
                                   .limit = 2,
                                   .words = TEXT("printer sta"),
                                   .count = true};
    struct list_view list;
    size_t seen = 0;
    do {
        view_list(view.world, &request, &list);
        assert_int_equal(list.outcome, OUTCOME_DONE);
        for (size_t i = 0; i < list.record_count; i++, seen++) {
            assert_true(list.records[i]->id < last);
            last = list.records[i]->id;
        }
        request.after = list.next;
    } while (list.next.n && seen < 10);
    assert_int_equal(seen, 4);
    assert_int_equal(list.total, 4);
    view_close(&view);
}

static void hostile_questions_are_answered(void **state) /* Exact meaning 6 */
{
    (void)state;
    static const char *const words[] = {
        "\"",    "*",           "a*b",       "NEAR(", "AND", "-",   "^",
        "col:x", "' OR 1=1 --", "\"\" \"\"", "()",    "{}",  "!!!", "\xC3\xA9t\xC3\xA9"};
    static const char *const cursors[] = {"W10",        "WzFd",     "WzEsbnVsbF0", "WyJhIl0", "e30",
                                          "WzEsImEiXQ", "WzEsW11d", "%",           "AAAA"};
    open_job(b.ann, "A job");
    struct view view;
    assert_true(view_open(&view, b.arena, b.engine, b.ann));
    struct list_request request = {.reg = rulebook_register(engine_rulebook(b.engine), TEXT("job")),
                                   .limit = 3};
    struct list_view list;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        request.words = text_of(words[i]);
        view_list(view.world, &request, &list);
        if (list.outcome == OUTCOME_BROKEN)
            fail_msg("%s: %.*s", words[i], TEXT_ARGS(list.message));
    }
    request.words = (struct text){0};
    for (size_t i = 0; i < sizeof cursors / sizeof *cursors; i++) {
        request.after = text_of(cursors[i]);
        view_list(view.world, &request, &list);
        if (list.outcome != OUTCOME_DONE && list.outcome != OUTCOME_MALFORMED)
            fail_msg("%s: %.*s", cursors[i], TEXT_ARGS(list.message));
    }
    view_close(&view);
}

/* ---- imports (13) ---- */

static void imports_are_all_or_nothing(void **state) /* Exact meaning 13 */
{
    (void)state;
    struct input inputs[] = {text_input("name", "Old"), text_input("code", "A")},
                 poor[] = {text_input("note", "Nameless")};
    struct imported_step past[] = {
        {.time = at("2016-02-29T01:16:00Z"), .state = TEXT("New"), .who = TEXT("Opened by 8")},
        {.time = INT64_MIN, .state = TEXT("Closed")}};
    struct command base = {.kind = COMMAND_OPEN,
                           .register_name = TEXT("job"),
                           .inputs = inputs,
                           .input_count = 1,
                           .imported = true,
                           .past = past,
                           .past_count = 2};
    struct command commands[] = {base, base, base, base};
    struct import import = {.commands = commands, .count = 4};
    struct import_report report;
    commands[0].inputs = poor;    /* `name` is missing */
    commands[1].import_state = 2; /* neither the first nor a final state */
    commands[2].import_state = 4;
    import_run(b.engine, b.arena, &import, &report);
    assert_false(report.kept);
    assert_int_equal(report.refused, 2);
    assert_int_equal(report.answers[0].outcome, OUTCOME_INVALID);
    assert_text(report.answers[0].errors[0].field, "name");
    assert_int_equal(report.answers[1].outcome, OUTCOME_INVALID);
    assert_int_equal(report.answers[2].outcome, OUTCOME_DONE);
    import.commands = commands + 2;
    import.count = 2;
    import.dry_run = true;
    import_run(b.engine, b.arena, &import, &report);
    assert_false(report.kept);
    assert_int_equal(report.refused, 0);
    import.dry_run = false;
    import_run(b.engine, b.arena, &import, &report);
    assert_true(report.kept);
    assert_text(report.answers[0].number, "JOB-2026-001");
    assert_text(state_of(report.answers[0].number), "done");
    assert_text(state_of(report.answers[1].number), "draft");
    struct view view;
    struct history_view history;
    struct record *record = look(&view, "job", report.answers[0].number);
    view_history(view.world, record, INT64_MAX, &history);
    assert_int_equal(history.count, 3);
    assert_true(history.events[1].imported);
    assert_text(history.events[1].kind, "import");
    assert_text(history.events[1].past_state, "New");
    assert_int_equal(history.events[1].past_time, at("2016-02-29T01:16:00Z"));
    assert_text(history.events[1].past_who, "Opened by 8");
    assert_true(history.events[2].past_time == INT64_MIN);
    view_close(&view);
    struct text why;
    assert_true(engine_rebuild(b.engine, b.arena, &why));
    assert_text(state_of(report.answers[0].number), "done");
}

/* ---- many at once ---- */

enum { CLIENTS = 64, ROUNDS = 5 };

struct client {
    struct text number;
    int64_t version;
    bool won;
};

static void *push(void *context)
{
    struct client *client = context;
    ARENA_SCOPED arena = arena_new(16 << 20);
    struct answer answer;
    char note[64]; /* an edit that changes nothing takes no version */
    snprintf(note, sizeof note, "%p in %lld", context, (long long)client->version);
    struct input inputs[] = {text_input("note", note)};
    struct command command = {.kind = COMMAND_EDIT,
                              .actor = b.ann,
                              .register_name = TEXT("job"),
                              .number = client->number,
                              .inputs = inputs,
                              .input_count = 1,
                              .expected_version = client->version};
    command_run(b.engine, arena, &command, &answer);
    client->won = answer.outcome == OUTCOME_DONE;
    if (!client->won && answer.outcome != OUTCOME_STALE)
        abort();
    struct view view;
    if (view_open(&view, arena, b.engine, b.ann))
        view_record(view.world, rulebook_register(engine_rulebook(b.engine), TEXT("job")), client->number);
    view_close(&view);
    return NULL;
}

static void exactly_one_wins_each_version(void **state)
{
    (void)state;
    struct text number = open_job(b.ann, "A job");
    for (int round = 0; round < ROUNDS; round++) {
        pthread_t threads[CLIENTS];
        struct client clients[CLIENTS];
        int won = 0;
        for (int i = 0; i < CLIENTS; i++) {
            clients[i] = (struct client){.number = number, .version = round + 1};
            assert_int_equal(pthread_create(&threads[i], NULL, push, &clients[i]), 0);
        }
        for (int i = 0; i < CLIENTS; i++) {
            pthread_join(threads[i], NULL);
            won += clients[i].won;
        }
        assert_int_equal(won, 1);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(opening_takes_what_the_opener_may_give),
        CASE(a_field_is_given_once),
        CASE(what_a_state_requires_is_given_on_the_way_there),
        CASE(a_field_takes_of_a_moment_what_it_holds),
        CASE(an_action_does_not_break_its_own_seal),
        CASE(a_voided_decision_is_judged_where_it_comes_to_rest),
        CASE(only_a_sealed_change_makes_it_stale),
        CASE(a_deputy_signs_in_their_principals_name),
        CASE(who_counts_for_no_part_did_not_sign),
        CASE(what_was_signed_is_shown_so),
        CASE(signatures_lapse_when_a_field_changes),
        CASE(a_deputy_of_a_deputy_is_nobody),
        CASE(nobody_appoints_themselves),
        CASE(a_refusal_does_not_name_the_withheld),
        CASE(a_system_action_that_stays_happens_once),
        CASE(a_system_action_that_ends_its_own_spell_happens_again),
        CASE(a_spell_that_nobody_looked_at_counts),
        CASE(a_spell_ends_with_its_hour),
        CASE(a_system_action_that_is_refused_leaves_nothing),
        CASE(opening_another_obeys_its_nevers),
        CASE(every_way_to_page_gives_every_record_once),
        CASE(search_pages_newest_first),
        CASE(hostile_questions_are_answered),
        CASE(imports_are_all_or_nothing),
        CASE(exactly_one_wins_each_version),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
