#include "http/route.h"

struct compiled {
    const struct http_route *route;
    size_t count;
    struct text segments[HTTP_SEGMENTS]; /* a placeholder keeps its braces; no literal begins with one */
};

struct http_router {
    struct compiled *routes; /* the most literal first */
    size_t count;
};

static bool is_placeholder(struct text segment)
{
    return segment.n && segment.s[0] == '{';
}

static bool compile(const struct http_route *route, struct compiled *compiled)
{
    struct text rest = text_of(route->pattern);
    if (!rest.n || rest.s[0] != '/')
        return false;
    compiled->route = route;
    text_cut(&rest, '/');
    while (rest.n) {
        struct text segment = text_cut(&rest, '/');
        bool closed = segment.n > 2 && segment.s[segment.n - 1] == '}';
        if (!segment.n || (is_placeholder(segment) && !closed) || compiled->count == HTTP_SEGMENTS)
            return false;
        compiled->segments[compiled->count++] = segment;
    }
    return true;
}

/* Below 0 when `a` is to be tried before `b`; 0 when the same paths fit both. */
static int compare(const struct compiled *a, const struct compiled *b)
{
    if (a->count != b->count)
        return a->count < b->count ? -1 : 1;
    for (size_t i = 0; i < a->count; i++) {
        bool left = is_placeholder(a->segments[i]), right = is_placeholder(b->segments[i]);
        if (left != right)
            return left ? 1 : -1;
        int order = left ? 0 : text_compare(a->segments[i], b->segments[i]);
        if (order)
            return order;
    }
    return 0;
}

/* Keeps the table in order; false when the same method and shape is there already. */
static bool insert(struct http_router *router, const struct compiled *compiled)
{
    size_t at = router->count;
    while (at > 0 && compare(compiled, &router->routes[at - 1]) < 0)
        at--;
    for (size_t i = at; i > 0 && compare(compiled, &router->routes[i - 1]) == 0; i--) {
        if (router->routes[i - 1].route->method == compiled->route->method)
            return false;
    }
    for (size_t i = router->count++; i > at; i--)
        router->routes[i] = router->routes[i - 1];
    router->routes[at] = *compiled;
    return true;
}

struct http_router *http_router_new(struct arena *arena, const struct http_route *routes, size_t count,
                                    struct text *mistake)
{
    struct http_router *router = ARENA_NEW(arena, struct http_router);
    router->routes = ARENA_ARRAY(arena, struct compiled, count);
    for (size_t i = 0; i < count; i++) {
        struct compiled compiled = {0};
        const char *wrong = !compile(&routes[i], &compiled) ? "is not well formed"
                            : !insert(router, &compiled)    ? "is there twice"
                                                            : NULL;
        if (wrong) {
            *mistake = arena_format(arena, "the route %s %s %s", http_method_name(routes[i].method),
                                    routes[i].pattern, wrong);
            return NULL;
        }
    }
    return router;
}

static bool fits(const struct compiled *compiled, const struct http_request *request)
{
    if (compiled->count != request->segment_count)
        return false;
    for (size_t i = 0; i < compiled->count; i++) {
        struct text segment = request->segments[i];
        if (is_placeholder(compiled->segments[i]) ? !segment.n : !text_eq(compiled->segments[i], segment))
            return false;
    }
    return true;
}

static bool takes(const struct http_route *route, enum http_method method)
{
    return route->method == method || (route->method == HTTP_GET && method == HTTP_HEAD);
}

static void bind(const struct compiled *compiled, const struct http_request *request,
                 struct http_match *match)
{
    match->route = compiled->route;
    for (size_t i = 0; i < compiled->count; i++) {
        struct text name = compiled->segments[i];
        if (is_placeholder(name))
            http_pairs_add(&match->parameters, request->arena, (struct text){name.s + 1, name.n - 2},
                           request->segments[i]);
    }
}

static struct text list_methods(struct arena *arena, const bool *allowed)
{
    struct buf list = buf_in(arena);
    for (enum http_method method = HTTP_GET; method < HTTP_METHODS; method++) {
        if (!allowed[method])
            continue;
        buf_puts(&list, list.n ? ", " : "");
        buf_puts(&list, http_method_name(method));
    }
    return buf_text(&list);
}

enum http_routing http_route_find(const struct http_router *router, const struct http_request *request,
                                  struct http_match *match)
{
    *match = (struct http_match){0};
    bool allowed[HTTP_METHODS] = {false}, any = false;
    for (size_t i = 0; i < router->count; i++) {
        const struct compiled *compiled = &router->routes[i];
        if (!fits(compiled, request))
            continue;
        if (takes(compiled->route, request->method)) {
            bind(compiled, request, match);
            return HTTP_ROUTED;
        }
        any = allowed[compiled->route->method] = true;
        allowed[HTTP_HEAD] |= compiled->route->method == HTTP_GET;
    }
    if (!any)
        return HTTP_NO_ROUTE;
    match->allow = list_methods(request->arena, allowed);
    return HTTP_WRONG_METHOD;
}

void http_route_refuse(struct http_exchange *exchange, enum http_routing routing,
                       const struct http_match *match)
{
    if (routing == HTTP_WRONG_METHOD) {
        http_refuse(exchange, 405, "This address does not take that method.");
        http_set_header(exchange, "Allow", match->allow);
    } else {
        http_refuse(exchange, 404, "There is nothing at this address, or it is not yours to see.");
    }
}
