/* Boards, one board's meetings, and the meeting itself. */
#pragma once

#include "faces/html/page_list.h"
#include "faces/html/view.h"

struct board_card {
    struct text title, href;
    struct text text;      /* "Weekly on Tuesday at 10:00. Chair: Change Manager." */
    struct text next;      /* "Next: Tue 1 Dec, 10:00" */
    struct text next_href;
    struct tag tag;
    struct cites cites;
};
struct board_cards {
    struct board_card *items;
    size_t count, capacity;
};
/* pages/boards.html */
struct boards_page {
    struct layout layout;
    struct text lead, nothing;
    struct board_cards boards;
};

struct seat {
    struct text who;     /* "Rafi Aziz", or the role when empty */
    struct text detail;  /* "For Hannah Cole, Information Assurance" */
    struct tag tag;      /* Chair, Present, Deputy, Empty */
    struct cites cites;
    struct form fill;    /* choose who sits; action empty when the reader may not */
};
struct seats {
    struct seat *items;
    size_t count, capacity;
};

/* pages/board.html */
struct board_page {
    struct layout layout;
    struct text title, lead;
    struct cites cites;
    struct facts facts;      /* meets, quorum, decides, an empty seat */
    struct seats seats;      /* the standing members */
    struct form_errors errors;
    struct form call;        /* call a meeting */
    struct table waiting;    /* what the agenda would hold now */
    struct text waiting_nothing;
    struct table meetings;
    struct text meetings_nothing;
};

struct agenda_item {
    struct text position;  /* "2" */
    struct text title, number, href;
    struct tag tag;
    bool current;
};
struct agenda_items {
    struct agenda_item *items;
    size_t count, capacity;
};

struct vote {
    struct text id, name;  /* of the fieldset and of its form field */
    struct text who, detail;
    struct text only;      /* why this member may only abstain; then there is one choice */
    struct text error;
    bool voted_for, against, abstain;
};
struct votes {
    struct vote *items;
    size_t count, capacity;
};

struct minute {
    struct moment when;
    struct text strong;   /* "Item 1 decided: approved." */
    struct text text;
};
struct minutes {
    struct minute *items;
    size_t count, capacity;
};

/* A seat of the quorum bar. */
struct place {
    bool filled;
};
struct places {
    struct place *items;
    size_t count, capacity;
};

/* pages/meeting.html */
struct meeting_page {
    struct layout layout;
    struct text title;
    struct text live;          /* "Open since 10:00"; empty when it is not open */
    struct tag state;          /* called, closed; empty word while open */
    struct text lead;          /* "Item 2 of 7" */
    struct forms controls;     /* open, close */
    struct form_errors errors;
    struct unmets unmet;       /* why it cannot open, or why a decision was refused */
    struct text agenda_note;   /* "1 of 7 decided" */
    struct agenda_items agenda;
    struct text agenda_nothing;

    struct text item_title, item_href, item_number; /* the item in hand; empty title when there is none */
    struct facts item_facts;
    struct tag item_checks;    /* "Checks met, 6 of 6" */
    struct text item_text;
    struct unmets item_unmet;
    struct links choices;      /* the actions this board may take on it; the chosen one is current */
    struct text decide_title;  /* "Record the decision" */
    struct text decide_note;   /* "Chair or secretary only" */
    struct text decide_text;   /* what happens then, beside the button */
    struct cites decide_cites;
    struct form decide;        /* fields the action asks; action empty when the reader may not record */
    struct votes votes;

    struct text minutes_note;
    struct minutes minutes;    /* newest first */
    struct text minutes_nothing;
    struct text quorum;        /* "5 of 6 present. Needs 4, with the chair." */
    struct tag quorate;
    struct places places;
    struct seats seats;
};
