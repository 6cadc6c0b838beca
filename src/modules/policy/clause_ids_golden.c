/* Looks every clause that a list of requirements names up in the policy document it is of.
 *
 *     policy_clause_ids CLAUSES.md POLICY.txt PREFIX EXPECTED
 *
 * Rows of CLAUSES.md that begin `| PREFIX-2.3.a |` are looked up as 2.3.a. The golden file names those that
 * are no clause of the document and where they are found instead: parts of one sentence, sections, or
 * nowhere. Exit status and REEVE_GOLDEN as in golden.h. */
#include "modules/policy/golden.h"
#include "modules/policy/library.h"

#include "base/buf.h"

/* Of `| INF20-2.3.a | ...` the text behind the prefix; document control rows (DC) are no clauses. */
static struct text clause_id(struct text line, struct text prefix)
{
    if (!text_starts(line, TEXT("| ")))
        return TEXT("");
    line = (struct text){line.s + 2, line.n - 2};
    struct text id = text_cut(&line, ' ');
    if (!text_starts(id, prefix))
        return TEXT("");
    id = (struct text){id.s + prefix.n, id.n - prefix.n};
    id.n = text_find(id, '\xe2'); /* of a range, `9.1` to `9.5` with a dash between, the first */
    return text_starts(id, TEXT("DC-")) ? TEXT("") : id;
}

static struct text clause_found(struct arena *arena, const struct policy_document *document, struct text id)
{
    if (document_section(document, id))
        return TEXT("a section");
    const struct document_clause *within = library_within(document, id);
    return within ? arena_format(arena, "within %.*s", TEXT_ARGS(within->id)) : TEXT("not in the document");
}

static struct text clause_report(struct arena *arena, const struct policy_document *document,
                                 struct text list, struct text prefix)
{
    struct buf apart = buf_in(arena);
    size_t found = 0, all = 0;
    while (list.n) {
        struct text id = clause_id(text_cut(&list, '\n'), prefix);
        if (!id.n)
            continue;
        all++;
        if (library_clause(document, id))
            found++;
        else
            buf_format(&apart, "%.*s: %s\n", TEXT_ARGS(id), clause_found(arena, document, id).s);
    }
    return arena_format(arena, "%zu of %zu are clauses of the document\n%s", found, all, buf_text(&apart).s);
}

int main(int argc, char **argv)
{
    if (argc != 5)
        return 2;
    ARENA_SCOPED arena = arena_new((size_t)64 * 1024 * 1024);
    struct text list, source;
    struct policy_document *document = NULL;
    if (!golden_load(arena, argv[1], &list) || !golden_load(arena, argv[2], &source))
        return GOLDEN_SKIPPED;
    if (document_read(arena, source, &document))
        return 1;
    return golden_compare(arena, clause_report(arena, document, list, text_of(argv[3])), argv[4]);
}
