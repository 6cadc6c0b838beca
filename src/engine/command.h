/* The one guarded way in. Every face turns what it was asked into a command; every command is judged in the
 * same order (language reference, Exact meaning 5): system actions due, read, names and types, by, version,
 * then all that stands in the way at once, then sets, nevers, tells, opens. A command either happens whole,
 * durably, or changes nothing. */
#pragma once

#include "engine/world.h"

/* A value as a face received it, before its field's type judged it. */
enum input_kind { INPUT_NULL, INPUT_TEXT, INPUT_NUMBER, INPUT_FLAG, INPUT_LIST };

struct input {
    struct text name;
    enum input_kind kind;
    struct text text; /* INPUT_TEXT */
    int64_t number;   /* INPUT_NUMBER, INPUT_FLAG */
    bool typed; /* from a form: everything is text, an empty text is missing, numbers and flags are words */
    struct input *items; /* INPUT_LIST */
    size_t count;
};

struct vote {
    struct text person; /* username */
    struct text vote;   /* for, against, abstain */
};

enum command_kind {
    COMMAND_OPEN,       /* reg, inputs */
    COMMAND_EDIT,       /* reg, number, inputs */
    COMMAND_ACT,        /* reg, number, action, inputs, reason */
    COMMAND_COMMENT,    /* reg, number, text */
    COMMAND_MEETING,    /* board, at: call a meeting */
    COMMAND_ATTENDANCE, /* board, meeting, seat, person (empty: leave the seat empty) */
    COMMAND_MEETING_OPEN,
    COMMAND_MEETING_CLOSE, /* board, meeting */
    COMMAND_DECIDE,        /* board, meeting, reg, number, action, inputs, reason, votes */
    COMMAND_PERSON_NEW,    /* inputs */
    COMMAND_PERSON_EDIT,   /* person, inputs */
    COMMAND_GRANT,         /* person, role, per, from, to */
    COMMAND_GRANT_END,     /* person, id, from (when; missing: now) */
    COMMAND_DEPUTY,        /* person (whose), deputy, role (empty: everything), from, to */
    COMMAND_DEPUTY_END,    /* person, id */
    COMMAND_ABSENCE,       /* person, from, to */
    COMMAND_ABSENCE_END,   /* person, id */
    COMMAND_DEACTIVATE,
    COMMAND_ACTIVATE, /* person */
};

/* An Idempotency-Key (once.h). */
struct once {
    struct text key;  /* empty: none was sent */
    struct text hash; /* over method, address and body */
};

struct imported_step;

struct command {
    enum command_kind kind;
    int64_t actor; /* person who signed in; 0: the operator at the machine */
    struct text register_name, number, action;
    const struct input *inputs;
    size_t input_count;
    struct text reason, text;
    int64_t expected_version; /* the version the actor saw; 0: not said */
    bool sealed_only;         /* stale only when a field the action seals changed since that version */
    struct text board, meeting, seat, person, deputy, role, per;
    int64_t id, from, to; /* from, to: microseconds, INT64_MIN: not said */
    const struct vote *votes;
    size_t vote_count;
    struct once once;
    bool imported; /* COMMAND_OPEN: places a record in `import_state`, no needs asked (import.h) */
    int import_state;
    const struct imported_step *past; /* what another system tells of it, oldest first */
    size_t past_count;
};

/* One thing that stands in the way. */
struct unmet {
    struct text message;
    const struct cites *cites; /* may be NULL */
    const struct field *field; /* the field that would answer it, if one does */
};

struct field_error {
    struct text field; /* name */
    struct text message;
};

struct answer {
    enum outcome outcome;
    struct text message; /* one sentence, for a person */
    struct unmet *unmet, *should;
    size_t unmet_count, should_count;
    struct field_error *errors;
    size_t error_count;
    struct text rule; /* 403: the `by` that did not hold, as written */
    struct text who;  /* 403: who may, in words */
    const struct cites *cites;
    const struct reg *reg; /* what it concerned, when it was done */
    int64_t record;
    struct text number;
    bool created;
    bool waiting;        /* a signature was recorded; others are still missing */
    bool carried;        /* COMMAND_DECIDE */
    int64_t id;          /* of a grant, deputy, absence */
    bool repeated;       /* the same Idempotency-Key was answered before */
    int64_t retry_after; /* OUTCOME_TOO_MUCH: seconds until it can be taken */
};

/* Does it, on the writer, and waits until it is durable. Everything in `answer` lives in `arena`. */
void command_run(struct engine *engine, struct arena *arena, const struct command *command,
                 struct answer *answer);
/* The same without waiting: `done` is called from the writer's thread when the answer stands. `command`,
 * `answer` and `arena` must live until then. */
void command_submit(struct engine *engine, struct arena *arena, const struct command *command,
                    struct answer *answer, void (*done)(void *context), void *context);
/* Inside a writer job (write.h): does it within the job's transaction, by the actor of the command; a refusal
 * leaves nothing of it and the job goes on. For imports, which are all or nothing. */
void command_within(struct engine *engine, struct conn *conn, struct arena *arena,
                    const struct command *command, struct answer *answer);
