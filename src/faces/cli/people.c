#include "faces/cli/people.h"

#include "base/csv.h"
#include "engine/people.h"
#include "engine/write.h"
#include "faces/cli/cells.h"

enum { ROW_ARENA = 8 * 1024 * 1024 };

struct importing {
    struct faults *faults;
    struct engine *engine;
    const struct field *username, *name;
    const struct field **columns; /* NULL: the one of roles */
    size_t column_count;
    struct csv_record *rows;
    size_t count, capacity;
    struct conn *conn;
};

/* ---- reading ---- */

/* Where the field's column stands (NULL: that of roles), among those read so far; their count: nowhere. */
static size_t column_of(const struct importing *importing, const struct field *field)
{
    size_t i = 0;
    while (i < importing->column_count && importing->columns[i] != field)
        i++;
    return i;
}

static bool has_column(const struct importing *importing, const struct field *field)
{
    return column_of(importing, field) < importing->column_count;
}

static struct text cell_of(const struct importing *importing, const struct csv_record *row,
                           const struct field *field)
{
    return has_column(importing, field) ? text_trim(row->fields[column_of(importing, field)])
                                        : (struct text){0};
}

static void refuse_column(struct importing *importing, size_t line, struct text name)
{
    struct arena *arena = importing->faults->cli->arena;
    const struct reg *person = importing->name->reg;
    struct buf known = buf_in(arena);
    for (size_t i = 0; i < person->field_count; i++)
        if (!person->fields[i]->computed)
            buf_format(&known, "%.*s,", TEXT_ARGS(person->fields[i]->name));
    struct text list = buf_text(&known);
    faults_add_text(importing->faults, line,
                    arena_format(arena, "The column \"%.*s\" is not one of %.*sroles, or stands twice",
                                 TEXT_ARGS(name), TEXT_ARGS(list)));
}

/* False: the first line names something else than a person has, or too little. */
static bool read_head(struct importing *importing, const struct csv_record *head)
{
    importing->columns = ARENA_ARRAY(importing->faults->cli->arena, const struct field *, head->count);
    for (; importing->column_count < head->count; importing->column_count++) {
        struct text name = text_trim(head->fields[importing->column_count]);
        bool roles = text_is(name, "roles");
        const struct field *field = roles ? NULL : reg_field(importing->name->reg, name);
        bool known = roles || (field && !field->computed);
        if (!known || has_column(importing, field)) {
            refuse_column(importing, head->line, name);
            return false;
        }
        importing->columns[importing->column_count] = field;
    }
    if (has_column(importing, importing->username) && has_column(importing, importing->name))
        return true;
    faults_add_text(importing->faults, head->line,
                    TEXT("The first line must name the columns username and name"));
    return false;
}

static void read_rows(struct importing *importing, struct text file)
{
    struct arena *arena = importing->faults->cli->arena;
    struct csv csv = csv_read(arena, file);
    struct csv_record record;
    bool headed = false;
    for (enum csv_step step; (step = csv_next(&csv, &record)) != CSV_END;) {
        if (step == CSV_BAD)
            faults_add_text(importing->faults, csv.problem_line, csv.problem);
        else if (headed)
            *ARENA_PUSH(arena, importing->rows, importing->count, importing->capacity) = record;
        else if (read_head(importing, &record))
            headed = true;
        else
            return;
    }
    if (!headed && !importing->faults->count)
        faults_add_text(importing->faults, 1, TEXT("The file is empty"));
}

/* ---- writing, inside one job ---- */

static void run(struct importing *importing, struct arena *arena, const struct csv_record *row,
                const struct command *command)
{
    struct answer answer;
    struct command by_operator = *command;
    by_operator.actor = event_operator(importing->faults->cli->uid);
    command_within(importing->engine, importing->conn, arena, &by_operator, &answer);
    if (answer.outcome != OUTCOME_DONE)
        faults_add(importing->faults, row->line, &answer);
}

static bool is_there(struct importing *importing, struct arena *arena, struct text username)
{
    return world_person(world_new(arena, importing->engine, importing->conn, 0), username) != NULL;
}

static bool is_people(const struct field *field)
{
    return field->type.kind == TYPE_RECORD && reg_is_people(field->type.target);
}

/* Makes or changes the row's person; what names people comes `later`, since they may stand further down. */
static void write_person(struct importing *importing, const struct csv_record *row, bool later)
{
    ARENA_SCOPED arena = arena_new(ROW_ARENA);
    struct text username = cell_of(importing, row, importing->username);
    bool known = is_there(importing, arena, username);
    struct input *inputs = ARENA_ARRAY(arena, struct input, importing->column_count);
    struct command command = {
        .kind = known ? COMMAND_PERSON_EDIT : COMMAND_PERSON_NEW, .person = username, .inputs = inputs};
    for (size_t i = 0; i < importing->column_count; i++) {
        const struct field *field = importing->columns[i];
        struct text cell = text_trim(row->fields[i]);
        if (field && cell.n && is_people(field) == later && !(known && field == importing->username))
            inputs[command.input_count++] = cell_input(arena, field, cell);
    }
    if (command.input_count || !later)
        run(importing, arena, row, &command);
}

static bool holds(struct importing *importing, struct arena *arena, const struct csv_record *row,
                  struct text role, struct text per)
{
    struct world *world = world_new(arena, importing->engine, importing->conn, 0);
    struct record *person = world_person(world, cell_of(importing, row, importing->username));
    size_t count = 0;
    struct held_role *held = person ? people_roles(world, person->id, false, &count) : NULL;
    for (size_t i = 0; i < count; i++) {
        struct value value =
            world_value(world, held[i].holding, reg_field(held[i].holding->reg, TEXT("per")));
        if (text_eq(held[i].role->name, role) && text_eq(value.text, per))
            return true;
    }
    return false;
}

static void write_roles(struct importing *importing, const struct csv_record *row)
{
    struct text rest = cell_of(importing, row, NULL);
    while (rest.n) {
        ARENA_SCOPED arena = arena_new(ROW_ARENA);
        struct text per = text_trim(text_cut(&rest, ';'));
        struct text role = text_cut(&per, ':');
        if (!role.n || holds(importing, arena, row, role, per))
            continue;
        struct command command = {.kind = COMMAND_GRANT,
                                  .person = cell_of(importing, row, importing->username),
                                  .role = role,
                                  .per = per,
                                  .from = INT64_MIN,
                                  .to = INT64_MIN};
        run(importing, arena, row, &command);
    }
}

static bool write_rows(struct world *world, void *context)
{
    struct importing *importing = context;
    importing->conn = world->conn;
    for (size_t i = 0; i < importing->count; i++)
        write_person(importing, &importing->rows[i], false);
    for (size_t i = 0; i < importing->count && !importing->faults->count; i++) {
        write_person(importing, &importing->rows[i], true);
        write_roles(importing, &importing->rows[i]);
    }
    return importing->faults->count == 0;
}

bool people_import(struct faults *faults, struct engine *engine, struct text file, size_t *count)
{
    const struct reg *person = engine_rulebook(engine)->person;
    struct importing importing = {.faults = faults,
                                  .engine = engine,
                                  .username = reg_field(person, TEXT("username")),
                                  .name = reg_field(person, TEXT("name"))};
    read_rows(&importing, file);
    bool kept = !faults->count && engine_write(engine, 0, write_rows, &importing);
    *count = kept ? importing.count : 0;
    if (faults->count)
        faults_sum_up(faults, "nobody was imported");
    else if (!kept)
        cli_refuse(faults->cli, "nobody was imported: the data could not be written");
    return kept;
}

int cli_people_import(struct cli *cli)
{
    struct text file;
    size_t count;
    struct engine *engine = cli_open(cli);
    if (!engine || !cli_read(cli, cli->words[1], &file))
        return CLI_REFUSED;
    struct faults faults = faults_begin(cli, cli->words[1]);
    bool kept = people_import(&faults, engine, file, &count);
    struct json *json = faults_end(&faults);
    if (json) {
        json_key_int(json, "imported", (int64_t)count);
        cli_json_end(cli, json);
    } else if (kept) {
        fprintf(cli->out, "%zu people imported\n", count);
    }
    return kept ? CLI_DONE : CLI_REFUSED;
}
