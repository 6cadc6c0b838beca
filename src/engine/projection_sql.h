/* The statements over a register's table, made once for a rulebook: one order of columns for reading and
 * writing. */
#pragma once

#include "engine/projection.h"
#include "engine/projection_tables.h"

/* Columns of a row's head, the first being its id; then fields, acts, and when it entered each state. */
enum { HEAD_COLUMNS = 9 };

/* A statement for many records at a time: the same text for so many places, `id IN (?1, ...)`. */
enum { BATCH_SIZES = 3, BATCH_MAX = 64 };
extern const size_t projection_batch_sizes[BATCH_SIZES];
struct batch_sql {
    struct text texts[BATCH_SIZES];
};

struct reg_sql {
    struct text by_id, by_number, insert, update; /* whole rows */
    struct batch_sql rows;                        /* heads and fields */
    struct batch_sql numbers;                     /* id, number */
    struct batch_sql acts;                        /* id, acts, states entered */
    struct batch_sql *sets;                       /* per field, for many fields: record, value */
};

/* Says what search looks in. */
const struct rulebook *projection_in_force(const struct projection *projection);
const struct reg_sql *projection_sql(const struct projection *projection, const struct reg *reg);
