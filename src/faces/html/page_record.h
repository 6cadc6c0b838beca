/* pages/record.html: one record of any register, and what stands in its way. */
#pragma once

#include "faces/html/page_form.h"
#include "faces/html/view.h"

/* One action that is not allowed now: every reason. */
struct gate {
    struct text title;   /* "Two things stand in the way of Approve" */
    struct text id;      /* unique on the page */
    struct text summary; /* "4 of 6 met" */
    struct unmets unmet;
    struct unmets should; /* would go ahead with a reason */
};
struct gates {
    struct gate *items;
    size_t count, capacity;
};

/* A field that is shown. Whichever of value, html, links, tags are given stand in that order. */
struct row {
    struct text label;
    struct text value;
    struct text small;
    struct safe_html html; /* a text field, from html_markdown */
    struct links links;    /* records, persons, files, addresses */
    struct tags tags;      /* choices */
    struct cites cites;
    bool withheld;
    bool changed;          /* changed since a decision that seals it */
};
struct rows {
    struct row *items;
    size_t count, capacity;
};
struct section {
    struct text id;      /* unique on the page; the tab links to it */
    struct text title;
    struct text note;    /* "4 records" */
    struct link edit;    /* `note` is read out after its label: "Edit" "the details" */
    struct rows rows;
};
struct sections {
    struct section *items;
    size_t count, capacity;
};

/* A button of the decision column. Never dead: it opens the action's page, which says what stands in the way. */
struct act {
    struct text label, href;
    struct text why; /* "2 things stand in the way"; empty when allowed */
    struct text key; /* single-key shortcut, or empty */
    bool go;
};
struct acts {
    struct act *items;
    size_t count, capacity;
};

/* Something done, or still to be done, in the course of the record. */
struct step {
    struct text title;
    struct text text;   /* "Dev Patel. Passed Wed 18 Nov" */
    struct text spent;  /* "No longer covers: Begins, Services" when a sealed field has changed */
    struct cites cites;
    bool done, waiting;
};
struct steps {
    struct step *items;
    size_t count, capacity;
};

struct duty {
    struct text title;
    struct text on;     /* who owes it */
    struct moment due;
    struct tag tag;     /* Open, Met, Late, Overdue */
    struct cites cites;
};
struct duties {
    struct duty *items;
    size_t count, capacity;
};

struct warning {
    struct text message;
    struct text reason; /* given by whoever went ahead */
    struct cites cites;
};
struct warnings {
    struct warning *items;
    size_t count, capacity;
};

struct comment {
    struct text id;
    struct text who, who_href;
    struct moment when;
    struct safe_html html;
};
struct comments {
    struct comment *items;
    size_t count, capacity;
};

struct change {
    struct text field, from, to; /* from and to empty mean missing; both empty: only that it changed */
    bool withheld;
};
struct changes {
    struct change *items;
    size_t count, capacity;
};
struct event {
    struct moment when;
    struct text who, who_href;
    struct text text;     /* "approved it", "changed 3 fields" */
    struct text stand_in; /* "for Supt Ellison" */
    struct text reason;
    struct text origin;   /* "imported", "rulebook 1, entry 4,137" */
    struct changes changes;
};
struct events {
    struct event *items;
    size_t count, capacity;
};

struct record_page {
    struct layout layout;
    struct text number, title;
    struct tag state;
    struct tags tags;         /* choices worth a tag: category, risk */
    struct links buttons;     /* Edit and the like; `note` is its shortcut key */
    struct text as_at;        /* "You are looking at this record as it stood on ..." */
    struct link as_now;
    struct links tabs;        /* to the sections: "#fields", "#history" */
    struct gates gates;
    struct warnings warnings;
    struct text summary_title; /* "Summary" */
    struct link summary_edit;
    struct facts facts;       /* up to four of the most telling */
    struct safe_html lead;    /* the main text field */
    struct sections sections; /* all fields, and related records by register */
    struct acts acts;
    struct text acts_note;    /* above the buttons; or, without any, who can act */
    struct text steps_title, steps_note;
    struct steps steps;       /* approvals, signatures, board decisions, in the order of the rulebook */
    struct duties duties;
    struct comments comments;
    struct form comment;      /* its action is empty when the reader may not comment */
    struct text history_note; /* "23 entries" */
    struct events history;    /* newest first */
    struct link earlier;
    struct text nothing_said; /* when there is no comment */
};
