/* What people look at: records with what may be done and what stands in the way, lists, histories. Views
 * judge with the same guards as commands and never write. What they give lives in the world's arena. */
#pragma once

#include "engine/import.h"

/* An action as this actor sees it on a record. */
struct action_view {
    const struct action *action;
    bool allowed; /* the actor may (by holds) and nothing stands in the way but asks */
    bool may;     /* the actor is one of those who may */
    bool here;    /* the record's state admits it */
    bool waived;  /* an exception stands in for a need */
    struct unmet *unmet, *should;
    size_t unmet_count, should_count;
    struct text who; /* who may, in words; empty for those who may */
};

struct signature_view {
    const struct action *action;
    int64_t person, time;
};

/* A `should` that somebody went ahead against, the last time. */
struct overruled {
    const struct action *action;
    struct text message, reason;
    const struct cites *cites;
    int64_t actor, time;
};

struct record_view {
    struct record *record;       /* in its own layout */
    struct action_view *actions; /* those of its state, in order; system and create left out */
    size_t action_count;
    const struct field **editable; /* fields this actor may edit now */
    size_t editable_count;
    struct signature_view *signatures;
    size_t signature_count;
    const struct warning **warnings; /* those that do not hold */
    size_t warning_count;
    struct overruled *overruled; /* newest first */
    size_t overruled_count;
    bool may_comment;
};

/* NULL when there is no such record or the actor may not read it. What is given back is of the version the
 * record was opened under, whichever version `reg` is of: use the view's record's register from there on.
 * Only warnings and comments are as the version in force says. */
struct record_view *view_record(struct world *world, const struct reg *reg, struct text number);
/* The shoulds that were gone against in the newest entries of its history, each once. */
struct overruled *view_overruled(struct world *world, struct record *record, size_t *count);
/* May this actor open a record of this register. */
bool view_may_open(struct world *world, const struct reg *reg);
/* Which fields an opening form asks for. False when they may not open one: `who` says who may. */
bool view_opening(struct world *world, const struct reg *reg, const struct field ***fields, size_t *count,
                  struct text *who);
/* May the actor open records of this register, read all that may come, or any that is there (is it shown in
 * menus). */
bool view_register(struct world *world, const struct reg *reg);

struct list_request {
    const struct reg *reg;
    struct text where; /* an expression, or empty */
    struct text sort;  /* empty: -updated */
    struct text words; /* q=: full text, newest first; empty: none */
    struct text after; /* cursor */
    const struct saved_list *saved;
    struct expr *test; /* a parsed test beside `where`, from filters; may be NULL */
    unsigned limit;    /* 1 to 200 */
    bool count;
};

struct list_view {
    enum outcome
        outcome; /* done, malformed (bad where, sort, cursor: message says), invalid (too slow, too deep) */
    struct text message;
    const char *wrong; /* the parameter that the message is about: where, sort, q or after */
    struct record **records;
    size_t record_count;
    struct text next; /* cursor, or empty */
    int64_t total;    /* with count */
};

void view_list(struct world *world, const struct list_request *request, struct list_view *list);

/* One line of a record's history. */
struct change_view {
    const struct field *field;
    struct value before, after;
    bool withheld; /* may not be read by the actor */
};

struct event_view {
    int64_t seq, time, actor, version;
    struct text kind, action, state_before, state, rulebook, reason, comment;
    struct text label; /* the action's label, "Opened", "Edited" ... */
    const int64_t *stood_for;
    size_t stood_for_count;
    bool waived;             /* something stood in for a need; */
    struct record **waivers; /* what did, as far as the actor may read it */
    size_t waiver_count;
    struct change_view *changes;
    size_t change_count;
    struct hash leaf;
    /* Of an imported step: what another system told, in its own words; nobody here saw it. */
    bool imported;
    int64_t past_time; /* INT64_MIN: it did not say */
    struct text past_state, past_who;
};

struct history_view {
    struct event_view *events; /* oldest first */
    size_t count;
    int64_t earlier; /* the `before` that gives the entries before these; 0: there are none */
};

/* The newest entries whose version is below `before` (INT64_MAX: of all): up to 200, fewer where they are
 * long, at least one if there is one. */
void view_history(struct world *world, struct record *record, int64_t before, struct history_view *history);
/* The same of entries that are comments, without what they changed. */
void view_comments(struct world *world, struct record *record, int64_t before, struct history_view *comments);
/* The record as it stood at `at`; NULL: it was not there yet. */
struct record *view_record_at(struct world *world, struct record *record, int64_t at);

/* The record as that version of it left it, computed fields apart; NULL: it has none. */
struct record *view_record_version(struct world *world, struct record *record, int64_t version);

/* What waits for this actor, most urgent first: records in which an action of theirs is next. */
struct todo_view {
    struct record *record;
    const struct action *action; /* the first one */
    bool allowed;
    struct unmet *unmet;
    size_t unmet_count;
};
size_t view_todo(struct world *world, struct todo_view **items, size_t limit);
