/* Assets compiled into the program: a stylesheet, a script, icons.
 *
 * The page links to http_asset_path, which carries a tag of the bytes; such a request may be kept for ever.
 * The plain name works too and is asked again each time (304 when unchanged). */
#pragma once

#include "http/http.h"

struct http_asset {
    const char *name;         /* "reeve.css" */
    const char *content_type; /* "text/css; charset=utf-8" */
    struct text bytes;
};

struct http_assets;

/* Served below `prefix` ("/assets/"). The table must outlive the result, which lives in the arena. */
struct http_assets *http_assets_new(struct arena *arena, const char *prefix, const struct http_asset *assets,
                                    size_t count);
/* "/assets/reeve.css?v=0123456789abcdef"; a name that is not in the table is a mistake in the program and
 * ends it. */
const char *http_asset_path(const struct http_assets *assets, const char *name);
/* Fills the response for the asset of that name: 200, 304 or 404. Does not send yet. */
void http_asset_answer(const struct http_assets *assets, struct http_exchange *exchange, struct text name);
