/* The socket a server listens on. */
#pragma once

#include "http/http.h"

/* Listening, not blocking, closed on exec; the caller closes it. -1: `why` says why and what to do. */
int http_socket_listen(const struct http_address *address, char *why, size_t why_size);
/* The port it is bound to; 0 when that cannot be told. */
uint16_t http_socket_port(int listener);
