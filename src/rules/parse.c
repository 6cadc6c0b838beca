#include "rules/parser.h"

#include <string.h>

static const char *const reserved[] = {
    "and",    "or",    "not",   "is",     "has",      "in",      "given", "missing", "any",  "all", "no",
    "exists", "count", "done",  "since",  "same",     "as",      "now",   "today",   "this", "it",  "actor",
    "true",   "false", "state", "absent", "overlaps", "entered", "each",  "when",    NULL};
/* Of these, the ones that never are a state or a choice value. */
static const char *const never_values[] = {"this",  "it",   "actor", "state", "now",
                                           "today", "true", "false", "count", NULL};

static bool listed(const char *const *list, struct text word)
{
    for (; *list; list++)
        if (text_is(word, *list))
            return true;
    return false;
}

bool word_is_reserved(struct text word)
{
    return listed(reserved, word);
}

bool word_is_article(struct text word)
{
    static const char *const articles[] = {"a", "an", "the", NULL};
    return listed(articles, word);
}

void *list_grow(struct arena *arena, const void *items, size_t size, size_t count)
{
    if (count & (count - 1))
        return (void *)items;
    void *grown = arena_array(arena, count ? count * 2 : 1, size);
    if (count)
        memcpy(grown, items, count * size);
    return grown;
}

/* ---- tokens ---- */

const struct token *parse_peek(const struct parser *parser, size_t ahead)
{
    const struct token *token = &parser->tokens[parser->at];
    while (ahead-- && token->kind != TOKEN_END)
        token++;
    return token;
}

bool parse_is_ahead(const struct parser *parser, size_t ahead, const char *word)
{
    const struct token *token = parse_peek(parser, ahead);
    return !parser->broken && (token->kind == TOKEN_NAME || token->kind == TOKEN_SYMBOL) &&
           text_is(token->text, word);
}

bool parse_is(const struct parser *parser, const char *word)
{
    return parse_is_ahead(parser, 0, word);
}

bool parse_is_kind(const struct parser *parser, enum token_kind kind)
{
    return !parser->broken && parse_peek(parser, 0)->kind == kind;
}

static void advance(struct parser *parser)
{
    const struct token *token = parse_peek(parser, 0);
    if (token->kind == TOKEN_END)
        return;
    if (token->kind == TOKEN_SYMBOL && token->text.s[0] == '{')
        parser->braces++;
    if (token->kind == TOKEN_SYMBOL && token->text.s[0] == '}' && parser->braces)
        parser->braces--;
    parser->at++;
}

bool parse_take(struct parser *parser, const char *word)
{
    if (!parse_is(parser, word))
        return false;
    advance(parser);
    return true;
}

size_t parse_mistakes(const struct parser *parser)
{
    return parser->problems->count + parser->recovered + parser->broken;
}

/* Nothing is to be said of what stands here: the lexer could not read it, or the line, or where it would have
 * to stand. */
static bool is_unreadable(const struct parser *parser)
{
    const struct token *token = parse_peek(parser, 0);
    return problem_lost_at(parser->problems, token->place) || (parser->at && (token - 1)->open);
}

void parse_fail(struct parser *parser, const char *what)
{
    const struct token *token = parse_peek(parser, 0);
    if (parser->broken)
        return;
    bool said = is_unreadable(parser) || refuse_known(parser);
    parser->broken = true;
    if (said)
        return;
    if (token->kind == TOKEN_END)
        problem_add(parser->problems, token->place, "%s should stand here, but %s", what,
                    parser->one_test ? "nothing follows" : "the file ends");
    else if (token->kind == TOKEN_STRING)
        problem_add(parser->problems, token->place, "%s should stand here, not a text in quotes", what);
    else
        problem_add(parser->problems, token->place, "%s should stand here, not `%.*s`", what,
                    (int)(token->text.n < 60 ? token->text.n : 60), token->text.s);
}

bool parse_expect(struct parser *parser, const char *word)
{
    if (parse_take(parser, word))
        return true;
    char what[40] = "`";
    strncat(what, word, 30);
    strcat(what, "`");
    parse_fail(parser, what);
    return false;
}

void parse_close(struct parser *parser)
{
    if (parser->broken || parse_expect(parser, "}") || !parse_peek(parser, 0)->first || !parser->braces)
        return;
    parser->braces--; /* said; what begins on a line of its own can be read all the same */
    parser->broken = false;
}

void parse_else(struct parser *parser)
{
    static const char *const words[] = {"else", NULL};
    parse_word(parser, words, "`else \"message\"`, which says what to do when the test fails,");
}

void parse_hint(struct parser *parser, const char *const *words)
{
    const struct token *token = parse_peek(parser, 0);
    struct nearest nearest = nearest_to(token->text);
    if (token->kind != TOKEN_NAME)
        return;
    for (; *words; words++)
        nearest_offer(&nearest, text_of(*words));
    nearest_hint(parser->problems, &nearest);
}

int parse_word(struct parser *parser, const char *const *words, const char *what)
{
    for (int i = 0; words[i]; i++)
        if (parse_take(parser, words[i]))
            return i;
    size_t before = parser->problems->count;
    parse_fail(parser, what);
    if (parser->problems->count > before)
        parse_hint(parser, words);
    return -1;
}

static struct name name_taken(struct parser *parser, const char *what, const char *const *forbidden)
{
    const struct token *token = parse_peek(parser, 0);
    if (!parse_is_kind(parser, TOKEN_NAME)) {
        parse_fail(parser, what);
        return (struct name){.place = token->place};
    }
    if (listed(forbidden, token->text)) {
        parser->broken = true;
        problem_unknown(parser->problems, token->place, token->text,
                        "`%.*s` is a word of the language and cannot be %s", TEXT_ARGS(token->text), what);
        problem_weak(parser->problems);
        return (struct name){.place = token->place};
    }
    advance(parser);
    return (struct name){token->text, token->place};
}

struct name parse_name(struct parser *parser, const char *what)
{
    return name_taken(parser, what, reserved);
}

struct name parse_value_name(struct parser *parser, const char *what)
{
    return name_taken(parser, what, never_values);
}

static struct names names_taken(struct parser *parser, const char *what, const char *const *forbidden)
{
    struct names names = {0};
    do {
        struct name name = name_taken(parser, what, forbidden);
        if (parser->broken)
            break;
        *LIST_PUSH(parser->arena, names.items, names.count) = name;
    } while (parse_take(parser, ","));
    return names;
}

struct names parse_names(struct parser *parser, const char *what)
{
    return names_taken(parser, what, reserved);
}

struct names parse_value_names(struct parser *parser, const char *what)
{
    return names_taken(parser, what, never_values);
}

struct text parse_string(struct parser *parser, const char *what)
{
    if (!parse_is_kind(parser, TOKEN_STRING)) {
        parse_fail(parser, what);
        return (struct text){0};
    }
    struct text text = parse_peek(parser, 0)->text;
    advance(parser);
    return text;
}

struct text label_of(struct arena *arena, struct text name)
{
    struct text label = arena_text(arena, name);
    char *s = (char *)label.s;
    for (size_t i = 0; i < label.n; i++)
        if (s[i] == '_')
            s[i] = ' ';
    if (label.n && s[0] >= 'a' && s[0] <= 'z')
        s[0] = (char)(s[0] - 'a' + 'A');
    return label;
}

struct text parse_label(struct parser *parser, struct text name)
{
    if (parse_is_kind(parser, TOKEN_STRING))
        return parse_string(parser, "a label");
    return label_of(parser->arena, name);
}

int64_t parse_number(struct parser *parser, const char *what)
{
    bool minus =
        parse_is(parser, "-") && parse_peek(parser, 1)->kind == TOKEN_NUMBER && parse_take(parser, "-");
    if (!parse_is_kind(parser, TOKEN_NUMBER)) {
        parse_fail(parser, what);
        return 0;
    }
    int64_t number = parse_peek(parser, 0)->number;
    advance(parser);
    return minus ? -number : number;
}

int parse_clock(struct parser *parser)
{
    if (!parse_is_kind(parser, TOKEN_CLOCK)) {
        parse_fail(parser, "a time of day such as 10:00");
        return 0;
    }
    int minutes = (int)parse_peek(parser, 0)->number;
    advance(parser);
    return minutes;
}

int parse_weekday(struct parser *parser)
{
    static const char *const days[] = {"monday", "tuesday",  "wednesday", "thursday",
                                       "friday", "saturday", "sunday",    NULL};
    return parse_word(parser, days, "a day of the week such as monday");
}

bool parse_full(struct parser *parser, size_t count, const char *what)
{
    if (count < LIST_MAX || parser->broken)
        return count >= LIST_MAX;
    problem_add(parser->problems, parse_peek(parser, 0)->place, "there are too many %s: at most %d", what,
                LIST_MAX);
    while (parse_peek(parser, 0)->kind != TOKEN_END)
        advance(parser); /* nothing more of this file is worth reading */
    parser->broken = true;
    return true;
}

void parse_twice(struct parser *parser, struct place place, const char *word)
{
    problem_add(parser->problems, place, "`%s` is said twice here", word);
}

/* ---- blocks ---- */

static int word_index(const struct words *words, const struct token *token)
{
    for (int i = 0; token->kind == TOKEN_NAME && words->list[i]; i++)
        if (text_is(token->text, words->list[i]))
            return i;
    return -1;
}

static bool opens_outer(const struct words *words, const struct token *token)
{
    for (words = words->outer; words; words = words->outer)
        if (token->first && word_index(words, token) >= 0)
            return true;
    return false;
}

bool parse_word_begins(const struct parser *parser)
{
    return word_index(parser->words, parse_peek(parser, 0)) >= 0;
}

/* A statement, or one whose word is nearly right. */
static bool opens_statement(const struct words *words, const struct token *token)
{
    struct nearest nearest = nearest_to(token->text);
    if (!token->first || token->kind != TOKEN_NAME)
        return false;
    for (int i = 0; words->list[i]; i++)
        nearest_offer(&nearest, text_of(words->list[i]));
    return nearest.best.n || word_index(words, token) >= 0;
}

/* After a mistake: on to the next thing that looks like a statement of this block, or to its end. */
static void recover(struct parser *parser, unsigned braces)
{
    parser->broken = false;
    parser->recovered++;
    for (;; advance(parser)) {
        const struct token *token = parse_peek(parser, 0);
        if (token->kind == TOKEN_END)
            return;
        if (parser->braces == braces && (parse_is(parser, "}") || opens_statement(parser->words, token)))
            return;
        if (parser->braces < braces)
            return;
    }
}

/* What a statement that cannot be read may have declared. */
static void lose_names(struct parser *parser, size_t from)
{
    for (; from < parser->at; from++)
        if (parser->tokens[from].kind != TOKEN_SYMBOL)
            problem_lost(parser->problems, parser->tokens[from].text);
}

static void unknown_statement(struct parser *parser, const char *what)
{
    const struct token *token = parse_peek(parser, 0);
    if (token->kind == TOKEN_NAME && !is_unreadable(parser) && !refuse_known(parser)) {
        problem_add(parser->problems, token->place, "`%.*s` means nothing in %s", TEXT_ARGS(token->text),
                    what);
        parse_hint(parser, parser->words->list);
    } else if (token->kind != TOKEN_NAME) {
        parse_fail(parser, "a statement");
    }
    parser->broken = true;
}

static void parse_statements(struct parser *parser, const char *what,
                             void (*statement)(struct parser *parser, int word, void *object), void *object)
{
    unsigned braces = parser->braces;
    for (;;) {
        const struct token *token = parse_peek(parser, 0);
        if (parse_is(parser, "}") || token->kind == TOKEN_END)
            return;
        int word = word_index(parser->words, token);
        size_t from = parser->at;
        if (word < 0 && opens_outer(parser->words, token))
            return;
        if (word < 0) {
            unknown_statement(parser, what);
            advance(parser);
        } else {
            advance(parser);
            statement(parser, word, object);
        }
        if (parser->broken) {
            recover(parser, braces);
            lose_names(parser, from);
        }
    }
}

void parse_block(struct parser *parser, const char *what, const char *const *list,
                 void (*statement)(struct parser *parser, int word, void *object), void *object)
{
    struct place open = parse_peek(parser, 0)->place;
    struct words words = {list, parser->words};
    bool opened = parse_expect(parser, "{");
    if (!opened && word_index(&words, parse_peek(parser, 0)) < 0)
        return;
    if (!opened) { /* said; its statements can be read all the same */
        parser->broken = false;
        parser->braces++;
    }
    parser->words = &words;
    parse_statements(parser, what, statement, object);
    parser->words = words.outer;
    if (parse_take(parser, "}"))
        return;
    problem_add(parser->problems, open, "this `{` of %s is never closed", what);
    if (parser->braces)
        parser->braces--;
}

/* ---- stand-ins ---- */

#define STAND_IN(function, type, what)                                                                       \
    const struct type *function(struct parser *parser)                                                       \
    {                                                                                                        \
        struct name name = parse_name(parser, what);                                                         \
        struct type *made = ARENA_NEW(parser->arena, struct type);                                           \
        made->name = name.text;                                                                              \
        made->place = name.place;                                                                            \
        return made;                                                                                         \
    }

STAND_IN(parse_role_name, role, "a role's name")
STAND_IN(parse_board_name, board, "a board's name")
STAND_IN(parse_register_name, reg, "a register's name")
STAND_IN(parse_action_name, action, "an action's name")
STAND_IN(parse_field_name, field, "a field's name")
STAND_IN(parse_choice_name, choice, "a choice's name")

const struct field **parse_field_names(struct parser *parser, size_t *count)
{
    const struct field **fields = NULL;
    *count = 0;
    do {
        const struct field *field = parse_field_name(parser);
        if (parser->broken)
            break;
        *LIST_PUSH(parser->arena, fields, *count) = field;
    } while (parse_take(parser, ","));
    return fields;
}

/* ---- a whole file ---- */

void parse_all(struct parser *parser, void (*statement)(struct parser *parser, int word, void *object))
{
    while (parse_peek(parser, 0)->kind != TOKEN_END) {
        parse_statements(parser, "a rulebook", statement, NULL);
        if (parse_is(parser, "}")) {
            problem_add(parser->problems, parse_peek(parser, 0)->place, "this `}` closes nothing");
            advance(parser);
        }
    }
}
