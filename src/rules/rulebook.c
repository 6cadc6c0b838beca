#include "rules/rulebook.h"

#include "base/time.h"

const struct reg *rulebook_register(const struct rulebook *rulebook, struct text name)
{
    for (size_t i = 0; i < rulebook->register_count; i++)
        if (text_eq(rulebook->registers[i]->name, name))
            return rulebook->registers[i];
    return NULL;
}

const struct role *rulebook_role(const struct rulebook *rulebook, struct text name)
{
    for (size_t i = 0; i < rulebook->role_count; i++)
        if (text_eq(rulebook->roles[i]->name, name))
            return rulebook->roles[i];
    return NULL;
}

const struct board *rulebook_board(const struct rulebook *rulebook, struct text name)
{
    for (size_t i = 0; i < rulebook->board_count; i++)
        if (text_eq(rulebook->boards[i]->name, name))
            return rulebook->boards[i];
    return NULL;
}

const struct policy *rulebook_policy(const struct rulebook *rulebook, struct text reference)
{
    for (size_t i = 0; i < rulebook->policy_count; i++)
        if (text_eq(rulebook->policies[i]->reference, reference))
            return rulebook->policies[i];
    return NULL;
}

const struct clause *policy_clause(const struct policy *policy, struct text id)
{
    for (size_t i = 0; i < policy->count; i++)
        if (text_eq(policy->clauses[i]->id, id))
            return policy->clauses[i];
    return NULL;
}

const struct field *reg_field(const struct reg *reg, struct text name)
{
    for (size_t i = 0; i < reg->field_count; i++)
        if (text_eq(reg->fields[i]->name, name))
            return reg->fields[i];
    return NULL;
}

const struct action *reg_action(const struct reg *reg, struct text name)
{
    for (size_t i = 0; i < reg->action_count; i++)
        if (text_eq(reg->actions[i]->name, name))
            return reg->actions[i];
    return NULL;
}

bool action_asks(const struct action *action, const struct field *field)
{
    for (size_t i = 0; i < action->ask_count; i++)
        if (action->asks[i].field == field)
            return true;
    return false;
}

bool reg_edits_first(const struct reg *reg, const struct field *field)
{
    for (size_t i = 0; i < reg->edit_count; i++)
        for (size_t f = 0; f < reg->edits[i]->field_count; f++)
            if (reg->edits[i]->fields[f] == field && (!reg->edits[i]->in || reg->edits[i]->in[0]))
                return true;
    return false;
}

bool expr_names_actor(const struct expr *expr)
{
    if (expr->kind == EXPR_PATH && expr->path.root == ROOT_ACTOR)
        return true;
    for (size_t i = 0; i < expr->count; i++)
        if (expr_names_actor(expr->args[i]))
            return true;
    return false;
}

static bool action_names(const struct action *action, const struct field *field)
{
    for (size_t i = 0; i < action->set_count; i++)
        if (action->sets[i].set.field == field)
            return true;
    return action_asks(action, field);
}

bool reg_names(const struct reg *reg, const struct field *field)
{
    for (size_t i = 0; i < reg->edit_count; i++)
        for (size_t f = 0; f < reg->edits[i]->field_count; f++)
            if (reg->edits[i]->fields[f] == field)
                return true;
    for (size_t i = 0; i < reg->action_count; i++)
        if (!reg->actions[i]->implied && action_names(reg->actions[i], field))
            return true;
    return false;
}

bool reg_manages(const struct field *field)
{
    return !field->computed && reg_is_people(field->reg) && (field->engine || !reg_names(field->reg, field));
}

bool reg_is_people(const struct reg *reg)
{
    return reg == reg->rulebook->person;
}

void value_put(struct buf *out, struct type type, struct value value)
{
    switch (value.kind) {
    case VALUE_MISSING:
    case VALUE_SET:
        break;
    case VALUE_TEXT:
        buf_put(out, value.text);
        break;
    case VALUE_NUMBER:
    case VALUE_RECORD:
        buf_int(out, value.i);
        break;
    case VALUE_FLAG:
        buf_puts(out, value.i ? "true" : "false");
        break;
    case VALUE_DATE:
        day_put(out, value.i);
        break;
    case VALUE_MONTH:
        month_put(out, value.i);
        break;
    case VALUE_TIME:
        time_put(out, value.i);
        break;
    case VALUE_CHOICE:
        buf_put(out, type.choice->values[value.i].name);
        break;
    }
}

int choice_index(const struct choice *choice, struct text name)
{
    for (size_t i = 0; i < choice->count; i++)
        if (text_eq(choice->values[i].name, name))
            return (int)i;
    return -1;
}
