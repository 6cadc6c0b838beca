/* Working calendars: which days are worked, and between which hours.
 *
 * A calendar is constant once made and may be shared by threads. Counting takes the same short time however
 * far apart the days are. Days outside the holidays' years (base/holidays.h) have weekends, no holidays. */
#pragma once

#include "base/holidays.h"
#include "base/time.h"

struct workdays_rule {
    enum holidays holidays;
    unsigned weekdays; /* bit 0 Monday ... bit 6 Sunday */
    int from, to;      /* the working clock, minutes since midnight, from < to */
};

struct workdays;

/* Lives in the arena. */
const struct workdays *workdays_new(struct arena *arena, struct workdays_rule rule);
const struct workdays_rule *workdays_rule(const struct workdays *workdays);

bool workdays_is(const struct workdays *workdays, int64_t day);
/* A holiday of the calendar's set, on whatever weekday. */
bool workdays_holiday(const struct workdays *workdays, int64_t day);
/* Working days up to and including `day`, from a fixed start: only differences mean anything.
 * This is the column `ordinal` of the table that SQL counts with. */
int64_t workdays_ordinal(const struct workdays *workdays, int64_t day);
/* Working days d with a < d <= b; negative when b is before a. */
int64_t workdays_between(const struct workdays *workdays, int64_t a, int64_t b);
/* n > 0: the nth working day after `day`; 0: `day` if it is one, else the next; n < 0: the -nth before it.
 * False when that lies outside DAY_MIN to DAY_MAX, or the calendar has no working day. */
bool workdays_nth(const struct workdays *workdays, int64_t day, int64_t n, int64_t *out);
