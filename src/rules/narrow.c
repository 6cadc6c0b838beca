#include "rules/narrow.h"

#include "base/arena.h"

bool known_holds(const struct known *known, const struct role *role)
{
    for (size_t i = 0; i < known->role_count; i++)
        if (known->roles[i] == role)
            return true;
    return false;
}

bool known_sits_on(const struct known *known, const struct board *board)
{
    for (size_t i = 0; i < board->member_count; i++)
        if (known_holds(known, board->members[i]))
            return true;
    return (board->chair && known_holds(known, board->chair)) ||
           (board->secretary && known_holds(known, board->secretary));
}

/* Is it the person of whom something is known? */
static bool is_known(const struct known *known, const struct expr *who)
{
    if (who->kind != EXPR_PATH || who->path.count)
        return false;
    if (known->by_element)
        return who->path.root == ROOT_VAR && who->path.var == known->var;
    return who->path.root == ROOT_ACTOR;
}

static enum narrowed sure(bool holds)
{
    return holds ? NARROWED_ALWAYS : NARROWED_NEVER;
}

static enum narrowed narrow_has(const struct known *known, const struct expr *test)
{
    if (!is_known(known, test->args[0]))
        return NARROWED_OPEN;
    if (!known_holds(known, test->role) || (test->personally && known->deputy))
        return NARROWED_NEVER;
    return test->count > 1 || test->has_span ? NARROWED_OPEN : NARROWED_ALWAYS;
}

/* `and` ends at the first part that never holds, `or` at the first that always does; parts that change
 * nothing fall away. */
static enum narrowed narrow_logic(struct arena *arena, const struct known *known, const struct expr *test,
                                  const struct expr **left)
{
    enum narrowed ends = test->kind == EXPR_AND ? NARROWED_NEVER : NARROWED_ALWAYS;
    struct expr *rest = ARENA_NEW(arena, struct expr);
    *rest = *test;
    rest->args = ARENA_ARRAY(arena, struct expr *, test->count);
    rest->count = 0;
    for (size_t i = 0; i < test->count; i++) {
        const struct expr *part;
        enum narrowed found = narrow_test(arena, known, test->args[i], &part);
        if (found == ends)
            return ends;
        if (found == NARROWED_OPEN)
            rest->args[rest->count++] = (struct expr *)part;
    }
    if (!rest->count)
        return ends == NARROWED_NEVER ? NARROWED_ALWAYS : NARROWED_NEVER;
    *left = rest->count == 1 ? rest->args[0] : rest;
    return NARROWED_OPEN;
}

/* A copy with its last argument, the negated or quantified test, replaced. */
static const struct expr *with_body(struct arena *arena, const struct expr *test, const struct expr *body)
{
    struct expr *copy = ARENA_NEW(arena, struct expr);
    *copy = *test;
    copy->args = ARENA_ARRAY(arena, struct expr *, test->count);
    for (size_t i = 0; i < test->count; i++)
        copy->args[i] = i + 1 < test->count ? test->args[i] : (struct expr *)body;
    return copy;
}

static enum narrowed narrow_not(struct arena *arena, const struct known *known, const struct expr *test,
                                const struct expr **left)
{
    const struct expr *body;
    enum narrowed found = narrow_test(arena, known, test->args[0], &body);
    if (found != NARROWED_OPEN)
        return sure(found == NARROWED_NEVER);
    *left = with_body(arena, test, body);
    return NARROWED_OPEN;
}

/* No element satisfies what never holds; that one does, or that all do, depends on the elements there are. */
static enum narrowed narrow_bound(struct arena *arena, const struct known *known, const struct expr *test,
                                  const struct expr **left)
{
    if (test->count < (test->kind == EXPR_EACH ? 2 : 1))
        return NARROWED_OPEN;
    const struct expr *body;
    enum narrowed found = narrow_test(arena, known, test->args[test->count - 1], &body);
    bool all = test->kind == EXPR_EACH && test->quantifier == QUANTIFIER_ALL;
    if (found == NARROWED_NEVER && !all)
        return sure(test->kind != EXPR_OVERLAPS && test->quantifier == QUANTIFIER_NO);
    if (found == NARROWED_ALWAYS && all)
        return NARROWED_ALWAYS;
    if (found == NARROWED_OPEN)
        *left = with_body(arena, test, body);
    return NARROWED_OPEN;
}

enum narrowed narrow_test(struct arena *arena, const struct known *known, const struct expr *test,
                          const struct expr **left)
{
    *left = test;
    bool holds;
    if (known->decide && known->decide(known->context, test, &holds))
        return sure(holds);
    if (test->kind == EXPR_AND || test->kind == EXPR_OR)
        return narrow_logic(arena, known, test, left);
    if (test->kind == EXPR_NOT)
        return narrow_not(arena, known, test, left);
    if (test->kind == EXPR_HAS)
        return narrow_has(known, test);
    if (test->kind == EXPR_SITS_ON && is_known(known, test->args[0]))
        return sure(known_sits_on(known, test->board));
    if ((test->kind == EXPR_GIVEN || test->kind == EXPR_MISSING) && is_known(known, test->args[0]))
        return sure(test->kind == EXPR_GIVEN);
    if (test->kind == EXPR_EACH || test->kind == EXPR_RECORDS || test->kind == EXPR_OVERLAPS)
        return narrow_bound(arena, known, test, left);
    const struct expr *flag = test->count ? test->args[0] : test;
    if (test->kind == EXPR_FLAG && flag->literal.kind == VALUE_FLAG)
        return sure(flag->literal.i != 0);
    return NARROWED_OPEN;
}
