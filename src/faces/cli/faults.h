/* What is wrong with the lines of a file that is imported: each is said on `err` as it is found, or, with
 * --json, told in the member "problems" of the command's object, with the members of the API's refusals. */
#pragma once

#include "base/json.h"
#include "faces/cli/cli.h"

struct faults {
    struct cli *cli;
    const char *path;
    size_t count;
    struct json *json; /* within "problems"; NULL: they are said */
};

/* Of the file that the command was given. With --json its object begins here. */
struct faults faults_begin(struct cli *cli, const char *path);
void faults_add(struct faults *faults, size_t line, const struct answer *answer);
void faults_add_text(struct faults *faults, size_t line, struct text message);
/* Says how many lines cannot be taken; `none`: "nobody was imported". */
void faults_sum_up(const struct faults *faults, const char *none);
/* Ends "problems"; other members may follow, then cli_json_end. NULL: without --json. */
struct json *faults_end(struct faults *faults);
