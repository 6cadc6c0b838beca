#include "base/time.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

static void day_and_date_agree(void **state)
{
    (void)state;
    struct date expected = {1, 1, 1};
    for (int64_t day = DAY_MIN; day <= DAY_MAX; day++) {
        struct date date = day_date(day);
        assert_memory_equal(&date, &expected, sizeof date);
        assert_int_equal(day_of(date), day);
        expected.day++;
        if (!date_exists(expected))
            expected = (struct date){date.year, date.month + 1, 1};
        if (!date_exists(expected))
            expected = (struct date){date.year + 1, 1, 1};
    }
}

static void weekdays(void **state)
{
    (void)state;
    assert_int_equal(day_weekday(0), THURSDAY);
    assert_int_equal(day_weekday(-1), WEDNESDAY);
    assert_int_equal(day_weekday(DAY_MIN), MONDAY);
    assert_int_equal(day_weekday(day_of((struct date){2026, 11, 22})), SUNDAY);
}

static void months(void **state)
{
    (void)state;
    int64_t february = 2028 * 12 + 1;
    assert_int_equal(day_month(day_of((struct date){2028, 2, 29})), february);
    assert_int_equal(month_last_day(february) - month_first_day(february), 28);
}

static void times_are_read_and_printed(void **state)
{
    static const struct {
        const char *text;
        int64_t time;
    } cases[] = {
        {"1970-01-01T00:00:00Z", 0},
        {"1969-12-31T23:59:59.999999Z", -1},
        {"2026-11-22T09:00:00Z", INT64_C(1795338000) * TIME_SECOND},
        {"2026-11-22T09:00:00.000120Z", INT64_C(1795338000) * TIME_SECOND + 120},
        {"0001-01-01T00:00:00Z", TIME_MIN},
        {"9999-12-31T23:59:59.999999Z", TIME_MAX},
    };
    (void)state;
    ARENA_SCOPED arena = arena_new(1 << 16);
    for (size_t i = 0; i < COUNT(cases); i++) {
        int64_t time = 7;
        assert_true(time_parse(text_of(cases[i].text), &time));
        assert_int_equal(time, cases[i].time);
        assert_string_equal(time_print(arena, time).s, cases[i].text);
    }
    int64_t tenth;
    assert_true(time_parse(TEXT("1970-01-01T00:00:00.1Z"), &tenth));
    assert_int_equal(tenth, TIME_SECOND / 10);
    assert_true(time_parse(TEXT("1970-01-01T00:00:01+00:00"), &tenth)); /* as Python prints it */
    assert_int_equal(tenth, TIME_SECOND);
}

static void other_times_are_refused(void **state)
{
    static const char *const texts[] = {"",
                                        "2026-11-22",
                                        "2026-11-22T09:00Z",
                                        "2026-11-22 09:00:00Z",
                                        "2026-11-22T09:00:00",
                                        "2026-11-22t09:00:00z",
                                        "2026-11-22T09:00:00+01:00",
                                        "2026-11-22T09:00:00-00:00",
                                        "2026-11-22T09:00:00Z+00:00",
                                        "2026-11-22T09:00:00Z ",
                                        "2026-11-22T24:00:00Z",
                                        "2026-11-22T23:60:00Z",
                                        "2026-11-22T23:59:60Z",
                                        "2026-11-22T09:00:00.Z",
                                        "2026-11-22T09:00:00.1234567Z",
                                        "2026-02-29T09:00:00Z",
                                        "0000-01-01T00:00:00Z",
                                        "12026-01-01T00:00:00Z",
                                        "2026-1-01T00:00:00Z",
                                        "-026-01-01T00:00:00Z"};
    (void)state;
    for (size_t i = 0; i < COUNT(texts); i++) {
        int64_t time = 7;
        assert_false(time_parse(text_of(texts[i]), &time));
        assert_int_equal(time, 7);
    }
}

static void days_months_and_clocks(void **state)
{
    (void)state;
    ARENA_SCOPED arena = arena_new(1 << 16);
    int64_t n;
    int minutes;
    assert_true(day_parse(TEXT("2028-02-29"), &n));
    assert_string_equal(day_print(arena, n).s, "2028-02-29");
    assert_false(day_parse(TEXT("2027-02-29"), &n));
    assert_false(day_parse(TEXT("2027-02-28x"), &n));
    assert_false(day_parse(TEXT("2027-13-01"), &n));
    assert_false(day_parse(TEXT("2027-00-01"), &n));
    assert_true(month_parse(TEXT("2026-11"), &n));
    assert_int_equal(n, 2026 * 12 + 10);
    assert_string_equal(month_print(arena, n).s, "2026-11");
    assert_false(month_parse(TEXT("2026-13"), &n));
    assert_false(month_parse(TEXT("2026-1"), &n));
    assert_true(clock_parse(TEXT("23:59"), &minutes));
    assert_int_equal(minutes, 1439);
    assert_true(clock_parse(TEXT("24:00"), &minutes));
    assert_int_equal(minutes, 1440);
    assert_false(clock_parse(TEXT("24:01"), &minutes));
    assert_false(clock_parse(TEXT("9:00"), &minutes));
    assert_false(clock_parse(TEXT("10:60"), &minutes));
    struct buf out = buf_in(arena);
    clock_put(&out, 485);
    assert_string_equal(buf_text(&out).s, "08:05");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(day_and_date_agree),
        cmocka_unit_test(weekdays),
        cmocka_unit_test(months),
        cmocka_unit_test(times_are_read_and_printed),
        cmocka_unit_test(other_times_are_refused),
        cmocka_unit_test(days_months_and_clocks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
