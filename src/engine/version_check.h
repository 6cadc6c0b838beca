/* Whether a new version of the rulebook may be put in force over the data there is.
 *
 * Refused: another force's rulebook, a version that was used, a day before the last one's, and whatever would
 * lose something: a register, field, choice value, state or role that is in use may not go or change its
 * kind. A field that is empty may, unless records that are not finished were opened under a version that may
 * still fill it. */
#pragma once

#include "engine/version.h"

struct objections { /* in plain words, each a sentence; in the arena */
    struct arena *arena;
    struct text *items;
    size_t count, capacity;
};

/* Adds all that stands in the way; reads, never writes. */
void version_check(struct conn *conn, const struct versions *versions, const struct rulebook *draft,
                   int64_t now, struct objections *objections);
