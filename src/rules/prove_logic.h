/* Formulas over yes-or-no leaves, shared: two that are built the same way are the same number. The model of a
 * register is made of these; decision diagrams and spin are written from them. */
#pragma once

#include "base/arena.h"

/* A formula: the number of its gate, doubled, and one more when it is negated. */
typedef uint32_t lit;

enum { LIT_FALSE = 0, LIT_TRUE = 1 };
#define LIT_NONE UINT32_MAX /* no formula at all */

struct gate {
    lit a, b;      /* both hold; `a` LIT_NONE: a leaf */
    unsigned leaf; /* its number, from 0, in the order they were made */
};

struct logic {
    struct arena *arena;
    struct gate *gates; /* gates[0] is `false` */
    size_t count, capacity, leaves;
    uint32_t *table; /* open addressing over gates that are no leaves; 0 is free */
    size_t table_size;
};

struct logic *logic_new(struct arena *arena);
lit logic_leaf(struct logic *logic);
static inline lit logic_not(lit a)
{
    return a ^ 1;
}
lit logic_and(struct logic *logic, lit a, lit b);
lit logic_or(struct logic *logic, lit a, lit b);
lit logic_if(struct logic *logic, lit test, lit yes, lit no);
lit logic_equal(struct logic *logic, lit a, lit b);
lit logic_implies(struct logic *logic, lit a, lit b);
