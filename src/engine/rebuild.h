/* Making all that is derived from events anew. */
#pragma once

#include "engine/engine.h"
#include "engine/version.h"

/* Makes the tables of every version, empty. */
bool rebuild_tables(struct conn *conn, const struct versions *versions);
/* Takes one event into the projection of whichever version judged its record. False: it does not follow from
 * those before it (`fits`), or the store failed. */
bool rebuild_event(struct conn *conn, const struct versions *versions, const struct event *event, bool *fits);
/* Makes all projections and indexes anew from the events. False with `why`. */
bool engine_rebuild(struct engine *engine, struct arena *arena, struct text *why);
