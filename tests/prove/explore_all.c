#include "explore.h"

#include <stdlib.h>

enum { ACTORS = 3, SEEN_SLOTS = 1 << 15, VALUES_MAX = 8, ASKED_MAX = 2 };

struct search {
    struct force *force;
    const struct reg *reg;
    struct text number; /* of the one record tried */
    struct explored *explored;
    size_t depth, commands;
    struct {
        uint64_t hash;
        size_t left; /* steps that were still to go when it was seen */
    } * seen;
};

/* ---- where the record is, as far as rules can tell ---- */

struct digest {
    uint64_t hash;
};

static void mix(struct digest *digest, int64_t n)
{
    digest->hash = (digest->hash ^ (uint64_t)n) * UINT64_C(0x100000001B3);
    digest->hash ^= digest->hash >> 29;
}

static void mix_acts(struct digest *digest, struct force *force, struct record *record)
{
    struct scene scene = world_scene(world_new(force->scratch, force->engine, force->conn, 0), record);
    for (size_t i = 0; i < record->reg->action_count; i++) {
        struct act act =
            scene.facts->act(scene.world, (struct ref){record->reg, record->id}, record->reg->actions[i]);
        size_t after = 0;
        for (size_t k = 0; k < record->reg->action_count; k++)
            after += record->acts[k].seq && record->acts[k].seq < act.seq;
        mix(digest, act.seq ? (int64_t)after : -1);
        mix(digest, act.count < 3 ? act.count : 3);
        mix(digest, act.waived);
        int64_t people = 0; /* in any order */
        for (size_t p = 0; p < act.people_count; p++)
            people |= INT64_C(1) << (act.people[p] % 60);
        mix(digest, people);
    }
}

static void mix_entered(struct digest *digest, const struct record *record)
{
    for (size_t i = 0; i < record->reg->states->count; i++) {
        int64_t before = 0;
        for (size_t k = 0; k < record->reg->states->count; k++)
            before += record->entered[k] < record->entered[i];
        mix(digest, record->entered[i] == INT64_MIN ? -1 : before);
    }
}

static void mix_signatures(struct digest *digest, struct force *force, const struct record *record)
{
    STMT_SCOPED stmt = conn_prepare(force->conn, TEXT("SELECT person,action,stood_for FROM reeve_signature "
                                                      "WHERE register=?1 AND record=?2 ORDER BY 1,2"));
    stmt_bind_text(stmt, 1, record->reg->name);
    stmt_bind_int(stmt, 2, record->id);
    while (stmt_row(stmt)) {
        mix(digest, stmt_int(stmt, 0));
        mix(digest, (int64_t)text_hash(stmt_text(stmt, 1)));
        mix(digest, (int64_t)text_hash(stmt_text(stmt, 2)));
    }
}

static uint64_t digest_of(struct force *force, struct record *record)
{
    struct digest digest = {14695981039346656037u};
    mix(&digest, record->state);
    mix(&digest, record->creator);
    for (size_t i = 0; i < record->reg->field_count; i++) {
        mix(&digest, record->values[i].kind);
        mix(&digest, record->values[i].i);
    }
    mix_acts(&digest, force, record);
    mix_entered(&digest, record);
    mix_signatures(&digest, force, record);
    return digest.hash | 1;
}

/* Notes it; false when it was seen with as many steps to go. */
static bool is_new(struct search *search, uint64_t hash, size_t left)
{
    for (size_t i = 0; i < 64; i++) {
        size_t at = (hash + i) % SEEN_SLOTS;
        if (search->seen[at].hash && search->seen[at].hash != hash)
            continue;
        bool known = search->seen[at].hash && search->seen[at].left >= left;
        if (!known) {
            search->seen[at].hash = hash;
            search->seen[at].left = left;
        }
        return !known;
    }
    return true;
}

/* ---- one step deeper ---- */

static void go_on(struct search *search, size_t left);

static void take_broken(struct search *search)
{
    struct force *force = search->force;
    for (size_t i = 0; i < search->reg->never_count && i < NEVERS_MAX; i++)
        if (!search->explored->reached[i] && force_broke(force, search->reg->nevers[i])) {
            search->explored->reached[i] = true;
            search->explored->how[i] = arena_text(force->arena, buf_text(&force->log));
        }
}

/* Does it, and whatever can follow; takes it back. */
static enum outcome step(struct search *search, const struct command *command, size_t left)
{
    struct force *force = search->force;
    force_mark(force);
    enum outcome outcome = force_do(force, command);
    search->explored->commands++;
    if (outcome == OUTCOME_DONE) {
        search->explored->done++;
        take_broken(search);
        if (command->kind == COMMAND_OPEN)
            search->number = arena_text(force->arena, force->answer.number);
        struct record *record = force_record(force, search->reg, search->number);
        uint64_t hash = digest_of(force, record);
        arena_reset(force->scratch);
        if (left && is_new(search, hash, left))
            go_on(search, left - 1);
    }
    force_back(force);
    return outcome;
}

/* Every value that a field may be given; none for what a tiny page does not have. */
static size_t values_of(const struct field *field, struct input *values)
{
    size_t count = 0;
    values[count++] = (struct input){.name = field->name, .kind = INPUT_NULL};
    if (field->type.kind == TYPE_CHOICE)
        for (size_t i = 0; i < field->type.choice->count && count < VALUES_MAX; i++)
            values[count++] = (struct input){
                .name = field->name, .kind = INPUT_TEXT, .text = field->type.choice->values[i].name};
    if (field->type.kind == TYPE_FLAG)
        for (int64_t i = 0; i < 2; i++)
            values[count++] = (struct input){.name = field->name, .kind = INPUT_FLAG, .number = i};
    if (field->type.kind == TYPE_RECORD)
        for (size_t i = 0; i < ACTORS; i++)
            values[count++] =
                (struct input){.name = field->name, .kind = INPUT_TEXT, .text = force_username(i)};
    return count;
}

/* The command with every combination of values of these fields. True when it was ever admitted. */
static bool with_values(struct search *search, struct command *command, const struct field *const *fields,
                        size_t count, size_t left)
{
    if (!count)
        return step(search, command, left) != OUTCOME_REFUSED;
    struct input values[VALUES_MAX], inputs[ASKED_MAX];
    size_t value_count = values_of(fields[0], values);
    bool admitted = false;
    for (size_t i = 0; i < command->input_count; i++)
        inputs[i] = command->inputs[i];
    for (size_t i = 0; i < value_count && (!i || admitted); i++) {
        struct command given = *command;
        inputs[given.input_count++] = values[i];
        given.inputs = inputs;
        admitted = with_values(search, &given, fields + 1, count - 1, left) || admitted;
    }
    return admitted;
}

static void act_all(struct search *search, const struct action *action, size_t left)
{
    const struct field *asked[ASKED_MAX];
    size_t count = 0;
    for (size_t i = 0; i < action->ask_count && count < ASKED_MAX; i++)
        asked[count++] = action->asks[i].field;
    for (size_t p = 0; p < ACTORS; p++)
        with_values(search,
                    &(struct command){.kind = COMMAND_ACT,
                                      .actor = search->force->people[p],
                                      .register_name = search->reg->name,
                                      .number = search->number,
                                      .action = action->name,
                                      .reason = TEXT("because")},
                    asked, count, left);
}

static void edit_all(struct search *search, const struct field *field, size_t left)
{
    bool done = false; /* who edits leaves no trace: one who may is enough */
    for (size_t p = 0; p < ACTORS && !done; p++)
        done = with_values(search,
                           &(struct command){.kind = COMMAND_EDIT,
                                             .actor = search->force->people[p],
                                             .register_name = search->reg->name,
                                             .number = search->number},
                           &field, 1, left);
}

static bool is_edited(const struct reg *reg, const struct field *field, int state)
{
    for (size_t i = 0; i < reg->edit_count; i++)
        for (size_t f = 0; f < reg->edits[i]->field_count; f++)
            if (reg->edits[i]->fields[f] == field &&
                (reg->edits[i]->in ? reg->edits[i]->in[state] : !reg->states->values[state].final))
                return true;
    return false;
}

static bool is_spent(const struct search *search)
{
    bool all = true;
    for (size_t i = 0; i < search->reg->never_count && i < NEVERS_MAX; i++)
        all = all && search->explored->reached[i];
    return all || search->explored->commands >= search->commands;
}

static void go_on(struct search *search, size_t left)
{
    const struct reg *reg = search->reg;
    int state = force_record(search->force, reg, search->number)->state;
    arena_reset(search->force->scratch);
    for (size_t i = 0; i < reg->action_count && !is_spent(search); i++)
        if (!reg->actions[i]->is_create && reg->actions[i]->in[state] &&
            (reg->actions[i]->by_kind == BY_EXPR || reg->actions[i]->by_kind == BY_EACH))
            act_all(search, reg->actions[i], left);
    for (size_t i = 0; i < reg->field_count && !is_spent(search); i++)
        if (is_edited(reg, reg->fields[i], state))
            edit_all(search, reg->fields[i], left);
    force_mark(search->force);
    force_wait(search->force, 0);
    take_broken(search);
    force_back(search->force);
}

static void open_all(struct search *search)
{
    const struct reg *reg = search->reg;
    const struct field *given[ASKED_MAX];
    size_t count = 0;
    for (size_t i = 0; i < reg->create->ask_count && count < ASKED_MAX; i++)
        given[count++] = reg->create->asks[i].field;
    for (size_t p = 0; p < ACTORS; p++)
        with_values(search,
                    &(struct command){
                        .kind = COMMAND_OPEN, .actor = search->force->people[p], .register_name = reg->name},
                    given, count, search->depth);
    count = 0;
    for (size_t i = 0; i < reg->field_count && count < ASKED_MAX; i++)
        if (!reg->fields[i]->computed)
            given[count++] = reg->fields[i];
    for (size_t s = 0; s < reg->states->count; s++)
        if (s == 0 || reg->states->values[s].final)
            with_values(search,
                        &(struct command){.kind = COMMAND_OPEN,
                                          .register_name = reg->name,
                                          .imported = true,
                                          .import_state = (int)s},
                        given, count, search->depth);
}

/* p1 holds a, p2 b, p3 both and c; with `deputies`, p2 stands in for p1 and p1 for p3. */
static void set_people(struct force *force, bool deputies)
{
    static const struct {
        size_t person;
        const char *role;
    } held[] = {{0, "a"}, {1, "b"}, {2, "a"}, {2, "b"}, {2, "c"}};
    for (size_t i = 0; i < sizeof held / sizeof *held; i++)
        force_grant(force, held[i].person, rulebook_role(force->rulebook, text_of(held[i].role)),
                    (struct text){0}, true);
    if (!deputies)
        return;
    force_deputy(force, 1, 0, NULL);
    force_deputy(force, 0, 2, NULL);
}

static void search_all(struct force *force, void *context)
{
    struct search *search = context;
    size_t budget = search->commands;
    for (int deputies = 0; deputies < 2 && !is_spent(search); deputies++) {
        for (size_t i = 0; i < SEEN_SLOTS; i++)
            search->seen[i].hash = 0;
        search->commands = search->explored->commands + budget / 2;
        force_mark(force);
        set_people(force, deputies != 0);
        arena_reset(force->scratch);
        open_all(search);
        force_back(force);
    }
}

void explore_all(struct force *force, size_t page, size_t depth, size_t commands, struct explored *explored)
{
    struct search search = {.force = force,
                            .reg = force->pages[page],
                            .explored = explored,
                            .depth = depth,
                            .commands = commands};
    search.seen = calloc(SEEN_SLOTS, sizeof *search.seen);
    if (!search.seen)
        abort();
    force_try(force, search_all, &search);
    free(search.seen);
}
