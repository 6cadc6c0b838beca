/* What compiled templates call to write a value: one function for each place a value may stand in.
 *
 * Nobody else writes HTML. The compiler (tools/templates.py) chooses the function from the position in the
 * page. */
#pragma once

#include "base/buf.h"
#include "faces/html/view.h"

/* Text of the template itself. */
static inline void html_literal(struct buf *out, const char *s, size_t n)
{
    buf_put(out, (struct text){s, n});
}
/* Between tags. Control characters other than tab and line end become U+FFFD. */
void html_text(struct buf *out, struct text text);
/* Between double quotes. */
void html_attribute(struct buf *out, struct text text);
/* A whole address: http, https, or relative to this site; anything else, "//host" included, becomes "#". */
void html_url(struct buf *out, struct text text);
/* A part of an address: everything but RFC 3986 unreserved characters is percent-encoded. */
void html_url_part(struct buf *out, struct text text);
void html_int(struct buf *out, int64_t n);
/* HTML that html_markdown made. */
void html_safe(struct buf *out, struct safe_html html);
