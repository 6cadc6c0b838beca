/* The pages: every register's list, records, forms and actions; what needs the reader now; boards and
 * meetings, people, policies, the rulebook, search, help; signing in and out.
 *
 * Addresses are those of the API without /api/v1 (docs/api.md). GET shows; POST changes something, carries
 * the form's CSRF token, and answers 303, or the page again with what was given and why it was refused. */
#pragma once

#include "faces/face.h"

/* Every address, each with a struct face_target. As serve_routes. */
const struct http_route *pages_routes(bool test_clock, size_t *count);
/* For face.lost: 404, or 405, as a page. Answers. */
void pages_lost(struct face *face, struct http_exchange *exchange, enum http_routing routing,
                const struct http_match *match);
/* For face_target.turn_away: to the sign-in page, to the first password, or 403 as a page. Answers. */
void pages_turn_away(struct asked *asked, enum caller_status status);
