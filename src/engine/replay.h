/* A record as it stood, made again event by event. However many events there are, only what the record holds
 * at one moment is kept. */
#pragma once

#include "engine/projection.h"

struct replay {
    struct record *then; /* stays where it is; what its values refer to lives until the next replay_take */
    struct arena *arena; /* the caller's */
    struct arena *passing;
    size_t enough; /* bytes of `passing` at which what was passed is let go */
};

/* Before the first event. The caller gives every replay back with replay_end. */
struct replay replay_begin(struct arena *arena, const struct reg *reg);
void replay_take(struct replay *replay, const struct event *event);
/* The record, now whole in the arena. */
struct record *replay_end(struct replay *replay);

/* The record as its events up to that version left it, in the arena. */
struct record *replay_to(struct conn *conn, struct arena *arena, const struct record *record,
                         int64_t version);
