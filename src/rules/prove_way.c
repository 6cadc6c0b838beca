#include "rules/prove_way.h"

/* ---- backwards ---- */

/* Where no step that happens by itself can be taken. */
static void find_quiet(struct diagrams *d)
{
    d->quiet = diagram_keep(bddtrue);
    for (size_t s = 0; s < d->model->step_count; s++) {
        const struct relation_bdd *relation = &d->relations[s];
        if (d->model->steps[s].kind != PROVE_SYSTEM)
            continue;
        BDD can = diagram_keep(bdd_exist(relation->moves, relation->changed_after));
        diagram_put(&d->quiet, bdd_apply(d->quiet, can, bddop_diff));
        bdd_delref(can);
    }
}

/* The step with these inputs can be done and ends in `target`: over the variables before and the inputs. */
struct reaching {
    BDD can, may_be; /* may_be: the inputs are somebody's */
};

static struct reaching reaching(struct diagrams *d, size_t s, BDD target)
{
    const struct model_step *step = &d->model->steps[s];
    const struct relation_bdd *relation = &d->relations[s];
    struct conjuncts parts = conjuncts_of(d, step);
    BDD becomes = diagram_keep(bddtrue);
    for (size_t i = CONJUNCT_BITS; i < parts.count; i++)
        diagram_put(&becomes, bdd_and(becomes, parts.diagrams[i]));
    BDD sound = diagram_keep(bdd_replace(d->sound, relation->to_after));
    BDD aim = diagram_keep(bdd_replace(target, relation->to_after));
    struct reaching result;
    diagram_put(&sound, bdd_relprod(becomes, sound, relation->changed_after));
    diagram_put(&aim, bdd_relprod(becomes, aim, relation->changed_after));
    result.may_be = diagram_keep(bdd_and(parts.diagrams[CONJUNCT_CONSISTENT], sound));
    result.can = diagram_keep(bdd_and(parts.diagrams[CONJUNCT_HOLDS], aim));
    bdd_delref(becomes);
    bdd_delref(sound);
    bdd_delref(aim);
    conjuncts_drop(&parts);
    return result;
}

static void let_go(struct reaching *reaching)
{
    bdd_delref(reaching->can);
    bdd_delref(reaching->may_be);
}

/* Over the variables before and the exact inputs: it goes well whatever the assumed ones are, and nothing
 * that is due comes before it. */
static BDD surely(struct diagrams *d, const struct model_step *step, const struct reaching *reaching)
{
    BDD assumed = diagram_keep(diagram_inputs(d, step, 1));
    BDD good = diagram_keep(bdd_imp(reaching->may_be, reaching->can));
    diagram_put(&good, bdd_forall(good, assumed));
    BDD some = diagram_keep(bdd_exist(reaching->may_be, assumed));
    diagram_put(&good, bdd_and(good, some));
    if (step->kind != PROVE_SYSTEM)
        diagram_put(&good, bdd_and(good, d->quiet));
    bdd_delref(some);
    bdd_delref(assumed);
    return good;
}

static BDD possibly(const struct reaching *reaching)
{
    return diagram_keep(bdd_and(reaching->can, reaching->may_be));
}

/* For each layer the states from which the bad one is reached in the steps that are left: without leaning on
 * any assumed answer, or (`sure` false) with. NULL when there is no such way from the start. */
static BDD *targets(struct diagrams *d, const struct layers *layers, bool sure)
{
    size_t last = layers->count - 1;
    BDD *list = ARENA_ARRAY(d->arena, BDD, layers->count);
    list[last] = diagram_keep(bdd_and(layers->items[last], d->bad));
    for (size_t i = last; i-- > 0 && !diagrams_full();) {
        list[i] = diagram_keep(bddfalse);
        for (size_t s = 0; s < d->model->step_count; s++) {
            const struct model_step *step = &d->model->steps[s];
            struct reaching to = reaching(d, s, list[i + 1]);
            BDD from = sure ? surely(d, step, &to) : possibly(&to);
            BDD inputs = diagram_keep(diagram_inputs(d, step, -1));
            diagram_put(&from, bdd_exist(from, inputs));
            diagram_put(&from, bdd_and(from, layers->items[i]));
            diagram_put(&list[i], bdd_or(list[i], from));
            bdd_delref(from);
            bdd_delref(inputs);
            let_go(&to);
        }
        if (list[i] == bddfalse)
            return NULL;
    }
    return diagrams_full() ? NULL : list;
}

/* ---- one way ---- */

static BDD cube_of(const struct diagrams *d, const bool *leaves)
{
    BDD cube = diagram_keep(bddtrue);
    for (size_t b = d->model->bits; b-- > 0;)
        diagram_put(&cube, bdd_and(cube, leaves[d->bit_leaf[b]] ? bdd_ithvar(PLACES * (int)b)
                                                                : bdd_nithvar(PLACES * (int)b)));
    return cube;
}

/* Narrows `choices` to those where the formula has this value, if there are any. */
static void prefer(BDD *choices, BDD formula)
{
    diagram_keep(formula);
    BDD narrowed = diagram_keep(bdd_and(*choices, formula));
    if (narrowed != bddfalse)
        diagram_put(choices, narrowed);
    bdd_delref(narrowed);
    bdd_delref(formula);
}

static bool is_same_question(const struct input *a, const struct input *b)
{
    if (a->kind != b->kind)
        return false;
    if (a->kind == INPUT_STANDS || a->kind == INPUT_STANDS_FULLY)
        return a->x == b->x;
    return a->kind == INPUT_ANSWER && a->test->kind == EXPR_HAS && b->test->kind == EXPR_HAS &&
           a->test->role == b->test->role && a->test->personally == b->test->personally;
}

const struct input *input_later(const struct model_step *step, const struct input *input)
{
    for (size_t i = 0; input->actor && input->actor->same_as && i < step->input_count; i++)
        if (step->inputs[i].actor == input->actor->same_as && is_same_question(input, &step->inputs[i]))
            return &step->inputs[i];
    return NULL;
}

/* What is left out first where it can be: deputies, exceptions and assumptions, then roles. Who acts is
 * rather somebody known than somebody new, a deputy rather one for everything, and who holds a role rather
 * holds it in person; who is put into a field is rather new. */
enum { PASSES = 3 };

static int pass_of(const struct input *input)
{
    if (input->kind == INPUT_STANDS || input->assumed)
        return 0;
    return input->kind == INPUT_PERSONAL || input->kind == INPUT_STANDS_FULLY ? 1 : 2;
}

static bool is_plainly_so(const struct input *input)
{
    if (input->kind == INPUT_ANSWER)
        return input->test->kind == EXPR_HAS && input->test->personally;
    return (input->kind == INPUT_PERSONAL && !input->late) || input->kind == INPUT_STANDS_FULLY;
}

/* The plainest of the choices; what need not change does not. */
static void choose_inputs(struct diagrams *d, const struct model_step *step, BDD choices, struct walk *walk)
{
    const struct model *model = d->model;
    int *bits = ARENA_ARRAY(d->arena, int, model->bits + 1);
    lit *becomes = ARENA_ARRAY(d->arena, lit, model->bits + 1);
    size_t changed = step_changes(model, step, bits, becomes);
    BDD left = diagram_keep(choices);
    for (size_t i = 0; i < step->gift_count; i++)
        prefer(&left, diagram_of(d, logic_not(step->gifts[i].differs)));
    for (size_t i = 0; i < changed; i++)
        prefer(&left, bdd_biimp(bdd_ithvar(bits[i]), diagram_of(d, becomes[i])));
    for (size_t i = 0; i < step->input_count; i++) {
        const struct input *later = input_later(step, &step->inputs[i]);
        if (later)
            prefer(&left, bdd_biimp(bdd_ithvar(input_place(d, &step->inputs[i])),
                                    bdd_ithvar(input_place(d, later))));
    }
    for (int pass = 0; pass < PASSES; pass++)
        for (size_t i = 0; i < step->input_count; i++) {
            int place = input_place(d, &step->inputs[i]);
            BDD no = bdd_nithvar(place), plain = is_plainly_so(&step->inputs[i]) ? bdd_ithvar(place) : no;
            if (pass_of(&step->inputs[i]) != pass)
                continue;
            prefer(&left, plain);
            walk->leaves[model->logic->gates[step->inputs[i].leaf / 2].leaf] = bdd_and(left, no) == bddfalse;
        }
    bdd_delref(left);
}

/* Which assumed answers the step leans on, its state and its other inputs being as they are. */
static void find_leans(struct diagrams *d, const struct model_step *step, const struct reaching *to, BDD cube,
                       struct walk *walk)
{
    BDD rest = diagram_keep(bdd_and(to->can, cube));
    for (size_t i = 0; i < step->input_count; i++) {
        bool value = walk->leaves[d->model->logic->gates[step->inputs[i].leaf / 2].leaf];
        int var = input_place(d, &step->inputs[i]);
        if (!step->inputs[i].assumed)
            diagram_put(&rest, bdd_restrict(rest, value ? bdd_ithvar(var) : bdd_nithvar(var)));
    }
    for (size_t i = 0; i < step->input_count; i++) {
        int var = input_place(d, &step->inputs[i]);
        BDD yes = diagram_keep(bdd_restrict(rest, bdd_ithvar(var)));
        walk->leans[i] = bdd_restrict(rest, bdd_nithvar(var)) != yes && step->inputs[i].assumed;
        bdd_delref(yes);
    }
    bdd_delref(rest);
}

/* The exact inputs as they are chosen. */
static BDD chosen_inputs(const struct diagrams *d, const struct walk *walk)
{
    BDD cube = diagram_keep(bddtrue);
    for (size_t i = 0; i < walk->step->input_count; i++) {
        const struct input *input = &walk->step->inputs[i];
        int place = input_place(d, input);
        bool value = walk->leaves[d->model->logic->gates[input->leaf / 2].leaf];
        if (!input->assumed)
            diagram_put(&cube, bdd_and(cube, value ? bdd_ithvar(place) : bdd_nithvar(place)));
    }
    return cube;
}

/* Where the record may be after the step, having been in one of `stand`, whatever was assumed. */
static void move_on(struct diagrams *d, size_t s, const struct walk *walk, BDD *stand)
{
    const struct relation_bdd *relation = &d->relations[s];
    struct conjuncts parts = conjuncts_of(d, walk->step);
    BDD all = chosen_inputs(d, walk), inputs = diagram_keep(diagram_inputs(d, walk->step, -1));
    diagram_put(&all, bdd_and(all, *stand));
    for (size_t i = 0; i < parts.count; i++)
        diagram_put(&all, bdd_and(all, parts.diagrams[i]));
    diagram_put(&all, bdd_exist(all, inputs));
    diagram_put(&all, bdd_exist(all, relation->changed));
    diagram_put(&all, bdd_replace(all, relation->to_before));
    diagram_put(stand, bdd_and(all, d->sound));
    bdd_delref(all);
    bdd_delref(inputs);
    conjuncts_drop(&parts);
}

/* Exact inputs that lead into the target from wherever the record may be. */
static BDD sure_inputs(struct diagrams *d, const struct model_step *step, const struct reaching *to,
                       BDD stand)
{
    BDD safe = surely(d, step, to);
    diagram_put(&safe, bdd_imp(stand, safe));
    diagram_put(&safe, bdd_forall(safe, d->all_before));
    return safe;
}

/* Takes the step if it leads from here into the target; `stand` is where the record may be, and will be. */
static bool take(struct diagrams *d, size_t s, BDD target, bool sure, struct walk *walk, BDD *stand)
{
    const struct model_step *step = &d->model->steps[s];
    struct reaching to = reaching(d, s, target);
    BDD cube = cube_of(d, walk->leaves);
    BDD choices = possibly(&to);
    if (sure) {
        BDD safe = sure_inputs(d, step, &to, *stand);
        diagram_put(&choices, bdd_and(choices, safe));
        bdd_delref(safe);
    }
    diagram_put(&choices, bdd_and(choices, cube));
    bool found = choices != bddfalse;
    if (found) {
        walk->step = step;
        walk->leans = ARENA_ARRAY(d->arena, bool, step->input_count + 1);
        walk->unsure = !sure;
        choose_inputs(d, step, choices, walk);
        if (!sure)
            find_leans(d, step, &to, cube, walk);
        diagram_put(stand, sure ? *stand : cube);
        move_on(d, s, walk, stand);
    }
    bdd_delref(choices);
    bdd_delref(cube);
    let_go(&to);
    return found;
}

static bool take_any(struct diagrams *d, BDD target, bool sure, struct walk *walk, BDD *stand)
{
    for (size_t s = 0; s < d->model->step_count; s++)
        if (take(d, s, target, sure, walk, stand))
            return true;
    return false;
}

static void step_on(const struct diagrams *d, const struct walk *walk, bool *leaves)
{
    const struct model *model = d->model;
    for (size_t v = 0; v < model->var_count; v++)
        for (unsigned b = 0; b < model->vars[v].bits; b++)
            leaves[model->logic->gates[var_bit(&model->vars[v], b) / 2].leaf] =
                logic_value(model->logic, step_after(walk->step, v, b), walk->leaves);
}

void way_find(struct diagrams *d, const struct layers *layers, struct search_result *result)
{
    find_quiet(d);
    BDD *sure = targets(d, layers, true), *aims = sure ? sure : targets(d, layers, false);
    size_t leaves = d->model->logic->leaves;
    bool *at = ARENA_ARRAY(d->arena, bool, leaves);
    BDD stand = diagram_keep(d->start);
    if (!aims)
        return;
    result->walks = ARENA_ARRAY(d->arena, struct walk, layers->count);
    for (size_t i = 0; i + 1 < layers->count && !diagrams_full(); i++) {
        struct walk *walk = &result->walks[i];
        walk->leaves = ARENA_ARRAY(d->arena, bool, leaves);
        for (size_t l = 0; l < leaves; l++)
            walk->leaves[l] = at[l];
        if (!take_any(d, aims[i + 1], true, walk, &stand) && !take_any(d, aims[i + 1], false, walk, &stand))
            return;
        step_on(d, walk, at);
        result->count++;
    }
}
