#include "faces/html/errors.h"

#include "base/log.h"
#include "base/percent.h"
#include "faces/html/handlers.h"
#include "faces/html/pages.h"
#include "faces/html/resend.h"
#include "faces/html/show.h"
#include "faces/html/standing.h"
#include "identity/secret.h"
#include "templates.h"

/* What people can quote and operators can find in the log. */
static struct text reference(struct frame *frame, unsigned status)
{
    struct text secret = secret_random(frame->arena);
    struct text short_one = {secret.s, 10};
    log_error("%.*s: answered %u to %s %.*s", TEXT_ARGS(short_one), status,
              http_method_name(frame->exchange->request.method), TEXT_ARGS(frame->exchange->request.path));
    return short_one;
}

void error_show(struct frame *frame, unsigned status, struct error_page page)
{
    page.layout = frame->layout;
    page.layout.title = page.title;
    if (status >= 500)
        page.reference = reference(frame, status);
    page_error(frame_begin(frame, status), &page);
    frame_send(frame);
}

void error_answer(struct asked *asked, unsigned status, struct error_page page)
{
    struct frame frame;
    if (!asked->caller.person || asked->caller.must_change)
        frame_bare(&frame, asked->face, asked->exchange);
    else if (!frame_open(&frame, asked, (struct text){0}))
        return;
    error_show(&frame, status, page);
}

static struct ui_links home_link(struct arena *arena)
{
    struct ui_links links = {0};
    *ARENA_ADD(arena, links) = (struct ui_link){.label = TEXT("What needs you now"), .href = TEXT("/")};
    return links;
}

void error_missing(struct frame *frame)
{
    error_show(
        frame, 404,
        (struct error_page){.title = TEXT("There is nothing here for you"),
                            .text = TEXT("There is no such page or record, or it is not yours to see. If you "
                                         "typed the address, check it."),
                            .links = home_link(frame->arena),
                            .search = frame->world != NULL});
}

static const char *outcome_title(enum outcome outcome)
{
    static const char *const titles[] = {
        [OUTCOME_DONE] = "Done",
        [OUTCOME_MALFORMED] = "This cannot be read",
        [OUTCOME_INVALID] = "Some of this cannot be taken",
        [OUTCOME_REFUSED] = "This is not yours to do",
        [OUTCOME_MISSING] = "There is nothing here for you",
        [OUTCOME_BLOCKED] = "This cannot be done yet",
        [OUTCOME_STALE] = "Somebody else changed this meanwhile",
        [OUTCOME_TOO_MUCH] = "This is too much for one day",
        [OUTCOME_BROKEN] = "Nothing was changed",
    };
    return titles[outcome];
}

void error_outcome(struct asked *asked, const struct answer *answer, struct ui_link back)
{
    struct arena *arena = asked->exchange->request.arena;
    struct error_page page = {.title = text_of(outcome_title(answer->outcome)),
                              .text = arena_format(arena, "%.*s.", TEXT_ARGS(answer->message)),
                              .who = answer->who,
                              .cites = show_cites(arena, answer->cites),
                              .unmet = standing_plain(arena, answer->unmet, answer->unmet_count)};
    struct ui_links links = {0};
    for (size_t i = 0; i < answer->error_count; i++)
        *ARENA_ADD(arena, page.next) = answer->errors[i].message;
    if (back.href.n)
        *ARENA_ADD(arena, links) = back;
    page.links = links;
    if (answer->outcome == OUTCOME_BROKEN)
        http_set_header(asked->exchange, "Retry-After", TEXT("5"));
    error_answer(asked, face_status(answer->outcome), page);
}

/* ---- not let in, not found ---- */

/* A form that comes too late is not lost, if it is one of ours. */
static bool carried_over(struct asked *asked)
{
    const struct http_request *request = &asked->exchange->request;
    struct http_form form = {0};
    if (request->method != HTTP_POST || !http_is_form(request) || http_form_read(request, &form) ||
        !resend_may(request, &form.fields))
        return false;
    session_again(asked, &form.fields);
    return true;
}

static void to_sign_in(struct asked *asked)
{
    if (carried_over(asked))
        return;
    const struct http_request *request = &asked->exchange->request;
    struct buf path = buf_in(request->arena);
    buf_puts(&path, "/sign-in");
    bool shown = request->method == HTTP_GET || request->method == HTTP_HEAD;
    if (shown && !text_is(request->target, "/")) {
        buf_puts(&path, "?next=");
        percent_encode(&path, request->target);
    }
    frame_redirect(asked, buf_text(&path));
}

void pages_turn_away(struct asked *asked, enum caller_status status)
{
    if (status != CALLER_REFUSED) {
        to_sign_in(asked);
        return;
    }
    if (asked->caller.must_change) {
        frame_redirect(asked, TEXT("/password"));
        return;
    }
    struct arena *arena = asked->exchange->request.arena;
    asked->caller.person = 0;
    error_answer(asked, 403,
                 (struct error_page){.title = TEXT("You cannot use Reeve at this time"),
                                     .text = asked->caller.why,
                                     .cites = show_cites(arena, asked->caller.cites)});
}

void pages_lost(struct face *face, struct http_exchange *exchange, enum http_routing routing,
                const struct http_match *match)
{
    struct frame frame;
    frame_bare(&frame, face, exchange);
    if (routing == HTTP_WRONG_METHOD) {
        http_set_header(exchange, "Allow", match->allow);
        error_show(&frame, 405,
                   (struct error_page){.title = TEXT("This address does not take that"),
                                       .text = TEXT("Go back and use the buttons of the page."),
                                       .links = home_link(frame.arena)});
        return;
    }
    error_missing(&frame);
}
