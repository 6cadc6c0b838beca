/* The store: rows, statements and transactions, whichever engine keeps them.
 *
 * This is the contract for everything above; backend.h is the contract for whoever writes a second engine.
 * The store knows rows, not records.
 *
 * Connections. One process opens DATA for writing at a time, and in it exactly one connection writes
 * (store_writer); it also does every checkpoint. All others are read-only, taken from a pool and given back.
 * A connection is used by one thread at a time.
 *
 * Failures. A call that fails gives false, NULL or STEP_FAILED and leaves the first failure on its connection
 * (conn_status, conn_error) until conn_clear. While a failure stands, conn_commit and conn_release refuse, so
 * a caller may make several calls and look once, at the end. After an error of the disk itself (a failed
 * fsync, a torn read) nobody knows what the kernel has kept: the store stops, and every later write fails
 * with STORE_STOPPED until the program starts anew and recovers. */
#pragma once

#include "base/arena.h"

enum store_status {
    STORE_OK,
    STORE_TAKEN,     /* another process has DATA open for writing */
    STORE_FOREIGN,   /* not a file of this program */
    STORE_NEWER,     /* written by a later version of this program */
    STORE_READ_ONLY, /* the file or its folder may not be written */
    STORE_FULL, /* no room on the disk; the transaction is undone, and writing goes on when there is room */
    STORE_MISSING,  /* no such file or folder */
    STORE_EXISTS,   /* to be created, but there already */
    STORE_REFUSED,  /* an address no engine of this build serves */
    STORE_BUSY,     /* a lock was not to be had in time; try again */
    STORE_CONFLICT, /* a constraint or trigger of the schema refused the row */
    STORE_TIMEOUT,  /* the deadline passed */
    STORE_STOPPED,  /* an earlier error of the disk stopped all writing */
    STORE_BROKEN,   /* a wrong statement, a damaged file, an error of the disk */
};

enum store_mode {
    STORE_CREATE, /* make DATA, which must not exist, and open it for writing */
    STORE_WRITE,  /* open for writing; no other process may have it so */
    STORE_READ,   /* readers only, also beside a process that writes */
};

struct store;
struct conn;
struct stmt;

/* Opens `data`, a file name or an engine's address. STORE_OK gives the store, to be closed with store_close;
 * anything else leaves *store NULL and says why in plain words, in `arena`. */
enum store_status store_open(struct arena *arena, const char *data, enum store_mode mode,
                             struct store **store, struct text *why);
/* Closes every connection, checkpointing last. Readers that were taken must have been given back, and the
 * writer thread stopped. NULL is allowed. */
void store_close(struct store *store);
/* Closes a store that was opened with STORE_CREATE and removes its files: for an `init` that failed. */
void store_discard(struct store *store);
/* Whether an error of the disk stopped all writing. Any thread may ask. */
bool store_stopped(const struct store *store);

/* The one connection that writes; NULL for STORE_READ. Belongs to whoever runs the writer (writer.h). */
struct conn *store_writer(struct store *store);
/* A read-only connection, fresh or from the pool; waits while all STORE_READERS are taken. NULL when it
 * cannot be opened. The taker gives it back; an open snapshot, deadline or failure ends there. */
enum { STORE_READERS = 16 };
struct conn *store_take(struct store *store);
void store_give(struct store *store, struct conn *conn);

/* The first failure since the last conn_clear, and its words (for the log, not for people). */
enum store_status conn_status(const struct conn *conn);
const char *conn_error(const struct conn *conn);
void conn_clear(struct conn *conn);
/* Marks the connection as failed from above, so that the transaction cannot be committed. */
void conn_fail(struct conn *conn, enum store_status status, const char *why);

/* Runs one or several statements that give no rows and take no values: DDL. */
bool conn_exec(struct conn *conn, const char *sql);
/* Rows inserted, updated or deleted by the last statement that was run on this connection. */
int64_t conn_changes(const struct conn *conn);

/* The writer's transaction; not nested. After STORE_FULL or an error of the disk it may be gone before it is
 * rolled back; conn_rollback is then harmless. Committed means durable. */
bool conn_begin(struct conn *conn);
bool conn_commit(struct conn *conn);
void conn_rollback(struct conn *conn);
/* Savepoints inside it, nested as deep as you like; conn_rollback_to also ends the innermost one. */
bool conn_savepoint(struct conn *conn);
bool conn_release(struct conn *conn);
bool conn_rollback_to(struct conn *conn);
bool conn_in_transaction(const struct conn *conn);

/* A reader's view of one moment: every query until conn_snapshot_end sees the same committed rows. */
bool conn_snapshot(struct conn *conn);
void conn_snapshot_end(struct conn *conn);
/* Queries on this connection fail with STORE_TIMEOUT once this many milliseconds have passed; 0 lifts it. */
void conn_deadline(struct conn *conn, unsigned milliseconds);

/* Looks at every row and index there is. False: one is damaged or cannot be read, and `fault`, in the arena,
 * says the first; it does not stand on the connection. */
bool conn_check(struct conn *conn, struct arena *arena, struct text *fault);

/* A prepared statement, kept with the connection and found again by its text, so that preparing twice costs
 * nothing. A statement in use (not reset) is not handed out twice: a second one of the same text is made.
 * NULL on a mistake in the SQL; the other calls accept NULL and fail quietly, the failure standing on the
 * connection. Declare it with STMT_SCOPED and it resets itself. */
struct stmt *conn_prepare(struct conn *conn, struct text sql);
void stmt_cleanup(struct stmt **stmt);
#define STMT_SCOPED __attribute__((cleanup(stmt_cleanup))) struct stmt *

/* Values for the placeholders `?1`, `?2`, ...: places count from 1. Text and blobs are borrowed until the
 * reset. stmt_bind_text of the empty slice binds the empty text, not null. */
void stmt_bind_int(struct stmt *stmt, int place, int64_t n);
void stmt_bind_text(struct stmt *stmt, int place, struct text text);
void stmt_bind_blob(struct stmt *stmt, int place, struct text blob);
void stmt_bind_null(struct stmt *stmt, int place);

enum stepped { STEP_ROW, STEP_DONE, STEP_FAILED };
enum stepped stmt_step(struct stmt *stmt);
/* True while there is a row; false at the end and on failure (see conn_status). */
bool stmt_row(struct stmt *stmt);
/* Steps to the end, ignoring rows, and resets: for inserts, updates and deletes. */
bool stmt_run(struct stmt *stmt);
/* Ends the use of the statement, forgetting its values; it may then be bound and stepped again, or be handed
 * out again by conn_prepare: do not keep it beyond the function that prepared it. */
void stmt_reset(struct stmt *stmt);
/* Resets between two uses in a loop, still holding the statement. */
void stmt_again(struct stmt *stmt);

/* Columns of the present row count from 0. Slices live until the next step or reset. A null reads as 0 or as
 * the empty slice. */
int64_t stmt_int(struct stmt *stmt, int column);
struct text stmt_text(struct stmt *stmt, int column);
struct text stmt_blob(struct stmt *stmt, int column);
bool stmt_is_null(struct stmt *stmt, int column);
