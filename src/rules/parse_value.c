#include "rules/parser.h"

struct written *parse_new(struct parser *parser, enum expr_kind kind)
{
    struct written *written = ARENA_NEW(parser->arena, struct written);
    written->expr.kind = kind;
    written->expr.place = parse_peek(parser, 0)->place;
    return written;
}

void parse_arg(struct parser *parser, struct written *written, struct expr *arg)
{
    *LIST_PUSH(parser->arena, written->expr.args, written->expr.count) = arg;
}

static struct name ref_of(struct text name, struct place place)
{
    return (struct name){name, place};
}

/* ---- durations ---- */

static const struct {
    const char *one, *many;
    enum duration_unit unit;
} units[] = {
    {"minute", "minutes", DURATION_MINUTES}, {"hour", "hours", DURATION_HOURS},
    {"day", "days", DURATION_DAYS},          {"week", "weeks", DURATION_WEEKS},
    {"month", "months", DURATION_MONTHS},    {"year", "years", DURATION_YEARS},
};

static int unit_at(const struct parser *parser, size_t ahead)
{
    for (int i = 0; i < (int)(sizeof units / sizeof *units); i++)
        if (parse_is_ahead(parser, ahead, units[i].one) || parse_is_ahead(parser, ahead, units[i].many))
            return (int)units[i].unit;
    return -1;
}

static bool span_follows(const struct parser *parser)
{
    if (!parse_is_kind(parser, TOKEN_NUMBER))
        return false;
    int second = unit_at(parser, 2);
    bool named = parse_peek(parser, 1)->kind == TOKEN_NAME && !word_is_reserved(parse_peek(parser, 1)->text);
    return unit_at(parser, 1) >= 0 || (named && second == DURATION_DAYS) ||
           (parse_is_ahead(parser, 1, "working") && second == DURATION_HOURS);
}

/* duration = NUMBER (UNIT | "working" ("days" | "hours") | CALENDAR "days") */
struct span parse_span(struct parser *parser)
{
    struct span span = {0};
    struct place place = parse_peek(parser, 0)->place;
    if (!span_follows(parser)) {
        if (parse_is_kind(parser, TOKEN_NUMBER) && refuse_unit(parser))
            return span;
        parse_fail(parser, "a duration such as `3 days` or `2 working days`");
        return span;
    }
    span.n = parse_number(parser, "a number");
    if (span.n > 1000000) {
        problem_add(parser->problems, place, "this duration is too long: at most 1000000");
        span.n = 1;
    }
    int unit = unit_at(parser, 0);
    if (unit >= 0) {
        span.unit = (enum duration_unit)unit;
    } else if (parse_take(parser, "working")) {
        span.unit = unit_at(parser, 0) == DURATION_HOURS ? DURATION_WORKHOURS : DURATION_WORKDAYS;
    } else {
        struct name name = parse_name(parser, "a working calendar's name");
        struct calendar_name *calendar = ARENA_NEW(parser->arena, struct calendar_name);
        *calendar = (struct calendar_name){.place = name.place, .name = name.text};
        span.calendar = calendar;
        span.unit = DURATION_WORKDAYS;
    }
    parser->at++; /* the unit */
    return span;
}

/* ---- terms ---- */

/* path = (NAME | "this" | "it" | "actor" | "state") {"." (NAME | "state" | "actor" | "count")} */
struct expr *parse_path(struct parser *parser)
{
    struct written *written = parse_new(parser, EXPR_PATH);
    bool first = true;
    do {
        const struct token *token = parse_peek(parser, 0);
        bool special =
            parse_is(parser, "actor") || parse_is(parser, "state") ||
            (first ? parse_is(parser, "this") || parse_is(parser, "it") : parse_is(parser, "count"));
        struct name name = ref_of(token->text, token->place);
        if (special)
            parser->at++;
        else
            name = parse_name(parser, first ? "a name" : "a field's name after the dot");
        if (parser->broken)
            break;
        *LIST_PUSH(parser->arena, written->path.items, written->path.count) = name;
        first = false;
    } while (parse_take(parser, "."));
    return &written->expr;
}

static struct expr *parse_literal(struct parser *parser)
{
    struct written *written = parse_new(parser, EXPR_LITERAL);
    const struct token *token = parse_peek(parser, 0);
    struct value *value = &written->expr.literal;
    if (parse_is(parser, "true") || parse_is(parser, "false")) {
        *value = (struct value){.kind = VALUE_FLAG, .i = parse_is(parser, "true")};
        written->expr.type.kind = TYPE_FLAG;
    } else if (token->kind == TOKEN_STRING) {
        *value = (struct value){.kind = VALUE_TEXT, .text = token->text};
        written->expr.type.kind = TYPE_LINE;
    } else if (token->kind == TOKEN_DATE) {
        *value = (struct value){.kind = VALUE_DATE, .i = token->number};
        written->expr.type.kind = TYPE_DATE;
    } else {
        *value = (struct value){.kind = VALUE_NUMBER, .i = parse_number(parser, "a number")};
        written->expr.type.kind = TYPE_NUMBER;
        parser->bare = parser->at;
        return &written->expr;
    }
    parser->at++;
    return &written->expr;
}

static bool literal_follows(const struct parser *parser)
{
    return parse_is_kind(parser, TOKEN_STRING) || parse_is_kind(parser, TOKEN_NUMBER) ||
           parse_is_kind(parser, TOKEN_DATE) || parse_is(parser, "true") || parse_is(parser, "false") ||
           (parse_is(parser, "-") && parse_peek(parser, 1)->kind == TOKEN_NUMBER);
}

/* arguments = value {"," value} ")" */
static void parse_arguments(struct parser *parser, struct written *written, size_t least, size_t most)
{
    do {
        parse_arg(parser, written, parse_compared_value(parser));
    } while (written->expr.count < most && parse_take(parser, ","));
    if (!parser->broken && written->expr.count < least)
        parse_expect(parser, ",");
    if (most == 2 && parse_is(parser, ",") && written->expr.kind == EXPR_WORKDAYS) {
        parse_take(parser, ",");
        struct name calendar = parse_name(parser, "a working calendar's name");
        written->ref = calendar;
    }
    parse_expect(parser, ")");
}

/* call = ("latest" | "earliest" | "hours" | "days" | "workdays" | MATRIX) "(" arguments */
static struct expr *parse_call(struct parser *parser)
{
    static const struct {
        const char *name;
        enum expr_kind kind;
        size_t least, most;
    } functions[] = {{"latest", EXPR_LATEST, 1, 100},
                     {"earliest", EXPR_EARLIEST, 1, 100},
                     {"hours", EXPR_HOURS, 2, 2},
                     {"days", EXPR_DAYS, 2, 2},
                     {"workdays", EXPR_WORKDAYS, 2, 2}};
    struct written *written = parse_new(parser, EXPR_MATRIX);
    const struct token *name = parse_peek(parser, 0);
    size_t least = 2, most = 2;
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++)
        if (text_is(name->text, functions[i].name)) {
            written->expr.kind = functions[i].kind;
            least = functions[i].least;
            most = functions[i].most;
        }
    if (written->expr.kind == EXPR_MATRIX)
        written->ref = ref_of(name->text, name->place);
    parser->at += 2; /* the name and the bracket */
    parse_arguments(parser, written, least, most);
    return &written->expr;
}

/* count = "count" (path | REGISTER) ["as" NAME] ["(" expr ")"] */
static struct expr *parse_count(struct parser *parser)
{
    struct written *written = parse_new(parser, EXPR_COUNT_EACH);
    parse_take(parser, "count");
    parse_arg(parser, written, parse_path(parser));
    if (parse_take(parser, "as"))
        written->expr.var_name = parse_name(parser, "a name for each").text;
    if (parse_take(parser, "(")) {
        parse_arg(parser, written, parse_expr(parser));
        parse_expect(parser, ")");
    }
    return &written->expr;
}

static struct expr *parse_entered(struct parser *parser)
{
    struct written *written = parse_new(parser, EXPR_ENTERED);
    parse_take(parser, "entered");
    written->ref = parse_value_name(parser, "a state");
    return &written->expr;
}

static struct expr *parse_word_term(struct parser *parser, enum expr_kind kind)
{
    struct written *written = parse_new(parser, kind);
    parser->at++;
    return &written->expr;
}

bool names_hold(struct names names, const struct token *token)
{
    for (size_t i = 0; i < names.count; i++)
        if (token->kind == TOKEN_NAME && text_eq(names.items[i].text, token->text))
            return true;
    return false;
}

/* `next BOARD`, told from a field that is called next by the board being one. */
static bool next_follows(const struct parser *parser)
{
    return parse_is(parser, "next") && names_hold(parser->declared.boards, parse_peek(parser, 1));
}

static struct expr *parse_next(struct parser *parser)
{
    struct written *written = parse_new(parser, EXPR_NEXT);
    parser->at++;
    written->ref = parse_name(parser, "a board's name");
    return &written->expr;
}

/* term = literal | duration | "now" | "today" | count | call | "entered" STATE | "next" BOARD | path */
static struct expr *parse_term(struct parser *parser)
{
    if (span_follows(parser)) {
        struct written *written = parse_new(parser, EXPR_SPAN);
        written->expr.span = parse_span(parser);
        written->expr.type.kind = TYPE_DURATION;
        return &written->expr;
    }
    if (literal_follows(parser))
        return parse_literal(parser);
    if (parse_is(parser, "now"))
        return parse_word_term(parser, EXPR_NOW);
    if (parse_is(parser, "today"))
        return parse_word_term(parser, EXPR_TODAY);
    if (parse_is(parser, "count"))
        return parse_count(parser);
    if (parse_is(parser, "entered"))
        return parse_entered(parser);
    if (next_follows(parser))
        return parse_next(parser);
    if (parse_is_kind(parser, TOKEN_NAME) && !word_is_reserved(parse_peek(parser, 0)->text) &&
        parse_is_ahead(parser, 1, "("))
        return parse_call(parser);
    if (!parse_is_kind(parser, TOKEN_NAME))
        parse_fail(parser, parse_is_kind(parser, TOKEN_CLAUSE) ? "a whole number" : "a value");
    return parse_path(parser);
}

static struct expr *parse_sum(struct parser *parser, struct expr *left)
{
    while (parse_is(parser, "+") || parse_is(parser, "-")) {
        struct written *written = parse_new(parser, parse_is(parser, "+") ? EXPR_ADD : EXPR_SUBTRACT);
        parser->at++;
        parse_arg(parser, written, left);
        parse_arg(parser, written, parse_term(parser));
        left = &written->expr;
    }
    return left;
}

/* value = term {("+" | "-") term} */
struct expr *parse_value(struct parser *parser)
{
    return parse_sum(parser, parse_term(parser));
}

/* A word of the language that stands for a state or a choice value here. */
static bool value_word_follows(const struct parser *parser)
{
    static const char *const terms[] = {"this",  "it",   "actor", "state", "now",
                                        "today", "true", "false", "count", NULL};
    const struct token *token = parse_peek(parser, 0);
    if (!parse_is_kind(parser, TOKEN_NAME) || !word_is_reserved(token->text))
        return false;
    for (size_t i = 0; terms[i]; i++)
        if (text_is(token->text, terms[i]))
            return false;
    /* `x < entered closed`: the time */
    return !text_is(token->text, "entered") || !names_hold(parser->declared.states, parse_peek(parser, 1));
}

struct expr *parse_compared_value(struct parser *parser)
{
    if (!value_word_follows(parser))
        return parse_value(parser);
    struct written *written = parse_new(parser, EXPR_PATH);
    const struct token *token = parse_peek(parser, 0);
    *LIST_PUSH(parser->arena, written->path.items, written->path.count) = ref_of(token->text, token->place);
    parser->at++;
    return &written->expr;
}
