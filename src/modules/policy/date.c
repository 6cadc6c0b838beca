#include "modules/policy/line.h"

#include "base/time.h"

/* Takes a run of digits off the front. */
static bool date_number(struct text *rest, int *out, size_t *digits)
{
    size_t n = 0;
    int value = 0;
    for (; n < rest->n && n < 4 && rest->s[n] >= '0' && rest->s[n] <= '9'; n++)
        value = value * 10 + (rest->s[n] - '0');
    if (!n)
        return false;
    *rest = text_trim((struct text){rest->s + n, rest->n - n});
    *out = value;
    *digits = n;
    return true;
}

/* A month by its first three letters, "Sept" included. */
static bool date_month(struct text *rest, int *out)
{
    static const char names[] = "janfebmaraprmayjunjulaugsepoctnovdec";
    size_t n = 0;
    while (n < rest->n && ((rest->s[n] | 0x20) >= 'a' && (rest->s[n] | 0x20) <= 'z'))
        n++;
    if (n < 3)
        return false;
    for (int month = 0; month < 12; month++)
        if (text_same((struct text){rest->s, 3}, (struct text){names + (size_t)month * 3, 3})) {
            *rest = text_trim((struct text){rest->s + n, rest->n - n});
            *out = month + 1;
            return true;
        }
    return false;
}

static bool date_sign(struct text *rest)
{
    if (!rest->n || (rest->s[0] != '/' && rest->s[0] != '.' && rest->s[0] != '-'))
        return false;
    *rest = (struct text){rest->s + 1, rest->n - 1};
    return true;
}

/* "29/12/2014", "29 Dec 2014", "2 March 15", "February 2011": day first, as in Britain. */
static bool date_parts(struct text rest, struct date *date, bool *month_only)
{
    size_t digits;
    *month_only = date_month(&rest, &date->month);
    if (*month_only) {
        date->day = 1;
    } else {
        if (!date_number(&rest, &date->day, &digits) || digits > 2)
            return false;
        bool signs = date_sign(&rest);
        if (signs ? !date_number(&rest, &date->month, &digits) || !date_sign(&rest)
                  : !date_month(&rest, &date->month))
            return false;
    }
    if (!date_number(&rest, &date->year, &digits) || rest.n || (digits != 2 && digits != 4))
        return false;
    if (digits == 2)
        date->year += 2000;
    return true;
}

struct document_date document_date(struct text printed)
{
    struct document_date out = {.printed = text_trim(printed)};
    struct date date = {0};
    bool month_only = false;
    if (date_parts(out.printed, &date, &month_only) && date.year > 0 && date_exists(date)) {
        out.day = day_of(date);
        out.known = true;
        out.month_only = month_only;
    }
    return out;
}
