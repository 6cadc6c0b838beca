#include "rules/words.h"

#include <assert.h>

/* A test is put in words as it stands, or (`no`) as its opposite: "is Low", "is not Low". */
typedef void put_test(struct buf *out, const struct expr *test, bool no, const struct print_scope *scope);
static put_test put;

void words_listed(struct buf *out, struct text text, size_t index, size_t count, const char *last)
{
    buf_puts(out, !index ? "" : index + 1 < count ? ", " : last);
    buf_put(out, text);
}

static struct text value_text(struct arena *arena, const struct expr *value, const struct print_scope *scope)
{
    struct buf out = buf_in(arena);
    words_put_value(&out, value, scope);
    return buf_text(&out);
}

static const char *actor_word(const struct print_scope *scope)
{
    return scope->to_actor ? "you" : "they";
}

/* Who does something: "they", or somebody named. Gives the verb that goes with them. */
static const char *put_subject(struct buf *out, const struct expr *who, const char *they,
                               const char *else_who, const struct print_scope *scope)
{
    if (expr_is_actor(who))
        buf_puts(out, actor_word(scope));
    else
        words_put_value(out, who, scope);
    return expr_is_actor(who) ? they : else_who;
}

/* ---- and, or, not ---- */

enum group { GROUP_NONE, GROUP_HAS, GROUP_IS };

/* Alternatives that read better together: "they are Requester or Owner". */
static enum group group_of(const struct expr *test)
{
    if (test->kind == EXPR_HAS && expr_is_actor(test->args[0]) && test->count == 1 && !test->has_span &&
        !test->personally)
        return GROUP_HAS;
    bool is = test->kind == EXPR_IS && !test->negated && expr_is_actor(test->args[0]);
    return is ? GROUP_IS : GROUP_NONE;
}

static void put_group(struct buf *out, const struct expr *const *tests, size_t count, bool no,
                      const struct print_scope *scope)
{
    bool neither = no && count > 1;
    buf_puts(out, actor_word(scope));
    if (group_of(tests[0]) == GROUP_HAS)
        buf_puts(out, neither ? " hold neither the role "
                      : no    ? " do not hold the role "
                              : " hold the role ");
    else
        buf_puts(out, neither ? " are neither " : no ? " are not " : " are ");
    for (size_t i = 0; i < count; i++) {
        const struct expr *test = tests[i];
        struct text one = test->role ? test->role->label : value_text(out->arena, test->args[1], scope);
        words_listed(out, one, i, count, no ? " nor " : " or ");
    }
}

/* The tests of `all` that stand in one group with the one at `first`; none when an earlier one took them. */
static size_t grouped(const struct expr *all, size_t first, const struct expr **tests)
{
    enum group group = group_of(all->args[first]);
    size_t count = 0;
    for (size_t i = 0; i < all->count; i++) {
        if (group == GROUP_NONE ? i != first : group_of(all->args[i]) != group)
            continue;
        if (i < first)
            return 0;
        tests[count++] = all->args[i];
    }
    return count;
}

/* Would it be read together with its neighbours without brackets? One group of alternatives would not. */
static bool is_logic(const struct expr *test)
{
    while (test->kind == EXPR_NOT)
        test = test->args[0];
    if (test->kind != EXPR_OR)
        return test->kind == EXPR_AND;
    for (size_t i = 0; i < test->count; i++)
        if (group_of(test->args[i]) == GROUP_NONE || group_of(test->args[i]) != group_of(test->args[0]))
            return true;
    return false;
}

static void put_operand(struct buf *out, const struct expr *test, bool no, const struct print_scope *scope)
{
    bool brackets = is_logic(test);
    buf_puts(out, brackets ? "(" : "");
    put(out, test, no, scope);
    buf_puts(out, brackets ? ")" : "");
}

static void put_logic(struct buf *out, const struct expr *test, bool no, const struct print_scope *scope)
{
    const struct expr **tests = ARENA_ARRAY(out->arena, const struct expr *, test->count);
    const char *between = (test->kind == EXPR_OR) != no ? " or " : " and ";
    for (size_t i = 0, written = 0; i < test->count; i++) {
        bool together = test->kind == EXPR_OR && group_of(test->args[i]) != GROUP_NONE;
        size_t count = together ? grouped(test, i, tests) : 1;
        if (!count)
            continue;
        buf_puts(out, written++ ? between : "");
        if (together)
            put_group(out, tests, count, no, scope);
        else
            put_operand(out, test->args[i], no, scope);
    }
}

static void put_not(struct buf *out, const struct expr *test, bool no, const struct print_scope *scope)
{
    put(out, test->args[0], !no, scope);
}

/* ---- values ---- */

static bool is_moment(const struct expr *value)
{
    return value->type.kind == TYPE_DATE || value->type.kind == TYPE_TIME || value->type.kind == TYPE_MONTH;
}

static void put_compare(struct buf *out, const struct expr *test, bool no, const struct print_scope *scope)
{
    static const char *const amounts[] = {
        [COMPARE_EQ] = "",         [COMPARE_NE] = "other than ", [COMPARE_LT] = "below ",
        [COMPARE_LE] = "at most ", [COMPARE_GT] = "above ",      [COMPARE_GE] = "at least "};
    static const char *const moments[] = {[COMPARE_EQ] = "",        [COMPARE_NE] = "other than ",
                                          [COMPARE_LT] = "before ", [COMPARE_LE] = "no later than ",
                                          [COMPARE_GT] = "after ",  [COMPARE_GE] = "no earlier than "};
    words_put_value(out, test->args[0], scope);
    buf_puts(out, no ? " is not " : " is ");
    buf_puts(out, (is_moment(test->args[0]) ? moments : amounts)[test->op]);
    words_put_value(out, test->args[1], scope);
}

static void put_in(struct buf *out, const struct expr *test, bool no, const struct print_scope *scope)
{
    words_put_value(out, test->args[0], scope);
    buf_puts(out, !no ? " is " : test->count > 2 ? " is neither " : " is not ");
    for (size_t i = 1; i < test->count; i++)
        words_listed(out, value_text(out->arena, test->args[i], scope), i - 1, test->count - 1,
                     no ? " nor " : " or ");
}

static void put_given(struct buf *out, const struct expr *test, bool no, const struct print_scope *scope)
{
    const char *verb = put_subject(out, test->args[0], " are ", " is ", scope);
    buf_puts(out, verb);
    buf_puts(out, (test->kind == EXPR_GIVEN) != no ? "given" : "missing");
}

static void put_includes(struct buf *out, const struct expr *test, bool no, const struct print_scope *scope)
{
    words_put_value(out, test->args[0], scope);
    buf_puts(out, no ? " does not include " : " includes ");
    words_put_value(out, test->args[1], scope);
}

static void put_flag(struct buf *out, const struct expr *test, bool no, const struct print_scope *scope)
{
    const struct expr *flag = test->count ? test->args[0] : test;
    if (flag->literal.kind == VALUE_FLAG) {
        buf_puts(out, (flag->literal.i != 0) != no ? "always" : "never");
        return;
    }
    struct expr path = *flag;
    path.kind = EXPR_PATH;
    words_put_value(out, &path, scope);
    buf_puts(out, no ? " is not yes" : " is yes");
}

/* ---- people ---- */

static void put_is(struct buf *out, const struct expr *test, bool no, const struct print_scope *scope)
{
    bool turned = expr_is_actor(test->args[1]) && !expr_is_actor(test->args[0]);
    const struct expr *who = test->args[turned], *whom = test->args[!turned];
    buf_puts(out, put_subject(out, who, " are", " is", scope));
    buf_puts(out, test->negated != no ? " not " : " ");
    words_put_value(out, whom, scope);
    /* Only `actor is X` takes a deputy of X for X. */
    buf_puts(out, test->kind == EXPR_IS_PERSONALLY || turned ? " in person" : "");
}

static void put_has(struct buf *out, const struct expr *test, bool no, const struct print_scope *scope)
{
    if (no)
        buf_puts(out, put_subject(out, test->args[0], " do not hold", " does not hold", scope));
    else
        buf_puts(out, put_subject(out, test->args[0], " hold", " holds", scope));
    buf_puts(out, " the role ");
    buf_put(out, test->role->label);
    if (test->count > 1) {
        buf_puts(out, " for ");
        words_put_value(out, test->args[1], scope);
    }
    if (test->has_span) {
        buf_puts(out, ", for at least ");
        print_span(out, test->span);
    }
    buf_puts(out, test->personally ? " in person" : "");
}

static void put_manages(struct buf *out, const struct expr *test, bool no, const struct print_scope *scope)
{
    if (no)
        buf_puts(out, put_subject(out, test->args[0], " do not manage ", " does not manage ", scope));
    else
        buf_puts(out, put_subject(out, test->args[0], " manage ", " manages ", scope));
    words_put_value(out, test->args[1], scope);
}

static void put_sits_on(struct buf *out, const struct expr *test, bool no, const struct print_scope *scope)
{
    if (no)
        buf_puts(out, put_subject(out, test->args[0], " do not sit on ", " does not sit on ", scope));
    else
        buf_puts(out, put_subject(out, test->args[0], " sit on ", " sits on ", scope));
    buf_put(out, test->board->label);
}

static void put_absent(struct buf *out, const struct expr *test, bool no, const struct print_scope *scope)
{
    (void)scope;
    buf_format(
        out, no ? "not everyone who holds the role %.*s is away" : "everyone who holds the role %.*s is away",
        TEXT_ARGS(test->role->label));
}

/* ---- elements and other records ---- */

static void put_bound(struct buf *out, const struct expr *test, const struct expr *body, const char *before,
                      const struct print_scope *scope)
{
    struct print_scope inside = print_scope_inside(scope, test->var, test->var_name);
    buf_puts(out, before);
    put(out, body, false, &inside);
    buf_char(out, ')');
}

/* `any A as x (B includes x)`: B includes at least one of A. */
static bool is_met_in(const struct expr *test)
{
    const struct expr *body = test->args[1], *element = body->count > 1 ? body->args[1] : NULL;
    return body->kind == EXPR_INCLUDES && element->kind == EXPR_PATH && element->path.root == ROOT_VAR &&
           element->path.var == test->var && !element->path.count;
}

static void put_each(struct buf *out, const struct expr *test, bool no, const struct print_scope *scope)
{
    static const char *const words[] = {[QUANTIFIER_ANY] = "at least one of ",
                                        [QUANTIFIER_ALL] = "every one of ",
                                        [QUANTIFIER_NO] = "none of ",
                                        [QUANTIFIER_EXISTS] = "at least one of "};
    enum quantifier quantifier = test->quantifier;
    bool turned = no && quantifier != QUANTIFIER_ALL;
    if (turned)
        quantifier = quantifier == QUANTIFIER_NO ? QUANTIFIER_ANY : QUANTIFIER_NO;
    bool met_in = is_met_in(test);
    if (met_in) {
        words_put_value(out, test->args[1]->args[0], scope);
        buf_puts(out, no && !turned ? " does not include " : " includes ");
    } else
        buf_puts(out, no && !turned ? "not " : "");
    buf_puts(out, words[quantifier]);
    words_put_value(out, test->args[0], scope);
    if (met_in)
        return;
    put_bound(out, test, test->args[1], " is such that (", scope);
}

static void put_records(struct buf *out, const struct expr *test, bool no, const struct print_scope *scope)
{
    bool some = (test->quantifier == QUANTIFIER_EXISTS) != no;
    buf_puts(out, some ? "there is a record of " : "there is no record of ");
    buf_put(out, test->reg->label);
    if (test->count)
        put_bound(out, test, test->args[0], " such that (", scope);
}

static void put_overlaps(struct buf *out, const struct expr *test, bool no, const struct print_scope *scope)
{
    buf_puts(out, no ? "it shares no time with a record of " : "it shares time with a record of ");
    buf_put(out, test->reg->label);
    if (test->count)
        put_bound(out, test, test->args[0], " such that (", scope);
}

static void put_same(struct buf *out, const struct expr *test, bool no, const struct print_scope *scope)
{
    for (size_t i = 0; i < test->field_count; i++)
        words_listed(out, test->fields[i]->label, i, test->field_count, " and ");
    buf_puts(out, test->field_count > 1 ? " are" : " is");
    buf_puts(out, no ? " not the same as of " : " the same as of ");
    words_put_value(out, test->args[0], scope);
}

/* ---- history and the calendar ---- */

static void put_done(struct buf *out, const struct expr *test, bool no, const struct print_scope *scope)
{
    (void)scope;
    buf_format(out, "\"%.*s\" is %sdone", TEXT_ARGS(test->action->label), no ? "not " : "");
    if (test->since)
        buf_format(out, " since \"%.*s\"", TEXT_ARGS(test->since->label));
}

static void put_period(struct buf *out, const struct expr *test, const struct print_scope *scope)
{
    words_put_value(out, test->args[0], scope);
    if (test->count > 1) {
        buf_puts(out, " to ");
        words_put_value(out, test->args[1], scope);
    }
}

struct text words_day(unsigned day)
{
    static const char *const names[] = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                        "Friday", "Saturday", "Sunday"};
    return text_of(names[day]);
}

static void put_weekday(struct buf *out, const struct expr *test, bool no, const struct print_scope *scope)
{
    size_t count = (size_t)__builtin_popcount(test->days), shown = 0;
    put_period(out, test, scope);
    buf_puts(out, test->negated != no ? " is not on " : " is on ");
    for (unsigned day = 0; day < 7; day++)
        if (test->days & (1U << day))
            words_listed(out, words_day(day), shown++, count, " or ");
}

static void put_holiday(struct buf *out, const struct expr *test, bool no, const struct print_scope *scope)
{
    put_period(out, test, scope);
    buf_puts(out, no ? " is not on a holiday" : " is on a holiday");
}

static void put_clock(struct buf *out, const struct expr *test, bool no, const struct print_scope *scope)
{
    words_put_value(out, test->args[0], scope);
    buf_puts(out, no ? " is not between " : " is between ");
    clock_put(out, test->clock_from);
    buf_puts(out, " and ");
    clock_put(out, test->clock_to);
}

static put_test *const TESTS[] = {
    [EXPR_OR] = put_logic,        [EXPR_AND] = put_logic,
    [EXPR_NOT] = put_not,         [EXPR_COMPARE] = put_compare,
    [EXPR_IN] = put_in,           [EXPR_GIVEN] = put_given,
    [EXPR_MISSING] = put_given,   [EXPR_INCLUDES] = put_includes,
    [EXPR_IS] = put_is,           [EXPR_IS_PERSONALLY] = put_is,
    [EXPR_HAS] = put_has,         [EXPR_MANAGES] = put_manages,
    [EXPR_SITS_ON] = put_sits_on, [EXPR_ABSENT] = put_absent,
    [EXPR_EACH] = put_each,       [EXPR_RECORDS] = put_records,
    [EXPR_DONE] = put_done,       [EXPR_SAME] = put_same,
    [EXPR_WEEKDAY] = put_weekday, [EXPR_HOLIDAY] = put_holiday,
    [EXPR_CLOCK] = put_clock,     [EXPR_OVERLAPS] = put_overlaps,
    [EXPR_FLAG] = put_flag,
};
static_assert(sizeof TESTS / sizeof *TESTS == EXPR_FLAG + 1, "every kind of test has words");

static void put(struct buf *out, const struct expr *test, bool no, const struct print_scope *scope)
{
    TESTS[test->kind](out, test, no, scope);
}

void words_put_test(struct buf *out, const struct expr *test, const struct print_scope *scope)
{
    put(out, test, false, scope);
}

struct text words_test(struct arena *arena, const struct expr *test)
{
    struct print_scope scope = print_scope_top();
    struct buf out = buf_in(arena);
    put(&out, test, false, &scope);
    return buf_text(&out);
}

struct text words_test_to_actor(struct arena *arena, const struct expr *test)
{
    struct print_scope scope = print_scope_top();
    struct buf out = buf_in(arena);
    scope.to_actor = true;
    put(&out, test, false, &scope);
    return buf_text(&out);
}

struct text words_value(struct arena *arena, const struct expr *value)
{
    struct print_scope scope = print_scope_top();
    return value_text(arena, value, &scope);
}

struct text words_clock(struct arena *arena, const struct duty *duty)
{
    struct buf out = buf_in(arena);
    if (duty->kind == DUTY_BY) {
        buf_puts(&out, "due on ");
        buf_put(&out, words_value(arena, duty->by_field));
        return buf_text(&out);
    }
    buf_puts(&out, duty->kind == DUTY_WITHIN ? "within " : "every ");
    print_span(&out, duty->span);
    if (duty->kind == DUTY_EVERY_UPDATED)
        buf_puts(&out, " until it is updated");
    else
        buf_format(&out, duty->kind == DUTY_WITHIN ? " of \"%.*s\"" : " after \"%.*s\"",
                   TEXT_ARGS(duty->action->label));
    return buf_text(&out);
}

/* ---- lists ---- */

struct text words_states(struct arena *arena, const struct reg *reg, const bool *in)
{
    struct buf out = buf_in(arena);
    size_t shown = 0;
    for (size_t i = 0; i < reg->states->count; i++)
        if (in[i])
            words_listed(&out, reg->states->values[i].label, shown++, reg->states->count + 1, "");
    return shown == reg->states->count ? TEXT("") : buf_text(&out);
}

struct text words_fields(struct arena *arena, const struct field *const *fields, size_t count)
{
    struct buf out = buf_in(arena);
    for (size_t i = 0; i < count; i++) {
        struct text label = fields[i]->label;
        if (text_find(label, ',') < label.n)
            label = arena_format(arena, "\"%.*s\"", TEXT_ARGS(label));
        words_listed(&out, label, i, count, ", ");
    }
    return buf_text(&out);
}

struct text words_cites(struct arena *arena, const struct cites *cites)
{
    struct buf out = buf_in(arena);
    const struct policy *policy = NULL;
    for (size_t i = 0; cites && i < cites->count; i++) {
        const struct clause *clause = cites->items[i].clause;
        buf_puts(&out, i ? ", " : "");
        if (!clause) {
            buf_puts(&out, "the force's own rule");
            policy = NULL;
            continue;
        }
        if (clause->policy != policy)
            buf_format(&out, "%.*s ", TEXT_ARGS(clause->policy->reference));
        buf_put(&out, clause->id);
        policy = clause->policy;
    }
    return buf_text(&out);
}
