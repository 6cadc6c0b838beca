/* Rows of tables that are not lists of records. Pointers are good until the next of their kind is added. */
#pragma once

#include "base/arena.h"
#include "faces/html/page_list.h"

struct ui_table_row *row_add(struct arena *arena, struct ui_table *table);
/* `label` is the column's, shown beside the cell on a phone; empty for the first and for tags. */
struct ui_cell *row_cell(struct arena *arena, struct ui_table_row *row, const char *label);
/* A cell with a time, already put in words. */
void row_time(struct arena *arena, struct ui_table_row *row, const char *label, struct text shown);
/* Columns that cannot be sorted by; `labels` ends with NULL. */
void row_columns(struct arena *arena, struct ui_table *table, const char *const *labels);
