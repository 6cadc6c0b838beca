#include "engine/world_people.h"

#include "engine/world_records.h"

/* ---- what is kept about a person ---- */

/* A role that a person holds, or that they may stand in for. */
struct period {
    int64_t person;        /* whose role it is */
    struct text role, per; /* empty: every role; no value in particular */
    int64_t from, to;
};

struct periods {
    struct period *items;
    size_t count, capacity;
};

static void read_periods(struct world *world, struct text sql, int64_t person, struct periods *periods)
{
    STMT_SCOPED stmt = conn_prepare(world->conn, sql);
    stmt_bind_int(stmt, 1, person);
    while (stmt_row(stmt))
        *ARENA_ADD(world->arena, *periods) =
            (struct period){.person = stmt_int(stmt, 0),
                            .role = arena_text(world->arena, stmt_text(stmt, 1)),
                            .per = arena_text(world->arena, stmt_text(stmt, 2)),
                            .from = stmt_is_null(stmt, 3) ? INT64_MIN : stmt_int(stmt, 3),
                            .to = stmt_is_null(stmt, 4) ? INT64_MAX : stmt_int(stmt, 4)};
}

static const struct periods *periods_of(struct world *world, struct idmap *known, struct text sql,
                                        int64_t person)
{
    struct periods *periods = person > 0 && world->snapshot ? idmap_get(known, person) : NULL;
    if (periods)
        return periods;
    periods = ARENA_NEW(world->arena, struct periods);
    if (person > 0)
        read_periods(world, sql, person, periods);
    if (person > 0 && world->snapshot)
        idmap_put(known, person, periods);
    return periods;
}

/* What the person holds, held and will hold. */
static const struct periods *holdings(struct world *world, int64_t person)
{
    return periods_of(
        world, &world->holdings,
        TEXT("SELECT \"person\",\"role\",\"per\",\"from\",\"to\" FROM \"holding\" WHERE \"person\"=?1"),
        person);
}

/* For whom the person may stand in, could and will. */
static const struct periods *appointments(struct world *world, int64_t deputy)
{
    return periods_of(
        world, &world->stands_in,
        TEXT("SELECT \"person\",\"role\",NULL,\"from\",\"to\" FROM \"deputy\" WHERE \"deputy\"=?1"), deputy);
}

static bool is_now(const struct world *world, const struct period *period)
{
    return period->from <= world->now && period->to > world->now;
}

/* ---- roles ---- */

static bool is_held_for(const struct period *held, const struct role *role, int64_t per)
{
    if (!text_eq(held->role, role->name))
        return false;
    bool any = per < 0 || !role->per || (size_t)per >= role->per->count;
    return any || text_eq(held->per, role->per->values[per].name);
}

/* The moment from which on the role has been held without a gap; INT64_MAX: it is not held now. */
static int64_t held_since(struct world *world, int64_t person, const struct role *role, int64_t per)
{
    const struct periods *all = holdings(world, person);
    int64_t since = INT64_MAX;
    for (bool further = true; further;) {
        further = false;
        for (size_t i = 0; i < all->count; i++) {
            const struct period *held = &all->items[i];
            bool reaches = since == INT64_MAX ? is_now(world, held) : held->to >= since;
            if (!reaches || held->from >= since || !is_held_for(held, role, per))
                continue;
            since = held->from;
            further = true;
        }
    }
    return since;
}

bool world_holds(void *world, int64_t person, const struct role *role, int64_t per, int64_t since)
{
    int64_t from = held_since(world, person, role, per);
    return from != INT64_MAX && from <= since;
}

size_t world_holders(struct world *world, const struct role *role, int64_t per, int64_t *people, size_t room)
{
    STMT_SCOPED stmt = conn_prepare(
        world->conn, TEXT("SELECT \"person\" FROM \"holding\" WHERE \"role\"=?1 AND \"from\"<=?2 "
                          "AND (\"to\" IS NULL OR \"to\">?2) AND (?3='' OR \"per\"=?3) ORDER BY \"_id\""));
    stmt_bind_text(stmt, 1, role->name);
    stmt_bind_int(stmt, 2, world->now);
    stmt_bind_text(stmt, 3, per < 0 ? TEXT("") : role->per->values[per].name);
    size_t count = 0;
    while (count < room && stmt_row(stmt)) {
        bool known = false;
        people[count] = stmt_int(stmt, 0);
        for (size_t i = 0; i < count; i++)
            known |= people[i] == people[count];
        count += !known;
    }
    return count;
}

/* ---- deputies ---- */

static bool counts_for_actor(const struct world *world, int64_t deputy, int64_t principal)
{
    if (deputy != world->actor || world->stand_in == STAND_IN_ALL)
        return true;
    return world->stand_in == STAND_IN_ONE && principal == world->principal;
}

static bool stands_in_now(const struct world *world, int64_t deputy, const struct period *appointment)
{
    return is_now(world, appointment) && counts_for_actor(world, deputy, appointment->person);
}

/* An appointment that names no role covers every role. */
bool world_deputy_holds(void *context, int64_t person, const struct role *role, int64_t per, int64_t since)
{
    struct world *world = context;
    const struct periods *all = appointments(world, person);
    for (size_t i = 0; i < all->count; i++) {
        const struct period *appointment = &all->items[i];
        bool covered = !appointment->role.n || text_eq(appointment->role, role->name);
        if (covered && stands_in_now(world, person, appointment) &&
            world_holds(world, appointment->person, role, per, since))
            return true;
    }
    return false;
}

bool world_deputises(void *context, int64_t deputy, int64_t person, bool everything)
{
    struct world *world = context;
    const struct periods *all = appointments(world, deputy);
    for (size_t i = 0; i < all->count; i++) {
        const struct period *appointment = &all->items[i];
        if (appointment->person == person && (!everything || !appointment->role.n) &&
            stands_in_now(world, deputy, appointment))
            return true;
    }
    return false;
}

/* ---- who is above whom, and who sits where ---- */

enum { MANAGERS_MAX = 50 };

bool world_manages(void *context, int64_t manager, int64_t person)
{
    struct world *world = context;
    const struct reg *people = world->rulebook->person;
    const struct field *field = reg_field(people, TEXT("manager"));
    int64_t at = person;
    for (int i = 0; i < MANAGERS_MAX; i++) {
        struct record *record = world_record(world, people, at);
        struct value above = record ? world_stored(world, record, field) : (struct value){0};
        if (above.kind != VALUE_RECORD || above.i == person)
            return false;
        if (above.i == manager)
            return manager != person;
        at = above.i;
    }
    return false;
}

static bool fills(struct world *world, int64_t person, const struct role *role)
{
    return role && (world_holds(world, person, role, -1, INT64_MAX) ||
                    world_deputy_holds(world, person, role, -1, INT64_MAX));
}

bool world_sits_on(void *context, int64_t person, const struct board *of)
{
    struct world *world = context;
    const struct board *board = rulebook_board(world->rulebook, of->name);
    if (!board)
        return false;
    if (fills(world, person, board->chair) || fills(world, person, board->secretary))
        return true;
    for (size_t i = 0; i < board->member_count; i++)
        if (fills(world, person, board->members[i]))
            return true;
    return false;
}

bool world_absent(void *context, const struct role *role)
{
    struct world *world = context;
    STMT_SCOPED stmt =
        conn_prepare(world->conn, TEXT("SELECT count(*),sum(EXISTS(SELECT 1 FROM \"absence\" a WHERE "
                                       "a.\"person\"=h.\"person\" AND a.\"from\"<=?2 AND "
                                       "(a.\"to\" IS NULL OR a.\"to\">?2))) FROM \"holding\" h WHERE "
                                       "h.\"role\"=?1 AND h.\"from\"<=?2 AND "
                                       "(h.\"to\" IS NULL OR h.\"to\">?2)"));
    stmt_bind_text(stmt, 1, role->name);
    stmt_bind_int(stmt, 2, world->now);
    return stmt_row(stmt) && stmt_int(stmt, 0) > 0 && stmt_int(stmt, 0) == stmt_int(stmt, 1);
}
