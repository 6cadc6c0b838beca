/* Days and clocks against values known from elsewhere, in both readings, as rules say them. FOI and subject
 * access dates come from the Acts' own counting over the bank holidays that gov.uk publishes (August 2026);
 * weekdays less those holidays give the working days of a year; clocks change in the UK on 2026-03-29 and
 * 2026-10-25 at 01:00 UTC. */
#include "agree.h"

#include <stdio.h>

/* What the record's fields hold; NULL is missing. */
struct golden {
    const char *test;
    const char *due, *asked, *begins, *ends;
    bool fails;
};

static const struct golden FREEDOM_OF_INFORMATION[] = {
    {"due + 20 foi days = asked", "2026-06-01", "2026-06-30"},
    {"due + 20 foi days = asked", "2026-07-06", "2026-08-05"},
    {"due + 20 foi days = asked", "2026-11-16", "2026-12-15"},
    {"due + 20 foi days = asked", "2026-11-23", "2026-12-22"},
    {"due + 20 foi days = asked", "2026-12-14", "2027-01-15"},
    {"due + 20 foi days = asked", "2026-12-26", "2027-01-27"}, /* received on a Saturday */
    {"due + 20 foi days = asked", "2027-03-01", "2027-04-01"},
    {"due + 20 working days = asked", "2026-06-01",
     "2026-06-29"}, /* England and Wales alone: not the Act's */
    {"due + 20 working days = asked", "2026-07-06", "2026-08-03"},
    {"due + 20 working days = asked", "2026-11-16", "2026-12-14"},
    {"due + 20 working days = asked", "2026-11-23", "2026-12-21"},
    {"due + 20 working days = asked", "2026-12-14", "2027-01-14"},
    {"due + 20 working days = asked", "2026-12-26", "2027-01-26"},
    {"due + 20 working days = asked", "2027-03-01", "2027-03-31"},
    {"due + 20 scots days = asked", "2026-06-01", "2026-06-30"},
    {"due + 20 scots days = asked", "2026-07-06", "2026-08-04"},
    {"due + 20 scots days = asked", "2026-11-16", "2026-12-15"},
    {"due + 20 scots days = asked", "2026-11-23", "2026-12-22"},
    {"due + 20 scots days = asked", "2026-12-14", "2027-01-15"},
    {"due + 20 scots days = asked", "2026-12-26", "2027-01-27"},
    {"due + 20 scots days = asked", "2027-03-01", "2027-03-30"},
    {"workdays(due, asked, foi) = 20", "2026-07-06", "2026-08-05"},
    {"workdays(due, asked, foi) = 20", "2026-12-26", "2027-01-27"},
    {"workdays(asked, due, foi) = 0 - 20", "2027-03-01", "2027-04-01"},
    {"begins + 20 foi days = ends", NULL, NULL, "2026-07-06T08:30:00Z", "2026-08-05T08:30:00Z"},
    {"begins + 20 foi days = ends", NULL, NULL, "2026-10-05T08:30:00Z",
     "2026-11-02T09:30:00Z"}, /* 09:30 both */
    {"asked - 20 foi days = due", "2026-11-16", "2026-12-15"},
};

/* One month, and when that is no working day, the next. */
static const struct golden SUBJECT_ACCESS[] = {
    {"due + 1 month + 0 working days = asked", "2026-01-31", "2026-03-02"},
    {"due + 1 month + 0 working days = asked", "2026-11-25", "2026-12-29"},
    {"due + 1 month = asked", "2026-01-31", "2026-02-28"},
    {"due + 6 months = asked", "2027-08-31", "2028-02-29"},
    {"due + 1 year = asked", "2028-02-29", "2029-02-28"},
};

static const struct golden YEARS[] = {
    {"workdays(due, asked) = 253", "2024-12-31", "2025-12-31"},
    {"workdays(due, asked) = 253", "2025-12-31", "2026-12-31"},
    {"workdays(due, asked) = 253", "2026-12-31", "2027-12-31"},
    {"workdays(due, asked) = 252", "2027-12-31", "2028-12-31"},
    {"workdays(due, asked, scots) = 252", "2024-12-31", "2025-12-31"},
    {"workdays(due, asked, scots) = 251", "2025-12-31", "2026-12-31"}, /* 15 June, proclaimed */
    {"workdays(due, asked, scots) = 252", "2026-12-31", "2027-12-31"},
    {"workdays(due, asked, scots) = 251", "2027-12-31", "2028-12-31"},
    {"workdays(due, asked, ulster) = 251", "2024-12-31", "2025-12-31"},
    {"workdays(due, asked, ulster) = 251", "2025-12-31", "2026-12-31"},
    {"workdays(due, asked, ulster) = 251", "2026-12-31", "2027-12-31"},
    {"workdays(due, asked, ulster) = 250", "2027-12-31", "2028-12-31"},
    {"workdays(due, asked, foi) = 247", "2025-12-31", "2026-12-31"},
    {"holiday(due)", "2026-12-28"},                /* a substitute day */
    {"holiday(due)", "2026-12-26", .fails = true}, /* a Saturday, whose substitute is the 28th */
    {"holiday(due to asked)", "2026-04-01", "2026-04-03"},
    {"holiday(due to asked)", "2026-04-07", "2026-05-03", .fails = true},
    {"holiday(begins)", .begins = "2026-05-03T23:30:00Z"}, /* half past midnight on 4 May */
    {"due + 1 working day = asked", "2026-04-02", "2026-04-07"},
    {"due + 1 scots day = asked", "2026-04-02", "2026-04-06"}, /* Easter Monday is worked in Scotland */
    {"due + 1 working day = asked", "2026-12-24", "2026-12-29"},
    {"due - 1 working day = asked", "2026-12-29", "2026-12-24"},
};

static const struct golden CLOCKS_GO_FORWARD[] = {
    {"begins + 1 day = ends", NULL, NULL, "2026-03-28T12:00:00Z", "2026-03-29T11:00:00Z"},
    {"hours(begins, ends) = 23 and days(begins, ends) = 1", NULL, NULL, "2026-03-28T12:00:00Z",
     "2026-03-29T11:00:00Z"},
    {"begins + 1 day = ends", NULL, NULL, "2026-03-28T01:30:00Z",
     "2026-03-29T01:00:00Z"}, /* there is no 01:30 */
    {"begins + 24 hours = ends", NULL, NULL, "2026-03-28T12:00:00Z", "2026-03-29T12:00:00Z"},
    {"begins + 72 hours = ends", NULL, NULL, "2026-03-27T12:00:00Z", "2026-03-30T12:00:00Z"},
    {"begins + 1 working day = ends", NULL, NULL, "2026-03-27T09:00:00Z", "2026-03-30T08:00:00Z"},
    {"begins + 2 working hours = ends", NULL, NULL, "2026-03-27T17:00:00Z", "2026-03-30T08:00:00Z"},
    {"clock(begins) between 00:00 and 01:00", .begins = "2026-03-29T00:59:59.999999Z"},
    {"clock(begins) between 01:00 and 02:00", .begins = "2026-03-29T01:00:00Z", .fails = true},
    {"clock(begins) between 02:00 and 03:00", .begins = "2026-03-29T01:00:00Z"},
    {"due + 1 day > begins", "2026-03-29", .begins = "2026-03-29T22:59:59.999999Z"},
    {"due = begins", "2026-03-30", .begins = "2026-03-29T23:00:00Z"},
};

static const struct golden CLOCKS_GO_BACK[] = {
    {"begins + 1 day = ends", NULL, NULL, "2026-10-24T11:00:00Z", "2026-10-25T12:00:00Z"},
    {"hours(begins, ends) = 25 and days(begins, ends) = 1", NULL, NULL, "2026-10-24T11:00:00Z",
     "2026-10-25T12:00:00Z"},
    {"begins + 1 day = ends", NULL, NULL, "2026-10-24T00:30:00Z",
     "2026-10-25T00:30:00Z"}, /* the first 01:30 */
    {"begins + 0 days = ends", NULL, NULL, "2026-10-25T01:30:00Z", "2026-10-25T01:30:00Z"}, /* the second */
    {"begins + 1 day = ends", NULL, NULL, "2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z"},
    {"hours(begins, ends) = 1 and days(begins, ends) = 0", NULL, NULL, "2026-10-25T00:30:00Z",
     "2026-10-25T01:30:00Z"},
    {"clock(begins) between 01:00 and 02:00", .begins = "2026-10-25T00:30:00Z"},
    {"clock(begins) between 01:00 and 02:00", .begins = "2026-10-25T01:30:00Z"},
    {"begins + 1 working day = ends", NULL, NULL, "2026-10-23T08:00:00Z", "2026-10-26T09:00:00Z"},
    {"begins + 1 working hour = ends", NULL, NULL, "2026-10-23T17:00:00Z", "2026-10-26T09:00:00Z"},
    {"due = begins", "2026-10-25", .begins = "2026-10-25T23:59:59.999999Z"},
};

static const struct golden ACROSS_MIDNIGHT[] = {
    {"clock(begins) between 22:00 and 06:00", .begins = "2026-11-20T21:59:59.999999Z", .fails = true},
    {"clock(begins) between 22:00 and 06:00", .begins = "2026-11-20T22:00:00Z"},
    {"clock(begins) between 22:00 and 06:00", .begins = "2026-11-21T00:00:00Z"},
    {"clock(begins) between 22:00 and 06:00", .begins = "2026-11-21T05:59:59.999999Z"},
    {"clock(begins) between 22:00 and 06:00", .begins = "2026-11-21T06:00:00Z", .fails = true},
    {"clock(begins) between 22:00 and 06:00", .begins = "2026-07-02T20:59:59Z", .fails = true}, /* summer */
    {"clock(begins) between 22:00 and 06:00", .begins = "2026-07-02T21:00:00Z"},
    {"clock(begins) between 22:00 and 06:00", .begins = "2026-03-29T04:59:59Z"}, /* the short night */
    {"clock(begins) between 22:00 and 06:00", .begins = "2026-03-29T05:00:00Z", .fails = true},
    {"clock(begins) between 22:00 and 06:00", .begins = "2026-10-24T21:00:00Z"}, /* the long one */
    {"clock(begins) between 22:00 and 06:00", .begins = "2026-10-25T05:59:59Z"},
    {"clock(begins) between 22:00 and 06:00", .begins = "2026-10-25T06:00:00Z", .fails = true},
    /* From Thursday 2026-11-19 into Friday. */
    {"weekday(begins to ends) = friday", NULL, NULL, "2026-11-19T22:00:00Z", "2026-11-20T02:00:00Z"},
    {"weekday(begins to ends) = thursday", NULL, NULL, "2026-11-19T22:00:00Z", "2026-11-20T02:00:00Z"},
    {"weekday(begins to ends) in (friday, sunday)", NULL, NULL, "2026-11-19T22:00:00Z",
     "2026-11-20T00:00:00.000001Z"},
    {"weekday(begins to ends) != friday", NULL, NULL, "2026-11-19T22:00:00Z", "2026-11-20T00:00:00Z"},
    {"weekday(begins to ends) = friday", NULL, NULL, "2026-07-02T21:00:00Z", "2026-07-02T23:00:00Z",
     true}, /* midnight */
    {"weekday(begins to ends) = friday", NULL, NULL, "2026-07-02T21:00:00Z", "2026-07-02T23:00:00.000001Z"},
    {"weekday(begins) = friday", .begins = "2026-07-02T23:00:00Z"},
    {"weekday(due to asked) = friday", "2026-11-19", "2026-11-20"}, /* a day is in a period to its end */
    {"weekday(due to asked) = friday", "2026-11-20", "2026-11-19", .fails = true},
    {"weekday(begins to ends) = friday", .begins = "2026-11-20T12:00:00Z",
     .fails = true}, /* no end is no period */
    {"not weekday(begins to ends) != friday", .begins = "2026-11-20T12:00:00Z"},
};

static const struct {
    const char *name;
    const struct golden *rows;
    size_t count;
} TABLES[] = {
#define TABLE(rows)                                                                                          \
    {                                                                                                        \
#rows, rows, sizeof(rows) / sizeof *(rows)                                                           \
    }
    TABLE(FREEDOM_OF_INFORMATION), TABLE(SUBJECT_ACCESS), TABLE(YEARS),
    TABLE(CLOCKS_GO_FORWARD),      TABLE(CLOCKS_GO_BACK), TABLE(ACROSS_MIDNIGHT),
#undef TABLE
};

static struct value day_value(const char *text)
{
    struct value value = {.kind = VALUE_DATE};
    return text && day_parse(text_of(text), &value.i) ? value : (struct value){0};
}

static struct value time_value(const char *text)
{
    struct value value = {.kind = VALUE_TIME};
    return text && time_parse(text_of(text), &value.i) ? value : (struct value){0};
}

static void set_fields(const struct reg *item, struct value *values, const struct golden *row)
{
    values[reg_field(item, TEXT("due"))->index] = day_value(row->due);
    values[reg_field(item, TEXT("asked"))->index] = day_value(row->asked);
    values[reg_field(item, TEXT("begins"))->index] = time_value(row->begins);
    values[reg_field(item, TEXT("ends"))->index] = time_value(row->ends);
}

/* The table's rows become the items of the world, in their order. */
static void set_items(struct world *world, const struct reg *item, const struct golden *rows, size_t count)
{
    struct table *table = &world->tables[item->index];
    struct row like = table->rows[0];
    table->rows = ARENA_ARRAY(world->arena, struct row, count);
    table->count = count;
    for (size_t i = 0; i < count; i++) {
        table->rows[i] = like;
        table->rows[i].id = (int64_t)i + 1;
        table->rows[i].values = ARENA_ARRAY(world->arena, struct value, item->field_count);
        set_fields(item, table->rows[i].values, &rows[i]);
    }
}

static bool queried(sqlite3 *db, struct scene *scene, const struct expr *test)
{
    struct sql sql = {.text = buf_in(scene->arena)};
    bool compiled = world_compile(scene, scene->self.reg, test, &sql);
    __attribute__((cleanup(world_finalize))) sqlite3_stmt *statement =
        compiled ? world_prepare(db, &sql) : NULL;
    while (statement && sqlite3_step(statement) == SQLITE_ROW)
        if (sqlite3_column_int64(statement, 0) == scene->self.id)
            return sqlite3_column_int(statement, 1);
    printf("%s\n", buf_text(&sql.text).s);
    return false;
}

/* Both readings say what the row says. */
static bool holds(struct world *world, sqlite3 *db, struct ref self, const struct golden *row)
{
    struct problems problems = {.arena = world->passing};
    const struct expr *test =
        rulebook_parse_where(world->passing, world->rulebook, self.reg, text_of(row->test), &problems);
    if (!test) {
        printf("%s", problems_print(world->passing, &problems).s);
        return false;
    }
    struct scene scene = world_scene(world, false, false);
    scene.self = self;
    bool evaluated = evaluate_test(&scene, test), found = queried(db, &scene, test);
    if (evaluated != row->fails && found != row->fails)
        return true;
    printf("%s  with %s %s %s %s: expected %s, evaluate says %s, query %s\n", row->test,
           row->due ? row->due : "-", row->asked ? row->asked : "-", row->begins ? row->begins : "-",
           row->ends ? row->ends : "-", row->fails ? "no" : "yes", evaluated ? "yes" : "no",
           found ? "yes" : "no");
    return false;
}

static size_t failures_of(struct arena *arena, const struct rulebook *rulebook, const struct golden *rows,
                          size_t count)
{
    struct chance chance = {.state = 1};
    struct world world;
    world_make(&world, arena, rulebook, clocks_new(arena, rulebook), &chance);
    const struct reg *item = rulebook_register(rulebook, TEXT("item"));
    set_items(&world, item, rows, count);
    __attribute__((cleanup(world_close))) sqlite3 *db = NULL;
    if (sqlite3_open(":memory:", &db) != SQLITE_OK)
        return count;
    world_project(&world, db);
    world.passing = arena;
    size_t failed = 0;
    for (size_t i = 0; i < count; i++)
        failed += !holds(&world, db, (struct ref){item, (int64_t)i + 1}, &rows[i]);
    return failed;
}

int main(void)
{
    size_t passed = 0, failed = 0;
    for (size_t i = 0; i < sizeof TABLES / sizeof *TABLES; i++) {
        ARENA_SCOPED arena = arena_new((size_t)256 << 20);
        struct problems problems = {.arena = arena};
        const struct rulebook *rulebook = rulebook_load_dir(arena, AGREE_RULEBOOK, &problems);
        if (!rulebook) {
            printf("%s", problems_print(arena, &problems).s);
            return 1;
        }
        size_t wrong = failures_of(arena, rulebook, TABLES[i].rows, TABLES[i].count);
        printf("%s: %zu of %zu\n", TABLES[i].name, TABLES[i].count - wrong, TABLES[i].count);
        passed += TABLES[i].count - wrong;
        failed += wrong;
    }
    printf("%zu passed, %zu failed\n", passed, failed);
    return failed ? 1 : 0;
}
