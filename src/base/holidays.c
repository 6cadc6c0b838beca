#include "base/holidays.h"

#include <stdlib.h>

#include "base/time.h"

enum {
    ENGLAND = HOLIDAYS_ENGLAND_AND_WALES,
    SCOTLAND = HOLIDAYS_SCOTLAND,
    IRELAND = HOLIDAYS_NORTHERN_IRELAND
};

struct fixed_day {
    unsigned where;
    int month, day;
};

/* Days of a date; on a weekend, the next weekday that is not one of them stands in. In order of date. */
static const struct fixed_day fixed_days[] = {
    {HOLIDAYS_UK_ANY, 1, 1}, {SCOTLAND, 1, 2},          {IRELAND, 3, 17},          {IRELAND, 7, 12},
    {SCOTLAND, 11, 30},      {HOLIDAYS_UK_ANY, 12, 25}, {HOLIDAYS_UK_ANY, 12, 26},
};

/* Mondays of a month: the first, or the last. */
static const struct monday {
    unsigned where;
    int month;
    bool is_last;
} mondays[] = {
    {HOLIDAYS_UK_ANY, 5, false},
    {HOLIDAYS_UK_ANY, 5, true},
    {SCOTLAND, 8, false},
    {ENGLAND | IRELAND, 8, true},
};

/* What proclamations changed. `instead` is the ordinary day that was not one, all zero for one of its own. */
static const struct proclaimed {
    unsigned where;
    struct date day, instead;
} proclaimed[] = {
    {HOLIDAYS_UK_ANY, {2011, 4, 29}, {0}},
    {HOLIDAYS_UK_ANY, {2012, 6, 4}, {2012, 5, 28}},
    {HOLIDAYS_UK_ANY, {2012, 6, 5}, {0}},
    {HOLIDAYS_UK_ANY, {2020, 5, 8}, {2020, 5, 4}},
    {HOLIDAYS_UK_ANY, {2022, 6, 2}, {2022, 5, 30}},
    {HOLIDAYS_UK_ANY, {2022, 6, 3}, {0}},
    {HOLIDAYS_UK_ANY, {2022, 9, 19}, {0}},
    {HOLIDAYS_UK_ANY, {2023, 5, 8}, {0}},
    {SCOTLAND, {2026, 6, 15}, {0}},
};

static const struct {
    const char *name;
    enum holidays holidays;
} names[] = {
    {"none", HOLIDAYS_NONE},         {"england_and_wales", HOLIDAYS_ENGLAND_AND_WALES},
    {"scotland", HOLIDAYS_SCOTLAND}, {"northern_ireland", HOLIDAYS_NORTHERN_IRELAND},
    {"uk_any", HOLIDAYS_UK_ANY},
};

#define COUNT(array) (sizeof(array) / sizeof *(array))

struct list {
    int64_t *days;
    size_t count;
};

static bool has(const struct list *list, int64_t day)
{
    for (size_t i = 0; i < list->count; i++)
        if (list->days[i] == day)
            return true;
    return false;
}

static void add(struct list *list, int64_t day)
{
    if (!has(list, day) && list->count < HOLIDAYS_PER_YEAR)
        list->days[list->count++] = day;
}

static void add_fixed(struct list *list, unsigned where, int year)
{
    for (size_t i = 0; i < COUNT(fixed_days); i++) {
        int64_t day = day_of((struct date){year, fixed_days[i].month, fixed_days[i].day});
        if ((fixed_days[i].where & where) && day_weekday(day) < SATURDAY)
            add(list, day);
    }
    for (size_t i = 0; i < COUNT(fixed_days); i++) {
        int64_t day = day_of((struct date){year, fixed_days[i].month, fixed_days[i].day});
        if (!(fixed_days[i].where & where) || day_weekday(day) < SATURDAY)
            continue;
        while (day_weekday(day) >= SATURDAY || has(list, day))
            day++;
        add(list, day);
    }
}

static void add_mondays(struct list *list, unsigned where, int year)
{
    for (size_t i = 0; i < COUNT(mondays); i++) {
        int64_t month = (int64_t)year * 12 + mondays[i].month - 1;
        int64_t first = month_first_day(month), last = month_last_day(month);
        if (mondays[i].where & where)
            add(list, mondays[i].is_last ? last - (int64_t)day_weekday(last)
                                         : first + (7 - (int64_t)day_weekday(first)) % 7);
    }
}

static void add_proclaimed(struct list *list, unsigned where, int year)
{
    for (size_t i = 0; i < COUNT(proclaimed); i++) {
        if (proclaimed[i].day.year != year || !(proclaimed[i].where & where))
            continue;
        for (size_t j = 0; j < list->count && proclaimed[i].instead.year; j++)
            if (list->days[j] == day_of(proclaimed[i].instead))
                list->days[j] = day_of(proclaimed[i].day);
        add(list, day_of(proclaimed[i].day));
    }
}

static int compare(const void *a, const void *b)
{
    const int64_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

/* One of the three parts of the kingdom: a substitute in one is not moved by another's holidays. */
static void add_part(struct list *out, unsigned part, int year)
{
    int64_t days[HOLIDAYS_PER_YEAR];
    struct list list = {days, 0};
    int64_t easter = holidays_easter(year);
    add_fixed(&list, part, year);
    add_mondays(&list, part, year);
    add(&list, easter - 2);
    if (part != SCOTLAND)
        add(&list, easter + 1);
    add_proclaimed(&list, part, year);
    for (size_t i = 0; i < list.count; i++)
        add(out, list.days[i]);
}

size_t holidays_in(enum holidays holidays, int year, int64_t out[static HOLIDAYS_PER_YEAR])
{
    struct list list = {out, 0};
    if (year < HOLIDAYS_FIRST_YEAR || year > HOLIDAYS_LAST_YEAR)
        return 0;
    for (unsigned part = 1; part <= (unsigned)holidays; part <<= 1)
        if ((unsigned)holidays & part)
            add_part(&list, part, year);
    qsort(list.days, list.count, sizeof *list.days, compare);
    return list.count;
}

/* The Gregorian computus of Meeus, Astronomical Algorithms, chapter 8. */
int64_t holidays_easter(int year)
{
    int a = year % 19, b = year / 100, c = year % 100;
    int h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
    int l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
    int m = (a + 11 * h + 22 * l) / 451;
    int n = h + l - 7 * m + 114;
    return day_of((struct date){year, n / 31, n % 31 + 1});
}

bool holidays_named(struct text name, enum holidays *out)
{
    for (size_t i = 0; i < COUNT(names); i++)
        if (text_is(name, names[i].name)) {
            *out = names[i].holidays;
            return true;
        }
    return false;
}

const char *holidays_name(enum holidays holidays)
{
    for (size_t i = 0; i < COUNT(names); i++)
        if (names[i].holidays == holidays)
            return names[i].name;
    return "none";
}
