/* `reeve prove`: is there a way round any `never` of a rulebook. */
#include "faces/cli/proofs.h"

#include <errno.h>
#include <string.h>

struct cli_proofs cli_proofs(struct cli *cli, const struct rulebook *rulebook, const struct reg *only)
{
    struct cli_proofs proofs = {.all = true};
    proofs.results = rulebook_prove(cli->arena, rulebook, only, &proofs.count);
    for (size_t i = 0; i < proofs.count; i++)
        proofs.all &= proofs.results[i].verdict == PROVE_PROVED;
    return proofs;
}

void cli_print_ways(struct cli *cli, FILE *to, const struct cli_proofs *proofs)
{
    for (size_t i = 0; i < proofs->count; i++)
        if (proofs->results[i].verdict != PROVE_PROVED)
            fprintf(to, "%.*s", TEXT_ARGS(prove_print(cli->arena, &proofs->results[i], 1)));
}

static void print_all(struct cli *cli, const struct cli_proofs *proofs)
{
    size_t proved = 0;
    for (size_t i = 0; i < proofs->count; i++)
        proved += proofs->results[i].verdict == PROVE_PROVED;
    fprintf(cli->out, "%.*s", TEXT_ARGS(prove_print(cli->arena, proofs->results, proofs->count)));
    fprintf(cli->out, "%zu of %zu proved\n", proved, proofs->count);
}

static int write_promela(struct cli *cli, const struct rulebook *rulebook, const struct reg *only)
{
    const char *path = cli_option(cli, "promela");
    struct text text = prove_promela(cli->arena, rulebook, only);
    FILE *file = fopen(path, "w");
    bool written = file && fwrite(text.s, 1, text.n, file) == text.n;
    if (file)
        written &= fclose(file) == 0;
    return written ? CLI_DONE : cli_refuse(cli, "%s cannot be written: %s", path, strerror(errno));
}

int cli_prove(struct cli *cli)
{
    struct problems problems = {.arena = cli->arena};
    const struct rulebook *rulebook = rulebook_load_dir(cli->arena, cli->words[0], &problems);
    const char *name = cli_option(cli, "register");
    if (!rulebook) {
        fprintf(cli->err, "%.*s", TEXT_ARGS(problems_print(cli->arena, &problems)));
        return CLI_REFUSED;
    }
    const struct reg *only = name ? rulebook_register(rulebook, text_of(name)) : NULL;
    if (name && !only)
        return cli_refuse(cli, "the rulebook has no register %s", name);
    if (cli_option(cli, "promela"))
        return write_promela(cli, rulebook, only);
    struct cli_proofs proofs = cli_proofs(cli, rulebook, only);
    print_all(cli, &proofs);
    return proofs.all ? CLI_DONE : CLI_REFUSED;
}
