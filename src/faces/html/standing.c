#include "faces/html/standing.h"

#include "engine/guard.h"
#include "faces/html/show.h"

/* What a need's test hangs on: the first thing in it that somebody could do or fill in. */
struct cause {
    const struct reg *reg;
    const struct action *action;  /* has to be done */
    const struct field *field;    /* has to be given, or be another */
    const struct field *pointing; /* a record that names this one by it has to be there, and be further on */
    bool person;                  /* it depends on who acts */
};

static void find_in_path(struct cause *cause, const struct path *path)
{
    if (path->root == ROOT_ACTOR)
        cause->person = true;
    if (path->root != ROOT_THIS || !path->count || cause->field || cause->action)
        return;
    const struct step *first = &path->steps[0];
    if (first->reg == cause->reg && first->field)
        cause->field = first->field;
    else if (first->reg == cause->reg && first->action)
        cause->action = first->action;
}

/* `FIELD is this`, of the records that are looked for. */
static void find_pointing(struct cause *cause, const struct expr *expr)
{
    const struct path *from = expr->kind == EXPR_IS ? &expr->args[0]->path : NULL;
    if (from && expr->args[0]->kind == EXPR_PATH && from->root == ROOT_VAR && from->count == 1 &&
        from->steps[0].field && from->steps[0].field->type.target == cause->reg &&
        expr->args[1]->kind == EXPR_PATH && expr->args[1]->path.root == ROOT_THIS &&
        !expr->args[1]->path.count)
        cause->pointing = from->steps[0].field;
    for (size_t i = 0; i < expr->count; i++)
        find_pointing(cause, expr->args[i]);
}

static void find_cause(struct cause *cause, const struct expr *expr)
{
    if (expr->kind == EXPR_RECORDS && expr->quantifier == QUANTIFIER_EXISTS)
        find_pointing(cause, expr);
    if (expr->kind == EXPR_DONE && expr->action && expr->path.root == ROOT_THIS && !expr->path.count)
        cause->action = expr->action; /* what was not done is the likelier cause than a condition beside it */
    if (expr->kind == EXPR_PATH)
        find_in_path(cause, &expr->path);
    for (size_t i = 0; i < expr->count; i++)
        find_cause(cause, expr->args[i]);
}

static const struct need *find_need(const struct action *action, const struct unmet *unmet)
{
    for (size_t i = 0; i < action->need_count; i++)
        if (action->needs[i].message.s == unmet->message.s)
            return &action->needs[i];
    for (size_t i = 0; i < action->should_count; i++)
        if (action->shoulds[i].message.s == unmet->message.s)
            return &action->shoulds[i];
    return NULL;
}

/* The action of the record's state that gives the field a value; NULL: none. */
static const struct action *giver(const struct record *record, const struct field *field)
{
    const struct reg *reg = record->reg;
    for (size_t i = 0; i < reg->action_count; i++) {
        const struct action *action = reg->actions[i];
        if (action->is_create || record->state < 0 || !action->in[record->state])
            continue;
        for (size_t a = 0; a < action->ask_count; a++)
            if (action->asks[a].field == field)
                return action;
        for (size_t s = 0; s < action->set_count; s++)
            if (action->sets[s].set.field == field)
                return action;
    }
    return NULL;
}

static const struct edit_rule *editor(const struct record *record, const struct field *field)
{
    const struct reg *reg = record->reg;
    for (size_t i = 0; i < reg->edit_count; i++) {
        const struct edit_rule *rule = reg->edits[i];
        bool here = record->state < 0 ||
                    (rule->in ? rule->in[record->state] : !reg->states->values[record->state].final);
        for (size_t f = 0; here && f < rule->field_count; f++)
            if (rule->fields[f] == field)
                return rule;
    }
    return NULL;
}

static struct text sentence(struct arena *arena, struct text label, struct text who)
{
    return arena_format(arena, "%.*s: %.*s", TEXT_ARGS(label), TEXT_ARGS(who));
}

static void by_action(struct world *world, const struct record *record, const struct action *action,
                      struct ui_unmet *shown)
{
    shown->who = sentence(world->arena, action->label, guard_who(world, record, action));
    if (record->state < 0 || !action->in[record->state])
        return;
    struct text href = show_href(world->arena, record->reg, record->number);
    if (action->by_kind == BY_BOARD)
        shown->fix = (struct ui_link){
            .label = TEXT("Open the board"),
            .href = arena_format(world->arena, "/board/%.*s", TEXT_ARGS(action->board->name))};
    else if (guard_by(world, record, action))
        shown->fix = (struct ui_link){
            .label = action->label,
            .href = arena_format(world->arena, "%.*s/%.*s", TEXT_ARGS(href), TEXT_ARGS(action->name))};
}

static void by_edit(struct world *world, const struct record *record, const struct field *field,
                    struct ui_unmet *shown)
{
    const struct edit_rule *rule = editor(record, field);
    if (!rule)
        return;
    struct text lower = show_lower(world->arena, field->label);
    struct text label = arena_format(world->arena, "Edit %.*s", TEXT_ARGS(lower));
    bool may = guard_edit(world, record, field);
    struct text who = may ? TEXT("you can") : guard_who_expr(world, record, rule->by);
    shown->who = sentence(world->arena, label, who);
    struct text href = show_href(world->arena, record->reg, record->number);
    if (may)
        shown->fix = (struct ui_link){
            .label = TEXT("Edit"),
            .href = arena_format(world->arena, "%.*s/edit#f.%.*s", TEXT_ARGS(href), TEXT_ARGS(field->name))};
}

static void by_field(struct world *world, const struct record *record, const struct action *judged,
                     const struct field *field, struct ui_unmet *shown)
{
    const struct action *action = giver(record, field);
    if (action && action != judged)
        by_action(world, record, action, shown);
    else
        by_edit(world, record, field, shown);
}

/* The newest of them that is still under way. */
static void by_record(struct world *world, const struct record *record, const struct field *field,
                      struct ui_unmet *shown)
{
    size_t count;
    struct value value = {.kind = VALUE_RECORD, .i = record->id};
    const int64_t *ids = world_having(world, field, value, &count);
    while (count--) {
        struct record *found = world_record(world, field->reg, ids[count]);
        if (!found || !world_may_read(world, found) || !world_may_read_field(world, found, field) ||
            found->state < 0 || found->reg->states->values[found->state].final)
            continue;
        struct ui_link link = show_record(world, found);
        shown->who =
            arena_format(world->arena, "%.*s: %.*s", TEXT_ARGS(found->number), TEXT_ARGS(link.tag.word));
        shown->fix = (struct ui_link){.label = TEXT("Open it"), .href = link.href};
        return;
    }
}

static struct ui_unmet show_unmet(struct world *world, const struct record *record,
                                  const struct action *action, const struct unmet *unmet)
{
    struct ui_unmet shown = {.message = unmet->message, .cites = show_cites(world->arena, unmet->cites)};
    struct cause cause = {.reg = record->reg, .field = unmet->field};
    const struct need *need = unmet->field ? NULL : find_need(action, unmet);
    if (need)
        find_cause(&cause, need->test);
    if (cause.person)
        shown.who = sentence(world->arena, action->label, guard_who(world, record, action));
    else if (cause.action && cause.action != action)
        by_action(world, record, cause.action, &shown);
    else if (cause.field &&
             world_may_read_field(world, world_record(world, record->reg, record->id), cause.field))
        by_field(world, record, action, cause.field, &shown);
    if (cause.pointing && !shown.fix.label.n)
        by_record(world, record, cause.pointing, &shown);
    return shown;
}

struct ui_unmets standing_unmet(struct world *world, const struct record_view *view,
                                const struct action *action, const struct unmet *unmet, size_t count)
{
    struct ui_unmets shown = {0};
    for (size_t i = 0; i < count; i++)
        *ARENA_ADD(world->arena, shown) = show_unmet(world, view->record, action, &unmet[i]);
    return shown;
}

struct ui_unmets standing_plain(struct arena *arena, const struct unmet *unmet, size_t count)
{
    struct ui_unmets shown = {0};
    for (size_t i = 0; i < count; i++)
        *ARENA_ADD(arena, shown) =
            (struct ui_unmet){.message = unmet[i].message, .cites = show_cites(arena, unmet[i].cites)};
    return shown;
}

/* Can people take a record on from here without ending it? */
static bool goes_on(const struct reg *reg, int state)
{
    for (size_t i = 0; i < reg->action_count; i++) {
        const struct action *action = reg->actions[i];
        if (!action->is_create && action->by_kind != BY_SYSTEM && action->in[state] && action->moves &&
            action->to > state && !reg->states->values[action->to].final)
            return true;
    }
    return false;
}

bool standing_takes_on(const struct action *action, int state)
{
    if (state < 0 || action->is_create || action->by_kind == BY_SYSTEM || !action->in[state] ||
        !action->moves || action->to <= state)
        return false;
    const struct choice_value *to = &action->reg->states->values[action->to];
    return !to->final || (!show_gives_up(to) && !goes_on(action->reg, state));
}
