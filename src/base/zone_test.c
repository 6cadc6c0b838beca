#include "base/zone.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/tzrule.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static int64_t instant(const char *text)
{
    int64_t time;
    assert_true(time_parse(text_of(text), &time));
    return time;
}

static void offsets(void **state)
{
    static const struct {
        const char *zone, *time;
        int64_t offset;
    } cases[] = {
        {"Europe/London", "2026-03-29T00:59:59.999999Z", 0},
        {"Europe/London", "2026-03-29T01:00:00Z", 3600},
        {"Europe/London", "2026-10-25T00:59:59Z", 3600},
        {"Europe/London", "2026-10-25T01:00:00Z", 0},
        {"Europe/London", "1970-01-01T00:00:00Z", 3600}, /* British Standard Time */
        {"Europe/London", "1800-01-01T00:00:00Z", -75},
        {"Europe/London", "2100-06-01T00:00:00Z", 3600},
        {"Europe/London", "2200-06-01T00:00:00Z", 0},
        {"UTC", "2026-06-01T00:00:00Z", 0},
        {"America/New_York", "2026-07-01T00:00:00Z", -4 * 3600},
        {"Australia/Sydney", "2060-01-01T00:00:00Z", 11 * 3600},
        {"Australia/Sydney", "2060-07-01T00:00:00Z", 10 * 3600},
        {"Asia/Kathmandu", "2026-07-01T00:00:00Z", 20700},
        {"Etc/GMT+1", "2026-07-01T00:00:00Z", -3600},
        {"America/Nuuk", "2050-07-01T00:00:00Z", -3600},
    };
    (void)state;
    ARENA_SCOPED arena = arena_new(1 << 22);
    for (size_t i = 0; i < COUNT(cases); i++) {
        const struct zone *zone = zone_load(arena, text_of(cases[i].zone));
        assert_non_null(zone);
        assert_int_equal(zone_offset(zone, instant(cases[i].time)), cases[i].offset);
    }
}

static void unknown_zones(void **state)
{
    static const char *const names[] = {"",           "Europe/Lundon", "../../etc/passwd", "/etc/passwd",
                                        "Europe",     "zone.tab",      "tzdata.zi",        "Europe/London;x",
                                        "right/UTC\n"};
    (void)state;
    ARENA_SCOPED arena = arena_new(1 << 22);
    for (size_t i = 0; i < COUNT(names); i++)
        assert_null(zone_load(arena, text_of(names[i])));
}

static void periods_ascend(void **state)
{
    (void)state;
    ARENA_SCOPED arena = arena_new(1 << 20);
    const struct zone *zone = zone_load(arena, TEXT("Europe/London"));
    size_t count;
    const struct zone_period *periods = zone_periods(zone, &count);
    assert_true(count > 300);
    assert_int_equal(periods[0].start, INT64_MIN);
    for (size_t i = 1; i < count; i++) {
        assert_true(periods[i - 1].start < periods[i].start);
        assert_int_not_equal(periods[i - 1].offset, periods[i].offset);
    }
    assert_string_equal(time_print(arena, periods[count - 1].start).s, "2100-10-31T01:00:00Z");
}

static void local_clocks(void **state)
{
    static const struct {
        const char *day;
        int hour, minute;
        const char *instant;
    } cases[] = {
        {"2026-03-29", 0, 59, "2026-03-29T00:59:00Z"},
        {"2026-03-29", 1, 0, "2026-03-29T01:00:00Z"},
        {"2026-03-29", 1, 30, "2026-03-29T01:00:00Z"}, /* skipped */
        {"2026-03-29", 2, 0, "2026-03-29T01:00:00Z"},
        {"2026-10-25", 1, 30, "2026-10-25T00:30:00Z"}, /* the first */
        {"2026-10-25", 2, 0, "2026-10-25T02:00:00Z"},
        {"2026-07-01", 9, 0, "2026-07-01T08:00:00Z"},
        {"2026-07-01", 24, 0, "2026-07-01T23:00:00Z"},
        {"2026-07-01", 0, 0, "2026-06-30T23:00:00Z"},
        {"2150-07-01", 12, 0, "2150-07-01T12:00:00Z"},
    };
    (void)state;
    ARENA_SCOPED arena = arena_new(1 << 20);
    const struct zone *zone = zone_load(arena, TEXT("Europe/London"));
    for (size_t i = 0; i < COUNT(cases); i++) {
        int64_t day;
        assert_true(day_parse(text_of(cases[i].day), &day));
        int64_t time = zone_instant(zone, day, cases[i].hour * TIME_HOUR + cases[i].minute * TIME_MINUTE);
        assert_string_equal(time_print(arena, time).s, cases[i].instant);
    }
    int64_t late = instant("2026-06-30T23:30:00Z");
    assert_int_equal(zone_day(zone, late), day_of((struct date){2026, 7, 1}));
    assert_int_equal(zone_clock(zone, late), 30 * TIME_MINUTE);
}

/* In zones with every kind of change, the instant of a local time shows that time, or ends the gap that skips
 * it. */
static void instants_show_their_clock(void **state)
{
    static const char *const names[] = {"Europe/London", "America/New_York",  "Australia/Lord_Howe",
                                        "Pacific/Apia",  "Africa/Casablanca", "America/Santiago"};
    (void)state;
    ARENA_SCOPED arena = arena_new(1 << 23);
    for (size_t z = 0; z < COUNT(names); z++) {
        const struct zone *zone = zone_load(arena, text_of(names[z]));
        assert_non_null(zone);
        int64_t start = day_of((struct date){2009, 1, 1}), end = day_of((struct date){2029, 1, 1});
        for (int64_t at = start * 48; at < end * 48; at++) {
            int64_t day = at / 48, clock = at % 48 * 30 * TIME_MINUTE;
            int64_t time = zone_instant(zone, day, clock);
            int64_t shown = zone_day(zone, time) * TIME_DAY + zone_clock(zone, time);
            int64_t before = zone_day(zone, time - 1) * TIME_DAY + zone_clock(zone, time - 1);
            int64_t wanted = day * TIME_DAY + clock;
            assert_true(shown == wanted || (before < wanted && shown > wanted));
        }
    }
}

static void rules(void **state)
{
    static const char *const bad[] = {"",
                                      "GM",
                                      "GMT",
                                      "GMT0BST",
                                      "GMT0BST,M3.5.0/1",
                                      "GMT0BST,M13.5.0,M10.5.0",
                                      "GMT0BST,M3.6.0,M10.5.0",
                                      "GMT0BST,M3.5.7,M10.5.0",
                                      "<+03-3",
                                      "GMT0BST,J0,J1",
                                      "GMT0BST,M3.5.0/1,M10.5.0x"};
    struct tzrule rule;
    (void)state;
    for (size_t i = 0; i < COUNT(bad); i++)
        assert_false(tzrule_parse(text_of(bad[i]), &rule));
    assert_true(tzrule_parse(TEXT("<-02>2<-01>,M3.5.0/-1,M10.5.0/0"), &rule));
    assert_int_equal(rule.standard, -7200);
    assert_int_equal(rule.summer, -3600);
    assert_int_equal(rule.begins.clock, -3600);
    assert_true(tzrule_parse(TEXT("AAA-3:30BBB,J60/2:30:15,365/25"), &rule));
    assert_int_equal(rule.standard, 12600);
    assert_int_equal(tzrule_change_at(&rule.begins, 2028), day_of((struct date){2028, 3, 1}) * 86400 + 9015);
    assert_int_equal(tzrule_change_at(&rule.ends, 2028), day_of((struct date){2028, 12, 31}) * 86400 + 90000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(offsets),
        cmocka_unit_test(unknown_zones),
        cmocka_unit_test(periods_ascend),
        cmocka_unit_test(local_clocks),
        cmocka_unit_test(instants_show_their_clock),
        cmocka_unit_test(rules),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
