/* Duties that are open on records now, under one rulebook and under the other. */
#include "engine/rehearse.h"
#include "rules/query.h"
#include "rules/schema.h"

/* A duty that is open: on a record, and `on each` of something for that one; else 0. */
struct open_duty {
    int64_t record, element;
};

struct open_duties { /* ascending */
    struct open_duty *items;
    size_t count, capacity;
};

/* Appends `and` and the test in brackets; none always holds. */
static bool put_test(struct scene *scene, const struct reg *reg, const struct duty *duty, const char *and,
                     const struct expr *test, struct sql *sql)
{
    struct text why;
    buf_puts(&sql->text, and);
    if (!test)
        buf_char(&sql->text, '1');
    else if (!duty->each && !query_test(scene, reg, "r", test, sql, &why))
        return false;
    else if (duty->each &&
             !query_pair_test(scene, reg, "r", duty->each_var, duty->each, "e", test, sql, &why))
        return false;
    buf_char(&sql->text, ')');
    return true;
}

/* Nothing where it cannot be asked. */
static struct open_duties open_under(struct world *world, const struct reg *reg, const struct duty *duty)
{
    struct open_duties open = {0};
    struct scene scene = world_scene_of(world, reg);
    struct sql sql = {.text = buf_in(world->arena)};
    buf_puts(&sql.text, duty->each ? "SELECT r.\"_id\", e.\"_id\" FROM " : "SELECT r.\"_id\", 0 FROM ");
    schema_table(&sql.text, reg);
    buf_puts(&sql.text, " r");
    if (duty->each) {
        buf_puts(&sql.text, ", ");
        schema_table(&sql.text, duty->each);
        buf_puts(&sql.text, " e");
    }
    if (!put_test(&scene, reg, duty, " WHERE (", duty->when, &sql) ||
        !put_test(&scene, reg, duty, " AND (", duty->each_test, &sql) ||
        (duty->until && !put_test(&scene, reg, duty, " AND NOT (", duty->until, &sql)))
        return open;
    buf_puts(&sql.text, " ORDER BY 1, 2");
    STMT_SCOPED stmt = conn_prepare(world->conn, buf_text(&sql.text));
    world_bind(stmt, &sql);
    while (stmt_row(stmt))
        *ARENA_ADD(world->arena, open) = (struct open_duty){stmt_int(stmt, 0), stmt_int(stmt, 1)};
    return open;
}

static const struct duty *find(const struct reg *reg, struct text name)
{
    for (size_t i = 0; reg && i < reg->duty_count; i++)
        if (text_eq(reg->duties[i]->name, name))
            return reg->duties[i];
    return NULL;
}

static int order(struct open_duty a, struct open_duty b)
{
    int records = (a.record > b.record) - (a.record < b.record);
    return records ? records : (a.element > b.element) - (a.element < b.element);
}

/* How many of the first are not among the second. */
static int64_t without(struct open_duties duties, struct open_duties others)
{
    int64_t alone = 0;
    for (size_t i = 0, k = 0; i < duties.count; i++) {
        while (k < others.count && order(others.items[k], duties.items[i]) < 0)
            k++;
        alone += k == others.count || order(others.items[k], duties.items[i]) != 0;
    }
    return alone;
}

static void compare(struct world *world, const struct reg *was, const struct reg *is, struct text name,
                    struct arena *arena, struct rehearsal *rehearsal)
{
    const struct duty *old = find(was, name), *new = find(is, name);
    struct open_duties before = {0}, after = {0};
    if (old)
        before = open_under(world, was, old);
    if (new)
        after = open_under(world, is, new);
    struct owed owed = {.reg = arena_text(arena, (was ? was : is)->name),
                        .duty = arena_text(arena, name),
                        .more = without(after, before),
                        .fewer = without(before, after)};
    if (owed.more || owed.fewer)
        *ARENA_PUSH(arena, rehearsal->owed, rehearsal->owed_count, rehearsal->owed_capacity) = owed;
}

void rehearse_duties(struct world *world, const struct rulebook *was, const struct rulebook *draft,
                     struct arena *arena, struct rehearsal *rehearsal)
{
    for (size_t i = 0; i < draft->register_count; i++) {
        const struct reg *is = draft->registers[i], *old = version_reg(was, is);
        for (size_t d = 0; d < is->duty_count; d++)
            compare(world, old, is, is->duties[d]->name, arena, rehearsal);
    }
    for (size_t i = 0; i < was->register_count; i++) {
        const struct reg *old = was->registers[i], *is = version_reg(draft, old);
        for (size_t d = 0; d < old->duty_count; d++)
            if (!find(is, old->duties[d]->name))
                compare(world, old, is, old->duties[d]->name, arena, rehearsal);
    }
}
