/* What is sent to the API: strict JSON (RFC 8259) and what it becomes. */
#pragma once

#include <jansson.h>

#include "faces/face.h"

enum { BODY_LEVELS = 100 };

/* Refuses a request with parameters other than `allowed` (NULL: any at all), so that nothing is done whose
 * terms were not understood. True: it was refused, and answered. */
bool body_parameters(struct asked *asked, const char *allowed);
/* The request's body, an object with no other members than `keys` (ended by NULL; no keys: any members). An
 * empty body reads as {}. Parameters are refused. NULL when it was refused: then it has been answered. */
json_t *body_read(struct asked *asked, const char *const *keys);
void body_cleanup(json_t **body);
#define BODY_SCOPED __attribute__((cleanup(body_cleanup))) json_t *

/* Has the object no other members than `keys`? False when it has: answered. */
bool body_only(struct asked *asked, json_t *body, const char *const *keys);

/* A member that is a text, copied; missing and null give the empty text. False when it is something else:
 * answered. */
bool body_text(struct asked *asked, const json_t *body, const char *key, struct text *out);
/* The same for an instant; INT64_MIN when it is missing. */
bool body_time(struct asked *asked, const json_t *body, const char *key, int64_t *out);
/* What a value is to a command, copied into the arena. What no field takes becomes what every field refuses. */
struct input body_input(struct arena *arena, const json_t *value);
/* The members of an object as inputs for a command, copied. False when `object` is no object: answered. */
bool body_inputs(struct asked *asked, const json_t *object, const char *key, const struct input **inputs,
                 size_t *count);
/* The request's Idempotency-Key. False when it was refused: answered. */
bool body_once(struct asked *asked, struct once *once);
/* A new command of this request, with its Idempotency-Key and If-Match. NULL when a header was refused:
 * answered. */
struct face_command *body_command(struct asked *asked, enum command_kind kind,
                                  void (*then)(struct face_command *done));
