/* The reader's own page: how pages look, and API tokens. */
#include "faces/html/errors.h"
#include "faces/html/handlers.h"
#include "faces/html/person.h"

enum { WISH_SECONDS = 400 * 24 * 60 * 60, TOKEN_DAYS_MAX = 3650, TOKEN_NAME_MAX = 100 };

/* ---- how pages look ---- */

static void keep_wish(struct asked *asked, const char *name, struct text value, bool wanted)
{
    struct http_cookie cookie = {.name = name,
                                 .value = value,
                                 .max_age = wanted ? WISH_SECONDS : 0,
                                 .secure = asked->face->secure,
                                 .http_only = true,
                                 .same_site = "Lax"};
    http_set_cookie(asked->exchange, &cookie);
}

void me_wishes(struct asked *asked)
{
    struct http_form form = {0};
    if (!frame_form(asked, &form))
        return;
    struct text theme = http_pairs_get(&form.fields, "theme"), keys = http_pairs_get(&form.fields, "keys");
    keep_wish(asked, "reeve_theme", theme, text_is(theme, "dark") || text_is(theme, "light"));
    keep_wish(asked, "reeve_keys", TEXT("off"), text_is(keys, "off"));
    frame_redirect(asked, TEXT("/me"));
}

/* ---- tokens ---- */

static void refuse_field(struct arena *arena, struct answer *answer, const char *field, const char *message)
{
    size_t capacity = answer->error_count;
    *ARENA_PUSH(arena, answer->errors, answer->error_count, capacity) =
        (struct field_error){text_of(field), text_of(message)};
    answer->outcome = OUTCOME_INVALID;
}

static void show_refused(struct asked *asked, const struct http_form *form, const struct answer *answer)
{
    struct returned returned = {TEXT("token"), &form->fields, answer};
    struct person_shown shown = person_named(asked, NULL);
    shown.returned = &returned;
    person_show(asked, &shown);
}

void me_token(struct asked *asked)
{
    struct arena *arena = asked->exchange->request.arena;
    struct http_form form = {0};
    struct answer answer = {0};
    int64_t days = 0;
    if (!frame_form(asked, &form))
        return;
    struct text name = text_trim(http_pairs_get(&form.fields, "name"));
    if (!name.n || name.n > TOKEN_NAME_MAX)
        refuse_field(arena, &answer, "name", "Say what the token is for, in up to 100 characters");
    if (!text_to_int(text_trim(http_pairs_get(&form.fields, "days")), &days) || days < 1 ||
        days > TOKEN_DAYS_MAX)
        refuse_field(arena, &answer, "days", "Give a number of days from 1 to 3650");
    if (answer.error_count) {
        show_refused(asked, &form, &answer);
        return;
    }
    struct person_shown shown = person_named(asked, NULL);
    shown.secret = identity_token_make(asked->face->engine, arena, asked->caller.person, name, (unsigned)days,
                                       asked->caller.person);
    shown.secret_title = arena_format(arena, "Token for %.*s", TEXT_ARGS(name));
    shown.secret_note =
        TEXT("It is shown only now: copy it to where it is used. Whoever has it acts with all your rights.");
    if (shown.secret.n) {
        person_show(asked, &shown);
        return;
    }
    error_answer(asked, 503,
                 (struct error_page){.title = TEXT("Nothing was changed"),
                                     .text = TEXT("The token could not be kept. Try again shortly.")});
}

void me_token_end(struct asked *asked)
{
    struct http_form form = {0};
    int64_t id = 0;
    if (!frame_form(asked, &form))
        return;
    bool ended = text_to_int(ask_parameter(asked, "id"), &id) &&
                 identity_token_end(asked->face->engine, asked->caller.person, id, asked->caller.person);
    if (ended) {
        frame_redirect(asked, TEXT("/me"));
        return;
    }
    error_answer(
        asked, 404,
        (struct error_page){.title = TEXT("There is no such token"),
                            .text = TEXT("It may have ended already. Your page lists those you have.")});
}
