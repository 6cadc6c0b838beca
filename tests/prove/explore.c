#include "explore.h"

#include <string.h>

#include "base/zone.h"

enum { ACTORS = 4, RECORDS_MAX = 12 };

struct walk {
    struct force *force;
    struct text page_text;
    const struct reg *own;
    const struct reg *regs[PAGE_REGISTERS];
    size_t reg_count;
    struct chance *chance;
    size_t walks, length;
    struct explored *explored;
    struct { /* opened in this walk */
        const struct reg *reg;
        struct text number;
    } records[RECORDS_MAX];
    size_t record_count;
};

static const char *const roles[] = {"a", "b", "c", "chair", "seat_a", "seat_b", "expert"};

/* ---- what was reached ---- */

static void take_broken(struct walk *walk)
{
    struct force *force = walk->force;
    for (size_t i = 0; i < walk->own->never_count && i < NEVERS_MAX; i++)
        if (!walk->explored->reached[i] && force_broke(force, walk->own->nevers[i])) {
            walk->explored->reached[i] = true;
            walk->explored->how[i] = arena_text(force->arena, buf_text(&force->log));
        }
}

static bool all_reached(const struct walk *walk)
{
    for (size_t i = 0; i < walk->own->never_count && i < NEVERS_MAX; i++)
        if (!walk->explored->reached[i])
            return false;
    return true;
}

static enum outcome try_command(struct walk *walk, const struct command *command)
{
    enum outcome outcome = force_do(walk->force, command);
    walk->explored->commands++;
    walk->explored->done += outcome == OUTCOME_DONE;
    if (outcome == OUTCOME_DONE)
        take_broken(walk);
    return outcome;
}

/* ---- values ---- */

static struct text print_moment(struct walk *walk, enum type_kind kind)
{
    struct buf out = buf_in(walk->force->scratch);
    int64_t now = engine_now(walk->force->engine), off = (int64_t)chance_below(walk->chance, 5) - 2;
    int64_t today = zone_day(engine_clocks(walk->force->engine)->zone, now);
    if (kind == TYPE_TIME)
        time_put(&out, now + off * TIME_HOUR);
    else if (kind == TYPE_DATE)
        day_put(&out, today + off);
    else
        month_put(&out, 12 * 2026 + off);
    return buf_text(&out);
}

static bool random_record(struct walk *walk, const struct reg *reg, struct text *number)
{
    size_t found = 0;
    for (size_t i = 0; i < walk->record_count; i++)
        if (walk->records[i].reg == reg && chance_below(walk->chance, ++found) == 0)
            *number = walk->records[i].number;
    return found > 0;
}

static struct input random_one(struct walk *walk, const struct field *field)
{
    struct input input = {.name = field->name, .kind = INPUT_TEXT};
    switch (field->type.kind) {
    case TYPE_CHOICE:
        input.text = field->type.choice->values[chance_below(walk->chance, field->type.choice->count)].name;
        break;
    case TYPE_FLAG:
        input.kind = INPUT_FLAG;
        input.number = (int64_t)chance_below(walk->chance, 2);
        break;
    case TYPE_NUMBER:
        input.kind = INPUT_NUMBER;
        input.number = (int64_t)chance_below(walk->chance, 6);
        break;
    case TYPE_DATE:
    case TYPE_MONTH:
    case TYPE_TIME:
        input.text = print_moment(walk, field->type.kind);
        break;
    case TYPE_RECORD:
        if (field->type.target == walk->force->rulebook->person)
            input.text = force_username(chance_below(walk->chance, ACTORS));
        else if (!random_record(walk, field->type.target, &input.text))
            input.kind = INPUT_NULL;
        break;
    case TYPE_LINE:
    case TYPE_TEXT:
        input.text = chance_percent(walk->chance, 50) ? TEXT("x") : TEXT("y");
        break;
    case TYPE_LINK:
    case TYPE_FILE:
    case TYPE_NONE:
    case TYPE_DURATION:
        input.kind = INPUT_NULL;
    }
    return input;
}

static struct input random_input(struct walk *walk, const struct field *field)
{
    if (chance_percent(walk->chance, 12))
        return (struct input){.name = field->name, .kind = INPUT_NULL};
    if (!field->type.many)
        return random_one(walk, field);
    struct input list = {.name = field->name, .kind = INPUT_LIST, .count = 1 + chance_below(walk->chance, 2)};
    list.items = ARENA_ARRAY(walk->force->scratch, struct input, list.count);
    for (size_t i = 0; i < list.count; i++)
        list.items[i] = random_one(walk, field);
    return list;
}

/* ---- commands on records ---- */

static int64_t random_actor(struct walk *walk)
{
    return walk->force->people[chance_below(walk->chance, ACTORS)];
}

static void note_record(struct walk *walk, const struct reg *reg, struct text number)
{
    if (walk->record_count == RECORDS_MAX)
        return;
    walk->records[walk->record_count].reg = reg;
    walk->records[walk->record_count++].number = number;
}

/* Fields that an opening may take; an import takes any. */
static void give_fields(struct walk *walk, const struct reg *reg, struct command *command)
{
    struct input *inputs = ARENA_ARRAY(walk->force->scratch, struct input, reg->field_count + 1);
    for (size_t i = 0; i < reg->field_count; i++) {
        const struct field *field = reg->fields[i];
        bool taken = command->imported && !field->computed;
        for (size_t a = 0; a < reg->create->ask_count; a++)
            taken |= reg->create->asks[a].field == field;
        if (taken && chance_percent(walk->chance, field->required ? 90 : 50))
            inputs[command->input_count++] = random_input(walk, field);
    }
    command->inputs = inputs;
}

static void open_some(struct walk *walk, const struct reg *reg)
{
    struct command command = {.kind = COMMAND_OPEN,
                              .actor = random_actor(walk),
                              .register_name = reg->name,
                              .imported = chance_percent(walk->chance, 25)};
    size_t state = chance_below(walk->chance, reg->states->count);
    if (command.imported && chance_percent(walk->chance, 70))
        command.actor = 0;
    if (command.imported && reg->states->values[state].final)
        command.import_state = (int)state;
    give_fields(walk, reg, &command);
    if (try_command(walk, &command) == OUTCOME_DONE)
        note_record(walk, reg, walk->force->answer.number);
}

static void edit_some(struct walk *walk, const struct reg *reg, const struct record *record)
{
    if (!reg->edit_count)
        return;
    struct command command = {.kind = COMMAND_EDIT,
                              .actor = random_actor(walk),
                              .register_name = reg->name,
                              .number = record->number};
    struct input inputs[4];
    size_t want = 1 + chance_below(walk->chance, 3);
    for (size_t i = 0; i < want; i++) {
        const struct edit_rule *rule = reg->edits[chance_below(walk->chance, reg->edit_count)];
        if (rule->in && !rule->in[record->state] && chance_percent(walk->chance, 90))
            continue;
        struct input input = random_input(walk, rule->fields[chance_below(walk->chance, rule->field_count)]);
        bool known = false;
        for (size_t k = 0; k < command.input_count; k++)
            known |= text_eq(inputs[k].name, input.name);
        if (!known)
            inputs[command.input_count++] = input;
    }
    command.inputs = inputs;
    if (command.input_count)
        try_command(walk, &command);
}

static void give_asked(struct walk *walk, const struct action *action, struct command *command)
{
    struct input *inputs = ARENA_ARRAY(walk->force->scratch, struct input, action->ask_count + 1);
    for (size_t i = 0; i < action->ask_count; i++)
        if (chance_percent(walk->chance, 80))
            inputs[command->input_count++] = random_input(walk, action->asks[i].field);
    command->inputs = inputs;
}

/* Two seats and a chair, some of them by deputy, and a vote. */
static void decide(struct walk *walk, const struct record *record, const struct action *action)
{
    struct force *force = walk->force;
    const struct board *board = action->board;
    size_t first = chance_below(walk->chance, ACTORS),
           second = (first + 1 + chance_below(walk->chance, ACTORS - 1)) % ACTORS;
    int seats[] = {(int)first, (int)second};
    struct vote votes[3];
    struct command command = {.kind = COMMAND_DECIDE,
                              .board = board->name,
                              .number = record->number,
                              .action = action->name,
                              .reason = TEXT("because"),
                              .votes = votes};
    for (size_t i = 0; i < 2; i++) {
        if (board->absent != ABSENT_DEPUTY && chance_percent(walk->chance, 30)) {
            seats[i] = -1;
            continue;
        }
        size_t holder = (size_t)seats[i];
        if (chance_percent(walk->chance, 30)) {
            holder = chance_below(walk->chance, ACTORS);
            force_deputy(force, (size_t)seats[i], holder,
                         chance_percent(walk->chance, 50) ? board->members[i] : NULL);
        }
        force_grant(force, holder, board->members[i], (struct text){0}, false);
        votes[command.vote_count].person = force_username((size_t)seats[i]);
        votes[command.vote_count++].vote = chance_percent(walk->chance, 70)   ? TEXT("for")
                                           : chance_percent(walk->chance, 50) ? TEXT("abstain")
                                                                              : TEXT("against");
    }
    size_t chair = chance_below(walk->chance, ACTORS);
    force_grant(force, chair, board->chair, (struct text){0}, false);
    command.actor = force->people[chair];
    if (board->decides == DECIDES_CHAIR && (int)chair != seats[0] && (int)chair != seats[1])
        votes[command.vote_count++] = (struct vote){force_username(chair), TEXT("for")};
    command.meeting = force_meeting(force, board, seats);
    give_asked(walk, action, &command);
    if (command.meeting.n)
        try_command(walk, &command);
}

static void act_some(struct walk *walk, const struct reg *reg, const struct record *record)
{
    const struct action *action = NULL;
    size_t found = 0;
    for (size_t i = 0; i < reg->action_count; i++) {
        const struct action *candidate = reg->actions[i];
        bool here = !candidate->is_create && candidate->by_kind != BY_SYSTEM && candidate->in[record->state];
        if (here && chance_below(walk->chance, ++found) == 0)
            action = candidate;
    }
    if (!action)
        return;
    if (action->by_kind == BY_BOARD) {
        decide(walk, record, action);
        return;
    }
    struct command command = {.kind = COMMAND_ACT,
                              .actor = random_actor(walk),
                              .register_name = reg->name,
                              .number = record->number,
                              .action = action->name,
                              .reason = TEXT("because")};
    give_asked(walk, action, &command);
    for (int i = 0; i < 3 && try_command(walk, &command) == OUTCOME_REFUSED; i++)
        command.actor = random_actor(walk); /* somebody who may */
}

/* ---- people and time ---- */

static bool says(const struct walk *walk, const char *verb, const char *name)
{
    size_t v = strlen(verb), n = strlen(name);
    struct text text = walk->page_text;
    for (size_t i = 0; i + v + n < text.n; i++) {
        char after = text.s[i + v + n];
        bool whole = !(after >= 'a' && after <= 'z') && after != '_';
        if (whole && memcmp(text.s + i, verb, v) == 0 && memcmp(text.s + i + v, name, n) == 0)
            return true;
    }
    return false;
}

static bool mentions(const struct walk *walk, const char *role)
{
    bool seat = strncmp(role, "seat_", 5) == 0 || strcmp(role, "chair") == 0;
    return says(walk, "has ", role) || (seat && says(walk, "sits on ", "duo"));
}

static void change_roles(struct walk *walk)
{
    struct force *force = walk->force;
    const char *name = roles[chance_below(walk->chance, sizeof roles / sizeof *roles)];
    const struct role *role = rulebook_role(force->rulebook, text_of(name));
    if (!mentions(walk, name))
        return;
    struct text per = {0};
    if (role->per && chance_percent(walk->chance, 70))
        per = role->per->values[chance_below(walk->chance, role->per->count)].name;
    size_t person = chance_below(walk->chance, ACTORS);
    if (chance_percent(walk->chance, 65))
        force_grant(force, person, role, per, chance_percent(walk->chance, 50));
    else
        force_end_roles(force, person, role);
}

static void change_deputies(struct walk *walk)
{
    struct force *force = walk->force;
    size_t deputy = chance_below(walk->chance, ACTORS), person = chance_below(walk->chance, ACTORS);
    const struct role *role = rulebook_role(force->rulebook, text_of(roles[chance_below(walk->chance, 3)]));
    if (chance_percent(walk->chance, 30))
        force_end_deputies(force);
    else if (deputy != person)
        force_deputy(force, deputy, person, chance_percent(walk->chance, 60) ? NULL : role);
}

static void change_managers(struct walk *walk)
{
    force_manager(walk->force, chance_below(walk->chance, ACTORS), chance_below(walk->chance, ACTORS));
}

static void wait_some(struct walk *walk)
{
    static const int64_t spans[] = {0, 1, TIME_MINUTE, TIME_HOUR, TIME_DAY, 3 * TIME_DAY};
    force_wait(walk->force, spans[chance_below(walk->chance, sizeof spans / sizeof *spans)]);
    take_broken(walk);
}

static void comment(struct walk *walk, const struct reg *reg, const struct record *record)
{
    try_command(walk, &(struct command){.kind = COMMAND_COMMENT,
                                        .actor = random_actor(walk),
                                        .register_name = reg->name,
                                        .number = record->number,
                                        .text = TEXT("a comment")});
}

/* ---- walking ---- */

/* Records that an `open` made are not in the walk's own list: the page's latest may be one. */
static struct record *pick(struct walk *walk, const struct reg *reg)
{
    struct text number;
    if (chance_percent(walk->chance, 15)) {
        struct text sql = arena_format(walk->force->scratch,
                                       "SELECT \"_number\" FROM \"%.*s\" ORDER BY \"_id\" DESC LIMIT 1",
                                       TEXT_ARGS(reg->name));
        STMT_SCOPED stmt = conn_prepare(walk->force->conn, sql);
        if (!stmt_row(stmt))
            return NULL;
        number = arena_text(walk->force->scratch, stmt_text(stmt, 0));
    } else if (!random_record(walk, reg, &number)) {
        return NULL;
    }
    return force_record(walk->force, reg, number);
}

static void step(struct walk *walk)
{
    const struct reg *reg = walk->own;
    if (walk->reg_count > 1 && chance_percent(walk->chance, 30))
        reg = walk->regs[1 + chance_below(walk->chance, walk->reg_count - 1)];
    struct record *record = pick(walk, reg);
    size_t kind = chance_below(walk->chance, 100);
    if (!record || kind < 5)
        open_some(walk, reg);
    else if (kind < 50)
        act_some(walk, reg, record);
    else if (kind < 78)
        edit_some(walk, reg, record);
    else if (kind < 86)
        wait_some(walk);
    else if (kind < 93)
        change_roles(walk);
    else if (kind < 97)
        change_deputies(walk);
    else if (kind < 98)
        change_managers(walk);
    else
        comment(walk, reg, record);
}

static void gather(struct walk *walk, struct force *force, size_t page)
{
    walk->force = force;
    walk->own = force->pages[page];
    walk->page_text = force->texts[page];
    walk->regs[walk->reg_count++] = walk->own;
    struct text prefix = arena_format(force->arena, "%.*s_", TEXT_ARGS(walk->own->name));
    for (size_t i = 0; i < force->rulebook->register_count; i++)
        if (text_starts(force->rulebook->registers[i]->name, prefix) && walk->reg_count < PAGE_REGISTERS)
            walk->regs[walk->reg_count++] = force->rulebook->registers[i];
}

enum { WALKS_EACH = 4 }; /* with the same people */

static void set_people(struct walk *walk)
{
    for (size_t i = 0; i < 14; i++)
        change_roles(walk);
    if (chance_percent(walk->chance, 30))
        change_deputies(walk);
}

static void walk_about(struct force *force, void *context)
{
    struct walk *walk = context;
    for (size_t i = 0; i < walk->walks && !all_reached(walk); i++) {
        if (i % WALKS_EACH == 0) {
            if (i)
                force_back(force);
            force_mark(force);
            set_people(walk);
        }
        arena_reset(force->scratch);
        walk->record_count = 0;
        force_mark(force);
        for (size_t s = 0; s < walk->length; s++)
            step(walk);
        force_back(force);
    }
    while (force->mark_count)
        force_back(force);
}

void explore_by_chance(struct force *force, size_t page, struct chance *chance, size_t walks, size_t length,
                       struct explored *explored)
{
    struct walk walk = {.chance = chance, .walks = walks, .length = length, .explored = explored};
    gather(&walk, force, page);
    force_try(force, walk_about, &walk);
}
