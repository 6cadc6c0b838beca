#include "rules/evaluate_parts.h"

/* The days that `when` touches; false when it is missing or ends before it begins. */
static bool days_touched(struct scene *scene, const struct expr *expr, int64_t *first, int64_t *last)
{
    struct value begin = evaluate_value(scene, expr->args[0]);
    if (begin.kind == VALUE_MISSING)
        return false;
    *first = *last = clocks_day(scene->clocks, begin);
    if (expr->count < 2)
        return true;
    struct value end = evaluate_value(scene, expr->args[1]);
    if (end.kind == VALUE_MISSING || clocks_day(scene->clocks, end) < *first)
        return false;
    if (end.kind == VALUE_TIME)
        end.i--;
    int64_t day = clocks_day(scene->clocks, end);
    if (day > *first)
        *last = day;
    return true;
}

bool evaluate_weekday(struct scene *scene, const struct expr *expr)
{
    int64_t first, last;
    if (!days_touched(scene, expr, &first, &last))
        return false;
    for (int64_t day = first; day <= last && day < first + 7; day++)
        if (expr->days >> day_weekday(day) & 1)
            return !expr->negated;
    return expr->negated;
}

bool evaluate_holiday(struct scene *scene, const struct expr *expr)
{
    int64_t first, last;
    if (!days_touched(scene, expr, &first, &last))
        return false;
    if (first < CLOCKS_DAY_FIRST)
        first = CLOCKS_DAY_FIRST;
    if (last > CLOCKS_DAY_LAST)
        last = CLOCKS_DAY_LAST;
    for (int64_t day = first; day <= last; day++)
        if (workdays_holiday(scene->clocks->own, day))
            return true;
    return false;
}

bool evaluate_clock(struct scene *scene, const struct expr *expr)
{
    struct value time = evaluate_value(scene, expr->args[0]);
    if (time.kind != VALUE_TIME)
        return false;
    int64_t clock = zone_clock(scene->clocks->zone, time.i);
    bool begun = clock >= expr->clock_from * TIME_MINUTE, before_end = clock < expr->clock_to * TIME_MINUTE;
    return expr->clock_from < expr->clock_to ? begun && before_end : begun || before_end;
}
