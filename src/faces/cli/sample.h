/* The demonstration that comes with a rulebook: people.csv, then script.jsonl, one command a line, each at
 * its own time. */
#pragma once

#include "faces/cli/cli.h"

/* The moment of the script's first line: where the test clock must begin. False: said why. */
bool sample_begins(struct cli *cli, const char *dir, int64_t *begins);
/* Plays DIR's people and script through an engine whose test clock stands no later than the first line. Every
 * line must be allowed, or, with "expect": "refused", refused. False: said which line was not. */
bool sample_play(struct cli *cli, struct engine *engine, const char *dir);
