/* The world a rule asks about: records, people and history as one connection sees them, at one moment, for
 * one actor.
 *
 * Lives as long as its arena: one view, or one command. Records are read once and kept; a command changes the
 * kept copy, so that rules see the asked values in place. */
#pragma once

#include "base/idmap.h"
#include "base/map.h"
#include "engine/engine.h"
#include "engine/version.h"
#include "rules/query.h"

enum stand_in { STAND_IN_ALL, STAND_IN_NOBODY, STAND_IN_ONE };

struct act_state { /* the last doing of an action; seq 0: never, or undone by a void */
    int64_t seq, time, actor, count;
    bool waived;
    int64_t *people; /* who counts as its actor */
    size_t people_count;
    bool people_read;
};

struct record {
    const struct reg *reg;
    int64_t id;
    struct text number, marking;
    struct text rulebook; /* the version it was opened under */
    int state;            /* index into reg->states; -1: opening, or one that only another version knows: */
    struct text other_state;
    int64_t created, creator, updated, version;
    struct value *values; /* per field; many fields are read when first asked for */
    bool *many_read;
    /* Whole in a command; a view that may have read it among others asks world_acts and world_entered. */
    struct act_state *acts;    /* per action */
    int64_t *entered;          /* per state, microseconds; INT64_MIN: never */
    struct together *together; /* what it was read with; NULL: alone */
};

struct world {
    struct engine *engine;
    const struct versions *versions;
    const struct rulebook *rulebook; /* in force */
    const struct clocks *clocks;     /* its */
    struct conn *conn;
    struct arena *arena;
    int64_t now;
    int64_t actor;             /* person; 0: the system; 0 or below: the operator, who reads everything */
    enum stand_in stand_in;    /* which deputies count for the actor */
    int64_t principal;         /* with STAND_IN_ONE: only as this person's deputy */
    bool snapshot;             /* a view: nothing changes while it lasts, so who holds what is asked once: */
    struct idmap holdings;     /* person -> what they hold */
    struct idmap stands_in;    /* person -> for whom they stand in */
    struct map holders;        /* name of a role -> who holds it, in words */
    int64_t events;            /* in the ledger; 0: not asked yet */
    struct kept_records *kept; /* per register of each version */
    struct ref *in_hand;       /* what may be otherwise here than in the tables */
    size_t in_hand_count, in_hand_capacity;
};

/* A world on a connection of the caller's. */
struct world *world_new(struct arena *arena, struct engine *engine, struct conn *conn, int64_t actor);
extern const struct facts world_facts;
/* Has this person been made inactive? */
bool world_inactive(struct world *world, int64_t person);
/* Puts a record a command is making or changing where rules will find it. */
void world_keep(struct world *world, struct record *record);
/* Says that this record is about to be changed in place: quantifiers judge it as it is here. */
void world_take_up(struct world *world, const struct record *record);
/* The records that meet a quantifier over a register: how many, of which no more than `enough` are looked
 * for; their ids. What a command is opening is none of them before it is written. */
size_t world_count(struct world *world, struct scene *scene, const struct expr *quantifier, size_t enough);
const int64_t *world_meeting(struct world *world, struct scene *scene, const struct expr *quantifier,
                             size_t *count);
/* A record that is about to be opened by the actor, with its defaults, where rules will find it. */
struct record *world_blank(struct world *world, const struct reg *reg, int64_t id);
/* The same record in the layout of the version it was opened under, which judges it; people, meetings and
 * what else is built in are always of the version in force. */
struct record *world_own(struct world *world, struct record *record);
/* The same record in the layout of the version in force, which says who sees it; NULL: it has no such
 * register. */
struct record *world_current(struct world *world, struct record *record);
/* The name of its state, also of one that only its own version knows. */
struct text world_state(const struct record *record);
/* NULL: no such record. Visibility is not judged here. `reg` may be of any version: the record is read into
 * its layout, and what that version does not know is missing. */
struct record *world_record(struct world *world, const struct reg *reg, int64_t id);
/* Says that a view will be asked for this record: the first that is, is read together with all that are
 * wanted of its register. What records refer to is wanted by itself. In a command nothing is wanted. */
void world_want(struct world *world, const struct reg *reg, int64_t id);
struct record *world_find(struct world *world, const struct reg *reg, struct text number);
/* A person by username, case ignored. */
struct record *world_person(struct world *world, struct text username);
struct value world_value(struct world *world, struct record *record,
                         const struct field *field); /* computed too */
/* How each action of a record stands; when it entered each state (INT64_MIN: never). */
const struct act_state *world_acts(struct world *world, struct record *record);
const int64_t *world_entered(struct world *world, struct record *record);
struct scene world_scene(struct world *world, const struct record *self);
/* The same without a record: for rules of this register's version. */
struct scene world_scene_of(struct world *world, const struct reg *reg);
/* The statements for a register's version. */
const struct projection *world_projection(const struct world *world, const struct reg *reg);
/* May the actor read this record at all; this field of it (also when the record may be read). */
bool world_may_read(struct world *world, struct record *record);
bool world_may_read_field(struct world *world, struct record *record, const struct field *field);
/* Who acts alone decides whether this register's records may be read: then all of them, or none. */
bool world_reads_alike(struct world *world, const struct reg *reg, bool *may_read);
/* Is it there, and may the actor read it: asked before its name alone is shown. */
bool world_shows(struct world *world, const struct reg *reg, int64_t id);
/* Everything of a record that a person reads: username for people, number else; title. */
struct text world_name(struct world *world, const struct reg *reg, int64_t id);
struct text world_title(struct world *world, const struct record *record);
/* Its title and, in brackets, its name, where these differ. */
struct text world_full_title(struct world *world, const struct record *record);
/* A value as people read it, in plain text. */
struct text world_words(struct world *world, struct type type, struct value value);
/* For people: the name shown, e.g. "Mina Shah". */
struct text world_person_name(struct world *world, int64_t person);

/* Records whose field is, or includes, this value, as the data has it: their ids, ascending. */
const int64_t *world_having(struct world *world, const struct field *field, struct value value,
                            size_t *count);
/* The ids a statement gives in its first column; in a view those records are then wanted. */
int64_t *world_ids(struct world *world, const struct reg *reg, struct stmt *stmt, size_t *count);
/* Adds to a WHERE over `r`: opened under this register's version. Nothing where there is only one. */
void world_put_own(const struct world *world, const struct reg *reg, struct sql *sql);
/* Binds the parameters of a compiled query, from place 1 on. */
void world_bind(struct stmt *stmt, const struct sql *sql);

/* A view: a reader connection, a snapshot and a world, given back together. Actor 0 is the operator. A read
 * that fails gives nothing and the rest goes on, so whoever shows what was read asks view_whole first. */
struct view {
    struct world *world;
    struct conn *conn;
    struct engine *engine;
    bool *torn; /* set by view_close when it was not whole; may be NULL */
};
bool view_open(struct view *view, struct arena *arena, struct engine *engine, int64_t actor);
bool view_whole(const struct view *view);
void view_close(struct view *view);
#define VIEW_SCOPED __attribute__((cleanup(view_close))) struct view
