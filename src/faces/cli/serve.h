/* What `reeve serve` serves: the faces that main.c lists. */
#pragma once

#include "faces/face.h"

/* The routes of a face, each with a struct face_target. */
typedef const struct http_route *serve_routes(bool test_clock, size_t *count);

/* Defined in main.c; ends in NULL. */
extern serve_routes *const serve_faces[];
/* The face that answers what has no route; NULL: plain text. */
extern void (*const serve_lost)(struct face *face, struct http_exchange *exchange, enum http_routing routing,
                                const struct http_match *match);
