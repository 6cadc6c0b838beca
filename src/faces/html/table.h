/* Tables of records: the columns a register's list shows, and a row for each record. */
#pragma once

#include "engine/view.h"
#include "faces/html/page_list.h"

enum { TABLE_FIELDS_MAX = 4 };

/* Which fields stand beside title and state: when, who, and what kind. Gives how many, at most
 * TABLE_FIELDS_MAX. */
size_t table_fields(const struct reg *reg, const struct field *fields[TABLE_FIELDS_MAX]);
/* A row: title with number, state, the fields, when it was last touched. */
void table_row(struct world *world, struct ui_table *table, struct record *record,
               const struct field *const *fields, size_t count);
/* A column; `href` sorts by it, or is empty. */
struct ui_column *table_column(struct arena *arena, struct ui_table *table, struct text label,
                               struct text href);
