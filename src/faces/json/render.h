/* Records, values and histories as the API shows them: only what the world's actor may read. */
#pragma once

#include "base/json.h"
#include "engine/view.h"

/* What an action asks for: names under "ask", and those it insists on under "required". */
void render_asks(struct json *json, const struct action *action);

void render_value(struct json *json, struct world *world, struct type type, struct value value);
/* A person by username; null for the system and the operator. */
void render_person(struct json *json, const char *key, struct world *world, int64_t person);
/* A record as it stands in lists, without `private` fields and what may be done. */
void render_row(struct json *json, struct world *world, struct record *record);
/* A record whole: fields, actions, signatures, warnings. */
void render_record(struct json *json, struct world *world, const struct record_view *view);
/* A record as it stood at some moment: its fields. */
void render_past(struct json *json, struct world *world, struct record *record);
void render_history(struct json *json, struct world *world, const struct history_view *history);
