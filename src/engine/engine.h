/* An open force: its data, its rulebook and its clock. One engine serves every face of a process.
 *
 * Threads: engine_* may be called from any thread once opened. Writing happens on the engine's one writer
 * thread. */
#pragma once

#include "ledger/ledger.h"
#include "rules/evaluate.h"
#include "rules/load.h"
#include "store/store.h"
#include "store/writer.h"

struct engine;

/* How a piece of work ended; each face has its words for it. */
enum outcome {
    OUTCOME_DONE,
    OUTCOME_MALFORMED, /* unknown names, wrong form: 400 */
    OUTCOME_INVALID,   /* a value its field does not take, a required one missing at opening: 422 */
    OUTCOME_REFUSED,   /* not this person's to do: 403 */
    OUTCOME_MISSING,   /* no such thing, or not theirs to see: 404 */
    OUTCOME_BLOCKED,   /* the state, a need, an ask, a required field or a should stands in the way: 409 */
    OUTCOME_STALE,     /* changed meanwhile: 412 */
    OUTCOME_TOO_MUCH,  /* more than one person may within a day; later: 429 */
    OUTCOME_BROKEN,    /* the store failed; nothing was kept: 500 or 503 */
};

struct never;
struct proofs;
struct record;
struct refusals;
struct versions;

/* For tests of the prover: asked, on the writer, about each `never` that a change breaks. `passes` says
 * whether the change may stand all the same. */
struct never_watch {
    bool (*passes)(void *context, const struct record *record, const struct never *never);
    void *context;
};

struct engine_options {
    bool test_clock;           /* the clock stands at `now` until engine_set_clock */
    int64_t now;               /* microseconds, with test_clock */
    bool read_only;            /* no writer: verify, export beside a running server */
    struct never_watch nevers; /* all zero: every `never` is kept */
    bool unfinished;           /* engine_create: nobody opens DATA again before engine_finish */
};

/* Opens DATA. On failure NULL, and `why` (in `arena`) says what to do. */
struct engine *engine_open(struct arena *arena, const char *data, struct engine_options options,
                           struct text *why);
/* Makes a new force's DATA from a rulebook that has passed its checks, with its first administrator, called
 * `username`. They cannot sign in yet: identity gives them a password. NULL on failure, and DATA is not
 * there: `problems` holds what is wrong with the rulebook, `why` anything else. */
struct engine *engine_create(struct arena *arena, const char *data, const char *rulebook_dir,
                             struct text force, struct text username, struct engine_options options,
                             struct problems *problems, struct text *why);
/* An engine without data of its own, for worlds over a connection of the caller's: nothing may be written
 * with it, and its clock is that of `like`. */
struct engine *engine_ghost(const struct engine *like, const struct versions *versions);
/* What was made with `unfinished` may be opened from now on. False: the data could not be written. */
bool engine_finish(struct engine *engine);
/* For an `init` that fails later on: closes, and removes DATA. */
void engine_discard(struct engine *engine);
/* Finishes what is under way, checkpoints, closes. */
void engine_close(struct engine *engine);

/* Every version of the rulebook as things stand; what is given out lives as long as the engine. */
const struct versions *engine_versions(const struct engine *engine);
/* Hands these out from now on, and keeps `arena` (may be NULL), which holds what is new, until it closes. On
 * the writer's thread only, once what they say is durable. */
void engine_take_versions(struct engine *engine, const struct versions *versions, struct arena *arena);
/* The version in force, and its clocks. */
const struct rulebook *engine_rulebook(const struct engine *engine);
const struct clocks *engine_clocks(const struct engine *engine);
struct text
engine_force(const struct engine *engine); /* the force's name: `init --force`, else the rulebook's */
struct store *engine_store(const struct engine *engine);
struct writer *engine_writer(const struct engine *engine);
struct proofs *engine_proofs(const struct engine *engine);
struct refusals *engine_refusals(const struct engine *engine); /* NULL when it is read only */
/* Bytes that one person may upload within a day (file.h): ENGINE_UPLOADS unless set, before it is served. */
enum { ENGINE_UPLOADS = 500 * 1024 * 1024 };
int64_t engine_uploads(const struct engine *engine);
void engine_set_uploads(struct engine *engine, int64_t bytes);
/* Now, microseconds; from the test clock when there is one. */
int64_t engine_now(const struct engine *engine);
bool engine_has_test_clock(const struct engine *engine);
/* Moves the test clock forward; false: backwards. */
bool engine_set_clock(struct engine *engine, int64_t now);
/* Puts a version in force whose moment has come. Cheap when there is none; waits for the writer when there
 * is, so never on its thread. Views and commands call it before they begin. */
void engine_turn(struct engine *engine);
/* Lets system actions that are due by now happen. Cheap when there is nothing to look for. */
void engine_catch_up(struct engine *engine);
/* May a change that breaks this `never` stand: only where a test's watch lets it. */
bool engine_passes_never(const struct engine *engine, const struct record *record, const struct never *never);
/* Does any version have system actions, which views wait for. */
bool engine_sweeps(const struct engine *engine);
/* Would engine_catch_up wait for them now. */
bool engine_behind(const struct engine *engine);
