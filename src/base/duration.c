#include "base/duration.h"

static bool day_in_range(int64_t day, int64_t *out)
{
    if (day < DAY_MIN || day > DAY_MAX)
        return false;
    *out = day;
    return true;
}

static bool add_days(int64_t day, int64_t n, int64_t unit, int64_t *out)
{
    int64_t product, sum;
    return !__builtin_mul_overflow(n, unit, &product) && !__builtin_add_overflow(day, product, &sum) &&
           day_in_range(sum, out);
}

static bool add_months(int64_t day, int64_t n, int64_t unit, int64_t *out)
{
    int64_t product, month;
    if (__builtin_mul_overflow(n, unit, &product) || __builtin_add_overflow(day_month(day), product, &month))
        return false;
    if (month < day_month(DAY_MIN) || month > day_month(DAY_MAX))
        return false;
    int64_t sum = month_first_day(month) + day_date(day).day - 1, last = month_last_day(month);
    return day_in_range(sum < last ? sum : last, out);
}

bool duration_add_day(const struct workdays *workdays, int64_t day, int64_t n, enum duration_unit unit,
                      int64_t *out)
{
    switch (unit) {
    case DURATION_DAYS:
        return add_days(day, n, 1, out);
    case DURATION_WEEKS:
        return add_days(day, n, 7, out);
    case DURATION_MONTHS:
        return add_months(day, n, 1, out);
    case DURATION_YEARS:
        return add_months(day, n, 12, out);
    case DURATION_WORKDAYS:
        return workdays && workdays_nth(workdays, day, n, out);
    case DURATION_MINUTES:
    case DURATION_HOURS:
    case DURATION_WORKHOURS:
        return false;
    }
    return false;
}

static bool time_in_range(int64_t time, int64_t *out)
{
    if (time < TIME_MIN || time > TIME_MAX)
        return false;
    *out = time;
    return true;
}

static bool add_elapsed(int64_t time, int64_t n, int64_t unit, int64_t *out)
{
    int64_t product, sum;
    return !__builtin_mul_overflow(n, unit, &product) && !__builtin_add_overflow(time, product, &sum) &&
           time_in_range(sum, out);
}

/* The instant of that local day and clock; of two in autumn, `time` itself when it is one of them. */
static bool at_clock(const struct zone *zone, int64_t time, int64_t day, int64_t clock, int64_t *out)
{
    if (day == zone_day(zone, time) && clock == zone_clock(zone, time))
        return time_in_range(time, out);
    return time_in_range(zone_instant(zone, day, clock), out);
}

/* Working time is one line on which every working day lays its hours; the sum is a point on that line. A
 * point where one day closes and the next opens is the close when going forwards, the opening otherwise. */
static bool add_workhours(const struct zone *zone, const struct workdays *workdays, int64_t time, int64_t n,
                          int64_t *out)
{
    const struct workdays_rule *rule = workdays_rule(workdays);
    int64_t from = rule->from * TIME_MINUTE, length = (rule->to - rule->from) * TIME_MINUTE;
    int64_t day = zone_day(zone, time), worked = zone_clock(zone, time) - from, product, point;
    if (length <= 0)
        return false;
    worked = !workdays_is(workdays, day) || worked < 0 ? 0 : worked > length ? length : worked;
    if (__builtin_mul_overflow(n, TIME_HOUR, &product) || __builtin_add_overflow(worked, product, &point))
        return false;
    if (n > 0)
        point--;
    int64_t days = point / length - (point % length < 0), clock = from + point - days * length + (n > 0);
    return workdays_nth(workdays, day, 0, &day) && workdays_nth(workdays, day, days, &day) &&
           at_clock(zone, time, day, clock, out);
}

bool duration_add(const struct zone *zone, const struct workdays *workdays, int64_t time, int64_t n,
                  enum duration_unit unit, int64_t *out)
{
    if (unit == DURATION_MINUTES)
        return add_elapsed(time, n, TIME_MINUTE, out);
    if (unit == DURATION_HOURS)
        return add_elapsed(time, n, TIME_HOUR, out);
    if (unit == DURATION_WORKHOURS)
        return workdays && add_workhours(zone, workdays, time, n, out);
    int64_t day;
    return duration_add_day(workdays, zone_day(zone, time), n, unit, &day) &&
           at_clock(zone, time, day, zone_clock(zone, time), out);
}
