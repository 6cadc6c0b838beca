/* UTF-8 (RFC 3629): checking what comes from outside, counting and cutting by characters.
 *
 * A character is a Unicode scalar value. Overlong forms, surrogates and values above U+10FFFF are invalid. */
#pragma once

#include "base/arena.h"

bool utf8_valid(struct text text);
/* Length in bytes of the valid character at the start, 0 when there is none; *out takes it. */
size_t utf8_next(struct text text, uint32_t *out);
/* Characters in valid text. */
size_t utf8_count(struct text text);
/* The first `characters` characters of valid text, or all of it. */
struct text utf8_cut(struct text text, size_t characters);

/* Length in bytes of the white space at the start, as `utf8_trim` knows it. */
size_t utf8_white(struct text text);
/* Without white space before and after, as people see it: what Unicode calls so (no-break spaces and line
 * separators too), and the spaces of no width. White space only leaves nothing: such a value is missing. */
struct text utf8_trim(struct text text);

/* Text as people type it: CR LF and CR become LF; tab and LF are the only control characters.
 * Gives NULL and sets *out (in the arena, or the same bytes when nothing changes); otherwise what is wrong,
 * as the rest of a sentence about a field: "is not valid UTF-8". */
const char *utf8_clean(struct arena *arena, struct text text, struct text *out);
