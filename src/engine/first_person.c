#include "engine/first_person.h"

#include "engine/commands.h"
#include "engine/people.h"

static struct input text_input(const char *name, struct text text)
{
    return (struct input){.name = text_of(name), .kind = INPUT_TEXT, .text = text};
}

/* `kind` may be empty. `admitted` takes whether they may sign in. */
static bool make(struct world *world, struct text username, struct text kind, bool *admitted)
{
    struct input inputs[] = {text_input("username", username), text_input("name", username),
                             text_input("kind", kind)};
    struct command make = {.kind = COMMAND_PERSON_NEW, .inputs = inputs, .input_count = kind.n ? 3 : 2};
    struct command grant = {.kind = COMMAND_GRANT,
                            .person = username,
                            .role = world->rulebook->administrator->name,
                            .from = INT64_MIN,
                            .to = INT64_MIN};
    struct answer made = {0}, granted = {0};
    struct doing making = {.world = world, .command = &make, .answer = &made},
                 granting = {.world = world, .command = &grant, .answer = &granted};
    command_person_new(&making);
    if (made.outcome == OUTCOME_DONE)
        command_grant(&granting);
    if (made.outcome != OUTCOME_DONE || granted.outcome != OUTCOME_DONE)
        return false;
    struct text why;
    const struct cites *cites;
    *admitted = people_admitted(world, world_person(world, username), &why, &cites);
    return true;
}

/* Keeps them only if they may sign in, unless `anyway`. */
static bool try(struct engine *engine, struct conn *conn, struct text username, struct text kind, bool anyway)
{
    ARENA_SCOPED arena = arena_new(64 << 20);
    bool admitted = false;
    if (!conn_savepoint(conn))
        return false;
    bool good = make(world_new(arena, engine, conn, EVENT_SYSTEM), username, kind, &admitted);
    if (good && (admitted || anyway))
        return conn_release(conn);
    conn_rollback_to(conn);
    return false;
}

bool first_person(struct engine *engine, struct conn *conn, struct text username)
{
    const struct choice *kinds = reg_field(engine_rulebook(engine)->person, TEXT("kind"))->type.choice;
    struct text none = {0}, staff = TEXT("staff");
    if (try(engine, conn, username, none, false))
        return true;
    if (choice_index(kinds, staff) >= 0 && try(engine, conn, username, staff, false))
        return true;
    for (size_t i = 0; i < kinds->count; i++)
        if (try(engine, conn, username, kinds->values[i].name, false))
            return true;
    return try(engine, conn, username, none, true);
}
