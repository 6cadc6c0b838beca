#include "base/encode.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

static void hex(void **state)
{
    static const unsigned char bytes[] = {0x00, 0x7f, 0xab, 0xff};
    unsigned char back[4];
    (void)state;
    ARENA_SCOPED arena = arena_new(1 << 16);
    assert_string_equal(hex_encode(arena, bytes, 4).s, "007fabff");
    assert_true(hex_decode(TEXT("007fABff"), back, 4));
    assert_memory_equal(back, bytes, 4);
    assert_false(hex_decode(TEXT("007fabf"), back, 4));
    assert_false(hex_decode(TEXT("007fabfg"), back, 4));
    assert_false(hex_decode((struct text){"007fab\0\0", 8}, back, 4));
}

static void base64url(void **state)
{
    /* RFC 4648 section 10, without padding, and the two digits that differ from base64. */
    static const struct {
        struct text bytes;
        const char *text;
    } cases[] = {{{"", 0}, ""},
                 {{"f", 1}, "Zg"},
                 {{"fo", 2}, "Zm8"},
                 {{"foo", 3}, "Zm9v"},
                 {{"foob", 4}, "Zm9vYg"},
                 {{"fooba", 5}, "Zm9vYmE"},
                 {{"foobar", 6}, "Zm9vYmFy"},
                 {{"\xfb\xff\0", 3}, "-_8A"}};
    static const char *const bad[] = {"Z", "Zh", "Zm9", "Zg==", "Z+8A", "Zm 8", "Zm9vY"};
    (void)state;
    ARENA_SCOPED arena = arena_new(1 << 16);
    struct text out;
    for (size_t i = 0; i < COUNT(cases); i++) {
        assert_string_equal(base64url_encode(arena, cases[i].bytes.s, cases[i].bytes.n).s, cases[i].text);
        assert_true(base64url_decode(arena, text_of(cases[i].text), &out));
        assert_true(text_eq(out, cases[i].bytes));
    }
    for (size_t i = 0; i < COUNT(bad); i++)
        assert_false(base64url_decode(arena, text_of(bad[i]), &out));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(hex), cmocka_unit_test(base64url)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
