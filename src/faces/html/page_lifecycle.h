/* pages/lifecycle.html: the states and actions of a register, drawn and in tables. */
#pragma once

#include "faces/html/view.h"

struct ui_life_word {
    int64_t x, y; /* of its base line */
    struct text text;
    bool note; /* smaller: what kind of action it is */
};
struct ui_life_words {
    struct ui_life_word *items;
    size_t count, capacity;
};

struct ui_life_box {
    int64_t x, y, width, height;
};

/* A state in the drawing. */
struct ui_life_state {
    enum ui_tone tone;
    struct ui_life_box box, inner; /* inner: of the second line around a final state */
    struct text shape, filled;     /* paths of the shape that goes with the tone; filled may be empty */
    struct ui_life_words words;
    bool final, here;
};
struct ui_life_states {
    struct ui_life_state *items;
    size_t count, capacity;
};

/* An action in one of its states in the drawing. */
struct ui_life_step {
    enum ui_tone tone; /* of the state it leads to */
    struct text kind;  /* "person", "board", "system": its style */
    struct text mark;  /* path of the shape that goes with the kind */
    struct text line, head;
    struct ui_life_words words;
    bool on; /* its line leaves to the right */
};
struct ui_life_steps {
    struct ui_life_step *items;
    size_t count, capacity;
};

/* One row for each state. */
struct ui_state_row {
    struct ui_tag state;
    struct text what; /* "Records open here", "An end" */
    struct text actions;
};
struct ui_state_rows {
    struct ui_state_row *items;
    size_t count, capacity;
};

struct ui_condition {
    struct text text;
    struct text soft; /* "or give a reason", "or by an exception": how it can be passed all the same */
    struct ui_cites cites;
};
struct ui_conditions {
    struct ui_condition *items;
    size_t count, capacity;
};

/* One row for each action. */
struct ui_action_row {
    struct text label;
    struct text kind; /* "Decided by a board", "Happens by itself"; empty: done by a person */
    struct ui_tags from;
    struct ui_tag to; /* without a word: the record stays */
    struct text who;
    struct ui_cites cites; /* of who, and of the action */
    struct ui_conditions needs;
    struct ui_texts after; /* "A later change of Steps moves it to Draft" */
};
struct ui_action_rows {
    struct ui_action_row *items;
    size_t count, capacity;
};

/* One row for each rule about editing. */
struct ui_edit_row {
    struct text fields, who;
    struct ui_tags in; /* none: every state that is not an end */
    struct ui_cites cites;
};
struct ui_edit_rows {
    struct ui_edit_row *items;
    size_t count, capacity;
};

struct lifecycle_page {
    struct ui_layout layout;
    struct text title;
    struct text lead;
    struct text spoken; /* what the drawing says, for those who do not see it */
    int64_t width, height;
    struct text opening, opening_head; /* the line into the first state */
    struct ui_life_words opens;
    struct ui_life_states states; /* none: too many to draw */
    struct ui_life_steps steps;
    struct ui_state_rows state_rows;
    struct ui_action_rows actions;
    struct ui_edit_rows edits;
};
