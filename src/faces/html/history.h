/* A record's history and comments, as pages show them. */
#pragma once

#include "engine/view.h"
#include "faces/html/page_record.h"

/* Newest first, at most `limit`. */
struct ui_events history_events(struct world *world, const struct reg *reg,
                                const struct history_view *history, size_t limit);
/* Oldest first. */
struct ui_comments history_comments(struct world *world, const struct history_view *history);
