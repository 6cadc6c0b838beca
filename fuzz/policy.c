/* The text of a policy document. Identities are unique, texts word for word; a second version that lacks what
 * the first begins with has unique identities too. */
#include "base/map.h"
#include "base/utf8.h"
#include "fuzz.h"
#include "modules/policy/library.h"
#include "modules/policy/match.h"

static void check(struct arena *arena, const struct policy_document *document)
{
    struct map ids = map_in(arena);
    for (size_t i = 0; i < document->clause_count; i++) {
        const struct document_clause *clause = &document->clauses[i];
        assert(clause->id.n > 0 && !map_put(&ids, clause->id, document->clauses + i));
        assert(clause->parent < (long)i && clause->section < document->section_count);
        assert(clause->first_line >= 1 && clause->first_line <= clause->last_line);
        assert(clause->last_line <= document->line_count);
        assert(utf8_valid(clause->text));
        assert(library_within(document, clause->id) != NULL);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ARENA_SCOPED arena = arena_new((size_t)512 * 1024 * 1024);
    struct policy_document *document = NULL;
    if (document_read(arena, (struct text){(const char *)data, size}, &document))
        return 0;
    struct anomalies anomalies = anomaly_find(arena, document);
    check(arena, document);
    struct policy_document *later = NULL;
    struct map used = map_in(arena);
    if (!document_read(arena, (struct text){(const char *)data + size / 3, size - size / 3}, &later)) {
        match_versions(arena, document, later, &used);
        check(arena, later);
    }
    assert(utf8_valid(library_report(arena, document, &anomalies)));
    assert(utf8_valid(library_json(arena, document, &anomalies)));
    return 0;
}
