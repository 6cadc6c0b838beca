#include "rules/query_parts.h"

/* Weeks before DAY_MIN, and after DAY_MAX, for the same reason. */
#define WEEKS_BEFORE "1400000"
#define WEEKS_AFTER  3500000

/* What a local clock and calendar show at an instant, as microseconds since local 1970. */
static void emit_local(struct query *query, const struct expr *time, int shift)
{
    query_put(query, "(SELECT v.x + z.\"offset\" * 1000000 FROM (SELECT ");
    query_emit_value(query, time);
    if (shift)
        buf_format(&query->out->text, " + (%d)", shift);
    query_put(query,
              " AS x LIMIT 1 OFFSET 0) v CROSS JOIN \"reeve_zone\" z WHERE z.\"starts\" <= v.x ORDER BY "
              "z.\"starts\" DESC LIMIT 1)");
}

static void emit_month_end(struct query *query, const struct expr *month)
{
    query_put(query, "(SELECT ");
    query_put(query, QUERY_MONTH_END);
    query_put(query, " FROM (SELECT ");
    query_emit_value(query, month);
    query_put(query, " AS x" QUERY_LET_END);
}

void query_emit_day(struct query *query, const struct expr *expr, int shift)
{
    enum value_kind kind = query_kind(expr);
    if (query_constant(query, expr, 0)) {
        struct value value = evaluate_value(query->scene, expr);
        if (value.kind == VALUE_TIME)
            value.i += shift;
        query_bind(query,
                   value.kind == VALUE_MISSING
                       ? value
                       : (struct value){.kind = VALUE_DATE, .i = clocks_day(query->scene->clocks, value)});
    } else if (kind == VALUE_TIME) {
        query_put(query, "((");
        emit_local(query, expr, shift);
        query_put(query, " + " QUERY_MICROS_SHIFT ") / " QUERY_MICROS_A_DAY " - " QUERY_DAYS_SHIFT ")");
    } else if (kind == VALUE_MONTH) {
        emit_month_end(query, expr);
    } else {
        query_emit_value(query, expr);
    }
}

static void emit_local_of(struct query *query, const struct expr *expr)
{
    if (query_kind(expr) == VALUE_TIME) {
        emit_local(query, expr, 0);
        return;
    }
    query_put(query, "(");
    query_emit_day(query, expr, 0);
    query_put(query, " * " QUERY_MICROS_A_DAY ")");
}

/* The first instant at which the local clock shows v.x or later, in any of the zone's periods. */
static const char INSTANT_OPEN[] =
    "(SELECT CASE WHEN v.x - z.\"offset\" * 1000000 > z.\"starts\" THEN v.x - z.\"offset\" * 1000000"
    " ELSE z.\"starts\" END FROM (SELECT ";
static const char INSTANT_CLOSE[] =
    " AS x LIMIT 1 OFFSET 0) v CROSS JOIN \"reeve_zone\" z WHERE v.x IS NOT NULL AND "
    "NOT EXISTS (SELECT 1 FROM \"reeve_zone\" n"
    " WHERE n.\"starts\" > z.\"starts\" AND n.\"starts\" <= v.x - "
    "z.\"offset\" * 1000000) ORDER BY z.\"starts\" LIMIT 1)";

void query_emit_instant(struct query *query, const struct expr *expr, int days)
{
    if (query_kind(expr) == VALUE_TIME) {
        query_emit_value(query, expr);
        return;
    }
    query_put(query, INSTANT_OPEN);
    query_put(query, "(");
    query_emit_day(query, expr, 0);
    buf_format(&query->out->text, " + %d) * " QUERY_MICROS_A_DAY, days);
    query_put(query, INSTANT_CLOSE);
}

/* ---- how long between two ---- */

static void emit_difference(struct query *query, const struct expr *expr,
                            void (*emit)(struct query *, const struct expr *), const char *unit)
{
    query_put(query, "((");
    emit(query, expr->args[1]);
    query_put(query, " - ");
    emit(query, expr->args[0]);
    buf_format(&query->out->text, ") / %s)", unit);
}

static void emit_instant(struct query *query, const struct expr *expr)
{
    query_emit_instant(query, expr, 0);
}

static void emit_day(struct query *query, const struct expr *expr)
{
    query_emit_day(query, expr, 0);
}

void query_bind_calendar(struct query *query, const struct calendar_name *calendar)
{
    query_bind_text(query, calendar ? calendar->name : TEXT(""));
}

static void emit_workdays(struct query *query, const struct expr *expr)
{
    query_put(query, "(SELECT b.\"ordinal\" - a.\"ordinal\" FROM (SELECT ");
    query_emit_day(query, expr->args[0], 0);
    query_put(query, " AS x, ");
    query_emit_day(query, expr->args[1], 0);
    query_put(query, " AS y LIMIT 1 OFFSET 0) v CROSS JOIN \"reeve_workday\" a CROSS JOIN \"reeve_workday\" "
                     "b WHERE a.\"calendar\" = ");
    query_bind_calendar(query, expr->calendar);
    query_put(query, " AND a.\"day\" = v.x AND b.\"calendar\" = ");
    query_bind_calendar(query, expr->calendar);
    query_put(query, " AND b.\"day\" = v.y)");
}

void query_emit_between(struct query *query, const struct expr *expr)
{
    bool times = query_kind(expr->args[0]) == VALUE_TIME && query_kind(expr->args[1]) == VALUE_TIME;
    if (expr->kind == EXPR_HOURS)
        emit_difference(query, expr, emit_instant, "3600000000");
    else if (expr->kind == EXPR_WORKDAYS)
        emit_workdays(query, expr);
    else if (times)
        emit_difference(query, expr, emit_local_of, QUERY_MICROS_A_DAY);
    else
        emit_difference(query, expr, emit_day, "1");
}

/* ---- weekdays, holidays, clocks ---- */

/* Closes a LET of the days touched: x the first, y the day of the end, z the last one touched. */
static void emit_days_touched(struct query *query, const struct expr *expr)
{
    query_put(query, " FROM (SELECT ");
    query_emit_day(query, expr->args[0], 0);
    query_put(query, " AS x");
    if (expr->count > 1) {
        query_put(query, ", ");
        query_emit_day(query, expr->args[1], 0);
        query_put(query, " AS y, ");
        query_emit_day(query, expr->args[1], query_kind(expr->args[1]) == VALUE_TIME ? -1 : 0);
        query_put(query, " AS z");
    }
    query_put(query, " LIMIT 1 OFFSET 0) v");
}

#define LAST_TOUCHED "CASE WHEN v.z > v.x THEN v.z ELSE v.x END"

static void emit_weekday_of_period(struct query *query, const struct expr *expr)
{
    bool first = true;
    query_put(query, expr->negated ? "v.y >= v.x AND NOT (" : "v.y >= v.x AND (");
    for (int day = 0; day < 7; day++) {
        if (!(expr->days >> day & 1))
            continue;
        /* Days from x to the next such weekday; day 0 was a Thursday. */
        buf_format(&query->out->text, "%s(%d - v.x) %% 7 <= " LAST_TOUCHED " - v.x", first ? "" : " OR ",
                   day + 4 + WEEKS_AFTER);
        first = false;
    }
    query_put(query, ")");
}

void query_emit_weekday(struct query *query, const struct expr *expr)
{
    query_put(query, "(SELECT ");
    if (expr->count > 1) {
        emit_weekday_of_period(query, expr);
    } else {
        query_put(query, "(v.x + 3 + " WEEKS_BEFORE ") % 7");
        query_put(query, expr->negated ? " NOT IN (" : " IN (");
        bool first = true;
        for (int day = 0; day < 7; day++)
            if (expr->days >> day & 1) {
                buf_format(&query->out->text, "%s%d", first ? "" : ", ", day);
                first = false;
            }
        query_put(query, ")");
    }
    emit_days_touched(query, expr);
    query_put(query, ")");
}

void query_emit_holiday(struct query *query, const struct expr *expr)
{
    query_put(query, "EXISTS (SELECT 1");
    emit_days_touched(query, expr);
    query_put(query, " CROSS JOIN \"reeve_workday\" w WHERE w.\"calendar\" = ");
    query_bind_calendar(query, NULL);
    query_put(query, " AND w.\"holiday\" = 1 AND ");
    query_put(query, expr->count > 1 ? "v.y >= v.x AND w.\"day\" BETWEEN v.x AND " LAST_TOUCHED ")"
                                     : "w.\"day\" = v.x)");
}

void query_emit_clock(struct query *query, const struct expr *expr)
{
    if (query_kind(expr->args[0]) != VALUE_TIME) {
        query_put(query, "FALSE");
        return;
    }
    query_put(query, "(SELECT v.x >= ");
    query_bind_int(query, expr->clock_from * TIME_MINUTE);
    query_put(query, expr->clock_from < expr->clock_to ? " AND v.x < " : " OR v.x < ");
    query_bind_int(query, expr->clock_to * TIME_MINUTE);
    query_put(query, " FROM (SELECT (");
    emit_local(query, expr->args[0], 0);
    query_put(query, " + " QUERY_MICROS_SHIFT ") % " QUERY_MICROS_A_DAY " AS x" QUERY_LET_END);
}
