#include "base/log.h"
#include "engine/projection.h"
#include "engine/world_people.h"
#include "engine/world_records.h"
#include "rules/schema.h"

struct world *world_new(struct arena *arena, struct engine *engine, struct conn *conn, int64_t actor)
{
    struct world *world = ARENA_NEW(arena, struct world);
    const struct versions *versions = engine_versions(engine);
    *world = (struct world){.engine = engine,
                            .versions = versions,
                            .rulebook = versions->in_force->rulebook,
                            .clocks = versions->in_force->clocks,
                            .conn = conn,
                            .arena = arena,
                            .now = engine_now(engine),
                            .actor = actor};
    world_keep_none(world);
    return world;
}

struct scene world_scene_of(struct world *world, const struct reg *reg)
{
    const struct version *version =
        reg ? version_of(world->versions, reg->rulebook) : world->versions->in_force;
    return (struct scene){.arena = world->arena,
                          .rulebook = version->rulebook,
                          .clocks = version->clocks,
                          .facts = &world_facts,
                          .world = world,
                          .actor = world->actor > 0 ? world->actor : 0, /* the operator is nobody */
                          .now = world->now};
}

struct scene world_scene(struct world *world, const struct record *self)
{
    struct scene scene = world_scene_of(world, self ? self->reg : NULL);
    if (self)
        scene.self = (struct ref){self->reg, self->id};
    return scene;
}

/* ---- who may read ---- */

/* People, boards and roles are everybody's who is signed in: names stand on every record. */
static bool judge_read(struct world *world, struct record *record)
{
    if (world->actor <= 0)
        return true;
    if (record->reg->builtin && record->reg->read_count == 0)
        return true;
    struct scene scene = world_scene(world, record);
    scene.reading = true;
    for (size_t i = 0; i < record->reg->read_count; i++)
        if (evaluate_test(&scene, record->reg->reads[i].test))
            return true;
    return false;
}

bool world_may_read(struct world *world, struct record *record)
{
    static char yes, no;
    struct record *current = world_current(world, record);
    if (!current)
        return world->actor <= 0;
    struct idmap *readable = &world_kept(world, current->reg)->readable;
    const char *known = idmap_get(readable, current->id);
    if (!known) {
        known = judge_read(world, current) ? &yes : &no;
        idmap_put(readable, current->id, known == &yes ? &yes : &no);
    }
    return known == &yes;
}

bool world_reads_alike(struct world *world, const struct reg *reg, bool *may_read)
{
    struct kept_records *kept = world_kept(world, reg);
    if (kept->reads == READS_UNASKED) {
        struct scene scene = world_scene_of(world, reg);
        bool alike = query_reads_alike(&scene, reg, may_read);
        kept->reads = !alike ? READS_EACH : *may_read ? READS_ALL : READS_NONE;
    }
    *may_read = kept->reads == READS_ALL || world->actor <= 0;
    return kept->reads != READS_EACH || world->actor <= 0;
}

bool world_shows(struct world *world, const struct reg *reg, int64_t id)
{
    const struct reg *current = version_reg(world->rulebook, reg);
    bool may_read;
    if (current && world_reads_alike(world, current, &may_read))
        return may_read && world_name(world, reg, id).n;
    struct record *record = world_record(world, reg, id);
    return record && world_may_read(world, record);
}

bool world_may_read_field(struct world *world, struct record *record, const struct field *field)
{
    struct record *current = world_current(world, record);
    const struct field *rule = current && current != record ? reg_field(current->reg, field->name) : NULL;
    if (!rule) {
        rule = field;
        current = record;
    }
    if (world->actor <= 0 || !rule->read_by)
        return true;
    struct scene scene = world_scene(world, current);
    scene.reading = true;
    return evaluate_test(&scene, rule->read_by);
}

bool world_inactive(struct world *world, int64_t person)
{
    struct record *record = world_record(world, world->rulebook->person, person);
    return !record || record->reg->states->values[record->state].final ||
           text_is(record->reg->states->values[record->state].name, "inactive");
}

/* ---- facts: records ---- */

static struct value fact_field(void *context, struct ref ref, const struct field *field)
{
    struct record *record = world_record(context, ref.reg, ref.id);
    return record ? world_stored(context, record, field) : (struct value){0};
}

static struct value time_value(int64_t time)
{
    return (struct value){.kind = VALUE_TIME, .i = time};
}

static struct value fact_builtin(void *context, struct ref ref, enum builtin builtin)
{
    struct record *record = world_record(context, ref.reg, ref.id);
    if (!record)
        return (struct value){0};
    switch (builtin) {
    case BUILTIN_NUMBER:
        return (struct value){.kind = VALUE_TEXT, .text = record->number};
    case BUILTIN_STATE:
        return record->state < 0 ? (struct value){0}
                                 : (struct value){.kind = VALUE_CHOICE, .i = record->state};
    case BUILTIN_CREATED:
        return time_value(record->created);
    case BUILTIN_UPDATED:
        return time_value(record->updated);
    case BUILTIN_CREATOR:
        return value_record(record->creator > 0 ? record->creator : 0);
    case BUILTIN_MARKING:
        return (struct value){.kind = VALUE_TEXT, .text = record->marking};
    case BUILTIN_NONE:
        break;
    }
    return (struct value){0};
}

static struct act fact_act(void *context, struct ref ref, const struct action *action)
{
    struct world *world = context;
    struct record *record = world_record(world, ref.reg, ref.id);
    if (!record || action->index >= ref.reg->action_count)
        return (struct act){0};
    world_acts(world, record);
    struct act_state *act = &record->acts[action->index];
    if (act->seq && !act->people_read)
        projection_people(world->conn, world->arena, record, action, act);
    return (struct act){.seq = act->seq,
                        .actor = act->actor > 0 ? act->actor : 0,
                        .time = act->time,
                        .count = act->count,
                        .waived = act->waived,
                        .people = act->people,
                        .people_count = act->people_count};
}

static bool fact_entered(void *context, struct ref ref, int state, int64_t *time)
{
    struct record *record = world_record(context, ref.reg, ref.id);
    if (!record || !ref.reg->states)
        return false;
    *time = world_entered(context, record)[state];
    return *time != INT64_MIN;
}

static size_t fact_count(void *context, struct scene *scene, const struct expr *quantifier, size_t enough)
{
    return world_count(context, scene, quantifier, enough);
}

/* ---- by what a field holds ---- */

const int64_t *world_having(struct world *world, const struct field *field, struct value value, size_t *count)
{
    struct buf sql = buf_in(world->arena);
    buf_puts(&sql, field->type.many ? "SELECT record FROM " : "SELECT \"_id\" FROM ");
    if (field->type.many)
        schema_many(&sql, field);
    else
        schema_table(&sql, field->reg);
    buf_puts(&sql, " r WHERE ");
    if (field->type.many)
        buf_puts(&sql, "value");
    else
        schema_column(&sql, "r", field);
    buf_puts(&sql, "=?1 ORDER BY 1");
    STMT_SCOPED stmt = conn_prepare(world->conn, buf_text(&sql));
    if (value.kind == VALUE_TEXT)
        stmt_bind_text(stmt, 1, value.text);
    else if (value.kind == VALUE_CHOICE)
        stmt_bind_text(stmt, 1, field->type.choice->values[value.i].name);
    else
        stmt_bind_int(stmt, 1, value.i);
    return world_ids(world, field->reg, stmt, count);
}

/* ---- facts: boards and readers ---- */

static bool fact_next_meeting(void *context, const struct board *board, int64_t *starts)
{
    struct world *world = context;
    STMT_SCOPED stmt =
        conn_prepare(world->conn, TEXT("SELECT \"starts\" FROM \"meeting\" WHERE \"board\"=?1 AND "
                                       "\"starts\">?2 ORDER BY \"starts\" LIMIT 1"));
    stmt_bind_text(stmt, 1, board->name);
    stmt_bind_int(stmt, 2, world->now);
    if (!stmt_row(stmt))
        return false;
    *starts = stmt_int(stmt, 0);
    return true;
}

static bool fact_may_read(void *context, struct ref ref)
{
    struct record *record = world_record(context, ref.reg, ref.id);
    return record && world_may_read(context, record);
}

const struct facts world_facts = {
    .field = fact_field,
    .builtin = fact_builtin,
    .act = fact_act,
    .entered = fact_entered,
    .count = fact_count,
    .holds = world_holds,
    .deputy_holds = world_deputy_holds,
    .deputises = world_deputises,
    .manages = world_manages,
    .sits_on = world_sits_on,
    .absent = world_absent,
    .next_meeting = fact_next_meeting,
    .may_read = fact_may_read,
};

void world_put_own(const struct world *world, const struct reg *reg, struct sql *sql)
{
    if (world->versions->count < 2)
        return;
    buf_puts(&sql->text, " AND r.\"_rulebook\"=?");
    *ARENA_PUSH(world->arena, sql->params, sql->count, sql->capacity) =
        (struct value){.kind = VALUE_TEXT, .text = reg->rulebook->version};
}

void world_bind(struct stmt *stmt, const struct sql *sql)
{
    for (size_t i = 0; i < sql->count; i++) {
        if (sql->params[i].kind == VALUE_TEXT)
            stmt_bind_text(stmt, (int)i + 1, sql->params[i].text);
        else
            stmt_bind_int(stmt, (int)i + 1, sql->params[i].i);
    }
}

/* ---- views ---- */

bool view_open(struct view *view, struct arena *arena, struct engine *engine, int64_t actor)
{
    engine_turn(engine);
    *view = (struct view){.engine = engine, .conn = store_take(engine_store(engine))};
    if (!view->conn || !conn_snapshot(view->conn)) {
        view_close(view);
        return false;
    }
    view->world = world_new(arena, engine, view->conn, actor);
    view->world->snapshot = true;
    return true;
}

bool view_whole(const struct view *view)
{
    return conn_status(view->conn) == STORE_OK;
}

void view_close(struct view *view)
{
    if (view->conn && view->torn && !view_whole(view)) {
        *view->torn = true;
        log_error("what somebody asked for could not be read: %s", conn_error(view->conn));
    }
    if (view->conn)
        store_give(engine_store(view->engine), view->conn);
    view->conn = NULL;
}
