#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "ledger/event.h"

enum { CAP = 64 << 20 };

/* Made by another program (Python's hashlib and json), from the format described in event.h and a salt of the
 * bytes 0 to 31. */
static const char golden[] =
    "{\"action\":\"submit\",\"actor\":\"12\",\"format\":\"1\",\"kind\":\"act\",\"record\":\"45\","
    "\"register\":"
    "\"change\",\"rulebook\":\"1 "
    "\\\"spring\\\"\\n\\u0001\xc3\xa9\",\"seq\":\"17\",\"state\":\"assessing\",\"time\":"
    "\"1795338000000000\",\"values\":{\"field:summary\":"
    "\"6d232e19c4a0d58927c9e84905249abd4172f8ee80de4e663a91aa4eb4982483\",\"reason\":"
    "\"d33941c24a8fdd6f2dc46c7195f380d2b4729941c9a84f8a063175a050980d51\"},\"version\":\"3\"}";

static struct event_value value_of(const char *tag, const char *value)
{
    struct event_value v = {.tag = text_of(tag), .value = text_of(value), .salted = true};
    for (unsigned i = 0; i < HASH_BYTES; i++)
        v.salt.b[i] = (unsigned char)i;
    v.commitment = event_commit(v.tag, v.value, &v.salt);
    return v;
}

static struct event sample(struct event_value *values, size_t count)
{
    return (struct event){
        .seq = 17,
        .kind = EVENT_ACT,
        .reg = TEXT("change"),
        .record = 45,
        .version = 3,
        .action = TEXT("submit"),
        .state = TEXT("assessing"),
        .actor = 12,
        .time = 1795338000000000,
        .rulebook = TEXT("1 \"spring\"\n\x01\xc3\xa9"),
        .values = values,
        .value_count = count,
    };
}

static void test_golden(void **state)
{
    (void)state;
    ARENA_SCOPED arena = arena_new(CAP);
    struct event_value values[] = {value_of("reason", ""),
                                   value_of("field:summary", "Replace the caf\xc3\xa9 switch")};
    struct event event = sample(values, 2);
    struct text body;
    assert_true(event_canonical(arena, &event, &body));
    assert_int_equal(body.n, sizeof golden - 1);
    assert_memory_equal(body.s, golden, body.n);
}

static void test_parse(void **state)
{
    (void)state;
    ARENA_SCOPED arena = arena_new(CAP);
    struct event event;
    assert_true(event_parse(arena, text_of(golden), &event));
    assert_int_equal(event.seq, 17);
    assert_int_equal(event.kind, EVENT_ACT);
    assert_true(text_is(event.reg, "change") && text_is(event.action, "submit") &&
                text_is(event.state, "assessing"));
    assert_true(event.record == 45 && event.version == 3 && event.actor == 12 &&
                event.time == 1795338000000000);
    assert_true(text_is(event.rulebook, "1 \"spring\"\n\x01\xc3\xa9"));
    assert_int_equal(event.value_count, 2);
    const struct event_value *reason = event_find(&event, "reason");
    assert_non_null(reason);
    assert_true(reason->disposed);
    struct event_value expected = value_of("reason", "");
    assert_true(hash_eq(&reason->commitment, &expected.commitment));
    assert_null(event_find(&event, "field"));
}

/* Only the canonical bytes are an event: any byte changed gives another event or none, any byte lost gives
 * none. */
static void test_damaged(void **state)
{
    (void)state;
    ARENA_SCOPED arena = arena_new(CAP);
    char bytes[sizeof golden];
    static const char tries[] = "\0\\\"{}u0-:,\xff ";
    struct event event;
    for (size_t i = 0; i < sizeof golden - 1; i++) {
        arena_reset(arena);
        assert_false(event_parse(arena, (struct text){golden, i}, &event));
        for (size_t k = 0; k < sizeof tries - 1; k++) {
            struct text again;
            memcpy(bytes, golden, sizeof golden);
            bytes[i] = tries[k];
            if (event_parse(arena, (struct text){bytes, sizeof golden - 1}, &event)) {
                assert_true(event_canonical(arena, &event, &again));
                assert_memory_equal(again.s, bytes, again.n);
            }
        }
    }
}

static void test_not_canonical(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "",
        "{}",
        "{\"action\":\"a\",\"actor\":\"01\",\"format\":\"1\",\"kind\":\"act\",\"record\":\"1\",\"register\":"
        "\"r\","
        "\"rulebook\":\"1\",\"seq\":\"1\",\"state\":\"s\",\"time\":\"1\",\"values\":{},\"version\":\"1\"}",
        "{\"action\":\"\\u0061\",\"actor\":\"1\",\"format\":\"1\",\"kind\":\"act\",\"record\":\"1\","
        "\"register\":"
        "\"r\",\"rulebook\":\"1\",\"seq\":\"1\",\"state\":\"s\",\"time\":\"1\",\"values\":{},\"version\":"
        "\"1\"}",
        "{\"action\":\"a\",\"actor\":\"1\",\"format\":\"1\",\"kind\":\"dance\",\"record\":\"1\",\"register\":"
        "\"r\","
        "\"rulebook\":\"1\",\"seq\":\"1\",\"state\":\"s\",\"time\":\"1\",\"values\":{},\"version\":\"1\"}",
        "{\"action\":\"a\",\"actor\":\"1\",\"format\":\"2\",\"kind\":\"act\",\"record\":\"1\",\"register\":"
        "\"r\","
        "\"rulebook\":\"1\",\"seq\":\"1\",\"state\":\"s\",\"time\":\"1\",\"values\":{},\"version\":\"1\"}",
        "{\"action\":\"a\",\"actor\":\"1\",\"format\":\"1\",\"kind\":\"act\",\"record\":\"1\",\"register\":"
        "\"r\","
        "\"rulebook\":\"1\",\"seq\":\"1\",\"state\":\"s\",\"time\":\"1\",\"values\":{},\"version\":\"1\"} ",
    };
    ARENA_SCOPED arena = arena_new(CAP);
    struct event event;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(event_parse(arena, text_of(bad[i]), &event));
    assert_true(
        event_parse(arena,
                    TEXT("{\"action\":\"a\",\"actor\":\"-1001\",\"format\":\"1\",\"kind\":\"act\",\"record\":"
                         "\"1\",\"register\":\"r\",\"rulebook\":\"1\",\"seq\":\"1\",\"state\":\"s\",\"time\":"
                         "\"1\",\"values\":{},\"version\":\"1\"}"),
                    &event));
    assert_int_equal(event.actor, event_operator(1000));
}

static void test_refused(void **state)
{
    (void)state;
    ARENA_SCOPED arena = arena_new(CAP);
    struct text body;
    static const char *const tags[][2] = {
        {"a", "a"}, {"a", ""}, {"a", "q\"q"}, {"a", "caf\xc3\xa9"}, {"a", "b\\"}};
    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++) {
        struct event_value values[] = {value_of(tags[i][0], "x"), value_of(tags[i][1], "y")};
        struct event event = sample(values, 2);
        assert_false(event_canonical(arena, &event, &body));
    }
    struct event event = sample(NULL, 0);
    event.state = TEXT("\xff");
    assert_false(event_canonical(arena, &event, &body));
}

/* Salt, tag, value and the boundary between them all count. */
static void test_commitments_differ(void **state)
{
    (void)state;
    struct hash salt = {{1}};
    struct hash other = {{2}};
    struct hash hashes[] = {
        event_commit(TEXT("ab"), TEXT("c"), &salt),  event_commit(TEXT("a"), TEXT("bc"), &salt),
        event_commit(TEXT("ab"), TEXT("c"), &other), event_commit(TEXT("ab"), TEXT("d"), &salt),
        event_commit(TEXT("ab"), TEXT(""), &salt),
    };
    for (size_t i = 0; i < sizeof hashes / sizeof *hashes; i++) {
        for (size_t k = 0; k < i; k++)
            assert_false(hash_eq(&hashes[i], &hashes[k]));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_golden),  cmocka_unit_test(test_parse),
        cmocka_unit_test(test_damaged), cmocka_unit_test(test_not_canonical),
        cmocka_unit_test(test_refused), cmocka_unit_test(test_commitments_differ),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
