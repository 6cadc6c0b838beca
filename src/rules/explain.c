#include "rules/explain.h"

#include "rules/load.h"
#include "rules/normal.h"
#include "rules/parser.h"
#include "rules/words.h"

struct explaining {
    struct arena *arena;
    const struct rulebook *rulebook;
    const struct known *known;
    struct known nobody; /* an account without a role */
    const struct reg *reg;
    struct explanation *found;
};

/* ---- one rule ---- */

struct judged {
    enum narrowed they, anybody;
    const struct expr *they_if, *anybody_if;
};

static struct judged judge(const struct explaining *e, const struct expr *test)
{
    struct judged judged = {NARROWED_ALWAYS, NARROWED_ALWAYS, NULL, NULL};
    if (!test)
        return judged;
    judged.they = narrow_test(e->arena, e->known, test, &judged.they_if);
    judged.anybody = narrow_test(e->arena, &e->nobody, test, &judged.anybody_if);
    return judged;
}

static bool as_anybody(const struct explaining *e, const struct judged *judged)
{
    if (judged->they != judged->anybody)
        return false;
    return judged->they != NARROWED_OPEN ||
           text_eq(expr_print(e->arena, judged->they_if), expr_print(e->arena, judged->anybody_if));
}

static struct text condition(const struct explaining *e, const struct judged *judged)
{
    return judged->they == NARROWED_OPEN ? words_test(e->arena, judged->they_if) : TEXT("");
}

/* A right that the test gives, to be filled in further; NULL when it gives none. Without a test everybody has
 * it. */
static struct right *add(struct explaining *e, enum right_kind kind, const struct expr *test,
                         struct text what)
{
    struct judged judged = judge(e, test);
    if (judged.they == NARROWED_NEVER && judged.anybody == NARROWED_NEVER)
        return NULL;
    struct right *right = ARENA_ADD(e->arena, *e->found);
    *right = (struct right){.kind = kind,
                            .reg = e->reg,
                            .what = what,
                            .only_if = condition(e, &judged),
                            .never = judged.they == NARROWED_NEVER,
                            .anybody = as_anybody(e, &judged)};
    return right;
}

/* What comes with the role alone, whatever the rules say of others. */
static struct right *add_own(struct explaining *e, enum right_kind kind, struct text what)
{
    struct right *right = add(e, kind, NULL, what);
    right->anybody = false;
    return right;
}

static void cite(const struct explaining *e, struct right *right, const struct cites *cites,
                 struct place place)
{
    if (!right)
        return;
    right->place = place;
    for (size_t i = 0; i < cites->count; i++) {
        bool known = false;
        for (size_t j = 0; j < right->cites.count; j++)
            known |= cites->items[i].clause && right->cites.items[j].clause == cites->items[i].clause;
        if (!known)
            *ARENA_ADD(e->arena, right->cites) = cites->items[i];
    }
}

/* ---- seeing, opening, commenting, editing ---- */

/* Where one of several guards holds without condition, the others give nothing more. */
static void add_guards(struct explaining *e, enum right_kind kind, const struct guard *guards, size_t count)
{
    bool always = false;
    for (size_t i = 0; i < count; i++)
        always |= judge(e, guards[i].test).they == NARROWED_ALWAYS;
    for (size_t i = 0; i < count; i++)
        if (!always || judge(e, guards[i].test).they == NARROWED_ALWAYS)
            cite(e, add(e, kind, guards[i].test, TEXT("")), &guards[i].cites, guards[i].place);
}

/* May they, or anybody, see some records of the register? */
static bool may_see(const struct explaining *e, bool anybody)
{
    for (size_t i = 0; i < e->reg->read_count; i++) {
        struct judged judged = judge(e, e->reg->reads[i].test);
        if ((anybody ? judged.anybody : judged.they) != NARROWED_NEVER)
            return true;
    }
    return e->reg->builtin;
}

static void add_fields(struct explaining *e)
{
    for (size_t i = 0; i < e->reg->field_count; i++) {
        const struct field *field = e->reg->fields[i];
        if (!field->read_by)
            continue;
        struct right *right = add(e, RIGHT_FIELD, field->read_by, field->label);
        if (!right && may_see(e, false)) {
            right = add(e, RIGHT_WITHHELD, NULL, field->label);
            right->anybody = may_see(e, true);
        }
        cite(e, right, &field->cites, field->place);
    }
}

static void add_edit(struct explaining *e, const struct edit_rule *edit)
{
    struct right *right =
        add(e, RIGHT_EDIT, edit->by, words_fields(e->arena, edit->fields, edit->field_count));
    cite(e, right, &edit->cites, edit->place);
    if (right)
        right->where =
            edit->in ? words_states(e->arena, e->reg, edit->in) : TEXT("every state that is not final");
}

/* ---- actions ---- */

/* What stands in one person's way of an action. */
struct conditions {
    struct expr all; /* EXPR_AND of what is not waived */
    bool never;
};

static void add_condition(struct conditions *conditions, const struct judged *judged)
{
    if (judged->they == NARROWED_OPEN)
        conditions->all.args[conditions->all.count++] = (struct expr *)judged->they_if;
    conditions->never |= judged->they == NARROWED_NEVER;
}

/* The needs that look at who acts. */
static void add_needs(const struct explaining *e, const struct action *action, struct right *right,
                      struct conditions *conditions)
{
    right->needs = ARENA_ARRAY(e->arena, struct right_need, action->need_count);
    for (size_t i = 0; i < action->need_count; i++) {
        const struct need *need = &action->needs[i];
        if (!need->names_actor)
            continue;
        struct judged judged = judge(e, need->test);
        right->anybody &= as_anybody(e, &judged);
        if (!need->waiver)
            add_condition(conditions, &judged);
        if (judged.they != NARROWED_ALWAYS)
            right->needs[right->need_count++] = (struct right_need){
                words_test(e->arena, judged.they_if), need->message, need->cites.count ? &need->cites : NULL};
    }
}

/* Do the conditions rule one another out? */
static bool impossible(const struct explaining *e, const struct conditions *conditions)
{
    struct print_scope scope = print_scope_top();
    struct expr no = {.kind = EXPR_FLAG, .type = {.kind = TYPE_FLAG}, .literal = {.kind = VALUE_FLAG}};
    if (conditions->never || !conditions->all.count)
        return conditions->never;
    return normal_entails(e->arena, normal_form(e->arena, &conditions->all, &scope),
                          normal_form(e->arena, &no, &scope));
}

/* The right to an action, or to a part in it; none when its conditions can never be met together. */
static void fill_act(struct explaining *e, const struct action *action, const struct expr *by,
                     struct right *right)
{
    if (!right)
        return;
    bool created = action->implied && e->reg->create_count;
    cite(e, right, &action->by_cites, created ? e->reg->creates[0].place : action->place);
    cite(e, right, &action->cites, right->place);
    right->where = action->is_create ? TEXT("") : words_states(e->arena, e->reg, action->in);
    if (right->kind == RIGHT_RECORD || right->never)
        return;
    struct judged judged = judge(e, by);
    struct conditions conditions = {.all = {.kind = EXPR_AND, .type = {.kind = TYPE_FLAG}}};
    conditions.all.args = ARENA_ARRAY(e->arena, struct expr *, action->need_count + 1);
    if (!action->ask_count) /* needs see what is asked in place; who may is judged before */
        add_condition(&conditions, &judged);
    add_needs(e, action, right, &conditions);
    if (impossible(e, &conditions))
        e->found->count--;
}

static bool runs(const struct explaining *e, const struct board *board)
{
    return (board->chair && known_holds(e->known, board->chair)) ||
           (board->secretary && known_holds(e->known, board->secretary));
}

static bool has_seat(const struct explaining *e, const struct board *board)
{
    for (size_t i = 0; i < board->member_count; i++)
        if (known_holds(e->known, board->members[i]))
            return true;
    return false;
}

static void add_action(struct explaining *e, const struct action *action)
{
    enum right_kind kind = action->is_create ? RIGHT_OPEN : RIGHT_ACT;
    if (action->by_kind == BY_BOARD) {
        bool decides = action->board->decides == DECIDES_CHAIR && action->board->chair &&
                       known_holds(e->known, action->board->chair);
        if (decides || has_seat(e, action->board))
            fill_act(e, action, NULL, add_own(e, RIGHT_VOTE, action->label));
        if (runs(e, action->board))
            fill_act(e, action, NULL, add_own(e, RIGHT_RECORD, action->label));
    } else if (action->by_kind != BY_SYSTEM) {
        kind = action->by_kind == BY_EACH ? RIGHT_SIGN : kind;
        for (size_t i = 0; i < action->by_count; i++)
            fill_act(e, action, action->by[i],
                     add(e, kind, action->by[i], action->is_create ? TEXT("") : action->label));
    }
}

/* ---- duties and messages ---- */

/* Does WHO name those of whom something is known, and on what condition? */
static bool names(const struct explaining *e, const struct who *who, struct text *only_if)
{
    *only_if = TEXT("");
    if (who->kind == WHO_BOARD)
        return known_sits_on(e->known, who->board);
    if (who->kind == WHO_ROLE) {
        if (who->role_for) {
            struct text value = words_value(e->arena, who->role_for);
            *only_if = arena_format(e->arena, "they hold it for %.*s", TEXT_ARGS(value));
        }
        return known_holds(e->known, who->role);
    }
    struct text value = words_value(e->arena, who->path);
    *only_if = arena_format(e->arena, who->path->type.many ? "they are among %.*s" : "they are %.*s",
                            TEXT_ARGS(value));
    return true;
}

static struct text both(const struct explaining *e, struct text a, struct text b)
{
    if (!a.n || !b.n)
        return a.n ? a : b;
    return arena_format(e->arena, "%.*s and %.*s", TEXT_ARGS(a), TEXT_ARGS(b));
}

static struct right *add_named(struct explaining *e, enum right_kind kind, const struct who *who,
                               const struct expr *when, struct text what)
{
    struct text only_if;
    struct right *right = names(e, who, &only_if) ? add(e, kind, when, what) : NULL;
    if (!right)
        return NULL;
    right->only_if = both(e, only_if, right->only_if);
    right->anybody = who->kind == WHO_PATH;
    return right;
}

/* A duty on each person of whom something holds is theirs when it may hold of them. */
static void add_each_duty(struct explaining *e, const struct duty *duty, struct text name)
{
    if (duty->each != e->rulebook->person)
        return;
    struct known element = *e->known, nobody = e->nobody;
    element.by_element = nobody.by_element = true;
    element.var = nobody.var = duty->each_var;
    struct explaining inside = *e;
    inside.known = &element;
    inside.nobody = nobody;
    struct right *right = add(&inside, RIGHT_OWE, duty->each_test, name);
    if (!right)
        return;
    right->only_if = both(e, right->only_if, duty->when ? words_test(e->arena, duty->when) : TEXT(""));
    right->when = words_clock(e->arena, duty);
    cite(e, right, &duty->cites, duty->place);
}

static void add_duty(struct explaining *e, const struct duty *duty)
{
    struct text name = label_of(e->arena, duty->name);
    if (duty->each) {
        add_each_duty(e, duty, name);
        return;
    }
    struct right *right = add_named(e, RIGHT_OWE, &duty->on, duty->when, name);
    if (right)
        right->when = words_clock(e->arena, duty);
    cite(e, right, &duty->cites, duty->place);
}

static void add_chase(struct explaining *e, const struct duty *duty)
{
    struct text label = label_of(e->arena, duty->name);
    struct text what = arena_format(e->arena, "that \"%.*s\" is overdue", TEXT_ARGS(label));
    for (size_t i = 0; i < duty->tell_count; i++)
        cite(e, add_named(e, RIGHT_TOLD, &duty->tell[i], NULL, what), &duty->cites, duty->place);
}

static void add_tells(struct explaining *e, const struct action *action)
{
    struct text what = TEXT("of a new one");
    if (!action->is_create)
        what = arena_format(e->arena, "of \"%.*s\"", TEXT_ARGS(action->label));
    for (size_t i = 0; i < action->tell_count; i++) {
        const struct effect *tell = &action->tells[i];
        bool of_doer = tell->when && expr_names_actor(tell->when); /* who is not the one who is told */
        struct right *right = add_named(e, RIGHT_TOLD, &tell->who, of_doer ? NULL : tell->when, what);
        if (right && of_doer) {
            struct text test = expr_print(e->arena, tell->when);
            test = arena_format(e->arena, "`%.*s`, the actor being who does it", TEXT_ARGS(test));
            right->only_if = both(e, right->only_if, test);
        }
        cite(e, right, &tell->cites, tell->place);
        cite(e, right, &action->cites, tell->place);
    }
}

/* ---- the whole ---- */

static void explain_register(struct explaining *e)
{
    const struct reg *reg = e->reg;
    add_guards(e, RIGHT_READ, reg->reads, reg->read_count);
    add_fields(e);
    if (reg->create && !reg->builtin)
        add_action(e, reg->create);
    add_guards(e, RIGHT_COMMENT, reg->comments, reg->comment_count);
    for (size_t i = 0; i < reg->edit_count; i++)
        add_edit(e, reg->edits[i]);
    for (size_t i = 0; i < reg->action_count; i++)
        if (!reg->actions[i]->is_create)
            add_action(e, reg->actions[i]);
    for (size_t i = 0; i < reg->duty_count; i++)
        add_duty(e, reg->duties[i]);
    for (size_t i = 0; i < reg->duty_count; i++)
        add_chase(e, reg->duties[i]);
    for (size_t i = 0; i < reg->action_count; i++)
        add_tells(e, reg->actions[i]);
}

static void explain_board(struct explaining *e, const struct board *board)
{
    if (has_seat(e, board))
        cite(e, add_own(e, RIGHT_SEAT, board->label), &board->cites, board->place);
    if (board->chair && known_holds(e->known, board->chair))
        cite(e, add_own(e, RIGHT_CHAIR, board->label), &board->cites, board->place);
    if (board->secretary && known_holds(e->known, board->secretary))
        cite(e, add_own(e, RIGHT_SECRETARY, board->label), &board->cites, board->place);
}

static bool manages_role(const struct manage_rule *rule, const struct role *role)
{
    for (size_t i = 0; i < rule->role_count; i++)
        if (rule->roles[i] == role)
            return true;
    return false;
}

/* `granted by` first, else `manage roles`, else the administrator (engine/people.c). */
static void explain_grant(struct explaining *e, const struct role *role)
{
    bool said = role->granted_by != NULL;
    if (said)
        cite(e, add(e, RIGHT_GRANT, role->granted_by, role->label), &role->cites, role->place);
    for (size_t i = 0; !role->granted_by && i < e->rulebook->manage_count; i++) {
        const struct manage_rule *rule = e->rulebook->manages[i];
        if (rule->people || !manages_role(rule, role))
            continue;
        said = true;
        cite(e, add(e, RIGHT_GRANT, rule->by, role->label), &rule->cites, rule->place);
    }
    if (!said && known_holds(e->known, e->rulebook->administrator))
        add_own(e, RIGHT_GRANT, role->label);
}

static void explain_people(struct explaining *e)
{
    bool said = false;
    for (size_t i = 0; i < e->rulebook->manage_count; i++) {
        const struct manage_rule *rule = e->rulebook->manages[i];
        if (!rule->people)
            continue;
        said = true;
        cite(e, add(e, RIGHT_PEOPLE, rule->by, TEXT("")), &rule->cites, rule->place);
    }
    if (!said && known_holds(e->known, e->rulebook->administrator))
        add_own(e, RIGHT_PEOPLE, TEXT(""));
}

struct explanation explain(struct arena *arena, const struct rulebook *rulebook, const struct known *known)
{
    struct explanation found = {0};
    struct explaining e = {.arena = arena,
                           .rulebook = rulebook,
                           .known = known,
                           .nobody = {.decide = known->decide, .context = known->context},
                           .found = &found};
    for (size_t i = 0; i < rulebook->register_count; i++) {
        e.reg = rulebook->registers[i];
        explain_register(&e);
    }
    e.reg = NULL;
    for (size_t i = 0; i < rulebook->board_count; i++)
        explain_board(&e, rulebook->boards[i]);
    for (size_t i = 0; i < rulebook->role_count; i++)
        explain_grant(&e, rulebook->roles[i]);
    explain_people(&e);
    return found;
}
