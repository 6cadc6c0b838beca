#include "engine/codec.h"
#include "engine/projection_sql.h"

/* ---- blank records ---- */

static struct record *blank_row(struct arena *arena, const struct reg *reg)
{
    struct record *record = ARENA_NEW(arena, struct record);
    record->reg = reg;
    record->state = -1;
    record->values = ARENA_ARRAY(arena, struct value, reg->field_count);
    record->many_read = ARENA_ARRAY(arena, bool, reg->field_count);
    return record;
}

static void add_acts(struct arena *arena, struct record *record)
{
    const struct reg *reg = record->reg;
    size_t states = reg->states ? reg->states->count : 0;
    record->acts = ARENA_ARRAY(arena, struct act_state, reg->action_count);
    record->entered = ARENA_ARRAY(arena, int64_t, states);
    for (size_t i = 0; i < states; i++)
        record->entered[i] = INT64_MIN;
}

struct record *projection_blank(struct arena *arena, const struct reg *reg)
{
    struct record *record = blank_row(arena, reg);
    add_acts(arena, record);
    record->marking = TEXT("OFFICIAL");
    for (size_t i = 0; i < reg->field_count; i++)
        record->many_read[i] = true;
    for (size_t i = 0; i < reg->action_count; i++)
        record->acts[i].people_read = true;
    return record;
}

/* ---- one row ---- */

static struct value column_value(struct arena *arena, struct type type, struct stmt *stmt, int column)
{
    static const enum value_kind kinds[] = {
        [TYPE_NUMBER] = VALUE_NUMBER, [TYPE_FLAG] = VALUE_FLAG, [TYPE_DATE] = VALUE_DATE,
        [TYPE_MONTH] = VALUE_MONTH,   [TYPE_TIME] = VALUE_TIME, [TYPE_RECORD] = VALUE_RECORD,
    };
    if (!projection_is_text(type)) {
        int64_t n = stmt_int(stmt, column);
        bool missing = !n && stmt_is_null(stmt, column);
        return missing ? (struct value){0} : (struct value){.kind = kinds[type.kind], .i = n};
    }
    struct text text = stmt_text(stmt, column);
    if (!text.n && stmt_is_null(stmt, column))
        return (struct value){0};
    if (type.kind != TYPE_CHOICE)
        return (struct value){.kind = VALUE_TEXT, .text = arena_text(arena, text)};
    int i = choice_index(type.choice, text);
    return i < 0 ? (struct value){0} : (struct value){.kind = VALUE_CHOICE, .i = i};
}

/* Gives the column after the fields. */
static int read_fields(struct arena *arena, struct stmt *stmt, struct record *record)
{
    const struct reg *reg = record->reg;
    int column = HEAD_COLUMNS;
    record->id = stmt_int(stmt, 0);
    record->number = arena_text(arena, stmt_text(stmt, 1));
    record->state = reg->states ? choice_index(reg->states, stmt_text(stmt, 2)) : -1;
    if (record->state < 0)
        record->other_state = arena_text(arena, stmt_text(stmt, 2));
    record->created = stmt_int(stmt, 3);
    record->creator = stmt_int(stmt, 4);
    record->updated = stmt_int(stmt, 5);
    record->marking = arena_text(arena, stmt_text(stmt, 6));
    record->version = stmt_int(stmt, 7);
    record->rulebook = arena_text(arena, stmt_text(stmt, 8));
    for (size_t i = 0; i < reg->field_count; i++) {
        record->many_read[i] = projection_has_column(reg->fields[i]);
        if (record->many_read[i])
            record->values[i] = column_value(arena, reg->fields[i]->type, stmt, column++);
    }
    return column;
}

/* Most actions of a record were never done: one look tells. */
static struct act_state read_act(struct stmt *stmt, int column)
{
    struct act_state act = {.count = stmt_int(stmt, column + 3)};
    if (!act.count || stmt_is_null(stmt, column))
        return act;
    act.seq = stmt_int(stmt, column);
    act.time = stmt_int(stmt, column + 1);
    act.actor = stmt_int(stmt, column + 2);
    act.waived = stmt_int(stmt, column + 4) != 0;
    return act;
}

static void read_acts(struct stmt *stmt, int column, struct record *record)
{
    const struct reg *reg = record->reg;
    for (size_t i = 0; i < reg->action_count; i++, column += ACT_PARTS)
        record->acts[i] = read_act(stmt, column);
    for (size_t i = 0; reg->states && i < reg->states->count; i++, column++)
        if (!stmt_is_null(stmt, column))
            record->entered[i] = stmt_int(stmt, column);
}

struct record *projection_load(const struct projection *projection, struct conn *conn, struct arena *arena,
                               const struct reg *reg, int64_t id, struct text number)
{
    const struct reg_sql *sql = projection_sql(projection, reg);
    STMT_SCOPED stmt = conn_prepare(conn, id ? sql->by_id : sql->by_number);
    if (id)
        stmt_bind_int(stmt, 1, id);
    else
        stmt_bind_text(stmt, 1, number);
    if (!stmt_row(stmt))
        return NULL;
    struct record *record = blank_row(arena, reg);
    add_acts(arena, record);
    read_acts(stmt, read_fields(arena, stmt, record), record);
    return record;
}

void projection_people(struct conn *conn, struct arena *arena, const struct record *record,
                       const struct action *action, struct act_state *state)
{
    struct text sql = arena_format(arena, "SELECT person FROM \"%.*s__acts\" WHERE record=?1 AND action=?2",
                                   TEXT_ARGS(record->reg->name));
    STMT_SCOPED stmt = conn_prepare(conn, sql);
    stmt_bind_int(stmt, 1, record->id);
    stmt_bind_text(stmt, 2, action->name);
    size_t capacity = 0;
    state->people = NULL;
    state->people_count = 0;
    while (stmt_row(stmt))
        *ARENA_PUSH(arena, state->people, state->people_count, capacity) = stmt_int(stmt, 0);
    state->people_read = true;
}

/* ---- many at a time ---- */

struct batch {
    struct conn *conn;
    struct arena *arena;
    const int64_t *ids; /* ascending */
    struct record **records;
    size_t count;
};

/* Takes in a row about the record at that place. */
typedef void take_row(const struct batch *batch, struct stmt *stmt, size_t at, void *context);

static size_t place_of(const struct batch *batch, int64_t id)
{
    size_t low = 0, high = batch->count;
    while (high - low > 1) {
        size_t middle = (low + high) / 2;
        if (batch->ids[middle] <= id)
            low = middle;
        else
            high = middle;
    }
    return low;
}

/* So few are asked for one by one: SQLite makes a table of a list before it looks anything up. */
enum { FEW = 4 };

static size_t size_for(size_t count)
{
    size_t i = 0;
    while (count > FEW && i + 1 < BATCH_SIZES && projection_batch_sizes[i] < count)
        i++;
    return i;
}

/* Places left over ask for the last record again: an `in` gives a row only once. */
static void each_row(const struct batch *batch, const struct batch_sql *sql, take_row *take, void *context)
{
    for (size_t done = 0; done < batch->count;) {
        size_t size = size_for(batch->count - done), places = projection_batch_sizes[size];
        STMT_SCOPED stmt = conn_prepare(batch->conn, sql->texts[size]);
        for (size_t i = 0; i < places; i++) {
            size_t at = done + i < batch->count ? done + i : batch->count - 1;
            stmt_bind_int(stmt, (int)i + 1, batch->ids[at]);
        }
        while (stmt_row(stmt))
            take(batch, stmt, place_of(batch, stmt_int(stmt, 0)), context);
        done += places;
    }
}

static void take_fields(const struct batch *batch, struct stmt *stmt, size_t at, void *context)
{
    (void)context;
    read_fields(batch->arena, stmt, batch->records[at]);
}

size_t projection_rows(const struct projection *projection, struct conn *conn, struct arena *arena,
                       const struct reg *reg, const int64_t *ids, size_t count, struct record **records)
{
    struct batch batch = {conn, arena, ids, records, count};
    size_t found = 0;
    for (size_t i = 0; i < count; i++) {
        records[i] = blank_row(arena, reg);
        records[i]->id = ids[i];
    }
    each_row(&batch, &projection_sql(projection, reg)->rows, take_fields, NULL);
    for (size_t i = 0; i < count; i++)
        if (records[i]->version)
            records[found++] = records[i];
    return found;
}

static void take_number(const struct batch *batch, struct stmt *stmt, size_t at, void *context)
{
    struct text *numbers = context;
    numbers[at] = arena_text(batch->arena, stmt_text(stmt, 1));
}

void projection_numbers(const struct projection *projection, struct conn *conn, struct arena *arena,
                        const struct reg *reg, const int64_t *ids, size_t count, struct text *numbers)
{
    struct batch batch = {conn, arena, ids, NULL, count};
    each_row(&batch, &projection_sql(projection, reg)->numbers, take_number, numbers);
}

static const int64_t *ids_of(struct arena *arena, struct record **records, size_t count)
{
    int64_t *ids = ARENA_ARRAY(arena, int64_t, count);
    for (size_t i = 0; i < count; i++)
        ids[i] = records[i]->id;
    return ids;
}

static void take_acts(const struct batch *batch, struct stmt *stmt, size_t at, void *context)
{
    (void)context;
    read_acts(stmt, 1, batch->records[at]);
}

void projection_acts(const struct projection *projection, struct conn *conn, struct arena *arena,
                     struct record **records, size_t count)
{
    struct batch batch = {conn, arena, ids_of(arena, records, count), records, count};
    for (size_t i = 0; i < count; i++)
        add_acts(arena, records[i]);
    each_row(&batch, &projection_sql(projection, records[0]->reg)->acts, take_acts, NULL);
}

struct set { /* of one record, growing */
    struct value *items;
    size_t count, capacity;
};

struct sets {
    const struct field *field;
    struct set *of; /* per record */
};

static void take_element(const struct batch *batch, struct stmt *stmt, size_t at, void *context)
{
    struct sets *sets = context;
    struct set *set = &sets->of[at];
    struct value value = column_value(batch->arena, sets->field->type, stmt, 1);
    if (value.kind != VALUE_MISSING)
        *ARENA_ADD(batch->arena, *set) = value;
}

void projection_many(const struct projection *projection, struct conn *conn, struct arena *arena,
                     const struct field *field, struct record **records, size_t count)
{
    struct batch batch = {conn, arena, ids_of(arena, records, count), records, count};
    struct sets sets = {field, ARENA_ARRAY(arena, struct set, count)};
    each_row(&batch, &projection_sql(projection, field->reg)->sets[field->index], take_element, &sets);
    for (size_t i = 0; i < count; i++) {
        records[i]->values[field->index] = codec_set(sets.of[i].items, sets.of[i].count);
        records[i]->many_read[field->index] = true;
    }
}
