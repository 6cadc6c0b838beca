/* Entailment between tests: propositional logic in full (a sequent is taken apart until only single tests are
 * left), and between single tests what the language makes plain: thresholds, roles held more or less
 * strictly, quantifiers over stronger or weaker tests. */
#include "rules/normal.h"

enum { SIDE_MAX = 64, STEPS_MAX = 20000 };

/* Do all tests of `left` together make one of `right` hold? */
struct sequent {
    const struct expr *left[SIDE_MAX], *right[SIDE_MAX];
    size_t left_count, right_count;
};

struct entailing {
    struct arena *arena;
    unsigned steps;
};

static bool holds(struct entailing *e, const struct sequent *sequent);

static bool entails(struct entailing *e, const struct expr *a, const struct expr *b)
{
    struct sequent sequent = {.left = {a}, .right = {b}, .left_count = 1, .right_count = 1};
    return holds(e, &sequent);
}

static bool same(const struct expr *a, const struct expr *b)
{
    return text_eq(normal_key(a), normal_key(b));
}

/* ---- thresholds ---- */

/* A value as something unknown and so much: `today + 3 days` is today and 3. */
struct amount {
    struct text base; /* what it hangs on, or for a literal what kind of thing it is */
    int64_t n;
    bool sure; /* different amounts are different values */
};

/* Values of a choice are ordered by their place in it, so two amounts compare only in like choices. */
static struct text literal_base(struct arena *arena, const struct expr *value)
{
    struct buf base = buf_in(arena);
    buf_format(&base, "literal %d", (int)value->literal.kind);
    const struct choice *choice = value->type.choice;
    for (size_t i = 0; value->literal.kind == VALUE_CHOICE && i < choice->count; i++)
        buf_format(&base, " %.*s", TEXT_ARGS(choice->values[i].name));
    return buf_text(&base);
}

static bool amount_of(struct arena *arena, const struct expr *value, struct amount *amount)
{
    const struct expr *by = value->count == 2 ? value->args[1] : NULL;
    bool moved = value->kind == EXPR_ADD || value->kind == EXPR_SUBTRACT;
    if (value->kind == EXPR_LITERAL) {
        *amount = (struct amount){literal_base(arena, value), value->literal.i, true};
        return value->literal.kind != VALUE_TEXT && value->literal.kind != VALUE_MISSING;
    }
    *amount = (struct amount){.base = normal_key(value)};
    if (!moved || !by || (by->kind != EXPR_SPAN && by->kind != EXPR_LITERAL))
        return true;
    struct span unit = by->span;
    unit.n = 0;
    struct buf base = buf_in(arena);
    buf_put(&base, normal_key(value->args[0]));
    buf_puts(&base, " by ");
    if (by->kind == EXPR_SPAN)
        print_span(&base, unit);
    int64_t n = by->kind == EXPR_SPAN ? by->span.n : by->literal.i;
    *amount = (struct amount){.base = buf_text(&base), .n = value->kind == EXPR_ADD ? n : -n};
    return true;
}

/* Of two tests of one thing against amounts that can be compared. Amounts that hang on something unknown may
 * fall together, for a working day may: then more is only at least as much. */
static bool compare_entails(const struct expr *a, const struct expr *b, struct amount m, struct amount n)
{
    bool sure = m.sure, less = m.n<n.n, more = m.n> n.n, equal = m.n == n.n;
    if (a->op == COMPARE_EQ)
        switch (b->op) {
        case COMPARE_EQ:
            return equal;
        case COMPARE_NE:
            return sure && !equal;
        case COMPARE_LT:
            return sure && less;
        case COMPARE_LE:
            return less || equal;
        case COMPARE_GT:
            return sure && more;
        case COMPARE_GE:
            return more || equal;
        }
    bool below = a->op == COMPARE_LT || a->op == COMPARE_LE,
         strict = a->op == COMPARE_LT || a->op == COMPARE_GT;
    bool further = below ? less : more;
    if (a->op == COMPARE_NE)
        return b->op == COMPARE_NE && equal;
    if (b->op == COMPARE_NE)
        return (sure && further) || (strict && (further || equal));
    if (below ? b->op != COMPARE_LT && b->op != COMPARE_LE : b->op != COMPARE_GT && b->op != COMPARE_GE)
        return false;
    bool wants_strict = b->op == COMPARE_LT || b->op == COMPARE_GT;
    return strict || !wants_strict ? further || equal : sure && further;
}

static bool excludes(const struct expr *a, const struct expr *b, struct amount m, struct amount n)
{
    struct expr opposite = *b;
    static const enum compare_op opposites[] = {
        [COMPARE_EQ] = COMPARE_NE, [COMPARE_NE] = COMPARE_EQ, [COMPARE_LT] = COMPARE_GE,
        [COMPARE_LE] = COMPARE_GT, [COMPARE_GT] = COMPARE_LE, [COMPARE_GE] = COMPARE_LT};
    opposite.op = opposites[b->op];
    return compare_entails(a, &opposite, m, n);
}

static bool compared(struct entailing *e, const struct expr *a, const struct expr *b, bool exclude)
{
    struct amount m, n;
    if (a->kind != EXPR_COMPARE || b->kind != EXPR_COMPARE || !same(a->args[0], b->args[0]) ||
        !amount_of(e->arena, a->args[1], &m) || !amount_of(e->arena, b->args[1], &n) ||
        !text_eq(m.base, n.base))
        return false;
    return exclude ? excludes(a, b, m, n) : compare_entails(a, b, m, n);
}

/* ---- single tests ---- */

/* Held for a value, for long or in person is held; for longer is for shorter. */
static bool has_entails(const struct expr *a, const struct expr *b)
{
    bool longer = !b->has_span || (a->has_span && a->span.unit == b->span.unit && a->span.n >= b->span.n);
    bool valued = b->count < 2 || (a->count > 1 && same(a->args[1], b->args[1]));
    return same(a->args[0], b->args[0]) && text_eq(a->role->name, b->role->name) && longer && valued &&
           (a->personally || !b->personally);
}

static bool person_entails(const struct expr *a, const struct expr *b)
{
    if (a->kind == EXPR_HAS && b->kind == EXPR_HAS)
        return has_entails(a, b);
    return a->kind == EXPR_IS_PERSONALLY && b->kind == EXPR_IS && !b->negated &&
           same(a->args[0], b->args[0]) && same(a->args[1], b->args[1]);
}

/* Whatever is compared is given. */
static bool given_entails(const struct expr *a, const struct expr *b)
{
    bool needs = a->kind == EXPR_COMPARE || a->kind == EXPR_IS || a->kind == EXPR_INCLUDES;
    if (b->kind != EXPR_GIVEN || !needs)
        return false;
    return same(a->args[0], b->args[0]) || (a->kind != EXPR_INCLUDES && same(a->args[1], b->args[0]));
}

static bool bound_entails(struct entailing *e, const struct expr *a, const struct expr *b)
{
    if (a->kind != b->kind || a->count != b->count || !a->count)
        return false;
    bool each = a->kind == EXPR_EACH && a->quantifier == b->quantifier && same(a->args[0], b->args[0]);
    bool records =
        (a->kind == EXPR_RECORDS || a->kind == EXPR_OVERLAPS) && text_eq(a->reg->name, b->reg->name);
    return (each || records) && entails(e, a->args[a->count - 1], b->args[b->count - 1]);
}

static bool is_flag(const struct expr *test, bool yes)
{
    const struct expr *flag = test->count ? test->args[0] : test;
    return test->kind == EXPR_FLAG && flag->literal.kind == VALUE_FLAG && (flag->literal.i != 0) == yes;
}

static bool single_entails(struct entailing *e, const struct expr *a, const struct expr *b)
{
    return same(a, b) || compared(e, a, b, false) || person_entails(a, b) || given_entails(a, b) ||
           bound_entails(e, a, b);
}

/* Does the one, a test or a negated one, make the other hold? */
static bool closes(struct entailing *e, const struct expr *a, const struct expr *b)
{
    bool not_a = a->kind == EXPR_NOT, not_b = b->kind == EXPR_NOT;
    if (not_a && not_b)
        return single_entails(e, b->args[0], a->args[0]);
    if (not_b)
        return compared(e, a, b->args[0], true);
    return !not_a && single_entails(e, a, b);
}

/* Can these two not hold together? */
static bool contradicts(struct entailing *e, const struct expr *a, const struct expr *b)
{
    if (a->kind == EXPR_NOT)
        return b->kind != EXPR_NOT && single_entails(e, b, a->args[0]);
    return b->kind == EXPR_NOT ? single_entails(e, a, b->args[0]) : compared(e, a, b, true);
}

/* Must one of these two hold? */
static bool completes(struct entailing *e, const struct expr *a, const struct expr *b)
{
    if (a->kind == EXPR_NOT)
        return b->kind != EXPR_NOT && single_entails(e, a->args[0], b);
    return b->kind == EXPR_NOT && single_entails(e, b->args[0], a);
}

static bool leaf_holds(struct entailing *e, const struct sequent *s)
{
    for (size_t i = 0; i < s->left_count; i++) {
        if (is_flag(s->left[i], false))
            return true;
        for (size_t j = 0; j < s->right_count; j++)
            if (closes(e, s->left[i], s->right[j]))
                return true;
        for (size_t j = 0; j < i; j++)
            if (contradicts(e, s->left[i], s->left[j]))
                return true;
    }
    for (size_t i = 0; i < s->right_count; i++) {
        if (is_flag(s->right[i], true))
            return true;
        for (size_t j = 0; j < i; j++)
            if (completes(e, s->right[i], s->right[j]))
                return true;
    }
    return false;
}

/* ---- taking a sequent apart ---- */

static size_t find_kind(const struct expr *const *tests, size_t count, enum expr_kind one,
                        enum expr_kind other)
{
    size_t found = 0;
    while (found < count && tests[found]->kind != one && tests[found]->kind != other)
        found++;
    return found;
}

/* One test of a side is replaced by its parts: all of them together, or one after the other, for each of
 * which it must hold. */
static bool split(struct entailing *e, const struct sequent *s, bool left, size_t at)
{
    const struct expr *test = left ? s->left[at] : s->right[at];
    bool together = (test->kind == EXPR_AND) == left;
    size_t size = left ? s->left_count : s->right_count;
    if (together && size + test->count > SIDE_MAX)
        return false;
    for (size_t i = 0; i < (together ? 1 : test->count); i++) {
        struct sequent next = *s;
        const struct expr **side = left ? next.left : next.right;
        side[at] = test->args[i];
        for (size_t j = 1; together && j < test->count; j++)
            side[size++] = test->args[j];
        *(left ? &next.left_count : &next.right_count) = size;
        if (!holds(e, &next))
            return false;
    }
    return true;
}

static bool holds(struct entailing *e, const struct sequent *s)
{
    if (++e->steps > STEPS_MAX)
        return false;
    size_t at = find_kind(s->left, s->left_count, EXPR_AND, EXPR_OR);
    if (at < s->left_count)
        return split(e, s, true, at);
    at = find_kind(s->right, s->right_count, EXPR_AND, EXPR_OR);
    return at < s->right_count ? split(e, s, false, at) : leaf_holds(e, s);
}

bool normal_entails(struct arena *arena, const struct expr *a, const struct expr *b)
{
    struct entailing e = {.arena = arena};
    return same(a, b) || entails(&e, a, b);
}
