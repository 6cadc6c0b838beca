#include "base/json.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void nested(void **state)
{
    (void)state;
    ARENA_SCOPED arena = arena_new(1 << 16);
    struct buf out = buf_in(arena);
    struct json json = json_in(&out);
    json_put_object(&json);
    json_key_text(&json, "name", TEXT("A \"B\" \\ \n\x01 \xc3\xa9"));
    json_key_array(&json, "list");
    json_put_int(&json, -5);
    json_put_array(&json);
    json_put_array_end(&json);
    json_put_object(&json);
    json_put_object_end(&json);
    json_put_bool(&json, true);
    json_put_null(&json);
    json_put_array_end(&json);
    json_key_object(&json, "inner");
    json_key_int(&json, "n", INT64_MIN);
    json_key_bool(&json, "no", false);
    json_put_object_end(&json);
    json_key_null(&json, "nothing");
    json_key_time(&json, "time", 0);
    json_put_object_end(&json);
    assert_string_equal(buf_text(&out).s,
                        "{\"name\":\"A \\\"B\\\" \\\\ \\n\\u0001 \xc3\xa9\",\"list\":[-5,[],{},true,null],"
                        "\"inner\":{\"n\":-9223372036854775808,\"no\":false},\"nothing\":null,"
                        "\"time\":\"1970-01-01T00:00:00Z\"}");
}

static void alone(void **state)
{
    (void)state;
    ARENA_SCOPED arena = arena_new(1 << 16);
    struct buf out = buf_in(arena);
    struct json json = json_in(&out);
    json_put_text(&json, (struct text){0});
    assert_string_equal(buf_text(&out).s, "\"\"");
}

static void deep(void **state)
{
    (void)state;
    ARENA_SCOPED arena = arena_new(1 << 16);
    struct buf out = buf_in(arena);
    struct json json = json_in(&out);
    for (int i = 0; i < JSON_DEPTH; i++)
        json_put_array(&json);
    json_put_int(&json, 1);
    json_put_int(&json, 2);
    for (int i = 0; i < JSON_DEPTH; i++)
        json_put_array_end(&json);
    assert_int_equal(out.n, 2 * JSON_DEPTH + 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(nested), cmocka_unit_test(alone),
                                       cmocka_unit_test(deep)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
