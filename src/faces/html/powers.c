/* What a person can see and do, and by which rule. */
#include "engine/powers.h"

#include "faces/html/errors.h"
#include "faces/html/handlers.h"
#include "faces/html/page_powers.h"
#include "faces/html/person.h"
#include "faces/html/show.h"
#include "faces/html/templates.h"

static void add_need(struct frame *frame, struct ui_power *power, struct text only_if, struct text message,
                     const struct cites *cites)
{
    struct ui_power_needs *needs = &power->needs;
    const char *begin = needs->count ? "and only if" : "only if";
    *ARENA_ADD(frame->arena, *needs) =
        (struct ui_power_need){.text = arena_format(frame->arena, "%s %.*s", begin, TEXT_ARGS(only_if)),
                               .message = message,
                               .cites = show_cites(frame->arena, cites)};
}

static struct text capital(struct arena *arena, struct text words)
{
    char *copy = arena_string(arena, words);
    if (words.n && copy[0] >= 'a' && copy[0] <= 'z')
        copy[0] = (char)(copy[0] - 'a' + 'A');
    return (struct text){copy, words.n};
}

static void add_power(struct frame *frame, struct ui_power_group *group, const struct right *right)
{
    struct ui_powers *powers = &group->powers;
    struct ui_power *power = ARENA_ADD(frame->arena, *powers);
    *power = (struct ui_power){.words = capital(frame->arena, explain_words(frame->arena, right)),
                               .cites = show_cites(frame->arena, &right->cites)};
    if (right->place.line)
        power->place = arena_format(frame->arena, "%.*s:%u", TEXT_ARGS(right->place.file), right->place.line);
    if (right->only_if.n)
        add_need(frame, power, right->only_if, TEXT(""), NULL);
    for (size_t i = 0; i < right->need_count; i++)
        add_need(frame, power, right->needs[i].only_if, right->needs[i].message, right->needs[i].cites);
}

/* The rights of a set that anybody has, or those that nobody has without it, by register. */
static void add_groups(struct frame *frame, struct ui_power_section *section,
                       const struct explanation *explanation, bool anybody)
{
    struct ui_power_groups *groups = &section->groups;
    struct ui_power_group *group = NULL;
    const struct reg *reg = NULL;
    for (size_t i = 0; i < explanation->count; i++) {
        const struct right *right = &explanation->items[i];
        if (right->anybody != anybody)
            continue;
        if (!group || right->reg != reg) {
            struct text name = right->reg ? right->reg->name : TEXT("force");
            group = ARENA_ADD(frame->arena, *groups);
            *group = (struct ui_power_group){
                .id = arena_format(frame->arena, "%.*s-%.*s", TEXT_ARGS(section->id), TEXT_ARGS(name)),
                .label = right->reg ? right->reg->plural : TEXT("The whole force")};
        }
        reg = right->reg;
        add_power(frame, group, right);
    }
}

static struct ui_power_section *add_section(struct frame *frame, struct powers_page *page, struct text title,
                                            struct text note, const char *nothing)
{
    struct ui_power_sections *sections = &page->sections;
    struct ui_power_section *section = ARENA_ADD(frame->arena, *sections);
    *section = (struct ui_power_section){.id = arena_format(frame->arena, "part-%zu", sections->count),
                                         .title = title,
                                         .note = note,
                                         .nothing = text_of(nothing)};
    return section;
}

static struct text roles_words(struct frame *frame, const struct power_set *set)
{
    struct buf out = buf_in(frame->arena);
    for (size_t i = 0; i < set->held_count; i++) {
        buf_format(&out, "%s%.*s", i ? ", " : "", TEXT_ARGS(set->held[i].role->label));
        if (set->held[i].per.n)
            buf_format(&out, " (%.*s)", TEXT_ARGS(set->held[i].per));
    }
    return buf_text(&out);
}

static void add_deputy(struct frame *frame, struct powers_page *page, const struct power_set *set)
{
    struct text name = world_person_name(frame->world, set->principal);
    struct buf note = buf_in(frame->arena);
    struct text roles = roles_words(frame, set);
    buf_format(&note, "%.*s holds %.*s. ", TEXT_ARGS(name), TEXT_ARGS(roles));
    if (set->to != INT64_MAX) {
        struct text when = show_time(frame->world, set->to);
        buf_format(&note, "Until %.*s. ", TEXT_ARGS(when));
    }
    buf_format(&note, "Where a rule asks for %.*s by name, they count too.", TEXT_ARGS(name));
    struct ui_power_section *section =
        add_section(frame, page, arena_format(frame->arena, "As deputy of %.*s", TEXT_ARGS(name)),
                    buf_text(&note), "Nothing that they could not do anyway.");
    add_groups(frame, section, &set->explanation, false);
}

static void fill(struct frame *frame, struct record *person, struct powers_page *page)
{
    size_t count;
    struct power_set *sets = powers_of(frame->world, person, &count);
    struct text roles = roles_words(frame, &sets[0]);
    page->lead =
        roles.n ? arena_format(frame->arena, "%.*s holds now: %.*s.", TEXT_ARGS(page->name), TEXT_ARGS(roles))
                : arena_format(frame->arena, "%.*s holds no role now.", TEXT_ARGS(page->name));
    struct ui_power_section *own = add_section(frame, page, TEXT("By their roles"), TEXT(""),
                                               "Nothing beyond what anybody with an account can do.");
    add_groups(frame, own, &sets[0].explanation, false);
    for (size_t i = 1; i < count; i++)
        add_deputy(frame, page, &sets[i]);
    struct ui_power_section *anybody =
        add_section(frame, page, TEXT("As anybody with an account"), TEXT(""), "Nothing.");
    add_groups(frame, anybody, &sets[0].explanation, true);
}

void powers_get(struct asked *asked)
{
    FRAME_SCOPED frame = {0};
    if (!frame_open(&frame, asked, TEXT("/person")))
        return;
    struct record *person = world_person(frame.world, ask_parameter(asked, "person"));
    if (!person || (person->id != frame.world->actor && !world_may_read(frame.world, person))) {
        error_missing(&frame);
        return;
    }
    struct powers_page page = {.name = world_title(frame.world, person)};
    page.href = show_href(frame.arena, person->reg, person->number);
    page.title = arena_format(frame.arena, "What %.*s can see and do", TEXT_ARGS(page.name));
    fill(&frame, person, &page);
    frame_crumb(&frame, TEXT("People"), TEXT("/person"));
    frame_crumb(&frame, page.name, page.href);
    frame_crumb(&frame, TEXT("Can see and do"), (struct text){0});
    frame.layout.title = page.title;
    page.layout = frame.layout;
    page_powers(frame_begin(&frame, 200), &page);
    frame_send(&frame);
}
