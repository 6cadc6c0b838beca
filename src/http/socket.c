#include "http/socket.h"

#include <arpa/inet.h>
#include <errno.h>
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

int http_socket_listen(const struct http_address *address)
{
    int listener = socket(address->ipv6 ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (listener < 0)
        return -1;
    struct sockaddr_storage bound;
    socklen_t size;
    socket_address(address, &bound, &size);
    int on = 1;
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (address->ipv6)
        setsockopt(listener, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on);
    if (bind(listener, (struct sockaddr *)&bound, size) != 0 || listen(listener, BACKLOG) != 0) {
        int error = errno;
        close(listener);
        errno = error;
        return -1;
    }
    return listener;
}
