/* Records out: CSV for spreadsheets, JSON lines for programs. `private` fields never leave. */
#include <unistd.h>

#include "base/csv.h"
#include "engine/codec.h"
#include "engine/view.h"
#include "engine/write.h"
#include "faces/cli/cli.h"
#include "faces/json/render.h"

enum { PAGE = 200, PAGE_ARENA = 64 * 1024 * 1024 };

struct exporting {
    struct cli *cli;
    struct engine *engine;
    const struct reg *reg;
    int64_t actor;
    struct text where, after;
    bool jsonl;
};

/* ---- one row ---- */

static void put_name(struct buf *out, struct world *world, struct type type, struct value value)
{
    struct record *record = value.kind == VALUE_RECORD ? world_record(world, type.target, value.i) : NULL;
    if (value.kind != VALUE_RECORD && value.kind != VALUE_SET)
        buf_put(out, codec_print(world->arena, type, value));
    else if (record && world_may_read(world, record))
        buf_put(out, record->number);
}

static void put_cell(struct csv_writer *csv, struct world *world, struct type type, struct value value)
{
    struct buf out = buf_in(world->arena);
    put_name(&out, world, type, value);
    for (size_t i = 0; value.kind == VALUE_SET && i < value.count; i++) {
        buf_puts(&out, i ? ";" : "");
        put_name(&out, world, type, value.items[i]);
    }
    if (type.kind == TYPE_LINE || type.kind == TYPE_TEXT || type.kind == TYPE_LINK)
        csv_put_text(csv, buf_text(&out));
    else
        csv_put_plain(csv, buf_text(&out));
}

static void put_csv(struct csv_writer *csv, struct world *world, struct record *record)
{
    static const struct type time = {.kind = TYPE_TIME};
    csv_put_plain(csv, record->number);
    csv_put_plain(csv, world_state(record));
    put_cell(csv, world, time, (struct value){.kind = VALUE_TIME, .i = record->created});
    put_cell(csv, world, time, (struct value){.kind = VALUE_TIME, .i = record->updated});
    for (size_t i = 0; i < record->reg->field_count; i++) {
        const struct field *field = record->reg->fields[i];
        struct value value = {0};
        if (!field->is_private && world_may_read_field(world, record, field))
            value = world_value(world, record, field);
        if (!field->is_private)
            put_cell(csv, world, field->type, value);
    }
    csv_end(csv);
}

static void put_head(struct exporting *exporting)
{
    struct buf out = buf_in(exporting->cli->arena);
    struct csv_writer csv = csv_in(&out);
    static const char *const heads[] = {"number", "state", "created", "updated"};
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        csv_put_plain(&csv, text_of(heads[i]));
    for (size_t i = 0; i < exporting->reg->field_count; i++)
        if (!exporting->reg->fields[i]->is_private)
            csv_put_plain(&csv, exporting->reg->fields[i]->name);
    csv_end(&csv);
    fprintf(exporting->cli->out, "%.*s", TEXT_ARGS(buf_text(&out)));
}

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
            struct csv_writer csv = csv_in(&out);
            put_csv(&csv, world, list->records[i]);
        }
    }
    struct text text = buf_text(&out);
    fwrite(text.s ? text.s : "", 1, text.n, exporting->cli->out);
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
    put_page(exporting, view.world, &list);
    exporting->after = arena_text(exporting->cli->arena, list.next);
    return CLI_DONE;
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

int cli_export(struct cli *cli)
{
    const char *format = cli_option(cli, "format"), *as = cli_option(cli, "as");
    struct exporting exporting = {.cli = cli, .where = text_of(cli_option(cli, "where"))};
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
    if (!as && !engine_write(exporting.engine, 0, note_export, &exporting))
        return cli_refuse(cli, "the export could not be noted in the ledger, so nothing was exported");
    if (!exporting.jsonl)
        put_head(&exporting);
    int status;
    do
        status = one_page(&exporting);
    while (status == CLI_DONE && exporting.after.n);
    return status;
}
