/* Bodies, laws, standards and markings that policies still name after they were replaced. Private to
 * anomaly.c. */
#pragma once

#include "modules/policy/anomaly.h"

/* Adds one anomaly for each such name, at the first place where the document uses it, and one for its
 * marking. */
void superseded_find(struct arena *arena, const struct policy_document *document, struct anomalies *found);
