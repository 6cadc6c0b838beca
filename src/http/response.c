#include <string.h>

#include "base/percent.h"
#include "http/guard.h"

static const char *const METHODS[HTTP_METHODS] = {
    [HTTP_GET] = "GET", [HTTP_HEAD] = "HEAD",     [HTTP_POST] = "POST",       [HTTP_PATCH] = "PATCH",
    [HTTP_PUT] = "PUT", [HTTP_DELETE] = "DELETE", [HTTP_OPTIONS] = "OPTIONS",
};

static const struct {
    unsigned status;
    const char *reason;
} REASONS[] = {
    {200, "OK"},
    {201, "Created"},
    {204, "No Content"},
    {303, "See Other"},
    {304, "Not Modified"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {408, "Request Timeout"},
    {409, "Conflict"},
    {411, "Length Required"},
    {412, "Precondition Failed"},
    {413, "Content Too Large"},
    {414, "URI Too Long"},
    {415, "Unsupported Media Type"},
    {422, "Unprocessable Content"},
    {428, "Precondition Required"},
    {429, "Too Many Requests"},
    {431, "Request Header Fields Too Large"},
    {500, "Internal Server Error"},
    {501, "Not Implemented"},
    {503, "Service Unavailable"},
    {505, "HTTP Version Not Supported"},
    {507, "Insufficient Storage"},
};

/* What every response carries: only our own style, script and pictures; no framing; nothing in caches. */
static const struct {
    const char *name;
    struct text value;
} ALWAYS[] = {
    {"Content-Security-Policy",
     TEXT(
         "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
         "form-action 'self'; base-uri 'none'; frame-ancestors 'none'")},
    {"X-Content-Type-Options", TEXT("nosniff")},
    {"Referrer-Policy", TEXT("same-origin")},
    {"Cross-Origin-Opener-Policy", TEXT("same-origin")},
    {"Cache-Control", TEXT("no-store")},
};

const char *http_method_name(enum http_method method)
{
    return method < HTTP_METHODS ? METHODS[method] : "";
}

enum http_method http_method_of(struct text name)
{
    enum http_method method = HTTP_GET;
    while (method < HTTP_METHODS && !text_is(name, METHODS[method]))
        method++;
    return method;
}

const char *http_reason(unsigned status)
{
    for (size_t i = 0; i < sizeof REASONS / sizeof *REASONS; i++) {
        if (REASONS[i].status == status)
            return REASONS[i].reason;
    }
    return "";
}

const struct text *http_header(const struct http_request *request, const char *name)
{
    for (size_t i = 0; i < request->headers.count; i++) {
        if (text_same(request->headers.items[i].name, text_of(name)))
            return &request->headers.items[i].value;
    }
    return NULL;
}

void http_exchange_init(struct http_exchange *exchange, struct arena *arena,
                        void (*finish)(struct http_exchange *))
{
    *exchange = (struct http_exchange){.finish = finish};
    exchange->request.arena = arena;
    exchange->response.status = 200;
    exchange->response.body = buf_in(arena);
    for (size_t i = 0; i < sizeof ALWAYS / sizeof *ALWAYS; i++)
        http_pairs_add(&exchange->response.headers, arena, text_of(ALWAYS[i].name), ALWAYS[i].value);
}

void http_answer(struct http_exchange *exchange)
{
    if (exchange->response.torn) {
        http_refuse(exchange, 503, "The data cannot be read just now. Try again shortly");
        http_set_header(exchange, "Retry-After", TEXT("5"));
    }
    exchange->finish(exchange);
}

static struct text without_controls(struct arena *arena, struct text value)
{
    char *s = arena_alloc(arena, value.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < value.n; i++) {
        unsigned char c = (unsigned char)value.s[i];
        if (c >= 0x20 && c != 0x7f)
            s[n++] = value.s[i];
    }
    return (struct text){s, n};
}

void http_add_header(struct http_exchange *exchange, const char *name, struct text value)
{
    struct arena *arena = exchange->request.arena;
    http_pairs_add(&exchange->response.headers, arena, arena_text(arena, text_of(name)),
                   without_controls(arena, value));
}

void http_set_header(struct http_exchange *exchange, const char *name, struct text value)
{
    struct http_pairs *headers = &exchange->response.headers;
    size_t kept = 0;
    for (size_t i = 0; i < headers->count; i++) {
        if (!text_same(headers->items[i].name, text_of(name)))
            headers->items[kept++] = headers->items[i];
    }
    headers->count = kept;
    http_add_header(exchange, name, value);
}

void http_begin(struct http_exchange *exchange, unsigned status, const char *content_type)
{
    exchange->response.status = status;
    http_set_header(exchange, "Content-Type", text_of(content_type));
}

bool http_stays_here(struct text path)
{
    if (!path.n || path.s[0] != '/' || (path.n > 1 && (path.s[1] == '/' || path.s[1] == '\\')))
        return false;
    for (size_t i = 0; i < path.n; i++) {
        /* Browsers drop tabs and line ends before they look, so "/<TAB>/host" would lead away too. */
        if (path.s[i] <= 0x20 || path.s[i] == 0x7f)
            return false;
    }
    return true;
}

void http_redirect(struct http_exchange *exchange, struct text path)
{
    exchange->response.status = 303;
    http_set_header(exchange, "Location", http_stays_here(path) ? path : TEXT("/"));
}

void http_refuse(struct http_exchange *exchange, unsigned status, const char *message)
{
    struct buf *body = &exchange->response.body;
    *body = buf_in(exchange->request.arena);
    if (text_starts(exchange->request.target, TEXT("/api/"))) {
        http_begin(exchange, status, "application/problem+json");
        buf_format(body, "{\"type\":\"about:blank\",\"title\":\"%s\",\"status\":%u,\"detail\":\"",
                   http_reason(status), status);
        for (const char *c = message; *c; c++) {
            if (*c == '"' || *c == '\\')
                buf_char(body, '\\');
            buf_char(body, *c);
        }
        buf_puts(body, "\"}\n");
    } else {
        http_begin(exchange, status, "text/plain; charset=utf-8");
        buf_format(body, "%u %s\n\n%s\n", status, http_reason(status), message);
    }
}

void http_attach(struct http_exchange *exchange, struct text filename)
{
    struct buf value = buf_in(exchange->request.arena);
    buf_puts(&value, "attachment; filename*=UTF-8''");
    percent_encode(&value, filename);
    http_set_header(exchange, "Content-Disposition", buf_text(&value));
}

static bool is_cookie_octet(char c)
{
    return c > 0x20 && c < 0x7f && !strchr("\",;\\", c);
}

void http_set_cookie(struct http_exchange *exchange, const struct http_cookie *cookie)
{
    struct buf value = buf_in(exchange->request.arena);
    buf_format(&value, "%s=", cookie->name);
    for (size_t i = 0; i < cookie->value.n; i++) {
        if (is_cookie_octet(cookie->value.s[i]))
            buf_char(&value, cookie->value.s[i]);
    }
    buf_format(&value, "; Path=%s", cookie->path ? cookie->path : "/");
    if (cookie->max_age >= 0)
        buf_format(&value, "; Max-Age=%lld", (long long)cookie->max_age);
    buf_format(&value, "; SameSite=%s", cookie->same_site ? cookie->same_site : "Lax");
    buf_puts(&value, cookie->http_only ? "; HttpOnly" : "");
    buf_puts(&value, cookie->secure ? "; Secure" : "");
    http_add_header(exchange, "Set-Cookie", buf_text(&value));
}
