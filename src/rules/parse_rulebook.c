#include <assert.h>

#include "base/zone.h"
#include "rules/loader.h"
#include "rules/parser.h"

/* include = "include" STRING: a file of the same folder; load.c has read it already */
static void parse_include(struct parser *parser)
{
    parse_string(parser, "a file's name in quotes");
}

static enum holidays parse_holidays(struct parser *parser)
{
    enum holidays holidays = HOLIDAYS_NONE;
    const struct token *token = parse_peek(parser, 0);
    if (parse_is_kind(parser, TOKEN_NAME) && holidays_named(token->text, &holidays))
        parser->at++;
    else
        parse_fail(parser, "england_and_wales, scotland, northern_ireland, uk_any or none");
    return holidays;
}

/* working = "working" DAY ["to" DAY] CLOCK "to" CLOCK */
static void parse_working(struct parser *parser)
{
    struct rulebook *rulebook = parser->rulebook;
    struct place place = parse_peek(parser, 0)->place;
    int from = parse_weekday(parser);
    int to = parse_take(parser, "to") ? parse_weekday(parser) : from;
    rulebook->working_from = parse_clock(parser);
    parse_expect(parser, "to");
    rulebook->working_to = parse_clock(parser);
    if (parser->broken)
        return;
    rulebook->working_days = 0;
    for (int day = from;; day = (day + 1) % 7) {
        rulebook->working_days |= 1U << day;
        if (day == to)
            break;
    }
    if (rulebook->working_from >= rulebook->working_to)
        problem_add(parser->problems, place, "the working day ends before it begins");
}

/* version = "version" STRING "from" DATE */
static void parse_version(struct parser *parser)
{
    parser->rulebook->version = parse_string(parser, "the version in quotes");
    parse_expect(parser, "from");
    if (parse_is_kind(parser, TOKEN_DATE))
        parser->rulebook->from = parser->tokens[parser->at++].number;
    else
        parse_fail(parser, "the day it is in force from, such as 2026-12-01");
}

static void parse_timezone(struct parser *parser)
{
    struct place place = parse_peek(parser, 0)->place;
    struct text zone = parse_string(parser, "a time zone such as \"Europe/London\"");
    parser->rulebook->timezone = zone;
    if (!parser->broken && !zone_load(parser->arena, zone))
        problem_add(parser->problems, place, "there is no time zone \"%.*s\" on this machine",
                    TEXT_ARGS(zone));
}

static void parse_header_statement(struct parser *parser, int word, void *object)
{
    (void)object;
    if (word == 0)
        parse_version(parser);
    else if (word == 1)
        parse_timezone(parser);
    else if (word == 2)
        parser->rulebook->holidays = parse_holidays(parser);
    else
        parse_working(parser);
}

/* rulebook = "rulebook" STRING "{" {"version" ... | "timezone" ... | "holidays" ... | "working" ...} "}" */
static void parse_header(struct parser *parser)
{
    static const char *const words[] = {"version", "timezone", "holidays", "working", NULL};
    struct rulebook *rulebook = parser->rulebook;
    struct place place = parse_peek(parser, 0)->place;
    if (rulebook->place.line) {
        problem_add(parser->problems, place, "`rulebook` stands twice; the first is %.*s:%u",
                    TEXT_ARGS(rulebook->place.file), rulebook->place.line);
        parser->broken = true;
        return;
    }
    rulebook->place = place;
    size_t before = parser->problems->count;
    rulebook->name = parse_string(parser, "the force's name in quotes");
    parse_block(parser, "`rulebook`", words, parse_header_statement, NULL);
    if (parser->problems->count == before && !rulebook->version.n)
        problem_add(parser->problems, place,
                    "the rulebook has no version: write version \"1\" from 2026-12-01");
}

/* workdays = "workdays" NAME "{" "holidays" NAME "}" */
static void parse_workdays(struct parser *parser)
{
    struct rulebook *rulebook = parser->rulebook;
    struct name name = parse_name(parser, "a working calendar's name");
    parse_expect(parser, "{");
    parse_expect(parser, "holidays");
    struct calendar_name calendar = {
        .place = name.place, .name = name.text, .holidays = parse_holidays(parser)};
    parse_close(parser);
    if (parser->broken || parse_full(parser, rulebook->calendar_count, "working calendars"))
        return;
    struct calendar_name *made = ARENA_NEW(parser->arena, struct calendar_name);
    *made = calendar;
    *LIST_PUSH(parser->arena, rulebook->calendars, rulebook->calendar_count) = made;
}

/* manage = "manage" ("people" | "roles" ROLE {"," ROLE}) "by" expr [cites] */
static void parse_manage(struct parser *parser)
{
    static const char *const words[] = {"people", "roles", NULL};
    struct rulebook *rulebook = parser->rulebook;
    struct manage_rule *rule = ARENA_NEW(parser->arena, struct manage_rule);
    rule->place = parse_peek(parser, 0)->place;
    rule->people = parse_word(parser, words, "`people` or `roles`") == 0;
    if (!rule->people)
        do {
            const struct role *role = parse_role_name(parser);
            if (!parser->broken)
                *LIST_PUSH(parser->arena, rule->roles, rule->role_count) = role;
        } while (parse_take(parser, ","));
    parse_expect(parser, "by");
    rule->by = parse_expr(parser);
    parse_cites(parser, &rule->cites);
    if (!parser->broken)
        *LIST_PUSH(parser->arena, rulebook->manages, rulebook->manage_count) = rule;
}

static const struct {
    const char *word;
    void (*parse)(struct parser *parser);
} declarations[] = {{"include", parse_include}, {"rulebook", parse_header}, {"workdays", parse_workdays},
                    {"policy", parse_policy},   {"role", parse_role},       {"choice", parse_choice},
                    {"matrix", parse_matrix},   {"board", parse_board},     {"register", parse_register},
                    {"extend", parse_extend},   {"manage", parse_manage},   {"measure", parse_measure}};

static const char *const declaration_words[] = {"include", "rulebook", "workdays", "policy",   "role",
                                                "choice",  "matrix",   "board",    "register", "extend",
                                                "manage",  "measure",  NULL};

static_assert(sizeof declaration_words / sizeof *declaration_words ==
                  sizeof declarations / sizeof *declarations + 1,
              "a word for each declaration");

static void parse_declaration(struct parser *parser, int word, void *object)
{
    (void)object;
    declarations[word].parse(parser);
}

static void name_add(struct arena *arena, struct names *names, const struct token *token)
{
    *LIST_PUSH(arena, names->items, names->count) = (struct name){token->text, token->place};
}

/* NAME [STRING] {"," NAME [STRING]} */
static void states_add(struct arena *arena, const struct token *token, struct names *states)
{
    for (; token->kind == TOKEN_NAME; token++) {
        name_add(arena, states, token++);
        if (token->kind == TOKEN_STRING)
            token++;
        if (token->kind != TOKEN_SYMBOL || token->text.s[0] != ',')
            return;
    }
}

void declared_add(struct arena *arena, const struct tokens *tokens, struct declared *declared)
{
    for (size_t i = 0; i + 2 < tokens->count; i++) {
        const struct token *token = &tokens->items[i], *name = token + 1, *after = token + 2;
        if (token->kind != TOKEN_NAME || name->kind != TOKEN_NAME)
            continue;
        if (text_is(token->text, "states"))
            states_add(arena, name, &declared->states);
        if (word_is_article(name->text) &&
            (text_is(token->text, "role") || text_is(token->text, "field") || text_is(token->text, "as")))
            name_add(arena, &declared->nouns, name);
        if (text_is(token->text, "board") && (after->kind == TOKEN_STRING || text_is(after->text, "{")))
            name_add(arena, &declared->boards, name);
    }
}

/* file = {declaration} */
void parse_file(struct loader *loader, const struct tokens *tokens)
{
    struct words words = {declaration_words, NULL};
    struct parser parser = {.arena = loader->arena,
                            .problems = loader->problems,
                            .rulebook = loader->rulebook,
                            .tokens = tokens->items,
                            .declared = loader->declared,
                            .words = &words};
    parse_all(&parser, parse_declaration);
}
