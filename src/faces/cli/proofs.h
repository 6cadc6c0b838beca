/* Proofs of a rulebook's nevers, for the commands that will not have one with a way round. */
#pragma once

#include "base/json.h"
#include "faces/cli/cli.h"
#include "rules/prove.h"

struct cli_proofs {
    const struct prove_result *results;
    size_t count;
    bool all; /* every one is proved */
};

/* Of all registers, or of `only`. */
struct cli_proofs cli_proofs(struct cli *cli, const struct rulebook *rulebook, const struct reg *only);
/* The key "proofs", a member for each. */
void cli_put_proofs(struct cli *cli, struct json *json, const struct cli_proofs *proofs);
/* The ways round those that are not proved; nothing if all are. */
void cli_print_ways(struct cli *cli, FILE *to, const struct cli_proofs *proofs);
