/* Verifying, without a store: whoever has the entries in order (a store, later a bundle in a file) feeds them
 * in, and is told of the first that does not fit. Includes base only.
 *
 * Feed every event by verify_entry in order of seq; then, in order of register, record and version, every
 * event's place by verify_place. */
#pragma once

#include "ledger/event.h"
#include "ledger/merkle.h"

struct verify {
    struct arena *arena; /* for `why` */
    /* The kept tree: every node above level 0 is compared with it. A missing node does not fit. */
    struct merkle_nodes kept;
    struct merkle_edge edge;
    int64_t events;   /* that fitted */
    int64_t disposed; /* values of them that are lawfully no longer kept */
    int64_t bad_seq;  /* the first that does not fit; 0 while all do, or when it is no single event's fault */
    struct text why;  /* empty while all fits */
    /* The last place, for verify_place. */
    struct text last_reg; /* in place_bytes */
    int64_t last_record, last_version, last_seq;
    int64_t places;
    char place_bytes[200];
};

/* A value as kept beside the log. */
struct verify_value {
    struct text tag, salt, value;
};

/* An event as kept. */
struct verify_entry {
    int64_t seq;
    struct text reg;
    int64_t record, version;
    struct text body, leaf;
    const struct verify_value *values; /* sorted by tag, byte order */
    size_t value_count;
    /* Whether a later EVENT_DISPOSE event of this record stands in the log; asked only when a value is
     * missing. */
    bool (*disposed)(void *context, const struct verify_entry *entry);
    void *context;
};

/* Both give false when something does not fit; verify_entry need not go on then. `scratch` may be reset
 * afterwards. */
bool verify_entry(struct verify *verify, struct arena *scratch, const struct verify_entry *entry);
bool verify_place(struct verify *verify, struct text reg, int64_t record, int64_t version, int64_t seq);
/* What was found so far, if it stands before what was noted already. Every finding goes through here. */
void verify_misfit(struct verify *verify, int64_t seq, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
