/* Inside the engine: each kind of command, run on the writer within its savepoint. Each fills the answer;
 * anything but OUTCOME_DONE is rolled back. */
#pragma once

#include "engine/guard.h"

struct doing {
    struct world *world;
    const struct command *command;
    struct answer *answer;
    struct text reason; /* the command's, checked; empty when it is white space only */
};

void command_open(struct doing *doing);
void command_edit(struct doing *doing);
void command_act(struct doing *doing);
void command_comment(struct doing *doing);
void command_meeting(struct doing *doing);
void command_attendance(struct doing *doing);
void command_meeting_open(struct doing *doing);
void command_meeting_close(struct doing *doing);
void command_decide(struct doing *doing);
void command_person_new(struct doing *doing);
void command_person_edit(struct doing *doing);
void command_grant(struct doing *doing);
void command_grant_end(struct doing *doing);
void command_deputy(struct doing *doing);
void command_deputy_end(struct doing *doing);
void command_absence(struct doing *doing);
void command_absence_end(struct doing *doing);
void command_activity(struct doing *doing); /* activate, deactivate */

/* ---- shared by them ---- */

void refuse(struct doing *doing, enum outcome outcome, struct text message);
void refuse_field(struct doing *doing, struct text field, struct text message);
/* 403, with who may. */
void refuse_by(struct doing *doing, struct text message, struct text rule, struct text who,
               const struct cites *cites);
/* 403 for a field that no `edit` lets the actor change here. */
void refuse_edit(struct doing *doing, const struct record *record, const struct field *field);
/* 409 when the verdict holds anything unmet, or a should without a reason; true when it refused. */
bool refuse_blocked(struct doing *doing, struct verdict *verdict);
/* 409 for this reason alone; true. */
bool refuse_for(struct doing *doing, struct text message, const struct cites *cites);
void broken(struct doing *doing);
void finish(struct doing *doing, const struct record *record);

/* The record a command names, if the actor may read it; else 404 and NULL. A command that names no register
 * means whichever has the number. System actions that are due happen first. */
struct record *find_record(struct doing *doing);
/* 412 when the record is no longer the version the actor saw. */
bool refuse_stale(struct doing *doing, struct record *record, const struct action *action);

/* Values as they were, many fields read in: for what a change voids and history shows. */
struct value *values_before(struct world *world, struct record *record);
void values_restore(struct record *record, const struct value *values);
/* Takes the command's inputs into the record's values, those that `admits` lets in; all mistakes are
 * collected. */
bool take_inputs(struct doing *doing, struct record *record,
                 bool (*admits)(void *context, const struct field *field), void *context);
/* The same for the fields that an action asks. */
bool take_asked(struct doing *doing, struct record *record, const struct action *action);
/* Adds every changed field to the change. */
struct change;
size_t put_changed(struct change *change, const struct record *record, const struct value *before);
/* Does an action whose guards have been passed: sets, nevers, event, voids, tells, opens. `people` counts as
 * its actor. */
void perform(struct doing *doing, struct record *record, const struct action *action,
             const struct value *before, struct verdict *verdict, const int64_t *people, size_t people_count,
             const struct text *votes);

/* What follows a change that was written: voided seals, nevers, then what `action` (may be NULL) tells and
 * opens; finishes the answer. `before` NULL: an opening, which voids nothing. */
void settle_change(struct doing *doing, struct record *record, const struct action *action,
                   const struct value *before);
/* Waivers, the reason and the shoulds it answers, beside the event. */
void put_verdict(struct change *change, const struct verdict *verdict, struct text reason);
/* Of meetings: the one a command names, and its board; else refused, and NULL. */
struct meeting *find_meeting(struct doing *doing, const struct board **board);
/* 403 for who does not run the board; true when it refused. */
bool refuse_runner(struct doing *doing, const struct board *board);
/* 409, saying which seats are empty. */
void refuse_quorum(struct doing *doing, const struct meeting *meeting);
/* COMMAND_OPEN of an import (import.h). */
void command_import(struct doing *doing);

/* Everything a system action is due to do on this record by the world's moment. False: the store failed. */
bool system_due(struct world *world, struct record *record);
/* The same for every record. */
bool system_sweep(struct world *world);
bool system_any(const struct rulebook *rulebook);
/* Makes the table of what it keeps beside the ledger, if it is not there yet. */
bool system_create(struct conn *conn);
