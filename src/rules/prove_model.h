/* The model of one register that a `never` is proved over. Private to the prover (prove.h).
 *
 * What the model keeps of a record is a list of variables, made when something asks for them: starting from
 * the `never`, only what can matter to it is there. A step of the model is one command: a condition, and what
 * every variable is after it, as formulas over the variables before it and over inputs, which may be
 * anything. The steps are built again and again until they ask for no further variable. */
#pragma once

#include "rules/prove.h"
#include "rules/prove_logic.h"

/* ---- what is kept ---- */

enum var_kind {
    VAR_EXISTS,  /* the record was opened */
    VAR_STATE,   /* index of its state */
    VAR_FIELD,   /* of a flag or a single choice: 0 missing, else 1 + the value */
    VAR_GIVEN,   /* any other field: is it given */
    VAR_CREATOR, /* somebody opened it */
    VAR_DONE,    /* the action: was done and not voided */
    VAR_ORDER,   /* the last time of `action` is after the last of `other`, if both are done */
    VAR_COUNT,   /* how often, up to size - 1, which stands for more as well */
    VAR_WAIVED,
    VAR_BY_PERSON, /* ACTION.actor is given */
    VAR_PEOPLE,    /* there is somebody who counts as its actor */
    VAR_SAME,      /* the persons (records) in two slots are the same; if one is a set, one of them is */
    VAR_ENTERED,   /* the state was entered */
    VAR_LATER,     /* one moment is later than another, both being given */
    VAR_TEST, /* a test that asks only about the record itself, as it was answered when that last changed */
};

/* A choice with more values is kept as given or missing only. */
enum { VAR_BITS = 6, VAR_VALUES = 1 << VAR_BITS };

/* What a test asks about. */
struct asks {
    bool world; /* anything but the record itself: it may be answered anew at every step */
    bool actor;
    bool state;
    const struct field **fields;
    size_t field_count, field_capacity;
    const struct action **actions;
    size_t action_count, action_capacity;
    bool moments;  /* when states were entered */
    bool period;   /* the record's calendar period */
    bool deputies; /* the answer may be due to somebody for whom the actor stands in */
};

struct var {
    enum var_kind kind;
    const struct field *field;
    const struct action *action, *other;
    int state;
    unsigned x, y; /* of VAR_SAME: slots; of VAR_LATER: moments */
    /* of VAR_TEST: the test in canonical form, as it was first met, and what it asks about */
    struct text key;
    const struct expr *test;
    struct asks asks;
    unsigned size, bits;
    lit leaf; /* of the first bit, the lowest; the others follow */
};

/* Who can be compared: a person (or another record) that a field names, who opened it, who did an action. */
struct slot {
    enum { SLOT_FIELD, SLOT_CREATOR, SLOT_ACT } kind;
    const struct field *field;
    const struct action *action;
    bool single; /* told by model_slot */
};

/* A time the record itself knows, to be ordered: when a state was entered, when an action was done. */
struct moment {
    enum { MOMENT_ENTERED, MOMENT_DONE, MOMENT_CREATED } kind;
    int state;
    const struct action *action;
};

/* ---- what is free ---- */

enum input_kind {
    INPUT_VALUE,        /* a bit of what is put into a field */
    INPUT_TOUCH,        /* what is put into a field differs from what was there */
    INPUT_PERSONAL,     /* the actor is the one in slot `x` */
    INPUT_STANDS,       /* the actor is an appointed deputy of that one */
    INPUT_STANDS_FULLY, /* for everything */
    INPUT_SAME,         /* the one put into slot `x` is the one in another */
    INPUT_ANSWER,       /* the answer to `test` */
    INPUT_HOLDS,  /* the one in slot `x`, for whom the actor stands in, holds the role `test` asks about */
    INPUT_WAIVER, /* an exception stands in for a need */
    INPUT_OTHER,  /* which way the model goes; nothing to tell */
};

struct input {
    enum input_kind kind;
    lit leaf;
    bool assumed; /* one of the answers may be impossible in fact */
    bool late;    /* of INPUT_PERSONAL and _STANDS: about whoever this step put into the slot */
    unsigned x;
    size_t var; /* what it decides about; SIZE_MAX: nothing alone */
    unsigned bit;
    const struct actor *actor; /* whose; NULL: nobody's */
    const struct expr *test;
};

/* ---- steps ---- */

struct part;

/* Somebody who acts in a step. Relations to slots are made when asked for. */
struct actor {
    bool is_system;
    bool reading; /* a `read` is being judged: deputies count only for everything */
    /* with every appointment, with none, with that by slot `one` */
    enum acts { ACTS_AS_IS, ACTS_ALONE, ACTS_FOR_ONE } acts;
    unsigned one;
    bool untold; /* in the midst of such a reading something was asked that may count other appointments */
    bool signs;  /* together with others, who are other people */
    /* this one, at an earlier moment, before signing for this action; NULL: nobody else */
    struct actor *same_as;
    struct state *now;
    const struct action *signed_for;
    struct relation {
        lit personal, stands, fully; /* LIT_NONE: not asked for */
    } * to;                          /* per slot */
    size_t to_count;
};

struct model_step {
    enum prove_step_kind kind;
    const struct action *action;
    const struct effect *opened_by;
    lit holds;      /* it can be done */
    lit consistent; /* what is true of the inputs by their nature: who is the same as whom */
    lit *after;     /* per variable and bit */
    lit *touched;   /* per field: it has another value than before; NULL: none has */
    lit *now;       /* per moment: it happened */
    size_t now_count;
    int rests;  /* of an opening or an import: the state in which the record is then; else -1 */
    lit doubt;  /* the engine may refuse it all the same; LIT_FALSE: no doubt */
    lit waived; /* an exception stood in for a need */
    struct model_gift {
        const struct field *field;
        lit differs;
        const struct actor *before; /* who signs before others gives it, for that moment only; NULL: nobody */
        lit value[VAR_BITS];        /* of a field that is one of a few values: which */
    } * gifts;                      /* fields given by hand, and where that makes a difference */
    size_t gift_count, gift_capacity;
    struct model_void {
        const struct action *action;
        lit when;
    } * voids; /* decisions that the change undoes */
    size_t void_count, void_capacity;
    const struct part *parts; /* of a board: those who vote for, if they took part */
    size_t last; /* of an `each of`: which of the signers, who come first among the actors, signs last */
    struct input *inputs;
    size_t input_count, input_capacity;
    /* of an `each of`: the signers first; of a board: who records it, then who votes for */
    struct actor **actors;
    size_t actor_count, actor_capacity;
};

struct model {
    struct arena *arena;
    struct arena *lasting; /* of questions that a trace tells; the rest goes when the search is over */
    struct logic *logic;
    const struct rulebook *rulebook;
    const struct reg *reg;
    bool closely;
    struct var *vars;
    size_t var_count, var_capacity;
    struct slot *slots;
    size_t slot_count, slot_capacity;
    struct moment *moments;
    size_t moment_count, moment_capacity;
    struct model_step *steps;
    size_t step_count, step_capacity;
    struct model_step *asked; /* for the inputs of `bad` alone */
    bool grew;                /* a variable was asked for that was not there */
    lit sound;                /* what always holds of the variables: those that name one person agree */
    lit bad;                  /* the never */
    size_t bits;
};

/* What a model is to be of. */
struct model_plan {
    struct arena *arena, *lasting;
    const struct rulebook *rulebook;
    const struct reg *reg;
    const struct never *never;
    bool closely; /* keep of all people whom one actor is compared with whether they are the same, so that
                   * nobody has to be two people: more is told apart, and it takes longer */
};

/* The whole model for one never. */
struct model *model_of(const struct model_plan *plan);

/* A variable's bit as it is before a step. */
static inline lit var_bit(const struct var *var, unsigned bit)
{
    return var->leaf + 2 * bit;
}

/* ---- building (prove_model.c) ---- */

/* Every variable as it stands while one step is built. */
struct state {
    struct model *model;
    struct model_step *step;
    lit *bits;    /* per variable, VAR_BITS each; variables made meanwhile are as before the step */
    size_t known; /* variables that have a place in `bits` */
    lit *touched; /* per field: differs from what it was before the step; LIT_FALSE at first */
    struct question *questions; /* answers given in this step, so that one question has one */
    size_t question_count, question_capacity;
    /* goes up when a field changes: a question about the record may then be answered anew */
    unsigned changes;
    struct actor **actors;
    size_t actor_count, actor_capacity;
    lit *now; /* per moment: it happened in this step */
    size_t now_count;
};

struct question {
    struct text key;
    const struct actor *actor;
    unsigned changes;
    lit answer;
};

/* Indices; made when not there yet. */
size_t model_var(struct model *model, struct var wanted);
unsigned model_slot(struct model *model, struct slot wanted);
unsigned model_moment(struct model *model, struct moment wanted);
bool slot_is_set(const struct model *model, unsigned slot);
/* One person alone, or nobody: also those who did an action that takes one, who can stand in for nobody. */
bool slot_is_single(const struct model *model, unsigned slot);
/* Index, or SIZE_MAX: nothing asked for it. */
size_t model_find(const struct model *model, struct var wanted);

lit *state_bits(struct state *state, size_t var);
/* A yes-or-no variable's formula now; a wider one's, that it has `value`. */
lit state_is(struct state *state, size_t var, unsigned value);
void state_put(struct state *state, size_t var, lit when, unsigned value);
/* A yes-or-no variable becomes `value` where `when` holds. */
void state_put_lit(struct state *state, size_t var, lit when, lit value);
struct input *state_input(struct state *state, enum input_kind kind, bool assumed);
/* An input that decides about this bit of a variable. */
struct input *state_input_for(struct state *state, enum input_kind kind, bool assumed, size_t var,
                              unsigned bit);
/* From here on the step can be done only where this holds. */
void state_require(struct state *state, lit condition);
/* This always holds: inputs that say otherwise are nobody's. */
void state_assume(struct state *state, lit condition);

/* ---- people (prove_people.c) ---- */

struct actor *people_actor(struct state *state, bool is_system);
lit people_given(struct state *state, unsigned slot);
lit people_same(struct state *state, unsigned x, unsigned y);
struct relation *people_relation(struct state *state, struct actor *actor, unsigned slot);
/* What holds of somebody in slot x and of somebody in slot y, where they are the same person. */
void people_agree(struct state *state, unsigned x, lit of_x, unsigned y, lit of_y);
/* What a slot holds becomes, where `when` holds: */
void people_put_fresh(struct state *state, unsigned slot, lit when, lit given, bool assumed);
void people_put_slot(struct state *state, unsigned slot, lit when, unsigned from);
void people_put_actor(struct state *state, unsigned slot, lit when, struct actor *actor);
/* Somebody's part in an action. */
struct part {
    struct actor *actor;
    lit took;             /* they took part */
    const lit *stood_for; /* people_stood_for; NULL: whoever they sit for on a board */
};
/* Per slot that is compared with those who did the action: the event would record that the actor stood in for
 * the one in it, because this test admits them, and would not without that appointment (Exact meaning 3).
 * `by` NULL: no test is asked. */
lit *people_stood_for(struct state *state, struct actor *actor, const struct action *action,
                      const struct expr *by);
/* Who counts as having done the action: those who took part, and whom they stood in for. */
void people_put_acted(struct state *state, const struct action *action, const struct part *parts,
                      size_t count);
void people_clear(struct state *state, const struct action *action, lit when);
/* Those variables that name the same persons do not contradict each other. */
lit people_sound(struct model *model);

/* ---- reading expressions (prove_read.c, prove_read_people.c) ---- */

lit read_test(struct state *state, struct actor *actor, const struct expr *test);
/* A value that can be one of a few: exactly one of the conditions holds. False: it cannot be told. */
struct few {
    struct few_item {
        struct value value;
        lit when;
    } * items;
    size_t count, capacity;
};
bool read_few(struct state *state, struct actor *actor, const struct expr *value, struct few *few);
size_t state_var(struct model *model); /* the variable of the record's state */
/* The slot that an expression names; false when it is none. */
bool read_slot(struct model *model, const struct expr *expr, unsigned *slot);
lit read_given(struct state *state, struct actor *actor, const struct expr *value);

/* ---- what a test asks about (prove_asks.c) ---- */

struct asks asks_of(struct arena *arena, const struct expr *expr);
bool asks_field(const struct asks *asks, const struct field *field);
bool asks_action(const struct asks *asks, const struct action *action);

/* ---- changing fields (prove_fields.c) ---- */

/* Is anything in the model about this field, or bound to it. */
bool field_matters(const struct model *model, const struct field *field);
bool field_is_few(const struct field *field);
bool field_is_slot(const struct field *field);
/* The field is given anything, by hand, where `when` holds. */
void field_give(struct state *state, const struct field *field, lit when);
/* The field is given something that the model does not know. */
void field_take(struct state *state, const struct field *field);
/* The field becomes the value of an expression, where `when` holds. */
void field_set(struct state *state, struct actor *actor, const struct field *field, const struct expr *value,
               lit when);
lit field_given(struct state *state, const struct field *field);
/* Has the field, also a computed one, another value than before the step. */
lit field_changed(struct state *state, const struct field *field);
/* Tests answered for the record as it was are answered anew where `when` holds; `about` NULL: all. */
void tests_ask_again(struct state *state, lit when, bool (*about)(const struct asks *asks, const void *what),
                     const void *what);

/* ---- steps (prove_step.c) ---- */

struct state step_begin(struct model *model, enum prove_step_kind kind, const struct action *action);
/* Notes what every variable is after the step. */
void step_end(struct state *state);
lit step_may_read(struct state *state, struct actor *actor);
/* May the actor give this field by an `edit`, as the record stands; and see it at all. */
lit step_may_edit(struct state *state, struct actor *actor, const struct field *field);
lit step_may_see(struct state *state, struct actor *actor, const struct field *field);

/* All; those that do not name the actor; those that do. */
enum which_needs { NEEDS_ALL, NEEDS_SHARED, NEEDS_OF_ACTOR };
/* Do the needs hold, or does an exception stand in; `waived` (may be NULL): one does. */
lit step_needs(struct state *state, struct actor *actor, const struct action *action, enum which_needs which,
               lit *waived);
/* Every required field is given where `when` holds; `but_set` (may be NULL): but for those that this action
 * sets. */
lit step_required(struct state *state, struct actor *actor, lit when, const struct action *but_set);
/* Where the record comes to rest nothing required is missing, but in its first state. */
void step_rest(struct state *state, struct actor *actor);
void step_sets(struct state *state, struct actor *actor, const struct action *action);
/* The action is done now: its place in the history. People are put apart (people_put_acted). */
void step_did(struct state *state, const struct action *action, lit by_person, lit waived);
void step_enter(struct state *state, lit when, int to);
/* This moment is now, where `when` holds. */
void step_happens(struct state *state, struct moment what, lit when);
/* Decisions whose sealed fields this step changed are undone, but for the one it made. */
void step_voids(struct state *state, const struct action *made);

/* Could `other` be done, or undone, between the first signature of an action and the last without making them
 * lapse. */
bool may_come_between(const struct action *other, const struct action *action);

/* Every step there is. */
void steps_act(struct model *model);  /* actions (prove_act.c) */
void steps_edit(struct model *model); /* edits (prove_edit.c) */
void steps_open(struct model *model); /* openings and imports (prove_open.c) */
