#include "modules/policy/match.h"

#include <stdlib.h>

enum {
    SIMILAR = 60,          /* per cent: as likely the same clause as not, and more */
    SIMILAR_IN_PLACE = 30, /* enough for one that stands where the old one stood */
    COMPARISONS = 1000000, /* of texts; beyond, only place and equal text count */
};

struct words {
    uint32_t *hashes; /* ascending */
    size_t count;
};

struct matcher {
    struct arena *arena;
    const struct policy_document *old, *new;
    struct words *old_words, *new_words;
    long *pair;        /* per new clause: the old one that it is, -1: none yet */
    bool *taken;       /* per old clause */
    struct map *used;  /* identity -> the last version that had it */
    struct map places; /* by what stands above: how far next_free has looked */
    size_t comparisons;
};

/* ---- how alike two texts are ---- */

static int words_order(const void *left, const void *right)
{
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    return a < b ? -1 : a > b;
}

static bool words_char(char c)
{
    return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || (c & 0x80);
}

static struct words words_of(struct arena *arena, struct text text)
{
    struct words words = {.hashes = ARENA_ARRAY(arena, uint32_t, text.n / 2 + 1)};
    uint32_t hash = 0;
    for (size_t i = 0; i <= text.n; i++) {
        if (i < text.n && words_char(text.s[i])) {
            hash = (hash ? hash : 2166136261u) ^ (unsigned char)(text.s[i] | 0x20);
            hash *= 16777619u;
        } else if (hash) {
            words.hashes[words.count++] = hash;
            hash = 0;
        }
    }
    qsort(words.hashes, words.count, sizeof *words.hashes, words_order);
    return words;
}

static unsigned words_similarity(const struct words *a, const struct words *b)
{
    size_t common = 0;
    for (size_t i = 0, j = 0; i < a->count && j < b->count;) {
        if (a->hashes[i] == b->hashes[j]) {
            common++;
            i++;
            j++;
        } else if (a->hashes[i] < b->hashes[j]) {
            i++;
        } else {
            j++;
        }
    }
    size_t all = a->count + b->count;
    return all ? (unsigned)(200 * common / all) : 100;
}

/* ---- pairing ---- */

static void pair(struct matcher *matcher, size_t new, size_t old)
{
    matcher->taken[old] = true;
    matcher->pair[new] = (long)old;
}

/* Still without a pair, its number printed or not, and below another clause or not. */
static bool is_open(const struct matcher *matcher, size_t new, bool printed, bool below)
{
    const struct document_clause *clause = &matcher->new->clauses[new];
    return matcher->pair[new] < 0 && clause->printed == printed && (clause->parent >= 0) == below;
}

/* May these two be one clause: both numbered by the document or neither, and below the same one. */
static bool may_pair(const struct matcher *matcher, size_t new, size_t old)
{
    const struct document_clause *a = &matcher->new->clauses[new], *b = &matcher->old->clauses[old];
    if (matcher->taken[old] || a->printed != b->printed || (a->parent < 0) != (b->parent < 0))
        return false;
    return a->parent < 0 || matcher->pair[a->parent] == b->parent;
}

static unsigned likeness(const struct matcher *matcher, size_t new, size_t old)
{
    return words_similarity(&matcher->new_words[new], &matcher->old_words[old]);
}

static long most_similar(struct matcher *matcher, size_t new)
{
    long best = -1;
    unsigned most = 0;
    for (size_t old = 0; old < matcher->old->clause_count && matcher->comparisons < COMPARISONS; old++) {
        matcher->comparisons++;
        if (!may_pair(matcher, new, old))
            continue;
        unsigned similarity = likeness(matcher, new, old);
        bool in_place = text_eq(matcher->new->clauses[new].id, matcher->old->clauses[old].id);
        if (similarity >= SIMILAR && (similarity > most || (similarity == most && in_place))) {
            most = similarity;
            best = (long)old;
        }
    }
    return best;
}

/* Old clauses by what they stand below and what they say. */
static struct text said(struct matcher *matcher, long parent, struct text text)
{
    return arena_format(matcher->arena, "%ld %.*s", parent, TEXT_ARGS(text));
}

static void pair_equal(struct matcher *matcher, bool below)
{
    struct map texts = map_in(matcher->arena);
    for (size_t old = 0; old < matcher->old->clause_count; old++) {
        struct document_clause *clause = &matcher->old->clauses[old];
        struct text key = said(matcher, clause->parent, clause->text);
        if (!clause->printed && !map_has(&texts, key))
            map_put(&texts, key, clause);
    }
    for (size_t new = 0; new < matcher->new->clause_count; new ++) {
        const struct document_clause *clause = &matcher->new->clauses[new];
        long parent = below && clause->parent >= 0 ? matcher->pair[clause->parent] : -1;
        if (!is_open(matcher, new, false, below) || (below && parent < 0))
            continue;
        const struct document_clause *found = map_get(&texts, said(matcher, parent, clause->text));
        if (found && may_pair(matcher, new, (size_t)(found - matcher->old->clauses)))
            pair(matcher, new, (size_t)(found - matcher->old->clauses));
    }
}

static void pair_similar(struct matcher *matcher, bool printed, bool below)
{
    for (size_t new = 0; new < matcher->new->clause_count; new ++) {
        long old = is_open(matcher, new, printed, below) ? most_similar(matcher, new) : -1;
        if (old >= 0)
            pair(matcher, new, (size_t)old);
    }
}

/* Those that stand where they stood. Printed numbers are sure; places need some likeness. */
static void pair_places(struct matcher *matcher, bool printed)
{
    struct map ids = map_in(matcher->arena);
    for (size_t old = 0; old < matcher->old->clause_count; old++)
        map_put(&ids, matcher->old->clauses[old].id, &matcher->old->clauses[old]);
    for (size_t new = 0; new < matcher->new->clause_count; new ++) {
        const struct document_clause *clause = &matcher->new->clauses[new],
                                     *found = map_get(&ids, clause->id);
        if (!found || !is_open(matcher, new, printed, clause->parent >= 0))
            continue;
        size_t old = (size_t)(found - matcher->old->clauses);
        if (may_pair(matcher, new, old) && (printed || likeness(matcher, new, old) >= SIMILAR_IN_PLACE))
            pair(matcher, new, old);
    }
}

/* ---- identities ---- */

static struct text last_part(struct text id)
{
    size_t at = id.n;
    while (at > 0 && id.s[at - 1] != '.')
        at--;
    return (struct text){id.s + at, id.n - at};
}

/* `part` below whatever the clause stands below: `2.3.` and the part. */
static struct text join(struct matcher *matcher, const struct document_clause *clause, struct text part)
{
    if (clause->parent < 0)
        return arena_format(matcher->arena, "%.*s%.*s", (int)(clause->id.n - last_part(clause->id).n),
                            clause->id.s, TEXT_ARGS(part));
    return arena_format(matcher->arena, "%.*s.%.*s", TEXT_ARGS(matcher->new->clauses[clause->parent].id),
                        TEXT_ARGS(part));
}

static size_t *place_below(struct matcher *matcher, struct text above)
{
    size_t *place = map_get(&matcher->places, above);
    if (!place) {
        place = ARENA_NEW(matcher->arena, size_t);
        map_put(&matcher->places, above, place);
    }
    return place;
}

/* Its own place if no version used that, else the first that is free. */
static struct text next_free(struct matcher *matcher, const struct document_clause *clause)
{
    struct text part = last_part(clause->id), id = join(matcher, clause, part);
    bool letters = part.n && (part.s[0] < '0' || part.s[0] > '9');
    size_t *n = place_below(matcher, join(matcher, clause, TEXT("")));
    for (; map_has(matcher->used, id); ++*n)
        id = join(matcher, clause,
                  letters ? document_letters(matcher->arena, *n)
                          : arena_format(matcher->arena, "%zu", *n + 1));
    return id;
}

static void take(struct matcher *matcher, struct document_clause *clause, struct text id)
{
    clause->id = id;
    map_put(matcher->used, id, (void *)(uintptr_t)matcher->new);
}

/* The identity of the old clause; false when a number printed in the new version has taken it. */
static bool keep(struct matcher *matcher, struct document_clause *clause, const struct document_clause *old)
{
    struct text id = clause->parent < 0 ? old->id : join(matcher, clause, last_part(old->id));
    if (map_get(matcher->used, id) == matcher->new)
        return false;
    take(matcher, clause, id);
    return true;
}

/* Printed numbers, then what goes on, then what is new: so nothing new takes what another goes on with. */
static void give_identities(struct matcher *matcher)
{
    struct document_clause *clauses = matcher->new->clauses;
    size_t count = matcher->new->clause_count;
    for (size_t i = 0; i < matcher->old->clause_count; i++)
        map_put(matcher->used, matcher->old->clauses[i].id, (void *)(uintptr_t)matcher->old);
    for (size_t i = 0; i < count; i++)
        if (clauses[i].printed)
            take(matcher, &clauses[i], clauses[i].id);
    for (size_t i = 0; i < count; i++)
        if (!clauses[i].printed && matcher->pair[i] >= 0 &&
            !keep(matcher, &clauses[i], &matcher->old->clauses[matcher->pair[i]]))
            matcher->pair[i] = -1;
    for (size_t i = 0; i < count; i++)
        if (!clauses[i].printed && matcher->pair[i] < 0)
            take(matcher, &clauses[i], next_free(matcher, &clauses[i]));
}

static struct words *words_of_all(struct arena *arena, const struct policy_document *document)
{
    struct words *words = ARENA_ARRAY(arena, struct words, document->clause_count);
    for (size_t i = 0; i < document->clause_count; i++)
        words[i] = words_of(arena, document->clauses[i].text);
    return words;
}

void match_versions(struct arena *arena, const struct policy_document *old, struct policy_document *new,
                    struct map *used)
{
    struct matcher matcher = {.arena = arena, .old = old, .new = new, .used = used, .places = map_in(arena)};
    matcher.old_words = words_of_all(arena, old);
    matcher.new_words = words_of_all(arena, new);
    matcher.taken = ARENA_ARRAY(arena, bool, old->clause_count);
    matcher.pair = ARENA_ARRAY(arena, long, new->clause_count);
    for (size_t i = 0; i < new->clause_count; i++)
        matcher.pair[i] = -1;
    pair_places(&matcher, true);
    pair_similar(&matcher, true, false);
    for (int below = 0; below <= 1; below++) {
        pair_equal(&matcher, below);
        pair_similar(&matcher, false, below);
    }
    pair_places(&matcher, false);
    give_identities(&matcher);
}
