/* Golden tests of mistakes: tests/rules/mistakes/NAME.rules is read with prelude.rules before it, and must
 * give exactly NAME.expected. A file that begins with `# whole` stands alone as force.rules. UPDATE=1 in the
 * environment writes the expected files anew: read the difference before keeping it. */
#include <assert.h>
#include <dirent.h>
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "rules/load.h"

static const char *tests_dir;
static const char *example_dir;

static void close_file(FILE **file)
{
    if (*file)
        fclose(*file);
}

static bool read_file(struct arena *arena, struct text path, struct text *out)
{
    __attribute__((cleanup(close_file))) FILE *file = fopen(path.s, "rb");
    if (!file)
        return false;
    char *bytes = arena_alloc(arena, 1 << 20);
    *out = (struct text){bytes, fread(bytes, 1, 1 << 20, file)};
    return true;
}

static void write_file(struct text path, struct text text)
{
    __attribute__((cleanup(close_file))) FILE *file = fopen(path.s, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(text.s, 1, text.n, file), text.n);
}

static struct text load_mistake(struct arena *arena, const char *name)
{
    struct source_file sources[2] = {{.name = TEXT("force.rules")}, {.name = TEXT("mistake.rules")}};
    struct problems problems = {.arena = arena};
    size_t count = 2;
    assert_true(read_file(arena, arena_format(arena, "%s/prelude.rules", tests_dir), &sources[0].text));
    assert_true(
        read_file(arena, arena_format(arena, "%s/mistakes/%s.rules", tests_dir, name), &sources[1].text));
    if (text_starts(sources[1].text, TEXT("# whole"))) {
        sources[0].text = sources[1].text;
        count = 1;
    }
    struct rulebook *rulebook = rulebook_load_sources(arena, sources, count, &problems);
    assert_int_equal(rulebook == NULL, problems.count > 0);
    return problems_print(arena, &problems);
}

/* True when it gives what is expected. */
static bool check_mistake(const char *name)
{
    ARENA_SCOPED arena = arena_new(64 << 20);
    struct text printed = load_mistake(arena, name), expected = {0};
    struct text path = arena_format(arena, "%s/mistakes/%s.expected", tests_dir, name);
    if (getenv("UPDATE"))
        write_file(path, printed);
    if (read_file(arena, path, &expected) && text_eq(expected, printed))
        return true;
    print_error("%s: expected\n%.*sbut got\n%.*s", name, TEXT_ARGS(expected), TEXT_ARGS(printed));
    return false;
}

static int rules_only(const struct dirent *entry)
{
    return text_ends(text_of(entry->d_name), TEXT(".rules"));
}

static void test_mistakes(void **state)
{
    (void)state;
    ARENA_SCOPED arena = arena_new(1 << 20);
    struct dirent **entries;
    int count = scandir(arena_format(arena, "%s/mistakes", tests_dir).s, &entries, rules_only, alphasort);
    int wrong = 0;
    for (int i = 0; i < count; i++) {
        struct text name = text_of(entries[i]->d_name);
        name.n -= strlen(".rules");
        wrong += !check_mistake(arena_string(arena, name));
        free(entries[i]);
    }
    free(entries);
    assert_true(count >= 150);
    assert_int_equal(wrong, 0);
}

static void test_example(void **state)
{
    (void)state;
    ARENA_SCOPED arena = arena_new(64 << 20);
    struct problems problems = {.arena = arena};
    struct rulebook *rulebook = rulebook_load_dir(arena, example_dir, &problems);
    struct text printed = problems_print(arena, &problems);
    if (!rulebook)
        fail_msg("%.*s", TEXT_ARGS(printed));
    const struct reg *change = rulebook_register(rulebook, TEXT("change"));
    assert_non_null(change);
    assert_int_equal(change->field_count, 17);
    assert_int_equal(change->states->count, 9);
    assert_int_equal(change->create->ask_count, 9);
    assert_int_equal(reg_action(change, TEXT("complete"))->tell_count, 2);
    assert_true(reg_action(change, TEXT("approve"))->needs[3].names_actor);
    assert_false(reg_action(change, TEXT("approve"))->needs[0].names_actor);
    assert_string_equal(reg_action(change, TEXT("approve"))->needs[4].waiver->name.s, "exception");
}

/* tests/rules/whole says everything the language can say. */
static void test_whole(void **state)
{
    (void)state;
    ARENA_SCOPED arena = arena_new(64 << 20);
    struct problems problems = {.arena = arena};
    struct rulebook *rulebook =
        rulebook_load_dir(arena, arena_format(arena, "%s/whole", tests_dir).s, &problems);
    struct text printed = problems_print(arena, &problems);
    if (!rulebook)
        fail_msg("%.*s", TEXT_ARGS(printed));
    assert_int_equal(rulebook->source_count, 2);
    assert_int_equal(rulebook->choices[0]->count, 2); /* person_kind, declared again */
    const struct matrix *worst = rulebook->matrices[0];
    assert_int_equal(worst->cells[0].i, 0); /* the row of low, which stands last */
    assert_int_equal(worst->cells[6].i, 2);
    const struct board *cab = rulebook_board(rulebook, TEXT("cab"));
    assert_int_equal(cab->quorum, 2);
    assert_int_equal(cab->cites.count, 4);
    assert_int_equal(rulebook->admit_count, 2);
    const struct reg *change = rulebook_register(rulebook, TEXT("change"));
    assert_int_equal(change->create->ask_count, 3);
    assert_int_equal(reg_action(change, TEXT("finish"))->void_to, 1);
    assert_int_equal(reg_action(change, TEXT("both"))->by_count, 3);
    const struct expr *score = reg_field(change, TEXT("points"))->computed->args[0]->args[0];
    assert_int_equal(score->kind, EXPR_MATRIX); /* its arguments put into the order of rows and columns */
    assert_string_equal(score->args[0]->path.steps[0].field->name.s, "impact");
}

/* A folder that is not there, and sources that are no rulebook. */
static void test_not_rulebooks(void **state)
{
    (void)state;
    static char large[RULEBOOK_FILE_MAX + 1];
    memset(large, ' ', sizeof large);
    static const char binary[] = "\x7f"
                                 "ELF\0\1\2";
    const struct {
        struct text text;
        const char *said;
    } rows[] = {
        {TEXT(""), "force.rules: there is no `rulebook"},
        {{binary, sizeof binary}, "force.rules: this is not text: it contains NUL bytes\n"},
        {TEXT("rulebook \"\xff\""), "force.rules: this is not text in UTF-8: save it as UTF-8\n"},
        {{large, sizeof large}, "force.rules: the file is too large: at most 4 MB\n"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        ARENA_SCOPED arena = arena_new(64 << 20);
        struct problems problems = {.arena = arena};
        struct source_file source = {TEXT("force.rules"), rows[i].text};
        assert_null(rulebook_load_sources(arena, &source, 1, &problems));
        struct text printed = problems_print(arena, &problems);
        if (!text_starts(printed, text_of(rows[i].said)))
            fail_msg("row %zu: %.*s", i, TEXT_ARGS(printed));
    }
    ARENA_SCOPED arena = arena_new(64 << 20);
    struct problems problems = {.arena = arena};
    assert_null(rulebook_load_dir(arena, "/nowhere/at/all", &problems));
    assert_true(problems.count > 0);
}

static void test_where(void **state)
{
    (void)state;
    ARENA_SCOPED arena = arena_new(64 << 20);
    struct problems problems = {.arena = arena};
    struct rulebook *rulebook = rulebook_load_dir(arena, example_dir, &problems);
    const struct {
        const char *text, *said; /* said NULL: good */
    } rows[] = {
        {"impact = low", NULL},
        {"this.impact > low and not (state in (draft, closed))", NULL},
        {"requester is actor or owner.department = \"ICT\"", NULL},
        {"any services (class = hardware and count needs > 2)", NULL},
        {"exists exception (subject is this and until > today + 2 weeks)", NULL},
        {"done approve since submit and approve.time > now - 3 working days", NULL},
        {"created < 2026-11-22", NULL},
        {"", "where:1:1: a value should stand here, but nothing follows"},
        {"impact = lo", "where:1:10: `lo` is neither a field here nor one of low, medium, high"},
        {"impact = low impact", "where:1:14: the end, `and` or `or` should stand here, not `impact`"},
        {"impakt = low", "where:1:1: change has no field `impakt`"},
        {"summary", "where:1:1: a test is wanted here"},
        {"impact = low; drop", "where:1:13: `;` means nothing here"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct problems said = {.arena = arena};
        struct expr *expr = rulebook_parse_where(arena, rulebook, rulebook_register(rulebook, TEXT("change")),
                                                 text_of(rows[i].text), &said);
        struct text printed = problems_print(arena, &said);
        if (rows[i].said ? expr || !text_starts(printed, text_of(rows[i].said)) : !expr)
            fail_msg("%s: %.*s", rows[i].text, TEXT_ARGS(printed));
    }
}

/* Ten levels of quantifier are taken, eleven are not; 200 brackets are, 201 are not. */
static void test_depth(void **state)
{
    (void)state;
    ARENA_SCOPED arena = arena_new(64 << 20);
    struct problems problems = {.arena = arena};
    struct rulebook *rulebook = rulebook_load_dir(arena, example_dir, &problems);
    const struct reg *change = rulebook_register(rulebook, TEXT("change"));
    for (size_t levels = 1; levels <= 300; levels++) {
        struct buf nested = buf_in(arena), brackets = buf_in(arena);
        struct problems said = {.arena = arena}, also = {.arena = arena};
        for (size_t i = 0; i < levels; i++) {
            buf_puts(&nested, "exists change (");
            buf_char(&brackets, '(');
        }
        buf_puts(&nested, "impact = low");
        buf_puts(&brackets, "impact = low");
        for (size_t i = 0; i < levels; i++) {
            buf_char(&nested, ')');
            buf_char(&brackets, ')');
        }
        assert_int_equal(rulebook_parse_where(arena, rulebook, change, buf_text(&nested), &said) != NULL,
                         levels <= 10);
        assert_int_equal(rulebook_parse_where(arena, rulebook, change, buf_text(&brackets), &also) != NULL,
                         levels < 200);
        assert_true(said.count <= 1 && also.count <= 1);
    }
}

int main(int argc, char **argv)
{
    assert(argc == 3);
    tests_dir = argv[1];
    example_dir = argv[2];
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_mistakes), cmocka_unit_test(test_example), cmocka_unit_test(test_not_rulebooks),
        cmocka_unit_test(test_whole),    cmocka_unit_test(test_where),   cmocka_unit_test(test_depth),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
