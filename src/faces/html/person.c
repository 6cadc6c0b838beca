#include "faces/html/person.h"

#include "engine/people.h"
#include "faces/html/details.h"
#include "faces/html/errors.h"
#include "faces/html/handlers.h"
#include "faces/html/history.h"
#include "faces/html/page_people.h"
#include "faces/html/show.h"
#include "faces/html/templates.h"

enum { EVENTS_SHOWN = 20 };

struct text person_href(struct arena *arena, const struct person_shown *shown)
{
    return shown->own_page ? TEXT("/me") : arena_format(arena, "/person/%.*s", TEXT_ARGS(shown->username));
}

struct person_shown person_named(struct asked *asked, const struct http_pairs *given)
{
    struct text username = ask_parameter(asked, "person");
    struct person_shown shown = {.username = username,
                                 .own_page =
                                     !username.n || (given && text_is(http_pairs_get(given, "page"), "me"))};
    if (username.n)
        return shown;
    VIEW_SCOPED view = {0};
    if (view_open(&view, asked->exchange->request.arena, asked->face->engine, asked->caller.person))
        shown.username = world_name(view.world, view.world->rulebook->person, asked->caller.person);
    return shown;
}

bool person_may_cover(struct world *world, const struct record *person)
{
    if (person->id == world->actor)
        return true;
    for (size_t i = 0; i < world->rulebook->role_count; i++)
        if (people_may_grant(world, world->rulebook->roles[i], person))
            return true;
    return false;
}

/* ---- what is held, and until when ---- */

static struct text period(struct world *world, int64_t from, int64_t to)
{
    if (from == INT64_MIN) {
        struct text when = show_time(world, to);
        return to == INT64_MAX ? TEXT("Always") : arena_format(world->arena, "Until %.*s", TEXT_ARGS(when));
    }
    if (to != INT64_MAX)
        return show_period(world, from, to);
    struct text when = show_time(world, from);
    return arena_format(world->arena, "%s %.*s", from > world->now ? "From" : "Since", TEXT_ARGS(when));
}

static struct ui_holding_group *add_group(struct frame *frame, struct person_page *page, const char *id,
                                          const char *title, const char *nothing)
{
    struct ui_holding_groups *groups = &page->groups;
    struct ui_holding_group *group = ARENA_ADD(frame->arena, *groups);
    *group =
        (struct ui_holding_group){.id = text_of(id), .title = text_of(title), .nothing = text_of(nothing)};
    return group;
}

static struct ui_holding *add_holding(struct frame *frame, struct ui_holding_group *group, struct text title)
{
    struct ui_holdings *items = &group->items;
    struct ui_holding *holding = ARENA_ADD(frame->arena, *items);
    *holding = (struct ui_holding){.title = title};
    return holding;
}

static struct ui_form end_form(struct frame *frame, const struct person_shown *shown, const char *what,
                               int64_t id, struct text about)
{
    struct text action = arena_format(frame->arena, "/person/%.*s/%s/%lld/end", TEXT_ARGS(shown->username),
                                      what, (long long)id);
    struct asking asking = ask_begin(frame, NULL, text_of(what), action, "End");
    if (shown->own_page)
        ask_hidden(&asking, "page", TEXT("me"));
    asking.form.about = about;
    return asking.form;
}

static void add_role(struct frame *frame, struct record *person, const struct person_shown *shown,
                     struct ui_holding_group *group, const struct held_role *held)
{
    struct world *world = frame->world;
    struct text title = held->role->label;
    if (held->per.n)
        title = arena_format(frame->arena, "%.*s, %.*s", TEXT_ARGS(title), TEXT_ARGS(held->per));
    struct ui_holding *holding = add_holding(frame, group, title);
    holding->period = period(world, held->from, held->to);
    struct text name = world_person_name(world, held->holding->creator);
    holding->text = arena_format(frame->arena, "Granted by %.*s", TEXT_ARGS(name));
    if (held->from > world->now)
        holding->tag = (struct ui_tag){TEXT("Not yet"), UI_TONE_OFF};
    if (held->to > world->now && people_may_grant(world, held->role, person))
        holding->end = end_form(frame, shown, "roles", held->holding->id, title);
}

static void add_roles(struct frame *frame, struct record *person, const struct person_shown *shown,
                      struct person_page *page)
{
    size_t count, past = 0;
    struct held_role *roles = people_roles(frame->world, person->id, true, &count);
    struct ui_holding_group *group = add_group(frame, page, "roles", "Roles", "Holds no role at present.");
    for (size_t i = 0; i < count; i++) {
        if (roles[i].to > frame->world->now)
            add_role(frame, person, shown, group, &roles[i]);
        else
            past++;
    }
    if (!past)
        return;
    group = add_group(frame, page, "past-roles", "Roles held in the past", "");
    for (size_t i = 0; i < count; i++)
        if (roles[i].to <= frame->world->now)
            add_role(frame, person, shown, group, &roles[i]);
}

static void add_deputies(struct frame *frame, struct record *person, const struct person_shown *shown,
                         struct person_page *page)
{
    struct world *world = frame->world;
    size_t count;
    struct stand_in_period *periods = people_deputies(world, person->id, &count);
    struct ui_holding_group *group =
        add_group(frame, page, "deputies", "Deputies", "Nobody stands in, either way.");
    for (size_t i = 0; i < count; i++) {
        bool theirs = periods[i].person == person->id;
        struct text other = world_person_name(world, theirs ? periods[i].deputy : periods[i].person);
        struct ui_holding *holding = add_holding(
            frame, group,
            arena_format(frame->arena, theirs ? "%.*s stands in" : "Stands in for %.*s", TEXT_ARGS(other)));
        holding->text = periods[i].role ? arena_format(frame->arena, "For the role %.*s",
                                                       TEXT_ARGS(periods[i].role->label))
                                        : TEXT("For everything");
        holding->period = period(world, periods[i].from, periods[i].to);
        if (theirs && person_may_cover(world, person))
            holding->end = end_form(frame, shown, "deputies", periods[i].record->id, other);
    }
}

static void add_absences(struct frame *frame, struct record *person, const struct person_shown *shown,
                         struct person_page *page)
{
    struct world *world = frame->world;
    size_t count;
    struct stand_in_period *periods = people_absences(world, person->id, &count);
    struct ui_holding_group *group = add_group(frame, page, "absences", "Away", "No absence is noted.");
    for (size_t i = 0; i < count; i++) {
        bool now = periods[i].from <= world->now;
        struct ui_holding *holding = add_holding(frame, group, now ? TEXT("Away now") : TEXT("Will be away"));
        holding->period = period(world, periods[i].from, periods[i].to);
        if (person_may_cover(world, person))
            holding->end = end_form(frame, shown, "absences", periods[i].record->id, TEXT("this absence"));
    }
}

static void add_tokens(struct frame *frame, struct person_page *page)
{
    struct world *world = frame->world;
    struct token_view *tokens;
    size_t count = identity_tokens(world, world->actor, &tokens);
    struct ui_holding_group *group = add_group(frame, page, "tokens", "API tokens", "You have no token.");
    group->note = TEXT("For scripts: each acts with all your rights");
    for (size_t i = 0; i < count; i++) {
        struct ui_holding *holding = add_holding(frame, group, tokens[i].name);
        struct text action = arena_format(frame->arena, "/me/tokens/%lld/end", (long long)tokens[i].id);
        holding->period = show_period(world, tokens[i].created, tokens[i].expires);
        holding->end = ask_begin(frame, NULL, TEXT("token"), action, "End").form;
        holding->end.about = tokens[i].name;
    }
}

/* ---- about them ---- */

static void add_facts(struct frame *frame, struct record *person, struct person_page *page)
{
    struct world *world = frame->world;
    for (size_t i = 0; i < person->reg->field_count; i++) {
        const struct field *field = person->reg->fields[i];
        struct value value = world_value(world, person, field);
        if (text_is(field->name, "name") || value.kind == VALUE_MISSING || field->type.many ||
            !details_shown(world, person, field) || !world_may_read_field(world, person, field))
            continue;
        struct ui_fact *fact = ARENA_ADD(frame->arena, page->facts);
        *fact = (struct ui_fact){.label = field->label, .value = show_value(world, field->type, value)};
        if (value.kind == VALUE_RECORD && reg_is_people(field->type.target))
            fact->href = show_person(world, value.i).href;
    }
}

static void add_post(struct frame *frame, struct record *person, struct person_page *page)
{
    page->post = frame_post(frame->world, person->id);
    if (world_inactive(frame->world, person->id))
        *ARENA_ADD(frame->arena, page->tags) = (struct ui_tag){TEXT("Inactive: cannot sign in"), UI_TONE_OFF};
}

static void add_button(struct frame *frame, struct person_page *page, const char *label, struct text href)
{
    *ARENA_ADD(frame->arena, page->buttons) = (struct ui_link){.label = text_of(label), .href = href};
}

static void add_buttons(struct frame *frame, struct record *person, const struct person_shown *shown,
                        struct person_page *page)
{
    struct text href = arena_format(frame->arena, "/person/%.*s/edit", TEXT_ARGS(shown->username));
    bool own = person->id == frame->world->actor;
    add_button(frame, page, own ? "What you can do" : "What they can do",
               arena_format(frame->arena, "/person/%.*s/explain", TEXT_ARGS(shown->username)));
    if (shown->own_page)
        add_button(frame, page, "Change password", TEXT("/password"));
    else if (own)
        add_button(frame, page, "Your settings", TEXT("/me"));
    if (!shown->own_page && people_may_change(frame->world, person))
        add_button(frame, page, "Edit", href);
}

/* An account's history is for those who administer it, and for whom it is about. */
static void add_history(struct frame *frame, struct record *person, struct person_page *page)
{
    struct history_view history = {0};
    if (person->id != frame->world->actor && !people_may_manage(frame->world, person))
        return;
    view_history(frame->world, person, INT64_MAX, &history);
    page->history = history_events(frame->world, person->reg, &history, EVENTS_SHOWN);
    page->history_note = show_count(frame->arena, (size_t)person->version, "event", "events");
}

static void fill(struct frame *frame, struct record *person, const struct person_shown *shown,
                 struct person_page *page)
{
    size_t related = 0;
    page->name = world_title(frame->world, person);
    page->errors = ask_errors(frame, shown->returned);
    page->secret_title = shown->secret_title;
    page->secret = shown->secret;
    page->secret_note = shown->secret_note;
    add_post(frame, person, page);
    add_buttons(frame, person, shown, page);
    add_facts(frame, person, page);
    add_roles(frame, person, shown, page);
    add_deputies(frame, person, shown, page);
    add_absences(frame, person, shown, page);
    if (shown->own_page)
        add_tokens(frame, page);
    else
        page->rows = details_related(frame->world, person, &related);
    person_forms(frame, person, shown, page);
    add_history(frame, person, page);
}

void person_show(struct asked *asked, const struct person_shown *shown)
{
    FRAME_SCOPED frame = {0};
    if (!frame_open(&frame, asked, shown->own_page ? TEXT("/me") : TEXT("/person")))
        return;
    struct record *person = world_person(frame.world, shown->username);
    if (!person) {
        error_missing(&frame);
        return;
    }
    struct person_page page = {0};
    fill(&frame, person, shown, &page);
    if (!shown->own_page) {
        frame_crumb(&frame, TEXT("People"), TEXT("/person"));
        frame_crumb(&frame, page.name, (struct text){0});
    }
    frame.layout.title = shown->own_page ? TEXT("Your settings") : page.name;
    frame.layout.failed = page.errors.count > 0;
    page.layout = frame.layout;
    page_person(frame_begin(&frame, ask_status(shown->returned)), &page);
    frame_send(&frame);
}

void person_get(struct asked *asked)
{
    struct person_shown shown = person_named(asked, NULL);
    person_show(asked, &shown);
}
