#include "engine/projection_tables.h"

#include "base/map.h"
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

/* ---- a later version's columns ---- */

struct columns { /* that a register's table has */
    struct conn *conn;
    struct arena *arena;
    const struct reg *reg;
    struct map types; /* name -> its declared type, a struct text */
    bool fine;
};

static void read_columns(struct columns *columns)
{
    STMT_SCOPED stmt = conn_prepare(columns->conn, TEXT("SELECT name,type FROM pragma_table_info(?1)"));
    stmt_bind_text(stmt, 1, columns->reg->name);
    while (stmt_row(stmt)) {
        struct text *type = ARENA_NEW(columns->arena, struct text);
        *type = arena_text(columns->arena, stmt_text(stmt, 1));
        map_put(&columns->types, arena_text(columns->arena, stmt_text(stmt, 0)), type);
    }
}

static void run(struct columns *columns, struct text sql)
{
    columns->fine = columns->fine && conn_exec(columns->conn, sql.s);
}

static void want(struct columns *columns, struct text name, const char *type)
{
    struct arena *arena = columns->arena;
    struct text r = columns->reg->name;
    const struct text *had = map_get(&columns->types, name);
    if (had && text_is(*had, type))
        return;
    if (had) {
        run(columns,
            arena_format(arena, "DROP INDEX IF EXISTS \"%.*s__by_%.*s\"", TEXT_ARGS(r), TEXT_ARGS(name)));
        run(columns,
            arena_format(arena, "ALTER TABLE \"%.*s\" DROP COLUMN \"%.*s\"", TEXT_ARGS(r), TEXT_ARGS(name)));
    }
    run(columns, arena_format(arena, "ALTER TABLE \"%.*s\" ADD COLUMN \"%.*s\" %s", TEXT_ARGS(r),
                              TEXT_ARGS(name), type));
}

static bool add_columns(struct conn *conn, struct arena *arena, const struct reg *reg)
{
    struct columns columns = {conn, arena, reg, map_in(arena), true};
    read_columns(&columns);
    for (size_t i = 0; i < reg->field_count; i++)
        if (projection_has_column(reg->fields[i]))
            want(&columns, reg->fields[i]->name, schema_affinity(reg->fields[i]->type));
    for (size_t i = 0; i < reg->action_count; i++)
        for (int p = 0; p < ACT_PARTS; p++)
            want(&columns,
                 arena_format(arena, "%.*s__%s", TEXT_ARGS(reg->actions[i]->name), projection_act_parts[p]),
                 "INTEGER");
    for (size_t i = 0; reg->states && i < reg->states->count; i++)
        want(&columns, arena_format(arena, "entered__%.*s", TEXT_ARGS(reg->states->values[i].name)),
             "INTEGER");
    return columns.fine;
}

bool projection_create(struct conn *conn, const struct rulebook *rulebook)
{
    ARENA_SCOPED arena = arena_new(16 << 20);
    bool fine = conn_exec(conn, common_tables);
    for (size_t i = 0; fine && i < rulebook->register_count; i++) {
        struct buf table = buf_in(arena), rest = buf_in(arena);
        put_table(&table, rulebook->registers[i]);
        put_field_tables(&rest, rulebook->registers[i]);
        fine = conn_exec(conn, buf_text(&table).s) && add_columns(conn, arena, rulebook->registers[i]) &&
               (!rest.n || conn_exec(conn, buf_text(&rest).s));
    }
    return fine;
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

static bool names_calendar(const struct rulebook *rulebook, struct text name)
{
    for (size_t i = 0; i < rulebook->calendar_count; i++)
        if (text_eq(rulebook->calendars[i]->name, name))
            return true;
    return false;
}

/* Those of the version in force, and what it no longer names as the oldest version has it. */
static bool gives_calendar(const struct versions *versions, const struct version *version, struct text name)
{
    if (version == versions->in_force)
        return true;
    bool other = names_calendar(versions->in_force->rulebook, name);
    for (const struct version *before = versions->items; !other && before < version; before++)
        other = names_calendar(before->rulebook, name);
    return !other;
}

bool projection_clocks(struct conn *conn, const struct versions *versions)
{
    size_t count;
    const struct clocks *clocks = versions->in_force->clocks;
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
    for (size_t v = 0; v < versions->count; v++) {
        const struct version *version = &versions->items[v];
        for (size_t i = 0; i < version->rulebook->calendar_count; i++) {
            struct text name = version->rulebook->calendars[i]->name;
            if (gives_calendar(versions, version, name) &&
                !put_workdays(conn, name, version->clocks->named[i]))
                return false;
        }
    }
    return true;
}
