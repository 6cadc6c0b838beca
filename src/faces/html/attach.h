/* Files given in forms. They are kept as they come in, before the form is judged, so that a form that comes
 * back need not be given them again; what no record takes is dropped after a day (engine/file.h). */
#pragma once

#include "faces/html/frame.h"

/* Most for one file of a form: with its other parts the form's body must stay below HTTP_BODY_LARGEST. */
enum { ATTACH_BYTES_MAX = 10 * 1000 * 1000 };

/* Keeps the files sent for these fields and writes their ids among the form's fields; in a field for one, in
 * place of what stood there. Waits for the writer. False: the refusal says at which fields why not; other
 * files are kept all the same. */
bool attach_files(struct asked *asked, struct http_form *form, const struct field *const *fields,
                  size_t count, struct answer *refusal);
/* Submits the command, or, when its files could not be taken, answers with that refusal. */
void attach_go(struct face_command *command, bool taken, const struct answer *refusal);
