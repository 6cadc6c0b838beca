#include "base/csv.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* Each record as `LINE:cell|cell`, each problem as `LINE!problem`, one a line. */
static struct text transcript(struct arena *arena, struct text file)
{
    struct buf out = buf_in(arena);
    struct csv csv = csv_read(arena, file);
    struct csv_record record;
    for (enum csv_step step; (step = csv_next(&csv, &record)) != CSV_END; buf_char(&out, '\n')) {
        if (step == CSV_BAD) {
            buf_format(&out, "%zu!%.*s", csv.problem_line, TEXT_ARGS(csv.problem));
            continue;
        }
        buf_format(&out, "%zu:", record.line);
        for (size_t i = 0; i < record.count; i++)
            buf_format(&out, "%s%.*s", i ? "|" : "", TEXT_ARGS(record.fields[i]));
    }
    return buf_text(&out);
}

static void files(void **state)
{
    static const struct {
        const char *file, *records;
    } cases[] = {
        {"", ""},
        {"a,b\n1,2\n", "1:a|b\n2:1|2\n"},
        {"\xef\xbb\xbf"
         "a,b\r\n1,2",
         "1:a|b\n2:1|2\n"},
        {"one\n\n\r\ntwo\n", "1:one\n4:two\n"},
        {"a,b\n,\n", "1:a|b\n2:|\n"},
        {"a,b\n1,", "1:a|b\n2:1|\n"},
        {"\"a\",\"b,\"\"c\"\"\"\n\"x\ny\",z\n1,2\n", "1:a|b,\"c\"\n2:x\ny|z\n4:1|2\n"},
        {"a,b\n\"\",\"\"\"\"\n", "1:a|b\n2:|\"\n"},
        {"a,b\n1\n1,2,3\n4,5\n", "1:a|b\n2!This row has 1 cell; the first row has 2.\n3!This row has 3 "
                                 "cells; the first row has 2.\n4:4|5\n"},
        {"a;b\n1;2\n",
         "1!The columns are separated by semicolons. Save the file with commas and try again.\n"},
        {"\"a;b\"\n1\n", "1:a;b\n2:1\n"},
        {"\"a\tb\nc\",d\n1,2\n", "1:a\tb\nc|d\n3:1|2\n"},
        {"a\tb\n1\t2\n", "1!The columns are separated by tabs. Save the file with commas and try again.\n"},
        {"a,b\n\"1,2\n3,4\n",
         "1:a|b\n2!A quotation mark opens a cell here and is never closed. Add the closing \" .\n"},
        {"a,b\n1,x\"y\"\n",
         "1:a|b\n2!A quotation mark stands inside a cell. Put the whole cell in quotation marks and "
         "write the inner one twice: \"\" .\n"},
        {"a,b\n1,\"x\"y\n",
         "1:a|b\n2!Something follows a closing quotation mark. Write a quotation mark inside a quoted "
         "cell twice: \"\" .\n"},
        {"a,b\r1,2\r",
         "1!A lone carriage return stands in this line. Save the file again with ordinary line ends.\n"},
        {"a,b\n1,\xff\n", "2!This line is not valid UTF-8. Save the file as \"CSV UTF-8\" and try again.\n"},
        {"\xff\xfe"
         "a",
         "1!This file is in UTF-16. Save it as \"CSV UTF-8\" and try again.\n"},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        ARENA_SCOPED arena = arena_new(1 << 20);
        assert_string_equal(transcript(arena, text_of(cases[i].file)).s, cases[i].records);
    }
}

static void limits(void **state)
{
    (void)state;
    ARENA_SCOPED arena = arena_new(64 << 20);
    struct text nul = {"a,b\n1,\0\n", 8};
    assert_string_equal(transcript(arena, nul).s,
                        "2!This line has a NUL byte: the file is not text. Save it as \"CSV "
                        "UTF-8\" and try again.\n");
    char *wide = arena_alloc(arena, CSV_COLUMNS_MAX + 1);
    memset(wide, ',', CSV_COLUMNS_MAX);
    assert_true(text_starts(transcript(arena, (struct text){wide, CSV_COLUMNS_MAX}),
                            TEXT("1!This row has more than")));
    assert_true(text_starts(transcript(arena, (struct text){wide, CSV_COLUMNS_MAX - 1}), TEXT("1:|")));
    char *large = arena_alloc(arena, CSV_FIELD_MAX + 4);
    memset(large, 'x', CSV_FIELD_MAX + 3);
    assert_true(
        text_starts(transcript(arena, (struct text){large, CSV_FIELD_MAX + 1}), TEXT("1!A cell is larger")));
    large[0] = large[CSV_FIELD_MAX + 2] = '"';
    assert_true(
        text_starts(transcript(arena, (struct text){large, CSV_FIELD_MAX + 3}), TEXT("1!A cell is larger")));
}

static void writing(void **state)
{
    (void)state;
    ARENA_SCOPED arena = arena_new(1 << 16);
    struct buf out = buf_in(arena);
    struct csv_writer csv = csv_in(&out);
    csv_put_text(&csv, TEXT("plain"));
    csv_put_text(&csv, TEXT("a,\"b\"\nc"));
    csv_put_text(&csv, (struct text){0});
    csv_put_plain(&csv, TEXT("-5"));
    csv_end(&csv);
    csv_put_text(&csv, TEXT("=1+1"));
    csv_put_text(&csv, TEXT("\n-x"));
    csv_put_text(&csv, TEXT("@SUM(\"a\")"));
    csv_put_plain(&csv, TEXT("2026-11-22"));
    csv_end(&csv);
    assert_string_equal(
        buf_text(&out).s,
        "plain,\"a,\"\"b\"\"\nc\",,-5\r\n\"'=1+1\",\"'\n-x\",\"'@SUM(\"\"a\"\")\",2026-11-22\r\n");
    assert_string_equal(transcript(arena, buf_text(&out)).s,
                        "1:plain|a,\"b\"\nc||-5\n3:'=1+1|'\n-x|'@SUM(\"a\")|2026-11-22\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(files), cmocka_unit_test(limits),
                                       cmocka_unit_test(writing)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
