/* Putting a new version of the rulebook in force, and taking back one that waits. */
#include "base/json.h"
#include "base/zone.h"
#include "engine/version_load.h"
#include "faces/cli/cli.h"
#include "ledger/event.h"

/* ---- its files ---- */

/* Those the caller sent along: "DIR/NAME". */
static struct source_file *sent_files(struct cli *cli, struct text dir, size_t *count)
{
    struct source_file *files = ARENA_ARRAY(cli->arena, struct source_file, cli->file_count + 1);
    *count = 0;
    for (size_t i = 0; i < cli->file_count; i++) {
        struct text path = cli->files[i].path;
        if (path.n > dir.n + 1 && text_starts(path, dir) && path.s[dir.n] == '/')
            files[(*count)++] = (struct source_file){.name = {path.s + dir.n + 1, path.n - dir.n - 1},
                                                     .text = cli->files[i].bytes};
    }
    return files;
}

static bool read_sources(struct cli *cli, const char *dir, struct source_file **files, size_t *count)
{
    struct problems problems = {.arena = cli->arena};
    if (cli->served) {
        *files = sent_files(cli, text_of(dir), count);
        return true;
    }
    const struct rulebook *rulebook = rulebook_load_dir(cli->arena, dir, &problems);
    if (!rulebook) {
        cli_put(cli->err, problems_print(cli->arena, &problems));
        return false;
    }
    *files = rulebook->sources;
    *count = rulebook->source_count;
    return true;
}

/* ---- loading ---- */

static int say_refused(struct cli *cli, const struct version_load *load)
{
    if (load->broken)
        return cli_refuse(cli, "%.*s", TEXT_ARGS(load->why));
    if (load->problems.count)
        cli_put(cli->err, problems_print(cli->arena, &load->problems));
    for (size_t i = 0; i < load->objections.count; i++)
        fprintf(cli->err, "%.*s\n", TEXT_ARGS(load->objections.items[i]));
    return cli_refuse(cli, "the rulebook stays as it is: nothing was changed");
}

static void say_loaded(struct cli *cli, const struct engine *engine, const struct version_load *load)
{
    struct buf from = buf_in(cli->arena);
    const struct zone *zone = engine_clocks(engine)->zone;
    int64_t clock = zone_clock(zone, load->starts) / TIME_MINUTE;
    day_put(&from, zone_day(zone, load->starts));
    struct text day = buf_text(&from);
    if (load->waits)
        fprintf(cli->out, "Version %.*s comes into force on %.*s at %02d:%02d\n", TEXT_ARGS(load->version),
                TEXT_ARGS(day), (int)(clock / 60), (int)(clock % 60));
    else
        fprintf(cli->out, "Version %.*s is in force\n", TEXT_ARGS(load->version));
}

static void print_json(struct cli *cli, const struct version_load *load)
{
    struct json *json = cli_json(cli);
    json_key_text(json, "version", load->version);
    json_key_time(json, "starts", load->starts);
    json_key_bool(json, "waits", load->waits);
    cli_json_end(cli, json);
}

int cli_rulebook_load(struct cli *cli)
{
    struct source_file *files;
    size_t count;
    struct version_load load;
    if (!read_sources(cli, cli->words[1], &files, &count))
        return CLI_REFUSED;
    struct engine *engine = cli_open(cli);
    if (!engine)
        return CLI_REFUSED;
    if (!version_load(engine, cli->arena, files, count, event_operator(cli->uid), &load))
        return say_refused(cli, &load);
    if (cli_option(cli, "json"))
        print_json(cli, &load);
    else
        say_loaded(cli, engine, &load);
    return CLI_DONE;
}

int cli_rulebook_withdraw(struct cli *cli)
{
    struct text why, name = text_of(cli->words[1]);
    struct engine *engine = cli_open(cli);
    if (!engine)
        return CLI_REFUSED;
    if (!version_withdraw(engine, cli->arena, name, event_operator(cli->uid), &why))
        return cli_refuse(cli, "%.*s", TEXT_ARGS(why));
    if (!cli_option(cli, "json")) {
        fprintf(cli->out, "Version %.*s is withdrawn\n", TEXT_ARGS(name));
        return CLI_DONE;
    }
    struct json *json = cli_json(cli);
    json_key_text(json, "withdrawn", name);
    cli_json_end(cli, json);
    return CLI_DONE;
}
