#include "base/buf.h"
#include "rules/prove_promela.h"
#include "rules/prove_trace.h"

#include <pthread.h>

/* A model of the largest register allowed takes a fraction of this. */
enum { MODEL_BYTES = 512 << 20 };

/* The library of decision diagrams keeps one set of them for the whole process. */
static pthread_mutex_t one_at_a_time = PTHREAD_MUTEX_INITIALIZER;

/* Whether the verdict is this model's. */
static bool search(struct model_plan plan, struct prove_result *result)
{
    ARENA_SCOPED scratch = arena_new(MODEL_BYTES);
    struct prove_result found = {.reg = plan.reg, .never = plan.never};
    plan.arena = scratch;
    struct model *model = model_of(&plan);
    struct search_result way = search_model(model);
    found.verdict = way.verdict;
    found.states = way.states;
    if (way.verdict == PROVE_VIOLATED)
        trace_tell(plan.lasting, model, &way, &found);
    bool is_settled = way.verdict != PROVE_GAVE_UP || !plan.closely;
    if (is_settled)
        *result = found;
    return is_settled;
}

/* A way that is found is looked at more closely: it may need somebody to be two people. If that takes too
 * much, the way stands, with its doubt. Returns the plan of the model whose verdict it is. */
static struct model_plan prove(struct arena *arena, const struct rulebook *rulebook,
                               struct prove_result *result)
{
    struct model_plan plan = {
        .lasting = arena, .rulebook = rulebook, .reg = result->reg, .never = result->never};
    search(plan, result);
    plan.closely = result->verdict == PROVE_VIOLATED;
    if (plan.closely) {
        result->assumed = true;
        plan.closely = search(plan, result);
    }
    return plan;
}

/* One for each never, nothing known yet. */
static struct prove_result *results_for(struct arena *arena, const struct rulebook *rulebook,
                                        const struct reg *only, size_t *count)
{
    struct prove_result *results = NULL;
    size_t capacity = 0;
    *count = 0;
    for (size_t r = 0; r < rulebook->register_count; r++) {
        const struct reg *reg = rulebook->registers[r];
        for (size_t n = 0; n < reg->never_count && (!only || only == reg); n++)
            *ARENA_PUSH(arena, results, *count, capacity) =
                (struct prove_result){.reg = reg, .never = reg->nevers[n]};
    }
    return results;
}

struct prove_result *rulebook_prove(struct arena *arena, const struct rulebook *rulebook,
                                    const struct reg *only, size_t *count)
{
    struct prove_result *results = results_for(arena, rulebook, only, count);
    pthread_mutex_lock(&one_at_a_time);
    for (size_t i = 0; i < *count; i++)
        prove(arena, rulebook, &results[i]);
    pthread_mutex_unlock(&one_at_a_time);
    return results;
}

struct text prove_promela(struct arena *arena, const struct rulebook *rulebook, const struct reg *only)
{
    struct buf out = buf_in(arena);
    size_t count;
    struct prove_result *results = results_for(arena, rulebook, only, &count);
    pthread_mutex_lock(&one_at_a_time);
    buf_puts(&out, "#ifndef NEVER\n#define NEVER 1\n#endif\n");
    for (size_t i = 0; i < count; i++) {
        struct model_plan plan = prove(arena, rulebook, &results[i]);
        ARENA_SCOPED scratch = arena_new(MODEL_BYTES);
        plan.arena = scratch;
        buf_format(&out, "#if NEVER == %zu /* %.*s: never %.*s */\n", i + 1, TEXT_ARGS(results[i].reg->name),
                   TEXT_ARGS(results[i].never->name));
        promela_put(&out, model_of(&plan), &results[i]);
        buf_puts(&out, "#endif\n");
    }
    pthread_mutex_unlock(&one_at_a_time);
    return buf_text(&out);
}
