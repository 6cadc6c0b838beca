/* A rulebook's text as tokens.
 *
 * White space, line ends and comments (# to the line's end) are gone; every token knows its place. What
 * cannot be read (a stray character, a string without an end) is a problem, and reading goes on after it. */
#pragma once

#include "rules/problems.h"

enum token_kind {
    TOKEN_END,    /* always the last */
    TOKEN_NAME,   /* a name or a word of the language */
    TOKEN_STRING, /* `text` without quotes and escapes */
    TOKEN_NUMBER, /* digits: `number`; also a possible clause id */
    TOKEN_CLAUSE, /* 2.3.e */
    TOKEN_CLOCK,  /* 10:00: `number` minutes since midnight */
    TOKEN_DATE,   /* 2026-11-22: `number` days since 1970 */
    TOKEN_SYMBOL, /* { } ( ) , . + - = != < <= > >= */
};

struct token {
    enum token_kind kind;
    struct text text; /* as written, but for strings */
    int64_t number;
    struct place place;
    bool first; /* on its line */
    bool open;  /* a string without an end */
    size_t at;  /* byte of its beginning, for joined writings such as -1 */
};

struct tokens {
    struct token *items;
    size_t count, capacity;
};

enum { NAME_MAX_LENGTH = 60 };

/* Reads at most `most` tokens: more are one problem, and the rest is left. Borrows the source's bytes. A
 * source that is no text at all gives one problem and TOKEN_END alone. */
struct tokens lex(struct arena *arena, const struct source_file *source, size_t most,
                  struct problems *problems);
