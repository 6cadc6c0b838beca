/* Policy documents: read one, put it on the shelf, say what is odd about it. */
#include "faces/cli/cli.h"
#include "modules/policy/library.h"
#include "modules/policy/shelf.h"

int cli_policy_import(struct cli *cli)
{
    struct text source, why = {0};
    struct policy_document *document;
    if (!cli_read(cli, cli->words[1], &source))
        return CLI_REFUSED;
    ARENA_SCOPED arena = arena_new(256 << 20);
    const char *fault = document_read(arena, source, &document);
    if (fault)
        return cli_refuse(cli, "%s: %s", cli->words[1], fault);
    struct engine *engine = cli_open(cli);
    if (!engine)
        return CLI_REFUSED;
    const char *reference = cli_option(cli, "reference");
    bool imported;
    if (!policy_shelf_import(engine, arena, source, text_of(reference), event_operator(cli->uid), &imported,
                             &why))
        return cli_refuse(cli, "%.*s", TEXT_ARGS(why));
    struct anomalies anomalies = anomaly_find(arena, document);
    struct text report = cli_option(cli, "json") ? library_json(arena, document, &anomalies)
                                                 : library_report(arena, document, &anomalies);
    fprintf(cli->out, "%.*s\n", TEXT_ARGS(report));
    if (!imported)
        fputs("The shelf had exactly this text already: nothing was added.\n", cli->err);
    return CLI_DONE;
}
