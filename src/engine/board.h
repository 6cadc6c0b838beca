/* Boards and their meetings: seats, attendance, quorum, decisions (language reference, Exact meaning 9). */
#pragma once

#include "engine/world.h"

struct seat {
    const struct role *role;
    int64_t person; /* 0: empty, or whoever took it may no longer sit there */
    bool deputy;    /* sits as an appointed deputy */
    bool chair;     /* the chair's seat */
};

struct decision {
    const struct reg *reg;
    struct record *record; /* NULL: not the viewer's to see */
    const struct action *action;
    bool carried;
    int64_t time, seq;
    size_t in_favour, against, abstained;
    struct text votes; /* JSON: person id -> vote */
};

enum meeting_state { MEETING_CALLED, MEETING_OPEN, MEETING_CLOSED };

struct meeting {
    struct record *record;
    const struct board *board;
    int64_t starts;
    enum meeting_state state;
    struct seat *seats;
    size_t seat_count, filled, needed; /* needed: seats to be filled before it opens */
    bool quorate;
    struct record **agenda; /* records that wait for the board, those the actor may read */
    size_t agenda_count;
    struct decision *decisions;
    size_t decision_count;
};

/* A meeting by its number; NULL: no such meeting of this board. */
struct meeting *board_meeting(struct world *world, const struct board *board, struct text number);
/* The meeting that is open, else the next one called; one whose time is more than a day past does not count.
 * NULL: none. */
struct meeting *board_next(struct world *world, const struct board *board);
/* Meetings of a board, newest first; at most `limit`. */
struct meeting **board_meetings(struct world *world, const struct board *board, size_t limit, size_t *count);
/* May the actor call, run and record it: the chair, the chair's deputy or the secretary. The operator may. */
bool board_runs(struct world *world, const struct board *board);
/* Who can fill a seat: holders of its role, and deputies they appointed for it. */
int64_t *board_candidates(struct world *world, const struct role *role, size_t *count);
/* The actions of this board that a record's state admits. */
const struct action **board_actions(struct world *world, const struct board *board,
                                    const struct record *record, size_t *count);
/* Can this person fill that seat now, and only as a deputy? */
bool board_fits(struct world *world, const struct role *role, int64_t person, bool *deputy);
