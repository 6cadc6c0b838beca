#include <arpa/inet.h>
#include <string.h>

#include "http/http.h"

static bool read_host(struct text host, struct http_address *address)
{
    if (text_is(host, "localhost"))
        host = TEXT("127.0.0.1");
    if (!host.n || host.n >= sizeof address->host)
        return false;
    memcpy(address->host, host.s, host.n);
    address->host[host.n] = 0;
    struct in_addr four;
    if (!address->ipv6 && inet_pton(AF_INET, address->host, &four) == 1) {
        address->loopback = (ntohl(four.s_addr) >> 24) == 127;
        return true;
    }
    struct in6_addr six;
    if (address->ipv6 && inet_pton(AF_INET6, address->host, &six) == 1) {
        address->loopback = IN6_IS_ADDR_LOOPBACK(&six);
        return true;
    }
    return false;
}

const char *http_address_parse(struct text text, struct http_address *address)
{
    *address = (struct http_address){0};
    size_t colon = text.n;
    while (colon > 0 && text.s[colon - 1] != ':')
        colon--;
    if (colon < 2)
        return "write it as ADDRESS:PORT, for example 127.0.0.1:8420";
    struct text host = {text.s, colon - 1}, digits = {text.s + colon, text.n - colon};
    int64_t port;
    if (!text_to_int(digits, &port) || digits.s[0] == '-' || port > UINT16_MAX)
        return "the port must be a number from 0 to 65535, for example 127.0.0.1:8420";
    address->port = (uint16_t)port;
    if (host.s[0] == '[' && host.s[host.n - 1] == ']') {
        address->ipv6 = true;
        host = (struct text){host.s + 1, host.n - 2};
    }
    if (!read_host(host, address))
        return "the address must be numeric, for example 127.0.0.1:8420 or [::1]:8420";
    return NULL;
}
