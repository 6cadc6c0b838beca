/* Reads a policy document and compares what was read and found with a golden file.
 *
 *     policy_outline POLICY.txt POLICY.expected
 *
 * Exit status and REEVE_GOLDEN as in golden.h. */
#include "base/buf.h"
#include "modules/policy/golden.h"
#include "modules/policy/library.h"

static void put_clause(struct buf *out, const struct document_clause *clause)
{
    static const char *const signs[] = {
        [CLAUSE_PARAGRAPH] = " ", [CLAUSE_BULLET] = "-", [CLAUSE_ITEM] = "#", [CLAUSE_ROW] = "|"};
    buf_format(out, "  %s %-10.*s ", signs[clause->kind], TEXT_ARGS(clause->id));
    library_words(out, clause->text, 60);
    buf_char(out, '\n');
}

/* One line for each heading and clause: identity, kind, first words. */
static struct text outline(struct arena *arena, const struct policy_document *document)
{
    struct buf out = buf_in(arena);
    for (size_t i = 0; i < document->section_count; i++) {
        const struct document_section *section = &document->sections[i];
        buf_format(&out, "%s %.*s%s%.*s\n", section->level == 1 ? "=" : "==", TEXT_ARGS(section->id),
                   section->id.n && section->heading.n ? " " : "", TEXT_ARGS(section->heading));
        for (size_t j = 0; j < section->clause_count; j++)
            put_clause(&out, &document->clauses[section->first_clause + j]);
    }
    return buf_text(&out);
}

static struct text outline_of(struct arena *arena, struct text source)
{
    struct policy_document *document = NULL;
    const char *refused = document_read(arena, source, &document);
    if (refused)
        return arena_format(arena, "refused: %s\n", refused);
    struct anomalies anomalies = anomaly_find(arena, document);
    struct text report = library_report(arena, document, &anomalies);
    struct text clauses = outline(arena, document);
    return arena_format(arena, "%.*s\n%.*s", TEXT_ARGS(report), TEXT_ARGS(clauses));
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
