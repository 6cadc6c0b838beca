/* Collecting the mistakes of a rulebook: each once, at its place; load.h prints them. */
#pragma once

#include "rules/load.h"

enum { PROBLEMS_MAX = 500 }; /* further ones are dropped: by then the file is not a rulebook */

void problem_add(struct problems *problems, struct place place, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* The same of a name that nothing has. However often it is used, that is one mistake. */
void problem_unknown(struct problems *problems, struct place place, struct text name, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
/* Of the last problem: it gives way to another that says more. */
void problem_weak(struct problems *problems);
/* Of the last problem: the rest of its line cannot be read. */
void problem_rest_lost(struct problems *problems);
/* Is nothing to be said of this place: something is said of it, or it is in a rest of a line that cannot be
 * read? */
bool problem_lost_at(const struct problems *problems, struct place place);
/* This name would have been declared if its statement could be read. */
void problem_lost(struct problems *problems, struct text name);
/* Adds to the last problem "did you mean ..." or another hint. */
void problem_hint(struct problems *problems, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Is there one at this place? */
bool problem_at(const struct problems *problems, struct place place);
/* Sorts by file (in the order of `sources`) and place, drops repeats and what only follows from another
 * mistake, fills in the source lines. */
void problems_finish(struct problems *problems, const struct source_file *sources, size_t count);

/* Choosing the name nearest to a wrong one: offer every candidate, then hint. */
struct nearest {
    struct text wrong, best;
    unsigned distance;
};
struct nearest nearest_to(struct text wrong);
void nearest_offer(struct nearest *nearest, struct text candidate);
/* "did you mean `x`?" on the last problem, when something was near enough. */
void nearest_hint(struct problems *problems, const struct nearest *nearest);
