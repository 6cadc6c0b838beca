#include "power.h"

#include <pthread.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct change {
    bool truncate; /* to `offset`; otherwise a write */
    size_t offset, n;
    unsigned char *bytes;
};

/* What of one file would survive, and what was asked of it since its last sync. */
struct disk_file {
    char *path;
    bool log;
    unsigned char *bytes;
    size_t n;
    struct change *changes;
    size_t change_count;
    struct disk_file *next;
};

struct shim {
    sqlite3_file base;
    struct disk_file *disk; /* NULL for files that do not matter, such as temporary ones */
    sqlite3_file *real;     /* stands behind this struct */
};

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static struct disk_file *files;
static enum power_fault fault;
static uint64_t left = UINT64_MAX; /* operations until the cut */
static bool off;
static sqlite3_vfs *real_vfs;
static sqlite3_vfs vfs;
static sqlite3_io_methods methods;

static void *must(void *memory)
{
    if (!memory) {
        fprintf(stderr, "out of memory\n");
        exit(2);
    }
    return memory;
}

static void resize(struct disk_file *file, size_t n)
{
    if (n > file->n) {
        file->bytes = must(realloc(file->bytes, n));
        memset(file->bytes + file->n, 0, n - file->n);
    }
    file->n = n;
}

static void apply(struct disk_file *file, const struct change *change, size_t from, size_t to)
{
    if (change->truncate) {
        resize(file, change->offset);
        return;
    }
    if (file->n < change->offset + to)
        resize(file, change->offset + to);
    memcpy(file->bytes + change->offset + from, change->bytes + from, to - from);
}

static void forget_changes(struct disk_file *file)
{
    for (size_t i = 0; i < file->change_count; i++)
        free(file->changes[i].bytes);
    free(file->changes);
    file->changes = NULL;
    file->change_count = 0;
}

static void note(struct disk_file *file, struct change change, const void *bytes)
{
    if (bytes) {
        change.bytes = must(malloc(change.n));
        memcpy(change.bytes, bytes, change.n);
    }
    file->changes = must(realloc(file->changes, (file->change_count + 1) * sizeof *file->changes));
    file->changes[file->change_count++] = change;
}

static struct disk_file *find(const char *path)
{
    struct disk_file *file = files;
    while (file && strcmp(file->path, path) != 0)
        file = file->next;
    return file;
}

static struct disk_file *find_or_add(const char *path, bool log)
{
    struct disk_file *file = find(path);
    if (file)
        return file;
    file = must(calloc(1, sizeof *file));
    *file = (struct disk_file){.path = must(strdup(path)), .log = log, .next = files};
    files = file;
    return file;
}

/* Counts one operation; with the lock held. False when the power is off. */
static bool operate(void)
{
    if (!off && left-- == 0)
        off = true;
    return !off;
}

static struct shim *shim(sqlite3_file *file)
{
    return (struct shim *)file;
}

static sqlite3_file *real(sqlite3_file *file)
{
    return shim(file)->real;
}

static int disk_close(sqlite3_file *file)
{
    return real(file)->pMethods ? real(file)->pMethods->xClose(real(file)) : SQLITE_OK;
}

static int disk_read(sqlite3_file *file, void *to, int n, sqlite3_int64 at)
{
    if (power_is_off())
        return SQLITE_IOERR_READ;
    return real(file)->pMethods->xRead(real(file), to, n, at);
}

static int disk_write(sqlite3_file *file, const void *from, int n, sqlite3_int64 at)
{
    pthread_mutex_lock(&mutex);
    bool on = !shim(file)->disk || operate();
    if (on && shim(file)->disk)
        note(shim(file)->disk, (struct change){.offset = (size_t)at, .n = (size_t)n}, from);
    pthread_mutex_unlock(&mutex);
    return on ? real(file)->pMethods->xWrite(real(file), from, n, at) : SQLITE_IOERR_WRITE;
}

static int disk_truncate(sqlite3_file *file, sqlite3_int64 size)
{
    pthread_mutex_lock(&mutex);
    bool on = !shim(file)->disk || operate();
    if (on && shim(file)->disk)
        note(shim(file)->disk, (struct change){.truncate = true, .offset = (size_t)size}, NULL);
    pthread_mutex_unlock(&mutex);
    return on ? real(file)->pMethods->xTruncate(real(file), size) : SQLITE_IOERR_TRUNCATE;
}

/* The real file is never synced: it only has to last as long as this process. */
static int disk_sync(sqlite3_file *file, int flags)
{
    (void)flags;
    struct disk_file *disk = shim(file)->disk;
    pthread_mutex_lock(&mutex);
    bool on = !disk || operate();
    bool pretend = disk && fault == (disk->log ? POWER_NO_LOG_SYNC : POWER_NO_DATA_SYNC);
    if (on && disk && !pretend) {
        for (size_t i = 0; i < disk->change_count; i++)
            apply(disk, &disk->changes[i], 0, disk->changes[i].n);
        forget_changes(disk);
    }
    pthread_mutex_unlock(&mutex);
    return on ? SQLITE_OK : SQLITE_IOERR_FSYNC;
}

static int disk_size(sqlite3_file *file, sqlite3_int64 *size)
{
    return real(file)->pMethods->xFileSize(real(file), size);
}

static int disk_lock(sqlite3_file *file, int level)
{
    return real(file)->pMethods->xLock(real(file), level);
}

static int disk_unlock(sqlite3_file *file, int level)
{
    return real(file)->pMethods->xUnlock(real(file), level);
}

static int disk_check_lock(sqlite3_file *file, int *held)
{
    return real(file)->pMethods->xCheckReservedLock(real(file), held);
}

static int disk_control(sqlite3_file *file, int operation, void *argument)
{
    return real(file)->pMethods->xFileControl(real(file), operation, argument);
}

static int disk_sector(sqlite3_file *file)
{
    return real(file)->pMethods->xSectorSize(real(file));
}

static int disk_traits(sqlite3_file *file)
{
    return real(file)->pMethods->xDeviceCharacteristics(real(file));
}

static int disk_shm_map(sqlite3_file *file, int page, int size, int extend, void volatile **memory)
{
    return real(file)->pMethods->xShmMap(real(file), page, size, extend, memory);
}

static int disk_shm_lock(sqlite3_file *file, int offset, int n, int flags)
{
    return real(file)->pMethods->xShmLock(real(file), offset, n, flags);
}

static void disk_shm_barrier(sqlite3_file *file)
{
    real(file)->pMethods->xShmBarrier(real(file));
}

static int disk_shm_unmap(sqlite3_file *file, int remove)
{
    return real(file)->pMethods->xShmUnmap(real(file), remove);
}

/* Version 2: with shared memory, without memory-mapped reads, which would go past us. */
static sqlite3_io_methods methods = {
    .iVersion = 2,
    .xClose = disk_close,
    .xRead = disk_read,
    .xWrite = disk_write,
    .xTruncate = disk_truncate,
    .xSync = disk_sync,
    .xFileSize = disk_size,
    .xLock = disk_lock,
    .xUnlock = disk_unlock,
    .xCheckReservedLock = disk_check_lock,
    .xFileControl = disk_control,
    .xSectorSize = disk_sector,
    .xDeviceCharacteristics = disk_traits,
    .xShmMap = disk_shm_map,
    .xShmLock = disk_shm_lock,
    .xShmBarrier = disk_shm_barrier,
    .xShmUnmap = disk_shm_unmap,
};

static int disk_open(sqlite3_vfs *self, const char *name, sqlite3_file *file, int flags, int *out)
{
    (void)self;
    struct shim *opened = shim(file);
    *opened = (struct shim){.real = (sqlite3_file *)(opened + 1)};
    if (power_is_off())
        return SQLITE_CANTOPEN;
    int code = real_vfs->xOpen(real_vfs, name, opened->real, flags, out);
    if (code != SQLITE_OK)
        return code;
    if (name && (flags & (SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_JOURNAL))) {
        pthread_mutex_lock(&mutex);
        opened->disk = find_or_add(name, flags & SQLITE_OPEN_WAL);
        pthread_mutex_unlock(&mutex);
    }
    opened->base.pMethods = &methods;
    return SQLITE_OK;
}

/* A deletion survives at once; what the file held then is nowhere needed. */
static int disk_delete(sqlite3_vfs *self, const char *name, int sync_folder)
{
    (void)self;
    pthread_mutex_lock(&mutex);
    bool on = operate();
    struct disk_file *file = on ? find(name) : NULL;
    if (file) {
        forget_changes(file);
        file->n = 0;
    }
    pthread_mutex_unlock(&mutex);
    return on ? real_vfs->xDelete(real_vfs, name, sync_folder) : SQLITE_IOERR_DELETE;
}

bool power_install(void)
{
    real_vfs = sqlite3_vfs_find(NULL);
    vfs = *real_vfs;
    vfs.zName = "power";
    vfs.szOsFile = (int)sizeof(struct shim) + real_vfs->szOsFile;
    vfs.xOpen = disk_open;
    vfs.xDelete = disk_delete;
    return sqlite3_vfs_register(&vfs, 1) == SQLITE_OK;
}

void power_pretend(enum power_fault which)
{
    pthread_mutex_lock(&mutex);
    fault = which;
    pthread_mutex_unlock(&mutex);
}

void power_cut_after(uint64_t operations)
{
    pthread_mutex_lock(&mutex);
    left = operations;
    pthread_mutex_unlock(&mutex);
}

bool power_is_off(void)
{
    pthread_mutex_lock(&mutex);
    bool is_off = off;
    pthread_mutex_unlock(&mutex);
    return is_off;
}

static uint64_t draw(uint64_t *seed)
{
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return *seed >> 33;
}

/* Each change by itself: a third lost, a sixth torn, the others kept. */
static void survive(struct disk_file *file, uint64_t *seed)
{
    for (size_t i = 0; i < file->change_count; i++) {
        const struct change *change = &file->changes[i];
        uint64_t fate = draw(seed) % 6;
        if (fate < 2)
            continue;
        bool torn = fate == 2 && !change->truncate && change->n > 1;
        size_t at = torn ? draw(seed) % change->n : 0;
        if (torn && draw(seed) % 2)
            apply(file, change, 0, at);
        else
            apply(file, change, at, change->n);
    }
    forget_changes(file);
}

static bool put_back(const struct disk_file *file)
{
    FILE *out = fopen(file->path, "wb");
    bool done = out && fwrite(file->bytes ? (const void *)file->bytes : "", 1, file->n, out) == file->n;
    if (out && fclose(out) != 0)
        done = false;
    return done;
}

bool power_back(uint64_t seed)
{
    bool done = true;
    for (struct disk_file *file = files; file; file = file->next) {
        char shm[400];
        survive(file, &seed);
        if (file->log && file->n == 0)
            unlink(file->path);
        else
            done = put_back(file) && done;
        snprintf(shm, sizeof shm, "%s-shm", file->path);
        unlink(shm);
    }
    off = false;
    left = UINT64_MAX;
    return done;
}

void power_forget(void)
{
    while (files) {
        struct disk_file *file = files;
        files = file->next;
        forget_changes(file);
        free(file->bytes);
        free(file->path);
        free(file);
    }
}
