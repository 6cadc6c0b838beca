#include "rules/prove_way.h"

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

/* ---- forwards ---- */

static BDD image(const struct diagrams *d, const struct relation_bdd *relation, BDD from)
{
    BDD after = diagram_keep(bdd_relprod(from, relation->moves, relation->changed));
    diagram_put(&after, bdd_replace(after, relation->to_before));
    diagram_put(&after, bdd_and(after, d->sound));
    return after;
}

/* Everything that can be reached, each step taking off at once from what the one before it found. */
BDD search_reach(const struct diagrams *d)
{
    BDD all = diagram_keep(d->start), before = diagram_keep(bddfalse);
    while (all != before && !diagrams_full()) {
        diagram_put(&before, all);
        for (size_t s = 0; s < d->model->step_count && !diagrams_full(); s++) {
            BDD more = image(d, &d->relations[s], all);
            diagram_put(&all, bdd_or(all, more));
            bdd_delref(more);
        }
    }
    bdd_delref(before);
    return all;
}

static BDD next_layer(struct diagrams *d, BDD from, BDD reached)
{
    BDD next = diagram_keep(bddfalse);
    for (size_t s = 0; s < d->model->step_count && !diagrams_full(); s++) {
        BDD more = image(d, &d->relations[s], from);
        diagram_put(&next, bdd_or(next, more));
        bdd_delref(more);
    }
    diagram_put(&next, bdd_apply(next, reached, bddop_diff));
    return next;
}

/* A bad state can be reached: step by step up to the first. */
static void lay(struct diagrams *d, struct layers *layers)
{
    BDD reached = diagram_keep(bddfalse);
    *ARENA_ADD(d->arena, *layers) = d->start;
    for (;;) {
        BDD newest = layers->items[layers->count - 1];
        diagram_put(&reached, bdd_or(reached, newest));
        if (diagrams_full() || bdd_and(newest, d->bad) != bddfalse)
            break;
        BDD next = next_layer(d, newest, reached);
        *ARENA_ADD(d->arena, *layers) = next;
    }
    bdd_delref(reached);
}

/* ---- the whole ---- */

double search_count(const struct diagrams *d, BDD reached)
{
    return bdd_satcountset(reached, d->all_before) - 1; /* the start is no record yet */
}

struct search_result search_model(const struct model *model)
{
    struct diagrams d;
    struct layers layers = {0};
    struct search_result result = {.verdict = PROVE_GAVE_UP};
    diagrams_begin(&d, model);
    BDD reached = search_reach(&d);
    result.states = search_count(&d, reached);
    bool violated = !diagrams_full() && bdd_and(reached, d.bad) != bddfalse;
    if (violated) {
        lay(&d, &layers);
        way_find(&d, &layers, &result);
    }
    if (!diagrams_full())
        result.verdict = violated ? PROVE_VIOLATED : PROVE_PROVED;
    diagrams_end();
    return result;
}
