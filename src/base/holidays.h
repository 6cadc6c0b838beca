/* Bank holidays of the United Kingdom, 2010 to 2060.
 *
 * Computed by the rules of the Banking and Financial Dealings Act 1971 (Easter, Mondays, substitute days),
 * with the days that were moved or proclaimed as data. Checked in holidays_test.c against gov.uk's own list
 * for 2025 to 2028. A substitute day counts; the weekend day it stands for does not. */
#pragma once

#include "base/text.h"

enum { HOLIDAYS_FIRST_YEAR = 2010, HOLIDAYS_LAST_YEAR = 2060, HOLIDAYS_PER_YEAR = 32 };

/* Bits: a day is in a union when it is in any of its parts. */
enum holidays {
    HOLIDAYS_NONE = 0,
    HOLIDAYS_ENGLAND_AND_WALES = 1,
    HOLIDAYS_SCOTLAND = 2,
    HOLIDAYS_NORTHERN_IRELAND = 4,
    HOLIDAYS_UK_ANY = 7, /* the days that Freedom of Information Act 2000 s.10(6) leaves out */
};

/* The names rulebooks use: england_and_wales, scotland, northern_ireland, uk_any, none. */
bool holidays_named(struct text name, enum holidays *out);
const char *holidays_name(enum holidays holidays);

/* The year's holidays as days, ascending, no repeats; none outside the years above. */
size_t holidays_in(enum holidays holidays, int year, int64_t out[static HOLIDAYS_PER_YEAR]);
/* Western Easter Sunday. */
int64_t holidays_easter(int year);
