/* Uploaded files: bytes with a name, referred to by the `file` fields of records.
 *
 * Until a record refers to it a file is its uploader's alone, and is dropped after a day. One that a record
 * referred to once is kept for good: history refers to it still. */
#pragma once

#include "engine/command.h"

enum {
    FILE_BYTES_MAX = 25 * 1024 * 1024,
    FILE_BYTES_COUNTED = 64 * 1024, /* a file counts as at least that many among what a person uploaded */
};

struct kept_file {
    struct text id;   /* 22 characters that cannot be guessed */
    struct text name; /* as uploaded: one path element */
    struct text bytes;
    int64_t uploader, created;
};

/* Makes the table where it is not there yet. */
bool file_create(struct conn *conn);

struct upload {
    struct text name, bytes;
    struct once once;
};

/* Keeps a file; its id is the answer's `number`, in the arena. OUTCOME_TOO_MUCH when its uploader has then
 * uploaded more than engine_uploads within a day, attached or not. Drops every file that was never attached
 * and is older than a day. Waits for the writer. */
void file_put(struct engine *engine, struct arena *arena, int64_t uploader, const struct upload *upload,
              struct answer *answer);
/* A change gives a `file` field this value: what it refers to is kept from now on. In the command's
 * transaction. */
void file_keep(struct world *world, struct value value);
/* The name of the file of that id, whoever may read it; empty: there is none. */
struct text file_name(struct world *world, struct text id);
/* The file of that id, whoever may read it. False: there is none. */
bool file_get(struct world *world, struct text id, struct kept_file *file);
/* Is every kept file as it was uploaded. False: `fault`, in the arena, says which is not, or why they cannot
 * be read. */
bool file_check(struct conn *conn, struct arena *arena, struct text *fault);
/* Does a field of this record that the world's actor may read refer to the file. */
bool file_of_record(struct world *world, struct record *record, struct text id);
/* May the world's actor put this value of a `file` field into the record: each file is one they uploaded, or
 * is the record's already (NULL: one that is being opened). An id alone gives no right to a file. The
 * machine's operator may put any that is kept. */
bool file_may_attach(struct world *world, struct record *record, const struct value *value);
