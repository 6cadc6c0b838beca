/* The policy library, a policy to read, and one clause with what keeps it. */
#pragma once

#include "faces/html/page_list.h"
#include "faces/html/view.h"

/* pages/library.html */
struct library_page {
    struct ui_layout layout;
    struct text lead;
    struct ui_table table;
    struct text nothing;
};

struct ui_heading {
    struct text label, href;
    bool sub; /* below a heading */
};
struct ui_headings {
    struct ui_heading *items;
    size_t count, capacity;
};

struct ui_clause {
    struct text id;     /* "2.3.e": its anchor */
    struct text number; /* "2.3(e)", with the bullet's place when the document gives none: "2.3, bullet 5" */
    struct text href;
    struct text text;        /* verbatim; line ends are kept */
    struct ui_tags marks;    /* what keeps it: enforced, owed, recorded, guidance, outside, nothing; proved */
    struct text unlisted;    /* why it has no mark */
    struct ui_links keepers; /* what keeps it */
    bool sub;
};
struct ui_clauses {
    struct ui_clause *items;
    size_t count, capacity;
};
struct ui_policy_section {
    struct text id, number, title;
    struct ui_clauses clauses;
};
struct ui_policy_sections {
    struct ui_policy_section *items;
    size_t count, capacity;
};

struct ui_anomaly {
    struct text title, text;
    struct text href; /* where in the document */
};
struct ui_anomalies {
    struct ui_anomaly *items;
    size_t count, capacity;
};

/* pages/policy.html */
struct policy_page {
    struct ui_layout layout;
    struct text title, reference;
    struct ui_tag state;
    struct ui_tags tags;
    struct ui_links buttons;
    /* "Proved" 6, "Enforced" 14, "Nothing keeps it" 2: clauses; leading to the first of each */
    struct ui_facts coverage;
    struct text coverage_note; /* what is not counted there */
    struct ui_facts control;   /* document control, as the document has it */
    struct ui_headings contents;
    struct ui_policy_sections sections;
    struct ui_table versions;
    struct ui_anomalies anomalies;
    struct text anomalies_note; /* "Shown as they are: the text is kept word for word" */
};

struct ui_keeper {
    struct ui_tag tag; /* Enforced, Owed, Recorded */
    struct text title; /* "Approve a request for change" */
    struct text href;
    struct text rule;    /* the rule, as the rulebook has it; */
    struct text folded;  /* or, of many lines, folded */
    struct text message; /* what a person is told */
    struct text place;   /* "change.rules:61" */
};
struct ui_keepers {
    struct ui_keeper *items;
    size_t count, capacity;
};

/* A month in which the clause refused somebody. */
struct ui_month {
    struct text label;
    int64_t bar; /* of 100, the most in a month */
    struct text count;
};
struct ui_months {
    struct ui_month *items;
    size_t count, capacity;
};

/* A `never` that cites the clause, and whether it is proved that nothing gets round it. */
struct ui_proof {
    struct ui_tag tag; /* Proved, Being proved, Not proved */
    struct text title; /* "Request for change: self approved" */
    struct text text;  /* "No sequence of actions by anybody reaches it: 1,204 states were explored" */
    struct text way;   /* round a `never` that does not hold, step by step, a line each */
    struct text rule;  /* as the rulebook has it */
    struct text place;
};
struct ui_proofs {
    struct ui_proof *items;
    size_t count, capacity;
};

/* pages/clause.html */
struct clause_page {
    struct ui_layout layout;
    struct text policy, policy_href;
    struct text number;    /* "Inf/20 2.3(e)" */
    struct text summary;   /* the rulebook's words */
    struct text text;      /* the policy's own words, verbatim */
    struct text text_note; /* which version of the document; or that none is imported */
    struct ui_tag kept;
    struct ui_keepers keepers;
    struct text nothing; /* when nothing keeps it: that it does not, and why if said */
    struct ui_proofs proofs;
    struct ui_facts evidence; /* how often it refused in a year; none: it is not in the rulebook */
    struct ui_months months;  /* those with a refusal */
    struct text months_note;
    struct ui_table exceptions; /* that stood in for a need of it */
    struct ui_table records;    /* acts that rest on it */
    struct text records_nothing;
    struct ui_link previous, next;
};
