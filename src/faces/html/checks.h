/* The checks that an action has already met, each with its clause: why it may go ahead, not only why not. */
#pragma once

#include "engine/view.h"
#include "faces/html/page_record.h"

/* The needs of an action that hold on a record as it stands, said to the reader; what depends on who acts
 * only to one who may. A need that an exception stands in for is said to be so. */
struct ui_checks checks_met(struct world *world, const struct record *record,
                            const struct action_view *action);
