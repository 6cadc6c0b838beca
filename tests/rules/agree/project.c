#include "agree.h"

#include <stdio.h>
#include <stdlib.h>

static void run(sqlite3 *db, struct buf *sql)
{
    char *why = NULL;
    if (sqlite3_exec(db, buf_text(sql).s, NULL, NULL, &why) != SQLITE_OK) {
        fprintf(stderr, "%s\n%s\n", why, buf_text(sql).s);
        exit(1);
    }
    sql->n = 0;
}

static void put_text(struct buf *out, struct text text)
{
    buf_char(out, '\'');
    buf_put(out, text);
    buf_char(out, '\'');
}

static void put_value(struct buf *out, struct type type, struct value value)
{
    if (value.kind == VALUE_MISSING)
        buf_puts(out, "NULL");
    else if (value.kind == VALUE_TEXT)
        put_text(out, value.text);
    else if (value.kind == VALUE_CHOICE)
        put_text(out, type.choice->values[value.i].name);
    else
        buf_int(out, value.i);
}

static void create(const struct reg *reg, struct buf *out)
{
    static const char *const PARTS[] = {"seq", "time", "actor", "count", "waived"};
    buf_puts(out, "CREATE TABLE ");
    schema_table(out, reg);
    buf_puts(out, "(\"_id\" INTEGER PRIMARY KEY, \"_number\" TEXT, \"_state\" TEXT, \"_created\" INTEGER, "
                  "\"_creator\" INTEGER,"
                  " \"_updated\" INTEGER, \"_marking\" TEXT");
    for (size_t i = 0; i < reg->field_count; i++) {
        const struct field *field = reg->fields[i];
        if (field->type.many || field->computed)
            continue;
        buf_puts(out, ", ");
        schema_column(out, NULL, field);
        buf_format(out, " %s", schema_affinity(field->type));
    }
    for (size_t i = 0; i < reg->action_count; i++)
        for (size_t j = 0; j < 5; j++) {
            buf_puts(out, ", ");
            schema_act(out, NULL, reg->actions[i], PARTS[j]);
            buf_puts(out, " INTEGER");
        }
    for (size_t i = 0; i < reg->states->count; i++) {
        buf_puts(out, ", ");
        schema_entered(out, NULL, reg, (int)i);
        buf_puts(out, " INTEGER");
    }
    buf_puts(out, "); CREATE TABLE ");
    schema_acts(out, reg);
    buf_puts(out, "(\"record\" INTEGER, \"action\" TEXT, \"person\" INTEGER);");
    for (size_t i = 0; i < reg->field_count; i++)
        if (reg->fields[i]->type.many) {
            buf_puts(out, " CREATE TABLE ");
            schema_many(out, reg->fields[i]);
            buf_format(out, "(\"record\" INTEGER, \"value\" %s);", schema_affinity(reg->fields[i]->type));
        }
}

static void put_act_columns(struct buf *out, struct act act)
{
    if (act.seq)
        buf_format(out, ", %jd, %jd, %jd, %jd, %d", (intmax_t)act.seq, (intmax_t)act.time,
                   (intmax_t)act.actor, (intmax_t)act.count, act.waived);
    else
        buf_puts(out, ", NULL, NULL, NULL, 0, NULL");
}

static void insert(const struct reg *reg, const struct row *row, struct buf *out)
{
    buf_puts(out, "INSERT INTO ");
    schema_table(out, reg);
    buf_format(out, " VALUES (%jd, ", (intmax_t)row->id);
    put_text(out, row->number);
    buf_puts(out, ", ");
    put_text(out, reg->states->values[row->state].name);
    buf_format(out, ", %jd, %jd, %jd, 'OFFICIAL'", (intmax_t)row->created, (intmax_t)row->creator,
               (intmax_t)row->updated);
    for (size_t i = 0; i < reg->field_count; i++)
        if (!reg->fields[i]->type.many && !reg->fields[i]->computed) {
            buf_puts(out, ", ");
            put_value(out, reg->fields[i]->type, row->values[i]);
        }
    for (size_t i = 0; i < reg->action_count; i++)
        put_act_columns(out, row->acts[i]);
    for (size_t i = 0; i < reg->states->count; i++) {
        buf_puts(out, ", ");
        if (row->entered[i] == INT64_MIN)
            buf_puts(out, "NULL");
        else
            buf_int(out, row->entered[i]);
    }
    buf_puts(out, ");");
}

static void insert_many(const struct reg *reg, const struct row *row, struct buf *out)
{
    for (size_t i = 0; i < reg->field_count; i++)
        for (size_t j = 0; reg->fields[i]->type.many && j < row->values[i].count; j++) {
            buf_puts(out, "INSERT INTO ");
            schema_many(out, reg->fields[i]);
            buf_format(out, " VALUES (%jd, ", (intmax_t)row->id);
            put_value(out, reg->fields[i]->type, row->values[i].items[j]);
            buf_puts(out, ");");
        }
    for (size_t i = 0; i < reg->action_count; i++)
        for (size_t j = 0; j < row->acts[i].people_count; j++) {
            buf_puts(out, "INSERT INTO ");
            schema_acts(out, reg);
            buf_format(out, " VALUES (%jd, ", (intmax_t)row->id);
            put_text(out, reg->actions[i]->name);
            buf_format(out, ", %jd);", (intmax_t)row->acts[i].people[j]);
        }
}

static void project_zone(const struct world *world, struct buf *out)
{
    size_t count;
    const struct zone_period *periods = zone_periods(world->clocks->zone, &count);
    buf_puts(out, "CREATE TABLE \"reeve_zone\"(\"starts\" INTEGER PRIMARY KEY, \"offset\" INTEGER);");
    for (size_t i = 0; i < count; i++) {
        buf_puts(out, "INSERT INTO \"reeve_zone\" VALUES (");
        if (periods[i].start == INT64_MIN)
            buf_puts(out, "-9223372036854775807 - 1");
        else
            buf_int(out, periods[i].start);
        buf_format(out, ", %jd);", (intmax_t)periods[i].offset);
    }
}

static void project_workdays(sqlite3 *db, struct text calendar, const struct workdays *workdays,
                             struct buf *out)
{
    for (int64_t day = CLOCKS_DAY_FIRST; day <= CLOCKS_DAY_LAST; day++) {
        buf_puts(out,
                 day % 400 && day != CLOCKS_DAY_FIRST ? ", (" : "INSERT INTO \"reeve_workday\" VALUES (");
        put_text(out, calendar);
        buf_format(out, ", %jd, %jd, %d, %d)", (intmax_t)day, (intmax_t)workdays_ordinal(workdays, day),
                   workdays_is(workdays, day), workdays_holiday(workdays, day));
        if (day % 400 == 399 || day == CLOCKS_DAY_LAST)
            run(db, out);
    }
}

void world_project(const struct world *world, sqlite3 *db)
{
    struct buf out = buf_in(world->arena);
    for (size_t i = 0; i < world->rulebook->register_count; i++) {
        const struct table *table = &world->tables[i];
        create(table->reg, &out);
        run(db, &out);
        for (size_t j = 0; j < table->count; j++) {
            insert(table->reg, &table->rows[j], &out);
            insert_many(table->reg, &table->rows[j], &out);
            run(db, &out);
        }
    }
    project_zone(world, &out);
    buf_puts(
        &out,
        "CREATE TABLE \"reeve_workday\"(\"calendar\" TEXT, \"day\" INTEGER, \"ordinal\" INTEGER, \"working\" "
        "INTEGER,"
        " \"holiday\" INTEGER, PRIMARY KEY (\"calendar\", \"day\")) WITHOUT ROWID;"
        "CREATE INDEX \"reeve_workday_ordinal\" ON \"reeve_workday\"(\"calendar\", \"ordinal\", \"day\");");
    run(db, &out);
    project_workdays(db, TEXT(""), world->clocks->own, &out);
    for (size_t i = 0; i < world->rulebook->calendar_count; i++)
        project_workdays(db, world->rulebook->calendars[i]->name, world->clocks->named[i], &out);
}
