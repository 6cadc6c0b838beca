/* Expressions, as the linker leaves them: every name resolved, every node typed.
 *
 * One tree has three readings (evaluate.h, query.h, prove later), which must never disagree.
 * Nodes live in the arena of the rulebook, or of the request that parsed them. */
#pragma once

#include "base/time.h"
#include "rules/value.h"

struct action;
struct board;
struct calendar_name;
struct field;
struct matrix;
struct role;

/* Where something stands in a rulebook, for messages. */
struct place {
    struct text file;
    unsigned line, column; /* from 1; column counts characters */
};

/* A duration as written: `3 working days`, `20 foi days`. */
struct span {
    int64_t n;
    enum duration_unit unit;              /* base/time.h */
    const struct calendar_name *calendar; /* of working days; NULL: the rulebook's own */
};

enum path_root {
    ROOT_THIS,  /* the record the rule stands in */
    ROOT_VAR,   /* the element bound by the quantifier at `var` (0 is the outermost) */
    ROOT_ACTOR, /* who acts */
};

enum builtin {
    BUILTIN_NONE,
    BUILTIN_NUMBER,
    BUILTIN_STATE,
    BUILTIN_CREATED,
    BUILTIN_CREATOR,
    BUILTIN_UPDATED,
    BUILTIN_MARKING,
};

enum act_part { ACT_NONE, ACT_ACTOR, ACT_TIME, ACT_COUNT, ACT_WAIVED };

/* One step of a path: exactly one of field, builtin, action (with its part) is set. */
struct step {
    const struct reg *reg; /* the register this step is taken in */
    const struct field *field;
    enum builtin builtin;
    const struct action *action;
    enum act_part part;
};

struct path {
    enum path_root root;
    unsigned var;
    const struct reg *reg; /* register of the root; for ROOT_ACTOR `person` */
    struct step *steps;    /* none: the record itself */
    size_t count;
};

enum expr_kind {
    /* tests: two-valued */
    EXPR_OR,            /* args[0], args[1] ... (flattened) */
    EXPR_AND,           /* likewise */
    EXPR_NOT,           /* args[0] */
    EXPR_COMPARE,       /* args[0] op args[1] */
    EXPR_IN,            /* args[0] in args[1..] */
    EXPR_GIVEN,         /* args[0], a path */
    EXPR_MISSING,       /* args[0], a path */
    EXPR_INCLUDES,      /* args[0] (a many path) includes args[1] */
    EXPR_IS,            /* args[0] is args[1]; `negated` for is not */
    EXPR_IS_PERSONALLY, /* args[0] is args[1] personally */
    EXPR_HAS,           /* args[0] has `role` [for args[1]] [since `span`] [`personally`] */
    EXPR_MANAGES,       /* args[0] manages args[1] */
    EXPR_SITS_ON,       /* args[0] sits on `board` */
    EXPR_ABSENT,        /* absent `role` */
    EXPR_EACH,          /* `quantifier` over the many path args[0], binding `var`, of args[1] */
    EXPR_RECORDS,       /* `quantifier` (EXISTS or NO) over `reg`, binding `var`, of args[0] */
    EXPR_DONE,     /* done `action` [since `since`], of the record `path` (no steps: this, or the element) */
    EXPR_SAME,     /* same `fields`, of the record `path`, as args[0] */
    EXPR_WEEKDAY,  /* weekday(args[0] [to args[1]]) in `days`; `negated` for != */
    EXPR_HOLIDAY,  /* holiday(args[0] [to args[1]]) */
    EXPR_CLOCK,    /* clock(args[0]) between `clock_from` and `clock_to` */
    EXPR_OVERLAPS, /* overlaps `reg` (args[0]), binding `var` */
    EXPR_FLAG,     /* args[0], a path to a flag, or true or false */
    /* values */
    EXPR_LITERAL, /* `literal` */
    EXPR_SPAN,    /* `span`: a duration literal */
    EXPR_PATH,    /* `path` */
    EXPR_NOW,
    EXPR_TODAY,
    EXPR_ADD,           /* args[0] + args[1] */
    EXPR_SUBTRACT,      /* args[0] - args[1] */
    EXPR_COUNT_EACH,    /* count of the many path args[0] [binding `var`, of args[1]] */
    EXPR_COUNT_RECORDS, /* count of `reg` [binding `var`, of args[0]] */
    EXPR_MATRIX,        /* `matrix`(args[0] row, args[1] column): the linker puts them in this order */
    EXPR_LATEST,        /* of args */
    EXPR_EARLIEST,      /* of args */
    EXPR_HOURS,         /* hours(args[0], args[1]) whole ones from the first to the second */
    EXPR_DAYS,
    EXPR_WORKDAYS, /* in `calendar`, NULL: the rulebook's own */
    EXPR_ENTERED,  /* entered `state` (index into the states of path.reg), of the record `path`, a time */
    EXPR_NEXT,     /* next `board`: the next meeting's start, a time */
};

enum compare_op { COMPARE_EQ, COMPARE_NE, COMPARE_LT, COMPARE_LE, COMPARE_GT, COMPARE_GE };
enum quantifier { QUANTIFIER_ANY, QUANTIFIER_ALL, QUANTIFIER_NO, QUANTIFIER_EXISTS };

enum { EXPR_NESTING_MAX = 10 }; /* levels of quantifier: variable slots 0..9 */

struct expr {
    enum expr_kind kind;
    struct place place;
    struct type type; /* of a value; TYPE_FLAG for a test */
    struct expr **args;
    size_t count;
    enum compare_op op;
    enum quantifier quantifier;
    bool negated, personally, has_span;
    unsigned var;
    struct text var_name; /* as written after `as`; empty when it goes by `it` */
    struct value literal;
    struct span span;
    struct path path;
    const struct role *role;
    const struct board *board;
    const struct reg *reg;
    const struct action *action, *since;
    const struct matrix *matrix;
    const struct calendar_name *calendar;
    const struct field **fields; /* EXPR_SAME */
    size_t field_count;
    unsigned days;            /* bit 0 Monday .. bit 6 Sunday */
    int clock_from, clock_to; /* minutes since midnight */
    int state;
};

/* Is it `actor` itself, and not something reached through them. */
static inline bool expr_is_actor(const struct expr *expr)
{
    return expr->kind == EXPR_PATH && expr->path.root == ROOT_ACTOR && expr->path.count == 0;
}

/* Does it ask anything of whoever acts. */
bool expr_names_actor(const struct expr *expr);
