/* Do the two readings of an expression agree? A small world in tables, the same world in SQLite, and
 * expressions at random over both. */
#pragma once

#include <sqlite3.h>

#include "rules/clocks.h"
#include "rules/load.h"
#include "rules/query.h"
#include "rules/schema.h"

/* ---- chance: a fixed sequence from a seed (xorshift) ---- */
struct chance {
    uint64_t state;
};
uint64_t chance_below(struct chance *chance, uint64_t n);
/* True `percent` times in a hundred. */
bool chance_of(struct chance *chance, unsigned percent);

/* ---- world ---- */
struct row {
    int64_t id;
    struct text number;
    int state;
    int64_t created, creator, updated;
    struct value *values; /* per field */
    struct act *acts;     /* per action */
    int64_t *entered;     /* per state; INT64_MIN: never */
};

struct table {
    const struct reg *reg;
    struct row *rows; /* id = index + 1 */
    size_t count;
};

struct world {
    struct arena *arena;   /* of the world */
    struct arena *passing; /* of one evaluation */
    const struct rulebook *rulebook;
    const struct clocks *clocks;
    struct table *tables; /* per register */
    int64_t now, actor;
    sqlite3 *db;
    bool no_deputies;         /* nobody has appointed any */
    bool asks;                /* a quantifier over a register asks the database, as the engine does */
    const struct reg *unsaid; /* it does so without looking at this register's rows, or at states in them */
    size_t asked[2];          /* so often, which then could not say, or could say, all of its test */
    size_t missing;           /* fields and history found missing since it was set to 0 */
};

extern const struct facts world_facts;

void world_make(struct world *world, struct arena *arena, const struct rulebook *rulebook,
                const struct clocks *clocks, struct chance *chance);
struct scene world_scene(struct world *world, bool reading, bool narrowed);
/* The projections of the world, as rules/schema.h says. */
void world_project(const struct world *world, sqlite3 *db);

/* ---- asking SQLite ---- */
/* A query of every record of `reg`: its id, and whether the test holds of it. False when it cannot be said in
 * SQL. */
bool world_compile(struct scene *scene, const struct reg *reg, const struct expr *expr, struct sql *sql);
/* NULL when SQLite refuses it. */
sqlite3_stmt *world_prepare(sqlite3 *db, const struct sql *sql);
void world_finalize(sqlite3_stmt **statement);
void world_close(sqlite3 **db);

/* ---- expressions ---- */
/* A test over `reg`, as a rulebook writes it; the n-th of the kinds of test comes first in it. */
struct text sample_test(struct arena *arena, struct chance *chance, const struct rulebook *rulebook,
                        const struct reg *reg);
