/* A rulebook, read, linked and checked: what every face and the engine know of a force's rules.
 *
 * All of it lives in the arena it was loaded in and never changes afterwards, so threads share it freely.
 * Lists are arrays of pointers in the order of declaration. Names are unique within their list.
 * Source: the language reference (docs/language.md), sections named beside each struct. */
#pragma once

#include "base/buf.h"
#include "base/workdays.h"
#include "rules/expr.h"

/* ---- policies and cites (section 1) ---- */

enum clause_mark { CLAUSE_PLAIN, CLAUSE_GUIDANCE, CLAUSE_OUTSIDE };

struct clause {
    struct place place;
    const struct policy *policy;
    struct text id;      /* `2.3.e` */
    struct text summary; /* the rulebook's own words */
    enum clause_mark mark;
    struct text outside; /* why it is outside */
};

struct policy {
    struct place place;
    struct text reference, title;
    struct clause **clauses;
    size_t count;
};

/* One cited clause, or (clause NULL) the force's own addition with its reason. */
struct cite {
    struct place place;
    const struct clause *clause;
    struct text own;                      /* cite none "why" */
    struct text policy_name, clause_name; /* as written, before linking */
};

struct cites {
    struct cite *items;
    size_t count, capacity;
};

/* ---- names of the force ---- */

struct choice_value {
    struct place place;
    struct text name, label;
    bool final; /* of a state: records may rest here */
};

struct choice {
    struct place place;
    struct text name, label; /* of a field's own `one of`: the field's; of states: the register's */
    struct choice_value *values;
    size_t count, capacity;
};

struct role {
    struct place place;
    struct text name, label;
    bool single;
    const struct choice *per; /* held for a value of this choice; NULL: not */
    struct expr *granted_by;  /* NULL: whoever manages roles */
    struct text per_name;
    struct cites cites;
};

struct calendar_name { /* workdays NAME { holidays ... } */
    struct place place;
    struct text name;
    enum holidays holidays; /* base/holidays.h */
};

struct matrix {
    struct place place;
    struct text name, row_label, column_label;
    const struct choice *rows, *columns;
    struct type gives;
    struct place *cell_places; /* while linking: of each cell as written */
    struct value *cells;       /* rows->count * columns->count, row by row */
};

enum absent_rule { ABSENT_DEPUTY, ABSENT_NOTED, ABSENT_APPROVES };
enum decides_rule { DECIDES_MAJORITY, DECIDES_UNANIMOUS, DECIDES_CHAIR };
enum meets_rule { MEETS_WHEN_CALLED, MEETS_WEEKLY, MEETS_FORTNIGHTLY, MEETS_MONTHLY };
enum { QUORUM_ALL = -1, QUORUM_MAJORITY = -2 }; /* else a number of seats */

struct agenda_item {
    const struct reg *reg;
    struct expr *where; /* NULL: every record; `this` and bare names are the record */
};

struct board {
    struct place place;
    struct text name, label;
    enum meets_rule meets;
    int weekday;                          /* 0 Monday */
    int at;                               /* minutes since midnight */
    struct span lasts;                    /* n 0: not said */
    const struct role *chair, *secretary; /* secretary may be NULL */
    const struct role **members;
    size_t member_count;
    enum absent_rule absent;
    int quorum;
    enum decides_rule decides;
    struct agenda_item *agenda;
    size_t agenda_count;
    struct cites cites;
};

/* ---- registers (section 2) ---- */

struct field {
    struct place place;
    const struct reg *reg;
    struct text name, label, help, pattern; /* pattern: POSIX extended, the whole value; empty: none */
    struct type type;
    bool own_label;
    bool required, unique, is_private;
    bool engine; /* set only by the engine (fields of built-in registers) */
    struct expr *required_when, *shown_when, *read_by;
    struct expr *initial;  /* default */
    struct expr *computed; /* is */
    struct cites cites;
    size_t index; /* in reg->fields */
};

struct need {
    struct place place;
    struct expr *test;
    struct text message;
    struct cites cites;
    const struct reg *waiver; /* waived by: a record of this register that meets waiver_test; NULL: never */
    struct expr *waiver_test;
    unsigned waiver_var;
    bool names_actor; /* the test depends on who acts */
};

struct ask {
    struct place place;
    const struct field *field;
    bool required;
};

enum effect_kind { EFFECT_SET, EFFECT_TELL, EFFECT_OPEN };
enum who_kind { WHO_PATH, WHO_ROLE, WHO_BOARD };

struct who {
    enum who_kind kind;
    struct expr *path; /* a person or persons */
    const struct role *role;
    struct expr *role_for; /* NULL: any value */
    const struct board *board;
};

/* Text with {paths}: literal pieces and the paths between them, alternating; piece i stands before path i. */
struct template_text {
    struct text source;
    struct text *pieces;
    struct expr **paths;
    size_t path_count; /* pieces has one more */
};

struct assignment {
    const struct field *field;
    struct expr *value; /* in an `open`, names are of the acting record */
};

struct effect {
    struct place place;
    enum effect_kind kind;
    struct assignment set;
    struct who who;
    struct template_text message;
    struct place message_place;
    const struct reg *open;
    struct assignment *values;
    size_t value_count;
    struct expr *when; /* NULL: always */
    struct cites cites;
};

enum by_kind { BY_EXPR, BY_BOARD, BY_EACH, BY_SYSTEM };

struct action {
    struct place place;
    const struct reg *reg;
    struct text name, label;
    size_t index;   /* in reg->actions */
    bool is_create; /* the action `create`: no from, `in` is nowhere, `to` is the first state */
    bool implied;   /* `create` that nobody wrote: it asks what section 2 "Opening" says */
    bool broken;  /* a mistake inside is reported: checks that would follow from it are left out; so below */
    bool in_said; /* `from` or `in` was written */
    bool moves;   /* from ... to: `to` is set */
    bool *in;     /* per state of reg->states: may be done there */
    int to;       /* -1 when it stays */
    enum by_kind by_kind;
    struct expr **by; /* BY_EXPR and BY_SYSTEM: one; BY_EACH: one for each signature */
    size_t by_count;
    const struct board *board;
    struct need *needs, *shoulds;
    size_t need_count, should_count;
    struct ask *asks;
    size_t ask_count;
    struct effect *sets, *tells, *opens;
    size_t set_count, tell_count, open_count;
    const struct field **seals;
    size_t seal_count;
    int void_to; /* -1: seals, if any, do not void */
    struct cites by_cites, cites;
};

struct guard { /* read by / create by / comment by / admit */
    struct place place;
    struct expr *test;
    struct text message; /* admit only */
    struct cites cites;
};

struct edit_rule {
    struct place place;
    const struct field **fields;
    size_t field_count;
    bool *in; /* per state; NULL: every state that is not final */
    struct expr *by;
    struct cites cites;
};

enum duty_kind { DUTY_WITHIN, DUTY_EVERY, DUTY_EVERY_UPDATED, DUTY_BY };

struct duty {
    struct place place;
    bool broken;
    struct text name;
    struct who on;
    const struct reg *each; /* on each REGISTER as v (EXPR); NULL: on `on` */
    struct expr *each_test;
    struct text each_name; /* v, which every expression of the duty may use */
    unsigned each_var;
    struct expr *when, *until; /* until may be NULL */
    enum duty_kind kind;
    struct span span, remind; /* remind.n 0: no reminder */
    const struct action *action;
    struct expr *by_field;
    struct who *tell; /* else tell WHO then WHO after D ... */
    struct span *tell_after;
    size_t tell_count;
    struct cites cites;
};

struct never {
    struct place place;
    bool broken;
    struct text name;
    struct expr *test;
    struct cites cites;
};

struct warning {
    struct place place;
    struct expr *test;
    struct text message;
    struct cites cites;
};

struct retain {
    struct place place;
    struct span span;
    struct expr *after; /* NULL: a hold, `while` */
    struct expr *when;
    struct cites cites;
};

struct sort_key {
    struct expr *value;
    bool descending;
};

struct saved_list {
    struct place place;
    struct text name;
    struct expr *where; /* NULL: all */
    struct sort_key *sort;
    size_t sort_count;
    struct cites cites;
};

struct number_format {
    struct text source; /* "RFC-{year}-{n:5}" */
    bool has_year, has_month, has_random;
};

struct reg { /* a register; the word itself is C's */
    struct place place;
    const struct rulebook *rulebook; /* the one that declares it: a data file may hold several versions */
    struct text name, label, plural;
    size_t index; /* in rulebook->registers */
    bool builtin; /* person, meeting, attendance, holding, absence, deputy */
    bool log_reads;
    bool broken;
    struct number_format number;
    struct place number_place;
    const struct field *title; /* NULL: the number serves */
    struct field **fields;
    size_t field_count, field_capacity;
    struct choice *states; /* values[0] is where records open */
    struct guard *reads, *creates, *comments;
    size_t read_count, create_count, comment_count;
    struct edit_rule **edits;
    size_t edit_count;
    struct action **actions; /* includes `create`, written or not */
    size_t action_count, action_capacity;
    /* Always set. Where nobody wrote it: what it asks includes every field that some `edit` covers in the
     * first state; whether that edit's `by` lets the opener change it is judged when somebody opens. */
    const struct action *create;
    struct duty **duties;
    size_t duty_count;
    struct never **nevers;
    size_t never_count;
    struct warning **warnings;
    size_t warning_count;
    struct expr *begins, *ends, *calendar_where; /* calendar; NULL: none */
    const struct field *clash;
    struct retain **retains;
    size_t retain_count;
    struct saved_list **lists;
    size_t list_count;
    struct cites cites, calendar_cites;
};

/* ---- the whole ---- */

enum measure_kind { MEASURE_SHARE, MEASURE_COUNT, MEASURE_MEDIAN };

struct measure {
    struct place place;
    struct text name, label;
    enum measure_kind kind;
    const struct reg *reg;
    struct expr *where, *among, *value;
    unsigned var;
    struct span over;
    const struct action *by_action;
    const struct field *by_field;
    bool has_target, at_most;
    int64_t target;
    struct cites cites;
};

struct manage_rule {
    struct place place;
    bool people; /* manage people; else manage roles */
    const struct role **roles;
    size_t role_count;
    struct expr *by;
    struct cites cites;
};

struct source_file {
    struct text name; /* within the folder: `force.rules` */
    struct text text;
};

struct rulebook {
    struct arena *arena;
    struct source_file *sources;
    size_t source_count;
    char hash[65]; /* SHA-256 over the sources, hex; set by whoever loads for use */
    struct place place;
    struct text name, version, timezone;
    int64_t from; /* day in force */
    enum holidays holidays;
    unsigned working_days;        /* bit 0 Monday */
    int working_from, working_to; /* minutes since midnight */
    struct calendar_name **calendars;
    size_t calendar_count;
    struct policy **policies;
    size_t policy_count;
    struct role **roles; /* includes the built-in `administrator` */
    size_t role_count;
    struct choice **choices; /* declared ones, and the built-in person_kind */
    size_t choice_count;
    struct matrix **matrices;
    size_t matrix_count;
    struct board **boards;
    size_t board_count;
    struct reg **registers; /* built-in ones first */
    size_t register_count;
    struct guard *admits;
    size_t admit_count;
    struct manage_rule **manages;
    size_t manage_count;
    struct measure **measures;
    size_t measure_count;
    /* the built-in registers, for short */
    const struct reg *person, *meeting, *attendance, *holding, *absence, *deputy;
    const struct role *administrator;
};

/* Finding things by name; NULL when there is no such thing. */
const struct reg *rulebook_register(const struct rulebook *rulebook, struct text name);
const struct role *rulebook_role(const struct rulebook *rulebook, struct text name);
const struct board *rulebook_board(const struct rulebook *rulebook, struct text name);
const struct policy *rulebook_policy(const struct rulebook *rulebook, struct text reference);
const struct clause *policy_clause(const struct policy *policy, struct text id);
const struct field *reg_field(const struct reg *reg, struct text name);
const struct action *reg_action(const struct reg *reg, struct text name);
/* Does the action ask for this field. */
bool action_asks(const struct action *action, const struct field *field);
/* Does an `edit` name this field in the first state: then it may wait, and is not asked for at opening
 * (language reference, Opening). */
bool reg_edits_first(const struct reg *reg, const struct field *field);
/* Does an `edit`, or an action's `ask` or `set`, name this field: then only these change it. */
bool reg_names(const struct reg *reg, const struct field *field);
/* A field of an account that no rule names, so that whoever manages people changes it. */
bool reg_manages(const struct field *field);
/* Is this the register of people, in whichever version of the rulebook. */
bool reg_is_people(const struct reg *reg);
/* A value in the one form that programs read: numbers in decimal, flags `true` and `false`, days, months and
 * times as in base/time.h, choices by name, records by id. Nothing for one that is missing or many. */
void value_put(struct buf *out, struct type type, struct value value);
/* Index of a value or state by name, or -1. */
int choice_index(const struct choice *choice, struct text name);
