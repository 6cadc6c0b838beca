/* The prover's model written for spin: for each step a walk down its diagram, which tests the bits as they
 * are and chooses those to come. */
#include "rules/prove_promela.h"

#include "base/buf.h"
#include "rules/prove_lessen.h"
#include "rules/prove_search.h"

/* Spin takes minutes for a million states: a model with more than these is written lessened. */
enum { STATES_MAX = 500 * 1000 };

struct promela {
    struct buf *out;
    const struct diagrams *d;
    const bool *kept;   /* per variable */
    size_t part;        /* labels begin with it: one for each step, one for the bad state */
    const bool *chosen; /* per bit: the step chooses it */
    BDD *done;          /* diagrams that have been written in this part */
    size_t done_count, done_capacity;
};

/* Bits that the diagram says nothing about may be either. */
static void put_free(struct promela *p, int from, int to)
{
    for (int place = from; place < to; place++)
        if (place % PLACES == PLACE_AFTER && p->chosen && p->chosen[place / PLACES])
            buf_format(p->out, "if :: n[%d] = 0 :: n[%d] = 1 fi; ", place / PLACES, place / PLACES);
}

static int place_at(const struct promela *p, BDD bdd)
{
    return bdd == bddtrue || bdd == bddfalse ? PLACES * (int)p->d->model->bits : bdd_var(bdd);
}

static void put_jump(struct promela *p, int from, BDD to)
{
    if (to != bddfalse)
        put_free(p, from + 1, place_at(p, to));
    if (to == bddtrue)
        buf_format(p->out, "goto yes%zu", p->part);
    else if (to == bddfalse)
        buf_format(p->out, "goto no%zu", p->part);
    else
        buf_format(p->out, "goto d%zu_%d", p->part, to);
}

static void put_branch(struct promela *p, int place, BDD to, int value)
{
    bool choice = place % PLACES == PLACE_AFTER;
    if (choice && to == bddfalse)
        return;
    if (choice)
        buf_format(p->out, " :: n[%d] = %d; ", place / PLACES, value);
    else
        buf_format(p->out, " :: b[%d] == %d -> ", place / PLACES, value);
    put_jump(p, place, to);
}

static void put_diagram(struct promela *p, BDD bdd)
{
    if (bdd == bddtrue || bdd == bddfalse)
        return;
    for (size_t i = 0; i < p->done_count; i++)
        if (p->done[i] == bdd)
            return;
    *ARENA_PUSH(p->d->arena, p->done, p->done_count, p->done_capacity) = bdd;
    buf_format(p->out, "d%zu_%d: if", p->part, bdd);
    put_branch(p, bdd_var(bdd), bdd_low(bdd), 0);
    put_branch(p, bdd_var(bdd), bdd_high(bdd), 1);
    buf_puts(p->out, " fi;\n");
    put_diagram(p, bdd_low(bdd));
    put_diagram(p, bdd_high(bdd));
}

static void begin_part(struct promela *p, size_t part, const bool *chosen, BDD bdd)
{
    p->part = part;
    p->chosen = chosen;
    p->done_count = 0;
    buf_puts(p->out, ":: atomic { ");
    put_jump(p, -1, bdd);
    buf_puts(p->out, ";\n");
    put_diagram(p, bdd);
}

static void put_step(struct promela *p, size_t s)
{
    const struct model *model = p->d->model;
    bool *chosen = ARENA_ARRAY(p->d->arena, bool, model->bits + 1);
    int place = 0;
    for (size_t v = 0; v < model->var_count; v++)
        for (unsigned b = 0; b < model->vars[v].bits; b++, place++)
            chosen[place] = p->kept[v] && step_after(&model->steps[s], v, b) != var_bit(&model->vars[v], b);
    begin_part(p, s, chosen, p->d->relations[s].moves);
    buf_format(p->out, "yes%zu: skip;", s);
    for (size_t i = 0; i < model->bits; i++)
        if (chosen[i])
            buf_format(p->out, " b[%zu] = n[%zu];", i, i);
    buf_format(p->out, "\nno%zu: skip;", s);
    for (size_t i = 0; i < model->bits; i++)
        if (chosen[i])
            buf_format(p->out, " n[%zu] = 0;", i);
    buf_puts(p->out, " }\n");
}

static void put_record(struct promela *p)
{
    const struct model *model = p->d->model;
    buf_format(p->out, "bit b[%zu], n[%zu];\nactive proctype record() {\ndo\n", model->bits, model->bits);
    for (size_t s = 0; s < model->step_count; s++)
        put_step(p, s);
    begin_part(p, model->step_count, NULL, p->d->bad);
    buf_format(p->out, "yes%zu: assert(false);\nno%zu: skip }\nod }\n", model->step_count, model->step_count);
}

void promela_put(struct buf *out, const struct model *model, const struct prove_result *result)
{
    struct diagrams all;
    diagrams_begin(&all, model);
    struct lessened less =
        result->states > STATES_MAX ? lessen(&all, result->verdict == PROVE_VIOLATED) : lessen_nothing(&all);
    BDD reached = search_reach(&less.d);
    if (!diagrams_full()) {
        buf_format(out, "/* %zu of %zu bits, %.0f states */\n", lessened_bits(&less), model->bits,
                   search_count(&less.d, reached));
        put_record(&(struct promela){.out = out, .d = &less.d, .kept = less.kept});
    }
    diagrams_end();
}
