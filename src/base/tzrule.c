#include "base/tzrule.h"

static bool take(struct text *rest, char c)
{
    if (!rest->n || rest->s[0] != c)
        return false;
    *rest = (struct text){rest->s + 1, rest->n - 1};
    return true;
}

static bool take_number(struct text *rest, int least, int most, int *out)
{
    int sum = 0;
    size_t n = 0;
    while (n < rest->n && n < 3 && rest->s[n] >= '0' && rest->s[n] <= '9')
        sum = sum * 10 + (rest->s[n++] - '0');
    if (!n || sum < least || sum > most)
        return false;
    *rest = (struct text){rest->s + n, rest->n - n};
    *out = sum;
    return true;
}

/* [+-]hh[:mm[:ss]] as seconds. */
static bool take_clock(struct text *rest, int64_t *out)
{
    int hours, minutes = 0, seconds = 0;
    bool minus = take(rest, '-');
    if (!minus)
        take(rest, '+');
    if (!take_number(rest, 0, 167, &hours))
        return false;
    if (take(rest, ':') && !take_number(rest, 0, 59, &minutes))
        return false;
    if (take(rest, ':') && !take_number(rest, 0, 59, &seconds))
        return false;
    *out = (hours * 3600 + minutes * 60 + seconds) * (minus ? -1 : 1);
    return true;
}

/* `GMT` or `<+03>`: of no use here. */
static bool skip_name(struct text *rest)
{
    bool quoted = take(rest, '<');
    size_t n = 0;
    while (n < rest->n &&
           (quoted ? rest->s[n] != '>' : (rest->s[n] | 0x20) >= 'a' && (rest->s[n] | 0x20) <= 'z'))
        n++;
    *rest = (struct text){rest->s + n, rest->n - n};
    return n >= 3 && (!quoted || take(rest, '>'));
}

static bool take_change(struct text *rest, struct tzrule_change *out)
{
    out->clock = INT64_C(2) * 3600;
    if (take(rest, 'M')) {
        out->form = TZRULE_MONTH_WEEKDAY;
        if (!take_number(rest, 1, 12, &out->month) || !take(rest, '.') ||
            !take_number(rest, 1, 5, &out->week) || !take(rest, '.') ||
            !take_number(rest, 0, 6, &out->weekday))
            return false;
    } else if (take(rest, 'J')) {
        out->form = TZRULE_JULIAN;
        if (!take_number(rest, 1, 365, &out->day))
            return false;
    } else {
        out->form = TZRULE_DAY_OF_YEAR;
        if (!take_number(rest, 0, 365, &out->day))
            return false;
    }
    return !take(rest, '/') || take_clock(rest, &out->clock);
}

/* POSIX counts offsets westwards. */
static bool take_offset(struct text *rest, int64_t *out)
{
    int64_t west;
    if (!take_clock(rest, &west))
        return false;
    *out = -west;
    return true;
}

bool tzrule_parse(struct text text, struct tzrule *out)
{
    *out = (struct tzrule){0};
    if (!skip_name(&text) || !take_offset(&text, &out->standard))
        return false;
    if (!text.n)
        return true;
    out->has_summer = true;
    out->summer = out->standard + 3600;
    if (!skip_name(&text))
        return false;
    if (text.n && text.s[0] != ',' && !take_offset(&text, &out->summer))
        return false;
    return take(&text, ',') && take_change(&text, &out->begins) && take(&text, ',') &&
           take_change(&text, &out->ends) && text.n == 0;
}

static int64_t change_day(const struct tzrule_change *change, int year)
{
    int64_t new_year = day_of((struct date){year, 1, 1});
    if (change->form == TZRULE_DAY_OF_YEAR)
        return new_year + change->day;
    if (change->form == TZRULE_JULIAN)
        return new_year + change->day - 1 + (change->day >= 60 && date_exists((struct date){year, 2, 29}));
    int64_t first = day_of((struct date){year, change->month, 1});
    int64_t sunday_based = (day_weekday(first) + 1) % 7;
    int64_t day = first + (change->weekday - sunday_based + 7) % 7 + (change->week - 1) * INT64_C(7);
    int64_t last = month_last_day(day_month(first));
    return day > last ? day - 7 : day;
}

int64_t tzrule_change_at(const struct tzrule_change *change, int year)
{
    return change_day(change, year) * (TIME_DAY / TIME_SECOND) + change->clock;
}
