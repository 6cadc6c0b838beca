/* Patience: connections that owe us a request, and by when.
 *
 * The library ends a connection that is silent. One that sends a byte now and then would stay for days, so a
 * thread looks twice a second and cuts those whose time for the whole request is over. Idle connections are
 * cut alike. */
#pragma once

#include <stdint.h>

struct watch;

/* One connection; its memory belongs to the caller between watch_add and watch_remove. */
struct watched {
    struct watched *next, *previous;
    int socket;
    int64_t deadline; /* monotonic milliseconds; 0 owes nothing */
};

/* NULL when no thread can be made. */
struct watch *watch_start(void);
/* Nothing may be watched any more. NULL does nothing. */
void watch_stop(struct watch *watch);

void watch_add(struct watch *watch, struct watched *watched, int socket);
/* Call it before the socket is closed. */
void watch_remove(struct watch *watch, struct watched *watched);
/* The whole of what comes next must have come within `seconds`; 0 for nothing expected. */
void watch_expect(struct watch *watch, struct watched *watched, uint64_t seconds);
