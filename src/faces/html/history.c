#include "faces/html/history.h"

#include <stdlib.h>

#include "faces/html/markdown.h"
#include "faces/html/show.h"

/* Long texts are named, not repeated: both are kept, and a reader who wants them opens the record as it stood
 * then. */
enum { CHANGE_CHARACTERS = 120, HISTORY_FIRST = 20 };

static struct text change_text(struct world *world, const struct field *field, struct value value)
{
    struct text shown = show_value(world, field->type, value);
    return shown.n > CHANGE_CHARACTERS ? (struct text){0} : shown;
}

static int by_place(const void *a, const void *b)
{
    const struct change_view *x = a, *y = b;
    return (x->field->index > y->field->index) - (x->field->index < y->field->index);
}

/* In the order in which the register has its fields. */
static struct ui_changes changes_of(struct world *world, const struct event_view *event)
{
    struct ui_changes changes = {0};
    struct change_view *sorted = ARENA_ARRAY(world->arena, struct change_view, event->change_count + 1);
    for (size_t i = 0; i < event->change_count; i++)
        sorted[i] = event->changes[i];
    qsort(sorted, event->change_count, sizeof *sorted, by_place);
    for (size_t i = 0; i < event->change_count; i++) {
        const struct change_view *change = &sorted[i];
        struct ui_change *shown = ARENA_ADD(world->arena, changes);
        *shown = (struct ui_change){.field = change->field->label, .withheld = change->withheld};
        if (change->withheld)
            continue;
        shown->from = change_text(world, change->field, change->before);
        shown->to = change_text(world, change->field, change->after);
        shown->long_text = (change->after.kind != VALUE_MISSING && !shown->to.n) ||
                           (change->before.kind != VALUE_MISSING && !shown->from.n);
        if (shown->long_text)
            shown->from = shown->to = (struct text){0};
    }
    return changes;
}

static struct text state_label(const struct reg *reg, struct text name)
{
    int state = reg->states ? choice_index(reg->states, name) : -1;
    return state < 0 ? name : reg->states->values[state].label;
}

/* "· Told by another system: Active, 1 March 2016, 14:13, Updated by 21", as far as it told. */
static struct text what_was_told(struct world *world, const struct event_view *event)
{
    struct buf out = buf_in(world->arena);
    struct text when = event->past_time == INT64_MIN ? (struct text){0} : show_time(world, event->past_time);
    const struct text told[] = {event->past_state, when, event->past_who};
    buf_format(&out, "· %.*s", TEXT_ARGS(event->label));
    const char *before = ": ";
    for (size_t i = 0; i < sizeof told / sizeof *told; i++) {
        if (!told[i].n)
            continue;
        buf_format(&out, "%s%.*s", before, TEXT_ARGS(told[i]));
        before = ", ";
    }
    return buf_text(&out);
}

static struct text what_happened(struct world *world, const struct reg *reg, const struct event_view *event)
{
    struct arena *arena = world->arena;
    if (text_is(event->kind, "open"))
        return TEXT("opened it");
    if (text_is(event->kind, "edit")) {
        struct text count = show_count(arena, event->change_count, "field", "fields");
        return arena_format(arena, "changed %.*s", TEXT_ARGS(count));
    }
    if (text_is(event->kind, "comment"))
        return TEXT("commented");
    if (event->imported)
        return what_was_told(world, event);
    bool moved = event->state.n && event->state_before.n && !text_eq(event->state, event->state_before);
    if (!moved)
        return arena_format(arena, "· %.*s", TEXT_ARGS(event->label));
    struct text before = state_label(reg, event->state_before), after = state_label(reg, event->state);
    return arena_format(arena, "· %.*s: %.*s → %.*s", TEXT_ARGS(event->label), TEXT_ARGS(before),
                        TEXT_ARGS(after));
}

static struct text stood_for(struct world *world, const struct event_view *event)
{
    struct buf out = buf_in(world->arena);
    for (size_t i = 0; i < event->stood_for_count; i++) {
        struct text name = world_person_name(world, event->stood_for[i]);
        buf_format(&out, "%s%.*s", i ? ", " : "with or for ", TEXT_ARGS(name));
    }
    return buf_text(&out);
}

static struct text waived_by(struct world *world, const struct event_view *event)
{
    struct buf out = buf_in(world->arena);
    if (event->waived)
        buf_puts(&out, "A need of it was waived");
    for (size_t i = 0; i < event->waiver_count; i++)
        buf_format(&out, "%s%.*s", i ? ", " : " by ", TEXT_ARGS(event->waivers[i]->number));
    return buf_text(&out);
}

struct ui_events history_events(struct world *world, const struct reg *reg,
                                const struct history_view *history, size_t limit)
{
    struct ui_events events = {0};
    for (size_t i = history->count; i-- > 0 && events.count < limit;) {
        const struct event_view *event = &history->events[i];
        struct ui_link who = show_person(world, event->actor);
        *ARENA_ADD(world->arena, events) = (struct ui_event){
            .when = show_moment(world, event->time),
            .who = who.label,
            .who_href = who.href,
            .text = what_happened(world, reg, event),
            .stand_in = stood_for(world, event),
            .reason = event->reason,
            .waived = waived_by(world, event),
            .origin = arena_format(world->arena, "Rulebook %.*s, entry %lld%s", TEXT_ARGS(event->rulebook),
                                   (long long)event->seq, text_is(event->kind, "import") ? ", imported" : ""),
            .changes = changes_of(world, event)};
    }
    return events;
}

static struct ui_comments comments_of(struct world *world, const struct history_view *history)
{
    struct ui_comments comments = {0};
    for (size_t i = 0; i < history->count; i++) {
        const struct event_view *event = &history->events[i];
        if (!event->comment.n)
            continue;
        struct ui_link who = show_person(world, event->actor);
        *ARENA_ADD(world->arena, comments) =
            (struct ui_comment){.id = arena_format(world->arena, "comment-%lld", (long long)event->seq),
                                .who = who.label,
                                .who_href = who.href,
                                .when = show_moment(world, event->time),
                                .html = html_markdown(world->arena, event->comment)};
    }
    return comments;
}

/* ---- the record's page ---- */

/* Older entries stand behind a link: first those that were read but not shown, then page by page. */
static void fill_earlier(struct record_page *page, struct arena *arena, struct text href,
                         const struct history_view *read)
{
    if (read->count > page->history.count)
        page->earlier = (struct ui_link){
            .label = arena_format(arena, "Show %zu earlier entries", read->count - page->history.count),
            .href = arena_format(arena, "%.*s?history=all#history", TEXT_ARGS(href))};
    else if (read->earlier)
        page->earlier = (struct ui_link){.label = TEXT("Show the entries before these"),
                                         .href = arena_format(arena, "%.*s?history=%lld#history",
                                                              TEXT_ARGS(href), (long long)read->earlier)};
}

static void say_nothing(struct record_page *page, bool may_comment)
{
    if (page->comment_pages.count)
        page->nothing_said = TEXT("No comments among these entries.");
    else if (may_comment)
        page->nothing_said = TEXT("Nobody has commented yet.");
    else
        page->nothing_said = TEXT("Nobody has commented, and comments here are for others.");
}

/* Those of the entries that were read, which costs nothing; older ones only for who asks, or when there are
 * entries that were not read. */
static void fill_comments(struct record_page *page, const struct frame *frame, struct record *record,
                          struct text href, const struct history_view *read)
{
    struct arena *arena = frame->arena;
    struct text asked = http_pairs_get(&frame->exchange->request.query, "comments");
    struct history_view said = *read, older = {0};
    int64_t before = read->earlier;
    bool paged = text_to_int(asked, &before);
    if (paged)
        view_comments(frame->world, record, before, &said);
    else if (read->earlier)
        view_comments(frame->world, record, read->earlier, &older);
    page->comments = comments_of(frame->world, &said);
    int64_t earlier = paged ? said.earlier : older.count ? read->earlier : 0;
    if (earlier)
        *ARENA_ADD(arena, page->comment_pages) = (struct ui_link){
            .label = TEXT("Show earlier comments"),
            .href = arena_format(arena, "%.*s?comments=%lld#comments", TEXT_ARGS(href), (long long)earlier)};
    bool newest = !paged && read->count && read->events[read->count - 1].version == record->version;
    if (!newest)
        *ARENA_ADD(arena, page->comment_pages) =
            (struct ui_link){.label = TEXT("Show the newest comments"),
                             .href = arena_format(arena, "%.*s#comments", TEXT_ARGS(href))};
    if (page->comment_pages.count)
        page->comments_note = paged    ? TEXT("earlier ones")
                              : newest ? arena_format(arena, "among the newest %zu entries", read->count)
                                       : TEXT("among the entries shown under History");
}

void history_fill(struct record_page *page, const struct frame *frame, const struct record_view *view,
                  struct text href)
{
    const struct text *asked = http_pairs_find(&frame->exchange->request.query, "history");
    struct record *record = view->record;
    struct history_view read;
    int64_t before;
    if (!asked || !text_to_int(*asked, &before))
        before = INT64_MAX;
    view_history(frame->world, record, before, &read);
    page->history = history_events(frame->world, record->reg, &read, asked ? read.count : HISTORY_FIRST);
    page->history_note = show_count(frame->arena, (size_t)record->version, "entry", "entries");
    fill_earlier(page, frame->arena, href, &read);
    fill_comments(page, frame, record, href, &read);
    say_nothing(page, view->may_comment);
}
