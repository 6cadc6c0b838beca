#include "engine/powers.h"

#include "engine/view.h"

struct asker {
    struct world *world;
    struct record *person;
};

/* A value that hangs on nothing but the person: a literal, or a field of theirs that the actor may read. */
static bool is_theirs(const struct asker *asker, const struct expr *value)
{
    if (value->kind == EXPR_LITERAL)
        return true;
    const struct path *path = &value->path;
    if (value->kind != EXPR_PATH || path->root != ROOT_ACTOR || path->count != 1 || !path->steps[0].field)
        return false;
    return world_may_read_field(asker->world, asker->person, path->steps[0].field);
}

/* Answers what their own record answers: `actor.kind = supplier`. */
static bool decide(void *context, const struct expr *test, bool *holds)
{
    const struct asker *asker = context;
    bool plain = test->kind == EXPR_COMPARE || test->kind == EXPR_IN || test->kind == EXPR_GIVEN ||
                 test->kind == EXPR_MISSING || test->kind == EXPR_INCLUDES;
    for (size_t i = 0; plain && i < test->count; i++)
        plain = is_theirs(asker, test->args[i]);
    if (!plain)
        return false;
    struct scene scene = world_scene(asker->world, NULL);
    scene.actor = asker->person->id;
    *holds = evaluate_test(&scene, test);
    return true;
}

static bool is_for_deputies(const struct power_set *set, const struct right *right)
{
    if (right->anybody || right->never || right->kind == RIGHT_OWE || right->kind == RIGHT_TOLD)
        return false;
    bool reading = right->kind == RIGHT_READ || right->kind == RIGHT_FIELD;
    return right->kind != RIGHT_WITHHELD && (!reading || !set->role);
}

static bool may_know(struct world *world, const struct record *person, const struct right *right)
{
    return !right->reg || right->reg->builtin || person->id == world->actor ||
           view_register(world, right->reg);
}

static void explain_set(struct world *world, struct record *person, struct power_set *set)
{
    struct asker asker = {world, person};
    const struct role **roles = ARENA_ARRAY(world->arena, const struct role *, set->held_count + 1);
    for (size_t i = 0; i < set->held_count; i++)
        roles[i] = set->held[i].role;
    struct known known = {.roles = roles,
                          .role_count = set->held_count,
                          .deputy = set->principal != 0,
                          .decide = decide,
                          .context = &asker};
    set->explanation = explain(world->arena, world->rulebook, &known);
    struct explanation *found = &set->explanation;
    size_t kept = 0;
    for (size_t i = 0; i < found->count; i++)
        if (may_know(world, person, &found->items[i]) &&
            (!set->principal || is_for_deputies(set, &found->items[i])))
            found->items[kept++] = found->items[i];
    found->count = kept;
}

/* The roles of whom they stand in for that the appointment covers. */
static void hold_covered(struct world *world, struct power_set *set)
{
    struct held_role *held = people_roles(world, set->principal, false, &set->held_count);
    size_t kept = 0;
    for (size_t i = 0; i < set->held_count; i++)
        if (!set->role || held[i].role == set->role)
            held[kept++] = held[i];
    set->held = held;
    set->held_count = kept;
}

struct power_set *powers_of(struct world *world, struct record *person, size_t *count)
{
    size_t periods;
    struct stand_in_period *appointments = people_deputies(world, person->id, &periods);
    struct power_set *sets = ARENA_ARRAY(world->arena, struct power_set, periods + 1);
    sets[0] = (struct power_set){.to = INT64_MAX};
    sets[0].held = people_roles(world, person->id, false, &sets[0].held_count);
    *count = 1;
    for (size_t i = 0; i < periods; i++) {
        struct power_set *set = &sets[*count];
        if (appointments[i].deputy != person->id || appointments[i].from > world->now)
            continue;
        *set = (struct power_set){
            .principal = appointments[i].person, .role = appointments[i].role, .to = appointments[i].to};
        hold_covered(world, set);
        *count += set->held_count > 0;
    }
    for (size_t i = 0; i < *count; i++)
        explain_set(world, person, &sets[i]);
    return sets;
}
