/* A force on which the prover's claims are tried: the real engine over generated or written pages of
 * rulebook, and a handful of people.
 *
 * A page is one register, with others beside it if it likes; `@` in its text stands for the page's own name
 * (p0, p1,
 * ...), so that many pages stand in one force, between which nothing passes. Everything tried happens inside
 * one transaction that is never kept, and is taken back between tries. */
#pragma once

#include "engine/command.h"

enum { FORCE_PEOPLE = 9, FORCE_PAGES = 256, FORCE_MARKS = 32 };

/* The roles, choices, boards and the policy that every page may use. */
extern const char force_prelude[];

struct force {
    const char *dir; /* holds its data while it is there */
    struct arena *arena;
    struct engine *engine;
    const struct rulebook *rulebook;
    const struct reg *pages[FORCE_PAGES]; /* each page's own register */
    struct text texts[FORCE_PAGES];
    size_t page_count;
    int64_t people[FORCE_PEOPLE]; /* ids; the usernames are p1, p2, ... */
    /* of the try under way */
    struct conn *conn;
    struct arena *scratch; /* of commands; reset by whoever tries, when nothing in it is needed any more */
    struct answer answer;  /* of the last command, in `scratch` */
    struct buf log;        /* what was done, a line each */
    size_t marks[FORCE_MARKS]; /* the length of the log at each mark */
    size_t mark_count;
    const struct never *kept;       /* the one that the engine keeps; NULL: none, all are only watched */
    const struct never *broken[16]; /* by the last command or tick */
    size_t broken_count;
};

/* The text of a force with these pages. */
struct text force_text(struct arena *arena, const struct text *pages, size_t count);
/* NULL, having said why on stdout, when it does not load. */
struct force *force_new(const struct text *pages, size_t count);
void force_free(struct force *force);

/* Runs `work` inside a transaction, on the writer's thread, and keeps nothing. */
void force_try(struct force *force, void (*work)(struct force *force, void *context), void *context);

/* Within it: */
/* Marks nest. force_back takes back all since the last one, the log too, and leaves it; time goes on. */
void force_mark(struct force *force);
void force_back(struct force *force);
/* Without an actor it is the operator who does it. */
enum outcome force_do(struct force *force, const struct command *command);
/* Lets time pass; and then lets happen what is due. */
void force_pass(struct force *force, int64_t microseconds);
void force_wait(struct force *force, int64_t microseconds);
bool force_broke(const struct force *force, const struct never *never);

struct text force_username(size_t person); /* from 0 */
/* From this moment on, or as if long since. */
void force_grant(struct force *force, size_t person, const struct role *role, struct text per,
                 bool since_long);
/* Ends what this person, or everybody (FORCE_PEOPLE), holds now, of this role or of any (NULL). */
void force_end_roles(struct force *force, size_t person, const struct role *role);
void force_deputy(struct force *force, size_t deputy, size_t person, const struct role *role);
void force_end_deputies(struct force *force);
void force_manager(struct force *force, size_t manager, size_t person);
/* A meeting of the board, open, whose seats these people fill: -1 leaves one empty. Its number; empty: it
 * could not be brought about. */
struct text force_meeting(struct force *force, const struct board *board, const int *seats);
/* The record as it now is, in `scratch`; NULL: there is none. */
struct record *force_record(struct force *force, const struct reg *reg, struct text number);
