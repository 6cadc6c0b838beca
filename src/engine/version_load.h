/* Putting a new version of the rulebook in force. */
#pragma once

#include "engine/engine.h"
#include "engine/version_check.h"

struct version_load {
    struct problems problems;     /* what is wrong with the rulebook itself */
    struct objections objections; /* why it cannot be put over this data */
    bool broken;                  /* the data could not be written; `why` */
    struct text why;
    struct text version; /* the version that was put into the data */
    int64_t starts;      /* from when on it is in force */
    bool waits;          /* that is yet to come */
};

/* Reads, checks and keeps the rulebook, and puts it in force when its day has come; an event tells of it, by
 * `actor` (0 or below: an operator). All or nothing. What is in `load` lives in `arena`. */
bool version_load(struct engine *engine, struct arena *arena, const struct source_file *sources, size_t count,
                  int64_t actor, struct version_load *load);
/* Takes back a version that waits; an event tells of it. False with `why`: there is none of that name that
 * waits, or the data could not be written. */
bool version_withdraw(struct engine *engine, struct arena *arena, struct text name, int64_t actor,
                      struct text *why);
/* Everything that would refuse it, without doing it: a rulebook that passes is given back, in `arena`. */
struct rulebook *version_try(struct engine *engine, struct arena *arena, const struct source_file *sources,
                             size_t count, struct version_load *load);
