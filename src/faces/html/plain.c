/* Pages and files that are the same for everybody. */
#include "faces/html/assets.h"
#include "faces/html/errors.h"
#include "faces/html/handlers.h"
#include "faces/html/page_other.h"
#include "templates.h"

/* A frame for whoever asks, signed in or not. */
static bool open_any(struct frame *frame, struct asked *asked)
{
    if (asked->caller.person && !asked->caller.must_change)
        return frame_open(frame, asked, (struct text){0});
    frame_bare(frame, asked->face, asked->exchange);
    return true;
}

void plain_accessibility(struct asked *asked)
{
    FRAME_SCOPED frame = {0};
    if (!open_any(&frame, asked))
        return;
    frame.layout.title = TEXT("Accessibility statement");
    struct accessibility_page page = {
        .layout = frame.layout,
        .contact = TEXT(
            "Tell the person who manages people in Reeve, or your ICT service desk. Say which page, and what "
            "you were trying to do."),
        .prepared = TEXT("22 November 2026")};
    page_accessibility(frame_begin(&frame, 200), &page);
    frame_send(&frame);
}

void plain_keys(struct asked *asked)
{
    FRAME_SCOPED frame = {0};
    if (!open_any(&frame, asked))
        return;
    frame.layout.title = TEXT("Keyboard shortcuts");
    struct keyboard_page page = {.layout = frame.layout, .keys = ui_help_keys()};
    page_keyboard(frame_begin(&frame, 200), &page);
    frame_send(&frame);
}

/* ---- assets ---- */

static bool takes_gzip(const struct http_request *request)
{
    const struct text *encodings = http_header(request, "accept-encoding");
    struct text rest = encodings ? *encodings : (struct text){0};
    while (rest.n) {
        struct text one = text_cut(&rest, ',');
        struct text name = text_trim(text_cut(&one, ';'));
        if (text_same(name, TEXT("gzip")) && !text_is(text_trim(one), "q=0"))
            return true;
    }
    return false;
}

static const struct asset *find(struct text path)
{
    for (size_t i = 0; i < assets_count; i++)
        if (text_is(path, assets[i].path))
            return &assets[i];
    return NULL;
}

void plain_asset(struct asked *asked)
{
    struct http_exchange *exchange = asked->exchange;
    const struct asset *asset = find(exchange->request.path);
    if (!asset) {
        http_refuse(exchange, 404, "There is nothing at this address.");
        http_answer(exchange);
        return;
    }
    bool packed = takes_gzip(&exchange->request);
    http_begin(exchange, 200, asset->type);
    http_set_header(exchange, "Cache-Control", TEXT("public, max-age=31536000, immutable"));
    http_set_header(exchange, "Vary", TEXT("Accept-Encoding"));
    if (packed)
        http_set_header(exchange, "Content-Encoding", TEXT("gzip"));
    exchange->response.constant = packed ? (struct text){(const char *)asset->packed, asset->packed_size}
                                         : (struct text){(const char *)asset->bytes, asset->size};
    http_answer(exchange);
}
