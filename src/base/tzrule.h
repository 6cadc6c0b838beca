/* The rule at the end of a TZif file, for the years after its last transition: `GMT0BST,M3.5.0/1,M10.5.0`
 * (POSIX TZ, with the wider hours of RFC 8536). Part of zone.c. */
#pragma once

#include "base/time.h"

enum tzrule_form { TZRULE_MONTH_WEEKDAY, TZRULE_JULIAN, TZRULE_DAY_OF_YEAR };

struct tzrule_change {
    enum tzrule_form form;
    int month, week, weekday; /* week 5 is the last; weekday 0 is Sunday */
    int day;                  /* JULIAN: 1 to 365, never 29 February; DAY_OF_YEAR: 0 to 365 */
    int64_t clock;            /* seconds after local midnight, may lie on other days */
};

struct tzrule {
    int64_t standard, summer; /* seconds to add to UTC */
    bool has_summer;
    struct tzrule_change begins, ends; /* of summer time */
};

bool tzrule_parse(struct text text, struct tzrule *out);
/* Seconds since midnight of 1970-01-01, in the local time that ends with the change. */
int64_t tzrule_change_at(const struct tzrule_change *change, int year);
