/* What stands in the way of a record, each reason once: of the way on that lacks least first, the rest
 * folded. */
#pragma once

#include "engine/view.h"
#include "faces/html/page_record.h"

/* Of the actions that the reader may do; where none of those takes the record on, also of whatever does. */
struct ui_gate gate_card(struct world *world, const struct record_view *view);
