/* What a person can see and do now, by the roles they hold and by those they stand in for, under the rulebook
 * in force (rules/explain.h). It says what rules say, not what there is: no record is looked at. */
#pragma once

#include "engine/people.h"
#include "rules/explain.h"

struct power_set {
    int64_t principal;       /* whom they stand in for; 0: as themselves */
    const struct role *role; /* for this role of theirs alone; NULL: for everything */
    int64_t to;              /* until when they stand in; INT64_MAX: open */
    struct held_role *held;  /* the roles by which they can */
    size_t held_count;
    struct explanation explanation;
};

/* Their own set first, then one for each appointment in force whose holder has a role for it. A deputy's has
 * only what being a deputy gives: nothing that anybody can, no duties, and no reading unless they stand in
 * for everything (rule 3). Registers that the actor may not know of are left out, but for the person's own
 * eyes. */
struct power_set *powers_of(struct world *world, struct record *person, size_t *count);
