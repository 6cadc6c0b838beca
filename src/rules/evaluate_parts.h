/* What the parts of the first reading say to each other; only evaluate*.c include this. */
#pragma once

#include "rules/clocks.h"
#include "rules/evaluate.h"

/* Who a person's path may mean: one, or everybody who counts as an action's actor. */
struct people {
    const int64_t *ids;
    size_t count; /* 0: missing */
    int64_t one;
};

/* What a quantifier's variable held before it was bound. */
struct binding {
    unsigned var;
    int64_t id;
    const struct reg *reg;
    struct value value;
};

struct value evaluate_path(struct scene *scene, const struct path *path);
/* `people` holds what ids points to when there is one. */
void evaluate_people(struct scene *scene, const struct expr *expr, struct people *people);
/* The record in which a path begins; false when it is none. The linker sets one for history and `same` too.
 */
bool evaluate_root(const struct scene *scene, const struct path *path, struct ref *at);

struct binding evaluate_bind(struct scene *scene, unsigned var, const struct reg *reg, struct value value);
void evaluate_unbind(struct scene *scene, const struct binding *binding);

bool evaluate_each(struct scene *scene, const struct expr *expr);
bool evaluate_records(struct scene *scene, const struct expr *expr);
bool evaluate_overlaps(struct scene *scene, const struct expr *expr);
int64_t evaluate_count(struct scene *scene, const struct expr *expr);

bool evaluate_is(struct scene *scene, const struct expr *expr);
bool evaluate_has(struct scene *scene, const struct expr *expr);
bool evaluate_manages(struct scene *scene, const struct expr *expr);
bool evaluate_sits_on(struct scene *scene, const struct expr *expr);

bool evaluate_weekday(struct scene *scene, const struct expr *expr);
bool evaluate_holiday(struct scene *scene, const struct expr *expr);
bool evaluate_clock(struct scene *scene, const struct expr *expr);
