/* Reading the rulebook's tests as formulas: the pieces that prove_read.c is made of. What others need of it
 * is in prove_model.h. */
#pragma once

#include "rules/prove_model.h"

/* ---- prove_question.c: what cannot be told exactly becomes a question ---- */
/* About the record itself, one whose answer stands until the record changes (VAR_TEST); about the world
 * beside it, one answered anew at every step. */
lit question_ask(struct state *state, struct actor *actor, const struct expr *test);
/* Of the elements of nothing: `any` is false, `all` and `no` are true. */
lit question_ask_each(struct state *state, struct actor *actor, const struct expr *test);
/* The words of a test, by which it is known again. */
struct text question_key(struct arena *arena, const struct expr *test);
/* Somebody holds a role, or nobody does: that can be arranged, if the role is not bound to one person. */
bool question_can_be_arranged(const struct expr *test);

/* ---- prove_read_people.c ---- */
lit read_is(struct state *state, struct actor *actor, const struct expr *test);
/* Who holds a role in person holds it, deputies or not. */
lit read_has(struct state *state, struct actor *actor, const struct expr *test);
/* Two people, each alone, compared as values: in person. False: they are not that. */
bool read_two_people(struct state *state, struct actor *actor, const struct expr *a, const struct expr *b,
                     enum compare_op op, lit *result);
