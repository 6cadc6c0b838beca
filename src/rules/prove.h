/* The third reading of a rulebook: prove that no sequence of commands, by any people, in any roles, with any
 * values, at any times, brings a record to what a `never` forbids; or give the shortest way that does.
 *
 * The proof is over an abstraction of the register that allows everything the engine allows, and sometimes
 * more (docs/language.md, "Proving"): `proved` is therefore certain. A way that leans on an answer the
 * abstraction was free to choose, and which may be impossible in fact, says so in its answers; one that leans
 * on none can be walked. Source: the language reference, sections 4 and 5. */
#pragma once

#include "rules/load.h"

enum prove_verdict {
    PROVE_PROVED,
    PROVE_VIOLATED,
    PROVE_GAVE_UP, /* larger than the limits below: neither proved nor violated, and treated as not proved */
};

/* Give up beyond these: the size of the decision diagrams in nodes (20 bytes each, and as much again for
 * tables). */
enum { PROVE_NODES_MAX = 8 * 1000 * 1000 };

enum prove_step_kind {
    PROVE_OPEN,   /* somebody opens the record */
    PROVE_OPENED, /* `opened_by`, an effect of another register's action, opens it */
    PROVE_IMPORT, /* an import places it, in the first or a final state */
    PROVE_EDIT,
    PROVE_ACT,    /* an action of one person */
    PROVE_SIGN,   /* an `each of`, from its first signature to its last: `people` sign in this order */
    PROVE_DECIDE, /* a board carries it: `people` are some of those who vote for */
    PROVE_SYSTEM,
};

/* What a step puts into a field: as given by hand (opening, edit, ask). What an action's `set` does is not
 * listed. */
struct prove_given {
    const struct field *field;
    enum {
        PROVE_NOTHING,
        PROVE_VALUE,
        PROVE_PERSON,
        PROVE_SOMETHING
    } kind; /* emptied; `value`; `person`; any value */
    struct value value;
    unsigned person;
    unsigned by; /* PROVE_SIGN: which of the people gives it, each for their own signature; else 0 */
};

/* An answer this step needs to a question the model leaves open. `question` is a test of the rulebook;
 * `about` is the person who acts when it was asked (of an `each of`, one of several), 0: the system. */
struct prove_answer {
    const struct expr *question;
    unsigned about;
    bool answer;
    bool assumed; /* it may be impossible in fact. False: it can be arranged (somebody holds a role, or does
                     not) */
};

struct prove_deputy { /* at this step `deputy` is an appointed deputy of `person` */
    unsigned deputy, person;
    bool everything; /* by an appointment that names no role; else by one for some role that nothing here asks
                        about */
};

struct prove_step {
    enum prove_step_kind kind;
    const struct action *action;    /* PROVE_OPEN, _ACT, _SIGN, _DECIDE, _SYSTEM */
    const struct effect *opened_by; /* PROVE_OPENED */
    unsigned *people; /* who does it; people are numbered from 1, in the order in which they appear */
    size_t people_count;
    unsigned recorder; /* PROVE_DECIDE: who records it, if that matters; 0: anybody */
    struct prove_given *given;
    size_t given_count;
    struct prove_answer *answers;
    size_t answer_count;
    struct prove_deputy *deputies;
    size_t deputy_count;
    bool at_once;                /* at the same moment as the step before it; else later */
    bool waived;                 /* an exception stands in for a need */
    const struct action *voided; /* a decision that the change undid; NULL: none, else one of them */
    int state;                   /* where the record rests after it */
};

struct prove_result {
    const struct reg *reg;
    const struct never *never;
    enum prove_verdict verdict;
    double states; /* abstract states that can be reached, or could until it was given up */
    struct prove_step *steps;
    size_t step_count;
    bool assumed; /* some step leans on an answer that may be impossible, or on a waiver */
};

/* One result for each never of `rulebook`, by register in the order of declaration; of `only` if it is not
 * NULL. All in `arena`. Threads may call it at the same time, but they wait for each other. */
struct prove_result *rulebook_prove(struct arena *arena, const struct rulebook *rulebook,
                                    const struct reg *only, size_t *count);

/* A line for each never, and the way round it for those that are violated. */
struct text prove_print(struct arena *arena, const struct prove_result *results, size_t count);
/* The models that gave the verdicts for spin, which looks at every state one by one: one for each never of
 * `rulebook` (of `only` if it is not NULL), chosen by -DNEVER=1, 2 ... when spin reads the text. An assertion
 * fails where the bad state is reached. A model with too many states for that is written with fewer variables
 * (prove_lessen.h). To compare the two (tests/prove/spin). */
struct text prove_promela(struct arena *arena, const struct rulebook *rulebook, const struct reg *only);
