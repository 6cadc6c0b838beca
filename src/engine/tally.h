/* Answers to counting questions, remembered until the next event, so that a page may show counts without
 * counting anew. Any thread may ask.
 *
 * What is remembered stands under the whole question, its parameters included. Who may read what is part of
 * the question (rules/query.h), so two people share an answer only where the same rows count for both. */
#pragma once

#include "engine/world.h"

struct tally;
/* NULL without memory: then every question is asked anew. */
struct tally *tally_new(void);
void tally_free(struct tally *tally);
/* The number in the first row that `sql` gives; `tally` may be NULL. The world is a view's. */
int64_t tally_ask(struct tally *tally, struct world *world, struct sql *sql);
