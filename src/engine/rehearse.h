/* Rehearsal: what a draft rulebook would have said to what people really did.
 *
 * Every event there is goes, in its order, into tables of its own beside the data (a file in TMPDIR that only
 * this user may read, removed afterwards); before each decision goes in, the draft judges it on everything as
 * it stood at that moment. The past stays as it was: what follows from a decision is not undone when the
 * draft refuses it. What the draft would allow that was never tried is not asked. The data are only read. */
#pragma once

#include "engine/guard.h"

struct rehearsed { /* a decision that would not have gone as it did */
    struct text reg, number, title;
    struct text what; /* "Approve", "Edited", "Opened", "Signed: Close" */
    struct text who;  /* a person's name */
    int64_t time;
    struct unmet *reasons;
    size_t reason_count;
    bool asks_reason; /* nothing refuses it, but it would have wanted a reason that nobody gave */
};

struct orphan { /* an exception that stood in for a need, and would stand in for nothing */
    struct text number;
    struct text used_by; /* the record whose decision rested on it */
    struct text what;
};

struct owed { /* a duty that is open on a record under one of the two rulebooks only */
    struct text reg, duty;
    int64_t more, fewer; /* records; of a duty `on each` of something, once for each */
};

struct rehearsal {
    int64_t events, decisions; /* all of them; those that were judged */
    struct rehearsed *refused; /* oldest first, also those that only want a reason */
    size_t refused_count, refused_capacity;
    int64_t refusals, wanting; /* how many are refused; how many only want a reason */
    struct orphan *orphans;    /* each exception once */
    size_t orphan_count, orphan_capacity;
    struct owed *owed;
    size_t owed_count, owed_capacity;
    bool stopped;    /* before the end: `on` said so */
    struct text why; /* when it could not be carried out */
};

struct rehearse {
    int64_t since; /* microseconds: decisions before are not judged */
    size_t keep;   /* at most so many of `refused` are kept, all are counted */
    /* Asked now and then whether to go on; may be NULL. */
    bool (*on)(void *context, int64_t done, int64_t of);
    void *context;
};

enum { REHEARSE_KEEP = 1000 };

/* `draft` lives in `arena` and is not used for anything else afterwards. False with `why`. */
bool rehearse(struct engine *engine, struct arena *arena, struct rulebook *draft, const struct rehearse *how,
              struct rehearsal *rehearsal);

/* Judges one event on the world as it was before it, as the draft in force there says. False: it is no
 * decision of a person. */
struct judged {
    struct record *record; /* as the draft sees it; NULL: it has no such register */
    struct text what;
    struct verdict verdict;
    bool asked; /* its needs were asked, and so which exceptions stand in */
};
bool rehearse_judge(struct world *world, const struct event *event, struct judged *judged);
/* Counts the duties that are open on records now under one rulebook and not under the other. */
void rehearse_duties(struct world *world, const struct rulebook *was, const struct rulebook *draft,
                     struct arena *arena, struct rehearsal *rehearsal);
