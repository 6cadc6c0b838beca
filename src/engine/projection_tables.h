/* The projection's tables, made and dropped by projection_create and projection_drop. */
#pragma once

#include "rules/rulebook.h"

/* Columns of each action: `ACTION__seq` and so on, in this order. */
enum { ACT_PARTS = 5 };
extern const char *const projection_act_parts[ACT_PARTS];
/* Has the field a column of the register's table: sets have tables of their own, computed ones nothing. */
bool projection_has_column(const struct field *field);
/* Are its values kept as text; all others are numbers. */
bool projection_is_text(struct type type);
