/* Opening and editing a record: one page, filled by the register's fields. */
#include "engine/guard.h"
#include "faces/html/attach.h"
#include "faces/html/errors.h"
#include "faces/html/fields.h"
#include "faces/html/handlers.h"
#include "faces/html/show.h"
#include "faces/html/standing.h"
#include "identity/secret.h"
#include "templates.h"

/* What a refused form needs to be shown again. */
struct sent {
    const struct reg *reg;
    struct text number; /* empty: a new record */
    struct http_pairs fields;
};

/* A form to open something is taken once: it carries a key, good for what was first sent with it. The key
 * stands in the page's address too, so that Back finds the same one and Save again opens no second record. */
static const char once_name[] = "once";
enum { ONCE_BYTES_MAX = 64 };

static struct once once_of(struct arena *arena, const struct http_form *form)
{
    const struct http_pairs *fields = &form->fields;
    struct text *parts = ARENA_ARRAY(arena, struct text, 4 * (fields->count + form->file_count) + 1);
    size_t count = 0;
    for (size_t i = 0; i < fields->count; i++) {
        parts[count++] = fields->items[i].name;
        parts[count++] = TEXT("=");
        parts[count++] = fields->items[i].value;
        parts[count++] = TEXT("\n");
    }
    for (size_t i = 0; i < form->file_count; i++) {
        parts[count++] = form->files[i].name;
        parts[count++] = TEXT("=");
        parts[count++] = form->files[i].bytes;
        parts[count++] = TEXT("\n");
    }
    struct hash hash = hash_parts(parts, count);
    struct text key = http_pairs_get(fields, once_name);
    return (struct once){key.n <= ONCE_BYTES_MAX ? key : (struct text){0}, hash_hex(arena, &hash)};
}

/* A form that was not taken keeps its key; one that was taken with other words gets a new one. */
static bool was_taken(const struct answer *answer)
{
    return answer && answer->outcome == OUTCOME_INVALID && !answer->error_count;
}

static void add_once(struct frame *frame, struct ui_form *form, const struct http_pairs *given,
                     const struct answer *answer)
{
    struct text key = http_pairs_get(given ? given : &frame->exchange->request.query, once_name);
    if (was_taken(answer))
        key = secret_random(frame->arena);
    *ARENA_ADD(frame->arena, form->hidden) = (struct ui_hidden){text_of(once_name), key};
}

/* Does opening want it? What an `edit` of the first state covers may wait until the record leaves that. */
static bool is_asked_now(const struct action *create, const struct field *field)
{
    bool required = field->required && !field->required_when && !reg_edits_first(create->reg, field);
    for (size_t i = 0; i < create->ask_count; i++)
        if (create->asks[i].field == field)
            return create->asks[i].required || required;
    return false;
}

/* Is it wanted of the record as it stands? One rests in its first state without anything. */
static bool is_required(struct world *world, struct record *record, const struct field *field)
{
    return record->state > 0 && guard_needs_field(world, record, field);
}

static void set_title(struct frame *frame, struct form_page *page, const struct reg *reg, const char *verb,
                      struct text what)
{
    page->title = arena_format(frame->arena, "%s %.*s", verb, TEXT_ARGS(what));
    frame_crumb(frame, reg->plural, arena_format(frame->arena, "/%.*s", TEXT_ARGS(reg->name)));
    frame->layout.title = page->title;
}

static void set_refusal(struct frame *frame, struct form_page *page, const struct fields_form *form)
{
    const struct answer *answer = form->answer;
    if (!answer)
        return;
    page->errors = fields_errors(form, &page->form);
    page->unmet = standing_plain(frame->arena, answer->unmet, answer->unmet_count);
    if (answer->outcome == OUTCOME_STALE)
        page->newer = TEXT("What you wrote is kept below, beside what it has become; the rest shows the "
                           "record as it is now. Send it again if it still holds.");
    else if (was_taken(answer))
        page->sent = TEXT("It was opened as it was then. Send this again to open another one.");
    else if (!page->errors.count)
        *ARENA_ADD(frame->arena, page->errors) = (struct ui_form_error){.message = answer->message};
    frame->layout.failed = true;
}

static void send_form(struct frame *frame, struct form_page *page, const struct answer *answer)
{
    page->form.csrf = frame->asked->caller.csrf;
    page->form.go = true;
    page->form.guard = true;
    page->layout = frame->layout;
    page_form(frame_begin(frame, answer ? face_status(answer->outcome) : 200), page);
    frame_send(frame);
}

static struct text register_href(struct arena *arena, const struct reg *reg)
{
    return arena_format(arena, "/%.*s", TEXT_ARGS(reg->name));
}

/* ---- new ---- */

/* What must be given now and what can wait, as the fields are marked. */
static struct text lead_of(const struct ui_fields *fields)
{
    bool now = false, later = false;
    for (size_t i = 0; i < fields->count; i++) {
        now |= fields->items[i].required;
        later |= fields->items[i].needed.n > 0;
    }
    if (now && later)
        return TEXT(
            "What is marked required must be given now. The rest can wait; what a later step needs says "
            "so.");
    if (later)
        return TEXT("Begin with what you know: nothing is required yet. What a later step needs says so.");
    return now ? TEXT("What is marked required must be given now; the rest can wait.")
               : TEXT("Begin with what you know: nothing is required.");
}

static void show_new(struct frame *frame, const struct reg *reg, const struct http_pairs *given,
                     const struct answer *answer)
{
    const struct field **fields;
    size_t count;
    struct text who;
    struct form_page page = {0};
    struct fields_form form = {.frame = frame, .given = given, .answer = answer};
    if (!view_opening(frame->world, reg, &fields, &count, &who)) {
        struct text label = show_lower(frame->arena, reg->label);
        error_show(frame, 403,
                   (struct error_page){
                       .title = arena_format(frame->arena, "You may not open this: %.*s", TEXT_ARGS(label)),
                       .text = TEXT("The rulebook leaves this to others."),
                       .who = who,
                       .cites = show_cites(frame->arena, &reg->create->by_cites)});
        return;
    }
    set_title(frame, &page, reg, "New", show_lower(frame->arena, reg->label));
    frame_crumb(frame, TEXT("New"), (struct text){0});
    page.form = (struct ui_form){.action = arena_format(frame->arena, "/%.*s/new", TEXT_ARGS(reg->name)),
                                 .submit = reg->create->implied ? TEXT("Save") : reg->create->label};
    form.wanted = wanted_look(frame->world, reg, 0);
    add_once(frame, &page.form, given, answer);
    for (size_t i = 0; i < count; i++)
        fields_add(&form, &page.form, fields[i], is_asked_now(reg->create, fields[i]));
    page.lead = lead_of(&page.form.fields);
    set_refusal(frame, &page, &form);
    page.cancel = (struct ui_link){.label = TEXT("Cancel"), .href = register_href(frame->arena, reg)};
    send_form(frame, &page, answer);
}

void form_new_get(struct asked *asked)
{
    FRAME_SCOPED frame = {0};
    const struct reg *reg = frame_register(asked);
    struct arena *arena = asked->exchange->request.arena;
    if (!frame_open(&frame, asked, reg ? register_href(arena, reg) : (struct text){0}))
        return;
    if (!reg || !view_register(frame.world, reg))
        error_missing(&frame);
    else if (http_pairs_find(&asked->exchange->request.query, once_name) || !view_may_open(frame.world, reg))
        show_new(&frame, reg, NULL, NULL);
    else {
        struct text secret = secret_random(arena);
        frame_redirect(asked, arena_format(arena, "/%.*s/new?%s=%.*s", TEXT_ARGS(reg->name), once_name,
                                           TEXT_ARGS(secret)));
    }
}

static void new_done(struct face_command *done)
{
    struct asked *asked = done->asked;
    const struct sent *sent = done->data;
    struct arena *arena = asked->exchange->request.arena;
    if (done->answer.outcome == OUTCOME_DONE) {
        struct text href = show_href(arena, sent->reg, done->answer.number);
        frame_redirect(asked, arena_format(arena, "%.*s?done=create", TEXT_ARGS(href)));
        return;
    }
    if (done->answer.outcome != OUTCOME_INVALID && done->answer.outcome != OUTCOME_BLOCKED) {
        error_outcome(asked, &done->answer,
                      (struct ui_link){.label = TEXT("Back"), .href = register_href(arena, sent->reg)});
        return;
    }
    FRAME_SCOPED frame = {0};
    if (frame_open(&frame, asked, register_href(arena, sent->reg)))
        show_new(&frame, sent->reg, &sent->fields, &done->answer);
}

static struct face_command *command_of(struct asked *asked, enum command_kind kind, const struct reg *reg,
                                       const struct http_form *form, void (*then)(struct face_command *done))
{
    struct arena *arena = asked->exchange->request.arena;
    struct face_command *command = ARENA_NEW(arena, struct face_command);
    struct sent *sent = ARENA_NEW(arena, struct sent);
    *sent = (struct sent){
        .reg = reg, .fields = form->fields, .number = http_pairs_get(&asked->parameters, "number")};
    *command = (struct face_command){.asked = asked, .then = then, .data = sent};
    command->command = (struct command){
        .kind = kind, .register_name = reg->name, .number = sent->number, .from = INT64_MIN, .to = INT64_MIN};
    text_to_int(http_pairs_get(&form->fields, "version"), &command->command.expected_version);
    return command;
}

/* Save, pressed too early, does not open a record of nothing. */
static bool refuse_blank(const struct command *command, struct answer *refusal)
{
    bool given = !command->input_count;
    for (size_t i = 0; i < command->input_count; i++)
        given |= command->inputs[i].text.n || command->inputs[i].count;
    if (given)
        return false;
    *refusal = (struct answer){.outcome = OUTCOME_BLOCKED,
                               .message = TEXT("Nothing is given yet: fill in what you know, then save it")};
    return true;
}

void form_new_post(struct asked *asked)
{
    struct http_form form = {0};
    const struct reg *reg = frame_register(asked);
    if (!frame_form(asked, &form))
        return;
    FRAME_SCOPED frame = {0};
    if (!frame_open(&frame, asked, (struct text){0}))
        return;
    const struct field **fields;
    size_t count;
    struct text who;
    if (!reg || !view_register(frame.world, reg)) {
        error_missing(&frame);
        return;
    }
    if (!view_opening(frame.world, reg, &fields, &count, &who)) {
        show_new(&frame, reg, NULL, NULL);
        return;
    }
    struct once once = once_of(frame.arena, &form);
    struct answer refusal = {0};
    bool kept = attach_files(asked, &form, fields, count, &refusal);
    struct fields_form given = {.frame = &frame, .given = &form.fields};
    struct face_command *command = command_of(asked, COMMAND_OPEN, reg, &form, new_done);
    command->command.once = once;
    command->command.inputs = fields_read(&given, fields, count, &command->command.input_count);
    frame_close(&frame);
    attach_go(command, kept && !refuse_blank(&command->command, &refusal), &refusal);
}

/* ---- edit ---- */

static void show_edit(struct frame *frame, const struct reg *reg, const struct record_view *view,
                      const struct http_pairs *given, const struct answer *answer)
{
    struct form_page page = {0};
    struct record *record = view->record;
    struct text href = show_href(frame->arena, reg, record->number);
    struct fields_form form = {.frame = frame, .record = record, .given = given, .answer = answer};
    set_title(frame, &page, reg, "Edit", record->number);
    frame_crumb(frame, record->number, href);
    frame_crumb(frame, TEXT("Edit"), (struct text){0});
    page.lead = world_title(frame->world, record);
    page.newer_link = (struct ui_link){.label = TEXT("See what changed"),
                                       .href = arena_format(frame->arena, "%.*s#history", TEXT_ARGS(href))};
    page.form = (struct ui_form){.action = arena_format(frame->arena, "%.*s/edit", TEXT_ARGS(href)),
                                 .version = arena_format(frame->arena, "%lld", (long long)record->version),
                                 .submit = TEXT("Save")};
    form.wanted = wanted_look(frame->world, record->reg, record->state);
    fields_look_back(&form);
    for (size_t i = 0; i < view->editable_count; i++)
        fields_add(&form, &page.form, view->editable[i],
                   is_required(frame->world, record, view->editable[i]));
    set_refusal(frame, &page, &form);
    page.cancel = (struct ui_link){.label = TEXT("Cancel"), .href = href};
    send_form(frame, &page, answer);
}

/* The record to be edited; NULL: answered, because it is not there or not the reader's to edit. */
static struct record_view *editable(struct frame *frame, const struct reg *reg)
{
    struct text number = http_pairs_get(&frame->asked->parameters, "number");
    struct record_view *view = reg ? view_record(frame->world, reg, number) : NULL;
    if (!view) {
        error_missing(frame);
        return NULL;
    }
    if (view->editable_count)
        return view;
    struct ui_links links = {0};
    struct text who = {0};
    const struct reg *own = view->record->reg;
    for (size_t i = 0; i < own->edit_count && !who.n; i++)
        who = guard_who_expr(frame->world, view->record, own->edits[i]->by);
    *ARENA_ADD(frame->arena, links) =
        (struct ui_link){.label = TEXT("Back to the record"), .href = show_href(frame->arena, reg, number)};
    error_show(frame, 403,
               (struct error_page){
                   .title = arena_format(frame->arena, "You cannot edit %.*s now", TEXT_ARGS(number)),
                   .text = TEXT("Nothing of this record is yours to edit in the state it is in."),
                   .who = who,
                   .links = links});
    return NULL;
}

void form_edit_get(struct asked *asked)
{
    FRAME_SCOPED frame = {0};
    const struct reg *reg = frame_register(asked);
    if (!frame_open(&frame, asked,
                    reg ? register_href(asked->exchange->request.arena, reg) : (struct text){0}))
        return;
    struct record_view *view = editable(&frame, reg);
    if (view)
        show_edit(&frame, view->record->reg, view, NULL, NULL);
}

static void edit_done(struct face_command *done)
{
    struct asked *asked = done->asked;
    const struct sent *sent = done->data;
    struct arena *arena = asked->exchange->request.arena;
    struct text href = show_href(arena, sent->reg, sent->number);
    enum outcome outcome = done->answer.outcome;
    if (outcome == OUTCOME_DONE) {
        frame_redirect(asked, arena_format(arena, "%.*s?done=edit", TEXT_ARGS(href)));
        return;
    }
    if (outcome != OUTCOME_INVALID && outcome != OUTCOME_BLOCKED && outcome != OUTCOME_STALE) {
        error_outcome(asked, &done->answer,
                      (struct ui_link){.label = TEXT("Back to the record"), .href = href});
        return;
    }
    FRAME_SCOPED frame = {0};
    if (!frame_open(&frame, asked, register_href(arena, sent->reg)))
        return;
    struct record_view *view = editable(&frame, sent->reg);
    if (view)
        show_edit(&frame, view->record->reg, view, &sent->fields, &done->answer);
}

void form_edit_post(struct asked *asked)
{
    struct http_form form = {0};
    const struct reg *reg = frame_register(asked);
    if (!frame_form(asked, &form))
        return;
    FRAME_SCOPED frame = {0};
    if (!frame_open(&frame, asked, (struct text){0}))
        return;
    struct record_view *view = editable(&frame, reg);
    if (!view)
        return;
    struct answer refusal = {0};
    bool kept = attach_files(asked, &form, view->editable, view->editable_count, &refusal);
    struct fields_form given = {.frame = &frame, .record = view->record, .given = &form.fields};
    struct face_command *command = command_of(asked, COMMAND_EDIT, reg, &form, edit_done);
    command->command.inputs =
        fields_read(&given, view->editable, view->editable_count, &command->command.input_count);
    frame_close(&frame);
    attach_go(command, kept, &refusal);
}
