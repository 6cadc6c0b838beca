/* Records as rows of comma-separated values, for spreadsheets: what the world's actor may read of them.
 * `private` fields never leave. */
#pragma once

#include "base/buf.h"
#include "engine/world.h"

/* The names of the columns. */
void sheet_head(struct buf *out, const struct reg *reg);
void sheet_row(struct buf *out, struct world *world, struct record *record);
