/* The reasons for which people went ahead against a `should`: they stand wherever the record is. */
#include "engine/view.h"

enum { ENTRIES_LOOKED_AT = 1000 };

struct reading {
    struct world *world;
    const struct reg *reg;
    struct overruled *found;
    size_t count, capacity;
};

static const struct need *should_of(const struct action *action, struct text message)
{
    for (size_t i = 0; i < action->should_count; i++)
        if (text_eq(action->shoulds[i].message, message))
            return &action->shoulds[i];
    return NULL;
}

static bool is_known(const struct reading *reading, const struct need *should)
{
    for (size_t i = 0; i < reading->count; i++)
        if (reading->found[i].cites == &should->cites)
            return true;
    return false;
}

static bool take_event(void *context, struct ledger_entry *entry)
{
    struct reading *reading = context;
    const struct event *event = &entry->event;
    const struct action *action = reg_action(reading->reg, event->action);
    const struct event_value *reason = event_find(event, "reason");
    for (size_t i = 0; action && reason && !reason->disposed && i < event->value_count; i++) {
        const struct event_value *value = &event->values[i];
        bool should = text_starts(value->tag, TEXT("should:"));
        const struct need *need = should ? should_of(action, value->value) : NULL;
        if (need && !is_known(reading, need))
            *ARENA_PUSH(reading->world->arena, reading->found, reading->count, reading->capacity) =
                (struct overruled){.action = action,
                                   .message = need->message,
                                   .reason = arena_text(reading->world->arena, reason->value),
                                   .cites = &need->cites,
                                   .actor = event->actor,
                                   .time = event->time};
    }
    return true;
}

/* What was never done was never done against advice; a signature leaves no count until all have signed. */
static bool may_be_told(const struct action *action, const struct act_state *act)
{
    return action->should_count && (act->count || action->by_kind == BY_EACH);
}

struct overruled *view_overruled(struct world *world, struct record *record, size_t *count)
{
    struct reading reading = {.world = world, .reg = record->reg};
    const struct act_state *acts = world_acts(world, record);
    bool any = false;
    for (size_t i = 0; i < record->reg->action_count; i++)
        any |= may_be_told(record->reg->actions[i], &acts[i]);
    if (any)
        ledger_record_tagged(world->conn, record->reg->name, record->id, TEXT("should:0"),
                             record->version - ENTRIES_LOOKED_AT, INT64_MAX, take_event, &reading);
    *count = reading.count;
    return reading.found;
}
