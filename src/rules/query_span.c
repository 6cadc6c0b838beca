#include "rules/query_parts.h"

/* Months counted from a March, so that a leap day ends its year: m = 12 * y + months since March, which is a
 * month's number (base/time.h) less 2. The first day of such a month, as days since 1970. */
#define FIRST_OF(m)                                                                                          \
    "(365 * (" m " / 12) + " m " / 48 - " m " / 1200 + " m " / 4800 + (153 * (" m " % 12) + 2) / 5 - "       \
                                                                                  "719468)"
#define MONTHS_FIRST "10"     /* January of the year 1 */
#define MONTHS_LAST  "119997" /* December of 9999 */

/* `x` stands in the template as `v.x`: a month's number; the last day of that month. */
const char QUERY_MONTH_END[] = FIRST_OF("(v.x - 1)") " - 1";

enum value_kind query_span_kind(enum value_kind kind, struct span span)
{
    bool months = span.unit == DURATION_MONTHS || span.unit == DURATION_YEARS;
    if (kind == VALUE_TIME || span.unit == DURATION_MINUTES || span.unit == DURATION_HOURS ||
        span.unit == DURATION_WORKHOURS)
        return VALUE_TIME;
    return kind == VALUE_MONTH && months ? VALUE_MONTH : VALUE_DATE;
}

/* Around a number: itself within the bounds, else missing. */
static void within_open(struct query *query, int64_t low, int64_t high)
{
    query_put(query, "(SELECT CASE WHEN v.x BETWEEN ");
    query_bind_int(query, low);
    query_put(query, " AND ");
    query_bind_int(query, high);
    query_put(query, " THEN v.x END FROM (SELECT ");
}

static void within_close(struct query *query)
{
    query_put(query, " AS x" QUERY_LET_END);
}

/* ---- days and months: from the local day v.x of an outer LET, or an expression ---- */

/* Around a day: so many months later, the last day of a short month; missing outside the years 1 to 9999. The
 * steps are those of the civil calendar in eras of 400 years that begin in March. */
static void months_open(struct query *query)
{
    query_put(query, "(SELECT CASE WHEN g.f + g.d < g.n THEN g.f + g.d ELSE g.n - 1 END"
                     " FROM (SELECT m.d, " FIRST_OF("m.m") " AS f, " FIRST_OF(
                         "(m.m + 1)") " AS n"
                                      " FROM (SELECT e.doy - (153 * e.mp + 2) / 5 AS d, e.y * 12 + e.mp + ");
}

static const char MONTHS_MIDDLE[] =
    " AS m FROM (SELECT d.y, d.doy, (5 * d.doy + 2) / 153 AS mp"
    " FROM (SELECT c.era * 400 + c.yoe AS y, c.doe - (365 * c.yoe + c.yoe / 4 - c.yoe / 100) AS doy"
    " FROM (SELECT b.era, b.doe, (b.doe - b.doe / 1460 + b.doe / 36524 - b.doe / 146096) / 365 AS yoe"
    " FROM (SELECT a.z / 146097 AS era, a.z % 146097 AS doe FROM (SELECT 719468 + ";

static void months_close(struct query *query)
{
    query_put(query, " AS z LIMIT 1 OFFSET 0) a LIMIT 1 OFFSET 0) b LIMIT 1 OFFSET 0) c LIMIT 1 OFFSET 0) d"
                     " LIMIT 1 OFFSET 0) e LIMIT 1 OFFSET 0) m WHERE m.m BETWEEN " MONTHS_FIRST
                     " AND " MONTHS_LAST " LIMIT 1 OFFSET 0) g)");
}

/* The working day that lies n of them from a day, of which `a` is the row: n > 0 after it, 0 itself or the
 * next. */
static void workday_open(struct query *query, const struct calendar_name *calendar, int64_t n)
{
    query_put(query, "(SELECT b.\"day\" FROM \"reeve_workday\" a, \"reeve_workday\" b WHERE b.\"working\" = 1"
                     " AND b.\"ordinal\" = a.\"ordinal\" + ");
    query_bind_int(query, n > 0 ? n : n + 1);
    query_put(query, n > 0 ? "" : " - a.\"working\"");
    query_put(query, " AND b.\"calendar\" = ");
    query_bind_calendar(query, calendar);
    query_put(query, " AND a.\"calendar\" = ");
    query_bind_calendar(query, calendar);
    query_put(query, " AND a.\"day\" = ");
}

/* What comes before and after a day to add `n` of `unit` to it. */
static void day_open(struct query *query, struct span span, int64_t n)
{
    if (span.unit == DURATION_MONTHS || span.unit == DURATION_YEARS) {
        months_open(query);
        query_bind_int(query, span.unit == DURATION_YEARS ? n * 12 : n);
        query_put(query, MONTHS_MIDDLE);
    } else if (span.unit == DURATION_WORKDAYS) {
        workday_open(query, span.calendar, n);
    } else {
        within_open(query, DAY_MIN, DAY_MAX);
        query_bind_int(query, span.unit == DURATION_WEEKS ? n * 7 : n);
        query_put(query, " + ");
    }
}

static void day_close(struct query *query, struct span span)
{
    if (span.unit == DURATION_MONTHS || span.unit == DURATION_YEARS)
        months_close(query);
    else if (span.unit == DURATION_WORKDAYS)
        query_put(query, ")");
    else
        within_close(query);
}

/* ---- times ---- */

static const char LOCAL_DAY[] =
    "((v.x + " QUERY_MICROS_SHIFT ") / " QUERY_MICROS_A_DAY " - " QUERY_DAYS_SHIFT ")";

/* The local clock kept, on another day. */
static void emit_wanted_by_day(struct query *query, const struct expr *value, struct span span, int64_t n)
{
    query_put(query, "(SELECT ");
    day_open(query, span, n);
    query_put(query, LOCAL_DAY);
    day_close(query, span);
    query_put(query, " * " QUERY_MICROS_A_DAY " + (v.x + " QUERY_MICROS_SHIFT ") % " QUERY_MICROS_A_DAY
                     " FROM (SELECT ");
    query_emit_local(query, value);
    query_put(query, " AS x" QUERY_LET_END);
}

/* Working time is one line on which every working day lays its hours (base/duration.c): p is the point on it,
 * counted from the opening of the working day after o of them; a point between two days is the close when
 * going forwards. */
static void emit_wanted_by_hours(struct query *query, const struct expr *value, struct span span, int64_t n)
{
    struct buf *text = &query->out->text;
    const struct scene *scene = query->scene;
    const struct workdays_rule *rule =
        workdays_rule(clocks_calendar(scene->clocks, scene->rulebook, span.calendar));
    int64_t from = rule->from * TIME_MINUTE, length = (rule->to - rule->from) * TIME_MINUTE;
    enum { MANY_DAYS = 1000000 }; /* so that division rounds down */
    buf_format(text,
               "(SELECT b.\"day\" * " QUERY_MICROS_A_DAY " + %jd + (v.p + %jd) %% %jd + %d FROM (SELECT"
               " a.\"ordinal\" - a.\"working\" AS o, ",
               (intmax_t)from, (intmax_t)(length * MANY_DAYS), (intmax_t)length, n > 0);
    query_bind_int(query, n * TIME_HOUR - (n > 0));
    buf_format(text,
               " + CASE WHEN a.\"working\" = 0 OR c.c <= 0 THEN 0 WHEN c.c > %jd THEN %jd ELSE c.c END AS p"
               " FROM (SELECT %s AS d, (v.x + " QUERY_MICROS_SHIFT ") %% " QUERY_MICROS_A_DAY
               " - %jd AS c FROM (SELECT ",
               (intmax_t)length, (intmax_t)length, LOCAL_DAY, (intmax_t)from);
    query_emit_local(query, value);
    query_put(query,
              " AS x LIMIT 1 OFFSET 0) v LIMIT 1 OFFSET 0) c, \"reeve_workday\" a WHERE a.\"day\" = c.d"
              " AND a.\"calendar\" = ");
    query_bind_calendar(query, span.calendar);
    buf_format(text,
               " LIMIT 1 OFFSET 0) v, \"reeve_workday\" b WHERE b.\"working\" = 1"
               " AND b.\"ordinal\" = v.o + 1 + (v.p + %jd) / %jd - %d AND b.\"calendar\" = ",
               (intmax_t)(length * MANY_DAYS), (intmax_t)length, MANY_DAYS);
    query_bind_calendar(query, span.calendar);
    query_put(query, ")");
}

static void emit_wanted(struct query *query, const struct expr *value, struct span span, int64_t n)
{
    if (span.unit == DURATION_WORKHOURS)
        emit_wanted_by_hours(query, value, span, n);
    else
        emit_wanted_by_day(query, value, span, n);
}

/* None of anything is the same instant, where it can be: the second of two in autumn is not the first. */
static void emit_none(struct query *query, const struct expr *value, struct span span)
{
    query_put(query, "CASE WHEN ");
    emit_wanted(query, value, span, 0);
    query_put(query, " = ");
    query_emit_local(query, value);
    query_put(query, " THEN ");
    query_emit_instant(query, value, 0);
    query_put(query, " ELSE ");
    query_instant_open(query);
    emit_wanted(query, value, span, 0);
    query_instant_close(query);
    query_put(query, " END");
}

static void emit_time(struct query *query, const struct expr *value, struct span span, int64_t n)
{
    within_open(query, TIME_MIN, TIME_MAX);
    if (span.unit == DURATION_MINUTES || span.unit == DURATION_HOURS) {
        query_emit_instant(query, value, 0);
        query_put(query, " + ");
        query_bind_int(query, n * (span.unit == DURATION_HOURS ? TIME_HOUR : TIME_MINUTE));
    } else if (n == 0) {
        emit_none(query, value, span);
    } else {
        query_instant_open(query);
        emit_wanted(query, value, span, n);
        query_instant_close(query);
    }
    within_close(query);
}

/* More than this leads out of the years 1 to 9999, or of the working calendar, from anywhere. */
static bool too_long(struct span span, int64_t n)
{
    static const int64_t LONGEST[] = {
        [DURATION_MINUTES] = INT64_C(6000000000),
        [DURATION_HOURS] = 100000000,
        [DURATION_DAYS] = 4000000,
        [DURATION_WEEKS] = 600000,
        [DURATION_MONTHS] = 120000,
        [DURATION_YEARS] = 10000,
        [DURATION_WORKDAYS] = 40000,
        [DURATION_WORKHOURS] = 1000000,
    };
    return n > LONGEST[span.unit] || n < -LONGEST[span.unit];
}

static bool has_hours(const struct query *query, struct span span)
{
    const struct scene *scene = query->scene;
    if (span.unit != DURATION_WORKHOURS)
        return true;
    const struct workdays_rule *rule =
        workdays_rule(clocks_calendar(scene->clocks, scene->rulebook, span.calendar));
    return rule->from < rule->to;
}

void query_emit_span(struct query *query, const struct expr *value, struct span span, int sign)
{
    enum value_kind kind = query_kind(value);
    int64_t n = span.n == INT64_MIN ? 0 : sign * span.n;
    if (span.n == INT64_MIN || too_long(span, n) || !has_hours(query, span)) {
        query_put(query, "NULL");
        return;
    }
    switch ((int)query_span_kind(kind, span)) {
    case VALUE_TIME:
        emit_time(query, value, span, n);
        break;
    case VALUE_MONTH:
        within_open(query, day_month(DAY_MIN), day_month(DAY_MAX));
        query_emit_value(query, value);
        query_put(query, " + ");
        query_bind_int(query, span.unit == DURATION_YEARS ? n * 12 : n);
        within_close(query);
        break;
    default:
        day_open(query, span, n);
        query_emit_day(query, value, 0);
        day_close(query, span);
        break;
    }
}
