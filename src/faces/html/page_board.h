/* Boards, one board's meetings, and the meeting itself. */
#pragma once

#include "faces/html/page_list.h"
#include "faces/html/view.h"

struct ui_board_card {
    struct text title, href;
    struct text text; /* "Weekly on Tuesday at 10:00. Chair: Change Manager." */
    struct text next; /* "Next: Tue 1 Dec, 10:00" */
    struct text next_href;
    struct ui_tag tag;
    struct ui_cites cites;
};
struct ui_board_cards {
    struct ui_board_card *items;
    size_t count, capacity;
};
/* pages/boards.html */
struct boards_page {
    struct ui_layout layout;
    struct text lead, nothing;
    struct ui_board_cards boards;
};

struct ui_seat {
    struct text who;    /* "Rafi Aziz", or the role when empty */
    struct text detail; /* "For Hannah Cole, Information Assurance" */
    struct ui_tag tag;  /* Chair, Present, Deputy, Empty */
    struct ui_cites cites;
    struct ui_form fill; /* choose who sits; action empty when the reader may not */
    struct ui_options
        sit; /* an empty seat: who may sit here, each a button of that form instead of its fields */
};
struct ui_seats {
    struct ui_seat *items;
    size_t count, capacity;
};

/* pages/board.html */
struct board_page {
    struct ui_layout layout;
    struct text title, lead;
    struct ui_cites cites;
    struct ui_facts facts; /* meets, quorum, decides, an empty seat */
    struct ui_seats seats; /* the standing members */
    struct ui_form_errors errors;
    struct ui_form call;     /* call a meeting */
    struct ui_table waiting; /* what the agenda would hold now */
    struct text waiting_nothing;
    struct ui_table meetings;
    struct text meetings_nothing;
};

struct ui_agenda_item {
    struct text position; /* "2" */
    struct text title, number, href;
    struct ui_tag tag;
    bool current;
};
struct ui_agenda_items {
    struct ui_agenda_item *items;
    size_t count, capacity;
};

struct ui_vote {
    struct text id, name; /* of the fieldset and of its form field */
    struct text who, detail;
    struct text only; /* why this member may only abstain; then there is one choice */
    struct text error;
    bool voted_for, against, abstain;
};
struct ui_votes {
    struct ui_vote *items;
    size_t count, capacity;
};

struct ui_minute {
    struct ui_moment when;
    struct text strong; /* "Item 1 decided: approved." */
    struct text text;
};
struct ui_minutes {
    struct ui_minute *items;
    size_t count, capacity;
};

/* A seat of the quorum bar. */
struct ui_place {
    bool filled;
};
struct ui_places {
    struct ui_place *items;
    size_t count, capacity;
};

/* pages/meeting.html */
struct meeting_page {
    struct ui_layout layout;
    struct text title;
    struct text live;         /* "Open since 10:00"; empty when it is not open */
    struct ui_tag state;      /* called, closed; empty word while open */
    struct text lead;         /* "Item 2 of 7" */
    struct ui_forms controls; /* open; close, which asks once more: it has a lead */
    struct ui_form_errors errors;
    struct ui_unmets unmet;  /* why it cannot open, or why a decision was refused */
    struct text agenda_note; /* "1 of 7 decided" */
    struct ui_agenda_items agenda;
    struct text agenda_nothing;

    struct text item_title, item_href, item_number; /* the item in hand; empty title when there is none */
    struct ui_facts item_facts;
    struct ui_tag item_checks; /* "Checks met, 6 of 6" */
    struct text item_text;
    struct ui_unmets item_unmet;
    struct ui_links choices;  /* the actions this board may take on it; the chosen one is current */
    struct text decide_title; /* "Record the decision" */
    struct text decide_note;  /* "Chair or secretary only" */
    struct text decide_text;  /* what happens then, beside the button */
    struct ui_cites decide_cites;
    struct ui_form decide; /* fields the action asks; action empty when the reader may not record */
    struct ui_votes votes;

    struct text minutes_note;
    struct ui_minutes minutes; /* newest first while they are written, oldest first as issued */
    struct text minutes_nothing;
    struct text quorum; /* "5 of 6 present. Needs 4, with the chair." */
    struct ui_tag quorate;
    struct ui_places places;
    struct ui_seats seats;
};
