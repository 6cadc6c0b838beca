/* What a spreadsheet's cell gives a field. */
#pragma once

#include "engine/command.h"

/* The cell as it is, or, for a field that takes many, its parts between semicolons. */
struct input cell_input(struct arena *arena, const struct field *field, struct text cell);
/* The same for what is no field of a list: a name and a text. */
struct input cell_text(struct text name, struct text text);
