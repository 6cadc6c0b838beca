#include "engine/projection_tables.h"

#include "base/zone.h"
#include "engine/projection.h"
#include "rules/clocks.h"
#include "rules/schema.h"

const char *const projection_act_parts[ACT_PARTS] = {"seq", "time", "actor", "count", "waived"};

bool projection_has_column(const struct field *field)
{
    return !field->type.many && !field->computed;
}

bool projection_is_text(struct type type)
{
    return type.kind == TYPE_LINE || type.kind == TYPE_TEXT || type.kind == TYPE_FILE ||
           type.kind == TYPE_LINK || type.kind == TYPE_CHOICE;
}

static void put_table(struct buf *out, const struct reg *reg)
{
    struct text name = reg->name;
    buf_format(out,
               "CREATE TABLE IF NOT EXISTS \"%.*s\"(\"_id\" INTEGER PRIMARY KEY,\"_number\" TEXT "
               "UNIQUE,\"_state\" TEXT,"
               "\"_created\" INTEGER,\"_creator\" INTEGER,\"_updated\" INTEGER,\"_marking\" TEXT,"
               "\"_version\" INTEGER,\"_rulebook\" TEXT",
               TEXT_ARGS(name));
    for (size_t i = 0; i < reg->field_count; i++)
        if (projection_has_column(reg->fields[i]))
            buf_format(out, ",\"%.*s\" %s", TEXT_ARGS(reg->fields[i]->name),
                       schema_affinity(reg->fields[i]->type));
    for (size_t i = 0; i < reg->action_count; i++)
        for (int p = 0; p < ACT_PARTS; p++)
            buf_format(out, ",\"%.*s__%s\" INTEGER", TEXT_ARGS(reg->actions[i]->name),
                       projection_act_parts[p]);
    for (size_t i = 0; reg->states && i < reg->states->count; i++)
        buf_format(out, ",\"entered__%.*s\" INTEGER", TEXT_ARGS(reg->states->values[i].name));
    buf_puts(out, ");");
    buf_format(out,
               "CREATE TABLE IF NOT EXISTS \"%.*s__acts\"(record INTEGER,action TEXT,person INTEGER,"
               "PRIMARY KEY(record,action,person)) WITHOUT ROWID;",
               TEXT_ARGS(name));
    buf_format(out,
               "CREATE VIRTUAL TABLE IF NOT EXISTS \"%.*s__search\" USING "
               "fts5(words,tokenize='unicode61 remove_diacritics 2');",
               TEXT_ARGS(name));
    buf_format(out, "CREATE INDEX IF NOT EXISTS \"%.*s__by_updated\" ON \"%.*s\"(\"_updated\");",
               TEXT_ARGS(name), TEXT_ARGS(name));
    buf_format(out, "CREATE INDEX IF NOT EXISTS \"%.*s__by_state\" ON \"%.*s\"(\"_state\",\"_updated\");",
               TEXT_ARGS(name), TEXT_ARGS(name));
}

static bool wants_index(const struct field *field)
{
    enum type_kind kind = field->type.kind;
    return projection_has_column(field) &&
           (field->unique || kind == TYPE_RECORD || kind == TYPE_TIME || kind == TYPE_DATE);
}

static void put_field_tables(struct buf *out, const struct reg *reg)
{
    for (size_t i = 0; i < reg->field_count; i++) {
        const struct field *field = reg->fields[i];
        struct text r = reg->name, f = field->name;
        if (wants_index(field))
            buf_format(out, "CREATE INDEX IF NOT EXISTS \"%.*s__by_%.*s\" ON \"%.*s\"(\"%.*s\");",
                       TEXT_ARGS(r), TEXT_ARGS(f), TEXT_ARGS(r), TEXT_ARGS(f));
        if (field->type.many && !field->computed)
            buf_format(
                out,
                "CREATE TABLE IF NOT EXISTS \"%.*s__%.*s\"(record INTEGER,value %s,PRIMARY "
                "KEY(record,value)) "
                "WITHOUT ROWID;CREATE INDEX IF NOT EXISTS \"%.*s__%.*s__by_value\" ON \"%.*s__%.*s\"(value);",
                TEXT_ARGS(r), TEXT_ARGS(f), schema_affinity(field->type), TEXT_ARGS(r), TEXT_ARGS(f),
                TEXT_ARGS(r), TEXT_ARGS(f));
    }
}

static const char common_tables[] =
    "CREATE TABLE IF NOT EXISTS reeve_signature(register TEXT,record INTEGER,action TEXT,person INTEGER,time "
    "INTEGER,"
    "stood_for TEXT,PRIMARY KEY(register,record,action,person)) WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS reeve_decision(meeting INTEGER,seq INTEGER PRIMARY KEY,register TEXT,record "
    "INTEGER,"
    "action TEXT,carried INTEGER,time INTEGER,votes TEXT);"
    "CREATE INDEX IF NOT EXISTS reeve_decision_by_meeting ON reeve_decision(meeting);"
    "CREATE TABLE IF NOT EXISTS reeve_zone(starts INTEGER PRIMARY KEY,\"offset\" INTEGER);"
    "CREATE TABLE IF NOT EXISTS reeve_workday(calendar TEXT,day INTEGER,ordinal INTEGER,working INTEGER,"
    "holiday INTEGER,PRIMARY KEY(calendar,day)) WITHOUT ROWID;"
    "CREATE INDEX IF NOT EXISTS reeve_workday_by_ordinal ON reeve_workday(calendar,ordinal,working);";

bool projection_create(struct conn *conn, const struct rulebook *rulebook)
{
    ARENA_SCOPED arena = arena_new(16 << 20);
    struct buf out = buf_in(arena);
    buf_puts(&out, common_tables);
    for (size_t i = 0; i < rulebook->register_count; i++) {
        put_table(&out, rulebook->registers[i]);
        put_field_tables(&out, rulebook->registers[i]);
    }
    return conn_exec(conn, buf_text(&out).s);
}

bool projection_drop(struct conn *conn, const struct rulebook *rulebook)
{
    ARENA_SCOPED arena = arena_new(16 << 20);
    struct buf out = buf_in(arena);
    for (size_t i = 0; i < rulebook->register_count; i++) {
        const struct reg *reg = rulebook->registers[i];
        struct text r = reg->name;
        buf_format(&out, "DROP TABLE IF EXISTS \"%.*s\";DROP TABLE IF EXISTS \"%.*s__acts\";", TEXT_ARGS(r),
                   TEXT_ARGS(r));
        buf_format(&out, "DROP TABLE IF EXISTS \"%.*s__search\";", TEXT_ARGS(r));
        for (size_t f = 0; f < reg->field_count; f++)
            if (reg->fields[f]->type.many && !reg->fields[f]->computed)
                buf_format(&out, "DROP TABLE IF EXISTS \"%.*s__%.*s\";", TEXT_ARGS(r),
                           TEXT_ARGS(reg->fields[f]->name));
    }
    buf_puts(&out, "DELETE FROM reeve_signature;DELETE FROM reeve_decision;");
    return conn_exec(conn, buf_text(&out).s);
}

static bool put_workdays(struct conn *conn, struct text calendar, const struct workdays *workdays)
{
    for (int64_t day = CLOCKS_DAY_FIRST; day <= CLOCKS_DAY_LAST; day++) {
        STMT_SCOPED stmt = conn_prepare(conn, TEXT("INSERT INTO reeve_workday VALUES(?1,?2,?3,?4,?5)"));
        stmt_bind_text(stmt, 1, calendar);
        stmt_bind_int(stmt, 2, day);
        stmt_bind_int(stmt, 3, workdays_ordinal(workdays, day));
        stmt_bind_int(stmt, 4, workdays_is(workdays, day));
        stmt_bind_int(stmt, 5, workdays_holiday(workdays, day));
        if (!stmt_run(stmt))
            return false;
    }
    return true;
}

bool projection_clocks(struct conn *conn, const struct rulebook *rulebook, const struct clocks *clocks)
{
    size_t count;
    const struct zone_period *periods = zone_periods(clocks->zone, &count);
    if (!conn_exec(conn, "DELETE FROM reeve_zone;DELETE FROM reeve_workday;"))
        return false;
    for (size_t i = 0; i < count; i++) {
        STMT_SCOPED stmt = conn_prepare(conn, TEXT("INSERT INTO reeve_zone VALUES(?1,?2)"));
        stmt_bind_int(stmt, 1, periods[i].start);
        stmt_bind_int(stmt, 2, periods[i].offset);
        if (!stmt_run(stmt))
            return false;
    }
    if (!put_workdays(conn, (struct text){0}, clocks->own))
        return false;
    for (size_t i = 0; i < rulebook->calendar_count; i++)
        if (!put_workdays(conn, rulebook->calendars[i]->name, clocks->named[i]))
            return false;
    return true;
}
