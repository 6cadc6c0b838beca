/* Policies and clauses in addresses and words, shared by the pages of the library. */
#pragma once

#include "faces/html/frame.h"
#include "modules/policy/library.h"
#include "modules/policy/shelf.h"

/* One policy: what the rulebook says of it, the document that was imported for it, or both. */
struct policy_found {
    struct text reference, title;
    const struct policy *policy;            /* NULL: the rulebook does not name it */
    const struct shelf_entry *entry;        /* NULL: no document is imported */
    const struct policy_document *document; /* the entry's */
};

/* The policy of that address ("Inf-20"). False: there is none. */
bool clause_policy(struct world *world, struct text slug, struct policy_found *found);
/* "/policy/Inf-20"; with an id "/policy/Inf-20/2.3.e" */
struct text clause_href(struct arena *arena, struct text reference, struct text id);
/* "2.3(e)" */
struct text clause_number(struct arena *arena, struct text id);
/* A coverage's word, "Enforced", with the tone of what is kept. */
struct ui_tag clause_kept(enum coverage_kind kind);
/* "Version 0.1", as the document has it; empty when it states none. */
struct text clause_version(struct arena *arena, const struct policy_document *document);
/* The rule at a place of the rulebook, as it is written there, without its indentation. */
struct text clause_rule(struct arena *arena, const struct rulebook *rulebook, struct place place);
