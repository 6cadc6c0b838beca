/* A record's history and comments, as pages show them. */
#pragma once

#include "engine/view.h"
#include "faces/html/frame.h"
#include "faces/html/page_record.h"

/* Newest first, at most `limit`. */
struct ui_events history_events(struct world *world, const struct reg *reg,
                                const struct history_view *history, size_t limit);
/* What the record's page says of its past: the newest entries and their comments, or those that the address's
 * `history` and `comments` ask for, and links to the ones before. */
void history_fill(struct record_page *page, const struct frame *frame, const struct record_view *view,
                  struct text href);
