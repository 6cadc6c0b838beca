#include <jansson.h>

#include "engine/codec.h"
#include "engine/projection_sql.h"

static const struct event_value *value_with(const struct event *event, const char *tag)
{
    const struct event_value *value = event_find(event, tag);
    return value && !value->disposed ? value : NULL;
}

static void take_act(struct arena *arena, struct record *record, const struct event *event)
{
    const struct action *action = reg_action(record->reg, event->action);
    if (!action || action->index >= record->reg->action_count)
        return;
    struct act_state *act = &record->acts[action->index];
    int64_t count = act->count + 1;
    const struct event_value *people = value_with(event, "people");
    *act = (struct act_state){.seq = event->version,
                              .time = event->time,
                              .actor = event->actor,
                              .count = count,
                              .waived = value_with(event, "waived") != NULL,
                              .people_read = true};
    if (people) {
        act->people = codec_ids(arena, people->value, &act->people_count);
    } else {
        act->people = ARENA_NEW(arena, int64_t);
        act->people[0] = event->actor;
        act->people_count = event->actor > 0;
    }
}

static void take_void(struct record *record, const struct event *event)
{
    const struct action *action = reg_action(record->reg, event->action);
    if (!action)
        return;
    record->acts[action->index] =
        (struct act_state){.count = record->acts[action->index].count, .people_read = true};
}

static bool take_fields(struct arena *arena, struct record *record, const struct event *event)
{
    bool any = false;
    for (size_t i = 0; i < event->value_count; i++) {
        const struct event_value *value = &event->values[i];
        if (!text_starts(value->tag, TEXT("field:")))
            continue;
        struct text name = {value->tag.s + 6, value->tag.n - 6};
        const struct field *field = reg_field(record->reg, name);
        if (!field || field->computed)
            continue;
        record->values[field->index] = (struct value){0};
        record->many_read[field->index] = true;
        any = true;
        if (!value->disposed)
            codec_parse(arena, field->type, value->value, &record->values[field->index]);
    }
    return any;
}

static void take_opening(struct arena *arena, struct record *record, const struct event *event)
{
    const struct event_value *number = value_with(event, "number");
    const struct event_value *marking = value_with(event, "marking");
    record->id = event->record;
    record->created = event->time;
    record->creator = event->actor;
    record->rulebook = arena_text(arena, event->rulebook);
    if (number)
        record->number = arena_text(arena, number->value);
    if (marking)
        record->marking = arena_text(arena, marking->value);
}

static bool opens(const struct event *event)
{
    return event->version == 1;
}

/* Gives whether the state or a field changed. */
static bool take(struct arena *arena, struct record *record, const struct event *event)
{
    if (opens(event))
        take_opening(arena, record, event);
    bool changed = take_fields(arena, record, event);
    int state = record->reg->states ? choice_index(record->reg->states, event->state) : -1;
    if (state >= 0 && state != record->state) {
        record->state = state;
        record->entered[state] = event->time;
        changed = true;
    }
    if (event->kind == EVENT_ACT || (event->kind == EVENT_OPEN && event->action.n))
        take_act(arena, record, event);
    if (event->kind == EVENT_VOID)
        take_void(record, event);
    if (event->actor != EVENT_SYSTEM || opens(event))
        record->updated = event->time;
    record->version = event->version;
    return changed;
}

void projection_replay(struct arena *arena, struct record *record, const struct event *event)
{
    take(arena, record, event);
}

static void bind_value(struct arena *arena, struct stmt *stmt, int place, struct type type,
                       struct value value)
{
    if (value.kind == VALUE_MISSING)
        stmt_bind_null(stmt, place);
    else if (projection_is_text(type))
        stmt_bind_text(stmt, place, codec_print(arena, type, value));
    else
        stmt_bind_int(stmt, place, value.i);
}

static void bind_acts(struct stmt *stmt, const struct record *record, int *place)
{
    for (size_t i = 0; i < record->reg->action_count; i++, *place += ACT_PARTS) {
        const struct act_state *act = &record->acts[i];
        stmt_bind_int(stmt, *place + 3, act->count);
        if (!act->seq)
            continue;
        stmt_bind_int(stmt, *place, act->seq);
        stmt_bind_int(stmt, *place + 1, act->time);
        stmt_bind_int(stmt, *place + 2, act->actor);
        stmt_bind_int(stmt, *place + 4, act->waived);
    }
}

static bool save_row(const struct projection *projection, struct conn *conn, struct arena *arena,
                     const struct record *record)
{
    const struct reg *reg = record->reg;
    const struct reg_sql *sql = projection_sql(projection, reg);
    STMT_SCOPED stmt = conn_prepare(conn, record->version == 1 ? sql->insert : sql->update);
    stmt_bind_int(stmt, 1, record->id);
    stmt_bind_text(stmt, 2, record->number);
    if (record->state >= 0)
        stmt_bind_text(stmt, 3, reg->states->values[record->state].name);
    stmt_bind_int(stmt, 4, record->created);
    stmt_bind_int(stmt, 5, record->creator);
    stmt_bind_int(stmt, 6, record->updated);
    stmt_bind_text(stmt, 7, record->marking);
    stmt_bind_int(stmt, 8, record->version);
    stmt_bind_text(stmt, 9, record->rulebook);
    int place = HEAD_COLUMNS + 1;
    for (size_t i = 0; i < reg->field_count; i++)
        if (projection_has_column(reg->fields[i]))
            bind_value(arena, stmt, place++, reg->fields[i]->type, record->values[i]);
    bind_acts(stmt, record, &place);
    for (size_t i = 0; reg->states && i < reg->states->count; i++, place++)
        if (record->entered[i] != INT64_MIN)
            stmt_bind_int(stmt, place, record->entered[i]);
    return stmt_run(stmt);
}

static bool run_with_record(struct conn *conn, struct text sql, int64_t record)
{
    STMT_SCOPED stmt = conn_prepare(conn, sql);
    stmt_bind_int(stmt, 1, record);
    return stmt_run(stmt);
}

static bool save_many(struct conn *conn, struct arena *arena, const struct record *record,
                      const struct field *field)
{
    struct text r = record->reg->name, f = field->name;
    struct text clear =
        arena_format(arena, "DELETE FROM \"%.*s__%.*s\" WHERE record=?1", TEXT_ARGS(r), TEXT_ARGS(f));
    struct text add =
        arena_format(arena, "INSERT INTO \"%.*s__%.*s\" VALUES(?1,?2)", TEXT_ARGS(r), TEXT_ARGS(f));
    const struct value *value = &record->values[field->index];
    if (record->version > 1 && !run_with_record(conn, clear, record->id))
        return false;
    for (size_t i = 0; i < value->count; i++) {
        STMT_SCOPED stmt = conn_prepare(conn, add);
        stmt_bind_int(stmt, 1, record->id);
        bind_value(arena, stmt, 2, field->type, value->items[i]);
        if (!stmt_run(stmt))
            return false;
    }
    return true;
}

static bool save_acts(struct conn *conn, struct arena *arena, const struct record *record,
                      const struct event *event)
{
    const struct action *action = reg_action(record->reg, event->action);
    if (!action || (event->kind != EVENT_ACT && event->kind != EVENT_OPEN && event->kind != EVENT_VOID))
        return true;
    struct text r = record->reg->name;
    STMT_SCOPED clear = conn_prepare(
        conn, arena_format(arena, "DELETE FROM \"%.*s__acts\" WHERE record=?1 AND action=?2", TEXT_ARGS(r)));
    stmt_bind_int(clear, 1, record->id);
    stmt_bind_text(clear, 2, action->name);
    if (!stmt_run(clear))
        return false;
    const struct act_state *act = &record->acts[action->index];
    for (size_t i = 0; act->seq && i < act->people_count; i++) {
        STMT_SCOPED add = conn_prepare(
            conn, arena_format(arena, "INSERT OR IGNORE INTO \"%.*s__acts\" VALUES(?1,?2,?3)", TEXT_ARGS(r)));
        stmt_bind_int(add, 1, record->id);
        stmt_bind_text(add, 2, action->name);
        stmt_bind_int(add, 3, act->people[i]);
        if (!stmt_run(add))
            return false;
    }
    return true;
}

/* Signatures of an unfinished `each of` lapse when the state or a field changes (language reference,
 * Actions). */
static bool save_signatures(struct conn *conn, const struct record *record, const struct event *event,
                            bool changed)
{
    if (event->kind == EVENT_SIGN) {
        const struct event_value *stood = value_with(event, "stood_for");
        STMT_SCOPED add =
            conn_prepare(conn, TEXT("INSERT OR REPLACE INTO reeve_signature VALUES(?1,?2,?3,?4,?5,?6)"));
        stmt_bind_text(add, 1, record->reg->name);
        stmt_bind_int(add, 2, record->id);
        stmt_bind_text(add, 3, event->action);
        stmt_bind_int(add, 4, event->actor);
        stmt_bind_int(add, 5, event->time);
        stmt_bind_text(add, 6, stood ? stood->value : TEXT("[]"));
        return stmt_run(add);
    }
    if (!changed && event->kind != EVENT_ACT)
        return true;
    if (opens(event))
        return true;
    STMT_SCOPED clear = conn_prepare(
        conn, changed ? TEXT("DELETE FROM reeve_signature WHERE register=?1 AND record=?2")
                      : TEXT("DELETE FROM reeve_signature WHERE register=?1 AND record=?2 AND action=?3"));
    stmt_bind_text(clear, 1, record->reg->name);
    stmt_bind_int(clear, 2, record->id);
    if (!changed)
        stmt_bind_text(clear, 3, event->action);
    return stmt_run(clear);
}

bool projection_searched(const struct field *field)
{
    return (field->type.kind == TYPE_LINE || field->type.kind == TYPE_TEXT) && !field->type.many &&
           !field->computed && !field->is_private && !field->read_by;
}

/* What nobody may look for any more is no longer found in records of older versions either. */
static bool searched_now(const struct rulebook *in_force, const struct field *field)
{
    const struct reg *reg = version_reg(in_force, field->reg);
    const struct field *current = reg ? reg_field(reg, field->name) : NULL;
    return projection_searched(field) && (!current || projection_searched(current));
}

static struct text words_of(struct arena *arena, const struct record *record, const struct rulebook *in_force)
{
    struct buf out = buf_in(arena);
    buf_put(&out, record->number);
    for (size_t i = 0; i < record->reg->field_count; i++) {
        if (record->values[i].kind != VALUE_TEXT || !searched_now(in_force, record->reg->fields[i]))
            continue;
        buf_char(&out, '\n');
        buf_put(&out, record->values[i].text);
    }
    return buf_text(&out);
}

bool projection_words(const struct projection *projection, struct conn *conn, struct arena *arena,
                      const struct record *record)
{
    STMT_SCOPED add =
        conn_prepare(conn, arena_format(arena, "INSERT INTO \"%.*s__search\"(rowid,words) VALUES(?1,?2)",
                                        TEXT_ARGS(record->reg->name)));
    stmt_bind_int(add, 1, record->id);
    stmt_bind_text(add, 2, words_of(arena, record, projection_in_force(projection)));
    return stmt_run(add);
}

static bool words_changed(const struct record *record, const struct event *event)
{
    for (size_t i = 0; i < event->value_count; i++) {
        if (!text_starts(event->values[i].tag, TEXT("field:")))
            continue;
        struct text name = {event->values[i].tag.s + 6, event->values[i].tag.n - 6};
        const struct field *field = reg_field(record->reg, name);
        if (field && projection_searched(field))
            return true;
    }
    return opens(event);
}

static bool save_words(const struct projection *projection, struct conn *conn, struct arena *arena,
                       const struct record *record, const struct event *event)
{
    if (!words_changed(record, event))
        return true;
    struct text r = record->reg->name;
    if (!opens(event) &&
        !run_with_record(conn,
                         arena_format(arena, "DELETE FROM \"%.*s__search\" WHERE rowid=?1", TEXT_ARGS(r)),
                         record->id))
        return false;
    return projection_words(projection, conn, arena, record);
}

static bool save_sets(struct conn *conn, struct arena *arena, const struct record *record,
                      const struct event *event)
{
    for (size_t i = 0; i < event->value_count; i++) {
        if (!text_starts(event->values[i].tag, TEXT("field:")))
            continue;
        struct text name = {event->values[i].tag.s + 6, event->values[i].tag.n - 6};
        const struct field *field = reg_field(record->reg, name);
        if (field && field->type.many && !field->computed && !save_many(conn, arena, record, field))
            return false;
    }
    return true;
}

/* A meeting's minutes have rows of their own. */
static bool save_decision(struct conn *conn, const struct event *event)
{
    const struct event_value *about = value_with(event, "about"), *id = value_with(event, "about_id");
    const struct event_value *carried = value_with(event, "carried"), *votes = value_with(event, "votes");
    int64_t record = 0;
    if (event->kind != EVENT_DECISION || !about || !id || !text_to_int(id->value, &record))
        return true;
    STMT_SCOPED add = conn_prepare(conn, TEXT("INSERT INTO reeve_decision VALUES(?1,?2,?3,?4,?5,?6,?7,?8)"));
    stmt_bind_int(add, 1, event->record);
    stmt_bind_int(add, 2, event->seq);
    stmt_bind_text(add, 3, about->value);
    stmt_bind_int(add, 4, record);
    stmt_bind_text(add, 5, event->action);
    stmt_bind_int(add, 6, carried && text_is(carried->value, "true"));
    stmt_bind_int(add, 7, event->time);
    stmt_bind_text(add, 8, votes ? votes->value : TEXT("{}"));
    return stmt_run(add);
}

bool projection_apply(const struct projection *projection, struct conn *conn, struct arena *arena,
                      struct record *record, const struct event *event)
{
    bool changed = take(arena, record, event);
    return save_row(projection, conn, arena, record) && save_sets(conn, arena, record, event) &&
           save_acts(conn, arena, record, event) && save_signatures(conn, record, event, changed) &&
           save_words(projection, conn, arena, record, event) && save_decision(conn, event);
}
