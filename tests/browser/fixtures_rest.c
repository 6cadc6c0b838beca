/* People, boards, policies, and pages without a record. */
#include "fixtures.h"

#define T(s) TEXT(s)
#define CITES(number)                                                                                        \
    LIST(struct ui_cite,                                                                                     \
         {T("Inf/20 " number), T("/policy/Inf-20/" number), T("What the clause says, in one line")})
#define LINK(words, address)                                                                                 \
    {                                                                                                        \
        .label = T(words), .href = T(address)                                                                \
    }

static struct ui_table two_columns(const char *first, const char *second)
{
    static struct ui_column columns[2];
    static struct ui_cell cells[2][2];
    static struct ui_table_row rows[2];
    columns[0] = (struct ui_column){text_of(first), T("?sort=name"), T("ascending")};
    columns[1] = (struct ui_column){text_of(second)};
    cells[0][0] =
        (struct ui_cell){.text = T("Mina Shah"), .href = T("/person/mina.shah"), .note = T("mina.shah")};
    cells[0][1] = (struct ui_cell){.label = text_of(second), .text = T("ICT staff, Change Assessor")};
    cells[1][0] = (struct ui_cell){
        .text = T("Owen Bright"), .href = T("/person/owen.bright"), .note = T("owen.bright")};
    cells[1][1] = (struct ui_cell){.tag = {T("Closed"), UI_TONE_OK}};
    rows[0].cells = (struct ui_cells){cells[0], 2, 0};
    rows[1].cells = (struct ui_cells){cells[1], 2, 0};
    return (struct ui_table){text_of(first), {columns, 2, 0}, {rows, 2, 0}};
}

void fixture_people(struct buf *out)
{
    struct list_page page = {.layout = fixture_layout("People", "People"),
                             .title = T("People"),
                             .create = LINK("Add a person", "/person/new"),
                             .action = T("/person"),
                             .count = T("40 people"),
                             .table = two_columns("Person", "Roles")};
    page_list(out, &page);
}

static struct ui_form end_form(const char *about)
{
    return (struct ui_form){.action = T("/person/mina.shah/roles/3/end"),
                            .csrf = T("c"),
                            .submit = T("End"),
                            .about = text_of(about)};
}

static struct ui_form grant_form(void)
{
    static struct ui_field fields[] = {
        {.id = T("grant-role"), .name = T("role"), .label = T("Role"), .input = UI_INPUT_LINE},
        {.id = T("grant-from"), .name = T("from"), .label = T("From"), .input = UI_INPUT_DATE},
        {.id = T("grant-to"), .name = T("to"), .label = T("To, if it ends"), .input = UI_INPUT_DATE}};
    return (struct ui_form){.action = T("/person/mina.shah/roles"),
                            .csrf = T("c"),
                            .title = T("Grant a role"),
                            .submit = T("Grant"),
                            .fields = {fields, 3, 0}};
}

static struct ui_form call_form(void)
{
    static struct ui_field fields[] = {
        {.id = T("starts"), .name = T("starts"), .label = T("Starts"), .input = UI_INPUT_TIME}};
    return (struct ui_form){.action = T("/board/cab/meetings"),
                            .csrf = T("c"),
                            .title = T("Call a meeting"),
                            .submit = T("Call it"),
                            .fields = {fields, 1, 0}};
}

static struct person_page person(const char *title, const char *current)
{
    static struct ui_holding roles[2], none[1];
    static struct ui_holding_group groups[2];
    static struct ui_form forms[2];
    static struct ui_fact facts[] = {{T("Department"), T("Digital Services")},
                                     {T("Line manager"), T("Tom Achebe"), T("/person/tom.achebe")},
                                     {T("Kind"), T("Police staff")}};
    roles[0] = (struct ui_holding){T("Change Assessor"), T("Granted by Priya Nair"),
                                   T("Since Mon 2 Nov 2026"), .end = end_form("the role Change Assessor")};
    roles[1] = (struct ui_holding){
        T("ICT Manager, networks"), {0}, T("Thu 1 Oct to Fri 30 Oct 2026"), {T("Ended"), UI_TONE_OFF}};
    groups[0] = (struct ui_holding_group){T("roles"), T("Roles"), T("1 held now"), {0}, {roles, 2, 0}};
    groups[1] =
        (struct ui_holding_group){T("deputies"), T("Deputies"), {0}, T("Nobody stands in."), {none, 0, 0}};
    forms[0] = grant_form();
    forms[1] = (struct ui_form){
        .action = T("/sign-out"), .csrf = T("c"), .title = T("Leave"), .submit = T("Sign out")};
    return (struct person_page){.layout = fixture_layout(title, current),
                                .name = T("Mina Shah"),
                                .post = T("Senior Network Engineer"),
                                .facts = {facts, 3, 0},
                                .groups = {groups, 2, 0},
                                .forms = {forms, 2, 0}};
}

void fixture_person(struct buf *out)
{
    struct person_page page = person("Mina Shah - People", "People");
    page.tags = (struct ui_tags)LIST(struct ui_tag, {T("Away until Fri 4 Dec"), UI_TONE_WAIT});
    page.errors = (struct ui_form_errors)LIST(struct ui_form_error, {T("grant-role"), T("Choose a role")});
    page_person(out, &page);
}

void fixture_powers(struct buf *out)
{
    static struct ui_cite cites[] = {{T("Inf/20 2.3(i)"), T("/policy/Inf-20/2.3.i"), T("Who approves")},
                                     {T("Force's own rule"), {0}, T("Agreed with the CAB")}};
    static struct ui_power_need needs[] = {
        {.text = T("only if Impact is Low or they are neither Requester nor whoever opened it"),
         .message = T("You raised this change, so someone else must approve it"),
         .cites = {cites, 1, 0}},
        {.text = T("and only if Category is not Emergency")}};
    static struct ui_power powers[] = {
        {T("Sees and comments on every record"), T("change.rules:44"), {cites, 2, 0}, {0}},
        {T("Does \"Approve\" in Assessing, With CAB"), T("change.rules:149"), {cites, 1, 0}, {needs, 2, 0}}};
    static struct ui_power_group groups[] = {
        {T("part-1-change"), T("Requests for change"), {powers, 2, 0}},
        {T("part-1-interdepartmental_review"), T("Interdepartmental reviews"), {powers, 1, 0}}};
    static struct ui_power_section sections[] = {{T("part-1"), T("By their roles"), {0}, {0}, {groups, 2, 0}},
                                                 {T("part-2"),
                                                  T("As deputy of Rafi Aziz"),
                                                  T("Until Fri 1 Jan 2027, 00:00."),
                                                  T("Nothing that they could not do anyway."),
                                                  {0}}};
    struct powers_page page = {.layout = fixture_layout("What Mina Shah can see and do", "People"),
                               .title = T("What Mina Shah can see and do"),
                               .name = T("Mina Shah"),
                               .lead = T("Mina Shah holds now: Change Manager, ICT Manager (networks)."),
                               .sections = {sections, 2, 0}};
    page_powers(out, &page);
}

void fixture_me(struct buf *out)
{
    struct person_page page = person("Your settings", "Your settings");
    page.secret_title = T("Your new token");
    page.secret = T("reeve_2f9c1e7a55d04b1b8f0a6d3c91e2b7445d0a9f8e7c6b5a4f3e2d1c0b9a8f7e6d");
    page.secret_note = T("Copy it now. It is shown once and ends on Mon 22 Feb 2027.");
    page_person(out, &page);
}

void fixture_sign_in(struct buf *out)
{
    struct sign_in_page page = {
        .layout = {.title = T("Sign in"),
                   .force = T("Northmoor Police"),
                   .initials = T("NP"),
                   .marking = T("OFFICIAL"),
                   .zone = T("GMT"),
                   .failed = true},
        .title = T("Sign in"),
        .errors = LIST(struct ui_form_error,
                       {T("username"), T("That username and password do not go together. Try again, or ask "
                                         "the Service Desk for a one-time password.")}),
        .form = {.action = T("/sign-in"),
                 .csrf = T("c"),
                 .submit = T("Sign in"),
                 .go = true,
                 .fields = LIST(struct ui_field,
                                {.id = T("username"),
                                 .name = T("username"),
                                 .label = T("Username"),
                                 .input = UI_INPUT_LINE,
                                 .autocomplete = T("username"),
                                 .required = true},
                                {.id = T("password"),
                                 .name = T("password"),
                                 .label = T("Password"),
                                 .input = UI_INPUT_PASSWORD,
                                 .autocomplete = T("current-password"),
                                 .required = true})},
        .help = LIST(struct text,
                     T("No password yet, or forgotten? Ask the Service Desk for a one-time password."))};
    page_sign_in(out, &page);
}

void fixture_boards(struct buf *out)
{
    struct boards_page page = {.layout = fixture_layout("Boards", "Boards"),
                               .boards = LIST(struct ui_board_card,
                                              {T("Change Advisory Board"),
                                               T("/board/cab"),
                                               T("Weekly on Tuesday at 10:00. Chair: Change Manager."),
                                               T("Next: CAB-2026-47, Wed 25 Nov, 10:00"),
                                               T("/board/cab/CAB-2026-47"),
                                               {T("4 of 6 seats"), UI_TONE_WAIT},
                                               CITES("2.3.k")},
                                              {T("Emergency CAB"), T("/board/ecab"), T("When called.")})};
    page_boards(out, &page);
}

static struct ui_seats seats(bool forms)
{
    static struct ui_option people[] = {{T("hannah.cole"), T("Hannah Cole")},
                                        {T("rafi.aziz"), T("Rafi Aziz, her deputy")}};
    static struct ui_field who[] = {{.id = T("seat-3"),
                                     .name = T("person"),
                                     .label = T("Who sits"),
                                     .input = UI_INPUT_SELECT,
                                     .options = {people, 2, 0}}};
    static struct ui_cite cites[] = {{T("Inf/20 2.3.l"), T("/policy/Inf-20/2.3.l"), {0}}};
    static struct ui_seat all[4];
    all[0] = (struct ui_seat){T("Priya Nair"), T("Change Manager"), {T("Chair"), UI_TONE_OK}};
    all[1] = (struct ui_seat){T("Tom Achebe"), T("Infrastructure Manager"), {T("Present"), UI_TONE_OK}};
    all[2] = (struct ui_seat){
        T("Rafi Aziz"), T("For Hannah Cole, Information Security Officer"), {T("Deputy"), UI_TONE_INFO}};
    all[3] = (struct ui_seat){T("Service Desk Manager"),
                              T("Apologies; no deputy has been named"),
                              {T("Empty"), UI_TONE_BAD},
                              {cites, 1, 0}};
    if (forms)
        all[3].fill = (struct ui_form){.action = T("/board/cab/CAB-2026-47/attendance"),
                                       .csrf = T("c"),
                                       .title = T("Fill this seat"),
                                       .submit = T("Record"),
                                       .fields = {who, 1, 0}};
    return (struct ui_seats){all, 4, 0};
}

static struct ui_facts window(void)
{
    static struct ui_fact facts[] = {{T("Begins"), T("Thu 26, 22:00"), .small = T("to Fri 27, 02:00")},
                                     {T("Category"), T("Major"), .small = T("Medium risk")},
                                     {T("Outage"), T("12 min"), .small = T("external links")},
                                     {T("Back-out"), T("35 min"), .small = T("decide by 00:45")}};
    return (struct ui_facts){facts, 4, 0};
}

void fixture_board(struct buf *out)
{
    struct board_page page = {.layout = fixture_layout("Change Advisory Board - Boards", "Boards"),
                              .title = T("Change Advisory Board"),
                              .lead = T("Weekly on Tuesday at 10:00 for 1 hour."),
                              .cites = CITES("2.3.k"),
                              .facts = window(),
                              .seats = seats(false),
                              .call = call_form(),
                              .meetings = two_columns("Meeting", "State"),
                              .waiting_nothing = T("Nothing waits for this board.")};
    page_board(out, &page);
}

static struct meeting_page meeting(void)
{
    static struct ui_agenda_item agenda[] = {
        {T("1"), T("Records release 26.4"), T("RFC-2026-00409"), T("?item=1"), {T("Approved"), UI_TONE_OK}},
        {T("2"),
         T("Replace HQ firewall pair"),
         T("RFC-2026-00412"),
         T("?item=2"),
         {T("In discussion"), UI_TONE_RUN},
         true},
        {T("3"), T("Custody camera recorders"), T("RFC-2026-00421"), T("?item=3")},
        {T("4"), T("Duty system patch 11.2, second attempt"), T("RFC-2026-00425"), T("?item=4")}};
    static struct ui_minute minutes[] = {
        {{T("2026-11-25T10:19:00Z"), T("10:19")},
         {0},
         T("Insp Farr accepted the control room impact: voice fallback covers 12 minutes.")},
        {{T("2026-11-25T10:14:00Z"), T("10:14")},
         T("Item 1 decided: approved."),
         T("3 for, 0 against, 1 abstained.")},
        {{T("2026-11-25T10:02:00Z"), T("10:02")}, {0}, T("Opened: quorum met, 5 of 6.")}};
    static struct ui_place places[6] = {{true}, {true}, {true}, {true}, {true}, {false}};
    return (struct meeting_page){.layout = fixture_layout("CAB-2026-47 - Boards", "Boards"),
                                 .title = T("Change Advisory Board, 25 November"),
                                 .lead = T("Item 2 of 4."),
                                 .agenda_note = T("1 of 4 decided"),
                                 .agenda = {agenda, 4, 0},
                                 .minutes_note = T("Written as you go"),
                                 .minutes = {minutes, 3, 0},
                                 .quorum = T("5 of 6 present. Needs 4, with the chair."),
                                 .quorate = {T("Quorate"), UI_TONE_OK},
                                 .places = {places, 6, 0},
                                 .seats = seats(true)};
}

void fixture_meeting(struct buf *out)
{
    struct meeting_page page = meeting();
    page.layout.keys_off = true;
    page.layout.crumbs =
        (struct ui_links)LIST(struct ui_link, {T("Boards"), T("/board")},
                              {T("Change Advisory Board"), T("/board/cab")}, {T("CAB-2026-47")});
    page.live = T("Open since 10:00");
    page.controls = (struct ui_forms)LIST(struct ui_form, {.action = T("/board/cab/CAB-2026-47/close"),
                                                           .csrf = T("c"),
                                                           .submit = T("Close and issue the minutes")});
    page.item_title = T("2. Replace HQ data centre firewall pair");
    page.item_href = T("/change/RFC-2026-00412");
    page.item_number = T("RFC-2026-00412");
    page.item_facts = window();
    page.item_checks = (struct ui_tag){T("Checks met, 6 of 6"), UI_TONE_OK};
    page.item_text = T("Control room accepted the impact at 10:19 in this meeting.");
    page.choices = (struct ui_links)LIST(
        struct ui_link, {T("Record the CAB's discussion"), T("?action=discuss"), .current = true},
        LINK("Send back", "?action=send_back"));
    page.decide_title = T("Record the decision");
    page.decide_note = T("Chair or secretary only");
    page.decide_text = T("Everyone sees it at once. The Change Manager then authorises.");
    page.decide_cites = (struct ui_cites)CITES("2.3.i");
    page.decide = (struct ui_form){
        .action = T("/board/cab/CAB-2026-47/decisions"),
        .csrf = T("c"),
        .submit = T("Record decision"),
        .fields =
            LIST(struct ui_field,
                 {.id = T("view"),
                  .name = T("cab_view"),
                  .label = T("The CAB's view"),
                  .input = UI_INPUT_RADIO,
                  .required = true,
                  .options = LIST(struct ui_option, {T("supported"), T("Supported"), {0}, true},
                                  {T("not_supported"), T("Not supported")})},
                 {.id = T("why"),
                  .name = T("comment"),
                  .label = T("Reason, for the minutes"),
                  .input = UI_INPUT_TEXT,
                  .value = T("Support ends 31 December. Rehearsed on 12 November with a clean back-out.")})};
    page.votes = (struct ui_votes)LIST(
        struct ui_vote,
        {T("vote-1"), T("vote.priya.nair"), T("Priya Nair"), T("Change Manager"), .voted_for = true},
        {T("vote-2"), T("vote.tom.achebe"), T("Tom Achebe"), T("Infrastructure Manager"),
         .error = T("Say how Tom Achebe voted")},
        {T("vote-3"), T("vote.rafi.aziz"), T("Rafi Aziz"), T("For Hannah Cole"),
         T("Raised this change, so may only abstain"), .abstain = true});
    page_meeting(out, &page);
}

void fixture_meeting_called(struct buf *out)
{
    struct meeting_page page = meeting();
    page.layout.theme = T("dark");
    page.state = (struct ui_tag){T("Called"), UI_TONE_INFO};
    page.lead = T("Wed 25 Nov 2026, 10:00");
    page.unmet = (struct ui_unmets)LIST(
        struct ui_unmet, {T("The seat of the Service Desk Manager is empty"),
                          T("The chair can fill it with its holder or a deputy."), .cites = CITES("2.3.l")});
    page.controls = (struct ui_forms)LIST(struct ui_form, {.action = T("/board/cab/CAB-2026-47/open"),
                                                           .csrf = T("c"),
                                                           .submit = T("Open the meeting"),
                                                           .go = true});
    page.minutes = (struct ui_minutes){0};
    page.minutes_nothing = T("Nothing yet. They begin when the meeting opens.");
    page.quorate = (struct ui_tag){T("Not quorate"), UI_TONE_WAIT};
    page_meeting(out, &page);
}

void fixture_library(struct buf *out)
{
    struct library_page page = {.layout = fixture_layout("Policies", "Policies"),
                                .lead =
                                    T("The policies in force, word for word, and what keeps each clause."),
                                .table = two_columns("Policy", "State")};
    page_library(out, &page);
}

void fixture_policy(struct buf *out)
{
    struct policy_page page = {
        .layout = fixture_layout("Inf/20 Change and Release Management - Policies", "Policies"),
        .title = T("Change and Release Management"),
        .reference = T("Inf/20"),
        .state = {T("In force"), UI_TONE_OK},
        .tags = LIST(struct ui_tag, {T("Review due Mon 1 Mar 2027"), UI_TONE_PLAIN}),
        .buttons = LIST(struct ui_link, LINK("Oddities (2)", "#anomalies")),
        .coverage = LIST(struct ui_fact, {T("Enforced"), T("14")}, {T("Owed"), T("3")},
                         {T("Recorded"), T("5")}, {T("Nothing keeps it"), T("2"), T("#clause-2.3.h")}),
        .control = LIST(struct ui_fact, {T("Owner"), T("Head of ICT")},
                        {T("Approved by"), T("Chief Superintendent, as the document says")}),
        .contents = LIST(struct ui_heading, {T("1. Introduction"), T("#section-1")},
                         {T("2. Policy"), T("#section-2")}, {T("2.3 Changes"), T("#section-2.3"), true}),
        .sections = LIST(struct ui_policy_section,
                         {T("section-2.3"), T("2.3"), T("Changes"),
                          LIST(struct ui_clause,
                               {T("clause-2.3.e"),
                                T("2.3(e)"),
                                T("/policy/Inf-20/2.3.e"),
                                T("No change may go ahead until ICT understands its full impact and "
                                  "extent;\nthis includes those raised by suppliers."),
                                LIST(struct ui_tag, {T("Enforced"), UI_TONE_OK}, {T("Proved"), UI_TONE_OK}),
                                {0},
                                LIST(struct ui_link, {T("Approve"), T("/policy/Inf-20/2.3.e#keepers"),
                                                      T("request for change")})},
                               {T("clause-2.3.g"),
                                T("2.3(g)"),
                                T("/policy/Inf-20/2.3.g"),
                                T("The aims of change management."),
                                {0},
                                T("Not in the rulebook")},
                               {T("clause-2.3.h"),
                                T("2.3(h)"),
                                T("/policy/Inf-20/2.3.h"),
                                T("Changes are communicated to the business."),
                                LIST(struct ui_tag, {T("2.3(h): Nothing keeps it"), UI_TONE_WAIT}),
                                {0},
                                {0},
                                true})}),
        .versions = two_columns("Version", "State"),
        .anomalies =
            LIST(struct ui_anomaly,
                 {T("Two versions are numbered 0.1"),
                  T("The version history has the same number on two dates."), T("#versions")},
                 {T("Approver differs"), T("The front page and the last page name different approvers.")}),
        .anomalies_note = T("Shown as they are: the text is kept word for word")};
    page_policy(out, &page);
}

void fixture_clause(struct buf *out)
{
    struct clause_page page = {
        .layout = fixture_layout("Inf/20 2.3(o) - Policies", "Policies"),
        .policy = T("Inf/20 Change and Release Management"),
        .policy_href = T("/policy/Inf-20"),
        .number = T("Inf/20 2.3(o)"),
        .summary = T("Except for low impact, a requester may not approve their own change"),
        .text = T("Except for low impact changes, a requester may not approve their own change request."),
        .text_note = T("Version 1.0, 2.3, bullet 15 in the document"),
        .kept = {T("Enforced"), UI_TONE_OK},
        .keepers = LIST(struct ui_keeper,
                        {{T("Enforced"), UI_TONE_OK},
                         T("Approve a request for change"),
                         T("/change"),
                         T("need actor is not requester and actor is not creator or impact = low"),
                         T("You raised this change, so someone else must approve it"),
                         T("change.rules:61")},
                        {{T("Never"), UI_TONE_OK}, T("self_approved"), .place = T("change.rules:130")}),
        .proofs = LIST(
            struct ui_proof,
            {{T("Proved"), UI_TONE_OK},
             T("Request for change: self approved"),
             T("No sequence of actions by anybody gets round it. Explored: 1,204 states, Tue 24 Nov, 09:12"),
             .rule = T("never self_approved {\n    done approve and approve.actor is requester\n}"),
             .place = T("change.rules:130")},
            {{T("There is a way round"), UI_TONE_BAD},
             T("Release: approved by its manager"),
             T("Whoever does the last step is refused, but the rules lead there:"),
             T("   1  Ann opens a Release           Name given; Size is Major; Ann has the role Project "
               "Manager; "
               "now Draft\n"
               "   2  Bob: Approve                  Bob has the role Change Manager; now Approved\n"),
             T("never own { state = approved }"),
             T("release.rules:80")},
            {{T("Being proved"), UI_TONE_INFO}, T("Release: planned"), .place = T("release.rules:90")}),
        .evidence =
            LIST(struct ui_fact, {T("Refusals in twelve months"), T("14")}, {T("Exceptions lately"), T("1")}),
        .months = LIST(struct ui_month, {T("September 2026"), 50, T("5")}, {T("November 2026"), 100, T("9")}),
        .months_note = T("Counted, and nothing else is kept of them: a refusal changes nothing."),
        .exceptions = two_columns("Exception", "Stood in for"),
        .records = two_columns("Record", "What was done"),
        .records_nothing = T("Nothing that you may see was done under this clause lately."),
        .previous = LINK("2.3(n)", "/policy/Inf-20/2.3.n"),
        .next = LINK("2.3(p)", "/policy/Inf-20/2.3.p")};
    page_clause(out, &page);
}

void fixture_not_allowed(struct buf *out)
{
    struct error_page page = {
        .layout = fixture_layout("You cannot approve this change", ""),
        .title = T("You cannot approve this change"),
        .text = T("Approving is for the Change Manager."),
        .who = T("Priya Nair, or her deputy Tom Achebe."),
        .cites = CITES("2.3.i"),
        .unmet = LIST(struct ui_unmet,
                      {T("The CAB has not discussed this major change"), .cites = CITES("2.3.m")}),
        .links = LIST(struct ui_link, LINK("Back to RFC-2026-00412", "/change/RFC-2026-00412"))};
    page_error(out, &page);
}

void fixture_not_found(struct buf *out)
{
    struct error_page page = {.layout = fixture_layout("Not found", ""),
                              .title = T("There is no such page, or it is not yours to see"),
                              .text = T("Check the number, or search for it."),
                              .search = true};
    page_error(out, &page);
}

void fixture_broken(struct buf *out)
{
    struct error_page page = {
        .layout = fixture_layout("Something went wrong", ""),
        .title = T("Something went wrong, and nothing was changed"),
        .text = T("It was not your doing. Try again in a moment."),
        .next = LIST(struct text, T("If it happens again, give the Service Desk the reference below.")),
        .reference = T("7F3A-19C2")};
    page_error(out, &page);
}

void fixture_keyboard(struct buf *out)
{
    struct keyboard_page page = {.layout = fixture_layout("Keyboard shortcuts", ""), .keys = ui_help_keys()};
    page_keyboard(out, &page);
}

void fixture_accessibility(struct buf *out)
{
    struct accessibility_page page = {
        .layout = fixture_layout("Accessibility statement", ""),
        .contact = T("Write to accessibility@northmoor.example or ring the Service Desk on 01632 960100. You "
                     "get an answer within five working days."),
        .prepared = T("22 November 2026")};
    page_accessibility(out, &page);
}
