/* People from a file: username,name,email,kind,manager,roles. */
#pragma once

#include "faces/cli/faults.h"

/* Makes or updates everybody in the file, as one change: all or nothing. Roles are separated by semicolons,
 * `ict_manager:networks` for a value; a role held already is left alone, none is ended. Every bad line is
 * told. True: it is kept; `count` takes how many people it held. */
bool people_import(struct faults *faults, struct engine *engine, struct text file, size_t *count);
