#include "base/map.h"
#include "rules/diff_parts.h"
#include "rules/words.h"

#include <assert.h>
#include <stdlib.h>

void diff_add(struct differ *differ, struct change change)
{
    struct diff *diff = differ->found;
    *ARENA_ADD(differ->arena, *diff) = change;
}

struct text diff_group(const struct reg *reg)
{
    return reg ? reg->label : TEXT("The whole force");
}

/* ---- what is said of what came and went ---- */

/* Words before the label of a thing that came, after that of one that went. */
static const struct {
    const char *new_thing, *gone;
    enum change_kind came, went;
} THINGS[] = {
    [THING_FORCE] = {"", "", CHANGE_OTHER, CHANGE_OTHER},
    [THING_POLICY] = {"New policy", "Policy", CHANGE_ADDED, CHANGE_DROPPED},
    [THING_ROLE] = {"New role", "Role", CHANGE_ADDED, CHANGE_DROPPED},
    [THING_CALENDAR] = {"New working calendar", "Working calendar", CHANGE_ADDED, CHANGE_DROPPED},
    [THING_CHOICE] = {"New choice", "Choice", CHANGE_ADDED, CHANGE_DROPPED},
    [THING_MATRIX] = {"New matrix", "Matrix", CHANGE_ADDED, CHANGE_DROPPED},
    [THING_BOARD] = {"New board", "Board", CHANGE_ADDED, CHANGE_DROPPED},
    [THING_MANAGE] = {"Rules of its own for managing", "Rules of its own for managing", CHANGE_ADDED,
                      CHANGE_DROPPED},
    [THING_ADMIT] = {"A condition of signing in", "The condition of signing in", CHANGE_REFUSED,
                     CHANGE_ALLOWED},
    [THING_MEASURE] = {"New measure", "Measure", CHANGE_ADDED, CHANGE_DROPPED},
    [THING_REGISTER] = {"New register", "Register", CHANGE_ADDED, CHANGE_DROPPED},
    [THING_FIELD] = {"New field", "Field", CHANGE_ADDED, CHANGE_DROPPED},
    [THING_ACTION] = {"New action", "Action", CHANGE_ALLOWED, CHANGE_REFUSED},
    [THING_DUTY] = {"New duty", "Duty", CHANGE_OWED, CHANGE_FREED},
    [THING_NEVER] = {"Must now never be", "The rule of what must never be", CHANGE_REFUSED, CHANGE_ALLOWED},
    [THING_WARN] = {"New warning", "Warning", CHANGE_ADDED, CHANGE_DROPPED},
    [THING_RETAIN] = {"Kept", "Kept", CHANGE_ADDED, CHANGE_DROPPED},
    [THING_LIST] = {"New list", "List", CHANGE_ADDED, CHANGE_DROPPED},
};

static_assert(sizeof THINGS / sizeof *THINGS == THING_LIST + 1, "every kind of thing has words");

/* The same for facets; guards that changed are told by diff_guard.c as `wider` and `narrower`. */
static const struct {
    const char *now, *no_longer;
    enum change_kind came, went, wider, narrower;
} FACETS[] = {
    [FACET_PLAIN] = {"now", "no longer", CHANGE_OTHER, CHANGE_OTHER, 0, 0},
    [FACET_ORDER] = {"", "", CHANGE_OTHER, CHANGE_OTHER, 0, 0},
    [FACET_CITES] = {"now cites", "no longer cites", CHANGE_OTHER, CHANGE_OTHER, 0, 0},
    [FACET_GUARD] = {"now when", "no longer when", CHANGE_ALLOWED, CHANGE_REFUSED, CHANGE_ALLOWED,
                     CHANGE_REFUSED},
    [FACET_ONLY] = {"now only when", "no longer only when", CHANGE_OTHER, CHANGE_OTHER, CHANGE_ALLOWED,
                    CHANGE_REFUSED},
    [FACET_BY] = {"is done by", "", CHANGE_OTHER, CHANGE_OTHER, 0, 0},
    [FACET_STATE] = {"now also in", "no longer in", CHANGE_ALLOWED, CHANGE_REFUSED, 0, 0},
    [FACET_NEED] = {"now refused unless", "no longer refused unless", CHANGE_REFUSED, CHANGE_ALLOWED,
                    CHANGE_ALLOWED, CHANGE_REFUSED},
    [FACET_WAIVER] = {"now when", "no longer when", CHANGE_ALLOWED, CHANGE_REFUSED, CHANGE_ALLOWED,
                      CHANGE_REFUSED},
    [FACET_SHOULD] = {"now asks for a reason unless", "no longer asks for a reason unless", CHANGE_OTHER,
                      CHANGE_OTHER, CHANGE_OTHER, CHANGE_OTHER},
    [FACET_ASK] = {"now asks for", "no longer asks for", CHANGE_OTHER, CHANGE_OTHER, 0, 0},
    [FACET_MUST] = {"must now be given", "need no longer be given", CHANGE_REFUSED, CHANGE_ALLOWED,
                    CHANGE_REFUSED, CHANGE_ALLOWED},
    [FACET_EFFECT] = {"now", "no longer", CHANGE_OTHER, CHANGE_OTHER, 0, 0},
    [FACET_SEAL] = {"now seals", "no longer seals", CHANGE_OTHER, CHANGE_OTHER, 0, 0},
    [FACET_SIGNER] = {"now needs one more signature, by one if", "needs one signature less, by one if",
                      CHANGE_REFUSED, CHANGE_ALLOWED, 0, 0},
    [FACET_OWNER] = {"now owed by", "no longer owed by", CHANGE_OWED, CHANGE_FREED, 0, 0},
    [FACET_WHEN] = {"", "", CHANGE_FREED, CHANGE_OWED, CHANGE_OWED, CHANGE_FREED},
    [FACET_NEVER] = {"", "", CHANGE_OTHER, CHANGE_OTHER, CHANGE_REFUSED, CHANGE_ALLOWED},
    [FACET_SEAT] = {"has a new seat for", "no longer has a seat for", CHANGE_OTHER, CHANGE_OTHER, 0, 0},
    [FACET_VALUE] = {"now has", "no longer has", CHANGE_ADDED, CHANGE_DROPPED, 0, 0},
    [FACET_CLAUSE] = {"new clause", "no longer has clause", CHANGE_ADDED, CHANGE_DROPPED, 0, 0},
};

static_assert(sizeof FACETS / sizeof *FACETS == FACET_CLAUSE + 1, "every kind of facet has words");

/* ---- facets ---- */

struct pair {
    const struct thing *before, *after;
};

static struct change about(const struct thing *thing, const struct facet *facet)
{
    return (struct change){.kind = CHANGE_OTHER,
                           .reg = thing->reg ? thing->reg->name : TEXT(""),
                           .group = diff_group(thing->reg),
                           .cites = facet && facet->cites ? facet->cites : thing->cites,
                           .place = facet ? facet->place : thing->place};
}

static struct text subject_of(const struct thing *thing, const struct facet *facet)
{
    return facet->subject.n ? facet->subject : thing->label;
}

/* "due" of a plain facet, the number of a clause; others are told by their kind. */
static struct text aspect(const struct facet *facet)
{
    bool told = facet->kind == FACET_PLAIN || facet->kind == FACET_ORDER || facet->kind == FACET_CLAUSE ||
                facet->kind == FACET_BY;
    return told ? facet->name : TEXT("");
}

static void tell_one(struct differ *differ, const struct thing *thing, const struct facet *facet, bool came)
{
    if (facet->kind == FACET_ORDER)
        return;
    struct change change = about(thing, facet);
    struct text subject = subject_of(thing, facet), which = aspect(facet);
    const char *form = came ? FACETS[facet->kind].now : FACETS[facet->kind].no_longer;
    change.kind = came ? FACETS[facet->kind].came : FACETS[facet->kind].went;
    struct buf what = buf_in(differ->arena);
    buf_put(&what, subject);
    if (facet->kind == FACET_PLAIN && which.n)
        buf_format(&what, ", %.*s", TEXT_ARGS(which));
    buf_format(&what, ": %s", form);
    if (facet->kind == FACET_CLAUSE)
        buf_format(&what, " %.*s", TEXT_ARGS(which));
    bool always = facet->kind == FACET_MUST && text_is(facet->said, "always");
    if (!always)
        buf_format(&what, "%s %.*s", facet->kind == FACET_MUST ? " when" : "", TEXT_ARGS(facet->said));
    change.what = buf_text(&what);
    diff_add(differ, change);
}

static void tell_text(struct differ *differ, const struct thing *thing, const struct facet *was,
                      const struct facet *now)
{
    struct change change = about(thing, now);
    struct text subject = subject_of(thing, now), which = aspect(now);
    struct buf what = buf_in(differ->arena);
    buf_put(&what, subject);
    if (which.n)
        buf_format(&what, ", %s%.*s", now->kind == FACET_CLAUSE ? "clause " : "", TEXT_ARGS(which));
    buf_format(&what, ": now %.*s; was %.*s", TEXT_ARGS(now->said), TEXT_ARGS(was->said));
    change.what = buf_text(&what);
    diff_add(differ, change);
}

/* A need cites for itself. */
static void tell_cites(struct differ *differ, const struct thing *thing, const struct facet *was,
                       const struct facet *now)
{
    struct change change = about(thing, now);
    struct text before = words_cites(differ->arena, was->cites),
                after = words_cites(differ->arena, now->cites);
    bool cites = now->kind == FACET_NEED || now->kind == FACET_SHOULD;
    if (!cites || text_eq(before, after))
        return;
    struct text subject = subject_of(thing, now);
    change.what = arena_format(differ->arena, "%.*s: now cites %.*s; was %.*s", TEXT_ARGS(subject),
                               TEXT_ARGS(after), TEXT_ARGS(before));
    diff_add(differ, change);
}

/* Those of the names in `key` that are in `other` too; a space follows each. */
static struct text shared_names(struct arena *arena, struct text key, struct text other)
{
    struct buf shared = buf_in(arena);
    struct map known = map_in(arena);
    while (other.n)
        map_put(&known, text_cut(&other, ' '), arena);
    while (key.n) {
        struct text name = text_cut(&key, ' ');
        if (map_has(&known, name))
            buf_format(&shared, "%.*s ", TEXT_ARGS(name));
    }
    return buf_text(&shared);
}

static bool says_the_same(struct arena *arena, const struct facet *was, const struct facet *now)
{
    if (now->kind != FACET_ORDER)
        return text_eq(was->key, now->key);
    return text_eq(shared_names(arena, was->key, now->key), shared_names(arena, now->key, was->key));
}

static void tell_pair(struct differ *differ, const struct thing *thing, const struct facet *was,
                      const struct facet *now)
{
    tell_cites(differ, thing, was, now);
    if (says_the_same(differ->arena, was, now))
        return;
    if (!was->test) {
        tell_text(differ, thing, was, now);
        return;
    }
    struct guard_change guard = {.subject = subject_of(thing, now),
                                 .before = was->test,
                                 .after = now->test,
                                 .wider = FACETS[now->kind].wider,
                                 .narrower = FACETS[now->kind].narrower,
                                 .change = about(thing, now)};
    diff_guard(differ, &guard);
}

/* The partner of a facet: of its kind and name; else, where the words of a rule changed, of its kind and
 * meaning. */
static struct facet *partner(const struct thing *in, const struct facet *of, const bool *taken)
{
    for (size_t i = 0; i < in->count; i++)
        if (!taken[i] && in->facets[i].kind == of->kind && text_eq(in->facets[i].name, of->name))
            return &in->facets[i];
    return NULL;
}

static struct facet *reworded(const struct thing *in, const struct facet *of, const bool *taken)
{
    bool worded = of->kind == FACET_NEED || of->kind == FACET_SHOULD || of->kind == FACET_WAIVER;
    for (size_t i = 0; worded && i < in->count; i++)
        if (!taken[i] && in->facets[i].kind == of->kind && text_eq(in->facets[i].key, of->key))
            return &in->facets[i];
    return NULL;
}

static void tell_reworded(struct differ *differ, const struct thing *thing, const struct facet *was,
                          const struct facet *now)
{
    if (now->kind == FACET_WAIVER)
        return; /* its need says so */
    struct change change = about(thing, now);
    struct text subject = subject_of(thing, now);
    change.what = arena_format(differ->arena, "%.*s: says so now; said \"%.*s\"", TEXT_ARGS(subject),
                               TEXT_ARGS(was->name));
    diff_add(differ, change);
}

/* An action is done in another way altogether: who does it has then been told. */
static bool redone(const struct thing *before, const struct thing *after)
{
    for (size_t i = 0; i < before->count; i++)
        for (size_t j = 0; j < after->count; j++)
            if (before->facets[i].kind == FACET_BY && after->facets[j].kind == FACET_BY)
                return !text_eq(before->facets[i].key, after->facets[j].key);
    return false;
}

static bool is_doer(const struct facet *facet)
{
    return facet->kind == FACET_GUARD || facet->kind == FACET_SIGNER;
}

static void compare_facets(struct differ *differ, const struct thing *before, const struct thing *after)
{
    bool *taken = ARENA_ARRAY(differ->arena, bool, after->count + 1);
    bool *gone = ARENA_ARRAY(differ->arena, bool, before->count + 1);
    bool other_way = redone(before, after);
    for (size_t i = 0; i < before->count; i++) {
        struct facet *now = partner(after, &before->facets[i], taken);
        gone[i] = !now;
        if (!now)
            continue;
        taken[now - after->facets] = true;
        tell_pair(differ, after, &before->facets[i], now);
    }
    for (size_t i = 0; i < before->count; i++) {
        struct facet *now = gone[i] ? reworded(after, &before->facets[i], taken) : NULL;
        if (now) {
            taken[now - after->facets] = true;
            tell_reworded(differ, after, &before->facets[i], now);
        } else if (gone[i] && !(other_way && is_doer(&before->facets[i]))) {
            tell_one(differ, before, &before->facets[i], false);
        }
    }
    for (size_t i = 0; i < after->count; i++)
        if (!taken[i] && !(other_way && is_doer(&after->facets[i])))
            tell_one(differ, after, &after->facets[i], true);
}

/* ---- things ---- */

/* Things by kind, register and name; the second of one name (a warning's words) follows the first. */
static struct map things_by_name(struct arena *arena, const struct things *things)
{
    struct map map = map_in(arena);
    for (size_t i = 0; i < things->count; i++) {
        struct thing *thing = &things->items[i];
        struct text reg = thing->reg ? thing->reg->name : TEXT("");
        struct text key =
            arena_format(arena, "%d %.*s %.*s", (int)thing->kind, TEXT_ARGS(reg), TEXT_ARGS(thing->name));
        while (map_has(&map, key))
            key = arena_format(arena, "%.*s again", TEXT_ARGS(key));
        map_put(&map, key, thing);
    }
    return map;
}

static bool in_known_register(const struct thing *thing, const struct rulebook *other)
{
    return !thing->reg || thing->kind == THING_REGISTER || rulebook_register(other, thing->reg->name);
}

static void tell_thing(struct differ *differ, const struct thing *thing, bool came)
{
    struct change change = about(thing, NULL);
    change.kind = came ? THINGS[thing->kind].came : THINGS[thing->kind].went;
    struct buf what = buf_in(differ->arena);
    buf_format(&what, "%s %.*s", came ? THINGS[thing->kind].new_thing : THINGS[thing->kind].gone,
               TEXT_ARGS(thing->label));
    if (!came)
        buf_puts(&what, ": no longer there");
    if (came && thing->said.n)
        buf_format(&what, ": %.*s", TEXT_ARGS(thing->said));
    change.what = buf_text(&what);
    diff_add(differ, change);
}

static void compare_things(struct differ *differ, const struct things *before, const struct things *after)
{
    struct map old = things_by_name(differ->arena, before), new = things_by_name(differ->arena, after);
    for (size_t i = 0; i < new.count; i++) {
        const struct thing *now = new.entries[i].value, *was = map_get(&old, new.entries[i].key);
        if (was)
            compare_facets(differ, was, now);
        else if (in_known_register(now, differ->before))
            tell_thing(differ, now, true);
        if (was && now->kind == THING_REGISTER)
            diff_edits(differ, was->reg, now->reg);
    }
    for (size_t i = 0; i < old.count; i++) {
        const struct thing *was = old.entries[i].value;
        if (!map_has(&new, old.entries[i].key) && in_known_register(was, differ->after))
            tell_thing(differ, was, false);
    }
}

/* ---- the whole ---- */

/* The words of the first making belong to the keys of the second. Guards have words of their own. */
static void keep_words(struct things *things, const struct things *first)
{
    for (size_t i = 0; i < things->count; i++) {
        struct thing *thing = &things->items[i];
        thing->said = first->items[i].said;
        thing->label = first->items[i].label;
        for (size_t j = 0; j < thing->count; j++)
            if (!thing->facets[j].test)
                thing->facets[j].said = first->items[i].facets[j].said;
    }
}

static struct things prepared(struct differ *differ, struct rulebook *rulebook)
{
    struct things words = things_of(differ->arena, rulebook, false);
    normal_rulebook(differ->arena, rulebook);
    struct things things = things_of(differ->arena, rulebook, true);
    keep_words(&things, &words);
    return things;
}

static size_t register_rank(const struct rulebook *rulebook, struct text name)
{
    const struct reg *reg = name.n ? rulebook_register(rulebook, name) : NULL;
    return !name.n ? 0 : reg ? reg->index + 1 : rulebook->register_count + 1;
}

struct ranked {
    struct change change;
    size_t rank, found;
};

static int by_rank(const void *left, const void *right)
{
    const struct ranked *a = left, *b = right;
    if (a->rank != b->rank)
        return a->rank < b->rank ? -1 : 1;
    if (a->change.kind != b->change.kind)
        return a->change.kind < b->change.kind ? -1 : 1;
    return a->found < b->found ? -1 : 1;
}

/* By register, the whole force first; then by kind; else as found. */
static void sort(struct differ *differ)
{
    struct diff *diff = differ->found;
    struct ranked *ranked = ARENA_ARRAY(differ->arena, struct ranked, diff->count + 1);
    for (size_t i = 0; i < diff->count; i++)
        ranked[i] = (struct ranked){diff->items[i], register_rank(differ->after, diff->items[i].reg), i};
    qsort(ranked, diff->count, sizeof *ranked, by_rank);
    for (size_t i = 0; i < diff->count; i++)
        diff->items[i] = ranked[i].change;
}

struct diff rulebook_diff(struct arena *arena, struct rulebook *before, struct rulebook *after)
{
    struct diff diff = {.heading = arena_format(arena, "%.*s: version %.*s against version %.*s",
                                                TEXT_ARGS(after->name), TEXT_ARGS(before->version),
                                                TEXT_ARGS(after->version))};
    struct differ differ = {.arena = arena, .before = before, .after = after, .found = &diff};
    diff_renames(&differ);
    struct things was = prepared(&differ, before), now = prepared(&differ, after);
    compare_things(&differ, &was, &now);
    sort(&differ);
    return diff;
}
