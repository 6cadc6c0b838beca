#include "rules/parser.h"

static bool too_deep(struct parser *parser)
{
    if (parser->depth < EXPR_DEPTH_MAX)
        return false;
    if (!parser->broken)
        problem_add(parser->problems, parse_peek(parser, 0)->place,
                    "this is nested too deeply: at most %d levels", EXPR_DEPTH_MAX);
    parser->broken = true;
    return true;
}

/* ["as" VAR] "(" expr ")" */
static void parse_body(struct parser *parser, struct written *written)
{
    if (parse_take(parser, "as"))
        written->expr.var_name = parse_name(parser, "a name for each").text;
    parse_expect(parser, "(");
    parse_arg(parser, written, parse_expr(parser));
    parse_expect(parser, ")");
}

/* quantified = ("any" | "all" | "no") PATH body | ("exists" | "no") REGISTER body; which `no` it is link.c
 * finds */
static struct expr *parse_quantified(struct parser *parser)
{
    static const char *const words[] = {"any", "all", "no", "exists", NULL};
    struct written *written = parse_new(parser, EXPR_EACH);
    int word = parse_word(parser, words, "a quantifier");
    written->expr.quantifier = (enum quantifier)word;
    if (word == QUANTIFIER_EXISTS) {
        written->expr.kind = EXPR_RECORDS;
        written->ref = parse_name(parser, "a register's name");
    } else {
        parse_arg(parser, written, parse_path(parser));
    }
    parse_body(parser, written);
    return &written->expr;
}

/* done = "done" ACTION ["since" ACTION] */
static struct expr *parse_done(struct parser *parser)
{
    struct written *written = parse_new(parser, EXPR_DONE);
    parse_take(parser, "done");
    written->ref = parse_name(parser, "an action's name");
    if (parse_take(parser, "since"))
        written->ref2 = parse_name(parser, "an action's name");
    return &written->expr;
}

/* same = "same" FIELD {"," FIELD} "as" path */
static struct expr *parse_same(struct parser *parser)
{
    struct written *written = parse_new(parser, EXPR_SAME);
    parse_take(parser, "same");
    written->path = parse_names(parser, "a field's name");
    parse_expect(parser, "as");
    parse_arg(parser, written, parse_path(parser));
    return &written->expr;
}

static struct expr *parse_absent(struct parser *parser)
{
    struct written *written = parse_new(parser, EXPR_ABSENT);
    parse_take(parser, "absent");
    written->ref = parse_name(parser, "a role's name");
    return &written->expr;
}

static struct expr *parse_overlaps(struct parser *parser)
{
    struct written *written = parse_new(parser, EXPR_OVERLAPS);
    parse_take(parser, "overlaps");
    written->ref = parse_name(parser, "a register's name");
    parse_body(parser, written);
    return &written->expr;
}

/* when = "(" time ["to" time] ")" */
static void parse_moment(struct parser *parser, struct written *written)
{
    parser->at++; /* weekday, holiday */
    parse_expect(parser, "(");
    parse_arg(parser, written, parse_value(parser));
    if (parse_take(parser, "to"))
        parse_arg(parser, written, parse_value(parser));
    parse_expect(parser, ")");
}

static unsigned parse_day_bit(struct parser *parser)
{
    int day = parse_weekday(parser);
    return day < 0 ? 0 : 1U << day;
}

/* weekday = "weekday" when (("=" | "!=") DAY | "in" "(" DAY {"," DAY} ")") */
static struct expr *parse_weekday_test(struct parser *parser)
{
    struct written *written = parse_new(parser, EXPR_WEEKDAY);
    parse_moment(parser, written);
    if (parse_take(parser, "in")) {
        parse_expect(parser, "(");
        do {
            written->expr.days |= parse_day_bit(parser);
        } while (parse_take(parser, ","));
        parse_expect(parser, ")");
        return &written->expr;
    }
    written->expr.negated = parse_take(parser, "!=");
    if (!written->expr.negated && !parse_take(parser, "="))
        parse_fail(parser, "=, != or `in` and a day of the week");
    written->expr.days = parse_day_bit(parser);
    return &written->expr;
}

static struct expr *parse_holiday(struct parser *parser)
{
    struct written *written = parse_new(parser, EXPR_HOLIDAY);
    parse_moment(parser, written);
    return &written->expr;
}

/* clock = "clock" "(" time ")" "between" CLOCK "and" CLOCK */
static struct expr *parse_clock_test(struct parser *parser)
{
    struct written *written = parse_new(parser, EXPR_CLOCK);
    parser->at++;
    parse_expect(parser, "(");
    parse_arg(parser, written, parse_value(parser));
    parse_expect(parser, ")");
    parse_expect(parser, "between");
    written->expr.clock_from = parse_clock(parser);
    parse_expect(parser, "and");
    written->expr.clock_to = parse_clock(parser);
    return &written->expr;
}

/* ---- what may follow a value ---- */

static struct written *parse_after(struct parser *parser, struct expr *left, enum expr_kind kind)
{
    struct written *written = parse_new(parser, kind);
    written->expr.place = left->place;
    parse_arg(parser, written, left);
    return written;
}

static struct expr *parse_in(struct parser *parser, struct expr *left)
{
    struct written *written = parse_after(parser, left, EXPR_IN);
    parse_expect(parser, "(");
    do {
        parse_arg(parser, written, parse_compared_value(parser));
    } while (parse_take(parser, ","));
    parse_expect(parser, ")");
    return &written->expr;
}

/* is = "is" ["not"] path ["personally"] */
static struct expr *parse_is_test(struct parser *parser, struct expr *left)
{
    struct written *written = parse_after(parser, left, EXPR_IS);
    written->expr.negated = parse_take(parser, "not");
    if (parse_is(parser, "given") || parse_is(parser, "missing"))
        refuse_word(parser, "`given` and `missing` stand without `is`: `owner given`, `owner missing`");
    refuse_article(parser);
    parse_arg(parser, written, parse_path(parser));
    if (parse_take(parser, "personally")) {
        written->expr.kind = EXPR_IS_PERSONALLY;
        written->expr.personally = true;
    }
    return &written->expr;
}

/* has = "has" ROLE ["for" value] ["since" DURATION] ["personally"] */
static struct expr *parse_has(struct parser *parser, struct expr *left)
{
    struct written *written = parse_after(parser, left, EXPR_HAS);
    if (parse_is(parser, "not"))
        refuse_not(parser);
    refuse_article(parser);
    written->ref = parse_name(parser, "a role's name");
    if (parse_take(parser, "for"))
        parse_arg(parser, written, parse_compared_value(parser));
    if (parse_take(parser, "since")) {
        written->expr.has_span = true;
        written->expr.span = parse_span(parser);
    }
    written->expr.personally = parse_take(parser, "personally");
    return &written->expr;
}

static struct expr *parse_with_path(struct parser *parser, struct expr *left, enum expr_kind kind)
{
    struct written *written = parse_after(parser, left, kind);
    parse_arg(parser, written, parse_path(parser));
    return &written->expr;
}

static struct expr *parse_sits(struct parser *parser, struct expr *left)
{
    struct written *written = parse_after(parser, left, EXPR_SITS_ON);
    parse_expect(parser, "on");
    written->ref = parse_name(parser, "a board's name");
    return &written->expr;
}

static struct expr *parse_includes(struct parser *parser, struct expr *left)
{
    struct written *written = parse_after(parser, left, EXPR_INCLUDES);
    parse_arg(parser, written, parse_compared_value(parser));
    return &written->expr;
}

static const char *const SIGNS[] = {"=", "!=", "<", "<=", ">", ">=", NULL};

bool parse_sign_follows(const struct parser *parser)
{
    for (int i = 0; SIGNS[i]; i++)
        if (parse_is(parser, SIGNS[i]))
            return !parser->broken;
    return false;
}

/* 1 < n < 3 */
static void refuse_chain(struct parser *parser)
{
    if (!parse_sign_follows(parser))
        return;
    problem_add(parser->problems, parse_peek(parser, 0)->place,
                "only two things can be compared at once: write `1 < n and n < 3` for `1 < n < 3`");
    parser->broken = true;
}

/* comparison = value ("=" | "!=" | "<" | "<=" | ">" | ">=") value */
static struct expr *parse_comparison(struct parser *parser, struct expr *left)
{
    for (int i = 0; SIGNS[i]; i++) {
        if (!parse_take(parser, SIGNS[i]))
            continue;
        struct written *written = parse_after(parser, left, EXPR_COMPARE);
        written->expr.op = (enum compare_op)i;
        parse_arg(parser, written, parse_compared_value(parser));
        refuse_chain(parser);
        return &written->expr;
    }
    if (left->kind == EXPR_PATH || (left->kind == EXPR_LITERAL && left->literal.kind == VALUE_FLAG)) {
        parser->bare = parser->at;
        return &parse_after(parser, left, EXPR_FLAG)->expr;
    }
    parse_fail(parser, "a comparison such as = or <");
    return left;
}

static struct expr *parse_value_test(struct parser *parser)
{
    struct expr *left = parse_value(parser);
    if (parse_take(parser, "in"))
        return parse_in(parser, left);
    if (parse_take(parser, "given"))
        return &parse_after(parser, left, EXPR_GIVEN)->expr;
    if (parse_take(parser, "missing"))
        return &parse_after(parser, left, EXPR_MISSING)->expr;
    if (parse_take(parser, "includes"))
        return parse_includes(parser, left);
    if (parse_take(parser, "is"))
        return parse_is_test(parser, left);
    if (parse_take(parser, "has"))
        return parse_has(parser, left);
    if (parse_take(parser, "manages"))
        return parse_with_path(parser, left, EXPR_MANAGES);
    if (parse_take(parser, "sits"))
        return parse_sits(parser, left);
    if (parse_is(parser, "not"))
        refuse_not(parser);
    return parse_comparison(parser, left);
}

static struct expr *parse_test(struct parser *parser)
{
    static const struct {
        const char *word;
        struct expr *(*parse)(struct parser *parser);
        bool called; /* only when a bracket follows: otherwise a field of that name */
    } tests[] = {{"any", parse_quantified, false},      {"all", parse_quantified, false},
                 {"no", parse_quantified, false},       {"exists", parse_quantified, false},
                 {"done", parse_done, false},           {"same", parse_same, false},
                 {"absent", parse_absent, false},       {"overlaps", parse_overlaps, false},
                 {"weekday", parse_weekday_test, true}, {"holiday", parse_holiday, true},
                 {"clock", parse_clock_test, true}};
    for (size_t i = 0; i < sizeof tests / sizeof *tests; i++)
        if (parse_is(parser, tests[i].word) && (!tests[i].called || parse_is_ahead(parser, 1, "(")))
            return tests[i].parse(parser);
    return parse_value_test(parser);
}

/* factor = "not" factor | "(" expr ")" | test */
static struct expr *parse_factor(struct parser *parser)
{
    struct expr *expr;
    if (too_deep(parser))
        return &parse_new(parser, EXPR_FLAG)->expr;
    parser->depth++;
    if (parse_is(parser, "not")) {
        struct written *written = parse_new(parser, EXPR_NOT);
        parse_take(parser, "not");
        parse_arg(parser, written, parse_factor(parser));
        expr = &written->expr;
    } else if (parse_take(parser, "(")) {
        expr = parse_expr(parser);
        parse_expect(parser, ")");
    } else {
        expr = parse_test(parser);
    }
    parser->depth--;
    return expr;
}

/* One operator, flattened: a and b and c. */
static struct expr *parse_chain(struct parser *parser, const char *word, enum expr_kind kind,
                                struct expr *(*part)(struct parser *parser))
{
    struct expr *first = part(parser);
    if (!parse_is(parser, word))
        return first;
    struct written *written = parse_after(parser, first, kind);
    while (parse_take(parser, word))
        parse_arg(parser, written, part(parser));
    return &written->expr;
}

static struct expr *parse_and(struct parser *parser)
{
    return parse_chain(parser, "and", EXPR_AND, parse_factor);
}

/* expr = and {"or" and} */
struct expr *parse_expr(struct parser *parser)
{
    return parse_chain(parser, "or", EXPR_OR, parse_and);
}
