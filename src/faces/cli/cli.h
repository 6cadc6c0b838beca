/* The command line: what each command is called, takes and does. main.c holds the table.
 *
 * Results go to `out`, everything else to `err`; a command gives the exit status. A command on DATA runs in
 * this process when nobody serves DATA, and otherwise in the server, through its socket (socket.h): so it
 * never opens DATA itself but asks cli_open. */
#pragma once

#include <stdio.h>

#include "base/json.h"
#include "engine/command.h"

enum { CLI_DONE = 0, CLI_REFUSED = 1, CLI_USAGE = 2, CLI_WORDS = 8, CLI_OPTIONS = 16 };

struct cli;

struct cli_command {
    const char *name;  /* "people import" */
    const char *usage; /* what stands after the name */
    const char *help;
    const char *options; /* by name, blank between; "days=" takes a value */
    int least, most;     /* words after the name, DATA included */
    bool data;           /* one word is DATA; REEVE_DATA stands in for it when it is left out */
    int data_at;         /* which */
    bool served;         /* may be done by the server of DATA */
    int (*run)(struct cli *cli);
};

struct cli_option {
    struct text name, value; /* the value ends in a NUL */
    bool takes;              /* a value at all */
};

/* A file the caller sent along with a command to the server. */
struct cli_file {
    struct text path, bytes;
};

struct cli {
    struct arena *arena;
    const struct cli_command *commands; /* the whole table, ended by a NULL name */
    const struct cli_command *command;
    FILE *out, *err;
    const char *words[CLI_WORDS];
    int word_count;
    struct cli_option options[CLI_OPTIONS];
    int option_count;
    struct engine_options opening; /* the clock that --test-clock asks for */
    uint32_t uid;                  /* of whoever gave the command */
    struct engine *served;         /* the server's; NULL: this process opens DATA */
    struct engine *engine;         /* what cli_open opened */
    const struct cli_file *files;  /* with `served` */
    size_t file_count;
};

/* Finds the command, reads its words and options, runs it, here or in the server of DATA. */
int cli_main(const struct cli_command *commands, int argc, char **argv);
/* The same within the server, for a caller: `cli` has its streams, uid, files and `served`. */
int cli_dispatch(struct cli *cli, int argc, char **argv);

/* An option's value; NULL when it was not given. A flag's value is "". */
const char *cli_option(const struct cli *cli, const char *name);
/* An option's number into `value`, which keeps what it has without the option. False: it is not a number from
 * `least` to `most`, and that was said. */
bool cli_number(struct cli *cli, const char *name, int64_t least, int64_t most, int64_t *value);
/* Says what is wrong on `err`, beginning with "reeve: ". */
int cli_refuse(struct cli *cli, const char *format, ...) __attribute__((format(printf, 2, 3)));
int cli_misuse(struct cli *cli, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Writes a text as it is. */
void cli_put(FILE *to, struct text text);
/* The object that --json prints: begun, in the command's arena; then ended and written. */
struct json *cli_json(struct cli *cli);
void cli_json_end(struct cli *cli, struct json *json);
/* Opens DATA, with --test-clock. NULL: said why. The engine is closed when the command ends. */
struct engine *cli_open(struct cli *cli);
/* The whole of a file, "-" being standard input; at most 64 MiB. False: said why. */
bool cli_read(struct cli *cli, const char *path, struct text *bytes);
/* A person by username. 0: said that there is none. */
int64_t cli_person(struct cli *cli, struct engine *engine, const char *username);
/* What a command was refused with, everything that stands in the way, each on a line after `where`. */
void cli_say_answer(struct cli *cli, const char *where, const struct answer *answer);

/* The commands, one file for each noun. */
int cli_init(struct cli *cli);
int cli_serve(struct cli *cli);
int cli_rebuild(struct cli *cli);
int cli_verify(struct cli *cli);
int cli_check(struct cli *cli);
int cli_prove(struct cli *cli);
int cli_print(struct cli *cli);
int cli_explain(struct cli *cli);
int cli_rulebook_load(struct cli *cli);
int cli_rulebook_withdraw(struct cli *cli);
int cli_diff(struct cli *cli);
int cli_rehearse(struct cli *cli);
int cli_people_import(struct cli *cli);
int cli_token(struct cli *cli);
int cli_password(struct cli *cli);
int cli_import(struct cli *cli);
int cli_policy_import(struct cli *cli);
int cli_export(struct cli *cli);
int cli_version(struct cli *cli);
int cli_help(struct cli *cli);
/* What a later version brings: refused, with the command's help. */
int cli_later(struct cli *cli);
