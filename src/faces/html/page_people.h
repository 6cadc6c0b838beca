/* People, one person, and the reader's own page. */
#pragma once

#include "faces/html/page_list.h"
#include "faces/html/page_record.h"
#include "faces/html/view.h"

/* A role held, a deputy, an absence, a token: one line with an end button for whoever may end it. */
struct holding {
    struct text title;   /* "ICT Manager, networks" */
    struct text text;    /* "Granted by Priya Nair" */
    struct text period;  /* "Since Mon 2 Nov 2026", "Thu 26 Nov to Fri 4 Dec" */
    struct tag tag;
    struct form end;     /* action empty when the reader may not end it */
};
struct holdings {
    struct holding *items;
    size_t count, capacity;
};
struct holding_group {
    struct text id, title; /* "Roles", "Deputies", "Absences", "Tokens", "Sessions" */
    struct text note;
    struct text nothing;
    struct holdings items;
};
struct holding_groups {
    struct holding_group *items;
    size_t count, capacity;
};

/* pages/person.html, also /me. */
struct person_page {
    struct layout layout;
    struct text name, post;
    struct tags tags;
    struct links buttons;
    struct form_errors errors;
    struct text secret_title, secret, secret_note; /* a new token or one-time password, shown once */
    struct facts facts;
    struct rows rows;
    struct holding_groups groups;
    struct forms forms;   /* grant a role, name a deputy, away, new token, theme, change password, deactivate, sign out */
    struct text history_note;
    struct events history;
};
