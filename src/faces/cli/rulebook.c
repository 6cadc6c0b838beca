/* Looking at a rulebook without any data: check, print. */
#include "base/json.h"
#include "faces/cli/cli.h"
#include "faces/cli/proofs.h"
#include "rules/load.h"

static void put_problem(struct json *json, const struct problem *problem)
{
    json_put_object(json);
    json_key_text(json, "file", problem->place.file);
    json_key_int(json, "line", problem->place.line);
    json_key_int(json, "column", problem->place.column);
    json_key_text(json, "message", problem->message);
    json_key_given(json, "suggestion", problem->suggestion);
    json_put_object_end(json);
}

static void put_keepers(struct json *json, const struct coverage *coverage)
{
    json_key_array(json, "coverage");
    for (size_t i = 0; i < coverage->count; i++) {
        const struct keeper *keeper = &coverage->items[i];
        json_put_object(json);
        json_key_text(json, "policy", keeper->clause->policy->reference);
        json_key_text(json, "clause", keeper->clause->id);
        json_key_text(json, "kind", text_of(coverage_name(keeper->kind)));
        json_key_text(json, "what", keeper->what);
        json_put_object_end(json);
    }
    json_put_array_end(json);
}

static void print_json(struct cli *cli, const struct problems *problems, const struct coverage *coverage,
                       const struct cli_proofs *proofs)
{
    struct json *json = cli_json(cli);
    json_key_bool(json, "good", problems->count == 0 && proofs->all);
    json_key_array(json, "problems");
    for (size_t i = 0; i < problems->count; i++)
        put_problem(json, &problems->items[i]);
    json_put_array_end(json);
    if (coverage)
        put_keepers(json, coverage);
    if (coverage)
        cli_put_proofs(cli, json, proofs);
    cli_json_end(cli, json);
}

static void print_words(struct cli *cli, const struct rulebook *rulebook, const struct coverage *coverage,
                        const struct cli_proofs *proofs)
{
    cli_put(cli->out, coverage_print(cli->arena, rulebook, coverage));
    cli_print_ways(cli, cli->out, proofs);
    if (proofs->count && proofs->all)
        fprintf(cli->out, "%zu of %zu nevers proved\n", proofs->count, proofs->count);
}

int cli_check(struct cli *cli)
{
    struct problems problems = {.arena = cli->arena};
    struct rulebook *rulebook = rulebook_load_dir(cli->arena, cli->words[0], &problems);
    struct coverage coverage = {0};
    struct cli_proofs proofs = {.all = true};
    if (rulebook) {
        coverage = rulebook_coverage(cli->arena, rulebook);
        proofs = cli_proofs(cli, rulebook, NULL);
    }
    if (cli_option(cli, "json"))
        print_json(cli, &problems, rulebook ? &coverage : NULL, &proofs);
    else if (rulebook)
        print_words(cli, rulebook, &coverage, &proofs);
    else
        cli_put(cli->out, problems_print(cli->arena, &problems));
    if (!rulebook)
        return CLI_REFUSED;
    if (!proofs.all)
        return cli_refuse(cli, "there is a way round a `never`: `reeve prove %s` tells all of them",
                          cli->words[0]);
    if (cli_option(cli, "strict") && coverage.nothing)
        return cli_refuse(cli, "%zu clauses are kept by nothing", coverage.nothing);
    return CLI_DONE;
}

int cli_print(struct cli *cli)
{
    struct problems problems = {.arena = cli->arena};
    struct rulebook *rulebook = rulebook_load_dir(cli->arena, cli->words[0], &problems);
    if (!rulebook) {
        cli_put(cli->err, problems_print(cli->arena, &problems));
        return CLI_REFUSED;
    }
    cli_put(cli->out, rulebook_print(cli->arena, rulebook));
    return CLI_DONE;
}
