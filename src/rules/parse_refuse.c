#include "rules/parser.h"

#include <string.h>
#include <strings.h>

void refuse_word(struct parser *parser, const char *advice)
{
    if (!parser->broken)
        problem_add(parser->problems, parse_peek(parser, 0)->place, "%s", advice);
    parser->broken = true;
}

void refuse_not(struct parser *parser)
{
    refuse_word(parser, "`not` stands before the whole test: `not owner given`, `not actor has auditor`");
}

void refuse_article(struct parser *parser)
{
    const struct token *noun = parse_peek(parser, 1);
    struct text text = parse_peek(parser, 0)->text;
    if (!word_is_article(text) || names_hold(parser->declared.nouns, parse_peek(parser, 0)) ||
        noun->kind != TOKEN_NAME || noun->first || word_is_reserved(noun->text))
        return;
    refuse_word(parser, arena_format(parser->arena, "leave out `%.*s`: write `%.*s` only", TEXT_ARGS(text),
                                     TEXT_ARGS(noun->text))
                            .s);
}

/* a name such as fleet-manager */
static bool refuse_dash(struct parser *parser)
{
    const struct token *dash = parse_peek(parser, 0), *after = parse_peek(parser, 1);
    const struct token *before = parser->at ? dash - 1 : dash;
    bool joined = before->kind == TOKEN_NAME && after->kind == TOKEN_NAME &&
                  before->at + before->text.n == dash->at && dash->at + 1 == after->at;
    if (!joined || !parse_is(parser, "-"))
        return false;
    struct text name =
        arena_format(parser->arena, "%.*s-%.*s", TEXT_ARGS(before->text), TEXT_ARGS(after->text));
    problem_unknown(parser->problems, before->place, name, "`%.*s` is not a name: write `%.*s_%.*s`",
                    TEXT_ARGS(name), TEXT_ARGS(before->text), TEXT_ARGS(after->text));
    return true;
}

/* 3 workdays, 1 December */
static bool refuse_counted(struct parser *parser, const struct token *number, const struct token *unit)
{
    static const char *const months[] = {"january",   "february", "march",    "april",
                                         "may",       "june",     "july",     "august",
                                         "september", "october",  "november", "december"};
    static const char *const units[] = {"minutes", "hours", "days", "weeks", "months", "years"};
    if (unit->kind != TOKEN_NAME || unit->first)
        return false;
    for (size_t i = 0; i < sizeof months / sizeof *months; i++)
        if (unit->text.n >= 3 && unit->text.n <= strlen(months[i]) &&
            strncasecmp(unit->text.s, months[i], unit->text.n) == 0) {
            problem_add(parser->problems, unit->place,
                        "write a day as 2026-12-01, year first, not `%.*s %.*s`", TEXT_ARGS(number->text),
                        TEXT_ARGS(unit->text));
            return true;
        }
    bool working = text_starts(unit->text, TEXT("work"));
    struct nearest nearest = nearest_to(unit->text);
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        nearest_offer(&nearest, text_of(units[i]));
    if (!working && !nearest.best.n)
        return false;
    problem_add(parser->problems, unit->place, "`%.*s` is no unit of time", TEXT_ARGS(unit->text));
    if (working)
        problem_hint(parser->problems, "write `working days`, or `working hours`");
    else
        nearest_hint(parser->problems, &nearest);
    return true;
}

bool refuse_unit(struct parser *parser)
{
    const struct token *number = parse_peek(parser, 0);
    return (parser->broken = refuse_counted(parser, number, parse_peek(parser, 1)));
}

/* x < entered closd */
static bool refuse_state(struct parser *parser, const struct token *state)
{
    if (parser->at < 2 || !text_is(state[-1].text, "entered") || !strchr("=!<>", state[-2].text.s[0]))
        return false;
    struct nearest nearest = nearest_to(state->text);
    for (size_t i = 0; i < parser->declared.states.count; i++)
        nearest_offer(&nearest, parser->declared.states.items[i].text);
    problem_add(parser->problems, state->place, "there is no state `%.*s`", TEXT_ARGS(state->text));
    nearest_hint(parser->problems, &nearest);
    return true;
}

/* impact equals low */
static bool refuse_comparison(struct parser *parser, const struct token *word)
{
    static const struct {
        const char *said, *written;
    } said[] = {
        {"equals", "="},      {"contains", "includes"}, {"include", "includes"},         {"empty", "missing"},
        {"blank", "missing"}, {"exceeds", ">"},         {"between", "n >= 1 and n <= 5"}};
    static const char *const words[] = {"and", "else", "given", "missing", "includes", NULL};
    if (parser->bare != parser->at || word[-1].kind != TOKEN_NAME || text_is(word->text, "else"))
        return false;
    problem_add(parser->problems, word->place,
                "`and`, `or` or a comparison such as = or `given` should stand after `%.*s`, not `%.*s`",
                TEXT_ARGS(word[-1].text), TEXT_ARGS(word->text));
    problem_lost(parser->problems, word[-1].text);
    for (size_t i = 0; i < sizeof said / sizeof *said; i++)
        if (text_is(word->text, said[i].said)) {
            problem_hint(parser->problems, "write `%s`", said[i].written);
            return true;
        }
    parse_hint(parser, words);
    return true;
}

bool refuse_known(struct parser *parser)
{
    const struct token *token = parse_peek(parser, 0);
    if (!parser->at || token->first || token->kind != TOKEN_NAME)
        return refuse_dash(parser);
    bool counted = parser->bare == parser->at && token[-1].kind == TOKEN_NUMBER;
    return (counted && refuse_counted(parser, token - 1, token)) || refuse_state(parser, token) ||
           refuse_comparison(parser, token);
}
