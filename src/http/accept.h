/* Takes connections as they come, on a thread of its own, and hands each on: workers that wait at one socket
 * themselves leave it to the system who wakes first, which is nearly always the same one. */
#pragma once

#include <stdbool.h>
#include <sys/socket.h>

/* Owns `fd` from here on. On the accepting thread. */
typedef void accept_take(void *context, int fd, const struct sockaddr *address, socklen_t size);
/* Is there room for one more? While there is none, those who come wait. On the accepting thread. */
typedef bool accept_room(void *context);

struct accepter;
/* `listener` does not block; its owner closes it after the stop. NULL: no memory, or no thread to be had. */
struct accepter *accept_start(int listener, accept_take *take, accept_room *room, void *context);
/* Nothing is taken once this returns. NULL is allowed. */
void accept_stop(struct accepter *accepter);
