#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "http/form.h"

enum { CAP = 4 * 1024 * 1024 };

static struct text show_fields(struct arena *arena, const struct http_form *form)
{
    struct buf out = buf_in(arena);
    for (size_t i = 0; i < form->fields.count; i++)
        buf_format(&out, "%.*s=%.*s;", TEXT_ARGS(form->fields.items[i].name),
                   TEXT_ARGS(form->fields.items[i].value));
    for (size_t i = 0; i < form->file_count; i++)
        buf_format(&out, "%.*s@%.*s(%.*s)%.*s;", TEXT_ARGS(form->files[i].name),
                   TEXT_ARGS(form->files[i].filename), TEXT_ARGS(form->files[i].content_type),
                   TEXT_ARGS(form->files[i].bytes));
    return buf_text(&out);
}

#define BYTES(literal)                                                                                       \
    {                                                                                                        \
        "" literal, sizeof(literal) - 1                                                                      \
    }

static const struct {
    struct text body;
    const char *shown; /* NULL: refused */
} URLENCODED[] = {
    {BYTES(""), ""},
    {BYTES("a=1&b=2"), "a=1;b=2;"},
    {BYTES("a=1&a=2&a="), "a=1;a=2;a=;"},
    {BYTES("a&&b=x%26y+z"), "a=;b=x&y z;"},
    {BYTES("t=line%0D%0Atwo"), "t=line\r\ntwo;"},
    {BYTES("t=%E2%82%AC\xe2\x82\xac"), "t=\xe2\x82\xac\xe2\x82\xac;"},
    {BYTES("t=%"), NULL},
    {BYTES("t=%4"), NULL},
    {BYTES("t=%gg"), NULL},
    {BYTES("t=%00"), NULL},
    {BYTES("t=\0"), NULL},
    {BYTES("t=%ff"), NULL},
    {BYTES("t=\xed\xa0\x80"), NULL},
    {BYTES("=1"), NULL},
};

static void urlencoded_forms_are_read(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof URLENCODED / sizeof *URLENCODED; i++) {
        ARENA_SCOPED arena = arena_new(CAP);
        struct http_form form = {0};
        const char *wrong = http_urlencoded_read(arena, URLENCODED[i].body, &form.fields);
        if (!wrong != (URLENCODED[i].shown != NULL))
            print_error("case %zu\n", i);
        assert_int_equal(!wrong, URLENCODED[i].shown != NULL);
        if (!wrong)
            assert_string_equal(show_fields(arena, &form).s, URLENCODED[i].shown);
    }
}

static void too_many_or_too_long_fields_are_refused(void **state)
{
    (void)state;
    ARENA_SCOPED arena = arena_new(CAP);
    struct buf body = buf_in(arena);
    struct http_pairs fields = {0}, again = {0}, named = {0};
    for (int i = 0; i < HTTP_FORM_FIELDS; i++)
        buf_puts(&body, "a=1&");
    assert_null(http_urlencoded_read(arena, buf_text(&body), &fields));
    buf_puts(&body, "a=1&");
    assert_non_null(http_urlencoded_read(arena, buf_text(&body), &again));
    struct buf name = buf_in(arena);
    for (int i = 0; i < HTTP_FORM_NAME_BYTES + 1; i++)
        buf_char(&name, 'n');
    assert_non_null(http_urlencoded_read(arena, buf_text(&name), &named));
}

#define HEAD(rest) "--B\r\nContent-Disposition: form-data; " rest "\r\n\r\n"

static const struct {
    struct text body;
    const char *shown;
} MULTIPART[] = {
    {BYTES("--B--\r\n"), ""},
    {BYTES("--B--"), ""},
    {BYTES(HEAD("name=\"a\"") "1\r\n--B--\r\n"), "a=1;"},
    {BYTES(HEAD("name=a") "\r\n--B--\r\n"), "a=;"},
    {BYTES(HEAD("name=\"a\"") "x\r\ny\r\n" HEAD("name=\"a\"") "--B\r\n--B--"), "a=x\r\ny;a=--B;"},
    {BYTES("--B\r\ncontent-disposition:form-data;name=\"f\";filename=\"C:\\tmp\\note.txt\"\r\n"
           "Content-Type: Text/Plain; charset=x\r\n\r\nhello\r\n--B--\r\n"),
     "f@note.txt(text/plain)hello;"},
    {BYTES(HEAD("name=f; filename=\"a\\\"b.txt\"") "x\r\n--B--"), "f@a\"b.txt()x;"},
    {BYTES(HEAD("name=f; filename=\"x\"; filename*=UTF-8''caf%C3%A9.txt") "x\r\n--B--"),
     "f@caf\xc3\xa9.txt()x;"},
    {BYTES(HEAD("name=f; filename=\"\"") "\r\n--B--"), ""},
    {BYTES(HEAD("name=f; filename=\"\"") "bytes\r\n--B--"), NULL},
    {BYTES(HEAD("name=f; filename=\"..\"") "bytes\r\n--B--"), NULL},
    {BYTES(HEAD("name=f; filename=\"a\xff\"") "bytes\r\n--B--"), NULL},
    {BYTES(""), NULL},
    {BYTES("--"), NULL},
    {BYTES("--B"), NULL},
    {BYTES("--B\r\n"), NULL},
    {BYTES("preamble\r\n--B--\r\n"), NULL},
    {BYTES("--B--\r\nepilogue"), NULL},
    {BYTES("--Bx\r\n"), NULL},
    {BYTES(HEAD("name=a") "1"), NULL},
    {BYTES(HEAD("name=a") "1\r\n--B"), NULL},
    {BYTES(HEAD("name=a") "1\r\n--B\r\n"), NULL},
    {BYTES(HEAD("name=a") "1\n--B--"), NULL},
    {BYTES(HEAD("name=\"a") "1\r\n--B--"), NULL},
    {BYTES(HEAD("name=a; name=b") "1\r\n--B--"), NULL},
    {BYTES(HEAD("name=\"\"") "1\r\n--B--"), NULL},
    {BYTES(HEAD("filename=a") "1\r\n--B--"), NULL},
    {BYTES(HEAD("name=a") "\xff\r\n--B--"), NULL},
    {BYTES(HEAD("name=a") "\0\r\n--B--"), NULL},
    {BYTES("--B\r\nContent-Disposition: attachment; name=a\r\n\r\n1\r\n--B--"), NULL},
    {BYTES("--B\r\nX: 1\r\n\r\n1\r\n--B--"), NULL},
    {BYTES("--B\r\nno colon\r\n\r\n1\r\n--B--"), NULL},
    {BYTES("--B\r\nContent-Disposition: form-data; name=a\r\n name=b\r\n\r\n1\r\n--B--"), NULL},
};

static void multipart_forms_are_read(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof MULTIPART / sizeof *MULTIPART; i++) {
        ARENA_SCOPED arena = arena_new(CAP);
        struct http_form form = {0};
        const char *wrong = http_multipart_read(arena, MULTIPART[i].body, TEXT("B"), &form);
        if (!wrong != (MULTIPART[i].shown != NULL))
            print_error("case %zu: %s\n", i, wrong ? wrong : "read");
        assert_int_equal(!wrong, MULTIPART[i].shown != NULL);
        if (!wrong)
            assert_string_equal(show_fields(arena, &form).s, MULTIPART[i].shown);
    }
}

static void too_many_parts_are_refused(void **state)
{
    (void)state;
    ARENA_SCOPED arena = arena_new(CAP);
    struct buf body = buf_in(arena);
    for (int i = 0; i < HTTP_FORM_PARTS + 1; i++)
        buf_puts(&body, HEAD("name=a") "1\r\n");
    buf_puts(&body, "--B--");
    struct http_form form = {0};
    const char *wrong = http_multipart_read(arena, buf_text(&body), TEXT("B"), &form);
    assert_string_equal(wrong, "The form has more than 64 parts. Send fewer at a time.");
}

static void a_form_is_read_by_its_type(void **state)
{
    (void)state;
    ARENA_SCOPED arena = arena_new(CAP);
    struct http_request request = {.arena = arena,
                                   .content_type = TEXT("multipart/form-data"),
                                   .body = TEXT(HEAD("name=a") "1\r\n--B--")};
    struct http_form form = {0}, none = {0};
    assert_non_null(http_form_read(&request, &none));
    http_pairs_add(&request.headers, arena, TEXT("content-type"),
                   TEXT("multipart/form-data; boundary=\"B\""));
    assert_null(http_form_read(&request, &form));
    assert_true(text_is(http_pairs_get(&form.fields, "a"), "1"));
    request.content_type = TEXT("text/plain");
    assert_false(http_is_form(&request));
    assert_non_null(http_form_read(&request, &none));
}

static void dispositions_give_a_safe_name(void **state)
{
    (void)state;
    static const struct {
        const char *header, *name;
    } CASES[] = {
        {"attachment; filename=plan.pdf", "plan.pdf"},
        {"attachment; filename=\"../../etc/passwd\"", "passwd"},
        {"attachment; filename*=utf-8'en'a%2Fb%20c.txt", "b c.txt"},
        {"attachment; filename=a.txt; filename*=UTF-8''%ff", "a.txt"},
        {"attachment; filename=a.txt; filename*=latin1''b", "a.txt"},
        {"attachment", NULL},
        {"", NULL},
        {"attachment; filename=\"a\nb\"", NULL},
        {"attachment; filename=\"\"", NULL},
        {"attachment; filename", NULL},
        {"attachment; filename=a b", NULL},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        ARENA_SCOPED arena = arena_new(CAP);
        struct text name;
        bool found = http_disposition_filename(arena, text_of(CASES[i].header), &name);
        if (found != (CASES[i].name != NULL))
            print_error("%s\n", CASES[i].header);
        assert_int_equal(found, CASES[i].name != NULL);
        if (found)
            assert_true(text_is(name, CASES[i].name));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(urlencoded_forms_are_read),
        cmocka_unit_test(too_many_or_too_long_fields_are_refused),
        cmocka_unit_test(multipart_forms_are_read),
        cmocka_unit_test(too_many_parts_are_refused),
        cmocka_unit_test(a_form_is_read_by_its_type),
        cmocka_unit_test(dispositions_give_a_safe_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
