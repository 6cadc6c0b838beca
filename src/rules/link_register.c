#include "rules/link.h"

/* ---- fields ---- */

/* A stand-in type: a choice's or a register's name. */
static const char *type_meant(struct text name)
{
    static const struct {
        const char *written, *meant;
    } types[] = {{"string", "line"},        {"integer", "number"},     {"int", "number"},
                 {"decimal", "number"},     {"money", "number"},       {"boolean", "flag"},
                 {"bool", "flag"},          {"checkbox", "flag"},      {"datetime", "time"},
                 {"timestamp", "time"},     {"day", "date"},           {"user", "person"},
                 {"people", "many person"}, {"attachment", "file"},    {"document", "file"},
                 {"url", "link"},           {"choice", "one of a, b"}, {"enum", "one of a, b"}};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (text_is(name, types[i].written))
            return types[i].meant;
    return NULL;
}

static void link_type(struct scope *scope, struct field *field)
{
    const struct choice *written = field->type.choice;
    if (field->type.kind != TYPE_NONE || !written || !written->name.n)
        return;
    bool many = field->type.many;
    const struct rulebook *rulebook = scope->rulebook;
    field->type = (struct type){.many = many};
    for (size_t i = 0; i < rulebook->choice_count; i++)
        if (text_eq(rulebook->choices[i]->name, written->name)) {
            field->type = (struct type){.kind = TYPE_CHOICE, .many = many, .choice = rulebook->choices[i]};
            return;
        }
    const struct reg *reg = rulebook_register(rulebook, written->name);
    if (reg) {
        field->type = (struct type){.kind = TYPE_RECORD, .many = many, .target = reg};
        return;
    }
    static const char *const simple[] = {"line",  "text", "number", "flag", "date",
                                         "month", "time", "file",   "link"};
    struct nearest nearest = nearest_to(written->name);
    problem_unknown(scope->problems, written->place, written->name,
                    "there is no type, choice or register `%.*s`", TEXT_ARGS(written->name));
    if (type_meant(written->name)) {
        problem_hint(scope->problems, "did you mean `%s`?", type_meant(written->name));
        return;
    }
    for (size_t i = 0; i < sizeof simple / sizeof *simple; i++)
        nearest_offer(&nearest, text_of(simple[i]));
    for (size_t i = 0; i < rulebook->choice_count; i++)
        nearest_offer(&nearest, rulebook->choices[i]->name);
    for (size_t i = 0; i < rulebook->register_count; i++)
        nearest_offer(&nearest, rulebook->registers[i]->name);
    nearest_hint(scope->problems, &nearest);
}

void link_types(struct loader *loader, struct reg *reg)
{
    struct scope scope = scope_of(loader, reg);
    for (size_t i = 0; i < reg->field_count; i++)
        link_type(&scope, reg->fields[i]);
}

static void link_default(struct scope *scope, struct field *field)
{
    struct type type = field->type;
    if (!field->initial || type.kind == TYPE_NONE)
        return;
    type.many = false; /* one value, or a set of one */
    link_value_as(scope, field->initial, type, "this default");
}

static void link_field(struct scope *scope, struct field *field)
{
    link_test_if(scope, field->required_when);
    link_test_if(scope, field->shown_when);
    link_test_if(scope, field->read_by);
    link_default(scope, field);
    if (field->computed)
        link_value_as(scope, field->computed, field->type, "this field");
    link_cites(scope, &field->cites);
}

/* ---- the action create ---- */

static void ask_at_opening(struct loader *loader, const struct reg *reg, struct action *create)
{
    for (size_t i = 0; i < reg->field_count; i++) {
        const struct field *field = reg->fields[i];
        bool named = reg_names(reg, field);
        if (field->computed || field->engine ||
            (named ? !reg_edits_first(reg, field) : field->initial != NULL))
            continue;
        struct ask ask = {.field = field, .required = !named && field->required};
        *LIST_PUSH(loader->arena, create->asks, create->ask_count) = ask;
    }
}

/* Any of several admits: one test. */
static struct expr *any_of(struct loader *loader, const struct guard *guards, size_t count)
{
    struct written *any = ARENA_NEW(loader->arena, struct written);
    if (count == 1)
        return guards[0].test;
    any->expr.kind = EXPR_OR;
    any->expr.type.kind = TYPE_FLAG;
    any->expr.place = guards[0].place;
    for (size_t i = 0; i < count; i++)
        *LIST_PUSH(loader->arena, any->expr.args, any->expr.count) = guards[i].test;
    return &any->expr;
}

static void create_by_guards(struct loader *loader, const struct reg *reg, struct action *create)
{
    if (!reg->create_count)
        return;
    *LIST_PUSH(loader->arena, create->by, create->by_count) = any_of(loader, reg->creates, reg->create_count);
    for (size_t i = 0; i < reg->create_count; i++)
        for (size_t j = 0; j < reg->creates[i].cites.count; j++)
            *ARENA_ADD(loader->arena, create->by_cites) = reg->creates[i].cites.items[j];
}

/* Made before expressions are linked, so that they may name it; settled after, when the asks are known. */
void link_create(struct loader *loader, struct reg *reg)
{
    struct action *create = (struct action *)reg_action(reg, TEXT("create"));
    if (!create) {
        create = ARENA_NEW(loader->arena, struct action);
        *create = (struct action){.place = reg->place,
                                  .reg = reg,
                                  .name = TEXT("create"),
                                  .label = TEXT("Open"),
                                  .index = reg->action_count,
                                  .is_create = true,
                                  .implied = true,
                                  .void_to = -1};
        *ARENA_PUSH(loader->arena, reg->actions, reg->action_count, reg->action_capacity) = create;
    }
    create->in = ARENA_ARRAY(loader->arena, bool, reg->states->count + 1);
    create->to = 0;
    reg->create = create;
}

static void settle_create(struct loader *loader, struct reg *reg)
{
    struct action *create = (struct action *)reg->create;
    if (!create->by_count && !create->board)
        create_by_guards(loader, reg, create);
    if (create->implied)
        ask_at_opening(loader, reg, create);
}

/* ---- the rest ---- */

static void link_guards(struct scope *scope, struct guard *guards, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        link_test(scope, guards[i].test);
        link_cites(scope, &guards[i].cites);
    }
}

static void link_edit(struct scope *scope, struct edit_rule *edit)
{
    for (size_t i = 0; i < edit->field_count; i++)
        edit->fields[i] = find_field(scope, scope->self, edit->fields[i]->name, edit->fields[i]->place);
    link_test(scope, edit->by);
    link_cites(scope, &edit->cites);
}

/* `on each R as v (E)`: v is a variable in everything the duty says, but names still mean this record's
 * fields. */
static void bind_each(struct scope *scope, struct duty *duty)
{
    duty->each = find_register(scope, duty->each->name, duty->each->place);
    struct type type = {.kind = TYPE_RECORD, .target = duty->each};
    if (!duty->each)
        type.kind = TYPE_NONE;
    if (duty->each_test && duty->each)
        link_body(scope, duty->each_test, duty->each_name, type, &duty->each_var);
    scope->vars[0].name = duty->each_name;
    scope->vars[0].type = type;
    scope->depth = 1;
}

static void link_duty(struct scope outer, struct duty *duty)
{
    struct scope *scope = &outer;
    static const struct type moment = {.kind = TYPE_TIME};
    if (duty->each)
        bind_each(scope, duty);
    else
        link_who(scope, &duty->on);
    link_test_if(scope, duty->when);
    link_test_if(scope, duty->until);
    if (duty->by_field)
        link_value_as(scope, duty->by_field, moment, "`by`");
    if (duty->action)
        duty->action = find_action(scope, scope->self, duty->action->name, duty->action->place);
    link_span(scope, &duty->span);
    link_span(scope, &duty->remind);
    for (size_t i = 0; i < duty->tell_count; i++) {
        link_who(scope, &duty->tell[i]);
        link_span(scope, &duty->tell_after[i]);
    }
    link_cites(scope, &duty->cites);
}

static void link_clash(struct scope *scope, struct reg *reg)
{
    struct place place = reg->clash->place;
    reg->clash = find_field(scope, reg, reg->clash->name, place);
    enum type_kind kind = reg->clash ? reg->clash->type.kind : TYPE_NONE;
    if (kind != TYPE_NONE && kind != TYPE_RECORD && kind != TYPE_CHOICE)
        problem_add(scope->problems, place, "`clash` wants a field that holds references or choice values");
}

static void link_calendar(struct scope *scope, struct reg *reg)
{
    static const struct type moment = {.kind = TYPE_TIME};
    if (!reg->begins)
        return;
    link_value_as(scope, reg->begins, moment, "the calendar's beginning");
    link_value_as(scope, reg->ends, moment, "the calendar's end");
    link_test_if(scope, reg->calendar_where);
    if (reg->clash)
        link_clash(scope, reg);
    link_cites(scope, &reg->calendar_cites);
}

static void link_retain(struct scope *scope, struct retain *retain)
{
    static const struct type moment = {.kind = TYPE_TIME};
    if (retain->after)
        link_value_as(scope, retain->after, moment, "`after`");
    link_test_if(scope, retain->when);
    link_span(scope, &retain->span);
    link_cites(scope, &retain->cites);
}

static void link_list(struct scope *scope, struct saved_list *list)
{
    link_test_if(scope, list->where);
    for (size_t i = 0; i < list->sort_count; i++)
        link_value(scope, list->sort[i].value);
    link_cites(scope, &list->cites);
}

static void link_rules(struct scope *scope, struct reg *reg)
{
    for (size_t i = 0; i < reg->edit_count; i++)
        link_edit(scope, reg->edits[i]);
    for (size_t i = 0; i < reg->action_count; i++)
        link_action(scope, reg->actions[i]);
    for (size_t i = 0; i < reg->duty_count; i++)
        if (!reg->duties[i]->broken)
            link_duty(*scope, reg->duties[i]);
    for (size_t i = 0; i < reg->never_count; i++) {
        if (reg->nevers[i]->broken)
            continue;
        link_test(scope, reg->nevers[i]->test);
        link_cites(scope, &reg->nevers[i]->cites);
    }
    for (size_t i = 0; i < reg->warning_count; i++) {
        link_test(scope, reg->warnings[i]->test);
        link_cites(scope, &reg->warnings[i]->cites);
    }
    for (size_t i = 0; i < reg->retain_count; i++)
        link_retain(scope, reg->retains[i]);
    for (size_t i = 0; i < reg->list_count; i++)
        link_list(scope, reg->lists[i]);
}

void link_register(struct loader *loader, struct reg *reg)
{
    struct scope scope = scope_of(loader, reg);
    if (reg->title && !reg->builtin)
        reg->title = find_field(&scope, reg, reg->title->name, reg->title->place);
    for (size_t i = 0; i < reg->field_count; i++)
        link_field(&scope, reg->fields[i]);
    link_guards(&scope, reg->reads, reg->read_count);
    link_guards(&scope, reg->creates, reg->create_count);
    link_guards(&scope, reg->comments, reg->comment_count);
    link_rules(&scope, reg);
    link_calendar(&scope, reg);
    link_cites(&scope, &reg->cites);
    settle_create(loader, reg);
}
