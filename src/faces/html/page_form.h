/* Forms: the fields of every type, and the pages that ask for them (new, edit, action, confirm, sign in). */
#pragma once

#include "faces/html/view.h"

enum input {
    INPUT_LINE,
    INPUT_TEXT,     /* several lines, Markdown where it is shown */
    INPUT_NUMBER,
    INPUT_FLAG,     /* one tick box, value "true" */
    INPUT_DATE,     /* value 2026-11-26 */
    INPUT_MONTH,    /* value 2026-11 */
    INPUT_TIME,     /* value 2026-11-26T22:00, in the force's zone */
    INPUT_PERSON,   /* a username; options are suggestions */
    INPUT_RECORD,   /* a record's number; options are suggestions */
    INPUT_FILE,     /* value is the name of the file already there */
    INPUT_LINK,     /* an http(s) address */
    INPUT_RADIO,    /* one of few options */
    INPUT_SELECT,   /* one of many options */
    INPUT_CHECKS,   /* many of a choice: options ticked */
    INPUT_MANY,     /* many lines, numbers or usernames: one box for each of `entries` (add blank ones), options are suggestions */
    INPUT_PASSWORD, /* value is never written back */
};
const char *input_word(enum input input);

struct option {
    struct text value, label;
    struct text hint;
    bool chosen;
};
struct options {
    struct option *items;
    size_t count, capacity;
};

struct field {
    struct text id;    /* unique on the page; an error links to it. Required */
    struct text name;  /* the form field's name; repeated for INPUT_CHECKS and INPUT_MANY */
    struct text label, hint;
    struct text value; /* what the reader last gave, or what stands in the record */
    struct text error; /* how to put it right: "Enter an end after 22:00" */
    struct text unit;  /* "hours", shown after a number */
    struct text autocomplete; /* "username", "current-password", "new-password", or empty */
    enum input input;
    bool required;
    struct options options;
    struct texts entries; /* INPUT_MANY only */
    struct cites cites;
};
struct fields {
    struct field *items;
    size_t count, capacity;
};

struct hidden {
    struct text name, value;
};
struct hiddens {
    struct hidden *items;
    size_t count, capacity;
};

/* One form. Without fields it is a button. */
struct form {
    struct text action; /* where it is posted */
    struct text csrf;   /* field "csrf" */
    struct text version; /* field "version": the record's version this reader saw; empty where there is none */
    struct text title;  /* heading of a form that stands on its own card; and the name of a bare button */
    struct text lead;   /* a line above the fields */
    struct text submit; /* what the button says; empty: the form cannot be sent, only read */
    struct text about;  /* said to screen readers after the button's words: whose role it ends */
    bool go;            /* the page's main button */
    bool multipart;     /* has a file */
    bool guard;         /* ask before leaving with unsaved input */
    struct hiddens hidden;
    struct fields fields;
};
struct forms {
    struct form *items;
    size_t count, capacity;
};

struct form_error {
    struct text id; /* of the field; empty for the whole form */
    struct text message;
};
struct form_errors {
    struct form_error *items;
    size_t count, capacity;
};

/* pages/form.html: new and edit. */
struct form_page {
    struct layout layout;
    struct text title;
    struct text lead;
    struct form_errors errors; /* the summary at the top; each field carries its own as well */
    struct unmets unmet;       /* a refusal (409): everything that stands in the way */
    struct text newer;         /* 412: who changed it meanwhile, and how to see it; the input is kept */
    struct link newer_link;
    struct form form;
    struct link cancel;
};

/* pages/action.html: one action on one record. What it does, what stands in its way, what it asks. */
struct action_page {
    struct layout layout;
    struct text number, title; /* of the record */
    struct text record_href;
    struct text label; /* the action: "Approve" */
    struct tag state;
    struct form_errors errors;
    struct text newer;
    struct link newer_link;
    struct facts signing;  /* what the reader signs, as it stands now */
    struct unmets unmet;   /* stands in the way; then form.submit is empty */
    struct unmets should;  /* goes ahead only with a reason: give the form a field "reason" */
    struct texts effects;  /* "Moves it to Approved", "Tells Owen Bright" */
    struct cites cites;    /* of the action */
    struct text who;       /* when the reader may not do it: who may */
    struct form form;
    struct link cancel;
};

/* pages/confirm.html: the last look before something that cannot be taken back; every answer again. */
struct confirm_page {
    struct layout layout;
    struct text title, lead;
    struct form_errors errors;
    struct facts answers;
    struct texts effects;
    struct form form; /* the answers as hidden fields; a password field where the rulebook wants one */
    struct link cancel;
};

/* pages/sign_in.html, also for the first password (title, lead and form say which). */
struct sign_in_page {
    struct layout layout; /* me is empty */
    struct text title, lead;
    struct form_errors errors;
    struct form form;
    struct texts help; /* what to do when it does not work */
};
