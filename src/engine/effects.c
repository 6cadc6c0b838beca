#include "engine/effects.h"

#include "engine/change.h"
#include "engine/codec.h"
#include "engine/projection.h"

static bool applies(struct world *world, const struct record *record, const struct effect *effect)
{
    return !effect->when || guard_holds(world, record, effect->when);
}

void effects_set(struct world *world, struct record *record, const struct action *action)
{
    world_take_up(world, record);
    for (size_t i = 0; i < action->set_count; i++) {
        const struct effect *effect = &action->sets[i];
        if (!applies(world, record, effect))
            continue;
        struct scene scene = world_scene(world, record);
        record->values[effect->set.field->index] =
            evaluate_as(&scene, effect->set.value, effect->set.field->type);
        record->many_read[effect->set.field->index] = true;
    }
}

void effects_nevers(struct world *world, struct record *record, struct verdict *verdict)
{
    for (size_t i = 0; i < record->reg->never_count; i++) {
        const struct never *never = record->reg->nevers[i];
        if (!guard_holds(world, record, never->test))
            continue;
        if (!verdict->unmet_count && engine_passes_never(world->engine, record, never))
            continue;
        char *words = arena_string(world->arena, never->name);
        for (char *c = words; *c; c++)
            if (*c == '_')
                *c = ' ';
        verdict_add(world, verdict, arena_format(world->arena, "Policy never allows this: %s", words),
                    &never->cites);
    }
}

/* ---- texts ---- */

/* With its {paths} filled in. */
static struct text fill(struct world *world, const struct record *record, const struct template_text *text)
{
    struct buf out = buf_in(world->arena);
    struct scene scene = world_scene(world, record);
    buf_put(&out, text->pieces[0]);
    for (size_t i = 0; i < text->path_count; i++) {
        buf_put(&out, world_words(world, text->paths[i]->type, evaluate_value(&scene, text->paths[i])));
        buf_put(&out, text->pieces[i + 1]);
    }
    return buf_text(&out);
}

/* ---- telling ---- */

struct people {
    struct arena *arena;
    int64_t *ids;
    size_t count, capacity;
};

/* False: they are among them already. */
static bool add_person(struct people *people, int64_t person)
{
    for (size_t i = 0; i < people->count; i++)
        if (people->ids[i] == person)
            return false;
    *ARENA_PUSH(people->arena, people->ids, people->count, people->capacity) = person;
    return true;
}

static void add_holders(struct world *world, struct people *people, const struct role *role, int64_t per)
{
    STMT_SCOPED stmt =
        conn_prepare(world->conn, TEXT("SELECT DISTINCT \"person\" FROM \"holding\" WHERE \"role\"=?1"));
    stmt_bind_text(stmt, 1, role->name);
    while (stmt_row(stmt)) {
        int64_t person = stmt_int(stmt, 0);
        if (world_facts.holds(world, person, role, per, INT64_MAX))
            add_person(people, person);
    }
}

static void add_board(struct world *world, struct people *people, const struct board *of)
{
    const struct board *board = rulebook_board(world->rulebook, of->name);
    if (!board)
        return;
    add_holders(world, people, board->chair, -1);
    if (board->secretary)
        add_holders(world, people, board->secretary, -1);
    for (size_t i = 0; i < board->member_count; i++)
        add_holders(world, people, board->members[i], -1);
}

/* Every person it means, on this record. */
static int64_t *people_of(struct world *world, const struct record *record, const struct who *who,
                          size_t *count)
{
    struct people people = {.arena = world->arena};
    struct scene scene = world_scene(world, record);
    if (who->kind == WHO_ROLE) {
        struct value per = who->role_for ? evaluate_value(&scene, who->role_for) : (struct value){0};
        add_holders(world, &people, who->role, per.kind == VALUE_CHOICE ? per.i : -1);
    } else if (who->kind == WHO_BOARD) {
        add_board(world, &people, who->board);
    } else {
        struct value value = evaluate_value(&scene, who->path);
        if (value.kind == VALUE_RECORD)
            add_person(&people, value.i);
        for (size_t i = 0; i < value.count; i++)
            add_person(&people, value.items[i].i);
    }
    *count = people.count;
    return people.ids;
}

static bool person_may_read(struct world *world, struct record *record, int64_t person)
{
    struct world *theirs = world_new(world->arena, world->engine, world->conn, person);
    theirs->now = world->now;
    return world_may_read(theirs, world_record(theirs, record->reg, record->id));
}

bool effects_message(struct world *world, const struct record *record, int64_t person, struct text message)
{
    STMT_SCOPED stmt = conn_prepare(
        world->conn,
        TEXT("INSERT INTO reeve_outbox(person,register,record,message,time) VALUES(?1,?2,?3,?4,?5)"));
    stmt_bind_int(stmt, 1, person);
    stmt_bind_text(stmt, 2, record->reg->name);
    stmt_bind_int(stmt, 3, record->id);
    stmt_bind_text(stmt, 4, message);
    stmt_bind_int(stmt, 5, world->now);
    return stmt_run(stmt);
}

/* Whoever is the requester and the owner, too, hears it once. */
bool effects_tell(struct world *world, struct record *record, const struct action *action)
{
    struct people told = {.arena = world->arena};
    struct text said = {0};
    for (size_t i = 0; i < action->tell_count; i++) {
        const struct effect *effect = &action->tells[i];
        if (!applies(world, record, effect))
            continue;
        size_t count;
        const int64_t *people = people_of(world, record, &effect->who, &count);
        struct text message = fill(world, record, &effect->message);
        if (!text_eq(message, said))
            told.count = 0;
        said = message;
        for (size_t p = 0; p < count; p++)
            if (add_person(&told, people[p]) && person_may_read(world, record, people[p]) &&
                !effects_message(world, record, people[p], message))
                return false;
    }
    return true;
}

/* ---- opening others ---- */

static void check_opened(struct world *world, struct record *opened, struct verdict *verdict)
{
    size_t had = verdict->unmet_count;
    guard_unique(world, opened, verdict);
    effects_nevers(world, opened, verdict);
    for (size_t i = had; i < verdict->unmet_count; i++)
        verdict->unmet[i].message =
            arena_format(world->arena, "This opens a %.*s, and that cannot be: %.*s",
                         TEXT_ARGS(opened->reg->label), TEXT_ARGS(verdict->unmet[i].message));
}

/* The value that `from` holds, as the field of this name in another version holds it. */
static struct value carry(struct world *world, const struct field *from, const struct field *to,
                          struct value value)
{
    struct value carried;
    if (from == to)
        return value;
    bool fits = codec_parse(world->arena, to->type, codec_print(world->arena, from->type, value), &carried);
    return fits ? carried : (struct value){0};
}

/* What is opened today is opened under the version in force, by whichever version's action. */
static struct record *make_opened(struct world *world, struct record *record, const struct effect *effect)
{
    const struct reg *reg = version_reg(world->rulebook, effect->open);
    struct record *opened = reg ? world_blank(world, reg, change_next_id(world, reg)) : NULL;
    for (size_t i = 0; opened && i < effect->value_count; i++) {
        const struct assignment *set = &effect->values[i];
        const struct field *field = reg_field(reg, set->field->name);
        struct scene scene = world_scene(world, record);
        if (field && !field->computed)
            opened->values[field->index] =
                carry(world, set->field, field, evaluate_as(&scene, set->value, set->field->type));
    }
    return opened;
}

static bool open_one(struct world *world, struct record *record, const struct effect *effect,
                     struct verdict *verdict)
{
    struct record *opened = make_opened(world, record, effect);
    if (!opened)
        return true; /* no such register any more: version_check.c lets nothing come to this */
    const struct reg *reg = opened->reg;
    opened->number = change_next_number(world, reg);
    struct change change = change_of(world, opened, EVENT_OPEN);
    change.event.action = reg->create->name;
    change_value(&change, "number", opened->number);
    for (size_t i = 0; i < reg->field_count; i++)
        if (opened->values[i].kind != VALUE_MISSING && !reg->fields[i]->computed)
            change_field(&change, reg->fields[i], opened->values[i]);
    change_value(&change, "opened_by", record->number);
    opened->state = -1; /* so that taking the event in notes when its first state was entered */
    if (!change_write(&change))
        return false;
    check_opened(world, opened, verdict);
    return true;
}

bool effects_open(struct world *world, struct record *record, const struct action *action,
                  struct verdict *verdict)
{
    for (size_t i = 0; i < action->open_count; i++)
        if (applies(world, record, &action->opens[i]) && !open_one(world, record, &action->opens[i], verdict))
            return false;
    return true;
}
