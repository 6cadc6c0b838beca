/* The server on a loopback port, spoken to over raw sockets. */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "http/http.h"
#include "http/test_client.h"

static struct http_server *server;
static atomic_int handled;

static void write_answer(struct http_exchange *exchange)
{
    const struct http_request *request = &exchange->request;
    http_begin(exchange, 200, "text/plain; charset=utf-8");
    buf_format(&exchange->response.body, "%s %.*s from %.*s body %zu", http_method_name(request->method),
               TEXT_ARGS(request->path), TEXT_ARGS(request->peer), request->body.n);
    http_answer(exchange);
}

static void *answer_later(void *argument)
{
    nanosleep(&(struct timespec){.tv_nsec = 2000000}, NULL);
    write_answer(argument);
    return NULL;
}

static void handle(void *context, struct http_exchange *exchange)
{
    (void)context;
    atomic_fetch_add(&handled, 1);
    struct text path = exchange->request.path;
    if (text_is(path, "/later")) {
        pthread_t thread;
        assert_int_equal(pthread_create(&thread, NULL, answer_later, exchange), 0);
        pthread_detach(thread);
    } else if (text_is(path, "/empty")) {
        exchange->response.status = 304;
        http_answer(exchange);
    } else {
        write_answer(exchange);
    }
}

static size_t limit(void *context, const struct http_request *request)
{
    (void)context;
    return text_is(request->path, "/api/v1/files") ? HTTP_BODY_LARGEST : 1024 * 1024;
}

/* `connections` 0: as many as it is used to. */
static struct http_server *start_for(unsigned connections, bool behind_proxy, unsigned patience)
{
    struct http_settings settings = {.connections = connections,
                                     .behind_proxy = behind_proxy,
                                     .patience = patience,
                                     .body_limit = limit,
                                     .handle = handle};
    assert_null(http_address_parse(TEXT("127.0.0.1:0"), &settings.listen));
    char why[300];
    struct http_server *started = http_start(&settings, why, sizeof why);
    if (!started)
        print_error("%s\n", why);
    assert_non_null(started);
    return started;
}

static struct http_server *start(bool behind_proxy, unsigned patience)
{
    return start_for(0, behind_proxy, patience);
}

static int setup(void **state)
{
    (void)state;
    server = start(false, 2);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    http_stop(server);
    return 0;
}

static bool is_closed(int s)
{
    char byte;
    return recv(s, &byte, 1, 0) <= 0;
}

static char reply[REPLY_BYTES];

/* ---- What is refused ---- */

#define BYTES(literal)                                                                                       \
    {                                                                                                        \
        "" literal, sizeof(literal) - 1                                                                      \
    }

static const struct {
    const char *what;
    struct text request;
    unsigned status; /* 0: closed without an answer */
} PROBES[] = {
    {"plain", BYTES("GET / HTTP/1.1\r\nHost: a\r\n\r\n"), 200},
    {"HTTP/1.0", BYTES("GET / HTTP/1.0\r\n\r\n"), 200},
    {"no host", BYTES("GET / HTTP/1.1\r\n\r\n"), 400},
    {"two hosts", BYTES("GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n"), 400},
    {"two hosts in one", BYTES("GET / HTTP/1.1\r\nHost: a,b\r\n\r\n"), 400},
    {"chunked", BYTES("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"), 411},
    {"chunked, odd case", BYTES("POST / HTTP/1.1\r\nhost: a\r\ntRANSFER-eNCODING: Chunked\r\n\r\n0\r\n\r\n"),
     411},
    {"chunked and a length",
     BYTES("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
     411},
    {"obscured chunked",
     BYTES("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\nContent-Length: 0\r\n\r\n"), 411},
    {"two lengths", BYTES("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\nx"),
     400},
    {"two lengths that differ",
     BYTES("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxy"), 400},
    {"length with a sign", BYTES("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +1\r\n\r\nx"), 400},
    {"length list", BYTES("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1, 1\r\n\r\nx"), 400},
    {"absurd length", BYTES("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999\r\n\r\nx"),
     413},
    {"large length", BYTES("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999\r\n\r\nx"), 413},
    {"space before the colon",
     BYTES("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding : chunked\r\n\r\n0\r\n\r\n"), 400},
    {"header name with a space", BYTES("GET / HTTP/1.1\r\nHost: a\r\nX Y: 1\r\n\r\n"), 400},
    {"header name with brackets", BYTES("GET / HTTP/1.1\r\nHost: a\r\nX(Y): 1\r\n\r\n"), 400},
    {"header without a name, which the library drops", BYTES("GET / HTTP/1.1\r\nHost: a\r\n: 1\r\n\r\n"),
     200},
    {"header without a colon", BYTES("GET / HTTP/1.1\r\nHost: a\r\nnonsense\r\n\r\n"), 400},
    {"unknown method", BYTES("BREW / HTTP/1.1\r\nHost: a\r\n\r\n"), 501},
    {"lower-case method", BYTES("get / HTTP/1.1\r\nHost: a\r\n\r\n"), 501},
    {"connect", BYTES("CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n"), 400},
    {"absolute target", BYTES("GET http://a/ HTTP/1.1\r\nHost: a\r\n\r\n"), 400},
    {"star", BYTES("OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n"), 400},
    {"escaped NUL", BYTES("GET /a%00 HTTP/1.1\r\nHost: a\r\n\r\n"), 400},
    {"escaped slash", BYTES("GET /a%2Fb HTTP/1.1\r\nHost: a\r\n\r\n"), 400},
    {"escape cut short", BYTES("GET /a%2 HTTP/1.1\r\nHost: a\r\n\r\n"), 400},
    {"dots", BYTES("GET /../a HTTP/1.1\r\nHost: a\r\n\r\n"), 400},
    {"raw byte in target", BYTES("GET /\xff HTTP/1.1\r\nHost: a\r\n\r\n"), 400},
    {"version 2", BYTES("GET / HTTP/2.0\r\nHost: a\r\n\r\n"), 505},
    {"version of the future", BYTES("GET / HTTP/1.9\r\nHost: a\r\n\r\n"), 505},
    {"refused with a body", BYTES("POST /a%2Fb HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc"), 400},
    {"nothing", BYTES(""), 0},
    {"truncated line", BYTES("GET /"), 0},
    {"truncated head", BYTES("GET / HTTP/1.1\r\nHost: a\r\n"), 0},
    {"truncated body", BYTES("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nabc"), 0},
};

static void probes_are_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof PROBES / sizeof *PROBES; i++) {
        int before = atomic_load(&handled);
        struct text heard = client_ask(http_port(server), reply, PROBES[i].request);
        unsigned status = client_status(heard);
        if (status != PROBES[i].status)
            print_error("%s: %u: %s\n", PROBES[i].what, status, heard.s);
        assert_int_equal(status, PROBES[i].status);
        assert_int_equal(atomic_load(&handled) - before, status == 200);
        if (status && status != 200)
            assert_non_null(strstr(reply, "Connection: close"));
    }
}

/* What the library joins or drops before we see it is never read as a second request, and bytes that follow a
 * request with a body are not read as one either. */
static void hidden_bytes_start_no_second_request(void **state)
{
    (void)state;
    static const struct text HIDDEN[] = {
        BYTES("POST / HTTP/1.1\r\nHost: a\r\nContent-\r\n Length: 2\r\n\r\nxyGET /b HTTP/1.1\r\nHost: "
              "a\r\n\r\n"),
        BYTES("POST / HTTP/1.1\r\nHost: a\r\nX: 1\r\n\tfolded\r\nContent-Length: 2\r\n\r\n"
              "xyGET /b HTTP/1.1\r\nHost: a\r\n\r\n"),
        BYTES("POST / HTTP/1.1\r\nHost: a\r\nX: 1\0\r\nContent-Length: 2\r\n\r\nxyGET /b HTTP/1.1\r\nHost: "
              "a\r\n\r\n"),
        BYTES("POST / HTTP/1.1\r\nHost: a\r\nX: 1\rContent-Length: 2\r\n\r\n"),
        BYTES("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nxyGET /b HTTP/1.1\r\nHost: a\r\n\r\n"),
    };
    for (size_t i = 0; i < sizeof HIDDEN / sizeof *HIDDEN; i++) {
        struct text heard = client_ask(http_port(server), reply, HIDDEN[i]);
        const char *first = strstr(reply, "HTTP/1.1 ");
        if (first && strstr(first + 1, "HTTP/1.1 "))
            print_error("case %zu: %s\n", i, heard.s);
        assert_true(!first || !strstr(first + 1, "HTTP/1.1 "));
    }
}

static void large_heads_are_refused(void **state)
{
    (void)state;
    ARENA_SCOPED arena = arena_new(1024 * 1024);
    struct buf target = buf_in(arena), headers = buf_in(arena), many = buf_in(arena);
    buf_puts(&target, "GET /");
    for (int i = 0; i < 9000; i++)
        buf_char(&target, 'a');
    buf_puts(&target, " HTTP/1.1\r\nHost: a\r\n\r\n");
    assert_int_equal(client_status(client_ask(http_port(server), reply, buf_text(&target))), 414);
    buf_puts(&headers, "GET / HTTP/1.1\r\nHost: a\r\nX: ");
    for (int i = 0; i < 17000; i++)
        buf_char(&headers, 'a');
    buf_puts(&headers, "\r\n\r\n");
    assert_int_equal(client_status(client_ask(http_port(server), reply, buf_text(&headers))), 431);
    buf_puts(&many, "GET / HTTP/1.1\r\nHost: a\r\n");
    for (int i = 0; i < 120; i++)
        buf_puts(&many, "X: 1\r\n");
    buf_puts(&many, "\r\n");
    assert_int_equal(client_status(client_ask(http_port(server), reply, buf_text(&many))), 431);
}

/* ---- Bodies ---- */

static unsigned send_body(const char *path, const char *more, size_t size)
{
    int s = client_dial(http_port(server));
    char head[200];
    int n = snprintf(head, sizeof head, "POST %s HTTP/1.1\r\nHost: a\r\n%sContent-Length: %zu\r\n\r\n", path,
                     more, size);
    client_send(s, (struct text){head, (size_t)n});
    static char block[64 * 1024];
    for (size_t sent = 0; !*more && sent < size; sent += sizeof block) {
        if (!client_send(s, (struct text){block, size - sent < sizeof block ? size - sent : sizeof block}))
            break;
    }
    unsigned status = client_status(client_hear(s, reply, NULL));
    close(s);
    return status;
}

static void bodies_are_limited(void **state)
{
    (void)state;
    assert_int_equal(send_body("/", "", 1024 * 1024), 200);
    assert_non_null(strstr(reply, "body 1048576"));
    assert_int_equal(send_body("/", "", 1024 * 1024 + 1), 413);
    assert_int_equal(send_body("/", "", 10 * 1000 * 1000), 413);
    assert_non_null(strstr(reply, "at most 1048576 are taken here"));
    assert_int_equal(send_body("/api/v1/files", "", 10 * 1000 * 1000), 200);
    assert_int_equal(send_body("/api/v1/files", "", HTTP_BODY_LARGEST + 1), 413);
    assert_non_null(strstr(reply, "application/problem+json"));
    assert_int_equal(send_body("/", "Expect: 100-continue\r\n", 10 * 1000 * 1000), 413);
}

static void senders_that_expect_are_told_to_go_on(void **state)
{
    (void)state;
    int s = client_dial(http_port(server));
    client_send(s, TEXT("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n"));
    client_hear(s, reply, "\r\n\r\n");
    assert_true(text_starts(text_of(reply), TEXT("HTTP/1.1 100 ")));
    client_send(s, TEXT("abc"));
    client_hear(s, reply, NULL);
    assert_non_null(strstr(reply, "body 3"));
    close(s);
}

/* ---- Connections ---- */

static void connections_are_kept_and_pipelined(void **state)
{
    (void)state;
    int s = client_dial(http_port(server));
    client_send(s, TEXT("GET /one HTTP/1.1\r\nHost: a\r\n\r\nGET /later HTTP/1.1\r\nHost: a\r\n\r\n"
                        "HEAD /three HTTP/1.1\r\nHost: a\r\n\r\nGET /four HTTP/1.1\r\nHost: a\r\n\r\n"));
    client_hear(s, reply, "GET /four from 127.0.0.1");
    assert_non_null(strstr(reply, "GET /one from"));
    assert_non_null(strstr(reply, "GET /later from"));
    assert_null(strstr(reply, "HEAD /three from"));
    assert_non_null(strstr(reply, "GET /four from"));
    assert_non_null(strstr(reply, "Content-Security-Policy: default-src 'none'"));
    assert_non_null(strstr(reply, "X-Content-Type-Options: nosniff"));
    client_send(s, TEXT("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx"));
    client_hear(s, reply, "body 1");
    assert_non_null(strstr(reply, "Connection: close"));
    assert_true(is_closed(s));
    close(s);
}

static void a_304_has_no_body(void **state)
{
    (void)state;
    int s = client_dial(http_port(server));
    client_send(s, TEXT("GET /empty HTTP/1.1\r\nHost: a\r\n\r\nGET /next HTTP/1.1\r\nHost: a\r\n\r\n"));
    client_hear(s, reply, "GET /next from");
    assert_int_equal(client_status(text_of(reply)), 304);
    assert_non_null(strstr(reply, "GET /next from"));
    close(s);
}

static void a_proxy_is_believed_and_kept(void **state)
{
    (void)state;
    struct http_server *proxied = start(true, 2);
    int s = client_dial(http_port(proxied));
    for (int i = 0; i < 2; i++) {
        client_send(
            s, TEXT("POST / HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 6.6.6.6, 192.0.2.7\r\nContent-Length: "
                    "1\r\n\r\nx"));
        client_hear(s, reply, "body 1");
        assert_non_null(strstr(reply, "from 192.0.2.7"));
    }
    close(s);
    http_stop(proxied);
    client_ask(http_port(server), reply,
               TEXT("GET / HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 192.0.2.7\r\n\r\n"));
    assert_non_null(strstr(reply, "from 127.0.0.1"));
}

/* One byte every 300 ms never rests, and still has only its two seconds. */
static void slow_senders_are_cut(void **state)
{
    (void)state;
    static const char *const BEGINNINGS[] = {"GET / HTTP/1.1\r\nX: ",
                                             "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n"};
    for (size_t i = 0; i < 2; i++) {
        int s = client_dial(http_port(server));
        client_send(s, text_of(BEGINNINGS[i]));
        time_t from = time(NULL);
        bool open = true;
        while (open && time(NULL) - from < WAIT_S) {
            char byte;
            open = client_send(s, TEXT("a")) && recv(s, &byte, 1, MSG_DONTWAIT) != 0;
            nanosleep(&(struct timespec){.tv_nsec = 300000000}, NULL);
        }
        assert_false(open);
        assert_true(time(NULL) - from <= 6);
        close(s);
    }
}

enum { CLIENTS = 8, ROUNDS = 50 };

static void *ask_often(void *argument)
{
    (void)argument;
    char *mine = malloc(REPLY_BYTES);
    size_t right = 0;
    int s = client_dial(http_port(server));
    for (int i = 0; i < ROUNDS; i++) {
        client_send(s, i % 2 ? TEXT("GET /later HTTP/1.1\r\nHost: a\r\n\r\n")
                             : TEXT("GET /now HTTP/1.1\r\nHost: a\r\n\r\n"));
        client_hear(s, mine, "body 0");
        right += strstr(mine, i % 2 ? "GET /later" : "GET /now") != NULL;
    }
    close(s);
    free(mine);
    return (void *)right;
}

static void many_clients_are_answered_from_other_threads(void **state)
{
    (void)state;
    pthread_t clients[CLIENTS];
    for (size_t i = 0; i < CLIENTS; i++)
        assert_int_equal(pthread_create(&clients[i], NULL, ask_often, NULL), 0);
    for (size_t i = 0; i < CLIENTS; i++) {
        void *right;
        pthread_join(clients[i], &right);
        assert_int_equal((size_t)right, ROUNDS);
    }
}

/* Who comes when all places are taken waits for one, and is not sent away. */
static void who_finds_no_place_waits(void **state)
{
    (void)state;
    enum { PLACES = 4 };
    struct http_server *small = start_for(PLACES, false, 30);
    int taken[PLACES];
    for (int i = 0; i < PLACES; i++) {
        taken[i] = client_dial(http_port(small));
        client_send(taken[i], TEXT("GET /kept HTTP/1.1\r\nHost: a\r\n\r\n"));
        client_hear(taken[i], reply, "GET /kept from");
    }
    int before = atomic_load(&handled);
    int last = client_dial(http_port(small));
    client_send(last, TEXT("GET /last HTTP/1.1\r\nHost: a\r\n\r\n"));
    nanosleep(&(struct timespec){.tv_nsec = 200000000}, NULL);
    assert_int_equal(atomic_load(&handled), before);
    close(taken[0]);
    client_hear(last, reply, "GET /last from");
    assert_int_equal(client_status(text_of(reply)), 200);
    close(last);
    for (int i = 1; i < PLACES; i++)
        close(taken[i]);
    http_stop(small);
}

static void stopping_finishes_what_is_under_way(void **state)
{
    (void)state;
    struct http_server *other = start(false, 2);
    int before = atomic_load(&handled);
    int s = client_dial(http_port(other));
    client_send(s, TEXT("GET /later HTTP/1.1\r\nHost: a\r\n\r\n"));
    while (atomic_load(&handled) == before)
        nanosleep(&(struct timespec){.tv_nsec = 100000}, NULL);
    http_stop(other);
    client_hear(s, reply, NULL);
    assert_non_null(strstr(reply, "GET /later from"));
    close(s);
}

/* Nobody was promised anything for half a request. */
static void stopping_gives_up_what_is_half_sent(void **state)
{
    (void)state;
    struct http_server *other = start(false, 30);
    int s = client_dial(http_port(other));
    client_send(s, TEXT("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\nabc"));
    nanosleep(&(struct timespec){.tv_nsec = 100000000}, NULL);
    time_t from = time(NULL);
    http_stop(other);
    assert_true(time(NULL) - from <= 3);
    assert_true(is_closed(s));
    close(s);
}

static void addresses_that_cannot_be_used_are_explained(void **state)
{
    (void)state;
    struct http_settings settings = {.handle = handle};
    char why[300];
    assert_null(http_address_parse(TEXT("0.0.0.0:0"), &settings.listen));
    assert_null(http_start(&settings, why, sizeof why));
    assert_non_null(strstr(why, "Listen on 127.0.0.1"));
    assert_null(http_address_parse(TEXT("127.0.0.1:0"), &settings.listen));
    settings.listen.port = http_port(server);
    assert_null(http_start(&settings, why, sizeof why));
    assert_non_null(strstr(why, "another program already listens there"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(probes_are_refused),
        cmocka_unit_test(hidden_bytes_start_no_second_request),
        cmocka_unit_test(large_heads_are_refused),
        cmocka_unit_test(bodies_are_limited),
        cmocka_unit_test(senders_that_expect_are_told_to_go_on),
        cmocka_unit_test(connections_are_kept_and_pipelined),
        cmocka_unit_test(a_304_has_no_body),
        cmocka_unit_test(a_proxy_is_believed_and_kept),
        cmocka_unit_test(slow_senders_are_cut),
        cmocka_unit_test(many_clients_are_answered_from_other_threads),
        cmocka_unit_test(who_finds_no_place_waits),
        cmocka_unit_test(stopping_finishes_what_is_under_way),
        cmocka_unit_test(stopping_gives_up_what_is_half_sent),
        cmocka_unit_test(addresses_that_cannot_be_used_are_explained),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
