/* Checking: what linked well and still may not be (section 4). Private to the loader. */
#pragma once

#include "rules/link.h"

/* ---- check_names.c: duplicate and forbidden names ---- */
void check_names(struct loader *loader);
void check_register_names(struct loader *loader, const struct reg *reg);
/* ---- check_fields.c: number formats, modifiers, computed fields ---- */
void check_number_format(struct loader *loader, struct reg *reg);
void check_fields(struct loader *loader, const struct reg *reg);
/* ---- check_actions.c ---- */
void check_actions(struct loader *loader, const struct reg *reg);
void check_edits(struct loader *loader, const struct reg *reg);
/* ---- check_reach.c: the graph of states ---- */
void check_reach(struct loader *loader, const struct reg *reg);
/* ---- check_uses.c: what some rules may not ask ---- */
void check_computed_uses(struct loader *loader, const struct field *field);
void check_system_uses(struct loader *loader, const struct expr *expr);
void check_never_uses(struct loader *loader, const struct expr *expr);
