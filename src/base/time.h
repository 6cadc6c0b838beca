/* Instants, days and months: plain integers, and their written forms (RFC 3339, ISO 8601).
 *
 * A time is an instant: microseconds since 1970-01-01T00:00:00Z (no leap seconds).
 * A day is a calendar day: days since 1970-01-01. A month is year * 12 + month - 1.
 * A clock is a local time of day: minutes since midnight where rulebooks write it, microseconds where it is
 * computed. All stay within the years 1 to 9999 of the proleptic Gregorian calendar; parsers refuse anything
 * outside. Zones are in base/zone.h, adding durations in base/duration.h. */
#pragma once

#include "base/buf.h"

#define TIME_SECOND INT64_C(1000000)
#define TIME_MINUTE (60 * TIME_SECOND)
#define TIME_HOUR   (60 * TIME_MINUTE)
#define TIME_DAY    (24 * TIME_HOUR)

#define DAY_MIN  INT64_C(-719162) /* 0001-01-01 */
#define DAY_MAX  INT64_C(2932896) /* 9999-12-31 */
#define TIME_MIN (DAY_MIN * TIME_DAY)
#define TIME_MAX ((DAY_MAX + 1) * TIME_DAY - 1)

/* The units a rulebook writes durations in; base/duration.h says what each means. */
enum duration_unit {
    DURATION_MINUTES,
    DURATION_HOURS,
    DURATION_DAYS,
    DURATION_WEEKS,
    DURATION_MONTHS,
    DURATION_YEARS,
    DURATION_WORKDAYS,
    DURATION_WORKHOURS,
};

enum weekday { MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY };

struct date {
    int year, month, day; /* month and day from 1 */
};

/* The machine's clock. For logs and throttles only: record times come from the engine's clock. */
int64_t time_now(void);

/* The date must exist (date_exists). */
int64_t day_of(struct date date);
struct date day_date(int64_t day);
bool date_exists(struct date date);
enum weekday day_weekday(int64_t day);
/* The UTC day of an instant, and what has passed of it in microseconds. */
int64_t time_day(int64_t time);
int64_t time_clock(int64_t time);

int64_t day_month(int64_t day);
int64_t month_first_day(int64_t month);
int64_t month_last_day(int64_t month);

/* Each takes exactly the written form, nothing before or after it; false leaves *out as it was.
 * An instant is `2026-11-22T09:00:00Z`, with up to six decimals, or with `+00:00` for `Z`; `z`, `t` and
 * other offsets are refused. */
bool time_parse(struct text text, int64_t *out);
bool day_parse(struct text text, int64_t *out);   /* 2026-11-22 */
bool month_parse(struct text text, int64_t *out); /* 2026-11 */
/* `10:00` as minutes since midnight; `24:00` is 1440, the end of the day. */
bool clock_parse(struct text text, int *out);

/* Without decimals when they are zero, otherwise with all six. */
void time_put(struct buf *out, int64_t time);
void day_put(struct buf *out, int64_t day);
void month_put(struct buf *out, int64_t month);
void clock_put(struct buf *out, int minutes);
/* The same as a text of its own. */
struct text time_print(struct arena *arena, int64_t time);
struct text day_print(struct arena *arena, int64_t day);
struct text month_print(struct arena *arena, int64_t month);
