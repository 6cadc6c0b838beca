/* Which clause of a new version of a policy is which of the one before, so that anchors, links and evidence
 * stay.
 *
 * A number the document prints is the identity: 2.3 stays 2.3. What has only a place (bullets, paragraphs of
 * documents without numbers) keeps the anchor of the old clause that says the same, or nearly: inserting a
 * bullet moves no letter. A new one takes the next anchor that neither version used. Pure; all in the arena.
 */
#pragma once

#include "modules/policy/document.h"

enum match_kind {
    MATCH_NEW,     /* was not there before */
    MATCH_SAME,    /* word for word */
    MATCH_CHANGED, /* the same clause, other words */
};

struct clause_match {
    enum match_kind kind;
    long old;            /* index of the old clause, -1: none */
    unsigned similarity; /* of the two texts' words, in per cent */
    struct text anchor;  /* the identity to go on with */
};

struct document_match {
    struct clause_match *clauses; /* one for each clause of the new version */
    size_t count;
    size_t *gone; /* indexes of old clauses that have no successor */
    size_t gone_count, gone_capacity;
};

struct document_match match_documents(struct arena *arena, const struct policy_document *old,
                                      const struct policy_document *new);
/* Words in common, in per cent of all words of both; order and case do not matter. */
unsigned match_similarity(struct arena *arena, struct text a, struct text b);
