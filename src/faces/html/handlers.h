/* What stands behind each address in pages.c, by the file it stands in. */
#pragma once

#include "faces/html/frame.h"

/* home.c */
void home_get(struct asked *asked);
/* list.c */
void list_get(struct asked *asked);
void list_csv(struct asked *asked);
/* lifecycle.c */
void lifecycle_get(struct asked *asked);
/* record.c */
void record_get(struct asked *asked);
void record_comment(struct asked *asked);
/* form.c */
void form_new_get(struct asked *asked);
void form_new_post(struct asked *asked);
void form_edit_get(struct asked *asked);
void form_edit_post(struct asked *asked);
/* action.c */
void action_get(struct asked *asked);
void action_post(struct asked *asked);
/* session.c */
void session_sign_in_get(struct asked *asked);
void session_sign_in_post(struct asked *asked);
/* The sign-in page for whoever sent a form without a session; carries what was typed. Answers. */
void session_again(struct asked *asked, const struct http_pairs *typed);
void session_password_get(struct asked *asked);
void session_password_post(struct asked *asked);
void session_sign_out_post(struct asked *asked);
/* plain.c */
void plain_asset(struct asked *asked);
void plain_accessibility(struct asked *asked);
void plain_keys(struct asked *asked);
/* boards.c */
void boards_list(struct asked *asked);
void boards_show(struct asked *asked);
void boards_call(struct asked *asked);
/* meeting.c */
void meeting_get(struct asked *asked);
/* meeting_post.c */
void meeting_open(struct asked *asked);
void meeting_close(struct asked *asked);
void meeting_attend(struct asked *asked);
void meeting_decide(struct asked *asked);
/* people.c */
void people_list(struct asked *asked);
void people_new(struct asked *asked);
void people_make(struct asked *asked);
void people_edit(struct asked *asked);
void people_change(struct asked *asked);
/* person.c */
void person_get(struct asked *asked);
/* person_post.c */
void person_grant(struct asked *asked);
void person_grant_end(struct asked *asked);
void person_deputy(struct asked *asked);
void person_deputy_end(struct asked *asked);
void person_absence(struct asked *asked);
void person_absence_end(struct asked *asked);
void person_password(struct asked *asked);
void person_deactivate(struct asked *asked);
void person_activate(struct asked *asked);
/* powers.c */
void powers_get(struct asked *asked);
/* me.c */
void me_wishes(struct asked *asked);
void me_token(struct asked *asked);
void me_token_end(struct asked *asked);
/* library.c */
void library_list(struct asked *asked);
void library_policy(struct asked *asked);
/* clause.c */
void clause_get(struct asked *asked);
/* rulebook.c */
void rulebook_get(struct asked *asked);
/* rulebook_draft.c */
void rulebook_post(struct asked *asked);
/* search.c */
void search_get(struct asked *asked);
