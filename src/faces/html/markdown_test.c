#include "faces/html/markdown.h"

#include "base/buf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

struct example {
    struct text given;
    const char *expected;
};

static const struct example examples[] = {
    {TEXT("**Both** firewalls"), "<p><strong>Both</strong> firewalls</p>\n"},
    {TEXT(" \n\t"), ""},
    {TEXT("<script>alert(1)</script>"), "<p>&lt;script&gt;alert(1)&lt;/script&gt;\n</p>\n"},
    {TEXT("a <b onclick=x>b</b>"), "<p>a &lt;b onclick=x&gt;b&lt;/b&gt;</p>\n"},
    {TEXT("[x](javascript:alert(1))"), "<p><a href=\"#\">x</a></p>\n"},
    {TEXT("[x](JAVASCRIPT:alert(1))"), "<p><a href=\"#\">x</a></p>\n"},
    {TEXT("[x](//evil.example)"), "<p><a href=\"#\">x</a></p>\n"},
    {TEXT("[x](&#106;avascript:alert)"), "<p><a href=\"#\">x</a></p>\n"},
    {TEXT("[x](/change/RFC-1)"), "<p><a href=\"/change/RFC-1\">x</a></p>\n"},
    {TEXT("<https://northmoor.example>"),
     "<p><a href=\"https://northmoor.example\">https://northmoor.example</a></p>\n"},
    {TEXT("![plan](https://northmoor.example/p.png)"),
     "<p><a href=\"https://northmoor.example/p.png\">plan</a></p>\n"},
    {TEXT("![](data:image/png;base64,AA)"), "<p><a href=\"#\">picture</a></p>\n"},
    {TEXT("[![in](a.png)](b)"), "<p><a href=\"b\">picture</a></p>\n"},
    {TEXT("# One\n\n###### Six"), "<h3>One</h3>\n<h6>Six</h6>\n"},
    {TEXT("a | b\n--|--\n1 | 2"), "<p>a | b\n--|--\n1 | 2</p>\n"},
    {TEXT("bad \xff byte"), "<p>bad \xef\xbf\xbd byte</p>\n"},
};

static void markdown_is_safe(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
        ARENA_SCOPED arena = arena_new(1 << 20);
        struct text html = html_markdown(arena, examples[i].given).html;
        assert_string_equal(html.s ? html.s : "", examples[i].expected);
    }
}

/* What needs no parser comes out as from the parser, which the heading calls for. */
static void plain_text_is_a_paragraph(void **state)
{
    (void)state;
    static const char pieces[][8] = {"a",   "B",    "7", " ",  "  ", ",", ".",   ";",  "-",
                                     "(",   ")",    "'", "?",  "/",  "%", "1. ", "- ", "--",
                                     "...", "www.", "z", "\n", "\t", "_", "*",   "&",  "#"};
    unsigned chance = 1;
    for (int i = 0; i < 20000; i++) {
        ARENA_SCOPED arena = arena_new(1 << 20);
        struct buf out = buf_in(arena);
        for (int n = 0; n < 1 + i % 9; n++)
            buf_puts(&out, pieces[(chance = chance * 1103515245u + 12345u) / 65536 % (i % 2 ? 21 : 27)]);
        struct text text = buf_text(&out), longer = arena_format(arena, "%.*s\n\n# X", TEXT_ARGS(text));
        struct text html = html_markdown(arena, text).html;
        assert_string_equal(html_markdown(arena, longer).html.s,
                            arena_format(arena, "%.*s<h3>X</h3>\n", TEXT_ARGS(html)).s);
    }
}

static void long_text_is_cut_and_says_so(void **state)
{
    (void)state;
    static char deep[MARKDOWN_MAX * 2];
    for (const char *c = ">*[_!"; *c; c++) {
        ARENA_SCOPED arena = arena_new(64u << 20);
        memset(deep, *c, sizeof deep);
        struct text html = html_markdown(arena, (struct text){deep, sizeof deep}).html;
        assert_true(text_ends(html, TEXT("Export the record to read it.</em></p>\n")));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(markdown_is_safe),
                                       cmocka_unit_test(plain_text_is_a_paragraph),
                                       cmocka_unit_test(long_text_is_cut_and_says_so)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
