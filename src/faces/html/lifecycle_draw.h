/* The drawing of a register's lifecycle, as an SVG of the page's own: no script, no style but classes. */
#pragma once

#include "faces/html/page_lifecycle.h"
#include "rules/rulebook.h"

/* Fills the drawing of the page; `here` is the state to be marked, or -1. Nothing when there are too many
 * states or actions for a drawing to be of use. */
void lifecycle_draw(struct arena *arena, const struct reg *reg, int here, struct lifecycle_page *page);
/* How an action comes about, "Decided by: Change Advisory Board"; empty when a person does it alone. */
struct text lifecycle_kind(struct arena *arena, const struct action *action);
