#include "rules/diff_parts.h"
#include "rules/load.h"
#include "rules/words.h"

#include <inttypes.h>

/* ---- making things ---- */

struct thing *thing_add(struct things *things, struct thing thing)
{
    struct thing *added = ARENA_ADD(things->arena, *things);
    *added = thing;
    return added;
}

struct facet *facet_add(struct things *things, struct thing *thing, struct facet facet)
{
    struct facet *added = ARENA_PUSH(things->arena, thing->facets, thing->count, thing->capacity);
    *added = facet;
    if (!added->key.n)
        added->key = added->said;
    if (!added->place.line)
        added->place = thing->place;
    return added;
}

void facet_keyed(struct things *things, struct thing *thing, const char *name, struct text said,
                 struct text key)
{
    struct facet facet = {.kind = FACET_PLAIN, .name = text_of(name), .said = said, .key = key};
    if (said.n)
        facet_add(things, thing, facet);
}

void facet_plain(struct things *things, struct thing *thing, const char *name, struct text said)
{
    facet_keyed(things, thing, name, said, said);
}

void facet_values(struct things *things, struct thing *thing, const struct choice *choice, const char *what)
{
    struct arena *arena = things->arena;
    struct buf names = buf_in(arena), labels = buf_in(arena);
    for (size_t i = 0; i < choice->count; i++) {
        const struct choice_value *value = &choice->values[i];
        struct text said = arena_format(arena, "the %s %.*s", what, TEXT_ARGS(value->label));
        facet_add(things, thing, (struct facet){.kind = FACET_VALUE, .name = value->name, .said = said});
        words_listed(&labels, value->label, i, choice->count, ", ");
        buf_format(&names, "%.*s ", TEXT_ARGS(value->name));
    }
    facet_add(things, thing,
              (struct facet){.kind = FACET_ORDER,
                             .name = arena_format(arena, "%ss, in order", what),
                             .said = buf_text(&labels),
                             .key = buf_text(&names)});
}

/* The test that always holds, in normal form. */
static struct expr *always(struct arena *arena)
{
    struct expr *yes = ARENA_NEW(arena, struct expr);
    struct print_scope scope = print_scope_top();
    *yes = (struct expr){
        .kind = EXPR_FLAG, .type = {.kind = TYPE_FLAG}, .literal = {.kind = VALUE_FLAG, .i = 1}};
    return normal_form(arena, yes, &scope);
}

struct facet *facet_test(struct things *things, struct thing *thing, enum facet_kind kind, struct text name,
                         struct expr *test)
{
    struct facet facet = {.kind = kind, .name = name};
    if (things->normal) {
        facet.test = test ? test : always(things->arena);
        facet.said = words_test(things->arena, normal_written(facet.test));
        facet.key = normal_key(facet.test);
    }
    return facet_add(things, thing, facet);
}

struct facet *facet_any(struct things *things, struct thing *thing, struct text subject, struct expr **tests,
                        size_t count)
{
    struct expr *any = things->normal ? normal_any(things->arena, tests, count) : NULL;
    struct facet *facet = facet_test(things, thing, FACET_GUARD, subject, any);
    facet->subject = subject;
    return facet;
}

void facet_cites(struct things *things, struct thing *thing, struct text name, const struct cites *cites)
{
    struct text said = words_cites(things->arena, cites);
    if (said.n)
        facet_add(things, thing,
                  (struct facet){.kind = FACET_CITES, .name = name, .said = said, .cites = cites});
}

/* ---- the force ---- */

static struct text holidays_words(enum holidays holidays)
{
    static const char *const words[] = {[HOLIDAYS_NONE] = "none",
                                        [HOLIDAYS_ENGLAND_AND_WALES] = "those of England and Wales",
                                        [HOLIDAYS_SCOTLAND] = "those of Scotland",
                                        [HOLIDAYS_NORTHERN_IRELAND] = "those of Northern Ireland",
                                        [HOLIDAYS_UK_ANY] = "those of any part of the United Kingdom"};
    return text_of(words[holidays]);
}

static void add_force(struct things *things)
{
    const struct rulebook *rulebook = things->rulebook;
    struct buf hours = buf_in(things->arena);
    struct thing *thing = thing_add(
        things, (struct thing){.kind = THING_FORCE, .label = TEXT("The force"), .place = rulebook->place});
    clock_put(&hours, rulebook->working_from);
    buf_puts(&hours, " to ");
    clock_put(&hours, rulebook->working_to);
    facet_plain(things, thing, "name", rulebook->name);
    facet_plain(things, thing, "time zone", rulebook->timezone);
    facet_plain(things, thing, "holidays", holidays_words(rulebook->holidays));
    facet_plain(things, thing, "working hours", buf_text(&hours));
    struct buf days = buf_in(things->arena);
    size_t count = 0;
    for (unsigned day = 0; day < 7; day++)
        if (rulebook->working_days & (1U << day))
            words_listed(&days, words_day(day), count++, 8, "");
    facet_plain(things, thing, "working days", buf_text(&days));
}

static void add_policy(struct things *things, const struct policy *policy)
{
    static const char *const marks[] = {
        [CLAUSE_PLAIN] = "", [CLAUSE_GUIDANCE] = " (guidance)", [CLAUSE_OUTSIDE] = " (outside: "};
    struct thing *thing = thing_add(things, (struct thing){.kind = THING_POLICY,
                                                           .name = policy->reference,
                                                           .label = policy->reference,
                                                           .said = policy->title,
                                                           .place = policy->place});
    facet_plain(things, thing, "title", policy->title);
    for (size_t i = 0; i < policy->count; i++) {
        const struct clause *clause = policy->clauses[i];
        struct text said =
            arena_format(things->arena, "\"%.*s\"%s%.*s%s", TEXT_ARGS(clause->summary), marks[clause->mark],
                         TEXT_ARGS(clause->outside), clause->outside.n ? ")" : "");
        facet_add(
            things, thing,
            (struct facet){.kind = FACET_CLAUSE, .name = clause->id, .said = said, .place = clause->place});
    }
}

static void add_role(struct things *things, const struct role *role)
{
    struct thing *thing = thing_add(things, (struct thing){.kind = THING_ROLE,
                                                           .name = role->name,
                                                           .label = role->label,
                                                           .place = role->place,
                                                           .cites = &role->cites});
    facet_plain(things, thing, "held for a value of", role->per ? role->per->name : TEXT(""));
    facet_plain(things, thing, "holders", role->single ? TEXT("one at a time") : TEXT("any number"));
    if (role->granted_by) {
        struct text subject = arena_format(things->arena, "Giving the role %.*s", TEXT_ARGS(role->label));
        facet_any(things, thing, subject, (struct expr **)&role->granted_by, 1)->kind = FACET_ONLY;
    }
    facet_cites(things, thing, TEXT(""), &role->cites);
}

static void add_choice(struct things *things, const struct choice *choice)
{
    struct thing *thing = thing_add(things, (struct thing){.kind = THING_CHOICE,
                                                           .name = choice->name,
                                                           .label = choice->label,
                                                           .place = choice->place});
    facet_values(things, thing, choice, "value");
}

static void add_meets(struct things *things, struct thing *thing, const struct board *board)
{
    static const char *const words[] = {[MEETS_WHEN_CALLED] = "when called",
                                        [MEETS_WEEKLY] = "weekly",
                                        [MEETS_FORTNIGHTLY] = "fortnightly",
                                        [MEETS_MONTHLY] = "monthly"};
    struct buf meets = buf_in(things->arena);
    buf_puts(&meets, words[board->meets]);
    if (board->meets != MEETS_WHEN_CALLED) {
        buf_puts(&meets, " on ");
        buf_put(&meets, words_day((unsigned)board->weekday));
        buf_puts(&meets, " at ");
        clock_put(&meets, board->at);
    }
    if (board->lasts.n) {
        buf_puts(&meets, " for ");
        print_span(&meets, board->lasts);
    }
    facet_plain(things, thing, "meets", buf_text(&meets));
}

static void add_conduct(struct things *things, struct thing *thing, const struct board *board)
{
    static const char *const absences[] = {[ABSENT_DEPUTY] = "for a deputy",
                                           [ABSENT_NOTED] = "for a deputy, else noted",
                                           [ABSENT_APPROVES] = "counts as a vote for"};
    static const char *const decisions[] = {[DECIDES_MAJORITY] = "the majority",
                                            [DECIDES_UNANIMOUS] = "all, unanimously",
                                            [DECIDES_CHAIR] = "the chair"};
    struct text quorum = board->quorum == QUORUM_ALL ? TEXT("all seats")
                         : board->quorum == QUORUM_MAJORITY
                             ? TEXT("a majority of the seats")
                             : arena_format(things->arena, "%d seats", board->quorum);
    facet_plain(things, thing, "chair", board->chair ? board->chair->label : TEXT(""));
    facet_plain(things, thing, "secretary", board->secretary ? board->secretary->label : TEXT(""));
    facet_plain(things, thing, "an empty seat", text_of(absences[board->absent]));
    facet_plain(things, thing, "quorum", quorum);
    facet_plain(things, thing, "who decides", text_of(decisions[board->decides]));
}

static void add_board(struct things *things, const struct board *board)
{
    struct thing *thing = thing_add(things, (struct thing){.kind = THING_BOARD,
                                                           .name = board->name,
                                                           .label = board->label,
                                                           .place = board->place,
                                                           .cites = &board->cites});
    add_meets(things, thing, board);
    add_conduct(things, thing, board);
    for (size_t i = 0; i < board->member_count; i++)
        facet_add(things, thing,
                  (struct facet){
                      .kind = FACET_SEAT, .name = board->members[i]->name, .said = board->members[i]->label});
    for (size_t i = 0; i < board->agenda_count; i++) {
        const struct agenda_item *item = &board->agenda[i];
        struct facet facet = {
            .kind = FACET_EFFECT,
            .name = item->reg->name,
            .said = arena_format(things->arena, "has %.*s on its agenda", TEXT_ARGS(item->reg->plural))};
        if (item->where) {
            struct text test = words_test(things->arena, item->where);
            facet.said =
                arena_format(things->arena, "%.*s when %.*s", TEXT_ARGS(facet.said), TEXT_ARGS(test));
        }
        facet.key = item->where ? expr_print(things->arena, item->where) : TEXT("all");
        facet_add(things, thing, facet);
    }
    facet_cites(things, thing, TEXT(""), &board->cites);
}

/* Who manages people, and each role: rules for one matter admit together. */
static void add_managed(struct things *things, const struct role *role)
{
    const struct rulebook *rulebook = things->rulebook;
    struct expr **tests = ARENA_ARRAY(things->arena, struct expr *, rulebook->manage_count + 1);
    const struct manage_rule *first = NULL;
    size_t count = 0;
    for (size_t i = 0; i < rulebook->manage_count; i++) {
        const struct manage_rule *rule = rulebook->manages[i];
        bool named = !role && rule->people;
        for (size_t j = 0; role && j < rule->role_count; j++)
            named |= rule->roles[j] == role;
        if (!named)
            continue;
        first = first ? first : rule;
        tests[count++] = rule->by;
    }
    if (!count)
        return;
    struct text name = role ? role->name : TEXT("people");
    struct thing *thing =
        thing_add(things, (struct thing){.kind = THING_MANAGE,
                                         .name = name,
                                         .label = role ? role->label : TEXT("people's accounts"),
                                         .place = first->place,
                                         .cites = &first->cites});
    facet_any(things, thing, arena_format(things->arena, "Managing %.*s", TEXT_ARGS(thing->label)), tests,
              count);
}

/* How a measure counts, in the rulebook's words after `where`, and apart from that where it aims. */
static void add_counting(struct things *things, struct thing *thing, const struct measure *measure)
{
    static const char *const kinds[] = {
        [MEASURE_SHARE] = "the share", [MEASURE_COUNT] = "the number", [MEASURE_MEDIAN] = "the median"};
    struct arena *arena = things->arena;
    struct buf over = buf_in(arena);
    facet_plain(things, thing, "is",
                arena_format(arena, "%s of %.*s", kinds[measure->kind], TEXT_ARGS(measure->reg->plural)));
    facet_rule(things, thing, "of the value", measure->value);
    facet_rule(things, thing, "counts those with", measure->where);
    facet_rule(things, thing, "among those with", measure->among);
    if (measure->over.n) {
        print_span(&over, measure->over);
        struct text by = measure->by_action ? measure->by_action->label : measure->by_field->label;
        buf_format(&over, ", by \"%.*s\"", TEXT_ARGS(by));
    }
    facet_plain(things, thing, "over", buf_text(&over));
    if (measure->has_target)
        facet_plain(
            things, thing, "target",
            arena_format(arena, "at %s %" PRId64, measure->at_most ? "most" : "least", measure->target));
    facet_cites(things, thing, TEXT(""), &measure->cites);
}

static void add_measures(struct things *things)
{
    const struct rulebook *rulebook = things->rulebook;
    for (size_t i = 0; i < rulebook->measure_count; i++) {
        const struct measure *measure = rulebook->measures[i];
        struct thing *thing = thing_add(things, (struct thing){.kind = THING_MEASURE,
                                                               .name = measure->name,
                                                               .label = measure->label,
                                                               .place = measure->place,
                                                               .cites = &measure->cites});
        add_counting(things, thing, measure);
    }
}

static void add_matrix(struct things *things, const struct matrix *matrix)
{
    struct arena *arena = things->arena;
    struct thing *thing = thing_add(things, (struct thing){.kind = THING_MATRIX,
                                                           .name = matrix->name,
                                                           .label = matrix->name,
                                                           .place = matrix->place});
    facet_plain(
        things, thing, "is from",
        arena_format(arena, "%.*s by %.*s", TEXT_ARGS(matrix->row_label), TEXT_ARGS(matrix->column_label)));
    for (size_t i = 0; i < matrix->rows->count * matrix->columns->count; i++) {
        const struct choice_value *row = &matrix->rows->values[i / matrix->columns->count],
                                  *column = &matrix->columns->values[i % matrix->columns->count];
        struct text cell =
            arena_format(arena, "for %.*s and %.*s", TEXT_ARGS(row->label), TEXT_ARGS(column->label));
        int64_t given = matrix->cells[i].i;
        facet_plain(things, thing, arena_string(arena, cell),
                    matrix->gives.choice ? matrix->gives.choice->values[given].label
                                         : arena_format(arena, "%" PRId64, given));
    }
}

static void add_tables(struct things *things)
{
    const struct rulebook *rulebook = things->rulebook;
    for (size_t i = 0; i < rulebook->calendar_count; i++) {
        const struct calendar_name *calendar = rulebook->calendars[i];
        struct thing *thing = thing_add(things, (struct thing){.kind = THING_CALENDAR,
                                                               .name = calendar->name,
                                                               .label = calendar->name,
                                                               .place = calendar->place});
        facet_plain(things, thing, "holidays", holidays_words(calendar->holidays));
    }
    for (size_t i = 0; i < rulebook->matrix_count; i++)
        add_matrix(things, rulebook->matrices[i]);
}

static void add_admits(struct things *things)
{
    for (size_t i = 0; i < things->rulebook->admit_count; i++) {
        const struct guard *admit = &things->rulebook->admits[i];
        struct text quoted = arena_format(things->arena, "\"%.*s\"", TEXT_ARGS(admit->message));
        struct thing *thing = thing_add(things, (struct thing){.kind = THING_ADMIT,
                                                               .name = admit->message,
                                                               .label = quoted,
                                                               .said = words_test(things->arena, admit->test),
                                                               .place = admit->place,
                                                               .cites = &admit->cites});
        facet_any(things, thing, TEXT("Signing in"), (struct expr **)&admit->test, 1);
    }
}

struct things things_of(struct arena *arena, const struct rulebook *rulebook, bool normal)
{
    struct things things = {.arena = arena, .rulebook = rulebook, .normal = normal};
    add_force(&things);
    for (size_t i = 0; i < rulebook->policy_count; i++)
        add_policy(&things, rulebook->policies[i]);
    for (size_t i = 0; i < rulebook->role_count; i++)
        add_role(&things, rulebook->roles[i]);
    for (size_t i = 0; i < rulebook->choice_count; i++)
        add_choice(&things, rulebook->choices[i]);
    add_tables(&things);
    for (size_t i = 0; i < rulebook->board_count; i++)
        add_board(&things, rulebook->boards[i]);
    add_managed(&things, NULL);
    for (size_t i = 0; i < rulebook->role_count; i++)
        add_managed(&things, rulebook->roles[i]);
    add_admits(&things);
    add_measures(&things);
    for (size_t i = 0; i < rulebook->register_count; i++)
        things_register(&things, rulebook->registers[i]);
    return things;
}
