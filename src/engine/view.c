#include "engine/view.h"

#include "engine/guard.h"
#include "engine/replay.h"

/* ---- a record ---- */

static bool has_signed(struct world *world, const struct record *record, const struct action *action)
{
    STMT_SCOPED stmt =
        conn_prepare(world->conn, TEXT("SELECT 1 FROM reeve_signature WHERE register=?1 AND record=?2 AND "
                                       "action=?3 AND person=?4"));
    stmt_bind_text(stmt, 1, record->reg->name);
    stmt_bind_int(stmt, 2, record->id);
    stmt_bind_text(stmt, 3, action->name);
    stmt_bind_int(stmt, 4, world->actor);
    return stmt_row(stmt);
}

/* An ask that is still missing is answered by doing the action: its form asks for it. */
static struct action_view judge(struct world *world, struct record *record, const struct action *action)
{
    struct action_view view = {.action = action, .here = true, .may = guard_by(world, record, action)};
    struct verdict verdict = guard_ahead(world, record, action, NEEDS_ALL);
    if (action->by_kind == BY_EACH && has_signed(world, record, action))
        verdict_add(world, &verdict, TEXT("You have signed this already. Somebody else must sign next"),
                    &action->cites);
    view.waived = verdict.waived;
    view.unmet = verdict.unmet;
    view.unmet_count = verdict.unmet_count;
    view.should = verdict.should;
    view.should_count = verdict.should_count;
    view.allowed = view.may && view.unmet_count == 0;
    view.who = view.may ? (struct text){0} : guard_who(world, record, action);
    return view;
}

static bool is_signed(const struct reg *reg)
{
    for (size_t i = 0; i < reg->action_count; i++)
        if (reg->actions[i]->by_kind == BY_EACH)
            return true;
    return false;
}

static void add_signatures(struct world *world, struct record_view *view)
{
    if (!is_signed(view->record->reg))
        return;
    STMT_SCOPED stmt =
        conn_prepare(world->conn, TEXT("SELECT action,person,time FROM reeve_signature WHERE register=?1 "
                                       "AND record=?2 ORDER BY time,person"));
    stmt_bind_text(stmt, 1, view->record->reg->name);
    stmt_bind_int(stmt, 2, view->record->id);
    size_t capacity = 0;
    while (stmt_row(stmt)) {
        const struct action *action = reg_action(view->record->reg, stmt_text(stmt, 0));
        if (action)
            *ARENA_PUSH(world->arena, view->signatures, view->signature_count, capacity) =
                (struct signature_view){action, stmt_int(stmt, 1), stmt_int(stmt, 2)};
    }
}

static void add_actions(struct world *world, struct record_view *view)
{
    const struct reg *reg = view->record->reg;
    view->actions = ARENA_ARRAY(world->arena, struct action_view, reg->action_count + 1);
    for (size_t i = 0; i < reg->action_count; i++) {
        const struct action *action = reg->actions[i];
        if (!action->is_create && action->by_kind != BY_SYSTEM && view->record->state >= 0 &&
            action->in[view->record->state])
            view->actions[view->action_count++] = judge(world, view->record, action);
    }
}

/* What the version in force says of it. `record` is NULL where that has no such register. */
static void add_current(struct world *world, struct record_view *view, const struct record *record)
{
    if (!record)
        return;
    const struct reg *reg = record->reg;
    view->warnings = ARENA_ARRAY(world->arena, const struct warning *, reg->warning_count + 1);
    for (size_t i = 0; i < reg->warning_count; i++)
        if (!guard_holds(world, record, reg->warnings[i]->test))
            view->warnings[view->warning_count++] = reg->warnings[i];
    view->may_comment = !reg->builtin && (reg->comment_count == 0 ||
                                          guard_any(world, record, reg->comments, reg->comment_count));
}

struct record_view *view_record(struct world *world, const struct reg *reg, struct text number)
{
    struct record *record = world_find(world, reg, number);
    if (!record || !world_may_read(world, record))
        return NULL;
    struct record_view *view = ARENA_NEW(world->arena, struct record_view);
    add_current(world, view, world_current(world, record));
    record = view->record = world_own(world, record);
    reg = record->reg;
    view->editable = ARENA_ARRAY(world->arena, const struct field *, reg->field_count + 1);
    add_actions(world, view);
    add_signatures(world, view);
    view->overruled = view_overruled(world, record, &view->overruled_count);
    for (size_t i = 0; i < reg->field_count; i++)
        if (guard_edit(world, record, reg->fields[i]) && world_may_read_field(world, record, reg->fields[i]))
            view->editable[view->editable_count++] = reg->fields[i];
    return view;
}

/* ---- opening ---- */

/* The record they would open; NULL when the register has none to open. */
static struct record *blank_of(struct world *world, const struct reg *reg)
{
    return reg->builtin || !reg->create ? NULL : world_blank(world, reg, INT64_MAX);
}

bool view_may_open(struct world *world, const struct reg *reg)
{
    struct record *record = blank_of(world, reg);
    return record && guard_by(world, record, reg->create);
}

bool view_opening(struct world *world, const struct reg *reg, const struct field ***fields, size_t *count,
                  struct text *who)
{
    struct record *record = blank_of(world, reg);
    *count = 0;
    if (!record)
        return false;
    if (!guard_by(world, record, reg->create)) {
        *who = guard_who(world, record, reg->create);
        return false;
    }
    *fields = ARENA_ARRAY(world->arena, const struct field *, reg->field_count + 1);
    for (size_t i = 0; i < reg->field_count; i++)
        if (guard_gives(world, record, reg->fields[i]) && world_may_read_field(world, record, reg->fields[i]))
            (*fields)[(*count)++] = reg->fields[i];
    return true;
}

bool view_register(struct world *world, const struct reg *reg)
{
    struct list_request request = {.reg = reg, .limit = 1};
    struct list_view list;
    if (reg->builtin)
        return false;
    bool may_read;
    if (view_may_open(world, reg))
        return true;
    if (world_reads_alike(world, reg, &may_read)) /* though it be empty */
        return may_read;
    view_list(world, &request, &list);
    return list.record_count > 0;
}

/* ---- the past ---- */

struct until {
    struct replay replay;
    int64_t at;
};

static bool replay_until(void *context, struct ledger_entry *entry)
{
    struct until *until = context;
    if (entry->event.time > until->at)
        return false;
    replay_take(&until->replay, &entry->event);
    return true;
}

struct record *view_record_version(struct world *world, struct record *record, int64_t version)
{
    struct record *then = replay_to(world->conn, world->arena, record, version);
    return then->version == version ? then : NULL;
}

/* Computed fields as they came out then: rules see the past record in the present one's place for as long as
 * it takes. */
static void compute_past(struct world *world, struct record *present, struct record *then, int64_t at)
{
    int64_t now = world->now;
    world_keep(world, then);
    world->now = at;
    for (size_t i = 0; i < then->reg->field_count; i++)
        if (then->reg->fields[i]->computed)
            then->values[i] = world_value(world, then, then->reg->fields[i]);
    world->now = now;
    world_keep(world, present);
}

struct record *view_record_at(struct world *world, struct record *record, int64_t at)
{
    struct until until = {replay_begin(world->arena, record->reg), at};
    ledger_record_each(world->conn, record->reg->name, record->id, 1, replay_until, &until);
    struct record *then = replay_end(&until.replay);
    if (!then->version)
        return NULL;
    compute_past(world, record, then, at);
    return then;
}

/* ---- what waits for the actor ---- */

enum { TODO_EACH = 25 };

/* States are declared in the order a record goes through them. */
static bool goes_back(const struct action *action)
{
    for (int s = 0; s <= action->to; s++)
        if (action->in[s])
            return false;
    return true;
}

static bool leads_on(const struct action *action)
{
    const struct reg *reg = action->reg;
    if (!action->moves)
        return true;
    if (!reg->states->values[action->to].final)
        return !goes_back(action);
    /* A way to an end is something to do only where every way is one. */
    for (size_t i = 0; i < reg->action_count; i++)
        for (size_t s = 0; s < reg->states->count; s++)
            if (reg->actions[i]->moves && !reg->actions[i]->is_create && action->in[s] &&
                reg->actions[i]->in[s] && !reg->states->values[reg->actions[i]->to].final)
                return false;
    return true;
}

static bool is_listed(const struct todo_view *items, size_t count, const struct record *record)
{
    for (size_t i = 0; i < count; i++)
        if (items[i].record == record)
            return true;
    return false;
}

/* A step that stays is waiting only until it is done in this state. */
static bool is_waiting(struct world *world, struct record *record, const struct action *action)
{
    if (action->moves)
        return true;
    const struct act_state *act = &world_acts(world, record)[action->index];
    return !act->seq || act->time < world_entered(world, record)[record->state];
}

static struct text candidates_sql(struct world *world, const struct action *action, struct sql *sql)
{
    struct scene scene = world_scene_of(world, action->reg);
    struct text why;
    const char *comma = "";
    buf_format(&sql->text, "SELECT r.\"_id\" FROM \"%.*s\" r WHERE r.\"_state\" IN (",
               TEXT_ARGS(action->reg->name));
    for (size_t i = 0; i < action->reg->states->count; i++) {
        if (!action->in[i])
            continue;
        buf_format(&sql->text, "%s'%.*s'", comma, TEXT_ARGS(action->reg->states->values[i].name));
        comma = ",";
    }
    buf_puts(&sql->text, ") AND (");
    for (size_t i = 0; i < action->by_count; i++) {
        buf_puts(&sql->text, i ? " OR (" : "(");
        if (!query_test(&scene, action->reg, "r", action->by[i], sql, &why))
            return (struct text){0};
        buf_char(&sql->text, ')');
    }
    buf_char(&sql->text, ')');
    world_put_own(world, action->reg, sql);
    buf_format(&sql->text, " ORDER BY r.\"_updated\" DESC LIMIT %d", TODO_EACH);
    return buf_text(&sql->text);
}

static void add_todo(struct world *world, const struct action *action, struct todo_view *items, size_t *count,
                     size_t limit)
{
    struct sql sql = {.text = buf_in(world->arena)};
    struct text text = candidates_sql(world, action, &sql);
    if (!text.n)
        return;
    STMT_SCOPED stmt = conn_prepare(world->conn, text);
    world_bind(stmt, &sql);
    size_t found;
    int64_t *ids = world_ids(world, action->reg, stmt, &found);
    for (size_t i = 0; *count < limit && i < found; i++) {
        struct record *record = world_record(world, action->reg, ids[i]);
        if (!record || is_listed(items, *count, record) || !is_waiting(world, record, action) ||
            !world_may_read(world, record))
            continue;
        struct action_view view = judge(world, record, action);
        if (!view.may)
            continue;
        items[(*count)++] = (struct todo_view){record, action, view.allowed, view.unmet, view.unmet_count};
    }
}

/* Whatever nobody touched for so long is at rest rather than waiting: it comes last, the latest first. */
static const int64_t rest_after = 30 * TIME_DAY;

/* What can be done now stands before what still waits for something; then the longest untouched first. */
static bool is_before(const struct todo_view *a, const struct todo_view *b, int64_t now)
{
    bool a_rests = now - a->record->updated > rest_after, b_rests = now - b->record->updated > rest_after;
    if (a_rests != b_rests)
        return b_rests;
    if (a->allowed != b->allowed)
        return a->allowed;
    return a_rests ? a->record->updated > b->record->updated : a->record->updated < b->record->updated;
}

static void sort_todo(struct todo_view *items, size_t count, int64_t now)
{
    for (size_t i = 1; i < count; i++) {
        struct todo_view item = items[i];
        size_t at = i;
        for (; at > 0; at--) {
            if (!is_before(&item, &items[at - 1], now))
                break;
            items[at] = items[at - 1];
        }
        items[at] = item;
    }
}

static void add_todos(struct world *world, const struct rulebook *rulebook, struct todo_view *items,
                      size_t *count, size_t limit)
{
    for (size_t i = 0; i < rulebook->register_count; i++) {
        const struct reg *reg = rulebook->registers[i];
        for (size_t a = 0; !reg->builtin && a < reg->action_count; a++) {
            const struct action *action = reg->actions[a];
            bool ours = action->by_kind == BY_EXPR || action->by_kind == BY_EACH;
            if (ours && !action->is_create && leads_on(action))
                add_todo(world, action, items, count, limit);
        }
    }
}

size_t view_todo(struct world *world, struct todo_view **items, size_t limit)
{
    size_t count = 0, room = limit * 4;
    *items = ARENA_ARRAY(world->arena, struct todo_view, room + 1);
    for (size_t v = 0; v < world->versions->count; v++)
        add_todos(world, world->versions->items[v].rulebook, *items, &count, room);
    sort_todo(*items, count, world->now);
    return count < limit ? count : limit;
}
