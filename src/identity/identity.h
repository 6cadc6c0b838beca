/* Who somebody is: passwords, sessions, tokens. Everything secret is kept as a hash; nothing here is in the
 * ledger except that it happened.
 *
 * Record times (sessions, one-time passwords, tokens) follow the engine's clock; throttles follow the
 * machine's. */
#pragma once

#include "engine/hooks.h"
#include "engine/world.h"

struct identity;

/* Ends the sessions and tokens of whoever is deactivated, in the same transaction. Added by main, as hooks.h
 * says. */
extern const struct hook identity_hook;

enum {
    IDENTITY_SECRET_BYTES = 43,  /* of a cookie's value: 256 random bits in base64url */
    IDENTITY_PASSWORD_MIN = 12,  /* characters */
    IDENTITY_PASSWORD_MAX = 1000 /* bytes */
};

/* Makes the tables in a new force; called once, by `init`. */
bool identity_create(struct engine *engine);
/* Starts the password threads over an open force. NULL when they cannot be had. */
struct identity *identity_open(struct engine *engine);
/* Finishes what is under way. NULL is allowed. */
void identity_close(struct identity *identity);

/* ---- who asks ---- */

enum caller_status {
    CALLER_KNOWN,
    CALLER_NOBODY,  /* nothing was presented, or it is wrong, ended or expired: 401 */
    CALLER_REFUSED, /* known, but inactive or not admitted by the rulebook: 403 */
};

struct caller {
    int64_t person;
    bool session;              /* by the web session: whatever changes something needs the CSRF token */
    bool must_change;          /* signed in with a one-time password: may only set their own, or sign out */
    struct hash key;           /* of the cookie or token */
    struct text csrf;          /* of the session */
    int64_t seen;              /* when the session was last noted as in use */
    struct text why;           /* CALLER_REFUSED: what to do */
    const struct cites *cites; /* may be NULL */
};

/* Looks a session's cookie, or an API token, up. `world` was opened for actor 0 and becomes the caller's when
 * known. */
enum caller_status identity_session(struct world *world, struct text cookie, struct caller *caller);
enum caller_status identity_token(struct world *world, struct text token, struct caller *caller);
/* Is this the session's CSRF token (compared in constant time). */
bool identity_csrf(const struct caller *caller, struct text token);
/* Notes that the session is in use; writes at most once a minute a session, without waiting. */
void identity_seen(struct identity *identity, const struct caller *caller);
/* Ends the caller's session. Waits for the writer. */
bool identity_sign_out(struct identity *identity, const struct caller *caller);

/* ---- passwords: done on the identity's own two threads, so that nobody else waits ---- */

enum sign_in_end {
    SIGN_IN_DONE,
    SIGN_IN_WRONG,    /* the same answer whether the person exists or not */
    SIGN_IN_REFUSED,  /* right, but inactive or not admitted: `message`, `cites` */
    SIGN_IN_TOO_FAST, /* too many failures: `retry_after` seconds; not even looked at */
    SIGN_IN_BROKEN,   /* the store failed */
};

struct sign_in {
    struct arena *arena; /* of the caller; answers lie in it */
    struct text username, password;
    struct text peer;            /* address, for the throttle */
    void (*done)(void *context); /* called once, from another thread; at once when too many wait already */
    void *context;
    /* the answer */
    enum sign_in_end end;
    struct text message;
    const struct cites *cites;
    unsigned retry_after;
    bool must_change;
    struct text cookie; /* the session's secret: send it, keep it nowhere */
};
/* `sign_in` must live until `done`. */
void identity_sign_in(struct identity *identity, struct sign_in *sign_in);

struct new_password {
    struct arena *arena;
    struct caller caller; /* by a session */
    struct text old;      /* the present one; not asked after a one-time password */
    struct text chosen;
    void (*done)(void *context);
    void *context;
    /* the answer */
    bool changed;
    struct text message;  /* why not */
    struct text cookie;   /* of the new session; all others of the person end */
    unsigned retry_after; /* the old one was wrong too often */
};
void identity_set_password(struct identity *identity, struct new_password *request);

/* Why this may not be a password of theirs; NULL when it may. */
const char *identity_password_fault(struct text username, struct text chosen);

enum { IDENTITY_ONE_TIME_HOURS = 72 };
/* A one-time password, good for so many hours, that must be changed at the first sign-in; ends the person's
 * sessions. It is an event without the value. `actor` as in struct event (event_operator at the machine).
 * Hashes on the calling thread and waits for the writer. The empty text when the store failed. */
struct text identity_one_time(struct engine *engine, struct arena *arena, int64_t person, int64_t actor);

/* ---- tokens ---- */

/* A new API token, shown once; the empty text when the store failed. `days` from 1 to 3650. Waits for the
 * writer. */
struct text identity_token_make(struct engine *engine, struct arena *arena, int64_t person, struct text name,
                                unsigned days, int64_t actor);
struct token_view {
    int64_t id;
    struct text name;
    int64_t created, expires;
};
/* A person's tokens that have not expired, newest first. */
size_t identity_tokens(struct world *world, int64_t person, struct token_view **tokens);
/* Ends one of them. False when there is no such token of this person. */
bool identity_token_end(struct engine *engine, int64_t person, int64_t id, int64_t actor);
