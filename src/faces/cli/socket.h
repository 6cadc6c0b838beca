/* Commands to a running server: a UNIX socket beside DATA, for the same user and root.
 *
 * The caller sends one line of JSON: {"argv": [...], "files": [{"path", "bytes"}]}, bytes in base64url; the
 * files are those of its words it can read (of a folder, every file in it), and "-" for standard input. The
 * answer is frames: a letter ('o' results, 'e' everything else, 'x' the exit status), a length of four bytes,
 * big-endian, and that many bytes. */
#pragma once

#include "faces/cli/cli.h"

struct socket_server;

/* Listens beside `data` until socket_stop. NULL: said why on stderr; the server then runs without. */
struct socket_server *socket_start(struct engine *engine, const char *data,
                                   const struct cli_command *commands);
/* Finishes the command under way. NULL is allowed. */
void socket_stop(struct socket_server *server);
/* Gives the command to the server of its DATA, if one runs. False: nobody serves it. */
bool socket_ask(struct cli *cli, int *status);
