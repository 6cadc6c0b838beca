/* What a page's form sends: application/x-www-form-urlencoded and multipart/form-data (RFC 7578), read
 * strictly.
 *
 * Names and values are valid UTF-8 without NUL, in the order sent; a repeated name stays repeated. Line ends
 * stay as sent (forms send CR LF; utf8_clean makes them "\n"). Files are slices of the request's body, not
 * looked into. */
#pragma once

#include "http/http.h"

enum { HTTP_FORM_FIELDS = 200, HTTP_FORM_PARTS = 64, HTTP_FORM_NAME_BYTES = 100, HTTP_FILE_NAME_BYTES = 255 };

struct http_file {
    struct text name;         /* of the form's field */
    struct text filename;     /* last path element only; never empty */
    struct text content_type; /* what the sender claims: not to be believed; may be empty */
    struct text bytes;
};

struct http_form {
    struct http_pairs fields;
    struct http_file *files; /* an empty file field (nothing chosen) is not listed */
    size_t file_count, file_capacity;
};

/* Reads the request's body by its Content-Type. NULL, or a sentence for the sender about what is wrong: then
 * answer 400 (415 when http_is_form is false) and do not use the form. */
const char *http_form_read(const struct http_request *request, struct http_form *form);
bool http_is_form(const struct http_request *request);

/* The two readers, for tests and fuzzing. `boundary` is the parameter of the content type, without quotes. */
const char *http_urlencoded_read(struct arena *arena, struct text body, struct http_pairs *fields);
const char *http_multipart_read(struct arena *arena, struct text body, struct text boundary,
                                struct http_form *form);

/* One parameter of a header such as Content-Type or Content-Disposition: `name=token` or `name="quoted"`.
 * False when absent, repeated, or the header is malformed. The value lives in the arena. */
bool http_parameter(struct arena *arena, struct text header, const char *name, struct text *value);
/* The file name of a Content-Disposition (RFC 6266; filename* wins): its last path element, valid UTF-8, at
 * most HTTP_FILE_NAME_BYTES. False when there is none that is fit to keep. */
bool http_disposition_filename(struct arena *arena, struct text header, struct text *filename);
