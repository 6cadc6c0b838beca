#include "base/workdays.h"

#include <string.h>

enum { WEEK = 7, ALL_DAYS = (1 << WEEK) - 1 };

/* A Monday from which ordinals count. */
#define ORIGIN INT64_C(-719162)

struct workdays {
    struct workdays_rule rule;
    size_t holiday_count, lost_count;
    const int64_t *holidays; /* ascending */
    const int64_t *lost;     /* those on weekdays that would have been worked */
};

static bool is_weekday(const struct workdays *workdays, int64_t day)
{
    return workdays->rule.weekdays >> day_weekday(day) & 1;
}

const struct workdays *workdays_new(struct arena *arena, struct workdays_rule rule)
{
    enum { YEARS = HOLIDAYS_LAST_YEAR - HOLIDAYS_FIRST_YEAR + 1 };
    struct workdays *workdays = ARENA_NEW(arena, struct workdays);
    int64_t *holidays = ARENA_ARRAY(arena, int64_t, YEARS * HOLIDAYS_PER_YEAR);
    int64_t *lost = ARENA_ARRAY(arena, int64_t, YEARS * HOLIDAYS_PER_YEAR);
    rule.weekdays &= ALL_DAYS;
    *workdays = (struct workdays){.rule = rule, .holidays = holidays, .lost = lost};
    for (int year = HOLIDAYS_FIRST_YEAR; year <= HOLIDAYS_LAST_YEAR; year++) {
        int64_t days[HOLIDAYS_PER_YEAR];
        size_t n = holidays_in(rule.holidays, year, days);
        for (size_t i = 0; i < n; i++) {
            holidays[workdays->holiday_count++] = days[i];
            if (is_weekday(workdays, days[i]))
                lost[workdays->lost_count++] = days[i];
        }
    }
    return workdays;
}

const struct workdays_rule *workdays_rule(const struct workdays *workdays)
{
    return &workdays->rule;
}

/* How many of `days`, ascending, are not after `day`. */
static size_t count_until(const int64_t *days, size_t n, int64_t day)
{
    size_t low = 0, high = n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (days[middle] <= day)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool includes(const int64_t *days, size_t n, int64_t day)
{
    size_t at = count_until(days, n, day);
    return at && days[at - 1] == day;
}

bool workdays_holiday(const struct workdays *workdays, int64_t day)
{
    return includes(workdays->holidays, workdays->holiday_count, day);
}

bool workdays_is(const struct workdays *workdays, int64_t day)
{
    return is_weekday(workdays, day) && !includes(workdays->lost, workdays->lost_count, day);
}

int64_t workdays_ordinal(const struct workdays *workdays, int64_t day)
{
    int64_t shifted = day - ORIGIN;
    int64_t weeks = shifted / WEEK - (shifted % WEEK < 0);
    int64_t of_week = shifted - weeks * WEEK;
    unsigned begun = workdays->rule.weekdays & ((2u << of_week) - 1);
    return weeks * __builtin_popcount(workdays->rule.weekdays) + __builtin_popcount(begun) -
           (int64_t)count_until(workdays->lost, workdays->lost_count, day);
}

int64_t workdays_between(const struct workdays *workdays, int64_t a, int64_t b)
{
    return workdays_ordinal(workdays, b) - workdays_ordinal(workdays, a);
}

bool workdays_nth(const struct workdays *workdays, int64_t day, int64_t n, int64_t *out)
{
    int64_t target, from = n > 0 ? workdays_ordinal(workdays, day) : workdays_ordinal(workdays, day - 1) + 1;
    if (__builtin_add_overflow(from, n, &target))
        return false;
    /* The first day with that ordinal is the working day itself. */
    int64_t low = DAY_MIN - 1, high = DAY_MAX;
    if (workdays_ordinal(workdays, low) >= target || workdays_ordinal(workdays, high) < target)
        return false;
    while (high - low > 1) {
        int64_t middle = low + (high - low) / 2;
        if (workdays_ordinal(workdays, middle) >= target)
            high = middle;
        else
            low = middle;
    }
    *out = high;
    return true;
}
