/* Imports: many commands in one transaction, all or nothing, and records as another system left them.
 *
 * A command with `imported` set opens a record without asking `by` and needs, and places it in
 * `import_state`, the first or a final one (language reference, Exact meaning 13). Everything else holds:
 * types, references, `unique`, `required` fields, and every `never`. What the other system tells of the
 * record's past follows as events of their own kind (EVENT_IMPORT), each with the time, state and person as
 * that system wrote them: history that was told, not seen here, and marked so in the ledger. They
 * change nothing about the record.
 *
 * With an actor (`--as USER`) the record is opened as that person could: `create` must admit them, they may
 * give what an opening takes from them, and only the first state is open to them. Actor 0 or below is the
 * operator. */
#pragma once

#include "engine/command.h"

/* One step of the past, in the other system's words: up to LINE_CHARACTERS each, which the caller sees to. */
struct imported_step {
    int64_t time;      /* microseconds; INT64_MIN: it does not say */
    struct text state; /* its word for the state it was in */
    struct text who;   /* its name for who did it */
};

enum { IMPORTED_STEPS = 1000 };

struct import {
    struct command *commands; /* of any kind: people first, then the records that name them */
    size_t count;
    bool dry_run; /* judge everything, keep nothing */
    /* Called on the writer's thread after every command; may be NULL. */
    void (*progress)(void *context, size_t done, size_t of);
    void *context;
};

struct import_report {
    bool kept; /* false after a dry run, when anything was refused, or when the store failed */
    struct answer
        *answers; /* one for each command: outcome, message, errors, unmet, number; in the arena given */
    size_t refused;
    struct text why; /* of a store that failed */
};

/* Runs all of them in one job of the writer, in order, each seeing what those before it did; those after a
 * refusal are judged too, so that every mistake is reported. Waits until it is durable. Other commands wait
 * meanwhile. */
void import_run(struct engine *engine, struct arena *arena, const struct import *import,
                struct import_report *report);
