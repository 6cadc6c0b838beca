/* pages/home.html: what needs the reader now. */
#pragma once

#include "faces/html/page_list.h"
#include "faces/html/view.h"

struct ui_todo {
    struct ui_tag tag; /* "Decide", "Review" */
    struct text title, href;
    struct text number;
    struct text text; /* why it is here, in a sentence */
    struct ui_cites cites;
    struct text due; /* "Overdue since 09:00", "Wed 10:00" */
    bool late, soon;
    struct ui_link button; /* "Review"; the number is added for screen readers */
    bool go;
};
struct ui_todos {
    struct ui_todo *items;
    size_t count, capacity;
};

struct ui_next_meeting {
    struct text board; /* "Next CAB" */
    struct text when;  /* "Wednesday 25 November, 10:00" */
    struct text text;  /* "7 items. 4 of 6 seats filled." */
    struct text href;
    struct text link; /* "Agenda" */
};
struct ui_next_meetings {
    struct ui_next_meeting *items;
    size_t count, capacity;
};

/* A message that a rule sent to the reader. */
struct ui_told {
    struct ui_moment when;
    struct text text;
    struct text href; /* of the record it is about */
};
struct ui_tolds {
    struct ui_told *items;
    size_t count, capacity;
};

struct home_page {
    struct ui_layout layout;
    struct text lead;        /* "Tuesday 24 November 2026. Five items, one overdue." */
    struct ui_links buttons; /* the last one is the main one when `current` */
    struct ui_todos todos;
    struct text nothing; /* said when there is nothing: and what to do next */
    struct ui_link all;  /* when there are more than shown */
    struct ui_next_meetings meetings;
    struct text told_note;     /* "Newest 8" */
    struct ui_tolds told;      /* messages to the reader, newest first */
    struct text figures_title; /* "Last 90 days" */
    struct ui_facts figures;
    struct text quiet_title, quiet_note; /* "Gone quiet", "4 changes with no update for 7 days or more" */
    struct text quiet_rule;              /* "Owners must keep records up to date." */
    struct ui_cites quiet_cites;
    struct ui_table quiet;
};
