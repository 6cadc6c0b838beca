/* The projection: one typed row a record, derived from events and nothing else (rules/schema.h names its
 * tables).
 *
 * A live command and a rebuild both go through projection_apply, so they cannot differ. */
#pragma once

#include "engine/world.h"

/* SQL of each register of one version, made once while `in_force` is in force; shared by all threads. */
struct projection;
struct projection *projection_new(struct arena *arena, const struct rulebook *rulebook,
                                  const struct rulebook *in_force);
/* Makes tables, columns and indexes that are not there yet. A column whose field now holds something of
 * another kind is made anew: it is empty, or the version would not have been taken (version_check.h). */
bool projection_create(struct conn *conn, const struct rulebook *rulebook);
/* Drops them all, for a rebuild. */
bool projection_drop(struct conn *conn, const struct rulebook *rulebook);
/* The tables of the zone and the working days that SQL counts with. */
bool projection_clocks(struct conn *conn, const struct versions *versions);

/* Reads a whole row; NULL: none. By id when `id` is not 0, else by number. */
struct record *projection_load(const struct projection *projection, struct conn *conn, struct arena *arena,
                               const struct reg *reg, int64_t id, struct text number);
/* Reads many rows at a time, without their acts (`acts` and `entered` are NULL). `ids` ascend and are of one
 * register; `records` has room for them all, and gets those that are there. Gives how many. */
size_t projection_rows(const struct projection *projection, struct conn *conn, struct arena *arena,
                       const struct reg *reg, const int64_t *ids, size_t count, struct record **records);
/* Their numbers only; empty: there is none such. */
void projection_numbers(const struct projection *projection, struct conn *conn, struct arena *arena,
                        const struct reg *reg, const int64_t *ids, size_t count, struct text *numbers);
/* Adds to such records, ascending too, their acts and when they entered their states; */
void projection_acts(const struct projection *projection, struct conn *conn, struct arena *arena,
                     struct record **records, size_t count);
/* and to any records of one register, ascending, a many field. */
void projection_many(const struct projection *projection, struct conn *conn, struct arena *arena,
                     const struct field *field, struct record **records, size_t count);
/* Reads who counts as actor of an action. */
void projection_people(struct conn *conn, struct arena *arena, const struct record *record,
                       const struct action *action, struct act_state *state);
/* A record that is not there yet, with everything missing. */
struct record *projection_blank(struct arena *arena, const struct reg *reg);

/* Takes an event into `record` (a blank one for an opening) and writes its row, sets, acts, signatures and
 * words. Values the rulebook does not know are left out. False: the failure stands on `conn`. */
bool projection_apply(const struct projection *projection, struct conn *conn, struct arena *arena,
                      struct record *record, const struct event *event);
/* The same in memory only: for the record as it stood at a moment. */
void projection_replay(struct arena *arena, struct record *record, const struct event *event);
/* Puts down the words that search finds a record by; there are none of it yet. */
bool projection_words(const struct projection *projection, struct conn *conn, struct arena *arena,
                      const struct record *record);
/* Is this field one of those that search looks in. */
bool projection_searched(const struct field *field);
