/* pages/record.html: one record of any register, and what stands in its way. */
#pragma once

#include "faces/html/page_form.h"
#include "faces/html/view.h"

/* What stands in the way. */
struct ui_gate {
    struct text title; /* "Two things stand in the way of “Approve”" */
    struct ui_unmets unmet;
    struct text more_title; /* "One more thing stands in the way of “Refer to the CAB”" */
    struct ui_unmets more;  /* folded until the reader asks */
};

/* A field that is shown. Whichever of value, html, links, tags are given stand in that order. */
struct ui_row {
    struct text label;
    struct text value;
    struct text small;
    struct safe_html html; /* a text field, from html_markdown */
    struct ui_links links; /* records, persons, files, addresses */
    struct ui_tags tags;   /* choices */
    struct ui_cites cites;
    bool withheld;
    bool changed; /* changed since a decision that seals it */
};
struct ui_rows {
    struct ui_row *items;
    size_t count, capacity;
};
struct ui_section {
    struct text id; /* unique on the page; the tab links to it */
    struct text title;
    struct text note;    /* "4 records" */
    struct ui_link edit; /* `note` is read out after its label: "Edit" "the details" */
    struct ui_rows rows;
};
struct ui_sections {
    struct ui_section *items;
    size_t count, capacity;
};

/* A button of the decision column. Never dead: the action's page says what stands in the way. */
struct ui_act {
    struct text label, href;
    struct text why; /* "2 things stand in the way"; empty when allowed */
    struct text key; /* single-key shortcut, or empty */
    bool go;
};
struct ui_acts {
    struct ui_act *items;
    size_t count, capacity;
};

/* Something done, or still to be done, in the course of the record. */
struct ui_step {
    struct text title;
    struct text text;  /* "Dev Patel. Passed Wed 18 Nov" */
    struct text spent; /* "No longer covers: Begins, Services" when a sealed field has changed */
    struct ui_cites cites;
    bool done, waiting;
};
struct ui_steps {
    struct ui_step *items;
    size_t count, capacity;
};

/* Something that had to hold, and does. */
struct ui_check {
    struct text message;
    struct ui_cites cites;
};
struct ui_checks {
    struct ui_check *items;
    size_t count, capacity;
};

struct ui_duty {
    struct text title;
    struct text on; /* who owes it */
    struct ui_moment due;
    struct ui_tag tag; /* Open, Met, Late, Overdue */
    struct ui_cites cites;
};
struct ui_duties {
    struct ui_duty *items;
    size_t count, capacity;
};

struct ui_warning {
    struct text message;
    struct text reason; /* given by whoever went ahead */
    struct ui_cites cites;
};
struct ui_warnings {
    struct ui_warning *items;
    size_t count, capacity;
};

struct ui_comment {
    struct text id;
    struct text who, who_href;
    struct ui_moment when;
    struct safe_html html;
};
struct ui_comments {
    struct ui_comment *items;
    size_t count, capacity;
};

struct ui_change {
    struct text field, from, to; /* from and to empty mean missing; both empty: only that it changed */
    bool withheld;
    bool long_text; /* too long to be said here */
};
struct ui_changes {
    struct ui_change *items;
    size_t count, capacity;
};
struct ui_event {
    struct ui_moment when;
    struct text who, who_href;
    struct text text;     /* "approved it", "changed 3 fields" */
    struct text stand_in; /* "for Supt Ellison" */
    struct text reason;
    struct text waived; /* "A need of it was waived by EXC-00004" */
    struct text origin; /* "imported", "rulebook 1, entry 4,137" */
    struct ui_changes changes;
};
struct ui_events {
    struct ui_event *items;
    size_t count, capacity;
};

struct record_page {
    struct ui_layout layout;
    struct text number, title;
    struct ui_tag state;
    struct ui_tags tags;     /* choices worth a tag: category, risk */
    struct ui_links buttons; /* Edit and the like; `note` is its shortcut key */
    struct text as_at;       /* "You are looking at this record as it stood on ..." */
    struct ui_link as_now;
    struct ui_links tabs; /* to the sections: "#fields", "#history" */
    struct ui_gate gate;
    struct ui_warnings warnings;
    struct text summary_title; /* "Summary" */
    struct ui_link summary_edit;
    struct ui_facts facts;       /* up to four of the most telling */
    struct safe_html lead;       /* the main text field */
    struct ui_sections sections; /* all fields, and related records by register */
    struct ui_acts acts;
    struct text acts_note;  /* above the buttons, or instead of them */
    struct ui_texts others; /* without any: "Submit: the Requester (Mina Shah)" */
    struct text steps_title, steps_note;
    struct ui_steps steps;   /* approvals, signatures, board decisions, in the order of the rulebook */
    struct text checks_note; /* "4 of 6, for Approve" */
    struct ui_checks checks; /* met by the action that takes the record on */
    struct ui_duties duties;
    struct ui_comments comments;
    struct text comments_note;     /* which they are, when there are others: "among the newest 200 entries" */
    struct ui_links comment_pages; /* to the others */
    struct ui_form comment;        /* its action is empty when the reader may not comment */
    struct text history_note;      /* "23 entries" */
    struct ui_events history;      /* newest first */
    struct ui_link earlier;
    struct text nothing_said; /* when there is no comment */
};
