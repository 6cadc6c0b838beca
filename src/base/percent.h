/* Percent-encoding (RFC 3986 2.1), as used in paths, queries and forms. */
#pragma once

#include "base/buf.h"

/* Decodes every %XX (and '+' to a space when `plus`). False when an escape is cut short or not hexadecimal,
 * or the result holds a NUL or is not valid UTF-8. The result may be the input itself when there was nothing
 * to decode. */
bool percent_decode(struct arena *arena, struct text in, bool plus, struct text *out);
/* Writes `in` with everything but unreserved characters (letters, digits, "-._~") escaped: safe as one path
 * segment or query value. */
void percent_encode(struct buf *out, struct text in);
