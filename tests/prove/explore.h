/* What people could do with a page, tried on the real engine: by chance, and for tiny pages one thing after
 * another until nothing new comes. Every `never` is only watched. */
#pragma once

#include "chance.h"
#include "force.h"

enum { NEVERS_MAX = 8, PAGE_REGISTERS = 4 };

struct explored {
    bool reached[NEVERS_MAX];    /* per never of the page's register */
    struct text how[NEVERS_MAX]; /* the commands that did it, in the force's arena */
    size_t commands, done;       /* tried, and not refused */
};

/* Goes on from what `explored` says. `walks` of `length` commands each, at most. */
void explore_by_chance(struct force *force, size_t page, struct chance *chance, size_t walks, size_t length,
                       struct explored *explored);
/* Every command with every small value, to this depth, at most `commands` of them. */
void explore_all(struct force *force, size_t page, size_t depth, size_t commands, struct explored *explored);
