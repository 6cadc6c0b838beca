/* The zone and the working calendars of a rulebook, as rules count with them.
 *
 * Working days are known from CLOCKS_DAY_FIRST to CLOCKS_DAY_LAST: a value that needs another day is missing,
 * in every reading, because the table that SQL counts with ends there. */
#pragma once

#include "base/duration.h"
#include "rules/evaluate.h"

#define CLOCKS_DAY_FIRST INT64_C(10957) /* 2000-01-01 */
#define CLOCKS_DAY_LAST  INT64_C(33237) /* 2060-12-31, as far as holidays are known */

/* NULL: the rulebook's own. */
const struct workdays *clocks_calendar(const struct clocks *clocks, const struct rulebook *rulebook,
                                       const struct calendar_name *calendar);
bool clocks_known(int64_t day);

/* A date, month (its last day) or time (its local day) as a day. The value is not missing. */
int64_t clocks_day(const struct clocks *clocks, struct value value);
/* The first instant of a date's or month's day, the instant of a time. */
int64_t clocks_instant(const struct clocks *clocks, struct value value);
/* `value` plus `sign` times `span`; missing when it cannot be said. A date has no clock to count minutes,
 * hours or working hours from; a month plus anything but months and years is a date. */
struct value clocks_add(const struct clocks *clocks, const struct rulebook *rulebook, struct value value,
                        struct span span, int sign);
