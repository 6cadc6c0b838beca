/* What the faces that speak HTTP share: the open force, who asks, and the way of a request from its route to
 * its answer.
 *
 * A handler is called on an HTTP pool thread, or on a worker when its target says `waits`; there it may
 * block. It answers exactly once, now or later. */
#pragma once

#include "base/workers.h"
#include "engine/command.h"
#include "engine/tally.h"
#include "http/http.h"
#include "http/route.h"
#include "identity/identity.h"

struct face {
    struct engine *engine;
    struct identity *identity;
    struct workers *workers;
    struct tally *tally; /* of what pages count; may be NULL */
    bool secure;         /* people come by HTTPS through a proxy: cookies say Secure */
    /* Answers what has no route outside /api/: 404, or 405 with `match->allow`. NULL: in plain text. */
    void (*lost)(struct face *face, struct http_exchange *exchange, enum http_routing routing,
                 const struct http_match *match);
};

struct face_target;

/* One request on its way. Lives in the exchange's arena. */
struct asked {
    struct face *face;
    struct http_exchange *exchange;
    struct http_pairs parameters; /* of the path */
    const struct face_target *target;
    struct caller caller; /* person 0: nobody signed in */
    /* What the caller was found in, for face_view while the handler is first called; or NULL. */
    struct view *view;
};

/* What a route's `target` points at, in every face. */
struct face_target {
    void (*handle)(struct asked *asked);
    /* Answers a request that is not let in (401, 403), in the face's own form. NULL: anybody may ask. */
    void (*turn_away)(struct asked *asked, enum caller_status status);
    bool waits;          /* `handle` blocks (waits for the writer, hashes): call it on a worker */
    bool slow;           /* `handle` may take many seconds: at most half of the workers do such things */
    bool half_known;     /* also for those who must change their password first */
    size_t body_limit;   /* 0: HTTP_BODY_BYTES */
    const char *summary; /* for descriptions; may be NULL */
};

/* Under /api/, whatever changes something by a web session must send its CSRF token in the header
 * X-CSRF-Token; pages check the field of their form with identity_csrf.
 *
 * Routes, lets in, handles. `router` is over routes whose targets are struct face_target. */
void face_serve(struct face *face, const struct http_router *router, struct http_exchange *exchange);

/* Opens a view of the data for the one who asks, after system actions that are due have happened. Close it
 * with view_close, before http_answer, which answers 503 where something could not be read. False: nothing
 * could be, and that was answered. */
bool face_view(struct asked *asked, struct view *view);

/* Submits the command for the one who asks and lets `then` answer, on a worker, when it is durable or
 * refused. The struct and what it points at live in the exchange's arena. Fills in the actor. */
struct face_command {
    struct work work; /* the faces' own */
    struct asked *asked;
    struct command command;
    struct answer answer;
    void (*then)(struct face_command *done);
    void *data; /* the handler's own */
};
void face_command(struct face_command *command);

/* Runs the handler's continuation on a worker, where it may block. */
void face_later(struct asked *asked, void (*then)(struct asked *asked));

/* The session cookie. */
void face_set_cookie(struct asked *asked, struct text secret);
void face_clear_cookie(struct asked *asked);
/* The status of an outcome: 200, 400, 422, 403, 404, 409, 412, 503. */
unsigned face_status(enum outcome outcome);
