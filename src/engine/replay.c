#include "engine/replay.h"

enum { PASSING_CAP = 64 << 20, PASSED_MAX = 1 << 20 };

struct replay replay_begin(struct arena *arena, const struct reg *reg)
{
    return (struct replay){projection_blank(arena, reg), arena, arena_new(PASSING_CAP), PASSED_MAX};
}

static struct value move_value(struct arena *arena, struct value value)
{
    struct value *items = ARENA_ARRAY(arena, struct value, value.count);
    for (size_t i = 0; i < value.count; i++)
        items[i] = move_value(arena, value.items[i]);
    value.items = items;
    value.text = arena_text(arena, value.text);
    return value;
}

static void move_people(struct arena *arena, struct act_state *act)
{
    int64_t *people = ARENA_ARRAY(arena, int64_t, act->people_count + 1);
    for (size_t i = 0; i < act->people_count; i++)
        people[i] = act->people[i];
    act->people = people;
}

/* The record itself stays: rules may have been shown it. */
static void move(struct arena *arena, struct record *record)
{
    record->number = arena_text(arena, record->number);
    record->marking = arena_text(arena, record->marking);
    record->rulebook = arena_text(arena, record->rulebook);
    for (size_t i = 0; i < record->reg->field_count; i++)
        record->values[i] = move_value(arena, record->values[i]);
    for (size_t i = 0; i < record->reg->action_count; i++)
        move_people(arena, &record->acts[i]);
}

void replay_take(struct replay *replay, const struct event *event)
{
    projection_replay(replay->passing, replay->then, event);
    if (arena_used(replay->passing) < replay->enough)
        return;
    struct arena *fresh = arena_new(PASSING_CAP);
    move(fresh, replay->then);
    arena_free(replay->passing);
    replay->passing = fresh;
    replay->enough = 2 * arena_used(fresh) + PASSED_MAX;
}

struct record *replay_end(struct replay *replay)
{
    move(replay->arena, replay->then);
    arena_free(replay->passing);
    return replay->then;
}

struct until {
    struct replay replay;
    int64_t version;
};

static bool take_until(void *context, struct ledger_entry *entry)
{
    struct until *until = context;
    if (entry->event.version > until->version)
        return false;
    replay_take(&until->replay, &entry->event);
    return true;
}

struct record *replay_to(struct conn *conn, struct arena *arena, const struct record *record, int64_t version)
{
    struct until until = {replay_begin(arena, record->reg), version};
    ledger_record_each(conn, record->reg->name, record->id, 1, take_until, &until);
    return replay_end(&until.replay);
}
