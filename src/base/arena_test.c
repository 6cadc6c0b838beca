#include "base/buf.h"

#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static void many_sizes(void **state)
{
    (void)state;
    ARENA_SCOPED arena = arena_new(16 << 20);
    for (size_t round = 0; round < 3; round++) {
        for (size_t size = 1; size < 3000; size++) {
            unsigned char *bytes = arena_alloc(arena, size);
            assert_int_equal((uintptr_t)bytes % _Alignof(max_align_t), 0);
            assert_int_equal(bytes[0] | bytes[size - 1], 0);
            bytes[0] = bytes[size - 1] = 0xff;
        }
        assert_true(arena_used(arena) >= 2999 * 1500);
        arena_reset(arena);
        assert_int_equal(arena_used(arena), 0);
    }
}

static void growing_arrays(void **state)
{
    (void)state;
    ARENA_SCOPED arena = arena_new(1 << 20);
    int *items = NULL;
    size_t count = 0, capacity = 0;
    for (int i = 0; i < 1000; i++)
        *ARENA_PUSH(arena, items, count, capacity) = i;
    for (int i = 0; i < 1000; i++)
        assert_int_equal(items[i], i);
}

static void buffers(void **state)
{
    (void)state;
    ARENA_SCOPED arena = arena_new(1 << 20);
    struct buf out = buf_in(arena);
    assert_string_equal(buf_text(&out).s, "");
    for (int i = 0; i < 1000; i++) {
        buf_puts(&out, "ab");
        buf_char(&out, 'c');
        buf_int(&out, i);
        buf_format(&out, "%s", "");
    }
    struct text text = buf_text(&out);
    assert_int_equal(text.n, 3 * 1000 + 10 + 180 + 2700);
    assert_true(text_ends(text, TEXT("abc999")));
    assert_string_equal(arena_format(arena, "%s-%d", "x", 7).s, "x-7");
    assert_string_equal(arena_string(arena, (struct text){0}), "");
}

#define SAME(...)                                                                                            \
    do {                                                                                                     \
        snprintf(want, sizeof want, __VA_ARGS__);                                                            \
        assert_string_equal(arena_format(arena, __VA_ARGS__).s, want);                                       \
    } while (0)

static void formats_as_printf(void **state)
{
    static const char text[] = "some text";
    char want[1000], longer[600];
    (void)state;
    ARENA_SCOPED arena = arena_new(1 << 20);
    memset(longer, 'x', sizeof longer);
    longer[sizeof longer - 1] = 0;
    SAME("%s|%.*s|%.*s|%%|", text, 4, text, 0, "");
    SAME("%d %d %d", 0, INT_MIN, INT_MAX);
    SAME("%lld %lld", LLONG_MIN, LLONG_MAX);
    SAME("%zu %zu", (size_t)0, SIZE_MAX);
    SAME("%s %02d:%c %-5d|%x", longer, 7, 'c', 3, 255u);
    SAME("%s %s", longer, longer + 300);
    SAME("%.*s", 4, "a\0b");
    SAME("%s", "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(many_sizes), cmocka_unit_test(growing_arrays),
                                       cmocka_unit_test(buffers), cmocka_unit_test(formats_as_printf)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
