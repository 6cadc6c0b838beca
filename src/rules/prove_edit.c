/* The steps that edit a record.
 *
 * One command edits any fields at once, each judged on the record as it was. All of them in one step would
 * tie every field to every other, so they are taken apart where an edit of both is the same as two edits in a
 * certain order: what a permission asks about must not have been changed before it is used. So a field whose
 * edit asks about another goes before that other; one whose change may undo a decision, and so move the
 * record, goes last. Fields that go before each other stay together in one step. */
#include "rules/prove_model.h"

enum { TOGETHER = 4 }; /* so few fields are always edited in one step */

struct edits {
    struct model *model;
    const struct field **fields; /* that matter and that some `edit` names */
    size_t count;
    bool *before; /* count * count: the first goes before the second, directly or not */
};

static bool has_edit(const struct reg *reg, const struct field *field)
{
    for (size_t i = 0; i < reg->edit_count; i++)
        for (size_t f = 0; f < reg->edits[i]->field_count; f++)
            if (reg->edits[i]->fields[f] == field)
                return true;
    return false;
}

/* ---- which goes before which ---- */

static bool test_asks(const struct model *model, const struct expr *test, const struct field *field)
{
    struct asks asks = {0};
    if (test)
        asks = asks_of(model->arena, test);
    return asks_field(&asks, field);
}

/* May this field be edited: does that depend on the other. */
static bool depends(const struct model *model, const struct field *field, const struct field *other)
{
    const struct reg *reg = model->reg;
    if (test_asks(model, field->read_by, other))
        return true;
    for (size_t i = 0; i < reg->read_count; i++)
        if (test_asks(model, reg->reads[i].test, other))
            return true;
    for (size_t i = 0; i < reg->edit_count; i++)
        for (size_t f = 0; f < reg->edits[i]->field_count; f++)
            if (reg->edits[i]->fields[f] == field && test_asks(model, reg->edits[i]->by, other))
                return true;
    return false;
}

static bool may_void(const struct model *model, const struct field *field)
{
    for (size_t a = 0; a < model->reg->action_count; a++) {
        const struct action *action = model->reg->actions[a];
        for (size_t s = 0; s < action->seal_count && action->void_to >= 0; s++)
            if (action->seals[s] == field || test_asks(model, action->seals[s]->computed, field))
                return true;
    }
    return false;
}

/* Is a field required, or does it decide whether another is. */
static bool about_required(const struct model *model, const struct field *field)
{
    bool about = field->required || field->required_when;
    for (size_t i = 0; i < model->reg->field_count; i++)
        about |= test_asks(model, model->reg->fields[i]->required_when, field);
    return about;
}

static void order(struct edits *edits)
{
    size_t n = edits->count;
    edits->before = ARENA_ARRAY(edits->model->arena, bool, n *n + 1);
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++) {
            const struct field *one = edits->fields[i], *other = edits->fields[j];
            bool required = about_required(edits->model, one) && about_required(edits->model, other);
            edits->before[i * n + j] = n <= TOGETHER || required || depends(edits->model, one, other) ||
                                       may_void(edits->model, other);
        }
    for (size_t via = 0; via < n; via++)
        for (size_t i = 0; i < n; i++)
            for (size_t j = 0; j < n; j++)
                edits->before[i * n + j] |= edits->before[i * n + via] && edits->before[via * n + j];
}

static bool together(const struct edits *edits, size_t i, size_t j)
{
    return i == j || (edits->before[i * edits->count + j] && edits->before[j * edits->count + i]);
}

/* ---- steps ---- */

/* A field that is required may be missing all the same, if it became required without a command of its own;
 * then the engine refuses every edit but the one that gives it. */
static void require(struct state *state, struct actor *actor, bool about)
{
    lit outside = logic_not(state_is(state, state_var(state->model), 0));
    lit given = step_required(state, actor, outside, NULL);
    if (about)
        state_require(state, given);
    else
        state->step->doubt = logic_not(given);
}

static void edit_together(struct edits *edits, size_t first)
{
    struct model *model = edits->model;
    struct state state = step_begin(model, PROVE_EDIT, NULL);
    struct actor *actor = people_actor(&state, false);
    lit *may = ARENA_ARRAY(model->arena, lit, edits->count);
    bool about = false;
    state_require(&state, state_is(&state, model_var(model, (struct var){.kind = VAR_EXISTS}), 1));
    state_require(&state, step_may_read(&state, actor));
    for (size_t i = first; i < edits->count; i++)
        if (together(edits, first, i))
            may[i] = logic_and(model->logic, step_may_edit(&state, actor, edits->fields[i]),
                               step_may_see(&state, actor, edits->fields[i]));
    for (size_t i = first; i < edits->count; i++)
        if (may[i] != LIT_FALSE) {
            field_give(&state, edits->fields[i], may[i]);
            about |= about_required(model, edits->fields[i]);
        }
    if (!reg_is_people(model->reg)) /* accounts: whoever manages people may give the rest with it */
        require(&state, actor, about);
    step_voids(&state, NULL);
    if (state.step->void_count)
        step_rest(&state, actor);
    step_end(&state);
}

/* ---- accounts ---- */

static struct state begin_managing(struct model *model)
{
    struct state state = step_begin(model, PROVE_EDIT, NULL);
    people_actor(&state, false);
    state_require(&state, state_is(&state, model_var(model, (struct var){.kind = VAR_EXISTS}), 1));
    return state;
}

/* Whoever manages people changes what no rule names, at any time, and lets people in or not. */
static void manage(struct model *model)
{
    for (size_t i = 0; i < model->reg->field_count; i++) {
        const struct field *field = model->reg->fields[i];
        if (!reg_manages(field) || !field_matters(model, field))
            continue;
        struct state state = begin_managing(model);
        field_give(&state, field, LIT_TRUE);
        step_voids(&state, NULL);
        step_end(&state);
    }
    state_var(model); /* of which nothing else need ask */
    for (size_t s = 0; s < model->reg->states->count; s++) {
        struct state state = begin_managing(model);
        step_enter(&state, LIT_TRUE, (int)s);
        step_end(&state);
    }
}

void steps_edit(struct model *model)
{
    if (reg_is_people(model->reg))
        manage(model);
    const struct reg *reg = model->reg;
    struct edits edits = {.model = model};
    edits.fields = ARENA_ARRAY(model->arena, const struct field *, reg->field_count + 1);
    for (size_t i = 0; i < reg->field_count; i++)
        if (has_edit(reg, reg->fields[i]) && field_matters(model, reg->fields[i]))
            edits.fields[edits.count++] = reg->fields[i];
    order(&edits);
    for (size_t i = 0; i < edits.count; i++) {
        bool begun = false;
        for (size_t j = 0; j < i; j++)
            begun |= together(&edits, i, j);
        if (!begun)
            edit_together(&edits, i);
    }
}
