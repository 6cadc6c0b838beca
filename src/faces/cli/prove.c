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
            cli_put(to, prove_print(cli->arena, &proofs->results[i], 1));
}

void cli_put_proofs(struct cli *cli, struct json *json, const struct cli_proofs *proofs)
{
    json_key_array(json, "proofs");
    for (size_t i = 0; i < proofs->count; i++) {
        const struct prove_result *result = &proofs->results[i];
        json_put_object(json);
        json_key_text(json, "register", result->reg->name);
        json_key_text(json, "never", result->never->name);
        json_key_bool(json, "proved", result->verdict == PROVE_PROVED);
        json_key_int(json, "steps", (int64_t)result->step_count);
        json_key_bool(json, "assumed", result->assumed);
        json_key_text(json, "words", prove_print(cli->arena, result, 1));
        json_put_object_end(json);
    }
    json_put_array_end(json);
}

static void print_json(struct cli *cli, const struct cli_proofs *proofs)
{
    struct json *json = cli_json(cli);
    json_key_bool(json, "good", proofs->all);
    cli_put_proofs(cli, json, proofs);
    cli_json_end(cli, json);
}

static void print_words(struct cli *cli, const struct cli_proofs *proofs)
{
    size_t proved = 0;
    for (size_t i = 0; i < proofs->count; i++)
        proved += proofs->results[i].verdict == PROVE_PROVED;
    cli_put(cli->out, prove_print(cli->arena, proofs->results, proofs->count));
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
        cli_put(cli->err, problems_print(cli->arena, &problems));
        return CLI_REFUSED;
    }
    const struct reg *only = name ? rulebook_register(rulebook, text_of(name)) : NULL;
    if (name && !only)
        return cli_refuse(cli, "the rulebook has no register %s", name);
    if (cli_option(cli, "promela"))
        return write_promela(cli, rulebook, only);
    struct cli_proofs proofs = cli_proofs(cli, rulebook, only);
    if (cli_option(cli, "json"))
        print_json(cli, &proofs);
    else
        print_words(cli, &proofs);
    return proofs.all ? CLI_DONE : CLI_REFUSED;
}
