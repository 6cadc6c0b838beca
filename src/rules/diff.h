/* Two rulebooks compared by what they say, in words for a change manager and a policy owner.
 *
 * Order, layout, comments and the order of `and` and `or` mean nothing here, nor does the version. Whether a
 * guard became wider or narrower is proved (rules/normal.h); where neither is, the change says "is now ...,
 * was ...". What has a new name and the same label was renamed, and is compared under its new name. */
#pragma once

#include "base/json.h"
#include "rules/rulebook.h"

enum change_kind {
    CHANGE_ALLOWED,
    CHANGE_REFUSED,
    CHANGE_OWED,
    CHANGE_FREED, /* no longer owed */
    CHANGE_ADDED,
    CHANGE_DROPPED,
    CHANGE_RENAMED,
    CHANGE_OTHER,
};

struct change {
    enum change_kind kind;
    struct text reg;           /* name of the register; empty: the whole force */
    struct text group;         /* its label, or "The whole force" */
    struct text what;          /* a sentence */
    struct text before, after; /* the guards as written; empty where the sentence says all */
    const struct cites *cites; /* of the rule; may be NULL */
    struct place place;        /* in the new rulebook; of what is dropped, in the old */
};

struct diff {
    struct change *items; /* register by register as the new rulebook has them, then by kind */
    size_t count, capacity;
    struct text heading; /* "Northmoor Police: version 1 against version 2" */
};

/* Spoils both for any other use: load them for this. What it gives lives in `arena` and as long as both. */
struct diff rulebook_diff(struct arena *arena, struct rulebook *before, struct rulebook *after);
/* "newly allowed" */
const char *diff_kind(enum change_kind kind);
/* For `reeve diff`. */
struct text diff_print(struct arena *arena, const struct diff *diff);
/* The keys "equal" and "changes". */
void diff_json(struct json *json, struct arena *arena, const struct diff *diff);
