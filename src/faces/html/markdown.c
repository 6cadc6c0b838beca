#include "faces/html/markdown.h"

#include "base/buf.h"

#include <cmark-gfm.h>
#include <stdlib.h>

static void free_node(cmark_node **node)
{
    cmark_node_free(*node);
}

static void free_string(char **s)
{
    free(*s);
}

static bool is_allowed(const char *url)
{
    struct text text = text_of(url);
    size_t colon = text_find(text, ':');
    if (colon == text.n || text_find(text, '/') < colon || text_find(text, '#') < colon)
        return !text_starts(text, TEXT("//"));
    return text_starts_same(text, TEXT("http:")) || text_starts_same(text, TEXT("https:")) ||
           text_starts_same(text, TEXT("mailto:"));
}

static cmark_node *text_node(const char *literal)
{
    cmark_node *node = cmark_node_new(CMARK_NODE_TEXT);
    cmark_node_set_literal(node, literal);
    return node;
}

static void replace(cmark_node *old, cmark_node *with)
{
    cmark_node_insert_before(old, with);
    cmark_node_free(old);
}

static void show_html(cmark_node *node, bool block)
{
    cmark_node *shown = text_node(cmark_node_get_literal(node));
    if (block) {
        cmark_node *paragraph = cmark_node_new(CMARK_NODE_PARAGRAPH);
        cmark_node_append_child(paragraph, shown);
        shown = paragraph;
    }
    replace(node, shown);
}

static bool stands_in_link(cmark_node *node)
{
    while ((node = cmark_node_parent(node)))
        if (cmark_node_get_type(node) == CMARK_NODE_LINK)
            return true;
    return false;
}

static void link_picture(cmark_node *node)
{
    if (stands_in_link(node)) {
        replace(node, text_node("picture"));
        return;
    }
    cmark_node *link = cmark_node_new(CMARK_NODE_LINK);
    cmark_node_set_url(link, cmark_node_get_url(node));
    cmark_node *child;
    while ((child = cmark_node_first_child(node)))
        cmark_node_append_child(link, child);
    if (!cmark_node_first_child(link))
        cmark_node_append_child(link, text_node("picture"));
    replace(node, link);
}

/* Called when a node is left, so what it holds has been made safe already. */
static void make_safe(cmark_node *node)
{
    cmark_node_type type = cmark_node_get_type(node);
    if (type == CMARK_NODE_HTML_INLINE || type == CMARK_NODE_HTML_BLOCK) {
        show_html(node, type == CMARK_NODE_HTML_BLOCK);
    } else if (type == CMARK_NODE_HEADING) {
        int level = cmark_node_get_heading_level(node) + 2;
        cmark_node_set_heading_level(node, level > 6 ? 6 : level);
    } else if (type == CMARK_NODE_LINK || type == CMARK_NODE_IMAGE) {
        if (!is_allowed(cmark_node_get_url(node)))
            cmark_node_set_url(node, "#");
        if (type == CMARK_NODE_IMAGE)
            link_picture(node);
    }
}

static bool is_leaf_html(cmark_node *node)
{
    cmark_node_type type = cmark_node_get_type(node);
    return type == CMARK_NODE_HTML_INLINE || type == CMARK_NODE_HTML_BLOCK;
}

static void make_all_safe(cmark_node *document)
{
    cmark_iter *iter = cmark_iter_new(document);
    cmark_event_type event;
    while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
        cmark_node *node = cmark_iter_get_node(iter);
        if (event == CMARK_EVENT_EXIT || is_leaf_html(node))
            make_safe(node);
    }
    cmark_iter_free(iter);
}

/* Words and what stands between them on one line, which no rule of CommonMark changes. */
static bool is_plain(struct text text)
{
    static const bool plain[256] = {
        ['a' ... 'z'] = true, ['A' ... 'Z'] = true, ['0' ... '9'] = true, [' '] = true, [','] = true,
        ['.'] = true,         [';'] = true,         ['-'] = true,         ['('] = true, [')'] = true,
        ['\''] = true,        ['?'] = true,         ['/'] = true,         ['%'] = true,
    };
    char first = (char)(text.s[0] | 0x20);
    size_t n = 0;
    while (n < text.n && plain[(unsigned char)text.s[n]])
        n++;
    return n == text.n && first >= 'a' && first <= 'z';
}

static struct safe_html paragraph(struct arena *arena, struct text text)
{
    return (struct safe_html){arena_format(arena, "<p>%.*s</p>\n", TEXT_ARGS(text))};
}

struct safe_html html_markdown(struct arena *arena, struct text text)
{
    bool cut = text.n > MARKDOWN_MAX;
    if (cut)
        text.n = MARKDOWN_MAX;
    struct text trimmed = text_trim(text);
    if (!trimmed.n)
        return (struct safe_html){0};
    if (!cut && trimmed.s == text.s && is_plain(trimmed))
        return paragraph(arena, trimmed);
    __attribute__((cleanup(free_node))) cmark_node *document =
        cmark_parse_document(text.s, text.n, CMARK_OPT_VALIDATE_UTF8);
    make_all_safe(document);
    __attribute__((cleanup(free_string))) char *html = cmark_render_html(document, CMARK_OPT_DEFAULT, NULL);
    struct buf out = buf_in(arena);
    buf_puts(&out, html);
    if (cut)
        buf_puts(&out, "<p><em>The rest is too long to show here. Export the record to read it.</em></p>\n");
    return (struct safe_html){buf_text(&out)};
}
