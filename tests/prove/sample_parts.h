/* What the parts of the sampler share. */
#pragma once

#include "base/buf.h"
#include "sample.h"

enum holds {
    HOLDS_LEVEL,
    HOLDS_KIND,
    HOLDS_FLAG,
    HOLDS_PERSON,
    HOLDS_NUMBER,
    HOLDS_DATE,
    HOLDS_TIME,
    HOLDS_PEOPLE,
    HOLDS_LEVELS,
    HOLDS_PEER,
    HOLDS_LINE,
    HOLDS_LINKS,
};

struct sample_field {
    const char *name, *type;
    enum holds holds;
    const char *initial;  /* a default it may have; NULL: none */
    const char *needs[2]; /* computed from these */
    unsigned percent;
};

enum { MENU = 26, COMPUTED_FROM = 18, STATES_MAX = 4, ACTIONS_MAX = 8 };

/* The fields a page may have; from COMPUTED_FROM on they are computed. */
extern const struct sample_field sample_menu[MENU];
extern const char *const sample_states[STATES_MAX];
extern const char *const sample_levels[3];

struct sample {
    struct chance chance;
    struct arena *arena;
    struct buf out;
    bool has[MENU], tiny;
    size_t states;
    const char *actions[ACTIONS_MAX];
    bool waivable[ACTIONS_MAX];
    size_t action_count;
    bool side;                        /* a register beside it */
    struct text mirrors[ACTIONS_MAX]; /* what a `never` says where a need is not kept */
    size_t mirror_count;
};

/* What may be asked where a test stands. */
struct asking {
    const char *actor; /* how the one who acts is called: "actor", "go.actor"; NULL: nobody acts */
    bool free;         /* roles, other records, the clock */
    bool clock;        /* the clock alone */
    bool history;      /* what was done */
};

/* Puts a test, of which `asking` says what it may speak of. */
void sample_test(struct sample *s, struct buf *out, const struct asking *asking);
/* One without `and` and `or`. */
void sample_atom(struct sample *s, struct buf *out, const struct asking *asking);
/* A field that holds this; NULL: there is none. */
const char *sample_field_of(struct sample *s, enum holds holds, bool computed);
bool sample_has(const struct sample *s, const char *field);
/* The name of an action so far, or `create`. */
const char *sample_action(struct sample *s);

static inline bool percent(struct sample *s, unsigned n)
{
    return chance_percent(&s->chance, n);
}

static inline const char *any(struct sample *s, const char *const *words, size_t count)
{
    return words[chance_below(&s->chance, count)];
}
#define ANY(s, ...)                                                                                          \
    any((s), (const char *const[]){__VA_ARGS__}, sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *))
