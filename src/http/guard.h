/* The guard before everything else: what a request must be before a face may see it.
 *
 * It reads what the library hands over. The library itself joins folded lines and hides NULs and bare CRs,
 * which is why only nginx may face a network. Sources: RFC 9112 (3.2, 6.1, 6.3), RFC 9110 (5.1, 7.2). */
#pragma once

#include "http/http.h"

/* Nothing wrong when status is 0. */
struct http_fault {
    unsigned status;
    const char *message;
};

/* Checks the headers (names in lower case, as sent otherwise) against the version "HTTP/1.1" or "HTTP/1.0":
 * number and size, names, values, what is sent once only, Host, Transfer-Encoding, Content-Length. `length`
 * is the body's length, 0 without one. */
struct http_fault http_guard_headers(const struct http_pairs *headers, struct text version, uint64_t *length);
/* Splits request->target into path, segments and query in the request's arena. */
struct http_fault http_guard_target(struct http_request *request);
/* Fills method from its name, and content_type and cookies from the headers. */
struct http_fault http_guard_fields(struct http_request *request, struct text method);
/* A token of RFC 9110 5.6.2. */
bool http_is_token(struct text text);
