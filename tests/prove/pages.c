/* Writes random rulebooks, as `sound` draws them, each into a folder of its own: DIR/0, DIR/1, ... For
 * tests/prove/spin.
 *
 * pages DIR COUNT [SEED] */
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "force.h"
#include "sample.h"

enum { ARENA_BYTES = 64 << 20, PATH_BYTES = 4096 };

static bool write_page(const char *dir, long number, struct text text)
{
    char path[PATH_BYTES];
    snprintf(path, sizeof path, "%s/%ld", dir, number);
    mkdir(path, 0777);
    snprintf(path, sizeof path, "%s/%ld/force.rules", dir, number);
    FILE *file = fopen(path, "w");
    bool written = file && fwrite(text.s, 1, text.n, file) == text.n;
    return file && fclose(file) == 0 && written;
}

int main(int argc, char **argv)
{
    if (argc < 3) {
        fprintf(stderr, "usage: pages DIR COUNT [SEED]\n");
        return 2;
    }
    uint64_t seed = argc > 3 ? strtoull(argv[3], NULL, 10) : 1;
    size_t refused = 0;
    for (long i = 0; i < atol(argv[2]); i++, seed++) {
        ARENA_SCOPED arena = arena_new(ARENA_BYTES);
        struct text page = sample_loads(arena, &seed, &refused);
        if (!write_page(argv[1], i, force_text(arena, &page, 1))) {
            fprintf(stderr, "pages: %s cannot be written\n", argv[1]);
            return 1;
        }
    }
    return 0;
}
