/* Which column of a file is which field, and what its values mean.
 *
 *   # a comment
 *   summary  from "Short description"
 *   impact   from "impact": "1 - High" = high, "2 - Medium" = medium, "3 - Low" = low
 *   opened   from "opened_at" as "%d-%m-%Y %H:%M"        # strptime's letters, local time; of a day, a month too
 *   state    from "incident_state": "Closed" = closed, otherwise new
 *   caller   from "caller_id" as person     # a name: who has no account gets one, inactive
 *   empty    "?"                             # what the file writes for nothing
 *
 *   record     from "number"                 # rows of one number are one record; the last says how it stands
 *   past_order from "update"                 # and all are its past, each with a number that rises,
 *   past_time  from "sys_updated_at" as "%d-%m-%Y %H:%M"
 *   past_state from "incident_state"
 *   past_who   from "sys_updated_by"         # when it was, in which state, by whom
 *
 * A value that is not listed stands for itself, unless `otherwise` says what for. Columns that are not named
 * are left out. Without a map each column is the field of its name. */
#pragma once

#include "base/arena.h"

struct import_value {
    struct text from, to;
};

struct import_line {
    struct text field, column, format; /* format: empty when not given */
    struct import_value *values;
    size_t count, capacity;
    bool has_otherwise;
    struct text otherwise;
};

struct import_map {
    struct import_line *lines;
    size_t count, capacity;
    struct text empty;
};

/* False: `problem` says what is wrong in line `problem_line`. */
bool import_map_read(struct arena *arena, struct text file, struct import_map *map, struct text *problem,
                     size_t *problem_line);
/* The map of a file without one: each column by its name. */
void import_map_plain(struct arena *arena, const struct text *columns, size_t count, struct import_map *map);
/* What a cell means. */
struct text import_map_value(const struct import_map *map, const struct import_line *line, struct text cell);
