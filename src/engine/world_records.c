#include "engine/world_records.h"

#include <stdlib.h>

#include "engine/projection.h"

/* So many of a register wait to be read together; what is wanted beyond that is read alone. */
enum { WANTED_MAX = 256 };

struct wanted {
    int64_t ids[WANTED_MAX];
    size_t count;
};

/* Records that were read together, by id: a set or the acts that one of them lacks are read for all. */
struct together {
    struct record **records;
    size_t count;
};

/* Stand in the map for a record that is not there, and for one that is wanted and not yet read. */
static struct record nowhere, awaited;

const struct projection *world_projection(const struct world *world, const struct reg *reg)
{
    return version_of(world->versions, reg->rulebook)->projection;
}

void world_keep_none(struct world *world)
{
    size_t count = world->versions->register_count;
    world->holdings = idmap_in(world->arena);
    world->stands_in = idmap_in(world->arena);
    world->holders = map_in(world->arena);
    world->kept = ARENA_ARRAY(world->arena, struct kept_records, count);
    for (size_t i = 0; i < count; i++)
        world->kept[i] = (struct kept_records){.records = idmap_in(world->arena),
                                               .readable = idmap_in(world->arena),
                                               .numbers = idmap_in(world->arena)};
}

struct kept_records *world_kept(const struct world *world, const struct reg *reg)
{
    return &world->kept[version_of(world->versions, reg->rulebook)->first_register + reg->index];
}

static struct record *find(const struct world *world, const struct reg *reg, int64_t id)
{
    return idmap_get(&world_kept(world, reg)->records, id);
}

static void keep_as(struct world *world, const struct reg *reg, int64_t id, struct record *record)
{
    idmap_put(&world_kept(world, reg)->records, id, record);
}

/* What other versions saw of the record is no longer so: they read it anew. */
static void forget_others(struct world *world, const struct record *record)
{
    for (size_t i = 0; world->versions->count > 1 && i < world->versions->count; i++) {
        const struct reg *reg = version_reg(world->versions->items[i].rulebook, record->reg);
        if (reg && reg != record->reg && find(world, reg, record->id))
            keep_as(world, reg, record->id, NULL);
    }
}

void world_keep(struct world *world, struct record *record)
{
    world_take_up(world, record);
    keep_as(world, record->reg, record->id, record);
    forget_others(world, record);
}

/* ---- wanting ---- */

void world_want(struct world *world, const struct reg *reg, int64_t id)
{
    if (!world->snapshot || id <= 0 || find(world, reg, id))
        return;
    struct wanted **wanted = &world_kept(world, reg)->wanted;
    if (!*wanted)
        *wanted = ARENA_NEW(world->arena, struct wanted);
    if ((*wanted)->count == WANTED_MAX)
        return;
    (*wanted)->ids[(*wanted)->count++] = id;
    keep_as(world, reg, id, &awaited);
}

int64_t *world_ids(struct world *world, const struct reg *reg, struct stmt *stmt, size_t *count)
{
    int64_t *ids = NULL;
    size_t capacity = 0;
    *count = 0;
    while (stmt_row(stmt))
        *ARENA_PUSH(world->arena, ids, *count, capacity) = stmt_int(stmt, 0);
    for (size_t i = 0; i < *count; i++)
        world_want(world, reg, ids[i]);
    return ids;
}

static void want_value(struct world *world, const struct field *field, struct value value)
{
    if (value.kind == VALUE_RECORD)
        world_want(world, field->type.target, value.i);
    for (size_t i = 0; value.kind == VALUE_SET && i < value.count; i++)
        want_value(world, field, value.items[i]);
}

static void want_references(struct world *world, const struct record *record)
{
    if (!world->snapshot)
        return;
    world_want(world, world->rulebook->person, record->creator);
    for (size_t i = 0; i < record->reg->field_count; i++)
        want_value(world, record->reg->fields[i], record->values[i]);
}

static int by_id(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

/* Takes the list of what is still awaited, in order; until they are read, they are nowhere. */
static size_t take_wanted(struct world *world, const struct reg *reg, int64_t *ids)
{
    struct wanted *wanted = world_kept(world, reg)->wanted;
    size_t count = 0;
    for (size_t i = 0; i < wanted->count; i++) {
        if (find(world, reg, wanted->ids[i]) != &awaited)
            continue;
        ids[count++] = wanted->ids[i];
        keep_as(world, reg, wanted->ids[i], &nowhere);
    }
    wanted->count = 0;
    qsort(ids, count, sizeof *ids, by_id);
    return count;
}

static void read_wanted(struct world *world, const struct reg *reg)
{
    int64_t ids[WANTED_MAX];
    size_t count = take_wanted(world, reg, ids);
    struct together *together = ARENA_NEW(world->arena, struct together);
    together->records = ARENA_ARRAY(world->arena, struct record *, count);
    together->count = projection_rows(world_projection(world, reg), world->conn, world->arena, reg, ids,
                                      count, together->records);
    for (size_t i = 0; i < together->count; i++) {
        together->records[i]->together = together;
        keep_as(world, reg, together->records[i]->id, together->records[i]);
        want_references(world, together->records[i]);
    }
}

/* ---- numbers alone ---- */

/* Of all that are wanted; they stay wanted, should somebody ask for more of them. */
static void read_numbers(struct world *world, const struct reg *reg)
{
    struct kept_records *kept = world_kept(world, reg);
    int64_t ids[WANTED_MAX];
    size_t count = 0;
    for (size_t i = 0; i < kept->wanted->count; i++)
        if (find(world, reg, kept->wanted->ids[i]) == &awaited &&
            !idmap_get(&kept->numbers, kept->wanted->ids[i]))
            ids[count++] = kept->wanted->ids[i];
    qsort(ids, count, sizeof *ids, by_id);
    struct text *numbers = ARENA_ARRAY(world->arena, struct text, count);
    projection_numbers(world_projection(world, reg), world->conn, world->arena, reg, ids, count, numbers);
    for (size_t i = 0; i < count; i++)
        idmap_put(&kept->numbers, ids[i], &numbers[i]);
}

struct text world_name(struct world *world, const struct reg *reg, int64_t id)
{
    struct idmap *numbers = &world_kept(world, reg)->numbers;
    if (id > 0 && find(world, reg, id) == &awaited) {
        if (!idmap_get(numbers, id))
            read_numbers(world, reg);
        return *(struct text *)idmap_get(numbers, id);
    }
    struct record *record = world_record(world, reg, id);
    return record ? record->number : (struct text){0};
}

/* ---- reading ---- */

static struct record *read_alone(struct world *world, const struct reg *reg, int64_t id)
{
    struct record *record =
        projection_load(world_projection(world, reg), world->conn, world->arena, reg, id, (struct text){0});
    keep_as(world, reg, id, record ? record : &nowhere);
    if (record)
        want_references(world, record);
    return record;
}

struct record *world_record(struct world *world, const struct reg *reg, int64_t id)
{
    if (id <= 0)
        return NULL;
    struct record *record = find(world, reg, id);
    if (!record)
        return read_alone(world, reg, id);
    if (record == &awaited) {
        read_wanted(world, reg);
        record = find(world, reg, id);
    }
    return record == &nowhere ? NULL : record;
}

struct record *world_find(struct world *world, const struct reg *reg, struct text number)
{
    struct record *found =
        projection_load(world_projection(world, reg), world->conn, world->arena, reg, 0, number);
    if (!found)
        return NULL;
    struct record *known = find(world, reg, found->id);
    if (known && known != &awaited && known != &nowhere)
        return known;
    keep_as(world, reg, found->id, found);
    want_references(world, found);
    return found;
}

/* The record as the version `rulebook` sees it. */
static struct record *seen_by(struct world *world, struct record *record, const struct rulebook *rulebook)
{
    const struct reg *reg = version_reg(rulebook, record->reg);
    return reg == record->reg ? record : reg ? world_record(world, reg, record->id) : NULL;
}

struct record *world_own(struct world *world, struct record *record)
{
    const struct version *own =
        record->reg->builtin ? world->versions->in_force : versions_find(world->versions, record->rulebook);
    struct record *seen = own ? seen_by(world, record, own->rulebook) : NULL;
    return seen ? seen : record;
}

struct record *world_current(struct world *world, struct record *record)
{
    return seen_by(world, record, world->rulebook);
}

struct text world_state(const struct record *record)
{
    return record->state < 0 ? record->other_state : record->reg->states->values[record->state].name;
}

struct record *world_person(struct world *world, struct text username)
{
    return world_find(world, world->rulebook->person, arena_lower(world->arena, username));
}

struct record *world_blank(struct world *world, const struct reg *reg, int64_t id)
{
    struct record *record = projection_blank(world->arena, reg);
    record->id = id;
    record->state = reg->states ? 0 : -1;
    record->created = record->updated = world->now;
    record->creator = world->actor;
    world_keep(world, record);
    for (size_t i = 0; i < reg->field_count; i++) {
        struct scene scene = world_scene(world, record);
        if (reg->fields[i]->initial)
            record->values[i] = evaluate_as(&scene, reg->fields[i]->initial, reg->fields[i]->type);
    }
    return record;
}

/* ---- what a record holds ---- */

/* The record and those it was read with. */
static struct together with(struct record **record)
{
    return (*record)->together ? *(*record)->together : (struct together){record, 1};
}

static void read_acts(struct world *world, struct record *record)
{
    struct together all = with(&record);
    projection_acts(world_projection(world, record->reg), world->conn, world->arena, all.records, all.count);
}

const struct act_state *world_acts(struct world *world, struct record *record)
{
    if (!record->acts)
        read_acts(world, record);
    return record->acts;
}

const int64_t *world_entered(struct world *world, struct record *record)
{
    if (!record->acts)
        read_acts(world, record);
    return record->entered;
}

struct value world_stored(struct world *world, struct record *record, const struct field *field)
{
    if (record->many_read[field->index])
        return record->values[field->index];
    struct together all = with(&record);
    projection_many(world_projection(world, field->reg), world->conn, world->arena, field, all.records,
                    all.count);
    if (field->type.kind == TYPE_RECORD)
        for (size_t i = 0; i < all.count; i++)
            want_value(world, field, all.records[i]->values[field->index]);
    return record->values[field->index];
}

struct value world_value(struct world *world, struct record *record, const struct field *field)
{
    if (!field->computed || world_record(world, record->reg, record->id) != record)
        return world_stored(world, record, field);
    struct scene scene = world_scene(world, record);
    return evaluate_field(&scene, (struct ref){record->reg, record->id}, field);
}
