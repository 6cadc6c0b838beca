/* Rules in plain English, for people who do not read the rulebook: `impact = low or actor is requester` reads
 * "Impact is Low or they are Requester".
 *
 * Whoever acts is "they". Fields, states, values, roles and actions go by their labels. Texts live in the
 * arena. */
#pragma once

#include "base/buf.h"
#include "rules/print.h"

/* A test. */
struct text words_test(struct arena *arena, const struct expr *test);
/* A test in words to whoever acts, who is "you". */
struct text words_test_to_actor(struct arena *arena, const struct expr *test);
/* A value: "State of Model". */
struct text words_value(struct arena *arena, const struct expr *value);
/* Whom something is on or told to: "whoever holds the role Clerk". */
struct text words_who(struct arena *arena, const struct who *who);
/* "sets Owner to them when Owner is missing" */
struct text words_effect(struct arena *arena, const struct effect *effect);
/* When a duty is due: "within 2 working days of Submit". */
struct text words_clock(struct arena *arena, const struct duty *duty);
/* "Monday", of 0. */
struct text words_day(unsigned day);
/* The labels of the states marked in `in`: "Draft, Assessing". All of them: empty. */
struct text words_states(struct arena *arena, const struct reg *reg, const bool *in);
/* "Summary, Steps"; a label with a comma of its own stands in quotes. */
struct text words_fields(struct arena *arena, const struct field *const *fields, size_t count);
/* "Inf/20 2.3.e, 2.3.i"; the force's own additions are "the force's own rule". */
struct text words_cites(struct arena *arena, const struct cites *cites);
/* Lists `text` after others: nothing, ", " or (for the last) " or " stands before it. */
void words_listed(struct buf *out, struct text text, size_t index, size_t count, const char *last);

/* words_value.c, for words.c: a value; as the one something is done to, the actor is "them". */
void words_put_value(struct buf *out, const struct expr *value, const struct print_scope *scope);
void words_put_test(struct buf *out, const struct expr *test, const struct print_scope *scope);
