#include "modules/policy/document.h"
#include "modules/policy/library.h"

#include "base/time.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

enum { ARENA_CAP = 64 * 1024 * 1024 };

static struct policy_document *read_text(struct arena *arena, const char *source)
{
    struct policy_document *document = NULL;
    const char *refused = document_read(arena, text_of(source), &document);
    if (refused)
        print_message("refused: %s\n", refused);
    assert_null(refused);
    return document;
}

static void assert_text(struct text got, const char *expected)
{
    if (!text_is(got, expected))
        print_error("got \"%.*s\", expected \"%s\"\n", TEXT_ARGS(got), expected);
    assert_true(text_is(got, expected));
}

static void refuses(void **state)
{
    (void)state;
    static const struct {
        struct text source;
        const char *says;
    } cases[] = {
        {TEXT(""), "empty"},
        {TEXT("\xef\xbb\xbf"), "empty"},
        {TEXT(" \n\r\n\t\n"), "empty"},
        {TEXT("1. A\n1.1 one\0two\n"), "zero bytes"},
        {TEXT("1.1 caf\xc3"), "UTF-8"},
        {TEXT("1.1 \xff\xfe"), "UTF-8"},
        {TEXT("%PDF-1.7\n"), "PDF"},
        {TEXT("PK\x03\x04 zip"), "word processor"},
        {TEXT("<!DOCTYPE html><p>Policy</p>"), "web page"},
        {TEXT("OFFICIAL\n\nOFFICIAL\n"), "No paragraph"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ARENA_SCOPED arena = arena_new(ARENA_CAP);
        struct policy_document *document = NULL;
        const char *refused = document_read(arena, cases[i].source, &document);
        assert_non_null(refused);
        assert_non_null(strstr(refused, cases[i].says));
        assert_null(document);
    }
}

static void refuses_what_is_too_large(void **state)
{
    (void)state;
    ARENA_SCOPED arena = arena_new(ARENA_CAP);
    struct policy_document *document = NULL;
    char *bytes = arena_alloc(arena, POLICY_FILE_MAX + 1);
    memset(bytes, 'a', POLICY_FILE_MAX + 1);
    assert_non_null(
        strstr(document_read(arena, (struct text){bytes, POLICY_FILE_MAX + 1}, &document), "4 MiB"));
    memset(bytes, '\n', POLICY_LINES_MAX + 1);
    bytes[POLICY_LINES_MAX] = 'a';
    assert_non_null(
        strstr(document_read(arena, (struct text){bytes, POLICY_LINES_MAX + 2}, &document), "100,000"));
}

static void names_every_clause(void **state)
{
    (void)state;
    static const struct {
        const char *source, *ids; /* in reading order */
    } cases[] = {
        {"1. ONE\n\n1.1. a\n\n- 1.2 b\n- x\n - y\n", "1.1 1.2 1.2.a 1.2.b"},
        {"1. ONE\n\n1.1 list:\n\n1. x\n2. y\n\n2. TWO\n\n2.1 b\n", "1.1 1.1.1 1.1.2 2.1"},
        {"1. One\n\n1.1 Sub\n\n1.1.1 a\n\n1.1.2 b\n", "1.1.1 1.1.2"},
        {"1. ONE\n\n1.1 a\n\n1.1 b\n\n1.1 c\n", "1.1 1.1-2 1.1-3"},
        {"1. ONE\n\n1.1 a:\n\n- x\n\nNOT PROTECTIVELY MARKED\n\n- y\n", "1.1 1.1.a 1.1.b"},
        {"Purpose\n\nFirst words here.\n\n- x\n- y\n\nSecond.\n\nScope\n\n- z\n", "1.1 1.1.a 1.1.b 1.2 2.a"},
        {"\xef\xbb\xbf"
         "1. ONE\r\n\r\n1.1 a\r\n",
         "1.1"},
        {"1.1 no heading\n1.2 b\n", "1.1 1.2"},
        {"Hello\n\nSome words that say a thing.\n\n1. ONE\n\n1.1 a\n", "front-1.1 1.1"},
        {"1. ONE\n\n1.1 a\n\n7.3 of another policy\n", "1.1 1.1.a"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ARENA_SCOPED arena = arena_new(ARENA_CAP);
        struct policy_document *document = read_text(arena, cases[i].source);
        struct buf ids = buf_in(arena);
        for (size_t j = 0; j < document->clause_count; j++)
            buf_format(&ids, "%s%.*s", j ? " " : "", TEXT_ARGS(document->clauses[j].id));
        assert_text(buf_text(&ids), cases[i].ids);
    }
}

static void letters(void **state)
{
    (void)state;
    static const struct {
        size_t n;
        const char *letters;
    } cases[] = {{0, "a"}, {25, "z"}, {26, "aa"}, {51, "az"}, {52, "ba"}, {701, "zz"}, {702, "aaa"}};
    ARENA_SCOPED arena = arena_new(ARENA_CAP);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_text(document_letters(arena, cases[i].n), cases[i].letters);
}

static void keeps_texts_word_for_word(void **state)
{
    (void)state;
    static const char source[] = "1. ONE\n\n1.1  Mispelt  **words** ,\n  and a second line\n\n"
                                 "- cut by a page\n\nOFFICIAL\n\nhalf way through\nand on.\n";
    ARENA_SCOPED arena = arena_new(ARENA_CAP);
    struct policy_document *document = read_text(arena, source);
    assert_int_equal(document->clause_count, 2);
    assert_text(document->clauses[0].text, "Mispelt  **words** ,\n  and a second line");
    assert_int_equal(document->clauses[0].first_line, 3);
    assert_int_equal(document->clauses[0].last_line, 4);
    assert_text(document->clauses[1].text, "cut by a page\nhalf way through\nand on.");
    assert_int_equal(document->clauses[1].last_line, 11);
    assert_int_equal(document->aside_count, 1);
    assert_int_equal(document->asides[0].kind, ASIDE_MARKING);
}

static void reads_document_control(void **state)
{
    (void)state;
    static const char source[] =
        "POLICY TITLE:\tKeys\nPOLICY REFERENCE NO:\tNF/1\nCurrent Version And Effective Date.\tVersion "
        "0.1\t2 March 15\n"
        "Review Date\tFebruary 2014\t\nColour\tBlue\n\n1. ONE\n\n1.1 a\n\n2. VERSION HISTORY\n\n"
        "Version\tDate\tReason for Change\tAmended/Agreed by.\n0.1\t2 March 15\tDraft\tA B/C D\n"
        "0.1\t27/04/2015\tApproved\t56408 Couchman";
    ARENA_SCOPED arena = arena_new(ARENA_CAP);
    struct policy_document *document = read_text(arena, source);
    assert_text(document->title, "Keys");
    assert_text(document->reference, "NF/1");
    assert_int_equal(document->control_count, 5);
    assert_text(document_control(document, CONTROL_VERSION)->second, "2 March 15");
    assert_text(document->controls[4].key, "Colour");
    assert_null(document_control(document, CONTROL_MARKING));
    assert_int_equal(document->version_count, 2);
    assert_text(document->versions[0].by, "A B/C D");
    assert_int_equal(document->versions[0].force_number.n, 0);
    assert_text(document->versions[1].force_number, "56408");
    assert_text(document->versions[1].person, "Couchman");
    assert_int_equal(document->versions[1].date.day, day_of((struct date){2015, 4, 27}));
}

static void reads_dates(void **state)
{
    (void)state;
    static const struct {
        const char *printed;
        bool known, month_only;
        struct date date;
    } cases[] = {
        {"29/12/2014", true, false, {2014, 12, 29}},
        {"29 Dec 2014", true, false, {2014, 12, 29}},
        {"2 March 15", true, false, {2015, 3, 2}},
        {"February 2011", true, true, {2011, 2, 1}},
        {"01.02.2019", true, false, {2019, 2, 1}},
        {"1 Sept 2020", true, false, {2020, 9, 1}},
        {"31/02/2020", false, false, {0, 0, 0}},
        {"soon", false, false, {0, 0, 0}},
        {"", false, false, {0, 0, 0}},
        {"12/2014", false, false, {0, 0, 0}},
        {"1/1/2014 or so", false, false, {0, 0, 0}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct document_date date = document_date(text_of(cases[i].printed));
        assert_int_equal(date.known, cases[i].known);
        assert_int_equal(date.month_only, cases[i].month_only);
        if (date.known)
            assert_int_equal(date.day, day_of(cases[i].date));
    }
}

static void finds_and_labels_clauses(void **state)
{
    (void)state;
    ARENA_SCOPED arena = arena_new(ARENA_CAP);
    struct policy_document *document =
        read_text(arena, "1. ONE\n\n1.1 a:\n- x\n- y\n\n1.2 b\n\n2. TWO\n\nWords only here.\n");
    const struct document_clause *clause = library_clause(document, TEXT("1.1(b)"));
    assert_non_null(clause);
    assert_text(clause->text, "y");
    assert_text(library_label(arena, document, clause), "1.1, bullet 2");
    assert_text(library_label(arena, document, library_next(document, clause)), "1.2");
    assert_ptr_equal(library_previous(document, &document->clauses[0]), NULL);
    assert_ptr_equal(library_next(document, &document->clauses[document->clause_count - 1]), NULL);
    assert_null(library_clause(document, TEXT("1.2.c")));
    assert_text(library_within(document, TEXT("1.2.c"))->id, "1.2");
    assert_text(library_within(document, TEXT("1.2b"))->id, "1.2");
    assert_text(library_within(document, TEXT("1.2-Head-a"))->id, "1.2");
    assert_null(library_within(document, TEXT("9.9")));
    assert_text(document_section(document, TEXT("2"))->heading, "TWO");
    assert_null(document_section(document, TEXT("")));
    document = read_text(arena, "1. ONE\n\n1)1 Numbered oddly\n\n1.1 b\n");
    for (size_t i = 0; i < document->clause_count; i++)
        assert_ptr_equal(library_clause(document, document->clauses[i].id), &document->clauses[i]);
}

static void writes_json(void **state)
{
    (void)state;
    ARENA_SCOPED arena = arena_new(ARENA_CAP);
    struct policy_document *document = read_text(arena, "Title\t\"Keys\"\n\nPurpose\n\nKeep keys, e.g.:\n");
    struct anomalies anomalies = anomaly_find(arena, document);
    struct text json = library_json(arena, document, &anomalies);
    assert_non_null(strstr(json.s, "\"title\":\"\\\"Keys\\\"\""));
    assert_non_null(strstr(json.s, "\"id\":\"1.1\""));
    assert_non_null(strstr(json.s, "\"kind\":\"lost_list\",\"clause\":\"1.1\",\"line\":5"));
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(refuses),
        cmocka_unit_test(refuses_what_is_too_large),
        cmocka_unit_test(names_every_clause),
        cmocka_unit_test(letters),
        cmocka_unit_test(keeps_texts_word_for_word),
        cmocka_unit_test(reads_document_control),
        cmocka_unit_test(reads_dates),
        cmocka_unit_test(finds_and_labels_clauses),
        cmocka_unit_test(writes_json),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
