#include "engine/projection_sql.h"

struct projection {
    struct reg_sql *regs; /* per register */
    const struct rulebook *in_force;
};

const struct rulebook *projection_in_force(const struct projection *projection)
{
    return projection->in_force;
}

const size_t projection_batch_sizes[BATCH_SIZES] = {1, 8, BATCH_MAX};

const struct reg_sql *projection_sql(const struct projection *projection, const struct reg *reg)
{
    return &projection->regs[reg->index];
}

/* ---- columns ---- */

static void put_fields(struct buf *out, const struct reg *reg)
{
    buf_puts(out, "\"_id\",\"_number\",\"_state\",\"_created\",\"_creator\",\"_updated\",\"_marking\","
                  "\"_version\",\"_rulebook\"");
    for (size_t i = 0; i < reg->field_count; i++)
        if (projection_has_column(reg->fields[i]))
            buf_format(out, ",\"%.*s\"", TEXT_ARGS(reg->fields[i]->name));
}

static void put_acts(struct buf *out, const struct reg *reg)
{
    for (size_t i = 0; i < reg->action_count; i++)
        for (int p = 0; p < ACT_PARTS; p++)
            buf_format(out, ",\"%.*s__%s\"", TEXT_ARGS(reg->actions[i]->name), projection_act_parts[p]);
    for (size_t i = 0; reg->states && i < reg->states->count; i++)
        buf_format(out, ",\"entered__%.*s\"", TEXT_ARGS(reg->states->values[i].name));
}

static void put_columns(struct buf *out, const struct reg *reg)
{
    put_fields(out, reg);
    put_acts(out, reg);
}

static size_t column_count(const struct reg *reg)
{
    size_t count = HEAD_COLUMNS + reg->action_count * ACT_PARTS + (reg->states ? reg->states->count : 0);
    for (size_t i = 0; i < reg->field_count; i++)
        count += projection_has_column(reg->fields[i]);
    return count;
}

static void put_places(struct buf *out, size_t first, size_t last)
{
    for (size_t i = first; i <= last; i++)
        buf_format(out, "%s?%zu", i > first ? "," : "", i);
}

/* ---- statements ---- */

static struct text select_sql(struct arena *arena, const struct reg *reg, const char *key)
{
    struct buf out = buf_in(arena);
    buf_puts(&out, "SELECT ");
    put_columns(&out, reg);
    buf_format(&out, " FROM \"%.*s\" WHERE \"%s\"=?1", TEXT_ARGS(reg->name), key);
    return buf_text(&out);
}

/* Two statements, so that a number somebody else has is refused and never replaces their row. */
static struct text insert_sql(struct arena *arena, const struct reg *reg)
{
    struct buf out = buf_in(arena);
    buf_format(&out, "INSERT INTO \"%.*s\"(", TEXT_ARGS(reg->name));
    put_columns(&out, reg);
    buf_puts(&out, ")VALUES(");
    put_places(&out, 1, column_count(reg));
    buf_char(&out, ')');
    return buf_text(&out);
}

static struct text update_sql(struct arena *arena, const struct reg *reg)
{
    struct buf out = buf_in(arena);
    struct buf columns = buf_in(arena);
    put_columns(&columns, reg);
    struct text after_id = buf_text(&columns);
    text_cut(&after_id, ',');
    buf_format(&out, "UPDATE \"%.*s\" SET(%.*s", TEXT_ARGS(reg->name), TEXT_ARGS(after_id));
    buf_puts(&out, ")=(");
    put_places(&out, 2, column_count(reg));
    buf_puts(&out, ")WHERE \"_id\"=?1");
    return buf_text(&out);
}

static struct batch_sql batch_sql(struct arena *arena, struct text select, const char *key)
{
    struct batch_sql batch;
    for (size_t i = 0; i < BATCH_SIZES; i++) {
        struct buf out = buf_in(arena);
        buf_format(&out, "%.*s WHERE \"%s\" IN (", TEXT_ARGS(select), key);
        put_places(&out, 1, projection_batch_sizes[i]);
        buf_char(&out, ')');
        batch.texts[i] = buf_text(&out);
    }
    return batch;
}

static struct batch_sql rows_sql(struct arena *arena, const struct reg *reg)
{
    struct buf out = buf_in(arena);
    buf_puts(&out, "SELECT ");
    put_fields(&out, reg);
    buf_format(&out, " FROM \"%.*s\"", TEXT_ARGS(reg->name));
    return batch_sql(arena, buf_text(&out), "_id");
}

static struct batch_sql numbers_sql(struct arena *arena, const struct reg *reg)
{
    struct text select =
        arena_format(arena, "SELECT \"_id\",\"_number\" FROM \"%.*s\"", TEXT_ARGS(reg->name));
    return batch_sql(arena, select, "_id");
}

static struct batch_sql acts_sql(struct arena *arena, const struct reg *reg)
{
    struct buf out = buf_in(arena);
    buf_puts(&out, "SELECT \"_id\"");
    put_acts(&out, reg);
    buf_format(&out, " FROM \"%.*s\"", TEXT_ARGS(reg->name));
    return batch_sql(arena, buf_text(&out), "_id");
}

static struct batch_sql *sets_sql(struct arena *arena, const struct reg *reg)
{
    struct batch_sql *sets = ARENA_ARRAY(arena, struct batch_sql, reg->field_count);
    for (size_t i = 0; i < reg->field_count; i++) {
        const struct field *field = reg->fields[i];
        if (field->type.many && !field->computed)
            sets[i] = batch_sql(arena,
                                arena_format(arena, "SELECT record,value FROM \"%.*s__%.*s\"",
                                             TEXT_ARGS(reg->name), TEXT_ARGS(field->name)),
                                "record");
    }
    return sets;
}

struct projection *projection_new(struct arena *arena, const struct rulebook *rulebook,
                                  const struct rulebook *in_force)
{
    struct projection *projection = ARENA_NEW(arena, struct projection);
    projection->in_force = in_force;
    projection->regs = ARENA_ARRAY(arena, struct reg_sql, rulebook->register_count);
    for (size_t i = 0; i < rulebook->register_count; i++) {
        const struct reg *reg = rulebook->registers[i];
        projection->regs[reg->index] = (struct reg_sql){.by_id = select_sql(arena, reg, "_id"),
                                                        .by_number = select_sql(arena, reg, "_number"),
                                                        .insert = insert_sql(arena, reg),
                                                        .update = update_sql(arena, reg),
                                                        .rows = rows_sql(arena, reg),
                                                        .numbers = numbers_sql(arena, reg),
                                                        .acts = acts_sql(arena, reg),
                                                        .sets = sets_sql(arena, reg)};
    }
    return projection;
}
