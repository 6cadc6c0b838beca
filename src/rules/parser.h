/* Parsing: tokens -> a rulebook whose names are not linked yet. Private to the loader.
 *
 * The parse builds the rulebook's own structs. Where a name refers to something that may stand anywhere, it
 * puts a stand-in: an object of the right kind that has only `name` and `place`; link.c puts the real one in
 * its stead. Expressions are allocated as `struct written`, which adds the names as written to `struct expr`.
 *
 * A mistake is reported once and breaks the statement (`broken`): until the statement loop has found the next
 * statement every parse function takes nothing and says nothing. */
#pragma once

#include "rules/lex.h"

/* Appends to a list that has no capacity of its own: it grows when its count is a power of two. Gives a
 * pointer to the new, zeroed element. */
#define LIST_PUSH(arena, items, count)                                                                       \
    ((items) = list_grow((arena), (items), sizeof *(items), (count)), &(items)[(count)++])
void *list_grow(struct arena *arena, const void *items, size_t size, size_t count);

struct name {
    struct text text;
    struct place place;
};

struct names {
    struct name *items;
    size_t count;
};

/* An expression as parsed. `expr` is first: a pointer to it is a pointer to this. */
struct written {
    struct expr expr;
    struct names path; /* of EXPR_PATH; fields of EXPR_SAME */
    struct name ref;   /* role, board, register, matrix, state or calendar named by this kind */
    struct name ref2;  /* done A since B: B */
};

/* Names of states to be found when the register's `states` are known. */
struct pending_states {
    struct names names;
    bool **in; /* one of these two */
    int *to;
};

/* Names that decide how a text is read, known from any file before the first is parsed. */
struct declared {
    struct names boards; /* for `next BOARD` */
    struct names states; /* for `entered STATE` after a comparison sign */
    struct names nouns;  /* what is called `a`, `an` or `the`: there it is no article */
};

/* Words that may begin a statement here, and in the blocks around it. */
struct words {
    const char *const *list; /* ends with NULL */
    const struct words *outer;
};

struct parser {
    struct arena *arena;
    struct problems *problems;
    struct rulebook *rulebook;
    const struct token *tokens;
    size_t at;
    bool broken;
    bool one_test;    /* a where= or sort=, no file */
    size_t recovered; /* how often it went on after a mistake */
    size_t bare;      /* the token after the last number, or path that is a test by itself */
    unsigned depth;   /* of expressions */
    unsigned braces;  /* open ones */
    const struct words *words;
    struct declared declared;
    struct pending_states *pending;
    size_t pending_count;
};

enum { EXPR_DEPTH_MAX = 200, LIST_MAX = 2000 /* of any one kind of thing in one place */ };

/* ---- parse_refuse.c: as people say it, and the language does not ---- */
/* Says so of what the next token and those before it are, where that is known; said once, the statement is
 * broken. */
bool refuse_known(struct parser *parser);
/* What counts the next number is no unit of time, nearly one, or a month of a day in words. */
bool refuse_unit(struct parser *parser);
void refuse_word(struct parser *parser, const char *advice);
/* `owner not given` */
void refuse_not(struct parser *parser);
/* `actor has a manager`, `actor is the requester` */
void refuse_article(struct parser *parser);

/* ---- parse.c: tokens ---- */
/* Grows with every mistake met, said or (what the lexer had said, what is too many) not. */
size_t parse_mistakes(const struct parser *parser);
const struct token *parse_peek(const struct parser *parser, size_t ahead);
/* Is the next token this word or sign? */
bool parse_is(const struct parser *parser, const char *word);
bool parse_is_ahead(const struct parser *parser, size_t ahead, const char *word);
bool parse_is_kind(const struct parser *parser, enum token_kind kind);
bool parse_take(struct parser *parser, const char *word);
bool parse_expect(struct parser *parser, const char *word);
/* The `else` between a test and its message. */
/* The end of a block that has no statements. */
void parse_close(struct parser *parser);
void parse_else(struct parser *parser);
/* Takes one of these words (a list that ends with NULL); its index, or -1 after a problem "WHAT should stand
 * here". */
int parse_word(struct parser *parser, const char *const *words, const char *what);
/* "did you mean ...?" on the last problem, if the next token is nearly one of these words. */
void parse_hint(struct parser *parser, const char *const *words);
/* Does this token say one of the names? */
bool names_hold(struct names names, const struct token *token);
/* Does the next token begin a statement of this block? */
bool parse_word_begins(const struct parser *parser);
/* Reports at the next token "WHAT should stand here, not ..." and breaks the statement. */
void parse_fail(struct parser *parser, const char *what);
/* A name that is being declared or referred to; no word of the language. */
struct name parse_name(struct parser *parser, const char *what);
/* The same, but such words may be states and choice values. */
struct name parse_value_name(struct parser *parser, const char *what);
struct names parse_names(struct parser *parser, const char *what);
struct names parse_value_names(struct parser *parser, const char *what);
struct text parse_string(struct parser *parser, const char *what);
/* A string if there is one, else what `name` reads as: spaces and a capital. */
struct text parse_label(struct parser *parser, struct text name);
struct text label_of(struct arena *arena, struct text name);
int64_t parse_number(struct parser *parser, const char *what);
int parse_clock(struct parser *parser);
int parse_weekday(struct parser *parser);
/* `{` statements `}`, recovering after each broken one. `what` names the block, for messages. */
void parse_block(struct parser *parser, const char *what, const char *const *words,
                 void (*statement)(struct parser *parser, int word, void *object), void *object);
/* Statements to the end of the file. */
void parse_all(struct parser *parser, void (*statement)(struct parser *parser, int word, void *object));
/* Is this list full? Reports once, at the next token; a rulebook within the limits never meets them. */
bool parse_full(struct parser *parser, size_t count, const char *what);
/* The word a statement repeats although it may stand only once. */
void parse_twice(struct parser *parser, struct place place, const char *word);
bool word_is_reserved(struct text word);
/* a, an, the: words that people put before a name. */
bool word_is_article(struct text word);

/* ---- stand-ins ---- */
const struct role *parse_role_name(struct parser *parser);
const struct board *parse_board_name(struct parser *parser);
const struct reg *parse_register_name(struct parser *parser);
const struct action *parse_action_name(struct parser *parser);
const struct field *parse_field_name(struct parser *parser);
const struct field **parse_field_names(struct parser *parser, size_t *count);
const struct choice *parse_choice_name(struct parser *parser);

/* ---- one file per noun ---- */
void parse_policy(struct parser *parser); /* parse_policy.c */
void parse_cites(struct parser *parser, struct cites *cites);
bool parse_cite_once(struct parser *parser, struct cites *cites); /* cite ..., any number of them */
void parse_choice(struct parser *parser);                         /* parse_choice.c */
void parse_choice_values(struct parser *parser, struct choice *choice, bool in_braces);
void parse_matrix(struct parser *parser);
void parse_role(struct parser *parser); /* parse_board.c */
void parse_board(struct parser *parser);
void parse_register(struct parser *parser); /* parse_register.c */
void parse_extend(struct parser *parser);
void parse_states_later(struct parser *parser, struct names names, bool **in, int *to);
void parse_field(struct parser *parser, struct reg *reg);  /* parse_field.c */
void parse_action(struct parser *parser, struct reg *reg); /* parse_action.c */
struct who parse_who(struct parser *parser);
void parse_duty(struct parser *parser, struct reg *reg); /* parse_duty.c */
void parse_never(struct parser *parser, struct reg *reg);
void parse_warn(struct parser *parser, struct reg *reg);
void parse_calendar(struct parser *parser, struct reg *reg); /* parse_view.c */
void parse_retain(struct parser *parser, struct reg *reg);
void parse_list(struct parser *parser, struct reg *reg);
struct sort_key *parse_sort_keys(struct parser *parser, size_t *count);
void parse_measure(struct parser *parser);

/* ---- parse_expr.c and parse_value.c ---- */
struct expr *parse_expr(struct parser *parser);
struct expr *parse_value(struct parser *parser);
/* Is the next token a sign that compares? */
bool parse_sign_follows(const struct parser *parser);
/* After a comparison sign and in lists, where most words of the language are values. */
struct expr *parse_compared_value(struct parser *parser);
struct expr *parse_path(struct parser *parser);
struct span parse_span(struct parser *parser);
struct written *parse_new(struct parser *parser, enum expr_kind kind);
void parse_arg(struct parser *parser, struct written *written, struct expr *arg);
