#include "store/sqlite.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/* "Reev" in the file's header; and the version of the tables, raised when an older program could not read
 * them. */
enum { APPLICATION_ID = 0x52656576, SCHEMA_VERSION = 1 };
/* Page caches in KiB: one writer, up to STORE_READERS readers. */
enum { WRITER_CACHE = 16 * 1024, READER_CACHE = 4 * 1024 };
/* 16 MiB of log: seldom enough to be cheap, small enough to be read back at a start in a blink. */
enum { LOG_PAGES = 4000 };

static bool serves(const char *data)
{
    return strncmp(data, "postgresql://", 13) != 0 && strncmp(data, "postgres://", 11) != 0;
}

/* Asks SQLite's file layer too, so that a test may put another beneath; by itself it takes an empty file for
 * none. */
static bool file_exists(const char *data)
{
    if (access(data, F_OK) == 0)
        return true;
    sqlite3_vfs *vfs = sqlite3_vfs_find(NULL);
    int there = 0;
    return vfs->xAccess(vfs, data, SQLITE_ACCESS_EXISTS, &there) == SQLITE_OK && there;
}

/* The lock and the log must be the same by whichever link the file is reached. */
static char *resolve(const char *data)
{
    char *path = realpath(data, NULL);
    return path ? path : strdup(data);
}

static enum store_status explain_errno(struct arena *arena, const char *data, int error, struct text *why)
{
    switch (error) {
    case ENOENT:
    case ENOTDIR:
        *why = arena_format(arena, "The folder of %s does not exist. Make it first.", data);
        return STORE_MISSING;
    case EEXIST:
        *why = arena_format(arena, "%s exists already. Choose another name, or move that file away first.",
                            data);
        return STORE_EXISTS;
    case EACCES:
    case EPERM:
    case EROFS:
        *why = arena_format(arena,
                            "%s, what is named like it, or its folder may not be written. Give this user the "
                            "right to write all of them, then try again.",
                            data);
        return STORE_READ_ONLY;
    case ENOSPC:
    case EDQUOT:
        *why = arena_format(arena, "The disk that holds %s is full. Make room, then try again.", data);
        return STORE_FULL;
    default:
        *why = arena_format(arena, "%s cannot be opened: %s.", data, strerror(error));
        return STORE_BROKEN;
    }
}

static void write_pid(int lock)
{
    char pid[24];
    int n = snprintf(pid, sizeof pid, "%ld\n", (long)getpid());
    if (ftruncate(lock, 0) == 0 && pwrite(lock, pid, (size_t)n, 0) != n)
        return; /* only a courtesy to whoever reads the file */
}

/* Root, giving a command on somebody's data, must not lock them out: the lock is theirs, as the log is. */
static void share_lock(const struct lite_store *store)
{
    struct stat data;
    if (stat(store->base.data, &data) != 0 || fchown(store->lock, data.st_uid, data.st_gid) != 0)
        return; /* it is being made, or cannot be given: then it stays root's */
}

static enum store_status take_lock(struct arena *arena, struct lite_store *store, struct text *why)
{
    const char *data = store->base.data;
    char *path = arena_string(arena, arena_format(arena, "%s.lock", data));
    store->lock = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    store->lock_new = store->lock >= 0;
    if (!store->lock_new && errno == EEXIST)
        store->lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (store->lock < 0)
        return explain_errno(arena, data, errno, why);
    if (geteuid() == 0)
        share_lock(store);
    if (flock(store->lock, LOCK_EX | LOCK_NB) == 0) {
        write_pid(store->lock);
        return STORE_OK;
    }
    char pid[24] = "";
    ssize_t n = pread(store->lock, pid, sizeof pid - 1, 0);
    int digits = n > 0 ? (int)strspn(pid, "0123456789") : 0;
    *why = arena_format(
        arena,
        "%s is in use by another process%s%.*s. Stop that one first, or give it the command while "
        "it serves.",
        data, digits ? ", number " : "", digits, pid);
    return STORE_TAKEN;
}

/* From malloc. */
static char *folder_of(const char *data)
{
    const char *slash = strrchr(data, '/');
    return slash ? strndup(data, slash == data ? 1 : (size_t)(slash - data)) : strdup(".");
}

/* The log stands beside the data: whoever may not make or change it there can write nothing. */
static bool refuses_log(const char *data)
{
    char *paths[] = {folder_of(data), NULL, NULL};
    bool refuses = asprintf(&paths[1], "%s-wal", data) < 0 || asprintf(&paths[2], "%s-shm", data) < 0;
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        refuses |= paths[i] && faccessat(AT_FDCWD, paths[i], W_OK, AT_EACCESS) != 0 && errno == EACCES;
        free(paths[i]);
    }
    return refuses;
}

/* The new name must survive a power cut as well as what it names. Where a folder cannot be synced (EINVAL)
 * the file system looks after names itself. */
static bool sync_folder(const char *data)
{
    char *folder = folder_of(data);
    int file = folder ? open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
    bool synced = file >= 0 && (fsync(file) == 0 || errno == EINVAL);
    int error = errno;
    if (file >= 0)
        close(file);
    free(folder);
    errno = error;
    return synced;
}

/* Makes the empty file ourselves, for this user only, failing if there is one. */
static enum store_status create_file(struct arena *arena, const char *data, struct text *why)
{
    int file = open(data, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0)
        return explain_errno(arena, data, errno, why);
    close(file);
    if (sync_folder(data))
        return STORE_OK;
    enum store_status status = explain_errno(arena, data, errno, why);
    unlink(data);
    return status;
}

static int log_pages(void *context, sqlite3 *db, const char *name, int pages)
{
    (void)db;
    (void)name;
    ((struct lite_conn *)context)->wal_pages = pages;
    return SQLITE_OK;
}

/* Opens without touching the file. */
static struct lite_conn *connect_bare(struct store *store, bool writes)
{
    struct lite_conn *conn = calloc(1, sizeof *conn);
    if (!conn)
        return NULL;
    conn->base.store = store;
    conn->base.writes = writes;
    int flags = SQLITE_OPEN_NOMUTEX | (writes ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY);
    if (writes && store->mode == STORE_CREATE)
        flags |= SQLITE_OPEN_CREATE;
    if (sqlite3_open_v2(store->data, &conn->db, flags, NULL) != SQLITE_OK) {
        sqlite3_close_v2(conn->db);
        free(conn);
        return NULL;
    }
    sqlite3_busy_timeout(conn->db, LITE_BUSY_MS);
    sqlite3_extended_result_codes(conn->db, 1);
    /* Until we know that the file is ours, closing leaves it as it was; and a reader never checkpoints. */
    sqlite3_db_config(conn->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
    sqlite3_db_config(conn->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(conn->db, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
    sqlite3_db_config(conn->db, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
    return conn;
}

static bool set_up(struct lite_conn *conn)
{
    char sql[240];
    bool writes = conn->base.writes;
    if (writes)
        sqlite3_wal_hook(conn->db, log_pages, conn);
    /* Without recursive triggers, REPLACE would delete rows past the triggers that forbid it. */
    snprintf(sql, sizeof sql,
             "PRAGMA trusted_schema=OFF; PRAGMA foreign_keys=OFF; PRAGMA recursive_triggers=ON; "
             "PRAGMA cache_size=-%d; %s",
             writes ? WRITER_CACHE : READER_CACHE,
             writes ? "PRAGMA synchronous=FULL" : "PRAGMA query_only=ON");
    return lite_exec(&conn->base, sql);
}

static void disconnect(struct conn *conn)
{
    sqlite3_close_v2(lite_conn(conn)->db);
    free(conn);
}

static struct conn *connect_to(struct store *store, bool writes)
{
    struct lite_conn *conn = connect_bare(store, writes);
    if (!conn || set_up(conn))
        return conn ? &conn->base : NULL;
    disconnect(&conn->base);
    return NULL;
}

static bool pragma_int(struct lite_conn *conn, const char *sql, int64_t *n)
{
    sqlite3_stmt *s = NULL;
    int code = sqlite3_prepare_v2(conn->db, sql, -1, &s, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_step(s);
    if (code == SQLITE_ROW)
        *n = sqlite3_column_int64(s, 0);
    else
        lite_fail(conn, code);
    sqlite3_finalize(s);
    return code == SQLITE_ROW;
}

/* The marks are written before the file turns to WAL, so they are in its header and never only in its log. */
static bool mark_new(struct lite_conn *conn)
{
    char sql[160];
    snprintf(sql, sizeof sql, "PRAGMA application_id=%d; PRAGMA user_version=%d; PRAGMA journal_mode=WAL",
             APPLICATION_ID, SCHEMA_VERSION);
    return lite_exec(&conn->base, sql);
}

static enum store_status explain_conn(struct arena *arena, const struct lite_conn *conn, struct text *why)
{
    const char *data = conn->base.store->data;
    enum store_status status = conn->base.status;
    if (status == STORE_FULL)
        return explain_errno(arena, data, ENOSPC, why);
    if (status == STORE_READ_ONLY)
        return explain_errno(arena, data, EACCES, why);
    if (status == STORE_FOREIGN)
        *why = arena_format(arena, "%s is not a Reeve data file. Check the name.", data);
    else if (status == STORE_BUSY)
        *why = arena_format(arena, "%s is busy: another program holds it. Close that one, then try again.",
                            data);
    else
        *why =
            arena_format(arena, "%s cannot be used: %s. Restore it from a backup.", data, conn->base.error);
    return status == STORE_FOREIGN || status == STORE_BUSY ? status : STORE_BROKEN;
}

/* Whether what was opened is ours, of a version we read, and open as asked. */
static enum store_status check_ours(struct arena *arena, struct lite_conn *conn, struct text *why)
{
    const char *data = conn->base.store->data;
    int64_t id = 0;
    int64_t version = 0;
    if (conn->base.writes && (sqlite3_db_readonly(conn->db, "main") == 1 || refuses_log(data)))
        return explain_errno(arena, data, EACCES, why);
    if (!pragma_int(conn, "PRAGMA application_id", &id) || !pragma_int(conn, "PRAGMA user_version", &version))
        return explain_conn(arena, conn, why);
    if (id != APPLICATION_ID) {
        *why = arena_format(arena, "%s is not a Reeve data file. Check the name.", data);
        return STORE_FOREIGN;
    }
    if (version > SCHEMA_VERSION) {
        *why = arena_format(
            arena,
            "%s was written by a newer Reeve (its tables are version %lld, this program knows %d). "
            "Use that version.",
            data, (long long)version, SCHEMA_VERSION);
        return STORE_NEWER;
    }
    return STORE_OK;
}

static enum store_status open_first(struct arena *arena, struct lite_store *store, struct text *why)
{
    enum store_mode mode = store->base.mode;
    struct lite_conn *conn = connect_bare(&store->base, mode != STORE_READ);
    if (!conn) {
        *why = arena_format(arena, "%s cannot be opened. Check that it is a file this user may read.",
                            store->base.data);
        return STORE_BROKEN;
    }
    enum store_status status = STORE_OK;
    if (mode == STORE_CREATE && !mark_new(conn))
        status = explain_conn(arena, conn, why);
    if (status == STORE_OK)
        status = check_ours(arena, conn, why);
    if (status == STORE_OK && !set_up(conn))
        status = explain_conn(arena, conn, why);
    if (status != STORE_OK) {
        disconnect(&conn->base);
        return status;
    }
    if (mode == STORE_READ) {
        store->base.idle[store->base.idle_count++] = &conn->base;
        return STORE_OK;
    }
    sqlite3_db_config(conn->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, NULL);
    store->base.writer = &conn->base;
    return STORE_OK;
}

static void remove_beside(const char *data, const char *ending)
{
    char *path = NULL;
    if (asprintf(&path, "%s%s", data, ending) < 0)
        return;
    unlink(path);
    free(path);
}

static void remove_files(const char *data)
{
    static const char *const endings[] = {"", "-wal", "-shm", "-journal", ".lock"};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        remove_beside(data, endings[i]);
}

static void close_store(struct store *base, bool discard)
{
    struct lite_store *store = (struct lite_store *)base;
    if (discard)
        remove_files(base->data);
    if (store->lock >= 0)
        close(store->lock);
    free(base->data);
    free(store);
}

static enum store_status open_locked(struct arena *arena, struct lite_store *store, struct text *why)
{
    enum store_mode mode = store->base.mode;
    enum store_status status = STORE_OK;
    if (mode != STORE_READ)
        status = take_lock(arena, store, why);
    if (status != STORE_OK)
        return status;
    if (mode != STORE_CREATE) {
        status = open_first(arena, store, why);
        if (status != STORE_OK && store->lock_new) /* nothing is left beside a file that is none of ours */
            remove_beside(store->base.data, ".lock");
        return status;
    }
    status = create_file(arena, store->base.data, why);
    if (status != STORE_OK)
        return status;
    status = open_first(arena, store, why);
    if (status != STORE_OK)
        remove_files(store->base.data);
    return status;
}

/* Counting what is allocated would take one lock for all threads at every allocation. Whoever started SQLite
 * before, as a test does, keeps their settings. */
static void configure(void)
{
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

static enum store_status open_store(struct arena *arena, const char *data, enum store_mode mode,
                                    struct store **out, struct text *why)
{
    static pthread_once_t configured = PTHREAD_ONCE_INIT;
    pthread_once(&configured, configure);
    bool there = file_exists(data);
    if (mode == STORE_CREATE && there)
        return explain_errno(arena, data, EEXIST, why);
    if (mode != STORE_CREATE && !there) {
        *why = arena_format(
            arena, "There is no file %s. Check the name, or make one with: reeve init %s --rulebook DIR",
            data, data);
        return STORE_MISSING;
    }
    struct lite_store *store = calloc(1, sizeof *store);
    char *path = resolve(data);
    if (!store || !path) {
        free(store);
        free(path);
        return explain_errno(arena, data, ENOMEM, why);
    }
    *store = (struct lite_store){.base = {.data = path, .mode = mode}, .lock = -1, .log_pages = LOG_PAGES};
    enum store_status status = open_locked(arena, store, why);
    if (status != STORE_OK) {
        close_store(&store->base, false);
        return status;
    }
    *out = &store->base;
    return STORE_OK;
}

const struct store_backend store_sqlite = {
    .name = "sqlite",
    .serves = serves,
    .open = open_store,
    .close = close_store,
    .connect = connect_to,
    .disconnect = disconnect,
    .exec = lite_exec,
    .changes = lite_changes,
    .in_transaction = lite_in_transaction,
    .deadline = lite_deadline,
    .begin = lite_begin,
    .tend = lite_tend,
    .check = lite_check,
    .prepare = lite_prepare,
    .finalize = lite_finalize,
    .bind_int = lite_bind_int,
    .bind_bytes = lite_bind_bytes,
    .bind_null = lite_bind_null,
    .step = lite_step,
    .reset = lite_reset,
    .column_int = lite_column_int,
    .column_bytes = lite_column_bytes,
    .column_is_null = lite_column_is_null,
};
