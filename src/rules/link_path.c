#include "rules/link.h"

/* A path being walked: what it has reached. */
struct walk {
    struct scope *scope;
    struct path *path; /* NULL: only looking */
    struct type type;  /* of what was reached; TYPE_NONE: lost, and said so unless `quiet` */
    bool quiet;
};

static const struct written *written_of(const struct expr *expr)
{
    return (const struct written *)expr;
}

bool path_is_bare(const struct expr *expr)
{
    const struct names *names = &written_of(expr)->path;
    if (expr->kind != EXPR_PATH || names->count != 1)
        return false;
    struct text name = names->items[0].text;
    return !text_is(name, "this") && !text_is(name, "it") && !text_is(name, "actor") &&
           !text_is(name, "state");
}

struct path path_to_subject(const struct scope *scope)
{
    return (struct path){.root = scope->root, .var = scope->var, .reg = scope->names};
}

static struct type record_of(const struct reg *reg)
{
    return (struct type){.kind = TYPE_RECORD, .target = reg};
}

static void add_step(struct walk *walk, struct step step, struct type type)
{
    walk->type = type;
    if (walk->path)
        *LIST_PUSH(walk->scope->arena, walk->path->steps, walk->path->count) = step;
}

static void root_at(struct walk *walk, enum path_root root, unsigned var, struct type type)
{
    walk->type = type;
    if (walk->path)
        *walk->path =
            (struct path){.root = root, .var = var, .reg = type.kind == TYPE_RECORD ? type.target : NULL};
}

static void lost(struct walk *walk)
{
    walk->type = (struct type){0};
}

/* ACTION.part, after the action's name */
static size_t step_action(struct walk *walk, const struct reg *reg, const struct action *action,
                          const struct names *names, size_t at)
{
    static const char *const parts[] = {
        [ACT_ACTOR] = "actor", [ACT_TIME] = "time", [ACT_COUNT] = "count", [ACT_WAIVED] = "waived"};
    const struct type types[] = {[ACT_ACTOR] = record_of(walk->scope->rulebook->person),
                                 [ACT_TIME] = {.kind = TYPE_TIME},
                                 [ACT_COUNT] = {.kind = TYPE_NUMBER},
                                 [ACT_WAIVED] = {.kind = TYPE_FLAG}};
    for (int part = ACT_ACTOR; at + 1 < names->count && part <= ACT_WAIVED; part++) {
        if (!text_is(names->items[at + 1].text, parts[part]))
            continue;
        add_step(walk, (struct step){.reg = reg, .action = action, .part = (enum act_part)part}, types[part]);
        return at + 2;
    }
    if (!walk->quiet)
        problem_add(walk->scope->problems, names->items[at].place,
                    "`%.*s` is an action: ask for %.*s.actor, .time, .count or .waived, or write `done %.*s`",
                    TEXT_ARGS(action->name), TEXT_ARGS(action->name), TEXT_ARGS(action->name));
    lost(walk);
    return names->count;
}

/* What is no field may be something that is asked for in other words. */
static bool hint_kind(struct scope *scope, const struct reg *reg, struct text name)
{
    struct problems *problems = scope->problems;
    const struct rulebook *rulebook = scope->rulebook;
    if (reg->states && choice_index(reg->states, name) >= 0)
        problem_hint(problems, "it is a state: write `state = %.*s`, or `entered %.*s` for when that began",
                     TEXT_ARGS(name), TEXT_ARGS(name));
    else if (rulebook_role(rulebook, name))
        problem_hint(problems, "it is a role: write `actor has %.*s`, or `role %.*s` for whom to tell",
                     TEXT_ARGS(name), TEXT_ARGS(name));
    else if (scope->self && reg != scope->self && reg_action(scope->self, name))
        problem_hint(problems, "it is an action: write `%.*s.actor` for who did it", TEXT_ARGS(name));
    else if (text_is(name, "yes") || text_is(name, "no"))
        problem_hint(problems, "a flag is `true` or `false`");
    else if (rulebook_board(rulebook, name))
        problem_hint(problems, "it is a board: write `by board %.*s`, or `actor sits on %.*s`",
                     TEXT_ARGS(name), TEXT_ARGS(name));
    else if (rulebook_register(rulebook, name))
        problem_hint(problems, "it is a register: write `exists %.*s (...)`", TEXT_ARGS(name));
    else
        return false;
    return true;
}

static void unknown_name(struct walk *walk, const struct reg *reg, struct name name)
{
    struct scope *scope = walk->scope;
    lost(walk);
    if (walk->quiet || !name.text.n)
        return;
    struct nearest nearest = nearest_to(name.text);
    problem_unknown(scope->problems, name.place, name.text, "%.*s has no field `%.*s`", TEXT_ARGS(reg->name),
                    TEXT_ARGS(name.text));
    if (scope->self && scope->self != reg && reg_field(scope->self, name.text)) {
        problem_hint(scope->problems, "names mean %.*s here: write `this.%.*s`", TEXT_ARGS(reg->name),
                     TEXT_ARGS(name.text));
        return;
    }
    if (hint_kind(scope, reg, name.text))
        return;
    for (size_t i = 0; i < reg->field_count; i++)
        if (!(scope->where && reg->fields[i]->is_private))
            nearest_offer(&nearest, reg->fields[i]->name);
    for (int i = BUILTIN_NUMBER; i <= BUILTIN_MARKING; i++)
        nearest_offer(&nearest, text_of(builtin_name((enum builtin)i)));
    nearest_hint(scope->problems, &nearest);
}

/* One step from a record of `reg`; gives the index of the next name. */
static size_t step(struct walk *walk, const struct reg *reg, const struct names *names, size_t at)
{
    struct scope *scope = walk->scope;
    struct name name = names->items[at];
    const struct field *field = reg_field(reg, name.text);
    enum builtin builtin = builtin_named(name.text);
    const struct action *action = reg_action(reg, name.text);
    if (field && !(scope->where && field->is_private)) {
        add_step(walk, (struct step){.reg = reg, .field = field}, field->type);
        return field->type.kind == TYPE_NONE ? names->count : at + 1;
    }
    if (builtin != BUILTIN_NONE) {
        add_step(walk, (struct step){.reg = reg, .builtin = builtin},
                 builtin_type(scope->rulebook, reg, builtin));
        return at + 1;
    }
    if (action)
        return step_action(walk, reg, action, names, at);
    unknown_name(walk, reg, name);
    return names->count;
}

static bool start_at_variable(struct walk *walk, struct text name)
{
    struct scope *scope = walk->scope;
    for (unsigned i = scope->depth; i-- > 0;)
        if (scope->vars[i].name.n && text_eq(scope->vars[i].name, name)) {
            root_at(walk, ROOT_VAR, i, scope->vars[i].type);
            return true;
        }
    return false;
}

static size_t no_record(struct walk *walk, struct name name, const char *why)
{
    if (!walk->quiet && name.text.n)
        problem_add(walk->scope->problems, name.place, "`%.*s` means nothing here: %s", TEXT_ARGS(name.text),
                    why);
    lost(walk);
    return 1;
}

static size_t start(struct walk *walk, const struct names *names)
{
    struct scope *scope = walk->scope;
    struct name first = names->items[0];
    if (text_is(first.text, "this")) {
        if (!scope->self)
            return no_record(walk, first, "there is no record");
        root_at(walk, ROOT_THIS, 0, record_of(scope->self));
        return 1;
    }
    if (text_is(first.text, "it")) {
        if (!scope->element)
            return no_record(walk, first, "`it` is the element inside any, all, no, exists or count");
        root_at(walk, ROOT_VAR, scope->depth - 1, scope->vars[scope->depth - 1].type);
        return 1;
    }
    if (text_is(first.text, "actor")) {
        root_at(walk, ROOT_ACTOR, 0, record_of(scope->rulebook->person));
        return 1;
    }
    if (start_at_variable(walk, first.text))
        return 1;
    if (!scope->names)
        return no_record(walk, first,
                         scope->element ? "the element has no fields, write `it`" : "there is no record");
    root_at(walk, scope->root, scope->var, record_of(scope->names));
    return step(walk, scope->names, names, 0);
}

static void no_further(struct walk *walk, struct name before, struct place place)
{
    if (!walk->quiet && walk->type.many)
        problem_add(walk->scope->problems, place, "`%.*s` holds many: ask `any %.*s (...)`, all or no",
                    TEXT_ARGS(before.text), TEXT_ARGS(before.text));
    else if (!walk->quiet)
        problem_add(walk->scope->problems, place, "`%.*s` is no reference, so nothing can follow it",
                    TEXT_ARGS(before.text));
    lost(walk);
}

static void walk_path(struct walk *walk, const struct names *names)
{
    if (!names->count)
        return;
    size_t at = start(walk, names);
    while (at < names->count && walk->type.kind != TYPE_NONE) {
        struct name before = names->items[at - 1], name = names->items[at];
        if (walk->type.many || walk->type.kind != TYPE_RECORD) {
            no_further(walk, before, name.place);
            return;
        }
        at = step(walk, walk->type.target, names, at);
    }
}

struct type peek_path(struct scope *scope, const struct expr *expr)
{
    struct walk walk = {.scope = scope, .quiet = true};
    walk_path(&walk, &written_of(expr)->path);
    return walk.type;
}

void link_path(struct scope *scope, struct expr *expr)
{
    struct walk walk = {.scope = scope, .path = &expr->path};
    walk_path(&walk, &written_of(expr)->path);
    expr->type = walk.type;
}
