#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "engine/rebuild.h"
#include "modules/policy/library.h"
#include "modules/policy/shelf.h"

static const char *rulebook_dir, *policy_file;

static struct text read_file(struct arena *arena, const char *path)
{
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    char *bytes = arena_alloc(arena, POLICY_FILE_MAX);
    size_t n = fread(bytes, 1, POLICY_FILE_MAX, file);
    fclose(file);
    return (struct text){bytes, n};
}

static size_t versions_of(struct engine *engine, struct arena *arena, struct text reference)
{
    struct view view;
    assert_true(view_open(&view, arena, engine, 0));
    struct shelf_entry *entry = policy_shelf_find(view.world, reference);
    size_t versions = entry ? entry->versions : 0;
    if (entry)
        assert_true(entry->document->clause_count > 0);
    view_close(&view);
    return versions;
}

/* The identities of the clauses of the latest version, as they stand. */
static struct text identities(struct engine *engine, struct arena *arena, struct text reference)
{
    struct view view;
    struct buf out = buf_in(arena);
    assert_true(view_open(&view, arena, engine, 0));
    const struct policy_document *document = policy_shelf_find(view.world, reference)->document;
    for (size_t i = 0; i < document->clause_count; i++)
        buf_format(&out, "%s%.*s", i ? " " : "", TEXT_ARGS(document->clauses[i].id));
    view_close(&view);
    return buf_text(&out);
}

/* docs/policies.md, "Identities": a letter stays with what it was given to, through every version. */
static void letters_stay(struct engine *engine, struct arena *arena)
{
    static const char *const versions[] = {"- lock the door\n- sign for it\n", "- sign for it\n",
                                           "- burn old papers\n- sign for it\n"};
    struct text why;
    bool imported;
    for (size_t i = 0; i < 3; i++) {
        struct text source =
            arena_format(arena, "1. RULES\n\n1.1 The following rules apply:\n%s", versions[i]);
        assert_true(policy_shelf_import(engine, arena, source, TEXT("X/1"), 0, &imported, &why));
    }
    assert_string_equal(identities(engine, arena, TEXT("X/1")).s, "1.1 1.1.c 1.1.b");
}

static void a_document_is_kept_and_found_again(void **state)
{
    (void)state;
    char dir[] = "/tmp/reeve-shelf-XXXXXX", data[64], command[64];
    assert_non_null(mkdtemp(dir));
    snprintf(data, sizeof data, "%s/t.reeve", dir);
    ARENA_SCOPED arena = arena_new(256 << 20);
    struct problems problems = {.arena = arena};
    struct text why, source = read_file(arena, policy_file);
    bool imported;
    hooks_add(&policy_hook);
    struct engine *engine = engine_create(arena, data, rulebook_dir, (struct text){0}, TEXT("admin"),
                                          (struct engine_options){0}, &problems, &why);
    assert_non_null(engine);
    assert_true(policy_shelf_import(engine, arena, source, TEXT("NF/14"), 0, &imported, &why));
    assert_true(imported);
    assert_true(policy_shelf_import(engine, arena, source, TEXT("NF/14"), 0, &imported, &why));
    assert_false(imported);
    assert_int_equal(versions_of(engine, arena, TEXT("nf-14")), 1);
    struct text changed = arena_format(arena, "%.*s\n", TEXT_ARGS(source));
    assert_true(policy_shelf_import(engine, arena, changed, TEXT("NF/14"), 0, &imported, &why));
    assert_int_equal(versions_of(engine, arena, TEXT("NF/14")), 2);
    assert_true(engine_rebuild(engine, arena, &why));
    assert_int_equal(versions_of(engine, arena, TEXT("NF/14")), 2);
    assert_false(policy_shelf_import(engine, arena, TEXT("\x00\x01"), TEXT("X"), 0, &imported, &why));
    assert_true(why.n > 10);
    letters_stay(engine, arena);
    engine_close(engine);
    snprintf(command, sizeof command, "rm -rf %s", dir);
    assert_int_equal(system(command), 0);
}

int main(int argc, char **argv)
{
    if (argc < 3)
        return 2;
    rulebook_dir = argv[1];
    policy_file = argv[2];
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_document_is_kept_and_found_again)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
