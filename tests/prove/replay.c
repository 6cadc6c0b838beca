#include "replay.h"

#include <string.h>

#include "base/zone.h"
#include "engine/guard.h"

enum { RECORDS_MAX = 8 };
enum { SPARE_PEOPLE = 2, SPARE = FORCE_PEOPLE - SPARE_PEOPLE }; /* who are in no trace: they fill seats */

struct walk {
    struct force *force;
    const struct reg *reg;
    const struct prove_result *result;
    struct text number; /* of the record, once it is open */
    struct {
        const struct reg *reg;
        unsigned called;
        struct text number;
    } records[RECORDS_MAX]; /* others that the trace names */
    size_t record_count;
    unsigned given; /* values made up so far: each is another */
    enum replayed ended;
    struct text *why;
};

static int64_t person_id(const struct walk *walk, unsigned person)
{
    return person ? walk->force->people[person - 1] : 0;
}

static bool stray(struct walk *walk, size_t step, struct text what)
{
    walk->ended = REPLAY_STRAYED;
    *walk->why = arena_format(walk->force->arena, "step %zu: %.*s\n%s", step + 1, TEXT_ARGS(what),
                              buf_text(&walk->force->log).s);
    return false;
}

static struct text answer_text(const struct answer *answer, struct arena *arena)
{
    struct buf out = buf_in(arena);
    buf_put(&out, answer->message);
    for (size_t i = 0; i < answer->unmet_count; i++)
        buf_format(&out, "; %.*s", TEXT_ARGS(answer->unmet[i].message));
    for (size_t i = 0; i < answer->error_count; i++)
        buf_format(&out, "; %.*s: %.*s", TEXT_ARGS(answer->errors[i].field),
                   TEXT_ARGS(answer->errors[i].message));
    if (answer->rule.n)
        buf_format(&out, "; %.*s", TEXT_ARGS(answer->rule));
    return buf_text(&out);
}

/* ---- people as a step wants them ---- */

static size_t subject(struct walk *walk, const struct prove_answer *answer, const struct expr *who)
{
    struct force *force = walk->force;
    if (who->path.root == ROOT_ACTOR && !who->path.count)
        return answer->about ? answer->about - 1 : FORCE_PEOPLE;
    if (!walk->number.n)
        return FORCE_PEOPLE;
    struct scene scene = world_scene(world_new(force->scratch, force->engine, force->conn, 0),
                                     force_record(force, walk->reg, walk->number));
    struct value value = evaluate_value(&scene, who);
    size_t person = 0;
    while (person < FORCE_PEOPLE && (value.kind != VALUE_RECORD || force->people[person] != value.i))
        person++;
    return person;
}

static struct text held_for(struct walk *walk, const struct expr *question)
{
    struct force *force = walk->force;
    if (question->count < 2 || !question->role->per)
        return (struct text){0};
    struct scene scene = world_scene(world_new(force->scratch, force->engine, force->conn, 0),
                                     walk->number.n ? force_record(force, walk->reg, walk->number) : NULL);
    struct value value = evaluate_value(&scene, question->args[1]);
    return value.kind == VALUE_CHOICE ? question->role->per->values[value.i].name : (struct text){0};
}

/* Nobody holds anything but what the answers say. */
static bool arrange(struct walk *walk, const struct prove_step *step, size_t at)
{
    struct force *force = walk->force;
    force_pass(force, step->at_once ? 0 : TIME_SECOND);
    force_end_roles(force, FORCE_PEOPLE, NULL);
    force_end_deputies(force);
    for (size_t i = 0; i < step->deputy_count; i++)
        force_deputy(force, step->deputies[i].deputy - 1, step->deputies[i].person - 1, NULL);
    for (size_t i = 0; i < step->answer_count; i++) {
        const struct prove_answer *answer = &step->answers[i];
        const struct expr *question = answer->question;
        size_t person = question->count ? subject(walk, answer, question->args[0]) : FORCE_PEOPLE;
        if (!answer->answer || person == FORCE_PEOPLE)
            continue;
        if (question->kind == EXPR_HAS)
            force_grant(force, person, question->role, held_for(walk, question), true);
        else if (question->kind == EXPR_SITS_ON)
            force_grant(force, person, question->board->chair, (struct text){0}, true);
        else if (question->kind == EXPR_MANAGES && subject(walk, answer, question->args[1]) < FORCE_PEOPLE)
            force_manager(force, person, subject(walk, answer, question->args[1]));
        else
            return stray(walk, at,
                         arena_format(force->scratch, "nobody can arrange `%s`",
                                      expr_print(force->scratch, question).s));
    }
    return true;
}

/* ---- values ---- */

static struct text moment(struct force *force, enum type_kind kind, int64_t i)
{
    struct buf out = buf_in(force->scratch);
    if (kind == TYPE_TIME)
        time_put(&out, i);
    else if (kind == TYPE_DATE)
        day_put(&out, i);
    else
        month_put(&out, i);
    return buf_text(&out);
}

static struct text record_of(struct walk *walk, const struct reg *reg, unsigned number);

/* Any value the field takes; of what there is enough of, one that was not given before. */
static struct input something(struct walk *walk, const struct field *field)
{
    struct force *force = walk->force;
    struct input input = {.name = field->name, .kind = INPUT_TEXT};
    int64_t now = engine_now(force->engine), today = zone_day(engine_clocks(force->engine)->zone, now);
    walk->given++;
    input.text = arena_format(force->arena, "x%u", walk->given);
    if (field->type.kind == TYPE_NUMBER || field->type.kind == TYPE_FLAG)
        input = (struct input){.name = field->name,
                               .kind = field->type.kind == TYPE_FLAG ? INPUT_FLAG : INPUT_NUMBER,
                               .number = field->type.kind == TYPE_FLAG ? 1 : 100 + (int64_t)walk->given};
    else if (field->type.kind == TYPE_DATE || field->type.kind == TYPE_TIME || field->type.kind == TYPE_MONTH)
        input.text = moment(force, field->type.kind,
                            field->type.kind == TYPE_TIME   ? now + walk->given * TIME_MINUTE
                            : field->type.kind == TYPE_DATE ? today + walk->given
                                                            : 12 * 2026 + walk->given);
    else if (field->type.kind == TYPE_CHOICE)
        input.text = field->type.choice->values[0].name;
    else if (field->type.kind == TYPE_LINK)
        input.text = TEXT("https://example.org");
    else if (field->type.kind == TYPE_RECORD && field->type.target == force->rulebook->person)
        input.text = force_username(SPARE + walk->given % SPARE_PEOPLE);
    else if (field->type.kind == TYPE_RECORD)
        input.text = record_of(walk, field->type.target, FORCE_PEOPLE + walk->given);
    return input;
}

/* The record that the trace calls by this number, imported when it is first named. */
static struct text record_of(struct walk *walk, const struct reg *reg, unsigned number)
{
    struct force *force = walk->force;
    for (size_t i = 0; i < walk->record_count; i++)
        if (walk->records[i].reg == reg && walk->records[i].called == number)
            return walk->records[i].number;
    struct command import = {.kind = COMMAND_OPEN, .register_name = reg->name, .imported = true};
    struct input *inputs = ARENA_ARRAY(force->scratch, struct input, reg->field_count + 1);
    for (size_t i = 0; i < reg->field_count; i++)
        if ((reg->fields[i]->required || reg->fields[i]->required_when) &&
            reg->fields[i]->type.kind != TYPE_RECORD)
            inputs[import.input_count++] = something(walk, reg->fields[i]);
    import.inputs = inputs;
    force_do(force, &import);
    struct text made = arena_text(force->arena, force->answer.number);
    if (walk->record_count < RECORDS_MAX) {
        walk->records[walk->record_count].reg = reg;
        walk->records[walk->record_count].called = number;
        walk->records[walk->record_count++].number = made;
    }
    return made;
}

static struct input one_value(struct walk *walk, const struct field *field, const struct value *value)
{
    struct input input = {.name = field->name, .kind = INPUT_TEXT, .text = value->text};
    if (value->kind == VALUE_NUMBER || value->kind == VALUE_FLAG) {
        input.kind = value->kind == VALUE_FLAG ? INPUT_FLAG : INPUT_NUMBER;
        input.number = value->i;
    } else if (value->kind == VALUE_CHOICE) {
        input.text = field->type.choice->values[value->i].name;
    } else if (value->kind != VALUE_TEXT) {
        input.text = moment(walk->force, field->type.kind, value->i);
    }
    return input;
}

static struct input listed(struct walk *walk, const struct input *items, size_t count)
{
    struct input list = {.name = items[0].name, .kind = INPUT_LIST, .count = count};
    list.items = ARENA_ARRAY(walk->force->scratch, struct input, count);
    for (size_t i = 0; i < count; i++)
        list.items[i] = items[i];
    return list;
}

static struct input given_input(struct walk *walk, const struct prove_given *given)
{
    const struct field *field = given->field;
    struct input input = {.name = field->name, .kind = INPUT_NULL};
    if (given->kind == PROVE_NOTHING)
        return input;
    if (given->kind == PROVE_VALUE && given->value.kind == VALUE_SET) {
        struct input *items = ARENA_ARRAY(walk->force->scratch, struct input, given->value.count);
        for (size_t i = 0; i < given->value.count; i++)
            items[i] = one_value(walk, field, &given->value.items[i]);
        return listed(walk, items, given->value.count);
    }
    bool person = field->type.target == walk->force->rulebook->person;
    if (given->kind == PROVE_VALUE)
        input = one_value(walk, field, &given->value);
    else if (given->kind == PROVE_PERSON && !person)
        input = (struct input){.name = field->name,
                               .kind = INPUT_TEXT,
                               .text = record_of(walk, field->type.target, given->person)};
    else if (given->kind == PROVE_PERSON)
        input = (struct input){
            .name = field->name, .kind = INPUT_TEXT, .text = force_username(given->person - 1)};
    else
        input = something(walk, field);
    return field->type.many ? listed(walk, &input, 1) : input;
}

/* What this person gives, if it is told of each. */
static void give(struct walk *walk, const struct prove_step *step, unsigned person, struct command *command)
{
    struct input *inputs = ARENA_ARRAY(walk->force->scratch, struct input, step->given_count + 1);
    command->input_count = 0;
    for (size_t i = 0; i < step->given_count; i++)
        if (!step->given[i].by || step->given[i].by == person)
            inputs[command->input_count++] = given_input(walk, &step->given[i]);
    command->inputs = inputs;
}

/* ---- steps ---- */

static bool is_done(struct walk *walk, const struct command *command, size_t at)
{
    if (force_do(walk->force, command) == OUTCOME_DONE)
        return true;
    return stray(walk, at, answer_text(&walk->force->answer, walk->force->scratch));
}

static struct command command_of(struct walk *walk, enum command_kind kind, const struct prove_step *step)
{
    struct command command = {.kind = kind,
                              .actor = step->people_count ? person_id(walk, step->people[0]) : 0,
                              .register_name = walk->reg->name,
                              .number = walk->number,
                              .action = step->action ? step->action->name : (struct text){0},
                              .reason = TEXT("because")};
    give(walk, step, step->people_count ? step->people[0] : 0, &command);
    return command;
}

static bool do_open(struct walk *walk, const struct prove_step *step, size_t at)
{
    struct command command = command_of(walk, COMMAND_OPEN, step);
    command.imported = step->kind == PROVE_IMPORT;
    command.import_state = step->state;
    if (!is_done(walk, &command, at))
        return false;
    walk->number = arena_text(walk->force->arena, walk->force->answer.number);
    return true;
}

/* What is required and not given yet, for an import; gives how many. */
static size_t give_required(struct walk *walk, const struct reg *reg, struct input *inputs, size_t given)
{
    size_t count = given;
    for (size_t i = 0; i < reg->field_count; i++) {
        const struct field *field = reg->fields[i];
        bool wanted = field->required || field->required_when;
        for (size_t k = 0; k < given; k++)
            wanted &= !text_eq(inputs[k].name, field->name);
        if (wanted && !field->computed)
            inputs[count++] = something(walk, field);
    }
    return count - given;
}

/* The other register's record is made so that what it opens gets what the step says. */
static bool do_opened(struct walk *walk, const struct prove_step *step, size_t at)
{
    struct force *force = walk->force;
    const struct effect *effect = step->opened_by;
    const struct action *action = NULL;
    for (size_t r = 0; r < force->rulebook->register_count; r++)
        for (size_t a = 0; a < force->rulebook->registers[r]->action_count; a++)
            for (size_t e = 0; e < force->rulebook->registers[r]->actions[a]->open_count; e++)
                if (&force->rulebook->registers[r]->actions[a]->opens[e] == effect)
                    action = force->rulebook->registers[r]->actions[a];
    struct input *inputs =
        ARENA_ARRAY(force->scratch, struct input, step->given_count + action->reg->field_count + 1);
    struct command open = {.kind = COMMAND_OPEN,
                           .actor = person_id(walk, step->people_count ? step->people[0] : 1),
                           .register_name = action->reg->name,
                           .inputs = inputs};
    for (size_t i = 0; i < step->given_count; i++)
        for (size_t v = 0; v < effect->value_count; v++) {
            const struct expr *value = effect->values[v].value;
            if (effect->values[v].field != step->given[i].field || value->kind != EXPR_PATH)
                continue;
            if (value->path.root == ROOT_ACTOR && step->given[i].kind == PROVE_PERSON)
                open.actor = person_id(walk, step->given[i].person);
            else if (value->path.count == 1 && value->path.steps[0].field) {
                inputs[open.input_count] = given_input(walk, &step->given[i]);
                inputs[open.input_count++].name = value->path.steps[0].field->name;
            }
        }
    if (effect->when && effect->when->kind == EXPR_FLAG)
        inputs[open.input_count++] = (struct input){
            .name = effect->when->args[0]->path.steps[0].field->name, .kind = INPUT_FLAG, .number = 1};
    int64_t actor = open.actor;
    if (force_do(force, &open) != OUTCOME_DONE) { /* then it comes from elsewhere */
        open.imported = true;
        open.actor = 0;
        open.input_count += give_required(walk, action->reg, inputs, open.input_count);
        if (!is_done(walk, &open, at))
            return false;
    }
    struct command act = {.kind = COMMAND_ACT,
                          .actor = actor,
                          .register_name = open.register_name,
                          .number = force->answer.number,
                          .action = action->name};
    if (force_do(force, &act) != OUTCOME_DONE) {
        walk->ended = REPLAY_BEYOND; /* that record would have to be brought there first */
        return false;
    }
    struct text sql =
        arena_format(force->scratch, "SELECT \"_number\" FROM \"%.*s\" ORDER BY \"_id\" DESC LIMIT 1",
                     TEXT_ARGS(walk->reg->name));
    STMT_SCOPED stmt = conn_prepare(force->conn, sql);
    if (stmt_row(stmt))
        walk->number = arena_text(force->arena, stmt_text(stmt, 0));
    return true;
}

static bool do_sign(struct walk *walk, const struct prove_step *step, size_t at)
{
    struct command command = command_of(walk, COMMAND_ACT, step);
    for (size_t i = 0; i < step->people_count; i++) {
        command.actor = person_id(walk, step->people[i]);
        give(walk, step, step->people[i], &command);
        if (!is_done(walk, &command, at))
            return false;
    }
    return true;
}

/* Who votes for takes the first seats, in the name of those they stand in for; spare people take the others
 * and abstain. Where nobody is named, seats stay empty if that counts as for, else a spare one votes for. */
static bool do_decide(struct walk *walk, const struct prove_step *step, size_t at)
{
    struct force *force = walk->force;
    const struct board *board = step->action->board;
    struct command command = command_of(walk, COMMAND_DECIDE, step);
    struct vote votes[8];
    int seats[8];
    bool nobody = !step->people_count && board->absent == ABSENT_APPROVES;
    if (board->member_count > 7 || step->people_count > board->member_count)
        return stray(walk, at, TEXT("more voters than seats"));
    for (size_t i = 0; i < board->member_count; i++) {
        bool named = i < step->people_count, stands_in = false;
        seats[i] = nobody ? -1 : named ? (int)step->people[i] - 1 : (int)(SPARE + i % SPARE_PEOPLE);
        for (size_t d = 0; named && d < step->deputy_count; d++)
            if (step->deputies[d].deputy == step->people[i]) {
                force_grant(force, step->deputies[d].person - 1, board->members[i], (struct text){0}, false);
                stands_in = true;
            }
        if (seats[i] >= 0 && !stands_in)
            force_grant(force, (size_t)seats[i], board->members[i], (struct text){0}, false);
        bool in_favour = named || (!step->people_count && i == 0);
        if (seats[i] >= 0)
            votes[command.vote_count++] =
                (struct vote){force_username((size_t)seats[i]), in_favour ? TEXT("for") : TEXT("abstain")};
    }
    size_t chair = board->decides == DECIDES_CHAIR ? (size_t)seats[0]
                   : step->recorder                ? step->recorder - 1
                                                   : FORCE_PEOPLE - 1;
    force_grant(force, chair, board->chair, (struct text){0}, false);
    command.actor = force->people[chair];
    command.board = board->name;
    command.votes = votes;
    command.meeting = force_meeting(force, board, seats);
    if (!command.meeting.n)
        return stray(walk, at, answer_text(&force->answer, force->scratch));
    return is_done(walk, &command, at);
}

/* What the system does next it does at once: only where it ends can be seen. */
static bool is_more(const struct walk *walk, size_t at)
{
    const struct prove_step *step = &walk->result->steps[at];
    return step->kind == PROVE_SYSTEM && at + 1 < walk->result->step_count && step[1].kind == PROVE_SYSTEM;
}

static bool do_step(struct walk *walk, size_t at)
{
    const struct prove_step *step = &walk->result->steps[at];
    struct command command;
    if (!arrange(walk, step, at))
        return false;
    switch (step->kind) {
    case PROVE_OPEN:
    case PROVE_IMPORT:
        return do_open(walk, step, at);
    case PROVE_OPENED:
        return do_opened(walk, step, at);
    case PROVE_EDIT:
    case PROVE_ACT:
        command = command_of(walk, step->kind == PROVE_EDIT ? COMMAND_EDIT : COMMAND_ACT, step);
        return is_done(walk, &command, at);
    case PROVE_SIGN:
        return do_sign(walk, step, at);
    case PROVE_DECIDE:
        return do_decide(walk, step, at);
    case PROVE_SYSTEM:
        if (!is_more(walk, at))
            force_wait(walk->force, 0);
        return true;
    }
    return false;
}

static bool rests(struct walk *walk, size_t at)
{
    if (is_more(walk, at))
        return true;
    struct record *record = force_record(walk->force, walk->reg, walk->number);
    if (record && record->state == walk->result->steps[at].state)
        return true;
    return stray(walk, at,
                 record ? arena_format(walk->force->scratch, "it rests in %.*s",
                                       TEXT_ARGS(walk->reg->states->values[record->state].name))
                        : TEXT("there is no such record"));
}

static bool has_people(const struct prove_result *result)
{
    for (size_t i = 0; i < result->step_count; i++) {
        const struct prove_step *step = &result->steps[i];
        for (size_t p = 0; p < step->people_count; p++)
            if (step->people[p] > SPARE)
                return false;
        for (size_t g = 0; g < step->given_count; g++)
            if (step->given[g].kind == PROVE_PERSON && step->given[g].person > SPARE)
                return false;
        for (size_t d = 0; d < step->deputy_count; d++)
            if (step->deputies[d].person > SPARE || step->deputies[d].deputy > SPARE)
                return false;
    }
    return true;
}

static bool says_never(const struct answer *answer)
{
    static const char words[] = "Policy never allows this";
    for (size_t i = 0; i < answer->unmet_count; i++)
        if (memmem(answer->unmet[i].message.s, answer->unmet[i].message.n, words, sizeof words - 1))
            return true;
    return false;
}

/* The last step again, with the never kept: it is refused for that reason, or, by the system, left undone. */
static void end_refused(struct walk *walk, size_t last)
{
    struct force *force = walk->force;
    bool system = walk->result->steps[last].kind == PROVE_SYSTEM;
    force->kept = walk->result->never;
    bool done = do_step(walk, last);
    force->kept = NULL;
    bool refused = !done && force->answer.outcome == OUTCOME_BLOCKED && says_never(&force->answer);
    struct world *world = world_new(force->scratch, force->engine, force->conn, 0);
    struct record *record = walk->number.n ? world_find(world, walk->reg, walk->number) : NULL;
    if ((system || refused) && !(record && guard_holds(world, record, walk->result->never->test)))
        walk->ended = REPLAY_REACHED;
    else
        stray(walk, last, TEXT("it is not refused when the never is kept"));
}

static void walk_it(struct force *force, void *context)
{
    struct walk *walk = context;
    size_t last = walk->result->step_count - 1;
    bool fits = true;
    force_mark(force);
    for (size_t i = 0; fits && i < last; i++)
        fits = do_step(walk, i) && rests(walk, i);
    force_mark(force);
    struct walk before = *walk;
    if (fits && do_step(walk, last)) {
        if (!force_broke(force, walk->result->never)) {
            stray(walk, last, TEXT("the never is kept all the way"));
        } else {
            force_back(force);
            force_mark(force);
            *walk = before;
            end_refused(walk, last);
        }
    }
    force_back(force);
    force_back(force);
    arena_reset(force->scratch);
}

enum replayed replay(struct force *force, size_t page, const struct prove_result *result, struct text *why)
{
    struct walk walk = {
        .force = force, .reg = force->pages[page], .result = result, .ended = REPLAY_BEYOND, .why = why};
    *why = (struct text){0};
    if (result->step_count && has_people(result))
        force_try(force, walk_it, &walk);
    return walk.ended;
}

struct text replay_told(struct force *force, const struct prove_result *result, struct text why)
{
    struct text steps = prove_print(force->arena, result, 1);
    return arena_format(force->arena, "%.*s%.*s", TEXT_ARGS(steps), TEXT_ARGS(why));
}
