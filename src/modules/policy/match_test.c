#include "modules/policy/match.h"

#include "base/buf.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

enum { ARENA_CAP = 64 * 1024 * 1024 };

#define HEAD "1. RULES\n\n1.1 The following rules apply:\n"

static struct policy_document *read_text(struct arena *arena, const char *source)
{
    struct policy_document *document = NULL;
    assert_null(document_read(arena, text_of(source), &document));
    return document;
}

/* The identities of the last version's clauses, in its order. */
static struct text identities(struct arena *arena, const char *const versions[3])
{
    struct policy_document *document = read_text(arena, versions[0]);
    struct map used = map_in(arena);
    for (size_t i = 1; i < 3 && versions[i]; i++) {
        struct policy_document *old = document;
        document = read_text(arena, versions[i]);
        match_versions(arena, old, document, &used);
    }
    struct buf out = buf_in(arena);
    for (size_t i = 0; i < document->clause_count; i++)
        buf_format(&out, "%s%.*s", i ? " " : "", TEXT_ARGS(document->clauses[i].id));
    return buf_text(&out);
}

static void clauses_keep_their_identity(void **state)
{
    (void)state;
    static const struct {
        const char *versions[3], *expected;
    } cases[] = {
        /* nothing changed */
        {{HEAD "- lock it\n- sign it\n", HEAD "- lock it\n- sign it\n"}, "1.1 1.1.a 1.1.b"},
        /* a bullet put in between moves no letter */
        {{HEAD "- lock it\n- sign it\n", HEAD "- lock it\n- never lend a key\n- sign it\n"},
         "1.1 1.1.a 1.1.c 1.1.b"},
        /* one taken out leaves its letter unused, also by a new one */
        {{HEAD "- lock the door\n- sign for it\n- keep the book\n",
          HEAD "- sign for it\n- burn old papers\n"},
         "1.1 1.1.b 1.1.d"},
        /* and also in the version after */
        {{HEAD "- lock the door\n- sign for it\n", HEAD "- sign for it\n",
          HEAD "- sign for it\n- burn old papers\n"},
         "1.1 1.1.b 1.1.c"},
        /* other order, other words */
        {{HEAD "- every key is kept in the safe\n- every loss is reported at once\n",
          HEAD "- every loss is reported at once to Estates\n- every key is kept in the safe\n"},
         "1.1 1.1.b 1.1.a"},
        /* a printed number is the identity, whatever it says */
        {{"1. RULES\n\n1.1 Keys are blue\n\n1.2 Doors shut\n",
          "1. RULES\n\n1.1 Nobody runs\n\n1.2 Doors shut\n"},
         "1.1 1.2"},
        /* a clause numbered anew takes its bullets with it, letters and all */
        {{HEAD "- lock it\n- sign it\n", "1. RULES\n\n1.2 The following rules apply:\n- never "
                                         "lend a key\n- lock it\n- sign it\n"},
         "1.2 1.2.c 1.2.a 1.2.b"},
        /* without numbers, paragraphs keep the place they were first given */
        {{"Purpose\n\nKeys are kept in a safe.\n\nLosses are reported at once.\n",
          "Purpose\n\nThis is new and says other things.\n\nKeys are kept in a safe.\n\nLosses are reported "
          "at once.\n"},
         "1.3 1.1 1.2"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ARENA_SCOPED arena = arena_new(ARENA_CAP);
        struct text got = identities(arena, cases[i].versions);
        if (!text_is(got, cases[i].expected))
            print_error("case %zu: got %.*s, expected %s\n", i, TEXT_ARGS(got), cases[i].expected);
        assert_true(text_is(got, cases[i].expected));
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {cmocka_unit_test(clauses_keep_their_identity)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
