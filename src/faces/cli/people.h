/* People from a file: username,name,email,kind,manager,roles. */
#pragma once

#include "faces/cli/cli.h"

/* Makes or updates everybody in the file, as one change: all or nothing. Roles are separated by semicolons,
 * `ict_manager:networks` for a value; a role held already is left alone, none is ended. Every bad line is
 * said on `err` after `path`. Gives how many people it held, or -1. */
int people_import(struct cli *cli, struct engine *engine, const char *path, struct text file);
