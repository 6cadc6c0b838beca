#include "faces/html/row.h"

struct ui_table_row *row_add(struct arena *arena, struct ui_table *table)
{
    return ARENA_ADD(arena, table->rows);
}

struct ui_cell *row_cell(struct arena *arena, struct ui_table_row *row, const char *label)
{
    struct ui_cell *cell = ARENA_ADD(arena, row->cells);
    *cell = (struct ui_cell){.label = text_of(label)};
    return cell;
}

void row_time(struct arena *arena, struct ui_table_row *row, const char *label, struct text shown)
{
    *ARENA_ADD(arena, row->cells) = (struct ui_cell){.label = text_of(label), .text = shown, .when = true};
}

void row_columns(struct arena *arena, struct ui_table *table, const char *const *labels)
{
    for (; *labels; labels++)
        *ARENA_ADD(arena, table->columns) = (struct ui_column){.label = text_of(*labels)};
}
