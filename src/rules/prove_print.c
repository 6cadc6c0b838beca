/* What `reeve prove` says, in the rulebook's own words. */
#include <string.h>

#include "rules/print.h"
#include "rules/prove.h"
#include "rules/words.h"

static void put_person(struct buf *out, unsigned person)
{
    static const char *const names[] = {"the system", "Ann",  "Ben",  "Cath", "Dev",
                                        "Ella",       "Femi", "Gwen", "Hal",  "Ines"};
    if (person < sizeof names / sizeof *names)
        buf_puts(out, names[person]);
    else
        buf_format(out, "person %u", person);
}

static void put_people(struct buf *out, const struct prove_step *step)
{
    for (size_t i = 0; i < step->people_count; i++) {
        buf_puts(out, i == 0 ? "" : i + 1 == step->people_count ? " and " : ", ");
        put_person(out, step->people[i]);
    }
}

/* ---- what is done ---- */

/* "a " or "an ", by the letter: near enough for labels. */
static void put_named(struct buf *out, struct text label)
{
    bool vowel = label.n && strchr("AEIOaeio", label.s[0]);
    buf_format(out, "%s %.*s", vowel ? "an" : "a", TEXT_ARGS(label));
}

static void put_what(struct buf *out, const struct reg *reg, const struct prove_step *step)
{
    struct text label = step->action ? step->action->label : reg->label;
    switch (step->kind) {
    case PROVE_OPEN:
        put_people(out, step);
        buf_puts(out, " opens ");
        put_named(out, reg->label);
        break;
    case PROVE_OPENED:
        buf_puts(out, "another record opens ");
        put_named(out, reg->label);
        break;
    case PROVE_IMPORT:
        put_named(out, reg->label);
        buf_puts(out, " is imported");
        break;
    case PROVE_EDIT:
        put_people(out, step);
        buf_puts(out, " edits");
        break;
    case PROVE_ACT:
        put_people(out, step);
        buf_format(out, ": %.*s", TEXT_ARGS(label));
        break;
    case PROVE_SIGN:
        put_people(out, step);
        buf_format(out, " sign: %.*s", TEXT_ARGS(label));
        break;
    case PROVE_DECIDE:
        buf_format(out, "the %.*s: %.*s", TEXT_ARGS(step->action->board->label), TEXT_ARGS(label));
        break;
    case PROVE_SYSTEM:
        buf_format(out, "by itself: %.*s", TEXT_ARGS(label));
        break;
    }
}

/* ---- with what ---- */

enum { WHAT_WIDTH = 36, HEAD_WIDTH = 76, LINE_WIDTH = 100 };

static void pad(struct buf *out, size_t from, size_t width)
{
    do
        buf_char(out, ' ');
    while (out->n - from < width);
}

struct remarks {
    struct buf *out;
    size_t line; /* where it begins */
    bool any;
};

static void next(struct remarks *remarks)
{
    if (remarks->any)
        buf_puts(remarks->out, ";");
    if (remarks->any && remarks->out->n - remarks->line > LINE_WIDTH) {
        buf_char(remarks->out, '\n');
        remarks->line = remarks->out->n;
        pad(remarks->out, remarks->line, WHAT_WIDTH);
    } else if (remarks->any) {
        buf_char(remarks->out, ' ');
    }
    remarks->any = true;
}

static void put_value(struct buf *out, const struct prove_given *given)
{
    struct type type = given->field->type;
    buf_puts(out, " is ");
    if (given->value.kind == VALUE_CHOICE)
        buf_put(out, type.choice->values[given->value.i].label);
    else
        print_literal(out, given->value, type);
}

static void put_given(struct remarks *remarks, const struct prove_given *given)
{
    next(remarks);
    if (given->by) {
        put_person(remarks->out, given->by);
        buf_puts(remarks->out, " gives ");
    }
    buf_put(remarks->out, words_fields(remarks->out->arena, &given->field, 1));
    switch (given->kind) {
    case PROVE_NOTHING:
        buf_puts(remarks->out, " is emptied");
        break;
    case PROVE_VALUE:
        put_value(remarks->out, given);
        break;
    case PROVE_PERSON:
        buf_puts(remarks->out, " is ");
        if (given->field->type.target->builtin)
            put_person(remarks->out, given->person);
        else
            buf_format(remarks->out, "record %u", given->person);
        break;
    case PROVE_SOMETHING:
        buf_puts(remarks->out, " given");
        break;
    }
}

static bool stands_in(const struct expr *question, const struct expr *test)
{
    bool found = question == test;
    for (size_t i = 0; i < test->count && !found; i++)
        found = stands_in(question, test->args[i]);
    return found;
}

/* The need of this action that asks the question; NULL: none does. */
static const struct need *need_asking(const struct action *action, const struct expr *question)
{
    for (size_t i = 0; action && i < action->need_count; i++)
        if (stands_in(question, action->needs[i].test))
            return &action->needs[i];
    return NULL;
}

/* A need says in its own words what it is for. */
static void put_assumption(struct buf *out, const struct need *need, const struct prove_answer *answer)
{
    buf_puts(out, need ? "assuming that this is not in the way" : "assuming");
    if (answer->about) {
        buf_puts(out, " of ");
        put_person(out, answer->about);
    }
    if (need) {
        buf_puts(out, ": ");
        print_string(out, need->message);
    } else {
        buf_puts(out, answer->answer ? " that " : " that it is not so that ");
        buf_put(out, words_test(out->arena, answer->question));
    }
}

/* Several questions of one need are one assumption. */
static bool is_assumed_before(const struct prove_step *step, size_t at, const struct need *need)
{
    for (size_t i = 0; need && i < at; i++)
        if (step->answers[i].assumed && step->answers[i].about == step->answers[at].about &&
            need_asking(step->action, step->answers[i].question) == need)
            return true;
    return false;
}

static void put_answer(struct remarks *remarks, const struct prove_step *step, size_t at)
{
    const struct prove_answer *answer = &step->answers[at];
    const struct expr *question = answer->question;
    if (answer->assumed) {
        const struct need *need = need_asking(step->action, question);
        if (is_assumed_before(step, at, need))
            return;
        next(remarks);
        put_assumption(remarks->out, need, answer);
    } else if (answer->answer && !question->personally) {
        next(remarks);
        put_person(remarks->out, answer->about);
        buf_format(remarks->out, " has the role %.*s", TEXT_ARGS(question->role->label));
    }
}

static void put_remarks(struct buf *out, size_t line, const struct reg *reg, const struct prove_step *step)
{
    struct remarks remarks = {.out = out, .line = line};
    for (size_t i = 0; i < step->given_count; i++)
        put_given(&remarks, &step->given[i]);
    for (size_t i = 0; i < step->answer_count; i++)
        put_answer(&remarks, step, i);
    for (size_t i = 0; i < step->deputy_count; i++) {
        next(&remarks);
        put_person(out, step->deputies[i].deputy);
        buf_puts(out, " is deputy of ");
        put_person(out, step->deputies[i].person);
    }
    if (step->kind == PROVE_DECIDE && step->people_count) {
        next(&remarks);
        put_people(out, step);
        buf_puts(out, step->people_count == 1 ? " votes for" : " vote for");
    }
    if (step->recorder) {
        next(&remarks);
        put_person(out, step->recorder);
        buf_puts(out, " records it");
    }
    if (step->at_once && step->kind != PROVE_SYSTEM) {
        next(&remarks);
        buf_puts(out, "at the same moment");
    }
    if (step->waived) {
        next(&remarks);
        buf_puts(out, "an exception stands in");
    }
    if (step->voided) {
        next(&remarks);
        buf_format(out, "this undoes: %.*s", TEXT_ARGS(step->voided->label));
    }
    if (step->state >= 0) {
        next(&remarks);
        buf_format(out, "now %.*s", TEXT_ARGS(reg->states->values[step->state].label));
    }
}

/* ---- the report ---- */

static void put_head(struct buf *out, const struct prove_result *result)
{
    const struct never *never = result->never;
    size_t from = out->n;
    struct print print = {.out = out};
    buf_format(out, "%.*s:%u: never %.*s: ", TEXT_ARGS(never->place.file), never->place.line,
               TEXT_ARGS(never->name));
    if (result->verdict == PROVE_PROVED)
        buf_format(out, "proved, %.0f states", result->states);
    else if (result->verdict == PROVE_GAVE_UP)
        buf_puts(out,
                 "NOT PROVED: too many states to look at. Split the register, or ask for less in its guards");
    else
        buf_format(out, "VIOLATED in %zu step%s", result->step_count, result->step_count == 1 ? "" : "s");
    pad(out, from, HEAD_WIDTH);
    print_cites(&print, &never->cites);
    buf_char(out, '\n');
}

static void put_way(struct buf *out, const struct prove_result *result)
{
    for (size_t i = 0; i < result->step_count; i++) {
        size_t from = out->n;
        buf_format(out, "%4zu  ", i + 1);
        put_what(out, result->reg, &result->steps[i]);
        pad(out, from, WHAT_WIDTH);
        put_remarks(out, from, result->reg, &result->steps[i]);
        buf_char(out, '\n');
    }
    if (result->assumed)
        buf_puts(out,
                 "      Some of this is assumed, and may be impossible in fact. The prover cannot tell\n");
}

struct text prove_print(struct arena *arena, const struct prove_result *results, size_t count)
{
    struct buf out = buf_in(arena);
    for (size_t i = 0; i < count; i++) {
        put_head(&out, &results[i]);
        put_way(&out, &results[i]);
    }
    return buf_text(&out);
}
