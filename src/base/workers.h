/* A few threads that carry out work which may block: password hashing, waiting for the writer, rendering.
 *
 * Work is begun in the order it was handed over. Slow work has a queue of its own and at most half of the
 * threads, so that it never holds up the rest; it goes first while none of it is under way. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* Embed it in what is to be done; the submitter keeps it alive until `run` is called, which may free it. */
struct work {
    void (*run)(struct work *work);
    struct work *next; /* the workers' own */
};

struct workers;

/* `threads` of them; at most `limit` pieces wait, slow ones counted. NULL when no thread can be made. */
struct workers *workers_start(unsigned threads, size_t limit);
/* False when `limit` pieces wait already, or the workers are stopping: `run` is then not called. */
bool workers_submit(struct workers *workers, struct work *work);
/* The same for work that may take seconds. */
bool workers_submit_slow(struct workers *workers, struct work *work);
/* Finishes what was handed over, ends the threads, frees. NULL is allowed. */
void workers_stop(struct workers *workers);
