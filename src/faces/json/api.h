/* The JSON API: design and contract in docs/api.md; errors are RFC 9457 problems. */
#pragma once

#include "faces/face.h"

/* Every address of the API, each with a struct face_target. Without `test_clock` the clock has none. */
const struct http_route *api_routes(bool test_clock, size_t *count);
/* Answers 401 or 403 as a problem. */
void api_turn_away(struct asked *asked, enum caller_status status);
