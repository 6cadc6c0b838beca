/* Everything a role, or the person who holds some, can see and do under a rulebook, and by which rule and
 * clause.
 *
 * Each guard is read with what is known of who acts (rules/narrow.h). What never holds is left out; what
 * holds on conditions says them in words. What anybody with an account may do as well is marked, so that the
 * role's own part stands out. Everything lives in the arena; rules are those of the rulebook. */
#pragma once

#include "rules/narrow.h"

enum right_kind {
    RIGHT_READ,     /* records of a register */
    RIGHT_FIELD,    /* a field that is withheld from others */
    RIGHT_WITHHELD, /* the other way round: a field withheld from them in records they may see */
    RIGHT_OPEN,     /* a new record */
    RIGHT_COMMENT,
    RIGHT_EDIT,   /* `what`: the fields */
    RIGHT_ACT,    /* `what`: the action; so below */
    RIGHT_SIGN,   /* as one of several signers */
    RIGHT_VOTE,   /* as a member of its board */
    RIGHT_RECORD, /* as the chair or secretary of its board */
    RIGHT_SEAT,   /* `what`: a board */
    RIGHT_CHAIR,
    RIGHT_SECRETARY,
    RIGHT_GRANT,  /* `what`: a role */
    RIGHT_PEOPLE, /* makes and changes accounts */
    RIGHT_OWE,    /* `what`: a duty */
    RIGHT_TOLD,   /* `what`: of what */
};

/* A need that looks at who acts. */
struct right_need {
    struct text only_if; /* in words */
    struct text message; /* the refusal's */
    const struct cites *cites;
};

struct right {
    enum right_kind kind;
    const struct reg *reg; /* NULL: the whole force */
    struct text what;
    struct text where;   /* in which states; empty: in all */
    struct text when;    /* a duty's clock */
    struct text only_if; /* conditions in words; empty: none */
    bool never;          /* anybody else may, and they may not */
    bool anybody;        /* anybody with an account may as much */
    struct right_need *needs;
    size_t need_count;
    struct cites cites; /* of the rule, and of the action it is part of */
    struct place place;
};

struct explanation {
    struct right *items; /* register by register, those of the whole force last; by kind as above */
    size_t count, capacity;
};

struct explanation explain(struct arena *arena, const struct rulebook *rulebook, const struct known *known);
/* "edits Summary, Steps in Draft" */
struct text explain_words(struct arena *arena, const struct right *right);
/* For `reeve explain`: what the role can do by itself, then what anybody can. */
struct text explain_print(struct arena *arena, const struct rulebook *rulebook, const struct role *role,
                          const struct explanation *explanation);
