/* The ceilings: `constant PORT BODY [DATA SQL COLUMNS]` answers GET / with the bytes of the file BODY, and
 * GET /sql with the same bytes after running the statement in the file SQL on DATA and reading so many
 * columns of all its rows. Ends with SIGTERM. */
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#include "http/http.h"
#include "store/store.h"

struct ceiling {
    struct text body, sql;
    int columns; /* that the statement gives */
    struct store *store;
};

static struct text read_file(struct arena *arena, const char *path)
{
    FILE *file = fopen(path, "r");
    if (!file) {
        perror(path);
        exit(1);
    }
    char *bytes = arena_alloc(arena, 4 << 20);
    struct text text = {bytes, fread(bytes, 1, 4 << 20, file)};
    fclose(file);
    return text;
}

static void run_sql(struct ceiling *ceiling)
{
    struct conn *conn = store_take(ceiling->store);
    {
        STMT_SCOPED stmt = conn_prepare(conn, ceiling->sql);
        while (stmt_row(stmt))
            for (int i = 0; i < ceiling->columns; i++)
                (void)stmt_text(stmt, i);
        if (conn_status(conn) != STORE_OK)
            fprintf(stderr, "constant: %s\n", conn_error(conn));
    }
    store_give(ceiling->store, conn);
}

static void handle(void *context, struct http_exchange *exchange)
{
    struct ceiling *ceiling = context;
    if (ceiling->store && exchange->request.segment_count)
        run_sql(ceiling);
    http_begin(exchange, 200, "text/html; charset=utf-8");
    exchange->response.constant = ceiling->body;
    http_answer(exchange);
}

int main(int argc, char **argv)
{
    if (argc != 3 && argc != 6) {
        fprintf(stderr, "usage: constant PORT BODY [DATA SQL COLUMNS]\n");
        return 2;
    }
    ARENA_SCOPED arena = arena_new(32 << 20);
    struct ceiling ceiling = {.body = read_file(arena, argv[2])};
    struct http_settings settings = {.context = &ceiling, .handle = handle};
    struct text why = {0};
    char fault[200];
    sigset_t stop;
    int got;
    snprintf(fault, sizeof fault, "127.0.0.1:%s", argv[1]);
    if (http_address_parse(text_of(fault), &settings.listen))
        return 2;
    if (argc == 6) {
        ceiling.columns = atoi(argv[5]);
        ceiling.sql = read_file(arena, argv[4]);
        if (store_open(arena, argv[3], STORE_READ, &ceiling.store, &why) != STORE_OK) {
            fprintf(stderr, "constant: %.*s\n", TEXT_ARGS(why));
            return 1;
        }
    }
    sigemptyset(&stop);
    sigaddset(&stop, SIGTERM);
    sigaddset(&stop, SIGINT);
    pthread_sigmask(SIG_BLOCK, &stop, NULL);
    struct http_server *server = http_start(&settings, fault, sizeof fault);
    if (!server) {
        fprintf(stderr, "constant: %s\n", fault);
        return 1;
    }
    sigwait(&stop, &got);
    http_stop(server);
    store_close(ceiling.store);
    return 0;
}
