/* What is left of a test when something is known of who acts: which roles they hold.
 *
 * Three-valued: roles held make `actor has` true, others false, boards follow from the seats of roles, and
 * all else is open. What is left of an open test asks only what is not known. */
#pragma once

#include "rules/rulebook.h"

struct known {
    const struct role *const *roles; /* held by who acts; all others are not */
    size_t role_count;
    bool by_element; /* the person is not the actor but the quantifier's element `var` (a duty on each) */
    unsigned var;
    bool deputy; /* stands in for a holder: nothing asked of them `personally` holds */
    /* Says more of the person: true with the answer, false when it is not known. NULL: nothing is. */
    bool (*decide)(void *context, const struct expr *test, bool *holds);
    void *context;
};

enum narrowed { NARROWED_NEVER, NARROWED_OPEN, NARROWED_ALWAYS };

/* `left` is what stays open, and the test itself otherwise; it shares nodes with `test`. */
enum narrowed narrow_test(struct arena *arena, const struct known *known, const struct expr *test,
                          const struct expr **left);
bool known_holds(const struct known *known, const struct role *role);
/* Has one of the roles a seat, or the chair's or the secretary's place? */
bool known_sits_on(const struct known *known, const struct board *board);
