/* Slowing down those who guess: failures by name and by address, in memory, by the monotonic clock. */
#pragma once

#include "base/text.h"

struct throttle;

struct throttle *throttle_new(void);
void throttle_free(struct throttle *throttle);
/* Counts an attempt under `key` as failed until throttle_forgive says otherwise, so that attempts made at one
 * time count too. Gives 0, or the seconds to wait after more than `free` failures; the attempt is then not to
 * be looked at. */
unsigned throttle_attempt(struct throttle *throttle, struct text key, unsigned free, int64_t now);
/* The attempt succeeded. */
void throttle_forgive(struct throttle *throttle, struct text key);
/* Monotonic milliseconds: the `now` of throttle_attempt. */
int64_t throttle_now(void);
