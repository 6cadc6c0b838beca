/* Reading a rulebook: sources -> lex -> parse -> link -> check, and expressions of requests.
 *
 * A rulebook loads whole or not at all. Mistakes are data: collected, sorted by place, printed once. */
#pragma once

#include "rules/rulebook.h"

struct problem {
    struct place place;
    struct text message;    /* "unknown field `impat`" */
    struct text suggestion; /* "did you mean `impact`?" or empty */
    struct text line;       /* the source line, for the caret */
    struct text unknown;    /* when that is the mistake, the name that nothing has: told once */
    struct text also;       /* the lines of its other places: "16, 17" */
    bool weak;              /* gives way to another that says what should stand there */
    bool rest_lost;         /* the rest of its line cannot be read */
};

struct problems {
    struct arena *arena;
    struct problem *items;
    size_t count, capacity;
    struct text *lost; /* names declared by statements that could not be read: nothing is said of their use */
    size_t lost_count, lost_capacity;
    bool too_deep; /* one of them is more quantifiers within each other than are allowed */
};

/* Within these limits loading takes less than 192 MB of the arena, whatever the files hold. */
enum {
    RULEBOOK_FILE_MAX = 4 * 1024 * 1024,
    RULEBOOK_BYTES_MAX = 16 * 1024 * 1024, /* all files together */
    RULEBOOK_FILES_MAX = 64,
    RULEBOOK_TOKENS_MAX = 200000, /* names, numbers, strings and signs, all files together */
};

/* Reads DIR/force.rules and what it includes. NULL when anything is wrong; problems say what. Everything
 * lives in `arena`. */
struct rulebook *rulebook_load_dir(struct arena *arena, const char *dir, struct problems *problems);
/* The same from sources kept elsewhere (a data file). The first file is `force.rules`. */
struct rulebook *rulebook_load_sources(struct arena *arena, const struct source_file *sources, size_t count,
                                       struct problems *problems);

/* A `where=` over `reg`: names mean the fields of `reg` (there is no separate `this`); private fields are
 * unknown names; at most EXPR_NESTING_MAX levels. Result refers to ROOT_THIS. NULL with problems. `text` is
 * copied. */
struct expr *rulebook_parse_where(struct arena *arena, const struct rulebook *rulebook, const struct reg *reg,
                                  struct text text, struct problems *problems);
/* A `sort=`: `-updated,summary`. False with problems. */
bool rulebook_parse_sort(struct arena *arena, const struct rulebook *rulebook, const struct reg *reg,
                         struct text text, struct sort_key **keys, size_t *count, struct problems *problems);

/* `file:line:column: message`, the line, a caret, the suggestion; for each, by place. */
struct text problems_print(struct arena *arena, const struct problems *problems);

/* The canonical form, file by file in the order of `sources`; loading it again prints the same. */
struct text rulebook_print(struct arena *arena, const struct rulebook *rulebook);
struct text expr_print(struct arena *arena, const struct expr *expr);

enum coverage_kind {
    COVERED_NOTHING,
    COVERED_ENFORCED,
    COVERED_OWED,
    COVERED_RECORDED,
    COVERED_GUIDANCE,
    COVERED_OUTSIDE
};

/* What keeps a clause. */
struct keeper {
    const struct clause *clause;
    enum coverage_kind kind;
    const struct reg *reg; /* NULL: the whole rulebook, a board, a role */
    struct text what;      /* "Request for change: Approve needs" */
    struct text message;   /* the refusal's words, if it has any */
    struct place place;
};

struct coverage {
    struct keeper *items; /* every cite, by policy, clause, then place */
    size_t count;
    /* Clauses counted once, by their best kind. */
    size_t clauses, enforced, owed, recorded, guidance, outside, nothing;
};

struct coverage rulebook_coverage(struct arena *arena, const struct rulebook *rulebook);
/* The best kind that keeps this clause. */
enum coverage_kind coverage_of(const struct coverage *coverage, const struct clause *clause);
const char *coverage_name(enum coverage_kind kind);
/* For `reeve check`: policy by policy each clause, its kind and what keeps it; those that nothing keeps last,
 * and the counts. */
struct text coverage_print(struct arena *arena, const struct rulebook *rulebook,
                           const struct coverage *coverage);
