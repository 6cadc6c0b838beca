/* Adding durations to instants and days (rulebook language, "Exact meaning" 7).
 *
 * Minutes and hours are elapsed. Days, weeks, months and years keep the local clock; the 31st becomes the
 * last day of a short month; a clock time that spring skips becomes the first instant after the gap; one that
 * autumn repeats, the first. N working days: the Nth working day after the local day, at the same clock; 0:
 * that day if worked, else the next. Working hours run by the local clock within the working hours of working
 * days, from the next opening when outside them; they end at a day's close, never at the next opening, and 0
 * of them is the same instant or the next opening. A negative `n` goes back likewise. An answer on the same
 * local day and clock is the same instant. */
#pragma once

#include "base/workdays.h"
#include "base/zone.h"

/* `workdays` may be NULL for units that do not work. False, and *out as it was, when the answer lies outside
 * the years 1 to 9999 or the calendar has no working time: the value is then missing. */
bool duration_add(const struct zone *zone, const struct workdays *workdays, int64_t time, int64_t n,
                  enum duration_unit unit, int64_t *out);
/* The same to a day; false too for minutes, hours and working hours, which a day has not. */
bool duration_add_day(const struct workdays *workdays, int64_t day, int64_t n, enum duration_unit unit,
                      int64_t *out);
