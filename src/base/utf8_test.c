#include "base/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

static void validity(void **state)
{
    static const struct {
        struct text text;
        bool valid;
        size_t count;
    } cases[] = {
        {{"", 0}, true, 0},
        {{"abc", 3}, true, 3},
        {{"\xc3\xa9", 2}, true, 1},
        {{"\xe2\x82\xac!", 4}, true, 2},
        {{"\xf0\x9f\x9a\x93", 4}, true, 1},
        {{"\xf4\x8f\xbf\xbf", 4}, true, 1},
        {{"\xed\x9f\xbf\xee\x80\x80", 6}, true, 2},
        {{"a\0b", 3}, true, 3},
        {{"\xc0\x80", 2}, false, 0},
        {{"\xc1\xbf", 2}, false, 0},
        {{"\xe0\x9f\xbf", 3}, false, 0},
        {{"\xf0\x8f\xbf\xbf", 4}, false, 0},
        {{"\xed\xa0\x80", 3}, false, 0},
        {{"\xf4\x90\x80\x80", 4}, false, 0},
        {{"\xf5\x80\x80\x80", 4}, false, 0},
        {{"\x80", 1}, false, 0},
        {{"\xc3", 1}, false, 0},
        {{"\xe2\x82", 2}, false, 0},
        {{"\xe2\x82\x41", 3}, false, 0},
        {{"\xff", 1}, false, 0},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        assert_int_equal(utf8_valid(cases[i].text), cases[i].valid);
        if (cases[i].valid)
            assert_int_equal(utf8_count(cases[i].text), cases[i].count);
    }
}

static void characters(void **state)
{
    uint32_t character = 0;
    (void)state;
    assert_int_equal(utf8_next(TEXT("\xf0\x9f\x9a\x93x"), &character), 4);
    assert_int_equal(character, 0x1f693);
    assert_int_equal(utf8_next(TEXT("\xe2\x82\xac"), &character), 3);
    assert_int_equal(character, 0x20ac);
    assert_int_equal(utf8_next(TEXT("A"), &character), 1);
    assert_int_equal(character, 'A');
    assert_int_equal(utf8_next((struct text){0}, &character), 0);
}

static void cutting(void **state)
{
    (void)state;
    struct text text = TEXT("a\xc3\xa9\xe2\x82\xac"
                            "d");
    assert_int_equal(utf8_cut(text, 0).n, 0);
    assert_int_equal(utf8_cut(text, 2).n, 3);
    assert_int_equal(utf8_cut(text, 3).n, 6);
    assert_int_equal(utf8_cut(text, 9).n, text.n);
}

static void cleaning(void **state)
{
    (void)state;
    ARENA_SCOPED arena = arena_new(1 << 16);
    struct text out;
    assert_null(utf8_clean(arena, TEXT("one\r\ntwo\rthree\n\tfour\r"), &out));
    assert_true(text_is(out, "one\ntwo\nthree\n\tfour\n"));
    assert_null(utf8_clean(arena, (struct text){0}, &out));
    assert_int_equal(out.n, 0);
    assert_non_null(utf8_clean(arena, (struct text){"a\0b", 3}, &out));
    assert_non_null(utf8_clean(arena, TEXT("\x1b[2J"), &out));
    assert_non_null(utf8_clean(arena, TEXT("\x7f"), &out));
    assert_string_equal(utf8_clean(arena, TEXT("\xff"), &out), "is not valid UTF-8");
}

static void trimming(void **state)
{
    static const struct {
        struct text text, trimmed;
    } cases[] = {
        {TEXT("  a b\t\n"), TEXT("a b")},
        {TEXT(" \r\n\t\v\f"), TEXT("")},
        {TEXT("\xc2\xa0 a\xc2\xa0"
              "b \xe2\x80\xaf"),
         TEXT("a\xc2\xa0"
              "b")},
        {TEXT("\xc2\x85\xe1\x9a\x80\xe2\x80\x80\xe2\x80\x8a\xe2\x80\xa8\xe2\x80\xa9\xe2\x81\x9f\xe3\x80\x80"),
         TEXT("")},
        {TEXT("\xe2\x80\x8b\xe2\x81\xa0\xef\xbb\xbf"), TEXT("")},
        {TEXT("\xe2\x80\x8d"), TEXT("\xe2\x80\x8d")}, /* a joiner is part of a character as people see it */
        {TEXT("\xc3\xa0"), TEXT("\xc3\xa0")},
        {TEXT("\xa0 x \xa0"), TEXT("\xa0 x \xa0")}, /* no UTF-8: left alone */
        {{0}, {0}},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_true(text_eq(utf8_trim(cases[i].text), cases[i].trimmed));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(validity), cmocka_unit_test(characters), cmocka_unit_test(cutting),
        cmocka_unit_test(cleaning), cmocka_unit_test(trimming),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
