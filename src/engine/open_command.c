/* The command that opens a record (language reference, Opening). */
#include "engine/change.h"
#include "engine/commands.h"
#include "engine/effects.h"
#include "engine/projection.h"

struct opening {
    const bool *given; /* per field: this opener may give it */
    const struct reg *reg;
    const struct field *refused; /* one that somebody else could give */
};

/* Judged before anything is taken: what is given does not decide who may give it. */
static const bool *admitted(struct world *world, const struct record *record)
{
    bool *given = ARENA_ARRAY(world->arena, bool, record->reg->field_count + 1);
    for (size_t i = 0; i < record->reg->field_count; i++)
        given[i] = guard_gives(world, record, record->reg->fields[i]);
    return given;
}

static bool admits(void *context, const struct field *field)
{
    struct opening *opening = context;
    if (opening->given[field->index])
        return true;
    bool others = !field->computed && !field->engine && reg_edits_first(opening->reg, field);
    if (others && !opening->refused)
        opening->refused = field;
    return others;
}

static void require(struct doing *doing, struct record *record)
{
    struct world *world = doing->world;
    const struct action *create = record->reg->create;
    for (size_t i = 0; i < create->ask_count; i++) {
        const struct field *field = create->asks[i].field;
        if (guard_lacks(world, record, &create->asks[i]))
            refuse_field(doing, field->name,
                         arena_format(world->arena, "Give: %.*s", TEXT_ARGS(field->label)));
    }
    if (doing->answer->error_count)
        refuse(doing, OUTCOME_INVALID, TEXT("Something required is missing"));
}

static void refuse_opening(struct doing *doing, struct record *record)
{
    struct world *world = doing->world;
    const struct action *create = record->reg->create;
    refuse_by(doing, arena_format(world->arena, "You may not open this: %.*s", TEXT_ARGS(record->reg->label)),
              create->by_count ? expr_print(world->arena, create->by[0]) : TEXT("create"),
              guard_who(world, record, create), &create->by_cites);
}

static void refuse_given(struct doing *doing, struct record *record, const struct field *field)
{
    struct world *world = doing->world;
    for (size_t i = 0; i < record->reg->edit_count; i++) {
        const struct edit_rule *rule = record->reg->edits[i];
        for (size_t f = 0; f < rule->field_count; f++)
            if (rule->fields[f] == field && (!rule->in || rule->in[0])) {
                refuse_by(
                    doing,
                    arena_format(world->arena, "%.*s is not yours to give here", TEXT_ARGS(field->label)),
                    expr_print(world->arena, rule->by), guard_who_expr(world, record, rule->by),
                    &rule->cites);
                return;
            }
    }
}

/* The opener first, then whom they stand in for. */
static int64_t *openers(struct world *world, const struct record *record, size_t *count)
{
    const struct action *create = record->reg->create;
    size_t stood_count;
    const int64_t *stood =
        guard_stood_for(world, record, create->by_count ? create->by[0] : NULL, &stood_count);
    int64_t *people = ARENA_ARRAY(world->arena, int64_t, stood_count + 1);
    people[0] = world->actor;
    for (size_t i = 0; i < stood_count; i++)
        people[i + 1] = stood[i];
    *count = stood_count + 1;
    return people;
}

static void write_opening(struct doing *doing, struct record *record, const struct verdict *verdict,
                          const int64_t *people, size_t count)
{
    struct world *world = doing->world;
    record->number = change_next_number(world, record->reg);
    struct change change = change_of(world, record, EVENT_OPEN);
    change.event.action = record->reg->create->name;
    change_value(&change, "number", record->number);
    put_changed(&change, record, NULL);
    put_verdict(&change, verdict, doing->reason);
    change_people(&change, "people", people, count);
    record->state = -1; /* so that taking the event in notes when its first state was entered */
    if (!change_write(&change)) {
        broken(doing);
        return;
    }
    settle_change(doing, record, record->reg->create, NULL);
    doing->answer->created = true;
}

static void open_record(struct doing *doing, const struct reg *reg)
{
    struct world *world = doing->world;
    struct record *record = world_blank(world, reg, change_next_id(world, reg));
    struct opening opening = {.given = admitted(world, record), .reg = reg};
    struct verdict verdict = {0};
    size_t count;
    bool may = guard_by(world, record, reg->create);
    const int64_t *people = openers(world, record, &count);
    if (!take_inputs(doing, record, admits, &opening))
        return;
    if (!may) {
        refuse_opening(doing, record);
        return;
    }
    if (opening.refused) {
        refuse_given(doing, record, opening.refused);
        return;
    }
    require(doing, record);
    if (doing->answer->error_count)
        return;
    guard_needs(world, record, reg->create, NEEDS_ALL, &verdict);
    effects_set(world, record, reg->create);
    guard_unique(world, record, &verdict);
    if (!refuse_blocked(doing, &verdict))
        write_opening(doing, record, &verdict, people, count);
}

void command_open(struct doing *doing)
{
    const struct reg *reg = rulebook_register(doing->world->rulebook, doing->command->register_name);
    if (!reg || reg->builtin)
        refuse(doing, OUTCOME_MISSING, TEXT("There is no such register"));
    else if (doing->command->imported)
        command_import(doing);
    else
        open_record(doing, reg);
}
