/* The only file that names libmicrohttpd. */
#include <arpa/inet.h>
#include <errno.h>
#include <microhttpd.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "http/accept.h"
#include "http/guard.h"
#include "http/socket.h"
#include "http/watch.h"

enum {
    THREADS = 2,
    CONNECTIONS = 512,
    CONNECTIONS_OF_ONE_ADDRESS = 64,
    PATIENCE_S = 30,
    HALF_SENT_S = 1,        /* when stopping: for the rest of a request */
    FAREWELL_S = 10,        /* and for an answer to be taken */
    POOL_BYTES = 40 * 1024, /* of the library, for one connection: more than our own limits together */
    ARENA_BYTES = 64 * 1024 * 1024,
    BODIES_BYTES = 256 * 1024 * 1024, /* of all requests being read or handled at one time */
    DISCARD_BYTES =
        64 * 1024 * 1024, /* a refused body up to here is read, so that the sender sees our answer */
    SLOWEST_BYTES_PER_S = 32 * 1024, /* what a large body must reach on average */
};

struct http_server {
    struct http_settings settings;
    struct MHD_Daemon *daemon;
    struct watch *watch;
    int listener;
    struct accepter *accepter;
    uint16_t port;
    atomic_size_t body_bytes;
    atomic_size_t connections; /* taken and not over */
    pthread_mutex_t lock;      /* over the rest */
    pthread_cond_t changed;
    size_t open; /* exchanges begun and not over */
    size_t full; /* of those, whose request has been read */
    size_t held; /* of those, with a handler that has not answered */
    bool closed; /* no handler is called any more */
    atomic_bool stopping;
};

enum stage { WITH_HANDLER, ASLEEP, ANSWERED };

struct live {
    struct http_exchange exchange; /* first, so that one pointer is both */
    struct http_server *server;
    struct MHD_Connection *connection;
    struct watched *watched;
    struct http_fault fault;
    bool head_read, handed, close;
    char *body;
    uint64_t length, received; /* of the body */
    _Atomic(enum stage) stage;
};

/* ---- Reading the head ---- */

static enum MHD_Result collect_header(void *context, enum MHD_ValueKind kind, const char *name,
                                      size_t name_size, const char *value, size_t value_size)
{
    (void)kind;
    struct http_request *request = context;
    struct text lower = arena_lower(request->arena, (struct text){name, name_size});
    http_pairs_add(&request->headers, request->arena, lower,
                   arena_text(request->arena, (struct text){value, value ? value_size : 0}));
    return MHD_YES;
}

static bool is_numeric_address(struct arena *arena, struct text text)
{
    unsigned char address[sizeof(struct in6_addr)];
    const char *s = arena_string(arena, text);
    return inet_pton(AF_INET, s, address) == 1 || inet_pton(AF_INET6, s, address) == 1;
}

/* The last entry of X-Forwarded-For is the one our own proxy wrote; those before it are hearsay. */
static void believe_proxy(struct http_request *request)
{
    struct text last = TEXT("");
    for (size_t i = 0; i < request->headers.count; i++) {
        if (text_is(request->headers.items[i].name, "x-forwarded-for"))
            last = request->headers.items[i].value;
    }
    while (text_find(last, ',') < last.n)
        text_cut(&last, ',');
    last = text_trim(last);
    if (is_numeric_address(request->arena, last))
        request->peer = last;
    request->secure = text_is(http_pairs_get(&request->headers, "x-forwarded-proto"), "https");
}

static struct text peer_of(struct arena *arena, struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    char host[INET6_ADDRSTRLEN] = "";
    if (info && info->client_addr && info->client_addr->sa_family == AF_INET)
        inet_ntop(AF_INET, &((const struct sockaddr_in *)(const void *)info->client_addr)->sin_addr, host,
                  sizeof host);
    else if (info && info->client_addr && info->client_addr->sa_family == AF_INET6)
        inet_ntop(AF_INET6, &((const struct sockaddr_in6 *)(const void *)info->client_addr)->sin6_addr, host,
                  sizeof host);
    return arena_text(arena, text_of(host));
}

static size_t body_limit(const struct live *live)
{
    const struct http_settings *settings = &live->server->settings;
    size_t limit = settings->body_limit ? settings->body_limit(settings->context, &live->exchange.request)
                                        : HTTP_BODY_BYTES;
    return limit < HTTP_BODY_LARGEST ? limit : HTTP_BODY_LARGEST;
}

/* The bytes are reserved now and touched as they come: a length alone costs nothing. */
static struct http_fault reserve_body(struct live *live)
{
    size_t limit = body_limit(live);
    if (live->length > limit) {
        struct text message =
            arena_format(live->exchange.request.arena,
                         "This is too large: %llu bytes were sent, and at most %zu are taken here. Go "
                         "back and send less.",
                         (unsigned long long)live->length, limit);
        return (struct http_fault){413, message.s};
    }
    if (live->length) {
        live->body = malloc(live->length);
        if (!live->body)
            return (struct http_fault){503, "The server is short of memory. Try again in a minute."};
    }
    return (struct http_fault){0, NULL};
}

/* True when the rest of the request can be read to its end; false when it must be answered and cut now,
 * because nobody can say where it ends or it is too much to throw away. */
static bool read_head(struct live *live, const char *method, const char *version)
{
    struct http_request *request = &live->exchange.request;
    live->head_read = true;
    MHD_get_connection_values_n(live->connection, MHD_HEADER_KIND, collect_header, request);
    request->peer = peer_of(request->arena, live->connection);
    if (live->server->settings.behind_proxy)
        believe_proxy(request);

    live->fault = http_guard_headers(&request->headers, text_of(version), &live->length);
    if (live->fault.status)
        return false;
    live->close = live->length > 0 && !live->server->settings.behind_proxy;
    live->fault = http_guard_target(request);
    if (!live->fault.status)
        live->fault = http_guard_fields(request, text_of(method));
    if (!live->fault.status)
        live->fault = reserve_body(live);
    watch_expect(live->server->watch, live->watched,
                 live->server->settings.patience + live->length / SLOWEST_BYTES_PER_S);
    bool waits_for_consent = http_header(request, "expect") != NULL;
    return !live->fault.status || (live->length <= DISCARD_BYTES && !waits_for_consent);
}

static void take_body(struct live *live, const char *bytes, size_t n)
{
    if (live->fault.status)
        return;
    if (n > live->length - live->received) {
        live->fault = (struct http_fault){400, "The body is longer than its Content-Length."};
        return;
    }
    if (atomic_fetch_add(&live->server->body_bytes, n) + n > BODIES_BYTES)
        live->fault = (struct http_fault){503, "Too much is being sent at once. Try again in a minute."};
    memcpy(live->body + live->received, bytes, n);
    live->received += n;
}

/* ---- Answering ---- */

static bool may_have_body(unsigned status)
{
    return status >= 200 && status != 204 && status != 304;
}

static enum MHD_Result send_response(struct live *live)
{
    struct http_response *filled = &live->exchange.response;
    struct text body = filled->body.n ? buf_text(&filled->body) : filled->constant;
    if (!may_have_body(filled->status))
        body = TEXT("");
    /* The library takes a pointer to mutable bytes and, told that they persist, only reads them. */
    struct MHD_Response *response =
        MHD_create_response_from_buffer(body.n, (void *)(uintptr_t)body.s, MHD_RESPMEM_PERSISTENT);
    if (!response)
        return MHD_NO;
    /* An answer that has lost a header is not sent: it may be the one that keeps it out of a frame. */
    struct arena *arena = live->exchange.request.arena;
    bool whole = true;
    for (size_t i = 0; whole && i < filled->headers.count; i++)
        whole = MHD_add_response_header(response, arena_string(arena, filled->headers.items[i].name),
                                        arena_string(arena, filled->headers.items[i].value)) == MHD_YES;
    if (live->close || atomic_load(&live->server->stopping))
        whole &= MHD_add_response_header(response, "Connection", "close") == MHD_YES;
    enum MHD_Result result = whole ? MHD_queue_response(live->connection, filled->status, response) : MHD_NO;
    MHD_destroy_response(response);
    return result;
}

static enum MHD_Result send_fault(struct live *live)
{
    live->close = true;
    http_refuse(&live->exchange, live->fault.status, live->fault.message);
    return send_response(live);
}

/* http_answer: from the handler itself, or from any other thread later. Once the stage says ANSWERED the pool
 * thread may free the exchange, unless its connection is asleep and only we can wake it. */
static void finish(struct http_exchange *exchange)
{
    struct live *live = (struct live *)exchange;
    struct http_server *server = live->server;
    struct MHD_Connection *connection = live->connection;
    if (atomic_exchange(&live->stage, ANSWERED) == ASLEEP)
        MHD_resume_connection(connection);
    pthread_mutex_lock(&server->lock);
    server->held--;
    pthread_cond_broadcast(&server->changed);
    pthread_mutex_unlock(&server->lock);
}

static bool count_as_held(struct http_server *server)
{
    pthread_mutex_lock(&server->lock);
    bool held = !server->closed;
    server->full++;
    server->held += held;
    pthread_mutex_unlock(&server->lock);
    return held;
}

static enum MHD_Result hand_over(struct live *live)
{
    struct http_server *server = live->server;
    live->exchange.request.body = (struct text){live->body, live->received};
    live->handed = true;
    watch_expect(server->watch, live->watched, 0);
    if (!count_as_held(server)) {
        live->fault = (struct http_fault){503, "The server is stopping. Try again in a minute."};
        return send_fault(live);
    }
    server->settings.handle(server->settings.context, &live->exchange);
    if (atomic_load(&live->stage) == ANSWERED)
        return send_response(live);
    MHD_suspend_connection(live->connection);
    enum stage expected = WITH_HANDLER;
    if (!atomic_compare_exchange_strong(&live->stage, &expected, ASLEEP))
        MHD_resume_connection(live->connection);
    return MHD_YES;
}

/* ---- What the library calls ---- */

static void *on_request_line(void *context, const char *target, struct MHD_Connection *connection)
{
    struct http_server *server = context;
    struct live *live = calloc(1, sizeof *live);
    if (!live)
        return NULL;
    struct arena *arena = arena_new(ARENA_BYTES);
    http_exchange_init(&live->exchange, arena, finish);
    live->exchange.request.target = arena_text(arena, text_of(target));
    live->exchange.request.method = HTTP_METHODS;
    live->server = server;
    live->connection = connection;
    live->watched = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT)->socket_context;
    atomic_init(&live->stage, WITH_HANDLER);
    pthread_mutex_lock(&server->lock);
    server->open++;
    pthread_mutex_unlock(&server->lock);
    return live;
}

static enum MHD_Result on_request(void *context, struct MHD_Connection *connection, const char *url,
                                  const char *method, const char *version, const char *bytes, size_t *size,
                                  void **exchange)
{
    (void)context, (void)connection, (void)url;
    struct live *live = *exchange;
    if (!live || !live->watched)
        return MHD_NO;
    if (!live->head_read)
        return read_head(live, method, version) ? MHD_YES : send_fault(live);
    if (*size) {
        take_body(live, bytes, *size);
        *size = 0;
        return MHD_YES;
    }
    if (live->fault.status)
        return send_fault(live);
    return live->handed ? send_response(live) : hand_over(live);
}

static void on_completed(void *context, struct MHD_Connection *connection, void **exchange,
                         enum MHD_RequestTerminationCode why)
{
    (void)connection, (void)why;
    struct http_server *server = context;
    struct live *live = *exchange;
    if (!live)
        return;
    *exchange = NULL;
    if (live->watched)
        watch_expect(server->watch, live->watched, server->settings.patience);
    bool full = live->handed;
    atomic_fetch_sub(&server->body_bytes, live->received);
    free(live->body);
    arena_free(live->exchange.request.arena);
    free(live);
    pthread_mutex_lock(&server->lock);
    server->open--;
    server->full -= full;
    pthread_cond_broadcast(&server->changed);
    pthread_mutex_unlock(&server->lock);
}

static void on_connection(void *context, struct MHD_Connection *connection, void **socket_context,
                          enum MHD_ConnectionNotificationCode what)
{
    struct http_server *server = context;
    struct watched *watched = *socket_context;
    if (what == MHD_CONNECTION_NOTIFY_STARTED) {
        watched = calloc(1, sizeof *watched);
        if (!watched)
            return;
        watch_add(server->watch, watched,
                  MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd);
        watch_expect(server->watch, watched, server->settings.patience);
        *socket_context = watched;
        return;
    }
    atomic_fetch_sub(&server->connections, 1);
    if (watched)
        watch_remove(server->watch, watched);
    free(watched);
    *socket_context = NULL;
}

/* Addresses are decoded by http_guard_target; the library's own attempt is switched off. */
static size_t leave_escaped(void *context, struct MHD_Connection *connection, char *s)
{
    (void)context, (void)connection;
    return strlen(s);
}

/* ---- Starting and stopping ---- */

/* Goes to the workers in turn, by its number. */
static void take_connection(void *context, int fd, const struct sockaddr *address, socklen_t size)
{
    struct http_server *server = context;
    atomic_fetch_add(&server->connections, 1);
    if (MHD_add_connection(server->daemon, fd, address, size) != MHD_YES)
        atomic_fetch_sub(&server->connections, 1);
}

static bool has_room(void *context)
{
    struct http_server *server = context;
    return atomic_load(&server->connections) < server->settings.connections;
}

static struct MHD_Daemon *start_daemon(struct http_server *server)
{
    const struct http_settings *settings = &server->settings;
    unsigned flags =
        MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_NO_LISTEN_SOCKET | MHD_USE_ITC | MHD_ALLOW_SUSPEND_RESUME;
    bool anyone_may_come = !settings->listen.loopback && !settings->behind_proxy;
    struct MHD_OptionItem options[] = {
        {MHD_OPTION_THREAD_POOL_SIZE, (intptr_t)settings->threads, NULL},
        /* has_room keeps the limit; the library would send away who comes beyond its own. */
        {MHD_OPTION_CONNECTION_LIMIT, (intptr_t)((settings->connections + 1) * settings->threads), NULL},
        {MHD_OPTION_PER_IP_CONNECTION_LIMIT, anyone_may_come ? CONNECTIONS_OF_ONE_ADDRESS : 0, NULL},
        {MHD_OPTION_CONNECTION_TIMEOUT, (intptr_t)settings->patience, NULL},
        {MHD_OPTION_CONNECTION_MEMORY_LIMIT, POOL_BYTES, NULL},
        {MHD_OPTION_STRICT_FOR_CLIENT, 1, NULL},
        {MHD_OPTION_END, 0, NULL},
    };
    return MHD_start_daemon(flags, 0, NULL, NULL, on_request, server, MHD_OPTION_URI_LOG_CALLBACK,
                            on_request_line, server, MHD_OPTION_UNESCAPE_CALLBACK, leave_escaped, NULL,
                            MHD_OPTION_NOTIFY_COMPLETED, on_completed, server, MHD_OPTION_NOTIFY_CONNECTION,
                            on_connection, server, MHD_OPTION_ARRAY, options, MHD_OPTION_END);
}

static struct http_server *server_new(const struct http_settings *settings)
{
    struct http_server *server = calloc(1, sizeof *server);
    if (!server)
        return NULL;
    server->settings = *settings;
    server->settings.threads = settings->threads ? settings->threads : THREADS;
    server->settings.connections = settings->connections ? settings->connections : CONNECTIONS;
    server->settings.patience = settings->patience ? settings->patience : PATIENCE_S;
    pthread_mutex_init(&server->lock, NULL);
    pthread_condattr_t monotonic;
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&server->changed, &monotonic);
    pthread_condattr_destroy(&monotonic);
    return server;
}

static void server_free(struct http_server *server)
{
    watch_stop(server->watch);
    pthread_cond_destroy(&server->changed);
    pthread_mutex_destroy(&server->lock);
    free(server);
}

static bool start(struct http_server *server, int listener)
{
    server->listener = listener;
    server->port = http_socket_port(listener);
    server->watch = watch_start();
    server->daemon = server->watch ? start_daemon(server) : NULL;
    server->accepter = server->daemon ? accept_start(listener, take_connection, has_room, server) : NULL;
    if (server->daemon && !server->accepter)
        MHD_stop_daemon(server->daemon);
    return server->accepter != NULL;
}

struct http_server *http_start(const struct http_settings *settings, char *why, size_t why_size)
{
    if (!settings->listen.loopback && !settings->allow_remote) {
        snprintf(
            why, why_size,
            "%s can be reached from other machines, and only a proxy such as nginx should face a network. "
            "Listen on 127.0.0.1, or allow it expressly if the network between is yours",
            settings->listen.host);
        return NULL;
    }
    int listener = http_socket_listen(&settings->listen, why, why_size);
    if (listener < 0)
        return NULL;
    struct http_server *server = server_new(settings);
    if (server && start(server, listener))
        return server;
    snprintf(why, why_size, "cannot start the web server: the machine is short of memory or threads");
    close(listener);
    if (server)
        server_free(server);
    return NULL;
}

uint16_t http_port(const struct http_server *server)
{
    return server->port;
}

/* Until none of the counted is left, or the time is over; with the lock. */
static void wait_while(struct http_server *server, const size_t *counted, time_t seconds)
{
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += seconds;
    while (*counted && pthread_cond_timedwait(&server->changed, &server->lock, &until) != ETIMEDOUT)
        continue;
}

static void wait_for_exchanges(struct http_server *server)
{
    pthread_mutex_lock(&server->lock);
    wait_while(server, &server->open, HALF_SENT_S);
    wait_while(server, &server->full, FAREWELL_S);
    server->closed = true;
    /* What a handler holds is a promise: the library cannot stop while a connection sleeps. */
    while (server->held)
        pthread_cond_wait(&server->changed, &server->lock);
    pthread_mutex_unlock(&server->lock);
}

void http_stop(struct http_server *server)
{
    if (!server)
        return;
    atomic_store(&server->stopping, true);
    accept_stop(server->accepter);
    close(server->listener);
    wait_for_exchanges(server);
    MHD_stop_daemon(server->daemon);
    server_free(server);
}
