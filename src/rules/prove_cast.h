/* Who is who in a way through the model: every actor of a step, and whoever is in a slot after it, are people
 * with numbers. Private to the prover. */
#pragma once

#include "rules/prove_search.h"

/* A set of people: bit n for person n, from 1. */
struct cast {
    struct model *model;
    const struct walk *walk;  /* the step */
    uint64_t *before, *after; /* per slot */
    uint64_t *moved;          /* per slot: who a `set` puts there, if it does */
    bool *settled;            /* per slot: `after` is known */
    size_t slots;
    unsigned known;   /* people who have appeared */
    unsigned *actors; /* per actor of the step: who it is; 0: the system, or takes no part */
    bool strained;    /* somebody cannot be who they would have to be */
};

/* All in the model's arena. */
struct cast cast_new(struct model *model);
/* The next step of the way. */
void cast_step(struct cast *cast, const struct walk *walk);

/* What is so in the step. */
bool cast_holds(const struct cast *cast, lit formula);
bool cast_leaf(const struct cast *cast, const struct input *input);
unsigned cast_value(const struct cast *cast, size_t var, bool after);
/* Who this actor is; 0: nobody. */
unsigned cast_person(const struct cast *cast, const struct actor *actor);
/* Who is `actor` as a value: of several, the last to sign; of a board, who records it. 0: nobody. */
unsigned cast_actor_now(const struct cast *cast);
/* The first of the people, but for one; 0: there is nobody else. */
unsigned cast_any(uint64_t people, unsigned but);
