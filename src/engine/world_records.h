/* What a world's own files share: what it keeps of a register's records, and a field as it is stored. */
#pragma once

#include "engine/world.h"

struct kept_records {
    struct idmap records;  /* id -> struct record */
    struct idmap readable; /* id -> may it be read: whether that stands here is asked once */
    struct idmap numbers;  /* id -> struct text, of some that are wanted and not yet read */
    enum { READS_UNASKED, READS_EACH, READS_ALL, READS_NONE } reads; /* may the actor read them, as one */
    struct wanted *wanted; /* what a view will be asked for; NULL: nothing yet */
};

/* Begins with nothing kept. */
void world_keep_none(struct world *world);
/* What is kept of a register of any version. */
struct kept_records *world_kept(const struct world *world, const struct reg *reg);
/* A field as stored, sets read when first asked for. */
struct value world_stored(struct world *world, struct record *record, const struct field *field);
