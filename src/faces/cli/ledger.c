/* The whole ledger: verify it, make everything else anew from it. */
#include <unistd.h>

#include "base/json.h"
#include "engine/file.h"
#include "engine/rebuild.h"
#include "faces/cli/cli.h"

static void progress(void *context, int64_t done, int64_t of)
{
    struct cli *cli = context;
    if (isatty(STDERR_FILENO))
        fprintf(cli->err, "\rverified %lld of %lld events", (long long)done, (long long)of);
}

struct verified {
    struct ledger_report ledger;
    struct text damage; /* beside the events; empty: none was found */
};

/* What else is kept, once the events are known. */
static struct text damage_of(struct cli *cli, struct conn *conn)
{
    struct text fault;
    bool sound = conn_check(conn, cli->arena, &fault) && file_check(conn, cli->arena, &fault);
    return sound ? (struct text){0} : fault;
}

static void print_json(struct cli *cli, const struct verified *found)
{
    const struct ledger_report *report = &found->ledger;
    struct json *json = cli_json(cli);
    json_key_bool(json, "fits", report->fits);
    json_key_int(json, "events", report->events);
    json_key_int(json, "disposed", report->disposed);
    json_key_text(json, "root", hash_hex(cli->arena, &report->head.root));
    if (!report->fits) {
        json_key_int(json, "first_bad", report->bad_seq);
        json_key_text(json, "why", report->why);
    }
    json_key_given(json, "damage", found->damage);
    cli_json_end(cli, json);
}

static void print_words(struct cli *cli, const struct verified *found)
{
    const struct ledger_report *report = &found->ledger;
    struct text root = hash_hex(cli->arena, &report->head.root);
    if (report->fits)
        fprintf(cli->out, "%lld events fit. Root %.*s\n", (long long)report->events, TEXT_ARGS(root));
    else if (report->bad_seq)
        fprintf(cli->out, "Event %lld does not fit: %.*s\n", (long long)report->bad_seq,
                TEXT_ARGS(report->why));
    else
        fprintf(cli->out, "The events do not fit: %.*s\n", TEXT_ARGS(report->why));
    if (found->damage.n)
        fprintf(cli->out, "The file is damaged: %.*s\n", TEXT_ARGS(found->damage));
}

int cli_verify(struct cli *cli)
{
    struct text why = {0};
    struct verified found = {0};
    cli->engine = engine_open(cli->arena, cli->words[0], (struct engine_options){.read_only = true}, &why);
    if (!cli->engine)
        return cli_refuse(cli, "%.*s", TEXT_ARGS(why));
    struct conn *conn = store_take(engine_store(cli->engine));
    bool carried_out = conn && ledger_verify(conn, cli->arena, NULL, progress, cli, &found.ledger);
    if (isatty(STDERR_FILENO))
        fputs("\r\033[K", cli->err);
    if (carried_out)
        found.damage = damage_of(cli, conn);
    if (conn)
        store_give(engine_store(cli->engine), conn);
    if (!conn)
        return cli_refuse(cli, "the data cannot be read just now");
    if (!carried_out)
        return cli_refuse(cli, "after event %lld %.*s", (long long)found.ledger.events,
                          TEXT_ARGS(found.ledger.why));
    if (cli_option(cli, "json"))
        print_json(cli, &found);
    else
        print_words(cli, &found);
    return found.ledger.fits && !found.damage.n ? CLI_DONE : CLI_REFUSED;
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
