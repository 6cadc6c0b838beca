#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "ledger/merkle.h"

/* The leaves and roots that implementations of Certificate Transparency test themselves with. */
static const struct text leaves[] = {
    {"", 0},   {"\x00", 1}, {"\x10", 1},     {" !", 2},
    {"01", 2}, {"@ABC", 4}, {"PQRSTUVW", 8}, {"`abcdefghijklmno", 16},
};
static const char *const roots[] = {
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
};

enum { SIZE = 70, LEVELS = 8 };

/* A tree kept in tables; a node that was never made is all zero. */
struct tree {
    struct hash nodes[LEVELS][SIZE];
    struct merkle_edge edge;
};

static bool node_of(void *context, unsigned level, uint64_t index, struct hash *hash)
{
    static const struct hash none;
    const struct tree *tree = context;
    if (level >= LEVELS || index >= SIZE || hash_eq(&tree->nodes[level][index], &none))
        return false;
    *hash = tree->nodes[level][index];
    return true;
}

static bool keep(void *context, unsigned level, uint64_t index, const struct hash *hash)
{
    struct tree *tree = context;
    tree->nodes[level][index] = *hash;
    return true;
}

static void add(struct tree *tree, struct text data)
{
    struct hash leaf = merkle_leaf(data);
    tree->nodes[0][tree->edge.size] = leaf;
    assert_true(merkle_edge_add(&tree->edge, &leaf, keep, tree));
}

static struct hash root_of(struct tree *tree, uint64_t size)
{
    const struct merkle_nodes nodes = {node_of, tree};
    struct hash root;
    assert_true(merkle_root(&nodes, size, &root));
    return root;
}

static void grow(struct tree *tree, uint64_t size)
{
    while (tree->edge.size < size) {
        char data[8];
        memcpy(data, &tree->edge.size, sizeof data);
        add(tree, (struct text){data, sizeof data});
    }
}

static void test_roots(void **state)
{
    (void)state;
    struct tree tree = {0};
    for (size_t n = 0; n <= 8; n++) {
        struct hash expected;
        if (n)
            add(&tree, leaves[n - 1]);
        assert_true(hash_from_hex(text_of(roots[n]), &expected));
        struct hash root = root_of(&tree, n);
        struct hash edge = merkle_edge_root(&tree.edge);
        assert_true(hash_eq(&root, &expected));
        assert_true(hash_eq(&edge, &expected));
    }
    const struct merkle_nodes nodes = {node_of, &tree};
    struct hash root;
    assert_false(merkle_root(&nodes, 9, &root));
}

/* The root from kept nodes and the root from the edge alone agree at every size. */
static void test_growth(void **state)
{
    (void)state;
    struct tree tree = {0};
    for (uint64_t size = 1; size <= SIZE; size++) {
        grow(&tree, size);
        struct hash root = root_of(&tree, size), edge = merkle_edge_root(&tree.edge);
        assert_true(hash_eq(&root, &edge));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_roots),
        cmocka_unit_test(test_growth),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
