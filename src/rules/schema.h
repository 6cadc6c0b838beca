/* Names of the projection's tables and columns: one convention, used by whoever writes rows and by query.h.
 *
 * A register R is table "R", one row a record (people, holdings, meetings ... included):
 * - _id INTEGER PRIMARY KEY, _number TEXT UNIQUE, _state TEXT, _created INTEGER, _updated INTEGER,
 *   _creator INTEGER (0: system), _marking TEXT, _version INTEGER, _rulebook TEXT;
 * - one column a field by its name, unless it is many or computed: line, text, link, file TEXT;
 *   choice TEXT (its value's name); number, flag (0/1), date (days), month, time (microseconds),
 *   person and reference (id) INTEGER; missing is NULL;
 * - "A__seq", "A__time", "A__actor", "A__count", "A__waived" for each action A; NULL (count 0) until done,
 *   and after void;
 * - "entered__S" (microseconds) for each state S.
 *
 * "R__acts"(record, action, person): everybody who counts as actor of the last A (facts.h, struct act).
 * "R__F"(record, value) for each many field F.
 *
 * Time has two tables; clocks.h gives their rows, and their first columns are the primary key:
 * - "reeve_zone"(starts INTEGER, offset INTEGER seconds): the rulebook's zone, ascending;
 * - "reeve_workday"(calendar TEXT, day INTEGER, ordinal INTEGER, working INTEGER, holiday INTEGER): `` is
 *   the rulebook's own calendar; ordinal counts working days up to and including day; a row for each day
 *   from CLOCKS_DAY_FIRST to CLOCKS_DAY_LAST; with an index on (calendar, ordinal, day).
 *
 * Names are always quoted. A table of ours begins with reeve_. */
#pragma once

#include "base/buf.h"
#include "rules/rulebook.h"

void schema_table(struct buf *out, const struct reg *reg);                         /* "change" */
void schema_column(struct buf *out, const char *alias, const struct field *field); /* r."impact" */
void schema_builtin(struct buf *out, const char *alias, enum builtin builtin);     /* r."_state" */
void schema_many(struct buf *out, const struct field *field);                      /* "change__services" */
void schema_acts(struct buf *out, const struct reg *reg);                          /* "change__acts" */
/* r."approve__seq" */
void schema_act(struct buf *out, const char *alias, const struct action *action, const char *part);
void schema_entered(struct buf *out, const char *alias, const struct reg *reg, int state);
/* INTEGER or TEXT. */
const char *schema_affinity(struct type type);
