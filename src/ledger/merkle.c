#include "ledger/merkle.h"

struct hash merkle_leaf(struct text data)
{
    const struct text parts[] = {{"\0", 1}, data};
    return hash_parts(parts, 2);
}

static struct hash join(const struct hash *left, const struct hash *right)
{
    const struct text parts[] = {{"\1", 1}, hash_bytes(left), hash_bytes(right)};
    return hash_parts(parts, 3);
}

/* The largest power of two below n > 1, as its exponent. */
static unsigned split(uint64_t n)
{
    return 63 - (unsigned)__builtin_clzll(n - 1);
}

/* The root over [from, to), which the RFC's recursion only asks for where whole nodes are kept. */
static bool range(const struct merkle_nodes *nodes, uint64_t from, uint64_t to, struct hash *hash)
{
    uint64_t n = to - from;
    if ((n & (n - 1)) == 0) {
        unsigned level = (unsigned)__builtin_ctzll(n);
        return nodes->node(nodes->context, level, from >> level, hash);
    }
    struct hash left, right;
    uint64_t middle = from + (UINT64_C(1) << split(n));
    if (!range(nodes, from, middle, &left) || !range(nodes, middle, to, &right))
        return false;
    *hash = join(&left, &right);
    return true;
}

bool merkle_root(const struct merkle_nodes *nodes, uint64_t size, struct hash *root)
{
    if (size)
        return range(nodes, 0, size, root);
    *root = hash_parts(NULL, 0);
    return true;
}

bool merkle_grow(const struct merkle_nodes *nodes, uint64_t index, const struct hash *leaf, merkle_made *made,
                 void *context)
{
    struct hash hash = *leaf;
    for (unsigned level = 0; index & 1; level++) {
        struct hash left;
        if (!nodes->node(nodes->context, level, index - 1, &left))
            return false;
        hash = join(&left, &hash);
        index >>= 1;
        if (!made(context, level + 1, index, &hash))
            return false;
    }
    return true;
}

static bool edge_node(void *context, unsigned level, uint64_t index, struct hash *hash)
{
    (void)index;
    *hash = ((const struct merkle_edge *)context)->left[level];
    return true;
}

struct edge_growth {
    struct merkle_edge *edge;
    merkle_made *made;
    void *context;
};

/* Only a left half is needed again. */
static bool edge_made(void *context, unsigned level, uint64_t index, const struct hash *hash)
{
    const struct edge_growth *growth = context;
    if (!(index & 1))
        growth->edge->left[level] = *hash;
    return growth->made(growth->context, level, index, hash);
}

bool merkle_edge_add(struct merkle_edge *edge, const struct hash *leaf, merkle_made *made, void *context)
{
    const struct merkle_nodes nodes = {edge_node, edge};
    struct edge_growth growth = {edge, made, context};
    if (!merkle_grow(&nodes, edge->size, leaf, edge_made, &growth))
        return false;
    if (!(edge->size & 1))
        edge->left[0] = *leaf;
    edge->size++;
    return true;
}

struct hash merkle_edge_root(const struct merkle_edge *edge)
{
    const struct merkle_nodes nodes = {edge_node, (void *)(uintptr_t)edge};
    struct hash root;
    merkle_root(&nodes, edge->size, &root);
    return root;
}
