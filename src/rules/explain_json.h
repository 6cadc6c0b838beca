/* Rights and changes as JSON, alike on the command line and in the API. */
#pragma once

#include "base/json.h"
#include "rules/explain.h"

/* The key "rights" and its list. */
void explain_json(struct json *json, struct arena *arena, const struct explanation *explanation);
/* The key "cites": a list of {"policy", "clause"} or {"own"}; `cites` may be NULL. */
void rules_json_cites(struct json *json, const struct cites *cites);
