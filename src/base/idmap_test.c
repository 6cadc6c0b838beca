#include "base/idmap.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void many_ids(void **state)
{
    static int values[5000];
    (void)state;
    ARENA_SCOPED arena = arena_new(16 << 20);
    struct idmap map = idmap_in(arena);
    assert_null(idmap_get(&map, 1));
    for (int64_t i = 1; i <= 5000; i++)
        idmap_put(&map, i * 64, &values[i - 1]);
    assert_int_equal(map.count, 5000);
    for (int64_t i = 1; i <= 5000; i++)
        assert_ptr_equal(idmap_get(&map, i * 64), &values[i - 1]);
    assert_null(idmap_get(&map, 63));
    assert_null(idmap_get(&map, 5001 * 64));
}

static void putting_again(void **state)
{
    static int first, second;
    static const int64_t ids[] = {1, -1, INT64_MAX, INT64_MIN};
    (void)state;
    ARENA_SCOPED arena = arena_new(1 << 16);
    struct idmap map = idmap_in(arena);
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
        idmap_put(&map, ids[i], &first);
        idmap_put(&map, ids[i], &second);
        assert_ptr_equal(idmap_get(&map, ids[i]), &second);
        assert_int_equal(map.count, i + 1);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(many_ids), cmocka_unit_test(putting_again)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
