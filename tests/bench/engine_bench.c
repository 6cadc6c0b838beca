/* Commands a second against bare inserts of the same rows, in the same run: `engine_bench DATA SECONDS`, on
 * data that `fill` made and that may be spoiled (the bare rows belong to no record). */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

#include "engine/command.h"
#include "engine/write.h"

enum { CLIENTS = 64, BARE_VALUES = 8, BODY_BYTES = 700 };

struct bench {
    struct engine *engine;
    int64_t person;
    int64_t until; /* microseconds of the machine's clock */
    bool bare;
    atomic_llong done, bare_id;
};

static void bind_row(struct stmt *stmt, int64_t id, struct text body)
{
    stmt_bind_int(stmt, 1, id);
    stmt_bind_text(stmt, 2, body);
}

/* What one opening leaves on the disk: an event, its values, a row with its indexes, words. */
static bool insert_bare(struct world *world, void *context)
{
    static char bytes[BODY_BYTES];
    struct bench *bench = context;
    struct text body = {bytes, sizeof bytes};
    int64_t id = (int64_t)1 << 40 | atomic_fetch_add(&bench->bare_id, 1);
    STMT_SCOPED event = conn_prepare(
        world->conn, TEXT("INSERT INTO bare_event VALUES(?1,'change',?1,1,CAST(?2 AS BLOB),zeroblob(32))"));
    bind_row(event, id, body);
    bool kept = stmt_run(event);
    for (int i = 0; kept && i < BARE_VALUES; i++) {
        STMT_SCOPED value =
            conn_prepare(world->conn, TEXT("INSERT INTO bare_value VALUES(?1,?2,zeroblob(32),zeroblob(60))"));
        stmt_bind_int(value, 1, id);
        stmt_bind_int(value, 2, i);
        kept = stmt_run(value);
    }
    STMT_SCOPED row = conn_prepare(
        world->conn, TEXT("INSERT INTO bare_row VALUES(?1,CAST(?1 AS TEXT),'draft',?1,CAST(?2 AS TEXT))"));
    bind_row(row, id, (struct text){bytes, sizeof bytes / 2});
    STMT_SCOPED words = conn_prepare(world->conn, TEXT("INSERT INTO bare_words(rowid,words) VALUES(?1,'one "
                                                       "change of the printers in the custody suite')"));
    stmt_bind_int(words, 1, id);
    return kept && stmt_run(row) && stmt_run(words);
}

static bool make_bare(struct world *world, void *context)
{
    (void)context;
    return conn_exec(
        world->conn,
        "CREATE TABLE bare_event(seq INTEGER PRIMARY KEY,register TEXT,record INTEGER,version INTEGER,"
        "body BLOB,leaf BLOB);CREATE UNIQUE INDEX bare_event_record ON bare_event(register,record,version);"
        "CREATE TABLE bare_value(seq INTEGER,tag INTEGER,salt BLOB,value BLOB,PRIMARY KEY(seq,tag)) WITHOUT "
        "ROWID;"
        "CREATE TABLE bare_row(id INTEGER PRIMARY KEY,number TEXT UNIQUE,state TEXT,updated INTEGER,rest "
        "TEXT);"
        "CREATE INDEX bare_row_a ON bare_row(updated);CREATE INDEX bare_row_b ON bare_row(state,updated);"
        "CREATE VIRTUAL TABLE bare_words USING fts5(words,tokenize='unicode61 remove_diacritics 2');");
}

static bool create(struct bench *bench, struct arena *arena)
{
    struct input inputs[] = {
        {.name = TEXT("summary"), .kind = INPUT_TEXT, .text = TEXT("One change of the printers")},
        {.name = TEXT("description"), .kind = INPUT_TEXT, .text = TEXT("In the custody suite")}};
    struct command command = {.kind = COMMAND_OPEN,
                              .actor = bench->person,
                              .register_name = TEXT("change"),
                              .inputs = inputs,
                              .input_count = 2};
    struct answer answer;
    command_run(bench->engine, arena, &command, &answer);
    if (answer.outcome != OUTCOME_DONE)
        fprintf(stderr, "engine_bench: %.*s\n", TEXT_ARGS(answer.message));
    return answer.outcome == OUTCOME_DONE;
}

static void *work(void *context)
{
    struct bench *bench = context;
    ARENA_SCOPED arena = arena_new(64 << 20);
    while (time_now() < bench->until) {
        bool done = bench->bare ? engine_write(bench->engine, 0, insert_bare, bench) : create(bench, arena);
        if (!done)
            break;
        atomic_fetch_add(&bench->done, 1);
        arena_reset(arena);
    }
    return NULL;
}

static double measure(struct bench *bench, int clients, bool bare, double seconds)
{
    pthread_t threads[CLIENTS];
    int64_t began = time_now();
    bench->until = began + (int64_t)(seconds * 1e6);
    bench->bare = bare;
    atomic_store(&bench->done, 0);
    for (int i = 0; i < clients; i++)
        if (pthread_create(&threads[i], NULL, work, bench) != 0)
            abort();
    for (int i = 0; i < clients; i++)
        pthread_join(threads[i], NULL);
    return (double)atomic_load(&bench->done) * 1e6 / (double)(time_now() - began);
}

int main(int argc, char **argv)
{
    static struct bench bench;
    struct text why;
    if (argc != 3) {
        fprintf(stderr, "usage: engine_bench DATA SECONDS\n");
        return 2;
    }
    ARENA_SCOPED arena = arena_new(64 << 20);
    bench.engine = engine_open(arena, argv[1], (struct engine_options){0}, &why);
    if (!bench.engine) {
        fprintf(stderr, "engine_bench: %.*s\n", TEXT_ARGS(why));
        return 1;
    }
    struct view view;
    if (view_open(&view, arena, bench.engine, 0)) {
        struct record *person = world_person(view.world, TEXT("bench"));
        bench.person = person ? person->id : 0;
    }
    view_close(&view);
    engine_write(bench.engine, 0, make_bare, NULL);
    static const int clients[] = {1, CLIENTS};
    for (int i = 0; i < 2; i++) {
        double bare = measure(&bench, clients[i], true, strtod(argv[2], NULL));
        double commands = measure(&bench, clients[i], false, strtod(argv[2], NULL));
        printf("create, %2d clients: %8.0f/s, bare inserts %8.0f/s, ratio %.2f\n", clients[i], commands, bare,
               bare > 0 ? commands / bare : 0);
    }
    engine_close(bench.engine);
    return 0;
}
