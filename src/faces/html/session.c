/* Signing in, the first password of one's own, signing out. */
#include "faces/html/errors.h"
#include "faces/html/handlers.h"
#include "faces/html/page_form.h"
#include "faces/html/resend.h"
#include "faces/html/show.h"
#include "templates.h"

static void add_field(struct arena *arena, struct ui_form *form, struct ui_field field)
{
    field.id = field.name;
    field.required = true;
    *ARENA_ADD(arena, form->fields) = field;
}

static void add_hidden(struct arena *arena, struct ui_form *form, const char *name, struct text value)
{
    *ARENA_ADD(arena, form->hidden) = (struct ui_hidden){text_of(name), value};
}

static void set_error(struct arena *arena, struct sign_in_page *page, struct text id, struct text message)
{
    if (message.n)
        *ARENA_ADD(arena, page->errors) = (struct ui_form_error){id, message};
    page->layout.failed = message.n > 0;
}

static void send(struct frame *frame, struct sign_in_page *page, unsigned status)
{
    page->layout.title = page->title;
    page_sign_in(frame_begin(frame, status), page);
    frame_send(frame);
}

/* ---- sign in ---- */

/* `typed`: what a form held that came without a session; NULL: nothing. */
static void show_sign_in(struct asked *asked, unsigned status, struct text username, struct text next,
                         struct text message, const struct http_pairs *typed)
{
    struct frame frame;
    frame_bare(&frame, asked->face, asked->exchange);
    struct sign_in_page page = {.layout = frame.layout, .title = TEXT("Sign in")};
    page.form = (struct ui_form){.action = TEXT("/sign-in"), .submit = TEXT("Sign in"), .go = true};
    add_field(frame.arena, &page.form,
              (struct ui_field){.name = TEXT("username"),
                                .label = TEXT("Username"),
                                .value = username,
                                .autocomplete = TEXT("username")});
    add_field(frame.arena, &page.form,
              (struct ui_field){.name = TEXT("password"),
                                .label = TEXT("Password"),
                                .input = UI_INPUT_PASSWORD,
                                .autocomplete = TEXT("current-password")});
    if (next.n)
        add_hidden(frame.arena, &page.form, "next", next);
    if (typed) {
        page.lead = TEXT("Your session has ended. What you typed is kept: sign in to send it.");
        resend_carry(frame.arena, typed, &page.form);
    }
    set_error(frame.arena, &page, TEXT("username"), message);
    *ARENA_ADD(frame.arena, page.help) = TEXT(
        "First time here, or forgotten your password? Ask whoever manages people for a one-time password.");
    send(&frame, &page, status);
}

void session_sign_in_get(struct asked *asked)
{
    if (asked->caller.person && !asked->caller.must_change) {
        frame_redirect(asked, TEXT("/"));
        return;
    }
    show_sign_in(asked, 200, (struct text){0}, http_pairs_get(&asked->exchange->request.query, "next"),
                 (struct text){0}, NULL);
}

void session_again(struct asked *asked, const struct http_pairs *typed)
{
    show_sign_in(asked, 401, (struct text){0}, asked->exchange->request.target, (struct text){0}, typed);
}

struct signing {
    struct asked *asked;
    struct sign_in sign_in;
    struct text next;
    struct http_pairs typed; /* carried for a form that came without a session */
};

/* The token of the session that just began; empty: it may do nothing. */
static struct text token_of(struct asked *asked, struct text cookie)
{
    struct caller caller = {0};
    VIEW_SCOPED view = {0};
    bool known = view_open(&view, asked->exchange->request.arena, asked->face->engine, 0) &&
                 identity_session(view.world, cookie, &caller) == CALLER_KNOWN;
    return known ? caller.csrf : (struct text){0};
}

static void sign_in_answer(struct signing *signing)
{
    struct asked *asked = signing->asked;
    const struct sign_in *done = &signing->sign_in;
    static const unsigned statuses[] = {[SIGN_IN_DONE] = 303,
                                        [SIGN_IN_WRONG] = 401,
                                        [SIGN_IN_REFUSED] = 403,
                                        [SIGN_IN_TOO_FAST] = 429,
                                        [SIGN_IN_BROKEN] = 503};
    if (done->end == SIGN_IN_DONE) {
        bool carries =
            resend_carries(&signing->typed) && http_stays_here(signing->next) && !done->must_change;
        face_set_cookie(asked, done->cookie);
        if (carries)
            resend_offer(asked, 200, signing->next, token_of(asked, done->cookie), &signing->typed);
        else
            frame_redirect(asked, done->must_change ? TEXT("/password")
                                  : signing->next.n ? signing->next
                                                    : TEXT("/"));
        return;
    }
    if (done->end == SIGN_IN_TOO_FAST)
        http_set_header(asked->exchange, "Retry-After",
                        arena_format(asked->exchange->request.arena, "%u", done->retry_after));
    show_sign_in(asked, statuses[done->end], done->username, signing->next, done->message,
                 resend_carries(&signing->typed) ? &signing->typed : NULL);
}

/* On a password thread, which has others to look at: writing a page goes to a worker. */
static void sign_in_later(struct asked *asked)
{
    sign_in_answer(asked->exchange->data);
}

static void sign_in_done(void *context)
{
    struct signing *signing = context;
    face_later(signing->asked, sign_in_later);
}

void session_sign_in_post(struct asked *asked)
{
    struct http_exchange *exchange = asked->exchange;
    struct http_form form = {0};
    const char *fault = http_form_read(&exchange->request, &form);
    if (fault || frame_foreign(&exchange->request)) {
        error_answer(asked, fault ? 400 : 403,
                     (struct error_page){
                         .title = TEXT("You were not signed in"),
                         .text = fault ? text_of(fault)
                                       : TEXT("This form was sent by another site. Open the sign-in page "
                                              "itself and try again.")});
        return;
    }
    struct signing *signing = ARENA_NEW(exchange->request.arena, struct signing);
    *signing =
        (struct signing){.asked = asked, .next = http_pairs_get(&form.fields, "next"), .typed = form.fields};
    signing->sign_in = (struct sign_in){.arena = exchange->request.arena,
                                        .username = text_trim(http_pairs_get(&form.fields, "username")),
                                        .password = http_pairs_get(&form.fields, "password"),
                                        .peer = exchange->request.peer,
                                        .done = sign_in_done,
                                        .context = signing};
    exchange->data = signing;
    identity_sign_in(asked->face->identity, &signing->sign_in);
}

/* ---- one's own password ---- */

static void show_password(struct asked *asked, unsigned status, struct text message)
{
    struct frame frame;
    frame_bare(&frame, asked->face, asked->exchange);
    struct sign_in_page page = {.layout = frame.layout,
                                .title = asked->caller.must_change ? TEXT("Choose your own password")
                                                                   : TEXT("Change your password")};
    page.lead = arena_format(frame.arena,
                             "At least %d characters. Three or four unrelated words are easy to remember "
                             "and hard to guess.",
                             IDENTITY_PASSWORD_MIN);
    page.form = (struct ui_form){
        .action = TEXT("/password"), .csrf = asked->caller.csrf, .submit = TEXT("Save"), .go = true};
    if (!asked->caller.must_change)
        add_field(frame.arena, &page.form,
                  (struct ui_field){.name = TEXT("old"),
                                    .label = TEXT("Your present password"),
                                    .input = UI_INPUT_PASSWORD,
                                    .autocomplete = TEXT("current-password")});
    add_field(frame.arena, &page.form,
              (struct ui_field){.name = TEXT("chosen"),
                                .label = TEXT("New password"),
                                .input = UI_INPUT_PASSWORD,
                                .autocomplete = TEXT("new-password")});
    add_field(frame.arena, &page.form,
              (struct ui_field){.name = TEXT("again"),
                                .label = TEXT("New password, once more"),
                                .input = UI_INPUT_PASSWORD,
                                .autocomplete = TEXT("new-password")});
    set_error(frame.arena, &page, TEXT("chosen"), message);
    *ARENA_ADD(frame.arena, page.help) = TEXT("Everywhere else you are signed in ends when you save.");
    send(&frame, &page, status);
}

void session_password_get(struct asked *asked)
{
    show_password(asked, 200, (struct text){0});
}

struct choosing {
    struct asked *asked;
    struct new_password request;
};

static void password_answer(struct asked *asked)
{
    const struct choosing *choosing = asked->exchange->data;
    if (choosing->request.changed) {
        face_set_cookie(asked, choosing->request.cookie);
        frame_redirect(asked, TEXT("/"));
        return;
    }
    if (choosing->request.retry_after)
        http_set_header(asked->exchange, "Retry-After",
                        arena_format(asked->exchange->request.arena, "%u", choosing->request.retry_after));
    show_password(asked, choosing->request.retry_after ? 429 : 422, choosing->request.message);
}

static void password_done(void *context)
{
    struct choosing *choosing = context;
    face_later(choosing->asked, password_answer);
}

void session_password_post(struct asked *asked)
{
    struct http_exchange *exchange = asked->exchange;
    struct http_form form = {0};
    if (!frame_form(asked, &form))
        return;
    struct text chosen = http_pairs_get(&form.fields, "chosen");
    if (!text_eq(chosen, http_pairs_get(&form.fields, "again"))) {
        show_password(asked, 422, TEXT("The two new passwords are not the same. Type the new one twice"));
        return;
    }
    struct choosing *choosing = ARENA_NEW(exchange->request.arena, struct choosing);
    *choosing = (struct choosing){.asked = asked};
    choosing->request = (struct new_password){.arena = exchange->request.arena,
                                              .caller = asked->caller,
                                              .old = http_pairs_get(&form.fields, "old"),
                                              .chosen = chosen,
                                              .done = password_done,
                                              .context = choosing};
    exchange->data = choosing;
    identity_set_password(asked->face->identity, &choosing->request);
}

/* ---- sign out ---- */

void session_sign_out_post(struct asked *asked)
{
    struct http_form form = {0};
    if (!frame_form(asked, &form))
        return;
    if (!identity_sign_out(asked->face->identity, &asked->caller)) {
        error_answer(asked, 503,
                     (struct error_page){
                         .title = TEXT("You are still signed in"),
                         .text = TEXT("The data could not be written. Try again, or close the browser.")});
        return;
    }
    face_clear_cookie(asked);
    frame_redirect(asked, TEXT("/sign-in"));
}
