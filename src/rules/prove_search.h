/* Looking for a way to the bad state in a model: breadth first over sets of states, which are kept as binary
 * decision diagrams (Debian's libbdd). Private to the prover. */
#pragma once

#include "rules/prove_diagrams.h"

/* One step of a way: the model's step, and for every leaf of the model's formulas what it is. */
struct walk {
    const struct model_step *step;
    bool *leaves; /* variables as before the step, and inputs */
    bool *leans;  /* per input of the step: the way leans on it, and it is an assumed one */
    bool unsure;  /* it leads on only if what was assumed so far is so */
};

struct search_result {
    enum prove_verdict verdict;
    double states;
    struct walk *walks;
    size_t count;
};

/* Everything in the model's arena. The diagrams are the library's, of which there is one in the process: one
 * search at a time, and it is the caller who sees to that. */
struct search_result search_model(const struct model *model);
/* All states that can be reached, the start among them; kept. */
BDD search_reach(const struct diagrams *d);
/* How many records' states these are. */
double search_count(const struct diagrams *d, BDD reached);

/* Of whether somebody who signs before others holds a role, or is a deputy: the input that says so when all
 * have signed; NULL: there is none. */
const struct input *input_later(const struct model_step *step, const struct input *input);
/* What a formula is under these leaves. */
bool logic_value(const struct logic *logic, lit formula, const bool *leaves);
