#include "faces/html/pages.h"

#include "faces/html/handlers.h"

enum {
    FORM_BYTES = 512 * 1024,            /* a form may hold a few texts of 64 KiB each */
    DRAFT_FORM_BYTES = 6 * 1024 * 1024, /* 2 MB of text, every sign of which may be escaped */
};

/* For whoever is signed in. WAITS: it blocks (face.h). FILES: a form with files, kept before it is judged. */
#define PAGE(function, ...)                                                                                  \
    &(const struct face_target)                                                                              \
    {                                                                                                        \
        .handle = function, .turn_away = pages_turn_away, __VA_ARGS__                                        \
    }
#define WAITS(function) PAGE(function, .waits = true)
#define FILES(function) PAGE(function, .waits = true, .body_limit = HTTP_BODY_LARGEST)
/* For anybody. */
#define OPEN(function)                                                                                       \
    &(const struct face_target)                                                                              \
    {                                                                                                        \
        .handle = function, .half_known = true                                                               \
    }

/* No register is called as the first words here. `new`, `csv` and `lifecycle` are no numbers of records: in
 * those stands a digit or a capital letter, from {n} or {random}. */
static const struct http_route routes[] = {
    {HTTP_GET, "/", PAGE(home_get)},
    {HTTP_GET, "/sign-in", OPEN(session_sign_in_get)},
    {HTTP_POST, "/sign-in", OPEN(session_sign_in_post)},
    {HTTP_POST, "/sign-out", PAGE(session_sign_out_post, .half_known = true, .waits = true)},
    {HTTP_GET, "/password", PAGE(session_password_get, .half_known = true)},
    {HTTP_POST, "/password", PAGE(session_password_post, .half_known = true)},
    {HTTP_GET, "/assets/{name}", OPEN(plain_asset)},
    {HTTP_GET, "/accessibility", OPEN(plain_accessibility)},
    {HTTP_GET, "/help/keys", OPEN(plain_keys)},
    {HTTP_GET, "/board", PAGE(boards_list)},
    {HTTP_GET, "/board/{board}", PAGE(boards_show)},
    {HTTP_POST, "/board/{board}", PAGE(boards_call)},
    {HTTP_GET, "/board/{board}/{meeting}", PAGE(meeting_get)},
    {HTTP_POST, "/board/{board}/{meeting}/open", PAGE(meeting_open)},
    {HTTP_POST, "/board/{board}/{meeting}/close", PAGE(meeting_close)},
    {HTTP_POST, "/board/{board}/{meeting}/attendance", PAGE(meeting_attend)},
    {HTTP_POST, "/board/{board}/{meeting}/decisions", FILES(meeting_decide)},
    {HTTP_GET, "/person", PAGE(people_list)},
    {HTTP_GET, "/person/new", PAGE(people_new)},
    {HTTP_POST, "/person/new", FILES(people_make)},
    {HTTP_GET, "/person/{person}", PAGE(person_get)},
    {HTTP_GET, "/person/{person}/explain", PAGE(powers_get)},
    {HTTP_GET, "/person/{person}/edit", PAGE(people_edit)},
    {HTTP_POST, "/person/{person}/edit", FILES(people_change)},
    {HTTP_POST, "/person/{person}/roles", PAGE(person_grant)},
    {HTTP_POST, "/person/{person}/roles/{id}/end", PAGE(person_grant_end)},
    {HTTP_POST, "/person/{person}/deputies", PAGE(person_deputy)},
    {HTTP_POST, "/person/{person}/deputies/{id}/end", PAGE(person_deputy_end)},
    {HTTP_POST, "/person/{person}/absences", PAGE(person_absence)},
    {HTTP_POST, "/person/{person}/absences/{id}/end", PAGE(person_absence_end)},
    {HTTP_POST, "/person/{person}/password", WAITS(person_password)},
    {HTTP_POST, "/person/{person}/deactivate", PAGE(person_deactivate)},
    {HTTP_POST, "/person/{person}/activate", PAGE(person_activate)},
    {HTTP_GET, "/me", PAGE(person_get)},
    {HTTP_POST, "/me/wishes", PAGE(me_wishes)},
    {HTTP_POST, "/me/tokens", WAITS(me_token)},
    {HTTP_POST, "/me/tokens/{id}/end", WAITS(me_token_end)},
    {HTTP_GET, "/policy", PAGE(library_list)},
    {HTTP_GET, "/policy/{policy}", PAGE(library_policy)},
    {HTTP_GET, "/policy/{policy}/{clause}", PAGE(clause_get)},
    {HTTP_GET, "/ledger/rulebook", PAGE(rulebook_get)},
    {HTTP_POST, "/ledger/rulebook", PAGE(rulebook_post, .slow = true, .body_limit = DRAFT_FORM_BYTES)},
    {HTTP_GET, "/search", PAGE(search_get)},
    {HTTP_GET, "/{register}", PAGE(list_get)},
    {HTTP_GET, "/{register}/new", PAGE(form_new_get)},
    {HTTP_POST, "/{register}/new", FILES(form_new_post)},
    {HTTP_GET, "/{register}/csv", PAGE(list_csv, .slow = true)},
    {HTTP_GET, "/{register}/lifecycle", PAGE(lifecycle_get)},
    {HTTP_GET, "/{register}/{number}", PAGE(record_get)},
    {HTTP_GET, "/{register}/{number}/edit", PAGE(form_edit_get)},
    {HTTP_POST, "/{register}/{number}/edit", FILES(form_edit_post)},
    {HTTP_POST, "/{register}/{number}/comments", PAGE(record_comment, .body_limit = FORM_BYTES)},
    {HTTP_GET, "/{register}/{number}/{action}", PAGE(action_get)},
    {HTTP_POST, "/{register}/{number}/{action}", FILES(action_post)},
};

const struct http_route *pages_routes(bool test_clock, size_t *count)
{
    (void)test_clock; /* pages show its time and never set it */
    *count = sizeof routes / sizeof *routes;
    return routes;
}
