#include "base/duration.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

static const struct {
    const char *time;
    int64_t n;
    enum duration_unit unit;
    const char *sum; /* NULL: missing */
} cases[] = {
    {"2026-03-28T12:00:00Z", 24, DURATION_HOURS, "2026-03-29T12:00:00Z"},
    {"2026-03-28T12:00:00Z", 1, DURATION_DAYS, "2026-03-29T11:00:00Z"}, /* noon by the clock */
    {"2026-03-28T01:30:00Z", 1, DURATION_DAYS, "2026-03-29T01:00:00Z"}, /* 01:30 is skipped */
    {"2026-10-24T00:30:00Z", 1, DURATION_DAYS, "2026-10-25T00:30:00Z"}, /* the first 01:30 */
    {"2026-10-25T01:30:00Z", 0, DURATION_DAYS, "2026-10-25T01:30:00Z"}, /* the second stays itself */
    {"2026-11-22T09:00:00Z", -90, DURATION_MINUTES, "2026-11-22T07:30:00Z"},
    {"2026-11-22T09:00:00Z", 2, DURATION_WEEKS, "2026-12-06T09:00:00Z"},
    {"2026-01-31T09:00:00Z", 1, DURATION_MONTHS, "2026-02-28T09:00:00Z"},
    {"2028-03-31T09:00:00Z", -1, DURATION_MONTHS, "2028-02-29T10:00:00Z"},
    {"2028-02-29T09:00:00Z", 1, DURATION_YEARS, "2029-02-28T09:00:00Z"},
    {"2026-11-22T09:00:00Z", -11, DURATION_MONTHS, "2025-12-22T09:00:00Z"},
    {"2026-11-22T09:00:00Z", 8000, DURATION_YEARS, NULL},
    {"2026-11-22T09:00:00Z", -2026, DURATION_YEARS, NULL},
    {"2026-11-22T09:00:00Z", INT64_MAX, DURATION_MINUTES, NULL},
    {"2026-11-22T09:00:00Z", INT64_MAX, DURATION_WEEKS, NULL},
    {"2026-11-22T09:00:00Z", INT64_MAX, DURATION_YEARS, NULL},
    {"2026-11-22T09:00:00Z", INT64_MAX, DURATION_WORKDAYS, NULL},
    {"2026-11-22T09:00:00Z", INT64_MIN, DURATION_WORKHOURS, NULL},
    {"2026-11-22T09:00:00Z", 9007199254740991, DURATION_WORKHOURS, NULL},
    /* Working days: 2026-11-20 is a Friday. */
    {"2026-11-20T09:00:00Z", 1, DURATION_WORKDAYS, "2026-11-23T09:00:00Z"},
    {"2026-11-21T09:00:00Z", 1, DURATION_WORKDAYS, "2026-11-23T09:00:00Z"},
    {"2026-11-21T09:00:00Z", 0, DURATION_WORKDAYS, "2026-11-23T09:00:00Z"},
    {"2026-11-20T09:00:00Z", 0, DURATION_WORKDAYS, "2026-11-20T09:00:00Z"},
    {"2026-11-23T09:00:00Z", -1, DURATION_WORKDAYS, "2026-11-20T09:00:00Z"},
    {"2026-11-22T09:00:00Z", -1, DURATION_WORKDAYS, "2026-11-20T09:00:00Z"},
    {"2026-12-24T09:00:00Z", 2, DURATION_WORKDAYS, "2026-12-30T09:00:00Z"},
    {"2026-03-27T09:00:00Z", 1, DURATION_WORKDAYS, "2026-03-30T08:00:00Z"},
    /* Late in the evening in summer, the local day is the next one. */
    {"2026-07-02T23:30:00Z", 1, DURATION_WORKDAYS, "2026-07-05T23:30:00Z"},
    /* Working hours, 08:00 to 18:00. */
    {"2026-11-19T16:00:00Z", 6, DURATION_WORKHOURS, "2026-11-20T12:00:00Z"},
    {"2026-11-20T16:00:00Z", 2, DURATION_WORKHOURS, "2026-11-20T18:00:00Z"},
    {"2026-11-20T17:59:59.999999Z", 1, DURATION_WORKHOURS, "2026-11-23T08:59:59.999999Z"},
    {"2026-11-20T18:00:00Z", 1, DURATION_WORKHOURS, "2026-11-23T09:00:00Z"},
    {"2026-11-21T12:00:00Z", 20, DURATION_WORKHOURS, "2026-11-24T18:00:00Z"},
    {"2026-11-20T06:00:00Z", 1, DURATION_WORKHOURS, "2026-11-20T09:00:00Z"},
    {"2026-11-20T06:00:00Z", 0, DURATION_WORKHOURS, "2026-11-20T08:00:00Z"},
    {"2026-11-20T09:15:00Z", 0, DURATION_WORKHOURS, "2026-11-20T09:15:00Z"},
    {"2026-11-20T18:00:00Z", 0, DURATION_WORKHOURS, "2026-11-23T08:00:00Z"},
    {"2026-11-22T09:00:00Z", 0, DURATION_WORKHOURS, "2026-11-23T08:00:00Z"},
    {"2026-11-23T09:00:00Z", -2, DURATION_WORKHOURS, "2026-11-20T17:00:00Z"},
    {"2026-11-23T09:00:00Z", -1, DURATION_WORKHOURS, "2026-11-23T08:00:00Z"},
    {"2026-11-22T09:00:00Z", -1, DURATION_WORKHOURS, "2026-11-20T17:00:00Z"},
    {"2026-03-27T17:00:00Z", 2, DURATION_WORKHOURS, "2026-03-30T08:00:00Z"},
};

static void sums(void **state)
{
    (void)state;
    ARENA_SCOPED arena = arena_new(1 << 20);
    const struct zone *zone = zone_load(arena, TEXT("Europe/London"));
    const struct workdays *workdays =
        workdays_new(arena, (struct workdays_rule){HOLIDAYS_ENGLAND_AND_WALES, 0x1f, 8 * 60, 18 * 60});
    for (size_t i = 0; i < COUNT(cases); i++) {
        int64_t time, sum = 7;
        assert_true(time_parse(text_of(cases[i].time), &time));
        bool given = duration_add(zone, workdays, time, cases[i].n, cases[i].unit, &sum);
        const char *text = given ? time_print(arena, sum).s : "missing";
        const char *expected = cases[i].sum ? cases[i].sum : "missing";
        if (strcmp(text, expected) != 0)
            fail_msg("%s + %lld of unit %d is %s, expected %s", cases[i].time, (long long)cases[i].n,
                     cases[i].unit, text, expected);
        assert_true(given || sum == 7);
    }
}

static void sums_of_days(void **state)
{
    int64_t start = day_of((struct date){2026, 1, 31}), sum = 7;
    (void)state;
    assert_true(duration_add_day(NULL, start, 1, DURATION_MONTHS, &sum));
    assert_int_equal(sum, day_of((struct date){2026, 2, 28}));
    assert_true(duration_add_day(NULL, start, -1, DURATION_WEEKS, &sum));
    assert_int_equal(sum, start - 7);
    assert_false(duration_add_day(NULL, start, 1, DURATION_HOURS, &sum));
    assert_false(duration_add_day(NULL, start, 1, DURATION_WORKDAYS, &sum));
    assert_false(duration_add_day(NULL, DAY_MAX, 1, DURATION_DAYS, &sum));
}

/* One working hour at a time, and many at once, are the same. */
static void working_hours_add_up(void **state)
{
    (void)state;
    ARENA_SCOPED arena = arena_new(1 << 20);
    const struct zone *zone = zone_load(arena, TEXT("Europe/London"));
    const struct workdays *workdays =
        workdays_new(arena, (struct workdays_rule){HOLIDAYS_UK_ANY, 0x1f, 8 * 60, 18 * 60});
    int64_t start, step, leap, back;
    assert_true(time_parse(TEXT("2026-12-18T11:20:00Z"), &start));
    step = start;
    for (int64_t n = 1; n <= 2000; n++) {
        assert_true(duration_add(zone, workdays, step, 1, DURATION_WORKHOURS, &step));
        assert_true(duration_add(zone, workdays, start, n, DURATION_WORKHOURS, &leap));
        assert_int_equal(step, leap);
        assert_true(duration_add(zone, workdays, leap, -n, DURATION_WORKHOURS, &back));
        assert_int_equal(back, start);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sums),
        cmocka_unit_test(sums_of_days),
        cmocka_unit_test(working_hours_add_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
