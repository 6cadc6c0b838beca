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
/* The same, and this word. */
void print_row(struct print *print, const char *word);
void print_word(struct print *print, const char *word);
/* ` {`, and one level further in; back again, and `}` on a line of its own. */
void print_body(struct print *print);
void print_close(struct print *print);
/* ` cite ...`, or nothing when there is none. */
void print_cites(struct print *print, const struct cites *cites);
/* The same as a line of its own. */
void print_cites_here(struct print *print, const struct cites *cites);
/* On a line of its own, one level further in; nothing when there is none. */
void print_cites_below(struct print *print, const struct cites *cites);
/* A clause number as rulebooks write it: bare where it can be, else in quotes. */
void print_clause_id(struct buf *out, struct text id);
/* `else "message"` and the cites, each on a line one level further in. */
void print_else(struct print *print, struct text message, const struct cites *cites);
/* ` "Label"`, unless it is what the name would be shown as anyway. */
void print_label(struct buf *out, struct text name, struct text label);
void print_choice_values(struct print *print, const struct choice *choice);
/* The word and the expression, or nothing without one. */
void print_rule(struct print *print, const char *word, const struct expr *expr,
                const struct print_scope *scope);
void print_fields(struct print *print, const struct field *const *fields, size_t count);
/* Those marked in `in`, one per state of the register. */
void print_states(struct print *print, const struct reg *reg, const bool *in);
void print_who(struct print *print, const struct who *who, const struct print_scope *scope);

/* ---- print_force.c: what is declared for the whole force ---- */
/* Of the rulebook, a struct calendar_name, policy, role, choice, matrix, board, manage_rule, measure. */
void print_head(struct print *print, const void *item);
void print_workdays(struct print *print, const void *item);
void print_policy(struct print *print, const void *item);
void print_role(struct print *print, const void *item);
void print_choice(struct print *print, const void *item);
void print_matrix(struct print *print, const void *item);
void print_board(struct print *print, const void *item);
void print_manage(struct print *print, const void *item);
void print_measure(struct print *print, const void *item);

/* ---- print_register.c ---- */
/* Is it a choice with a name of its own, not a field's `one of`? */
bool print_declared(const struct print *print, const struct choice *choice);
void print_type(struct print *print, const struct type *type);
void print_retain(struct print *print, const struct retain *retain, const struct print_scope *scope);
void print_list(struct print *print, const struct saved_list *list, const struct print_scope *scope);
void print_register(struct print *print, const struct reg *reg);
void print_extension(struct print *print, const struct reg *person);

/* ---- print_action.c ---- */
void print_effect(struct print *print, const struct effect *effect, const struct print_scope *scope);
void print_action(struct print *print, const struct action *action);
