/* What evaluation may ask of the world. The engine implements it over the data, tests over tables.
 *
 * All texts and sets given back live at least until the evaluation ends. Every function is total: what is not
 * there is missing, false, or no records. Ids are of records; people are records of the register `person`. */
#pragma once

#include "rules/rulebook.h"

struct ref {
    const struct reg *reg;
    int64_t id; /* 0: no record */
};

/* The last time an action was done and not voided. */
struct act {
    int64_t seq;   /* order in the record's events; 0: never done */
    int64_t time;  /* microseconds */
    int64_t actor; /* who signed in, the value of ACTION.actor; 0: the system */
    int64_t count;
    bool waived; /* a waiver stood in for a need of it */
    /* Who counts as its actor: signers, those who voted for, principals of deputies (rules 2 and 3). */
    const int64_t *people;
    size_t people_count;
};

struct scene;

struct facts {
    /* A field as stored (never computed ones: evaluation computes those). */
    struct value (*field)(void *world, struct ref ref, const struct field *field);
    struct value (*builtin)(void *world, struct ref ref, enum builtin builtin);
    struct act (*act)(void *world, struct ref ref, const struct action *action);
    /* The last time the state became `state` from another; false: never. */
    bool (*entered)(void *world, struct ref ref, int state, int64_t *time);
    /* How many records of its register meet the quantifier (evaluate_meets), looked for up to `enough`. */
    size_t (*count)(void *world, struct scene *scene, const struct expr *quantifier, size_t enough);
    /* Holds `role` now, in person (for `per`; -1: any), without a gap since `since` (INT64_MAX: only now). */
    bool (*holds)(void *world, int64_t person, const struct role *role, int64_t per, int64_t since);
    /* The same as an appointed deputy of one who holds it and appointed them for it, or for everything. */
    bool (*deputy_holds)(void *world, int64_t person, const struct role *role, int64_t per, int64_t since);
    /* Is `deputy` now an appointed deputy of `person`; `everything`: by an appointment that names no role. */
    bool (*deputises)(void *world, int64_t deputy, int64_t person, bool everything);
    /* Line manager at any distance, not oneself. */
    bool (*manages)(void *world, int64_t manager, int64_t person);
    /* Holder of a seat, the chair or the secretary of the board, or an appointed deputy of one for it. */
    bool (*sits_on)(void *world, int64_t person, const struct board *board);
    /* Every holder is away now (false when there is no holder). */
    bool (*absent)(void *world, const struct role *role);
    bool (*next_meeting)(void *world, const struct board *board, int64_t *starts);
    /* May the one who asks read this record? Consulted only when the scene is narrowed (rule 6). */
    bool (*may_read)(void *world, struct ref ref);
};
