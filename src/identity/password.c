/* Signing in, and setting passwords. */
#include <sodium.h>

#include "engine/people.h"
#include "engine/write.h"
#include "identity/secret.h"
#include "identity/service.h"

/* A person who mistypes has five tries; behind one address there may be a whole station. */
enum { FREE_BY_NAME = 5, FREE_BY_ADDRESS = 30, BUSY_RETRY_S = 5, VIEW_ARENA = 16 * 1024 * 1024 };

static const int64_t one_time_life = IDENTITY_ONE_TIME_HOURS * TIME_HOUR;

struct account {
    int64_t person; /* 0: nobody of this name */
    struct text username, hash;
    bool one_time, expired;
};

static struct account find_account(struct world *world, struct record *person)
{
    struct account account = {0};
    if (!person)
        return account;
    account.person = person->id;
    account.username = person->number;
    STMT_SCOPED stmt = conn_prepare(
        world->conn, TEXT("SELECT password,one_time,expires FROM reeve_account WHERE person=?1"));
    stmt_bind_int(stmt, 1, person->id);
    if (!stmt_row(stmt))
        return account;
    account.hash = arena_text(world->arena, stmt_text(stmt, 0));
    account.one_time = stmt_int(stmt, 1) != 0;
    account.expired = account.one_time && stmt_int(stmt, 2) <= world->now;
    return account;
}

/* ---- signing in ---- */

struct signing {
    struct work work; /* first: the workers hand it back */
    struct identity *identity;
    struct sign_in *request;
    struct text hash; /* of the password that was judged */
};

static struct text key_of(struct arena *arena, const char *kind, struct text name)
{
    struct text lower = arena_lower(arena, name);
    return arena_format(arena, "%s %.*s", kind, TEXT_ARGS(lower));
}

static bool too_fast(struct identity *identity, struct sign_in *request)
{
    int64_t now = throttle_now();
    unsigned by_name = throttle_attempt(identity->throttle, key_of(request->arena, "name", request->username),
                                        FREE_BY_NAME, now);
    unsigned by_peer =
        by_name ? 0
                : throttle_attempt(identity->throttle, key_of(request->arena, "peer", request->peer),
                                   FREE_BY_ADDRESS, now);
    request->retry_after = by_name > by_peer ? by_name : by_peer;
    if (!request->retry_after)
        return false;
    request->end = SIGN_IN_TOO_FAST;
    request->message = arena_format(request->arena, "Too many wrong tries. Wait %u seconds, then try again",
                                    request->retry_after);
    return true;
}

static void wrong(struct sign_in *request)
{
    request->end = SIGN_IN_WRONG;
    request->message = TEXT("The username or the password is not right. Look at both, then try again; "
                            "whoever manages people can give you a one-time password");
}

/* The password may have been replaced, and all sessions ended, while this one was looked at. */
static bool begin_session(struct world *world, void *context)
{
    const struct signing *signing = context;
    struct sign_in *request = signing->request;
    struct account account = find_account(world, world_person(world, request->username));
    if (!account.person || !text_eq(account.hash, signing->hash)) {
        wrong(request);
        return false;
    }
    struct text secret = session_begin(world, account.person, request->must_change);
    request->cookie = arena_text(request->arena, secret);
    return secret.n > 0;
}

/* What the password says; true when a session may begin. */
static bool judge(struct signing *signing)
{
    struct sign_in *request = signing->request;
    ARENA_SCOPED arena = arena_new(VIEW_ARENA);
    VIEW_SCOPED view = {0};
    request->end = SIGN_IN_BROKEN;
    request->message = TEXT("The data cannot be read just now. Try again shortly");
    if (!view_open(&view, arena, signing->identity->engine, 0))
        return false;
    struct record *person = request->username.n <= 64 ? world_person(view.world, request->username) : NULL;
    struct account account = find_account(view.world, person);
    bool fits =
        request->password.n <= IDENTITY_PASSWORD_MAX && password_fits(account.hash, request->password);
    if (!fits || account.expired) {
        wrong(request);
        return false;
    }
    struct text why = {0};
    view.world->actor = account.person;
    if (!people_admitted(view.world, person, &why, &request->cites)) {
        request->end = SIGN_IN_REFUSED;
        request->message = arena_text(request->arena, why);
        return false;
    }
    request->must_change = account.one_time;
    signing->hash = arena_text(request->arena, account.hash);
    return true;
}

static void sign_in_run(struct work *work)
{
    struct signing *signing = (struct signing *)work;
    struct sign_in *request = signing->request;
    struct identity *identity = signing->identity;
    if (judge(signing) && engine_write(identity->engine, 0, begin_session, signing)) {
        throttle_forgive(identity->throttle, key_of(request->arena, "name", request->username));
        throttle_forgive(identity->throttle, key_of(request->arena, "peer", request->peer));
        request->end = SIGN_IN_DONE;
        request->message = (struct text){0};
    }
    request->done(request->context);
}

void identity_sign_in(struct identity *identity, struct sign_in *sign_in)
{
    if (too_fast(identity, sign_in)) {
        sign_in->done(sign_in->context);
        return;
    }
    struct signing *signing = ARENA_NEW(sign_in->arena, struct signing);
    *signing = (struct signing){.work = {.run = sign_in_run}, .identity = identity, .request = sign_in};
    if (workers_submit(identity->hashing, &signing->work))
        return;
    sign_in->end = SIGN_IN_TOO_FAST;
    sign_in->retry_after = BUSY_RETRY_S;
    sign_in->message = TEXT("Too many people are signing in at this moment. Try again in a few seconds");
    sign_in->done(sign_in->context);
}

/* ---- setting one's own ---- */

struct setting {
    struct work work; /* first: the workers hand it back */
    struct identity *identity;
    struct new_password *request;
    struct text hash;
};

static bool put_account(struct world *world, int64_t person, struct text hash, bool one_time)
{
    STMT_SCOPED stmt =
        conn_prepare(world->conn, TEXT("INSERT OR REPLACE INTO reeve_account VALUES(?1,?2,?3,?4)"));
    stmt_bind_int(stmt, 1, person);
    stmt_bind_text(stmt, 2, hash);
    stmt_bind_int(stmt, 3, one_time);
    stmt_bind_int(stmt, 4, one_time ? world->now + one_time_life : 0);
    return stmt_run(stmt);
}

/* A session that ended meanwhile sets nothing any more. */
static bool put_own(struct world *world, void *context)
{
    struct setting *setting = context;
    int64_t id = setting->request->caller.person;
    struct record *person = world_record(world, world->rulebook->person, id);
    if (!person || !session_lives(world->conn, &setting->request->caller.key) ||
        !put_account(world, id, setting->hash, false) || !session_end_all(world->conn, id))
        return false;
    struct text secret = session_begin(world, id, false);
    setting->request->cookie = arena_text(setting->request->arena, secret);
    return secret.n && engine_note(world, person, EVENT_PASSWORD, id);
}

/* The reason against it; empty when it may be set. */
static struct text judge_new(struct setting *setting)
{
    struct new_password *request = setting->request;
    ARENA_SCOPED arena = arena_new(VIEW_ARENA);
    VIEW_SCOPED view = {0};
    if (!view_open(&view, arena, setting->identity->engine, 0))
        return TEXT("The data cannot be read just now. Try again shortly");
    struct record *person = world_record(view.world, view.world->rulebook->person, request->caller.person);
    struct account account = find_account(view.world, person);
    const char *fault = identity_password_fault(account.username, request->chosen);
    if (fault)
        return text_of(fault);
    if (!request->caller.must_change && !password_fits(account.hash, request->old))
        return TEXT("The present password is not right");
    if (password_fits(account.hash, request->chosen))
        return TEXT("Choose a password other than the present one");
    return (struct text){0};
}

static void setting_run(struct work *work)
{
    struct setting *setting = (struct setting *)work;
    struct new_password *request = setting->request;
    struct text key = arena_format(request->arena, "own %lld", (long long)request->caller.person);
    request->retry_after = throttle_attempt(setting->identity->throttle, key, FREE_BY_NAME, throttle_now());
    request->message = request->retry_after ? TEXT("Too many wrong tries. Wait a little, then try again")
                                            : judge_new(setting);
    if (!request->message.n) {
        setting->hash = password_hash(request->arena, request->chosen);
        request->changed = setting->hash.n &&
                           engine_write(setting->identity->engine, request->caller.person, put_own, setting);
        if (!request->changed)
            request->message = TEXT("The password could not be kept. Try again shortly");
        else
            throttle_forgive(setting->identity->throttle, key);
    }
    request->done(request->context);
}

void identity_set_password(struct identity *identity, struct new_password *request)
{
    struct setting *setting = ARENA_NEW(request->arena, struct setting);
    *setting = (struct setting){.work = {.run = setting_run}, .identity = identity, .request = request};
    if (workers_submit(identity->hashing, &setting->work))
        return;
    request->retry_after = BUSY_RETRY_S;
    request->message = TEXT("Too many people are signing in at this moment. Try again in a few seconds");
    request->done(request->context);
}

/* ---- one-time passwords ---- */

struct resetting {
    int64_t person, actor;
    struct text hash;
};

static bool put_one_time(struct world *world, void *context)
{
    const struct resetting *resetting = context;
    struct record *person = world_record(world, world->rulebook->person, resetting->person);
    return person && put_account(world, person->id, resetting->hash, true) &&
           session_end_all(world->conn, person->id) &&
           engine_note(world, person, EVENT_PASSWORD, resetting->actor);
}

struct text identity_one_time(struct engine *engine, struct arena *arena, int64_t person, int64_t actor)
{
    if (sodium_init() < 0)
        return (struct text){0};
    struct text secret = secret_one_time(arena);
    struct resetting resetting = {.person = person, .actor = actor, .hash = password_hash(arena, secret)};
    if (!resetting.hash.n || !engine_write(engine, 0, put_one_time, &resetting))
        return (struct text){0};
    return secret;
}
