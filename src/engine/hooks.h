/* How a module joins the engine: tables of its own beside the projection, made anew from the same events.
 *
 * A module writes an event inside engine_write (write.h) and then calls its own `apply`; a rebuild calls it
 * for every event of the ledger. Modules add themselves once, at program start, before any data is opened. */
#pragma once

#include "ledger/ledger.h"

struct hook {
    const char *name;
    bool (*create)(struct conn *conn);
    bool (*drop)(struct conn *conn);
    /* Takes in an event that concerns the module; true for all others. False: the store failed. */
    bool (*apply)(struct conn *conn, const struct event *event);
};

enum { HOOKS_MAX = 8 };

/* The hook must live as long as the program. */
void hooks_add(const struct hook *hook);
bool hooks_create(struct conn *conn);
bool hooks_drop(struct conn *conn);
bool hooks_apply(struct conn *conn, const struct event *event);
