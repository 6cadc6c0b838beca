/* People: the list, a new account, changing one. */
#include "engine/people.h"
#include "base/percent.h"
#include "faces/html/ask.h"
#include "faces/html/attach.h"
#include "faces/html/errors.h"
#include "faces/html/fields.h"
#include "faces/html/handlers.h"
#include "faces/html/page_list.h"
#include "faces/html/row.h"
#include "faces/html/show.h"
#include "faces/html/standing.h"
#include "faces/html/templates.h"

enum { PEOPLE_A_PAGE = 50 };

/* ---- the list ---- */

static struct text roles_of(struct frame *frame, int64_t person)
{
    size_t count;
    struct held_role *roles = people_roles(frame->world, person, false, &count);
    struct buf out = buf_in(frame->arena);
    for (size_t i = 0; i < count; i++) {
        buf_format(&out, "%s%.*s", i ? ", " : "", TEXT_ARGS(roles[i].role->label));
        if (roles[i].per.n)
            buf_format(&out, " (%.*s)", TEXT_ARGS(roles[i].per));
    }
    return buf_text(&out);
}

static struct text shown(struct frame *frame, struct record *person, const char *name)
{
    const struct field *field = reg_field(person->reg, text_of(name));
    if (!field || !world_may_read_field(frame->world, person, field))
        return (struct text){0};
    return show_value(frame->world, field->type, world_value(frame->world, person, field));
}

/* Columns that would stand empty are left out. */
struct columns {
    bool department, account;
};

static void add_person(struct frame *frame, struct ui_table *table, struct record *person,
                       struct columns columns)
{
    struct arena *arena = frame->arena;
    struct ui_table_row *row = row_add(arena, table);
    struct ui_cell *name = row_cell(arena, row, "");
    name->text = world_title(frame->world, person);
    name->href = show_href(arena, person->reg, person->number);
    name->note = person->number;
    row_cell(arena, row, "Roles")->text = roles_of(frame, person->id);
    row_cell(arena, row, "Kind")->text = shown(frame, person, "kind");
    if (columns.department)
        row_cell(arena, row, "Department")->text = shown(frame, person, "department");
    struct ui_cell *state = columns.account ? row_cell(arena, row, "") : NULL;
    if (state && world_inactive(frame->world, person->id))
        state->tag = (struct ui_tag){TEXT("Inactive"), UI_TONE_OFF};
}

static void fill_table(struct frame *frame, struct ui_table *table, const struct list_view *list)
{
    struct columns columns = {0};
    for (size_t i = 0; i < list->record_count; i++) {
        columns.department |= shown(frame, list->records[i], "department").n > 0;
        columns.account |= world_inactive(frame->world, list->records[i]->id);
    }
    const char *labels[] = {"Name",
                            "Roles",
                            "Kind",
                            columns.department ? "Department" : "Account",
                            columns.department && columns.account ? "Account" : NULL,
                            NULL};
    if (!columns.department && !columns.account)
        labels[3] = NULL;
    table->caption = TEXT("People");
    row_columns(frame->arena, table, labels);
    for (size_t i = 0; i < list->record_count; i++)
        add_person(frame, table, list->records[i], columns);
}

static struct text list_href(struct frame *frame, struct text words, struct text account)
{
    struct buf href = buf_in(frame->arena);
    buf_puts(&href, "/person?account=");
    percent_encode(&href, account);
    if (words.n) {
        buf_puts(&href, "&q=");
        percent_encode(&href, words);
    }
    return buf_text(&href);
}

static void add_filters(struct frame *frame, struct list_page *page, struct text words, struct text account)
{
    static const struct ui_link accounts[] = {{.label = TEXT("Active"), .href = TEXT("active")},
                                              {.label = TEXT("Inactive"), .href = TEXT("inactive")},
                                              {.label = TEXT("All"), .href = TEXT("all")}};
    struct ui_links *saved = &page->saved;
    for (size_t i = 0; i < sizeof accounts / sizeof *accounts; i++)
        *ARENA_ADD(frame->arena, *saved) = (struct ui_link){.label = accounts[i].label,
                                                            .href = list_href(frame, words, accounts[i].href),
                                                            .current = text_eq(accounts[i].href, account)};
    *ARENA_ADD(frame->arena, page->filters) = (struct ui_field){.id = TEXT("filter-q"),
                                                                .name = TEXT("q"),
                                                                .label = TEXT("Name or department"),
                                                                .value = words,
                                                                .input = UI_INPUT_LINE};
    *ARENA_ADD(frame->arena, page->keep) = (struct ui_hidden){TEXT("account"), account};
}

static struct text next_href(struct frame *frame, struct text words, struct text account, struct text after)
{
    struct buf href = buf_in(frame->arena);
    buf_put(&href, list_href(frame, words, account));
    buf_puts(&href, "&after=");
    percent_encode(&href, after);
    return buf_text(&href);
}

void people_list(struct asked *asked)
{
    FRAME_SCOPED frame = {0};
    const struct http_pairs *query = &asked->exchange->request.query;
    if (!frame_open(&frame, asked, TEXT("/person")))
        return;
    struct text words = text_trim(http_pairs_get(query, "q")), account = http_pairs_get(query, "account");
    bool inactive = text_is(account, "inactive"), all = text_is(account, "all");
    account = inactive || all ? account : TEXT("active");
    struct list_request request = {.reg = frame.world->rulebook->person,
                                   .words = words,
                                   .sort = TEXT("name"),
                                   .after = http_pairs_get(query, "after"),
                                   .limit = PEOPLE_A_PAGE,
                                   .count = true};
    struct list_view list = {0};
    if (!all)
        request.where = inactive ? TEXT("state = inactive") : TEXT("state = active");
    view_list(frame.world, &request, &list);
    struct list_page page = {.title = TEXT("People"),
                             .action = TEXT("/person"),
                             .nothing =
                                 TEXT("Nobody is found by that. Try a part of the name, or all accounts."),
                             .count = show_count(frame.arena, (size_t)list.total, "person", "people")};
    if (list.outcome != OUTCOME_DONE)
        page.problem = list.message;
    if (people_may_manage(frame.world, world_record(frame.world, request.reg, frame.world->actor)))
        page.create = (struct ui_link){.label = TEXT("New account"), .href = TEXT("/person/new")};
    add_filters(&frame, &page, words, account);
    fill_table(&frame, &page.table, &list);
    if (list.next.n)
        page.next =
            (struct ui_link){.label = TEXT("Next"), .href = next_href(&frame, words, account, list.next)};
    frame.layout.title = page.title;
    page.layout = frame.layout;
    page_list(frame_begin(&frame, list.outcome == OUTCOME_DONE ? 200 : face_status(list.outcome)), &page);
    frame_send(&frame);
}

/* ---- the form ---- */

/* Those the reader may give; `person` NULL: of a new account, which they may make. */
static const struct field **asked_fields(struct frame *frame, struct record *person, size_t *count)
{
    struct world *world = frame->world;
    const struct reg *reg = world->rulebook->person;
    const struct field **fields = ARENA_ARRAY(frame->arena, const struct field *, reg->field_count + 1);
    struct record *judged = person ? person : world_blank(world, reg, INT64_MAX);
    *count = 0;
    for (size_t i = 0; i < reg->field_count; i++) {
        const struct field *field = reg->fields[i];
        bool may = (field->engine && !person) || people_may_give(world, judged, field);
        if (may && world_may_read_field(world, judged, field))
            fields[(*count)++] = field;
    }
    return fields;
}

static struct text back_href(struct frame *frame, const struct record *person)
{
    return person ? show_href(frame->arena, person->reg, person->number) : TEXT("/person");
}

static void fill_form(struct frame *frame, struct form_page *page, const struct fields_form *form)
{
    size_t count;
    const struct field **fields = asked_fields(frame, form->record, &count);
    struct text back = back_href(frame, form->record);
    page->form =
        (struct ui_form){.action = form->record ? arena_format(frame->arena, "%.*s/edit", TEXT_ARGS(back))
                                                : TEXT("/person/new"),
                         .csrf = frame->asked->caller.csrf,
                         .submit = TEXT("Save"),
                         .go = true,
                         .guard = true};
    if (form->record)
        page->form.version = arena_format(frame->arena, "%lld", (long long)form->record->version);
    for (size_t i = 0; i < count; i++)
        fields_add(form, &page->form, fields[i], fields[i]->required);
    page->cancel = (struct ui_link){.label = TEXT("Cancel"), .href = back};
}

static void fill_refusal(struct frame *frame, struct form_page *page, const struct fields_form *form)
{
    const struct answer *answer = form->answer;
    if (!answer)
        return;
    page->errors = fields_errors(form, &page->form);
    page->unmet = standing_plain(frame->arena, answer->unmet, answer->unmet_count);
    if (answer->outcome == OUTCOME_STALE)
        page->newer =
            TEXT("What you wrote is kept below. Look at the account as it is now, then send yours again.");
    else if (!page->errors.count && !page->unmet.count)
        *ARENA_ADD(frame->arena, page->errors) = (struct ui_form_error){.message = answer->message};
    frame->layout.failed = true;
}

static void refuse_manager(struct frame *frame)
{
    error_show(
        frame, 403,
        (struct error_page){.title = TEXT("You may not administer people"),
                            .text = TEXT("Accounts are made and changed by whoever the rulebook names."),
                            .who = people_managers(frame->world)});
}

/* The account to change, or NULL for a new one. False: answered, as it is not there or not the reader's. */
static bool find_account(struct frame *frame, struct record **person)
{
    struct text username = ask_parameter(frame->asked, "person");
    struct world *world = frame->world;
    *person = username.n ? world_person(world, username) : NULL;
    if (username.n && !*person) {
        error_missing(frame);
        return false;
    }
    if (*person ? people_may_change(world, *person)
                : people_may_manage(world, world_record(world, world->rulebook->person, world->actor)))
        return true;
    refuse_manager(frame);
    return false;
}

static void show_form(struct asked *asked, const struct http_pairs *given, const struct answer *answer)
{
    FRAME_SCOPED frame = {0};
    struct record *person;
    if (!frame_open(&frame, asked, TEXT("/person")) || !find_account(&frame, &person))
        return;
    struct fields_form form = {.frame = &frame, .record = person, .given = given, .answer = answer};
    fields_look_back(&form);
    struct form_page page = {.title = person ? TEXT("Edit account") : TEXT("New account")};
    if (person)
        page.lead = world_title(frame.world, person);
    else
        page.lead = TEXT("They sign in with a one-time password, which you make on their page afterwards.");
    fill_form(&frame, &page, &form);
    fill_refusal(&frame, &page, &form);
    frame_crumb(&frame, TEXT("People"), TEXT("/person"));
    frame_crumb(&frame, page.title, (struct text){0});
    frame.layout.title = page.title;
    page.layout = frame.layout;
    page_form(frame_begin(&frame, answer ? face_status(answer->outcome) : 200), &page);
    frame_send(&frame);
}

void people_new(struct asked *asked)
{
    show_form(asked, NULL, NULL);
}

void people_edit(struct asked *asked)
{
    show_form(asked, NULL, NULL);
}

/* ---- sending it ---- */

static void saved(struct face_command *done)
{
    const struct http_form *form = done->data;
    struct arena *arena = done->asked->exchange->request.arena;
    if (done->answer.outcome != OUTCOME_DONE) {
        show_form(done->asked, &form->fields, &done->answer);
        return;
    }
    const struct reg *person = engine_rulebook(done->asked->face->engine)->person;
    frame_redirect(done->asked, show_href(arena, person, done->answer.number));
}

static void send_account(struct asked *asked, enum command_kind kind)
{
    struct arena *arena = asked->exchange->request.arena;
    struct http_form *form = ARENA_NEW(arena, struct http_form);
    if (!frame_form(asked, form))
        return;
    FRAME_SCOPED frame = {0};
    struct record *person;
    size_t count;
    if (!frame_open(&frame, asked, TEXT("/person")) || !find_account(&frame, &person))
        return;
    struct face_command *command = ARENA_NEW(arena, struct face_command);
    *command = (struct face_command){.asked = asked, .then = saved, .data = form};
    command->command = (struct command){
        .kind = kind, .person = ask_parameter(asked, "person"), .from = INT64_MIN, .to = INT64_MIN};
    text_to_int(http_pairs_get(&form->fields, "version"), &command->command.expected_version);
    const struct field **fields = asked_fields(&frame, person, &count);
    struct answer refusal = {0};
    bool taken = attach_files(asked, form, fields, count, &refusal);
    struct fields_form given = {.frame = &frame, .record = person, .given = &form->fields};
    command->command.inputs = fields_read(&given, fields, count, &command->command.input_count);
    frame_close(&frame);
    attach_go(command, taken, &refusal);
}

void people_make(struct asked *asked)
{
    send_account(asked, COMMAND_PERSON_NEW);
}

void people_change(struct asked *asked)
{
    send_account(asked, COMMAND_PERSON_EDIT);
}
