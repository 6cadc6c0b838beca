#include "engine/people.h"
#include "faces/html/page_people.h"
#include "faces/html/person.h"

static void add(struct person_page *page, struct asking *asking, const struct person_shown *shown,
                const char *title)
{
    struct ui_forms *forms = &page->forms;
    asking->form.title = text_of(title);
    if (shown->own_page)
        ask_hidden(asking, "page", TEXT("me"));
    *ARENA_ADD(asking->frame->arena, *forms) = asking->form;
}

static struct asking begin(struct frame *frame, const struct person_shown *shown, const char *what,
                           const char *submit)
{
    struct text action = arena_format(frame->arena, "/person/%.*s/%s", TEXT_ARGS(shown->username), what);
    return ask_begin(frame, shown->returned, text_of(what), action, submit);
}

static void add_period(struct asking *asking, const char *until)
{
    struct ui_field *from = ask_field(asking, "from", "From", UI_INPUT_TIME);
    from->hint = TEXT("Leave it empty to begin now");
    struct ui_field *to = ask_field(asking, "to", "Until", UI_INPUT_TIME);
    to->hint = text_of(until);
}

/* A role that is held for something is offered once for each thing. */
static void offer(struct asking *asking, struct ui_field *field, const struct role *role)
{
    struct arena *arena = asking->frame->arena;
    if (!role->per)
        ask_option(asking, field, role->name, role->label, false);
    for (size_t i = 0; role->per && i < role->per->count; i++)
        ask_option(
            asking, field,
            arena_format(arena, "%.*s:%.*s", TEXT_ARGS(role->name), TEXT_ARGS(role->per->values[i].name)),
            arena_format(arena, "%.*s, %.*s", TEXT_ARGS(role->label), TEXT_ARGS(role->per->values[i].label)),
            false);
}

static void add_grant(struct frame *frame, struct record *person, const struct person_shown *shown,
                      struct person_page *page)
{
    const struct rulebook *rulebook = frame->world->rulebook;
    struct asking asking = begin(frame, shown, "roles", "Grant");
    struct ui_field *role = ask_field(&asking, "role", "Role", UI_INPUT_SELECT);
    role->required = true;
    for (size_t i = 0; i < rulebook->role_count; i++)
        if (people_may_grant(frame->world, rulebook->roles[i], person))
            offer(&asking, role, rulebook->roles[i]);
    if (!role->options.count || person->id == frame->world->actor)
        return; /* nobody grants themselves a role */
    add_period(&asking, "Leave it empty for as long as nobody ends it");
    add(page, &asking, shown, "Grant a role");
}

static void add_deputy(struct frame *frame, struct record *person, const struct person_shown *shown,
                       struct person_page *page)
{
    size_t count;
    struct held_role *roles = people_roles(frame->world, person->id, false, &count);
    struct asking asking = begin(frame, shown, "deputies", "Appoint");
    struct ui_field *deputy = ask_field(&asking, "deputy", "Deputy", UI_INPUT_PERSON);
    deputy->required = true;
    ask_people(&asking, deputy);
    struct ui_field *role = ask_field(&asking, "role", "Stands in for", UI_INPUT_RADIO);
    ask_option(&asking, role, (struct text){0}, TEXT("Everything"), true);
    for (size_t i = 0; i < count; i++)
        ask_option(&asking, role, roles[i].role->name,
                   arena_format(frame->arena, "The role %.*s", TEXT_ARGS(roles[i].role->label)), false);
    add_period(&asking, "Leave it empty for as long as nobody ends it");
    add(page, &asking, shown, "Appoint a deputy");
}

static void add_absence(struct frame *frame, const struct person_shown *shown, struct person_page *page)
{
    struct asking asking = begin(frame, shown, "absences", "Save");
    add_period(&asking, "Leave it empty when it is not known");
    add(page, &asking, shown, "Note an absence");
}

static void add_account(struct frame *frame, struct record *person, const struct person_shown *shown,
                        struct person_page *page)
{
    bool inactive = world_inactive(frame->world, person->id);
    struct asking asking = begin(frame, shown, "password", "Make a one-time password");
    asking.form.lead =
        TEXT("It works for 72 hours, once. They then choose their own. It ends their open sessions.");
    if (!inactive)
        add(page, &asking, shown, "Password");
    if (person->id == frame->world->actor)
        return; /* nobody deactivates their own account */
    asking = begin(frame, shown, inactive ? "activate" : "deactivate", inactive ? "Activate" : "Deactivate");
    asking.form.lead =
        inactive
            ? TEXT("They can sign in again. Make them a one-time password afterwards.")
            : TEXT("They can no longer sign in; their sessions and tokens end. Nothing they did is lost.");
    add(page, &asking, shown, "Account");
}

/* ---- the reader's own ---- */

static void add_wishes(struct frame *frame, const struct person_shown *shown, struct person_page *page)
{
    const struct ui_layout *layout = &frame->layout;
    const char *wanted = layout->keys_off ? "off" : "on";
    struct asking asking = ask_begin(frame, shown->returned, TEXT("wishes"), TEXT("/me/wishes"), "Save");
    struct ui_field *theme = ask_field(&asking, "theme", "Colours", UI_INPUT_RADIO);
    ask_option(&asking, theme, (struct text){0}, TEXT("As this device"), !layout->theme.n);
    ask_option(&asking, theme, TEXT("light"), TEXT("Light"), text_is(layout->theme, "light"));
    ask_option(&asking, theme, TEXT("dark"), TEXT("Dark"), text_is(layout->theme, "dark"));
    struct ui_field *keys = ask_field(&asking, "keys", "Single-key shortcuts", UI_INPUT_RADIO);
    ask_option(&asking, keys, TEXT("on"), TEXT("On"), text_is(text_of(wanted), "on"));
    ask_option(&asking, keys, TEXT("off"), TEXT("Off"), text_is(text_of(wanted), "off"));
    asking.form.lead = TEXT("Kept in this browser.");
    add(page, &asking, shown, "How pages look");
}

static void add_token(struct frame *frame, const struct person_shown *shown, struct person_page *page)
{
    struct asking asking =
        ask_begin(frame, shown->returned, TEXT("token"), TEXT("/me/tokens"), "Make a token");
    struct ui_field *name = ask_field(&asking, "name", "What it is for", UI_INPUT_LINE);
    name->required = true;
    struct ui_field *days = ask_field(&asking, "days", "Good for", UI_INPUT_NUMBER);
    days->unit = TEXT("days");
    if (!asking.returned)
        days->value = TEXT("90");
    add(page, &asking, shown, "New API token");
}

void person_forms(struct frame *frame, struct record *person, const struct person_shown *shown,
                  struct person_page *page)
{
    if (shown->own_page)
        add_wishes(frame, shown, page);
    add_grant(frame, person, shown, page);
    if (person_may_cover(frame->world, person)) {
        add_deputy(frame, person, shown, page);
        add_absence(frame, shown, page);
    }
    if (shown->own_page) {
        add_token(frame, shown, page);
        page->leave = ask_begin(frame, NULL, TEXT("sign-out"), TEXT("/sign-out"), "Sign out").form;
    } else if (people_may_manage(frame->world, person)) {
        add_account(frame, person, shown, page);
    }
}
