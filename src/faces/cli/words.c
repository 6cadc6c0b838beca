/* Rulebooks in words: what a role can do, what changes from one to another. */
#include "rules/words.h"
#include "faces/cli/cli.h"
#include "rules/diff.h"
#include "rules/explain_json.h"
#include "rules/load.h"
#include "rules/problems.h"

static struct rulebook *load(struct cli *cli, const char *dir)
{
    struct problems problems = {.arena = cli->arena};
    struct rulebook *rulebook = rulebook_load_dir(cli->arena, dir, &problems);
    if (!rulebook)
        fprintf(cli->err, "%sreeve: %s cannot be read as a rulebook\n",
                problems_print(cli->arena, &problems).s, dir);
    return rulebook;
}

static int unknown_role(struct cli *cli, const struct rulebook *rulebook, struct text name)
{
    struct buf roles = buf_in(cli->arena);
    struct nearest nearest = nearest_to(name);
    for (size_t i = 0; i < rulebook->role_count; i++) {
        nearest_offer(&nearest, rulebook->roles[i]->name);
        words_listed(&roles, rulebook->roles[i]->name, i, rulebook->role_count, " and ");
    }
    struct text hint = TEXT("");
    if (nearest.best.n)
        hint = arena_format(cli->arena, ": did you mean `%.*s`?", TEXT_ARGS(nearest.best));
    struct text list = buf_text(&roles);
    return cli_refuse(cli, "there is no role `%.*s`%.*s\nThe roles are %.*s", TEXT_ARGS(name),
                      TEXT_ARGS(hint), TEXT_ARGS(list));
}

int cli_explain(struct cli *cli)
{
    struct rulebook *rulebook = load(cli, cli->words[0]);
    if (!rulebook)
        return CLI_REFUSED;
    struct text name = text_of(cli->words[1]);
    const struct role *role = rulebook_role(rulebook, name);
    if (!role)
        return unknown_role(cli, rulebook, name);
    struct known known = {.roles = &role, .role_count = 1};
    struct explanation explanation = explain(cli->arena, rulebook, &known);
    if (!cli_option(cli, "json")) {
        cli_put(cli->out, explain_print(cli->arena, rulebook, role, &explanation));
        return CLI_DONE;
    }
    struct json *json = cli_json(cli);
    json_key_text(json, "role", role->name);
    json_key_text(json, "label", role->label);
    explain_json(json, cli->arena, &explanation);
    cli_json_end(cli, json);
    return CLI_DONE;
}

int cli_diff(struct cli *cli)
{
    struct rulebook *before = load(cli, cli->words[0]), *after = load(cli, cli->words[1]);
    if (!before || !after)
        return CLI_REFUSED;
    struct diff diff = rulebook_diff(cli->arena, before, after);
    if (cli_option(cli, "json")) {
        struct json *json = cli_json(cli);
        diff_json(json, cli->arena, &diff);
        cli_json_end(cli, json);
    } else {
        cli_put(cli->out, diff_print(cli->arena, &diff));
    }
    return CLI_DONE;
}
