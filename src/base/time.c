#include "base/time.h"

#include <time.h>

enum { DAYS_PER_ERA = 146097, DAYS_TO_1970 = 719468 };

static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

static bool is_leap(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int month_length(int year, int month)
{
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && is_leap(year) ? 29 : lengths[month - 1];
}

int64_t time_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * TIME_SECOND + now.tv_nsec / 1000;
}

/* Years are counted from March, so that the leap day is a year's last: the public-domain method of H.
 * Hinnant. */
int64_t day_of(struct date date)
{
    int64_t year = date.month > 2 ? date.year : date.year - 1;
    int64_t era = floor_div(year, 400), of_era = year - era * 400;
    int64_t month = (date.month + 9) % 12;
    int64_t of_year = (153 * month + 2) / 5 + date.day - 1;
    return era * DAYS_PER_ERA + of_era * 365 + of_era / 4 - of_era / 100 + of_year - DAYS_TO_1970;
}

struct date day_date(int64_t day)
{
    int64_t shifted = day + DAYS_TO_1970;
    int64_t era = floor_div(shifted, DAYS_PER_ERA), of_era = shifted - era * DAYS_PER_ERA;
    int64_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int64_t of_year = of_era - (365 * year + year / 4 - year / 100);
    int64_t from_march = (5 * of_year + 2) / 153;
    int64_t month = from_march < 10 ? from_march + 3 : from_march - 9;
    return (struct date){.year = (int)(year + era * 400 + (month <= 2)),
                         .month = (int)month,
                         .day = (int)(of_year - (153 * from_march + 2) / 5 + 1)};
}

bool date_exists(struct date date)
{
    return date.year >= 1 && date.year <= 9999 && date.month >= 1 && date.month <= 12 && date.day >= 1 &&
           date.day <= month_length(date.year, date.month);
}

enum weekday day_weekday(int64_t day)
{
    /* 1970-01-01 was a Thursday. */
    int64_t shifted = day + THURSDAY;
    return (enum weekday)(shifted - floor_div(shifted, 7) * 7);
}

int64_t time_day(int64_t time)
{
    return floor_div(time, TIME_DAY);
}

int64_t time_clock(int64_t time)
{
    return time - time_day(time) * TIME_DAY;
}

int64_t day_month(int64_t day)
{
    struct date date = day_date(day);
    return (int64_t)date.year * 12 + date.month - 1;
}

int64_t month_first_day(int64_t month)
{
    return day_of((struct date){
        .year = (int)floor_div(month, 12), .month = (int)(month - floor_div(month, 12) * 12) + 1, .day = 1});
}

int64_t month_last_day(int64_t month)
{
    return month_first_day(month + 1) - 1;
}

/* Takes exactly `digits` digits off the front. */
static bool take_digits(struct text *rest, size_t digits, int *out)
{
    int sum = 0;
    if (rest->n < digits)
        return false;
    for (size_t i = 0; i < digits; i++) {
        if (rest->s[i] < '0' || rest->s[i] > '9')
            return false;
        sum = sum * 10 + (rest->s[i] - '0');
    }
    *rest = (struct text){rest->s + digits, rest->n - digits};
    *out = sum;
    return true;
}

static bool take_char(struct text *rest, char c)
{
    if (!rest->n || rest->s[0] != c)
        return false;
    *rest = (struct text){rest->s + 1, rest->n - 1};
    return true;
}

static bool take_month(struct text *rest, struct date *out)
{
    return take_digits(rest, 4, &out->year) && take_char(rest, '-') && take_digits(rest, 2, &out->month);
}

static bool take_day(struct text *rest, int64_t *out)
{
    struct date date;
    if (!take_month(rest, &date) || !take_char(rest, '-') || !take_digits(rest, 2, &date.day) ||
        !date_exists(date))
        return false;
    *out = day_of(date);
    return true;
}

/* Microseconds of up to six decimals after the point. */
static bool take_fraction(struct text *rest, int64_t *out)
{
    int64_t unit = TIME_SECOND, sum = 0;
    int digit;
    if (!take_char(rest, '.'))
        return true;
    while (unit > 1 && take_digits(rest, 1, &digit)) {
        unit /= 10;
        sum += digit * unit;
    }
    *out = sum;
    return unit < TIME_SECOND;
}

bool time_parse(struct text text, int64_t *out)
{
    int64_t day, fraction = 0;
    int hour, minute, second;
    bool read = take_day(&text, &day) && take_char(&text, 'T') && take_digits(&text, 2, &hour) &&
                take_char(&text, ':') && take_digits(&text, 2, &minute) && take_char(&text, ':') &&
                take_digits(&text, 2, &second) && take_fraction(&text, &fraction) &&
                (text_is(text, "Z") || text_is(text, "+00:00"));
    if (!read || hour > 23 || minute > 59 || second > 59)
        return false;
    *out = day * TIME_DAY + hour * TIME_HOUR + minute * TIME_MINUTE + second * TIME_SECOND + fraction;
    return true;
}

bool day_parse(struct text text, int64_t *out)
{
    int64_t day;
    if (!take_day(&text, &day) || text.n)
        return false;
    *out = day;
    return true;
}

bool month_parse(struct text text, int64_t *out)
{
    struct date date = {.day = 1};
    if (!take_month(&text, &date) || text.n || !date_exists(date))
        return false;
    *out = (int64_t)date.year * 12 + date.month - 1;
    return true;
}

bool clock_parse(struct text text, int *out)
{
    int hour, minute;
    if (!take_digits(&text, 2, &hour) || !take_char(&text, ':') || !take_digits(&text, 2, &minute) || text.n)
        return false;
    if (minute > 59 || hour > 24 || (hour == 24 && minute > 0))
        return false;
    *out = hour * 60 + minute;
    return true;
}

/* Two digits and what stands before them: instants are on every line of every page. */
static char *put_two(char *at, char before, int64_t n)
{
    at[0] = before;
    at[1] = (char)('0' + n / 10);
    at[2] = (char)('0' + n % 10);
    return at + 3;
}

void time_put(struct buf *out, int64_t time)
{
    int64_t clock = time_clock(time);
    char text[16], *end = put_two(text, 'T', clock / TIME_HOUR);
    end = put_two(end, ':', clock / TIME_MINUTE % 60);
    end = put_two(end, ':', clock / TIME_SECOND % 60);
    day_put(out, time_day(time));
    buf_put(out, (struct text){text, (size_t)(end - text)});
    if (clock % TIME_SECOND) {
        buf_char(out, '.');
        buf_digits(out, (uint64_t)(clock % TIME_SECOND), 6);
    }
    buf_char(out, 'Z');
}

void day_put(struct buf *out, int64_t day)
{
    struct date date = day_date(day);
    char text[8], *end = put_two(put_two(text, '-', date.month), '-', date.day);
    buf_digits(out, (uint64_t)date.year, 4);
    buf_put(out, (struct text){text, (size_t)(end - text)});
}

void month_put(struct buf *out, int64_t month)
{
    struct date date = day_date(month_first_day(month));
    buf_format(out, "%04d-%02d", date.year, date.month);
}

void clock_put(struct buf *out, int minutes)
{
    buf_format(out, "%02d:%02d", minutes / 60, minutes % 60);
}

static struct text print(struct arena *arena, void (*put)(struct buf *, int64_t), int64_t n)
{
    struct buf out = buf_in(arena);
    put(&out, n);
    return buf_text(&out);
}

struct text time_print(struct arena *arena, int64_t time)
{
    return print(arena, time_put, time);
}

struct text day_print(struct arena *arena, int64_t day)
{
    return print(arena, day_put, day);
}

struct text month_print(struct arena *arena, int64_t month)
{
    return print(arena, month_put, month);
}
