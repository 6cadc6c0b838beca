/* The meeting page in the making, shared by the files that fill it. */
#pragma once

#include "faces/html/ask.h"
#include "faces/html/board_words.h"

struct sitting {
    struct frame *frame;
    struct meeting *meeting;
    bool runs;                       /* the reader calls, runs and records it */
    const struct returned *returned; /* NULL: nothing was sent */
    struct text item, action;        /* what the reader chose to look at; empty: the first */
    struct record *record;           /* the item in hand; NULL: none */
};

/* Shows the meeting of the path; `returned` is what was refused, or NULL. Answers. */
void meeting_show(struct asked *asked, const struct returned *returned);

/* meeting_item.c: the item in hand and the form for its decision. */
void meeting_item(struct sitting *sitting, struct meeting_page *page);
/* The last decision this meeting took on a record, or NULL. */
const struct decision *meeting_decided(const struct meeting *meeting, const struct record *record);
/* meeting_minutes.c */
void meeting_minutes(struct sitting *sitting, struct meeting_page *page);
