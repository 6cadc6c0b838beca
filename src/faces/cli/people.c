#include "faces/cli/people.h"

#include "base/csv.h"
#include "engine/people.h"
#include "engine/write.h"

enum { COLUMNS = 6, ROW_ARENA = 8 * 1024 * 1024 };

static const char *const columns[COLUMNS] = {"username", "name", "email", "kind", "manager", "roles"};
enum { USERNAME, NAME, EMAIL, KIND, MANAGER, ROLES };

struct row {
    size_t line;
    struct text cells[COLUMNS];
};

struct importing {
    struct faults *faults;
    struct engine *engine;
    struct row *rows;
    size_t count, capacity;
    struct conn *conn;
};

/* ---- reading ---- */

/* Where each of our columns stands in the file; false: one is missing or unknown. */
static bool read_head(struct importing *importing, const struct csv_record *record, size_t *places)
{
    struct arena *arena = importing->faults->cli->arena;
    bool given[COLUMNS] = {0};
    for (size_t i = 0; i < record->count; i++) {
        size_t c = 0;
        while (c < COLUMNS && !text_is(text_trim(record->fields[i]), columns[c]))
            c++;
        if (c == COLUMNS || given[c]) {
            faults_add_text(importing->faults, record->line,
                            arena_format(arena,
                                         "The column \"%.*s\" is not one of "
                                         "username,name,email,kind,manager,roles, or stands twice",
                                         TEXT_ARGS(record->fields[i])));
            return false;
        }
        given[c] = true;
        places[c] = i;
    }
    if (given[USERNAME] && given[NAME])
        return true;
    faults_add_text(importing->faults, record->line,
                    TEXT("The first line must name the columns username and name"));
    return false;
}

static void read_rows(struct importing *importing, struct text file)
{
    struct arena *arena = importing->faults->cli->arena;
    struct csv csv = csv_read(arena, file);
    struct csv_record record;
    size_t places[COLUMNS] = {SIZE_MAX, SIZE_MAX, SIZE_MAX, SIZE_MAX, SIZE_MAX, SIZE_MAX};
    bool headed = false;
    for (enum csv_step step; (step = csv_next(&csv, &record)) != CSV_END;) {
        if (step == CSV_BAD) {
            faults_add_text(importing->faults, csv.problem_line, csv.problem);
        } else if (!headed) {
            if (!read_head(importing, &record, places))
                return;
            headed = true;
        } else {
            struct row *row = ARENA_PUSH(arena, importing->rows, importing->count, importing->capacity);
            row->line = record.line;
            for (size_t c = 0; c < COLUMNS; c++)
                row->cells[c] =
                    places[c] == SIZE_MAX ? (struct text){0} : text_trim(record.fields[places[c]]);
        }
    }
    if (!headed && !importing->faults->count)
        faults_add_text(importing->faults, 1, TEXT("The file is empty"));
}

/* ---- writing, inside one job ---- */

static void run(struct importing *importing, struct arena *arena, const struct row *row,
                const struct command *command)
{
    struct answer answer;
    struct command by_operator = *command;
    by_operator.actor = event_operator(importing->faults->cli->uid);
    command_within(importing->engine, importing->conn, arena, &by_operator, &answer);
    if (answer.outcome != OUTCOME_DONE)
        faults_add(importing->faults, row->line, &answer);
}

static struct input text_input(const char *name, struct text text)
{
    return (struct input){.name = text_of(name), .kind = INPUT_TEXT, .text = text, .typed = true};
}

static bool is_there(struct importing *importing, struct arena *arena, struct text username)
{
    return world_person(world_new(arena, importing->engine, importing->conn, 0), username) != NULL;
}

static void write_person(struct importing *importing, const struct row *row)
{
    ARENA_SCOPED arena = arena_new(ROW_ARENA);
    bool known = is_there(importing, arena, row->cells[USERNAME]);
    struct input inputs[COLUMNS];
    size_t count = 0;
    for (size_t c = known ? NAME : USERNAME; c <= KIND; c++)
        if (row->cells[c].n)
            inputs[count++] = text_input(columns[c], row->cells[c]);
    struct command command = {.kind = known ? COMMAND_PERSON_EDIT : COMMAND_PERSON_NEW,
                              .person = row->cells[USERNAME],
                              .inputs = inputs,
                              .input_count = count};
    run(importing, arena, row, &command);
}

/* After everybody is there: managers may stand further down. */
static void write_manager(struct importing *importing, const struct row *row)
{
    if (!row->cells[MANAGER].n)
        return;
    ARENA_SCOPED arena = arena_new(ROW_ARENA);
    struct input input = text_input("manager", row->cells[MANAGER]);
    struct command command = {
        .kind = COMMAND_PERSON_EDIT, .person = row->cells[USERNAME], .inputs = &input, .input_count = 1};
    run(importing, arena, row, &command);
}

static bool holds(struct importing *importing, struct arena *arena, const struct row *row, struct text role,
                  struct text per)
{
    struct world *world = world_new(arena, importing->engine, importing->conn, 0);
    struct record *person = world_person(world, row->cells[USERNAME]);
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

static void write_roles(struct importing *importing, const struct row *row)
{
    struct text rest = row->cells[ROLES];
    while (rest.n) {
        ARENA_SCOPED arena = arena_new(ROW_ARENA);
        struct text per = text_trim(text_cut(&rest, ';'));
        struct text role = text_cut(&per, ':');
        if (!role.n || holds(importing, arena, row, role, per))
            continue;
        struct command command = {.kind = COMMAND_GRANT,
                                  .person = row->cells[USERNAME],
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
        write_person(importing, &importing->rows[i]);
    for (size_t i = 0; i < importing->count && !importing->faults->count; i++) {
        write_manager(importing, &importing->rows[i]);
        write_roles(importing, &importing->rows[i]);
    }
    return importing->faults->count == 0;
}

bool people_import(struct faults *faults, struct engine *engine, struct text file, size_t *count)
{
    struct importing importing = {.faults = faults, .engine = engine};
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
