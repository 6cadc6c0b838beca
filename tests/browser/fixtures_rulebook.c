#include "fixtures.h"

#define T(s) TEXT(s)

static struct rulebook_page rulebook(void)
{
    static struct ui_version versions[] = {
        {T("2"), T("Sun 20 Dec"), T("Thu 26 Nov, 10:15, by Priya Nair"), {T("Waits"), UI_TONE_WAIT}, true},
        {T("1"), T("Thu 1 Jan"), T("Mon 20 Jul, 08:30"), {T("In force"), UI_TONE_OK}}};
    static struct ui_source sources[] = {{T("source-0"), T("source:force.rules"), T("force.rules"),
                                          T("2 lines"), T("rulebook \"N\" {\n}"), true},
                                         {T("source-1"), T("source:change.rules"), T("change.rules"),
                                          T("1 lines"), T("roel staff \"Staff\""), false}};
    return (struct rulebook_page){
        .layout = fixture_layout("Rulebook", "Rulebook"),
        .lead = T("Version 1 is in force. Version 2 comes into force on Sun 20 Dec, 00:00."),
        .versions = {versions, 2, 0},
        .csrf = T("token"),
        .draft = true,
        .sources = {sources, 2, 0},
        .days = T("365")};
}

void fixture_rulebook_mistakes(struct buf *out)
{
    struct rulebook_page page = rulebook();
    page.mistakes = (struct ui_mistakes)LIST(
        struct ui_mistake, {T("change.rules, line 1"), T("#source-1"), T("`roel` begins no declaration"),
                            T("    roel staff \"Staff\"\n    ^\n    did you mean `role`?"), false});
    page_rulebook(out, &page);
}

void fixture_rulebook(struct buf *out)
{
    static struct ui_cite cites[] = {{T("Inf/20 2.3(i)"), T("/policy/Inf-20/2.3.i"), T("Who approves")}};
    static struct ui_unmet reasons[] = {
        {.message = T("High impact goes to the chief"), .cites = {cites, 1, 0}},
        {.message = T("Name who answers for it")}};
    static struct ui_rehearsed refused[] = {{.record = {.label = T("RFC-2026-00125"),
                                                        .href = T("/change/RFC-2026-00125"),
                                                        .note = T("Renew the storage array's controllers")},
                                             .what = T("Approve"),
                                             .who = T("Priya Nair"),
                                             .when = T("Tue 3 Nov, 11:48"),
                                             .reasons = {reasons, 2, 0}},
                                            {.withheld = T("Requests for change"),
                                             .what = T("Edited"),
                                             .wants = true,
                                             .reasons = {reasons, 1, 0}}};
    static struct ui_difference differences[] = {
        {T("Approve, \"High impact goes to the chief\": now refused unless Impact is not High"),
         T("Request for change"),
         {cites, 1, 0}}};
    struct rulebook_page page = rulebook();
    page.fine = page.ready = page.rehearsed = true;
    page.confirm = T("Version 2 comes into force on 2026-12-20, or at once when that day is here.");
    page.counts = (struct ui_facts)LIST(struct ui_fact, {T("Decisions looked at"), T("1250"), {0}, {0}},
                                        {T("Would have been refused"), T("12"), {0}, {0}});
    page.rehearsal_note = T("The first 2 are shown");
    page.refused = (struct ui_rehearsals){refused, 2, 0};
    page.others =
        (struct ui_texts)LIST(struct text, T("The exception EXC-001 stood in at RFC-2026-00099 (Approve), "
                                             "and would stand in for nothing"));
    page.unmet = (struct ui_unmets)LIST(struct ui_unmet, {.message = T("Version \"1\" was put here before")});
    page.differences = (struct ui_difference_groups)LIST(
        struct ui_difference_group, {T("change-1"), T("Newly refused"), {differences, 1, 0}});
    page_rulebook(out, &page);
}
