#include "faces/html/row.h"

struct ui_table_row *row_add(struct arena *arena, struct ui_table *table)
{
    return ARENA_PUSH(arena, table->rows.items, table->rows.count, table->rows.capacity);
}

struct ui_cell *row_cell(struct arena *arena, struct ui_table_row *row, const char *label)
{
    struct ui_cell *cell = ARENA_PUSH(arena, row->cells.items, row->cells.count, row->cells.capacity);
    *cell = (struct ui_cell){.label = text_of(label)};
    return cell;
}

void row_columns(struct arena *arena, struct ui_table *table, const char *const *labels)
{
    for (; *labels; labels++)
        *ARENA_PUSH(arena, table->columns.items, table->columns.count, table->columns.capacity) =
            (struct ui_column){.label = text_of(*labels)};
}
