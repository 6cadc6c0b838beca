#include "rules/prove_search.h"

#include <bdd.h>
#include <string.h>

enum { NODES_AT_FIRST = 200 * 1000, CACHE_AT_FIRST = 50 * 1000, CACHE_RATIO = 16, GROW_BY = 2 * 1000 * 1000 };

/* Where a formula's leaves stand in the diagrams. Each bit of the model's variables has four places in a row: as it is
 * before a step, after it, and two for inputs that decide about it: what belongs together must stand together, or the
 * diagrams grow out of all bounds. Inputs that decide about nothing alone come last. */
enum { PLACE_BEFORE, PLACE_AFTER, PLACE_INPUT, PLACE_SECOND, PLACES };

/* A step as diagrams. `moves` relates the variables before to those after. */
struct relation_bdd {
    BDD moves;          /* whatever the inputs are */
    BDD changed;        /* the variables it changes, as before; and as after */
    BDD changed_after;
    bddPair *to_before, *to_after;
};

struct search {
    const struct model *model;
    struct arena *arena;
    int *place;   /* per leaf: its place */
    int places;   /* how many there are */
    BDD *memo;    /* per formula: its diagram; -1: not made yet */
    unsigned *bit_leaf; /* per bit of the state: its leaf */
    BDD sound, bad, all_before;
    BDD quiet;    /* nothing happens by itself there */
    struct relation_bdd *relations;
    BDD *layers; /* states first reached after so many steps */
    size_t layer_count, layer_capacity;
};

/* The library reports that it is out of nodes here, and goes on with a diagram that means nothing. */
static bool is_full;

static void note_full(int error)
{
    (void)error;
    is_full = true;
}

bool logic_value(const struct logic *logic, lit formula, const bool *leaves)
{
    const struct gate *gate = &logic->gates[formula / 2];
    bool value;
    if (formula / 2 == 0)
        value = false;
    else if (gate->a == LIT_NONE)
        value = leaves[gate->leaf];
    else
        value = logic_value(logic, gate->a, leaves) && logic_value(logic, gate->b, leaves);
    return value != (formula & 1);
}

/* ---- diagrams ---- */

static BDD keep(BDD bdd)
{
    return bdd_addref(bdd);
}

/* The old diagram goes, the new one stays. */
static void put(BDD *at, BDD bdd)
{
    bdd_addref(bdd);
    bdd_delref(*at);
    *at = bdd;
}

static BDD diagram(struct search *search, lit formula)
{
    const struct gate *gate = &search->model->logic->gates[formula / 2];
    if (search->memo[formula] < 0) {
        BDD made = bddfalse;
        if (formula & 1)
            made = bdd_not(diagram(search, formula - 1));
        else if (gate->a == LIT_NONE)
            made = bdd_ithvar(search->place[gate->leaf]);
        else if (formula)
            made = bdd_and(diagram(search, gate->a), diagram(search, gate->b));
        search->memo[formula] = keep(made);
    }
    return search->memo[formula];
}

/* Diagrams that are not needed again make room. */
static void forget(struct search *search)
{
    for (size_t i = 0; i < 2 * search->model->logic->count; i++)
        if (search->memo[i] >= 0) {
            bdd_delref(search->memo[i]);
            search->memo[i] = -1;
        }
}

static int place_of(const struct search *search, const struct input *input)
{
    return search->place[search->model->logic->gates[input->leaf / 2].leaf];
}

static BDD set_of(struct arena *arena, const struct model_step *step, const struct search *search, int assumed)
{
    int *vars = ARENA_ARRAY(arena, int, step->input_count + 1), count = 0;
    for (size_t i = 0; i < step->input_count; i++)
        if (assumed < 0 || step->inputs[i].assumed == (assumed == 1))
            vars[count++] = place_of(search, &step->inputs[i]);
    return bdd_makeset(vars, count);
}

/* ---- the relation of a step ---- */

static lit after_bit(const struct model_step *step, size_t var, unsigned bit)
{
    return step->after[var * VAR_BITS + bit];
}

/* The places of the bits that the step changes, as they were before, and what they become. */
static size_t changed_bits(const struct model *model, const struct model_step *step, int *bits, lit *becomes)
{
    size_t count = 0;
    int at = 0;
    for (size_t v = 0; v < model->var_count; v++)
        for (unsigned b = 0; b < model->vars[v].bits; b++, at += PLACES)
            if (after_bit(step, v, b) != var_bit(&model->vars[v], b)) {
                bits[count] = at;
                becomes[count++] = after_bit(step, v, b);
            }
    return count;
}

/* Marks the place of every leaf that a formula asks about. */
static void find_places(const struct search *search, lit formula, bool *seen, bool *places)
{
    const struct gate *gate = &search->model->logic->gates[formula / 2];
    if (seen[formula / 2])
        return;
    seen[formula / 2] = true;
    if (gate->a == LIT_NONE) {
        places[search->place[gate->leaf]] = true;
    } else if (formula / 2) {
        find_places(search, gate->a, seen, places);
        find_places(search, gate->b, seen, places);
    }
}

/* Per place, how many of the formulas ask about it; `only`: which one, if it is one alone. */
struct uses {
    int count;
    size_t only;
};

static struct uses *count_uses(const struct search *search, const lit *formulas, size_t count)
{
    struct uses *uses = ARENA_ARRAY(search->arena, struct uses, (size_t)search->places);
    bool *seen = ARENA_ARRAY(search->arena, bool, search->model->logic->count);
    bool *places = ARENA_ARRAY(search->arena, bool, (size_t)search->places);
    for (size_t i = 0; i < count; i++) {
        memset(seen, 0, search->model->logic->count);
        memset(places, 0, (size_t)search->places);
        find_places(search, formulas[i], seen, places);
        for (int p = 0; p < search->places; p++)
            if (places[p])
                uses[p] = (struct uses){uses[p].count + 1, i};
    }
    return uses;
}

/* Inputs that this conjunct alone asks about are done with at once. */
static BDD own_inputs(const struct search *search, const struct model_step *step, const struct uses *uses, size_t at)
{
    int *vars = ARENA_ARRAY(search->arena, int, step->input_count + 1), own = 0;
    for (size_t i = 0; i < step->input_count; i++) {
        int place = place_of(search, &step->inputs[i]);
        if (uses[place].count == 1 && uses[place].only == at)
            vars[own++] = place;
    }
    return keep(bdd_makeset(vars, own));
}

/* What must hold, and for each changed bit that it becomes what it becomes. */
struct conjuncts {
    lit *formulas; /* of the changed bits: what they become */
    BDD *diagrams;
    size_t count;
};

enum { CONJUNCT_HOLDS, CONJUNCT_CONSISTENT, CONJUNCT_BITS };

static struct conjuncts conjuncts_of(struct search *search, const struct model_step *step)
{
    const struct model *model = search->model;
    int *bits = ARENA_ARRAY(search->arena, int, model->bits + 1);
    struct conjuncts all = {.formulas = ARENA_ARRAY(search->arena, lit, model->bits + CONJUNCT_BITS)};
    all.formulas[CONJUNCT_HOLDS] = step->holds;
    all.formulas[CONJUNCT_CONSISTENT] = step->consistent;
    all.count = CONJUNCT_BITS + changed_bits(model, step, bits, all.formulas + CONJUNCT_BITS);
    all.diagrams = ARENA_ARRAY(search->arena, BDD, all.count);
    for (size_t i = 0; i < all.count; i++) {
        BDD becomes = diagram(search, all.formulas[i]);
        bool is_bit = i >= CONJUNCT_BITS;
        all.diagrams[i] = keep(is_bit ? bdd_biimp(bdd_ithvar(bits[i - CONJUNCT_BITS] + PLACE_AFTER), becomes) : becomes);
    }
    return all;
}

static void drop_conjuncts(struct conjuncts *all)
{
    for (size_t i = 0; i < all->count; i++)
        bdd_delref(all->diagrams[i]);
}

static BDD relate(struct search *search, const struct model_step *step)
{
    struct conjuncts parts = conjuncts_of(search, step);
    const struct uses *uses = count_uses(search, parts.formulas, parts.count);
    BDD all = keep(bddtrue);
    for (size_t i = 0; i < parts.count; i++) {
        BDD own = own_inputs(search, step, uses, i);
        put(&parts.diagrams[i], bdd_exist(parts.diagrams[i], own));
        put(&all, bdd_and(all, parts.diagrams[i]));
        bdd_delref(own);
    }
    BDD inputs = keep(set_of(search->arena, step, search, -1));
    put(&all, bdd_exist(all, inputs));
    bdd_delref(inputs);
    drop_conjuncts(&parts);
    return all;
}

static struct relation_bdd relation_of(struct search *search, const struct model_step *step)
{
    const struct model *model = search->model;
    int *bits = ARENA_ARRAY(search->arena, int, model->bits + 1);
    lit *becomes = ARENA_ARRAY(search->arena, lit, model->bits + 1);
    size_t count = changed_bits(model, step, bits, becomes);
    struct relation_bdd relation = {.to_before = bdd_newpair(), .to_after = bdd_newpair()};
    relation.moves = relate(search, step);
    forget(search);
    for (size_t i = 0; i < count; i++) {
        bdd_setpair(relation.to_before, bits[i] + PLACE_AFTER, bits[i]);
        bdd_setpair(relation.to_after, bits[i], bits[i] + PLACE_AFTER);
    }
    relation.changed = keep(bdd_makeset(bits, (int)count));
    for (size_t i = 0; i < count; i++)
        bits[i] += PLACE_AFTER;
    relation.changed_after = keep(bdd_makeset(bits, (int)count));
    return relation;
}

/* ---- forwards ---- */

static BDD image(const struct search *search, const struct relation_bdd *relation, BDD from)
{
    BDD after = keep(bdd_relprod(from, relation->moves, relation->changed));
    put(&after, bdd_replace(after, relation->to_before));
    put(&after, bdd_and(after, search->sound));
    return after;
}

/* Everything that can be reached, each step taking off at once from what the one before it found. */
static BDD reach_all(struct search *search)
{
    BDD all = keep(search->layers[0]), before = keep(bddfalse);
    while (all != before && !is_full) {
        put(&before, all);
        for (size_t s = 0; s < search->model->step_count && !is_full; s++) {
            BDD more = image(search, &search->relations[s], all);
            put(&all, bdd_or(all, more));
            bdd_delref(more);
        }
    }
    bdd_delref(before);
    return all;
}

static BDD next_layer(struct search *search, BDD from, BDD reached)
{
    BDD next = keep(bddfalse);
    for (size_t s = 0; s < search->model->step_count && !is_full; s++) {
        BDD more = image(search, &search->relations[s], from);
        put(&next, bdd_or(next, more));
        bdd_delref(more);
    }
    put(&next, bdd_apply(next, reached, bddop_diff));
    return next;
}

/* A bad state can be reached: step by step up to the first. */
static void lay(struct search *search)
{
    BDD reached = keep(bddfalse);
    for (;;) {
        BDD newest = search->layers[search->layer_count - 1];
        put(&reached, bdd_or(reached, newest));
        if (is_full || bdd_and(newest, search->bad) != bddfalse)
            break;
        BDD next = next_layer(search, newest, reached);
        *ARENA_PUSH(search->arena, search->layers, search->layer_count, search->layer_capacity) = next;
    }
    bdd_delref(reached);
}

/* ---- backwards ---- */

/* The step with these inputs can be done and ends in `target`: over the variables before and the inputs. */
struct reaching {
    BDD can, may_be; /* may_be: the inputs are somebody's */
};

static struct reaching reaching(struct search *search, size_t s, BDD target)
{
    const struct model_step *step = &search->model->steps[s];
    const struct relation_bdd *relation = &search->relations[s];
    struct conjuncts parts = conjuncts_of(search, step);
    BDD becomes = keep(bddtrue);
    for (size_t i = CONJUNCT_BITS; i < parts.count; i++)
        put(&becomes, bdd_and(becomes, parts.diagrams[i]));
    BDD sound = keep(bdd_replace(search->sound, relation->to_after));
    BDD aim = keep(bdd_replace(target, relation->to_after));
    struct reaching result;
    put(&sound, bdd_relprod(becomes, sound, relation->changed_after));
    put(&aim, bdd_relprod(becomes, aim, relation->changed_after));
    result.may_be = keep(bdd_and(parts.diagrams[CONJUNCT_CONSISTENT], sound));
    result.can = keep(bdd_and(parts.diagrams[CONJUNCT_HOLDS], aim));
    bdd_delref(becomes);
    bdd_delref(sound);
    bdd_delref(aim);
    drop_conjuncts(&parts);
    return result;
}

static void let_go(struct reaching *reaching)
{
    bdd_delref(reaching->can);
    bdd_delref(reaching->may_be);
}

/* Over the variables before and the exact inputs: it goes well whatever the assumed ones are, and nothing that is due
 * comes before it. */
static BDD surely(struct search *search, const struct model_step *step, const struct reaching *reaching)
{
    BDD assumed = keep(set_of(search->arena, step, search, 1));
    BDD good = keep(bdd_imp(reaching->may_be, reaching->can));
    put(&good, bdd_forall(good, assumed));
    BDD some = keep(bdd_exist(reaching->may_be, assumed));
    put(&good, bdd_and(good, some));
    if (step->kind != PROVE_SYSTEM)
        put(&good, bdd_and(good, search->quiet));
    bdd_delref(some);
    bdd_delref(assumed);
    return good;
}

static BDD possibly(const struct reaching *reaching)
{
    return keep(bdd_and(reaching->can, reaching->may_be));
}

/* For each layer the states from which the bad one is reached in the steps that are left: without leaning on any assumed
 * answer, or (`sure` false) with. NULL when there is no such way from the start. */
static BDD *targets(struct search *search, bool sure)
{
    size_t last = search->layer_count - 1;
    BDD *list = ARENA_ARRAY(search->arena, BDD, search->layer_count);
    list[last] = keep(bdd_and(search->layers[last], search->bad));
    for (size_t i = last; i-- > 0 && !is_full;) {
        list[i] = keep(bddfalse);
        for (size_t s = 0; s < search->model->step_count; s++) {
            const struct model_step *step = &search->model->steps[s];
            struct reaching to = reaching(search, s, list[i + 1]);
            BDD from = sure ? surely(search, step, &to) : possibly(&to);
            BDD inputs = keep(set_of(search->arena, step, search, -1));
            put(&from, bdd_exist(from, inputs));
            put(&from, bdd_and(from, search->layers[i]));
            put(&list[i], bdd_or(list[i], from));
            bdd_delref(from);
            bdd_delref(inputs);
            let_go(&to);
        }
        if (list[i] == bddfalse)
            return NULL;
    }
    return is_full ? NULL : list;
}

/* ---- one way ---- */

static BDD cube_of(const struct search *search, const bool *leaves)
{
    BDD cube = keep(bddtrue);
    for (size_t b = search->model->bits; b-- > 0;)
        put(&cube, bdd_and(cube, leaves[search->bit_leaf[b]] ? bdd_ithvar(PLACES * (int)b)
                                                             : bdd_nithvar(PLACES * (int)b)));
    return cube;
}

/* Narrows `choices` to those where the formula has this value, if there are any. */
static void prefer(BDD *choices, BDD formula)
{
    keep(formula);
    BDD narrowed = keep(bdd_and(*choices, formula));
    if (narrowed != bddfalse)
        put(choices, narrowed);
    bdd_delref(narrowed);
    bdd_delref(formula);
}

const struct input *input_later(const struct model_step *step, const struct input *input)
{
    if (input->kind != INPUT_ANSWER || !input->actor || !input->actor->same_as || input->test->kind != EXPR_HAS)
        return NULL;
    for (size_t i = 0; i < step->input_count; i++) {
        const struct input *other = &step->inputs[i];
        if (other->kind == INPUT_ANSWER && other->actor == input->actor->same_as && other->test->kind == EXPR_HAS &&
            other->test->role == input->test->role && other->test->personally == input->test->personally)
            return other;
    }
    return NULL;
}

/* What is left out first where it can be: deputies, exceptions and assumptions, then roles. Who acts is rather somebody
 * known than somebody new, a deputy rather one for everything, and who holds a role rather holds it in person; who is put
 * into a field is rather new. */
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
static void choose_inputs(struct search *search, const struct model_step *step, BDD choices, struct walk *walk)
{
    const struct model *model = search->model;
    int *bits = ARENA_ARRAY(search->arena, int, model->bits + 1);
    lit *becomes = ARENA_ARRAY(search->arena, lit, model->bits + 1);
    size_t changed = changed_bits(model, step, bits, becomes);
    BDD left = keep(choices);
    for (size_t i = 0; i < changed; i++)
        prefer(&left, bdd_biimp(bdd_ithvar(bits[i]), diagram(search, becomes[i])));
    for (size_t i = 0; i < step->input_count; i++) {
        const struct input *later = input_later(step, &step->inputs[i]);
        if (later)
            prefer(&left, bdd_biimp(bdd_ithvar(place_of(search, &step->inputs[i])),
                                    bdd_ithvar(place_of(search, later))));
    }
    for (int pass = 0; pass < PASSES; pass++)
        for (size_t i = 0; i < step->input_count; i++) {
            int place = place_of(search, &step->inputs[i]);
            BDD no = bdd_nithvar(place), plain = is_plainly_so(&step->inputs[i]) ? bdd_ithvar(place) : no;
            if (pass_of(&step->inputs[i]) != pass)
                continue;
            prefer(&left, plain);
            walk->leaves[model->logic->gates[step->inputs[i].leaf / 2].leaf] = bdd_and(left, no) == bddfalse;
        }
    bdd_delref(left);
}

/* Which assumed answers the step leans on, its state and its other inputs being as they are. */
static void find_leans(struct search *search, const struct model_step *step, const struct reaching *to, BDD cube,
                       struct walk *walk)
{
    BDD rest = keep(bdd_and(to->can, cube));
    for (size_t i = 0; i < step->input_count; i++) {
        bool value = walk->leaves[search->model->logic->gates[step->inputs[i].leaf / 2].leaf];
        int var = place_of(search, &step->inputs[i]);
        if (!step->inputs[i].assumed)
            put(&rest, bdd_restrict(rest, value ? bdd_ithvar(var) : bdd_nithvar(var)));
    }
    for (size_t i = 0; i < step->input_count; i++) {
        int var = place_of(search, &step->inputs[i]);
        BDD yes = keep(bdd_restrict(rest, bdd_ithvar(var)));
        walk->leans[i] = bdd_restrict(rest, bdd_nithvar(var)) != yes && step->inputs[i].assumed;
        bdd_delref(yes);
    }
    bdd_delref(rest);
}

/* Takes the step if it leads from here into the target; a sure way first. */
static bool take(struct search *search, size_t s, BDD target, bool sure, struct walk *walk)
{
    const struct model_step *step = &search->model->steps[s];
    struct reaching to = reaching(search, s, target);
    BDD cube = cube_of(search, walk->leaves);
    BDD choices = possibly(&to);
    if (sure) {
        BDD safe = surely(search, step, &to);
        put(&choices, bdd_and(choices, safe));
        bdd_delref(safe);
    }
    put(&choices, bdd_and(choices, cube));
    bool found = choices != bddfalse;
    if (found) {
        walk->step = step;
        walk->leans = ARENA_ARRAY(search->arena, bool, step->input_count + 1);
        choose_inputs(search, step, choices, walk);
        walk->hurries = step->kind != PROVE_SYSTEM && bdd_and(cube, search->quiet) == bddfalse;
        if (!sure)
            find_leans(search, step, &to, cube, walk);
    }
    bdd_delref(choices);
    bdd_delref(cube);
    let_go(&to);
    return found;
}

static bool take_any(struct search *search, BDD target, bool sure, struct walk *walk)
{
    for (size_t s = 0; s < search->model->step_count; s++)
        if (take(search, s, target, sure, walk))
            return true;
    return false;
}

static void step_on(const struct search *search, const struct walk *walk, bool *leaves)
{
    const struct model *model = search->model;
    for (size_t v = 0; v < model->var_count; v++)
        for (unsigned b = 0; b < model->vars[v].bits; b++)
            leaves[model->logic->gates[var_bit(&model->vars[v], b) / 2].leaf] =
                logic_value(model->logic, after_bit(walk->step, v, b), walk->leaves);
}

static void find_way(struct search *search, struct search_result *result)
{
    BDD *sure = targets(search, true), *aims = sure ? sure : targets(search, false);
    size_t leaves = search->model->logic->leaves;
    bool *at = ARENA_ARRAY(search->arena, bool, leaves);
    if (!aims)
        return;
    result->walks = ARENA_ARRAY(search->arena, struct walk, search->layer_count);
    for (size_t i = 0; i + 1 < search->layer_count && !is_full; i++) {
        struct walk *walk = &result->walks[i];
        walk->leaves = ARENA_ARRAY(search->arena, bool, leaves);
        for (size_t l = 0; l < leaves; l++)
            walk->leaves[l] = at[l];
        if (!take_any(search, aims[i + 1], true, walk) && !take_any(search, aims[i + 1], false, walk))
            return;
        step_on(search, walk, at);
        result->count++;
    }
}

/* ---- the whole ---- */

/* Inputs are placed beside the bit they decide about while there is room, else behind everything. */
static void place_inputs(struct search *search, const struct model_step *step, const int *first)
{
    bool *taken = ARENA_ARRAY(search->arena, bool, PLACES * search->model->bits + 1);
    int last = PLACES * (int)search->model->bits;
    for (size_t i = 0; i < step->input_count; i++) {
        const struct input *input = &step->inputs[i];
        int place = -1;
        for (int p = PLACE_INPUT; input->var != SIZE_MAX && p < PLACES && place < 0; p++)
            if (!taken[first[input->var] + (int)input->bit * PLACES + p])
                place = first[input->var] + (int)input->bit * PLACES + p;
        if (place < 0)
            place = last++;
        else
            taken[place] = true;
        search->place[search->model->logic->gates[input->leaf / 2].leaf] = place;
    }
    search->places = last > search->places ? last : search->places;
}

static void place_all(struct search *search)
{
    const struct model *model = search->model;
    int *first = ARENA_ARRAY(search->arena, int, model->var_count + 1), at = 0;
    for (size_t v = 0; v < model->var_count; v++) {
        first[v] = at;
        for (unsigned b = 0; b < model->vars[v].bits; b++, at += PLACES) {
            search->bit_leaf[at / PLACES] = model->logic->gates[var_bit(&model->vars[v], b) / 2].leaf;
            search->place[search->bit_leaf[at / PLACES]] = at;
        }
    }
    search->places = at;
    place_inputs(search, model->asked, first);
    for (size_t s = 0; s < model->step_count; s++)
        place_inputs(search, &model->steps[s], first);
    bdd_setvarnum(search->places + 1);
}

static void begin(struct search *search)
{
    const struct model *model = search->model;
    for (size_t i = 0; i < 2 * model->logic->count; i++)
        search->memo[i] = -1;
    int *before = ARENA_ARRAY(search->arena, int, model->bits + 1);
    BDD start = keep(bddtrue);
    for (size_t b = model->bits; b-- > 0;) {
        before[b] = PLACES * (int)b;
        put(&start, bdd_and(start, bdd_nithvar(before[b])));
    }
    *ARENA_PUSH(search->arena, search->layers, search->layer_count, search->layer_capacity) = start;
    search->all_before = keep(bdd_makeset(before, (int)model->bits));
    search->sound = keep(diagram(search, model->sound));
    BDD asked = keep(set_of(search->arena, model->asked, search, -1));
    search->bad = keep(bdd_exist(diagram(search, model->bad), asked));
    bdd_delref(asked);
    search->relations = ARENA_ARRAY(search->arena, struct relation_bdd, model->step_count);
    for (size_t s = 0; s < model->step_count && !is_full; s++)
        search->relations[s] = relation_of(search, &model->steps[s]);
}

/* Where no step that happens by itself can be taken. */
static void find_quiet(struct search *search)
{
    search->quiet = keep(bddtrue);
    for (size_t s = 0; s < search->model->step_count; s++) {
        const struct relation_bdd *relation = &search->relations[s];
        if (search->model->steps[s].kind != PROVE_SYSTEM)
            continue;
        BDD can = keep(bdd_exist(relation->moves, relation->changed_after));
        put(&search->quiet, bdd_apply(search->quiet, can, bddop_diff));
        bdd_delref(can);
    }
}

static struct search_result run(const struct model *model)
{
    struct search search = {.model = model, .arena = model->arena};
    struct search_result result = {.verdict = PROVE_GAVE_UP};
    search.place = ARENA_ARRAY(model->arena, int, model->logic->leaves + 1);
    search.memo = ARENA_ARRAY(model->arena, BDD, 2 * model->logic->count);
    search.bit_leaf = ARENA_ARRAY(model->arena, unsigned, model->bits + 1);
    place_all(&search);
    begin(&search);
    BDD reached = reach_all(&search);
    result.states = bdd_satcountset(reached, search.all_before) - 1; /* the start is no record yet */
    bool violated = !is_full && bdd_and(reached, search.bad) != bddfalse;
    if (violated) {
        lay(&search);
        find_quiet(&search);
        find_way(&search, &result);
    }
    if (!is_full)
        result.verdict = violated ? PROVE_VIOLATED : PROVE_PROVED;
    return result;
}

struct search_result search_model(const struct model *model)
{
    is_full = false;
    bdd_init(NODES_AT_FIRST, CACHE_AT_FIRST);
    bdd_setcacheratio(CACHE_RATIO);
    bdd_setmaxincrease(GROW_BY);
    bdd_setmaxnodenum(PROVE_NODES_MAX);
    bdd_gbc_hook(NULL);
    bdd_error_hook(note_full);
    struct search_result result = run(model);
    bdd_done();
    return result;
}
