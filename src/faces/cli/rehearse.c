/* What a draft rulebook would have said to what people really did. */
#include <unistd.h>

#include "base/json.h"
#include "base/zone.h"
#include "engine/rehearse.h"
#include "engine/version_load.h"
#include "faces/cli/cli.h"

enum { DAYS = 365, DAYS_MAX = 36500 };

struct rehearsing {
    struct cli *cli;
    const struct engine *engine;
    bool terminal;
};

static bool show_progress(void *context, int64_t done, int64_t of)
{
    const struct rehearsing *rehearsing = context;
    if (rehearsing->terminal)
        fprintf(rehearsing->cli->err, "\r%lld of %lld events", (long long)done, (long long)of);
    return true;
}

/* ---- in words ---- */

static void put_when(struct buf *out, const struct engine *engine, int64_t time)
{
    const struct zone *zone = engine_clocks(engine)->zone;
    int64_t clock = zone_clock(zone, time) / TIME_MINUTE;
    day_put(out, zone_day(zone, time));
    buf_format(out, " %02d:%02d", (int)(clock / 60), (int)(clock % 60));
}

static void put_cites(struct buf *out, const struct cites *cites)
{
    for (size_t i = 0; cites && i < cites->count; i++) {
        const struct clause *clause = cites->items[i].clause;
        if (clause)
            buf_format(out, "%s%.*s %.*s", i ? ", " : "  cites ", TEXT_ARGS(clause->policy->reference),
                       TEXT_ARGS(clause->id));
    }
}

static void put_refused(struct buf *out, const struct engine *engine, const struct rehearsed *refused)
{
    buf_format(out, "%.*s  %.*s  %.*s, ", TEXT_ARGS(refused->number), TEXT_ARGS(refused->what),
               TEXT_ARGS(refused->who));
    put_when(out, engine, refused->time);
    if (refused->title.n && !text_eq(refused->title, refused->number))
        buf_format(out, "  \"%.*s\"", TEXT_ARGS(refused->title));
    for (size_t i = 0; i < refused->reason_count; i++) {
        buf_format(out, "\n    %s%.*s", refused->asks_reason ? "wants a reason: " : "",
                   TEXT_ARGS(refused->reasons[i].message));
        put_cites(out, refused->reasons[i].cites);
    }
    buf_char(out, '\n');
}

static void put_count(struct buf *out, int64_t n, const char *one, const char *many)
{
    buf_format(out, "%lld %s\n", (long long)n, n == 1 ? one : many);
}

static void put_summary(struct buf *out, const struct rehearsal *found)
{
    int64_t more = 0, fewer = 0;
    for (size_t i = 0; i < found->owed_count; i++) {
        more += found->owed[i].more;
        fewer += found->owed[i].fewer;
    }
    put_count(out, found->decisions, "decision looked at", "decisions looked at");
    put_count(out, found->refusals, "would have been refused", "would have been refused");
    put_count(out, found->wanting, "would have wanted a reason", "would have wanted a reason");
    put_count(out, (int64_t)found->orphan_count, "exception orphaned", "exceptions orphaned");
    put_count(out, more, "duty more", "duties more");
    put_count(out, fewer, "duty fewer", "duties fewer");
}

static void print_words(struct cli *cli, const struct engine *engine, const struct rehearsal *found)
{
    struct buf out = buf_in(cli->arena);
    for (size_t i = 0; i < found->refused_count; i++)
        put_refused(&out, engine, &found->refused[i]);
    for (size_t i = 0; i < found->orphan_count; i++)
        buf_format(&out, "%.*s  orphaned: it stood in at %.*s, %.*s\n", TEXT_ARGS(found->orphans[i].number),
                   TEXT_ARGS(found->orphans[i].used_by), TEXT_ARGS(found->orphans[i].what));
    for (size_t i = 0; i < found->owed_count; i++)
        buf_format(&out, "duty %.*s of %.*s: %lld more, %lld fewer\n", TEXT_ARGS(found->owed[i].duty),
                   TEXT_ARGS(found->owed[i].reg), (long long)found->owed[i].more,
                   (long long)found->owed[i].fewer);
    if (out.n)
        buf_char(&out, '\n');
    put_summary(&out, found);
    cli_put(cli->out, buf_text(&out));
}

/* ---- for machines ---- */

static void json_reason(struct json *json, const struct unmet *reason)
{
    json_put_object(json);
    json_key_text(json, "message", reason->message);
    json_key_array(json, "cites");
    for (size_t i = 0; reason->cites && i < reason->cites->count; i++) {
        const struct clause *clause = reason->cites->items[i].clause;
        if (!clause)
            continue;
        json_put_object(json);
        json_key_text(json, "policy", clause->policy->reference);
        json_key_text(json, "clause", clause->id);
        json_put_object_end(json);
    }
    json_put_array_end(json);
    json_put_object_end(json);
}

static void json_refused(struct cli *cli, struct json *json, const struct rehearsed *refused)
{
    struct buf time = buf_in(cli->arena);
    time_put(&time, refused->time);
    json_put_object(json);
    json_key_text(json, "register", refused->reg);
    json_key_text(json, "number", refused->number);
    json_key_text(json, "title", refused->title);
    json_key_text(json, "what", refused->what);
    json_key_text(json, "who", refused->who);
    json_key_text(json, "time", buf_text(&time));
    json_key_bool(json, "wants_reason", refused->asks_reason);
    json_key_array(json, "reasons");
    for (size_t i = 0; i < refused->reason_count; i++)
        json_reason(json, &refused->reasons[i]);
    json_put_array_end(json);
    json_put_object_end(json);
}

static void json_orphan(struct json *json, const struct orphan *orphan)
{
    json_put_object(json);
    json_key_text(json, "number", orphan->number);
    json_key_text(json, "used_by", orphan->used_by);
    json_key_text(json, "what", orphan->what);
    json_put_object_end(json);
}

static void json_owed(struct json *json, const struct owed *owed)
{
    json_put_object(json);
    json_key_text(json, "register", owed->reg);
    json_key_text(json, "duty", owed->duty);
    json_key_int(json, "more", owed->more);
    json_key_int(json, "fewer", owed->fewer);
    json_put_object_end(json);
}

static void print_json(struct cli *cli, const struct rehearsal *found)
{
    struct json *json = cli_json(cli);
    json_key_int(json, "events", found->events);
    json_key_int(json, "decisions", found->decisions);
    json_key_int(json, "refused", found->refusals);
    json_key_int(json, "wanting_reason", found->wanting);
    json_key_array(json, "items");
    for (size_t i = 0; i < found->refused_count; i++)
        json_refused(cli, json, &found->refused[i]);
    json_put_array_end(json);
    json_key_array(json, "orphans");
    for (size_t i = 0; i < found->orphan_count; i++)
        json_orphan(json, &found->orphans[i]);
    json_put_array_end(json);
    json_key_array(json, "duties");
    for (size_t i = 0; i < found->owed_count; i++)
        json_owed(json, &found->owed[i]);
    json_put_array_end(json);
    cli_json_end(cli, json);
}

/* ---- the command ---- */

static struct rulebook *read_draft(struct cli *cli)
{
    struct problems problems = {.arena = cli->arena};
    struct rulebook *draft = rulebook_load_dir(cli->arena, cli->words[1], &problems);
    if (!draft)
        cli_put(cli->err, problems_print(cli->arena, &problems));
    return draft;
}

int cli_rehearse(struct cli *cli)
{
    int64_t days = DAYS;
    if (!cli_number(cli, "days", 1, DAYS_MAX, &days))
        return CLI_USAGE;
    struct rulebook *draft = read_draft(cli);
    struct engine_options options = cli->opening;
    struct text why = {0};
    if (!draft)
        return CLI_REFUSED;
    options.read_only = true;
    cli->engine = engine_open(cli->arena, cli->words[0], options, &why);
    if (!cli->engine)
        return cli_refuse(cli, "%.*s", TEXT_ARGS(why));
    struct rehearsing rehearsing = {cli, cli->engine, isatty(STDERR_FILENO) == 1};
    struct rehearse how = {.since = engine_now(cli->engine) - days * TIME_DAY,
                           .keep = REHEARSE_KEEP,
                           .on = show_progress,
                           .context = &rehearsing};
    struct rehearsal found;
    bool done = rehearse(cli->engine, cli->arena, draft, &how, &found);
    if (rehearsing.terminal)
        fprintf(cli->err, "\r%40s\r", "");
    if (!done)
        return cli_refuse(cli, "%.*s", TEXT_ARGS(found.why));
    if (cli_option(cli, "json"))
        print_json(cli, &found);
    else
        print_words(cli, cli->engine, &found);
    return CLI_DONE;
}
