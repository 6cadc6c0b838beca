#include "faces/html/frame.h"

#include "base/zone.h"
#include "faces/html/errors.h"
#include "faces/html/rail.h"
#include "faces/html/resend.h"
#include "faces/html/show.h"

enum { PAGE_BYTES = 16 * 1024 }; /* most pages are no longer, and need not be moved while they grow */

static const char html_type[] = "text/html; charset=utf-8";

/* ---- opening ---- */

/* The reader's wishes stand in cookies that /me sets: they say nothing about anybody. */
static void take_wishes(struct frame *frame)
{
    const struct http_pairs *cookies = &frame->exchange->request.cookies;
    struct text theme = http_pairs_get(cookies, "reeve_theme");
    if (text_is(theme, "dark") || text_is(theme, "light"))
        frame->layout.theme = theme;
    frame->layout.keys_off = text_is(http_pairs_get(cookies, "reeve_keys"), "off");
}

void frame_bare(struct frame *frame, struct face *face, struct http_exchange *exchange)
{
    *frame = (struct frame){.face = face, .exchange = exchange, .arena = exchange->request.arena};
    frame->layout = (struct ui_layout){.force = engine_force(face->engine), .marking = TEXT("OFFICIAL")};
    frame->layout.initials = show_initials(frame->arena, frame->layout.force);
    take_wishes(frame);
}

struct text frame_post(struct world *world, int64_t person)
{
    const struct rulebook *rulebook = world->rulebook;
    const struct role *post = NULL;
    for (size_t i = 0; i < rulebook->role_count && (!post || post == rulebook->administrator); i++)
        if (world_facts.holds(world, person, rulebook->roles[i], -1, INT64_MAX))
            post = rulebook->roles[i];
    return post ? post->label : (struct text){0};
}

static void fill_reader(struct frame *frame)
{
    struct world *world = frame->world;
    struct ui_layout *layout = &frame->layout;
    layout->me = world_person_name(world, world->actor);
    layout->me_initials = show_initials(frame->arena, layout->me);
    layout->me_post = frame_post(world, world->actor);
    layout->zone = zone_offset(world->clocks->zone, world->now) ? TEXT("BST") : TEXT("GMT");
    struct text when = show_time(world, world->now);
    layout->printed =
        arena_format(frame->arena, "Printed by %.*s, %.*s", TEXT_ARGS(layout->me), TEXT_ARGS(when));
}

bool frame_open(struct frame *frame, struct asked *asked, struct text current)
{
    frame_bare(frame, asked->face, asked->exchange);
    frame->asked = asked;
    if (!face_view(asked, &frame->view))
        return false;
    frame->world = frame->view.world;
    fill_reader(frame);
    rail_fill(frame, current);
    return true;
}

void frame_close(struct frame *frame)
{
    view_close(&frame->view);
    frame->world = NULL;
}

void frame_leave(struct frame *frame)
{
    frame->view.torn = NULL;
    frame_close(frame);
}

/* ---- sending ---- */

void frame_crumb(struct frame *frame, struct text label, struct text href)
{
    struct ui_links *crumbs = &frame->layout.crumbs;
    *ARENA_ADD(frame->arena, *crumbs) = (struct ui_link){.label = label, .href = href};
}

struct buf *frame_begin(struct frame *frame, unsigned status)
{
    struct buf *body = &frame->exchange->response.body;
    http_begin(frame->exchange, status, html_type);
    buf_reserve(body, PAGE_BYTES);
    return body;
}

void frame_send(struct frame *frame)
{
    struct http_exchange *exchange = frame->exchange;
    frame_close(frame);
    http_answer(exchange);
}

void frame_redirect(struct asked *asked, struct text path)
{
    http_redirect(asked->exchange, path);
    http_answer(asked->exchange);
}

/* ---- what came in ---- */

bool frame_ours(const struct http_request *request)
{
    const struct text *site = http_header(request, "sec-fetch-site");
    return site ? text_is(*site, "same-origin") : http_header(request, "origin") && !frame_foreign(request);
}

bool frame_foreign(const struct http_request *request)
{
    const struct text *site = http_header(request, "sec-fetch-site");
    if (site)
        return !text_is(*site, "same-origin") && !text_is(*site, "none");
    const struct text *origin = http_header(request, "origin");
    const struct text *host = http_header(request, "host");
    if (!origin)
        return false;
    struct text rest = *origin;
    text_cut(&rest, '/');
    text_cut(&rest, '/');
    return !host || !text_same(rest, *host);
}

static bool refuse_form(struct asked *asked, unsigned status, const char *title, const char *why)
{
    error_answer(asked, status, (struct error_page){.title = text_of(title), .text = text_of(why)});
    return false;
}

bool frame_form(struct asked *asked, struct http_form *form)
{
    const struct http_request *request = &asked->exchange->request;
    if (!http_is_form(request))
        return refuse_form(asked, 415, "This cannot be read", "Send a form, as the pages do.");
    const char *fault = http_form_read(request, form);
    if (fault)
        return refuse_form(asked, 400, "This cannot be read", fault);
    if (!frame_foreign(request) && identity_csrf(&asked->caller, http_pairs_get(&form->fields, "csrf")))
        return true;
    if (!resend_may(request, &form->fields))
        return refuse_form(
            asked, 403, "Nothing was changed",
            "This form does not come from a page you have open in this session: you may have signed in "
            "again since. Go back, load the page anew and send it again.");
    resend_offer(asked, 403, request->target, asked->caller.csrf, &form->fields);
    return false;
}

const struct reg *frame_register(const struct asked *asked)
{
    const struct rulebook *rulebook = engine_rulebook(asked->face->engine);
    const struct reg *reg = rulebook_register(rulebook, http_pairs_get(&asked->parameters, "register"));
    return reg && !reg->builtin ? reg : NULL;
}
