/* Tests that pages make themselves, as the linker would have left them. All in the arena. */
#pragma once

#include "rules/rulebook.h"

/* A test of that kind, with room for `room` parts and none yet. */
struct expr *test_node(struct arena *arena, enum expr_kind kind, size_t room);
/* One step from the record itself. */
struct expr *test_path(struct arena *arena, const struct reg *reg, struct step step, struct type type);
/* `FIELD given`. */
struct expr *test_given(struct arena *arena, const struct field *field);
/* The path = the value, `is` it or includes it, as the kind says. */
struct expr *test_value(struct arena *arena, enum expr_kind kind, struct expr *path, struct value value);
