/* A policy document as a force publishes it, read from plain text.
 *
 * Reading never corrects: every text is a slice of the source, or lines of it joined by line ends. What is
 * odd about a document is found afterwards (anomaly.h) and never stops it being read.
 *
 * Every paragraph has a permanent identity. A number that the document prints is the identity (`2.3`,
 * `4.2.6`). What stands unnumbered under it takes a letter by its place: the thirteenth bullet of 2.3 is
 * `2.3.m`, after z come aa, ab. Items the document numbers 1., 2. below a clause are `3.1.1`, `3.1.2`. Where
 * a document numbers nothing, its sections are counted, then their paragraphs: `4.2`; bullets straight below
 * a heading are `5.a`. What stands before the first numbered section is `front-1`, its paragraphs
 * `front-1.1`. A number printed twice is kept apart as `2.3-2`.
 *
 * Pure: no files, no database. Everything lives in the arena given, and points into the source, which must
 * live as long. */
#pragma once

#include "base/arena.h"

enum { POLICY_FILE_MAX = 4 * 1024 * 1024, POLICY_LINES_MAX = 100000 };

/* A date as documents write it. */
struct document_date {
    struct text printed; /* "29 Dec 2014", "2 March 15", "February 2014"; empty: none */
    int64_t day;         /* days since 1970 (base/time.h); of a month its first */
    bool known;          /* `day` could be read */
    bool month_only;
};

enum control_kind {
    CONTROL_OTHER,
    CONTROL_TITLE,
    CONTROL_REFERENCE,
    CONTROL_VERSION, /* the row's second value is the effective date */
    CONTROL_OWNER,
    CONTROL_DEPARTMENT,
    CONTROL_CONTACT,
    CONTROL_AUTHOR,
    CONTROL_APPROVED_BY,
    CONTROL_IMPLEMENTED,
    CONTROL_CREATED,
    CONTROL_REVIEW,
    CONTROL_MARKING,
    CONTROL_PUBLICATION,
    CONTROL_SUMMARY,
    CONTROL_EQUALITY, /* "EQUALITY IMPACT ASSESSMENT COMPLETED" */
};

/* One row of document control, in the document's order and words. */
struct control_row {
    enum control_kind kind;
    struct text key, value, second; /* without mark-up; of tick boxes the ticked one */
    struct text printed;            /* the source line or lines */
    size_t line;
};

struct document_section {
    struct text
        id; /* `2`, `2.3` (a numbered heading below a section), `front-1`; empty: a heading in between */
    struct text heading; /* empty: text before the first heading */
    unsigned level;      /* 1 or 2 */
    size_t line;
    size_t first_clause, clause_count; /* up to the next heading */
};

enum clause_kind { CLAUSE_PARAGRAPH, CLAUSE_BULLET, CLAUSE_ITEM, CLAUSE_ROW };

struct document_clause {
    struct text id;
    enum clause_kind kind;
    bool printed;     /* the document prints this number */
    long parent;      /* index of the clause it stands below, -1: of none */
    size_t section;   /* index */
    unsigned ordinal; /* from 1, among those of its kind below the same parent or heading */
    struct text text; /* verbatim, without its number or bullet sign */
    size_t first_line, last_line;
};

/* One row of the version history. Version numbers may repeat. */
struct document_version {
    struct text version, reason;
    struct document_date date;
    struct text by;                   /* as printed */
    struct text force_number, person; /* "56408", "Couchman"; the number is empty when there is none */
    size_t line;
};

struct contents_entry {
    struct text number, title, page; /* number may be empty */
    size_t line;
};

enum aside_kind {
    ASIDE_MARKING,   /* a running head or foot */
    ASIDE_TITLE,     /* of the title page */
    ASIDE_WEBSITE,   /* what the site around the text says: cookies, escape buttons */
    ASIDE_SIGNATURE, /* the signature block */
};

/* A line that is no part of the text. */
struct document_aside {
    enum aside_kind kind;
    struct text text;
    size_t line;
};

struct policy_document {
    struct text source;           /* all of it, without the byte order mark */
    struct text title, reference; /* as document control has them; empty: not stated */
    struct text force;
    struct text signatory; /* "CHIEF CONSTABLE" */
    bool numbered;         /* the document numbers its paragraphs itself */
    size_t line_count;
    struct control_row *controls;
    size_t control_count, control_capacity;
    struct contents_entry *contents;
    size_t contents_count, contents_capacity;
    struct document_section *sections;
    size_t section_count, section_capacity;
    struct document_clause *clauses;
    size_t clause_count, clause_capacity;
    struct document_version *versions;
    size_t version_count, version_capacity;
    struct document_aside *asides;
    size_t aside_count, aside_capacity;
};

/* NULL on success. Otherwise what is wrong with the file and what to do, a whole sentence; *out is then
 * untouched. */
const char *document_read(struct arena *arena, struct text source, struct policy_document **out);

/* The first row of that kind, or NULL. */
const struct control_row *document_control(const struct policy_document *document, enum control_kind kind);
/* `review` for CONTROL_REVIEW: the names used in JSON. */
const char *control_name(enum control_kind kind);
/* The heading with that identity, or NULL. */
const struct document_section *document_section(const struct policy_document *document, struct text id);
struct document_date document_date(struct text printed);
/* `a` for 0, `z` for 25, `aa` for 26. */
struct text document_letters(struct arena *arena, size_t n);
/* Text without mark-up signs (#, *, _ around words, <b>), for comparing, never to show as the document's. */
struct text document_plain(struct arena *arena, struct text text);
