#include "rules/check.h"

static bool never_holds(const struct expr *expr)
{
    return expr->kind == EXPR_FLAG && expr->args[0]->kind == EXPR_LITERAL && !expr->args[0]->literal.i;
}

/* A field that a person or a rule may change. */
static void check_changeable(struct loader *loader, const struct field *field, struct place place,
                             const char *how)
{
    if (!field)
        return;
    if (field->computed)
        problem_add(loader->problems, place, "`%.*s` is computed, so %s cannot change it",
                    TEXT_ARGS(field->name), how);
    else if (field->engine)
        problem_add(loader->problems, place, "`%.*s` is built in, so %s cannot change it",
                    TEXT_ARGS(field->name), how);
}

void check_edits(struct loader *loader, const struct reg *reg)
{
    for (size_t i = 0; i < reg->edit_count; i++)
        for (size_t j = 0; j < reg->edits[i]->field_count; j++)
            check_changeable(loader, reg->edits[i]->fields[j], reg->edits[i]->place, "`edit`");
}

static void check_cited(struct loader *loader, const struct cites *cites, struct place place,
                        const char *what)
{
    if (cites->count)
        return;
    problem_add(loader->problems, place, "this %s cites nothing: say which clause asks for it", what);
    problem_hint(loader->problems, "write cite \"POLICY\" CLAUSE, or cite none \"why\" for the force's own");
}

static void check_needs(struct loader *loader, const struct action *action)
{
    for (size_t i = 0; i < action->need_count; i++) {
        check_cited(loader, &action->needs[i].cites, action->needs[i].place, "need");
        if (!text_trim(action->needs[i].message).n)
            problem_add(loader->problems, action->needs[i].place,
                        "this message is empty: say what to do so that the action can go ahead");
    }
    for (size_t i = 0; i < action->should_count; i++)
        if (!text_trim(action->shoulds[i].message).n)
            problem_add(loader->problems, action->shoulds[i].place,
                        "this message is empty: say what is better, or why to hesitate");
}

static void check_asks(struct loader *loader, const struct action *action)
{
    for (size_t i = 0; i < action->ask_count; i++) {
        check_changeable(loader, action->asks[i].field, action->asks[i].place, "`ask`");
        for (size_t j = 0; j < i; j++)
            if (action->asks[i].field && action->asks[i].field == action->asks[j].field)
                problem_add(loader->problems, action->asks[i].place, "`%.*s` asks for `%.*s` twice",
                            TEXT_ARGS(action->name), TEXT_ARGS(action->asks[i].field->name));
    }
}

static void check_told(struct loader *loader, const struct effect *tell)
{
    for (size_t i = 0; i < tell->message.path_count; i++) {
        const struct path *path = &tell->message.paths[i]->path;
        for (size_t j = 0; j < path->count; j++)
            if (path->steps[j].field && path->steps[j].field->is_private)
                problem_add(loader->problems, tell->message_place,
                            "`%.*s` is private, so no message may tell it",
                            TEXT_ARGS(path->steps[j].field->name));
    }
}

static void check_effects(struct loader *loader, const struct action *action)
{
    for (size_t i = 0; i < action->set_count; i++)
        check_changeable(loader, action->sets[i].set.field, action->sets[i].place, "`set`");
    for (size_t i = 0; i < action->tell_count; i++)
        check_told(loader, &action->tells[i]);
    for (size_t i = 0; i < action->open_count; i++) {
        const struct effect *open = &action->opens[i];
        if (open->open && open->open->builtin)
            problem_add(loader->problems, open->place, "`%.*s` is built in: no rule opens one",
                        TEXT_ARGS(open->open->name));
        for (size_t j = 0; open->open && j < open->value_count && !open->open->builtin; j++)
            check_changeable(loader, open->values[j].field, open->place, "`open`");
    }
}

static void check_by(struct loader *loader, const struct action *action)
{
    struct problems *problems = loader->problems;
    if (!action->by_count && action->by_kind != BY_BOARD && !action->implied && !action->broken &&
        !(action->is_create && action->reg->create_count))
        problem_add(problems, action->place, "nobody can do `%.*s`: say who, with `by`",
                    TEXT_ARGS(action->name));
    for (size_t i = 0; i < action->by_count; i++)
        if (never_holds(action->by[i]))
            problem_add(problems, action->by[i]->place, "nobody can do `%.*s`: its `by` never holds",
                        TEXT_ARGS(action->name));
    if (action->is_create && action->by_kind != BY_EXPR)
        problem_add(problems, action->place,
                    "`create` is by an expression on who opens: no board, system or each of");
    if (action->by_kind != BY_SYSTEM || !action->by_count)
        return;
    check_system_uses(loader, action->by[0]);
    for (size_t i = 0; i < action->need_count; i++)
        if (action->needs[i].names_actor)
            problem_add(problems, action->needs[i].place, "the system does `%.*s`: nobody is its `actor`",
                        TEXT_ARGS(action->name));
    if (action->ask_count)
        problem_add(problems, action->place, "the system does `%.*s`: there is nobody to ask",
                    TEXT_ARGS(action->name));
    if (action->should_count)
        problem_add(problems, action->shoulds[0].place,
                    "the system does `%.*s`: there is nobody to give a reason", TEXT_ARGS(action->name));
}

static void check_where(struct loader *loader, const struct action *action)
{
    if (action->is_create && action->in_said)
        problem_add(loader->problems, action->place,
                    "`create` opens a record in its first state: it has no `from` and no `in`");
    if (!action->is_create && !action->in_said && !action->broken)
        problem_add(loader->problems, action->place,
                    "say in which states `%.*s` may be done: `from A to B`, or `in A` when it moves nothing",
                    TEXT_ARGS(action->name));
    for (size_t i = 0; i < action->seal_count; i++)
        for (size_t j = 0; j < i; j++)
            if (action->seals[i] && action->seals[i] == action->seals[j])
                problem_add(loader->problems, action->place, "`%.*s` is sealed twice",
                            TEXT_ARGS(action->seals[i]->name));
}

static void check_never(struct loader *loader, const struct never *never)
{
    if (never->broken)
        return;
    check_cited(loader, &never->cites, never->place, "never");
    check_never_uses(loader, never->test);
}

void check_actions(struct loader *loader, const struct reg *reg)
{
    for (size_t i = 0; i < reg->action_count; i++) {
        const struct action *action = reg->actions[i];
        check_where(loader, action);
        check_by(loader, action);
        check_needs(loader, action);
        if (!action->implied)
            check_asks(loader, action);
        check_effects(loader, action);
    }
    for (size_t i = 0; i < reg->duty_count; i++)
        if (!reg->duties[i]->broken)
            check_cited(loader, &reg->duties[i]->cites, reg->duties[i]->place, "duty");
    for (size_t i = 0; i < reg->never_count; i++)
        check_never(loader, reg->nevers[i]);
}
