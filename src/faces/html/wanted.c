#include "faces/html/wanted.h"

#include "faces/html/standing.h"
#include "faces/html/tests.h"
#include "rules/normal.h"

struct wanted {
    struct arena *arena;
    const struct reg *reg;
    int state;
    struct expr ***needs; /* of each action the tests of its needs, in normal form */
};

struct wanted *wanted_look(struct world *world, const struct reg *reg, int state)
{
    struct wanted *wanted = ARENA_NEW(world->arena, struct wanted);
    struct print_scope scope = print_scope_top();
    *wanted = (struct wanted){world->arena, reg, state,
                              ARENA_ARRAY(world->arena, struct expr **, reg->action_count + 1)};
    for (size_t i = 0; i < reg->action_count; i++) {
        const struct action *action = reg->actions[i];
        wanted->needs[i] = ARENA_ARRAY(world->arena, struct expr *, action->need_count + 1);
        for (size_t k = 0; k < action->need_count; k++)
            wanted->needs[i][k] = normal_form(world->arena, action->needs[k].test, &scope);
    }
    return wanted;
}

/* Is the action refused while the field is missing? Not for want of what it asks for itself. */
static bool wants(const struct wanted *wanted, const struct action *action, const struct field *field,
                  const struct expr *given)
{
    if (action_asks(action, field))
        return false;
    if (field->required && !field->required_when && action->moves)
        return true;
    for (size_t i = 0; i < action->need_count; i++)
        if (normal_entails(wanted->arena, wanted->needs[action->index][i], given))
            return true;
    return false;
}

static bool is_ahead(const struct wanted *wanted, const struct action *action, bool here)
{
    if (action->is_create || action->by_kind == BY_SYSTEM || wanted->state < 0)
        return false;
    for (int state = wanted->state; state < (int)action->reg->states->count; state++)
        if (action->in[state] && (here == (state == wanted->state)) &&
            (!action->moves || standing_takes_on(action, state)))
            return true;
    return false;
}

struct text wanted_for(const struct wanted *wanted, const struct field *field)
{
    const struct reg *reg = wanted->reg;
    struct print_scope scope = print_scope_top();
    struct expr *given = normal_form(wanted->arena, test_given(wanted->arena, field), &scope);
    struct text text = {0};
    for (int here = 1; here >= 0 && !text.n; here--)
        for (size_t i = 0; i < reg->action_count && (here || !text.n); i++)
            if (is_ahead(wanted, reg->actions[i], here == 1) && wants(wanted, reg->actions[i], field, given))
                text = arena_format(wanted->arena, "%.*s%s“%.*s”", TEXT_ARGS(text),
                                    text.n ? " and " : "needed for ", TEXT_ARGS(reg->actions[i]->label));
    return text;
}
