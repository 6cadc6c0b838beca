/* Pages that say what went wrong and what to do. */
#pragma once

#include "faces/html/frame.h"
#include "faces/html/page_other.h"

/* Writes and sends an error page in an open frame; `page.layout` is filled in. */
void error_show(struct frame *frame, unsigned status, struct error_page page);
/* The same for a handler that has no frame open. */
void error_answer(struct asked *asked, unsigned status, struct error_page page);
/* 404: not there, or not the reader's to see. */
void error_missing(struct frame *frame);
/* What a command refused, where no form can be shown again. `href` goes back. */
void error_outcome(struct asked *asked, const struct answer *answer, struct ui_link back);
