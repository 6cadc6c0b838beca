/* Believable, invented pages for the browser test: every page at its fullest, and some by state. */
#pragma once

#include "templates.h"

/* A list of a view, written out. */
#define LIST(type, ...)                                                                                      \
    {                                                                                                        \
        (type[]){__VA_ARGS__}, sizeof((type[]){__VA_ARGS__}) / sizeof(type), 0                               \
    }

/* One page: its file name and what writes it. */
struct preview {
    const char *name;
    void (*write)(struct buf *out);
};

/* The frame around a page of Northmoor Police, with that rail entry current. */
struct ui_layout fixture_layout(const char *title, const char *current);

void fixture_home(struct buf *out);
void fixture_home_empty(struct buf *out);
void fixture_record(struct buf *out);
void fixture_record_plain(struct buf *out);
void fixture_lifecycle(struct buf *out);
void fixture_list(struct buf *out);
void fixture_list_empty(struct buf *out);
void fixture_search(struct buf *out);
void fixture_form(struct buf *out);
void fixture_form_refused(struct buf *out);
void fixture_action(struct buf *out);
void fixture_action_refused(struct buf *out);
void fixture_people(struct buf *out);
void fixture_person(struct buf *out);
void fixture_powers(struct buf *out);
void fixture_rulebook(struct buf *out);
void fixture_rulebook_mistakes(struct buf *out);
void fixture_me(struct buf *out);
void fixture_sign_in(struct buf *out);
void fixture_boards(struct buf *out);
void fixture_board(struct buf *out);
void fixture_meeting(struct buf *out);
void fixture_meeting_called(struct buf *out);
void fixture_library(struct buf *out);
void fixture_policy(struct buf *out);
void fixture_clause(struct buf *out);
void fixture_not_allowed(struct buf *out);
void fixture_not_found(struct buf *out);
void fixture_broken(struct buf *out);
void fixture_keyboard(struct buf *out);
void fixture_accessibility(struct buf *out);
