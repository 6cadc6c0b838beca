/* A form that came when its session had ended: what was typed is not lost. It travels through signing in as
 * hidden fields, and is then offered to be sent again, which only its sender decides. Files do not travel.
 *
 * Only for forms that the browser says came from a page of this site: nobody else lays words in a reader's
 * mouth. */
#pragma once

#include "faces/html/frame.h"
#include "faces/html/page_form.h"

/* May what was typed travel? It is ours, no password, and no more than another form takes. */
bool resend_may(const struct http_request *request, const struct http_pairs *typed);
/* Adds what was typed in a form to `form`, or carried already. */
void resend_carry(struct arena *arena, const struct http_pairs *typed, struct ui_form *form);
/* Are there fields that resend_carry added? */
bool resend_carries(const struct http_pairs *fields);
/* Shows the page that sends what was typed to `target` again, for whoever has that token. Answers. */
void resend_offer(struct asked *asked, unsigned status, struct text target, struct text csrf,
                  const struct http_pairs *typed);
