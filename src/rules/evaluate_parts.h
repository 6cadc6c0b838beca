/* What the parts of the first reading say to each other; only evaluate*.c include this. */
#pragma once

#include "rules/clocks.h"
#include "rules/evaluate.h"

struct value evaluate_path(struct scene *scene, const struct path *path);
/* The record in which a path begins; false when it is none. The linker sets it for history and `same` too. */
bool evaluate_root(const struct scene *scene, const struct path *path, struct ref *at);

bool evaluate_each(struct scene *scene, const struct expr *expr);
bool evaluate_records(struct scene *scene, const struct expr *expr);
int64_t evaluate_count(struct scene *scene, const struct expr *expr);

bool evaluate_is(struct scene *scene, const struct expr *expr);
bool evaluate_has(struct scene *scene, const struct expr *expr);
bool evaluate_manages(struct scene *scene, const struct expr *expr);
bool evaluate_sits_on(struct scene *scene, const struct expr *expr);

bool evaluate_weekday(struct scene *scene, const struct expr *expr);
bool evaluate_holiday(struct scene *scene, const struct expr *expr);
bool evaluate_clock(struct scene *scene, const struct expr *expr);
