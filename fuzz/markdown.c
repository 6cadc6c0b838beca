/* Markdown as a person may type it: whatever comes in, only the tags of CommonMark come out, and no address
 * but a harmless one. */
#include "faces/html/markdown.h"
#include "fuzz.h"

#include <string.h>
#include <strings.h>

static const char *const allowed[] = {"p",          "h3",  "h4",   "h5", "h6",     "ul", "ol", "li",
                                      "blockquote", "pre", "code", "em", "strong", "a",  "br", "hr"};

static bool is_allowed(struct text name)
{
    for (size_t i = 0; i < sizeof allowed / sizeof *allowed; i++)
        if (text_is(name, allowed[i]))
            return true;
    return false;
}

static void check_address(struct text tag)
{
    struct text start = TEXT("a href=\"");
    if (!text_starts(tag, start))
        return;
    struct text address = {tag.s + start.n, tag.n - start.n};
    static const char *const refused[] = {"javascript:", "vbscript:", "data:", "file:", "//"};
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        size_t n = strlen(refused[i]);
        assert(address.n < n || strncasecmp(address.s, refused[i], n) != 0);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ARENA_SCOPED arena = arena_new(64 * 1024 * 1024);
    struct text rest = html_markdown(arena, (struct text){(const char *)data, size}).html;
    for (text_cut(&rest, '<'); rest.n; text_cut(&rest, '<')) {
        struct text after = rest;
        struct text tag = text_cut(&after, '>');
        struct text name = tag;
        if (text_starts(name, TEXT("/")))
            name = (struct text){name.s + 1, name.n - 1};
        name = text_cut(&name, ' ');
        assert(is_allowed(name));
        check_address(tag);
    }
    return 0;
}
