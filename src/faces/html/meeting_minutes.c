/* The minutes, which write themselves: what was called, opened, decided and closed. Newest first while they
 * are written, in their order once they are issued. */
#include <jansson.h>

#include "base/zone.h"
#include "faces/html/meeting.h"
#include "faces/html/show.h"

static void put_voters(struct buf *out, struct world *world, json_t *votes, const char *vote,
                       const char *label)
{
    const char *id;
    json_t *given;
    bool any = false;
    json_object_foreach(votes, id, given)
    {
        int64_t person;
        if (!json_is_string(given) || !text_is(text_of(vote), json_string_value(given)) ||
            !text_to_int(text_of(id), &person))
            continue;
        if (any)
            buf_puts(out, ", ");
        else
            buf_format(out, "%s%s: ", out->n ? " " : "", label);
        buf_put(out, world_person_name(world, person));
        any = true;
    }
    if (any)
        buf_char(out, '.');
}

/* What a carried decision left the record with: the answers to what it asked, changed by it or not, and the
 * reason. */
static void put_answers(struct buf *out, struct world *world, struct record *record,
                        const struct event_view *event, const struct action *action)
{
    const struct record *then = view_record_version(world, record, event->version);
    for (size_t i = 0; then && i < then->reg->field_count; i++) {
        const struct field *field = then->reg->fields[i];
        struct text value = show_value(world, field->type, then->values[i]);
        if (!value.n || !action_asks(action, field) || !world_may_read_field(world, record, field))
            continue;
        buf_format(out, "%s%.*s: %.*s.", out->n ? " " : "", TEXT_ARGS(field->label), TEXT_ARGS(value));
    }
    if (event->reason.n)
        buf_format(out, "%sReason: %.*s.", out->n ? " " : "", TEXT_ARGS(event->reason));
}

/* The record's own entry of a carried decision, which is right before the meeting's; NULL: too far back. */
static const struct event_view *entry_of(struct world *world, const struct decision *decision)
{
    struct history_view history = {0};
    const struct event_view *found = NULL;
    view_history(world, decision->record, INT64_MAX, &history);
    for (size_t i = 0; i < history.count && history.events[i].seq < decision->seq; i++)
        if (text_eq(history.events[i].action, decision->action->name))
            found = &history.events[i];
    return found;
}

static struct text outcome_of(struct world *world, const struct decision *decision)
{
    struct buf out = buf_in(world->arena);
    const struct event_view *entry = decision->carried ? entry_of(world, decision) : NULL;
    if (entry)
        put_answers(&out, world, decision->record, entry, decision->action);
    json_t *votes = json_loadb(decision->votes.s ? decision->votes.s : "", decision->votes.n, 0, NULL);
    put_voters(&out, world, votes, "for", "For");
    put_voters(&out, world, votes, "against", "Against");
    put_voters(&out, world, votes, "abstain", "Abstained");
    json_decref(votes);
    return buf_text(&out);
}

/* When it was opened, else when it is to be. */
static int64_t start_of(const struct sitting *sitting)
{
    const struct meeting *meeting = sitting->meeting;
    return meeting->state == MEETING_CALLED
               ? meeting->starts
               : world_entered(sitting->frame->world, meeting->record)[MEETING_OPEN];
}

static struct text clock_of(struct world *world, int64_t time)
{
    int64_t minutes = zone_clock(world->clocks->zone, time) / TIME_MINUTE;
    return arena_format(world->arena, "%02d:%02d", (int)(minutes / 60), (int)(minutes % 60));
}

/* On the meeting's own day the clock says enough; on another, the day does. */
static void add(struct sitting *sitting, struct meeting_page *page, int64_t time, struct text strong,
                struct text text)
{
    struct world *world = sitting->frame->world;
    if (time == INT64_MIN)
        return;
    const struct zone *zone = world->clocks->zone;
    int64_t day = zone_day(zone, time);
    struct ui_moment when = show_moment(world, time);
    when.shown = day == zone_day(zone, start_of(sitting)) ? clock_of(world, time) : show_day(world, day);
    *ARENA_ADD(world->arena, page->minutes) = (struct ui_minute){when, strong, text};
}

static struct text verdict_of(struct world *world, const struct decision *decision)
{
    struct text title = world_full_title(world, decision->record);
    return arena_format(world->arena, "%.*s: %.*s, %s.", TEXT_ARGS(title), TEXT_ARGS(decision->action->label),
                        decision->carried ? "carried" : "not carried");
}

static void turn_round(struct ui_minutes *minutes)
{
    for (size_t i = 0, k = minutes->count; i + 1 < k; i++) {
        struct ui_minute last = minutes->items[--k];
        minutes->items[k] = minutes->items[i];
        minutes->items[i] = last;
    }
}

void meeting_minutes(struct sitting *sitting, struct meeting_page *page)
{
    struct world *world = sitting->frame->world;
    const struct meeting *meeting = sitting->meeting;
    const int64_t *entered = world_entered(world, meeting->record);
    if (meeting->state == MEETING_CLOSED)
        add(sitting, page, entered[MEETING_CLOSED], TEXT("Meeting closed."),
            TEXT("These minutes were issued."));
    for (size_t i = meeting->decision_count; i-- > 0;)
        if (meeting->decisions[i].record)
            add(sitting, page, meeting->decisions[i].time, verdict_of(world, &meeting->decisions[i]),
                outcome_of(world, &meeting->decisions[i]));
    if (meeting->state != MEETING_CALLED)
        add(sitting, page, entered[MEETING_OPEN], TEXT("Meeting opened."), TEXT("It was quorate."));
    struct text name = world_person_name(world, meeting->record->creator);
    add(sitting, page, meeting->record->created, TEXT("Meeting called."),
        arena_format(world->arena, "By %.*s.", TEXT_ARGS(name)));
    if (meeting->state == MEETING_CLOSED)
        turn_round(&page->minutes);
    page->minutes_note = meeting->state == MEETING_CLOSED ? TEXT("As issued") : TEXT("Written as you go");
}
