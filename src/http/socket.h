/* The socket a server listens on. */
#pragma once

#include "http/http.h"

/* Listening, closed on exec; -1 with errno. The caller closes it. */
int http_socket_listen(const struct http_address *address);
/* The port it is bound to; 0 when that cannot be told. */
uint16_t http_socket_port(int listener);
