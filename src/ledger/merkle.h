/* The Merkle tree of RFC 6962 section 2.1, over leaves counted from 0. Includes base only.
 *
 * The node at (level, index) covers the 2^level leaves from index * 2^level on; only nodes whose leaves all
 * exist are kept, so a kept node never changes. Level 0 are the leaves. */
#pragma once

#include "ledger/hash.h"

enum { MERKLE_LEVELS = 64 };

/* SHA-256(0x00 || data). */
struct hash merkle_leaf(struct text data);

/* Where the kept nodes are. `node` gives false when it has none there, and whatever asked then fails. */
struct merkle_nodes {
    bool (*node)(void *context, unsigned level, uint64_t index, struct hash *hash);
    void *context;
};

/* The root over the first `size` leaves; the hash of nothing for 0. */
bool merkle_root(const struct merkle_nodes *nodes, uint64_t size, struct hash *root);

/* Told of every node a new leaf completes above level 0, lowest first; false stops. */
typedef bool merkle_made(void *context, unsigned level, uint64_t index, const struct hash *hash);

/* Adds the leaf `index` to a tree of `index` leaves: reads the nodes it completes from their left halves. */
bool merkle_grow(const struct merkle_nodes *nodes, uint64_t index, const struct hash *leaf, merkle_made *made,
                 void *context);

/* The right edge of a growing tree: what is needed to add the next leaf, and nothing more. Starts zeroed. */
struct merkle_edge {
    uint64_t size;
    struct hash left[MERKLE_LEVELS]; /* where `size` has a bit: the last complete node of that level */
};
bool merkle_edge_add(struct merkle_edge *edge, const struct hash *leaf, merkle_made *made, void *context);
struct hash merkle_edge_root(const struct merkle_edge *edge);
