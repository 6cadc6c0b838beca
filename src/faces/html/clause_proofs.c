#include "faces/html/clause_proofs.h"

#include "engine/proofs.h"
#include "faces/html/clause_words.h"
#include "faces/html/show.h"

/* Goes through the nevers of a rulebook: `at` counts them, over all registers. NULL: no more. */
static const struct never *never_number(const struct rulebook *rulebook, size_t at, const struct reg **reg)
{
    for (size_t i = 0; i < rulebook->register_count; i++) {
        *reg = rulebook->registers[i];
        if (at < (*reg)->never_count)
            return (*reg)->nevers[at];
        at -= (*reg)->never_count;
    }
    return NULL;
}

static bool is_cited(const struct never *never, const struct clause *clause)
{
    for (size_t i = 0; i < never->cites.count; i++)
        if (never->cites.items[i].clause == clause)
            return true;
    return false;
}

static struct proof proof_of(struct world *world, const struct never *never)
{
    return proofs_find(engine_proofs(world->engine), world->rulebook, never);
}

bool clause_is_proved(struct world *world, const struct clause *clause)
{
    const struct reg *reg;
    const struct never *never;
    bool proved = false;
    for (size_t i = 0; (never = never_number(world->rulebook, i, &reg)); i++) {
        if (!is_cited(never, clause))
            continue;
        struct proof proof = proof_of(world, never);
        if (!proof.result || proof.result->verdict != PROVE_PROVED)
            return false;
        proved = true;
    }
    return proved;
}

enum coverage_kind clause_covered(struct world *world, const struct coverage *coverage,
                                  const struct clause *clause)
{
    return clause_is_proved(world, clause) ? COVERED_ENFORCED : coverage_of(coverage, clause);
}

bool clause_proofs_known(struct world *world)
{
    const struct reg *reg;
    const struct never *never;
    for (size_t i = 0; (never = never_number(world->rulebook, i, &reg)); i++)
        if (!proof_of(world, never).result)
            return false;
    return true;
}

bool clause_never_at(const struct rulebook *rulebook, struct place place)
{
    const struct reg *reg;
    const struct never *never;
    for (size_t i = 0; (never = never_number(rulebook, i, &reg)); i++)
        if (never->place.line == place.line && text_eq(never->place.file, place.file))
            return true;
    return false;
}

/* ---- on the clause's page ---- */

static struct text spaced(struct arena *arena, struct text name)
{
    char *words = arena_string(arena, name);
    for (char *c = words; *c; c++)
        if (*c == '_')
            *c = ' ';
    return text_of(words);
}

static struct ui_tag verdict_tag(const struct prove_result *result)
{
    static const struct ui_tag tags[] = {[PROVE_PROVED] = {TEXT("Proved"), UI_TONE_OK},
                                         [PROVE_VIOLATED] = {TEXT("There is a way round"), UI_TONE_BAD},
                                         [PROVE_GAVE_UP] = {TEXT("Not proved"), UI_TONE_WAIT}};
    return result ? tags[result->verdict] : (struct ui_tag){TEXT("Being proved"), UI_TONE_INFO};
}

/* 601,521,693,696 */
static struct text grouped(struct arena *arena, double number)
{
    struct text digits = arena_format(arena, "%.0f", number);
    struct buf out = buf_in(arena);
    for (size_t i = 0; i < digits.n; i++) {
        if (i && (digits.n - i) % 3 == 0)
            buf_char(&out, ',');
        buf_char(&out, digits.s[i]);
    }
    return buf_text(&out);
}

static struct text verdict_text(struct world *world, struct proof proof)
{
    if (!proof.result)
        return TEXT("Every way is being tried. Load the page again in a moment.");
    if (proof.result->verdict == PROVE_PROVED) {
        struct text steps = grouped(world->arena, proof.result->states);
        struct text when = show_time(world, proof.time);
        return arena_format(
            world->arena,
            "No sequence of actions by anybody, in any role and at any time, gets round it: %.*s states "
            "explored, %.*s.",
            TEXT_ARGS(steps), TEXT_ARGS(when));
    }
    if (proof.result->verdict == PROVE_VIOLATED)
        return TEXT("Whoever does the last step is refused, but the rules lead there:");
    return TEXT("It is too large to be proved. Whatever would lead there is refused when it is tried.");
}

/* The way round it, as `reeve prove` tells it below its own first line. */
static struct text way_of(struct arena *arena, const struct prove_result *result)
{
    if (!result || result->verdict != PROVE_VIOLATED)
        return (struct text){0};
    struct text way = prove_print(arena, result, 1);
    text_cut(&way, '\n');
    return way;
}

void clause_proofs(struct frame *frame, const struct clause *clause, struct clause_page *page)
{
    struct world *world = frame->world;
    const struct reg *reg;
    const struct never *never;
    for (size_t i = 0; (never = never_number(world->rulebook, i, &reg)); i++) {
        if (!is_cited(never, clause))
            continue;
        struct proof proof = proof_of(world, never);
        struct text name = spaced(frame->arena, never->name);
        *ARENA_ADD(frame->arena, page->proofs) = (struct ui_proof){
            .tag = verdict_tag(proof.result),
            .title = arena_format(frame->arena, "%.*s, never: %.*s", TEXT_ARGS(reg->label), TEXT_ARGS(name)),
            .text = verdict_text(world, proof),
            .way = way_of(frame->arena, proof.result),
            .rule = clause_rule(frame->arena, world->rulebook, never->place),
            .place = arena_format(frame->arena, "%.*s:%u", TEXT_ARGS(never->place.file), never->place.line)};
    }
}
