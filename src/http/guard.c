#include "http/guard.h"

#include <string.h>

#include "base/encode.h"
#include "base/percent.h"
#include "http/form.h"

enum { COOKIES = 50 };

static const struct http_fault FINE = {0, NULL};

bool http_is_token(struct text text)
{
    for (size_t i = 0; i < text.n; i++) {
        char c = text.s[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (!letter && !(c && strchr("!#$%&'*+-.^_`|~", c)))
            return false;
    }
    return text.n > 0;
}

static bool has_control(struct text text)
{
    for (size_t i = 0; i < text.n; i++) {
        unsigned char c = (unsigned char)text.s[i];
        if ((c < 0x20 && c != '\t') || c == 0x7f)
            return true;
    }
    return false;
}

/* Letters, digits and what an address literal or a port needs; a comma or space would be a second host. */
static bool is_host(struct text text)
{
    for (size_t i = 0; i < text.n; i++) {
        char c = text.s[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (!letter && !(c && strchr("-._~%:[]", c)))
            return false;
    }
    return text.n > 0 && text.n <= 255;
}

static struct http_fault guard_host(const struct http_pairs *headers, struct text version)
{
    size_t hosts = http_pairs_count(headers, "host");
    if (hosts > 1 || (hosts == 0 && text_is(version, "HTTP/1.1")))
        return (struct http_fault){400, "A request must have exactly one Host header."};
    if (hosts == 1 && !is_host(http_pairs_get(headers, "host")))
        return (struct http_fault){400, "The Host header is not the name of a host."};
    return FINE;
}

/* Headers of which two would leave it to chance which one counts. */
static const char *const ONCE[] = {"authorization", "content-type", "if-match", "idempotency-key",
                                   "x-csrf-token"};

static struct http_fault guard_once(const struct http_pairs *headers)
{
    for (size_t i = 0; i < sizeof ONCE / sizeof *ONCE; i++)
        if (http_pairs_count(headers, ONCE[i]) > 1)
            return (struct http_fault){400, "A header that may be sent only once was sent twice."};
    return FINE;
}

/* The library puts a line that continues a header behind that header's name: "Content-Length:<CR><LF> 5"
 * arrives as "content-length5", and whoever joins such lines reads another body than we do. */
static bool is_folded_frame(struct text name)
{
    static const char *const frames[] = {"content-length", "transfer-encoding"};
    for (size_t i = 0; i < sizeof frames / sizeof *frames; i++)
        if (text_starts(name, text_of(frames[i])) && !text_is(name, frames[i]))
            return true;
    return false;
}

static struct http_fault guard_length(const struct http_pairs *headers, uint64_t *length)
{
    *length = 0;
    if (http_pairs_find(headers, "transfer-encoding"))
        return (struct http_fault){411,
                                   "Send the body with a Content-Length; Transfer-Encoding is not taken."};
    size_t lengths = http_pairs_count(headers, "content-length");
    if (lengths == 0)
        return FINE;
    struct text text = http_pairs_get(headers, "content-length");
    if (lengths > 1 || !text.n || text.n > 18)
        return (struct http_fault){400, "A request must have at most one Content-Length, a plain number."};
    for (size_t i = 0; i < text.n; i++) {
        if (text.s[i] < '0' || text.s[i] > '9')
            return (struct http_fault){400,
                                       "A request must have at most one Content-Length, a plain number."};
        *length = *length * 10 + (uint64_t)(text.s[i] - '0');
    }
    return FINE;
}

struct http_fault http_guard_headers(const struct http_pairs *headers, struct text version, uint64_t *length)
{
    *length = 0;
    if (!text_is(version, "HTTP/1.1") && !text_is(version, "HTTP/1.0"))
        return (struct http_fault){505, "Only HTTP/1.1 and HTTP/1.0 are spoken here."};
    size_t bytes = 0;
    for (size_t i = 0; i < headers->count; i++) {
        const struct http_pair *header = &headers->items[i];
        bytes += header->name.n + header->value.n + 4;
        if (!http_is_token(header->name))
            return (struct http_fault){400, "A header has a name that is not allowed."};
        if (is_folded_frame(header->name))
            return (struct http_fault){400, "A header is continued on a second line."};
        if (has_control(header->value))
            return (struct http_fault){400, "A header has a control character in its value."};
    }
    if (bytes > HTTP_HEAD_BYTES || headers->count > HTTP_HEADERS)
        return (struct http_fault){431, "The headers are larger than 16 KiB, or more than 100."};
    struct http_fault fault = guard_host(headers, version);
    if (!fault.status)
        fault = guard_once(headers);
    return fault.status ? fault : guard_length(headers, length);
}

static bool is_target_byte(char c)
{
    return c > 0x20 && c < 0x7f && c != '#' && c != '\\';
}

/* An escaped slash or NUL means one thing to a proxy and another to us, so neither may be in a path. */
static bool has_hidden_slash(struct text path)
{
    for (size_t i = 0; i + 2 < path.n; i++) {
        if (path.s[i] != '%')
            continue;
        int high = hex_digit(path.s[i + 1]), low = hex_digit(path.s[i + 2]);
        int byte = high < 0 || low < 0 ? -1 : high * 16 + low;
        if (byte == '/' || byte == '\\' || byte == 0)
            return true;
    }
    return false;
}

static struct http_fault split_path(struct http_request *request)
{
    struct text rest = {request->path.s + 1, request->path.n - 1};
    struct text *segments = ARENA_ARRAY(request->arena, struct text, HTTP_SEGMENTS);
    size_t count = 0;
    bool more = rest.n > 0;
    while (more) {
        if (count == HTTP_SEGMENTS)
            return (struct http_fault){400, "The address has too many parts."};
        more = text_find(rest, '/') < rest.n;
        struct text segment = text_cut(&rest, '/');
        if (!percent_decode(request->arena, segment, false, &segment))
            return (struct http_fault){400, "The address has an escape that is not valid UTF-8 text."};
        if (text_is(segment, ".") || text_is(segment, "..") || has_control(segment))
            return (struct http_fault){400, "The address has a part that is not allowed."};
        segments[count++] = segment;
    }
    request->segments = segments;
    request->segment_count = count;
    return FINE;
}

struct http_fault http_guard_target(struct http_request *request)
{
    struct text target = request->target;
    if (target.n > HTTP_TARGET_BYTES)
        return (struct http_fault){414, "The address is longer than 8 KiB."};
    if (!target.n || target.s[0] != '/')
        return (struct http_fault){400, "The address in the request must begin with '/'."};
    for (size_t i = 0; i < target.n; i++) {
        if (!is_target_byte(target.s[i]))
            return (struct http_fault){400, "The address has a character that must be percent-encoded."};
    }
    request->path = text_cut(&target, '?');
    if (has_hidden_slash(request->path))
        return (struct http_fault){400, "The address has an escaped slash or NUL, which is not allowed."};
    struct http_fault fault = split_path(request);
    if (fault.status)
        return fault;
    const char *wrong = http_urlencoded_read(request->arena, target, &request->query);
    return wrong ? (struct http_fault){400, wrong} : FINE;
}

/* Several Cookie headers read as one; HTTP/2 clients split them and a proxy may pass that on. */
static struct text joined_cookies(struct http_request *request)
{
    struct buf all = buf_in(request->arena);
    for (size_t i = 0; i < request->headers.count; i++) {
        if (!text_is(request->headers.items[i].name, "cookie"))
            continue;
        if (all.n)
            buf_puts(&all, "; ");
        buf_put(&all, request->headers.items[i].value);
    }
    return all.n ? buf_text(&all) : TEXT("");
}

/* RFC 6265 5.4. A piece without `=`, or with a name that is no token, is passed over. */
static void read_cookies(struct arena *arena, struct text header, struct http_pairs *cookies)
{
    while (header.n && cookies->count < COOKIES) {
        struct text value = text_trim(text_cut(&header, ';'));
        if (text_find(value, '=') == value.n)
            continue;
        struct text name = text_trim(text_cut(&value, '='));
        value = text_trim(value);
        if (value.n >= 2 && value.s[0] == '"' && value.s[value.n - 1] == '"')
            value = (struct text){value.s + 1, value.n - 2};
        if (http_is_token(name))
            http_pairs_add(cookies, arena, name, value);
    }
}

struct http_fault http_guard_fields(struct http_request *request, struct text method)
{
    request->method = http_method_of(method);
    if (request->method == HTTP_METHODS)
        return (struct http_fault){501, "This server does not know that method."};
    struct text type = http_pairs_get(&request->headers, "content-type");
    request->content_type = arena_lower(request->arena, text_trim(text_cut(&type, ';')));
    struct text cookies = joined_cookies(request);
    if (cookies.n)
        read_cookies(request->arena, cookies, &request->cookies);
    return FINE;
}
