/* One record of any register: what stands in its way, what it says, what may be done, what happened. */
#include "base/percent.h"
#include "engine/guard.h"
#include "faces/html/checks.h"
#include "faces/html/details.h"
#include "faces/html/errors.h"
#include "faces/html/gate.h"
#include "faces/html/handlers.h"
#include "faces/html/history.h"
#include "faces/html/show.h"
#include "faces/html/standing.h"
#include "templates.h"

struct shown {
    struct frame *frame;
    struct world *world;
    struct record_view *view;
    struct record *record;
    struct text href;
    struct record_page page;
};

/* ---- actions ---- */

static void add_act(struct shown *shown, const struct action_view *action, bool go)
{
    struct arena *arena = shown->frame->arena;
    struct ui_acts *acts = &shown->page.acts;
    struct ui_act *act = ARENA_ADD(arena, *acts);
    *act = (struct ui_act){
        .label = action->action->label,
        .href = arena_format(arena, "%.*s/%.*s", TEXT_ARGS(shown->href), TEXT_ARGS(action->action->name)),
        .key = go ? TEXT("a") : (struct text){0},
        .go = go};
    if (action->unmet_count)
        act->why = arena_format(arena, "%zu %s in the way", action->unmet_count,
                                action->unmet_count == 1 ? "thing stands" : "things stand");
}

/* Who could act, for a reader who cannot. */
static void add_others(struct shown *shown)
{
    struct arena *arena = shown->frame->arena;
    struct ui_texts *others = &shown->page.others;
    for (size_t i = 0; i < shown->view->action_count; i++) {
        const struct action_view *action = &shown->view->actions[i];
        *ARENA_ADD(arena, *others) =
            arena_format(arena, "%.*s: %.*s", TEXT_ARGS(action->action->label), TEXT_ARGS(action->who));
    }
    shown->page.acts_note = others->count ? TEXT("Nothing here is yours to do now.")
                                          : TEXT("Nothing more is to be done with this record.");
}

/* What the action that takes the record on has met: the reader's, or else the first of anybody's. */
static void fill_checks(struct shown *shown)
{
    const struct action_view *next = NULL;
    for (size_t i = 0; i < shown->view->action_count; i++) {
        const struct action_view *action = &shown->view->actions[i];
        if (action->action->need_count && standing_takes_on(action->action, shown->record->state) &&
            (!next || (action->may && !next->may)))
            next = action;
    }
    if (!next)
        return;
    shown->page.checks = checks_met(shown->world, shown->record, next);
    shown->page.checks_note =
        arena_format(shown->frame->arena, "%zu of %zu for “%.*s”", shown->page.checks.count,
                     next->action->need_count, TEXT_ARGS(next->action->label));
}

/* The first that takes the record on, or leaves it there, and may be done at once; NULL: none. */
static const struct action_view *main_act(const struct shown *shown)
{
    for (size_t i = 0; i < shown->view->action_count; i++) {
        const struct action_view *action = &shown->view->actions[i];
        if (action->allowed &&
            (!action->action->moves || standing_takes_on(action->action, shown->record->state)))
            return action;
    }
    return NULL;
}

static void fill_acts(struct shown *shown)
{
    struct record_page *page = &shown->page;
    const struct record_view *view = shown->view;
    const struct action_view *first = main_act(shown);
    size_t boards = 0;
    if (first)
        add_act(shown, first, true);
    for (size_t i = 0; i < view->action_count; i++) {
        const struct action_view *action = &view->actions[i];
        if (action->may && action != first)
            add_act(shown, action, false);
        boards += action->action->by_kind == BY_BOARD;
    }
    page->gate = gate_card(shown->world, shown->view);
    fill_checks(shown);
    if (!page->acts.count)
        add_others(shown);
    else if (boards)
        page->acts_note = TEXT("What a board decides is recorded in its meeting.");
}

/* ---- approvals: decisions that seal, boards, signatures ---- */

static bool is_step(const struct action *action)
{
    return !action->is_create &&
           (action->by_kind == BY_BOARD || action->by_kind == BY_EACH || action->seal_count);
}

/* Was it done, or can it be done here or further on? What a record has passed by is not in its course. */
static bool in_course(struct shown *shown, const struct action *action)
{
    if (world_acts(shown->world, shown->record)[action->index].seq)
        return true;
    for (size_t s = (size_t)shown->record->state; s < action->reg->states->count; s++)
        if (action->in[s])
            return true;
    return false;
}

static struct text spent(struct shown *shown, const struct action *action, const struct act_state *act)
{
    struct buf out = buf_in(shown->frame->arena);
    struct record *then = action->seal_count ? view_record_at(shown->world, shown->record, act->time) : NULL;
    for (size_t i = 0; then && i < action->seal_count; i++) {
        const struct field *field = action->seals[i];
        if (field->computed ||
            value_same(world_value(shown->world, shown->record, field), then->values[field->index]))
            continue;
        buf_format(&out, "%s%.*s", out.n ? ", " : "No longer covers: ", TEXT_ARGS(field->label));
    }
    return buf_text(&out);
}

static struct text signers(struct shown *shown, const struct action *action)
{
    struct buf out = buf_in(shown->frame->arena);
    for (size_t i = 0; i < shown->view->signature_count; i++) {
        const struct signature_view *signature = &shown->view->signatures[i];
        if (signature->action == action) {
            struct text name = world_person_name(shown->world, signature->person);
            buf_format(&out, "%s%.*s", out.n ? ", " : "Signed by ", TEXT_ARGS(name));
        }
    }
    return buf_text(&out);
}

static void add_step(struct shown *shown, const struct action *action)
{
    struct ui_steps *steps = &shown->page.steps;
    struct arena *arena = shown->frame->arena;
    const struct act_state *act = &world_acts(shown->world, shown->record)[action->index];
    struct ui_step *step = ARENA_ADD(arena, *steps);
    *step = (struct ui_step){
        .title = action->label,
        .cites = show_cites(arena, action->by_cites.count ? &action->by_cites : &action->cites),
        .done = act->seq != 0,
        .waiting = !act->seq && action->in[shown->record->state]};
    if (act->seq) {
        struct text name = world_person_name(shown->world, act->actor);
        struct text when = show_time(shown->world, act->time);
        step->text = arena_format(arena, "%.*s, %.*s%s", TEXT_ARGS(name), TEXT_ARGS(when),
                                  act->waived ? ". A need of it was waived" : "");
        step->spent = spent(shown, action, act);
        return;
    }
    struct text signed_by = signers(shown, action);
    struct text who = guard_who(shown->world, shown->record, action);
    step->text =
        signed_by.n ? arena_format(arena, "%.*s. Needs %.*s", TEXT_ARGS(signed_by), TEXT_ARGS(who)) : who;
}

static void fill_steps(struct shown *shown)
{
    const struct reg *reg = shown->record->reg;
    size_t done = 0;
    for (size_t i = 0; shown->record->state >= 0 && i < reg->action_count; i++)
        if (is_step(reg->actions[i]) && in_course(shown, reg->actions[i]))
            add_step(shown, reg->actions[i]);
    for (size_t i = 0; i < shown->page.steps.count; i++)
        done += shown->page.steps.items[i].done;
    shown->page.steps_title = TEXT("Approvals");
    shown->page.steps_note = arena_format(shown->frame->arena, "%zu of %zu", done, shown->page.steps.count);
}

/* ---- the rest ---- */

static void fill_warnings(struct shown *shown)
{
    struct ui_warnings *warnings = &shown->page.warnings;
    for (size_t i = 0; i < shown->view->warning_count; i++)
        *ARENA_ADD(shown->frame->arena, *warnings) =
            (struct ui_warning){.message = shown->view->warnings[i]->message,
                                .cites = show_cites(shown->frame->arena, &shown->view->warnings[i]->cites)};
    for (size_t i = 0; i < shown->view->overruled_count; i++) {
        const struct overruled *overruled = &shown->view->overruled[i];
        *ARENA_ADD(shown->frame->arena, *warnings) =
            (struct ui_warning){.message = overruled->message,
                                .reason = overruled->reason,
                                .cites = show_cites(shown->frame->arena, overruled->cites)};
    }
}

static struct ui_section *add_section(struct shown *shown, const char *id, const char *title)
{
    struct ui_sections *sections = &shown->page.sections;
    struct ui_section *section = ARENA_ADD(shown->frame->arena, *sections);
    section->id = text_of(id);
    section->title = text_of(title);
    return section;
}

static void fill_details(struct shown *shown)
{
    struct record_page *page = &shown->page;
    struct arena *arena = shown->frame->arena;
    const struct field *lead = details_lead(shown->world, shown->record);
    size_t related;
    struct ui_link edit = {0};
    if (shown->view->editable_count)
        edit = (struct ui_link){.label = TEXT("Edit"),
                                .href = arena_format(arena, "%.*s/edit", TEXT_ARGS(shown->href))};
    page->summary_title = TEXT("Summary");
    page->facts = details_facts(shown->world, shown->record);
    if (lead)
        page->lead = details_row(shown->world, shown->record, lead).html;
    struct ui_section *fields = add_section(shown, "fields", "Details");
    fields->rows = details_rows(shown->world, shown->view, lead);
    fields->edit = edit;
    fields->edit.note = TEXT("the details");
    struct ui_rows rows = details_related(shown->world, shown->record, &related);
    if (rows.count) {
        struct ui_section *section = add_section(shown, "related", "Related records");
        section->rows = rows;
        section->note = show_count(arena, related, "record", "records");
    }
    if (edit.href.n) {
        edit.note = TEXT("e");
        *ARENA_ADD(arena, page->buttons) = edit;
    }
}

static void fill_comment(struct shown *shown)
{
    struct arena *arena = shown->frame->arena;
    struct ui_form *form = &shown->page.comment;
    *form = (struct ui_form){.action = arena_format(arena, "%.*s/comments", TEXT_ARGS(shown->href)),
                             .csrf = shown->frame->asked->caller.csrf,
                             .submit = TEXT("Comment")};
    *ARENA_ADD(arena, form->fields) = (struct ui_field){
        .id = TEXT("comment"), .name = TEXT("text"), .label = TEXT("Add a comment"), .input = UI_INPUT_TEXT};
}

static void add_tab(struct shown *shown, const char *label, const char *href, struct text note)
{
    struct ui_links *tabs = &shown->page.tabs;
    *ARENA_ADD(shown->frame->arena, *tabs) = (struct ui_link){
        .label = text_of(label), .href = text_of(href), .note = note, .current = tabs->count == 0};
}

static void fill_tabs(struct shown *shown)
{
    const struct record_page *page = &shown->page;
    struct arena *arena = shown->frame->arena;
    add_tab(shown, "Summary", "#summary", (struct text){0});
    add_tab(shown, "Details", "#fields", (struct text){0});
    for (size_t i = 0; i < page->sections.count; i++)
        if (text_is(page->sections.items[i].id, "related"))
            add_tab(shown, "Related", "#related", (struct text){0});
    if (page->steps.count)
        add_tab(shown, "Approvals", "#approvals", page->steps_note);
    add_tab(shown, "Comments", "#comments",
            page->comments.count ? arena_format(arena, "%zu", page->comments.count) : (struct text){0});
    add_tab(shown, "History", "#history", arena_format(arena, "%lld", (long long)shown->record->version));
}

/* Where the record stands in the course of its kind. */
static void fill_lifecycle(struct shown *shown)
{
    struct arena *arena = shown->frame->arena;
    struct ui_links *buttons = &shown->page.buttons;
    struct buf href = buf_in(arena);
    buf_format(&href, "/%.*s/lifecycle?record=", TEXT_ARGS(shown->record->reg->name));
    percent_encode(&href, shown->record->number);
    *ARENA_ADD(arena, *buttons) = (struct ui_link){.label = TEXT("Lifecycle"), .href = buf_text(&href)};
}

/* What the redirect after a command says was done. */
static void fill_notice(struct shown *shown)
{
    const struct http_pairs *query = &shown->frame->exchange->request.query;
    struct text done = http_pairs_get(query, "done");
    struct arena *arena = shown->frame->arena;
    const struct action *action = reg_action(shown->record->reg, done);
    struct text message = {0};
    if (text_is(done, "create"))
        message = arena_format(arena, "%.*s is saved.", TEXT_ARGS(shown->record->number));
    else if (text_is(done, "edit"))
        message = TEXT("Your changes are saved.");
    else if (text_is(done, "comment"))
        message = TEXT("Your comment is added.");
    else if (text_is(done, "said"))
        message = TEXT("You have said this here already, so it was not added again.");
    else if (action && http_pairs_find(query, "waiting"))
        message = arena_format(arena, "Your signature for “%.*s” is recorded. Others have still to sign.",
                               TEXT_ARGS(action->label));
    else if (action)
        message = arena_format(arena, "Done: %.*s. %.*s is now “%.*s”.", TEXT_ARGS(action->label),
                               TEXT_ARGS(shown->record->number),
                               TEXT_ARGS(shown->record->reg->states->values[shown->record->state].label));
    shown->frame->layout.notice = (struct ui_notice){.message = message, .tone = UI_TONE_OK};
}

static void fill_layout(struct shown *shown)
{
    struct frame *frame = shown->frame;
    const struct reg *reg = shown->record->reg;
    frame_crumb(frame, reg->plural, arena_format(frame->arena, "/%.*s", TEXT_ARGS(reg->name)));
    frame_crumb(frame, shown->record->number, (struct text){0});
    frame->layout.title = arena_format(frame->arena, "%.*s %.*s - %.*s", TEXT_ARGS(shown->record->number),
                                       TEXT_ARGS(shown->page.title), TEXT_ARGS(reg->plural));
    if (shown->record->marking.n)
        frame->layout.marking = shown->record->marking;
    fill_notice(shown);
}

/* The record as it stood at a moment: what it said, and nothing to be done with it. */
static bool turn_back(struct shown *shown)
{
    struct text at = http_pairs_get(&shown->frame->exchange->request.query, "at");
    int64_t time;
    if (!at.n)
        return true;
    struct record *then = time_parse(at, &time) ? view_record_at(shown->world, shown->record, time) : NULL;
    if (!then)
        return false;
    then->id = shown->record->id;
    then->number = shown->record->number;
    then->marking = shown->record->marking;
    for (size_t i = 0; i < then->reg->field_count; i++)
        then->many_read[i] = true;
    struct record_view *past = ARENA_NEW(shown->frame->arena, struct record_view);
    past->record = then;
    shown->view = past;
    shown->record = then;
    struct text when = show_time(shown->world, time);
    shown->page.as_at = arena_format(shown->frame->arena,
                                     "You are looking at this record as it stood on %.*s.", TEXT_ARGS(when));
    shown->page.as_now = (struct ui_link){.label = TEXT("See it as it is now"), .href = shown->href};
    return true;
}

static void show_record_page(struct shown *shown)
{
    struct record_page *page = &shown->page;
    page->number = shown->record->number;
    page->title = world_title(shown->world, shown->record);
    page->state = show_state(shown->record->reg, shown->record->state);
    page->tags = details_tags(shown->world, shown->record);
    fill_warnings(shown);
    fill_details(shown);
    if (page->as_at.n) {
        page->acts_note = TEXT("Nothing can be done with the past.");
    } else {
        fill_acts(shown);
        fill_steps(shown);
        history_fill(page, shown->frame, shown->view, shown->href);
        if (shown->view->may_comment)
            fill_comment(shown);
        fill_tabs(shown);
        fill_lifecycle(shown);
    }
    fill_layout(shown);
    page->layout = shown->frame->layout;
    page_record(frame_begin(shown->frame, 200), page);
    frame_send(shown->frame);
}

static struct text current(const struct asked *asked)
{
    struct text name = http_pairs_get(&asked->parameters, "register");
    return arena_format(asked->exchange->request.arena, "/%.*s", TEXT_ARGS(name));
}

void record_get(struct asked *asked)
{
    FRAME_SCOPED frame = {0};
    if (!frame_open(&frame, asked, current(asked)))
        return;
    const struct reg *reg = frame_register(asked);
    struct shown shown = {.frame = &frame, .world = frame.world};
    shown.view = reg ? view_record(frame.world, reg, http_pairs_get(&asked->parameters, "number")) : NULL;
    if (!shown.view) {
        error_missing(&frame);
        return;
    }
    shown.record = shown.view->record;
    shown.href = show_href(frame.arena, reg, shown.record->number);
    if (turn_back(&shown))
        show_record_page(&shown);
    else
        error_missing(&frame);
}

/* ---- commenting ---- */

static void comment_done(struct face_command *done)
{
    struct asked *asked = done->asked;
    struct arena *arena = asked->exchange->request.arena;
    struct text href = show_href(arena, frame_register(asked), done->command.number);
    if (done->answer.outcome == OUTCOME_DONE)
        frame_redirect(asked, arena_format(arena, "%.*s?done=%s#comments", TEXT_ARGS(href),
                                           done->answer.repeated ? "said" : "comment"));
    else
        error_outcome(asked, &done->answer,
                      (struct ui_link){.label = TEXT("Back to the record"), .href = href});
}

/* Back shows the form anew, with the words in it: on one record, the same words are taken once a day. */
static struct once once_said(struct arena *arena, const struct command *command)
{
    struct text parts[] = {TEXT("comment\n"), command->register_name,  TEXT("\n"), command->number,
                           TEXT("\n"),        text_trim(command->text)};
    struct hash hash = hash_parts(parts, sizeof parts / sizeof *parts);
    struct text said = hash_hex(arena, &hash);
    return (struct once){said, said};
}

void record_comment(struct asked *asked)
{
    struct http_form form = {0};
    const struct reg *reg = frame_register(asked);
    if (!frame_form(asked, &form))
        return;
    if (!reg) {
        FRAME_SCOPED frame = {0};
        if (frame_open(&frame, asked, (struct text){0}))
            error_missing(&frame);
        return;
    }
    struct face_command *command = ARENA_NEW(asked->exchange->request.arena, struct face_command);
    *command = (struct face_command){.asked = asked, .then = comment_done};
    command->command = (struct command){.kind = COMMAND_COMMENT,
                                        .register_name = reg->name,
                                        .number = http_pairs_get(&asked->parameters, "number"),
                                        .text = http_pairs_get(&form.fields, "text"),
                                        .from = INT64_MIN,
                                        .to = INT64_MIN};
    command->command.once = once_said(asked->exchange->request.arena, &command->command);
    face_command(command);
}
