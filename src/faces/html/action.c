/* One action on one record: what it does, what stands in its way, what it asks. */
#include "engine/guard.h"
#include "faces/html/attach.h"
#include "faces/html/details.h"
#include "faces/html/errors.h"
#include "faces/html/fields.h"
#include "faces/html/handlers.h"
#include "faces/html/show.h"
#include "faces/html/standing.h"
#include "templates.h"

struct doing_page {
    struct frame *frame;
    struct record_view *view;
    const struct action *action;
    struct action_view judged;
    const struct http_pairs *given; /* NULL: nothing was sent yet */
    const struct answer *answer;    /* NULL: nothing was refused yet */
};

/* ---- what it does, in words ---- */

static void add_effect(struct frame *frame, struct ui_texts *effects, struct text text)
{
    *ARENA_ADD(frame->arena, *effects) = text;
}

static struct text who_is_told(struct world *world, struct record *record, const struct who *who)
{
    struct arena *arena = world->arena;
    if (who->kind == WHO_ROLE)
        return who->role->label;
    if (who->kind == WHO_BOARD)
        return who->board->label;
    const struct path *path = &who->path->path;
    const struct step *last = path->count ? &path->steps[path->count - 1] : NULL;
    if (last && last->field && path->count == 1 && last->reg == record->reg) {
        struct text name = show_value(world, last->field->type, world_value(world, record, last->field));
        name = name.n ? name : TEXT("nobody yet");
        return arena_format(arena, "the %.*s (%.*s)", TEXT_ARGS(last->field->label), TEXT_ARGS(name));
    }
    if (last && last->field)
        return show_lower(arena, last->field->label);
    return last && last->builtin == BUILTIN_CREATOR ? TEXT("whoever opened it")
                                                    : expr_print(arena, who->path);
}

static struct ui_texts effects_of(struct frame *frame, struct record *record, const struct action *action)
{
    struct arena *arena = frame->arena;
    struct ui_texts effects = {0};
    if (action->moves)
        add_effect(frame, &effects,
                   arena_format(arena, "Moves it to “%.*s”",
                                TEXT_ARGS(action->reg->states->values[action->to].label)));
    for (size_t i = 0; i < action->set_count; i++)
        if (!action->sets[i].when)
            add_effect(frame, &effects,
                       arena_format(arena, "Fills in: %.*s", TEXT_ARGS(action->sets[i].set.field->label)));
    for (size_t i = 0; i < action->tell_count; i++) {
        struct text told = who_is_told(frame->world, record, &action->tells[i].who);
        add_effect(frame, &effects,
                   arena_format(arena, "Tells: %.*s%s", TEXT_ARGS(told),
                                action->tells[i].when ? ", where the rule says so" : ""));
    }
    for (size_t i = 0; i < action->open_count; i++) {
        struct text label = show_lower(arena, action->opens[i].open->label);
        add_effect(frame, &effects,
                   arena_format(arena, "Opens a %.*s%s", TEXT_ARGS(label),
                                action->opens[i].when ? ", where the rule says so" : ""));
    }
    if (action->seal_count)
        add_effect(frame, &effects,
                   action->void_to >= 0
                       ? TEXT("Covers what is shown here: a later change of it takes the decision away")
                       : TEXT("Covers what is shown here: a later change of it will be pointed out"));
    return effects;
}

static struct ui_facts signing_of(struct frame *frame, struct record *record, const struct action *action)
{
    struct ui_facts facts = {0};
    for (size_t i = 0; i < action->seal_count; i++) {
        const struct field *field = action->seals[i];
        if (!world_may_read_field(frame->world, record, field))
            continue;
        struct text value = show_value(frame->world, field->type, world_value(frame->world, record, field));
        *ARENA_ADD(frame->arena, facts) =
            (struct ui_fact){.label = field->label, .value = value.n ? value : TEXT("Not given")};
    }
    return facts;
}

/* ---- the page ---- */

static const struct action_view *find_judged(const struct record_view *view, const struct action *action)
{
    for (size_t i = 0; i < view->action_count; i++)
        if (view->actions[i].action == action)
            return &view->actions[i];
    return NULL;
}

/* The page knows the same reasons that the command would give. */
static void judge(struct doing_page *doing)
{
    struct world *world = doing->frame->world;
    const struct action_view *judged = find_judged(doing->view, doing->action);
    if (judged) {
        doing->judged = *judged;
    } else {
        struct verdict verdict = {0};
        guard_state(world, doing->view->record, doing->action, &verdict);
        doing->judged = (struct action_view){.action = doing->action,
                                             .may = guard_by(world, doing->view->record, doing->action),
                                             .unmet = verdict.unmet,
                                             .unmet_count = verdict.unmet_count,
                                             .who = guard_who(world, doing->view->record, doing->action)};
    }
    const struct answer *answer = doing->answer;
    if (answer && answer->outcome == OUTCOME_BLOCKED) {
        doing->judged.unmet = answer->unmet;
        doing->judged.unmet_count = answer->unmet_count;
    }
}

static void add_reason(struct doing_page *doing, struct ui_fields *fields)
{
    struct frame *frame = doing->frame;
    struct text given = doing->given ? http_pairs_get(doing->given, "reason") : (struct text){0};
    bool missing = doing->answer && doing->answer->should_count && !text_trim(given).n;
    *ARENA_ADD(frame->arena, *fields) = (struct ui_field){
        .id = TEXT("reason"),
        .name = TEXT("reason"),
        .label = doing->judged.should_count ? TEXT("Reason for going ahead") : TEXT("Reason or note"),
        .hint = TEXT("Kept in the history, for everybody who may read the record"),
        .value = given,
        .error = missing ? TEXT("Give a reason for going ahead all the same") : (struct text){0},
        .input = UI_INPUT_TEXT,
        .required = doing->judged.should_count > 0};
}

static void fill_form(struct doing_page *doing, struct action_page *page, struct text href)
{
    struct frame *frame = doing->frame;
    struct fields_form form = {
        .frame = frame, .record = doing->view->record, .given = doing->given, .answer = doing->answer};
    const struct action *action = doing->action;
    page->form = (struct ui_form){
        .action = arena_format(frame->arena, "%.*s/%.*s", TEXT_ARGS(href), TEXT_ARGS(action->name)),
        .csrf = frame->asked->caller.csrf,
        .version = arena_format(frame->arena, "%lld", (long long)doing->view->record->version),
        .go = true,
        .guard = true};
    fields_look_back(&form);
    for (size_t i = 0; i < action->ask_count; i++)
        fields_add(&form, &page->form, action->asks[i].field, action->asks[i].required);
    add_reason(doing, &page->form.fields);
    /* What is asked may be what a need waits for, so then the form is open in spite of it. */
    bool open = doing->judged.here && doing->judged.may && (!doing->judged.unmet_count || action->ask_count);
    page->form.submit = open ? action->label : (struct text){0};
    page->errors = fields_errors(&form, &page->form);
}

static void fill_refusal(struct doing_page *doing, struct action_page *page, struct text href)
{
    struct frame *frame = doing->frame;
    const struct answer *answer = doing->answer;
    if (!answer)
        return;
    frame->layout.failed = true;
    if (answer->outcome == OUTCOME_STALE) {
        page->newer = TEXT("Something that this decision covers or asks for is not as you saw it. Look at it "
                           "again below, then decide.");
        page->newer_link =
            (struct ui_link){.label = TEXT("See what changed"),
                             .href = arena_format(frame->arena, "%.*s#history", TEXT_ARGS(href))};
    } else if (!page->errors.count) {
        bool reason = answer->should_count && !answer->unmet_count;
        *ARENA_ADD(frame->arena, page->errors) = (struct ui_form_error){
            .id = reason ? TEXT("reason") : (struct text){0}, .message = answer->message};
    }
}

static struct text who_may(struct doing_page *doing)
{
    struct arena *arena = doing->frame->arena;
    if (doing->action->by_kind == BY_BOARD)
        return arena_format(
            arena, "The %.*s decides this, in an open meeting: its chair or secretary records it there.",
            TEXT_ARGS(doing->action->board->label));
    if (doing->judged.may)
        return (struct text){0};
    return arena_format(arena, "This is not yours to do. Who can: %.*s", TEXT_ARGS(doing->judged.who));
}

static void show_action(struct doing_page *doing)
{
    struct frame *frame = doing->frame;
    struct record *record = doing->view->record;
    const struct action *action = doing->action;
    struct text href = show_href(frame->arena, record->reg, record->number);
    judge(doing);
    struct action_page page = {
        .number = record->number,
        .title = world_title(frame->world, record),
        .record_href = href,
        .label = action->label,
        .state = show_state(record->reg, record->state),
        .tags = details_tags(frame->world, record),
        .signing = signing_of(frame, record, action),
        .effects = effects_of(frame, record, action),
        .cites = show_cites(frame->arena, action->cites.count ? &action->cites : &action->by_cites),
        .who = who_may(doing),
        .cancel = {.label = TEXT("Back to the record"), .href = href}};
    page.unmet =
        standing_unmet(frame->world, doing->view, action, doing->judged.unmet, doing->judged.unmet_count);
    page.should =
        standing_unmet(frame->world, doing->view, action, doing->judged.should, doing->judged.should_count);
    fill_form(doing, &page, href);
    fill_refusal(doing, &page, href);
    frame_crumb(frame, record->reg->plural,
                arena_format(frame->arena, "/%.*s", TEXT_ARGS(record->reg->name)));
    frame_crumb(frame, record->number, href);
    frame_crumb(frame, action->label, (struct text){0});
    frame->layout.title =
        arena_format(frame->arena, "%.*s %.*s", TEXT_ARGS(action->label), TEXT_ARGS(record->number));
    if (record->marking.n)
        frame->layout.marking = record->marking;
    page.layout = frame->layout;
    page_action(frame_begin(frame, doing->answer ? face_status(doing->answer->outcome) : 200), &page);
    frame_send(frame);
}

/* Finds the record and action of the path; false: answered with 404. */
static bool find(struct doing_page *doing, struct frame *frame)
{
    const struct http_pairs *parameters = &frame->asked->parameters;
    const struct reg *reg = frame_register(frame->asked);
    *doing = (struct doing_page){.frame = frame};
    doing->view = reg ? view_record(frame->world, reg, http_pairs_get(parameters, "number")) : NULL;
    doing->action =
        doing->view ? reg_action(doing->view->record->reg, http_pairs_get(parameters, "action")) : NULL;
    if (doing->action && !doing->action->is_create && doing->action->by_kind != BY_SYSTEM)
        return true;
    error_missing(frame);
    return false;
}

static struct text current(const struct asked *asked)
{
    struct text name = http_pairs_get(&asked->parameters, "register");
    return arena_format(asked->exchange->request.arena, "/%.*s", TEXT_ARGS(name));
}

void action_get(struct asked *asked)
{
    FRAME_SCOPED frame = {0};
    struct doing_page doing;
    if (frame_open(&frame, asked, current(asked)) && find(&doing, &frame))
        show_action(&doing);
}

/* ---- doing it ---- */

static void action_done(struct face_command *done)
{
    struct asked *asked = done->asked;
    struct arena *arena = asked->exchange->request.arena;
    const struct command *command = &done->command;
    const struct reg *reg = frame_register(asked);
    struct text href = show_href(arena, reg, command->number);
    if (done->answer.outcome == OUTCOME_DONE) {
        frame_redirect(asked,
                       arena_format(arena, "%.*s?done=%.*s%s", TEXT_ARGS(href), TEXT_ARGS(command->action),
                                    done->answer.waiting ? "&waiting=1" : ""));
        return;
    }
    enum outcome outcome = done->answer.outcome;
    if (outcome == OUTCOME_MISSING || outcome == OUTCOME_BROKEN || outcome == OUTCOME_MALFORMED) {
        error_outcome(asked, &done->answer,
                      (struct ui_link){.label = TEXT("Back to the record"), .href = href});
        return;
    }
    FRAME_SCOPED frame = {0};
    struct doing_page doing;
    if (!frame_open(&frame, asked, current(asked)) || !find(&doing, &frame))
        return;
    doing.answer = &done->answer;
    doing.given = done->data;
    show_action(&doing);
}

static const struct field **asked_fields(struct arena *arena, const struct action *action)
{
    const struct field **fields = ARENA_ARRAY(arena, const struct field *, action->ask_count + 1);
    for (size_t i = 0; i < action->ask_count; i++)
        fields[i] = action->asks[i].field;
    return fields;
}

void action_post(struct asked *asked)
{
    struct http_form form = {0};
    if (!frame_form(asked, &form))
        return;
    FRAME_SCOPED frame = {0};
    struct doing_page doing;
    if (!frame_open(&frame, asked, current(asked)) || !find(&doing, &frame))
        return;
    const struct field **asks = asked_fields(frame.arena, doing.action);
    struct answer refusal = {0};
    bool taken = attach_files(asked, &form, asks, doing.action->ask_count, &refusal);
    struct face_command *command = ARENA_NEW(frame.arena, struct face_command);
    struct http_pairs *kept = ARENA_NEW(frame.arena, struct http_pairs);
    struct fields_form given = {.frame = &frame, .record = doing.view->record, .given = kept};
    *kept = form.fields;
    *command = (struct face_command){.asked = asked, .then = action_done, .data = kept};
    command->command = (struct command){.kind = COMMAND_ACT,
                                        .register_name = doing.action->reg->name,
                                        .number = doing.view->record->number,
                                        .action = doing.action->name,
                                        .reason = http_pairs_get(kept, "reason"),
                                        .sealed_only = true,
                                        .from = INT64_MIN,
                                        .to = INT64_MIN};
    text_to_int(http_pairs_get(kept, "version"), &command->command.expected_version);
    taken = taken && fields_current(&given, asks, doing.action->ask_count, &refusal);
    command->command.inputs =
        fields_read(&given, asks, doing.action->ask_count, &command->command.input_count);
    frame_close(&frame);
    attach_go(command, taken, &refusal);
}
