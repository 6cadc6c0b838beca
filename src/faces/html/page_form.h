/* Forms: the fields of every type, and the pages that ask for them (new, edit, action, confirm, sign in). */
#pragma once

#include "faces/html/view.h"

enum ui_input {
    UI_INPUT_LINE,
    UI_INPUT_TEXT, /* several lines, Markdown where it is shown */
    UI_INPUT_NUMBER,
    UI_INPUT_FLAG,     /* one tick box, value "true" */
    UI_INPUT_DATE,     /* value 2026-11-26 */
    UI_INPUT_MONTH,    /* value 2026-11 */
    UI_INPUT_TIME,     /* value 2026-11-26T22:00, in the force's zone */
    UI_INPUT_PERSON,   /* a person by name or username; options are suggestions */
    UI_INPUT_RECORD,   /* a record by name or number; options are suggestions */
    UI_INPUT_FILE,     /* options are the files already there: ticked ones stay */
    UI_INPUT_LINK,     /* an http(s) address */
    UI_INPUT_RADIO,    /* one of few options */
    UI_INPUT_SELECT,   /* one of many options */
    UI_INPUT_CHECKS,   /* many of a choice: options ticked */
    UI_INPUT_MANY,     /* many lines, numbers or usernames: one box for each of `entries` (add blank ones),
                          options are suggestions */
    UI_INPUT_PASSWORD, /* value is never written back */
};
const char *ui_input_word(enum ui_input input);

struct ui_option {
    struct text value, label;
    struct text hint;
    bool chosen;
};
struct ui_options {
    struct ui_option *items;
    size_t count, capacity;
};

/* Suggestions that several fields of a form share. */
struct ui_list {
    struct text id; /* unique on the page */
    struct text find;
    struct ui_options options;
};
struct ui_lists {
    struct ui_list *items;
    size_t count, capacity;
};

struct ui_field {
    struct text id;   /* unique on the page; an error links to it. Required */
    struct text name; /* the form field's name; repeated for UI_INPUT_CHECKS and UI_INPUT_MANY */
    struct text label, hint;
    struct text value;        /* what the reader last gave, or what stands in the record */
    struct text error;        /* how to put it right: "Enter an end after 22:00" */
    struct text unit;         /* "hours", shown after a number */
    struct text autocomplete; /* "username", "current-password", "new-password", or empty */
    enum ui_input input;
    bool required;
    struct text needed; /* "needed for “Submit”": it may wait until then */
    bool many;          /* UI_INPUT_FILE: several may be chosen */
    struct text none;   /* UI_INPUT_SELECT: what its empty option says; "Choose" without it */
    struct ui_options options;
    struct text list; /* the id of the form's list that holds its suggestions, instead of options */
    struct text
        find; /* the register in which a script looks for more of them; empty: that is all there are */
    struct ui_texts entries; /* UI_INPUT_MANY only */
    struct ui_cites cites;
};
struct ui_fields {
    struct ui_field *items;
    size_t count, capacity;
};

struct ui_hidden {
    struct text name, value;
};
struct ui_hiddens {
    struct ui_hidden *items;
    size_t count, capacity;
};

/* One form. Without fields it is a button. */
struct ui_form {
    struct text action; /* where it is posted */
    struct text csrf;   /* field "csrf" */
    struct text
        version;        /* field "version": the record's version this reader saw; empty where there is none */
    struct text title;  /* heading of a form that stands on its own card; and the name of a bare button */
    struct text lead;   /* a line above the fields */
    struct text submit; /* what the button says; empty: the form cannot be sent, only read */
    struct text about;  /* said to screen readers after the button's words: whose role it ends */
    bool go;            /* the page's main button */
    bool multipart;     /* has a file */
    bool guard;         /* ask before leaving with unsaved input */
    struct ui_hiddens hidden;
    struct ui_fields fields;
    struct ui_lists lists;
};
struct ui_forms {
    struct ui_form *items;
    size_t count, capacity;
};

struct ui_form_error {
    struct text id; /* of the field; empty for the whole form */
    struct text message;
};
struct ui_form_errors {
    struct ui_form_error *items;
    size_t count, capacity;
};

/* pages/form.html: new and edit. */
struct form_page {
    struct ui_layout layout;
    struct text title;
    struct text lead;
    struct ui_form_errors errors; /* the summary at the top; each field carries its own as well */
    struct ui_unmets unmet;       /* a refusal (409): everything that stands in the way */
    struct text newer;            /* 412: who changed it meanwhile, and how to see it; the input is kept */
    struct ui_link newer_link;
    struct text sent; /* this form was taken before, with other words: what sending it again does */
    struct ui_form form;
    struct ui_link cancel;
};

/* pages/action.html: one action on one record. What it does, what stands in its way, what it asks. */
struct action_page {
    struct ui_layout layout;
    struct text number, title; /* of the record */
    struct text record_href;
    struct text label; /* the action: "Approve" */
    struct ui_tag state;
    struct ui_tags tags; /* what else the record's page shows at its head */
    struct ui_form_errors errors;
    struct text newer;
    struct ui_link newer_link;
    struct ui_facts signing; /* what the reader signs, as it stands now */
    struct ui_unmets unmet;  /* stands in the way; then form.submit is empty */
    struct ui_unmets should; /* goes ahead only with a reason: give the form a field "reason" */
    struct ui_texts effects; /* "Moves it to Approved", "Tells Owen Bright" */
    struct ui_cites cites;   /* of the action */
    struct text who;         /* when the reader may not do it: who may */
    struct ui_form form;
    struct ui_link cancel;
};

/* pages/sign_in.html, also for the first password (title, lead and form say which). */
struct sign_in_page {
    struct ui_layout layout; /* me is empty */
    struct text title, lead;
    struct ui_form_errors errors;
    struct ui_form form;
    struct ui_texts help; /* what to do when it does not work */
};
