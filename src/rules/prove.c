#include "rules/prove_trace.h"

#include <pthread.h>

/* A model of the largest register allowed takes a fraction of this. */
enum { MODEL_BYTES = 512 << 20 };

/* The library of decision diagrams keeps one set of them for the whole process. */
static pthread_mutex_t one_at_a_time = PTHREAD_MUTEX_INITIALIZER;

static void prove(struct arena *arena, const struct rulebook *rulebook, struct prove_result *result)
{
    ARENA_SCOPED scratch = arena_new(MODEL_BYTES);
    const struct model *model = model_of(scratch, arena, rulebook, result->reg, result->never);
    pthread_mutex_lock(&one_at_a_time);
    struct search_result found = search_model(model);
    pthread_mutex_unlock(&one_at_a_time);
    result->verdict = found.verdict;
    result->states = found.states;
    if (found.verdict == PROVE_VIOLATED)
        trace_tell(arena, model, &found, result);
}

struct prove_result *rulebook_prove(struct arena *arena, const struct rulebook *rulebook, const struct reg *only,
                                    size_t *count)
{
    struct prove_result *results = NULL;
    size_t capacity = 0;
    *count = 0;
    for (size_t r = 0; r < rulebook->register_count; r++) {
        const struct reg *reg = rulebook->registers[r];
        for (size_t n = 0; n < reg->never_count && (!only || only == reg); n++) {
            struct prove_result *result = ARENA_PUSH(arena, results, *count, capacity);
            *result = (struct prove_result){.reg = reg, .never = reg->nevers[n]};
            prove(arena, rulebook, result);
        }
    }
    return results;
}
