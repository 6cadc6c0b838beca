/* The handlers behind pages_more.h, one for each address, by the file they stand in. */
#pragma once

#include "faces/face.h"

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
