#include "faces/html/rail.h"

#include "engine/people.h"
#include "faces/html/show.h"

static bool has_end(const struct reg *reg)
{
    for (size_t i = 0; reg->states && i < reg->states->count; i++)
        if (reg->states->values[i].final)
            return true;
    return false;
}

static void put_open_states(const struct reg *reg, struct buf *out)
{
    const char *comma = "";
    buf_puts(out, " AND r.\"_state\" IN (");
    for (size_t i = 0; i < reg->states->count; i++) {
        if (reg->states->values[i].final)
            continue;
        buf_puts(out, comma);
        buf_char(out, '\'');
        buf_put(out, reg->states->values[i].name);
        buf_char(out, '\'');
        comma = ",";
    }
    buf_char(out, ')');
}

size_t rail_open(struct frame *frame, const struct reg *reg)
{
    struct world *world = frame->world;
    struct sql sql = {.text = buf_in(world->arena)};
    struct scene scene = world_scene(world, NULL);
    struct text why;
    buf_format(&sql.text, "SELECT count(*) FROM (SELECT 1 FROM \"%.*s\" r WHERE (", TEXT_ARGS(reg->name));
    if (!query_readable(&scene, reg, "r", &sql, &why))
        return 0;
    buf_char(&sql.text, ')');
    if (has_end(reg))
        put_open_states(reg, &sql.text);
    buf_format(&sql.text, " LIMIT %d)", RAIL_COUNT_MAX + 1);
    return (size_t)tally_ask(frame->face->tally, world, &sql);
}

struct text rail_count(struct arena *arena, size_t n)
{
    if (!n)
        return (struct text){0};
    return n > RAIL_COUNT_MAX ? arena_format(arena, "%d+", RAIL_COUNT_MAX) : arena_format(arena, "%zu", n);
}

static struct ui_rail_group *add_group(struct frame *frame, const char *label)
{
    struct ui_rail_groups *rail = &frame->layout.rail;
    struct ui_rail_group *group = ARENA_ADD(frame->arena, *rail);
    group->label = text_of(label);
    return group;
}

static struct ui_rail_item *add_item(struct frame *frame, struct ui_rail_group *group, struct text label,
                                     struct text href, const char *key, struct text current)
{
    struct ui_rail_item *item = ARENA_ADD(frame->arena, group->items);
    *item = (struct ui_rail_item){
        .label = label, .href = href, .key = text_of(key), .current = text_eq(href, current)};
    return item;
}

static void add_registers(struct frame *frame, struct text current)
{
    struct ui_rail_group *group = add_group(frame, "Registers");
    const struct rulebook *rulebook = frame->world->rulebook;
    for (size_t i = 0; i < rulebook->register_count; i++) {
        const struct reg *reg = rulebook->registers[i];
        if (reg->builtin)
            continue;
        size_t open = rail_open(frame, reg);
        if (!open && !view_register(frame->world, reg))
            continue;
        struct text href = arena_format(frame->arena, "/%.*s", TEXT_ARGS(reg->name));
        add_item(frame, group, reg->plural, href, group->items.count ? NULL : "r", current)->count =
            rail_count(frame->arena, open);
    }
}

void rail_fill(struct frame *frame, struct text current)
{
    const struct rulebook *rulebook = frame->world->rulebook;
    struct ui_rail_group *group = add_group(frame, "Reeve");
    add_item(frame, group, TEXT("Needs you now"), TEXT("/"), "h", current);
    add_item(frame, group, TEXT("Your settings"), TEXT("/me"), NULL, current);
    add_registers(frame, current);
    if (rulebook->board_count) {
        group = add_group(frame, "Boards");
        for (size_t i = 0; i < rulebook->board_count; i++)
            add_item(frame, group, rulebook->boards[i]->label,
                     arena_format(frame->arena, "/board/%.*s", TEXT_ARGS(rulebook->boards[i]->name)),
                     i ? NULL : "b", current);
    }
    group = add_group(frame, "Policy and people");
    add_item(frame, group, TEXT("Policies"), TEXT("/policy"), "p", current);
    add_item(frame, group, TEXT("People"), TEXT("/person"), NULL, current);
    if (people_administers(frame->world))
        add_item(frame, group, TEXT("Rulebook"), TEXT("/ledger/rulebook"), NULL, current);
}
