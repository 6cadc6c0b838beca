/* Time zones, from the system's tz database (TZif, RFC 8536), without the process's TZ.
 *
 * A zone is a table of periods, each with one offset, expanded to the end of 2100; the last one goes on for
 * ever. SQL uses the same table, so that both readings of a rule agree. Zones are constant and may be shared
 * by threads. */
#pragma once

#include "base/time.h"

struct zone;

struct zone_period {
    int64_t start;  /* instant from which the offset holds; INT64_MIN for the first */
    int64_t offset; /* seconds to add to UTC for local time */
};

/* NULL when there is no such zone, its name is not of letters, digits, `_`, `+`, `-` and `/`, or its file is
 * damaged. The zone lives in the arena. */
const struct zone *zone_load(struct arena *arena, struct text name);
/* Ascending, never empty, neighbours differ in offset. */
const struct zone_period *zone_periods(const struct zone *zone, size_t *count);

/* Seconds to add to UTC at that instant. */
int64_t zone_offset(const struct zone *zone, int64_t time);
/* What local calendars and clocks show at that instant; the clock in microseconds since local midnight. */
int64_t zone_day(const struct zone *zone, int64_t time);
int64_t zone_clock(const struct zone *zone, int64_t time);
/* The first instant at which that day's clock shows `clock` microseconds since midnight (0 to TIME_DAY);
 * when the clocks skip it in spring, the first instant after the gap. */
int64_t zone_instant(const struct zone *zone, int64_t day, int64_t clock);
/* A day's bounds as instants: [zone_day_start(day), zone_day_start(day + 1)). */
int64_t zone_day_start(const struct zone *zone, int64_t day);
