/* The ledger: the append-only log of events, in the store. Everything people look at is derived from it.
 *
 * Tables (columns described in ledger.c): reeve_event, reeve_value, reeve_node, reeve_setting, reeve_source.
 * Triggers refuse update and delete of events and nodes, and update of values; values are deleted only by
 * ledger_dispose. Sequence numbers and versions are taken inside the writer's transaction. */
#pragma once

#include "ledger/event.h"
#include "store/store.h"

/* Makes the tables in a new store. */
bool ledger_create(struct conn *conn);

/* Size of the log (the seq of its last event) and the RFC 6962 root over all leaves. */
struct ledger_head {
    int64_t size;
    struct hash root;
};
bool ledger_head(struct conn *conn, struct ledger_head *head);
/* The size alone; -1 on failure. */
int64_t ledger_size(struct conn *conn);
/* The root as it was when the log had `size` events. False when it never had so many. */
bool ledger_root(struct conn *conn, int64_t size, struct hash *root);

/* Appends inside the caller's transaction: gives the event its seq, the missing salts and the commitments,
 * sorts its values by tag, stores all. `version` is the caller's: one more than the record's last (0: look it
 * up and set it). On false the failure stands on `conn`. */
bool ledger_append(struct conn *conn, struct arena *arena, struct event *event);
/* Appends `event`, of kind EVENT_DISPOSE, and deletes the values of every earlier event of its record. */
bool ledger_dispose(struct conn *conn, struct arena *arena, struct event *event);
/* The last version of a record; 0 when it has no event. */
int64_t ledger_version(struct conn *conn, struct text reg, int64_t record);

/* One event as kept, with its values where they are still kept. */
struct ledger_entry {
    struct event event;
    struct text body; /* the canonical bytes */
    struct hash leaf;
};
/* Receives entries; what it is given lives until it returns. False stops the reading, which then still counts
 * as done. */
typedef bool ledger_visit(void *context, struct ledger_entry *entry);
/* Every event from seq `from` on, in order. False on failure (a body that cannot be read is one). */
bool ledger_each(struct conn *conn, int64_t from, ledger_visit *visit, void *context);
/* Every event of one record, from that version on, in order. */
bool ledger_record_each(struct conn *conn, struct text reg, int64_t record, int64_t from_version,
                        ledger_visit *visit, void *context);
/* The events of one record whose version is below `before`, the last one first. */
bool ledger_record_back(struct conn *conn, struct text reg, int64_t record, int64_t before,
                        ledger_visit *visit, void *context);
/* The events of one record whose version is above `above` and below `before` and that keep a value under this
 * tag, the last one first. */
bool ledger_record_tagged(struct conn *conn, struct text reg, int64_t record, struct text tag, int64_t above,
                          int64_t before, ledger_visit *visit, void *context);
/* The last value kept under this tag in an event of the record whose version is below `before`, in the arena.
 * False: there is none, or failure. */
bool ledger_record_value(struct conn *conn, struct arena *arena, struct text reg, int64_t record,
                         int64_t before, struct text tag, struct text *value);
/* What an event says of itself in clear, for looking through many; lives until the visit returns. */
struct ledger_line {
    int64_t seq;
    struct text reg;
    int64_t record;
    struct text action; /* or "" */
};
/* The newest `limit` events, the last one first, until a visit says false. False on failure. */
bool ledger_newest(struct conn *conn, int64_t limit,
                   bool (*visit)(void *context, const struct ledger_line *line), void *context);
/* One event, in the arena. False when there is none, or on failure. */
bool ledger_entry(struct conn *conn, struct arena *arena, int64_t seq, struct ledger_entry *entry);

/* What ledger_verify found. */
struct ledger_report {
    bool fits;               /* everything does */
    int64_t events;          /* looked at */
    int64_t disposed;        /* values lawfully no longer kept */
    struct ledger_head head; /* as recomputed */
    int64_t
        bad_seq; /* the first event that does not fit; 0 when none, or when the fault is no single event's */
    struct text why; /* in plain words, in the arena */
};
/* Recomputes the whole log in one snapshot: bodies are canonical and agree with their columns, leaves and
 * tree nodes, every value against its commitment (a missing one only if a later EVENT_DISPOSE of the same
 * record allows it), the order of each record's versions; and, if `known` is given, that the log still begins
 * with that head. `progress` (may be NULL) is called every 10,000 events. False when it could not be carried
 * out; what was found is in the report. */
bool ledger_verify(struct conn *conn, struct arena *arena, const struct ledger_head *known,
                   void (*progress)(void *context, int64_t done, int64_t of), void *context,
                   struct ledger_report *report);

/* reeve_setting: small facts about this store (force's name, keys, ...). Missing gives the empty slice. */
struct text setting_get(struct conn *conn, struct arena *arena, const char *name);
bool setting_put(struct conn *conn, const char *name, struct text value);

/* reeve_source: the text of every rulebook version that was in force, file by file; never changed. */
bool source_put(struct conn *conn, struct text version, struct text file, struct text source);
bool source_each(struct conn *conn, struct text version,
                 bool (*visit)(void *context, struct text file, struct text source), void *context);
