#include "http/static.h"

#include <stdlib.h>

#include "base/log.h"

struct entry {
    const struct http_asset *asset;
    struct text tag; /* hash of the bytes, in hexadecimal: tells versions apart, no more */
    const char *path;
};

struct http_assets {
    struct entry *entries;
    size_t count;
};

struct http_assets *http_assets_new(struct arena *arena, const char *prefix, const struct http_asset *assets,
                                    size_t count)
{
    struct http_assets *all = ARENA_NEW(arena, struct http_assets);
    all->entries = ARENA_ARRAY(arena, struct entry, count);
    all->count = count;
    for (size_t i = 0; i < count; i++) {
        struct text tag = arena_format(arena, "%016llx", (unsigned long long)text_hash(assets[i].bytes));
        struct text path = arena_format(arena, "%s%s?v=%.*s", prefix, assets[i].name, TEXT_ARGS(tag));
        all->entries[i] = (struct entry){&assets[i], tag, path.s};
    }
    return all;
}

static const struct entry *find(const struct http_assets *assets, struct text name)
{
    for (size_t i = 0; i < assets->count; i++) {
        if (text_is(name, assets->entries[i].asset->name))
            return &assets->entries[i];
    }
    return NULL;
}

const char *http_asset_path(const struct http_assets *assets, const char *name)
{
    const struct entry *entry = find(assets, text_of(name));
    if (!entry) {
        log_error("a page asks for the asset %s, which is not in the program", name);
        abort();
    }
    return entry->path;
}

/* Any of the listed tags will do, weak or strong (RFC 9110 13.1.2). */
static bool is_kept_by_client(const struct http_request *request, struct text quoted)
{
    const struct text *known = http_header(request, "if-none-match");
    struct text rest = known ? *known : TEXT("");
    while (rest.n) {
        struct text tag = text_trim(text_cut(&rest, ','));
        if (text_starts(tag, TEXT("W/")))
            tag = (struct text){tag.s + 2, tag.n - 2};
        if (text_eq(tag, quoted) || text_is(tag, "*"))
            return true;
    }
    return false;
}

void http_asset_answer(const struct http_assets *assets, struct http_exchange *exchange, struct text name)
{
    const struct entry *entry = find(assets, name);
    if (!entry) {
        http_refuse(exchange, 404, "There is nothing at this address.");
        return;
    }
    const struct http_request *request = &exchange->request;
    struct text quoted = arena_format(request->arena, "\"%.*s\"", TEXT_ARGS(entry->tag));
    bool this_version = text_eq(http_pairs_get(&request->query, "v"), entry->tag);
    http_set_header(exchange, "ETag", quoted);
    http_set_header(exchange, "Cache-Control",
                    this_version ? TEXT("public, max-age=31536000, immutable") : TEXT("no-cache"));
    if (is_kept_by_client(request, quoted)) {
        exchange->response.status = 304;
        return;
    }
    http_begin(exchange, 200, entry->asset->content_type);
    exchange->response.constant = entry->asset->bytes;
}
