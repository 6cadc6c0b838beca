/* Requests meant to smuggle another past nginx, through nginx as docs/operating-nginx.conf sets it up (the
 * program's argument): what nginx lets through must mean the same to us. Skipped where nginx is not
 * installed. */
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "http/http.h"
#include "http/test_client.h"

enum { SKIPPED = 77, LINE_BYTES = 512 };

static const char *example; /* path of the configuration */
static struct http_server *server;
static uint16_t port; /* nginx's */
static pid_t nginx;
static char folder[] = "/tmp/reeve-nginx-XXXXXX";
static atomic_int handled, smuggled;
static char reply[REPLY_BYTES];

static void handle(void *context, struct http_exchange *exchange)
{
    (void)context;
    const struct http_request *request = &exchange->request;
    atomic_fetch_add(&handled, 1);
    if (!text_is(request->path, "/"))
        atomic_fetch_add(&smuggled, 1);
    http_begin(exchange, 200, "text/plain; charset=utf-8");
    buf_format(&exchange->response.body, "from %.*s secure %d body %zu", TEXT_ARGS(request->peer),
               request->secure, request->body.n);
    http_answer(exchange);
}

/* The example without TLS, on our two ports. */
static void write_line(FILE *out, const char *line)
{
    if (strstr(line, "ssl_"))
        return;
    if (strstr(line, "server 127.0.0.1:8420;"))
        fprintf(out, "server 127.0.0.1:%u;\n", http_port(server));
    else if (strstr(line, "listen 443"))
        fprintf(out, "listen 127.0.0.1:%u;\n", port);
    else
        fputs(line, out);
}

static void write_configuration(const char *path)
{
    FILE *in = fopen(example, "r"), *out = fopen(path, "w");
    assert_non_null(in);
    assert_non_null(out);
    fprintf(
        out,
        "daemon off; master_process off; pid %s/pid; error_log %s/log;\nevents {}\nhttp {\naccess_log off;\n",
        folder, folder);
    static const char *const PATHS[] = {"client_body", "proxy", "fastcgi", "uwsgi", "scgi"};
    for (size_t i = 0; i < sizeof PATHS / sizeof *PATHS; i++)
        fprintf(out, "%s_temp_path %s/%s;\n", PATHS[i], folder, PATHS[i]);
    char line[LINE_BYTES];
    while (fgets(line, sizeof line, in))
        write_line(out, line);
    fputs("}\n", out);
    fclose(in);
    fclose(out);
}

/* A port that was free a moment ago: one that our own server took and gave back. */
static uint16_t free_port(const struct http_settings *settings)
{
    char why[300];
    struct http_server *passing = http_start(settings, why, sizeof why);
    assert_non_null(passing);
    uint16_t found = http_port(passing);
    http_stop(passing);
    return found;
}

static void wait_until_nginx_answers(void)
{
    for (int i = 0; i < 100; i++) {
        char path[sizeof folder + 8];
        snprintf(path, sizeof path, "%s/pid", folder);
        if (access(path, R_OK) == 0)
            return;
        nanosleep(&(struct timespec){.tv_nsec = 50000000}, NULL);
    }
    fail_msg("nginx did not start; see its log in %s", folder);
}

static int setup(void **state)
{
    (void)state;
    struct http_settings settings = {.behind_proxy = true, .handle = handle};
    char why[300], path[sizeof folder + 8];
    assert_null(http_address_parse(TEXT("127.0.0.1:0"), &settings.listen));
    server = http_start(&settings, why, sizeof why);
    assert_non_null(server);
    port = free_port(&settings);
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/conf", folder);
    write_configuration(path);
    nginx = fork();
    if (nginx == 0) {
        execlp("nginx", "nginx", "-p", folder, "-c", path, (char *)NULL);
        _exit(127);
    }
    wait_until_nginx_answers();
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    kill(nginx, SIGTERM);
    waitpid(nginx, NULL, 0);
    http_stop(server);
    pid_t cleaner = fork();
    if (cleaner == 0) {
        execlp("rm", "rm", "-r", folder, (char *)NULL);
        _exit(127);
    }
    waitpid(cleaner, NULL, 0);
    return 0;
}

/* nginx takes a half-closed connection for a client that has gone, so this waits for a second of silence. */
static void ask(struct text request)
{
    int s = client_dial(port);
    struct timeval wait = {.tv_sec = 1};
    setsockopt(s, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait);
    client_send(s, request);
    client_hear(s, reply, NULL);
    close(s);
}

static void requests_pass(void **state)
{
    (void)state;
    int s = client_dial(port);
    for (int i = 0; i < 2; i++) {
        client_send(
            s, TEXT("POST / HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 192.0.2.7\r\nX-Forwarded-Proto: https\r\n"
                    "Content-Length: 3\r\n\r\nabc"));
        client_hear(s, reply, "body 3");
        assert_non_null(strstr(reply, "from 127.0.0.1 secure 0 body 3"));
    }
    close(s);
    ask(TEXT("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
             "3\r\nabc\r\n0\r\n\r\n"));
    assert_non_null(strstr(reply, "body 3"));
}

#define BYTES(literal)                                                                                       \
    {                                                                                                        \
        "" literal, sizeof(literal) - 1                                                                      \
    }
#define SECOND "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n"

/* In each, one reading makes SECOND part of a body and the other makes it a request of its own. Either is
 * right as long as nginx and we agree: then "/smuggled" comes only if nginx itself saw a second request. */
static const struct {
    const char *what;
    struct text request;
} PROBES[] = {
    {"folded length", BYTES("POST / HTTP/1.1\r\nHost: a\r\nContent-\r\n Length: 54\r\n\r\nx" SECOND)},
    {"folded encoding", BYTES("POST / HTTP/1.1\r\nHost: a\r\nTransfer-\r\n Encoding: chunked\r\n"
                              "Content-Length: 43\r\n\r\n0\r\n\r\n" SECOND)},
    {"folded value", BYTES("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding:\r\n chunked\r\n"
                           "Content-Length: 43\r\n\r\n0\r\n\r\n" SECOND)},
    {"both", BYTES("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 43\r\n\r\n"
                   "0\r\n\r\n" SECOND)},
    {"two lengths",
     BYTES("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\nContent-Length: 38\r\n\r\n" SECOND)},
    {"space before the colon", BYTES("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding : chunked\r\n"
                                     "Content-Length: 43\r\n\r\n0\r\n\r\n" SECOND)},
    {"bare CR", BYTES("POST / HTTP/1.1\r\nHost: a\r\nX: y\rTransfer-Encoding: chunked\r\n"
                      "Content-Length: 43\r\n\r\n0\r\n\r\n" SECOND)},
    {"NUL", BYTES("POST / HTTP/1.1\r\nHost: a\r\nX: y\0\r\nTransfer-Encoding\0: chunked\r\n"
                  "Content-Length: 43\r\n\r\n0\r\n\r\n" SECOND)},
};

static void nothing_is_smuggled(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof PROBES / sizeof *PROBES; i++) {
        int before = atomic_load(&smuggled);
        ask(PROBES[i].request);
        int answers = 0;
        for (const char *at = strstr(reply, "HTTP/1.1 200"); at; at = strstr(at + 1, "HTTP/1.1 200"))
            answers++;
        int reached = atomic_load(&smuggled) - before;
        if (reached > 0 && answers < 2)
            print_error("%s: %s\n", PROBES[i].what, reply);
        assert_true(reached == 0 || answers == 2);
    }
    /* The connection nginx keeps to us is still in step. */
    ask(TEXT("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"));
    assert_int_equal(client_status(text_of(reply)), 200);
    assert_non_null(strstr(reply, "body 0"));
}

int main(int argc, char **argv)
{
    if (argc != 2 || system("command -v nginx >/dev/null 2>&1") != 0)
        return SKIPPED;
    example = argv[1];
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(requests_pass),
        cmocka_unit_test(nothing_is_smuggled),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
