#include "rules/load.h"

#include <stdlib.h>

#include "rules/parser.h"

struct coverage_list {
    struct arena *arena;
    const struct reg *reg;
    struct keeper *items;
    size_t count, capacity;
};

static struct text coverage_text(const struct coverage_list *list, struct text name, const char *does)
{
    if (!list->reg)
        return arena_format(list->arena, "%.*s%s", TEXT_ARGS(name), does);
    return arena_format(list->arena, "%.*s: %.*s%s", TEXT_ARGS(list->reg->label), TEXT_ARGS(name), does);
}

/* One keeper for each clause cited; the force's own additions keep none. */
static void coverage_add(struct coverage_list *list, const struct cites *cites, enum coverage_kind kind,
                         struct place place, struct text what, struct text message)
{
    for (size_t i = 0; i < cites->count; i++)
        if (cites->items[i].clause)
            *ARENA_ADD(list->arena, *list) = (struct keeper){.clause = cites->items[i].clause,
                                                             .kind = kind,
                                                             .reg = list->reg,
                                                             .what = what,
                                                             .message = message,
                                                             .place = place};
}

static void coverage_needs(struct coverage_list *list, const struct action *action, const struct need *needs,
                           size_t count, const char *does)
{
    for (size_t i = 0; i < count; i++)
        coverage_add(list, &needs[i].cites, COVERED_ENFORCED, needs[i].place,
                     coverage_text(list, action->label, does), needs[i].message);
}

static void coverage_effects(struct coverage_list *list, const struct action *action,
                             const struct effect *effects, size_t count)
{
    static const char *const does[] = {
        [EFFECT_SET] = " sets", [EFFECT_TELL] = " tells", [EFFECT_OPEN] = " opens"};
    for (size_t i = 0; i < count; i++)
        coverage_add(list, &effects[i].cites, COVERED_RECORDED, effects[i].place,
                     coverage_text(list, action->label, does[effects[i].kind]), TEXT(""));
}

static void coverage_action(struct coverage_list *list, const struct action *action)
{
    coverage_add(list, &action->by_cites, COVERED_ENFORCED, action->place,
                 coverage_text(list, action->label, ", by whom"), TEXT(""));
    coverage_add(list, &action->cites, COVERED_ENFORCED, action->place,
                 coverage_text(list, action->label, action->is_create ? "" : ", in which state"), TEXT(""));
    coverage_needs(list, action, action->needs, action->need_count, " needs");
    coverage_needs(list, action, action->shoulds, action->should_count, " should");
    coverage_effects(list, action, action->sets, action->set_count);
    coverage_effects(list, action, action->tells, action->tell_count);
    coverage_effects(list, action, action->opens, action->open_count);
}

static void coverage_guards(struct coverage_list *list, const struct guard *guards, size_t count,
                            const char *what)
{
    for (size_t i = 0; i < count; i++)
        coverage_add(list, &guards[i].cites, COVERED_ENFORCED, guards[i].place,
                     coverage_text(list, text_of(what), ""), guards[i].message);
}

static void coverage_access(struct coverage_list *list, const struct reg *reg)
{
    coverage_guards(list, reg->reads, reg->read_count, "who may read");
    coverage_guards(list, reg->creates, reg->create_count, "who may open");
    coverage_guards(list, reg->comments, reg->comment_count, "who may comment");
    for (size_t i = 0; i < reg->edit_count; i++)
        coverage_add(list, &reg->edits[i]->cites, COVERED_ENFORCED, reg->edits[i]->place,
                     coverage_text(list, TEXT("who may edit"), ""), TEXT(""));
}

static void coverage_rules(struct coverage_list *list, const struct reg *reg)
{
    for (size_t i = 0; i < reg->duty_count; i++)
        coverage_add(list, &reg->duties[i]->cites, COVERED_OWED, reg->duties[i]->place,
                     coverage_text(list, label_of(list->arena, reg->duties[i]->name), " is owed"), TEXT(""));
    for (size_t i = 0; i < reg->never_count; i++)
        coverage_add(list, &reg->nevers[i]->cites, COVERED_ENFORCED, reg->nevers[i]->place,
                     coverage_text(list, label_of(list->arena, reg->nevers[i]->name), " never happens"),
                     TEXT(""));
    for (size_t i = 0; i < reg->warning_count; i++)
        coverage_add(list, &reg->warnings[i]->cites, COVERED_RECORDED, reg->warnings[i]->place,
                     coverage_text(list, TEXT("warns"), ""), reg->warnings[i]->message);
    for (size_t i = 0; i < reg->retain_count; i++)
        coverage_add(list, &reg->retains[i]->cites, COVERED_RECORDED, reg->retains[i]->place,
                     coverage_text(list, TEXT("how long it is kept"), ""), TEXT(""));
    for (size_t i = 0; i < reg->list_count; i++)
        coverage_add(list, &reg->lists[i]->cites, COVERED_RECORDED, reg->lists[i]->place,
                     coverage_text(list, reg->lists[i]->name, ", a list"), TEXT(""));
    coverage_add(list, &reg->calendar_cites, COVERED_RECORDED, reg->begins ? reg->begins->place : reg->place,
                 coverage_text(list, TEXT("shown in the calendar"), ""), TEXT(""));
}

static void coverage_register(struct coverage_list *list, const struct reg *reg)
{
    list->reg = reg;
    coverage_add(list, &reg->cites, COVERED_RECORDED, reg->place, coverage_text(list, TEXT("is kept"), ""),
                 TEXT(""));
    for (size_t i = 0; i < reg->field_count; i++)
        coverage_add(list, &reg->fields[i]->cites, COVERED_RECORDED, reg->fields[i]->place,
                     coverage_text(list, reg->fields[i]->label, " is recorded"), TEXT(""));
    coverage_access(list, reg);
    for (size_t i = 0; i < reg->action_count; i++)
        if (!reg->actions[i]->implied) /* its cites are those of `create by` */
            coverage_action(list, reg->actions[i]);
    coverage_rules(list, reg);
    list->reg = NULL;
}

/* What belongs to the whole force rather than to one register. */
static void coverage_force(struct coverage_list *list, const struct rulebook *rulebook)
{
    for (size_t i = 0; i < rulebook->role_count; i++) {
        const struct role *role = rulebook->roles[i];
        bool guarded = role->single || role->granted_by;
        coverage_add(list, &role->cites, guarded ? COVERED_ENFORCED : COVERED_RECORDED, role->place,
                     coverage_text(list, role->label, guarded ? ", who holds it" : ", a role"), TEXT(""));
    }
    for (size_t i = 0; i < rulebook->board_count; i++)
        coverage_add(list, &rulebook->boards[i]->cites, COVERED_RECORDED, rulebook->boards[i]->place,
                     coverage_text(list, rulebook->boards[i]->label, " meets"), TEXT(""));
    for (size_t i = 0; i < rulebook->measure_count; i++)
        coverage_add(list, &rulebook->measures[i]->cites, COVERED_RECORDED, rulebook->measures[i]->place,
                     coverage_text(list, rulebook->measures[i]->label, " is measured"), TEXT(""));
    coverage_guards(list, rulebook->admits, rulebook->admit_count, "Who may sign in");
    for (size_t i = 0; i < rulebook->manage_count; i++)
        coverage_add(list, &rulebook->manages[i]->cites, COVERED_ENFORCED, rulebook->manages[i]->place,
                     coverage_text(list, TEXT("Who administers"), ""), TEXT(""));
}

static int coverage_place_order(struct place a, struct place b)
{
    int file = text_compare(a.file, b.file);
    if (file)
        return file;
    if (a.line != b.line)
        return a.line < b.line ? -1 : 1;
    return a.column < b.column ? -1 : a.column > b.column;
}

static int coverage_order(const void *left, const void *right)
{
    const struct keeper *a = left, *b = right;
    int policy = coverage_place_order(a->clause->policy->place, b->clause->policy->place);
    if (policy)
        return policy;
    int clause = coverage_place_order(a->clause->place, b->clause->place);
    return clause ? clause : coverage_place_order(a->place, b->place);
}

/* From the weakest to the strongest; only a clause that nothing cites goes by its mark. */
static int coverage_rank(enum coverage_kind kind)
{
    static const int ranks[] = {
        [COVERED_NOTHING] = 0,  [COVERED_OUTSIDE] = 1, [COVERED_GUIDANCE] = 2,
        [COVERED_RECORDED] = 3, [COVERED_OWED] = 4,    [COVERED_ENFORCED] = 5,
    };
    return ranks[kind];
}

enum coverage_kind coverage_of(const struct coverage *coverage, const struct clause *clause)
{
    static const enum coverage_kind marks[] = {[CLAUSE_PLAIN] = COVERED_NOTHING,
                                               [CLAUSE_GUIDANCE] = COVERED_GUIDANCE,
                                               [CLAUSE_OUTSIDE] = COVERED_OUTSIDE};
    enum coverage_kind best = marks[clause->mark];
    for (size_t i = 0; i < coverage->count; i++)
        if (coverage->items[i].clause == clause &&
            coverage_rank(coverage->items[i].kind) > coverage_rank(best))
            best = coverage->items[i].kind;
    return best;
}

static size_t *coverage_counter(struct coverage *coverage, enum coverage_kind kind)
{
    size_t *counters[] = {
        [COVERED_NOTHING] = &coverage->nothing,   [COVERED_ENFORCED] = &coverage->enforced,
        [COVERED_OWED] = &coverage->owed,         [COVERED_RECORDED] = &coverage->recorded,
        [COVERED_GUIDANCE] = &coverage->guidance, [COVERED_OUTSIDE] = &coverage->outside,
    };
    return counters[kind];
}

struct coverage rulebook_coverage(struct arena *arena, const struct rulebook *rulebook)
{
    struct coverage_list list = {.arena = arena};
    coverage_force(&list, rulebook);
    for (size_t i = 0; i < rulebook->register_count; i++)
        coverage_register(&list, rulebook->registers[i]);
    if (list.count)
        qsort(list.items, list.count, sizeof *list.items, coverage_order);
    struct coverage coverage = {.items = list.items, .count = list.count};
    for (size_t i = 0; i < rulebook->policy_count; i++)
        for (size_t j = 0; j < rulebook->policies[i]->count; j++) {
            coverage.clauses++;
            ++*coverage_counter(&coverage, coverage_of(&coverage, rulebook->policies[i]->clauses[j]));
        }
    return coverage;
}

const char *coverage_name(enum coverage_kind kind)
{
    static const char *const names[] = {
        [COVERED_NOTHING] = "nothing",   [COVERED_ENFORCED] = "enforced", [COVERED_OWED] = "owed",
        [COVERED_RECORDED] = "recorded", [COVERED_GUIDANCE] = "guidance", [COVERED_OUTSIDE] = "outside",
    };
    return names[kind];
}

/* ---- for people to read ---- */

static void coverage_print_clause(struct buf *out, const struct coverage *coverage,
                                  const struct clause *clause)
{
    buf_format(out, "  %-8s  %.*s  %.*s\n", coverage_name(coverage_of(coverage, clause)),
               TEXT_ARGS(clause->id), TEXT_ARGS(clause->summary));
    if (clause->outside.n)
        buf_format(out, "            %.*s\n", TEXT_ARGS(clause->outside));
    for (size_t i = 0; i < coverage->count; i++) {
        const struct keeper *keeper = &coverage->items[i];
        if (keeper->clause != clause)
            continue;
        buf_format(out, "            %.*s:%u  %.*s", TEXT_ARGS(keeper->place.file), keeper->place.line,
                   TEXT_ARGS(keeper->what));
        if (keeper->message.n)
            buf_format(out, ": \"%.*s\"", TEXT_ARGS(keeper->message));
        buf_char(out, '\n');
    }
}

/* The clauses that something keeps, or (`kept` false) those that nothing does. */
static void coverage_print_policy(struct buf *out, const struct coverage *coverage,
                                  const struct policy *policy, bool kept)
{
    bool begun = false;
    for (size_t i = 0; i < policy->count; i++) {
        if ((coverage_of(coverage, policy->clauses[i]) != COVERED_NOTHING) != kept)
            continue;
        if (!begun)
            buf_format(out, "%.*s %.*s\n", TEXT_ARGS(policy->reference), TEXT_ARGS(policy->title));
        begun = true;
        coverage_print_clause(out, coverage, policy->clauses[i]);
    }
}

struct text coverage_print(struct arena *arena, const struct rulebook *rulebook,
                           const struct coverage *coverage)
{
    struct buf out = buf_in(arena);
    for (size_t i = 0; i < rulebook->policy_count; i++)
        coverage_print_policy(&out, coverage, rulebook->policies[i], true);
    if (coverage->nothing)
        buf_format(&out, "\nNothing keeps these %zu of %zu clauses:\n", coverage->nothing, coverage->clauses);
    for (size_t i = 0; i < rulebook->policy_count; i++)
        coverage_print_policy(&out, coverage, rulebook->policies[i], false);
    buf_format(
        &out, "\n%zu clauses: %zu enforced, %zu owed, %zu recorded, %zu guidance, %zu outside, %zu nothing\n",
        coverage->clauses, coverage->enforced, coverage->owed, coverage->recorded, coverage->guidance,
        coverage->outside, coverage->nothing);
    return buf_text(&out);
}
