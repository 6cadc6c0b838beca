#include "faces/cli/cli.h"

#ifndef REEVE_VERSION
#define REEVE_VERSION "0"
#endif

int cli_version(struct cli *cli)
{
    fputs("reeve " REEVE_VERSION "\n", cli->out);
    return CLI_DONE;
}

int cli_later(struct cli *cli)
{
    return cli_refuse(cli, "%s: %s", cli->command->name, cli->command->help);
}

static int one(struct cli *cli, const char *words)
{
    int found = 0;
    for (const struct cli_command *command = cli->commands; command->name; command++) {
        if (!text_starts(text_of(command->name), text_of(words)))
            continue;
        fprintf(cli->out, "reeve %s%s%s\n    %s\n", command->name, *command->usage ? " " : "", command->usage,
                command->help);
        found++;
    }
    return found ? CLI_DONE : cli_misuse(cli, "there is no command '%s'. Try reeve help", words);
}

int cli_help(struct cli *cli)
{
    if (cli->word_count)
        return one(cli, cli->words[0]);
    fputs("Reeve keeps a police force's rules. DATA is a file made by `reeve init`; REEVE_DATA stands in for "
          "it.\n\n",
          cli->out);
    return one(cli, "");
}
