/* People, the roles they hold for periods, who stands in for them, and when they are away: records of the
 * built-in registers, changed only by these commands (commands.h) and only by whoever the rulebook lets. */
#pragma once

#include "engine/world.h"

/* Has the actor the built-in role `administrator`, or stands in for one who has. The operator counts. */
bool people_administers(struct world *world);
/* May the actor make, change, deactivate this person and reset their password (`manage people`). The operator
 * may. */
bool people_may_manage(struct world *world, const struct record *person);
/* May the actor give this field of this person: what an `edit`, `ask` or `set` of `extend person` names, as
 * an `edit` says; all else, as `manage people` says. A username stays. */
bool people_may_give(struct world *world, const struct record *person, const struct field *field);
/* May they give any field of this person, who has an account. */
bool people_may_change(struct world *world, const struct record *person);
/* May the actor give and end this role (`granted by`, `manage roles`). The operator may. */
bool people_may_grant(struct world *world, const struct role *role, const struct record *person);
/* Who may, in words. */
struct text people_managers(struct world *world);
struct text people_granters(struct world *world, const struct role *role, const struct record *person);
/* Is this person let in at all: active, and every `admit` of the rulebook holds. `why` says what to do
 * otherwise. */
bool people_admitted(struct world *world, struct record *person, struct text *why,
                     const struct cites **cites);

struct held_role {
    struct record *holding;
    const struct role *role;
    struct text per;  /* label of the value it is held for, or empty */
    int64_t from, to; /* to: INT64_MAX when open */
};
/* Roles of a person, now and (when `all`) past and to come, newest first. */
struct held_role *people_roles(struct world *world, int64_t person, bool all, size_t *count);

struct stand_in_period {
    struct record *record;
    int64_t person, deputy;  /* deputy 0: an absence */
    const struct role *role; /* NULL: everything */
    int64_t from, to;
};
/* Appointments by or of a person, and their absences, that have not ended. */
struct stand_in_period *people_deputies(struct world *world, int64_t person, size_t *count);
struct stand_in_period *people_absences(struct world *world, int64_t person, size_t *count);
