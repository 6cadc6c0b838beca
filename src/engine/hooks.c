#include "engine/hooks.h"

#include <assert.h>

static const struct hook *hooks[HOOKS_MAX];
static size_t count;

void hooks_add(const struct hook *hook)
{
    for (size_t i = 0; i < count; i++)
        if (hooks[i] == hook)
            return;
    assert(count < HOOKS_MAX);
    hooks[count++] = hook;
}

bool hooks_create(struct conn *conn)
{
    for (size_t i = 0; i < count; i++)
        if (hooks[i]->create && !hooks[i]->create(conn))
            return false;
    return true;
}

bool hooks_drop(struct conn *conn)
{
    for (size_t i = 0; i < count; i++)
        if (hooks[i]->drop && !hooks[i]->drop(conn))
            return false;
    return true;
}

bool hooks_apply(struct conn *conn, const struct event *event)
{
    for (size_t i = 0; i < count; i++)
        if (hooks[i]->apply && !hooks[i]->apply(conn, event))
            return false;
    return true;
}

bool hooks_deactivated(struct conn *conn, int64_t person)
{
    for (size_t i = 0; i < count; i++)
        if (hooks[i]->deactivated && !hooks[i]->deactivated(conn, person))
            return false;
    return true;
}
