/* Records out: CSV for spreadsheets, JSON lines for programs. `private` fields never leave. */
#include <unistd.h>

#include "engine/view.h"
#include "engine/write.h"
#include "faces/cli/cli.h"
#include "faces/json/render.h"
#include "faces/sheet.h"

enum { PAGE = 200, PAGE_ARENA = 64 * 1024 * 1024 };

struct exporting {
    struct cli *cli;
    struct engine *engine;
    const struct reg *reg;
    int64_t actor;
    struct text where, after;
    bool jsonl, as, begun;
};

/* ---- page by page ---- */

static void put_page(struct exporting *exporting, struct world *world, const struct list_view *list)
{
    struct buf out = buf_in(world->arena);
    for (size_t i = 0; i < list->record_count; i++) {
        if (exporting->jsonl) {
            struct json json = json_in(&out);
            render_row(&json, world, list->records[i]);
            buf_char(&out, '\n');
        } else {
            sheet_row(&out, world, list->records[i]);
        }
    }
    struct text text = buf_text(&out);
    fwrite(text.s ? text.s : "", 1, text.n, exporting->cli->out);
}

/* Who exports without being anybody in the rulebook leaves a trace. */
static bool note_export(struct world *world, void *context)
{
    const struct exporting *exporting = context;
    struct event event = {.kind = EVENT_EXPORT,
                          .actor = event_operator(exporting->cli->uid),
                          .time = world->now,
                          .rulebook = world->rulebook->version};
    struct event_value values[] = {{.tag = TEXT("register"), .value = exporting->reg->name},
                                   {.tag = TEXT("where"), .value = exporting->where}};
    event.values = values;
    event.value_count = 2;
    return ledger_append(world->conn, world->arena, &event);
}

/* Before the first record leaves, and not for a question that was refused. */
static bool begin(struct exporting *exporting)
{
    struct cli *cli = exporting->cli;
    if (!exporting->as && !engine_write(exporting->engine, 0, note_export, exporting)) {
        cli_refuse(cli, "the export could not be noted in the ledger, so nothing was exported");
        return false;
    }
    if (!exporting->jsonl) {
        struct buf head = buf_in(cli->arena);
        sheet_head(&head, exporting->reg);
        cli_put(cli->out, buf_text(&head));
    }
    return exporting->begun = true;
}

static int one_page(struct exporting *exporting)
{
    ARENA_SCOPED arena = arena_new(PAGE_ARENA);
    VIEW_SCOPED view = {0};
    struct list_view list = {0};
    struct list_request request = {.reg = exporting->reg,
                                   .where = exporting->where,
                                   .sort = TEXT("created"),
                                   .after = exporting->after,
                                   .limit = PAGE};
    if (!view_open(&view, arena, exporting->engine, exporting->actor))
        return cli_refuse(exporting->cli, "the data cannot be read");
    view_list(view.world, &request, &list);
    if (list.outcome != OUTCOME_DONE)
        return cli_refuse(exporting->cli, "%.*s", TEXT_ARGS(list.message));
    if (!exporting->begun && !begin(exporting))
        return CLI_REFUSED;
    put_page(exporting, view.world, &list);
    if (!view_whole(&view))
        return cli_refuse(exporting->cli, "the data could not be read: the export is not whole");
    exporting->after = arena_text(exporting->cli->arena, list.next);
    return CLI_DONE;
}

int cli_export(struct cli *cli)
{
    const char *format = cli_option(cli, "format"), *as = cli_option(cli, "as");
    struct exporting exporting = {.cli = cli, .as = as, .where = text_of(cli_option(cli, "where"))};
    exporting.jsonl = format && text_is(text_of(format), "jsonl");
    if (format && !exporting.jsonl && !text_is(text_of(format), "csv"))
        return cli_misuse(cli, "--format is csv or jsonl");
    exporting.engine = cli_open(cli);
    if (!exporting.engine)
        return CLI_REFUSED;
    exporting.reg = rulebook_register(engine_rulebook(exporting.engine), text_of(cli->words[1]));
    if (!exporting.reg)
        return cli_refuse(cli, "there is no register %s", cli->words[1]);
    if (as && !(exporting.actor = cli_person(cli, exporting.engine, as)))
        return CLI_REFUSED;
    int status;
    do
        status = one_page(&exporting);
    while (status == CLI_DONE && exporting.after.n);
    return status;
}
