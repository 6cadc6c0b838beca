#include "rules/evaluate_parts.h"

enum { HINTS_MAX = 8 };

struct hints {
    struct hint items[HINTS_MAX];
    size_t count;
};

struct binding evaluate_bind(struct scene *scene, unsigned var, const struct reg *reg, struct value value)
{
    struct binding before = {var, scene->vars[var], scene->var_regs[var], scene->var_values[var]};
    scene->vars[var] = value.i;
    scene->var_regs[var] = reg;
    scene->var_values[var] = value;
    return before;
}

void evaluate_unbind(struct scene *scene, const struct binding *binding)
{
    scene->vars[binding->var] = binding->id;
    scene->var_regs[binding->var] = binding->reg;
    scene->var_values[binding->var] = binding->value;
}

bool evaluate_element(struct scene *scene, const struct expr *test, unsigned var, struct ref element)
{
    struct value value = {.kind = VALUE_RECORD, .i = element.id};
    struct binding before = evaluate_bind(scene, var, element.reg, value);
    bool holds = evaluate_test(scene, test);
    evaluate_unbind(scene, &before);
    return holds;
}

/* ---- hints: conditions of the body that the world may find records by ---- */

static bool path_uses(const struct path *path, unsigned var)
{
    return path->root == ROOT_VAR && path->var == var;
}

/* May the expression's value change with the element? History tests follow scope, so they count as if they
 * did. */
static bool depends_on(const struct expr *expr, unsigned var)
{
    if (path_uses(&expr->path, var))
        return true;
    for (size_t i = 0; i < expr->count; i++)
        if (depends_on(expr->args[i], var))
            return true;
    return false;
}

/* The element's own stored field or state, when the expression is just that. */
static const struct step *own_step(const struct expr *expr, unsigned var)
{
    if (expr->kind != EXPR_PATH || !path_uses(&expr->path, var) || expr->path.count != 1)
        return NULL;
    const struct step *step = &expr->path.steps[0];
    return step->action || (step->field && step->field->computed) ? NULL : step;
}

static bool *no_states(struct scene *scene, const struct reg *reg)
{
    return ARENA_ARRAY(scene->arena, bool, reg->states->count);
}

static void hint_field(struct scene *scene, struct hints *hints, const struct step *step,
                       const struct expr *other)
{
    struct value value = evaluate_value(scene, other);
    if (value.kind == VALUE_MISSING || value.kind == VALUE_SET)
        return;
    if (step->builtin == BUILTIN_STATE && value.kind == VALUE_CHOICE) {
        bool *states = no_states(scene, step->reg);
        states[value.i] = true;
        hints->items[hints->count++] = (struct hint){.kind = HINT_STATE, .states = states};
    } else if (step->field && step->field->type.kind == other->type.kind) {
        hints->items[hints->count++] =
            (struct hint){.kind = HINT_FIELD, .field = step->field, .value = value};
    }
}

static void hint_states(struct scene *scene, struct hints *hints, const struct expr *in,
                        const struct step *step)
{
    bool *states = no_states(scene, step->reg);
    for (size_t i = 1; i < in->count; i++) {
        struct value value = evaluate_value(scene, in->args[i]);
        if (value.kind == VALUE_CHOICE)
            states[value.i] = true;
    }
    hints->items[hints->count++] = (struct hint){.kind = HINT_STATE, .states = states};
}

/* `subject is this` and `this is subject` say the same, unless the left is the actor, whose deputies count.
 */
static bool is_equality(const struct expr *expr)
{
    if (expr->kind == EXPR_COMPARE)
        return expr->op == COMPARE_EQ;
    return (expr->kind == EXPR_IS || expr->kind == EXPR_IS_PERSONALLY) && !expr->negated &&
           !expr_is_actor(expr->args[0]);
}

static bool is_act_actor(const struct expr *expr)
{
    return expr->kind == EXPR_PATH && expr->path.count &&
           expr->path.steps[expr->path.count - 1].part == ACT_ACTOR;
}

static void hint_test(struct scene *scene, struct hints *hints, const struct expr *test, unsigned var)
{
    if (test->kind == EXPR_AND)
        for (size_t i = 0; i < test->count; i++)
            hint_test(scene, hints, test->args[i], var);
    if (test->count < 2 || hints->count >= HINTS_MAX - 1)
        return;
    const struct step *left = own_step(test->args[0], var), *right = own_step(test->args[1], var);
    bool free_left = !depends_on(test->args[0], var), free_right = !depends_on(test->args[1], var);
    if (is_equality(test) && !is_act_actor(test->args[0]) && !is_act_actor(test->args[1])) {
        if (left && free_right)
            hint_field(scene, hints, left, test->args[1]);
        else if (right && free_left)
            hint_field(scene, hints, right, test->args[0]);
    } else if (test->kind == EXPR_INCLUDES && left && left->field && free_right) {
        hint_field(scene, hints, left, test->args[1]);
    } else if (test->kind == EXPR_IN && left && left->builtin == BUILTIN_STATE) {
        for (size_t i = 1; i < test->count; i++)
            if (depends_on(test->args[i], var))
                return;
        hint_states(scene, hints, test, left);
    }
}

/* ---- quantifiers ---- */

/* The next record from `*at` on that satisfies the body; `own` is left out. */
struct search {
    const struct reg *reg;
    const struct expr *body; /* NULL: any */
    unsigned var;
    const int64_t *ids;
    size_t count, at;
};

static struct search search_begin(struct scene *scene, const struct expr *expr, struct hints *hints)
{
    struct search search = {.reg = expr->reg, .body = expr->count ? expr->args[0] : NULL, .var = expr->var};
    if (search.body)
        hint_test(scene, hints, search.body, expr->var);
    search.ids = scene->facts->records(scene->world, expr->reg, hints->items, hints->count, &search.count);
    return search;
}

static bool search_next(struct scene *scene, struct search *search, struct ref *found)
{
    while (search->at < search->count) {
        *found = (struct ref){search->reg, search->ids[search->at++]};
        if (scene->narrowed && !scene->facts->may_read(scene->world, *found))
            continue;
        if (!search->body || evaluate_element(scene, search->body, search->var, *found))
            return true;
    }
    return false;
}

bool evaluate_records(struct scene *scene, const struct expr *expr)
{
    struct hints hints = {.count = 0};
    struct ref found;
    struct search search = search_begin(scene, expr, &hints);
    return search_next(scene, &search, &found) == (expr->quantifier != QUANTIFIER_NO);
}

static size_t count_records(struct scene *scene, const struct expr *expr)
{
    struct hints hints = {.count = 0};
    struct ref found;
    struct search search = search_begin(scene, expr, &hints);
    size_t count = 0;
    while (search_next(scene, &search, &found))
        count++;
    return count;
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
        struct binding before = evaluate_bind(scene, expr->var, reg, set.items[i]);
        found += evaluate_test(scene, expr->args[1]) == wanted;
        evaluate_unbind(scene, &before);
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
        return (int64_t)count_records(scene, expr);
    size_t all;
    if (expr->count > 1)
        return (int64_t)count_each(scene, expr, true, SIZE_MAX, &all);
    struct value set = evaluate_value(scene, expr->args[0]);
    return set.kind == VALUE_SET ? (int64_t)set.count : 0;
}

/* ---- overlaps (rule 8) ---- */

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

bool evaluate_overlaps(struct scene *scene, const struct expr *expr)
{
    int64_t from, to, begins, ends;
    if (!evaluate_period(scene, scene->self, &from, &to))
        return false;
    struct hints hints = {.items = {{.kind = HINT_PERIOD, .from = from, .to = to}}, .count = 1};
    struct ref other;
    struct search search = search_begin(scene, expr, &hints);
    while (search_next(scene, &search, &other)) {
        if (other.reg == scene->self.reg && other.id == scene->self.id)
            continue;
        if (evaluate_period(scene, other, &begins, &ends) && begins < to && from < ends)
            return true;
    }
    return false;
}
