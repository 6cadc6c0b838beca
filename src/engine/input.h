/* What a face received, judged by the field it is for: types, lengths, patterns, references. */
#pragma once

#include "engine/command.h"

enum {
    LINE_CHARACTERS = 200,
    TEXT_BYTES = 64 * 1024,
    LINK_BYTES = 2000,
    MANY_ITEMS = 500,
};

/* Reads one input as a value of `field`. False with a message for a person: how to put it right. References
 * must be to records the world's actor may read; others get the same answer as ones that are not there. */
bool input_value(struct world *world, const struct field *field, const struct input *input, struct value *out,
                 struct text *message);
/* "2026-11-22T09:00" or an RFC 3339 instant: an instant in the rulebook's zone. */
bool input_time(const struct world *world, struct text text, int64_t *out);
