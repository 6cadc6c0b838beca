#include "modules/policy/match.h"

#include "base/map.h"

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
    bool *taken; /* per old clause */
    struct document_match match;
    struct map used;   /* anchors */
    struct map places; /* by what stands above: how far match_free has looked */
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

unsigned match_similarity(struct arena *arena, struct text a, struct text b)
{
    struct words left = words_of(arena, a), right = words_of(arena, b);
    return words_similarity(&left, &right);
}

/* ---- pairing ---- */

static void match_pair(struct matcher *matcher, size_t new, size_t old)
{
    bool same = text_eq(matcher->new->clauses[new].text, matcher->old->clauses[old].text);
    matcher->taken[old] = true;
    matcher->match.clauses[new].old = (long)old;
    matcher->match.clauses[new].kind = same ? MATCH_SAME : MATCH_CHANGED;
    matcher->match.clauses[new].similarity =
        words_similarity(&matcher->new_words[new], &matcher->old_words[old]);
}

static bool match_open(const struct matcher *matcher, size_t new)
{
    return matcher->match.clauses[new].old < 0;
}

/* May these two be one clause: both numbered by the document or neither, and below the same one. */
static bool match_may(const struct matcher *matcher, size_t new, size_t old)
{
    const struct document_clause *a = &matcher->new->clauses[new], *b = &matcher->old->clauses[old];
    if (matcher->taken[old] || a->printed != b->printed || (a->parent < 0) != (b->parent < 0))
        return false;
    return a->parent < 0 || matcher->match.clauses[a->parent].old == b->parent;
}

static long match_most_similar(struct matcher *matcher, size_t new)
{
    long best = -1;
    unsigned most = 0;
    for (size_t old = 0; old < matcher->old->clause_count && matcher->comparisons < COMPARISONS; old++) {
        matcher->comparisons++;
        if (!match_may(matcher, new, old))
            continue;
        unsigned similarity = words_similarity(&matcher->new_words[new], &matcher->old_words[old]);
        bool in_place = text_eq(matcher->new->clauses[new].id, matcher->old->clauses[old].id);
        if (similarity >= SIMILAR && (similarity > most || (similarity == most && in_place))) {
            most = similarity;
            best = (long)old;
        }
    }
    return best;
}

/* Old clauses by what they stand below and what they say. */
static struct text match_key(struct matcher *matcher, long parent, struct text text)
{
    return arena_format(matcher->arena, "%ld %.*s", parent, TEXT_ARGS(text));
}

static size_t *match_index(struct matcher *matcher, size_t index)
{
    size_t *kept = ARENA_NEW(matcher->arena, size_t);
    *kept = index;
    return kept;
}

static void match_equal(struct matcher *matcher, bool below)
{
    struct map texts = map_in(matcher->arena);
    for (size_t old = 0; old < matcher->old->clause_count; old++) {
        const struct document_clause *clause = &matcher->old->clauses[old];
        struct text key = match_key(matcher, clause->parent, clause->text);
        if (!clause->printed && !map_has(&texts, key))
            map_put(&texts, key, match_index(matcher, old));
    }
    for (size_t new = 0; new < matcher->new->clause_count; new ++) {
        const struct document_clause *clause = &matcher->new->clauses[new];
        if (clause->printed || (clause->parent >= 0) != below || !match_open(matcher, new))
            continue;
        long parent = below ? matcher->match.clauses[clause->parent].old : -1;
        size_t *old = below && parent < 0 ? NULL : map_get(&texts, match_key(matcher, parent, clause->text));
        if (old && match_may(matcher, new, *old))
            match_pair(matcher, new, *old);
    }
}

static void match_similar(struct matcher *matcher, bool printed, bool below)
{
    for (size_t new = 0; new < matcher->new->clause_count; new ++) {
        const struct document_clause *clause = &matcher->new->clauses[new];
        if (clause->printed != printed || (clause->parent >= 0) != below || !match_open(matcher, new))
            continue;
        long old = match_most_similar(matcher, new);
        if (old >= 0)
            match_pair(matcher, new, (size_t)old);
    }
}

/* Those that stand where they stood. Printed numbers are sure; places need some likeness. */
static void match_places(struct matcher *matcher, bool printed)
{
    struct map ids = map_in(matcher->arena);
    for (size_t old = 0; old < matcher->old->clause_count; old++)
        map_put(&ids, matcher->old->clauses[old].id, match_index(matcher, old));
    for (size_t new = 0; new < matcher->new->clause_count; new ++) {
        const struct document_clause *clause = &matcher->new->clauses[new];
        size_t *old =
            clause->printed == printed && match_open(matcher, new) ? map_get(&ids, clause->id) : NULL;
        if (!old || !match_may(matcher, new, *old))
            continue;
        if (printed ||
            words_similarity(&matcher->new_words[new], &matcher->old_words[*old]) >= SIMILAR_IN_PLACE)
            match_pair(matcher, new, *old);
    }
}

/* ---- anchors ---- */

static struct text match_last_part(struct text id)
{
    size_t at = id.n;
    while (at > 0 && id.s[at - 1] != '.')
        at--;
    return (struct text){id.s + at, id.n - at};
}

static struct text match_above(struct text id)
{
    size_t last = match_last_part(id).n;
    return (struct text){id.s, id.n - last};
}

/* `2.3.` and the part behind it. */
static struct text match_join(struct matcher *matcher, const struct document_clause *clause, struct text part)
{
    if (clause->parent < 0)
        return arena_format(matcher->arena, "%.*s%.*s", TEXT_ARGS(match_above(clause->id)), TEXT_ARGS(part));
    struct text above = matcher->match.clauses[clause->parent].anchor;
    return arena_format(matcher->arena, "%.*s.%.*s", TEXT_ARGS(above), TEXT_ARGS(part));
}

static size_t *match_place(struct matcher *matcher, const struct document_clause *clause)
{
    struct text above = match_join(matcher, clause, TEXT(""));
    size_t *place = map_get(&matcher->places, above);
    if (!place) {
        place = match_index(matcher, 0);
        map_put(&matcher->places, above, place);
    }
    return place;
}

/* Its own place if no clause of either version has it, else the first that is free. */
static struct text match_free(struct matcher *matcher, const struct document_clause *clause)
{
    struct text part = match_last_part(clause->id);
    bool letters = part.n && (part.s[0] < '0' || part.s[0] > '9');
    struct text anchor = match_join(matcher, clause, part);
    for (size_t *n = match_place(matcher, clause); map_has(&matcher->used, anchor); ++*n)
        anchor = match_join(matcher, clause,
                            letters ? document_letters(matcher->arena, *n)
                                    : arena_format(matcher->arena, "%zu", *n + 1));
    return anchor;
}

static void match_anchor(struct matcher *matcher, size_t new)
{
    const struct document_clause *clause = &matcher->new->clauses[new];
    struct clause_match *match = &matcher->match.clauses[new];
    if (clause->printed)
        match->anchor = clause->id;
    else if (match->old < 0)
        match->anchor = match_free(matcher, clause);
    else if (clause->parent < 0)
        match->anchor = matcher->old->clauses[match->old].id;
    else
        match->anchor = match_join(matcher, clause, match_last_part(matcher->old->clauses[match->old].id));
    map_put(&matcher->used, match->anchor, match);
}

/* What the old version used stays its own, gone or not, except where a clause goes on under it. */
static void match_anchors(struct matcher *matcher)
{
    for (size_t old = 0; old < matcher->old->clause_count; old++)
        map_put(&matcher->used, matcher->old->clauses[old].id, matcher);
    for (size_t new = 0; new < matcher->new->clause_count; new ++)
        match_anchor(matcher, new);
}

static struct words *match_words(struct arena *arena, const struct policy_document *document)
{
    struct words *words = ARENA_ARRAY(arena, struct words, document->clause_count);
    for (size_t i = 0; i < document->clause_count; i++)
        words[i] = words_of(arena, document->clauses[i].text);
    return words;
}

struct document_match match_documents(struct arena *arena, const struct policy_document *old,
                                      const struct policy_document *new)
{
    struct matcher matcher = {
        .arena = arena, .old = old, .new = new, .used = map_in(arena), .places = map_in(arena)};
    matcher.old_words = match_words(arena, old);
    matcher.new_words = match_words(arena, new);
    matcher.taken = ARENA_ARRAY(arena, bool, old->clause_count);
    matcher.match.clauses = ARENA_ARRAY(arena, struct clause_match, new->clause_count);
    matcher.match.count = new->clause_count;
    for (size_t i = 0; i < new->clause_count; i++)
        matcher.match.clauses[i].old = -1;
    match_places(&matcher, true);
    match_similar(&matcher, true, false);
    for (int below = 0; below <= 1; below++) {
        match_equal(&matcher, below);
        match_similar(&matcher, false, below);
    }
    match_places(&matcher, false);
    match_anchors(&matcher);
    for (size_t i = 0; i < old->clause_count; i++)
        if (!matcher.taken[i])
            *ARENA_PUSH(arena, matcher.match.gone, matcher.match.gone_count, matcher.match.gone_capacity) = i;
    return matcher.match;
}
