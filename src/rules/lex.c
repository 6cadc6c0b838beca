#include "rules/lex.h"

#include <string.h>

#include "base/utf8.h"

struct lexer {
    struct arena *arena;
    struct problems *problems;
    struct tokens *tokens;
    struct text file, text;
    size_t at;
    unsigned line, column;
    bool fresh; /* nothing on this line yet */
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_word(char c)
{
    return is_letter(c) || is_digit(c) || c == '_';
}

static char look(const struct lexer *lexer, size_t ahead)
{
    return lexer->at + ahead < lexer->text.n ? lexer->text.s[lexer->at + ahead] : '\0';
}

static void advance(struct lexer *lexer, size_t bytes)
{
    for (size_t i = 0; i < bytes && lexer->at < lexer->text.n; i++) {
        char c = lexer->text.s[lexer->at++];
        if (c == '\n') {
            lexer->line++;
            lexer->column = 1;
            lexer->fresh = true;
        } else if (((unsigned char)c & 0xC0) != 0x80) {
            lexer->column++;
        }
    }
}

static struct place here(const struct lexer *lexer)
{
    return (struct place){lexer->file, lexer->line, lexer->column};
}

static struct token *token_new(struct lexer *lexer, enum token_kind kind, size_t length)
{
    struct tokens *tokens = lexer->tokens;
    struct token *token = ARENA_PUSH(lexer->arena, tokens->items, tokens->count, tokens->capacity);
    token->kind = kind;
    token->text = (struct text){lexer->text.s + lexer->at, length};
    token->place = here(lexer);
    token->first = lexer->fresh;
    token->at = lexer->at;
    lexer->fresh = false;
    return token;
}

static void skip_blank(struct lexer *lexer)
{
    for (;;) {
        char c = look(lexer, 0);
        if (lexer->at < lexer->text.n && c && strchr(" \t\r\n", c))
            advance(lexer, 1);
        else if (c == '#')
            advance(lexer,
                    text_find((struct text){lexer->text.s + lexer->at, lexer->text.n - lexer->at}, '\n'));
        else
            return;
    }
}

/* [a-z][a-z0-9_]* */
static void lex_name(struct lexer *lexer)
{
    size_t n = 0;
    bool good = look(lexer, 0) >= 'a' && look(lexer, 0) <= 'z';
    for (; is_word(look(lexer, n)); n++)
        if (look(lexer, n) >= 'A' && look(lexer, n) <= 'Z')
            good = false;
    if (n > NAME_MAX_LENGTH)
        problem_add(lexer->problems, here(lexer), "this name is too long: %zu characters, at most %d", n,
                    NAME_MAX_LENGTH);
    else if (!good)
        problem_add(lexer->problems, here(lexer),
                    "`%.*s` is not a name: write small letters, digits and _, beginning with a letter",
                    (int)n, lexer->text.s + lexer->at);
    struct token *token = token_new(lexer, TOKEN_NAME, n);
    token->text = arena_text(lexer->arena, token->text); /* so that names end in NUL for whoever wants that */
    advance(lexer, n);
}

static size_t digits_from(const struct lexer *lexer, size_t ahead)
{
    size_t n = 0;
    while (is_digit(look(lexer, ahead + n)))
        n++;
    return n;
}

static bool lex_clock_or_date(struct lexer *lexer, size_t digits)
{
    size_t n = 0;
    enum token_kind kind = TOKEN_CLOCK;
    if (digits <= 2 && look(lexer, digits) == ':' && digits_from(lexer, digits + 1))
        n = digits + 1 + digits_from(lexer, digits + 1);
    else if (digits == 4 && look(lexer, 4) == '-' && digits_from(lexer, 5) == 2 && look(lexer, 7) == '-' &&
             digits_from(lexer, 8) == 2) {
        n = 10;
        kind = TOKEN_DATE;
    }
    if (!n)
        return false;
    struct token *token = token_new(lexer, kind, n);
    int minutes = 0;
    if (kind == TOKEN_DATE ? !day_parse(token->text, &token->number) : !clock_parse(token->text, &minutes))
        problem_add(lexer->problems, token->place, "there is no %s `%.*s`",
                    kind == TOKEN_DATE ? "day" : "time of day", TEXT_ARGS(token->text));
    if (kind == TOKEN_CLOCK)
        token->number = minutes;
    advance(lexer, n);
    return true;
}

/* A number, or digits and letters joined by dots: a clause. */
static void lex_number(struct lexer *lexer)
{
    size_t digits = digits_from(lexer, 0);
    if (lex_clock_or_date(lexer, digits))
        return;
    size_t n = digits;
    while (is_digit(look(lexer, n)) || is_letter(look(lexer, n)) ||
           (look(lexer, n) == '.' && (is_digit(look(lexer, n + 1)) || is_letter(look(lexer, n + 1)))))
        n++;
    struct token *token = token_new(lexer, n == digits ? TOKEN_NUMBER : TOKEN_CLAUSE, n);
    if (n == digits && (!text_to_int(token->text, &token->number) || token->number > VALUE_NUMBER_MAX)) {
        problem_add(lexer->problems, token->place, "this number is too large: at most 9007199254740991");
        token->number = 0;
    }
    advance(lexer, n);
}

/* A string without an end. Words on its line that could be none are most likely its text, and the missing
 * sign the one before them: then that is the mistake, and the only one. */
static void string_open(struct lexer *lexer, struct place place)
{
    struct problems *problems = lexer->problems;
    const struct problem *first = NULL;
    for (size_t i = problems->count; i-- > 0; first = &problems->items[i])
        if (problems->items[i].place.line != place.line ||
            !text_eq(problems->items[i].place.file, place.file))
            break;
    if (!first) {
        problem_add(problems, place, "this string has no end: close it with \" on the same line");
        return;
    }
    struct place missing = first->place;
    problems->count = (size_t)(first - problems->items);
    problem_add(problems, missing, "a \" is missing on this line: a text stands between two of them");
}

static void lex_string(struct lexer *lexer)
{
    struct place place = here(lexer);
    struct token *token = token_new(lexer, TOKEN_STRING, 0);
    struct buf out = buf_in(lexer->arena);
    advance(lexer, 1);
    for (;;) {
        char c = look(lexer, 0);
        if (lexer->at >= lexer->text.n || c == '\n') {
            string_open(lexer, place);
            break;
        }
        if (c == '"') {
            advance(lexer, 1);
            break;
        }
        if (c == '\\') {
            char next = look(lexer, 1);
            if (next == '"' || next == '\\' || next == 'n')
                buf_char(&out, next == 'n' ? '\n' : next);
            else
                problem_add(lexer->problems, here(lexer),
                            "only \", \\ or n may follow a \\ in quotes: write \\\\ for the sign itself");
            advance(lexer, next == '\n' ? 1 : 2);
            continue;
        }
        buf_char(&out, c);
        advance(lexer, 1);
    }
    token->text = buf_text(&out);
}

static void lex_symbol(struct lexer *lexer)
{
    char c = look(lexer, 0), next = look(lexer, 1);
    size_t n = (c == '!' || c == '<' || c == '>') && next == '=' ? 2 : 1;
    if (n == 1 && (c == '\0' || !strchr("{}(),.+-=<>", c))) {
        uint32_t character;
        size_t bytes =
            utf8_next((struct text){lexer->text.s + lexer->at, lexer->text.n - lexer->at}, &character);
        bool shown = bytes && character >= ' ' && character != 0x7f;
        problem_add(lexer->problems, here(lexer),
                    shown ? "`%.*s` means nothing here" : "a control character stands here%.*s",
                    shown ? (int)bytes : 0, lexer->text.s + lexer->at);
        advance(lexer, bytes ? bytes : 1);
        return;
    }
    token_new(lexer, TOKEN_SYMBOL, n);
    advance(lexer, n);
}

static bool is_text(const struct source_file *source, struct problems *problems)
{
    struct place place = {.file = source->name};
    if (source->text.n > RULEBOOK_FILE_MAX)
        problem_add(problems, place, "the file is too large: at most %d MB", RULEBOOK_FILE_MAX / 1024 / 1024);
    else if (source->text.n && memchr(source->text.s, '\0', source->text.n))
        problem_add(problems, place, "this is not text: it contains NUL bytes");
    else if (!utf8_valid(source->text))
        problem_add(problems, place, "this is not text in UTF-8: save it as UTF-8");
    else
        return true;
    return false;
}

struct tokens lex(struct arena *arena, const struct source_file *source, size_t most,
                  struct problems *problems)
{
    struct tokens tokens = {0};
    struct lexer lexer = {.arena = arena,
                          .problems = problems,
                          .tokens = &tokens,
                          .file = source->name,
                          .text = source->text,
                          .line = 1,
                          .column = 1,
                          .fresh = true};
    if (!is_text(source, problems))
        lexer.text.n = 0;
    if (text_starts(lexer.text, TEXT("\xEF\xBB\xBF")))
        lexer.at = 3; /* a byte order mark, as some editors write */
    for (skip_blank(&lexer); lexer.at < lexer.text.n; skip_blank(&lexer)) {
        char c = look(&lexer, 0);
        if (tokens.count >= most) {
            problem_add(problems, here(&lexer), "the rulebook is too large: at most %d words and signs",
                        RULEBOOK_TOKENS_MAX);
            break;
        }
        if (is_letter(c) || c == '_')
            lex_name(&lexer);
        else if (is_digit(c))
            lex_number(&lexer);
        else if (c == '"')
            lex_string(&lexer);
        else
            lex_symbol(&lexer);
    }
    token_new(&lexer, TOKEN_END, 0);
    return tokens;
}
