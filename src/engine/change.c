#include "engine/change.h"

#include <sodium.h>
#include <string.h>

#include "base/json.h"
#include "base/zone.h"
#include "engine/codec.h"
#include "engine/file.h"
#include "engine/projection.h"

struct change change_of(struct world *world, struct record *record, enum event_kind kind)
{
    struct text state = {0};
    if (record->state >= 0)
        state = record->reg->states->values[record->state].name;
    return (struct change){.world = world,
                           .record = record,
                           .event = {.kind = kind,
                                     .reg = record->reg->name,
                                     .record = record->id,
                                     .version = record->version + 1,
                                     .state = state,
                                     .actor = world->actor,
                                     .time = world->now,
                                     .rulebook = record->reg->rulebook->version}};
}

void change_value(struct change *change, const char *tag, struct text value)
{
    struct event_value *slot =
        ARENA_PUSH(change->world->arena, change->event.values, change->event.value_count, change->capacity);
    *slot = (struct event_value){.tag = arena_text(change->world->arena, text_of(tag)), .value = value};
}

void change_field(struct change *change, const struct field *field, struct value value)
{
    struct text tag = arena_format(change->world->arena, "field:%.*s", TEXT_ARGS(field->name));
    if (field->type.kind == TYPE_FILE)
        file_keep(change->world, value);
    change_value(change, tag.s, codec_print(change->world->arena, field->type, value));
}

void change_people(struct change *change, const char *tag, const int64_t *people, size_t count)
{
    struct buf out = buf_in(change->world->arena);
    struct json json = json_in(&out);
    json_put_array(&json);
    for (size_t i = 0; i < count; i++)
        json_put_text(&json, arena_format(change->world->arena, "%lld", (long long)people[i]));
    json_put_array_end(&json);
    change_value(change, tag, buf_text(&out));
}

bool change_write(struct change *change)
{
    struct world *world = change->world;
    if (!ledger_append(world->conn, world->arena, &change->event))
        return false;
    if (!projection_apply(world_projection(world, change->record->reg), world->conn, world->arena,
                          change->record, &change->event))
        return false;
    world_keep(world, change->record);
    return true;
}

int64_t change_next_id(struct world *world, const struct reg *reg)
{
    struct text sql =
        arena_format(world->arena, "SELECT coalesce(max(\"_id\"),0)+1 FROM \"%.*s\"", TEXT_ARGS(reg->name));
    STMT_SCOPED stmt = conn_prepare(world->conn, sql);
    return stmt_row(stmt) ? stmt_int(stmt, 0) : 0;
}

/* ---- numbers: "RFC-{year}-{n:5}" ---- */

static int64_t next_in_sequence(struct world *world, const struct reg *reg, int64_t year)
{
    STMT_SCOPED stmt =
        conn_prepare(world->conn, TEXT("INSERT INTO reeve_counter VALUES(?1,?2,1) ON CONFLICT(register,year) "
                                       "DO UPDATE SET n=n+1 RETURNING n"));
    stmt_bind_text(stmt, 1, reg->name);
    stmt_bind_int(stmt, 2, year);
    int64_t n = stmt_row(stmt) ? stmt_int(stmt, 0) : 0;
    while (stmt_row(stmt))
        continue;
    return n;
}

static void put_random(struct buf *out, int64_t length)
{
    static const char letters[] = "23456789ABCDEFGHJKMNPQRSTVWXYZ";
    for (int64_t i = 0; i < length; i++)
        buf_char(out, letters[randombytes_uniform(sizeof letters - 1)]);
}

static void put_placeholder(struct world *world, const struct reg *reg, struct buf *out, struct text inside)
{
    struct text width_text = inside;
    struct text name = text_cut(&width_text, ':');
    struct date today = day_date(zone_day(world->clocks->zone, world->now));
    int64_t width = 0;
    text_to_int(width_text, &width);
    if (text_is(name, "year"))
        buf_format(out, "%04d", today.year);
    else if (text_is(name, "month"))
        buf_format(out, "%02d", today.month);
    else if (text_is(name, "random"))
        put_random(out, width);
    else
        buf_format(out, "%0*lld", (int)width,
                   (long long)next_in_sequence(world, reg, reg->number.has_year ? today.year : 0));
}

static bool is_taken(struct world *world, const struct reg *reg, struct text number)
{
    return projection_load(world_projection(world, reg), world->conn, world->arena, reg, 0, number) != NULL;
}

static struct text print_number(struct world *world, const struct reg *reg)
{
    struct buf out = buf_in(world->arena);
    struct text rest = reg->number.source;
    while (rest.n) {
        size_t at = text_find(rest, '{');
        buf_put(&out, (struct text){rest.s, at});
        if (at == rest.n)
            break;
        rest = (struct text){rest.s + at + 1, rest.n - at - 1};
        put_placeholder(world, reg, &out, text_cut(&rest, '}'));
    }
    return buf_text(&out);
}

enum { DRAWS_MAX = 50 };

/* A number drawn by chance may be taken: another is drawn. */
struct text change_next_number(struct world *world, const struct reg *reg)
{
    struct text number = print_number(world, reg);
    for (int i = 0; i < DRAWS_MAX && reg->number.has_random && is_taken(world, reg, number); i++)
        number = print_number(world, reg);
    return number;
}

/* ---- seals ---- */

static bool seal_broken(struct world *world, struct record *record, const struct action *action,
                        const struct value *before)
{
    for (size_t i = 0; i < action->seal_count; i++)
        if (!value_same(before[action->seals[i]->index], world_value(world, record, action->seals[i])))
            return true;
    return false;
}

bool change_void_seals(struct world *world, struct record *record, const struct value *before)
{
    int64_t changed_by = record->version;
    for (size_t i = 0; i < record->reg->action_count; i++) {
        const struct action *action = record->reg->actions[i];
        int64_t done = record->acts[i].seq;
        /* What an action asks and sets itself is part of what it seals. */
        if (action->void_to < 0 || !done || done == changed_by || !seal_broken(world, record, action, before))
            continue;
        struct change change = change_of(world, record, EVENT_VOID);
        change.event.action = action->name;
        change.event.actor = EVENT_SYSTEM;
        change.event.state = record->reg->states->values[action->void_to].name;
        if (!change_write(&change))
            return false;
    }
    return true;
}
