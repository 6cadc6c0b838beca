#include "force.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "engine/commands.h"
#include "engine/effects.h"

const char force_prelude[] =
    "rulebook \"Fellshire Constabulary\" { version \"1\" from 2026-01-01 timezone \"Europe/London\" holidays "
    "none\n"
    "  working monday to friday 08:00 to 18:00 }\n"
    "policy \"P\" \"A policy\" { clause 1 \"One\" }\n"
    "role a \"A\" role b \"B\" role c \"C\" role chair \"Chair\" role seat_a \"Seat A\" role seat_b \"Seat "
    "B\"\n"
    "role expert \"Expert\" per level\n"
    "choice level { low medium high }\n"
    "matrix worst from one by other gives level {\n"
    "  columns    low    medium high\n"
    "  row low    low    medium high\n"
    "  row medium medium medium high\n"
    "  row high   high   high   high }\n"
    "board duo \"Duo\" { meets when called chair chair members seat_a, seat_b absent deputy quorum all cite "
    "\"P\" 1 }\n"
    "board lax \"Lax\" { meets when called chair chair members seat_a, seat_b absent approves quorum 1\n"
    "  decides unanimous cite \"P\" 1 }\n"
    "board head \"Head\" { meets when called chair chair members seat_a, seat_b absent noted quorum 1\n"
    "  decides chair cite \"P\" 1 }\n";

enum { ARENA_BYTES = 1 << 30, SCRATCH_BYTES = 256 << 20 };

struct text force_text(struct arena *arena, const struct text *pages, size_t count)
{
    struct buf out = buf_in(arena);
    buf_puts(&out, force_prelude);
    for (size_t i = 0; i < count; i++)
        for (size_t c = 0; c < pages[i].n; c++)
            if (pages[i].s[c] == '@')
                buf_format(&out, "p%zu", i);
            else
                buf_char(&out, pages[i].s[c]);
    return buf_text(&out);
}

/* ---- making one ---- */

static bool passes(void *context, const struct record *record, const struct never *never)
{
    struct force *force = context;
    (void)record;
    if (force->broken_count < sizeof force->broken / sizeof *force->broken)
        force->broken[force->broken_count++] = never;
    return never != force->kept;
}

static struct engine *make_engine(struct force *force, const char *dir)
{
    struct problems problems = {.arena = force->arena};
    struct text why = {0};
    char data[64];
    snprintf(data, sizeof data, "%s/t.reeve", dir);
    struct engine_options options = {.test_clock = true, .nevers = {passes, force}};
    if (!time_parse(TEXT("2026-06-01T09:00:00Z"), &options.now))
        abort();
    struct engine *engine =
        engine_create(force->arena, data, dir, (struct text){0}, TEXT("admin"), options, &problems, &why);
    if (!engine)
        printf("%s%.*s\n", problems_print(force->arena, &problems).s, TEXT_ARGS(why));
    return engine;
}

static void make_person(struct force *force, size_t person)
{
    struct text username = force_username(person);
    struct input inputs[] = {{.name = TEXT("username"), .kind = INPUT_TEXT, .text = username},
                             {.name = TEXT("name"), .kind = INPUT_TEXT, .text = username}};
    struct command command = {.kind = COMMAND_PERSON_NEW, .inputs = inputs, .input_count = 2};
    struct answer answer;
    command_run(force->engine, force->arena, &command, &answer);
    if (answer.outcome != OUTCOME_DONE)
        abort();
    force->people[person] = answer.record;
}

static bool write_text(const char *dir, struct text text)
{
    char path[64];
    snprintf(path, sizeof path, "%s/force.rules", dir);
    FILE *file = fopen(path, "w");
    bool done = file && fwrite(text.s, 1, text.n, file) == text.n;
    return file && fclose(file) == 0 && done;
}

static void remove_folder(const char *dir)
{
    char command[64];
    snprintf(command, sizeof command, "rm -rf %s", dir);
    if (system(command) != 0)
        abort();
}

struct force *force_new(const struct text *pages, size_t count)
{
    /* What savepoints take back is kept in memory; has an effect before the first store is opened. */
    sqlite3_config(SQLITE_CONFIG_STMTJRNL_SPILL, -1);
    struct arena *arena = arena_new(ARENA_BYTES);
    struct force *force = ARENA_NEW(arena, struct force);
    char dir[] = "/dev/shm/reeve-prove-XXXXXX", elsewhere[] = "/tmp/reeve-prove-XXXXXX";
    const char *made = access("/dev/shm", W_OK) == 0 ? mkdtemp(dir) : mkdtemp(elsewhere);
    force->arena = arena;
    if (!made || count > FORCE_PAGES || !write_text(made, force_text(arena, pages, count)))
        abort();
    force->dir = arena_string(arena, text_of(made));
    force->engine = make_engine(force, made);
    if (!force->engine) {
        remove_folder(made);
        arena_free(arena);
        return NULL;
    }
    force->scratch = arena_new(SCRATCH_BYTES);
    force->log = buf_in(arena);
    force->rulebook = engine_rulebook(force->engine);
    force->page_count = count;
    for (size_t i = 0; i < count; i++) {
        force->pages[i] = rulebook_register(force->rulebook, arena_format(arena, "p%zu", i));
        force->texts[i] = arena_text(arena, pages[i]);
    }
    for (size_t i = 0; i < FORCE_PEOPLE; i++)
        make_person(force, i);
    return force;
}

void force_free(struct force *force)
{
    engine_close(force->engine);
    remove_folder(force->dir);
    arena_free(force->scratch);
    arena_free(force->arena);
}

/* ---- trying ---- */

struct work {
    struct job job;
    struct force *force;
    void (*run)(struct force *force, void *context);
    void *context;
};

static enum job_wish work_run(struct job *job, struct conn *conn)
{
    struct work *work = (struct work *)job;
    work->force->conn = conn;
    work->run(work->force, work->context);
    work->force->conn = NULL;
    return JOB_UNDO;
}

void force_try(struct force *force, void (*work)(struct force *force, void *context), void *context)
{
    struct work task = {.job = {.run = work_run}, .force = force, .run = work, .context = context};
    if (writer_run(engine_writer(force->engine), &task.job) != JOB_UNDONE)
        abort();
}

void force_mark(struct force *force)
{
    if (force->mark_count == FORCE_MARKS || !conn_savepoint(force->conn))
        abort();
    force->marks[force->mark_count++] = force->log.n;
}

void force_back(struct force *force)
{
    if (!conn_rollback_to(force->conn))
        abort();
    force->log.n = force->marks[--force->mark_count];
}

bool force_broke(const struct force *force, const struct never *never)
{
    for (size_t i = 0; i < force->broken_count; i++)
        if (force->broken[i] == never)
            return true;
    return false;
}

/* ---- the log: what a person would have to do to see it again ---- */

static void log_input(struct buf *log, const struct input *input)
{
    buf_format(log, " %.*s=", TEXT_ARGS(input->name));
    if (input->kind == INPUT_TEXT)
        buf_put(log, input->text);
    else if (input->kind == INPUT_NUMBER || input->kind == INPUT_FLAG)
        buf_int(log, input->number);
    for (size_t i = 0; input->kind == INPUT_LIST && i < input->count; i++)
        buf_format(log, "%s%.*s", i ? "," : "", TEXT_ARGS(input->items[i].text));
}

static void log_command(struct force *force, const struct command *command)
{
    static const char *const names[] = {[COMMAND_OPEN] = "open",
                                        [COMMAND_EDIT] = "edit",
                                        [COMMAND_ACT] = "act",
                                        [COMMAND_COMMENT] = "comment",
                                        [COMMAND_MEETING] = "call a meeting",
                                        [COMMAND_ATTENDANCE] = "attendance",
                                        [COMMAND_MEETING_OPEN] = "open the meeting",
                                        [COMMAND_DECIDE] = "decide",
                                        [COMMAND_PERSON_EDIT] = "person",
                                        [COMMAND_GRANT] = "grant",
                                        [COMMAND_GRANT_END] = "end grant",
                                        [COMMAND_DEPUTY] = "deputy",
                                        [COMMAND_DEPUTY_END] = "end deputy",
                                        [COMMAND_ABSENCE] = "absence"};
    struct buf *log = &force->log;
    buf_puts(log, "    ");
    for (size_t i = 0; i < FORCE_PEOPLE; i++)
        if (command->actor == force->people[i])
            buf_format(log, "p%zu ", i + 1);
    buf_format(log, "%s%s", command->imported ? "import " : "", names[command->kind]);
    struct text words[] = {command->register_name, command->number,  command->action, command->board,
                           command->seat,          command->person,  command->role,   command->per,
                           command->deputy,        command->meeting, command->text};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (words[i].n)
            buf_format(log, " %.*s", TEXT_ARGS(words[i]));
    if (command->imported)
        buf_format(log, " state=%d", command->import_state);
    for (size_t i = 0; i < command->input_count; i++)
        log_input(log, &command->inputs[i]);
    for (size_t i = 0; i < command->vote_count; i++)
        buf_format(log, " %.*s:%.*s", TEXT_ARGS(command->votes[i].person), TEXT_ARGS(command->votes[i].vote));
    buf_char(log, '\n');
}

enum outcome force_do(struct force *force, const struct command *command)
{
    struct command given = *command;
    given.actor = command->actor ? command->actor : event_operator(1000);
    force->broken_count = 0;
    command_within(force->engine, force->conn, force->scratch, &given, &force->answer);
    if (conn_status(force->conn) != STORE_OK) {
        printf("the store failed: %s\n", conn_error(force->conn));
        abort();
    }
    if (force->answer.outcome == OUTCOME_DONE)
        log_command(force, command);
    else
        force->broken_count = 0;
    return force->answer.outcome;
}

void force_pass(struct force *force, int64_t microseconds)
{
    if (!engine_set_clock(force->engine, engine_now(force->engine) + microseconds))
        abort();
}

void force_wait(struct force *force, int64_t microseconds)
{
    force->broken_count = 0;
    force_pass(force, microseconds);
    buf_format(&force->log, "    wait %lld minutes\n", (long long)(microseconds / TIME_MINUTE));
    if (!system_sweep(world_new(force->scratch, force->engine, force->conn, EVENT_SYSTEM)))
        abort();
}

/* ---- people ---- */

struct text force_username(size_t person)
{
    static const char names[FORCE_PEOPLE][3] = {"p1", "p2", "p3", "p4", "p5", "p6", "p7", "p8", "p9"};
    return text_of(names[person]);
}

/* Ids of all that hold now in `holding` or `deputy`, of one person and role where these are said. */
static int64_t *current(struct force *force, const char *table, size_t person, struct text role,
                        size_t *count)
{
    struct text sql =
        arena_format(force->scratch,
                     "SELECT \"_id\" FROM \"%s\" WHERE (?1=0 OR \"person\"=?1) AND (?2='' OR \"role\"=?2) "
                     "AND (\"to\" IS NULL OR \"to\">?3)",
                     table);
    STMT_SCOPED stmt = conn_prepare(force->conn, sql);
    stmt_bind_int(stmt, 1, person < FORCE_PEOPLE ? force->people[person] : 0);
    stmt_bind_text(stmt, 2, role);
    stmt_bind_int(stmt, 3, engine_now(force->engine));
    int64_t *ids = NULL;
    size_t capacity = 0;
    *count = 0;
    while (stmt_row(stmt))
        *ARENA_PUSH(force->scratch, ids, *count, capacity) = stmt_int(stmt, 0);
    return ids;
}

void force_grant(struct force *force, size_t person, const struct role *role, struct text per,
                 bool since_long)
{
    static const int64_t long_since = 3650 * TIME_DAY;
    force_do(force, &(struct command){.kind = COMMAND_GRANT,
                                      .person = force_username(person),
                                      .role = role->name,
                                      .per = per,
                                      .from = engine_now(force->engine) - (since_long ? long_since : 0),
                                      .to = INT64_MIN});
}

static size_t person_of(const struct force *force, int64_t id)
{
    size_t person = 0;
    while (person < FORCE_PEOPLE && force->people[person] != id)
        person++;
    return person;
}

void force_end_roles(struct force *force, size_t person, const struct role *role)
{
    size_t count;
    const struct reg *reg = force->rulebook->holding;
    const int64_t *ids = current(force, "holding", person, role ? role->name : (struct text){0}, &count);
    for (size_t i = 0; i < count; i++) {
        struct world *world = world_new(force->scratch, force->engine, force->conn, 0);
        struct record *holding = world_record(world, reg, ids[i]);
        size_t holder = person_of(force, world_value(world, holding, reg_field(reg, TEXT("person"))).i);
        if (holder < FORCE_PEOPLE)
            force_do(force, &(struct command){.kind = COMMAND_GRANT_END,
                                              .person = force_username(holder),
                                              .id = ids[i],
                                              .from = INT64_MIN});
    }
}

void force_deputy(struct force *force, size_t deputy, size_t person, const struct role *role)
{
    force_do(force, &(struct command){.kind = COMMAND_DEPUTY,
                                      .person = force_username(person),
                                      .deputy = force_username(deputy),
                                      .role = role ? role->name : (struct text){0},
                                      .from = INT64_MIN,
                                      .to = INT64_MIN});
}

void force_end_deputies(struct force *force)
{
    for (size_t person = 0; person < FORCE_PEOPLE; person++) {
        size_t count;
        const int64_t *ids = current(force, "deputy", person, (struct text){0}, &count);
        for (size_t i = 0; i < count; i++)
            force_do(force, &(struct command){.kind = COMMAND_DEPUTY_END,
                                              .person = force_username(person),
                                              .id = ids[i],
                                              .from = INT64_MIN});
    }
}

void force_manager(struct force *force, size_t manager, size_t person)
{
    struct input input = {.name = TEXT("manager"), .kind = INPUT_TEXT, .text = force_username(manager)};
    force_do(force, &(struct command){.kind = COMMAND_PERSON_EDIT,
                                      .person = force_username(person),
                                      .inputs = &input,
                                      .input_count = 1});
}

struct text force_meeting(struct force *force, const struct board *board, const int *seats)
{
    struct command command = {
        .kind = COMMAND_MEETING, .board = board->name, .from = engine_now(force->engine), .to = INT64_MIN};
    if (force_do(force, &command) != OUTCOME_DONE)
        return (struct text){0};
    command.meeting = force->answer.number;
    command.kind = COMMAND_ATTENDANCE;
    for (size_t i = 0; i < board->member_count; i++) {
        if (seats[i] < 0)
            continue;
        command.seat = board->members[i]->name;
        command.person = force_username((size_t)seats[i]);
        if (force_do(force, &command) != OUTCOME_DONE)
            return (struct text){0};
    }
    command.kind = COMMAND_MEETING_OPEN;
    return force_do(force, &command) == OUTCOME_DONE ? command.meeting : (struct text){0};
}

struct record *force_record(struct force *force, const struct reg *reg, struct text number)
{
    return world_find(world_new(force->scratch, force->engine, force->conn, 0), reg, number);
}
