/* Making a new force. */
#include "base/utf8.h"
#include "engine/people.h"
#include "faces/cli/cli.h"
#include "faces/cli/proofs.h"
#include "faces/cli/sample.h"
#include "identity/identity.h"
#include "ledger/event.h"

struct made {
    const char *rulebook, *admin;
    struct text password;
};

static bool furnish(struct cli *cli, struct engine *engine, struct made *made)
{
    if (!identity_create(engine)) {
        cli_refuse(cli, "the data could not be written");
        return false;
    }
    if (cli_option(cli, "sample") && !sample_play(cli, engine, made->rulebook))
        return false;
    if (cli_option(cli, "sample") && !cli_option(cli, "test-clock"))
        engine_set_clock(engine, time_now());
    int64_t admin = cli_person(cli, engine, made->admin);
    if (admin)
        made->password = identity_one_time(engine, cli->arena, admin, event_operator(cli->uid));
    bool kept = made->password.n && engine_finish(engine);
    if (admin && !kept)
        cli_refuse(cli, "the first password could not be kept");
    return kept;
}

static struct engine *create(struct cli *cli, const struct made *made, struct engine_options options)
{
    struct problems problems = {.arena = cli->arena};
    struct text why = {0};
    const char *force = cli_option(cli, "force");
    struct engine *engine = engine_create(cli->arena, cli->words[0], made->rulebook, text_of(force),
                                          text_of(made->admin), options, &problems, &why);
    if (engine)
        return engine;
    if (problems.count)
        cli_put(cli->err, problems_print(cli->arena, &problems));
    if (!why.n)
        why = TEXT("the rulebook has mistakes: put them right first");
    cli_refuse(cli, "%.*s", TEXT_ARGS(why));
    return NULL;
}

/* A rulebook that nothing is wrong with is also proved: mistakes are told when the data is made. */
static bool is_proved(struct cli *cli, const char *dir)
{
    struct problems problems = {.arena = cli->arena};
    const struct rulebook *rulebook = rulebook_load_dir(cli->arena, dir, &problems);
    if (!rulebook)
        return true;
    struct cli_proofs proofs = cli_proofs(cli, rulebook, NULL);
    if (proofs.all)
        return true;
    cli_print_ways(cli, cli->err, &proofs);
    cli_refuse(cli,
               "there is a way round what policy never allows: nothing was made. Mend the rulebook first");
    return false;
}

enum { FORCE_CHARACTERS = 100 };

/* It stands on every page. */
static bool is_force_name(struct text name)
{
    for (size_t i = 0; i < name.n; i++)
        if ((unsigned char)name.s[i] < 0x20 || name.s[i] == 0x7f)
            return false;
    return text_trim(name).n && utf8_valid(name) && utf8_count(name) <= FORCE_CHARACTERS;
}

/* What the rulebook's `admit` made of the first administrator (engine/first_person.h). */
static void say_admitted(struct cli *cli, struct engine *engine, const struct made *made)
{
    VIEW_SCOPED view = {0};
    struct text why;
    const struct cites *cites;
    bool open = view_open(&view, cli->arena, engine, 0);
    struct record *person = open ? world_person(view.world, text_of(made->admin)) : NULL;
    if (!person)
        return;
    const struct field *field = reg_field(person->reg, TEXT("kind"));
    struct value kind = world_value(view.world, person, field);
    if (kind.kind == VALUE_CHOICE)
        fprintf(cli->err, "%s is put down as %.*s.\n", made->admin,
                TEXT_ARGS(field->type.choice->values[kind.i].label));
    if (!people_admitted(view.world, person, &why, &cites))
        fprintf(cli->err,
                "reeve: %s cannot sign in before the rulebook lets them: %.*s\n"
                "Give them what it asks for, with a file of that column: reeve people import %s FILE.csv\n",
                made->admin, TEXT_ARGS(why), cli->words[0]);
}

static void tell(struct cli *cli, const struct engine *engine, const struct made *made)
{
    struct text force = engine_force(engine);
    if (cli_option(cli, "json")) {
        struct json *json = cli_json(cli);
        json_key_text(json, "force", force);
        json_key_text(json, "username", text_of(made->admin));
        json_key_text(json, "password", made->password);
        json_key_time(json, "expires", engine_now(engine) + IDENTITY_ONE_TIME_HOURS * TIME_HOUR);
        cli_json_end(cli, json);
        return;
    }
    fprintf(cli->err, "%s holds %.*s. Sign in as %s with this one-time password within %d hours:\n",
            cli->words[0], TEXT_ARGS(force), made->admin, IDENTITY_ONE_TIME_HOURS);
    fprintf(cli->out, "%s %.*s\n", made->admin, TEXT_ARGS(made->password));
}

int cli_init(struct cli *cli)
{
    struct engine_options options = cli->opening;
    struct made made = {.rulebook = cli_option(cli, "rulebook"), .admin = cli_option(cli, "admin")};
    made.admin = made.admin ? made.admin : "admin";
    if (!made.rulebook)
        return cli_misuse(cli, "say which rulebook the force keeps: --rulebook DIR");
    const char *force = cli_option(cli, "force");
    if (force && !is_force_name(text_of(force)))
        return cli_misuse(cli, "--force needs a name on one line, at most %d characters", FORCE_CHARACTERS);
    options.unfinished = true;
    if (cli_option(cli, "sample")) {
        options.test_clock = true;
        if (!sample_begins(cli, made.rulebook, &options.now))
            return CLI_REFUSED;
    }
    struct engine *engine = is_proved(cli, made.rulebook) ? create(cli, &made, options) : NULL;
    if (!engine)
        return CLI_REFUSED;
    if (!furnish(cli, engine, &made)) {
        engine_discard(engine);
        return CLI_REFUSED;
    }
    tell(cli, engine, &made);
    say_admitted(cli, engine, &made);
    engine_close(engine);
    return CLI_DONE;
}
