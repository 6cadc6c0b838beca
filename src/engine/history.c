/* A record's history, page by page: only the entries of a page are read, newest first, and of what came
 * before them only the values they replaced. */

#include "engine/codec.h"
#include "engine/view.h"

enum { ENTRIES_MAX = 200, ENTRIES_BYTES = 1 << 20 };

struct reader {
    struct world *world;
    struct record *record; /* as it is now, for who may read a field */
    struct history_view *history;
    size_t most;       /* entries there is room for */
    size_t enough;     /* bytes used of the world's arena when no more entries are taken */
    struct text state; /* before the oldest entry */
};

static struct text keep(struct reader *reader, const struct event *event, const char *tag)
{
    const struct event_value *value = event_find(event, tag);
    return value && !value->disposed ? arena_text(reader->world->arena, value->value) : (struct text){0};
}

static struct text with_action(struct world *world, const char *word, const struct action *action)
{
    return action ? arena_format(world->arena, "%s: %.*s", word, TEXT_ARGS(action->label)) : text_of(word);
}

static struct text label_of(struct world *world, const struct reg *reg, const struct event *event)
{
    static const char *const labels[EVENT_KIND_COUNT] = {
        [EVENT_PASSWORD] = "Password set",
        [EVENT_GRANT] = "Role granted",
        [EVENT_END] = "Ended",
        [EVENT_DEPUTY] = "Deputy appointed",
        [EVENT_ABSENCE] = "Absence noted",
        [EVENT_TOKEN] = "API token made",
        [EVENT_MEETING] = "Meeting",
        [EVENT_ATTENDANCE] = "Seat",
        [EVENT_FILE] = "File given",
        [EVENT_DISPOSE] = "Earlier values deleted",
    };
    const struct action *action = reg_action(reg, event->action);
    if (event->kind == EVENT_IMPORT)
        return TEXT("Told by another system");
    if (event->kind == EVENT_OPEN && event_find(event, "imported"))
        return TEXT("Imported");
    if (event->kind == EVENT_OPEN || event->kind == EVENT_PERSON)
        return event->version == 1 ? TEXT("Opened") : TEXT("Edited");
    if (event->kind == EVENT_EDIT)
        return TEXT("Edited");
    if (event->kind == EVENT_COMMENT)
        return TEXT("Commented");
    if (event->kind == EVENT_SIGN)
        return with_action(world, "Signed", action);
    if (event->kind == EVENT_VOID)
        return with_action(world, "No longer covered", action);
    if (action)
        return action->label;
    return labels[event->kind] ? text_of(labels[event->kind]) : text_of(event_kind_word(event->kind));
}

static void add_changes(struct reader *reader, const struct event *event, struct event_view *view)
{
    struct world *world = reader->world;
    view->changes = ARENA_ARRAY(world->arena, struct change_view, event->value_count + 1);
    for (size_t i = 0; i < event->value_count; i++) {
        const struct event_value *value = &event->values[i];
        if (!text_starts(value->tag, TEXT("field:")))
            continue;
        const struct field *field =
            reg_field(reader->record->reg, (struct text){value->tag.s + 6, value->tag.n - 6});
        if (!field || field->computed)
            continue;
        struct change_view *change = &view->changes[view->change_count++];
        *change = (struct change_view){.field = field,
                                       .withheld = value->disposed ||
                                                   !world_may_read_field(world, reader->record, field)};
        if (change->withheld)
            continue;
        codec_parse(world->arena, field->type, value->value, &change->after);
    }
}

static void add_stood_for(struct reader *reader, const struct event *event, struct event_view *view)
{
    const struct action *action = reg_action(reader->record->reg, event->action);
    bool alone =
        event->kind == EVENT_OPEN || (event->kind == EVENT_ACT && action && action->by_kind == BY_EXPR);
    struct text people = keep(reader, event, alone ? "people" : "stood_for");
    if (!people.n)
        return;
    size_t count;
    int64_t *ids = codec_ids(reader->world->arena, people, &count);
    for (size_t i = 0; i < count; i++)
        if (ids[i] != event->actor)
            ids[view->stood_for_count++] = ids[i];
    view->stood_for = ids;
}

/* The record of this number that a need of the action lets stand in for it, if the reader may read it. */
static struct record *waiver_of(struct reader *reader, const struct action *action, struct text number)
{
    for (size_t i = 0; action && i < action->need_count; i++) {
        const struct reg *reg = action->needs[i].waiver;
        struct record *record = reg ? world_find(reader->world, reg, number) : NULL;
        if (record && world_may_read(reader->world, record))
            return record;
    }
    return NULL;
}

static void add_waivers(struct reader *reader, const struct event *event, struct event_view *view)
{
    const struct action *action = reg_action(reader->record->reg, event->action);
    struct text numbers = keep(reader, event, "waived");
    size_t capacity = 0;
    view->waived = numbers.n != 0;
    while (numbers.n) {
        struct record *record = waiver_of(reader, action, text_trim(text_cut(&numbers, ',')));
        bool known = !record;
        for (size_t i = 0; i < view->waiver_count; i++)
            known |= view->waivers[i] == record;
        if (!known)
            *ARENA_PUSH(reader->world->arena, view->waivers, view->waiver_count, capacity) = record;
    }
}

static void add_past(struct reader *reader, const struct event *event, struct event_view *view)
{
    view->imported = event->kind == EVENT_IMPORT;
    view->past_time = INT64_MIN;
    if (!view->imported)
        return;
    int64_t time;
    if (time_parse(keep(reader, event, "past:time"), &time))
        view->past_time = time;
    view->past_state = keep(reader, event, "past:state");
    view->past_who = keep(reader, event, "past:who");
}

static void add_event(struct reader *reader, const struct ledger_entry *entry)
{
    struct arena *arena = reader->world->arena;
    const struct event *event = &entry->event;
    struct event_view *view = &reader->history->events[reader->history->count++];
    *view = (struct event_view){.seq = event->seq,
                                .time = event->time,
                                .actor = event->actor,
                                .version = event->version,
                                .leaf = entry->leaf,
                                .kind = text_of(event_kind_word(event->kind)),
                                .action = arena_text(arena, event->action),
                                .state = arena_text(arena, event->state),
                                .rulebook = arena_text(arena, event->rulebook),
                                .reason = keep(reader, event, "reason"),
                                .comment = keep(reader, event, "comment"),
                                .label = label_of(reader->world, reader->record->reg, event)};
    add_changes(reader, event, view);
    add_stood_for(reader, event, view);
    add_waivers(reader, event, view);
    add_past(reader, event, view);
}

/* The name of a state this version knows, or nothing. */
static struct text known_state(const struct reader *reader, struct text name)
{
    const struct choice *states = reader->record->reg->states;
    int state = states ? choice_index(states, name) : -1;
    return state < 0 ? (struct text){0} : states->values[state].name;
}

static bool take_event(void *context, struct ledger_entry *entry)
{
    struct reader *reader = context;
    struct history_view *history = reader->history;
    bool full = history->count == reader->most || arena_used(reader->world->arena) > reader->enough;
    if (history->count && full) {
        history->earlier = history->events[history->count - 1].version;
        reader->state = known_state(reader, entry->event.state);
        return false;
    }
    add_event(reader, entry);
    return true;
}

static void turn_around(struct history_view *history)
{
    for (size_t i = 0; i < history->count / 2; i++) {
        struct event_view event = history->events[i];
        history->events[i] = history->events[history->count - 1 - i];
        history->events[history->count - 1 - i] = event;
    }
}

/* What a field held before the oldest entry. */
static struct value value_before(const struct reader *reader, const struct field *field)
{
    struct world *world = reader->world;
    struct value value = {0};
    struct text kept;
    if (reader->history->earlier &&
        ledger_record_value(world->conn, world->arena, reader->record->reg->name, reader->record->id,
                            reader->history->earlier,
                            arena_format(world->arena, "field:%.*s", TEXT_ARGS(field->name)), &kept))
        codec_parse(world->arena, field->type, kept, &value);
    return value;
}

/* What each entry found, from the oldest on: what the one before it left, or what stood before them all. */
static void fill_before(const struct reader *reader)
{
    const struct reg *reg = reader->record->reg;
    struct text state = reader->state;
    struct value *values = ARENA_ARRAY(reader->world->arena, struct value, reg->field_count);
    bool *known = ARENA_ARRAY(reader->world->arena, bool, reg->field_count);
    for (size_t i = 0; i < reader->history->count; i++) {
        struct event_view *event = &reader->history->events[i];
        struct text after = known_state(reader, event->state);
        event->state_before = state;
        state = after.n ? after : state;
        for (size_t c = 0; c < event->change_count; c++) {
            struct change_view *change = &event->changes[c];
            size_t at = change->field->index;
            if (!change->withheld)
                change->before = known[at] ? values[at] : value_before(reader, change->field);
            values[at] = change->after;
            known[at] = true;
        }
    }
}

static struct reader reader_of(struct world *world, struct record *record, struct history_view *history)
{
    size_t most = record->version < ENTRIES_MAX ? (size_t)record->version : ENTRIES_MAX;
    *history = (struct history_view){.events = ARENA_ARRAY(world->arena, struct event_view, most)};
    return (struct reader){.world = world,
                           .record = record,
                           .history = history,
                           .most = most,
                           .enough = arena_used(world->arena) + ENTRIES_BYTES};
}

void view_history(struct world *world, struct record *record, int64_t before, struct history_view *history)
{
    struct reader reader = reader_of(world, record, history);
    ledger_record_back(world->conn, record->reg->name, record->id, before, take_event, &reader);
    turn_around(history);
    fill_before(&reader);
}

void view_comments(struct world *world, struct record *record, int64_t before, struct history_view *comments)
{
    struct reader reader = reader_of(world, record, comments);
    ledger_record_tagged(world->conn, record->reg->name, record->id, TEXT("comment"), 0, before, take_event,
                         &reader);
    turn_around(comments);
}
