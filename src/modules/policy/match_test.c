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

/* Each new clause as ANCHOR (= the same, ~ changed, + new); then the old ones that are gone. */
static struct text matched(struct arena *arena, const char *old_source, const char *new_source)
{
    struct policy_document *old = read_text(arena, old_source), *new = read_text(arena, new_source);
    struct document_match match = match_documents(arena, old, new);
    struct buf out = buf_in(arena);
    assert_int_equal(match.count, new->clause_count);
    for (size_t i = 0; i < match.count; i++)
        buf_format(&out, "%s%.*s%c", i ? " " : "", TEXT_ARGS(match.clauses[i].anchor),
                   "+=~"[match.clauses[i].kind]);
    for (size_t i = 0; i < match.gone_count; i++)
        buf_format(&out, " gone:%.*s", TEXT_ARGS(old->clauses[match.gone[i]].id));
    return buf_text(&out);
}

static void keeps_anchors(void **state)
{
    (void)state;
    static const struct {
        const char *old, *new, *expected;
    } cases[] = {
        /* nothing changed */
        {HEAD "- lock it\n- sign it\n", HEAD "- lock it\n- sign it\n", "1.1= 1.1.a= 1.1.b="},
        /* a bullet put in between moves no letter */
        {HEAD "- lock it\n- sign it\n", HEAD "- lock it\n- never lend a key\n- sign it\n",
         "1.1= 1.1.a= 1.1.c+ 1.1.b="},
        /* one taken out leaves its letter unused, also by a new one */
        {HEAD "- lock the door\n- sign for it\n- keep the book\n", HEAD "- sign for it\n- burn old papers\n",
         "1.1= 1.1.b= 1.1.d+ gone:1.1.a gone:1.1.c"},
        /* other order, other words */
        {HEAD "- every key is kept in the safe\n- every loss is reported at once\n",
         HEAD "- every loss is reported at once to Estates\n- every key is kept in the safe\n",
         "1.1= 1.1.b~ 1.1.a="},
        /* a printed number is the identity, whatever it says */
        {"1. RULES\n\n1.1 Keys are blue\n\n1.2 Doors shut\n",
         "1. RULES\n\n1.1 Nobody runs\n\n1.2 Doors shut\n", "1.1~ 1.2="},
        /* without numbers, paragraphs keep the place they were first given */
        {"Purpose\n\nKeys are kept in a safe.\n\nLosses are reported at once.\n",
         "Purpose\n\nThis is new and says other things.\n\nKeys are kept in a safe.\n\nLosses are reported "
         "at once.\n",
         "1.3+ 1.1= 1.2="},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ARENA_SCOPED arena = arena_new(ARENA_CAP);
        struct text got = matched(arena, cases[i].old, cases[i].new);
        if (!text_is(got, cases[i].expected))
            print_error("case %zu: got %.*s, expected %s\n", i, TEXT_ARGS(got), cases[i].expected);
        assert_true(text_is(got, cases[i].expected));
    }
}

static void measures_likeness(void **state)
{
    (void)state;
    ARENA_SCOPED arena = arena_new(ARENA_CAP);
    assert_int_equal(match_similarity(arena, TEXT("a b c d"), TEXT("D, c b! A")), 100);
    assert_int_equal(match_similarity(arena, TEXT("a b c d"), TEXT("a b x y")), 50);
    assert_int_equal(match_similarity(arena, TEXT("a b"), TEXT("x y")), 0);
    assert_int_equal(match_similarity(arena, TEXT(""), TEXT("")), 100);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(keeps_anchors),
        cmocka_unit_test(measures_likeness),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
