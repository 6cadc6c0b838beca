/* The reader's own state and parts. Private to document.c, front.c, outline.c. */
#pragma once

#include "base/buf.h"
#include "base/map.h"
#include "modules/policy/line.h"

enum reader_region { REGION_FRONT, REGION_CONTENTS, REGION_BODY, REGION_HISTORY };

struct reader {
    struct arena *arena;
    struct policy_document *document;
    const struct text *lines;
    size_t count;
    enum reader_region region;
    bool compact;           /* every line a paragraph: there are no blank lines */
    struct map ids;         /* taken by clauses and sections: how often */
    long heading;           /* index of the section that clauses now belong to, -1: none yet */
    unsigned chapter;       /* the last numbered section, or sections counted so far */
    unsigned front;         /* front sections so far */
    bool aside;             /* a running line came after the last clause */
    struct text chapter_id; /* what letters without a clause above them are given below */
    size_t chapter_letters; /* given out there */
    unsigned paragraph;     /* paragraphs counted there, where the document counts none */
    long parent;            /* the clause that unnumbered lines stand below, -1: the heading itself */
    size_t letters;         /* given out below it */
    unsigned item;          /* last number of a 1., 2., 3. list below it; 0: none is open */
    unsigned ordinals[4];   /* per enum clause_kind, below it */
    struct buf joined;      /* text of the last clause when a running line cut it in two */
};

/* Lines from `at` on that carry text: blank ones and running heads are passed over. count when there are
 * none. */
size_t reader_next(const struct reader *reader, size_t at);
struct line reader_line(const struct reader *reader, size_t at);

/* ---- front.c: document control, contents, version history ---- */
/* Takes the line at `at` when it is of that kind: the number of lines taken, 0 when it is not. */
size_t front_control(struct reader *reader, const struct line *line);
size_t front_contents(struct reader *reader, const struct line *line);
size_t front_history(struct reader *reader, const struct line *line);
void front_remark(struct reader *reader, const struct line *line);

/* ---- outline.c: sections and clauses ---- */
void outline_line(struct reader *reader, const struct line *line);
