#include "rules/lex.h"

#include <string.h>

#include "base/utf8.h"

enum { BLOCKS_MAX = 8 /* inside each other, in a rulebook that is one */ };

struct lexer {
    struct arena *arena;
    struct problems *problems;
    struct tokens *tokens;
    struct text file, text;
    size_t at;
    unsigned line, column;
    bool fresh;    /* nothing on this line yet */
    unsigned lost; /* the line of which the rest cannot be read */
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
    struct token *token = ARENA_ADD(lexer->arena, *tokens);
    token->kind = kind;
    token->text = (struct text){lexer->text.s + lexer->at, length};
    token->place = here(lexer);
    token->first = lexer->fresh;
    token->at = lexer->at;
    lexer->fresh = false;
    return token;
}

static struct text rest(const struct lexer *lexer)
{
    return (struct text){lexer->text.s + lexer->at, lexer->text.n - lexer->at};
}

static struct text rest_of_line(const struct lexer *lexer)
{
    return (struct text){rest(lexer).s, text_find(rest(lexer), '\n')};
}

static void skip_blank(struct lexer *lexer)
{
    for (;;) {
        size_t white = utf8_white(rest(lexer));
        if (!white && look(lexer, 0) != '#')
            return;
        advance(lexer, white ? white : rest_of_line(lexer).n);
    }
}

/* Whoever declares `Miles` is told so, and not that nothing has the name `miles`. */
static void lose_small(struct lexer *lexer, struct text name)
{
    struct text small = arena_text(lexer->arena, name);
    for (size_t i = 0; i < small.n; i++)
        if (small.s[i] >= 'A' && small.s[i] <= 'Z')
            ((char *)small.s)[i] = (char)(small.s[i] - 'A' + 'a');
    problem_lost(lexer->problems, small);
}

/* [a-z][a-z0-9_]* */
static void lex_name(struct lexer *lexer)
{
    size_t n = 0;
    bool good = look(lexer, 0) >= 'a' && look(lexer, 0) <= 'z';
    for (; is_word(look(lexer, n)); n++)
        if (look(lexer, n) >= 'A' && look(lexer, n) <= 'Z')
            good = false;
    struct token *token = token_new(lexer, TOKEN_NAME, n);
    token->text = arena_text(lexer->arena, token->text); /* so that names end in NUL for whoever wants that */
    if (n > NAME_MAX_LENGTH) {
        problem_add(lexer->problems, token->place, "this name is too long: %zu characters, at most %d", n,
                    NAME_MAX_LENGTH);
    } else if (!good && lexer->lost != lexer->line) {
        problem_unknown(lexer->problems, token->place, token->text,
                        "`%.*s` is not a name: write small letters, digits and _, beginning with a letter",
                        TEXT_ARGS(token->text));
        problem_weak(lexer->problems);
        lose_small(lexer, token->text);
    }
    advance(lexer, n);
}

static size_t digits_from(const struct lexer *lexer, size_t ahead)
{
    size_t n = 0;
    while (is_digit(look(lexer, ahead + n)))
        n++;
    return n;
}

/* 01/12/2026 */
static bool lex_slashed(struct lexer *lexer, size_t digits)
{
    size_t month = digits_from(lexer, digits + 1), at = digits + 1 + month;
    size_t year = month ? digits_from(lexer, at + 1) : 0;
    if (look(lexer, digits) != '/' || look(lexer, at) != '/' || !year)
        return false;
    struct token *token = token_new(lexer, TOKEN_DATE, at + 1 + year);
    problem_add(lexer->problems, token->place, "write a day as 2026-12-01, year first, not `%.*s`",
                TEXT_ARGS(token->text));
    advance(lexer, at + 1 + year);
    return true;
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
    if (lex_clock_or_date(lexer, digits) || lex_slashed(lexer, digits))
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

/* ---- texts ---- */

static void unreadable_line(struct lexer *lexer)
{
    problem_rest_lost(lexer->problems);
    lexer->lost = lexer->line;
}

/* Whatever this line may have declared: its words, and what stands between its quotes. */
static void lose_line(struct lexer *lexer)
{
    size_t begin = lexer->at, n = 0;
    while (begin && lexer->text.s[begin - 1] != '\n')
        begin--;
    struct text line = {lexer->text.s + begin, text_find(rest(lexer), '\n') + lexer->at - begin};
    for (size_t i = 0; i < line.n; i += n + 1) {
        for (n = 0; i + n < line.n && (is_word(line.s[i + n]) || line.s[i + n] == '.'); n++)
            ;
        if (n)
            problem_lost(lexer->problems, (struct text){line.s + i, n});
    }
    for (struct text left = line; left.n;)
        problem_lost(lexer->problems, text_trim(text_cut(&left, '"')));
}

/* Brackets of blocks that a text without an end has swallowed, but for pairs: blocks around it are whole. */
static void give_back_braces(struct lexer *lexer, struct text swallowed)
{
    size_t open = 0, closed = 0;
    for (size_t i = 0; i < swallowed.n; i++) {
        open += swallowed.s[i] == '{';
        if (swallowed.s[i] == '}' && open)
            open--;
        else
            closed += swallowed.s[i] == '}';
    }
    for (size_t i = 0; i < closed + open && i < BLOCKS_MAX; i++) {
        struct token *token = token_new(lexer, TOKEN_SYMBOL, 0);
        token->text = i < closed ? TEXT("}") : TEXT("{");
    }
}

/* A string without an end. Words on its line that could be none are most likely its text, and the missing
 * sign the one before them: then that is the mistake, and the only one. */
static void string_open(struct lexer *lexer, struct place place, struct text swallowed)
{
    struct problems *problems = lexer->problems;
    const struct problem *first = NULL;
    for (size_t i = problems->count; i-- > 0; first = &problems->items[i])
        if (problems->items[i].place.line != place.line ||
            !text_eq(problems->items[i].place.file, place.file))
            break;
    if (first) {
        place = first->place;
        problems->count = (size_t)(first - problems->items);
        problem_add(problems, place, "a \" is missing on this line: a text stands between two of them");
    } else {
        problem_add(problems, place, "this string has no end: close it with \" on the same line");
    }
    unreadable_line(lexer);
    lose_line(lexer);
    give_back_braces(lexer, swallowed);
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
            token->open = true;
            token->text = buf_text(&out);
            string_open(lexer, place, token->text);
            return;
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

/* ---- signs ---- */

/* A text between signs that look like quotes. */
static bool lex_quoted(struct lexer *lexer)
{
    static const char *const signs[] = {"'",      "\u2018", "\u2019", "\u201c", "\u201d",
                                        "\u201e", "\u00ab", "\u00bb", "\""};
    struct text line = rest_of_line(lexer);
    size_t opening = 0;
    for (size_t i = 0; i + 1 < sizeof signs / sizeof *signs; i++)
        if (text_starts(line, text_of(signs[i])))
            opening = strlen(signs[i]);
    for (size_t at = opening; opening && at < line.n; at++)
        for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
            struct text after = {line.s + at, line.n - at}, inner = {line.s + opening, at - opening};
            if (!text_starts(after, text_of(signs[i])))
                continue;
            struct token *token = token_new(lexer, TOKEN_STRING, at + strlen(signs[i]));
            token->text = arena_text(lexer->arena, inner);
            problem_add(lexer->problems, token->place, "a text stands between straight quotes: \"%.*s\"",
                        TEXT_ARGS(inner));
            advance(lexer, at + strlen(signs[i]));
            return true;
        }
    return false;
}

/* What other languages, and word processors, write for ours; the longer first. */
static bool lex_foreign(struct lexer *lexer)
{
    static const struct {
        const char *written, *meant;
        enum token_kind kind;
    } foreign[] = {
        {"&&", "and", TOKEN_NAME},      {"||", "or", TOKEN_NAME},       {"==", "=", TOKEN_SYMBOL},
        {"<>", "!=", TOKEN_SYMBOL},     {"=<", "<=", TOKEN_SYMBOL},     {"=>", ">=", TOKEN_SYMBOL},
        {"&", "and", TOKEN_NAME},       {"|", "or", TOKEN_NAME},        {"!", "not", TOKEN_NAME},
        {"\u2260", "!=", TOKEN_SYMBOL}, {"\u2264", "<=", TOKEN_SYMBOL}, {"\u2265", ">=", TOKEN_SYMBOL},
        {"\u2013", "-", TOKEN_SYMBOL},  {"\u2212", "-", TOKEN_SYMBOL},
    };
    for (size_t i = 0; i < sizeof foreign / sizeof *foreign; i++) {
        size_t n = strlen(foreign[i].written);
        if (!text_starts(rest(lexer), text_of(foreign[i].written)))
            continue;
        struct token *token = token_new(lexer, foreign[i].kind, n);
        problem_add(lexer->problems, token->place, "write `%s`, not `%s`", foreign[i].meant,
                    foreign[i].written);
        token->text = text_of(foreign[i].meant);
        advance(lexer, n);
        return true;
    }
    return false;
}

/* <<<<<<< as a version control system writes it where two versions meet. */
static bool lex_merge(struct lexer *lexer)
{
    size_t n = 0;
    while (lexer->fresh && look(lexer, 0) && strchr("<=>", look(lexer, 0)) &&
           look(lexer, n) == look(lexer, 0))
        n++;
    if (n != 7)
        return false;
    problem_add(lexer->problems, here(lexer),
                "two versions meet here: keep what is right of both, and remove this line");
    advance(lexer, rest_of_line(lexer).n);
    return true;
}

/* A sign that means nothing: said once for its line. */
static void lex_stray(struct lexer *lexer)
{
    uint32_t character;
    size_t bytes = utf8_next(rest(lexer), &character);
    bool shown = bytes && character >= ' ' && character != 0x7f;
    if (lexer->lost != lexer->line) {
        problem_add(lexer->problems, here(lexer),
                    shown ? "`%.*s` means nothing here" : "a control character stands here%.*s",
                    shown ? (int)bytes : 0, lexer->text.s + lexer->at);
        problem_weak(lexer->problems);
        unreadable_line(lexer);
    }
    advance(lexer, bytes ? bytes : 1);
}

static void lex_symbol(struct lexer *lexer)
{
    char c = look(lexer, 0), next = look(lexer, 1);
    bool own = c && strchr("{}(),.+-=<>", c);
    size_t n = (c == '!' || c == '<' || c == '>') && next == '=' ? 2 : 1;
    if (c == '/' && (next == '/' || next == '*')) {
        problem_add(lexer->problems, here(lexer), "a comment begins with #");
        advance(lexer, rest_of_line(lexer).n);
    } else if (n == 1 && (lex_merge(lexer) || lex_foreign(lexer) || (!own && lex_quoted(lexer)))) {
        return;
    } else if (n == 1 && !own) {
        lex_stray(lexer);
    } else {
        token_new(lexer, TOKEN_SYMBOL, n);
        advance(lexer, n);
    }
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
