/* Refusals as RFC 9457 problems: title for people, status for machines, and what the contract adds. */
#pragma once

#include "base/json.h"
#include "faces/face.h"

/* Answers with a problem that needs no more than its message; one of 400 or 422 says what it is about with
 * problem_field. */
void problem_answer(struct asked *asked, unsigned status, struct text message);
/* 400 or 422 with one entry under `errors`: a member, a parameter or a header; "" when it is the body as a
 * whole. */
void problem_field(struct asked *asked, unsigned status, struct text field, struct text message);
/* Answers what a command or view refused. */
void problem_outcome(struct asked *asked, const struct answer *answer);

/* What a refusal has beside its message: errors, rule, who, cites, unmet, should. */
void problem_members(struct json *json, const struct answer *answer);
/* Shared with records: unmet and should. */
void problem_unmet(struct json *json, const char *key, const struct unmet *unmet, size_t count);
