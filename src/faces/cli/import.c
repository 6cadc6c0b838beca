/* Records in, from a spreadsheet: a row each, or several rows that tell one record's past; all or nothing. */
#include "engine/import.h"

#include <ctype.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/csv.h"
#include "base/map.h"
#include "base/utf8.h"
#include "base/zone.h"
#include "engine/input.h"
#include "faces/cli/cells.h"
#include "faces/cli/faults.h"
#include "faces/cli/import_map.h"

enum { PROGRESS_ROWS = 100 };

/* Columns that are no fields. */
static const char *const specials[] = {"state",     "record",     "past_order",
                                       "past_time", "past_state", "past_who"};

struct rows { /* of one record */
    struct csv_record *items;
    size_t count, capacity;
};

struct importing {
    struct cli *cli;
    struct faults *faults;
    struct engine *engine;
    const struct reg *reg;
    struct import_map map;
    size_t *places; /* of each line of the map, in the file's columns */
    struct rows *records;
    size_t record_count, record_capacity;
    struct map by_key; /* the record's own number to its struct rows index + 1 */
    struct command *commands;
    size_t *lines; /* of each command, in the file */
    size_t count, capacity, line_count, line_capacity;
    size_t people;
    int64_t actor;
    bool dry_run;
};

/* ---- columns ---- */

static bool is_special(struct text name)
{
    for (size_t i = 0; i < sizeof specials / sizeof *specials; i++)
        if (text_is(name, specials[i]))
            return true;
    return false;
}

static bool find_column(struct importing *importing, const struct csv_record *head, size_t at)
{
    struct arena *arena = importing->cli->arena;
    const struct import_line *line = &importing->map.lines[at];
    if (!is_special(line->field) && !reg_field(importing->reg, line->field)) {
        faults_add_text(
            importing->faults, head->line,
            arena_format(
                arena, "There is no field %.*s in this register: say with --map which column is which field",
                TEXT_ARGS(line->field)));
        return false;
    }
    for (size_t i = 0; i < head->count; i++)
        if (text_eq(text_trim(head->fields[i]), line->column)) {
            importing->places[at] = i;
            return true;
        }
    faults_add_text(importing->faults, head->line,
                    arena_format(arena, "The file has no column \"%.*s\"", TEXT_ARGS(line->column)));
    return false;
}

static bool read_head(struct importing *importing, const struct csv_record *head)
{
    struct arena *arena = importing->cli->arena;
    bool good = true;
    if (!importing->map.count)
        import_map_plain(arena, head->fields, head->count, &importing->map);
    importing->places = ARENA_ARRAY(arena, size_t, importing->map.count);
    for (size_t i = 0; i < importing->map.count; i++)
        good = find_column(importing, head, i) && good;
    return good;
}

/* ---- cells ---- */

/* A day or a month written some other way becomes one as fields take it, a moment an instant by the force's
 * local clock; one that is not so written is left for the field to refuse. */
static struct text rewritten(struct importing *importing, const struct import_line *line, struct text cell)
{
    struct arena *arena = importing->cli->arena;
    const struct field *field = reg_field(importing->reg, line->field);
    enum type_kind kind = field ? field->type.kind : TYPE_TIME;
    struct tm tm = {.tm_mday = kind == TYPE_MONTH};
    const char *end = strptime(arena_string(arena, cell), arena_string(arena, line->format), &tm);
    struct date date = {tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday};
    if (!end || *end || !date_exists(date))
        return cell;
    if (kind == TYPE_DATE)
        return day_print(arena, day_of(date));
    if (kind == TYPE_MONTH)
        return month_print(arena, date.year * INT64_C(12) + date.month - 1);
    int64_t clock = (tm.tm_hour * INT64_C(60) + tm.tm_min) * TIME_MINUTE + tm.tm_sec * TIME_SECOND;
    return time_print(arena, zone_instant(engine_clocks(importing->engine)->zone, day_of(date), clock));
}

/* A username for somebody who is only a name: "Opened by  8" is opened.by.8. */
static struct text username_of(struct arena *arena, struct text name)
{
    struct buf out = buf_in(arena);
    bool gap = false;
    for (size_t i = 0; i < name.n && out.n < 64; i++) {
        unsigned char c = (unsigned char)name.s[i];
        if (c < 0x80 && isalnum(c)) {
            if (gap && out.n)
                buf_char(&out, '.');
            buf_char(&out, (char)tolower(c));
        }
        gap = !(c < 0x80 && isalnum(c));
    }
    return buf_text(&out);
}

static struct text cell_of(struct importing *importing, const struct csv_record *row,
                           const struct import_line *line)
{
    size_t at = (size_t)(line - importing->map.lines);
    struct text cell = import_map_value(&importing->map, line, row->fields[importing->places[at]]);
    if (text_is(line->format, "person"))
        return username_of(importing->cli->arena, cell);
    return line->format.n && cell.n ? rewritten(importing, line, cell) : cell;
}

/* The cell of a column that is no field; empty when the map does not name it. */
static struct text special(struct importing *importing, const struct csv_record *row, const char *name)
{
    for (size_t i = 0; i < importing->map.count; i++)
        if (text_is(importing->map.lines[i].field, name))
            return cell_of(importing, row, &importing->map.lines[i]);
    return (struct text){0};
}

/* ---- rows ---- */

static void keep_row(struct importing *importing, const struct csv_record *row)
{
    struct arena *arena = importing->cli->arena;
    struct text key = special(importing, row, "record");
    uintptr_t known = key.n ? (uintptr_t)map_get(&importing->by_key, key) : 0;
    if (!known) {
        *ARENA_PUSH(arena, importing->records, importing->record_count, importing->record_capacity) =
            (struct rows){0};
        known = importing->record_count;
        if (key.n)
            map_put(&importing->by_key, arena_text(arena, key), (void *)known);
    }
    struct rows *rows = &importing->records[known - 1];
    *ARENA_ADD(arena, *rows) = *row;
}

static void read_rows(struct importing *importing, struct text file)
{
    struct csv csv = csv_read(importing->cli->arena, file);
    struct csv_record record;
    bool headed = false;
    for (enum csv_step step; (step = csv_next(&csv, &record)) != CSV_END;) {
        if (step == CSV_BAD)
            faults_add_text(importing->faults, csv.problem_line, csv.problem);
        else if (headed)
            keep_row(importing, &record);
        else if (read_head(importing, &record))
            headed = true;
        else
            return;
    }
    if (!headed && !importing->faults->count)
        faults_add_text(importing->faults, 1, TEXT("The file is empty"));
}

/* ---- commands ---- */

static void add(struct importing *importing, size_t line, struct command command)
{
    struct arena *arena = importing->cli->arena;
    *ARENA_PUSH(arena, importing->lines, importing->line_count, importing->line_capacity) = line;
    *ARENA_PUSH(arena, importing->commands, importing->count, importing->capacity) = command;
}

/* An account for somebody who is only a name in the file; nobody signs in with it. */
static void add_person(struct importing *importing, size_t line, struct text username, struct text name)
{
    struct input *inputs = ARENA_ARRAY(importing->cli->arena, struct input, 2);
    inputs[0] = cell_text(TEXT("username"), username);
    inputs[1] = cell_text(TEXT("name"), name);
    int64_t by = event_operator(importing->cli->uid);
    add(importing, line,
        (struct command){.kind = COMMAND_PERSON_NEW, .actor = by, .inputs = inputs, .input_count = 2});
    add(importing, line, (struct command){.kind = COMMAND_DEACTIVATE, .actor = by, .person = username});
    importing->people++;
}

static void add_people(struct importing *importing, struct world *world)
{
    struct map seen = map_in(importing->cli->arena);
    static char here;
    for (size_t i = 0; i < importing->map.count; i++) {
        const struct import_line *line = &importing->map.lines[i];
        for (size_t r = 0; text_is(line->format, "person") && r < importing->record_count; r++) {
            const struct rows *rows = &importing->records[r];
            const struct csv_record *row = &rows->items[rows->count - 1];
            struct text username = cell_of(importing, row, line);
            if (!username.n || map_put(&seen, username, &here) || world_person(world, username))
                continue;
            add_person(importing, row->line, username, text_trim(row->fields[importing->places[i]]));
        }
    }
}

/* Rows of one record that cannot both be right: said, and kept as they stand. */
static void note(struct importing *importing, const struct csv_record *row, const char *what)
{
    fprintf(importing->cli->err,
            "%s:%zu: note: its %s that of the row above; both are kept, in the order of the file\n",
            importing->faults->path, row->line, what);
}

static struct text past_word(struct importing *importing, const struct csv_record *row, const char *name)
{
    struct text cell = special(importing, row, name);
    if (utf8_count(cell) > LINE_CHARACTERS)
        faults_add_text(
            importing->faults, row->line,
            arena_format(importing->cli->arena, "%s: shorten this to %d characters", name, LINE_CHARACTERS));
    return cell;
}

static int64_t past_time(struct importing *importing, const struct csv_record *row)
{
    struct text cell = special(importing, row, "past_time");
    int64_t time = INT64_MIN;
    if (cell.n && !time_parse(cell, &time))
        faults_add_text(
            importing->faults, row->line,
            arena_format(importing->cli->arena, "past_time: \"%.*s\" is no moment", TEXT_ARGS(cell)));
    return time;
}

/* What the rows tell, oldest first as they stand in the file. */
static struct imported_step *past_of(struct importing *importing, const struct rows *rows)
{
    struct imported_step *steps = ARENA_ARRAY(importing->cli->arena, struct imported_step, rows->count);
    int64_t order = INT64_MIN, before = INT64_MIN;
    for (size_t i = 0; i < rows->count; i++) {
        const struct csv_record *row = &rows->items[i];
        steps[i] = (struct imported_step){.time = past_time(importing, row),
                                          .state = past_word(importing, row, "past_state"),
                                          .who = past_word(importing, row, "past_who")};
        if (steps[i].time != INT64_MIN) {
            if (steps[i].time < before)
                note(importing, row, "time is before");
            before = steps[i].time;
        }
        int64_t next;
        if (text_to_int(special(importing, row, "past_order"), &next)) {
            if (next <= order)
                note(importing, row, "number is not above");
            order = next;
        }
    }
    return steps;
}

static void add_record(struct importing *importing, const struct rows *rows)
{
    struct arena *arena = importing->cli->arena;
    const struct csv_record *row = &rows->items[rows->count - 1];
    struct input *inputs = ARENA_ARRAY(arena, struct input, importing->map.count);
    struct command command = {.kind = COMMAND_OPEN,
                              .actor = importing->actor,
                              .register_name = importing->reg->name,
                              .imported = true,
                              .inputs = inputs};
    for (size_t i = 0; i < importing->map.count; i++) {
        const struct import_line *line = &importing->map.lines[i];
        if (is_special(line->field))
            continue;
        inputs[command.input_count++] =
            cell_input(arena, reg_field(importing->reg, line->field), cell_of(importing, row, line));
    }
    struct text state = special(importing, row, "state");
    command.import_state = state.n ? choice_index(importing->reg->states, state) : 0;
    if (special(importing, row, "record").n) {
        command.past = past_of(importing, rows);
        command.past_count = rows->count;
    }
    add(importing, row->line, command);
}

static bool add_all(struct importing *importing)
{
    VIEW_SCOPED view = {0};
    if (!view_open(&view, importing->cli->arena, importing->engine, 0))
        return false;
    add_people(importing, view.world);
    for (size_t i = 0; i < importing->record_count; i++)
        add_record(importing, &importing->records[i]);
    return true;
}

/* ---- the whole ---- */

static void progress(void *context, size_t done, size_t of)
{
    struct importing *importing = context;
    if (!importing->cli->served && isatty(STDERR_FILENO) && (done % PROGRESS_ROWS == 0 || done == of))
        fprintf(importing->cli->err, "\r%zu of %zu%s", done, of, done == of ? "\n" : "");
}

/* True: every record was opened, or would be. */
static bool run(struct importing *importing, struct import_report *report)
{
    struct import import = {.commands = importing->commands,
                            .count = importing->count,
                            .dry_run = importing->dry_run,
                            .progress = progress,
                            .context = importing};
    import_run(importing->engine, importing->cli->arena, &import, report);
    for (size_t i = 0; report->answers && i < importing->count; i++)
        if (report->answers[i].outcome != OUTCOME_DONE)
            faults_add(importing->faults, importing->lines[i], &report->answers[i]);
    if (importing->faults->count || report->kept || importing->dry_run)
        return !importing->faults->count;
    cli_refuse(importing->cli, "nothing was imported: %.*s", TEXT_ARGS(report->why));
    return false;
}

static void put_record(struct json *json, size_t line, struct text number)
{
    json_put_object(json);
    json_key_int(json, "line", (int64_t)line);
    json_key_text(json, "number", number);
    json_put_object_end(json);
}

static void tell_json(struct importing *importing, const struct import_report *report, struct json *json,
                      bool good)
{
    json_key_bool(json, "dry_run", importing->dry_run);
    json_key_int(json, "imported", report->kept ? (int64_t)importing->record_count : 0);
    json_key_int(json, "accounts", good ? (int64_t)importing->people : 0);
    json_key_array(json, "records");
    for (size_t i = 0; good && i < importing->count; i++)
        if (importing->commands[i].kind == COMMAND_OPEN)
            put_record(json, importing->lines[i], report->answers[i].number);
    json_put_array_end(json);
    cli_json_end(importing->cli, json);
}

static void tell(struct importing *importing, const struct import_report *report)
{
    FILE *out = importing->cli->out;
    for (size_t i = 0; importing->dry_run && i < importing->count; i++)
        if (importing->commands[i].kind == COMMAND_OPEN)
            fprintf(out, "%s:%zu: would open %.*s\n", importing->faults->path, importing->lines[i],
                    TEXT_ARGS(report->answers[i].number));
    fprintf(out, "%zu records %s, %zu accounts made for people who are only names\n", importing->record_count,
            importing->dry_run ? "would be imported" : "imported", importing->people);
}

static bool read_map(struct importing *importing)
{
    const char *path = cli_option(importing->cli, "map");
    struct text file, problem;
    size_t line;
    if (!path)
        return true;
    if (!cli_read(importing->cli, path, &file))
        return false;
    if (import_map_read(importing->cli->arena, file, &importing->map, &problem, &line))
        return true;
    cli_refuse(importing->cli, "%s:%zu: %.*s", path, line, TEXT_ARGS(problem));
    return false;
}

int cli_import(struct cli *cli)
{
    const char *as = cli_option(cli, "as");
    struct importing importing = {
        .cli = cli, .by_key = map_in(cli->arena), .actor = event_operator(cli->uid)};
    struct import_report report = {0};
    struct text file;
    importing.dry_run = cli_option(cli, "dry-run") != NULL;
    importing.engine = cli_open(cli);
    if (!importing.engine || !cli_read(cli, cli->words[2], &file) || !read_map(&importing))
        return CLI_REFUSED;
    importing.reg = rulebook_register(engine_rulebook(importing.engine), text_of(cli->words[1]));
    if (!importing.reg || importing.reg->builtin)
        return cli_refuse(cli, "there is no register %s to import into", cli->words[1]);
    if (as && !(importing.actor = cli_person(cli, importing.engine, as)))
        return CLI_REFUSED;
    struct faults faults = faults_begin(cli, cli->words[2]);
    importing.faults = &faults;
    read_rows(&importing, file);
    if (!faults.count && !add_all(&importing))
        return cli_refuse(cli, "the data cannot be read");
    bool good = !faults.count && run(&importing, &report);
    struct json *json = faults_end(&faults);
    if (json)
        tell_json(&importing, &report, json, good);
    else if (good)
        tell(&importing, &report);
    if (faults.count)
        faults_sum_up(&faults, "nothing was imported");
    return good ? CLI_DONE : CLI_REFUSED;
}
