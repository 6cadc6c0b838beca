#include <string.h>

#include "base/utf8.h"
#include "http/form.h"
#include "http/guard.h"

enum { BOUNDARY_BYTES = 70, PART_HEADERS = 16, PART_HEAD_BYTES = 8 * 1024 };

static const char CUT_SHORT[] = "The form was cut short on its way. Send it again.";
static const char NOT_WELL_FORMED[] =
    "The form is not well-formed multipart/form-data. Send it as the page made it.";

struct reader {
    struct arena *arena;
    struct text rest;      /* what is still to be read */
    struct text delimiter; /* CR LF "--" boundary */
};

static struct text from(struct text text, size_t at)
{
    return (struct text){text.s + at, text.n - at};
}

/* Position of `what`, or text.n when absent. */
static size_t find(struct text text, struct text what)
{
    const char *at = text.n ? memmem(text.s, text.n, what.s, what.n) : NULL;
    return at ? (size_t)(at - text.s) : text.n;
}

/* boundary: 1 to 70 characters, not ending in a space (RFC 2046 5.1.1). */
static bool is_boundary(struct text boundary)
{
    if (!boundary.n || boundary.n > BOUNDARY_BYTES || boundary.s[boundary.n - 1] == ' ')
        return false;
    for (size_t i = 0; i < boundary.n; i++) {
        char c = boundary.s[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (!letter && !(c && strchr("'()+_,-./:=? ", c)))
            return false;
    }
    return true;
}

/* part-headers: ( token ":" value CRLF )* CRLF. */
static const char *read_part_headers(struct reader *reader, struct http_pairs *headers)
{
    struct text head = reader->rest;
    for (;;) {
        size_t end = find(reader->rest, TEXT("\r\n"));
        if (end == reader->rest.n)
            return CUT_SHORT;
        struct text value = {reader->rest.s, end};
        reader->rest = from(reader->rest, end + 2);
        if (end == 0)
            return NULL;
        if (text_find(value, ':') == value.n)
            return NOT_WELL_FORMED;
        struct text name = text_cut(&value, ':');
        if (!http_is_token(name) || headers->count == PART_HEADERS ||
            head.n - reader->rest.n > PART_HEAD_BYTES)
            return NOT_WELL_FORMED;
        http_pairs_add(headers, reader->arena, arena_lower(reader->arena, name), text_trim(value));
    }
}

static const char *keep_file(struct reader *reader, struct http_form *form, struct http_file file,
                             const struct http_pairs *headers)
{
    if (!http_disposition_filename(reader->arena, http_pairs_get(headers, "content-disposition"),
                                   &file.filename))
        return "A file has a name that cannot be kept. Rename it (at most 255 bytes of UTF-8) and send it "
               "again.";
    struct text type = http_pairs_get(headers, "content-type");
    file.content_type = arena_lower(reader->arena, text_trim(text_cut(&type, ';')));
    *ARENA_PUSH(reader->arena, form->files, form->file_count, form->file_capacity) = file;
    return NULL;
}

static const char *keep_field(struct reader *reader, struct http_form *form, struct text name,
                              struct text value)
{
    if (!utf8_valid(value) || text_find(value, '\0') < value.n)
        return "A field is not UTF-8 text. Remove the unreadable characters and send it again.";
    http_pairs_add(&form->fields, reader->arena, name, value);
    return NULL;
}

static const char *keep_part(struct reader *reader, struct http_form *form, const struct http_pairs *headers,
                             struct text bytes)
{
    struct text disposition = http_pairs_get(headers, "content-disposition"), kind = disposition, name,
                filename;
    if (http_pairs_count(headers, "content-disposition") != 1 ||
        !text_same(text_trim(text_cut(&kind, ';')), TEXT("form-data")) ||
        !http_parameter(reader->arena, disposition, "name", &name))
        return NOT_WELL_FORMED;
    if (!name.n || name.n > HTTP_FORM_NAME_BYTES || !utf8_valid(name) || text_find(name, '\0') < name.n)
        return "A field has no name, or one of more than 100 bytes. Send the form as the page made it.";
    bool has_filename = http_parameter(reader->arena, disposition, "filename", &filename) ||
                        http_parameter(reader->arena, disposition, "filename*", &filename);
    if (!has_filename)
        return keep_field(reader, form, name, bytes);
    if (!filename.n && !bytes.n)
        return NULL; /* a file field in which nothing was chosen */
    return keep_file(reader, form, (struct http_file){.name = name, .bytes = bytes}, headers);
}

/* After a boundary: true when another part follows; sets *wrong when neither a part nor the end does. */
static bool read_boundary_end(struct reader *reader, const char **wrong)
{
    struct text rest = reader->rest;
    if (text_starts(rest, TEXT("--"))) {
        rest = from(rest, 2);
        *wrong = rest.n == 0 || text_is(rest, "\r\n") ? NULL : NOT_WELL_FORMED;
        return false;
    }
    if (!text_starts(rest, TEXT("\r\n"))) {
        *wrong = rest.n < 2 ? CUT_SHORT : NOT_WELL_FORMED;
        return false;
    }
    reader->rest = from(rest, 2);
    return true;
}

const char *http_multipart_read(struct arena *arena, struct text body, struct text boundary,
                                struct http_form *form)
{
    if (!is_boundary(boundary))
        return NOT_WELL_FORMED;
    struct reader reader = {.arena = arena, .rest = body};
    reader.delimiter = arena_format(arena, "\r\n--%.*s", TEXT_ARGS(boundary));
    struct text first = from(reader.delimiter, 2);
    if (!text_starts(body, first))
        return body.n < first.n ? CUT_SHORT : NOT_WELL_FORMED;
    reader.rest = from(body, first.n);

    const char *wrong = NULL;
    for (size_t parts = 0; read_boundary_end(&reader, &wrong); parts++) {
        if (parts == HTTP_FORM_PARTS)
            return "The form has more than 64 parts. Send fewer at a time.";
        struct http_pairs headers = {0};
        wrong = read_part_headers(&reader, &headers);
        if (wrong)
            return wrong;
        size_t end = find(reader.rest, reader.delimiter);
        if (end == reader.rest.n)
            return CUT_SHORT;
        wrong = keep_part(&reader, form, &headers, (struct text){reader.rest.s, end});
        if (wrong)
            return wrong;
        reader.rest = from(reader.rest, end + reader.delimiter.n);
    }
    return wrong;
}
