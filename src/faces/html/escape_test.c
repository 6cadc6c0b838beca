#include "faces/html/escape.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

struct example {
    void (*write)(struct buf *out, struct text text);
    struct text given;
    const char *expected;
};

static const struct example examples[] = {
    {html_text, TEXT("a < b & \"c\" 'd' >"), "a &lt; b &amp; &quot;c&quot; &#39;d&#39; &gt;"},
    {html_text, TEXT("</script><script>alert(1)</script>"),
     "&lt;/script&gt;&lt;script&gt;alert(1)&lt;/script&gt;"},
    {html_text, TEXT("nul\0bell\a tab\t line\n"),
     "nul\xef\xbf\xbd"
     "bell\xef\xbf\xbd tab\t line\n"},
    {html_text, TEXT(""), ""},
    {html_text, TEXT("Gwasanaeth Heddlu \xc5\xb5"), "Gwasanaeth Heddlu \xc5\xb5"},
    {html_attribute, TEXT("\" onfocus=\"x"), "&quot; onfocus=&quot;x"},
    {html_url, TEXT("/change?state=draft&sort=-updated"), "/change?state=draft&amp;sort=-updated"},
    {html_url, TEXT("https://northmoor.example/a"), "https://northmoor.example/a"},
    {html_url, TEXT("HTTP://northmoor.example"), "HTTP://northmoor.example"},
    {html_url, TEXT("#history"), "#history"},
    {html_url, TEXT("?page=2"), "?page=2"},
    {html_url, TEXT("notes/a:b"), "notes/a:b"},
    {html_url, TEXT("javascript:alert(1)"), "#"},
    {html_url, TEXT("JaVaScRiPt:alert(1)"), "#"},
    {html_url, TEXT(" javascript:alert(1)"), "#"},
    {html_url, TEXT("java\nscript:alert(1)"), "#"},
    {html_url, TEXT("data:text/html,x"), "#"},
    {html_url, TEXT("//evil.example"), "#"},
    {html_url, TEXT("/\\evil.example"), "#"},
    {html_url, TEXT("/\t/evil.example"), "#"},
    {html_url, TEXT(""), "#"},
    {html_url_part, TEXT("Inf/20 2.3(e)&x=\xc3\xa9"), "Inf%2F20%202.3%28e%29%26x%3D%C3%A9"},
    {html_url_part, TEXT("a-b_c.d~e"), "a-b_c.d~e"},
    {html_url_part, TEXT("\0"), "%00"},
};

static void every_position_escapes(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
        ARENA_SCOPED arena = arena_new(1 << 20);
        struct buf out = buf_in(arena);
        examples[i].write(&out, examples[i].given);
        assert_string_equal(buf_text(&out).s, examples[i].expected);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_position_escapes)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
