/* Bytes as text: lower-case hex, and base64url without padding (RFC 4648 section 5).
 *
 * Encoders give texts in the arena. Decoders are strict: one spelling a value, false on anything else. */
#pragma once

#include "base/arena.h"

/* The value of a hexadecimal digit, -1 for anything else. */
int hex_digit(char c);
struct text hex_encode(struct arena *arena, const void *bytes, size_t n);
/* Exactly `n` bytes from 2n digits; upper case is taken too. */
bool hex_decode(struct text text, void *bytes, size_t n);

struct text base64url_encode(struct arena *arena, const void *bytes, size_t n);
/* *out is in the arena. */
bool base64url_decode(struct arena *arena, struct text text, struct text *out);
