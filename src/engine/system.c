/* What happens by itself: `system when` actions, each stamped with the first moment at which it could.
 *
 * A condition on time usually turns true once and stays so; the moment is found by halving the time since the
 * record's last event, to the second, so a condition that comes and goes is taken at one of the moments it
 * holds. */
#include "engine/change.h"
#include "engine/commands.h"
#include "engine/effects.h"
#include "engine/replay.h"
#include "rules/query.h"

static bool due_at(struct world *world, struct record *record, const struct action *action, int64_t moment)
{
    int64_t now = world->now, actor = world->actor;
    struct verdict verdict = {0};
    world->now = moment;
    world->actor = EVENT_SYSTEM;
    bool due = guard_holds(world, record, action->by[0]);
    if (due)
        guard_needs(world, record, action, NEEDS_ALL, &verdict);
    world->now = now;
    world->actor = actor;
    return due && verdict.unmet_count == 0;
}

static bool take_time(void *context, struct ledger_entry *entry)
{
    *(int64_t *)context = entry->event.time;
    return true;
}

static int64_t last_event(struct world *world, const struct record *record)
{
    int64_t time = record->updated;
    ledger_record_each(world->conn, record->reg->name, record->id, record->version, take_time, &time);
    return time;
}

/* The first moment since the record's last event at which the action is due; false: not by now. */
static bool first_moment(struct world *world, struct record *record, const struct action *action,
                         int64_t *moment)
{
    int64_t high = world->now;
    if (!due_at(world, record, action, high))
        return false;
    int64_t low = last_event(world, record);
    if (due_at(world, record, action, low)) {
        *moment = low;
        return true;
    }
    while (high - low > 1) {
        int64_t middle = low + (high - low) / 2;
        if (due_at(world, record, action, middle))
            high = middle;
        else
            low = middle;
    }
    *moment = high;
    return true;
}

/* ---- those that stay ---- */

/* An action that stays is due again only if its condition has been false since it was last done: watched at
 * every later event, and between it and the next. What was found is kept beside the ledger, so that only what
 * happened since has to be looked at; not of people, whom each version of the rulebook judges anew. */
static const char spent_table[] =
    "CREATE TABLE IF NOT EXISTS reeve_spent(register TEXT,record INTEGER,action TEXT,"
    "done INTEGER,"    /* the version that the doing made */
    "version INTEGER," /* up to this one it has not lapsed, */
    "time INTEGER,"    /* nor at this moment after it */
    "PRIMARY KEY(register,record,action)) WITHOUT ROWID;";

bool system_create(struct conn *conn)
{
    return conn_exec(conn, spent_table);
}

static bool is_kept(const struct action *action)
{
    return !action->moves && !action->reg->builtin;
}

static void keep_spent(struct world *world, const struct record *record, const struct action *action)
{
    if (!is_kept(action))
        return;
    STMT_SCOPED stmt =
        conn_prepare(world->conn, TEXT("INSERT OR REPLACE INTO reeve_spent VALUES(?1,?2,?3,?4,?5,?6)"));
    stmt_bind_text(stmt, 1, record->reg->name);
    stmt_bind_int(stmt, 2, record->id);
    stmt_bind_text(stmt, 3, action->name);
    stmt_bind_int(stmt, 4, record->acts[action->index].seq);
    stmt_bind_int(stmt, 5, record->version);
    stmt_bind_int(stmt, 6, world->now);
    stmt_run(stmt);
}

/* Was it kept up to now, or up to just before the last event, after which it is due still. */
static bool is_known_spent(struct world *world, const struct record *record, const struct action *action,
                           int64_t moment)
{
    STMT_SCOPED stmt =
        conn_prepare(world->conn, TEXT("SELECT version,time FROM reeve_spent WHERE register=?1 "
                                       "AND record=?2 AND action=?3 AND done=?4"));
    stmt_bind_text(stmt, 1, record->reg->name);
    stmt_bind_int(stmt, 2, record->id);
    stmt_bind_text(stmt, 3, action->name);
    stmt_bind_int(stmt, 4, record->acts[action->index].seq);
    if (!is_kept(action) || !stmt_row(stmt))
        return false;
    int64_t last = last_event(world, record);
    return stmt_int(stmt, 0) == record->version ||
           (stmt_int(stmt, 0) == record->version - 1 && stmt_int(stmt, 1) == last && moment == last);
}

struct watch {
    struct world *world;
    const struct action *action;
    struct replay replay;
    int64_t done;
    bool lapsed;
};

static bool watch_event(void *context, struct ledger_entry *entry)
{
    struct watch *watch = context;
    struct record *then = watch->replay.then;
    if (then->version >= watch->done && !due_at(watch->world, then, watch->action, entry->event.time))
        watch->lapsed = true;
    replay_take(&watch->replay, &entry->event);
    if (entry->event.version > watch->done && !due_at(watch->world, then, watch->action, entry->event.time))
        watch->lapsed = true;
    return !watch->lapsed;
}

static bool has_lapsed(struct world *world, struct record *record, const struct action *action, int64_t done)
{
    struct watch watch = {world, action, replay_begin(world->arena, record->reg), done, false};
    watch.replay.then->id = record->id;
    world_keep(world, watch.replay.then);
    ledger_record_each(world->conn, record->reg->name, record->id, 1, watch_event, &watch);
    world_keep(world, record);
    replay_end(&watch.replay);
    return watch.lapsed;
}

/* Due from `moment` on, but done for it already. */
static bool is_spent(struct world *world, struct record *record, const struct action *action, int64_t moment)
{
    int64_t done = record->acts[action->index].seq;
    bool spent = !action->moves && done &&
                 (done == record->version || is_known_spent(world, record, action, moment) ||
                  !has_lapsed(world, record, action, done));
    if (spent)
        keep_spent(world, record, action);
    return spent;
}

/* ---- doing them ---- */

static const struct action *earliest(struct world *world, struct record *record, const bool *barred,
                                     int64_t *moment)
{
    const struct action *first = NULL;
    for (size_t i = 0; i < record->reg->action_count; i++) {
        const struct action *action = record->reg->actions[i];
        int64_t at;
        bool here = action->by_kind == BY_SYSTEM && record->state >= 0 && action->in[record->state];
        if (here && !barred[i] && first_moment(world, record, action, &at) && (!first || at < *moment) &&
            !is_spent(world, record, action, at)) {
            first = action;
            *moment = at;
        }
    }
    return first;
}

static bool do_action(struct world *world, struct record *record, const struct action *action)
{
    struct command command = {.kind = COMMAND_ACT};
    struct answer answer = {.outcome = OUTCOME_BROKEN};
    struct doing doing = {.world = world, .command = &command, .answer = &answer};
    struct verdict verdict = {0};
    int64_t nobody = EVENT_SYSTEM;
    if (!conn_savepoint(world->conn))
        return false;
    const struct value *before = values_before(world, record);
    perform(&doing, record, action, before, &verdict, &nobody, 0, NULL);
    if (answer.outcome == OUTCOME_DONE)
        return conn_release(world->conn);
    /* What the attempt changed in memory goes as well: the command in hand is judged on the record as it is
     * kept. */
    conn_rollback_to(world->conn);
    struct record *kept = projection_load(world_projection(world, record->reg), world->conn, world->arena,
                                          record->reg, record->id, (struct text){0});
    if (kept)
        *record = *kept;
    return false;
}

enum { CHAIN_MAX = 20 };

/* One that a `never` or a missing field stands in the way of is left alone, and so is one that has stayed. */
bool system_due(struct world *world, struct record *record)
{
    int64_t now = world->now, actor = world->actor, moment = now;
    bool *barred = ARENA_ARRAY(world->arena, bool, record->reg->action_count + 1);
    for (int i = 0; i < CHAIN_MAX; i++) {
        const struct action *action = earliest(world, record, barred, &moment);
        if (!action)
            break;
        world->now = moment;
        world->actor = EVENT_SYSTEM;
        bool done = do_action(world, record, action);
        world->now = now;
        world->actor = actor;
        barred[action->index] = !done || !action->moves;
    }
    return conn_status(world->conn) == STORE_OK;
}

bool system_any(const struct rulebook *rulebook)
{
    for (size_t i = 0; i < rulebook->register_count; i++)
        for (size_t a = 0; a < rulebook->registers[i]->action_count; a++)
            if (rulebook->registers[i]->actions[a]->by_kind == BY_SYSTEM)
                return true;
    return false;
}

static void put_states(struct buf *out, const struct action *action)
{
    const struct choice *states = action->reg->states;
    const char *comma = "";
    buf_puts(out, "r.\"_state\" IN (");
    for (size_t i = 0; i < states->count; i++) {
        if (!action->in[i])
            continue;
        buf_format(out, "%s'%.*s'", comma, TEXT_ARGS(states->values[i].name));
        comma = ",";
    }
    buf_puts(out, ") AND ");
}

static int64_t *candidates(struct world *world, const struct action *action, size_t *count)
{
    struct sql sql = {.text = buf_in(world->arena)};
    struct scene scene = world_scene_of(world, action->reg);
    struct text why;
    int64_t *ids = NULL;
    size_t capacity = 0;
    *count = 0;
    buf_format(&sql.text, "SELECT r.\"_id\" FROM \"%.*s\" r WHERE ", TEXT_ARGS(action->reg->name));
    put_states(&sql.text, action);
    if (is_kept(action))
        buf_format(
            &sql.text,
            "NOT EXISTS(SELECT 1 FROM reeve_spent s WHERE s.register='%.*s' AND s.record=r.\"_id\" AND "
            "s.action='%.*s' AND s.version=r.\"_version\") AND ",
            TEXT_ARGS(action->reg->name), TEXT_ARGS(action->name));
    if (!query_test(&scene, action->reg, "r", action->by[0], &sql, &why))
        return NULL;
    world_put_own(world, action->reg, &sql);
    STMT_SCOPED stmt = conn_prepare(world->conn, buf_text(&sql.text));
    world_bind(stmt, &sql);
    while (stmt_row(stmt))
        *ARENA_PUSH(world->arena, ids, *count, capacity) = stmt_int(stmt, 0);
    return ids;
}

static bool sweep_action(struct world *world, const struct action *action)
{
    size_t count;
    const int64_t *ids = candidates(world, action, &count);
    for (size_t i = 0; i < count; i++) {
        struct record *record = world_record(world, action->reg, ids[i]);
        if (record && !system_due(world, record))
            return false;
    }
    return true;
}

static bool sweep_version(struct world *world, const struct rulebook *rulebook)
{
    for (size_t i = 0; i < rulebook->register_count; i++)
        for (size_t a = 0; a < rulebook->registers[i]->action_count; a++) {
            const struct action *action = rulebook->registers[i]->actions[a];
            if (action->by_kind == BY_SYSTEM && !sweep_action(world, action))
                return false;
        }
    return true;
}

bool system_sweep(struct world *world)
{
    world->actor = EVENT_SYSTEM;
    for (size_t i = 0; i < world->versions->count; i++)
        if (!sweep_version(world, world->versions->items[i].rulebook))
            return false;
    return conn_status(world->conn) == STORE_OK;
}
