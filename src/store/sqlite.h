/* The SQLite engine's own structs, shared by its two files: sqlite.c opens and closes, sqlite_conn.c runs
 * statements. */
#pragma once

#include <sqlite3.h>

#include "store/backend.h"

struct lite_store {
    struct store base;
    int lock;      /* DATA.lock, locked; -1 for STORE_READ */
    bool lock_new; /* it was not there before this opening */
    int log_pages; /* a checkpoint copies the log back once it has this many pages; tests lower it */
};

struct lite_conn {
    struct conn base;
    sqlite3 *db;
    int64_t deadline;  /* on the monotonic clock, in milliseconds; 0 for none */
    int wal_pages;     /* in the log after the last commit, for the writer */
    int checkpoint_at; /* the next checkpoint is due when the log has so many */
};

struct lite_stmt {
    struct stmt base;
    sqlite3_stmt *s;
};

/* How long a lock is waited for. */
enum { LITE_BUSY_MS = 5000 };

struct lite_conn *lite_conn(const struct conn *conn);

/* Notes the connection's last failure. */
void lite_fail(struct lite_conn *conn, int code);

bool lite_exec(struct conn *conn, const char *sql);
int64_t lite_changes(const struct conn *conn);
bool lite_in_transaction(const struct conn *conn);
void lite_deadline(struct conn *conn, unsigned milliseconds);
bool lite_begin(struct conn *conn);
void lite_tend(struct conn *conn);
bool lite_check(struct conn *conn, struct arena *arena, struct text *fault);
struct stmt *lite_prepare(struct conn *conn, struct text sql);
void lite_finalize(struct stmt *stmt);
void lite_bind_int(struct stmt *stmt, int place, int64_t n);
void lite_bind_bytes(struct stmt *stmt, int place, struct text bytes, bool blob);
void lite_bind_null(struct stmt *stmt, int place);
enum stepped lite_step(struct stmt *stmt);
void lite_reset(struct stmt *stmt);
int64_t lite_column_int(struct stmt *stmt, int column);
struct text lite_column_bytes(struct stmt *stmt, int column, bool blob);
bool lite_column_is_null(struct stmt *stmt, int column);
