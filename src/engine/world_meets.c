/* Quantifiers over a register: SQL finds the rows as far as it can say what they must be; where it cannot say
 * all of it, evaluation judges what was found as it passes, a batch of rows in memory at a time. */
#include "engine/world_records.h"
#include "rules/schema.h"

enum { BATCH = 256, BATCH_BYTES = 256 << 20 };

/* ---- what the tables do not have ---- */

void world_take_up(struct world *world, const struct record *record)
{
    for (size_t i = 0; i < world->in_hand_count; i++)
        if (world->in_hand[i].reg == record->reg && world->in_hand[i].id == record->id)
            return;
    *ARENA_PUSH(world->arena, world->in_hand, world->in_hand_count, world->in_hand_capacity) =
        (struct ref){record->reg, record->id};
}

static bool is_of(struct ref ref, const struct reg *reg)
{
    return text_eq(ref.reg->name, reg->name);
}

static const struct choice *choices_of(const struct reg *reg, const struct step *step)
{
    if (step->builtin == BUILTIN_STATE)
        return reg->states;
    const struct field *field = step->field ? reg_field(reg, step->field->name) : NULL;
    return field && field->type.kind == TYPE_CHOICE ? field->type.choice : NULL;
}

/* A value that only another version of the rulebook knows is missing to this one, and a name in the table. */
static bool knows_all_values(const struct world *world, const struct reg *reg, const struct step *step)
{
    const struct choice *mine = choices_of(reg, step);
    for (size_t v = 0; mine && v < world->versions->count; v++) {
        const struct reg *other = version_reg(world->versions->items[v].rulebook, reg);
        const struct choice *theirs = other ? choices_of(other, step) : NULL;
        for (size_t i = 0; theirs && i < theirs->count; i++)
            if (choice_index(mine, theirs->values[i].name) < 0)
                return false;
    }
    return true;
}

static bool has_in_tables(void *context, const struct reg *reg, const struct step *step)
{
    const struct world *world = context;
    if (step)
        return world->versions->count < 2 || knows_all_values(world, reg, step);
    if (reg == reg->rulebook->deputy && world->stand_in != STAND_IN_ALL)
        return false;
    if (reg == reg->rulebook->holding && reg->rulebook != world->rulebook)
        return false; /* boards seat whom the version in force says */
    for (size_t i = 0; i < world->in_hand_count; i++)
        if (is_of(world->in_hand[i], reg))
            return false;
    return true;
}

/* ---- finding ---- */

struct search {
    struct world *world;
    struct scene *scene;
    const struct expr *quantifier;
    size_t enough;
    bool listed; /* their ids are wanted too */
    int64_t *ids;
    size_t count, capacity;
};

/* False: these are enough. */
static bool add(struct search *search, int64_t id)
{
    if (search->listed)
        *ARENA_PUSH(search->world->arena, search->ids, search->count, search->capacity) = id;
    else
        search->count++;
    return search->count < search->enough;
}

/* What a command has in hand is judged as it is there, once it is in the data at all. */
static void judge_in_hand(struct search *search)
{
    const struct world *world = search->world;
    const struct reg *reg = search->quantifier->reg;
    for (size_t i = 0; i < world->in_hand_count && search->count < search->enough; i++) {
        struct ref ref = {reg, world->in_hand[i].id};
        struct record *record =
            is_of(world->in_hand[i], reg) ? world_record(search->world, reg, ref.id) : NULL;
        if (record && record->version && evaluate_meets(search->scene, search->quantifier, ref))
            add(search, ref.id);
    }
}

static void put_rest(const struct search *search, struct sql *sql)
{
    const struct world *world = search->world;
    for (size_t i = 0; i < world->in_hand_count; i++) {
        if (!is_of(world->in_hand[i], search->quantifier->reg))
            continue;
        buf_puts(&sql->text, " AND t.\"_id\"<>?");
        *ARENA_PUSH(world->arena, sql->params, sql->count, sql->capacity) =
            (struct value){.kind = VALUE_NUMBER, .i = world->in_hand[i].id};
    }
}

static struct stmt *ask(const struct search *search, const char *select, struct sql *where, const char *end)
{
    struct world *world = search->world;
    struct buf text = buf_in(world->arena);
    buf_puts(&text, select);
    schema_table(&text, search->quantifier->reg);
    buf_puts(&text, " t WHERE TRUE");
    buf_put(&text, buf_text(&where->text));
    buf_puts(&text, end);
    struct stmt *stmt = conn_prepare(world->conn, buf_text(&text));
    world_bind(stmt, where);
    return stmt;
}

static void count_all(struct search *search, struct sql *where)
{
    bool one = search->enough == 1;
    STMT_SCOPED stmt =
        ask(search, one ? "SELECT EXISTS(SELECT 1 FROM " : "SELECT count(*) FROM ", where, one ? ")" : "");
    if (stmt_row(stmt))
        search->count += (size_t)stmt_int(stmt, 0);
}

static void list_all(struct search *search, struct sql *where)
{
    STMT_SCOPED stmt = ask(search, "SELECT t.\"_id\" FROM ", where, "");
    while (stmt_row(stmt))
        add(search, stmt_int(stmt, 0));
}

/* Nothing changes while a test is judged, so a view's way of reading many at once serves commands too. */
static struct world *world_passing(const struct world *world, struct arena *arena)
{
    struct world *passing = ARENA_NEW(arena, struct world);
    *passing = *world;
    passing->arena = arena;
    passing->snapshot = true;
    world_keep_none(passing);
    for (size_t i = 0; i < world->in_hand_count; i++) {
        struct ref ref = world->in_hand[i];
        struct record *record = idmap_get(&world_kept(world, ref.reg)->records, ref.id);
        idmap_put(&world_kept(passing, ref.reg)->records, ref.id, record);
    }
    return passing;
}

static bool judge(struct search *search, struct arena *arena, const int64_t *ids, size_t count)
{
    const struct reg *reg = search->quantifier->reg;
    struct scene scene = *search->scene;
    scene.world = world_passing(search->world, arena);
    scene.arena = arena;
    for (size_t i = 0; i < count; i++)
        world_want(scene.world, reg, ids[i]);
    bool more = true;
    for (size_t i = 0; i < count && more; i++)
        if (evaluate_meets(&scene, search->quantifier, (struct ref){reg, ids[i]}))
            more = add(search, ids[i]);
    arena_reset(arena);
    return more;
}

static void judge_each(struct search *search, struct sql *where)
{
    ARENA_SCOPED arena = arena_new(BATCH_BYTES);
    STMT_SCOPED stmt = ask(search, "SELECT t.\"_id\" FROM ", where, "");
    int64_t ids[BATCH];
    bool more = true;
    while (more) {
        size_t count = 0;
        while (count < BATCH && stmt_row(stmt))
            ids[count++] = stmt_int(stmt, 0);
        more = judge(search, arena, ids, count) && count == BATCH;
    }
}

static void find(struct search *search)
{
    struct sql where = {.text = buf_in(search->world->arena)};
    bool all = query_meets(search->scene, search->quantifier, "t", has_in_tables, &where);
    judge_in_hand(search);
    put_rest(search, &where);
    if (search->count >= search->enough)
        return;
    if (!all)
        judge_each(search, &where);
    else if (search->listed)
        list_all(search, &where);
    else
        count_all(search, &where);
}

size_t world_count(struct world *world, struct scene *scene, const struct expr *quantifier, size_t enough)
{
    struct search search = {.world = world, .scene = scene, .quantifier = quantifier, .enough = enough};
    find(&search);
    return search.count;
}

const int64_t *world_meeting(struct world *world, struct scene *scene, const struct expr *quantifier,
                             size_t *count)
{
    struct search search = {
        .world = world, .scene = scene, .quantifier = quantifier, .enough = SIZE_MAX, .listed = true};
    find(&search);
    *count = search.count;
    return search.ids;
}
