/* How a part that the engine does not know joins it: tables of its own beside the projection, made anew from
 * the same events, or kept in step with what commands do.
 *
 * A module writes an event inside engine_write (write.h) and then calls its own `apply`; a rebuild calls it
 * for every event of the ledger. Modules add themselves once, at program start, before any data is opened. */
#pragma once

#include "ledger/ledger.h"

struct hook { /* what it does not need is NULL; false everywhere: the store failed */
    const char *name;
    bool (*create)(struct conn *conn);
    bool (*drop)(struct conn *conn);
    /* Takes in an event that concerns the module; true for all others. */
    bool (*apply)(struct conn *conn, const struct event *event);
    /* A person is being deactivated, in this transaction. */
    bool (*deactivated)(struct conn *conn, int64_t person);
};

enum { HOOKS_MAX = 8 };

/* The hook must live as long as the program. */
void hooks_add(const struct hook *hook);
bool hooks_create(struct conn *conn);
bool hooks_drop(struct conn *conn);
bool hooks_apply(struct conn *conn, const struct event *event);
bool hooks_deactivated(struct conn *conn, int64_t person);
