/* The policy library, a policy to read, and one clause with what keeps it. */
#pragma once

#include "faces/html/page_list.h"
#include "faces/html/view.h"

/* pages/library.html */
struct library_page {
    struct layout layout;
    struct text lead;
    struct table table;
    struct text nothing;
};

struct heading {
    struct text label, href;
    bool sub; /* below a heading */
};
struct headings {
    struct heading *items;
    size_t count, capacity;
};

struct clause {
    struct text id;     /* "2.3.e": its anchor */
    struct text number; /* "2.3(e)", with the bullet's place when the document gives none: "2.3, bullet 5" */
    struct text href;
    struct text text;   /* verbatim; line ends are kept */
    struct tag kept;    /* enforced, owed, recorded, guidance, outside, nothing */
    struct links keepers; /* what keeps it */
    bool sub;
};
struct clauses {
    struct clause *items;
    size_t count, capacity;
};
struct policy_section {
    struct text id, number, title;
    struct clauses clauses;
};
struct policy_sections {
    struct policy_section *items;
    size_t count, capacity;
};

struct anomaly {
    struct text title, text;
    struct text href; /* where in the document */
};
struct anomalies {
    struct anomaly *items;
    size_t count, capacity;
};

/* pages/policy.html */
struct policy_page {
    struct layout layout;
    struct text title, reference;
    struct tag state;
    struct tags tags;
    struct links buttons;
    struct facts coverage;   /* "Enforced" 14, "Nothing" 2 */
    struct facts control;    /* document control, as the document has it */
    struct headings contents;
    struct policy_sections sections;
    struct table versions;
    struct anomalies anomalies;
    struct text anomalies_note; /* "Shown as they are: the text is kept word for word" */
};

struct keeper {
    struct tag tag;      /* Enforced, Owed, Recorded */
    struct text title;   /* "Approve a request for change" */
    struct text href;
    struct text rule;    /* the rule, as the rulebook has it */
    struct text message; /* what a person is told */
    struct text place;   /* "change.rules:61" */
};
struct keepers {
    struct keeper *items;
    size_t count, capacity;
};
/* pages/clause.html */
struct clause_page {
    struct layout layout;
    struct text policy, policy_href;
    struct text number;   /* "Inf/20 2.3(e)" */
    struct text summary;  /* the rulebook's words */
    struct text text;     /* the policy's own words, verbatim */
    struct text text_note; /* which version of the document; or that none is imported */
    struct tag kept;
    struct keepers keepers;
    struct text nothing;  /* when nothing keeps it: that it does not, and why if said */
    struct facts evidence;
    struct table records; /* recent refusals and acts under it */
    struct link previous, next;
};
