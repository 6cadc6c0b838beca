/* The page of the rulebook: its versions, and a draft that is checked, rehearsed and put in force. */
#pragma once

#include "engine/rehearse.h"
#include "engine/version_load.h"
#include "faces/html/frame.h"
#include "faces/html/page_rulebook.h"
#include "rules/diff.h"

enum { DRAFT_BYTES_MAX = 2 * 1024 * 1024, DRAFT_DAYS = 365 };

/* What came of a draft; everything in an arena of its own. */
struct draft {
    struct source_file *files;
    size_t count;
    int64_t days;
    struct version_load load; /* what is wrong with it */
    bool read;                /* it has no mistakes */
    bool rehearsed;
    struct rehearsal found;
    struct text not_rehearsed; /* why not */
    struct diff diff;
    bool confirm; /* ask before it is put in force */
    struct text version;
    int64_t from; /* the day */
};

/* Is this the reader's to do; if not, answered with 403. */
bool rulebook_allowed(struct asked *asked);
/* Shows the page, with the draft if there is one (NULL: none). Answers. */
void rulebook_show(struct asked *asked, const struct draft *draft);
/* Fills in what the page says of a draft. */
void rulebook_put_draft(struct frame *frame, const struct draft *draft, struct rulebook_page *page);
