/* Values as text: the one form in which events keep them (and so what their commitments cover).
 *
 * Numbers in decimal, flags `true` and `false`, days, months and times as in base/time.h, choices by name,
 * records by id, `many` as a JSON array of such texts, missing as the empty text. */
#pragma once

#include "base/arena.h"
#include "rules/rulebook.h"

struct text codec_print(struct arena *arena, struct type type, struct value value);
/* False when the text is no such value (an event of another rulebook version, or damage). */
bool codec_parse(struct arena *arena, struct type type, struct text text, struct value *out);
/* The ids in a JSON array of texts, as events keep people. */
int64_t *codec_ids(struct arena *arena, struct text text, size_t *count);
/* A set in canonical order, without repeats; missing when empty. `items` may be reordered. */
struct value codec_set(struct value *items, size_t count);
