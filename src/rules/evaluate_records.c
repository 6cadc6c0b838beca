#include "rules/evaluate_parts.h"

/* What a quantifier's variable held before it was bound. */
struct binding {
    unsigned var;
    int64_t id;
    const struct reg *reg;
    struct value value;
};

static struct binding bind(struct scene *scene, unsigned var, const struct reg *reg, struct value value)
{
    struct binding before = {var, scene->vars[var], scene->var_regs[var], scene->var_values[var]};
    scene->vars[var] = value.i;
    scene->var_regs[var] = reg;
    scene->var_values[var] = value;
    return before;
}

static void unbind(struct scene *scene, const struct binding *binding)
{
    scene->vars[binding->var] = binding->id;
    scene->var_regs[binding->var] = binding->reg;
    scene->var_values[binding->var] = binding->value;
}

static bool shares_time(struct scene *scene, struct ref other)
{
    int64_t from, to, begins, ends;
    if (other.reg == scene->self.reg && other.id == scene->self.id)
        return false;
    return evaluate_period(scene, scene->self, &from, &to) && evaluate_period(scene, other, &begins, &ends) &&
           begins < to && from < ends;
}

bool evaluate_meets(struct scene *scene, const struct expr *quantifier, struct ref record)
{
    if (scene->narrowed && !scene->facts->may_read(scene->world, record))
        return false;
    if (quantifier->kind == EXPR_OVERLAPS && !shares_time(scene, record))
        return false;
    if (!quantifier->count)
        return true;
    struct binding before = bind(scene, quantifier->var, record.reg, value_record(record.id));
    bool holds = evaluate_test(scene, quantifier->args[0]);
    unbind(scene, &before);
    return holds;
}

bool evaluate_records(struct scene *scene, const struct expr *expr)
{
    bool found = scene->facts->count(scene->world, scene, expr, 1) > 0;
    return found == (expr->quantifier != QUANTIFIER_NO);
}

/* How many elements satisfy the body, stopping when `enough` do. */
static size_t count_each(struct scene *scene, const struct expr *expr, bool wanted, size_t enough,
                         size_t *all)
{
    const struct type *type = &expr->args[0]->type;
    struct value set = evaluate_value(scene, expr->args[0]);
    size_t found = 0;
    *all = set.kind == VALUE_SET ? set.count : 0;
    for (size_t i = 0; i < *all && found < enough; i++) {
        const struct reg *reg = type->kind == TYPE_RECORD ? type->target : NULL;
        struct binding before = bind(scene, expr->var, reg, set.items[i]);
        found += evaluate_test(scene, expr->args[1]) == wanted;
        unbind(scene, &before);
    }
    return found;
}

bool evaluate_each(struct scene *scene, const struct expr *expr)
{
    size_t all;
    bool wanted = expr->quantifier != QUANTIFIER_ALL;
    bool found = count_each(scene, expr, wanted, 1, &all) > 0;
    return expr->quantifier == QUANTIFIER_ANY ? found : !found;
}

int64_t evaluate_count(struct scene *scene, const struct expr *expr)
{
    if (expr->kind == EXPR_COUNT_RECORDS)
        return (int64_t)scene->facts->count(scene->world, scene, expr, SIZE_MAX);
    size_t all;
    if (expr->count > 1)
        return (int64_t)count_each(scene, expr, true, SIZE_MAX, &all);
    struct value set = evaluate_value(scene, expr->args[0]);
    return set.kind == VALUE_SET ? (int64_t)set.count : 0;
}

bool evaluate_period(struct scene *scene, struct ref ref, int64_t *from, int64_t *to)
{
    if (!ref.reg || !ref.reg->begins || !ref.reg->ends)
        return false;
    struct scene inner = *scene;
    inner.self = ref;
    struct value begin = evaluate_value(&inner, ref.reg->begins), end = evaluate_value(&inner, ref.reg->ends);
    if (begin.kind == VALUE_MISSING || end.kind == VALUE_MISSING)
        return false;
    *from = clocks_instant(scene->clocks, begin);
    *to = end.kind == VALUE_TIME ? end.i
                                 : zone_day_start(scene->clocks->zone, clocks_day(scene->clocks, end) + 1);
    return *from < *to;
}
