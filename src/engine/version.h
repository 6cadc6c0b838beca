/* The versions of a force's rulebook: each stays what it was, and one is in force.
 *
 * A record is judged by the version it was opened under, and seen through the one in force (language
 * reference, Exact meaning 12). Both are ways of looking at the same row: tables hold the columns of every
 * version, and a record is read into the layout of whichever version asks. Versions therefore meet by name
 * only: of registers, fields, values, states, actions, roles, boards and calendars.
 *
 * A `struct versions` never changes once made. When a version is added or comes into force the engine makes
 * the next one and hands it to whoever asks from then on; the old one lives as long as the engine. */
#pragma once

#include "ledger/ledger.h"
#include "rules/evaluate.h"

struct projection;

struct version {
    struct rulebook *rulebook;
    int64_t loaded;                      /* when it was put into the data, microseconds */
    int64_t by;                          /* by whom: a person; 0 or below: as events have it */
    int64_t starts;                      /* when it comes into force: then, or at midnight of its day */
    bool withdrawn;                      /* while it waited: it never comes into force */
    const struct clocks *clocks;         /* its calendars by name, counting as the one in force says */
    const struct projection *projection; /* its statements over the common tables */
    size_t first_register;               /* how many registers the versions before it have */
};

struct versions {
    struct version
        *items; /* in the order they were put into the data; their starts ascend, but for those withdrawn */
    size_t count;
    const struct version *in_force;
    size_t register_count; /* of all of them */
};

/* Why a rulebook cannot be used on this machine. */
extern const char version_no_zone[];

/* When a rulebook that is put into the data at `loaded` comes into force. The first one does at once. False:
 * version_no_zone. */
bool version_starts(struct arena *arena, const struct rulebook *rulebook, int64_t loaded, int64_t *starts);
/* Settles what is in force at `now`: `items` with rulebook, loaded and starts set are taken over. NULL:
 * version_no_zone. */
struct versions *versions_make(struct arena *arena, const struct version *items, size_t count, int64_t now);
/* The one that comes into force next; NULL: none waits. */
const struct version *versions_waiting(const struct versions *versions);
/* The moment at which it does; INT64_MAX: none waits. */
int64_t versions_next(const struct versions *versions);
/* The last one that was put into the data and not withdrawn. */
const struct version *versions_last(const struct versions *versions);

/* The version with this name; NULL: none. */
const struct version *versions_find(const struct versions *versions, struct text name);
/* The version whose rulebook this is. It is one of them. */
const struct version *version_of(const struct versions *versions, const struct rulebook *rulebook);
/* Has any version a register of this name. */
bool versions_have(const struct versions *versions, struct text reg);
/* The register of this name in a rulebook, `reg` itself if it is its own; NULL: it has none. */
const struct reg *version_reg(const struct rulebook *rulebook, const struct reg *reg);

/* The hash over a rulebook's sources, as the ledger keeps it; also set in the rulebook. */
struct text version_hash(struct arena *arena, struct rulebook *rulebook);
/* Reads every version the data holds, oldest first. False, with `why` in plain words: one is not there, not
 * what the ledger says it was, or no longer read. */
bool versions_read(struct conn *conn, struct arena *arena, struct version **items, size_t *count,
                   struct text *why);
/* Writes the event that the version `name` was withdrawn, in the caller's transaction. */
bool version_write_withdrawn(struct conn *conn, struct arena *arena, const struct versions *versions,
                             struct text name, int64_t actor, int64_t now);
/* Keeps the sources and writes the event, in the caller's transaction. */
bool version_write(struct conn *conn, struct arena *arena, struct rulebook *rulebook, int64_t actor,
                   int64_t now);
