#include "faces/cli/cli.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "engine/world.h"
#include "faces/cli/socket.h"

enum { FILE_MAX = 64 * 1024 * 1024, ARENA_MAX = 512 * 1024 * 1024 };

/* ---- saying what is wrong ---- */

static void say(struct cli *cli, const char *format, va_list arguments) __attribute__((format(printf, 2, 0)));
static void say(struct cli *cli, const char *format, va_list arguments)
{
    fputs("reeve: ", cli->err);
    vfprintf(cli->err, format, arguments);
    fputc('\n', cli->err);
}

void cli_put(FILE *to, struct text text)
{
    fwrite(text.s, 1, text.n, to);
}

int cli_refuse(struct cli *cli, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    say(cli, format, arguments);
    va_end(arguments);
    return CLI_REFUSED;
}

int cli_misuse(struct cli *cli, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    say(cli, format, arguments);
    va_end(arguments);
    if (cli->command)
        fprintf(cli->err, "Usage: reeve %s %s\n", cli->command->name, cli->command->usage);
    return CLI_USAGE;
}

struct json *cli_json(struct cli *cli)
{
    struct buf *out = ARENA_NEW(cli->arena, struct buf);
    struct json *json = ARENA_NEW(cli->arena, struct json);
    *out = buf_in(cli->arena);
    *json = json_in(out);
    json_put_object(json);
    return json;
}

void cli_json_end(struct cli *cli, struct json *json)
{
    json_put_object_end(json);
    buf_char(json->out, '\n');
    cli_put(cli->out, buf_text(json->out));
}

void cli_say_answer(struct cli *cli, const char *where, const struct answer *answer)
{
    fprintf(cli->err, "%s: %.*s\n", where, TEXT_ARGS(answer->message));
    for (size_t i = 0; i < answer->error_count; i++)
        fprintf(cli->err, "  %.*s: %.*s\n", TEXT_ARGS(answer->errors[i].field),
                TEXT_ARGS(answer->errors[i].message));
    for (size_t i = 0; i < answer->unmet_count; i++)
        fprintf(cli->err, "  %.*s\n", TEXT_ARGS(answer->unmet[i].message));
    for (size_t i = 0; i < answer->should_count; i++)
        fprintf(cli->err, "  unless a reason is given: %.*s\n", TEXT_ARGS(answer->should[i].message));
    if (answer->who.n)
        fprintf(cli->err, "  who may: %.*s\n", TEXT_ARGS(answer->who));
}

/* ---- reading the command ---- */

const char *cli_option(const struct cli *cli, const char *name)
{
    for (int i = 0; i < cli->option_count; i++)
        if (text_is(cli->options[i].name, name))
            return cli->options[i].value.s;
    return NULL;
}

bool cli_number(struct cli *cli, const char *name, int64_t least, int64_t most, int64_t *value)
{
    const char *given = cli_option(cli, name);
    if (!given || (text_to_int(text_of(given), value) && *value >= least && *value <= most))
        return true;
    cli_misuse(cli, "--%s needs a number from %lld to %lld", name, (long long)least, (long long)most);
    return false;
}

/* 0: there is no such option; 1: a flag; 2: it takes a value. */
static int option_kind(const struct cli_command *command, struct text name)
{
    struct text rest = text_of(command->options);
    while (rest.n) {
        struct text known = text_cut(&rest, ' ');
        bool takes = text_ends(known, TEXT("="));
        if (text_eq((struct text){known.s, known.n - takes}, name))
            return takes ? 2 : 1;
    }
    return 0;
}

/* Takes argv[*i], an option; false: said what is wrong. */
static bool take_option(struct cli *cli, int argc, char **argv, int *i)
{
    struct text value = text_of(argv[*i] + 2);
    bool joined = text_find(value, '=') < value.n;
    struct text name = text_cut(&value, '=');
    int kind = option_kind(cli->command, name);
    if (!kind || cli->option_count == CLI_OPTIONS || (kind == 1 && joined)) {
        cli_misuse(cli, kind ? "--%.*s takes no value" : "there is no option --%.*s", TEXT_ARGS(name));
        return false;
    }
    if (kind == 2 && !joined) {
        if (*i + 1 >= argc) {
            cli_misuse(cli, "--%.*s needs a value", TEXT_ARGS(name));
            return false;
        }
        value = text_of(argv[++*i]);
    }
    for (int k = 0; k < cli->option_count; k++)
        if (text_eq(cli->options[k].name, name)) {
            cli_misuse(cli, "--%.*s is given twice", TEXT_ARGS(name));
            return false;
        }
    struct text kept = kind == 2 ? arena_text(cli->arena, value) : TEXT("");
    cli->options[cli->option_count++] = (struct cli_option){name, kept, kind == 2};
    return true;
}

static bool take_words(struct cli *cli, int argc, char **argv)
{
    bool over = false;
    for (int i = 0; i < argc; i++) {
        if (!over && strcmp(argv[i], "--") == 0) {
            over = true;
        } else if (!over && strncmp(argv[i], "--", 2) == 0) {
            if (!take_option(cli, argc, argv, &i))
                return false;
        } else if (cli->word_count == cli->command->most) {
            cli_misuse(cli, "do not know what to do with '%s'", argv[i]);
            return false;
        } else {
            cli->words[cli->word_count++] = argv[i];
        }
    }
    return true;
}

/* The first word of the usage that was not given. */
static void say_missing(struct cli *cli)
{
    struct text usage = text_of(cli->command->usage), word = text_cut(&usage, ' ');
    for (int i = 0; i < cli->word_count; i++)
        word = text_cut(&usage, ' ');
    cli_misuse(cli, "%.*s is missing", TEXT_ARGS(word));
}

/* REEVE_DATA stands in for DATA when a word is missing. */
static bool complete(struct cli *cli)
{
    const char *data = getenv("REEVE_DATA");
    if (cli->command->data && cli->word_count == cli->command->least - 1 && data && *data) {
        for (int i = cli->word_count++; i > cli->command->data_at; i--)
            cli->words[i] = cli->words[i - 1];
        cli->words[cli->command->data_at] = data;
    }
    if (cli->word_count < cli->command->least)
        say_missing(cli);
    else if (cli->command->data && !*cli->words[cli->command->data_at])
        cli_misuse(cli, "DATA is empty: name the file");
    else
        return true;
    return false;
}

static bool read_clock(struct cli *cli)
{
    const char *clock = cli_option(cli, "test-clock");
    cli->opening.test_clock = clock != NULL;
    if (!clock || time_parse(text_of(clock), &cli->opening.now))
        return true;
    cli_misuse(cli, "--test-clock needs an instant in UTC, as 2026-11-22T09:00:00Z");
    return false;
}

/* The command with the most words that argv begins with; *used takes how many. */
static const struct cli_command *find(const struct cli_command *commands, int argc, char **argv, int *used)
{
    const struct cli_command *found = NULL;
    *used = 0;
    for (const struct cli_command *command = commands; command->name; command++) {
        struct text rest = text_of(command->name);
        int n = 0;
        while (rest.n && n < argc && text_eq(text_cut(&rest, ' '), text_of(argv[n])))
            n++;
        size_t words = 1;
        for (const char *s = command->name; *s; s++)
            words += *s == ' ';
        if ((size_t)n == words && n > *used) {
            found = command;
            *used = n;
        }
    }
    return found;
}

static int run_here(struct cli *cli)
{
    int status = cli->command->run(cli);
    if (!cli->served)
        engine_close(cli->engine);
    cli->engine = NULL;
    return status;
}

static int no_command(struct cli *cli, struct text word)
{
    if (!word.n)
        return cli_misuse(cli, "say what to do. Try reeve help");
    if (text_is(word, "--help") || text_is(word, "-h"))
        return cli_help(cli);
    if (text_is(word, "--version"))
        return cli_version(cli);
    for (const struct cli_command *command = cli->commands; command->name; command++)
        if (text_starts(text_of(command->name), arena_format(cli->arena, "%s ", word.s)))
            return cli_misuse(cli, "say what to do with it. Try reeve help %s", word.s);
    return cli_misuse(cli, "there is no command '%s'. Try reeve help", word.s);
}

int cli_dispatch(struct cli *cli, int argc, char **argv)
{
    int used;
    cli->command = find(cli->commands, argc, argv, &used);
    if (!cli->command)
        return no_command(cli, argc ? text_of(argv[0]) : (struct text){0});
    for (int i = used; i < argc; i++)
        if (strcmp(argv[i], "--help") == 0) {
            fprintf(cli->out, "reeve %s %s\n%s\n", cli->command->name, cli->command->usage,
                    cli->command->help);
            return CLI_DONE;
        }
    if (!take_words(cli, argc - used, argv + used) || !complete(cli) || !read_clock(cli))
        return CLI_USAGE;
    if (cli->served && !cli->command->served)
        return cli_refuse(cli, "a server does not take the command '%s'", cli->command->name);
    int status;
    if (cli->command->served && !cli->served && socket_ask(cli, &status))
        return status;
    return run_here(cli);
}

int cli_main(const struct cli_command *commands, int argc, char **argv)
{
    ARENA_SCOPED arena = arena_new(ARENA_MAX);
    struct cli cli = {
        .arena = arena, .commands = commands, .out = stdout, .err = stderr, .uid = (uint32_t)getuid()};
    int status = cli_dispatch(&cli, argc - 1, argv + 1);
    if (fflush(stdout) != 0 || ferror(stdout))
        return cli_refuse(&cli, "the results could not be written: %s", strerror(errno));
    return status;
}

/* ---- what commands need ---- */

struct engine *cli_open(struct cli *cli)
{
    struct engine_options options = cli->opening;
    struct text why = {0};
    if (!cli->served) {
        cli->engine = engine_open(cli->arena, cli->words[cli->command->data_at], options, &why);
        if (!cli->engine)
            cli_refuse(cli, "%.*s", TEXT_ARGS(why));
        return cli->engine;
    }
    bool moved = !options.test_clock ||
                 (engine_has_test_clock(cli->served) && engine_set_clock(cli->served, options.now));
    if (!moved) {
        cli_refuse(cli, "the server's clock cannot be set to that time: leave --test-clock out");
        return NULL;
    }
    return cli->served;
}

static bool read_stream(struct cli *cli, FILE *file, struct text *bytes)
{
    struct buf out = buf_in(cli->arena);
    char block[64 * 1024];
    size_t n;
    while ((n = fread(block, 1, sizeof block, file)) > 0 && out.n <= FILE_MAX)
        buf_put(&out, (struct text){block, n});
    *bytes = buf_text(&out);
    return !ferror(file) && out.n <= FILE_MAX;
}

static void close_file(FILE **file)
{
    if (*file && *file != stdin)
        fclose(*file);
}

bool cli_read(struct cli *cli, const char *path, struct text *bytes)
{
    for (size_t i = 0; i < cli->file_count; i++)
        if (text_is(cli->files[i].path, path)) {
            *bytes = cli->files[i].bytes;
            return true;
        }
    if (cli->served) {
        cli_refuse(cli, "cannot read %s: there is no such file, or it is larger than 64 MiB", path);
        return false;
    }
    __attribute__((cleanup(close_file))) FILE *file = strcmp(path, "-") == 0 ? stdin : fopen(path, "rb");
    if (!file) {
        cli_refuse(cli, "cannot read %s: %s", path, strerror(errno));
        return false;
    }
    if (read_stream(cli, file, bytes))
        return true;
    cli_refuse(cli, "cannot read %s: it is a folder, larger than 64 MiB, or the disk failed", path);
    return false;
}

int64_t cli_person(struct cli *cli, struct engine *engine, const char *username)
{
    VIEW_SCOPED view = {0};
    if (!view_open(&view, cli->arena, engine, 0)) {
        cli_refuse(cli, "the data cannot be read");
        return 0;
    }
    struct record *person = world_person(view.world, text_of(username));
    if (!person)
        cli_refuse(cli, "nobody has the username %s", username);
    return person ? person->id : 0;
}
