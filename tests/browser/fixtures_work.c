/* Home, lists, search, forms and actions. */
#include "fixtures.h"

#define T(s) TEXT(s)
#define CITES(number)                                                                                        \
    LIST(struct ui_cite,                                                                                     \
         {T("Inf/20 " number), T("/policy/Inf-20/" number), T("What the clause says, in one line")})
#define LINK(words, address)                                                                                 \
    {                                                                                                        \
        .label = T(words), .href = T(address)                                                                \
    }

static struct ui_table changes(bool buttons)
{
    static struct ui_column columns[6] = {{T("Change"), T("?sort=summary")},
                                          {T("Owner"), T("?sort=owner")},
                                          {T("State"), T("?sort=state"), T("descending")},
                                          {T("Quiet for"), .number = true},
                                          {T("Begins"), T("?sort=begins")},
                                          {T("Action"), .quiet = true}};
    static struct ui_cell cells[4][6] = {
        {{.text = T("Interview recording server move"),
          .href = T("/change/RFC-2026-00388"),
          .note = T("RFC-2026-00388")},
         {.text = T("Gareth Hughes")},
         {.tag = {T("Assessing"), UI_TONE_INFO}},
         {.label = T("Quiet for"), .text = T("19 days"), .number = true},
         {.label = T("Begins"), .text = T("Not set")},
         {.button = {.label = T("Nudge"), .href = T("#"), .note = T("Gareth Hughes")}, .number = true}},
        {{.text = T("Forensics file share to new array"),
          .href = T("/change/RFC-2026-00395"),
          .note = T("RFC-2026-00395")},
         {.text = T("Mina Shah")},
         {.tag = {T("Implementing"), UI_TONE_RUN}},
         {.label = T("Quiet for"), .text = T("12 days"), .number = true},
         {.label = T("Begins"), .text = T("Fri 13 Nov, 20:00")},
         {.button = {.label = T("Nudge"), .href = T("#"), .note = T("Mina Shah")}, .number = true}},
        {{.text = T("Telematics API gateway"),
          .href = T("/change/RFC-2026-00401"),
          .note = T("RFC-2026-00401")},
         {.label = T("Owner"), .withheld = true},
         {.tag = {T("Failed"), UI_TONE_BAD}},
         {.label = T("Quiet for"), .text = T("9 days"), .number = true},
         {.label = T("Begins"), .text = T("Tue 8 Dec, 20:00")},
         {.button = {.label = T("Nudge"), .href = T("#"), .note = T("Lewis Grant")}, .number = true}},
        {{.text = T("Printer driver package 6.1"),
          .href = T("/change/RFC-2026-00404"),
          .note = T("RFC-2026-00404")},
         {.text = T("Ellie Marsh-Featherstonehaugh")},
         {.tag = {T("Draft"), UI_TONE_OFF}},
         {.label = T("Quiet for"), .text = T("8 days"), .number = true},
         {.label = T("Begins"), .text = T("Not set")},
         {.button = {.label = T("Nudge"), .href = T("#"), .note = T("Ellie Marsh")}, .number = true}}};
    static struct ui_table_row rows[4];
    size_t shown = buttons ? 6 : 5;
    for (size_t i = 0; i < 4; i++)
        rows[i].cells = (struct ui_cells){cells[i], shown, 0};
    return (struct ui_table){T("Changes"), {columns, shown, 0}, {rows, 4, 0}};
}

void fixture_home(struct buf *out)
{
    struct home_page page = {
        .layout = fixture_layout("Needs you now (5)", "Needs you now"),
        .lead = T("Tuesday 24 November 2026. Five items, one overdue."),
        .buttons = LIST(struct ui_link, LINK("My cover and deputies", "/me"),
                        {.label = T("Raise a change"), .href = T("/change/new"), .current = true}),
        .todos = LIST(struct ui_todo,
                      {{T("Decide"), UI_TONE_BAD},
                       T("ESN gateway certificate renewal"),
                       T("/change/RFC-2026-00418"),
                       T("RFC-2026-00418"),
                       T("Emergency. Certificate ends Thu 26 Nov. The emergency CAB approved it at 08:40; "
                         "back-out plan attached."),
                       .due = T("Overdue since 09:00"),
                       .late = true,
                       .button = LINK("Review", "/change/RFC-2026-00418"),
                       .go = true},
                      {{T("Quorum"), UI_TONE_WAIT},
                       T("CAB tomorrow needs two deputies"),
                       T("/board/cab/CAB-2026-47"),
                       T("CAB-2026-47"),
                       T("Four of six seats are filled. Members attend or send a deputy."),
                       CITES("2.3.l"),
                       T("Wed 10:00"),
                       .soon = true,
                       .button = LINK("Fill seats", "/board/cab/CAB-2026-47")},
                      {{T("Assess"), UI_TONE_WAIT},
                       T("Custody camera recorder replacement"),
                       T("/change/RFC-2026-00421"),
                       T("RFC-2026-00421"),
                       T("Submitted yesterday. Nobody has assessed it."),
                       CITES("2.3.j"),
                       T("Today 17:00"),
                       .button = LINK("Assess", "/change/RFC-2026-00421/assess")},
                      {{T("Close"), UI_TONE_RUN},
                       T("Emergency storage failover, Sun 22 Nov"),
                       T("/change/RFC-2026-00416"),
                       T("RFC-2026-00416"),
                       T("Implemented at 03:12. Close it once its record is complete."),
                       .due = T("Today 23:59"),
                       .button = LINK("Close", "/change/RFC-2026-00416/close")},
                      {{T("Review"), UI_TONE_INFO},
                       T("Failed change: duty system patch 11.2"),
                       T("/review/PIR-2026-0019"),
                       T("PIR-2026-0019"),
                       T("A failed major change is reviewed before it is closed."),
                       CITES("2.3.t"),
                       T("Thu 26 Nov"),
                       .button = LINK("Open review", "/review/PIR-2026-0019")}),
        .all = LINK("Show all 12", "/?all=yes"),
        .meetings = LIST(struct ui_next_meeting,
                         {T("Next CAB"), T("Wednesday 25 November, 10:00"),
                          T("7 items. 4 of 6 seats filled."), T("/board/cab/CAB-2026-47"), T("Agenda")}),
        .figures_title = T("Last 90 days"),
        .figures =
            LIST(struct ui_fact, {T("Changes closed"), T("61"), T("/change?list=closed")},
                 {T("Succeeded first time"), T("94%")}, {T("Emergency"), T("3"), .small = T("5%, was 8%")},
                 {T("Median to decision"), T("3.5"), .small = T("working days")}),
        .quiet_title = T("Gone quiet"),
        .quiet_note = T("4 changes with no update for 7 days or more"),
        .quiet_rule = T("Owners keep records up to date."),
        .quiet_cites = CITES("2.3.r"),
        .quiet = changes(true),
    };
    page_home(out, &page);
}

void fixture_home_empty(struct buf *out)
{
    struct home_page page = {.layout = fixture_layout("Needs you now", "Needs you now"),
                             .lead = T("Tuesday 24 November 2026."),
                             .nothing = T("Nothing waits for you. When somebody needs your decision it "
                                          "stands here, with its reason and its date.")};
    page.layout.theme = T("dark");
    page_home(out, &page);
}

static struct ui_fields filters(void)
{
    static struct ui_option states[] = {{T("draft"), T("Draft")},
                                        {T("assessing"), T("Assessing"), {0}, true}};
    static struct ui_field fields[] = {
        {.id = T("f-state"),
         .name = T("state"),
         .label = T("State"),
         .input = UI_INPUT_SELECT,
         .options = {states, 2, 0}},
        {.id = T("f-owner"),
         .name = T("owner"),
         .label = T("Owner"),
         .input = UI_INPUT_PERSON,
         .value = T("mina.shah"),
         .options = {states, 0, 0}},
        {.id = T("f-from"), .name = T("begins_from"), .label = T("Begins after"), .input = UI_INPUT_DATE},
        {.id = T("f-q"), .name = T("q"), .label = T("Words"), .input = UI_INPUT_LINE}};
    return (struct ui_fields){fields, 4, 0};
}

void fixture_list(struct buf *out)
{
    struct list_page page = {.layout = fixture_layout("Requests for change", "Requests for change"),
                             .title = T("Requests for change"),
                             .create = LINK("Raise a change", "/change/new"),
                             .csv = LINK("Export CSV", "/change/csv"),
                             .saved = LIST(struct ui_link, {T("All"), T("/change"), .current = true},
                                           LINK("Waiting for the CAB", "/change?list=1"),
                                           LINK("Mine", "/change?list=2")),
                             .action = T("/change"),
                             .filters = filters(),
                             .keep = LIST(struct ui_hidden, {T("sort"), T("-updated")}),
                             .chosen = LIST(struct ui_link, LINK("State: Assessing", "/change?")),
                             .count = T("38 changes. 1 to 4 shown."),
                             .table = changes(false),
                             .previous = LINK("Previous", "?page=1"),
                             .next = LINK("Next 50", "?after=x")};
    page_list(out, &page);
}

void fixture_list_empty(struct buf *out)
{
    struct list_page page = {.layout = fixture_layout("Releases", "Releases"),
                             .title = T("Releases"),
                             .action = T("/release"),
                             .filters = filters(),
                             .problem = T("“Begins after” is not a date. Give it as 2026-11-24."),
                             .nothing = T("No release matches these filters."),
                             .nothing_link = LINK("Show all releases", "/release")};
    page.layout.theme = T("dark");
    page_list(out, &page);
}

void fixture_search(struct buf *out)
{
    struct search_page page = {
        .layout = fixture_layout("firewall - Search", ""),
        .count = T("3 found for “firewall”"),
        .scopes = LIST(struct ui_link, {T("Everything"), T("?q=firewall"), T("3"), .current = true},
                       {T("Changes"), T("?q=firewall&in=change"), T("2")}),
        .commands = LIST(struct ui_link, LINK("Raise a change", "/change/new")),
        .found = LIST(struct ui_found,
                      {T("Replace HQ data centre firewall pair"),
                       T("/change/RFC-2026-00412"),
                       T("RFC-2026-00412"),
                       T("Request for change"),
                       T("… Both firewalls at the HQ data centre leave vendor support …"),
                       T("Updated today"),
                       {T("With the CAB"), UI_TONE_WAIT}},
                      {T("Firewall rule review"), T("/policy/Inf-06/3.2"), T("Inf/06 3.2"), T("Clause"),
                       T("Rules are reviewed every six months.")})};
    page.layout.query = T("firewall \"<b>\" & more");
    page_search(out, &page);
}

static struct ui_fields every_field(bool wrong)
{
    static struct ui_option plan[] = {{.value = T("f1"), .label = T("plan-v1.2.pdf"), .chosen = true}};
    static struct ui_option choices[] = {{T("minor"), T("Minor"), T("One service, no outage")},
                                         {T("major"), T("Major"), {0}, true},
                                         {T("emergency"), T("Emergency")}};
    static struct text entries[] = {TEXT("Internet and partner links (AST-00017)"), {0}};
    static struct ui_cite cites[] = {{T("Inf/20 2.3.e"), T("/policy/Inf-20/2.3.e"), {0}}};
    static struct ui_field fields[] = {
        {.id = T("summary"),
         .name = T("summary"),
         .label = T("Summary"),
         .input = UI_INPUT_LINE,
         .required = true,
         .value = T("Replace \"HQ\" firewall <pair>")},
        {.id = T("description"),
         .name = T("description"),
         .label = T("What will change, and why"),
         .hint = T("Write for somebody who was not in the room."),
         .input = UI_INPUT_TEXT,
         .required = true,
         .value = T("\nBoth leave support.")},
        {.id = T("category"),
         .name = T("category"),
         .label = T("Category"),
         .input = UI_INPUT_RADIO,
         .options = {choices, 3, 0},
         .cites = {cites, 1, 0}},
        {.id = T("kind"),
         .name = T("kind"),
         .label = T("Kind"),
         .input = UI_INPUT_SELECT,
         .options = {choices, 3, 0}},
        {.id = T("owner"),
         .name = T("owner"),
         .label = T("Owner"),
         .input = UI_INPUT_PERSON,
         .needed = T("needed for “Submit” and “Schedule as a standard change”"),
         .list = T("list-person"),
         .hint = T("A name or a username: begin to type, and choose")},
        {.id = T("begins"),
         .name = T("begins"),
         .label = T("Begins"),
         .input = UI_INPUT_TIME,
         .value = T("2026-11-26T22:00")},
        {.id = T("ends"),
         .name = T("ends"),
         .label = T("Ends"),
         .input = UI_INPUT_TIME,
         .value = T("2026-11-26T21:00")},
        {.id = T("until"),
         .name = T("until"),
         .label = T("Until"),
         .input = UI_INPUT_DATE,
         .value = T("2026-12-01")},
        {.id = T("month"), .name = T("month"), .label = T("Month"), .input = UI_INPUT_MONTH},
        {.id = T("outage"),
         .name = T("outage"),
         .label = T("Outage"),
         .input = UI_INPUT_NUMBER,
         .unit = T("minutes"),
         .value = T("12")},
        {.id = T("services"),
         .name = T("services"),
         .label = T("Services"),
         .input = UI_INPUT_MANY,
         .needed = T("needed for “Submit”"),
         .entries = {entries, 2, 0},
         .list = T("list-asset"),
         .find = T("asset")},
        {.id = T("areas"),
         .name = T("areas"),
         .label = T("Areas"),
         .input = UI_INPUT_CHECKS,
         .options = {choices, 3, 0}},
        {.id = T("rehearsed"),
         .name = T("rehearsed"),
         .label = T("It has been rehearsed"),
         .input = UI_INPUT_FLAG,
         .value = T("true")},
        {.id = T("plan"),
         .name = T("plan"),
         .label = T("Release plan"),
         .hint = T("A file of up to 10 MB. One that is chosen takes the place of the other"),
         .input = UI_INPUT_FILE,
         .options = {plan, 1, 0}},
        {.id = T("url"), .name = T("url"), .label = T("Supplier's notice"), .input = UI_INPUT_LINK},
        {.id = T("release"), .name = T("release"), .label = T("Release"), .input = UI_INPUT_RECORD}};
    fields[6].error = wrong ? T("Enter an end after Thu 26 Nov 2026, 22:00") : (struct text){0};
    fields[4].error = wrong ? T("Nobody is called “m.shar”. Type a username, or part of a name and choose")
                            : (struct text){0};
    fields[2].error = wrong ? T("Choose a category") : (struct text){0};
    return (struct ui_fields){fields, sizeof fields / sizeof *fields, 0};
}

static struct ui_form form(bool wrong)
{
    static struct ui_option people[] = {{.value = T("Mina Shah (mina.shah)")},
                                        {.value = T("Dev Patel (dev.patel)")}};
    static struct ui_option assets[] = {{.value = T("Command and control (AST-00003)")}};
    static struct ui_list lists[] = {{T("list-person"), .options = {people, 2, 0}},
                                     {T("list-asset"), T("asset"), {assets, 1, 0}}};
    return (struct ui_form){.action = T("/change/new"),
                            .csrf = T("c"),
                            .version = T("7"),
                            .submit = T("Raise the change"),
                            .go = true,
                            .multipart = true,
                            .guard = true,
                            .fields = every_field(wrong),
                            .lists = {lists, 2, 0}};
}

void fixture_form(struct buf *out)
{
    struct form_page page = {
        .layout = fixture_layout("Raise a change - Requests for change", "Requests for change"),
        .title = T("Raise a change"),
        .lead = T("You can come back to everything but its number until it is submitted."),
        .form = form(false),
        .cancel = LINK("Cancel", "/change")};
    page_form(out, &page);
}

void fixture_form_refused(struct buf *out)
{
    struct form_page page = {
        .layout = fixture_layout("Raise a change - Requests for change", "Requests for change"),
        .title = T("Raise a change"),
        .form = form(true),
        .cancel = LINK("Cancel", "/change"),
        .errors =
            LIST(struct ui_form_error, {T("category"), T("Choose a category")},
                 {T("owner"), T("Nobody is called “m.shar”. Type a username, or part of a name and choose")},
                 {T("ends"), T("Enter an end after Thu 26 Nov 2026, 22:00")}),
        .newer = T("Owen Bright changed the owner at 09:12. Your answers are kept below."),
        .newer_link = LINK("See what changed", "/change/RFC-2026-00412#history"),
        .unmet = LIST(struct ui_unmet, {T("Say what the change affects and how far it reaches"),
                                        T("You can put it right here."), .cites = CITES("2.3.e")})};
    page.layout.failed = true;
    page_form(out, &page);
}

static struct action_page approve(void)
{
    return (struct action_page){
        .layout = fixture_layout("Approve - RFC-2026-00412 Replace firewall pair", "Requests for change"),
        .number = T("RFC-2026-00412"),
        .title = T("Replace HQ data centre firewall pair"),
        .record_href = T("/change/RFC-2026-00412"),
        .label = T("Approve"),
        .state = {T("With the CAB"), UI_TONE_WAIT},
        .cancel = LINK("Back to the record", "/change/RFC-2026-00412")};
}

void fixture_action(struct buf *out)
{
    struct action_page page = approve();
    page.signing = (struct ui_facts)LIST(
        struct ui_fact, {T("Begins"), T("Thu 26 Nov 2026, 22:00"), .small = T("to Fri 27 Nov, 02:00")},
        {T("Services"), T("Internet and partner links"), T("/asset/AST-00017")});
    page.should = (struct ui_unmets)LIST(
        struct ui_unmet,
        {T("It runs into a Friday or a weekend"),
         .cites = LIST(struct ui_cite, {T("Force's own rule"), {0}, T("the force's own caution")})});
    page.effects = (struct ui_texts)LIST(
        struct text, T("Moves it to Approved"),
        T("Seals Summary, Begins, Ends and Services: a later change to them is shown here"));
    page.cites = (struct ui_cites)CITES("2.3.i");
    page.form =
        (struct ui_form){.action = T("/change/RFC-2026-00412/approve"),
                         .csrf = T("c"),
                         .version = T("7"),
                         .submit = T("Approve"),
                         .go = true,
                         .fields = LIST(struct ui_field, {.id = T("reason"),
                                                          .name = T("reason"),
                                                          .label = T("Why it goes ahead all the same"),
                                                          .input = UI_INPUT_TEXT,
                                                          .required = true})};
    page_action(out, &page);
}

void fixture_action_refused(struct buf *out)
{
    struct action_page page = approve();
    page.layout.theme = T("dark");
    page.who = T("The Change Manager can approve it: Priya Nair.");
    page.unmet =
        (struct ui_unmets)LIST(struct ui_unmet,
                               {T("You raised this change, so someone else must approve it"),
                                T("Another Change Manager can: Tom Achebe."), .cites = CITES("2.3.o")},
                               {T("The CAB has not discussed this major change"), .cites = CITES("2.3.m")});
    page_action(out, &page);
}
