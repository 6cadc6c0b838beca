/* The pages beside the registers': boards and meetings, people, the reader's own page, policies, search,
 * help. */
#pragma once

#include "faces/face.h"

/* Every address of this half of the pages, each with a struct face_target; the other half is in pages.h. As
 * serve_routes. */
const struct http_route *pages_more_routes(bool test_clock, size_t *count);
