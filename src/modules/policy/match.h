/* Which clause of a new version of a policy is which of the one before, so that what cites it stays right.
 *
 * A number the document prints is the identity: 2.3 stays 2.3. What has only a place (bullets, paragraphs of
 * documents without numbers) keeps the identity of the old clause that says the same, or nearly: inserting a
 * bullet moves no letter. A new one takes the next that no version used. Pure; all in the arena. */
#pragma once

#include "base/map.h"
#include "modules/policy/document.h"

/* Gives the clauses of `new` their identities. `old`, the version before, has its own already; `used` holds
 * those of all versions before it, and takes in those of `new`: begin with an empty map. */
void match_versions(struct arena *arena, const struct policy_document *old, struct policy_document *new,
                    struct map *used);
