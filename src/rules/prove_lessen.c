#include "rules/prove_lessen.h"

#include "rules/prove_search.h"

/* The places before and after of the variables that are not kept; `none`: that none of them is set. */
static BDD left_out(const struct diagrams *d, const bool *kept, BDD *none)
{
    const struct model *model = d->model;
    int *places = ARENA_ARRAY(d->arena, int, 2 * model->bits + 1), count = 0, place = 0;
    for (size_t v = 0; v < model->var_count; v++)
        for (unsigned b = 0; b < model->vars[v].bits; b++, place += PLACES)
            if (!kept[v]) {
                places[count++] = place + PLACE_BEFORE;
                places[count++] = place + PLACE_AFTER;
            }
    *none = diagram_keep(bddtrue);
    for (int i = count; i-- > 0;)
        diagram_put(none, bdd_and(*none, bdd_nithvar(places[i])));
    return diagram_keep(bdd_makeset(places, count));
}

static struct lessened with(const struct diagrams *d, bool *kept, bool violated)
{
    struct lessened less = {.d = *d, .kept = kept};
    BDD none, out = left_out(d, kept, &none);
    if (!violated)
        diagram_put(&none, bddtrue);
    less.d.bad = diagram_keep(bdd_appex(d->bad, none, bddop_and, out));
    less.d.start = diagram_keep(bdd_exist(d->start, out));
    less.d.all_before = diagram_keep(bdd_exist(d->all_before, out));
    less.d.sound = bddtrue;
    less.d.relations = ARENA_ARRAY(d->arena, struct relation_bdd, d->model->step_count);
    for (size_t s = 0; s < d->model->step_count; s++) {
        BDD ends = diagram_keep(bdd_replace(d->sound, d->relations[s].to_after));
        diagram_put(&ends, bdd_and(ends, none));
        less.d.relations[s] = d->relations[s];
        less.d.relations[s].moves = diagram_keep(bdd_appex(ends, d->relations[s].moves, bddop_and, out));
        bdd_delref(ends);
    }
    bdd_delref(none);
    bdd_delref(out);
    return less;
}

static void let_go(struct lessened *less)
{
    for (size_t s = 0; s < less->d.model->step_count; s++)
        bdd_delref(less->d.relations[s].moves);
    bdd_delref(less->d.bad);
    bdd_delref(less->d.start);
    bdd_delref(less->d.all_before);
}

static bool suffices(const struct diagrams *d, bool *kept, bool violated)
{
    struct lessened less = with(d, kept, violated);
    BDD reached = search_reach(&less.d);
    bool same = (bdd_and(reached, less.d.bad) != bddfalse) == violated;
    bdd_delref(reached);
    let_go(&less);
    return same;
}

static bool *keep_first(const struct diagrams *d, size_t count)
{
    bool *kept = ARENA_ARRAY(d->arena, bool, d->model->var_count + 1);
    for (size_t v = 0; v < count; v++)
        kept[v] = true;
    return kept;
}

struct lessened lessen_nothing(const struct diagrams *d)
{
    return with(d, keep_first(d, d->model->var_count), false);
}

/* Variables come in the order in which the never led to them: the first are the likeliest to matter. The very
 * first, whether there is a record, always stays. */
struct lessened lessen(const struct diagrams *d, bool violated)
{
    size_t few = 1, enough = d->model->var_count;
    while (few < enough) {
        size_t half = (few + enough) / 2;
        if (suffices(d, keep_first(d, half), violated))
            enough = half;
        else
            few = half + 1;
    }
    bool *kept = keep_first(d, enough);
    for (size_t v = enough; --v > 0;) {
        kept[v] = false;
        kept[v] = !suffices(d, kept, violated);
    }
    return with(d, kept, violated);
}

size_t lessened_bits(const struct lessened *less)
{
    const struct model *model = less->d.model;
    size_t bits = 0;
    for (size_t v = 0; v < model->var_count; v++)
        bits += less->kept[v] ? model->vars[v].bits : 0;
    return bits;
}
