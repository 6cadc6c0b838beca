#include "fixtures.h"

#include "faces/html/lifecycle_draw.h"
#include "rules/load.h"

#include <stdio.h>
#include <stdlib.h>

#define T(s) TEXT(s)

/* Every shape a drawing has: each kind of action, each tone of a state, ways back, long words. */
static const char source[] =
    "rulebook \"Northmoor Police\" { version \"1\" from 2026-01-01 timezone \"Europe/London\" holidays none\n"
    "    working monday to friday 08:00 to 18:00 }\n"
    "policy \"N/1\" \"Kit\" { clause 1 \"Kit is looked after\" }\n"
    "role boss \"Boss\"\n"
    "board cab \"Change Advisory Board\" { meets when called chair boss members boss absent deputy quorum "
    "all }\n"
    "register kit \"Loan of kit\" \"Loans of kit\" {\n"
    "    number \"K-{n:4}\"\n"
    "    title what\n"
    "    field what line required\n"
    "    states draft, with_board, approved, deploying, breached, interdepartmental_review, closed, "
    "withdrawn\n"
    "    final closed, withdrawn\n"
    "    create by actor has boss\n"
    "    read by actor has boss\n"
    "    action submit \"Submit\" { from draft to with_board by actor has boss }\n"
    "    action note \"Add a note about the kit and its counterparts\" { in draft, approved by actor has "
    "boss }\n"
    "    action agree \"Agree to the loan\" { from with_board to approved by board cab }\n"
    "    action send_back \"Send back\" { from with_board, approved to draft by actor has boss }\n"
    "    action hand_over \"Hand over\" { from approved to deploying by each of actor has boss, actor is "
    "creator }\n"
    "    action expire \"Not brought back\" { from deploying to breached by system when now > created + 9 "
    "days }\n"
    "    action look \"Look into it\" { from breached to interdepartmental_review by actor has boss }\n"
    "    action close \"Close\" { from deploying, interdepartmental_review to closed by actor has boss }\n"
    "    action withdraw \"Withdraw\" { from draft, with_board, approved to withdrawn by actor is creator }\n"
    "}\n";

static const struct reg *kit(struct arena *arena)
{
    struct problems problems = {.arena = arena};
    struct source_file file = {T("force.rules"), text_of(source)};
    const struct rulebook *rulebook = rulebook_load_sources(arena, &file, 1, &problems);
    if (!rulebook) {
        fprintf(stderr, "%s", problems_print(arena, &problems).s);
        exit(1);
    }
    return rulebook_register(rulebook, T("kit"));
}

static struct ui_action_rows actions(void)
{
    static struct ui_tag from[] = {{T("Draft"), UI_TONE_OFF}, {T("With board"), UI_TONE_WAIT}};
    static struct ui_cite cites[] = {{T("N/1 1"), T("/policy/N-1/1"), T("Kit is looked after")}};
    static struct ui_condition needs[] = {
        {.text = T("Give: What, Until")},
        {T("The kit is in the store. Ask who has it to bring it back first"), {0}, {cites, 1, 0}},
        {T("It was looked at this year"), T("or give a reason"), {cites, 1, 0}}};
    static struct text after[] = {TEXT("A later change of What undoes it and moves the record to Draft")};
    static struct ui_action_row rows[] = {{.label = T("Agree to the loan"),
                                           .kind = T("Decided by: Change Advisory Board"),
                                           .from = {from, 2, 0},
                                           .to = {T("Approved"), UI_TONE_OK},
                                           .who = T("the Change Advisory Board, in an open meeting"),
                                           .cites = {cites, 1, 0},
                                           .needs = {needs, 3, 0},
                                           .after = {after, 1, 0}},
                                          {.label = T("Add a note"), .from = {from, 1, 0}, .who = T("Boss")}};
    return (struct ui_action_rows){rows, 2, 0};
}

void fixture_lifecycle(struct buf *out)
{
    static struct ui_tag in[] = {{T("Draft"), UI_TONE_OFF}};
    struct lifecycle_page page = {
        .layout = fixture_layout("Lifecycle - Loans of kit", "Releases"),
        .title = T("The lifecycle of loans of kit"),
        .lead = T("As rulebook 1 has it, in force now."),
        .spoken = T("The lifecycle of loans of kit: 8 states and the ways between them, as in the tables on "
                    "this page."),
        .state_rows = LIST(struct ui_state_row,
                           {{T("Draft"), UI_TONE_OFF}, T("Records open here"), T("Submit, Withdraw")},
                           {{T("Breached"), UI_TONE_BAD}, T("The record is here"), T("Look into it")},
                           {{T("Closed"), UI_TONE_OK}, T("An end")}),
        .actions = actions(),
        .edits = LIST(struct ui_edit_row, {T("What, Until"), T("whoever opened it"), {in, 1, 0}},
                      {T("Shelf"), T("Boss")}),
    };
    lifecycle_draw(out->arena, kit(out->arena), 4, &page);
    page_lifecycle(out, &page);
}
