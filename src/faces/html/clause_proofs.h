/* What is proved of a clause: every `never` that cites it. */
#pragma once

#include "faces/html/frame.h"
#include "faces/html/page_policy.h"

/* Is some never of this clause proved, and none known not to be. */
bool clause_is_proved(struct world *world, const struct clause *clause);
/* The best kind that keeps the clause; a proved never enforces it. */
enum coverage_kind clause_covered(struct world *world, const struct coverage *coverage,
                                  const struct clause *clause);
/* Is every never of the rulebook in force known to be proved or not. */
bool clause_proofs_known(struct world *world);
/* Is the rule at this place a never: then the proofs of the page show it. */
bool clause_never_at(const struct rulebook *rulebook, struct place place);
/* Fills the proofs of a clause's page. */
void clause_proofs(struct frame *frame, const struct clause *clause, struct clause_page *page);
