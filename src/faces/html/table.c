#include "faces/html/table.h"

#include "faces/html/show.h"

static bool is_listed(const struct field *const *fields, size_t count, const struct field *field)
{
    for (size_t i = 0; i < count; i++)
        if (fields[i] == field)
            return true;
    return false;
}

static bool fits(const struct reg *reg, const struct field *field)
{
    return field != reg->title && !field->is_private && !field->type.many;
}

/* Choices of the force (category, level) say more in a list than a field's own `one of`. */
static bool is_own(const struct field *field)
{
    return text_eq(field->type.choice->name, field->name) && field->own_label;
}

static const struct field *next_choice(const struct reg *reg, const struct field *const *taken, size_t count)
{
    for (size_t i = 0; i < reg->field_count; i++) {
        const struct field *field = reg->fields[i];
        if (field->type.kind == TYPE_CHOICE && fits(reg, field) && !field->computed && !is_own(field) &&
            !is_listed(taken, count, field))
            return field;
    }
    return NULL;
}

static const struct field *person(const struct reg *reg)
{
    const struct field *found = NULL;
    for (size_t i = 0; i < reg->field_count; i++) {
        const struct field *field = reg->fields[i];
        if (field->type.kind != TYPE_RECORD || !reg_is_people(field->type.target) || !fits(reg, field))
            continue;
        if (text_is(field->name, "owner"))
            return field;
        found = found ? found : field;
    }
    return found;
}

static const struct field *moment(const struct reg *reg)
{
    for (size_t i = 0; i < reg->field_count; i++) {
        const struct field *field = reg->fields[i];
        if ((field->type.kind == TYPE_TIME || field->type.kind == TYPE_DATE) && fits(reg, field))
            return field;
    }
    return NULL;
}

size_t table_fields(const struct reg *reg, const struct field *fields[TABLE_FIELDS_MAX])
{
    size_t count = 0;
    const struct field *found[] = {NULL, NULL, person(reg), moment(reg)};
    found[0] = next_choice(reg, NULL, 0);
    if (found[0])
        found[1] = next_choice(reg, found, 1);
    for (size_t i = 0; i < sizeof found / sizeof *found; i++)
        if (found[i])
            fields[count++] = found[i];
    return count;
}

struct ui_column *table_column(struct arena *arena, struct ui_table *table, struct text label,
                               struct text href)
{
    struct ui_column *column = ARENA_ADD(arena, table->columns);
    *column = (struct ui_column){.label = label, .href = href};
    return column;
}

static struct ui_cell *add_cell(struct arena *arena, struct ui_cells *cells)
{
    return ARENA_ADD(arena, *cells);
}

static void add_field(struct world *world, struct ui_cells *cells, struct record *record,
                      const struct field *field)
{
    struct ui_cell *cell = add_cell(world->arena, cells);
    cell->label = field->label;
    cell->number = field->type.kind == TYPE_NUMBER;
    cell->when = field->type.kind == TYPE_TIME || field->type.kind == TYPE_DATE;
    cell->withheld = !world_may_read_field(world, record, field);
    if (!cell->withheld)
        cell->text = show_value(world, field->type, world_value(world, record, field));
}

void table_row(struct world *world, struct ui_table *table, struct record *record,
               const struct field *const *fields, size_t count)
{
    struct arena *arena = world->arena;
    struct ui_cells *cells = &ARENA_ADD(arena, table->rows)->cells;
    struct ui_link link = show_record(world, record);
    *add_cell(arena, cells) = (struct ui_cell){.text = link.label, .href = link.href, .note = link.note};
    if (record->reg->states)
        *add_cell(arena, cells) = (struct ui_cell){.tag = link.tag};
    for (size_t i = 0; i < count; i++)
        add_field(world, cells, record, fields[i]);
    *add_cell(arena, cells) =
        (struct ui_cell){.label = TEXT("Updated"), .text = show_time(world, record->updated), .when = true};
}
