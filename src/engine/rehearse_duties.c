/* Duties that are open on records now, under one rulebook and under the other. Those `on each` of something
 * are left out: they hang on more than the record. */
#include "engine/rehearse.h"
#include "rules/query.h"

/* Records on which the duty is open, ascending. */
static int64_t *open_on(struct world *world, const struct reg *reg, const struct duty *duty, size_t *count)
{
    struct scene scene = world_scene_of(world, reg);
    struct sql sql = {.text = buf_in(world->arena)};
    struct text why;
    *count = 0;
    buf_format(&sql.text, "SELECT r.\"_id\" FROM \"%.*s\" r WHERE (", TEXT_ARGS(reg->name));
    if (!duty->when)
        buf_char(&sql.text, '1');
    else if (!query_test(&scene, reg, "r", duty->when, &sql, &why))
        return NULL;
    buf_puts(&sql.text, ") AND NOT (");
    if (!duty->until)
        buf_char(&sql.text, '0');
    else if (!query_test(&scene, reg, "r", duty->until, &sql, &why))
        return NULL;
    buf_puts(&sql.text, ") ORDER BY 1");
    STMT_SCOPED stmt = conn_prepare(world->conn, buf_text(&sql.text));
    world_bind(stmt, &sql);
    return world_ids(world, reg, stmt, count);
}

static const struct duty *find(const struct reg *reg, struct text name)
{
    for (size_t i = 0; reg && i < reg->duty_count; i++)
        if (text_eq(reg->duties[i]->name, name) && !reg->duties[i]->each)
            return reg->duties[i];
    return NULL;
}

/* How many of the first are not among the second; both ascend. */
static int64_t without(const int64_t *ids, size_t count, const int64_t *others, size_t other_count)
{
    int64_t alone = 0;
    for (size_t i = 0, k = 0; i < count; i++) {
        while (k < other_count && others[k] < ids[i])
            k++;
        alone += k == other_count || others[k] != ids[i];
    }
    return alone;
}

static void compare(struct world *world, const struct reg *was, const struct reg *is, struct text name,
                    struct arena *arena, struct rehearsal *rehearsal)
{
    const struct duty *old = find(was, name), *new = find(is, name);
    size_t old_count = 0, new_count = 0;
    const int64_t *before = old ? open_on(world, was, old, &old_count) : NULL;
    const int64_t *after = new ? open_on(world, is, new, &new_count) : NULL;
    struct owed owed = {.reg = arena_text(arena, (was ? was : is)->name),
                        .duty = arena_text(arena, name),
                        .more = without(after, new_count, before, old_count),
                        .fewer = without(before, old_count, after, new_count)};
    if (owed.more || owed.fewer)
        *ARENA_PUSH(arena, rehearsal->owed, rehearsal->owed_count, rehearsal->owed_capacity) = owed;
}

void rehearse_duties(struct world *world, const struct rulebook *was, const struct rulebook *draft,
                     struct arena *arena, struct rehearsal *rehearsal)
{
    for (size_t i = 0; i < draft->register_count; i++) {
        const struct reg *is = draft->registers[i], *old = version_reg(was, is);
        for (size_t d = 0; d < is->duty_count; d++)
            if (!is->duties[d]->each)
                compare(world, old, is, is->duties[d]->name, arena, rehearsal);
    }
    for (size_t i = 0; i < was->register_count; i++) {
        const struct reg *old = was->registers[i], *is = version_reg(draft, old);
        for (size_t d = 0; d < old->duty_count; d++)
            if (!old->duties[d]->each && !find(is, old->duties[d]->name))
                compare(world, old, is, old->duties[d]->name, arena, rehearsal);
    }
}
