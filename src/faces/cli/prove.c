/* `reeve prove`: is there a way round any `never` of a rulebook. */
#include "faces/cli/cli.h"
#include "rules/prove.h"

static bool all_proved(const struct prove_result *results, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (results[i].verdict != PROVE_PROVED)
            return false;
    return true;
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
        return cli_refuse(cli, "The rulebook has no register %s", name);
    size_t count;
    const struct prove_result *results = rulebook_prove(cli->arena, rulebook, only, &count);
    fprintf(cli->out, "%.*s", TEXT_ARGS(prove_print(cli->arena, results, count)));
    return all_proved(results, count) ? CLI_DONE : CLI_REFUSED;
}
