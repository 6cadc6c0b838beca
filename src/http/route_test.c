#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "http/guard.h"
#include "http/route.h"

enum { CAP = 1024 * 1024 };

static const struct http_route ROUTES[] = {
    {HTTP_GET, "/{register}/{number}", "record"},
    {HTTP_GET, "/{register}/new", "new"},
    {HTTP_GET, "/policy/{reference}", "policy"},
    {HTTP_POST, "/{register}", "create"},
    {HTTP_GET, "/{register}", "list"},
    {HTTP_POST, "/{register}/{number}/actions/{action}", "act"},
    {HTTP_GET, "/", "home"},
    {HTTP_POST, "/person/{user}", "person"},
};

static const struct {
    const char *method, *target, *found; /* the route's target; NULL: not routed */
    const char *rest;                    /* parameters as "name=value;", or the methods allowed */
} CASES[] = {
    {"GET", "/", "home", ""},
    {"HEAD", "/?x=1", "home", ""},
    {"POST", "/", NULL, "GET, HEAD"},
    {"GET", "/change", "list", "register=change;"},
    {"PATCH", "/change", NULL, "GET, HEAD, POST"},
    {"GET", "/change/new", "new", "register=change;"},
    {"GET", "/change/RFC-1", "record", "register=change;number=RFC-1;"},
    {"GET", "/policy/new", "policy", "reference=new;"},
    {"GET", "/person/a", "record", "register=person;number=a;"},
    {"POST", "/person/a", "person", "user=a;"},
    {"POST", "/change/R/actions/approve", "act", "register=change;number=R;action=approve;"},
    {"GET", "/change/", NULL, ""},
    {"GET", "//", NULL, ""},
    {"GET", "/a/b/c", NULL, ""},
};

static void paths_find_their_route(void **state)
{
    (void)state;
    ARENA_SCOPED arena = arena_new(CAP);
    struct text mistake;
    struct http_router *router = http_router_new(arena, ROUTES, sizeof ROUTES / sizeof *ROUTES, &mistake);
    assert_non_null(router);
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        struct http_request request = {.arena = arena,
                                       .target = text_of(CASES[i].target),
                                       .method = http_method_of(text_of(CASES[i].method))};
        assert_int_equal(http_guard_target(&request).status, 0);
        struct http_match match;
        enum http_routing routing = http_route_find(router, &request, &match);
        if ((routing == HTTP_ROUTED) != (CASES[i].found != NULL))
            print_error("%s %s\n", CASES[i].method, CASES[i].target);
        assert_int_equal(routing == HTTP_ROUTED, CASES[i].found != NULL);
        struct buf rest = buf_in(arena);
        for (size_t n = 0; n < match.parameters.count; n++)
            buf_format(&rest, "%.*s=%.*s;", TEXT_ARGS(match.parameters.items[n].name),
                       TEXT_ARGS(match.parameters.items[n].value));
        buf_put(&rest, match.allow);
        assert_string_equal(buf_text(&rest).s, CASES[i].rest);
        if (match.route)
            assert_string_equal(match.route->target, CASES[i].found);
        else
            assert_int_equal(routing, *CASES[i].rest ? HTTP_WRONG_METHOD : HTTP_NO_ROUTE);
    }
}

static void mistakes_in_the_table_are_named(void **state)
{
    (void)state;
    static const struct http_route TABLES[][2] = {
        {{HTTP_GET, "/a", ""}, {HTTP_GET, "a", ""}},
        {{HTTP_GET, "/a", ""}, {HTTP_GET, "/{b", ""}},
        {{HTTP_GET, "/a", ""}, {HTTP_GET, "/a//b", ""}},
        {{HTTP_GET, "/a/{b}", ""}, {HTTP_GET, "/a/{c}", ""}},
    };
    static const char *const SAID[] = {
        "the route GET a is not well formed",
        "the route GET /{b is not well formed",
        "the route GET /a//b is not well formed",
        "the route GET /a/{c} is there twice",
    };
    for (size_t i = 0; i < sizeof SAID / sizeof *SAID; i++) {
        ARENA_SCOPED arena = arena_new(CAP);
        struct text mistake;
        assert_null(http_router_new(arena, TABLES[i], 2, &mistake));
        assert_string_equal(mistake.s, SAID[i]);
    }
}

static struct text response_header(const struct http_exchange *exchange, const char *name)
{
    return http_pairs_get(&exchange->response.headers, name);
}

static void responses_are_safe_by_default(void **state)
{
    (void)state;
    ARENA_SCOPED arena = arena_new(CAP);
    struct http_exchange exchange;
    http_exchange_init(&exchange, arena, NULL);
    assert_true(text_is(response_header(&exchange, "Cache-Control"), "no-store"));
    assert_true(text_is(response_header(&exchange, "X-Content-Type-Options"), "nosniff"));
    assert_true(
        text_starts(response_header(&exchange, "Content-Security-Policy"), TEXT("default-src 'none';")));
    http_set_header(&exchange, "cache-control", TEXT("no-cache\r\nX: y"));
    assert_int_equal(http_pairs_count(&exchange.response.headers, "Cache-Control"), 0);
    assert_true(text_is(response_header(&exchange, "cache-control"), "no-cacheX: y"));
    exchange.request.target = TEXT("/api/v1/x");
    http_refuse(&exchange, 404, "No \"x\".");
    assert_string_equal(buf_text(&exchange.response.body).s,
                        "{\"type\":\"about:blank\",\"title\":\"Not Found\",\"status\":404,"
                        "\"detail\":\"No \\\"x\\\".\"}\n");
    http_attach(&exchange, TEXT("a\"\xc3\xa9.txt"));
    assert_true(text_is(response_header(&exchange, "Content-Disposition"),
                        "attachment; filename*=UTF-8''a%22%C3%A9.txt"));
}

static void redirects_stay_on_the_site(void **state)
{
    (void)state;
    static const struct {
        const char *to, *location;
    } REDIRECTS[] = {
        {"/change/RFC-1?x=1#y", "/change/RFC-1?x=1#y"},
        {"/", "/"},
        {"//elsewhere.example", "/"},
        {"/\\elsewhere.example", "/"},
        {"/\t/elsewhere.example", "/"},
        {"https://elsewhere.example", "/"},
        {"", "/"},
        {"change", "/"},
        {"/a\r\nSet-Cookie: x=y", "/"},
    };
    for (size_t i = 0; i < sizeof REDIRECTS / sizeof *REDIRECTS; i++) {
        ARENA_SCOPED arena = arena_new(CAP);
        struct http_exchange exchange;
        http_exchange_init(&exchange, arena, NULL);
        http_redirect(&exchange, text_of(REDIRECTS[i].to));
        assert_int_equal(exchange.response.status, 303);
        assert_true(text_is(response_header(&exchange, "Location"), REDIRECTS[i].location));
    }
}

static void cookies_are_written(void **state)
{
    (void)state;
    ARENA_SCOPED arena = arena_new(CAP);
    struct http_exchange exchange;
    http_exchange_init(&exchange, arena, NULL);
    http_set_cookie(&exchange, &(struct http_cookie){.name = "session",
                                                     .value = TEXT("a; b\r\n\"c"),
                                                     .max_age = 60,
                                                     .secure = true,
                                                     .http_only = true,
                                                     .same_site = "Strict"});
    http_set_cookie(&exchange,
                    &(struct http_cookie){.name = "x", .value = TEXT("1"), .path = "/a", .max_age = -1});
    const struct http_pairs *headers = &exchange.response.headers;
    assert_true(text_is(headers->items[headers->count - 2].value,
                        "session=abc; Path=/; Max-Age=60; SameSite=Strict; HttpOnly; Secure"));
    assert_true(text_is(headers->items[headers->count - 1].value, "x=1; Path=/a; SameSite=Lax"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(paths_find_their_route),        cmocka_unit_test(mistakes_in_the_table_are_named),
        cmocka_unit_test(responses_are_safe_by_default), cmocka_unit_test(redirects_stay_on_the_site),
        cmocka_unit_test(cookies_are_written),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
