/* The written cases of cases.rules: what the prover must say of each page. */
#pragma once

#include "base/arena.h"

enum expected { PROVED, VIOLATED, ASSUMED, BEYOND }; /* as cases.rules explains them */

struct prove_case { /* its page's own register has one `never` */
    struct text feature, why, page;
    enum expected expected;
};

/* All of them; NULL, having said why on stdout, when the file cannot be read so. */
struct prove_case *cases_read(struct arena *arena, const char *path, size_t *count);
