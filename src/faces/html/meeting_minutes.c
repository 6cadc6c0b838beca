/* The minutes, which write themselves: what was called, opened, decided and closed, newest first. */
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

static struct text votes_of(struct world *world, const struct decision *decision)
{
    struct buf out = buf_in(world->arena);
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
    struct text title = world_title(world, decision->record);
    return arena_format(world->arena, "%.*s, %.*s: %.*s, %s.", TEXT_ARGS(decision->record->number),
                        TEXT_ARGS(title), TEXT_ARGS(decision->action->label),
                        decision->carried ? "carried" : "not carried");
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
                votes_of(world, &meeting->decisions[i]));
    if (meeting->state != MEETING_CALLED)
        add(sitting, page, entered[MEETING_OPEN], TEXT("Meeting opened."), TEXT("It was quorate."));
    struct text name = world_person_name(world, meeting->record->creator);
    add(sitting, page, meeting->record->created, TEXT("Meeting called."),
        arena_format(world->arena, "By %.*s.", TEXT_ARGS(name)));
    page->minutes_note = meeting->state == MEETING_CLOSED ? TEXT("As issued") : TEXT("Written as you go");
}
