#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/percent.h"
#include "http/guard.h"

enum { CAP = 1024 * 1024 };

static const struct {
    const char *target;
    unsigned status;
    const char *segments; /* joined by '|' */
    const char *query;    /* name=value joined by '|' */
} TARGETS[] = {
    {"/", 0, "", ""},
    {"/change/RFC-2026-00012?at=2026-01-01T00%3A00%3A00Z&q=a+b&q=", 0, "change|RFC-2026-00012",
     "at=2026-01-01T00:00:00Z|q=a b|q="},
    {"/a/", 0, "a|", ""},
    {"/a//b", 0, "a||b", ""},
    {"/a%20b+c/%C3%A9", 0, "a b+c|\xc3\xa9", ""},
    {"/policy/Inf-20/2.3.o", 0, "policy|Inf-20|2.3.o", ""},
    {"/...", 0, "...", ""},
    {"/?a=%2F%3D&&b", 0, "", "a=/=|b="},
    {"", 400, NULL, NULL},
    {"*", 400, NULL, NULL},
    {"http://host/a", 400, NULL, NULL},
    {"/a/../b", 400, NULL, NULL},
    {"/a/%2e%2E", 400, NULL, NULL},
    {"/./a", 400, NULL, NULL},
    {"/a%2Fb", 400, NULL, NULL},
    {"/a%5cb", 400, NULL, NULL},
    {"/a\\b", 400, NULL, NULL},
    {"/a%00b", 400, NULL, NULL},
    {"/a?b=%00", 400, NULL, NULL},
    {"/a%0d%0ab", 400, NULL, NULL},
    {"/a%", 400, NULL, NULL},
    {"/a%4", 400, NULL, NULL},
    {"/a%3x", 400, NULL, NULL},
    {"/a?b=%zz", 400, NULL, NULL},
    {"/%c3", 400, NULL, NULL},
    {"/%ff", 400, NULL, NULL},
    {"/a?b=%c0%af", 400, NULL, NULL},
    {"/a#b", 400, NULL, NULL},
    {"/a b", 400, NULL, NULL},
    {"/\xc3\xa9", 400, NULL, NULL},
    {"/a\tb", 400, NULL, NULL},
    {"/1/2/3/4/5/6/7/8/9/0/1/2/3/4/5/6/7/8/9/0/1/2/3/4/5/6/7/8/9/0/1/2/3", 400, NULL, NULL},
};

static void targets_are_split_or_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof TARGETS / sizeof *TARGETS; i++) {
        ARENA_SCOPED arena = arena_new(CAP);
        struct http_request request = {.arena = arena, .target = text_of(TARGETS[i].target)};
        struct http_fault fault = http_guard_target(&request);
        if (fault.status != TARGETS[i].status)
            print_error("%s\n", TARGETS[i].target);
        assert_int_equal(fault.status, TARGETS[i].status);
        if (fault.status) {
            assert_non_null(fault.message);
            continue;
        }
        struct buf segments = buf_in(arena), query = buf_in(arena);
        for (size_t n = 0; n < request.segment_count; n++)
            buf_format(&segments, "%s%.*s", n ? "|" : "", TEXT_ARGS(request.segments[n]));
        for (size_t n = 0; n < request.query.count; n++)
            buf_format(&query, "%s%.*s=%.*s", n ? "|" : "", TEXT_ARGS(request.query.items[n].name),
                       TEXT_ARGS(request.query.items[n].value));
        assert_string_equal(buf_text(&segments).s, TARGETS[i].segments);
        assert_string_equal(buf_text(&query).s, TARGETS[i].query);
    }
}

static void long_targets_are_refused(void **state)
{
    (void)state;
    ARENA_SCOPED arena = arena_new(CAP);
    struct buf target = buf_in(arena);
    buf_char(&target, '/');
    while (target.n < HTTP_TARGET_BYTES)
        buf_char(&target, 'a');
    struct http_request request = {.arena = arena, .target = buf_text(&target)};
    assert_int_equal(http_guard_target(&request).status, 0);
    buf_char(&target, 'a');
    request.target = buf_text(&target);
    assert_int_equal(http_guard_target(&request).status, 414);
}

/* Headers as "name:value" lines, names in lower case. */
static const struct {
    const char *headers, *version;
    unsigned status;
    uint64_t length;
} HEADERS[] = {
    {"host:a\n", "HTTP/1.1", 0, 0},
    {"host:127.0.0.1:8420\ncontent-length:12\n", "HTTP/1.1", 0, 12},
    {"host:[::1]:8420\ncontent-length:0\n", "HTTP/1.1", 0, 0},
    {"", "HTTP/1.0", 0, 0},
    {"", "HTTP/1.1", 400, 0},
    {"host:a\n", "HTTP/2.0", 505, 0},
    {"host:a\n", "HTTP/1.2", 505, 0},
    {"host:a\nhost:a\n", "HTTP/1.1", 400, 0},
    {"host:a\nhost:b\n", "HTTP/1.0", 400, 0},
    {"host:a\ncontent-length5:\n", "HTTP/1.1", 400, 0},
    {"host:a\ntransfer-encodingchunked:x\n", "HTTP/1.1", 400, 0},
    {"host:a\nauthorization:a\nauthorization:b\n", "HTTP/1.1", 400, 0},
    {"host:a\ncontent-type:a\ncontent-type:a\n", "HTTP/1.1", 400, 0},
    {"host:a\ncookie:a=b\ncookie:c=d\n", "HTTP/1.1", 0, 0},
    {"host:a, b\n", "HTTP/1.1", 400, 0},
    {"host:\n", "HTTP/1.1", 400, 0},
    {"host:a/b\n", "HTTP/1.1", 400, 0},
    {"host:a\ntransfer-encoding:chunked\n", "HTTP/1.1", 411, 0},
    {"host:a\ntransfer-encoding:identity\n", "HTTP/1.1", 411, 0},
    {"host:a\ntransfer-encoding:\n", "HTTP/1.1", 411, 0},
    {"host:a\ntransfer-encoding:chunked\ncontent-length:3\n", "HTTP/1.1", 411, 0},
    {"host:a\ntransfer-encoding :chunked\n", "HTTP/1.1", 400, 0},
    {"host:a\ncontent-length:3\ncontent-length:3\n", "HTTP/1.1", 400, 0},
    {"host:a\ncontent-length:3, 3\n", "HTTP/1.1", 400, 0},
    {"host:a\ncontent-length:+3\n", "HTTP/1.1", 400, 0},
    {"host:a\ncontent-length:-3\n", "HTTP/1.1", 400, 0},
    {"host:a\ncontent-length:0x3\n", "HTTP/1.1", 400, 0},
    {"host:a\ncontent-length:\n", "HTTP/1.1", 400, 0},
    {"host:a\ncontent-length:9999999999999999999\n", "HTTP/1.1", 400, 0},
    {"host:a\nx y:1\n", "HTTP/1.1", 400, 0},
    {"host:a\n:1\n", "HTTP/1.1", 400, 0},
    {"host:a\nx\x01:1\n", "HTTP/1.1", 400, 0},
    {"host:a\nx:1\r2\n", "HTTP/1.1", 400, 0},
    {"host:a\nx:1\x7f\n", "HTTP/1.1", 400, 0},
    {"host:a\nx:1\t2 \xe9\n", "HTTP/1.1", 0, 0},
};

static void headers_are_guarded(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof HEADERS / sizeof *HEADERS; i++) {
        ARENA_SCOPED arena = arena_new(CAP);
        struct http_pairs headers = {0};
        for (struct text rest = text_of(HEADERS[i].headers); rest.n;) {
            struct text value = text_cut(&rest, '\n'), name = text_cut(&value, ':');
            http_pairs_add(&headers, arena, name, value);
        }
        uint64_t length;
        struct http_fault fault = http_guard_headers(&headers, text_of(HEADERS[i].version), &length);
        if (fault.status != HEADERS[i].status)
            print_error("%s\n", HEADERS[i].headers);
        assert_int_equal(fault.status, HEADERS[i].status);
        if (!fault.status)
            assert_int_equal(length, HEADERS[i].length);
    }
}

static void too_many_headers_are_refused(void **state)
{
    (void)state;
    ARENA_SCOPED arena = arena_new(CAP);
    struct http_pairs headers = {0};
    uint64_t length;
    http_pairs_add(&headers, arena, TEXT("host"), TEXT("a"));
    for (int i = 1; i < HTTP_HEADERS; i++)
        http_pairs_add(&headers, arena, TEXT("x"), TEXT("1"));
    assert_int_equal(http_guard_headers(&headers, TEXT("HTTP/1.1"), &length).status, 0);
    http_pairs_add(&headers, arena, TEXT("x"), TEXT("1"));
    assert_int_equal(http_guard_headers(&headers, TEXT("HTTP/1.1"), &length).status, 431);
}

static void fields_are_read(void **state)
{
    (void)state;
    ARENA_SCOPED arena = arena_new(CAP);
    struct http_request request = {.arena = arena};
    http_pairs_add(&request.headers, arena, TEXT("content-type"), TEXT("Text/HTML ; charset=utf-8"));
    http_pairs_add(&request.headers, arena, TEXT("cookie"), TEXT("a=1; b=\"x y\" ;nonsense; =v; b=2"));
    http_pairs_add(&request.headers, arena, TEXT("cookie"), TEXT("c=3=4"));
    assert_int_equal(http_guard_fields(&request, TEXT("PATCH")).status, 0);
    assert_int_equal(request.method, HTTP_PATCH);
    assert_true(text_is(request.content_type, "text/html"));
    assert_int_equal(request.cookies.count, 4);
    assert_true(text_is(http_pairs_get(&request.cookies, "a"), "1"));
    assert_true(text_is(http_pairs_get(&request.cookies, "b"), "x y"));
    assert_true(text_is(http_pairs_get(&request.cookies, "c"), "3=4"));
    assert_int_equal(http_guard_fields(&request, TEXT("get")).status, 501);
}

static void percent_goes_there_and_back(void **state)
{
    (void)state;
    ARENA_SCOPED arena = arena_new(CAP);
    struct buf out = buf_in(arena);
    struct text in = TEXT("a/b c+\xc3\xa9~%\"&="), back;
    percent_encode(&out, in);
    assert_string_equal(buf_text(&out).s, "a%2Fb%20c%2B%C3%A9~%25%22%26%3D");
    assert_true(percent_decode(arena, buf_text(&out), true, &back));
    assert_true(text_eq(in, back));
}

static void addresses_are_read(void **state)
{
    (void)state;
    struct http_address address;
    assert_null(http_address_parse(TEXT("127.0.0.1:8420"), &address));
    assert_true(address.loopback && address.port == 8420 && !address.ipv6);
    assert_null(http_address_parse(TEXT("[::1]:0"), &address));
    assert_true(address.loopback && address.ipv6);
    assert_null(http_address_parse(TEXT("0.0.0.0:80"), &address));
    assert_false(address.loopback);
    assert_null(http_address_parse(TEXT("localhost:1"), &address));
    assert_string_equal(address.host, "127.0.0.1");
    static const char *const WRONG[] = {"",      "8420",    ":8420",       "127.0.0.1",       "127.0.0.1:",
                                        "a:b:1", "[::1]",   "127.0.0.1:x", "127.0.0.1:65536", "127.0.0.1:-1",
                                        "::1:1", "[::1:80", "force:80",    "[127.0.0.1]:80"};
    for (size_t i = 0; i < sizeof WRONG / sizeof *WRONG; i++)
        assert_non_null(http_address_parse(text_of(WRONG[i]), &address));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(targets_are_split_or_refused),
        cmocka_unit_test(long_targets_are_refused),
        cmocka_unit_test(headers_are_guarded),
        cmocka_unit_test(too_many_headers_are_refused),
        cmocka_unit_test(fields_are_read),
        cmocka_unit_test(percent_goes_there_and_back),
        cmocka_unit_test(addresses_are_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
