/* A policy document as people and machines use it: found clause by clause, shown, written as JSON.
 *
 * Functions over a document that was read (document.h); nothing is stored here. */
#pragma once

#include "base/buf.h"
#include "modules/policy/anomaly.h"
#include "modules/policy/document.h"

/* The clause with that identity, or NULL. `2.3(e)` is taken for `2.3.e`. */
const struct document_clause *library_clause(const struct policy_document *document, struct text id);
/* The same, else the nearest that holds it: a part that a rulebook calls `2.9.1.a` is within 2.9.1. */
const struct document_clause *library_within(const struct policy_document *document, struct text id);
/* The clauses before and after in reading order; NULL at the ends. */
const struct document_clause *library_previous(const struct policy_document *document,
                                               const struct document_clause *clause);
const struct document_clause *library_next(const struct policy_document *document,
                                           const struct document_clause *clause);
/* What people call it: "2.3", or where the document prints no number, "2.3, bullet 5". In the arena. */
struct text library_label(struct arena *arena, const struct policy_document *document,
                          const struct document_clause *clause);

/* The first words, on one line. */
void library_words(struct buf *out, struct text text, size_t characters);
/* What was read, for whoever imported it: document control, counts, the anomalies. */
struct text library_report(struct arena *arena, const struct policy_document *document,
                           const struct anomalies *anomalies);
/* All of it as one JSON object. */
struct text library_json(struct arena *arena, const struct policy_document *document,
                         const struct anomalies *anomalies);
