/* What holds of every rulebook text, shared by the targets that make such texts. */
#pragma once

#include "rules/load.h"

/* Loads the text as a rulebook of one file. One that is refused says why, with a place in the text; one that
 * loads prints, and what was printed loads again, prints the same and differs in nothing; every role of it is
 * explained. Gives whether it loaded. */
bool rulebook_holds(struct text text);

/* For targets that need some rulebook: loads this one, which is without mistakes, at the first call, for
 * good. */
const struct rulebook *rulebook_of(const char *text);
