#include "base/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

static void integers(void **state)
{
    static const struct {
        const char *text;
        bool is;
        int64_t n;
    } cases[] = {
        {"0", true, 0},
        {"-0", true, 0},
        {"007", true, 7},
        {"9223372036854775807", true, INT64_MAX},
        {"-9223372036854775808", true, INT64_MIN},
        {"9223372036854775808", false, 0},
        {"-9223372036854775809", false, 0},
        {"", false, 0},
        {"-", false, 0},
        {"+1", false, 0},
        {"1 ", false, 0},
        {"1e3", false, 0},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        int64_t n = 7;
        assert_int_equal(text_to_int(text_of(cases[i].text), &n), cases[i].is);
        assert_int_equal(n, cases[i].is ? cases[i].n : 7);
    }
}

static void comparing(void **state)
{
    (void)state;
    assert_true(text_eq(TEXT(""), (struct text){0}));
    assert_true(text_compare(TEXT("ab"), TEXT("b")) < 0);
    assert_true(text_compare(TEXT("ab"), TEXT("a")) > 0);
    assert_int_equal(text_compare(TEXT("ab"), TEXT("ab")), 0);
    assert_true(text_starts(TEXT("abc"), TEXT("ab")) && !text_starts(TEXT("a"), TEXT("ab")));
    assert_true(text_ends(TEXT("abc"), TEXT("bc")) && !text_ends(TEXT("c"), TEXT("bc")));
}

static void cutting(void **state)
{
    (void)state;
    struct text rest = TEXT("a,,b");
    assert_true(text_is(text_cut(&rest, ','), "a"));
    assert_true(text_is(text_cut(&rest, ','), ""));
    assert_true(text_is(text_cut(&rest, ','), "b"));
    assert_int_equal(rest.n, 0);
    assert_true(text_is(text_trim(TEXT(" \t a b\r\n")), "a b"));
    assert_true(text_is(text_trim(TEXT(" \n ")), ""));
}

static void distances(void **state)
{
    static const struct {
        const char *a, *b;
        unsigned distance;
    } cases[] = {{"", "", 0},        {"abc", "", 3},          {"state", "staet", 1}, {"impact", "impct", 1},
                 {"cab", "ecab", 1}, {"kitten", "sitting", 3}};
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_int_equal(text_distance(text_of(cases[i].a), text_of(cases[i].b)), cases[i].distance);
}

static void ordinary_bytes(void **state)
{
    static const char odd[] = "\"&'<>\\\n\x1f\x7f";
    char text[40];
    (void)state;
    for (size_t o = 0; o <= sizeof odd - 1; o++) /* the last one is NUL */
        for (size_t at = 0; at < sizeof text; at++) {
            memset(text, at % 2 ? '~' : (char)0xc3, sizeof text);
            assert_int_equal(text_ordinary((struct text){text, sizeof text}), sizeof text);
            text[at] = odd[o];
            assert_int_equal(text_ordinary((struct text){text, sizeof text}), at);
        }
    assert_int_equal(text_ordinary((struct text){0}), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(integers), cmocka_unit_test(comparing),
                                       cmocka_unit_test(cutting), cmocka_unit_test(distances),
                                       cmocka_unit_test(ordinary_bytes)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
