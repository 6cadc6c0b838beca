/* An event: one thing that happened, in the form the ledger keeps for good. Includes base only.
 *
 * The canonical bytes are JSON under RFC 8785 with every integer as a decimal string, so that other people's
 * tools can make them again:
 *
 *   {"action":"submit","actor":"12","format":"1","kind":"act","record":"45","register":"change","rulebook":"1",
 *    "seq":"17","state":"assessing","time":"1795338000000000","values":{"field:summary":"<64 hex digits>"},
 *    "version":"3"}            (without the line breaks)
 *
 * Register, state, action and person id stand in clear. Everything people wrote (values, comments, reasons,
 * numbers, titles) is there only as a commitment:
 *
 *   SHA-256("reeve-value-1" || 0x00 || salt (32 bytes) || len(tag) as 8 bytes, big-endian || tag || value)
 *
 * The values and their salts are kept beside the log and can be deleted together; the log still verifies. */
#pragma once

#include "ledger/hash.h"

/* What kind of thing happened; the second column is its word in the canonical bytes, never to be changed. */
#define EVENT_KINDS(X)                                                                                       \
    X(OPEN, "open") /* a record was opened */                                                                \
    X(EDIT, "edit") /* fields changed */                                                                     \
    X(ACT, "act")   /* an action was done */                                                                 \
    X(SIGN, "sign") /* one signature of an `each of` */                                                      \
    X(COMMENT, "comment")                                                                                    \
    X(DECISION, "decision")     /* a board decided, carried or not */                                        \
    X(VOID, "void")             /* a sealed decision was undone by a later change */                         \
    X(MEETING, "meeting")       /* called, opened, closed */                                                 \
    X(ATTENDANCE, "attendance") /* a seat was filled or emptied */                                           \
    X(PERSON, "person")         /* an account was made, changed, made inactive */                            \
    X(PASSWORD, "password")     /* set or reset; never its value */                                          \
    X(GRANT, "grant")           /* a role was given */                                                       \
    X(END, "end")               /* a role, token, deputy or absence was ended */                             \
    X(DEPUTY, "deputy")                                                                                      \
    X(ABSENCE, "absence")                                                                                    \
    X(TOKEN, "token")                                                                                        \
    X(FILE, "file")                                                                                          \
    X(IMPORT, "import")     /* history from another system, told by it and not seen here */                  \
    X(RULEBOOK, "rulebook") /* a version of the rulebook was kept */                                         \
    X(REFUSAL, "refusal")                                                                                    \
    X(READ, "read")                                                                                          \
    X(EXPORT, "export")                                                                                      \
    X(DISPOSE, "dispose") /* the values of this record's earlier events were lawfully deleted */

enum event_kind {
#define EVENT_KIND_NAME(name, word) EVENT_##name,
    EVENT_KINDS(EVENT_KIND_NAME)
#undef EVENT_KIND_NAME
        EVENT_KIND_COUNT
};

/* One value beside an event. */
struct event_value {
    struct text
        tag; /* what it is: "field:summary", "to", "vote:12", "reason", ...; printable ASCII, no '"' or '\' */
    struct text value;      /* the bytes; the empty text is a value too */
    struct hash salt;       /* 32 random bytes */
    bool salted;            /* the salt is set; ledger_append draws the others */
    bool disposed;          /* read back, and value and salt are no longer kept */
    struct hash commitment; /* what the canonical bytes hold; computed by event_commit */
};

enum { EVENT_SYSTEM = 0 };

struct event {
    int64_t seq; /* 1, 2, 3, ... without gaps; given by ledger_append */
    enum event_kind kind;
    struct text reg;      /* the register's name; "" for what concerns the force as a whole */
    int64_t record;       /* its id within the store; 0 with register "" */
    int64_t version;      /* of that record: 1, 2, 3, ... without gaps */
    struct text action;   /* the action's name, or "" */
    struct text state;    /* the record's state afterwards, or "" */
    int64_t actor;        /* a person's id; EVENT_SYSTEM; below 0 the operator with user id -actor - 1 */
    int64_t time;         /* when it happened: microseconds since 1970 in UTC. Order is seq, not time */
    struct text rulebook; /* the rulebook version it was judged by */
    struct event_value *values;
    size_t value_count;
};

/* The actor number of the operator with this user id, for commands given on the machine itself. */
static inline int64_t event_operator(uint32_t uid)
{
    return -(int64_t)uid - 1;
}

/* The kind's word in canonical bytes. */
const char *event_kind_word(enum event_kind kind);

/* The commitment to one value under its salt. */
struct hash event_commit(struct text tag, struct text value, const struct hash *salt);
/* The value with this tag, or NULL. */
const struct event_value *event_find(const struct event *event, const char *tag);

/* Sorts the values by tag and gives the canonical bytes, from the commitments as they stand. False when two
 * values have the same tag, a tag holds a character it may not, or a text is not UTF-8. */
bool event_canonical(struct arena *arena, struct event *event, struct text *body);
/* The event that has exactly these canonical bytes: values with tag and commitment only, `disposed` set. Its
 * texts lie in the arena or in `body`. False when the bytes are anything else than canonical. */
bool event_parse(struct arena *arena, struct text body, struct event *event);
/* The same of bytes that were canonical when they were kept, for readers that leave the proof of it to
 * ledger_verify: what is not quite canonical may pass. */
bool event_read(struct arena *arena, struct text body, struct event *event);
