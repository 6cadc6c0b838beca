#include "faces/html/more.h"

#include "faces/html/pages.h"
#include "faces/html/pages_more.h"

#define PAGE(function)                                                                                       \
    &(const struct face_target)                                                                              \
    {                                                                                                        \
        .handle = function, .turn_away = pages_turn_away                                                     \
    }
#define WAITS(function)                                                                                      \
    &(const struct face_target)                                                                              \
    {                                                                                                        \
        .handle = function, .turn_away = pages_turn_away, .waits = true                                      \
    }
#define FILES(function)                                                                                      \
    &(const struct face_target)                                                                              \
    {                                                                                                        \
        .handle = function, .turn_away = pages_turn_away, .waits = true, .body_limit = HTTP_BODY_LARGEST     \
    }

enum { DRAFT_FORM_BYTES = 6 * 1024 * 1024 }; /* 2 MB of text, every sign of which may be escaped */
static const struct face_target draft = {
    .handle = rulebook_post, .turn_away = pages_turn_away, .slow = true, .body_limit = DRAFT_FORM_BYTES};

static const struct http_route routes[] = {
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
    {HTTP_GET, "/ledger/rulebook", PAGE(rulebook_get)}, /* no register is called ledger */
    {HTTP_POST, "/ledger/rulebook", &draft},
    {HTTP_GET, "/search", PAGE(search_get)},
};

#undef PAGE
#undef FILES
#undef WAITS

const struct http_route *pages_more_routes(bool test_clock, size_t *count)
{
    (void)test_clock;
    *count = sizeof routes / sizeof *routes;
    return routes;
}
