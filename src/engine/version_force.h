/* Coming into force: what is kept for the version in force is made anew. */
#pragma once

#include "engine/version.h"

/* Makes the clocks that SQL counts with, and the words of records where search now looks in other fields than
 * under `before` (NULL: all words), as the version in force says; in the caller's transaction. */
bool version_take_force(struct conn *conn, const struct versions *versions, const struct rulebook *before);
