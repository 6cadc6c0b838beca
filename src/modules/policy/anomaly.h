/* What is odd about a policy document: told to its keepers, never a reason to refuse or change it. */
#pragma once

#include "modules/policy/document.h"

enum anomaly_kind {
    ANOMALY_NOT_STATED,    /* document control lacks title, reference, version, review date or marking */
    ANOMALY_VERSION_TWICE, /* two rows of the history have one number */
    ANOMALY_APPROVER,      /* front page, history and signature name different ranks */
    ANOMALY_DATE_ORDER,    /* in force, or implemented, before it was approved */
    ANOMALY_DATE_UNREADABLE,
    ANOMALY_REVIEW_CYCLE,   /* reviewed annually, says the text; two years, say the dates */
    ANOMALY_CONTENTS,       /* the contents page lists other sections */
    ANOMALY_SPELLING,       /* a title differs from its contents entry by a few letters */
    ANOMALY_LOST_LIST,      /* a sentence announces a list that is not there */
    ANOMALY_OTHER_POLICY,   /* the text calls the policy by another name than its title */
    ANOMALY_SUPERSEDED,     /* a body, law or standard that has been replaced */
    ANOMALY_MARKING,        /* a marking of a scheme no longer in use */
    ANOMALY_NUMBER_TWICE,   /* two paragraphs print one number */
    ANOMALY_NUMBER_MISSING, /* 2.3 is followed by 2.5 */
};

struct anomaly {
    enum anomaly_kind kind;
    struct text clause; /* identity, or empty: the document as a whole */
    size_t line;        /* 0: nowhere in particular */
    struct text message;
};

struct anomalies {
    struct anomaly *items; /* by kind, then line */
    size_t count, capacity;
};

struct anomalies anomaly_find(struct arena *arena, const struct policy_document *document);
/* `lost_list`: as JSON writes it. */
const char *anomaly_name(enum anomaly_kind kind);
/* "A list that is not there": a heading for people. */
const char *anomaly_title(enum anomaly_kind kind);
