#include "rules/diff_parts.h"
#include "rules/load.h"
#include "rules/words.h"

/* The parts of a guard that is a list of `kind`; else itself. */
static const struct expr *const *parts_of(const struct expr *const *test, enum expr_kind kind, size_t *count)
{
    if ((*test)->kind != kind) {
        *count = 1;
        return test;
    }
    *count = (*test)->count;
    return (const struct expr *const *)(*test)->args;
}

/* What is said of the parts of `one` that are new against `other`: alternatives that `other` does not admit,
 * or conditions that it does not make. As a test in the words it was written in; NULL: none. */
static const struct expr *news(struct arena *arena, const struct expr *one, const struct expr *other,
                               enum expr_kind kind)
{
    size_t count;
    const struct expr *const *parts = parts_of(&one, kind, &count);
    struct expr *found = ARENA_NEW(arena, struct expr);
    *found = (struct expr){
        .kind = kind, .type = {.kind = TYPE_FLAG}, .args = ARENA_ARRAY(arena, struct expr *, count)};
    for (size_t i = 0; i < count; i++) {
        bool known =
            kind == EXPR_OR ? normal_entails(arena, parts[i], other) : normal_entails(arena, other, parts[i]);
        if (!known)
            found->args[found->count++] = (struct expr *)normal_written(parts[i]);
    }
    if (!found->count)
        return NULL;
    return found->count == 1 ? found->args[0] : found;
}

static void say(struct differ *differ, const struct guard_change *guard, enum change_kind kind,
                const char *form, const struct expr *parts)
{
    struct change change = guard->change;
    change.kind = kind;
    struct text test = words_test(differ->arena, parts);
    change.what =
        arena_format(differ->arena, "%.*s: %s %.*s", TEXT_ARGS(guard->subject), form, TEXT_ARGS(test));
    diff_add(differ, change);
}

/* The one part of `one` that `other` has not word for word; NULL: there is none, or several. */
static const struct expr *only_news(const struct expr *one, const struct expr *other, enum expr_kind kind)
{
    size_t count, others, found = 0;
    const struct expr *const *parts = parts_of(&one, kind, &count), *const *known =
                                                                        parts_of(&other, kind, &others);
    const struct expr *only = NULL;
    for (size_t i = 0; i < count; i++) {
        bool same = false;
        for (size_t j = 0; j < others; j++)
            same |= text_eq(normal_key(parts[i]), normal_key(known[j]));
        found += !same;
        only = same ? only : parts[i];
    }
    return found == 1 ? only : NULL;
}

static struct text when_words(struct arena *arena, const struct expr *test)
{
    struct text words = words_test(arena, normal_written(test));
    return text_is(words, "always") ? TEXT("in every case")
                                    : arena_format(arena, "when %.*s", TEXT_ARGS(words));
}

/* From one condition to another. */
static void say_changed(struct differ *differ, const struct guard_change *guard, enum change_kind kind,
                        const struct expr *now, const struct expr *was)
{
    struct change change = guard->change;
    change.kind = kind;
    struct text after = when_words(differ->arena, now), before = when_words(differ->arena, was);
    change.what = arena_format(differ->arena, "%.*s: now %.*s; was %.*s", TEXT_ARGS(guard->subject),
                               TEXT_ARGS(after), TEXT_ARGS(before));
    diff_add(differ, change);
}

/* One part took the place of one other, stronger or weaker: a threshold was moved. */
static bool say_moved(struct differ *differ, const struct guard_change *guard, enum change_kind kind,
                      enum expr_kind list)
{
    const struct expr *now = only_news(guard->after, guard->before, list),
                      *was = only_news(guard->before, guard->after, list);
    if (now && was)
        say_changed(differ, guard, kind, now, was);
    return now && was;
}

/* Only who it is, or one of several. */
static bool is_people(const struct expr *test)
{
    for (size_t i = 0; test->kind == EXPR_OR && i < test->count; i++)
        if (!is_people(test->args[i]))
            return false;
    return test->kind == EXPR_OR || test->kind == EXPR_HAS || test->kind == EXPR_SITS_ON ||
           (test->kind == EXPR_IS && !test->negated);
}

/* Whom `one` names and `other` does not. NULL: nobody, or one is only named more or less strictly. */
static const struct expr *more_people(struct arena *arena, const struct expr *one, const struct expr *other)
{
    if (!is_people(one) || !is_people(other))
        return NULL;
    const struct expr *mine = only_news(one, other, EXPR_OR), *theirs = only_news(other, one, EXPR_OR);
    bool moved =
        mine && theirs && (normal_entails(arena, mine, theirs) || normal_entails(arena, theirs, mine));
    return moved ? NULL : news(arena, one, other, EXPR_OR);
}

/* The same where they differ in one list of people only, however deep; with the conditions among which that
 * stands. */
static const struct expr *more_admitted(struct arena *arena, const struct expr *one, const struct expr *other)
{
    enum expr_kind kind = one->kind;
    const struct expr *mine = only_news(one, other, kind), *theirs = only_news(other, one, kind);
    if (kind != other->kind || !mine || !theirs)
        return more_people(arena, one, other);
    const struct expr *more = more_admitted(arena, mine, theirs);
    if (!more || kind == EXPR_OR)
        return more;
    struct expr *with = ARENA_NEW(arena, struct expr);
    *with = *one;
    with->args = ARENA_ARRAY(arena, struct expr *, one->count);
    for (size_t i = 0; i < one->count; i++)
        with->args[i] = (struct expr *)(one->args[i] == mine ? more : normal_written(one->args[i]));
    return with;
}

static bool say_people(struct differ *differ, const struct guard_change *guard, bool wider, bool narrower)
{
    const struct expr *came = wider ? more_admitted(differ->arena, guard->after, guard->before) : NULL;
    const struct expr *went = narrower ? more_admitted(differ->arena, guard->before, guard->after) : NULL;
    if ((wider && !came) || (narrower && !went))
        return false;
    if (came)
        say(differ, guard, guard->wider, "now also when", came);
    if (went)
        say(differ, guard, guard->narrower, "no longer when", went);
    return true;
}

/* Alternatives came or went, or conditions did: whichever the guard is made of. */
static void say_parts(struct differ *differ, const struct guard_change *guard, bool wider, bool narrower)
{
    bool either = guard->before->kind == EXPR_OR || guard->after->kind == EXPR_OR ||
                  (is_people(guard->before) && is_people(guard->after));
    enum expr_kind kind = either ? EXPR_OR : EXPR_AND;
    if (say_people(differ, guard, wider, narrower))
        return;
    if (wider != narrower && say_moved(differ, guard, wider ? guard->wider : guard->narrower, kind))
        return;
    const struct expr *came = news(differ->arena, guard->after, guard->before, kind);
    const struct expr *went = news(differ->arena, guard->before, guard->after, kind);
    if (!either) {
        const struct expr *now = came;
        came = went;
        went = now;
    }
    came = wider ? came : NULL;
    went = narrower ? went : NULL;
    if (came)
        say(differ, guard, guard->wider, either ? "now also when" : "no longer only if", came);
    if (went)
        say(differ, guard, guard->narrower, either ? "no longer when" : "now only if", went);
    if (!came && !went)
        say_changed(differ, guard, CHANGE_OTHER, guard->after, guard->before);
}

/* Have the two lists a part in common, or name people only? Then it is plain what came and what went. */
static bool share(const struct expr *a, const struct expr *b)
{
    if (is_people(a) && is_people(b))
        return true;
    if (a->kind != b->kind || (a->kind != EXPR_OR && a->kind != EXPR_AND))
        return false;
    for (size_t i = 0; i < a->count; i++)
        for (size_t j = 0; j < b->count; j++)
            if (text_eq(normal_key(a->args[i]), normal_key(b->args[j])))
                return true;
    return false;
}

void diff_guard(struct differ *differ, const struct guard_change *guard)
{
    struct guard_change told = *guard;
    told.change.before = expr_print(differ->arena, normal_written(guard->before));
    told.change.after = expr_print(differ->arena, normal_written(guard->after));
    bool wider = normal_entails(differ->arena, guard->before, guard->after);
    bool narrower = normal_entails(differ->arena, guard->after, guard->before);
    if (wider && narrower)
        return;
    if (wider || narrower || share(guard->before, guard->after))
        say_parts(differ, &told, !narrower, !wider);
    else
        say_changed(differ, &told, CHANGE_OTHER, told.after, told.before);
}
