#include "faces/cli/serve.h"

#include <malloc.h>
#include <signal.h>

#include "base/log.h"
#include "engine/file.h"
#include "faces/cli/socket.h"

enum { WORKERS = 4, WORKERS_WAIT = 4096, MEBIBYTE = 1 << 20, UPLOADS_MOST = 1 << 20 };

struct server {
    struct face face;
    struct http_router *router;
    struct http_server *http;
    struct socket_server *socket;
};

static size_t body_limit(void *context, const struct http_request *request)
{
    const struct server *server = context;
    struct http_match match;
    if (http_route_find(server->router, request, &match) != HTTP_ROUTED)
        return HTTP_BODY_BYTES;
    const struct face_target *target = match.route->target;
    return target->body_limit ? target->body_limit : HTTP_BODY_BYTES;
}

static void handle(void *context, struct http_exchange *exchange)
{
    struct server *server = context;
    face_serve(&server->face, server->router, exchange);
}

/* All faces' routes in one table. */
static bool make_router(struct cli *cli, struct server *server, bool test_clock)
{
    size_t total = 0, count;
    struct text mistake;
    for (size_t i = 0; serve_faces[i]; i++) {
        serve_faces[i](test_clock, &count);
        total += count;
    }
    struct http_route *routes = ARENA_ARRAY(cli->arena, struct http_route, total);
    total = 0;
    for (size_t i = 0; serve_faces[i]; i++) {
        const struct http_route *own = serve_faces[i](test_clock, &count);
        for (size_t k = 0; k < count; k++)
            routes[total++] = own[k];
    }
    server->router = http_router_new(cli->arena, routes, total, &mistake);
    if (!server->router)
        cli_refuse(cli, "the routes do not fit together: %.*s", TEXT_ARGS(mistake));
    return server->router != NULL;
}

static bool read_address(struct cli *cli, struct http_settings *settings)
{
    const char *listen = cli_option(cli, "listen");
    const char *fault = http_address_parse(text_of(listen ? listen : "127.0.0.1:8420"), &settings->listen);
    if (fault) {
        cli_misuse(cli, "--listen: %s", fault);
        return false;
    }
    if (!settings->listen.loopback && cli_option(cli, "test-clock")) {
        cli_misuse(cli, "--test-clock is for tests on this machine: listen on 127.0.0.1 with it");
        return false;
    }
    settings->behind_proxy = cli_option(cli, "behind-proxy") != NULL;
    settings->allow_remote = !settings->listen.loopback;
    return true;
}

/* What a page used stays for the next one: giving it back to the system and asking for it anew costs more
 * than many a page. Arenas grow by up to 1 MiB at a time. */
static void keep_memory(void)
{
    mallopt(M_MMAP_THRESHOLD, 4 << 20);
    mallopt(M_TRIM_THRESHOLD, 8 << 20);
}

static bool start(struct cli *cli, struct server *server, struct http_settings *settings)
{
    char why[256];
    server->face.identity = identity_open(server->face.engine);
    server->face.workers = workers_start(WORKERS, WORKERS_WAIT);
    if (!server->face.identity || !server->face.workers) {
        cli_refuse(cli, "no threads or memory are to be had on this machine");
        return false;
    }
    server->face.tally = tally_new();
    if (!make_router(cli, server, engine_has_test_clock(server->face.engine)))
        return false;
    settings->context = server;
    settings->body_limit = body_limit;
    settings->handle = handle;
    server->http = http_start(settings, why, sizeof why);
    if (!server->http)
        cli_refuse(cli, "%s", why);
    return server->http != NULL;
}

static void stop(struct server *server)
{
    socket_stop(server->socket);
    http_stop(server->http);
    workers_stop(server->face.workers);
    tally_free(server->face.tally);
    identity_close(server->face.identity);
}

static void wait_for_end(const sigset_t *signals)
{
    int signal;
    while (sigwait(signals, &signal) != 0)
        continue;
    log_info("stopping: finishing what is under way");
}

int cli_serve(struct cli *cli)
{
    struct http_settings settings = {0};
    struct server server = {0};
    int64_t uploads = ENGINE_UPLOADS / MEBIBYTE;
    sigset_t signals;
    if (!read_address(cli, &settings) ||
        !cli_number(cli, "uploads", FILE_BYTES_MAX / MEBIBYTE, UPLOADS_MOST, &uploads))
        return CLI_USAGE;
    keep_memory();
    /* Before any thread starts, so that only this one ever sees them. */
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    pthread_sigmask(SIG_BLOCK, &signals, NULL);
    signal(SIGPIPE, SIG_IGN);
    server.face.engine = cli_open(cli);
    if (!server.face.engine)
        return CLI_REFUSED;
    engine_set_uploads(server.face.engine, uploads * MEBIBYTE);
    server.face.secure = settings.behind_proxy;
    server.face.lost = serve_lost;
    bool started = start(cli, &server, &settings);
    if (started) {
        server.socket = socket_start(server.face.engine, cli->words[0], cli->commands);
        struct text force = engine_force(server.face.engine);
        log_info("%.*s, rulebook %.*s: listening on %s port %u", TEXT_ARGS(force),
                 TEXT_ARGS(engine_rulebook(server.face.engine)->version), settings.listen.host,
                 http_port(server.http));
        wait_for_end(&signals);
    }
    stop(&server);
    return started ? CLI_DONE : CLI_REFUSED;
}
