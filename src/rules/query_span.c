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
    if (kind == VALUE_TIME)
        return VALUE_TIME;
    return kind == VALUE_MONTH && months ? VALUE_MONTH : VALUE_DATE;
}

/* A span is added in steps, each a table of one row or none that the next one reads: as one WITH it stays
 * flat, where subqueries within each other would run into SQLite's limit of nesting. */

/* p: the local day and clock of the time t; l: both as one number. */
static const char LOCAL_STEPS[] =
    ", l(x) AS MATERIALIZED (SELECT t.x + z.\"offset\" * 1000000 FROM t CROSS JOIN \"reeve_zone\" z WHERE "
    "z.\"starts\" "
    "<= t.x"
    " ORDER BY z.\"starts\" DESC LIMIT 1), p(d, c) AS MATERIALIZED (SELECT (l.x + " QUERY_MICROS_SHIFT
    ") / " QUERY_MICROS_A_DAY " - " QUERY_DAYS_SHIFT ", (l.x + " QUERY_MICROS_SHIFT ") % " QUERY_MICROS_A_DAY
    " FROM l)";

/* i: the first instant at which the local clock shows w, or t itself when it shows that. */
static const char INSTANT_STEP[] =
    ", i(x) AS MATERIALIZED (SELECT CASE WHEN w.x = l.x THEN t.x"
    " WHEN w.x - z.\"offset\" * 1000000 > z.\"starts\" THEN w.x - z.\"offset\" * 1000000 ELSE z.\"starts\" "
    "END"
    " FROM t CROSS JOIN l CROSS JOIN w CROSS JOIN \"reeve_zone\" z WHERE NOT EXISTS (SELECT 1 FROM "
    "\"reeve_zone\" n WHERE n.\"starts\" > "
    "z.\"starts\""
    " AND n.\"starts\" <= w.x - z.\"offset\" * 1000000) ORDER BY z.\"starts\" LIMIT 1)";

/* The civil calendar in eras of 400 years that begin in March. */
static const char MONTH_STEPS[] =
    ", m1(era, doe) AS MATERIALIZED (SELECT (p.d + 719468) / 146097, (p.d + 719468) % 146097 FROM p)"
    ", m2(era, doe, yoe) AS MATERIALIZED (SELECT m1.era, m1.doe,"
    " (m1.doe - m1.doe / 1460 + m1.doe / 36524 - m1.doe / 146096) / 365 FROM m1)"
    ", m3(y, doy) AS MATERIALIZED (SELECT m2.era * 400 + m2.yoe,"
    " m2.doe - (365 * m2.yoe + m2.yoe / 4 - m2.yoe / 100) FROM m2)"
    ", m4(m, d) AS MATERIALIZED (SELECT m3.y * 12 + (5 * m3.doy + 2) / 153 + ";
/* The last day of a short month stands for those it has not. */
static const char MONTH_STEPS_END[] =
    ", m3.doy - (153 * ((5 * m3.doy + 2) / 153) + 2) / 5 FROM m3)"
    ", m5(d, f, n) AS MATERIALIZED (SELECT m4.d, " FIRST_OF("m4.m") ", " FIRST_OF(
        "(m4.m + 1)") " FROM m4 WHERE m4.m BETWEEN " MONTHS_FIRST " AND " MONTHS_LAST ")"
                      ", q(d) AS MATERIALIZED (SELECT CASE WHEN m5.f + m5.d < m5.n THEN m5.f + m5.d ELSE "
                      "m5.n - 1 END FROM m5)";

static void emit_within(struct query *query, int64_t low, int64_t high)
{
    query_put(query, " BETWEEN ");
    query_bind_int(query, low);
    query_put(query, " AND ");
    query_bind_int(query, high);
}

static void month_steps(struct query *query, int64_t months)
{
    query_put(query, MONTH_STEPS);
    query_bind_int(query, months);
    query_put(query, MONTH_STEPS_END);
}

static void day_step(struct query *query, int64_t days)
{
    query_put(query, ", q(d) AS MATERIALIZED (SELECT p.d + ");
    query_bind_int(query, days);
    query_put(query, " FROM p WHERE p.d + ");
    query_bind_int(query, days);
    emit_within(query, DAY_MIN, DAY_MAX);
    query_put(query, ")");
}

/* The working day that lies n of them from p's: n > 0 after it, 0 itself or the next. */
static void workday_step(struct query *query, const struct calendar_name *calendar, int64_t n)
{
    query_put(query, ", q(d) AS MATERIALIZED (SELECT b.\"day\" FROM p CROSS JOIN \"reeve_workday\" a CROSS "
                     "JOIN \"reeve_workday\" b"
                     " WHERE b.\"working\" = 1 AND b.\"ordinal\" = a.\"ordinal\" + ");
    query_bind_int(query, n > 0 ? n : n + 1);
    query_put(query, n > 0 ? "" : " - a.\"working\"");
    query_put(query, " AND a.\"day\" = p.d AND b.\"calendar\" = ");
    query_bind_calendar(query, calendar);
    query_put(query, " AND a.\"calendar\" = ");
    query_bind_calendar(query, calendar);
    query_put(query, ")");
}

/* q: the day that lies n units from p's. */
static void days_steps(struct query *query, struct span span, int64_t n)
{
    if (span.unit == DURATION_MONTHS || span.unit == DURATION_YEARS)
        month_steps(query, span.unit == DURATION_YEARS ? n * 12 : n);
    else if (span.unit == DURATION_WORKDAYS)
        workday_step(query, span.calendar, n);
    else
        day_step(query, span.unit == DURATION_WEEKS ? n * 7 : n);
}

/* Working time is one line on which every working day lays its hours (base/duration.c): k.p is the point on
 * it, counted from the opening of the working day after o of them; a point between two days is the close when
 * going forwards. */
static void workhours_steps(struct query *query, struct span span, int64_t n)
{
    struct buf *text = &query->out->text;
    const struct scene *scene = query->scene;
    const struct workdays_rule *rule =
        workdays_rule(clocks_calendar(scene->clocks, scene->rulebook, span.calendar));
    intmax_t from = rule->from * TIME_MINUTE, length = (rule->to - rule->from) * TIME_MINUTE;
    intmax_t many_days = 1000000; /* so that division rounds down */
    query_put(query, ", k(o, p) AS MATERIALIZED (SELECT a.\"ordinal\" - a.\"working\", ");
    query_bind_int(query, n * TIME_HOUR - (n > 0));
    buf_format(
        text,
        " + CASE WHEN a.\"working\" = 0 OR p.c <= %jd THEN 0 WHEN p.c > %jd THEN %jd ELSE p.c - %jd END"
        " FROM p CROSS JOIN \"reeve_workday\" a WHERE a.\"day\" = p.d AND a.\"calendar\" = ",
        from, from + length, length, from);
    query_bind_calendar(query, span.calendar);
    buf_format(text,
               "), w(x) AS MATERIALIZED (SELECT b.\"day\" * " QUERY_MICROS_A_DAY " + %jd + (k.p + %jd) %% %jd"
               " FROM k CROSS JOIN \"reeve_workday\" b WHERE b.\"working\" = 1"
               " AND b.\"ordinal\" = k.o + 1 + (k.p + %jd) / %jd - %jd AND b.\"calendar\" = ",
               from + (n > 0), length * many_days, length, length * many_days, length, many_days);
    query_bind_calendar(query, span.calendar);
    query_put(query, ")");
}

static void emit_time(struct query *query, const struct expr *value, struct span span, int64_t n)
{
    query_put(query, "(WITH t(x) AS MATERIALIZED (SELECT ");
    query_emit_value(query, value);
    query_put(query, ")");
    if (span.unit == DURATION_MINUTES || span.unit == DURATION_HOURS) {
        query_put(query, ", i(x) AS MATERIALIZED (SELECT t.x + ");
        query_bind_int(query, n * (span.unit == DURATION_HOURS ? TIME_HOUR : TIME_MINUTE));
        query_put(query, " FROM t)");
    } else {
        query_put(query, LOCAL_STEPS);
        if (span.unit == DURATION_WORKHOURS) {
            workhours_steps(query, span, n);
        } else {
            days_steps(query, span, n);
            query_put(query, ", w(x) AS MATERIALIZED (SELECT q.d * " QUERY_MICROS_A_DAY " + p.c FROM p, q)");
        }
        query_put(query, INSTANT_STEP);
    }
    query_put(query, " SELECT i.x FROM i WHERE i.x");
    emit_within(query, TIME_MIN, TIME_MAX);
    query_put(query, ")");
}

static void emit_date(struct query *query, const struct expr *value, struct span span, int64_t n)
{
    query_put(query, "(WITH p(d) AS MATERIALIZED (SELECT ");
    query_emit_day(query, value, 0);
    query_put(query, ")");
    days_steps(query, span, n);
    query_put(query, " SELECT q.d FROM q)");
}

static void emit_month(struct query *query, const struct expr *value, struct span span, int64_t n)
{
    query_put(query, "(WITH t(x) AS MATERIALIZED (SELECT ");
    query_emit_value(query, value);
    query_put(query, " + ");
    query_bind_int(query, span.unit == DURATION_YEARS ? n * 12 : n);
    query_put(query, ") SELECT t.x FROM t WHERE t.x");
    emit_within(query, day_month(DAY_MIN), day_month(DAY_MAX));
    query_put(query, ")");
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

static bool can_count(const struct query *query, enum value_kind kind, struct span span)
{
    bool by_clock =
        span.unit == DURATION_MINUTES || span.unit == DURATION_HOURS || span.unit == DURATION_WORKHOURS;
    if (kind != VALUE_TIME || span.unit != DURATION_WORKHOURS)
        return kind == VALUE_TIME || !by_clock;
    const struct scene *scene = query->scene;
    const struct workdays_rule *rule =
        workdays_rule(clocks_calendar(scene->clocks, scene->rulebook, span.calendar));
    return rule->from < rule->to;
}

void query_emit_span(struct query *query, const struct expr *value, struct span span, int sign)
{
    enum value_kind kind = query_kind(value);
    if (span.n == INT64_MIN || too_long(span, span.n) || !can_count(query, kind, span))
        query_put(query, "NULL");
    else if (kind == VALUE_TIME)
        emit_time(query, value, span, sign * span.n);
    else if (query_span_kind(kind, span) == VALUE_MONTH)
        emit_month(query, value, span, sign * span.n);
    else
        emit_date(query, value, span, sign * span.n);
}
