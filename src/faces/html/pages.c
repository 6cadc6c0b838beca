#include "faces/html/pages.h"

#include "faces/html/handlers.h"

enum { FORM_BYTES = 512 * 1024 }; /* a form may hold a few texts of 64 KiB each */

/* A form in which files may be given: they are kept before it is judged. */
#define FILES_FORM(handler)                                                                                  \
    {                                                                                                        \
        .handle = (handler), .turn_away = pages_turn_away, .waits = true, .body_limit = HTTP_BODY_LARGEST    \
    }

/* For whoever is signed in. */
static const struct face_target home = {.handle = home_get, .turn_away = pages_turn_away};
static const struct face_target list = {.handle = list_get, .turn_away = pages_turn_away};
static const struct face_target csv = {.handle = list_csv, .turn_away = pages_turn_away, .slow = true};
static const struct face_target lifecycle = {.handle = lifecycle_get, .turn_away = pages_turn_away};
static const struct face_target record = {.handle = record_get, .turn_away = pages_turn_away};
static const struct face_target comment = {
    .handle = record_comment, .turn_away = pages_turn_away, .body_limit = FORM_BYTES};
static const struct face_target new_get = {.handle = form_new_get, .turn_away = pages_turn_away};
static const struct face_target new_post = FILES_FORM(form_new_post);
static const struct face_target edit_get = {.handle = form_edit_get, .turn_away = pages_turn_away};
static const struct face_target edit_post = FILES_FORM(form_edit_post);
static const struct face_target act_get = {.handle = action_get, .turn_away = pages_turn_away};
static const struct face_target act_post = FILES_FORM(action_post);
/* For those who have still to choose their password too. */
static const struct face_target password_get = {
    .handle = session_password_get, .turn_away = pages_turn_away, .half_known = true};
static const struct face_target password_post = {
    .handle = session_password_post, .turn_away = pages_turn_away, .half_known = true};
static const struct face_target sign_out_post = {
    .handle = session_sign_out_post, .turn_away = pages_turn_away, .half_known = true, .waits = true};
/* For anybody. */
static const struct face_target sign_in_get = {.handle = session_sign_in_get, .half_known = true};
static const struct face_target sign_in_post = {.handle = session_sign_in_post, .half_known = true};
static const struct face_target asset = {.handle = plain_asset, .half_known = true};
static const struct face_target accessibility = {.handle = plain_accessibility, .half_known = true};
static const struct face_target keys = {.handle = plain_keys, .half_known = true};

/* `new`, `csv` and `lifecycle` are no numbers of records: in those stands a digit or a capital letter, from {n} or
 * {random}. */
static const struct http_route routes[] = {
    {HTTP_GET, "/", &home},
    {HTTP_GET, "/sign-in", &sign_in_get},
    {HTTP_POST, "/sign-in", &sign_in_post},
    {HTTP_POST, "/sign-out", &sign_out_post},
    {HTTP_GET, "/password", &password_get},
    {HTTP_POST, "/password", &password_post},
    {HTTP_GET, "/assets/{name}", &asset},
    {HTTP_GET, "/accessibility", &accessibility},
    {HTTP_GET, "/help/keys", &keys},
    {HTTP_GET, "/{register}", &list},
    {HTTP_GET, "/{register}/new", &new_get},
    {HTTP_POST, "/{register}/new", &new_post},
    {HTTP_GET, "/{register}/csv", &csv},
    {HTTP_GET, "/{register}/lifecycle", &lifecycle},
    {HTTP_GET, "/{register}/{number}", &record},
    {HTTP_GET, "/{register}/{number}/edit", &edit_get},
    {HTTP_POST, "/{register}/{number}/edit", &edit_post},
    {HTTP_POST, "/{register}/{number}/comments", &comment},
    {HTTP_GET, "/{register}/{number}/{action}", &act_get},
    {HTTP_POST, "/{register}/{number}/{action}", &act_post},
};

const struct http_route *pages_routes(bool test_clock, size_t *count)
{
    (void)test_clock; /* pages show its time and never set it */
    *count = sizeof routes / sizeof *routes;
    return routes;
}
