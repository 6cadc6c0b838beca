/* The pieces of the canonical form (load.h, rulebook_print), shared by its files.
 *
 * One declaration a line, four spaces a level, the parts of a declaration in one fixed order: two rulebooks
 * that mean the same and differ only in layout print the same bytes. */
#pragma once

#include "base/buf.h"
#include "rules/rulebook.h"

/* Which names an expression may use bare: inside a quantifier those of its element, else the record's own. */
struct print_scope {
    const struct reg *reg;               /* whose states `entered` means; NULL: the expression says */
    struct text names[EXPR_NESTING_MAX]; /* of each variable by its slot; empty: it goes by `it` */
    unsigned known;                      /* slots in use */
    int inner;                           /* slot whose fields are meant by bare names; -1: the record's */
    bool to_actor;                       /* in words: said to whoever acts, who is "you" */
};

struct print {
    struct buf *out;
    const struct rulebook *rulebook; /* NULL for a lone expression */
    unsigned level;
};

/* Where names mean the fields of the record the rule stands in. */
struct print_scope print_scope_top(void);
/* The scope inside parentheses that bind slot `var` to an element. */
struct print_scope print_scope_inside(const struct print_scope *scope, unsigned var, struct text name);

void print_string(struct buf *out, struct text text);
void print_span(struct buf *out, struct span span);
void print_expr(struct buf *out, const struct expr *expr, const struct print_scope *scope);
void print_literal(struct buf *out, struct value value, struct type type);

/* A line end and the indentation of the current level. */
void print_line(struct print *print);
/* ` cite ...`, or nothing when there is none. */
void print_cites(struct print *print, const struct cites *cites);
/* The same as a line of its own. */
void print_cites_here(struct print *print, const struct cites *cites);
/* On a line of its own, one level further in; nothing when there is none. */
void print_cites_below(struct print *print, const struct cites *cites);
/* `else "message"` and the cites, each on a line one level further in. */
void print_else(struct print *print, struct text message, const struct cites *cites);
/* ` "Label"`, unless it is what the name would be shown as anyway. */
void print_label(struct buf *out, struct text name, struct text label);
void print_choice_values(struct print *print, const struct choice *choice);
/* Is it a choice with a name of its own, not a field's `one of`? */
bool print_declared(const struct print *print, const struct choice *choice);
void print_type(struct print *print, const struct type *type);
void print_effect(struct print *print, const struct effect *effect, const struct print_scope *scope);
void print_retain(struct print *print, const struct retain *retain, const struct print_scope *scope);
void print_list(struct print *print, const struct saved_list *list, const struct print_scope *scope);
/* Of a struct calendar_name, manage_rule, measure, matrix. */
void print_workdays(struct print *print, const void *item);
void print_measure(struct print *print, const void *item);
void print_matrix(struct print *print, const void *item);
void print_register(struct print *print, const struct reg *reg);
void print_extension(struct print *print, const struct reg *person);
