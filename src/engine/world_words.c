/* Values and records as people read them, in plain text. */
#include "base/zone.h"
#include "engine/codec.h"
#include "engine/world_records.h"

struct text world_person_name(struct world *world, int64_t person)
{
    if (person < 0)
        return TEXT("Operator");
    struct record *record = world_record(world, world->rulebook->person, person);
    if (!record)
        return TEXT("Reeve");
    struct value name = world_stored(world, record, record->reg->title);
    return name.kind == VALUE_TEXT ? name.text : record->number;
}

static struct text print_time(struct world *world, int64_t time)
{
    const struct zone *zone = world->clocks->zone;
    struct buf out = buf_in(world->arena);
    int64_t clock = zone_clock(zone, time) / TIME_MINUTE;
    day_put(&out, zone_day(zone, time));
    buf_format(&out, " %02d:%02d", (int)(clock / 60), (int)(clock % 60));
    return buf_text(&out);
}

static struct text print_one(struct world *world, struct type type, struct value value)
{
    if (value.kind == VALUE_CHOICE)
        return type.choice->values[value.i].label;
    if (value.kind == VALUE_TIME)
        return print_time(world, value.i);
    if (value.kind == VALUE_FLAG)
        return value.i ? TEXT("yes") : TEXT("no");
    if (value.kind == VALUE_RECORD && reg_is_people(type.target))
        return world_person_name(world, value.i);
    if (value.kind == VALUE_RECORD)
        return world_name(world, type.target, value.i);
    return codec_print(world->arena, type, value);
}

struct text world_words(struct world *world, struct type type, struct value value)
{
    if (value.kind != VALUE_SET)
        return print_one(world, type, value);
    struct buf out = buf_in(world->arena);
    for (size_t i = 0; i < value.count; i++) {
        buf_puts(&out, i ? ", " : "");
        buf_put(&out, print_one(world, type, value.items[i]));
    }
    return buf_text(&out);
}

struct text world_title(struct world *world, const struct record *record)
{
    if (reg_is_people(record->reg))
        return world_person_name(world, record->id);
    if (!record->reg->title)
        return record->number;
    struct record *kept = world_record(world, record->reg, record->id);
    if (!world_may_read_field(world, kept, record->reg->title))
        return record->number;
    struct value title = world_value(world, kept, record->reg->title);
    const struct type *type = &record->reg->title->type;
    bool hidden = title.kind == VALUE_RECORD && !world_shows(world, type->target, title.i);
    return title.kind == VALUE_MISSING || hidden ? record->number : world_words(world, *type, title);
}

struct text world_full_title(struct world *world, const struct record *record)
{
    struct text title = world_title(world, record);
    if (text_eq(title, record->number))
        return title;
    return arena_format(world->arena, "%.*s (%.*s)", TEXT_ARGS(title), TEXT_ARGS(record->number));
}
