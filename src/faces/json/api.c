#include "faces/json/api.h"

#include "engine/file.h"
#include "faces/json/calls.h"

/* One address: what it is for, and how it is carried out. Rows of the same address stand together. */
#define CALL(function, words, ...)                                                                           \
    &(const struct face_target)                                                                              \
    {                                                                                                        \
        .handle = function, .turn_away = api_turn_away, .summary = words, __VA_ARGS__                        \
    }
#define OPEN(function, words)                                                                                \
    &(const struct face_target)                                                                              \
    {                                                                                                        \
        .handle = function, .summary = words                                                                 \
    }

#define LATER(words) CALL(call_later, words " (comes with a later version)")

static const struct http_route routes[] = {
    {HTTP_GET, "/healthz", OPEN(call_health, "Is the server well")},
    {HTTP_GET, "/metrics", OPEN(call_metrics, "Figures for monitoring")},
    {HTTP_GET, "/api/v1",
     CALL(call_describe, "The force, its rulebook, and what you may read, open or act in")},
    {HTTP_GET, "/api/v1/openapi.json", OPEN(call_openapi, "This description")},
    {HTTP_POST, "/api/v1/files",
     CALL(call_file_put, "Upload a file", .waits = true, .body_limit = FILE_BYTES_MAX)},
    {HTTP_GET, "/api/v1/files/{file}", CALL(call_file_own, "A file you uploaded")},
    {HTTP_GET, "/api/v1/board/{board}/meetings", CALL(call_meetings, "Meetings of a board, newest first")},
    {HTTP_POST, "/api/v1/board/{board}/meetings", CALL(call_meeting_new, "Call a meeting")},
    {HTTP_GET, "/api/v1/board/{board}/meetings/{meeting}",
     CALL(call_meeting, "A meeting: seats, agenda, decisions")},
    {HTTP_POST, "/api/v1/board/{board}/meetings/{meeting}/attendance",
     CALL(call_attendance, "Fill or empty a seat")},
    {HTTP_POST, "/api/v1/board/{board}/meetings/{meeting}/open",
     CALL(call_meeting_open, "Open a quorate meeting")},
    {HTTP_POST, "/api/v1/board/{board}/meetings/{meeting}/close",
     CALL(call_meeting_close, "Close it: minutes issue")},
    {HTTP_POST, "/api/v1/board/{board}/meetings/{meeting}/decisions",
     CALL(call_decide, "The board acts on a record")},
    {HTTP_POST, "/api/v1/person", CALL(call_person_new, "Make an account")},
    {HTTP_PATCH, "/api/v1/person/{person}", CALL(call_person_edit, "Change an account")},
    {HTTP_GET, "/api/v1/person/{person}/explain",
     CALL(call_explain, "What a person can see and do, and by which rule")},
    {HTTP_POST, "/api/v1/person/{person}/roles", CALL(call_grant, "Give a role")},
    {HTTP_POST, "/api/v1/person/{person}/roles/{id}/end", CALL(call_grant_end, "End a role")},
    {HTTP_POST, "/api/v1/person/{person}/password",
     CALL(call_password, "A one-time password", .waits = true)},
    {HTTP_POST, "/api/v1/person/{person}/deactivate",
     CALL(call_deactivate, "End sign-in, sessions and tokens")},
    {HTTP_POST, "/api/v1/person/{person}/activate", CALL(call_activate, "Let somebody sign in again")},
    {HTTP_POST, "/api/v1/person/{person}/deputies", CALL(call_deputy, "Appoint a deputy")},
    {HTTP_POST, "/api/v1/person/{person}/deputies/{id}/end", CALL(call_deputy_end, "End an appointment")},
    {HTTP_POST, "/api/v1/person/{person}/absences", CALL(call_absence, "Note an absence")},
    {HTTP_POST, "/api/v1/person/{person}/absences/{id}/end", CALL(call_absence_end, "End an absence")},
    {HTTP_GET, "/api/v1/duties", LATER("What is owed")},
    {HTTP_GET, "/api/v1/measures", LATER("Figures with target and trend")},
    {HTTP_GET, "/api/v1/calendar", LATER("Entries with their clashes")},
    {HTTP_GET, "/calendar.ics", LATER("The calendar for a calendar client")},
    {HTTP_GET, "/api/v1/ledger/checkpoint", LATER("The signed checkpoint")},
    {HTTP_GET, "/api/v1/ledger/tile/{level}/{tile}", LATER("Hash tiles")},
    {HTTP_GET, "/api/v1/{register}",
     CALL(call_list, "A page of records: where, q, sort, limit, after, count")},
    {HTTP_POST, "/api/v1/{register}", CALL(call_open, "Open a record")},
    {HTTP_GET, "/api/v1/{register}/{number}", CALL(call_get, "A record, now or as it stood: at")},
    {HTTP_PATCH, "/api/v1/{register}/{number}", CALL(call_edit, "Edit fields")},
    {HTTP_POST, "/api/v1/{register}/{number}/actions/{action}", CALL(call_act, "Do an action")},
    {HTTP_POST, "/api/v1/{register}/{number}/comments", CALL(call_comment, "Comment")},
    {HTTP_GET, "/api/v1/{register}/{number}/events", CALL(call_events, "The record's history, oldest first")},
    {HTTP_GET, "/api/v1/{register}/{number}/files/{file}", CALL(call_file_get, "A file a record refers to")},
    /* last: it exists only with a test clock */
    {HTTP_POST, "/api/v1/clock", CALL(call_clock, "Move the test clock forward", .waits = true)},
};

#undef LATER
#undef CALL
#undef OPEN

const struct http_route *api_routes(bool test_clock, size_t *count)
{
    *count = sizeof routes / sizeof *routes - !test_clock;
    return routes;
}
