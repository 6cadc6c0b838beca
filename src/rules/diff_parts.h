/* The inside of diff.h: a rulebook taken apart into things (a register, a field, an action ...), each with
 * facets.
 *
 * Things are made twice, before and after everything is put into normal form (rules/normal.h): the first time
 * gives the words, the second the keys that are equal for what means the same. */
#pragma once

#include "rules/diff.h"
#include "rules/normal.h"

enum thing_kind {
    THING_FORCE,
    THING_POLICY,
    THING_ROLE,
    THING_CALENDAR,
    THING_CHOICE,
    THING_MATRIX,
    THING_BOARD,
    THING_MANAGE,
    THING_ADMIT,
    THING_MEASURE,
    THING_REGISTER,
    THING_FIELD,
    THING_ACTION,
    THING_DUTY,
    THING_NEVER,
    THING_WARN,
    THING_RETAIN,
    THING_LIST,
};

enum facet_kind {
    FACET_PLAIN, /* `name` says of what: "due" */
    FACET_ORDER, /* the key is names, of which those count that both rulebooks have */
    FACET_CITES,
    FACET_GUARD, /* who may; `subject` says what */
    FACET_ONLY,  /* the same, in place of something else where it is not said */
    FACET_BY,    /* alone, by a board, by several, by itself */
    FACET_STATE,
    FACET_NEED,
    FACET_WAIVER,
    FACET_SHOULD,
    FACET_ASK,
    FACET_MUST, /* required */
    FACET_EFFECT,
    FACET_SEAL,
    FACET_SIGNER,
    FACET_OWNER,
    FACET_WHEN,
    FACET_NEVER,
    FACET_SEAT,
    FACET_VALUE,
    FACET_CLAUSE,
};

struct facet {
    enum facet_kind kind;
    struct text name;          /* which of several of its kind */
    struct text said;          /* in words */
    struct text key;           /* the same text, the same meaning */
    const struct expr *test;   /* of a guard: in normal form */
    struct text subject;       /* what sentences begin with; empty: the thing's label */
    const struct cites *cites; /* NULL: the thing's */
    struct place place;
};

struct thing {
    enum thing_kind kind;
    const struct reg *reg; /* NULL: the whole force */
    struct text name, label;
    struct text said; /* what is told of a new one */
    const struct cites *cites;
    struct place place;
    struct facet *facets;
    size_t count, capacity;
};

struct things {
    struct arena *arena;
    const struct rulebook *rulebook;
    bool normal; /* the second time */
    struct thing *items;
    size_t count, capacity;
};

struct differ {
    struct arena *arena;
    struct rulebook *before, *after;
    struct diff *found;
};

/* diff_things.c, diff_rules.c */
struct things things_of(struct arena *arena, const struct rulebook *rulebook, bool normal);
void things_register(struct things *things, const struct reg *reg);
struct thing *thing_add(struct things *things, struct thing thing);
struct facet *facet_add(struct things *things, struct thing *thing, struct facet facet);
/* A facet that is one text; none when it is empty. */
void facet_plain(struct things *things, struct thing *thing, const char *name, struct text said);
/* The same, where one text may mean several things: `key` tells them apart. */
void facet_keyed(struct things *things, struct thing *thing, const char *name, struct text said,
                 struct text key);
/* A rule of which is only said that it changed, and from what to what; none when it is NULL. */
void facet_rule(struct things *things, struct thing *thing, const char *name, const struct expr *rule);
/* Each value of a choice, and their order. */
void facet_values(struct things *things, struct thing *thing, const struct choice *choice, const char *what);
/* A facet that is a guard; NULL: it always holds. */
struct facet *facet_test(struct things *things, struct thing *thing, enum facet_kind kind, struct text name,
                         struct expr *test);
/* A guard that any of several tests fulfils; sentences about it begin with `subject`. */
struct facet *facet_any(struct things *things, struct thing *thing, struct text subject, struct expr **tests,
                        size_t count);
void facet_cites(struct things *things, struct thing *thing, struct text name, const struct cites *cites);

/* diff_guard.c: says how a guard changed: `wider` and `narrower` are the kinds of change that is. */
struct guard_change {
    struct text subject;
    const struct expr *before, *after;
    enum change_kind wider, narrower;
    struct change change; /* what else is to be said: register, cites, place */
};
void diff_guard(struct differ *differ, const struct guard_change *guard);
/* diff_edit.c */
void diff_edits(struct differ *differ, const struct reg *before, const struct reg *after);
/* diff_rename.c: gives what kept its label the name it has now, and says so. */
void diff_renames(struct differ *differ);
/* diff.c */
void diff_add(struct differ *differ, struct change change);
struct text diff_group(const struct reg *reg);
