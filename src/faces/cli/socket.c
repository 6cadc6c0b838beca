#include "faces/cli/socket.h"

#include <dirent.h>
#include <errno.h>
#include <jansson.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/encode.h"
#include "base/json.h"
#include "base/log.h"
#include "base/utf8.h"
#include "rules/load.h"

enum {
    REQUEST_MAX = 96 * 1024 * 1024,
    ARENA_MAX = 768 * 1024 * 1024,
    ARGUMENTS = 64,
    PATIENCE_S = 10,
    SHORT_US = 100 * 1000, /* between two tries */
    FRAME_HEAD = 5
};

/* ---- where it is ---- */

/* Beside DATA; where that path is too long for a socket, in the user's runtime folder. */
static bool address_of(const char *data, struct sockaddr_un *address)
{
    char *real = realpath(data, NULL);
    if (!real)
        return false;
    *address = (struct sockaddr_un){.sun_family = AF_UNIX};
    size_t room = sizeof address->sun_path;
    const char *runtime = getenv("XDG_RUNTIME_DIR");
    int n = snprintf(address->sun_path, room, "%s.sock", real);
    if (n < 0 || (size_t)n >= room)
        n = snprintf(address->sun_path, room, "%s/reeve-%016llx.sock", runtime && *runtime ? runtime : "/run",
                     (unsigned long long)text_hash(text_of(real)));
    free(real);
    return n > 0 && (size_t)n < room;
}

/* ---- bytes ---- */

static bool write_all(int fd, const void *bytes, size_t n)
{
    const char *s = bytes;
    while (n) {
        ssize_t wrote = send(fd, s, n, MSG_NOSIGNAL);
        if (wrote < 0 && errno == EINTR)
            continue;
        if (wrote <= 0)
            return false;
        s += wrote;
        n -= (size_t)wrote;
    }
    return true;
}

static bool read_all(int fd, void *bytes, size_t n)
{
    char *s = bytes;
    while (n) {
        ssize_t got = recv(fd, s, n, 0);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return false;
        s += got;
        n -= (size_t)got;
    }
    return true;
}

static bool send_frame(int fd, char kind, const char *bytes, size_t n)
{
    unsigned char head[FRAME_HEAD] = {(unsigned char)kind, (unsigned char)(n >> 24), (unsigned char)(n >> 16),
                                      (unsigned char)(n >> 8), (unsigned char)n};
    return write_all(fd, head, sizeof head) && write_all(fd, bytes, n);
}

static void close_fd(int *fd)
{
    if (*fd >= 0)
        close(*fd);
}

/* ---- the server's side ---- */

struct socket_server {
    pthread_t thread;
    int fd;
    struct sockaddr_un address;
    struct engine *engine;
    const struct cli_command *commands;
};

struct stream {
    int fd;
    char kind;
};

static ssize_t stream_write(void *context, const char *bytes, size_t n)
{
    const struct stream *stream = context;
    return send_frame(stream->fd, stream->kind, bytes, n) ? (ssize_t)n : 0;
}

static bool read_request(int fd, struct arena *arena, struct text *line)
{
    struct buf request = buf_in(arena);
    char block[64 * 1024];
    while (request.n < REQUEST_MAX) {
        ssize_t got = recv(fd, block, sizeof block, 0);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return false;
        buf_put(&request, (struct text){block, (size_t)got});
        if (block[got - 1] == '\n') {
            *line = buf_text(&request);
            return true;
        }
    }
    return false;
}

static bool take_files(struct cli *cli, const json_t *files)
{
    struct cli_file *items = ARENA_ARRAY(cli->arena, struct cli_file, json_array_size(files));
    for (size_t i = 0; i < json_array_size(files); i++) {
        const json_t *path = json_object_get(json_array_get(files, i), "path");
        const json_t *bytes = json_object_get(json_array_get(files, i), "bytes");
        if (!json_is_string(path) || !json_is_string(bytes) ||
            !base64url_decode(cli->arena, (struct text){json_string_value(bytes), json_string_length(bytes)},
                              &items[i].bytes))
            return false;
        items[i].path = arena_text(cli->arena, text_of(json_string_value(path)));
    }
    cli->files = items;
    cli->file_count = json_array_size(files);
    return true;
}

static int take_argv(struct cli *cli, const json_t *argv, char **words)
{
    int count = 0;
    for (size_t i = 0; i < json_array_size(argv) && count < ARGUMENTS; i++) {
        const char *word = json_string_value(json_array_get(argv, i));
        words[count++] = arena_string(cli->arena, text_of(word));
    }
    return count;
}

static void cleanup_json(json_t **json)
{
    json_decref(*json);
}

static void answer_caller(struct socket_server *server, int fd, uint32_t uid)
{
    ARENA_SCOPED arena = arena_new(ARENA_MAX);
    struct stream streams[] = {{fd, 'o'}, {fd, 'e'}};
    char *argv[ARGUMENTS];
    struct text line;
    if (!read_request(fd, arena, &line))
        return;
    __attribute__((cleanup(cleanup_json))) json_t *request =
        json_loadb(line.s, line.n, JSON_REJECT_DUPLICATES, NULL);
    cookie_io_functions_t functions = {.write = stream_write};
    struct cli cli = {.arena = arena, .commands = server->commands, .uid = uid, .served = server->engine};
    cli.out = fopencookie(&streams[0], "w", functions);
    cli.err = fopencookie(&streams[1], "w", functions);
    if (cli.out && cli.err && take_files(&cli, json_object_get(request, "files"))) {
        int argc = take_argv(&cli, json_object_get(request, "argv"), argv);
        setvbuf(cli.err, NULL, _IOLBF, BUFSIZ);
        char status = (char)cli_dispatch(&cli, argc, argv);
        fflush(cli.out);
        fflush(cli.err);
        send_frame(fd, 'x', &status, 1);
    }
    if (cli.out)
        fclose(cli.out);
    if (cli.err)
        fclose(cli.err);
}

/* Only who runs the server, or root, may give it commands. */
static bool may_command(int fd, uint32_t *uid)
{
    struct ucred peer;
    socklen_t size = sizeof peer;
    if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0)
        return false;
    *uid = (uint32_t)peer.uid;
    return peer.uid == getuid() || peer.uid == 0;
}

/* Worth trying again: the caller went away, or the machine is short of what others will give back. */
static bool may_pass(int error)
{
    bool is_short = error == EMFILE || error == ENFILE || error == ENOMEM || error == ENOBUFS;
    if (is_short)
        usleep(SHORT_US);
    return is_short || error == EINTR || error == ECONNABORTED;
}

static void *listen_run(void *context)
{
    struct socket_server *server = context;
    struct timeval patience = {.tv_sec = PATIENCE_S};
    uint32_t uid;
    for (;;) {
        __attribute__((cleanup(close_fd))) int fd = accept(server->fd, NULL, NULL);
        if (fd < 0 && !may_pass(errno))
            return NULL;
        if (fd < 0 || !may_command(fd, &uid))
            continue;
        setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
        setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
        answer_caller(server, fd, uid);
    }
}

static bool bind_private(struct socket_server *server)
{
    unlink(server->address.sun_path); /* left by a server that was killed: DATA's lock is ours */
    mode_t before = umask(0177);
    int bound = bind(server->fd, (const struct sockaddr *)&server->address, sizeof server->address);
    umask(before);
    return bound == 0 && listen(server->fd, 8) == 0;
}

struct socket_server *socket_start(struct engine *engine, const char *data,
                                   const struct cli_command *commands)
{
    struct socket_server *server = calloc(1, sizeof *server);
    if (!server)
        return NULL;
    server->engine = engine;
    server->commands = commands;
    server->fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (server->fd >= 0 && address_of(data, &server->address) && bind_private(server) &&
        pthread_create(&server->thread, NULL, listen_run, server) == 0)
        return server;
    log_warning("no socket for commands beside the data (%s): stop the server before giving any",
                strerror(errno));
    close_fd(&server->fd);
    free(server);
    return NULL;
}

void socket_stop(struct socket_server *server)
{
    if (!server)
        return;
    shutdown(server->fd, SHUT_RDWR);
    pthread_join(server->thread, NULL);
    close(server->fd);
    unlink(server->address.sun_path);
    free(server);
}

/* ---- the caller's side ---- */

static void put_file(struct cli *cli, struct json *json, const char *path)
{
    struct stat about;
    struct text bytes;
    bool standard = strcmp(path, "-") == 0;
    bool file = stat(path, &about) == 0 &&
                (S_ISREG(about.st_mode) || S_ISFIFO(about.st_mode) || S_ISCHR(about.st_mode));
    if ((!file && !standard) || !cli_read(cli, path, &bytes))
        return;
    json_put_object(json);
    json_key_text(json, "path", text_of(path));
    json_key_text(json, "bytes", base64url_encode(cli->arena, bytes.s, bytes.n));
    json_put_object_end(json);
}

/* The files of a folder: a rulebook is one. Folders in it are none of it. */
static void put_folder(struct cli *cli, struct json *json, const char *path)
{
    DIR *folder = opendir(path);
    const struct dirent *entry;
    struct stat about;
    off_t bytes = 0;
    while (folder && (entry = readdir(folder)) != NULL) {
        const char *file = arena_format(cli->arena, "%s/%s", path, entry->d_name).s;
        if (stat(file, &about) != 0 || !S_ISREG(about.st_mode) || bytes + about.st_size > RULEBOOK_BYTES_MAX)
            continue;
        bytes += about.st_size;
        put_file(cli, json, file);
    }
    if (folder)
        closedir(folder);
}

static void put_word(struct cli *cli, struct json *json, const char *word)
{
    struct stat about;
    if (stat(word, &about) == 0 && S_ISDIR(about.st_mode))
        put_folder(cli, json, word);
    else
        put_file(cli, json, word);
}

/* The command as it was understood: with DATA, which the environment may have given. */
static void put_argv(struct cli *cli, struct json *json)
{
    struct text name = text_of(cli->command->name);
    while (name.n)
        json_put_text(json, text_cut(&name, ' '));
    for (int i = 0; i < cli->option_count; i++) {
        const struct cli_option *option = &cli->options[i];
        bool valued = option->takes;
        json_put_text(json, valued ? arena_format(cli->arena, "--%.*s=%.*s", TEXT_ARGS(option->name),
                                                  TEXT_ARGS(option->value))
                                   : arena_format(cli->arena, "--%.*s", TEXT_ARGS(option->name)));
    }
    json_put_text(json, TEXT("--"));
    for (int i = 0; i < cli->word_count; i++)
        json_put_text(json, text_of(cli->words[i]));
}

static struct text request_of(struct cli *cli)
{
    struct buf out = buf_in(cli->arena);
    struct json json = json_in(&out);
    json_put_object(&json);
    json_key_array(&json, "argv");
    put_argv(cli, &json);
    json_put_array_end(&json);
    json_key_array(&json, "files");
    for (int i = 0; i < cli->word_count; i++)
        if (i != cli->command->data_at)
            put_word(cli, &json, cli->words[i]);
    if (cli_option(cli, "map"))
        put_file(cli, &json, cli_option(cli, "map"));
    json_put_array_end(&json);
    json_put_object_end(&json);
    buf_char(&out, '\n');
    return buf_text(&out);
}

static bool take_frame(struct cli *cli, int fd, int *status)
{
    unsigned char head[FRAME_HEAD];
    char block[4096];
    if (!read_all(fd, head, sizeof head)) {
        *status =
            cli_refuse(cli, "the server ended before it answered; whether the command was done, it knows");
        return false;
    }
    size_t n = (size_t)head[1] << 24 | (size_t)head[2] << 16 | (size_t)head[3] << 8 | head[4];
    while (n) {
        size_t part = n < sizeof block ? n : sizeof block;
        if (!read_all(fd, block, part))
            return false;
        if (head[0] == 'x')
            *status = block[0];
        else
            fwrite(block, 1, part, head[0] == 'o' ? cli->out : cli->err);
        n -= part;
    }
    return head[0] != 'x';
}

/* What is sent is JSON, and so must its words be text. */
static bool is_text(const struct cli *cli)
{
    bool text = true;
    for (int i = 0; i < cli->word_count; i++)
        text &= utf8_valid(text_of(cli->words[i]));
    for (int i = 0; i < cli->option_count; i++)
        text &= utf8_valid(cli->options[i].value);
    return text;
}

bool socket_ask(struct cli *cli, int *status)
{
    struct sockaddr_un address;
    if (!address_of(cli->words[cli->command->data_at], &address))
        return false;
    __attribute__((cleanup(close_fd))) int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0 || connect(fd, (const struct sockaddr *)&address, sizeof address) != 0)
        return false;
    if (!is_text(cli)) {
        *status = cli_misuse(cli, "a word of this command is not UTF-8 text");
        return true;
    }
    struct text request = request_of(cli);
    *status = CLI_REFUSED;
    if (!write_all(fd, request.s, request.n)) {
        cli_refuse(cli, "the server does not take commands: %s", strerror(errno));
        return true;
    }
    while (take_frame(cli, fd, status))
        continue;
    return true;
}
