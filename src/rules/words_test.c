/* Golden tests of rules in words. tests/rules/explain/NAME.rules, read with that folder's prelude.rules
 * before it, begins with `# ROLE` and must be explained as NAME.expected says; tests/rules/diff/NAME.rules
 * holds two rulebooks, about a line `# becomes`, and their differences must be as NAME.expected says.
 * UPDATE=1 in the environment writes the expected files anew: read the difference before keeping it. */
#include <assert.h>
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "rules/diff.h"
#include "rules/explain.h"
#include "rules/load.h"
#include "rules/words.h"

enum { FILE_MAX = 1 << 20, ARENA_CAP = 256 << 20 };

static const char *tests_dir;

static void close_file(FILE **file)
{
    if (*file)
        fclose(*file);
}

static struct text read_file(struct arena *arena, struct text path)
{
    __attribute__((cleanup(close_file))) FILE *file = fopen(path.s, "rb");
    char *bytes = arena_alloc(arena, FILE_MAX);
    return (struct text){bytes, file ? fread(bytes, 1, FILE_MAX, file) : 0};
}

static void write_file(struct text path, struct text text)
{
    __attribute__((cleanup(close_file))) FILE *file = fopen(path.s, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(text.s, 1, text.n, file), text.n);
}

/* The prelude of the folder with one more file. */
static struct rulebook *load_with(struct arena *arena, const char *folder, struct source_file more)
{
    struct source_file sources[] = {
        {TEXT("force.rules"),
         read_file(arena, arena_format(arena, "%s/%s/prelude.rules", tests_dir, folder))},
        more};
    struct problems problems = {.arena = arena};
    struct rulebook *rulebook = rulebook_load_sources(arena, sources, 2, &problems);
    if (!rulebook)
        fail_msg("%s: %s", folder, problems_print(arena, &problems).s);
    return rulebook;
}

static int rules_only(const struct dirent *entry)
{
    return text_ends(text_of(entry->d_name), TEXT(".rules")) && strcmp(entry->d_name, "prelude.rules") != 0;
}

/* Every case of a folder against what is expected of it. */
static void check_folder(const char *folder, size_t least,
                         struct text (*give)(struct arena *arena, const char *folder, struct text source))
{
    ARENA_SCOPED paths = arena_new(1 << 20);
    struct dirent **entries;
    int count = scandir(arena_format(paths, "%s/%s", tests_dir, folder).s, &entries, rules_only, alphasort);
    int wrong = 0;
    for (int i = 0; i < count; i++) {
        ARENA_SCOPED arena = arena_new(ARENA_CAP);
        struct text path = arena_format(arena, "%s/%s/%s", tests_dir, folder, entries[i]->d_name);
        struct text given = give(arena, folder, read_file(arena, path));
        path = arena_format(arena, "%.*s.expected", (int)(path.n - strlen(".rules")), path.s);
        if (getenv("UPDATE"))
            write_file(path, given);
        struct text expected = read_file(arena, path);
        if (!text_eq(expected, given)) {
            print_error("%s: expected\n%.*sbut got\n%.*s", path.s, TEXT_ARGS(expected), TEXT_ARGS(given));
            wrong++;
        }
        free(entries[i]);
    }
    free(entries);
    assert_true(count >= (int)least);
    assert_int_equal(wrong, 0);
}

/* ---- explain ---- */

static struct text explained(struct arena *arena, const char *folder, struct text source)
{
    struct rulebook *rulebook = load_with(arena, folder, (struct source_file){TEXT("role.rules"), source});
    struct text rest = source, first = text_cut(&rest, '\n');
    const struct role *role = rulebook_role(rulebook, (struct text){first.s + 2, first.n - 2});
    assert_non_null(role);
    struct known known = {.roles = &role, .role_count = 1};
    struct explanation explanation = explain(arena, rulebook, &known);
    return explain_print(arena, rulebook, role, &explanation);
}

static void explains_roles(void **state)
{
    (void)state;
    check_folder("explain", 8, explained);
}

/* ---- diff ---- */

static struct text different(struct arena *arena, const char *folder, struct text source)
{
    static const char border[] = "# becomes\n";
    const char *at = memmem(source.s, source.n, border, strlen(border));
    assert_non_null(at);
    size_t first = (size_t)(at - source.s), second = first + strlen(border);
    struct source_file before = {TEXT("role.rules"), {source.s, first}},
                       after = {TEXT("role.rules"), {source.s + second, source.n - second}};
    struct diff diff =
        rulebook_diff(arena, load_with(arena, folder, before), load_with(arena, folder, after));
    return diff_print(arena, &diff);
}

static void compares_rulebooks(void **state)
{
    (void)state;
    check_folder("diff", 50, different);
}

/* A real rulebook says the same as itself, and as its canonical form read again. */
static void finds_nothing_where_nothing_changed(void **state)
{
    (void)state;
    static const char *const folders[] = {"rulebooks/west-midlands", "rulebooks/dyfed-powys",
                                          "rulebooks/metropolitan", "tests/rules/whole"};
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        ARENA_SCOPED arena = arena_new(ARENA_CAP);
        struct problems problems = {.arena = arena};
        char *dir = arena_string(arena, arena_format(arena, "%s/../../%s", tests_dir, folders[i]));
        struct rulebook *one = rulebook_load_dir(arena, dir, &problems);
        assert_non_null(one);
        struct source_file printed = {TEXT("force.rules"), rulebook_print(arena, one)};
        struct rulebook *again = rulebook_load_sources(arena, &printed, 1, &problems);
        assert_non_null(again);
        struct diff diff = rulebook_diff(arena, one, again);
        if (diff.count)
            fail_msg("%s: %s", folders[i], diff_print(arena, &diff).s);
    }
}

/* Replaces the first `from` in any of the sources. */
static void edit_sources(struct arena *arena, struct source_file *sources, size_t count, const char *from,
                         const char *to)
{
    for (size_t i = 0; i < count; i++) {
        struct text text = sources[i].text;
        const char *at = memmem(text.s, text.n, from, strlen(from));
        if (!at)
            continue;
        struct buf edited = buf_in(arena);
        buf_put(&edited, (struct text){text.s, (size_t)(at - text.s)});
        buf_puts(&edited, to);
        buf_puts(&edited, at + strlen(from));
        sources[i].text = buf_text(&edited);
        return;
    }
    fail_msg("nowhere: %s", from);
}

/* West Midlands with changes that its policy owner might make. */
static void tells_changes_of_a_real_rulebook(void **state)
{
    (void)state;
    static const char *const rows[][3] = {
        {"every  2 working days until updated", "every  3 working days until updated",
         "Keep current, due: now every 3 working days until it is updated; was every 2 working days"},
        {"retain   2 years after entered withdrawn", "retain   3 years after entered withdrawn",
         "Kept for 3 years after the time it became Withdrawn"},
        {"need owner given else \"Name the owner first\"", "need true else \"Name the owner first\"",
         "Start, \"Name the owner first\": now in every case; was when Owner is given"},
        {"role auditor                \"Auditor\"", "role auditor \"Internal auditor\"",
         "Internal auditor: is now called so, was Auditor"},
    };
    enum { ROWS = sizeof rows / sizeof *rows };
    ARENA_SCOPED arena = arena_new(ARENA_CAP);
    struct problems problems = {.arena = arena};
    char *dir = arena_string(arena, arena_format(arena, "%s/../../rulebooks/west-midlands", tests_dir));
    struct rulebook *before = rulebook_load_dir(arena, dir, &problems);
    assert_non_null(before);
    struct source_file *sources = ARENA_ARRAY(arena, struct source_file, before->source_count);
    for (size_t i = 0; i < before->source_count; i++)
        sources[i] =
            (struct source_file){before->sources[i].name, arena_text(arena, before->sources[i].text)};
    for (size_t i = 0; i < ROWS; i++)
        edit_sources(arena, sources, before->source_count, rows[i][0], rows[i][1]);
    struct rulebook *after = rulebook_load_sources(arena, sources, before->source_count, &problems);
    assert_non_null(after);
    struct diff diff = rulebook_diff(arena, before, after);
    struct text said = diff_print(arena, &diff);
    for (size_t i = 0; i < ROWS; i++)
        if (!memmem(said.s, said.n, rows[i][2], strlen(rows[i][2])))
            fail_msg("not said: %s\n%.*s", rows[i][2], TEXT_ARGS(said));
    assert_int_equal(diff.count, ROWS + 1); /* a retention comes and goes */
}

/* ---- tests in words ---- */

static const char WORDS_REGISTER[] =
    "register job \"Job\" \"Jobs\" { number \"J-{n}\" title name field name line required field due date "
    "field a flag \"First\" field b flag field n number \"Number of users\" field owner person "
    "field tags many one of x \"Tag X\", y label \"Tags\" field next job field begins time field ends time "
    "calendar begins to ends where state = open states open, shut final shut create by actor given "
    "read by actor given edit due, a, b, n, owner, tags, next, begins, ends in open by actor given "
    "action close \"Close it\" { from open to shut by actor given } }\n";

static void check_words(const char *const (*rows)[2], size_t count,
                        struct text (*words)(struct arena *arena, const struct expr *test))
{
    ARENA_SCOPED arena = arena_new(ARENA_CAP);
    struct rulebook *rulebook =
        load_with(arena, "explain", (struct source_file){TEXT("role.rules"), text_of(WORDS_REGISTER)});
    const struct reg *job = rulebook_register(rulebook, TEXT("job"));
    for (size_t i = 0; i < count; i++) {
        struct problems problems = {.arena = arena};
        struct expr *test = rulebook_parse_where(arena, rulebook, job, text_of(rows[i][0]), &problems);
        if (!test)
            fail_msg("%s: %s", rows[i][0], problems_print(arena, &problems).s);
        assert_string_equal(words(arena, test).s, rows[i][1]);
    }
}

static void says_tests(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"a", "First is yes"},
        {"not a", "First is not yes"},
        {"a and not (b or n > 3)", "First is yes and (B is not yes and Number of users is not above 3)"},
        {"n <= -4 or due missing", "Number of users is at most -4 or Due is missing"},
        {"due < today + 3 working days", "Due is before 3 working days after today"},
        {"state in (open, shut)", "State is Open or Shut"},
        {"not (state in (open, shut))", "State is neither Open nor Shut"},
        {"state != open", "State is other than Open"},
        {"owner is actor", "they are Owner in person"},
        {"actor is not owner", "they are not Owner"},
        {"owner is creator", "Owner is whoever opened it"},
        {"owner is actor personally", "they are Owner in person"},
        {"actor is owner or actor is creator or a", "they are Owner or whoever opened it or First is yes"},
        {"a and (actor is owner or actor is creator)",
         "First is yes and they are Owner or whoever opened it"},
        {"not (actor is owner or actor has staff or actor is creator or actor has boss)",
         "they are neither Owner nor whoever opened it and they hold neither the role Staff nor Boss"},
        {"actor has head for north since 2 years personally",
         "they hold the role Head for North, for at least 2 years in person"},
        {"owner has staff", "Owner holds the role Staff"},
        {"actor manages owner", "they manage Owner"},
        {"not (owner manages actor)", "Owner does not manage them"},
        {"actor sits on panel", "they sit on Panel"},
        {"absent boss", "everyone who holds the role Boss is away"},
        {"tags includes x", "Tags includes Tag X"},
        {"any tags as t (t = x)", "at least one of Tags is such that (t is Tag X)"},
        {"overlaps job (any tags as t (this.tags includes t))",
         "it shares time with a record of Job such that (this record's Tags includes at least one of its "
         "Tags)"},
        {"no tags as t (this.tags includes t)", "Tags includes none of Tags"},
        {"not (all tags as t (this.tags includes t))", "Tags does not include every one of Tags"},
        {"not (any tags as t (t = x))", "none of Tags is such that (t is Tag X)"},
        {"exists job (next is this and n > this.n)",
         "there is a record of Job such that (its Next is this record and its Number of users is above this "
         "record's Number of users)"},
        {"count job (owner is this.owner) > 3",
         "the number of Jobs for which (its Owner is this record's Owner) is above 3"},
        {"done close since close", "\"Close it\" is done since \"Close it\""},
        {"close.actor is owner", "whoever did \"Close it\" is Owner"},
        {"same due, n as next", "Due and Number of users are the same as of Next"},
        {"weekday(due) in (friday, saturday)", "Due is on Friday or Saturday"},
        {"holiday(begins to ends)", "Begins to Ends is on a holiday"},
        {"clock(begins) between 22:00 and 06:00", "Begins is between 22:00 and 06:00"},
        {"overlaps job (state = open)", "it shares time with a record of Job such that (its State is Open)"},
        {"latest(begins, ends) > now", "the latest of Begins, Ends is after now"},
        {"workdays(due, today) >= 1", "the working days from Due to today is at least 1"},
        {"entered shut < next panel", "the time it became Shut is before the next meeting of Panel"},
        {"next.owner.manager given", "Manager of Owner of Next is given"},
        {"actor.kind = supplier", "their Kind is Supplier"},
        {"true", "always"},
    };
    check_words(rows, sizeof rows / sizeof *rows, words_test);
}

static void says_to_whoever_acts(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"actor is not owner", "you are not Owner"},
        {"not (actor is owner or actor has staff)", "you are not Owner and you do not hold the role Staff"},
        {"actor manages owner and not (owner manages actor)",
         "you manage Owner and Owner does not manage you"},
        {"actor.kind = supplier", "your Kind is Supplier"},
        {"exists job (owner is actor)", "there is a record of Job such that (you are its Owner in person)"},
    };
    check_words(rows, sizeof rows / sizeof *rows, words_test_to_actor);
}

int main(int argc, char **argv)
{
    assert(argc == 2);
    tests_dir = argv[1];
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(says_tests),
        cmocka_unit_test(says_to_whoever_acts),
        cmocka_unit_test(explains_roles),
        cmocka_unit_test(compares_rulebooks),
        cmocka_unit_test(finds_nothing_where_nothing_changed),
        cmocka_unit_test(tells_changes_of_a_real_rulebook),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
