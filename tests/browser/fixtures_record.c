#include "fixtures.h"

#include "faces/html/markdown.h"

#include <string.h>

#define T(s) TEXT(s)
#define CITE(number, words)                                                                                  \
    {                                                                                                        \
        T("Inf/20 " number), T("/policy/Inf-20/" number), T(words)                                           \
    }
#define CITES(...) LIST(struct ui_cite, __VA_ARGS__)
#define OWN                                                                                                  \
    {                                                                                                        \
        T("Force's own rule"), {0}, T("the force's own caution")                                             \
    }

static struct ui_rail_item rail_item(const char *label, const char *href, const char *count,
                                     const char *current)
{
    return (struct ui_rail_item){
        text_of(label), text_of(href), text_of(count), {0}, false, strcmp(label, current) == 0};
}

struct ui_layout fixture_layout(const char *title, const char *current)
{
    static struct ui_rail_item mine[2], change[6], policy[1], more[3];
    static struct ui_rail_group groups[4];
    mine[0] = rail_item("Needs you now", "/", "5", current);
    mine[0].hot = true;
    mine[0].key = T("h");
    mine[1] = rail_item("Your settings", "/me", NULL, current);
    change[0] = rail_item("Requests for change", "/change", "38", current);
    change[0].key = T("r");
    change[1] = rail_item("Releases", "/release", "4", current);
    change[2] = rail_item("Standard changes", "/standard_change", NULL, current);
    change[3] = rail_item("Post-implementation reviews", "/review", "2", current);
    change[4] = rail_item("Service requests", "/service_request", NULL, current);
    change[5] = rail_item("Boards", "/board", NULL, current);
    change[5].key = T("b");
    policy[0] = rail_item("Policies", "/policy", NULL, current);
    policy[0].key = T("p");
    more[0] = rail_item("Assets", "/asset", NULL, current);
    more[1] = rail_item("Suppliers", "/supplier", NULL, current);
    more[2] = rail_item("People", "/person", NULL, current);
    groups[0] = (struct ui_rail_group){T("Reeve"), {mine, 2, 0}};
    groups[1] = (struct ui_rail_group){T("Change and release"), {change, 6, 0}};
    groups[2] = (struct ui_rail_group){T("Policy"), {policy, 1, 0}};
    groups[3] = (struct ui_rail_group){T("Registers"), {more, 3, 0}};
    return (struct ui_layout){.title = text_of(title),
                              .force = T("Northmoor Police"),
                              .initials = T("NP"),
                              .marking = T("OFFICIAL"),
                              .me = T("Priya Nair"),
                              .me_initials = T("PN"),
                              .me_post = T("Change Manager"),
                              .rail = {groups, 4, 0},
                              .zone = T("GMT"),
                              .printed = T("Printed by Priya Nair, Tue 24 Nov 2026, 09:12")};
}

static struct ui_events history(void)
{
    static struct ui_change changed[] = {
        {T("Begins"), T("Tue 24 Nov 2026, 22:00"), T("Thu 26 Nov 2026, 22:00")},
        {T("Owner"), {0}, T("Owen Bright")},
        {T("Cost"), {0}, {0}, true},
        {T("Impact and extent"), {0}, {0}},
    };
    static struct ui_event events[] = {
        {{T("2026-11-23T16:31:00Z"), T("Mon 23 Nov, 16:31")},
         T("Priya Nair"),
         T("/person/priya.nair"),
         T("referred it to the CAB")},
        {{T("2026-11-20T14:05:00Z"), T("Fri 20 Nov, 14:05")},
         T("Hannah Cole"),
         T("/person/hannah.cole"),
         T("assessed it"),
         T("for Dev Patel"),
         T("Supplier support ends on 31 December, so it cannot wait for January."),
         T("Rulebook 1, entry 4,137")},
        {{T("2026-11-19T10:40:00Z"), T("Thu 19 Nov, 10:40")},
         T("Owen Bright"),
         T("/person/owen.bright"),
         T("changed 4 fields"),
         .changes = {changed, 4, 0}},
        {{T("2026-11-18T11:22:00Z"), T("Wed 18 Nov, 11:22")},
         T("Reeve"),
         {0},
         T("opened it from a release"),
         .origin = T("Imported")},
    };
    return (struct ui_events){events, 4, 0};
}

static struct ui_sections sections(struct arena *arena)
{
    static struct ui_row details[7], related[2];
    static struct ui_section all[2];
    static struct ui_link services[] = {
        {T("Internet and partner links"), T("/asset/AST-00017"), T("AST-00017")},
        {T("Command and control"), T("/asset/AST-00003"), T("AST-00003"), {T("Live"), UI_TONE_OK}},
    };
    static struct ui_tag impact[] = {{T("Medium"), UI_TONE_PLAIN}};
    static struct ui_cite assessed[] = {CITE("2.3.j", "Changes are assessed by risk, impact and urgency")};
    details[0] = (struct ui_row){T("Kind of change"), T("Amendment")};
    details[1] = (struct ui_row){
        .label = T("Impact"), .tags = {impact, 1, 0}, .cites = {assessed, 1, 0}, .changed = true};
    details[2] = (struct ui_row){.label = T("Services"), .links = {services, 2, 0}};
    details[3] =
        (struct ui_row){.label = T("Impact and extent"),
                        .html = html_markdown(
                            arena, T("Stations lose national database checks for **up to 12 minutes**.\n\n- "
                                     "Control room has a voice fallback\n- Custody is not touched"))};
    details[4] =
        (struct ui_row){.label = T("Back-out plan"),
                        .html = html_markdown(arena, T("1. Re-cable node B and force it active\n2. Restore "
                                                       "the 22:00 rule export\n3. Repeat the checks"))};
    details[5] = (struct ui_row){.label = T("Cost"), .withheld = true};
    details[6] =
        (struct ui_row){.label = T("Outage"), .value = T("12 minutes"), .small = T("external links only")};
    static struct ui_link reviews[] = {{T("Duty system patch 11.2 failed"),
                                        T("/review/PIR-2026-0019"),
                                        T("PIR-2026-0019"),
                                        {T("Open"), UI_TONE_WAIT}}};
    related[0] = (struct ui_row){.label = T("Post-implementation reviews"), .links = {reviews, 1, 0}};
    related[1] = (struct ui_row){.label = T("Release"), .value = T("Edge 2026.4")};
    all[0] = (struct ui_section){
        T("fields"),
        T("Details"),
        {0},
        {.label = T("Edit"), .href = T("/change/RFC-2026-00412/edit"), .note = T("details")},
        {details, 7, 0}};
    all[1] = (struct ui_section){T("related"), T("Related records"), T("2 records"), .rows = {related, 2, 0}};
    return (struct ui_sections){all, 2, 0};
}

void fixture_record(struct buf *out)
{
    struct arena *arena = out->arena;
    struct record_page page = {
        .layout = fixture_layout("RFC-2026-00412 Replace HQ data centre firewall pair - Requests for change",
                                 "Requests for change"),
        .number = T("RFC-2026-00412"),
        .title = T("Replace HQ data centre firewall pair"),
        .state = {T("With the CAB"), UI_TONE_WAIT},
        .tags = LIST(struct ui_tag, {T("Major"), UI_TONE_PLAIN}, {T("Medium risk"), UI_TONE_PLAIN}),
        .buttons = LIST(struct ui_link,
                        {.label = T("Edit"), .href = T("/change/RFC-2026-00412/edit"), .note = T("e")}),
        .tabs = LIST(struct ui_link, {T("Summary"), T("#summary"), .current = true},
                     {T("Details"), T("#fields")}, {T("Approvals"), T("#approvals"), T("3 of 6")},
                     {T("Comments"), T("#comments"), T("1")}, {T("History"), T("#history"), T("23")}),
        .gate = {.title = T("Two things stand in the way"),
                 .unmet =
                     LIST(struct ui_unmet,
                          {.message = T("Nobody in ICT has confirmed that its impact is understood"),
                           .of = T("“Approve” and “Refer to the CAB”"),
                           .who = T("A Change Assessor can put it right: Dev Patel, Mina Shah."),
                           .fix = {.label = T("Ask Dev Patel"), .href = T("#comments")},
                           .cites = CITES(CITE(
                               "2.3.e", "No change whose full impact and extent ICT does not understand")),
                           .late = true},
                          {.message = T("The CAB has not discussed this major change"),
                           .of = T("“Approve”"),
                           .who = T("The board meets Wed 25 Nov, 10:00. This is item 2."),
                           .fix = {.label = T("Open agenda"), .href = T("/board/cab/CAB-2026-47")},
                           .cites = CITES(CITE("2.3.m", "Every major change is discussed at the CAB"))}),
                 .more_title = T("One more thing stands in the way of “Take back to change the plan”"),
                 .more =
                     LIST(struct ui_unmet, {.message = T("It is not approved yet"), .cites = CITES(OWN)})},
        .warnings =
            LIST(struct ui_warning,
                 {T("Its window is longer than the maintenance window"), T("Agreed with the control room"),
                  CITES(CITE("2.3.s", "Changes are visible to all ICT staff in a calendar"))}),
        .summary_title = T("Summary"),
        .summary_edit = {.label = T("Edit"), .href = T("/change/RFC-2026-00412/edit"), .note = T("summary")},
        .facts = LIST(
            struct ui_fact, {T("Begins"), T("Thu 26 Nov, 22:00"), .small = T("to Fri 27 Nov, 02:00")},
            {T("Owner"), T("Owen Bright"), T("/person/owen.bright"), T("Network Services")},
            {T("Services"), T("3 affected")}, {T("Requested by"), T("Mina Shah"), T("/person/mina.shah")}),
        .lead = html_markdown(
            arena, T("Both firewalls at the HQ data centre leave vendor support on 31 December. Replace the "
                     "pair and move to firmware 7.4.9, which also closes two published vulnerabilities. "
                     "Users lose external links for up to 12 minutes at cut-over.")),
        .sections = sections(arena),
        .acts_note = T("You can approve once the two things are put right. You can reject it now."),
        .acts = LIST(
            struct ui_act,
            {T("Approve"), T("/change/RFC-2026-00412/approve"), T("2 things stand in the way"), T("a"), true},
            {T("Reject"), T("/change/RFC-2026-00412/reject")}),
        .steps_title = T("Approvals"),
        .steps_note = T("3 of 6"),
        .steps = LIST(struct ui_step, {T("Submit"), T("Mina Shah. Wed 18 Nov"), .done = true},
                      {T("Assess"), T("Hannah Cole, for Dev Patel. Fri 20 Nov"),
                       T("No longer covers: Begins, Owner"), .done = true},
                      {T("Refer to the CAB"), T("You. Mon 23 Nov"), .done = true},
                      {T("Record the CAB's discussion"), T("Wed 25 Nov 10:00, item 2."),
                       .cites = CITES(CITE("2.3.k", "The CAB meets weekly")), .waiting = true},
                      {T("Approve"), T("The Change Manager, after the CAB."),
                       .cites = CITES(CITE("2.3.i", "The Change Manager has authority"))}),
        .checks_note = T("4 of 6 for “Approve”"),
        .checks = LIST(struct ui_check,
                       {T("You are neither Requester nor Raised on behalf of."),
                        CITES(CITE("2.3.o", "Nobody approves their own change"))},
                       {T("Impact is Low or “Record the CAB's discussion” was done."), {0}}),
        .duties =
            LIST(struct ui_duty, {T("Keep it up to date"),
                                  T("Owen Bright"),
                                  {T("2026-11-25T17:00:00Z"), T("Wed 25 Nov, 17:00")},
                                  {T("Open"), UI_TONE_INFO},
                                  CITES(CITE("2.3.r", "The change owner keeps the record up to date"))}),
        .comments = LIST(
            struct ui_comment,
            {T("comment-1"),
             T("Insp Jo Farr"),
             T("/person/jo.farr"),
             {T("2026-11-24T08:02:00Z"), T("Tue 24 Nov, 08:02")},
             html_markdown(arena, T("The control room can take **12 minutes** on voice, not more. See "
                                    "https://intranet.northmoor.example/ccr/"
                                    "averyveryveryverylongaddressthatdoesnotbreakbyitself/0123456789."))}),
        .comment = {.action = T("/change/RFC-2026-00412/comments"),
                    .csrf = T("c"),
                    .submit = T("Comment"),
                    .guard = true,
                    .fields = LIST(struct ui_field, {.id = T("comment"),
                                                     .name = T("text"),
                                                     .label = T("Your comment"),
                                                     .input = UI_INPUT_TEXT})},
        .history_note = T("23 entries"),
        .history = history(),
        .earlier = {.label = T("Show 19 earlier entries"), .href = T("?history=all#history")},
    };
    page.layout.crumbs = (struct ui_links)LIST(struct ui_link, {T("Requests for change"), T("/change")},
                                               {T("RFC-2026-00412")});
    page.layout.notice = (struct ui_notice){T("RFC-2026-00412 was referred to the CAB."), .tone = UI_TONE_OK};
    page_record(out, &page);
}

void fixture_record_plain(struct buf *out)
{
    struct record_page page = {
        .layout = fixture_layout("AST-00017 Internet and partner links - Assets", "Assets"),
        .number = T("AST-00017"),
        .title = T("InternetandpartnerlinkswithanamethatneverbreaksbecausesomebodytypeditwithoutspacesintheMo"
                   "bileDataTerminalReplacementProgramme"),
        .state = {T("Retired"), UI_TONE_OFF},
        .as_at = T("You are looking at this record as it stood on Mon 2 Nov 2026, 09:00."),
        .as_now = {.label = T("See it as it is now"), .href = T("/asset/AST-00017")},
        .summary_title = T("Summary"),
        .facts = LIST(struct ui_fact, {T("Kind of asset"), T("Service")}),
        .acts_note = T("Nothing to decide: it is retired."),
        .nothing_said = T("Nobody has commented yet."),
        .history_note = T("4 entries"),
        .history = history(),
    };
    page.layout.theme = T("dark");
    page_record(out, &page);
}
