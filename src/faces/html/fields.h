/* A record's fields in forms: asked for by type, and read back.
 *
 * A field NAME stands in a form as "f.NAME", so that no field of a rulebook meets the form's own "csrf",
 * "version" and "reason". Fields of files are shown on records and sent over the API, not by these forms. */
#pragma once

#include "faces/html/frame.h"
#include "faces/html/page_form.h"

struct fields_form {
    struct frame *frame;
    struct record *record;          /* whose values stand there now; NULL: a new one */
    const struct http_pairs *given; /* what the reader sent, to be shown again; NULL: nothing yet */
    const struct answer *answer;    /* the refusal, for errors at their fields; NULL: none */
};

/* Adds the field, with what was given, else what stands in the record, else its default. */
void fields_add(const struct fields_form *form, struct ui_fields *out, const struct field *field,
                bool required);
/* The summary of errors that belong to fields of the form; `out` of fields_add is for the ids. */
struct ui_form_errors fields_errors(const struct fields_form *form);
/* The inputs of a command: what was given of these fields and is not what stands there already. */
struct input *fields_read(const struct fields_form *form, const struct field *const *fields,
                          size_t field_count, size_t *count);
/* "f.summary" */
struct text fields_name(struct arena *arena, const struct field *field);
