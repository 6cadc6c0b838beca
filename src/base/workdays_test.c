#include "base/workdays.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

enum { OFFICE_DAYS = 0x1f };

static int64_t day(const char *text)
{
    int64_t n;
    assert_true(day_parse(text_of(text), &n));
    return n;
}

static const struct workdays *office(struct arena *arena, enum holidays holidays)
{
    return workdays_new(arena, (struct workdays_rule){holidays, OFFICE_DAYS, 8 * 60, 18 * 60});
}

/* The 20th working day under the Freedom of Information Act, its wrong reading, and the Scottish act. */
static void freedom_of_information(void **state)
{
    static const struct {
        const char *received, *uk, *england, *scotland;
    } cases[] = {
        {"2026-06-01", "2026-06-30", "2026-06-29", "2026-06-30"},
        {"2026-07-06", "2026-08-05", "2026-08-03", "2026-08-04"},
        {"2026-11-16", "2026-12-15", "2026-12-14", "2026-12-15"},
        {"2026-11-23", "2026-12-22", "2026-12-21", "2026-12-22"},
        {"2026-12-14", "2027-01-15", "2027-01-14", "2027-01-15"},
        {"2026-12-26", "2027-01-27", "2027-01-26", "2027-01-27"},
        {"2027-03-01", "2027-04-01", "2027-03-31", "2027-03-30"},
    };
    (void)state;
    ARENA_SCOPED arena = arena_new(1 << 20);
    const struct workdays *uk = office(arena, HOLIDAYS_UK_ANY),
                          *england = office(arena, HOLIDAYS_ENGLAND_AND_WALES),
                          *scotland = office(arena, HOLIDAYS_SCOTLAND);
    for (size_t i = 0; i < COUNT(cases); i++) {
        int64_t due;
        assert_true(workdays_nth(uk, day(cases[i].received), 20, &due));
        assert_int_equal(due, day(cases[i].uk));
        assert_int_equal(workdays_between(uk, day(cases[i].received), due), 20);
        assert_true(workdays_nth(england, day(cases[i].received), 20, &due));
        assert_int_equal(due, day(cases[i].england));
        assert_true(workdays_nth(scotland, day(cases[i].received), 20, &due));
        assert_int_equal(due, day(cases[i].scotland));
    }
}

/* Against counting day by day, over years with and without holidays. */
static void counting_agrees(void **state)
{
    static const unsigned weekdays[] = {OFFICE_DAYS, 0x7f, 0x60, 0x15, 0x40};
    (void)state;
    for (size_t w = 0; w < COUNT(weekdays); w++) {
        ARENA_SCOPED arena = arena_new(1 << 20);
        const struct workdays *calendar =
            workdays_new(arena, (struct workdays_rule){HOLIDAYS_UK_ANY, weekdays[w], 0, 1440});
        int64_t start = day("2009-11-01"), counted = 0, found, last = 0;
        for (int64_t at = start; at < start + 900; at++) {
            if (workdays_is(calendar, at)) {
                counted++;
                assert_true(workdays_nth(calendar, start - 1, counted, &found) && found == at);
                assert_true(workdays_nth(calendar, at, 0, &found) && found == at);
                if (last)
                    assert_true(workdays_nth(calendar, at, -1, &found) && found == last);
                last = at;
            } else if (last) {
                assert_true(workdays_nth(calendar, at, -1, &found) && found == last);
                assert_true(workdays_nth(calendar, at, 0, &found) && found > at);
            }
            assert_int_equal(workdays_between(calendar, start - 1, at), counted);
            assert_int_equal(workdays_between(calendar, at, start - 1), -counted);
        }
    }
}

static void ends_of_the_calendar(void **state)
{
    int64_t found = 7;
    (void)state;
    ARENA_SCOPED arena = arena_new(1 << 20);
    const struct workdays *calendar = office(arena, HOLIDAYS_UK_ANY);
    const struct workdays *idle = workdays_new(arena, (struct workdays_rule){HOLIDAYS_UK_ANY, 0, 0, 1440});
    assert_false(workdays_nth(calendar, 0, INT64_MAX, &found));
    assert_false(workdays_nth(calendar, 0, INT64_MIN, &found));
    assert_false(workdays_nth(calendar, DAY_MAX, 1, &found));
    assert_true(workdays_nth(calendar, DAY_MIN, 0, &found) && found == DAY_MIN);
    assert_false(workdays_nth(calendar, DAY_MIN, -1, &found));
    assert_false(workdays_nth(idle, 0, 0, &found));
    assert_false(workdays_nth(idle, 0, 1, &found));
}

static void holidays_on_any_weekday(void **state)
{
    (void)state;
    ARENA_SCOPED arena = arena_new(1 << 20);
    const struct workdays *weekend =
        workdays_new(arena, (struct workdays_rule){HOLIDAYS_SCOTLAND, 0x60, 0, 1440});
    assert_true(workdays_holiday(weekend, day("2026-06-15")));
    assert_false(workdays_holiday(weekend, day("2026-06-16")));
    assert_false(workdays_is(weekend, day("2026-06-15")));
    assert_true(workdays_is(weekend, day("2026-06-14")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(freedom_of_information),
        cmocka_unit_test(counting_agrees),
        cmocka_unit_test(ends_of_the_calendar),
        cmocka_unit_test(holidays_on_any_weekday),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
