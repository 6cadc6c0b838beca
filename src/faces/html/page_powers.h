/* What a person can see and do. */
#pragma once

#include "faces/html/page_people.h"

/* One condition of a right: "only if ...", with the words of the refusal and its clauses. */
struct ui_power_need {
    struct text text, message;
    struct ui_cites cites;
};
struct ui_power_needs {
    struct ui_power_need *items;
    size_t count, capacity;
};
struct ui_power {
    struct text words; /* "does "Approve" in Assessing" */
    struct text place; /* "change.rules:147" */
    struct ui_cites cites;
    struct ui_power_needs needs;
};
struct ui_powers {
    struct ui_power *items;
    size_t count, capacity;
};
/* Those of one register, or of the whole force. */
struct ui_power_group {
    struct text id, label;
    struct ui_powers powers;
};
struct ui_power_groups {
    struct ui_power_group *items;
    size_t count, capacity;
};
/* By their roles, as somebody's deputy, as anybody. */
struct ui_power_section {
    struct text id, title, note;
    struct text nothing;
    struct ui_power_groups groups;
};
struct ui_power_sections {
    struct ui_power_section *items;
    size_t count, capacity;
};

/* pages/powers.html */
struct powers_page {
    struct ui_layout layout;
    struct text title, name, href; /* the person */
    struct text lead;
    struct ui_power_sections sections;
};
