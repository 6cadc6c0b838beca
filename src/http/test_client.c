#include "http/test_client.h"

#include <arpa/inet.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

int client_dial(uint16_t port)
{
    int s = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    struct timeval wait = {.tv_sec = WAIT_S};
    setsockopt(s, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait);
    assert_int_equal(connect(s, (struct sockaddr *)&address, sizeof address), 0);
    return s;
}

bool client_send(int s, struct text bytes)
{
    while (bytes.n) {
        ssize_t sent = send(s, bytes.s, bytes.n, MSG_NOSIGNAL);
        if (sent <= 0)
            return false;
        bytes = (struct text){bytes.s + sent, bytes.n - (size_t)sent};
    }
    return true;
}

struct text client_hear(int s, char *reply, const char *until)
{
    size_t n = 0;
    reply[0] = 0;
    while (n < REPLY_BYTES - 1 && !(until && strstr(reply, until))) {
        ssize_t got = recv(s, reply + n, REPLY_BYTES - 1 - n, 0);
        if (got <= 0)
            break;
        n += (size_t)got;
        reply[n] = 0;
    }
    return (struct text){reply, n};
}

struct text client_ask(uint16_t port, char *reply, struct text request)
{
    int s = client_dial(port);
    client_send(s, request);
    shutdown(s, SHUT_WR);
    struct text heard = client_hear(s, reply, NULL);
    close(s);
    return heard;
}

unsigned client_status(struct text reply)
{
    return reply.n > 12 && text_starts(reply, TEXT("HTTP/1.1 ")) ? (unsigned)atoi(reply.s + 9) : 0;
}
