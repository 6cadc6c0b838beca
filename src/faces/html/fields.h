/* A record's fields in forms: asked for by type, and read back.
 *
 * A field NAME stands in a form as "f.NAME", so that no field of a rulebook meets the form's own "csrf",
 * "version" and "reason". Of a file the form holds its id (attach.h). */
#pragma once

#include "faces/html/frame.h"
#include "faces/html/page_form.h"
#include "faces/html/wanted.h"

struct fields_form {
    struct frame *frame;
    struct record *record;          /* whose values stand there now; NULL: a new one */
    const struct http_pairs *given; /* what the reader sent, to be shown again; NULL: nothing yet */
    struct record *seen;            /* as the form showed it, when that is no longer so; else NULL */
    const struct answer *answer;    /* the refusal, for errors at their fields; NULL: none */
    const struct wanted *wanted;    /* what can wait says until when; NULL: it says nothing */
};

/* Finds what the form that came back had shown, if the record has changed since. */
void fields_look_back(struct fields_form *form);
/* Is what is given here for what stood there when the form showed it? False: the refusal says so. */
bool fields_current(struct fields_form *form, const struct field *const *fields, size_t count,
                    struct answer *refusal);
/* Adds the field, with what was given, else what stands in the record, else its default. A field that changed
 * since the form showed it is shown as it is now, or beside what the reader made of it. */
void fields_add(const struct fields_form *form, struct ui_form *out, const struct field *field,
                bool required);
/* The summary of errors that belong to fields, as they say it where they were added to `out`. */
struct ui_form_errors fields_errors(const struct fields_form *form, const struct ui_form *out);
/* The inputs of a command: what was given of these fields and is not what stands there already. */
struct input *fields_read(const struct fields_form *form, const struct field *const *fields,
                          size_t field_count, size_t *count);
/* "f.summary" */
struct text fields_name(struct arena *arena, const struct field *field);
