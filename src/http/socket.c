#include "http/socket.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { BACKLOG = 128 };

static void socket_address(const struct http_address *address, struct sockaddr_storage *out, socklen_t *size)
{
    *out = (struct sockaddr_storage){0};
    if (address->ipv6) {
        struct sockaddr_in6 *six = (struct sockaddr_in6 *)out;
        six->sin6_family = AF_INET6;
        six->sin6_port = htons(address->port);
        inet_pton(AF_INET6, address->host, &six->sin6_addr);
        *size = sizeof *six;
    } else {
        struct sockaddr_in *four = (struct sockaddr_in *)out;
        four->sin_family = AF_INET;
        four->sin_port = htons(address->port);
        inet_pton(AF_INET, address->host, &four->sin_addr);
        *size = sizeof *four;
    }
}

uint16_t http_socket_port(int listener)
{
    struct sockaddr_storage address;
    socklen_t size = sizeof address;
    if (getsockname(listener, (struct sockaddr *)&address, &size) != 0)
        return 0;
    return ntohs(address.ss_family == AF_INET6 ? ((struct sockaddr_in6 *)&address)->sin6_port
                                               : ((struct sockaddr_in *)&address)->sin_port);
}

static void say_why_not(const struct http_address *address, int error, char *why, size_t why_size)
{
    const char *advice = error == EADDRINUSE
                             ? "another program already listens there; stop it, or choose another port"
                         : error == EACCES ? "ports below 1024 need more rights; choose a higher one"
                                           : strerror(error);
    snprintf(why, why_size, "cannot listen on %s port %u: %s", address->host, address->port, advice);
}

int http_socket_listen(const struct http_address *address, char *why, size_t why_size)
{
    struct sockaddr_storage bound;
    socklen_t size;
    int on = 1;
    socket_address(address, &bound, &size);
    int listener = socket(bound.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (listener >= 0) {
        setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
        if (address->ipv6)
            setsockopt(listener, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on);
        if (bind(listener, (struct sockaddr *)&bound, size) == 0 && listen(listener, BACKLOG) == 0)
            return listener;
    }
    say_why_not(address, errno, why, why_size);
    if (listener >= 0)
        close(listener);
    return -1;
}
