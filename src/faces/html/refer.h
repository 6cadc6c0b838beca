/* Records named in forms: shown as "Custody (AST-00035)", and taken by that, by the number alone or by the
 * title alone where one record has it. Everything lies in the world's arena. */
#pragma once

#include "engine/view.h"
#include "faces/html/page_form.h"

/* "Mina Shah (mina.shah)"; the number alone where the title is that, or is not the reader's to see. */
struct text refer_show(struct world *world, const struct reg *target, struct text number);
/* The number of what was meant; what was given as it stands, where that is none the reader may read. */
struct text refer_read(struct world *world, const struct reg *target, struct text given);
/* Why nothing was found, and what comes near: "No asset is called “cust”. Near it: Custody (AST-00035)". */
struct text refer_error(struct world *world, const struct reg *target, struct text given);
/* Adds what may be chosen: the hundred that changed last, people by name. False: there are more. */
bool refer_suggest(struct world *world, const struct reg *target, struct ui_options *options);
