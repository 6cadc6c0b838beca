/* What a record says: its fields as rows, its most telling facts, and the records that point at it. */
#pragma once

#include "engine/view.h"
#include "faces/html/page_record.h"

/* Is this field to be shown to the reader on this record (`shown when`). Unreadable ones are, as withheld. */
bool details_shown(struct world *world, struct record *record, const struct field *field);
/* One field as a row. */
struct ui_row details_row(struct world *world, struct record *record, const struct field *field);
/* Every field that has a value or may be given one, but for the title and `lead`. NULL: no lead. */
struct ui_rows details_rows(struct world *world, const struct record_view *view, const struct field *lead);
/* The first field of long text that has a value; NULL: none. */
const struct field *details_lead(struct world *world, struct record *record);
/* Up to four facts: when, who, what. */
struct ui_facts details_facts(struct world *world, struct record *record);
/* Choices that are given, as plain tags: "Impact: Medium". The first three, and what tells how it ended. */
struct ui_tags details_tags(struct world *world, struct record *record);
/* Readable records of other registers that point at this one, by register and field; `count` of them
 * altogether. */
struct ui_rows details_related(struct world *world, const struct record *record, size_t *count);
