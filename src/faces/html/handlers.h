/* The handlers of this half of the pages, for the table in pages.c. */
#pragma once

#include "faces/html/frame.h"

void home_get(struct asked *asked);
void list_get(struct asked *asked);
void list_csv(struct asked *asked);
void lifecycle_get(struct asked *asked);
void record_get(struct asked *asked);
void record_comment(struct asked *asked);
void form_new_get(struct asked *asked);
void form_new_post(struct asked *asked);
void form_edit_get(struct asked *asked);
void form_edit_post(struct asked *asked);
void action_get(struct asked *asked);
void action_post(struct asked *asked);
void session_sign_in_get(struct asked *asked);
void session_sign_in_post(struct asked *asked);
void session_password_get(struct asked *asked);
void session_password_post(struct asked *asked);
void session_sign_out_post(struct asked *asked);
void plain_asset(struct asked *asked);
void plain_accessibility(struct asked *asked);
void plain_keys(struct asked *asked);
