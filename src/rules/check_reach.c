#include "rules/check.h"

/* One action's arrows from the states reached so far; true when it reached a new one. */
static bool follow(const struct reg *reg, const struct action *action, bool *reached)
{
    bool more = false, possible = false;
    for (size_t i = 0; i < reg->states->count; i++)
        possible = possible || (action->in && action->in[i] && reached[i]);
    int targets[] = {action->moves ? action->to : -1, action->void_to};
    for (size_t i = 0; i < 2; i++)
        if (possible && targets[i] >= 0 && !reached[targets[i]])
            more = reached[targets[i]] = true;
    return more;
}

/* A sealed decision undone moves the record from wherever it is, so `void to` leaves every other state. */
static bool leaves(const struct action *action, size_t state)
{
    bool moves = action->moves && action->in && action->in[state] && action->to != (int)state;
    return moves || (action->void_to >= 0 && action->void_to != (int)state);
}

static bool can_be_left(const struct reg *reg, size_t state)
{
    for (size_t i = 0; i < reg->action_count; i++)
        if (leaves(reg->actions[i], state))
            return true;
    return false;
}

/* An action that does not say where it is done leads somewhere, and that is said. */
static bool is_whole(const struct reg *reg)
{
    for (size_t i = 0; i < reg->action_count; i++)
        if (!reg->actions[i]->is_create && !reg->actions[i]->in_said)
            return false;
    return true;
}

void check_reach(struct loader *loader, const struct reg *reg)
{
    const struct choice *states = reg->states;
    bool *reached = ARENA_ARRAY(loader->arena, bool, states->count + 1);
    if (!is_whole(reg))
        return;
    reached[0] = true;
    for (bool more = true; more;) {
        more = false;
        for (size_t i = 0; i < reg->action_count; i++)
            more = follow(reg, reg->actions[i], reached) || more;
    }
    for (size_t i = 0; i < states->count; i++) {
        const struct choice_value *state = &states->values[i];
        if (choice_index(states, state->name) != (int)i)
            continue; /* listed twice, and said so */
        if (!reached[i])
            problem_add(
                loader->problems, state->place,
                "no action leads to the state `%.*s`: write one, `from ... to %.*s`, or remove the state",
                TEXT_ARGS(state->name), TEXT_ARGS(state->name));
        else if (!state->final && !can_be_left(reg, i))
            problem_add(
                loader->problems, state->place,
                "a record never leaves the state `%.*s`: write an action from it, or name it after `final`",
                TEXT_ARGS(state->name));
    }
}
