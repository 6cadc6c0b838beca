#include "rules/prove_logic.h"

struct logic *logic_new(struct arena *arena)
{
    struct logic *logic = ARENA_NEW(arena, struct logic);
    logic->arena = arena;
    logic->table_size = 1024;
    logic->table = ARENA_ARRAY(arena, uint32_t, logic->table_size);
    ARENA_PUSH(arena, logic->gates, logic->count, logic->capacity)->a = LIT_FALSE;
    return logic;
}

lit logic_leaf(struct logic *logic)
{
    struct gate *gate = ARENA_PUSH(logic->arena, logic->gates, logic->count, logic->capacity);
    *gate = (struct gate){.a = LIT_NONE, .leaf = (unsigned)logic->leaves++};
    return (lit)(logic->count - 1) * 2;
}

static uint32_t *find(struct logic *logic, lit a, lit b)
{
    size_t at = (a * UINT64_C(0x9E3779B97F4A7C15) ^ b * UINT64_C(0xC2B2AE3D27D4EB4F)) >> 20;
    for (;; at++) {
        uint32_t *slot = &logic->table[at & (logic->table_size - 1)];
        if (!*slot || (logic->gates[*slot].a == a && logic->gates[*slot].b == b))
            return slot;
    }
}

static void grow(struct logic *logic)
{
    logic->table_size *= 2;
    logic->table = ARENA_ARRAY(logic->arena, uint32_t, logic->table_size);
    for (size_t i = 1; i < logic->count; i++)
        if (logic->gates[i].a != LIT_NONE)
            *find(logic, logic->gates[i].a, logic->gates[i].b) = (uint32_t)i;
}

lit logic_and(struct logic *logic, lit a, lit b)
{
    if (a > b) {
        lit swapped = a;
        a = b;
        b = swapped;
    }
    if (a == LIT_FALSE || a == logic_not(b))
        return LIT_FALSE;
    if (a == LIT_TRUE || a == b)
        return b;
    if (logic->count * 2 > logic->table_size)
        grow(logic);
    uint32_t *slot = find(logic, a, b);
    if (!*slot) {
        *slot = (uint32_t)logic->count;
        struct gate *gate = ARENA_PUSH(logic->arena, logic->gates, logic->count, logic->capacity);
        *gate = (struct gate){.a = a, .b = b};
        return (lit)(logic->count - 1) * 2;
    }
    return (lit)*slot * 2;
}

lit logic_or(struct logic *logic, lit a, lit b)
{
    return logic_not(logic_and(logic, logic_not(a), logic_not(b)));
}

lit logic_if(struct logic *logic, lit test, lit yes, lit no)
{
    if (yes == no)
        return yes;
    return logic_or(logic, logic_and(logic, test, yes), logic_and(logic, logic_not(test), no));
}

lit logic_equal(struct logic *logic, lit a, lit b)
{
    return logic_if(logic, a, b, logic_not(b));
}

lit logic_implies(struct logic *logic, lit a, lit b)
{
    return logic_or(logic, logic_not(a), b);
}
