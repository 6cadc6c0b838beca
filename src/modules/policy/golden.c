/* Reads a policy document and compares what was read and found with a golden file.
 *
 *     policy_golden POLICY.txt POLICY.expected
 *
 * Exit status 77 (skipped, to meson) when the policy is not on this machine. With REEVE_GOLDEN=write in the
 * environment the golden file is written instead: look at the difference before committing it. */
#include "modules/policy/library.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SKIPPED = 77, FILE_CAP = 8 * 1024 * 1024 };

static void golden_close(FILE **file)
{
    if (*file)
        fclose(*file);
}

static bool golden_load(struct arena *arena, const char *path, struct text *out)
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

static struct text golden_read(struct arena *arena, struct text source)
{
    struct policy_document *document = NULL;
    const char *refused = document_read(arena, source, &document);
    if (refused)
        return arena_format(arena, "refused: %s\n", refused);
    struct anomalies anomalies = anomaly_find(arena, document);
    struct text report = library_report(arena, document, &anomalies);
    struct text outline = library_outline(arena, document);
    return arena_format(arena, "%.*s\n%.*s", TEXT_ARGS(report), TEXT_ARGS(outline));
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

int main(int argc, char **argv)
{
    if (argc != 3)
        return 2;
    ARENA_SCOPED arena = arena_new((size_t)64 * 1024 * 1024);
    struct text source, expected = TEXT("");
    if (!golden_load(arena, argv[1], &source))
        return SKIPPED;
    struct text got = golden_read(arena, source);
    const char *mode = getenv("REEVE_GOLDEN");
    if (mode && strcmp(mode, "write") == 0)
        return golden_write(argv[2], got) ? 0 : 1;
    if (!golden_load(arena, argv[2], &expected) || !text_eq(got, expected)) {
        golden_differ(got, expected);
        return 1;
    }
    return 0;
}
