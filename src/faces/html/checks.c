#include "faces/html/checks.h"

#include "engine/guard.h"
#include "faces/html/show.h"
#include "rules/words.h"

static bool is_unmet(const struct action_view *action, const struct need *need)
{
    for (size_t i = 0; i < action->unmet_count; i++)
        if (action->unmet[i].message.s == need->message.s)
            return true;
    return false;
}

/* What makes a test hold: of alternatives the first that does, of several conditions each. */
static struct expr *what_holds(struct world *world, const struct record *record, struct expr *test)
{
    if (test->kind == EXPR_OR)
        for (size_t i = 0; i < test->count; i++)
            if (guard_holds(world, record, test->args[i]))
                return what_holds(world, record, test->args[i]);
    if (test->kind != EXPR_AND)
        return test;
    struct expr *all = ARENA_NEW(world->arena, struct expr);
    *all = *test;
    all->args = ARENA_ARRAY(world->arena, struct expr *, test->count);
    for (size_t i = 0; i < test->count; i++)
        all->args[i] = what_holds(world, record, test->args[i]);
    return all;
}

static struct text said(struct world *world, const struct record *record, const struct need *need,
                        bool waived)
{
    if (waived && !guard_holds(world, record, need->test))
        return arena_format(world->arena, "An exception stands in for: %.*s", TEXT_ARGS(need->message));
    struct text words = words_test_to_actor(world->arena, what_holds(world, record, need->test));
    struct text upper = show_upper(world->arena, words);
    return arena_format(world->arena, "%.*s.", TEXT_ARGS(upper));
}

struct ui_checks checks_met(struct world *world, const struct record *record,
                            const struct action_view *action)
{
    struct ui_checks checks = {0};
    for (size_t i = 0; i < action->action->need_count; i++) {
        const struct need *need = &action->action->needs[i];
        if (is_unmet(action, need) || (need->names_actor && !action->may))
            continue;
        *ARENA_ADD(world->arena, checks) = (struct ui_check){said(world, record, need, action->waived),
                                                             show_cites(world->arena, &need->cites)};
    }
    return checks;
}
