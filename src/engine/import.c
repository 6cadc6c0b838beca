#include "engine/import.h"

#include "base/json.h"
#include "engine/change.h"
#include "engine/commands.h"
#include "engine/projection.h"

/* ---- one record ---- */

static bool admits(void *context, const struct field *field)
{
    const bool *given = context;
    return given ? given[field->index] : !field->computed && !field->engine;
}

static bool refuse_place(struct doing *doing, const struct reg *reg)
{
    int state = doing->command->import_state;
    bool known = state >= 0 && (size_t)state < reg->states->count;
    if (known && (state == 0 || (reg->states->values[state].final && doing->world->actor <= 0)))
        return false;
    refuse_field(doing, TEXT("state"),
                 known && reg->states->values[state].final
                     ? TEXT("Only the operator places records in a final state: leave `--as` out")
                     : TEXT("An import places records only in the first or a final state"));
    refuse(doing, OUTCOME_INVALID, TEXT("The record cannot be placed there"));
    return true;
}

static void require(struct doing *doing, struct record *record)
{
    struct world *world = doing->world;
    for (size_t i = 0; i < record->reg->field_count; i++) {
        const struct field *field = record->reg->fields[i];
        if (!field->computed && !field->engine && guard_needs_field(world, record, field) &&
            world_value(world, record, field).kind == VALUE_MISSING)
            refuse_field(doing, field->name,
                         arena_format(world->arena, "Give: %.*s", TEXT_ARGS(field->label)));
    }
    if (doing->answer->error_count)
        refuse(doing, OUTCOME_INVALID, TEXT("Something required is missing"));
}

static bool write_step(struct world *world, struct record *record, const struct imported_step *step)
{
    struct change change = change_of(world, record, EVENT_IMPORT);
    if (step->time != INT64_MIN) {
        struct buf when = buf_in(world->arena);
        time_put(&when, step->time);
        change_value(&change, "past:time", buf_text(&when));
    }
    change_value(&change, "past:state", step->state);
    change_value(&change, "past:who", step->who);
    return change_write(&change);
}

static bool write_record(struct doing *doing, struct record *record)
{
    struct world *world = doing->world;
    const struct command *command = doing->command;
    record->number = change_next_number(world, record->reg);
    struct change change = change_of(world, record, EVENT_OPEN);
    change.event.action = record->reg->create->name;
    change.event.state = record->reg->states->values[command->import_state].name;
    change_value(&change, "number", record->number);
    change_value(&change, "imported", TEXT("true"));
    put_changed(&change, record, NULL);
    record->state = -1; /* so that taking the event in notes when its state was entered */
    if (!change_write(&change))
        return false;
    for (size_t i = 0; i < command->past_count; i++)
        if (!write_step(world, record, &command->past[i]))
            return false;
    return true;
}

static bool refuse_person(struct doing *doing, struct record *record)
{
    struct world *world = doing->world;
    const struct action *create = record->reg->create;
    if (world->actor <= 0 || guard_by(world, record, create))
        return false;
    struct text message =
        arena_format(world->arena, "This person may not open this: %.*s", TEXT_ARGS(record->reg->label));
    refuse_by(doing, message, TEXT("create"), guard_who(world, record, create), &create->by_cites);
    return true;
}

void command_import(struct doing *doing)
{
    struct world *world = doing->world;
    const struct reg *reg = rulebook_register(world->rulebook, doing->command->register_name);
    struct verdict verdict = {0};
    if (doing->command->past_count > IMPORTED_STEPS) {
        refuse(doing, OUTCOME_INVALID,
               arena_format(world->arena, "Its past has more than %d steps", IMPORTED_STEPS));
        return;
    }
    struct record *record = world_blank(world, reg, change_next_id(world, reg));
    bool *given = world->actor > 0 ? ARENA_ARRAY(world->arena, bool, reg->field_count + 1) : NULL;
    for (size_t i = 0; given && i < reg->field_count; i++)
        given[i] = guard_gives(world, record, reg->fields[i]);
    if (refuse_person(doing, record) || !take_inputs(doing, record, admits, given) ||
        refuse_place(doing, reg))
        return;
    require(doing, record);
    guard_unique(world, record, &verdict);
    if (doing->answer->error_count || refuse_blocked(doing, &verdict))
        return;
    if (write_record(doing, record))
        settle_change(doing, record, NULL, NULL);
    else
        broken(doing);
    doing->answer->created = true;
}

/* ---- many ---- */

enum { COMMAND_BYTES = 256 << 20 };

struct task {
    struct job job; /* first: the writer hands it back */
    struct engine *engine;
    struct arena *arena;
    const struct import *import;
    struct import_report *report;
};

static struct unmet *keep_unmet(struct arena *arena, const struct unmet *unmet, size_t count)
{
    struct unmet *kept = ARENA_ARRAY(arena, struct unmet, count + 1);
    for (size_t i = 0; i < count; i++) {
        kept[i] = unmet[i];
        kept[i].message = arena_text(arena, unmet[i].message);
    }
    return kept;
}

/* An answer outlives the arena of its command. */
static void keep_answer(struct arena *arena, struct answer *answer)
{
    struct field_error *errors = ARENA_ARRAY(arena, struct field_error, answer->error_count + 1);
    for (size_t i = 0; i < answer->error_count; i++)
        errors[i] = (struct field_error){arena_text(arena, answer->errors[i].field),
                                         arena_text(arena, answer->errors[i].message)};
    answer->errors = errors;
    answer->unmet = keep_unmet(arena, answer->unmet, answer->unmet_count);
    answer->should = keep_unmet(arena, answer->should, answer->should_count);
    answer->message = arena_text(arena, answer->message);
    answer->rule = arena_text(arena, answer->rule);
    answer->who = arena_text(arena, answer->who);
    answer->number = arena_text(arena, answer->number);
}

static enum job_wish run(struct job *job, struct conn *conn)
{
    struct task *task = (struct task *)job;
    const struct import *import = task->import;
    for (size_t i = 0; i < import->count; i++) {
        ARENA_SCOPED arena = arena_new(COMMAND_BYTES);
        struct answer *answer = &task->report->answers[i];
        command_within(task->engine, conn, arena, &import->commands[i], answer);
        keep_answer(task->arena, answer);
        task->report->refused += answer->outcome != OUTCOME_DONE;
        if (conn_status(conn) != STORE_OK)
            return JOB_UNDO;
        if (import->progress)
            import->progress(import->context, i + 1, import->count);
    }
    return import->dry_run || task->report->refused ? JOB_UNDO : JOB_KEEP;
}

void import_run(struct engine *engine, struct arena *arena, const struct import *import,
                struct import_report *report)
{
    struct task task = {
        .job = {.run = run}, .engine = engine, .arena = arena, .import = import, .report = report};
    *report = (struct import_report){.answers = ARENA_ARRAY(arena, struct answer, import->count + 1)};
    engine_turn(engine);
    enum job_end end = writer_run(engine_writer(engine), &task.job);
    report->kept = end == JOB_DURABLE;
    if (end == JOB_FAILED)
        report->why = task.job.status == STORE_FULL
                          ? TEXT("The disk is full: nothing was imported. Make room and try again")
                          : TEXT("The data could not be written: nothing was imported");
}
