#include "engine/test_force.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

struct bench b;

struct input text_input(const char *name, const char *value)
{
    return (struct input){.name = text_of(name), .kind = INPUT_TEXT, .text = text_of(value), .typed = true};
}

enum outcome run(struct command command)
{
    command_run(b.engine, b.arena, &command, &b.answer);
    return b.answer.outcome;
}

int64_t person(const char *username, const char *role)
{
    struct input inputs[] = {text_input("username", username), text_input("name", username)};
    assert_int_equal(run((struct command){.kind = COMMAND_PERSON_NEW, .inputs = inputs, .input_count = 2}),
                     OUTCOME_DONE);
    int64_t id = b.answer.record;
    struct command grant = {.kind = COMMAND_GRANT,
                            .person = text_of(username),
                            .role = text_of(role),
                            .from = INT64_MIN,
                            .to = INT64_MIN};
    assert_int_equal(run(grant), OUTCOME_DONE);
    return id;
}

int64_t at(const char *text)
{
    int64_t time = 0;
    assert_true(time_parse(text_of(text), &time));
    return time;
}

int set_up(void **state)
{
    (void)state;
    snprintf(b.dir, sizeof b.dir, "/tmp/reeve-test-XXXXXX");
    assert_non_null(mkdtemp(b.dir));
    snprintf(b.data, sizeof b.data, "%s/t.reeve", b.dir);
    char path[64];
    snprintf(path, sizeof path, "%s/force.rules", b.dir);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(rules, file);
    fclose(file);
    b.arena = arena_new(256 << 20);
    struct problems problems = {.arena = b.arena};
    struct text why;
    struct engine_options options = {.test_clock = true, .now = at("2026-06-01T09:00:00Z")};
    b.engine =
        engine_create(b.arena, b.data, b.dir, (struct text){0}, TEXT("admin"), options, &problems, &why);
    if (!b.engine)
        print_message("%s%.*s\n", problems_print(b.arena, &problems).s, TEXT_ARGS(why));
    assert_non_null(b.engine);
    b.ann = person("ann", "staff");
    b.bob = person("bob", "boss");
    b.cat = person("cat", "clerk");
    b.dan = person("dan", "staff");
    return 0;
}

int tear_down(void **state)
{
    (void)state;
    char command[64];
    engine_close(b.engine);
    arena_free(b.arena);
    snprintf(command, sizeof command, "rm -rf %s", b.dir);
    return system(command) == 0 ? 0 : -1;
}

void reopen(const char *now)
{
    struct text why = {0};
    struct engine_options options = {.test_clock = true, .now = now ? at(now) : 0};
    engine_close(b.engine);
    b.engine = engine_open(b.arena, b.data, options, &why);
    if (!b.engine)
        fail_msg("%.*s", TEXT_ARGS(why));
}

void meddle(const char *sql)
{
    struct store *store;
    struct text why;
    engine_close(b.engine);
    b.engine = NULL;
    assert_int_equal(store_open(b.arena, b.data, STORE_WRITE, &store, &why), STORE_OK);
    assert_true(conn_exec(store_writer(store), sql));
    store_close(store);
}

struct text open_job(int64_t actor, const char *name)
{
    struct input inputs[] = {text_input("name", name)};
    struct command command = {.kind = COMMAND_OPEN,
                              .actor = actor,
                              .register_name = TEXT("job"),
                              .inputs = inputs,
                              .input_count = 1};
    assert_int_equal(run(command), OUTCOME_DONE);
    return b.answer.number;
}

enum outcome edit(int64_t actor, struct text number, const char *field, const char *value)
{
    struct input inputs[] = {text_input(field, value)};
    return run((struct command){.kind = COMMAND_EDIT,
                                .actor = actor,
                                .register_name = TEXT("job"),
                                .number = number,
                                .inputs = inputs,
                                .input_count = 1});
}

enum outcome act(int64_t actor, struct text number, const char *action, const char *reason)
{
    return run((struct command){.kind = COMMAND_ACT,
                                .actor = actor,
                                .register_name = TEXT("job"),
                                .number = number,
                                .action = text_of(action),
                                .reason = text_of(reason)});
}

struct text ready_job(int64_t actor, const char *size)
{
    struct text number = open_job(actor, "A job");
    assert_int_equal(edit(actor, number, "size", size), OUTCOME_DONE);
    assert_int_equal(edit(actor, number, "owner", "dan"), OUTCOME_DONE);
    assert_int_equal(act(actor, number, "submit", ""), OUTCOME_DONE);
    return number;
}

struct text state_of(struct text number)
{
    struct view view;
    assert_true(view_open(&view, b.arena, b.engine, 0));
    struct record *record =
        world_find(view.world, rulebook_register(engine_rulebook(b.engine), TEXT("job")), number);
    struct text state = record->reg->states->values[record->state].name;
    view_close(&view);
    return state;
}

void assert_text(struct text text, const char *want)
{
    if (!text_is(text, want))
        fail_msg("got `%.*s`, want `%s`", TEXT_ARGS(text), want);
}
