/* Whoever administers a new force first. */
#pragma once

#include "engine/engine.h"

/* Makes the person, with the built-in role `administrator`. Where the rulebook's `admit` lets nobody sign in
 * of whom it is not said what kind they are, they are staff, or, if that is not let in either, the first kind
 * that is. A rulebook may ask for more still: then they are made all the same, and cannot sign in before
 * somebody at the machine says it of them. False: the data could not be written. */
bool first_person(struct engine *engine, struct conn *conn, struct text username);
