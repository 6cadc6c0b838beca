#include "base/holidays.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/time.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* gov.uk/bank-holidays: alphagov/frontend, lib/data/bank-holidays.json, as of 21 August 2026. */
static const struct {
    enum holidays where;
    int year;
    const char *days;
} published[] = {
    {HOLIDAYS_ENGLAND_AND_WALES, 2025, "01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26"},
    {HOLIDAYS_ENGLAND_AND_WALES, 2026, "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28"},
    {HOLIDAYS_ENGLAND_AND_WALES, 2027, "01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28"},
    {HOLIDAYS_ENGLAND_AND_WALES, 2028, "01-03 04-14 04-17 05-01 05-29 08-28 12-25 12-26"},
    {HOLIDAYS_SCOTLAND, 2025, "01-01 01-02 04-18 05-05 05-26 08-04 12-01 12-25 12-26"},
    {HOLIDAYS_SCOTLAND, 2026, "01-01 01-02 04-03 05-04 05-25 06-15 08-03 11-30 12-25 12-28"},
    {HOLIDAYS_SCOTLAND, 2027, "01-01 01-04 03-26 05-03 05-31 08-02 11-30 12-27 12-28"},
    {HOLIDAYS_SCOTLAND, 2028, "01-03 01-04 04-14 05-01 05-29 08-07 11-30 12-25 12-26"},
    {HOLIDAYS_NORTHERN_IRELAND, 2025, "01-01 03-17 04-18 04-21 05-05 05-26 07-14 08-25 12-25 12-26"},
    {HOLIDAYS_NORTHERN_IRELAND, 2026, "01-01 03-17 04-03 04-06 05-04 05-25 07-13 08-31 12-25 12-28"},
    {HOLIDAYS_NORTHERN_IRELAND, 2027, "01-01 03-17 03-26 03-29 05-03 05-31 07-12 08-30 12-27 12-28"},
    {HOLIDAYS_NORTHERN_IRELAND, 2028, "01-03 03-17 04-14 04-17 05-01 05-29 07-12 08-28 12-25 12-26"},
    /* Proclaimed and moved days, and a Christmas Day on a Sunday. */
    {HOLIDAYS_ENGLAND_AND_WALES, 2011, "01-03 04-22 04-25 04-29 05-02 05-30 08-29 12-26 12-27"},
    {HOLIDAYS_ENGLAND_AND_WALES, 2012, "01-02 04-06 04-09 05-07 06-04 06-05 08-27 12-25 12-26"},
    {HOLIDAYS_ENGLAND_AND_WALES, 2020, "01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-28"},
    {HOLIDAYS_ENGLAND_AND_WALES, 2022, "01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27"},
    {HOLIDAYS_ENGLAND_AND_WALES, 2023, "01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26"},
    {HOLIDAYS_SCOTLAND, 2022, "01-03 01-04 04-15 05-02 06-02 06-03 08-01 09-19 11-30 12-26 12-27"},
    {HOLIDAYS_UK_ANY, 2026,
     "01-01 01-02 03-17 04-03 04-06 05-04 05-25 06-15 07-13 08-03 08-31 11-30 12-25 12-28"},
    {HOLIDAYS_NONE, 2026, ""},
    {HOLIDAYS_UK_ANY, 2009, ""},
    {HOLIDAYS_UK_ANY, 2061, ""},
};

static void published_days(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(published); i++) {
        int64_t days[HOLIDAYS_PER_YEAR];
        size_t n = holidays_in(published[i].where, published[i].year, days);
        ARENA_SCOPED arena = arena_new(1 << 16);
        struct buf out = buf_in(arena);
        for (size_t j = 0; j < n; j++) {
            struct date date = day_date(days[j]);
            assert_int_equal(date.year, published[i].year);
            buf_format(&out, "%s%02d-%02d", j ? " " : "", date.month, date.day);
        }
        assert_string_equal(buf_text(&out).s, published[i].days);
    }
}

static void holidays_are_weekdays(void **state)
{
    (void)state;
    for (int year = HOLIDAYS_FIRST_YEAR; year <= HOLIDAYS_LAST_YEAR; year++) {
        int64_t days[HOLIDAYS_PER_YEAR];
        size_t n = holidays_in(HOLIDAYS_UK_ANY, year, days);
        assert_in_range(n, 10, 20);
        for (size_t i = 0; i < n; i++) {
            assert_true(day_weekday(days[i]) < SATURDAY);
            assert_true(i == 0 || days[i - 1] < days[i]);
        }
    }
}

static void easter(void **state)
{
    static const struct date sundays[] = {{1961, 4, 2},  {2000, 4, 23}, {2008, 3, 23}, {2024, 3, 31},
                                          {2038, 4, 25}, {2049, 4, 18}, {2285, 3, 22}};
    (void)state;
    for (size_t i = 0; i < COUNT(sundays); i++)
        assert_int_equal(holidays_easter(sundays[i].year), day_of(sundays[i]));
}

static void names(void **state)
{
    enum holidays holidays = HOLIDAYS_NONE;
    (void)state;
    assert_true(holidays_named(TEXT("uk_any"), &holidays));
    assert_int_equal(holidays, HOLIDAYS_UK_ANY);
    assert_false(holidays_named(TEXT("wales"), &holidays));
    assert_string_equal(holidays_name(HOLIDAYS_SCOTLAND), "scotland");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(published_days),
        cmocka_unit_test(holidays_are_weekdays),
        cmocka_unit_test(easter),
        cmocka_unit_test(names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
