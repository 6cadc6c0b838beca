#include "agree.h"

enum { CLOCKS_FORWARD = 20541, CLOCKS_BACK = 20751 }; /* 2026-03-29, 2026-10-25, both at 01:00 UTC */
enum { PEOPLE = 7, THINGS = 9, ITEMS = 30, HOLDINGS = 22, DEPUTIES = 16, ABSENCES = 5, MEETINGS = 3 };

/* Six days from each: the clocks go forward on 2026-03-29 and back on 2026-10-25, Easter (1 to 6 April) and
 * the holidays from Christmas to new year. */
static const int64_t DAYS[] = {20539, 20749, 20544, 20811, 20454};

uint64_t chance_below(struct chance *chance, uint64_t n)
{
    chance->state ^= chance->state << 13;
    chance->state ^= chance->state >> 7;
    chance->state ^= chance->state << 17;
    return (chance->state >> 11) % n;
}

bool chance_of(struct chance *chance, unsigned percent)
{
    return chance_below(chance, 100) < percent;
}

static int64_t a_day(struct chance *chance)
{
    if (chance_of(chance, 15))
        return chance_of(chance, 50) ? CLOCKS_FORWARD : CLOCKS_BACK;
    return DAYS[chance_below(chance, sizeof DAYS / sizeof *DAYS)] + (int64_t)chance_below(chance, 6);
}

static int64_t a_time(struct chance *chance)
{
    static const int64_t CLOCKS[] = {0, 60, 90, 30, 61, 119, 120, 480, 600, 1079, 1080, 1081, 1380, 1439};
    uint64_t clocks = chance_of(chance, 50) ? 14 : 3; /* some often, so that one ends as another begins */
    int64_t time = a_day(chance) * TIME_DAY + CLOCKS[chance_below(chance, clocks)] * TIME_MINUTE;
    return chance_of(chance, 15) ? time + 1 : time;
}

/* ---- making ---- */

static struct value one_value(struct world *world, struct chance *chance, struct type type)
{
    static const char *const WORDS[] = {"alpha", "beta", "gamma", "alphabet", "B"};
    switch (type.kind) {
    case TYPE_NUMBER:
        if (chance_of(chance, 10))
            return (struct value){.kind = VALUE_NUMBER,
                                  .i = chance_of(chance, 50) ? VALUE_NUMBER_MAX : -VALUE_NUMBER_MAX};
        return (struct value){.kind = VALUE_NUMBER, .i = (int64_t)chance_below(chance, 7) - 3};
    case TYPE_FLAG:
        return (struct value){.kind = VALUE_FLAG, .i = chance_of(chance, 50)};
    case TYPE_DATE:
        return (struct value){.kind = VALUE_DATE, .i = chance_of(chance, 4) ? DAY_MAX - 1 : a_day(chance)};
    case TYPE_MONTH:
        return (struct value){.kind = VALUE_MONTH, .i = day_month(a_day(chance))};
    case TYPE_TIME:
        return (struct value){.kind = VALUE_TIME, .i = a_time(chance)};
    case TYPE_CHOICE:
        return (struct value){.kind = VALUE_CHOICE, .i = (int64_t)chance_below(chance, type.choice->count)};
    case TYPE_RECORD:
        return (struct value){
            .kind = VALUE_RECORD,
            .i = 1 + (int64_t)chance_below(chance, world->tables[type.target->index].count),
        };
    case TYPE_LINE:
    case TYPE_TEXT:
    case TYPE_FILE:
    case TYPE_LINK:
    case TYPE_NONE:
    case TYPE_DURATION:
        break;
    }
    return (struct value){.kind = VALUE_TEXT, .text = text_of(WORDS[chance_below(chance, 5)])};
}

static struct value some_value(struct world *world, struct chance *chance, struct type type)
{
    if (chance_of(chance, 22))
        return (struct value){0};
    if (!type.many)
        return one_value(world, chance, type);
    struct value *items = ARENA_ARRAY(world->arena, struct value, 3);
    size_t count = 0, wanted = 1 + chance_below(chance, 3);
    for (size_t i = 0; i < wanted; i++) {
        struct value item = one_value(world, chance, type);
        bool known = false;
        for (size_t j = 0; j < count; j++)
            known = known || value_same(items[j], item);
        if (!known)
            items[count++] = item;
    }
    return (struct value){.kind = VALUE_SET, .items = items, .count = count};
}

static void make_acts(struct world *world, struct chance *chance, const struct reg *reg, struct row *row)
{
    row->acts = ARENA_ARRAY(world->arena, struct act, reg->action_count);
    for (size_t i = 0; i < reg->action_count; i++) {
        if (chance_of(chance, 30))
            continue;
        struct act *act = &row->acts[i];
        int64_t *people = ARENA_ARRAY(world->arena, int64_t, 2);
        people[0] = 1 + (int64_t)chance_below(chance, PEOPLE);
        people[1] = 1 + people[0] % PEOPLE;
        *act = (struct act){
            .seq = 1 + (int64_t)(chance_below(chance, 100) * reg->action_count + i),
            .time = a_time(chance),
            .actor = people[0],
            .count = 1 + (int64_t)chance_below(chance, 3),
            .waived = chance_of(chance, 40),
            .people = people,
            .people_count = 1 + chance_below(chance, 2),
        };
        if (chance_of(chance, 10)) {
            act->actor = 0;
            act->people_count = 0;
        }
    }
}

static void make_row(struct world *world, struct chance *chance, const struct reg *reg, struct row *row)
{
    row->number = arena_format(world->arena, "%.*s-%jd", TEXT_ARGS(reg->name), (intmax_t)row->id);
    row->state = (int)chance_below(chance, reg->states->count);
    row->created = a_time(chance);
    row->updated = a_time(chance);
    row->creator = (int64_t)chance_below(chance, PEOPLE + 1);
    row->values = ARENA_ARRAY(world->arena, struct value, reg->field_count);
    for (size_t i = 0; i < reg->field_count; i++)
        if (!reg->fields[i]->computed)
            row->values[i] = some_value(world, chance, reg->fields[i]->type);
    row->entered = ARENA_ARRAY(world->arena, int64_t, reg->states->count);
    for (size_t i = 0; i < reg->states->count; i++)
        row->entered[i] = chance_of(chance, 30) ? INT64_MIN : a_time(chance);
    make_acts(world, chance, reg, row);
}

static struct value *cell(const struct world *world, const struct reg *reg, struct row *row,
                          const char *field)
{
    (void)world;
    return &row->values[reg_field(reg, text_of(field))->index];
}

static const struct role *role_of(const struct world *world, const struct reg *reg, struct row *row)
{
    const struct field *field = reg_field(reg, TEXT("role"));
    struct value value = row->values[field->index];
    return value.kind == VALUE_MISSING
               ? NULL
               : rulebook_role(world->rulebook, field->type.choice->values[value.i].name);
}

/* Roles, deputies and absences always say who and from when; a role held for a value says which. */
static void mend_period(struct world *world, struct chance *chance, const struct reg *reg, struct row *row)
{
    static const char *const WHO[] = {"person", "deputy"};
    for (size_t i = 0; i < 2; i++) {
        const struct field *field = reg_field(reg, text_of(WHO[i]));
        if (field)
            row->values[field->index] = one_value(world, chance, field->type);
    }
    struct value *from = cell(world, reg, row, "from"), *to = cell(world, reg, row, "to");
    *from = (struct value){.kind = VALUE_TIME, .i = a_time(chance) - 20 * TIME_DAY};
    if (to->kind == VALUE_TIME && to->i <= from->i)
        to->i = from->i + TIME_DAY;
    if (reg != world->rulebook->holding)
        return;
    struct value *held = cell(world, reg, row, "role");
    *held = one_value(world, chance, reg_field(reg, TEXT("role"))->type);
    const struct role *role = role_of(world, reg, row);
    struct value *per = cell(world, reg, row, "per");
    *per = (struct value){0};
    if (role->per)
        *per = (struct value){.kind = VALUE_TEXT,
                              .text = role->per->values[chance_below(chance, role->per->count)].name};
}

/* Some periods begin as the one before ends. */
static void mend_touching(const struct world *world, struct chance *chance)
{
    const struct reg *item = rulebook_register(world->rulebook, TEXT("item"));
    struct table *table = &world->tables[item->index];
    for (size_t i = 1; i < table->count; i++)
        if (chance_of(chance, 30))
            *cell(world, item, &table->rows[i], "begins") = *cell(world, item, &table->rows[i - 1], "ends");
}

static size_t size_of(const struct world *world, const struct reg *reg)
{
    const struct rulebook *rulebook = world->rulebook;
    if (reg == rulebook->person)
        return PEOPLE;
    if (reg == rulebook->holding)
        return HOLDINGS;
    if (reg == rulebook->deputy)
        return DEPUTIES;
    if (reg == rulebook->absence)
        return ABSENCES;
    if (reg == rulebook->meeting || reg == rulebook->attendance)
        return MEETINGS;
    return text_is(reg->name, "item") ? ITEMS : THINGS;
}

void world_make(struct world *world, struct arena *arena, const struct rulebook *rulebook,
                const struct clocks *clocks, struct chance *chance)
{
    *world = (struct world){
        .arena = arena, .rulebook = rulebook, .clocks = clocks, .now = a_time(chance), .actor = 1};
    world->tables = ARENA_ARRAY(arena, struct table, rulebook->register_count);
    for (size_t i = 0; i < rulebook->register_count; i++) {
        struct table *table = &world->tables[i];
        *table =
            (struct table){.reg = rulebook->registers[i], .count = size_of(world, rulebook->registers[i])};
        table->rows = ARENA_ARRAY(arena, struct row, table->count);
    }
    for (size_t i = 0; i < rulebook->register_count; i++) {
        struct table *table = &world->tables[i];
        for (size_t j = 0; j < table->count; j++) {
            table->rows[j].id = (int64_t)j + 1;
            make_row(world, chance, table->reg, &table->rows[j]);
            if (reg_field(table->reg, TEXT("from")))
                mend_period(world, chance, table->reg, &table->rows[j]);
        }
    }
    mend_touching(world, chance);
}

/* ---- facts ---- */

static struct row *row_of(const struct world *world, struct ref ref)
{
    const struct table *table = &world->tables[ref.reg->index];
    return ref.id > 0 && (size_t)ref.id <= table->count ? &table->rows[ref.id - 1] : NULL;
}

static struct value found(struct world *world, struct value value)
{
    world->missing += value.kind == VALUE_MISSING;
    return value;
}

static struct value fact_field(void *from, struct ref ref, const struct field *field)
{
    struct world *world = from;
    struct row *row = row_of(world, ref);
    return found(world, row ? row->values[field->index] : (struct value){0});
}

static struct value fact_builtin(void *from, struct ref ref, enum builtin builtin)
{
    struct row *row = row_of(from, ref);
    if (!row)
        return (struct value){0};
    switch (builtin) {
    case BUILTIN_NUMBER:
        return (struct value){.kind = VALUE_TEXT, .text = row->number};
    case BUILTIN_STATE:
        return (struct value){.kind = VALUE_CHOICE, .i = row->state};
    case BUILTIN_CREATED:
        return (struct value){.kind = VALUE_TIME, .i = row->created};
    case BUILTIN_UPDATED:
        return (struct value){.kind = VALUE_TIME, .i = row->updated};
    case BUILTIN_CREATOR:
        return found(from,
                     (struct value){.kind = row->creator ? VALUE_RECORD : VALUE_MISSING, .i = row->creator});
    case BUILTIN_MARKING:
        return (struct value){.kind = VALUE_TEXT, .text = TEXT("OFFICIAL")};
    case BUILTIN_NONE:
        break;
    }
    return (struct value){0};
}

static struct act fact_act(void *from, struct ref ref, const struct action *action)
{
    struct world *world = from;
    struct row *row = row_of(world, ref);
    struct act act =
        row && action->index < ref.reg->action_count ? row->acts[action->index] : (struct act){0};
    world->missing += act.seq == 0;
    return act;
}

static bool fact_entered(void *from, struct ref ref, int state, int64_t *time)
{
    struct world *world = from;
    struct row *row = row_of(world, ref);
    if (!row || row->entered[state] == INT64_MIN) {
        world->missing++;
        return false;
    }
    *time = row->entered[state];
    return true;
}

static bool has_in_tables(void *from, const struct reg *reg, const struct step *step)
{
    const struct world *world = from;
    return reg != world->unsaid || (step && step->field);
}

/* As the engine finds them: SQL as far as it can say what they must be, evaluation for the rest. */
static size_t count_asked(struct world *world, struct scene *scene, const struct expr *quantifier)
{
    struct sql sql = {.text = buf_in(world->passing)};
    buf_puts(&sql.text, "SELECT t.\"_id\" FROM ");
    schema_table(&sql.text, quantifier->reg);
    buf_puts(&sql.text, " t WHERE TRUE");
    bool all = query_meets(scene, quantifier, "t", has_in_tables, &sql);
    __attribute__((cleanup(world_finalize))) sqlite3_stmt *statement = world_prepare(world->db, &sql);
    size_t count = 0;
    while (sqlite3_step(statement) == SQLITE_ROW) {
        struct ref ref = {quantifier->reg, sqlite3_column_int64(statement, 0)};
        count += all || evaluate_meets(scene, quantifier, ref);
    }
    world->asked[all]++;
    return count;
}

static size_t fact_count(void *from, struct scene *scene, const struct expr *quantifier, size_t enough)
{
    struct world *world = from;
    const struct table *table = &world->tables[quantifier->reg->index];
    size_t count = 0;
    if (world->asks)
        return count_asked(world, scene, quantifier);
    for (size_t i = 0; i < table->count && count < enough; i++)
        count += evaluate_meets(scene, quantifier, (struct ref){table->reg, table->rows[i].id});
    return count;
}

static bool holds_at(const struct world *world, const struct reg *reg, struct row *row, int64_t time)
{
    struct value from = *cell(world, reg, row, "from"), to = *cell(world, reg, row, "to");
    return from.i <= time && (to.kind == VALUE_MISSING || to.i > time);
}

static bool is_holding(const struct world *world, struct row *row, int64_t person, const struct role *role,
                       int64_t per)
{
    const struct reg *reg = world->rulebook->holding;
    struct value held = *cell(world, reg, row, "per");
    return cell(world, reg, row, "person")->i == person && role_of(world, reg, row) == role &&
           (per < 0 || text_eq(held.text, role->per->values[per].name));
}

/* Walks through the periods: from one that holds at `time` to the one that holds at its end, until now. */
static bool fact_holds(void *from, int64_t person, const struct role *role, int64_t per, int64_t since)
{
    const struct world *world = from;
    const struct reg *reg = world->rulebook->holding;
    struct table *table = &world->tables[reg->index];
    int64_t at = since == INT64_MAX ? world->now : since;
    for (size_t i = 0; i < table->count; i++) {
        struct row *row = &table->rows[i];
        struct value to = *cell(world, reg, row, "to");
        if (!is_holding(world, row, person, role, per) || !holds_at(world, reg, row, at))
            continue;
        if (to.kind == VALUE_MISSING || to.i > world->now)
            return true;
        at = to.i;
        i = SIZE_MAX;
    }
    return false;
}

static bool is_deputy(const struct world *world, struct row *row, int64_t deputy)
{
    const struct reg *reg = world->rulebook->deputy;
    return !world->no_deputies && cell(world, reg, row, "deputy")->i == deputy &&
           holds_at(world, reg, row, world->now);
}

static bool fact_deputy_holds(void *from, int64_t person, const struct role *role, int64_t per, int64_t since)
{
    const struct world *world = from;
    const struct reg *reg = world->rulebook->deputy;
    struct table *table = &world->tables[reg->index];
    for (size_t i = 0; i < table->count; i++) {
        struct row *row = &table->rows[i];
        const struct role *named = role_of(world, reg, row);
        bool covers = !named || named == role;
        if (covers && is_deputy(world, row, person) &&
            fact_holds(from, cell(world, reg, row, "person")->i, role, per, since))
            return true;
    }
    return false;
}

static bool fact_deputises(void *from, int64_t deputy, int64_t person, bool everything)
{
    const struct world *world = from;
    const struct reg *reg = world->rulebook->deputy;
    struct table *table = &world->tables[reg->index];
    for (size_t i = 0; i < table->count; i++) {
        struct row *row = &table->rows[i];
        if (is_deputy(world, row, deputy) && cell(world, reg, row, "person")->i == person &&
            (!everything || cell(world, reg, row, "role")->kind == VALUE_MISSING))
            return true;
    }
    return false;
}

static bool fact_manages(void *from, int64_t manager, int64_t person)
{
    const struct world *world = from;
    const struct reg *reg = world->rulebook->person;
    int64_t at = person;
    for (int i = 0; i < PEOPLE; i++) {
        struct value next = *cell(world, reg, row_of(world, (struct ref){reg, at}), "manager");
        if (next.kind == VALUE_MISSING)
            return false;
        at = next.i;
        if (at == manager && manager != person)
            return true;
    }
    return false;
}

static bool fact_sits_on(void *from, int64_t person, const struct board *board)
{
    const struct role *roles[] = {board->chair, board->members[0]};
    for (size_t i = 0; i < 2; i++)
        if (fact_holds(from, person, roles[i], -1, INT64_MAX) ||
            fact_deputy_holds(from, person, roles[i], -1, INT64_MAX))
            return true;
    return false;
}

static bool fact_absent(void *from, const struct role *role)
{
    const struct world *world = from;
    return role == world->rulebook->roles[0] || world->now % 2 == 0;
}

static bool fact_next_meeting(void *from, const struct board *board, int64_t *starts)
{
    const struct world *world = from;
    (void)board;
    *starts = world->now + 3 * TIME_DAY;
    return world->actor % 2;
}

static bool fact_may_read(void *from, struct ref ref)
{
    struct world *world = from;
    struct scene scene = world_scene(world, true, false);
    scene.self = ref;
    if (ref.reg->builtin && !ref.reg->read_count)
        return world->actor != 0;
    for (size_t i = 0; i < ref.reg->read_count; i++)
        if (evaluate_test(&scene, ref.reg->reads[i].test))
            return true;
    return false;
}

const struct facts world_facts = {
    .field = fact_field,
    .builtin = fact_builtin,
    .act = fact_act,
    .entered = fact_entered,
    .count = fact_count,
    .holds = fact_holds,
    .deputy_holds = fact_deputy_holds,
    .deputises = fact_deputises,
    .manages = fact_manages,
    .sits_on = fact_sits_on,
    .absent = fact_absent,
    .next_meeting = fact_next_meeting,
    .may_read = fact_may_read,
};

struct scene world_scene(struct world *world, bool reading, bool narrowed)
{
    return (struct scene){
        .arena = world->passing,
        .rulebook = world->rulebook,
        .clocks = world->clocks,
        .facts = &world_facts,
        .world = world,
        .actor = world->actor,
        .now = world->now,
        .reading = reading,
        .narrowed = narrowed,
    };
}
