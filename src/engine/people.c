#include "engine/people.h"

#include "engine/guard.h"

static bool is_operator(const struct world *world)
{
    return world->actor <= 0;
}

bool people_administers(struct world *world)
{
    return is_operator(world) ||
           world_facts.holds(world, world->actor, world->rulebook->administrator, -1, INT64_MAX) ||
           world_facts.deputy_holds(world, world->actor, world->rulebook->administrator, -1, INT64_MAX);
}

bool people_may_manage(struct world *world, const struct record *person)
{
    bool said = false;
    if (is_operator(world))
        return true;
    for (size_t i = 0; i < world->rulebook->manage_count; i++) {
        const struct manage_rule *rule = world->rulebook->manages[i];
        said |= rule->people;
        if (rule->people && guard_holds(world, person, rule->by))
            return true;
    }
    return !said && people_administers(world);
}

bool people_may_give(struct world *world, const struct record *person, const struct field *field)
{
    if (field->computed || text_is(field->name, "username"))
        return false;
    if (is_operator(world) || field->engine || !reg_names(person->reg, field))
        return people_may_manage(world, person);
    return guard_edit(world, person, field);
}

bool people_may_change(struct world *world, const struct record *person)
{
    for (size_t i = 0; i < person->reg->field_count; i++)
        if (people_may_give(world, person, person->reg->fields[i]))
            return true;
    return false;
}

static bool names_role(const struct manage_rule *rule, const struct role *role)
{
    for (size_t i = 0; i < rule->role_count; i++)
        if (rule->roles[i] == role)
            return true;
    return false;
}

struct text people_granters(struct world *world, const struct role *role, const struct record *person)
{
    const struct expr *by = role->granted_by;
    for (size_t i = 0; !by && i < world->rulebook->manage_count; i++) {
        const struct manage_rule *rule = world->rulebook->manages[i];
        if (!rule->people && names_role(rule, role))
            by = rule->by;
    }
    return by ? guard_who_expr(world, person, by) : TEXT("Administrator");
}

bool people_may_grant(struct world *world, const struct role *role, const struct record *person)
{
    bool said = false;
    if (is_operator(world))
        return true;
    if (role->granted_by)
        return guard_holds(world, person, role->granted_by);
    for (size_t i = 0; i < world->rulebook->manage_count; i++) {
        const struct manage_rule *rule = world->rulebook->manages[i];
        if (rule->people || !names_role(rule, role))
            continue;
        said = true;
        if (guard_holds(world, person, rule->by))
            return true;
    }
    return !said && people_administers(world);
}

struct text people_managers(struct world *world)
{
    struct record *self = world_record(world, world->rulebook->person, world->actor);
    struct buf out = buf_in(world->arena);
    for (size_t i = 0; i < world->rulebook->manage_count; i++)
        if (world->rulebook->manages[i]->people) {
            buf_puts(&out, out.n ? ", or " : "");
            buf_put(&out, guard_who_expr(world, self, world->rulebook->manages[i]->by));
        }
    return out.n ? buf_text(&out) : TEXT("Administrator");
}

bool people_admitted(struct world *world, struct record *person, struct text *why, const struct cites **cites)
{
    *cites = NULL;
    if (world_inactive(world, person->id)) {
        *why = TEXT("This account is not active. Ask whoever manages people");
        return false;
    }
    for (size_t i = 0; i < world->rulebook->admit_count; i++) {
        const struct guard *admit = &world->rulebook->admits[i];
        if (guard_holds(world, person, admit->test))
            continue;
        *why = admit->message;
        *cites = &admit->cites;
        return false;
    }
    return true;
}

/* ---- lists ---- */

static int64_t time_field(struct world *world, struct record *record, const char *name, int64_t otherwise)
{
    struct value value = world_value(world, record, reg_field(record->reg, text_of(name)));
    return value.kind == VALUE_TIME ? value.i : otherwise;
}

static const struct role *role_field(struct world *world, struct record *record)
{
    const struct field *field = reg_field(record->reg, TEXT("role"));
    struct value value = world_value(world, record, field);
    return value.kind == VALUE_CHOICE
               ? rulebook_role(world->rulebook, field->type.choice->values[value.i].name)
               : NULL;
}

static const int64_t *with_person(struct world *world, const struct reg *reg, const char *field,
                                  int64_t person, size_t *count)
{
    return world_having(world, reg_field(reg, text_of(field)), value_record(person), count);
}

static struct text per_label(const struct role *role, struct text per)
{
    int i = role->per && per.n ? choice_index(role->per, per) : -1;
    return i < 0 ? (struct text){0} : role->per->values[i].label;
}

struct held_role *people_roles(struct world *world, int64_t person, bool all, size_t *count)
{
    size_t found, kept = 0;
    const int64_t *ids = with_person(world, world->rulebook->holding, "person", person, &found);
    struct held_role *roles = ARENA_ARRAY(world->arena, struct held_role, found + 1);
    for (size_t i = found; i-- > 0;) {
        struct record *holding = world_record(world, world->rulebook->holding, ids[i]);
        int64_t from = time_field(world, holding, "from", INT64_MIN),
                to = time_field(world, holding, "to", INT64_MAX);
        const struct role *role = role_field(world, holding);
        if (!role || (!all && (from > world->now || to <= world->now)))
            continue;
        struct text per = world_value(world, holding, reg_field(holding->reg, TEXT("per"))).text;
        roles[kept++] = (struct held_role){holding, role, per_label(role, per), from, to};
    }
    *count = kept;
    return roles;
}

static size_t add_periods(struct world *world, const struct reg *reg, const char *field, int64_t person,
                          struct stand_in_period *periods, size_t kept, size_t room)
{
    size_t found;
    const int64_t *ids = with_person(world, reg, field, person, &found);
    for (size_t i = 0; i < found && kept < room; i++) {
        struct record *record = world_record(world, reg, ids[i]);
        int64_t to = time_field(world, record, "to", INT64_MAX);
        bool deputy = reg == world->rulebook->deputy;
        if (to <= world->now)
            continue;
        periods[kept++] = (struct stand_in_period){
            .record = record,
            .person = world_value(world, record, reg_field(reg, TEXT("person"))).i,
            .deputy = deputy ? world_value(world, record, reg_field(reg, TEXT("deputy"))).i : 0,
            .role = deputy ? role_field(world, record) : NULL,
            .from = time_field(world, record, "from", INT64_MIN),
            .to = to};
    }
    return kept;
}

enum { PERIODS_SHOWN = 100 };

struct stand_in_period *people_deputies(struct world *world, int64_t person, size_t *count)
{
    struct stand_in_period *periods = ARENA_ARRAY(world->arena, struct stand_in_period, PERIODS_SHOWN);
    *count = add_periods(world, world->rulebook->deputy, "person", person, periods, 0, PERIODS_SHOWN);
    *count = add_periods(world, world->rulebook->deputy, "deputy", person, periods, *count, PERIODS_SHOWN);
    return periods;
}

struct stand_in_period *people_absences(struct world *world, int64_t person, size_t *count)
{
    struct stand_in_period *periods = ARENA_ARRAY(world->arena, struct stand_in_period, PERIODS_SHOWN);
    *count = add_periods(world, world->rulebook->absence, "person", person, periods, 0, PERIODS_SHOWN);
    return periods;
}
