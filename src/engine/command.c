#include "engine/command.h"

#include <assert.h>

#include "base/utf8.h"
#include "engine/commands.h"
#include "engine/input.h"
#include "engine/once.h"
#include "engine/refusals.h"

/* ---- answers ---- */

void refuse(struct doing *doing, enum outcome outcome, struct text message)
{
    doing->answer->outcome = outcome;
    doing->answer->message = message;
}

void refuse_field(struct doing *doing, struct text field, struct text message)
{
    struct answer *answer = doing->answer;
    struct arena *arena = doing->world->arena;
    struct field_error *errors = ARENA_ARRAY(arena, struct field_error, answer->error_count + 1);
    for (size_t i = 0; i < answer->error_count; i++)
        errors[i] = answer->errors[i];
    errors[answer->error_count++] = (struct field_error){field, message};
    answer->errors = errors;
}

void refuse_by(struct doing *doing, struct text message, struct text rule, struct text who,
               const struct cites *cites)
{
    refuse(doing, OUTCOME_REFUSED, message);
    doing->answer->rule = rule;
    doing->answer->who = who;
    doing->answer->cites = cites && cites->count ? cites : NULL;
}

bool refuse_blocked(struct doing *doing, struct verdict *verdict)
{
    bool needs_reason = verdict->should_count && !doing->reason.n;
    struct answer *answer = doing->answer;
    if (!verdict->unmet_count && !needs_reason)
        return false;
    refuse(doing, OUTCOME_BLOCKED,
           verdict->unmet_count ? TEXT("This cannot be done yet")
                                : TEXT("Give a reason for going ahead all the same"));
    answer->unmet = verdict->unmet;
    answer->unmet_count = verdict->unmet_count;
    answer->should = verdict->should;
    answer->should_count = needs_reason ? verdict->should_count : 0;
    return true;
}

bool refuse_for(struct doing *doing, struct text message, const struct cites *cites)
{
    struct verdict verdict = {0};
    verdict_add(doing->world, &verdict, message, cites);
    return refuse_blocked(doing, &verdict);
}

void broken(struct doing *doing)
{
    enum store_status status = conn_status(doing->world->conn);
    if (status == STORE_FULL)
        refuse(doing, OUTCOME_BROKEN, TEXT("The disk is full: nothing was changed. Make room and try again"));
    else
        refuse(doing, OUTCOME_BROKEN, TEXT("The data could not be written: nothing was changed"));
}

void finish(struct doing *doing, const struct record *record)
{
    doing->answer->outcome = OUTCOME_DONE;
    doing->answer->reg = record->reg;
    doing->answer->record = record->id;
    doing->answer->number = record->number;
}

/* ---- running ---- */

static void (*const kinds[])(struct doing *doing) = {
    [COMMAND_OPEN] = command_open,
    [COMMAND_EDIT] = command_edit,
    [COMMAND_ACT] = command_act,
    [COMMAND_COMMENT] = command_comment,
    [COMMAND_MEETING] = command_meeting,
    [COMMAND_ATTENDANCE] = command_attendance,
    [COMMAND_MEETING_OPEN] = command_meeting_open,
    [COMMAND_MEETING_CLOSE] = command_meeting_close,
    [COMMAND_DECIDE] = command_decide,
    [COMMAND_PERSON_NEW] = command_person_new,
    [COMMAND_PERSON_EDIT] = command_person_edit,
    [COMMAND_GRANT] = command_grant,
    [COMMAND_GRANT_END] = command_grant_end,
    [COMMAND_DEPUTY] = command_deputy,
    [COMMAND_DEPUTY_END] = command_deputy_end,
    [COMMAND_ABSENCE] = command_absence,
    [COMMAND_ABSENCE_END] = command_absence_end,
    [COMMAND_DEACTIVATE] = command_activity,
    [COMMAND_ACTIVATE] = command_activity,
};
static_assert(sizeof kinds / sizeof *kinds == COMMAND_ACTIVATE + 1, "every kind of command has its function");

struct task {
    struct job job; /* first: the writer hands it back */
    struct engine *engine;
    struct arena *arena;
    const struct command *command;
    struct answer *answer;
    void (*done)(void *context);
    void *context;
};

/* A reason is a text like any other. False: it was refused. */
static bool take_reason(struct doing *doing)
{
    struct text reason = utf8_trim(doing->command->reason);
    const char *fault = utf8_clean(doing->world->arena, reason, &doing->reason);
    if (!fault && reason.n <= TEXT_BYTES)
        return true;
    refuse_field(doing, TEXT("reason"),
                 fault ? arena_format(doing->world->arena, "This text %s", fault)
                       : TEXT("Shorten this to 64 KiB"));
    refuse(doing, OUTCOME_INVALID, TEXT("The reason cannot be taken"));
    return false;
}

/* What a command makes due happens at its moment, with it. */
static void do_due(struct doing *doing)
{
    const struct answer *answer = doing->answer;
    struct record *record = answer->outcome == OUTCOME_DONE && answer->reg
                                ? world_record(doing->world, answer->reg, answer->record)
                                : NULL;
    if (record && !system_due(doing->world, record))
        broken(doing);
}

static enum job_wish task_run(struct job *job, struct conn *conn)
{
    struct task *task = (struct task *)job;
    struct doing doing = {.world = world_new(task->arena, task->engine, conn, task->command->actor),
                          .command = task->command,
                          .answer = task->answer};
    *task->answer = (struct answer){.outcome = OUTCOME_BROKEN};
    if (task->command->actor > 0 && world_inactive(doing.world, task->command->actor)) {
        refuse(&doing, OUTCOME_REFUSED, TEXT("This account is not active"));
        return JOB_UNDO;
    }
    if (!once_known(doing.world, task->arena, &task->command->once, task->answer) && take_reason(&doing)) {
        kinds[task->command->kind](&doing);
        do_due(&doing);
    }
    once_remember(doing.world, &task->command->once, task->answer);
    if (conn_status(conn) != STORE_OK)
        broken(&doing);
    return task->answer->outcome == OUTCOME_DONE ? JOB_KEEP : JOB_UNDO;
}

static void settle(struct task *task, enum job_end end)
{
    if (end != JOB_FAILED) {
        refusals_count(engine_refusals(task->engine), task->answer);
        return;
    }
    *task->answer = (struct answer){.outcome = OUTCOME_BROKEN};
    task->answer->message = task->job.status == STORE_FULL
                                ? TEXT("The disk is full: nothing was changed. Make room and try again")
                                : TEXT("The data could not be written: nothing was changed");
}

static void task_done(struct job *job, enum job_end end)
{
    struct task *task = (struct task *)job;
    settle(task, end);
    task->done(task->context);
}

void command_submit(struct engine *engine, struct arena *arena, const struct command *command,
                    struct answer *answer, void (*done)(void *context), void *context)
{
    engine_turn(engine);
    struct task *task = ARENA_NEW(arena, struct task);
    *task = (struct task){.job = {.run = task_run, .done = task_done},
                          .engine = engine,
                          .arena = arena,
                          .command = command,
                          .answer = answer,
                          .done = done,
                          .context = context};
    if (writer_submit(engine_writer(engine), &task->job))
        return;
    *answer = (struct answer){.outcome = OUTCOME_BROKEN,
                              .message = TEXT("The server is stopping. Try again shortly")};
    done(context);
}

void command_run(struct engine *engine, struct arena *arena, const struct command *command,
                 struct answer *answer)
{
    engine_turn(engine);
    struct task task = {
        .job = {.run = task_run}, .engine = engine, .arena = arena, .command = command, .answer = answer};
    settle(&task, writer_run(engine_writer(engine), &task.job));
}

void command_within(struct engine *engine, struct conn *conn, struct arena *arena,
                    const struct command *command, struct answer *answer)
{
    struct doing doing = {
        .world = world_new(arena, engine, conn, command->actor), .command = command, .answer = answer};
    *answer = (struct answer){.outcome = OUTCOME_BROKEN};
    if (!conn_savepoint(conn))
        return;
    if (take_reason(&doing))
        kinds[command->kind](&doing);
    if (conn_status(conn) != STORE_OK)
        broken(&doing);
    if (answer->outcome == OUTCOME_DONE)
        conn_release(conn);
    else
        conn_rollback_to(conn);
}
