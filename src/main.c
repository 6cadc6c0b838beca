/* Reeve's table of contents: every command of the command line, and every face that `reeve serve` serves. */
#include "faces/cli/serve.h"

#include "faces/cli/cli.h"
#include "faces/html/pages.h"
#include "faces/html/pages_more.h"
#include "faces/json/api.h"
#include "modules/policy/shelf.h"

/* ---- what is served ---- */

serve_routes *const serve_faces[] = {api_routes, pages_routes, pages_more_routes, NULL};

void (*const serve_lost)(struct face *face, struct http_exchange *exchange, enum http_routing routing,
                         const struct http_match *match) = pages_lost;

/* ---- the command line ---- */

static const struct cli_command commands[] = {
    {.name = "init",
     .usage = "DATA --rulebook DIR [--force NAME] [--admin USER] [--sample]",
     .help = "Makes a new force; prints the first administrator's name and one-time password.",
     .options = "rulebook= force= admin= sample test-clock=",
     .least = 1, .most = 1, .data = true, .run = cli_init},
    {.name = "serve",
     .usage = "DATA [--listen 127.0.0.1:8420] [--behind-proxy]",
     .help = "Serves the web pages and the API; SIGTERM finishes what is under way, then stops.",
     .options = "listen= behind-proxy test-clock=",
     .least = 1, .most = 1, .data = true, .run = cli_serve},
    {.name = "rebuild",
     .usage = "DATA",
     .help = "Makes all tables and indexes anew from the events.",
     .options = "test-clock=",
     .least = 1, .most = 1, .data = true, .served = true, .run = cli_rebuild},
    {.name = "check",
     .usage = "DIR [--strict] [--json]",
     .help = "Reads a rulebook: every mistake, and what keeps each clause.",
     .options = "strict json",
     .least = 1, .most = 1, .run = cli_check},
    {.name = "print",
     .usage = "DIR",
     .help = "Prints a rulebook in its canonical form.",
     .options = "",
     .least = 1, .most = 1, .run = cli_print},
    {.name = "people import",
     .usage = "DATA FILE.csv",
     .help = "Makes or updates people: username,name,email,kind,manager,roles. Ends no role.",
     .options = "test-clock=",
     .least = 2, .most = 2, .data = true, .served = true, .run = cli_people_import},
    {.name = "policy import",
     .usage = "DATA FILE [--reference REF] [--json]",
     .help = "Puts a policy document on the shelf: sections, numbered clauses, versions, and what is odd about it.",
     .options = "reference= json test-clock=",
     .least = 2, .most = 2, .data = true, .served = true, .run = cli_policy_import},
    {.name = "token",
     .usage = "DATA USERNAME [--days N]",
     .help = "Prints a new API token for that person, good for 90 days unless told.",
     .options = "days= test-clock=",
     .least = 2, .most = 2, .data = true, .served = true, .run = cli_token},
    {.name = "password",
     .usage = "DATA USERNAME",
     .help = "Prints a one-time password, good for 72 hours.",
     .options = "test-clock=",
     .least = 2, .most = 2, .data = true, .served = true, .run = cli_password},
    {.name = "import",
     .usage = "DATA REGISTER FILE.csv [--map FILE] [--as USER] [--dry-run]",
     .help = "Opens a record for each row; all or nothing. --dry-run says what it would do.",
     .options = "map= as= dry-run test-clock=",
     .least = 3, .most = 3, .data = true, .served = true, .run = cli_import},
    {.name = "export",
     .usage = "DATA REGISTER [--where EXPR] [--format csv|jsonl] [--as USER]",
     .help = "Prints the records of a register.",
     .options = "where= format= as= test-clock=",
     .least = 2, .most = 2, .data = true, .served = true, .run = cli_export},
    {.name = "verify",
     .usage = "DATA [--json]",
     .help = "Recomputes the whole ledger; names the first event that does not fit.",
     .options = "json test-clock=",
     .least = 1, .most = 1, .data = true, .run = cli_verify},
    {.name = "version", .usage = "", .help = "Prints the version.", .options = "", .run = cli_version},
    {.name = "help", .usage = "[COMMAND]", .help = "Says what every command does.", .options = "", .most = 2, .run = cli_help},
    {0},
};

int main(int argc, char **argv)
{
    hooks_add(&policy_hook);
    return cli_main(commands, argc, argv);
}
