#include "rules/check.h"

static const char *const taken_by_addresses[] = {"board",  "calendar", "clock",   "duties", "files",
                                                 "ledger", "measures", "openapi", "search", NULL};
static const char *const taken_by_types[] = {"line", "text", "number", "flag", "date", "month",
                                             "time", "file", "link",   "many", "one",  NULL};
static const char *const taken_by_functions[] = {"hours",   "days",    "workdays", "latest", "earliest",
                                                 "weekday", "holiday", "clock",    NULL};

/* Every name of a list, to be reported when one stands twice. */
struct seen {
    struct name *items;
    size_t count;
    const char *what; /* "field" */
};

static void see(struct loader *loader, struct seen *seen, struct text name, struct place place)
{
    for (size_t i = 0; i < seen->count; i++) {
        if (!text_eq(seen->items[i].text, name))
            continue;
        if (seen->items[i].place.line)
            problem_add(loader->problems, place,
                        "the %s `%.*s` is declared twice; the first is in %.*s, line %u", seen->what,
                        TEXT_ARGS(name), TEXT_ARGS(seen->items[i].place.file), seen->items[i].place.line);
        else
            problem_add(loader->problems, place, "the %s `%.*s` is built in: choose another name", seen->what,
                        TEXT_ARGS(name));
        return;
    }
    *LIST_PUSH(loader->arena, seen->items, seen->count) = (struct name){name, place};
}

static void check_taken(struct loader *loader, const char *const *taken, struct text name, struct place place,
                        const char *what)
{
    for (; *taken; taken++)
        if (text_is(name, *taken))
            problem_add(loader->problems, place,
                        "%s cannot be called `%.*s`, which means something else already: choose another name",
                        what, TEXT_ARGS(name));
}

static void check_values(struct loader *loader, const struct choice *choice, const char *what)
{
    struct seen seen = {.what = what};
    for (size_t i = 0; i < choice->count; i++)
        see(loader, &seen, choice->values[i].name, choice->values[i].place);
}

static void check_policies(struct loader *loader)
{
    struct seen policies = {.what = "policy"};
    for (size_t i = 0; i < loader->rulebook->policy_count; i++) {
        const struct policy *policy = loader->rulebook->policies[i];
        struct seen clauses = {.what = "clause"};
        see(loader, &policies, policy->reference, policy->place);
        for (size_t j = 0; j < policy->count; j++)
            see(loader, &clauses, policy->clauses[j]->id, policy->clauses[j]->place);
    }
}

static void check_choices(struct loader *loader)
{
    struct seen seen = {.what = "choice"};
    for (size_t i = 0; i < loader->rulebook->choice_count; i++) {
        const struct choice *choice = loader->rulebook->choices[i];
        see(loader, &seen, choice->name, choice->place);
        check_taken(loader, taken_by_types, choice->name, choice->place, "a choice");
        check_values(loader, choice, "value");
        if (rulebook_register(loader->rulebook, choice->name))
            problem_add(loader->problems, choice->place,
                        "`%.*s` is a choice and a register: a field could not tell which it holds",
                        TEXT_ARGS(choice->name));
    }
}

static void check_registers(struct loader *loader)
{
    struct seen seen = {.what = "register"};
    for (size_t i = 0; i < loader->rulebook->register_count; i++) {
        const struct reg *reg = loader->rulebook->registers[i];
        see(loader, &seen, reg->name, reg->place);
        check_taken(loader, taken_by_addresses, reg->name, reg->place, "a register");
        check_taken(loader, taken_by_types, reg->name, reg->place, "a register");
    }
}

static void check_matrices(struct loader *loader)
{
    struct seen seen = {.what = "matrix"};
    for (size_t i = 0; i < loader->rulebook->matrix_count; i++) {
        const struct matrix *matrix = loader->rulebook->matrices[i];
        see(loader, &seen, matrix->name, matrix->place);
        check_taken(loader, taken_by_functions, matrix->name, matrix->place, "a matrix");
    }
}

void check_names(struct loader *loader)
{
    const struct rulebook *rulebook = loader->rulebook;
    struct seen roles = {.what = "role"}, boards = {.what = "board"},
                calendars = {.what = "working calendar"}, measures = {.what = "measure"};
    check_policies(loader);
    check_choices(loader);
    check_matrices(loader);
    check_registers(loader);
    for (size_t i = 0; i < rulebook->role_count; i++)
        see(loader, &roles, rulebook->roles[i]->name, rulebook->roles[i]->place);
    for (size_t i = 0; i < rulebook->board_count; i++)
        see(loader, &boards, rulebook->boards[i]->name, rulebook->boards[i]->place);
    for (size_t i = 0; i < rulebook->calendar_count; i++)
        see(loader, &calendars, rulebook->calendars[i]->name, rulebook->calendars[i]->place);
    for (size_t i = 0; i < rulebook->measure_count; i++)
        see(loader, &measures, rulebook->measures[i]->name, rulebook->measures[i]->place);
}

/* Fields and actions share their names; duties, nevers and lists have their own. */
void check_register_names(struct loader *loader, const struct reg *reg)
{
    struct seen fields = {.what = "field"}, actions = {.what = "action"}, duties = {.what = "duty"};
    struct seen nevers = {.what = "never"}, lists = {.what = "list"};
    for (size_t i = 0; i < reg->field_count; i++) {
        see(loader, &fields, reg->fields[i]->name, reg->fields[i]->place);
        if (!reg->fields[i]->engine && reg->fields[i]->type.kind == TYPE_CHOICE &&
            text_eq(reg->fields[i]->type.choice->name, reg->fields[i]->name))
            check_values(loader, reg->fields[i]->type.choice, "value");
    }
    for (size_t i = 0; i < reg->action_count; i++) {
        const struct action *action = reg->actions[i];
        see(loader, &actions, action->name, action->place);
        if (reg_field(reg, action->name))
            problem_add(loader->problems, action->place,
                        "`%.*s` is a field and an action of %.*s: rename one of them",
                        TEXT_ARGS(action->name), TEXT_ARGS(reg->name));
    }
    for (size_t i = 0; i < reg->duty_count; i++)
        see(loader, &duties, reg->duties[i]->name, reg->duties[i]->place);
    for (size_t i = 0; i < reg->never_count; i++)
        see(loader, &nevers, reg->nevers[i]->name, reg->nevers[i]->place);
    for (size_t i = 0; i < reg->list_count; i++)
        see(loader, &lists, reg->lists[i]->name, reg->lists[i]->place);
    check_values(loader, reg->states, "state");
}
