#include "faces/face.h"

static const char cookie_name[] = "reeve_session";

/* ---- who asks ---- */

static bool is_api(const struct http_request *request)
{
    return request->segment_count && text_is(request->segments[0], "api");
}

static bool changes(const struct http_request *request)
{
    return request->method != HTTP_GET && request->method != HTTP_HEAD && request->method != HTTP_OPTIONS;
}

static enum caller_status find_caller(struct asked *asked, struct world *world)
{
    const struct http_request *request = &asked->exchange->request;
    const struct text *authorization = http_header(request, "authorization");
    const struct text *cookie = http_pairs_find(&request->cookies, cookie_name);
    if (authorization) {
        struct text rest = *authorization;
        struct text scheme = text_cut(&rest, ' ');
        if (!text_same(scheme, TEXT("bearer")))
            return CALLER_NOBODY;
        return identity_token(world, text_trim(rest), &asked->caller);
    }
    return cookie ? identity_session(world, *cookie, &asked->caller) : CALLER_NOBODY;
}

/* Under /api/ no form carries the token, so a header must. */
static bool forged(const struct asked *asked)
{
    const struct http_request *request = &asked->exchange->request;
    if (!asked->caller.session || !is_api(request) || !changes(request))
        return false;
    const struct text *token = http_header(request, "x-csrf-token");
    return !token || !identity_csrf(&asked->caller, *token);
}

/* `view` becomes the caller's when they are known. */
static enum caller_status let_in(struct asked *asked, struct view *view)
{
    bool open = view_open(view, asked->exchange->request.arena, asked->face->engine, 0);
    if (asked->target->turn_away) { /* whom the data could not name is not thereby nobody */
        view->torn = &asked->exchange->response.torn;
        *view->torn |= !open;
    }
    if (!open)
        return CALLER_NOBODY;
    enum caller_status status = find_caller(asked, view->world);
    if (status != CALLER_KNOWN)
        return status;
    if (asked->caller.must_change && !asked->target->half_known) {
        asked->caller.why =
            TEXT("Set your own password first: sign in on the web with the one-time password");
        return CALLER_REFUSED;
    }
    if (forged(asked)) {
        asked->caller.why =
            TEXT("Send the session's CSRF token in the header X-CSRF-Token, or use an API token");
        return CALLER_REFUSED;
    }
    identity_seen(asked->face->identity, &asked->caller);
    return CALLER_KNOWN;
}

/* ---- on the way ---- */

struct later {
    struct work work; /* first: the workers hand it back */
    struct asked *asked;
    void (*then)(struct asked *asked);
};

static void later_run(struct work *work)
{
    struct later *later = (struct later *)work;
    later->then(later->asked);
}

static void do_later(struct asked *asked, void (*then)(struct asked *asked),
                     bool (*submit)(struct workers *workers, struct work *work))
{
    struct later *later = ARENA_NEW(asked->exchange->request.arena, struct later);
    if (asked->view)
        view_close(asked->view);
    asked->view = NULL;
    *later = (struct later){.work = {.run = later_run}, .asked = asked, .then = then};
    if (submit(asked->face->workers, &later->work))
        return;
    http_refuse(asked->exchange, 503, "Too much is being asked at this moment. Try again in a few seconds");
    http_set_header(asked->exchange, "Retry-After", TEXT("5"));
    http_answer(asked->exchange);
}

void face_later(struct asked *asked, void (*then)(struct asked *asked))
{
    do_later(asked, then, workers_submit);
}

static void lost(struct face *face, struct http_exchange *exchange, enum http_routing routing,
                 const struct http_match *match)
{
    if (face->lost && !is_api(&exchange->request)) {
        face->lost(face, exchange, routing, match);
        return;
    }
    http_route_refuse(exchange, routing, match);
    http_answer(exchange);
}

/* What people ask in their own words may take as long as a query may. */
static bool is_question(const struct http_request *request)
{
    return http_pairs_find(&request->query, "where") || http_pairs_find(&request->query, "q");
}

void face_serve(struct face *face, const struct http_router *router, struct http_exchange *exchange)
{
    struct http_match match = {0};
    enum http_routing routing = http_route_find(router, &exchange->request, &match);
    if (routing != HTTP_ROUTED) {
        lost(face, exchange, routing, &match);
        return;
    }
    struct asked *asked = ARENA_NEW(exchange->request.arena, struct asked);
    *asked = (struct asked){
        .face = face, .exchange = exchange, .parameters = match.parameters, .target = match.route->target};
    bool waits = asked->target->waits || engine_behind(face->engine);
    VIEW_SCOPED view = {0};
    enum caller_status status = let_in(asked, &view);
    if (status != CALLER_KNOWN || changes(&exchange->request))
        view_close(&view);
    else
        asked->view = &view;
    if (status != CALLER_KNOWN && asked->target->turn_away) {
        asked->target->turn_away(asked, status);
        return;
    }
    if (status != CALLER_KNOWN)
        asked->caller = (struct caller){0};
    if (asked->target->slow || is_question(&exchange->request))
        do_later(asked, asked->target->handle, workers_submit_slow);
    else if (waits)
        face_later(asked, asked->target->handle);
    else
        asked->target->handle(asked);
}

bool face_view(struct asked *asked, struct view *view)
{
    struct face *face = asked->face;
    bool found = asked->view && asked->view->conn;
    if (found) {
        *view = *asked->view;
        *asked->view = (struct view){0};
    } else {
        if (engine_sweeps(face->engine))
            engine_catch_up(face->engine);
        found = view_open(view, asked->exchange->request.arena, face->engine, asked->caller.person);
    }
    view->torn = &asked->exchange->response.torn;
    *view->torn |= !found;
    if (!found)
        http_answer(asked->exchange);
    return found;
}

/* ---- commands ---- */

static void command_answer(struct work *work)
{
    struct face_command *command = (struct face_command *)work;
    command->then(command);
}

/* On the writer's thread, which has better things to do than to write answers. */
static void command_done(void *context)
{
    struct face_command *command = context;
    command->work = (struct work){.run = command_answer};
    if (!workers_submit(command->asked->face->workers, &command->work))
        command_answer(&command->work);
}

void face_command(struct face_command *command)
{
    struct asked *asked = command->asked;
    command->command.actor = asked->caller.person;
    command_submit(asked->face->engine, asked->exchange->request.arena, &command->command, &command->answer,
                   command_done, command);
}

/* ---- small things ---- */

void face_set_cookie(struct asked *asked, struct text secret)
{
    struct http_cookie cookie = {.name = cookie_name,
                                 .value = secret,
                                 .max_age = -1,
                                 .secure = asked->face->secure,
                                 .http_only = true,
                                 .same_site = "Lax"};
    http_set_cookie(asked->exchange, &cookie);
}

void face_clear_cookie(struct asked *asked)
{
    struct http_cookie cookie = {.name = cookie_name,
                                 .max_age = 0,
                                 .secure = asked->face->secure,
                                 .http_only = true,
                                 .same_site = "Lax"};
    http_set_cookie(asked->exchange, &cookie);
}

unsigned face_status(enum outcome outcome)
{
    static const unsigned statuses[] = {
        [OUTCOME_DONE] = 200,    [OUTCOME_MALFORMED] = 400, [OUTCOME_INVALID] = 422,
        [OUTCOME_REFUSED] = 403, [OUTCOME_MISSING] = 404,   [OUTCOME_BLOCKED] = 409,
        [OUTCOME_STALE] = 412,   [OUTCOME_TOO_MUCH] = 429,  [OUTCOME_BROKEN] = 503,
    };
    return statuses[outcome];
}
