/* What stands in the way of an action, and who can put it right. */
#pragma once

#include "engine/view.h"
#include "faces/html/view.h"

/* The unmet as they are: message and clauses. */
struct ui_unmets standing_plain(struct arena *arena, const struct unmet *unmet, size_t count);
/* The same for an action of a record, with who can put each right and, if the reader can, where to begin. */
struct ui_unmets standing_unmet(struct world *world, const struct record_view *view,
                                const struct action *action, const struct unmet *unmet, size_t count);
/* Does it take a record in that state on: to a later one, and not to one of giving up? Sending back,
 * withdrawing and retiring are always possible and so wait for nobody. */
bool standing_takes_on(const struct action *action, int state);
