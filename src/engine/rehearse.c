#include "engine/rehearse.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "engine/rebuild.h"

enum { EVENT_BYTES = 256 << 20, ASK_EVERY = 256 };

struct rehearsing {
    struct arena *arena;   /* of what is found */
    struct arena *scratch; /* of one event */
    struct engine *ghost;
    const struct versions *versions; /* all there were, and the draft, which is in force */
    struct conn *conn;               /* of the tables beside the data */
    const struct rehearse *how;
    struct rehearsal *found;
    int64_t of;
    bool fits;
};

static const char no_room[] =
    "The data could not be read, or there is no room for tables beside it: TMPDIR says where";

/* ---- what is found ---- */

static struct unmet *keep_reasons(struct arena *arena, const struct unmet *unmet, size_t count)
{
    struct unmet *kept = ARENA_ARRAY(arena, struct unmet, count + 1);
    for (size_t i = 0; i < count; i++)
        kept[i] = (struct unmet){.message = arena_text(arena, unmet[i].message), .cites = unmet[i].cites};
    return kept;
}

/* Its number and title stand on the record as it was; of an opening, in the event. */
static void name_record(struct rehearsing *rehearsing, struct world *world, const struct event *event,
                        const struct judged *judged, struct rehearsed *kept)
{
    struct arena *arena = rehearsing->arena;
    const struct event_value *number = event_find(event, "number");
    kept->reg = arena_text(arena, event->reg);
    if (number)
        kept->number = arena_text(arena, number->value);
    if (!judged->record)
        return;
    if (judged->record->number.n)
        kept->number = arena_text(arena, judged->record->number);
    world->actor = 0;
    kept->title = arena_text(arena, world_title(world, judged->record));
}

static void keep_refused(struct rehearsing *rehearsing, struct world *world, const struct event *event,
                         const struct judged *judged)
{
    struct rehearsal *found = rehearsing->found;
    const struct verdict *verdict = &judged->verdict;
    bool refused = verdict->unmet_count > 0;
    found->refusals += refused;
    found->wanting += !refused;
    if (found->refused_count >= rehearsing->how->keep)
        return;
    struct rehearsed *kept =
        ARENA_PUSH(rehearsing->arena, found->refused, found->refused_count, found->refused_capacity);
    *kept = (struct rehearsed){.what = arena_text(rehearsing->arena, judged->what),
                               .who = arena_text(rehearsing->arena, world_person_name(world, event->actor)),
                               .time = event->time,
                               .asks_reason = !refused,
                               .reason_count = refused ? verdict->unmet_count : verdict->should_count};
    kept->reasons =
        keep_reasons(rehearsing->arena, refused ? verdict->unmet : verdict->should, kept->reason_count);
    name_record(rehearsing, world, event, judged, kept);
}

static bool still_waives(const struct verdict *verdict, struct text number)
{
    for (size_t i = 0; i < verdict->waiver_count; i++)
        if (text_eq(verdict->waivers[i], number))
            return true;
    return false;
}

static void keep_orphan(struct rehearsing *rehearsing, struct text number, const struct judged *judged)
{
    struct rehearsal *found = rehearsing->found;
    for (size_t i = 0; i < found->orphan_count; i++)
        if (text_eq(found->orphans[i].number, number))
            return;
    *ARENA_PUSH(rehearsing->arena, found->orphans, found->orphan_count, found->orphan_capacity) =
        (struct orphan){.number = arena_text(rehearsing->arena, number),
                        .used_by = judged->record ? arena_text(rehearsing->arena, judged->record->number)
                                                  : (struct text){0},
                        .what = arena_text(rehearsing->arena, judged->what)};
}

/* Exceptions that this decision rested on, and that the draft would not have asked for. */
static void keep_orphans(struct rehearsing *rehearsing, const struct event *event,
                         const struct judged *judged)
{
    const struct event_value *waived = event_find(event, "waived");
    struct text rest = waived && !waived->disposed ? waived->value : (struct text){0};
    while (judged->asked && rest.n) {
        struct text number = text_trim(text_cut(&rest, ','));
        if (!still_waives(&judged->verdict, number))
            keep_orphan(rehearsing, number, judged);
    }
}

/* ---- event by event ---- */

static void judge(struct rehearsing *rehearsing, const struct event *event)
{
    struct judged judged;
    struct world *world = world_new(rehearsing->scratch, rehearsing->ghost, rehearsing->conn, event->actor);
    world->now = event->time;
    if (!rehearse_judge(world, event, &judged))
        return;
    rehearsing->found->decisions++;
    bool wants = judged.verdict.should_count && !event_find(event, "reason");
    if (judged.verdict.unmet_count || wants)
        keep_refused(rehearsing, world, event, &judged);
    keep_orphans(rehearsing, event, &judged);
}

static bool goes_on(struct rehearsing *rehearsing)
{
    struct rehearsal *found = rehearsing->found;
    const struct rehearse *how = rehearsing->how;
    if (how->on && found->events % ASK_EVERY == 0)
        found->stopped = !how->on(how->context, found->events, rehearsing->of);
    return !found->stopped;
}

static bool take_event(void *context, struct ledger_entry *entry)
{
    struct rehearsing *rehearsing = context;
    arena_reset(rehearsing->scratch);
    if (entry->event.time >= rehearsing->how->since)
        judge(rehearsing, &entry->event);
    rehearsing->found->events++;
    return rebuild_event(rehearsing->conn, rehearsing->versions, &entry->event, &rehearsing->fits) &&
           goes_on(rehearsing);
}

static void compare_duties(struct rehearsing *rehearsing, const struct rulebook *was)
{
    arena_reset(rehearsing->scratch);
    struct world *world = world_new(rehearsing->scratch, rehearsing->ghost, rehearsing->conn, 0);
    rehearse_duties(world, was, rehearsing->versions->in_force->rulebook, rehearsing->arena,
                    rehearsing->found);
}

static bool play(struct rehearsing *rehearsing, struct engine *engine)
{

    struct conn *data = store_take(engine_store(engine));
    struct ledger_head head;
    bool read = data && conn_snapshot(data) && ledger_head(data, &head);
    if (read) {
        rehearsing->of = head.size;
        read = ledger_each(data, 1, take_event, rehearsing);
    }
    store_give(engine_store(engine), data);
    bool whole = read && rehearsing->fits && conn_status(rehearsing->conn) == STORE_OK;
    if (whole && !rehearsing->found->stopped)
        compare_duties(rehearsing, engine_rulebook(engine));
    if (!whole)
        rehearsing->found->why =
            rehearsing->fits ? text_of(no_room)
                             : TEXT("An event does not follow from those before it: run `reeve verify`");
    return whole;
}

/* ---- the tables beside ---- */

/* The draft may have the name of a version that was used. */
static const struct versions *with_draft(struct arena *arena, const struct engine *engine,
                                         struct rulebook *draft)
{
    const struct versions *before = engine_versions(engine);
    struct version *items = ARENA_ARRAY(arena, struct version, before->count + 1);
    for (size_t i = 0; i < before->count; i++)
        items[i] = before->items[i];
    draft->version = TEXT("(draft)");
    items[before->count] = (struct version){.rulebook = draft, .starts = INT64_MIN};
    return versions_make(arena, items, before->count + 1, engine_now(engine));
}

static bool play_beside(struct rehearsing *rehearsing, struct engine *engine, const char *path)
{
    struct store *store;
    if (store_open(rehearsing->arena, path, STORE_CREATE, &store, &rehearsing->found->why) != STORE_OK)
        return false;
    rehearsing->conn = store_writer(store);
    rehearsing->ghost = engine_ghost(engine, rehearsing->versions);
    bool made = conn_begin(rehearsing->conn) && rebuild_tables(rehearsing->conn, rehearsing->versions);
    bool done = made && play(rehearsing, engine);
    if (!made)
        rehearsing->found->why = text_of(no_room);
    conn_rollback(rehearsing->conn);
    engine_close(rehearsing->ghost);
    store_discard(store);
    return done;
}

bool rehearse(struct engine *engine, struct arena *arena, struct rulebook *draft, const struct rehearse *how,
              struct rehearsal *rehearsal)
{
    const char *folder = getenv("TMPDIR");
    char *dir = arena_string(
        arena, arena_format(arena, "%s/reeve-rehearsal-XXXXXX", folder && *folder ? folder : "/tmp"));
    ARENA_SCOPED scratch = arena_new(EVENT_BYTES);
    struct rehearsing rehearsing = {.arena = arena,
                                    .scratch = scratch,
                                    .versions = with_draft(arena, engine, draft),
                                    .how = how,
                                    .found = rehearsal,
                                    .fits = true};
    *rehearsal = (struct rehearsal){0};
    if (!rehearsing.versions) {
        rehearsal->why = text_of(version_no_zone);
        return false;
    }
    if (!mkdtemp(dir)) {
        rehearsal->why =
            arena_format(arena, "There is no room for tables beside the data: %s cannot be written", dir);
        return false;
    }
    bool done = play_beside(&rehearsing, engine, arena_format(arena, "%s/draft.reeve", dir).s);
    rmdir(dir);
    return done;
}
