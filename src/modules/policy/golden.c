#include "modules/policy/golden.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FILE_CAP = 8 * 1024 * 1024 };

static void golden_close(FILE **file)
{
    if (*file)
        fclose(*file);
}

bool golden_load(struct arena *arena, const char *path, struct text *out)
{
    __attribute__((cleanup(golden_close))) FILE *file = fopen(path, "rb");
    if (!file)
        return false;
    char *bytes = arena_alloc(arena, FILE_CAP);
    *out = (struct text){bytes, fread(bytes, 1, FILE_CAP, file)};
    return true;
}

static bool golden_write(const char *path, struct text text)
{
    __attribute__((cleanup(golden_close))) FILE *file = fopen(path, "wb");
    return file && fwrite(text.s, 1, text.n, file) == text.n;
}

/* The first line that differs, for the log. */
static void golden_differ(struct text got, struct text expected)
{
    for (size_t line = 1; got.n || expected.n; line++) {
        struct text a = text_cut(&got, '\n'), b = text_cut(&expected, '\n');
        if (text_eq(a, b))
            continue;
        fprintf(stderr, "line %zu differs\n  expected: %.*s\n  got:      %.*s\n", line, TEXT_ARGS(b),
                TEXT_ARGS(a));
        return;
    }
}

int golden_compare(struct arena *arena, struct text got, const char *path)
{
    const char *mode = getenv("REEVE_GOLDEN");
    struct text expected = TEXT("");
    if (mode && strcmp(mode, "write") == 0)
        return golden_write(path, got) ? 0 : 1;
    if (golden_load(arena, path, &expected) && text_eq(got, expected))
        return 0;
    golden_differ(got, expected);
    return 1;
}
