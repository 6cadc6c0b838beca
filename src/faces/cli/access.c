/* Ways in: tokens and one-time passwords. */
#include "faces/cli/cli.h"
#include "identity/identity.h"
#include "ledger/event.h"

enum { DAYS = 90, DAYS_MAX = 3650 };

/* What was made for the person, and when it ends. */
static void tell(struct cli *cli, const struct engine *engine, const char *name, struct text secret,
                 int64_t life)
{
    if (!cli_option(cli, "json")) {
        fprintf(cli->out, "%.*s\n", TEXT_ARGS(secret));
        return;
    }
    struct json *json = cli_json(cli);
    json_key_text(json, "username", text_of(cli->words[1]));
    json_key_text(json, name, secret);
    json_key_time(json, "expires", engine_now(engine) + life);
    cli_json_end(cli, json);
}

int cli_token(struct cli *cli)
{
    int64_t days = DAYS;
    if (!cli_number(cli, "days", 1, DAYS_MAX, &days))
        return CLI_USAGE;
    struct engine *engine = cli_open(cli);
    int64_t person = engine ? cli_person(cli, engine, cli->words[1]) : 0;
    if (!person)
        return CLI_REFUSED;
    struct text token = identity_token_make(engine, cli->arena, person, TEXT("command line"), (unsigned)days,
                                            event_operator(cli->uid));
    if (!token.n)
        return cli_refuse(cli, "the token could not be kept: the data cannot be written");
    tell(cli, engine, "token", token, days * TIME_DAY);
    return CLI_DONE;
}

int cli_password(struct cli *cli)
{
    struct engine *engine = cli_open(cli);
    int64_t person = engine ? cli_person(cli, engine, cli->words[1]) : 0;
    if (!person)
        return CLI_REFUSED;
    struct text password = identity_one_time(engine, cli->arena, person, event_operator(cli->uid));
    if (!password.n)
        return cli_refuse(cli, "the password could not be kept: the data cannot be written");
    tell(cli, engine, "password", password, IDENTITY_ONE_TIME_HOURS * TIME_HOUR);
    return CLI_DONE;
}
