/* Comma-separated values (RFC 4180): a reader that reports every bad row, and a writer safe to open in a
 * spreadsheet. */
#pragma once

#include "base/buf.h"

enum { CSV_FIELD_MAX = 1024 * 1024, CSV_COLUMNS_MAX = 200 };

struct csv {
    struct arena *arena;
    struct text rest;
    size_t line;  /* of the next byte */
    size_t width; /* columns of the first record, 0 before it */
    bool over;
    /* After CSV_BAD: a sentence for the person who made the file, and the line it is about. */
    struct text problem;
    size_t problem_line;
};

struct csv_record {
    struct text *fields; /* in the arena; unquoted ones are slices of the input */
    size_t count;
    size_t line; /* on which it begins, from 1 */
};

enum csv_step {
    CSV_RECORD,
    CSV_BAD, /* see `problem`; reading goes on after a row of the wrong length, and is over after anything
                worse */
    CSV_END,
};

/* Over a whole file, which must outlive the reader. A byte order mark is skipped; LF and CR LF end lines;
 * empty lines are skipped. Semicolons or tabs instead of commas, another encoding than UTF-8, and NULs are
 * problems of the first step. */
struct csv csv_read(struct arena *arena, struct text file);
enum csv_step csv_next(struct csv *csv, struct csv_record *record);

struct csv_writer {
    struct buf *out;
    bool begun; /* the row has a cell */
};

static inline struct csv_writer csv_in(struct buf *out)
{
    return (struct csv_writer){.out = out};
}
/* Text of people: what a spreadsheet would take for a formula (= + - @ tab CR LF) gets a ' before it. */
void csv_put_text(struct csv_writer *writer, struct text text);
/* Numbers, dates, times and names made by the program: quoted when needed, never prefixed. */
void csv_put_plain(struct csv_writer *writer, struct text text);
/* Ends the row with CR LF. */
void csv_end(struct csv_writer *writer);
