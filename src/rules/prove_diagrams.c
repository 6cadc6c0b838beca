#include "rules/prove_diagrams.h"

#include <string.h>

enum { NODES_AT_FIRST = 20 * 1000, CACHE_AT_FIRST = 10 * 1000, CACHE_RATIO = 2, GROW_BY = 2 * 1000 * 1000 };

/* The library reports that it is out of nodes here, and goes on with a diagram that means nothing. */
static bool is_full;

static void note_full(int error)
{
    (void)error;
    is_full = true;
}

/* ---- diagrams ---- */

BDD diagram_keep(BDD bdd)
{
    return bdd_addref(bdd);
}

void diagram_put(BDD *at, BDD bdd)
{
    bdd_addref(bdd);
    bdd_delref(*at);
    *at = bdd;
}

BDD diagram_of(struct diagrams *d, lit formula)
{
    const struct gate *gate = &d->model->logic->gates[formula / 2];
    if (d->memo[formula] < 0) {
        BDD made = bddfalse;
        if (formula & 1)
            made = bdd_not(diagram_of(d, formula - 1));
        else if (gate->a == LIT_NONE)
            made = bdd_ithvar(d->place[gate->leaf]);
        else if (formula)
            made = bdd_and(diagram_of(d, gate->a), diagram_of(d, gate->b));
        d->memo[formula] = diagram_keep(made);
    }
    return d->memo[formula];
}

/* Diagrams that are not needed again make room. */
static void forget(struct diagrams *d)
{
    for (size_t i = 0; i < 2 * d->model->logic->count; i++)
        if (d->memo[i] >= 0) {
            bdd_delref(d->memo[i]);
            d->memo[i] = -1;
        }
}

int input_place(const struct diagrams *d, const struct input *input)
{
    return d->place[d->model->logic->gates[input->leaf / 2].leaf];
}

BDD diagram_inputs(const struct diagrams *d, const struct model_step *step, int assumed)
{
    int *vars = ARENA_ARRAY(d->arena, int, step->input_count + 1), count = 0;
    for (size_t i = 0; i < step->input_count; i++)
        if (assumed < 0 || step->inputs[i].assumed == (assumed == 1))
            vars[count++] = input_place(d, &step->inputs[i]);
    return bdd_makeset(vars, count);
}

/* ---- the relation of a step ---- */

lit step_after(const struct model_step *step, size_t var, unsigned bit)
{
    return step->after[var * VAR_BITS + bit];
}

size_t step_changes(const struct model *model, const struct model_step *step, int *bits, lit *becomes)
{
    size_t count = 0;
    int at = 0;
    for (size_t v = 0; v < model->var_count; v++)
        for (unsigned b = 0; b < model->vars[v].bits; b++, at += PLACES)
            if (step_after(step, v, b) != var_bit(&model->vars[v], b)) {
                bits[count] = at;
                becomes[count++] = step_after(step, v, b);
            }
    return count;
}

/* Marks the place of every leaf that a formula asks about. */
static void find_places(const struct diagrams *d, lit formula, bool *seen, bool *places)
{
    const struct gate *gate = &d->model->logic->gates[formula / 2];
    if (seen[formula / 2])
        return;
    seen[formula / 2] = true;
    if (gate->a == LIT_NONE) {
        places[d->place[gate->leaf]] = true;
    } else if (formula / 2) {
        find_places(d, gate->a, seen, places);
        find_places(d, gate->b, seen, places);
    }
}

/* Per place, how many of the formulas ask about it; `only`: which one, if it is one alone. */
struct uses {
    int count;
    size_t only;
};

static struct uses *count_uses(const struct diagrams *d, const lit *formulas, size_t count)
{
    struct uses *uses = ARENA_ARRAY(d->arena, struct uses, (size_t)d->places);
    bool *seen = ARENA_ARRAY(d->arena, bool, d->model->logic->count);
    bool *places = ARENA_ARRAY(d->arena, bool, (size_t)d->places);
    for (size_t i = 0; i < count; i++) {
        memset(seen, 0, d->model->logic->count);
        memset(places, 0, (size_t)d->places);
        find_places(d, formulas[i], seen, places);
        for (int p = 0; p < d->places; p++)
            if (places[p])
                uses[p] = (struct uses){uses[p].count + 1, i};
    }
    return uses;
}

/* Inputs that this conjunct alone asks about are done with at once. */
static BDD own_inputs(const struct diagrams *d, const struct model_step *step, const struct uses *uses,
                      size_t at)
{
    int *vars = ARENA_ARRAY(d->arena, int, step->input_count + 1), own = 0;
    for (size_t i = 0; i < step->input_count; i++) {
        int place = input_place(d, &step->inputs[i]);
        if (uses[place].count == 1 && uses[place].only == at)
            vars[own++] = place;
    }
    return diagram_keep(bdd_makeset(vars, own));
}

struct conjuncts conjuncts_of(struct diagrams *d, const struct model_step *step)
{
    const struct model *model = d->model;
    int *bits = ARENA_ARRAY(d->arena, int, model->bits + 1);
    struct conjuncts all = {.formulas = ARENA_ARRAY(d->arena, lit, model->bits + CONJUNCT_BITS)};
    all.formulas[CONJUNCT_HOLDS] = step->holds;
    all.formulas[CONJUNCT_CONSISTENT] = step->consistent;
    all.count = CONJUNCT_BITS + step_changes(model, step, bits, all.formulas + CONJUNCT_BITS);
    all.diagrams = ARENA_ARRAY(d->arena, BDD, all.count);
    for (size_t i = 0; i < all.count; i++) {
        BDD becomes = diagram_of(d, all.formulas[i]);
        bool is_bit = i >= CONJUNCT_BITS;
        all.diagrams[i] = diagram_keep(
            is_bit ? bdd_biimp(bdd_ithvar(bits[i - CONJUNCT_BITS] + PLACE_AFTER), becomes) : becomes);
    }
    return all;
}

void conjuncts_drop(struct conjuncts *all)
{
    for (size_t i = 0; i < all->count; i++)
        bdd_delref(all->diagrams[i]);
}

static BDD relate(struct diagrams *d, const struct model_step *step)
{
    struct conjuncts parts = conjuncts_of(d, step);
    const struct uses *uses = count_uses(d, parts.formulas, parts.count);
    BDD all = diagram_keep(bddtrue);
    for (size_t i = 0; i < parts.count; i++) {
        BDD own = own_inputs(d, step, uses, i);
        diagram_put(&parts.diagrams[i], bdd_exist(parts.diagrams[i], own));
        diagram_put(&all, bdd_and(all, parts.diagrams[i]));
        bdd_delref(own);
    }
    BDD inputs = diagram_keep(diagram_inputs(d, step, -1));
    diagram_put(&all, bdd_exist(all, inputs));
    bdd_delref(inputs);
    conjuncts_drop(&parts);
    return all;
}

static struct relation_bdd relation_of(struct diagrams *d, const struct model_step *step)
{
    const struct model *model = d->model;
    int *bits = ARENA_ARRAY(d->arena, int, model->bits + 1);
    lit *becomes = ARENA_ARRAY(d->arena, lit, model->bits + 1);
    size_t count = step_changes(model, step, bits, becomes);
    struct relation_bdd relation = {.to_before = bdd_newpair(), .to_after = bdd_newpair()};
    relation.moves = relate(d, step);
    forget(d);
    for (size_t i = 0; i < count; i++) {
        bdd_setpair(relation.to_before, bits[i] + PLACE_AFTER, bits[i]);
        bdd_setpair(relation.to_after, bits[i], bits[i] + PLACE_AFTER);
    }
    relation.changed = diagram_keep(bdd_makeset(bits, (int)count));
    for (size_t i = 0; i < count; i++)
        bits[i] += PLACE_AFTER;
    relation.changed_after = diagram_keep(bdd_makeset(bits, (int)count));
    return relation;
}

/* ---- the whole ---- */

/* Inputs are placed beside the bit they decide about while there is room, else behind everything. */
static void place_inputs(struct diagrams *d, const struct model_step *step, const int *first)
{
    bool *taken = ARENA_ARRAY(d->arena, bool, PLACES * d->model->bits + 1);
    int last = PLACES * (int)d->model->bits;
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
        d->place[d->model->logic->gates[input->leaf / 2].leaf] = place;
    }
    d->places = last > d->places ? last : d->places;
}

static void place_all(struct diagrams *d)
{
    const struct model *model = d->model;
    int *first = ARENA_ARRAY(d->arena, int, model->var_count + 1), at = 0;
    for (size_t v = 0; v < model->var_count; v++) {
        first[v] = at;
        for (unsigned b = 0; b < model->vars[v].bits; b++, at += PLACES) {
            d->bit_leaf[at / PLACES] = model->logic->gates[var_bit(&model->vars[v], b) / 2].leaf;
            d->place[d->bit_leaf[at / PLACES]] = at;
        }
    }
    d->places = at;
    place_inputs(d, model->asked, first);
    for (size_t s = 0; s < model->step_count; s++)
        place_inputs(d, &model->steps[s], first);
    bdd_setvarnum(d->places + 1);
}

static void draw(struct diagrams *d)
{
    const struct model *model = d->model;
    for (size_t i = 0; i < 2 * model->logic->count; i++)
        d->memo[i] = -1;
    int *before = ARENA_ARRAY(d->arena, int, model->bits + 1);
    BDD start = diagram_keep(bddtrue);
    for (size_t b = model->bits; b-- > 0;) {
        before[b] = PLACES * (int)b;
        diagram_put(&start, bdd_and(start, bdd_nithvar(before[b])));
    }
    d->start = start;
    d->all_before = diagram_keep(bdd_makeset(before, (int)model->bits));
    d->sound = diagram_keep(diagram_of(d, model->sound));
    BDD asked = diagram_keep(diagram_inputs(d, model->asked, -1));
    d->bad = diagram_keep(bdd_exist(diagram_of(d, model->bad), asked));
    bdd_delref(asked);
    d->relations = ARENA_ARRAY(d->arena, struct relation_bdd, model->step_count);
    for (size_t s = 0; s < model->step_count && !is_full; s++)
        d->relations[s] = relation_of(d, &model->steps[s]);
}

void diagrams_begin(struct diagrams *d, const struct model *model)
{
    *d = (struct diagrams){.model = model, .arena = model->arena};
    d->place = ARENA_ARRAY(model->arena, int, model->logic->leaves + 1);
    d->memo = ARENA_ARRAY(model->arena, BDD, 2 * model->logic->count);
    d->bit_leaf = ARENA_ARRAY(model->arena, unsigned, model->bits + 1);
    is_full = false;
    bdd_init(NODES_AT_FIRST, CACHE_AT_FIRST);
    bdd_setcacheratio(CACHE_RATIO);
    bdd_setmaxincrease(GROW_BY);
    bdd_setmaxnodenum(PROVE_NODES_MAX);
    bdd_gbc_hook(NULL);
    bdd_error_hook(note_full);
    place_all(d);
    draw(d);
}

void diagrams_end(void)
{
    bdd_done();
}

bool diagrams_full(void)
{
    return is_full;
}
