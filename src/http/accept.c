#include "http/accept.h"

#include <poll.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

enum { FULL_MS = 20 }; /* until there may be room again, or descriptors */

struct accepter {
    pthread_t thread;
    int listener, stop;
    accept_take *take;
    accept_room *room;
    void *context;
};

/* False: nothing could be taken. */
static bool take_one(const struct accepter *accepter)
{
    struct sockaddr_storage address;
    socklen_t size = sizeof address;
    int fd = accept4(accepter->listener, (struct sockaddr *)&address, &size, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (fd >= 0)
        accepter->take(accepter->context, fd, (struct sockaddr *)&address, size);
    return fd >= 0;
}

static void *run(void *context)
{
    const struct accepter *accepter = context;
    bool rest = false;
    for (;;) {
        rest |= !accepter->room(accepter->context);
        struct pollfd waited[] = {{accepter->stop, POLLIN, 0}, {accepter->listener, POLLIN, 0}};
        poll(waited, rest ? 1 : 2, rest ? FULL_MS : -1);
        if (waited[0].revents)
            return NULL;
        rest = waited[1].revents && !take_one(accepter);
    }
}

struct accepter *accept_start(int listener, accept_take *take, accept_room *room, void *context)
{
    struct accepter *accepter = malloc(sizeof *accepter);
    if (!accepter)
        return NULL;
    *accepter = (struct accepter){.listener = listener,
                                  .stop = eventfd(0, EFD_CLOEXEC),
                                  .take = take,
                                  .room = room,
                                  .context = context};
    if (accepter->stop >= 0 && pthread_create(&accepter->thread, NULL, run, accepter) == 0)
        return accepter;
    if (accepter->stop >= 0)
        close(accepter->stop);
    free(accepter);
    return NULL;
}

void accept_stop(struct accepter *accepter)
{
    if (!accepter)
        return;
    eventfd_write(accepter->stop, 1);
    pthread_join(accepter->thread, NULL);
    close(accepter->stop);
    free(accepter);
}
