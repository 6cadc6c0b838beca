/* Routes: which handler a method and path belong to.
 *
 * A pattern is segments, literal or "{name}": "/api/v1/{register}/{number}/actions/{action}". A placeholder
 * takes exactly one segment that is not empty. Literal segments win over placeholders, judged from the left,
 * whatever the order of the table. A route for GET also takes HEAD. */
#pragma once

#include "http/http.h"

struct http_route {
    enum http_method method;
    const char *pattern;
    const void *target; /* the face's own, usually its row for the page or call */
};

struct http_router; /* lives in the arena given to http_router_new */

/* The table must outlive the router. A pattern that is not well formed, or a second route for the same method
 * and shape, is a mistake in the program: the message says which, and the result is NULL. */
struct http_router *http_router_new(struct arena *arena, const struct http_route *routes, size_t count,
                                    struct text *mistake);

enum http_routing { HTTP_ROUTED, HTTP_NO_ROUTE, HTTP_WRONG_METHOD };

struct http_match {
    const struct http_route *route; /* NULL unless HTTP_ROUTED */
    struct http_pairs parameters;   /* placeholder name to segment, in the request's arena */
    struct text allow;              /* "GET, HEAD, POST": what the path takes; when HTTP_WRONG_METHOD */
};

enum http_routing http_route_find(const struct http_router *router, const struct http_request *request,
                                  struct http_match *match);
/* Answers what was not routed: 404, or 405 with Allow. Does not send yet. */
void http_route_refuse(struct http_exchange *exchange, enum http_routing routing,
                       const struct http_match *match);
