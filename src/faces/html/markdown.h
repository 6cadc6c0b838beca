/* Markdown to HTML that may stand in a page: the only maker of struct safe_html. */
#pragma once

#include "base/arena.h"
#include "faces/html/view.h"

enum { MARKDOWN_MAX = 64 * 1024 }; /* bytes; what is longer is cut, and the page says so */

/* CommonMark without tables. Raw HTML is shown as the text it is, pictures become links, headings begin at h3
 * (a page has its own h1 and h2), addresses other than http, https, mailto and relative ones are dropped.
 * Empty for text of white space only. The result lives in the arena. */
struct safe_html html_markdown(struct arena *arena, struct text text);
