#include "faces/sheet.h"

#include "base/csv.h"
#include "engine/codec.h"

void sheet_head(struct buf *out, const struct reg *reg)
{
    static const char *const heads[] = {"number", "state", "created", "updated"};
    struct csv_writer csv = csv_in(out);
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        csv_put_plain(&csv, text_of(heads[i]));
    for (size_t i = 0; i < reg->field_count; i++)
        if (!reg->fields[i]->is_private)
            csv_put_plain(&csv, reg->fields[i]->name);
    csv_end(&csv);
}

static void put_name(struct buf *out, struct world *world, struct type type, struct value value)
{
    struct record *record = value.kind == VALUE_RECORD ? world_record(world, type.target, value.i) : NULL;
    if (value.kind != VALUE_RECORD && value.kind != VALUE_SET)
        buf_put(out, codec_print(world->arena, type, value));
    else if (record && world_may_read(world, record))
        buf_put(out, record->number);
}

static void put_cell(struct csv_writer *csv, struct world *world, struct type type, struct value value)
{
    struct buf out = buf_in(world->arena);
    put_name(&out, world, type, value);
    for (size_t i = 0; value.kind == VALUE_SET && i < value.count; i++) {
        buf_puts(&out, i ? ";" : "");
        put_name(&out, world, type, value.items[i]);
    }
    if (type.kind == TYPE_LINE || type.kind == TYPE_TEXT || type.kind == TYPE_LINK)
        csv_put_text(csv, buf_text(&out));
    else
        csv_put_plain(csv, buf_text(&out));
}

void sheet_row(struct buf *out, struct world *world, struct record *record)
{
    struct csv_writer csv = csv_in(out);
    static const struct type time = {.kind = TYPE_TIME};
    csv_put_plain(&csv, record->number);
    csv_put_plain(&csv, world_state(record));
    put_cell(&csv, world, time, (struct value){.kind = VALUE_TIME, .i = record->created});
    put_cell(&csv, world, time, (struct value){.kind = VALUE_TIME, .i = record->updated});
    for (size_t i = 0; i < record->reg->field_count; i++) {
        const struct field *field = record->reg->fields[i];
        struct value value = {0};
        if (!field->is_private && world_may_read_field(world, record, field))
            value = world_value(world, record, field);
        if (!field->is_private)
            put_cell(&csv, world, field->type, value);
    }
    csv_end(&csv);
}
