/* The prover's model written for spin: for each step a walk down its diagram, which tests the bits as they
 * are and chooses those to come. */
#include "rules/prove_promela.h"

#include "base/buf.h"
#include "rules/prove_diagrams.h"

struct promela {
    struct buf *out;
    struct diagrams *d;
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
    const struct relation_bdd *relation = &p->d->relations[s];
    int *bits = ARENA_ARRAY(p->d->arena, int, model->bits + 1);
    lit *becomes = ARENA_ARRAY(p->d->arena, lit, model->bits + 1);
    bool *chosen = ARENA_ARRAY(p->d->arena, bool, model->bits + 1);
    size_t count = step_changes(model, &model->steps[s], bits, becomes);
    for (size_t i = 0; i < count; i++)
        chosen[bits[i] / PLACES] = true;
    BDD moves = diagram_keep(bdd_replace(p->d->sound, relation->to_after));
    diagram_put(&moves, bdd_and(moves, relation->moves));
    begin_part(p, s, chosen, moves);
    bdd_delref(moves);
    buf_format(p->out, "yes%zu: skip;", s);
    for (size_t i = 0; i < count; i++)
        buf_format(p->out, " b[%d] = n[%d];", bits[i] / PLACES, bits[i] / PLACES);
    buf_format(p->out, "\nno%zu: skip;", s);
    for (size_t i = 0; i < count; i++)
        buf_format(p->out, " n[%d] = 0;", bits[i] / PLACES);
    buf_puts(p->out, " }\n");
}

void promela_put(struct buf *out, const struct model *model)
{
    struct diagrams d;
    diagrams_begin(&d, model);
    struct promela p = {.out = out, .d = &d};
    buf_format(out, "bit b[%zu], n[%zu];\nactive proctype record() {\ndo\n", model->bits, model->bits);
    for (size_t s = 0; s < model->step_count && !diagrams_full(); s++)
        put_step(&p, s);
    begin_part(&p, model->step_count, NULL, d.bad);
    buf_format(out, "yes%zu: assert(false);\nno%zu: skip }\nod }\n", model->step_count, model->step_count);
    diagrams_end();
}
