/* Asks at a fixed rate, whatever the answers take (an open loop: a server that falls behind is seen to):
 * `pace PORT PATH RATE SECONDS [HEADER]...` prints the median and the 99th of a hundred of the times from
 * when each request was due to its answer's last byte. */
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { CONNECTIONS = 32, ANSWER_BYTES = 4 << 20 };

struct pace {
    const char *request;
    unsigned short port;
    double began, interval; /* seconds */
    size_t requests;        /* of all connections */
    float *taken;           /* of each, seconds; below 0: not answered */
};

struct connection {
    pthread_t thread;
    const struct pace *pace;
    size_t first;
};

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void sleep_until(double due)
{
    struct timespec t = {.tv_sec = (time_t)due, .tv_nsec = (long)((due - (double)(time_t)due) * 1e9)};
    clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &t, NULL);
}

static int connect_to(unsigned short port)
{
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int on = 1, s = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    setsockopt(s, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (connect(s, (struct sockaddr *)&address, sizeof address) != 0) {
        close(s);
        return -1;
    }
    return s;
}

/* Reads one answer whole; true: it was a 200. */
static int read_answer(int s, char *bytes)
{
    size_t n = 0, want = 0;
    while (!want || n < want) {
        ssize_t got = recv(s, bytes + n, ANSWER_BYTES - 1 - n, 0);
        if (got <= 0)
            return 0;
        n += (size_t)got;
        bytes[n] = 0;
        const char *body = want ? NULL : strstr(bytes, "\r\n\r\n");
        if (!body)
            continue;
        const char *length = strcasestr(bytes, "\r\ncontent-length:");
        if (!length)
            return 0;
        want = (size_t)(body + 4 - bytes) + strtoul(length + 17, NULL, 10);
    }
    return strncmp(bytes + 9, "200", 3) == 0;
}

static void *work(void *context)
{
    const struct connection *connection = context;
    const struct pace *pace = connection->pace;
    char *bytes = malloc(ANSWER_BYTES);
    int s = connect_to(pace->port);
    for (size_t i = connection->first; i < pace->requests; i += CONNECTIONS) {
        double due = pace->began + (double)i * pace->interval;
        size_t n = strlen(pace->request);
        sleep_until(due);
        int good = send(s, pace->request, n, MSG_NOSIGNAL) == (ssize_t)n && read_answer(s, bytes);
        pace->taken[i] = good ? (float)(now() - due) : -1;
        if (!good) {
            close(s);
            s = connect_to(pace->port);
        }
    }
    close(s);
    free(bytes);
    return NULL;
}

static int by_time(const void *a, const void *b)
{
    float x = *(const float *)a, y = *(const float *)b;
    return (x > y) - (x < y);
}

static void print_times(struct pace *pace)
{
    qsort(pace->taken, pace->requests, sizeof *pace->taken, by_time);
    size_t lost = 0;
    while (lost < pace->requests && pace->taken[lost] < 0)
        lost++;
    size_t kept = pace->requests - lost;
    if (kept)
        printf("%.2f %.2f %zu\n", (double)pace->taken[lost + kept / 2] * 1e3,
               (double)pace->taken[lost + kept * 99 / 100] * 1e3, lost);
    else
        printf("0 0 %zu\n", lost);
}

static char *request_of(int argc, char **argv)
{
    char *text = NULL;
    size_t n;
    FILE *out = open_memstream(&text, &n);
    fprintf(out, "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%s\r\n", argv[2], argv[1]);
    for (int i = 5; i < argc; i++)
        fprintf(out, "%s\r\n", argv[i]);
    fprintf(out, "\r\n");
    fclose(out);
    return text;
}

int main(int argc, char **argv)
{
    if (argc < 5 || strtod(argv[3], NULL) <= 0) {
        fprintf(stderr, "usage: pace PORT PATH RATE SECONDS [HEADER]...\n");
        return 2;
    }
    static struct connection connections[CONNECTIONS];
    double rate = strtod(argv[3], NULL);
    struct pace pace = {.request = request_of(argc, argv),
                        .port = (unsigned short)strtoul(argv[1], NULL, 10),
                        .began = now() + 0.1,
                        .interval = 1 / rate,
                        .requests = (size_t)(rate * strtod(argv[4], NULL)) + 1};
    pace.taken = calloc(pace.requests, sizeof *pace.taken);
    for (size_t i = 0; i < CONNECTIONS; i++) {
        connections[i] = (struct connection){.pace = &pace, .first = i};
        if (pthread_create(&connections[i].thread, NULL, work, &connections[i]) != 0)
            abort();
    }
    for (size_t i = 0; i < CONNECTIONS; i++)
        pthread_join(connections[i].thread, NULL);
    print_times(&pace);
    free(pace.taken);
    free((char *)(size_t)pace.request);
    return 0;
}
