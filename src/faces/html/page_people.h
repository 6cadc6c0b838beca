/* People, one person, and the reader's own page. */
#pragma once

#include "faces/html/page_list.h"
#include "faces/html/page_record.h"
#include "faces/html/view.h"

/* A role held, a deputy, an absence, a token: one line with an end button for whoever may end it. */
struct ui_holding {
    struct text title;  /* "ICT Manager, networks" */
    struct text text;   /* "Granted by Priya Nair" */
    struct text period; /* "Since Mon 2 Nov 2026", "Thu 26 Nov to Fri 4 Dec" */
    struct ui_tag tag;
    struct ui_form end; /* action empty when the reader may not end it */
};
struct ui_holdings {
    struct ui_holding *items;
    size_t count, capacity;
};
struct ui_holding_group {
    struct text id, title; /* "Roles", "Deputies", "Absences", "Tokens", "Sessions" */
    struct text note;
    struct text nothing;
    struct ui_holdings items;
};
struct ui_holding_groups {
    struct ui_holding_group *items;
    size_t count, capacity;
};

/* pages/person.html, also /me. */
struct person_page {
    struct ui_layout layout;
    struct text name, post;
    struct ui_tags tags;
    struct ui_links buttons;
    struct ui_form leave; /* signs out; its action is empty on the page of another */
    struct ui_form_errors errors;
    struct text secret_title, secret, secret_note; /* a new token or one-time password, shown once */
    struct ui_facts facts;
    struct ui_rows rows;
    struct ui_holding_groups groups;
    struct ui_forms forms; /* grant a role, name a deputy, away, new token, theme, change password,
                              deactivate */
    struct text history_note;
    struct ui_events history;
};
