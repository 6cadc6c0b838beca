/* The shelf: the policy documents a force has imported, each version kept whole and verbatim, in the ledger.
 *
 * A document is an event of the force as a whole (kind `import`) whose value is its source text; the shelf's
 * table is made from those events (engine/hooks.h) and holds the latest one of each reference on top. */
#pragma once

#include "engine/hooks.h"
#include "engine/world.h"
#include "modules/policy/anomaly.h"
#include "modules/policy/document.h"

extern const struct hook policy_hook;

/* Puts a document on the shelf under `reference` (empty: the one it states itself). False with a whole
 * sentence in `why`: the file is no policy, states no reference, or the store failed. `*imported` is false
 * when the shelf has exactly this text already. */
bool policy_shelf_import(struct engine *engine, struct arena *arena, struct text source,
                         struct text reference, int64_t actor, bool *imported, struct text *why);

struct shelf_entry {
    struct text reference;
    int64_t time;    /* of its import */
    size_t versions; /* imported under this reference */
    /* The latest; a clause keeps the identity it had in the versions before (match.h). */
    struct policy_document *document;
};

/* The document under a reference (case and `/` for `-` do not matter); NULL: none. In the world's arena. */
struct shelf_entry *policy_shelf_find(struct world *world, struct text reference);
/* The references of all of them, in order. */
struct text *policy_shelf_references(struct world *world, size_t *count);
