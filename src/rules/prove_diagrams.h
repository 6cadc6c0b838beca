/* The model as binary decision diagrams (Debian's libbdd): every step a relation between the variables before
 * it and after it. There is one set of diagrams in the process: one model at a time, and it is the caller who
 * sees to that. Diagrams are counted: what is kept in a variable is kept with diagram_keep or diagram_put,
 * and dropped with bdd_delref. */
#pragma once

#include <bdd.h>

#include "rules/prove_model.h"

/* Where a formula's leaves stand in the diagrams. Each bit of the model's variables has four places in a row:
 * as it is before a step, after it, and two for inputs that decide about it: what belongs together must stand
 * together, or the diagrams grow out of all bounds. Inputs that decide about nothing alone come last. */
enum { PLACE_BEFORE, PLACE_AFTER, PLACE_INPUT, PLACE_SECOND, PLACES };

/* A step as diagrams. `moves` relates the variables before to those after. */
struct relation_bdd {
    BDD moves;   /* whatever the inputs are */
    BDD changed; /* the variables it changes, as before; and as after */
    BDD changed_after;
    bddPair *to_before, *to_after;
};

struct diagrams {
    const struct model *model;
    struct arena *arena;
    int *place;         /* per leaf: its place */
    int places;         /* how many there are */
    BDD *memo;          /* per formula: its diagram; -1: not made yet */
    unsigned *bit_leaf; /* per bit of the state: its leaf */
    BDD sound, bad, all_before;
    struct relation_bdd *relations;
    BDD start; /* before there is a record */
    BDD quiet; /* where nothing happens by itself; found when a way is looked for */
};

/* Starts the library and draws the model. When it takes more nodes than PROVE_NODES_MAX, diagrams_full()
 * holds and no diagram means anything. */
void diagrams_begin(struct diagrams *d, const struct model *model);
void diagrams_end(void);
bool diagrams_full(void);

BDD diagram_keep(BDD bdd);
/* The old diagram goes, the new one stays. */
void diagram_put(BDD *at, BDD bdd);
BDD diagram_of(struct diagrams *d, lit formula);
/* The places of a step's inputs; `assumed` 1 only those that are, 0 only those that are not, -1 all. */
BDD diagram_inputs(const struct diagrams *d, const struct model_step *step, int assumed);
int input_place(const struct diagrams *d, const struct input *input);
/* What a bit is after the step. */
lit step_after(const struct model_step *step, size_t var, unsigned bit);
/* The places of the bits that the step changes, as they were before, and what they become; both arrays have
 * room for all bits. */
size_t step_changes(const struct model *model, const struct model_step *step, int *bits, lit *becomes);

/* What must hold, and for each changed bit that it becomes what it becomes. */
struct conjuncts {
    lit *formulas; /* of the changed bits: what they become */
    BDD *diagrams;
    size_t count;
};

enum { CONJUNCT_HOLDS, CONJUNCT_CONSISTENT, CONJUNCT_BITS };

struct conjuncts conjuncts_of(struct diagrams *d, const struct model_step *step);
void conjuncts_drop(struct conjuncts *all);
