/* Where the states and actions of a register stand in a drawing of its lifecycle.
 *
 * States stand one below the other, the first at the top: those that lead on by the longest way to them, then
 * the final ones; the actions that leave each are written below it. A line leaves an action to the side, runs
 * along a lane beside the column and comes back into the state it leads to: at the right when that is further
 * down, at the left when it is further up. So lines cross only each other, never words, and the drawing fits
 * on a phone. Lines that lead to one state in the same direction share a lane. All lengths are CSS pixels. */
#pragma once

#include "base/arena.h"

enum { LIFECYCLE_COLUMN = 190, LIFECYCLE_LINE = 17, LIFECYCLE_STATES_MAX = 60, LIFECYCLE_STEPS_MAX = 400 };

enum lifecycle_way { LIFECYCLE_STAYS, LIFECYCLE_BACK, LIFECYCLE_ON };

struct lifecycle_node {
    bool final;
    size_t lines; /* of words in it */
    /* laid out */
    size_t row;
    int64_t y, height;
};

/* One action in one of the states it may be done in. */
struct lifecycle_step {
    size_t from, to; /* nodes; the same: it stays */
    size_t index;    /* the caller's: which action; actions that nothing else puts in order keep this one */
    size_t lines;    /* of words beside its line */
    /* laid out */
    enum lifecycle_way way;
    int64_t y;     /* the middle of its first line of words */
    unsigned lane; /* 0 is the innermost */
};

struct lifecycle_layout {
    struct lifecycle_node *nodes; /* the first is where records open */
    struct lifecycle_step *steps; /* sorted as they stand, from the top */
    size_t node_count, step_count;
    int64_t top;         /* where the first state's box begins; above it is room for the opening */
    int64_t left, right; /* of the column of states and words */
    int64_t width, height;
};

/* Fills in what is laid out. At most LIFECYCLE_STATES_MAX nodes and LIFECYCLE_STEPS_MAX steps. */
void lifecycle_lay_out(struct arena *arena, struct lifecycle_layout *layout);
/* The line of a step that does not stay, as the `d` of an SVG path; and the head of its arrow. */
struct text lifecycle_line(struct arena *arena, const struct lifecycle_layout *layout,
                           const struct lifecycle_step *step);
struct text lifecycle_head(struct arena *arena, const struct lifecycle_layout *layout,
                           const struct lifecycle_step *step);
/* Valid text in lines of at most `characters`, cut between words where that can be; gives how many. */
size_t lifecycle_wrap(struct arena *arena, struct text text, size_t characters, struct text **lines);
