/* HTTP/1.1 as the faces see it: a request that is whole and checked, a response to fill in, one call to send
 * it.
 *
 * The library underneath is named in listen.c and nowhere else. What is malformed (guard.h),
 * too large or too slow is refused before a handler hears of it.
 *
 * One request is an exchange. The handler is called on one of the few pool threads when the whole request has
 * been read; it must not block. It either fills the response and calls http_answer before it returns, or
 * keeps the exchange and lets any other thread do so later; meanwhile the connection sleeps. Every exchange
 * is answered exactly once. After http_answer the exchange, its arena and every slice in it belong to the
 * server again. */
#pragma once

#include "base/buf.h"
#include "http/pairs.h"

enum http_method {
    HTTP_GET,
    HTTP_HEAD, /* answer it like GET: the body is measured and not sent */
    HTTP_POST,
    HTTP_PATCH,
    HTTP_PUT,
    HTTP_DELETE,
    HTTP_OPTIONS,
    HTTP_METHODS /* how many there are; as a method: one we do not know */
};

/* Limits. Bodies are limited by http_settings.body_limit. */
enum {
    HTTP_TARGET_BYTES = 8 * 1024,
    HTTP_HEAD_BYTES = 16 * 1024,
    HTTP_HEADERS = 100,
    HTTP_SEGMENTS = 32,
    HTTP_BODY_BYTES = 1024 * 1024,       /* when there is no body_limit */
    HTTP_BODY_LARGEST = 25 * 1024 * 1024 /* body_limit may not say more */
};

struct http_request {
    struct arena *arena; /* of this exchange; at most 64 MiB */
    enum http_method method;
    struct text target;          /* as sent: path and query */
    struct text path;            /* as sent, still escaped, without the query */
    const struct text *segments; /* the path, decoded: valid UTF-8, never ".", "..", '/' or NUL inside */
    size_t segment_count;        /* "/" has none; "/a/" has two, the last one empty */
    struct http_pairs query;     /* decoded, valid UTF-8, no NUL */
    struct http_pairs headers;   /* names in lower case; read them with http_header */
    struct http_pairs cookies;   /* unquoted, as sent */
    struct text content_type;    /* media type in lower case, without parameters; empty when there is none */
    struct text body; /* exactly Content-Length bytes, not looked into; lives as long as the exchange */
    struct text peer; /* the other end's address without port; behind a proxy, the one the proxy saw */
    bool secure;      /* the proxy says the client came by HTTPS */
};

struct http_response {
    unsigned status;           /* 200 unless set */
    struct http_pairs headers; /* change them with http_set_header and http_add_header */
    struct buf body;           /* in the exchange's arena */
    struct text constant;      /* a body that outlives the exchange (an asset), sent when `body` is empty */
    bool torn;                 /* not everything in it could be read: a 503 is sent in its place */
};

struct http_exchange {
    struct http_request request;
    struct http_response response;
    void *data;                                     /* the handler's own */
    void (*finish)(struct http_exchange *exchange); /* set by whoever made the exchange; call http_answer */
};

/* A request's header by name, any case; NULL when absent. The first one when it was sent more than once. */
const struct text *http_header(const struct http_request *request, const char *name);
/* The method by its exact name ("GET"); HTTP_METHODS when unknown. */
enum http_method http_method_of(struct text name);
const char *http_method_name(enum http_method method);
/* "Not Found" for 404; "" for a number without a name. */
const char *http_reason(unsigned status);

/* Prepares an empty exchange: status 200, the security headers, no-store. `finish` is called by http_answer.
 * The server does this itself; tests of faces do it to call a handler without a network. */
void http_exchange_init(struct http_exchange *exchange, struct arena *arena,
                        void (*finish)(struct http_exchange *));
/* Sends the response. The exchange must not be touched afterwards. From any thread, once. */
void http_answer(struct http_exchange *exchange);

/* Sets a response header, replacing any of that name; http_add_header keeps the others. Value bytes that
 * could end the line (controls) are left out. Both copy into the arena. */
void http_set_header(struct http_exchange *exchange, const char *name, struct text value);
void http_add_header(struct http_exchange *exchange, const char *name, struct text value);
/* Status and Content-Type; then write the body into exchange->response.body. */
void http_begin(struct http_exchange *exchange, unsigned status, const char *content_type);
/* 303 See Other to a path on this site, already escaped. Anything that would lead away from it ("//host",
 * "https:...", "/\\host") goes to "/" instead. Does not answer yet. */
void http_redirect(struct http_exchange *exchange, struct text path);
bool http_stays_here(struct text path);
/* A short refusal: problem+json under /api/, plain text elsewhere. Does not answer yet. */
void http_refuse(struct http_exchange *exchange, unsigned status, const char *message);
/* "Content-Disposition: attachment" with that file name (RFC 6266), so that no browser shows the bytes as a
 * page. */
void http_attach(struct http_exchange *exchange, struct text filename);

struct http_cookie {
    const char *name;  /* a token */
    struct text value; /* cookie octets only (RFC 6265 4.1.1); others are left out */
    const char *path;  /* "/" when NULL */
    int64_t max_age;   /* seconds; below 0 for "until the browser closes", 0 deletes */
    bool secure, http_only;
    const char *same_site; /* "Lax" when NULL */
};
void http_set_cookie(struct http_exchange *exchange, const struct http_cookie *cookie);

/* Where to listen. */
struct http_address {
    char host[64]; /* numeric, without brackets */
    uint16_t port;
    bool ipv6, loopback;
};
/* Reads "127.0.0.1:8420", "[::1]:8420", "localhost:8420". NULL, or why it cannot be read. */
const char *http_address_parse(struct text text, struct http_address *address);

struct http_settings {
    struct http_address listen; /* port 0 takes any free one */
    bool allow_remote;          /* listen off loopback: say so only when nginx, or nobody hostile, is there */
    bool behind_proxy; /* nginx hands us requests: connections stay open after a body, X-Forwarded-* count */
    unsigned threads;  /* 0 for 2 */
    unsigned connections; /* 0 for 512 */
    unsigned patience;    /* seconds for a whole head, and for any silence; 0 for 30 */
    void *context;        /* given to the two calls below, which must outlive the server */
    /* The largest body for this request (head only is known); NULL means HTTP_BODY_BYTES for all. */
    size_t (*body_limit)(void *context, const struct http_request *request);
    void (*handle)(void *context, struct http_exchange *exchange);
};

struct http_server;

/* Starts listening. NULL and a message for the operator in `why` when it cannot. Settings are copied. */
struct http_server *http_start(const struct http_settings *settings, char *why, size_t why_size);
/* The port in use. */
uint16_t http_port(const struct http_server *server);
/* Takes no new connection, gives requests that are half sent another second, waits until every exchange a
 * handler holds is answered (and up to 10 seconds until the answers are taken), then frees the server. Never
 * call it from a handler. NULL does nothing. */
void http_stop(struct http_server *server);
