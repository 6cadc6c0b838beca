/* A request head, cut at line ends as the library hands it over: "METHOD TARGET VERSION", then headers. */
#include <string.h>

#include "base/utf8.h"
#include "fuzz.h"
#include "http/form.h"
#include "http/guard.h"

static void check_target(const struct http_request *request)
{
    assert(request->segment_count <= HTTP_SEGMENTS);
    for (size_t i = 0; i < request->segment_count; i++) {
        struct text segment = request->segments[i];
        assert(utf8_valid(segment) && text_find(segment, '/') == segment.n &&
               text_find(segment, 0) == segment.n);
        assert(!text_is(segment, ".") && !text_is(segment, ".."));
    }
    for (size_t i = 0; i < request->query.count; i++)
        assert(utf8_valid(request->query.items[i].name) && utf8_valid(request->query.items[i].value));
}

static void check_headers(const struct http_pairs *headers, uint64_t length)
{
    assert(!http_pairs_find(headers, "transfer-encoding"));
    assert(http_pairs_count(headers, "host") <= 1);
    assert(http_pairs_count(headers, "content-length") == 1 || length == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ARENA_SCOPED arena = arena_new(64 * 1024 * 1024);
    struct http_request request = {.arena = arena};
    struct text rest = {(const char *)data, size};
    struct text version = text_cut(&rest, '\n'), method = text_cut(&version, ' ');
    request.target = text_cut(&version, ' ');
    while (rest.n) {
        struct text value = text_cut(&rest, '\n'), name = text_cut(&value, ':');
        http_pairs_add(&request.headers, arena, arena_lower(arena, name), text_trim(value));
    }
    uint64_t length = 0;
    if (http_guard_headers(&request.headers, version, &length).status)
        return 0;
    check_headers(&request.headers, length);
    if (http_guard_target(&request).status == 0)
        check_target(&request);
    if (http_guard_fields(&request, method).status == 0)
        assert(request.method < HTTP_METHODS);
    struct text name;
    const struct text *disposition = http_header(&request, "Content-Disposition");
    if (disposition && http_disposition_filename(arena, *disposition, &name))
        assert(name.n > 0 && name.n <= HTTP_FILE_NAME_BYTES && utf8_valid(name) &&
               text_find(name, '/') == name.n);
    return 0;
}
