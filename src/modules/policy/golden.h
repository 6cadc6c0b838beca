/* Golden files of the policy tests: a text compared with what is kept of it. Test code only. */
#pragma once

#include "base/arena.h"

enum { GOLDEN_SKIPPED = 77 }; /* exit status by which meson knows a test that could not run here */

/* The whole file, up to 8 MiB. False when it cannot be opened. */
bool golden_load(struct arena *arena, const char *path, struct text *out);
/* 0 when `got` is what the file holds; 1 and the first differing line on standard error when not. With
 * REEVE_GOLDEN=write in the environment the file is written instead: look at the difference before committing
 * it. */
int golden_compare(struct arena *arena, struct text got, const char *path);
