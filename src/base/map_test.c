#include "base/map.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void many_keys(void **state)
{
    static int values[5000];
    (void)state;
    ARENA_SCOPED arena = arena_new(16 << 20);
    struct map map = map_in(arena);
    assert_null(map_get(&map, TEXT("nothing")));
    for (int i = 0; i < 5000; i++)
        assert_null(map_put(&map, arena_format(arena, "key %d", i), &values[i]));
    assert_int_equal(map.count, 5000);
    for (int i = 0; i < 5000; i++) {
        assert_ptr_equal(map_get(&map, arena_format(arena, "key %d", i)), &values[i]);
        assert_ptr_equal(map.entries[i].value, &values[i]);
    }
    assert_false(map_has(&map, TEXT("key 5000")));
}

static void putting_again(void **state)
{
    static int first, second;
    (void)state;
    ARENA_SCOPED arena = arena_new(1 << 16);
    struct map map = map_in(arena);
    map_put(&map, TEXT(""), &first);
    assert_ptr_equal(map_put(&map, TEXT(""), &second), &first);
    assert_ptr_equal(map_get(&map, (struct text){0}), &second);
    assert_int_equal(map.count, 1);
    map_put(&map, TEXT("null"), NULL);
    assert_true(map_has(&map, TEXT("null")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(many_keys), cmocka_unit_test(putting_again)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
