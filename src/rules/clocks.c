#include "rules/clocks.h"

struct clocks *clocks_new(struct arena *arena, const struct rulebook *rulebook)
{
    struct clocks *clocks = ARENA_NEW(arena, struct clocks);
    struct workdays_rule rule = {
        .holidays = rulebook->holidays,
        .weekdays = rulebook->working_days,
        .from = rulebook->working_from,
        .to = rulebook->working_to,
    };
    clocks->zone = zone_load(arena, rulebook->timezone);
    if (!clocks->zone)
        return NULL;
    clocks->own = workdays_new(arena, rule);
    clocks->named = ARENA_ARRAY(arena, const struct workdays *, rulebook->calendar_count);
    for (size_t i = 0; i < rulebook->calendar_count; i++) {
        rule.holidays = rulebook->calendars[i]->holidays;
        clocks->named[i] = workdays_new(arena, rule);
    }
    return clocks;
}

const struct workdays *clocks_calendar(const struct clocks *clocks, const struct rulebook *rulebook,
                                       const struct calendar_name *calendar)
{
    for (size_t i = 0; i < rulebook->calendar_count; i++)
        if (rulebook->calendars[i] == calendar)
            return clocks->named[i];
    return clocks->own;
}

bool clocks_known(int64_t day)
{
    return day >= CLOCKS_DAY_FIRST && day <= CLOCKS_DAY_LAST;
}

int64_t clocks_day(const struct clocks *clocks, struct value value)
{
    if (value.kind == VALUE_TIME)
        return zone_day(clocks->zone, value.i);
    return value.kind == VALUE_MONTH ? month_last_day(value.i) : value.i;
}

int64_t clocks_instant(const struct clocks *clocks, struct value value)
{
    return value.kind == VALUE_TIME ? value.i : zone_day_start(clocks->zone, clocks_day(clocks, value));
}

static struct value add_months(int64_t month, struct span span, int sign)
{
    int64_t n, sum;
    struct value missing = {0};
    if (__builtin_mul_overflow(span.n, span.unit == DURATION_YEARS ? 12 * sign : sign, &n) ||
        __builtin_add_overflow(month, n, &sum))
        return missing;
    if (sum < day_month(DAY_MIN) || sum > day_month(DAY_MAX))
        return missing;
    return (struct value){.kind = VALUE_MONTH, .i = sum};
}

struct value clocks_add(const struct clocks *clocks, const struct rulebook *rulebook, struct value value,
                        struct span span, int sign)
{
    struct value sum = {.kind = VALUE_TIME}, missing = {0};
    bool works = span.unit == DURATION_WORKDAYS || span.unit == DURATION_WORKHOURS;
    const struct workdays *workdays = works ? clocks_calendar(clocks, rulebook, span.calendar) : NULL;
    if (value.kind == VALUE_MISSING || span.n == INT64_MIN)
        return missing;
    if (value.kind == VALUE_MONTH && (span.unit == DURATION_MONTHS || span.unit == DURATION_YEARS))
        return add_months(value.i, span, sign);
    if (works && !clocks_known(clocks_day(clocks, value)))
        return missing;
    int64_t n = sign * span.n;
    if (value.kind == VALUE_TIME) {
        if (!duration_add(clocks->zone, workdays, value.i, n, span.unit, &sum.i))
            return missing;
    } else {
        sum.kind = VALUE_DATE;
        if (!duration_add_day(workdays, clocks_day(clocks, value), n, span.unit, &sum.i))
            return missing;
    }
    return works && !clocks_known(clocks_day(clocks, sum)) ? missing : sum;
}
