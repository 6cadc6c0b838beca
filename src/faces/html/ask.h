/* Small forms of pages that hold several: which one came back, with what was given and why it was not taken.
 *
 * Fields are named by C strings that live as long as the page. Everything lies in the frame's arena. */
#pragma once

#include "faces/html/frame.h"
#include "faces/html/page_form.h"

/* A form that was not taken; all zero: nothing was sent. */
struct returned {
    struct text form; /* the name given to ask_begin */
    const struct http_pairs *given;
    const struct answer *answer;
};

/* A form in the making; take `form` when all its fields stand. `name` is unique on the page. */
struct asking {
    struct frame *frame;
    const struct returned *returned; /* NULL: another form came back, or none */
    struct text name;
    struct ui_form form;
};

struct asking ask_begin(struct frame *frame, const struct returned *returned, struct text name,
                        struct text action, const char *submit);
/* Adds a field; its value and error are those that came back. Good until the next one is added. */
struct ui_field *ask_field(struct asking *asking, const char *name, const char *label, enum ui_input input);
/* Adds an option, chosen when it came back so; without a form that came back, when `chosen`. */
void ask_option(struct asking *asking, struct ui_field *field, struct text value, struct text label,
                bool chosen);
void ask_hidden(struct asking *asking, const char *name, struct text value);
/* Makes the field ask for somebody with an active account, by name or username. */
void ask_people(struct asking *asking, struct ui_field *field);
/* The username of who was given there, or what was given where it is nobody's. */
struct text ask_person(struct asked *asked, struct text given);
/* The error a command or handler gave for a field; empty for none. */
struct text ask_error(const struct returned *returned, struct text name);

/* The summary at the top of the page. */
struct ui_form_errors ask_errors(struct frame *frame, const struct returned *returned);
/* 200, or the status of what was refused. */
unsigned ask_status(const struct returned *returned);

/* A parameter of the path, decoded. */
struct text ask_parameter(const struct asked *asked, const char *name);
/* Reads a moment a form gave into a command: empty leaves it unsaid. False with an error for the field in
 * `answer`. */
bool ask_time(struct asked *asked, const struct http_form *form, const char *name, int64_t *out,
              struct answer *answer);
