#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>
#include <sodium.h>
#include <string.h>

#include "engine/command.h"
#include "identity/secret.h"
#include "identity/service.h"

static const char rulebook[] =
    "rulebook \"Testshire\" { version \"1\" from 2026-01-01 timezone \"Europe/London\" "
    "holidays none working monday to friday 08:00 to 18:00 }\n"
    "extend person { admit not (kind = contractor) else \"Contractors come in by the gate\" cite none "
    "\"test\" }\n";

struct force {
    struct arena *arena;
    struct engine *engine;
    struct identity *identity;
    char dir[32];
    int64_t admin;
};

static int64_t clock_start(void)
{
    int64_t now;
    assert_true(time_parse(TEXT("2026-11-02T09:00:00Z"), &now));
    return now;
}

static int set_up(void **state)
{
    struct force *force = calloc(1, sizeof *force);
    strcpy(force->dir, "/tmp/reeve-identity-XXXXXX");
    assert_non_null(mkdtemp(force->dir));
    force->arena = arena_new(64 << 20);
    struct text file = arena_format(force->arena, "%s/force.rules", force->dir);
    FILE *out = fopen(file.s, "w");
    assert_non_null(out);
    fputs(rulebook, out);
    fclose(out);
    struct problems problems = {.arena = force->arena};
    struct text why, data = arena_format(force->arena, "%s/data", force->dir);
    force->engine =
        engine_create(force->arena, data.s, force->dir, (struct text){0}, TEXT("ann.archer"),
                      (struct engine_options){.test_clock = true, .now = clock_start()}, &problems, &why);
    if (!force->engine)
        print_error("%.*s%s\n", TEXT_ARGS(why), problems_print(force->arena, &problems).s);
    assert_non_null(force->engine);
    assert_true(identity_create(force->engine));
    force->identity = identity_open(force->engine);
    assert_non_null(force->identity);
    force->admin = 1;
    *state = force;
    return 0;
}

static int tear_down(void **state)
{
    struct force *force = *state;
    identity_close(force->identity);
    engine_discard(force->engine);
    char command[64];
    snprintf(command, sizeof command, "rm -rf '%s'", force->dir);
    assert_int_equal(system(command), 0);
    arena_free(force->arena);
    free(force);
    return 0;
}

/* ---- waiting for what other threads do ---- */

struct wait {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    bool done;
};

static void wake(void *context)
{
    struct wait *wait = context;
    pthread_mutex_lock(&wait->lock);
    wait->done = true;
    pthread_cond_signal(&wait->changed);
    pthread_mutex_unlock(&wait->lock);
}

static void sleep_until(struct wait *wait)
{
    pthread_mutex_lock(&wait->lock);
    while (!wait->done)
        pthread_cond_wait(&wait->changed, &wait->lock);
    pthread_mutex_unlock(&wait->lock);
}

static struct sign_in sign_in(struct force *force, const char *username, struct text password)
{
    struct wait wait = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, false};
    struct sign_in request = {.arena = force->arena,
                              .username = text_of(username),
                              .password = password,
                              .peer = TEXT("127.0.0.1"),
                              .done = wake,
                              .context = &wait};
    identity_sign_in(force->identity, &request);
    sleep_until(&wait);
    return request;
}

static struct new_password set_password(struct force *force, struct caller caller, struct text old,
                                        const char *chosen)
{
    struct wait wait = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, false};
    struct new_password request = {.arena = force->arena,
                                   .caller = caller,
                                   .old = old,
                                   .chosen = text_of(chosen),
                                   .done = wake,
                                   .context = &wait};
    identity_set_password(force->identity, &request);
    sleep_until(&wait);
    return request;
}

static enum caller_status who(struct force *force, struct text cookie, struct caller *caller)
{
    VIEW_SCOPED view = {0};
    assert_true(view_open(&view, force->arena, force->engine, 0));
    return identity_session(view.world, cookie, caller);
}

static enum caller_status who_by_token(struct force *force, struct text token)
{
    struct caller caller;
    VIEW_SCOPED view = {0};
    assert_true(view_open(&view, force->arena, force->engine, 0));
    return identity_token(view.world, token, &caller);
}

static void later(struct force *force, int64_t by)
{
    assert_true(engine_set_clock(force->engine, engine_now(force->engine) + by));
}

static const char own[] = "three plain words";

/* A session of the administrator, with a password of their own. */
static struct text signed_in(struct force *force)
{
    struct text one_time = identity_one_time(force->engine, force->arena, force->admin, 0);
    struct sign_in request = sign_in(force, "ann.archer", one_time);
    struct caller caller;
    assert_int_equal(request.end, SIGN_IN_DONE);
    assert_int_equal(who(force, request.cookie, &caller), CALLER_KNOWN);
    assert_true(set_password(force, caller, (struct text){0}, own).changed);
    request = sign_in(force, "Ann.Archer", text_of(own));
    assert_int_equal(request.end, SIGN_IN_DONE);
    return request.cookie;
}

/* ---- the tests ---- */

static void faults_of_passwords(void **state)
{
    (void)state;
    static const struct {
        const char *username, *chosen;
        bool good;
    } table[] = {
        {"ann.archer", "three plain words", true},     {"ann.archer", "short", false},
        {"ann.archer", "password1234", false},         {"ann.archer", "Ann.Archer2026!", false},
        {"ann.archer", "aaaaaaaaaaaaaaaa", false},     {"ann.archer", "123456789012345", false},
        {"ann.archer", "Letmeinplease2026!", false},   {"ann.archer", "pêche à la ligne", true},
        {"ann.archer", "elevenchars", false},          {"ann.archer", "QWERTYUIOPasdfgh99", false},
        {"ann.archer", "ŷ ŵyneb glân yn y môr", true}, {"ann.archer", "ááâéîôûŵŷáâéîôû", true},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        const char *fault = identity_password_fault(text_of(table[i].username), text_of(table[i].chosen));
        if ((fault == NULL) != table[i].good)
            fail_msg("%s: %s", table[i].chosen, fault ? fault : "was taken");
    }
    static char longest[1002];
    memset(longest, 'a', 1001);
    memcpy(longest, "bcdefg", 6);
    assert_non_null(identity_password_fault(TEXT("x"), text_of(longest)));
    longest[1000] = 0;
    assert_null(identity_password_fault(TEXT("x"), text_of(longest)));
}

static void one_time_must_be_changed(void **state)
{
    struct force *force = *state;
    struct text one_time = identity_one_time(force->engine, force->arena, force->admin, 0);
    struct sign_in request = sign_in(force, "ann.archer", one_time);
    struct caller caller;
    assert_int_equal(request.end, SIGN_IN_DONE);
    assert_true(request.must_change);
    assert_int_equal(who(force, request.cookie, &caller), CALLER_KNOWN);
    assert_true(caller.must_change);
    assert_false(set_password(force, caller, (struct text){0}, "short").changed);
    struct new_password changed = set_password(force, caller, (struct text){0}, own);
    assert_true(changed.changed);
    assert_int_equal(who(force, request.cookie, &caller), CALLER_NOBODY);
    assert_int_equal(who(force, changed.cookie, &caller), CALLER_KNOWN);
    assert_false(caller.must_change);
    assert_int_equal(sign_in(force, "ann.archer", one_time).end, SIGN_IN_WRONG);
    assert_int_equal(sign_in(force, "ann.archer", text_of(own)).end, SIGN_IN_DONE);
    assert_false(set_password(force, caller, TEXT("not the present one"), "some other plain words").changed);
}

static void one_time_ends(void **state)
{
    struct force *force = *state;
    struct text one_time = identity_one_time(force->engine, force->arena, force->admin, 0);
    later(force, 72 * TIME_HOUR);
    assert_int_equal(sign_in(force, "ann.archer", one_time).end, SIGN_IN_WRONG);
}

static void sessions_end(void **state)
{
    struct force *force = *state;
    struct text cookie = signed_in(force);
    struct caller caller;
    for (int i = 0; i < 8; i++) {
        later(force, 55 * TIME_MINUTE);
        assert_int_equal(who(force, cookie, &caller), CALLER_KNOWN);
        identity_seen(force->identity, &caller);
        identity_sign_out(force->identity, &(struct caller){0}); /* waits until the note is written */
    }
    later(force, 45 * TIME_MINUTE); /* eight hours after it began, whatever happened since */
    assert_int_equal(who(force, cookie, &caller), CALLER_NOBODY);
    cookie = sign_in(force, "ann.archer", text_of(own)).cookie;
    later(force, 60 * TIME_MINUTE);
    assert_int_equal(who(force, cookie, &caller), CALLER_NOBODY);
    cookie = sign_in(force, "ann.archer", text_of(own)).cookie;
    assert_int_equal(who(force, cookie, &caller), CALLER_KNOWN);
    assert_true(identity_csrf(&caller, caller.csrf));
    assert_false(identity_csrf(&caller, TEXT("")));
    assert_false(identity_csrf(&caller, cookie));
    assert_true(identity_sign_out(force->identity, &caller));
    assert_int_equal(who(force, cookie, &caller), CALLER_NOBODY);
}

/* Tries wrong passwords until one is not looked at; how many were. On a slow machine a wait may be over
 * before the next try, but the waits double. */
static int tries_until_slowed(struct force *force, const char *username)
{
    int tries = 0;
    while (tries < 12 && sign_in(force, username, TEXT("wrong")).end == SIGN_IN_WRONG)
        tries++;
    return tries;
}

static void guesses_are_slowed(void **state)
{
    struct force *force = *state;
    struct text one_time = identity_one_time(force->engine, force->arena, force->admin, 0);
    int known = tries_until_slowed(force, "ann.archer");
    assert_in_range(known, 5, 11);
    assert_in_range(tries_until_slowed(force, "no.body"), 5, 11);
    while (sign_in(force, "ann.archer", TEXT("wrong")).end != SIGN_IN_TOO_FAST)
        assert_true(++known < 12);
    struct sign_in right = sign_in(force, "ANN.archer", one_time);
    assert_int_equal(right.end, SIGN_IN_TOO_FAST);
    assert_true(right.retry_after > 0);
}

static void throttle_grows(void **state)
{
    (void)state;
    struct throttle *throttle = throttle_new();
    struct text key = TEXT("name x");
    int64_t now = 1000000;
    for (int i = 0; i < 5; i++)
        assert_int_equal(throttle_attempt(throttle, key, 5, now), 0);
    assert_int_equal(throttle_attempt(throttle, key, 5, now), 1);
    assert_int_equal(throttle_attempt(throttle, key, 5, now + 1000), 0);
    assert_int_equal(throttle_attempt(throttle, key, 5, now + 1000), 2);
    for (int i = 0; i < 20; i++)
        throttle_attempt(throttle, key, 5, now += 900 * 1000);
    assert_int_equal(throttle_attempt(throttle, key, 5, now), 900);
    throttle_forgive(throttle, key);
    assert_int_equal(throttle_attempt(throttle, key, 5, now), 0);
    throttle_free(throttle);
}

static void tokens_end(void **state)
{
    struct force *force = *state;
    struct text token =
        identity_token_make(force->engine, force->arena, force->admin, TEXT("pipeline"), 1, 0);
    struct text other = identity_token_make(force->engine, force->arena, force->admin, TEXT("other"), 90, 0);
    assert_int_equal(token.n, 46);
    assert_int_equal(who_by_token(force, token), CALLER_KNOWN);
    assert_int_equal(who_by_token(force, TEXT("rv_")), CALLER_NOBODY);
    later(force, TIME_DAY);
    assert_int_equal(who_by_token(force, token), CALLER_NOBODY);
    assert_int_equal(who_by_token(force, other), CALLER_KNOWN);
    struct token_view *tokens;
    VIEW_SCOPED view = {0};
    assert_true(view_open(&view, force->arena, force->engine, 0));
    assert_int_equal(identity_tokens(view.world, force->admin, &tokens), 1);
    assert_false(identity_token_end(force->engine, force->admin + 1, tokens[0].id, 0));
    assert_true(identity_token_end(force->engine, force->admin, tokens[0].id, 0));
    assert_int_equal(who_by_token(force, other), CALLER_NOBODY);
}

static void run(struct force *force, const struct command *command)
{
    struct answer answer;
    command_run(force->engine, force->arena, command, &answer);
    if (answer.outcome != OUTCOME_DONE)
        fail_msg("%.*s", TEXT_ARGS(answer.message));
}

static void the_inactive_are_nobody(void **state)
{
    struct force *force = *state;
    struct input inputs[] = {{.name = TEXT("username"), .kind = INPUT_TEXT, .text = TEXT("bob.baker")},
                             {.name = TEXT("name"), .kind = INPUT_TEXT, .text = TEXT("Bob Baker")}};
    run(force, &(struct command){.kind = COMMAND_PERSON_NEW, .inputs = inputs, .input_count = 2});
    struct text token = identity_token_make(force->engine, force->arena, 2, TEXT("t"), 1, 0);
    struct text one_time = identity_one_time(force->engine, force->arena, 2, 0);
    assert_int_equal(who_by_token(force, token), CALLER_KNOWN);
    run(force, &(struct command){.kind = COMMAND_DEACTIVATE, .person = TEXT("bob.baker")});
    assert_int_equal(who_by_token(force, token), CALLER_NOBODY);
    assert_int_equal(sign_in(force, "bob.baker", one_time).end, SIGN_IN_REFUSED);
    run(force, &(struct command){.kind = COMMAND_ACTIVATE, .person = TEXT("bob.baker")});
    assert_int_equal(who_by_token(force, token), CALLER_NOBODY);
}

static void admit_decides(void **state)
{
    struct force *force = *state;
    struct input inputs[] = {{.name = TEXT("username"), .kind = INPUT_TEXT, .text = TEXT("con.trott")},
                             {.name = TEXT("name"), .kind = INPUT_TEXT, .text = TEXT("Con Trott")},
                             {.name = TEXT("kind"), .kind = INPUT_TEXT, .text = TEXT("contractor")}};
    run(force, &(struct command){.kind = COMMAND_PERSON_NEW, .inputs = inputs, .input_count = 3});
    struct text token = identity_token_make(force->engine, force->arena, 2, TEXT("t"), 1, 0);
    assert_int_equal(who_by_token(force, token), CALLER_REFUSED);
    struct sign_in request =
        sign_in(force, "con.trott", identity_one_time(force->engine, force->arena, 2, 0));
    assert_int_equal(request.end, SIGN_IN_REFUSED);
    assert_true(text_is(request.message, "Contractors come in by the gate"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(faults_of_passwords),
        cmocka_unit_test(throttle_grows),
        cmocka_unit_test_setup_teardown(one_time_must_be_changed, set_up, tear_down),
        cmocka_unit_test_setup_teardown(one_time_ends, set_up, tear_down),
        cmocka_unit_test_setup_teardown(sessions_end, set_up, tear_down),
        cmocka_unit_test_setup_teardown(guesses_are_slowed, set_up, tear_down),
        cmocka_unit_test_setup_teardown(tokens_end, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_inactive_are_nobody, set_up, tear_down),
        cmocka_unit_test_setup_teardown(admit_decides, set_up, tear_down),
    };
    if (sodium_init() < 0)
        return 1;
    hooks_add(&identity_hook);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
