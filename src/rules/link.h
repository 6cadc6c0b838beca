/* Linking: every name becomes what it means, every expression gets its type. Private to the loader.
 *
 * What cannot be linked is reported once and left with TYPE_NONE, which fits everything, so that one mistake
 * gives one message. */
#pragma once

#include "rules/loader.h"

/* What names mean at a point of the rulebook. */
struct scope {
    struct arena *arena;
    struct problems *problems;
    const struct rulebook *rulebook;
    const struct reg *self;  /* `this`; NULL: there is no record here */
    const struct reg *names; /* whose fields bare names mean; NULL: nobody's */
    enum path_root root;     /* where the record of `names` is found */
    unsigned var;
    struct {
        struct text name; /* empty: `it` alone */
        struct type type;
    } vars[EXPR_NESTING_MAX];
    unsigned depth; /* variables bound */
    bool element;   /* inside a quantifier: `it` is variable depth - 1 */
    bool where;     /* a request's: private fields are unknown names */
};

struct scope scope_of(const struct loader *loader, const struct reg *self);

/* ---- link_expr.c: tests; link_value.c: values ---- */
void link_test(struct scope *scope, struct expr *expr);
/* NULL is left alone. */
void link_test_if(struct scope *scope, struct expr *expr);
void link_value(struct scope *scope, struct expr *expr);
/* A value that goes where `type` is wanted: bare names may be its values. `what` names the place for the
 * problem. */
void link_value_as(struct scope *scope, struct expr *expr, struct type type, const char *what);
/* The same without judging whether the type fits. */
void link_toward(struct scope *scope, struct expr *expr, struct type type);
/* Both sides of a comparison, each a bare value of the other. */
void link_pair(struct scope *scope, struct expr *left, struct expr *right);
void link_span(struct scope *scope, struct span *span);
/* A quantifier's body, with one more variable of `type`. The slot it got is put into *var. */
void link_body(struct scope *scope, struct expr *body, struct text name, struct type type, unsigned *var);

/* ---- link_path.c ---- */
void link_path(struct scope *scope, struct expr *expr);
/* Would it link? Its type, or TYPE_NONE. Says nothing. */
struct type peek_path(struct scope *scope, const struct expr *expr);
/* One name that may be a value instead. */
bool path_is_bare(const struct expr *expr);
struct path path_to_subject(const struct scope *scope);

/* ---- names.c: finding by name, with a problem and a hint when there is no such thing ---- */
const struct role *find_role(struct scope *scope, struct text name, struct place place);
const struct board *find_board(struct scope *scope, struct text name, struct place place);
const struct reg *find_register(struct scope *scope, struct text name, struct place place);
const struct choice *find_choice(struct scope *scope, struct text name, struct place place);
const struct matrix *find_matrix(struct scope *scope, struct text name, struct place place);
const struct calendar_name *find_calendar(struct scope *scope, struct text name, struct place place);
const struct field *find_field(struct scope *scope, const struct reg *reg, struct text name,
                               struct place place);
const struct action *find_action(struct scope *scope, const struct reg *reg, struct text name,
                                 struct place place);
int find_value(struct scope *scope, const struct choice *choice, struct text name, struct place place);
enum builtin builtin_named(struct text name);
struct type builtin_type(const struct rulebook *rulebook, const struct reg *reg, enum builtin builtin);
const char *builtin_name(enum builtin builtin);

/* ---- types.c ---- */
struct text type_name(struct arena *arena, struct type type); /* "a date", "one of low, medium" */
bool type_fits(struct type wanted, struct type given);        /* may be stored in it, or compared with it */
bool type_ordered(struct type type);
bool type_is_moment(struct type type);                              /* date, month or time */
bool choices_same(const struct choice *a, const struct choice *b);  /* the same values, in any order */
bool choices_agree(const struct choice *a, const struct choice *b); /* and in the same one */

/* ---- link_register.c, link_action.c ---- */
void link_types(struct loader *loader, struct reg *reg); /* of fields, first of all */
void link_create(struct loader *loader, struct reg *reg);
void link_register(struct loader *loader, struct reg *reg);
void link_action(struct scope *scope, struct action *action);
void link_who(struct scope *scope, struct who *who);
void link_cites(struct scope *scope, struct cites *cites);
