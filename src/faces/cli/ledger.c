/* The whole ledger: verify it, make everything else anew from it. */
#include <unistd.h>

#include "base/json.h"
#include "engine/rebuild.h"
#include "faces/cli/cli.h"

static void progress(void *context, int64_t done, int64_t of)
{
    struct cli *cli = context;
    if (isatty(STDERR_FILENO) && !cli->served)
        fprintf(cli->err, "\rverified %lld of %lld events", (long long)done, (long long)of);
}

static void print_report(struct cli *cli, const struct ledger_report *report)
{
    struct text root = hash_hex(cli->arena, &report->head.root);
    if (cli_option(cli, "json")) {
        struct json *json = cli_json(cli);
        json_key_bool(json, "fits", report->fits);
        json_key_int(json, "events", report->events);
        json_key_int(json, "disposed", report->disposed);
        json_key_text(json, "root", root);
        if (!report->fits) {
            json_key_int(json, "first_bad", report->bad_seq);
            json_key_text(json, "why", report->why);
        }
        cli_json_end(cli, json);
    } else if (report->fits) {
        fprintf(cli->out, "%lld events fit. Root %.*s\n", (long long)report->events, TEXT_ARGS(root));
    } else {
        fprintf(cli->out, "Event %lld does not fit: %.*s\n", (long long)report->bad_seq,
                TEXT_ARGS(report->why));
    }
}

int cli_verify(struct cli *cli)
{
    struct text why = {0};
    struct engine *engine = cli->served;
    if (!engine)
        engine = cli->engine =
            engine_open(cli->arena, cli->words[0], (struct engine_options){.read_only = true}, &why);
    if (!engine)
        return cli_refuse(cli, "%.*s", TEXT_ARGS(why));
    struct ledger_report report = {0};
    struct conn *conn = store_take(engine_store(engine));
    bool carried_out = conn && ledger_verify(conn, cli->arena, NULL, progress, cli, &report);
    if (conn)
        store_give(engine_store(engine), conn);
    if (isatty(STDERR_FILENO) && !cli->served)
        fputs("\r\033[K", cli->err);
    if (!carried_out)
        return cli_refuse(cli, "the data could not be read to its end");
    print_report(cli, &report);
    return report.fits ? CLI_DONE : CLI_REFUSED;
}

int cli_rebuild(struct cli *cli)
{
    struct text why = {0};
    struct engine *engine = cli_open(cli);
    if (!engine)
        return CLI_REFUSED;
    if (!engine_rebuild(engine, cli->arena, &why))
        return cli_refuse(cli, "%.*s", TEXT_ARGS(why));
    fputs("Everything was made anew from the events.\n", cli->out);
    return CLI_DONE;
}
