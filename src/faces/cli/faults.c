#include "faces/cli/faults.h"

#include "faces/json/problem.h"

enum { SHOWN = 1000 };

struct faults faults_begin(struct cli *cli, const char *path)
{
    struct faults faults = {.cli = cli, .path = path};
    if (cli_option(cli, "json")) {
        faults.json = cli_json(cli);
        json_key_array(faults.json, "problems");
    }
    return faults;
}

void faults_add(struct faults *faults, size_t line, const struct answer *answer)
{
    if (faults->count++ >= SHOWN)
        return;
    if (!faults->json) {
        cli_say_answer(faults->cli, arena_format(faults->cli->arena, "%s:%zu", faults->path, line).s, answer);
        return;
    }
    json_put_object(faults->json);
    json_key_int(faults->json, "line", (int64_t)line);
    json_key_text(faults->json, "message", answer->message);
    problem_members(faults->json, answer);
    json_put_object_end(faults->json);
}

void faults_add_text(struct faults *faults, size_t line, struct text message)
{
    faults_add(faults, line, &(const struct answer){.message = message});
}

void faults_sum_up(const struct faults *faults, const char *none)
{
    bool one = faults->count == 1;
    cli_refuse(faults->cli, "%s: %zu %s cannot be taken. Put %s right and try again", none, faults->count,
               one ? "line" : "lines", one ? "it" : "them");
}

struct json *faults_end(struct faults *faults)
{
    if (faults->json)
        json_put_array_end(faults->json);
    return faults->json;
}
