/* Reads a policy document and compares what was read and found with a golden file.
 *
 *     policy_outline POLICY.txt POLICY.expected
 *
 * Exit status and REEVE_GOLDEN as in golden.h. */
#include "modules/policy/golden.h"
#include "modules/policy/library.h"

static struct text outline_of(struct arena *arena, struct text source)
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

int main(int argc, char **argv)
{
    if (argc != 3)
        return 2;
    ARENA_SCOPED arena = arena_new((size_t)64 * 1024 * 1024);
    struct text source;
    if (!golden_load(arena, argv[1], &source))
        return GOLDEN_SKIPPED;
    return golden_compare(arena, outline_of(arena, source), argv[2]);
}
