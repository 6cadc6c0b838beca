/* How fields change: given by hand, or set. */
#include "rules/prove_model.h"

bool field_is_few(const struct field *field)
{
    if (field->computed || field->type.many)
        return false;
    return field->type.kind == TYPE_FLAG ||
           (field->type.kind == TYPE_CHOICE && field->type.choice->count < VAR_VALUES);
}

bool field_is_slot(const struct field *field)
{
    return !field->computed && !field->type.many && field->type.kind == TYPE_RECORD;
}

static struct var var_of(const struct field *field)
{
    if (!field_is_few(field))
        return (struct var){.kind = VAR_GIVEN, .field = field};
    size_t values = field->type.kind == TYPE_FLAG ? 2 : field->type.choice->count;
    return (struct var){.kind = VAR_FIELD, .field = field, .size = (unsigned)values + 1};
}

lit field_given(struct state *state, const struct field *field)
{
    size_t var = model_var(state->model, var_of(field));
    if (field_is_few(field))
        return logic_not(state_is(state, var, 0));
    return state_is(state, var, 1);
}

static bool test_matters(const struct model *model, const struct field *field)
{
    for (size_t i = 0; i < model->var_count; i++)
        if (model->vars[i].kind == VAR_TEST && asks_field(&model->vars[i].asks, field))
            return true;
    return false;
}

static bool seal_matters(const struct model *model, const struct field *field)
{
    for (size_t a = 0; a < model->reg->action_count; a++) {
        const struct action *action = model->reg->actions[a];
        if (action->void_to < 0 ||
            model_find(model, (struct var){.kind = VAR_DONE, .action = action}) == SIZE_MAX)
            continue;
        for (size_t s = 0; s < action->seal_count; s++) {
            const struct field *sealed = action->seals[s];
            struct asks asks = {0};
            if (sealed->computed)
                asks = asks_of(model->arena, sealed->computed);
            if (sealed == field || asks_field(&asks, field))
                return true;
        }
    }
    return false;
}

bool field_matters(const struct model *model, const struct field *field)
{
    if (field->computed || (field->engine && !reg_is_people(field->reg)))
        return false;
    return model_find(model, var_of(field)) != SIZE_MAX || test_matters(model, field) ||
           seal_matters(model, field);
}

/* ---- tests that must be answered anew ---- */

void tests_ask_again(struct state *state, lit when, bool (*about)(const struct asks *asks, const void *what),
                     const void *what)
{
    struct model *model = state->model;
    state->changes++;
    for (size_t i = 0; i < model->var_count; i++) {
        if (model->vars[i].kind != VAR_TEST)
            continue;
        if (about && !about(&model->vars[i].asks, what))
            continue;
        struct input *input = state_input_for(state, INPUT_ANSWER, true, i, 0);
        input->test = model->vars[i].test;
        state_put_lit(state, i, when, input->leaf);
    }
}

static bool about_field(const struct asks *asks, const void *what)
{
    return asks_field(asks, what);
}

/* ---- whether a field changed ---- */

static lit *touched_at(struct state *state, const struct field *field)
{
    if (!state->touched) {
        state->touched = ARENA_ARRAY(state->model->arena, lit, state->model->reg->field_count);
        for (size_t i = 0; i < state->model->reg->field_count; i++)
            state->touched[i] = LIT_FALSE;
    }
    return &state->touched[field->index];
}

static void touch(struct state *state, const struct field *field, lit changed)
{
    lit *touched = touched_at(state, field);
    *touched = logic_or(state->model->logic, *touched, changed);
    tests_ask_again(state, changed, about_field, field);
}

/* The values that hold before the step and not after it. */
static lit few_differ(struct logic *logic, const struct few *before, const struct few *after)
{
    lit same = LIT_FALSE;
    for (size_t i = 0; i < before->count; i++)
        for (size_t j = 0; j < after->count; j++) {
            struct value a = before->items[i].value, b = after->items[j].value;
            if (a.kind == b.kind && a.i == b.i)
                same = logic_or(logic, same, logic_and(logic, before->items[i].when, after->items[j].when));
        }
    return logic_not(same);
}

static lit computed_changed(struct state *state, const struct field *field)
{
    struct logic *logic = state->model->logic;
    struct state before = {.model = state->model, .step = state->step};
    struct few was = {0}, is = {0};
    struct asks asks = asks_of(state->model->arena, field->computed);
    if (!asks.world && read_few(&before, NULL, field->computed, &was) &&
        read_few(state, NULL, field->computed, &is))
        return few_differ(logic, &was, &is);
    lit may = asks.world || asks.state || asks.action_count || asks.moments ? LIT_TRUE : LIT_FALSE;
    for (size_t i = 0; i < asks.field_count; i++)
        may = logic_or(logic, may, field_changed(state, asks.fields[i]));
    return logic_and(logic, may, state_input(state, INPUT_TOUCH, true)->leaf);
}

lit field_changed(struct state *state, const struct field *field)
{
    return field->computed ? computed_changed(state, field) : *touched_at(state, field);
}

/* ---- changing ---- */

/* Puts these bits; gives where the value differs from what it was. */
static lit put_bits(struct state *state, size_t var, lit when, const lit *value)
{
    struct logic *logic = state->model->logic;
    lit *bits = state_bits(state, var), differs = LIT_FALSE;
    for (unsigned b = 0; b < state->model->vars[var].bits; b++) {
        differs = logic_or(logic, differs, logic_not(logic_equal(logic, bits[b], value[b])));
        bits[b] = logic_if(logic, when, value[b], bits[b]);
    }
    return logic_and(logic, when, differs);
}

/* Any of the values: a number beyond them stands for none. */
static void free_bits(struct state *state, size_t var, bool assumed, lit *value)
{
    struct logic *logic = state->model->logic;
    unsigned bits = state->model->vars[var].bits;
    lit known = LIT_FALSE;
    for (unsigned b = 0; b < bits; b++)
        value[b] = state_input_for(state, INPUT_VALUE, assumed, var, b)->leaf;
    for (unsigned v = 0; v < state->model->vars[var].size; v++) {
        lit is = LIT_TRUE;
        for (unsigned b = 0; b < bits; b++)
            is = logic_and(logic, is, v >> b & 1 ? value[b] : logic_not(value[b]));
        known = logic_or(logic, known, is);
    }
    for (unsigned b = 0; b < bits; b++)
        value[b] = logic_and(logic, known, value[b]);
}

/* Becomes given or not, and if it is given before and after, differs where `touches` holds; gives where it
 * differs. Who is in a slot is put afterwards: this looks at whether there was somebody. */
static lit put_given(struct state *state, const struct field *field, lit when, lit given, lit touches)
{
    struct logic *logic = state->model->logic;
    size_t var = model_var(state->model, var_of(field));
    lit differs = logic_or(logic, logic_not(logic_equal(logic, field_given(state, field), given)),
                           logic_and(logic, given, touches));
    differs = logic_and(logic, when, differs);
    state_put_lit(state, var, when, given);
    touch(state, field, differs);
    return differs;
}

static lit may_touch(struct state *state, const struct field *field, bool assumed)
{
    size_t var = model_var(state->model, var_of(field));
    return state_input_for(state, INPUT_TOUCH, assumed, var, 0)->leaf;
}

static lit put_anything(struct state *state, const struct field *field, lit when, bool assumed)
{
    size_t var = model_var(state->model, var_of(field));
    if (field_is_few(field)) {
        lit value[VAR_BITS];
        free_bits(state, var, assumed, value);
        lit changed = put_bits(state, var, when, value);
        touch(state, field, changed);
        return changed;
    }
    lit given = state_input_for(state, INPUT_VALUE, assumed, var, 0)->leaf;
    lit differs = put_given(state, field, when, given, may_touch(state, field, assumed));
    if (field_is_slot(field))
        people_put_fresh(state, model_slot(state->model, (struct slot){.kind = SLOT_FIELD, .field = field}),
                         differs, given, assumed);
    return differs;
}

void field_give(struct state *state, const struct field *field, lit when)
{
    struct model_step *step = state->step;
    lit differs = put_anything(state, field, when, false);
    struct model_gift *gift =
        ARENA_PUSH(state->model->arena, step->gifts, step->gift_count, step->gift_capacity);
    const lit *bits = state_bits(state, model_var(state->model, var_of(field)));
    bool before_last = state->actor_count && state->actors[0]->same_as;
    *gift = (struct model_gift){
        .field = field, .differs = differs, .before = before_last ? state->actors[0] : NULL};
    for (unsigned b = 0; b < VAR_BITS; b++)
        gift->value[b] = bits[b];
}

void field_take(struct state *state, const struct field *field)
{
    put_anything(state, field, LIT_TRUE, true);
}

static void set_few(struct state *state, const struct field *field, const struct few *few, lit when)
{
    struct logic *logic = state->model->logic;
    size_t var = model_var(state->model, var_of(field));
    lit value[VAR_BITS] = {LIT_FALSE};
    for (size_t i = 0; i < few->count; i++) {
        struct value one = few->items[i].value;
        unsigned code = one.kind == VALUE_MISSING ? 0 : (unsigned)one.i + 1;
        for (unsigned b = 0; b < VAR_BITS; b++)
            if (code >> b & 1)
                value[b] = logic_or(logic, value[b], few->items[i].when);
    }
    touch(state, field, put_bits(state, var, when, value));
}

static void set_slot(struct state *state, struct actor *actor, const struct field *field,
                     const struct expr *value, lit when)
{
    unsigned slot = model_slot(state->model, (struct slot){.kind = SLOT_FIELD, .field = field}), from;
    if (expr_is_actor(value) && !actor) {
        put_given(state, field, when, LIT_FALSE, LIT_FALSE); /* the operator is nobody */
    } else if (expr_is_actor(value)) {
        lit same = people_relation(state, actor, slot)->personal;
        put_given(state, field, when, actor->is_system ? LIT_FALSE : LIT_TRUE, logic_not(same));
        people_put_actor(state, slot, when, actor);
    } else if (read_slot(state->model, value, &from) && slot_is_single(state->model, from)) {
        put_given(state, field, when, people_given(state, from), may_touch(state, field, true));
        people_put_slot(state, slot, when, from);
    } else {
        put_anything(state, field, when, true);
    }
}

static bool is_given_literal(const struct expr *value)
{
    if (value->kind == EXPR_NOW || value->kind == EXPR_TODAY)
        return true;
    return value->kind == EXPR_LITERAL && value->literal.kind != VALUE_MISSING &&
           (value->literal.kind != VALUE_TEXT || text_trim(value->literal.text).n);
}

void field_set(struct state *state, struct actor *actor, const struct field *field, const struct expr *value,
               lit when)
{
    struct few few = {0};
    if (field_is_slot(field))
        set_slot(state, actor, field, value, when);
    else if (field_is_few(field) && read_few(state, actor, value, &few))
        set_few(state, field, &few, when);
    else if (field_is_few(field))
        put_anything(state, field, when, true);
    else
        put_given(state, field, when, is_given_literal(value) ? LIT_TRUE : read_given(state, actor, value),
                  may_touch(state, field, true));
}
