/* The rail: the registers, boards and pages this reader can use, with how many records are open in each. */
#pragma once

#include "faces/html/frame.h"

enum { RAIL_COUNT_MAX = 99 }; /* counting stops there: "99+" */

/* `current`: the address of the entry that the page belongs to. */
void rail_fill(struct frame *frame, struct text current);
/* Records of the register that the reader may read and that are not at an end, counted up to RAIL_COUNT_MAX
 * + 1. */
size_t rail_open(struct frame *frame, const struct reg *reg);
/* "38", "99+", or nothing for none. */
struct text rail_count(struct arena *arena, size_t n);
