#include "faces/html/resend.h"

#include "faces/html/templates.h"

#define CARRIED TEXT("typed.")

enum { CARRIED_BYTES = 512 * 1024 };

bool resend_may(const struct http_request *request, const struct http_pairs *typed)
{
    size_t bytes = 0;
    for (size_t i = 0; i < typed->count; i++)
        bytes += typed->items[i].name.n + typed->items[i].value.n;
    return frame_ours(request) && bytes <= CARRIED_BYTES && !text_is(request->path, "/password") &&
           !text_is(request->path, "/sign-out");
}

bool resend_carries(const struct http_pairs *fields)
{
    for (size_t i = 0; i < fields->count; i++)
        if (text_starts(fields->items[i].name, CARRIED))
            return true;
    return false;
}

/* The fields of a form, or those it carries for another, each under its own name after `prefix`. */
static void put(struct arena *arena, const struct http_pairs *typed, struct text prefix, struct ui_form *form)
{
    bool carried = resend_carries(typed);
    for (size_t i = 0; i < typed->count; i++) {
        struct text name = typed->items[i].name;
        if (carried ? !text_starts(name, CARRIED) : text_is(name, "csrf"))
            continue;
        if (carried)
            name = (struct text){name.s + CARRIED.n, name.n - CARRIED.n};
        *ARENA_ADD(arena, form->hidden) = (struct ui_hidden){
            arena_format(arena, "%.*s%.*s", TEXT_ARGS(prefix), TEXT_ARGS(name)), typed->items[i].value};
    }
}

void resend_carry(struct arena *arena, const struct http_pairs *typed, struct ui_form *form)
{
    put(arena, typed, CARRIED, form);
}

void resend_offer(struct asked *asked, unsigned status, struct text target, struct text csrf,
                  const struct http_pairs *typed)
{
    struct frame frame;
    frame_bare(&frame, asked->face, asked->exchange);
    struct sign_in_page page = {.title = TEXT("What you typed is not saved yet"),
                                .lead =
                                    TEXT("Your session had ended when it was sent. Send it now; only a file "
                                         "has to be chosen again."),
                                .layout = frame.layout};
    page.form = (struct ui_form){.action = target, .csrf = csrf, .submit = TEXT("Send it now"), .go = true};
    put(frame.arena, typed, (struct text){0}, &page.form);
    *ARENA_ADD(frame.arena, page.help) = TEXT("To leave it unsaved, close this page.");
    page.layout.title = page.title;
    page_sign_in(frame_begin(&frame, status), &page);
    frame_send(&frame);
}
