/* One line of a policy document and what its beginning says it is. Private to the reader (document.h). */
#pragma once

#include "modules/policy/document.h"

enum { LINE_PARTS_MAX = 4 };

struct line {
    struct text raw;   /* without its line end */
    struct text body;  /* from behind the bullet sign and number */
    struct text plain; /* `body` without mark-up around it */
    size_t number;     /* from 1 */
    bool blank;
    bool hash; /* a Markdown heading */
    bool bullet;
    bool row;                       /* cells divided by tabs, or by | */
    unsigned parts[LINE_PARTS_MAX]; /* of a printed number: 2.3.1 */
    unsigned depth;                 /* how many of them; 0: no number */
    struct text printed;            /* that number, without a final dot */
};

struct line line_read(struct text raw, size_t number);
/* The cell at `index`, trimmed and without mark-up; empty when there is none. */
struct text line_cell(struct text raw, size_t index);
/* Mark-up around the text cut off: # before, * and _ and <b> at both ends. */
struct text line_unmarked(struct text text);
/* A protective marking and nothing else, of today's scheme or an earlier one. */
bool line_is_marking(struct text plain);
/* Said by a website around the text rather than by the policy. */
bool line_is_website(struct text plain);
/* A rank that signs policies, alone on its line. */
bool line_is_signatory(struct text plain);
bool line_has_lower(struct text text);
size_t line_words(struct text text);
/* Position of `word` in `text` as a whole word, whatever its case; text.n when it is not there. */
size_t line_find_word(struct text text, struct text word);
