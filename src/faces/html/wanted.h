/* Until when a field of a form may wait: which action is refused without it. */
#pragma once

#include "engine/view.h"

struct wanted;

/* What the actions of a register want of a record in that state, and later. In the world's arena. */
struct wanted *wanted_look(struct world *world, const struct reg *reg, int state);
/* "needed for “Submit”": every action of the state that the field is needed for, or else the first later one;
 * empty: none. */
struct text wanted_for(const struct wanted *wanted, const struct field *field);
